"""Provides every text of the bot as Telegram HTML, from one Fluent catalogue per language."""

from bot.texts.catalogue import BoundTexts, Texts

__all__ = ["BoundTexts", "Texts"]
