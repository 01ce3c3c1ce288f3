"""Reads the catalogues and speaks from them."""

from functools import cache
from html import escape
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en"

TRADITIONAL = {"hant", "tw", "hk", "mo"}
"""Subtags of a Chinese that is written in traditional characters, unless its script says otherwise."""


@cache
def _bundle(language: str) -> FluentBundle:
    """Read a catalogue, which takes as long as starting the rest of the bot does: once a process, not once a bot."""
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((files(__package__) / f"{language}.ftl").read_text(encoding="utf-8")))
    return bundle


class Texts:
    """The catalogues of all languages, read once.

    Messages are Telegram HTML. Arguments are other people's text: they are escaped here, so that no
    caller can forget it.
    """

    def __init__(self) -> None:
        names = (entry.name for entry in files(__package__).iterdir())
        self._bundles = {
            language: _bundle(language) for name in names if (language := name.removesuffix(".ftl")) != name
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, as their catalogues are named."""
        return tuple(sorted(self._bundles))

    def language_for(self, language_code: str | None) -> str:
        """Return the catalogue for an IETF tag as Telegram gives it (`zh-TW`, `en-GB`), English if none fits."""
        primary, *subtags = (language_code or "").lower().replace("_", "-").split("-")
        if primary == "zh" and "hans" not in subtags and TRADITIONAL.intersection(subtags):
            return "zh-hant"
        return primary if primary in self._bundles else FALLBACK

    def get(self, language: str, message: str, /, **params: str | int) -> str:
        """Return a message in a language.

        Args:
            language: One of `languages`; anything else falls back to English.
            message: The message's id.
            **params: Its arguments. Texts are escaped; ids and seeds go as texts, because numbers are
                formatted with the language's separators.

        Raises:
            LookupError: No catalogue has this message, or an argument is missing.
        """
        bundle = self._bundles.get(language, self._bundles[FALLBACK])
        if not bundle.has_message(message):
            bundle = self._bundles[FALLBACK]
        pattern = bundle.get_message(message).value if bundle.has_message(message) else None
        if pattern is None:
            raise LookupError(f"no message {message}")
        arguments = {
            name: escape(value, quote=False) if isinstance(value, str) else value for name, value in params.items()
        }
        text, errors = bundle.format_pattern(pattern, arguments)
        if errors:
            raise LookupError(f"message {message} in {language}: {errors[0]}")
        return str(text)
