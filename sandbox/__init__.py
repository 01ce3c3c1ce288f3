"""A Telegram and an APISpace of our own, on real sockets, for the demo and the tests.

The rooms in here imitate foreign servers from their documents alone. They import nothing of the
bot's: an emulator that shared the bot's wire models would hide the bot's bugs.
"""
