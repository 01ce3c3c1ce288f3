"""An APISpace of our own: gateway, engine and picture store on one loopback server.

It imitates the product "aigc" from its documents and from recorded callbacks. It owns its own wire
format on purpose and knows nothing of the bot.
"""
