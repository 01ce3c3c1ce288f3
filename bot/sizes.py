"""Finds the valid size that is nearest to a ratio or to a size in pixels. Pure.

Width and height are at most 768 and multiples of 64 (the provider's document, "notes for use").
"""

from itertools import product
from math import ceil, floor, log

SIDE, STEP, SHORTEST = 768, 64, 256
"""Pixels: the longest side, the number that every side must be a multiple of, and the shortest side to request."""

LONGEST_MEANT = 10_000
"""The most pixels of a side that a user can mean."""


def size_like(width: int, height: int) -> tuple[int, int]:
    """Return the size to paint at for a source of this size: its ratio, as closely as the provider's steps allow.

    The longer side becomes `SIDE`; the shorter one is not less than `SHORTEST`.
    """
    long, short = max(width, height), min(width, height)
    side = max(SHORTEST, STEP * round(SIDE * short / long / STEP))
    return (SIDE, side) if width >= height else (side, SIDE)


def size_shaped(ratio: float) -> tuple[int, int]:
    """Return the size that is nearest to a ratio of width to height; of equally near sizes, the largest."""
    sides = range(SHORTEST, SIDE + 1, STEP)
    return min(product(sides, sides), key=lambda size: (_distortion(size, ratio), -size[0] * size[1]))


def size_near(width: float, height: float) -> tuple[int, int]:
    """Return the size nearest to one in pixels: scaled into the bounds, then on steps nearby that keep the ratio."""
    scale = min(SIDE / max(width, height), max(1, SHORTEST / min(width, height)))
    across, down = width * scale, height * scale
    return min(
        product(_steps_around(across), _steps_around(down)),
        key=lambda size: (_distortion(size, width / height), abs(size[0] - across) + abs(size[1] - down)),
    )


def is_like(size: tuple[int, int], width: float, height: float) -> bool:
    """Return whether a size has about this ratio; rounding to steps alone changes it by less than the tolerance."""
    return _distortion(size, width / height) <= 0.2


def _steps_around(side: float) -> tuple[int, int]:
    steps = round(side / STEP, 6)
    return max(SHORTEST, floor(steps) * STEP), min(SIDE, max(SHORTEST, ceil(steps) * STEP))


def _distortion(size: tuple[int, int], ratio: float) -> float:
    """Return how far a size is from a ratio (0 not at all, 0.1 a tenth), rounded so that equal ratios compare equal."""
    return round(abs(log(size[0] / size[1] / ratio)), 9)
