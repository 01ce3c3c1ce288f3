"""Provides a sandbox APISpace: gateway, engine and picture store on one loopback server.

It imitates the product "aigc" from its documents and from recorded callbacks. It defines its own wire
format on purpose and imports nothing from the bot.
"""
