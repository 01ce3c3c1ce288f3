"""Recognizes messages that are not orders: thanks, stickers, voice messages. Each kind has its own answer."""

import unicodedata
from functools import cache

from telegram import Message

from bot.looks import folded_name
from bot.texts import Texts
from bot.texts.catalogue import FALLBACK

LONGEST_THANKS = 60
"""Characters; a longer message says more than thanks."""


def small_talk(message: Message, texts: Texts) -> str:
    """Return the id of the text that answers a message; '' if the message is not small talk."""
    if message.sticker:
        return "small-talk-sticker"
    if message.voice or message.audio:
        return "small-talk-voice"
    return "small-talk-thanks" if is_thanks(message.text or "", texts) else ""


def is_thanks(text: str, texts: Texts) -> bool:
    """Return whether a text says thanks, in any language or by a sign, and nothing else."""
    if not text or len(text) > LONGEST_THANKS:
        return False
    words, signs = _thanks(texts)
    if said := folded_name(text):
        return said in words
    shown = [sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in {"Mn", "Sk", "Po"}]
    return bool(shown) and signs.issuperset(shown)


@cache
def _thanks(texts: Texts) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words for thanks, folded for comparison, and the signs."""
    listed = (texts.get(language, "thanks-words").split(",") for language in texts.languages)
    words = frozenset(folded_name(word) for words in listed for word in words)
    return words, frozenset(texts.get(FALLBACK, "thanks-signs"))
