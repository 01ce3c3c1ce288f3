"""Implements the three models' looks: `basic` flat, `anime` inked and saturated, `art` painted with a brush."""

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from sandbox.painter.canvas import Look

LOOKS: dict[str, Look] = {
    "basic": Look(softness=0, depth=0.3, rim=0, outline=0, bands=9),
    "anime": Look(softness=0, depth=0.42, rim=0.3, outline=1.5, bands=0),
    "art": Look(softness=0.09, depth=0.62, rim=0.5, outline=0, bands=0),
}
"""Model → its look for shapes."""


def finish(image: Image.Image, model: str, size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Return the picture at its final size, with the model's surface.

    Args:
        image: The supersampled picture.
        model: `basic`, `anime` or `art`.
        size: Width and height asked for.
        rng: The source of randomness for the grain.
    """
    small = image.resize(size, Image.Resampling.LANCZOS)
    if model == "anime":
        bloom = small.filter(ImageFilter.GaussianBlur(max(size) / 64))
        small = Image.blend(small, ImageChops.screen(small, bloom.point(lambda i: i * 0.55)), 0.42)
        return ImageEnhance.Color(small).enhance(1.32)
    if model == "art":
        small = ImageEnhance.Color(_grained(small, rng)).enhance(1.12)
        return _vignette(ImageEnhance.Contrast(small).enhance(1.08), 0.3)
    return small


def brush(image: Image.Image, steps: int, rng: random.Random) -> Image.Image:
    """Return the picture painted over with short strokes that follow its shapes; its fine edges stay."""
    width, height = image.size
    small = image.resize((width // 8, height // 8), Image.Resampling.BOX)
    grey = small.convert("L")
    colours, tones = small.load(), grey.load()
    if colours is None or tones is None:
        return image
    painted = image.filter(ImageFilter.BoxBlur(width / 300))
    pen = ImageDraw.Draw(painted, "RGBA")
    unit = min(width, height)
    columns, rows = small.size
    for count, length, alpha in ((900, 0.034, 120), (2200 + 40 * steps, 0.019, 150)):
        for _ in range(count):
            cx, cy = rng.randrange(1, columns - 1), rng.randrange(1, rows - 1)
            dx = float(tones[cx + 1, cy]) - float(tones[cx - 1, cy])  # type: ignore[arg-type]
            dy = float(tones[cx, cy + 1]) - float(tones[cx, cy - 1])  # type: ignore[arg-type]
            angle = math.atan2(dx, -dy) if abs(dx) + abs(dy) > 6 else rng.gauss(0.25, 0.35)
            half = unit * length * rng.uniform(0.4, 1)
            ox, oy = math.cos(angle) * half, math.sin(angle) * half
            x, y = (cx + rng.random()) * 8, (cy + rng.random()) * 8
            shift = rng.randint(-7, 7)
            r, g, b = colours[cx, cy]  # type: ignore[misc]
            tone = (r + shift, g + shift, b + shift, alpha)
            thick = max(round(half * rng.uniform(0.22, 0.4)), 2)
            pen.line((x - ox, y - oy, x + ox, y + oy), fill=_within(tone), width=thick)
    edges = image.convert("L").filter(ImageFilter.FIND_EDGES).filter(ImageFilter.BoxBlur(3))
    keep = edges.point([min(90 + i * 6, 235) for i in range(256)])
    return Image.composite(image, painted, keep)


def _within(tone: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    r, g, b, a = (min(max(channel, 0), 255) for channel in tone)
    return r, g, b, a


def _grained(image: Image.Image, rng: random.Random) -> Image.Image:
    """Lay the texture of a canvas over the picture."""
    noise = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    weave = Image.blend(noise.filter(ImageFilter.BoxBlur((3, 0))), noise.filter(ImageFilter.BoxBlur((0, 3))), 0.5)
    tooth = weave.point([round(128 + (i - 128) * 0.24) for i in range(256)])
    return ImageChops.overlay(image, Image.merge("RGB", (tooth, tooth, tooth)))


def _vignette(image: Image.Image, strength: float) -> Image.Image:
    ramp = Image.radial_gradient("L").point([round(max(0, i - 120) / 135 * 255 * strength) for i in range(256)])
    dark = Image.new("RGB", image.size, (24, 14, 34))
    return Image.composite(dark, image, ramp.resize(image.size, Image.Resampling.BICUBIC))
