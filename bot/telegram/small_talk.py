"""What people say that is no order: thanks, a sticker, a voice message. Each is answered by a text of its own."""

import unicodedata
from functools import cache

from telegram import Message

from bot.looks import folded_name
from bot.texts import Texts
from bot.texts.catalogue import FALLBACK

LONGEST_THANKS = 60
"""Characters of thanks; who writes more says more."""


def small_talk(message: Message, texts: Texts) -> str:
    """Return the text that answers a message; '' if it is no small talk."""
    if message.sticker:
        return "small-talk-sticker"
    if message.voice or message.audio:
        return "small-talk-voice"
    return "small-talk-thanks" if is_thanks(message.text or "", texts) else ""


def is_thanks(text: str, texts: Texts) -> bool:
    """Return whether somebody says thanks, in any language or by a sign, and nothing else."""
    if not text or len(text) > LONGEST_THANKS:
        return False
    words, signs = _thanks(texts)
    if said := folded_name(text):
        return said in words
    shown = [sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in {"Mn", "Sk", "Po"}]
    return bool(shown) and signs.issuperset(shown)


@cache
def _thanks(texts: Texts) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that are thanks, as they are compared, and the signs."""
    listed = (texts.get(language, "thanks-words").split(",") for language in texts.languages)
    words = frozenset(folded_name(word) for words in listed for word in words)
    return words, frozenset(texts.get(FALLBACK, "thanks-signs"))
