"""Every word the bot says, one Fluent catalogue a language, as Telegram HTML."""

from bot.texts.catalogue import Texts

__all__ = ["Texts"]
