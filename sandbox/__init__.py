"""Provides a sandbox Telegram and a sandbox APISpace, on real sockets, for the demo and the tests.

The packages here imitate foreign servers from their documents alone. They import nothing from the bot:
an emulator that shared the bot's wire models would hide the bot's bugs.
"""
