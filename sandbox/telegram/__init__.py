"""A Telegram of our own: the Bot API on real sockets, and control routes for what people do.

Written from the Bot API's documents alone. It owns its people, chats, messages and files, and
imports nothing of the bot's.
"""
