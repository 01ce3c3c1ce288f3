"""Draws photos in the twelve styles of anime, each with its own look."""

import random
from collections.abc import Callable

from PIL import Image

from sandbox.painter import fantasy, manga, sweet
from sandbox.painter.inks import Head
from sandbox.painter.photo import png

Style = Callable[[Image.Image, Head, random.Random], Image.Image]

STYLES: dict[str, Style] = {
    "Chinese_style": fantasy.chinese,
    "American_style": manga.american,
    "Cute_style": sweet.cute,
    "Gorgeous_style": fantasy.gorgeous,
    "Horrible_style": manga.horrible,
    "Avatar_style": fantasy.avatar,
    "Fighting_style": manga.fighting,
    "Machine_style": fantasy.machine,
    "Cyberfuture_style": fantasy.cyberfuture,
    "JOJO_style": manga.jojo,
    "Bunny_style": sweet.bunny,
    "CatEar_style": sweet.cat_ear,
}
"""Name of a style → the function that draws a photo in it."""


_EARS = {"Bunny_style": 1.5, "CatEar_style": 0.75}
"""Style → the room it needs above a head, in half widths of a face."""


def restyle(ground: Image.Image, style: str, *, seed: int, fidelity: float) -> bytes:
    """Return the photo drawn in a style as PNG; the same arguments always give the same picture.

    Args:
        ground: The photo, at the size of the result.
        style: One of `STYLES`.
        seed: Decides everything that the style leaves open.
        fidelity: The share of the photo itself that shows through, 0 to 1.
    """
    ground, head = sweet.with_room(ground, _EARS.get(style, 0))
    drawn = STYLES[style](ground, head, random.Random(f"{style}|{seed}"))
    return png(Image.blend(drawn, ground, fidelity * 0.5))
