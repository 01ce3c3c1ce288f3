"""Turns the text that a user types after a command into values for the provider. Pure.

The bounds are the provider's: seeds up to 2³²−1, 5 to 100 steps, fidelity 0 to 1, the twelve styles (the upstream
vendor's document).
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.errors import UserError

MAX_PROMPT = 1_000
"""The most characters (code points) of a prompt."""

MAX_SEED = 2**32 - 1

# Joiners, fillers of scripts, the braille character without dots, variation selectors.
_UNSEEN = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class Style(StrEnum):
    """Lists the styles of `/anime`, as the provider names them."""

    CHINESE = "Chinese_style"
    AMERICAN = "American_style"
    CUTE = "Cute_style"
    GORGEOUS = "Gorgeous_style"
    HORRIBLE = "Horrible_style"
    AVATAR = "Avatar_style"
    FIGHTING = "Fighting_style"
    MACHINE = "Machine_style"
    CYBERFUTURE = "Cyberfuture_style"
    JOJO = "JOJO_style"
    BUNNY = "Bunny_style"
    CATEAR = "CatEar_style"


Tell = Literal["late", "always", "never"]
"""When a message follows a picture that was delivered without a sound: after a long wait, always or never."""


@dataclass(frozen=True, slots=True)
class Options:
    """Defines how a picture is painted and delivered. The defaults are the provider's documented ones.

    Attributes:
        seed: Chosen here, because the provider never reports the seed that it drew: so a picture can be repeated.
        model: `art`, `anime` or `basic`.
        width: Pixels.
        height: Pixels.
        steps: Sampling steps.
        guidance: How closely the prompt is followed (`guidance_scale`).
        sampler: Sampling method.
        negative: What to avoid.
        fidelity: How much of the source remains (0 to 1).
        style: The style of `/anime`; '' while none has been chosen.
        is_anime: For `/hd`: the source is drawn, not photographed.
        sized: The size was given explicitly; the source's ratio does not change it.
        seeded: The seed was given explicitly.
        count: How many pictures were ordered at once; for a draft, how many will be.
        as_file: The picture is delivered as a document.
        tell: When a message follows the picture, see `Tell`.
        linked: The caption links back to the bot.
        spoiler: The picture is covered, because its source photo was or because the chat's settings say so.
        kept_hours: The picture's message is deleted after so many hours, by the chat's settings; 0 for never.
        look: Words of a `--style`, which are added to the prompt.
        translated: The prompt in the painter's language, if it had to be translated.
        confirm: Why the owner must confirm the order first, see `bot.confirmation`; '' if it is painted at once.
    """

    seed: int
    model: str = "art"
    width: int = 512
    height: int = 512
    steps: int = 20
    guidance: float = 7.5
    sampler: str = "k_euler"
    negative: str = ""
    fidelity: float = 0.2
    style: Style | Literal[""] = ""
    is_anime: bool = False
    sized: bool = False
    seeded: bool = False
    count: int = 1
    as_file: bool = False
    tell: Tell = "late"
    spoiler: bool = False
    kept_hours: int = 0
    look: str = ""
    translated: str = ""
    linked: bool = False
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class ParsedPrompt:
    """Holds the parsed text after `/draw` or `/remix`.

    Attributes:
        prompt: The text without its options; may be empty, may have several lines.
        options: The given options over the defaults.
        sized: A size or a ratio was given.
        count: How many pictures, 1 to 4.
    """

    prompt: str
    options: Options
    sized: bool
    count: int


def new_seed() -> int:
    """Return a random seed in 0 … 2³²−1."""
    return secrets.randbelow(MAX_SEED + 1)


def is_seen(text: str) -> bool:
    """Return whether a text has a visible character: some characters are printable but show nothing."""
    return any(char.isprintable() and not char.isspace() and not _UNSEEN.match(char) for char in text)


def is_readable(text: str) -> bool:
    """Return whether the painter, which reads Latin and Chinese, can read half or more of a text's letters, if any."""
    known = _known_letters(text)
    return sum(known) * 2 >= len(known)


def is_unreadable(text: str) -> bool:
    """Return whether a text has letters and the painter can read none of them."""
    known = _known_letters(text)
    return bool(known) and not any(known)


def _known_letters(text: str) -> list[bool]:
    """Return for each letter of a text whether the painter knows its script."""
    letters = [sign for sign in unicodedata.normalize("NFKC", text) if sign.isalpha()]
    return [unicodedata.name(letter, "").startswith(("LATIN", "CJK", "IDEOGRAPHIC")) for letter in letters]


def read_prompt(text: str, command: str) -> str:
    """Return the prompt from the text after a command.

    Args:
        text: Everything after the command, newlines included.
        command: The command's name, for an example of its use.

    Returns:
        The text without white space around it; never empty, at most `MAX_PROMPT` characters.

    Raises:
        UserError: `prompt-missing`, `prompt-too-long`.
    """
    prompt = text.replace("\x00", "").strip()
    if not is_seen(prompt):
        raise UserError("prompt-missing", command=command)
    if len(prompt) > MAX_PROMPT:
        raise UserError("prompt-too-long", length=len(prompt), limit=MAX_PROMPT, command=command)
    return prompt


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, in which Telegram counts its limits."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def shorten(text: str, most: int) -> str:
    """Cut a text to at most `most` UTF-16 code units (see `units`), at the end of a word if one is near."""
    if units(text) <= most:
        return text
    cut = text.encode("utf-16-le", errors="surrogatepass")[: (most - 1) * 2].decode("utf-16-le", errors="ignore")
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > len(cut) * 0.8 else cut).rstrip() + "…"
