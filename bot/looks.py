"""The styles of `--style`: words that are added to what is painted, in the painter's language. Pure."""

import re

WATERCOLOUR = "watercolour painting, soft washes, paper texture"
OIL = "oil painting, visible brush strokes, canvas texture"
PENCIL = "pencil drawing, fine hatching, white paper"
PHOTO = "photograph, natural light, sharp focus, 50mm lens"

LOOKS = {
    "watercolour": WATERCOLOUR,
    "watercolor": WATERCOLOUR,
    "oil": OIL,
    "ink": "ink wash painting, flowing brush lines, white space",
    "pencil": PENCIL,
    "sketch": PENCIL,
    "pixel": "pixel art, 16-bit, limited palette",
    "photo": PHOTO,
    "realistic": PHOTO,
    "poster": "screen print poster, flat shapes, bold colours",
    "clay": "clay figure, stop motion, soft studio light",
    "neon": "neon lights, night, reflections, glow",
    "raw": "",
}
"""Their names without hyphens and blanks, and their words. `raw` takes a style away, as in Midjourney."""

SHOWN = ("watercolour", "oil", "ink", "pencil", "pixel", "photo", "poster", "clay", "neon")
"""Each of them once."""


MOST_OWN = 12
"""Styles of one's own."""

LONGEST_NAME, LONGEST_WORDS = 20, 300
"""Characters (code points) of the name of one, and of its words."""

_COMMA = re.compile(r"[,，、;；\n]")


def folded_name(name: str) -> str:
    """Return a name as it is compared: letters and digits alone, in lower case."""
    return "".join(each for each in name.casefold() if each.isalnum())


def with_look(prompt: str, look: str) -> str:
    """Return a prompt with the words of a style behind it."""
    return ", ".join(part for part in (prompt, look) if part)


def is_own_name(name: str) -> bool:
    """Return whether a style of one's own may have a name: it is as it is compared, short, and none of ours."""
    return name == folded_name(name) and 0 < len(name) <= LONGEST_NAME and name not in LOOKS


def style_words(prompt: str, look: str) -> str:
    """Return what of a picture's words says how it is painted: its style's, and what follows the first comma.

    All of them, if that is nothing.
    """
    _, *how = _COMMA.split(prompt.strip(), maxsplit=1)
    return ", ".join(part for part in (*map(str.strip, how), look) if part) or prompt.strip()
