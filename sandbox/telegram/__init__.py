"""Provides a sandbox Telegram: the Bot API on real sockets, and control routes for what people do.

It is written from the Bot API's documents alone. It owns its people, chats, messages and files, and
imports nothing from the bot.
"""
