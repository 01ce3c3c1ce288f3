"""Finds which of the twelve styles a user means, by its name in any of the bot's languages."""

import unicodedata
from difflib import get_close_matches
from functools import cached_property

from bot.errors import UserError
from bot.options import Style, shorten
from bot.pipeline.wording import style_name
from bot.texts import Texts

NEAR = 0.8
"""Minimum similarity of a misspelt name (`difflib`'s ratio)."""


class Styles:
    """Matches text with the names of the styles, which are read from the catalogues at first use."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._words, self._drawn = (
            [_folded(word) for language in texts.languages for word in texts.get(language, name).split(",")]
            for name in ("style-word", "anime-words")
        )

    @cached_property
    def _styles(self) -> dict[str, Style]:
        """Return the styles by each of their names."""
        styles: dict[str, Style] = {}
        for style in Style:
            names = [str(style)]
            for language in self._texts.languages:
                names += [style_name(self._texts, language, style)]
                names += self._texts.get(language, f"style-{style.name.lower()}-also").split(",")
            styles |= {self._bare(name): style for name in names}
        return styles

    def read(self, text: str, language: str) -> Style | None:
        """Return the style that was typed after the command; None if nothing was typed.

        Raises:
            UserError: `style-unknown`.
        """
        if not text.strip():
            return None
        bare = self._bare(text)
        near = [bare] if bare in self._styles else get_close_matches(bare, self._styles, n=1, cutoff=NEAR)
        if not near:
            names = [style_name(self._texts, language, style) for style in Style]
            known = self._texts.get(language, "list-separator").join(names)
            raise UserError("style-unknown", style=shorten(text.strip(), 40), styles=known)
        return self._styles[near[0]]

    def mean_drawn(self, text: str) -> bool:
        """Return whether the words after `/hd` say that the picture is drawn."""
        return any(word in _folded(text) for word in self._drawn)

    def _bare(self, name: str) -> str:
        """Return a name without the word for *style*, which stands before or after it depending on the language."""
        folded = _folded(name)
        for word in self._words:
            folded = folded.removesuffix(word).removeprefix(word) or folded
        return folded


def _folded(text: str) -> str:
    """Return only the letters and digits, in lower case: blanks, hyphens and emoji make no difference."""
    plain = unicodedata.normalize("NFKC", text[:100]).casefold()
    return "".join(character for character in plain if character.isalnum())
