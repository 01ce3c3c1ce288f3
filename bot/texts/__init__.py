"""Every word the bot says, one Fluent catalogue a language, as Telegram HTML."""

from bot.texts.catalogue import BoundTexts, Texts

__all__ = ["BoundTexts", "Texts"]
