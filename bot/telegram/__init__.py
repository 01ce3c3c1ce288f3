"""All that speaks the Bot API: transport, pacing, messenger, updates in, commands.

python-telegram-bot is imported in here alone. Handlers read, decide and commit; they await no foreign call.
"""
