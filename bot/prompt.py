"""What a person typed after a command, as a value the provider can be asked with. Pure.

The bounds are the provider's: width and height at most 768, multiples of 64 (its document, "notes for
use"); seeds up to 2³²−1, 5 to 100 steps, fidelity 0 to 1, the twelve styles (the upstream vendor's document).
"""

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import ceil, floor, log
from typing import Literal

from bot.errors import UserError

MAX_PROMPT = 1_000
"""Characters (code points) of a prompt."""

MAX_SEED = 2**32 - 1


# Joiners, fillers of scripts, a braille sign without dots, selectors of another sign's shape.
_UNSEEN = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")

SIDE, STEP, SHORTEST = 768, 64, 256
"""Pixels: the longest side there is, what a side must be a multiple of, and the shortest side we ask for."""


class Style(StrEnum):
    """The styles of `/anime`, as the provider names them."""

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
"""Whether a line follows a picture that came without a sound: after a long wait, always or never."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a picture is painted and brought. The defaults are the provider's documented ones.

    Attributes:
        seed: We choose it, because the provider never reports the one it drew: so a picture can be repeated.
        model: `art`, `anime` or `basic`.
        width: Pixels.
        height: Pixels.
        steps: Sampling steps.
        guidance: How closely the prompt is followed (`guidance_scale`).
        sampler: Sampling method.
        negative: What to avoid.
        fidelity: How much of the source remains (0 to 1).
        style: Of `/anime`; '' while none has been chosen.
        is_anime: For `/hd`: the source is drawn, not photographed.
        sized: The size was asked for; a source's shape does not change it.
        seeded: The seed was asked for.
        count: Of an order whose words are still to be asked for: how many pictures they shall become.
        as_file: It is brought as a document.
        tell: Whether a line follows it.
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


def new_seed() -> int:
    """Return a random seed in 0 … 2³²−1."""
    return secrets.randbelow(MAX_SEED + 1)


def size_like(width: int, height: int) -> tuple[int, int]:
    """Return the size to paint at for a source of this size: its shape, as near as the provider's steps allow.

    The longer side becomes `SIDE`; the shorter one is not less than `SHORTEST`.
    """
    long, short = max(width, height), min(width, height)
    side = max(SHORTEST, STEP * round(SIDE * short / long / STEP))
    return (SIDE, side) if width >= height else (side, SIDE)


def size_shaped(ratio: float) -> tuple[int, int]:
    """Return the size whose shape is nearest to a ratio of width to height; of those as near, the largest."""
    sides = range(SHORTEST, SIDE + 1, STEP)
    return min(product(sides, sides), key=lambda size: (_distortion(size, ratio), -size[0] * size[1]))


def size_near(width: float, height: float) -> tuple[int, int]:
    """Return the size nearest to so many pixels: scaled into the bounds, then the steps around that keep the shape."""
    scale = min(SIDE / max(width, height), max(1, SHORTEST / min(width, height)))
    across, down = width * scale, height * scale
    return min(
        product(_steps_around(across), _steps_around(down)),
        key=lambda size: (_distortion(size, width / height), abs(size[0] - across) + abs(size[1] - down)),
    )


def is_like(size: tuple[int, int], width: float, height: float) -> bool:
    """Return whether a size has about this shape; steps alone move it by less than that."""
    return _distortion(size, width / height) <= 0.2


def _steps_around(side: float) -> tuple[int, int]:
    steps = round(side / STEP, 6)
    return max(SHORTEST, floor(steps) * STEP), min(SIDE, max(SHORTEST, ceil(steps) * STEP))


def _distortion(size: tuple[int, int], ratio: float) -> float:
    """Return how far a size is from a ratio (0 not at all, 0.1 a tenth), rounded so that equal shapes compare equal."""
    return round(abs(log(size[0] / size[1] / ratio)), 9)


def is_seen(text: str) -> bool:
    """Return whether there is anything to be seen in a text: some signs are printable, and show nothing."""
    return any(each.isprintable() and not each.isspace() and not _UNSEEN.match(each) for each in text)


def read_prompt(text: str, command: str) -> str:
    """Return the prompt in what followed a command.

    Args:
        text: Everything after the command, newlines included.
        command: Its name, for an example of its use.

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


def shorten(text: str, units: int) -> str:
    """Cut a text to at most `units` UTF-16 code units, at a word's end where one is near.

    Telegram counts the limits of messages and captions in these units.
    """
    if len(text.encode("utf-16-le", errors="surrogatepass")) <= units * 2:
        return text
    cut = text.encode("utf-16-le", errors="surrogatepass")[: (units - 1) * 2].decode("utf-16-le", errors="ignore")
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > len(cut) * 0.8 else cut).rstrip() + "…"
