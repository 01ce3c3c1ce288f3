"""Contains all code that speaks the Bot API: transport, pacing, messenger, incoming updates, commands.

python-telegram-bot is imported only here. Handlers read, decide and commit; they do not await external calls.
"""
