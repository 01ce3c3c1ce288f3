"""Defines the styles of `--style`: words that are added to the prompt, in the painter's language. Pure."""

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
"""The styles' names, without hyphens and blanks, and their words. `raw` removes a style, as in Midjourney."""

SHOWN = ("watercolour", "oil", "ink", "pencil", "pixel", "photo", "poster", "clay", "neon")
"""One name of each style, without `raw`."""


MOST_OWN = 12
"""The most own styles that a user may have."""

LONGEST_NAME, LONGEST_WORDS = 20, 300
"""The most characters (code points) of an own style's name, and of its words."""

_COMMA = re.compile(r"[,，、;；\n]")


def folded_name(name: str) -> str:
    """Return a name in its form for comparison: letters and digits alone, in lower case."""
    return "".join(char for char in name.casefold() if char.isalnum())


def with_look(prompt: str, look: str) -> str:
    """Return a prompt followed by the words of a style."""
    return ", ".join(part for part in (prompt, look) if part)


def is_own_name(name: str) -> bool:
    """Return whether a user's own style may have a name: it is folded, short, and no built-in name."""
    return name == folded_name(name) and 0 < len(name) <= LONGEST_NAME and name not in LOOKS


def style_words(prompt: str, look: str) -> str:
    """Return the words that say how a picture is painted: the prompt after its first comma, then the style's words.

    If there are none, return the whole prompt.
    """
    _, *how = _COMMA.split(prompt.strip(), maxsplit=1)
    return ", ".join(part for part in (*map(str.strip, how), look) if part) or prompt.strip()
