"""Paints photographs for the people of the sandbox: a portrait, a cat, a landscape, as if taken by a camera."""

import io
import math
import random
from collections.abc import Callable
from dataclasses import replace

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from sandbox.painter import animals
from sandbox.painter.airbrush import Airbrush
from sandbox.painter.canvas import SUPERSAMPLE, Canvas, Look
from sandbox.painter.palette import Colour, lighter, mix, palette
from sandbox.painter.places import PLACES
from sandbox.painter.portrait import portrait
from sandbox.painter.reading import read

_SHORT_SIDE = (320, 1000)
"""Limits, in pixels, of the shorter side at which a photograph is painted, whatever its final size."""

_LIGHTS: tuple[tuple[Colour, Colour, Colour, tuple[Colour, ...]], ...] = (
    ((196, 206, 170), (112, 140, 92), (52, 72, 50), ((246, 240, 190), (190, 214, 130), (250, 214, 140))),
    ((246, 204, 150), (206, 128, 96), (86, 60, 84), ((255, 220, 150), (255, 180, 110), (250, 236, 200))),
    ((92, 104, 146), (52, 54, 92), (24, 26, 50), ((255, 196, 110), (120, 190, 255), (255, 120, 130))),
    ((206, 226, 240), (140, 180, 206), (72, 108, 140), ((255, 255, 255), (214, 236, 246), (250, 240, 214))),
)
"""Upper, middle and lower tone of a blurred background, and the colours of its lights."""


def photograph(subject: str, seed: int, width: int, height: int) -> bytes:
    """Return a photograph as JPEG; the same arguments always give the same picture.

    Args:
        subject: `portrait`, `cat` or `landscape`.
        seed: Decides the subject's looks, the place and the light.
        width: In pixels.
        height: In pixels.
    """
    rng = random.Random(f"{subject}|{seed}")
    short = min(width, height)
    scale = min(max(short * 2, _SHORT_SIDE[0]), _SHORT_SIDE[1]) / short
    image = Image.new("RGB", (round(width * scale), round(height * scale)))
    _SUBJECTS[subject](image, seed, rng)
    image = _developed(image.resize((width, height), Image.Resampling.LANCZOS), rng)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def _portrait(image: Image.Image, seed: int, rng: random.Random) -> None:
    _bokeh(image, _LIGHTS[seed % len(_LIGHTS)], rng)
    portrait(image, seed)


def _bokeh(image: Image.Image, light: tuple[Colour, Colour, Colour, tuple[Colour, ...]], rng: random.Random) -> None:
    """Paint a background far out of focus."""
    top, middle, low, lamps = light
    air = Airbrush(image, 0, 0, max(image.size))
    column = Image.new("RGB", (1, 3))
    for row, tone in enumerate((top, middle, low)):
        column.putpixel((0, row), tone)
    image.paste(column.resize(image.size, Image.Resampling.BICUBIC))
    wide, tall = image.width / air.unit, image.height / air.unit
    for _ in range(40):
        tone = mix(rng.choice([top, middle, low]), rng.choice(lamps), rng.uniform(0, 0.25))
        x, y = rng.uniform(0, wide), rng.uniform(0.1, 1) * tall
        air.spot(x, y, rng.uniform(0.08, 0.24), rng.uniform(0.1, 0.34), tone, 0.55)
    for _ in range(34):
        x, y, r = rng.uniform(0, wide), rng.uniform(0, 0.8) * tall, rng.uniform(0.012, 0.05)
        ring = [(x + r * a, y + r * b) for a, b in _CIRCLE]
        tone = rng.choice(lamps)
        air.fill(ring, tone, opacity=rng.uniform(0.12, 0.42), blur=0.003)
        air.fill([(x + r * 0.82 * a, y + r * 0.82 * b) for a, b in _CIRCLE], tone, opacity=0.12, blur=0.006)
    image.paste(image.filter(ImageFilter.GaussianBlur(4)))
    air.spot(0.1, 0.05, 0.7, 0.6, lighter(top, 0.6), 0.5)


def _cat(image: Image.Image, seed: int, rng: random.Random) -> None:
    _bokeh(image, _LIGHTS[(seed + 1) % len(_LIGHTS)], rng)
    canvas = Canvas(image.width // SUPERSAMPLE, image.height // SUPERSAMPLE, _SOFT, (255, 240, 214), (58, 40, 56))
    canvas.image = image
    sharp = image.copy()
    size = min(image.width * 0.4, image.height * 0.42)
    coat = rng.choice(_COATS)
    animals.cat(canvas.frame(image.width * 0.48, image.height * 0.93, size, flip=rng.random() < 0.5), coat)
    _fur(image, ImageChops.difference(image, sharp).convert("L"), rng)


def _fur(image: Image.Image, changed: Image.Image, rng: random.Random) -> None:
    """Draw hairs in the existing colours, pointing away from the middle and down."""
    pen = ImageDraw.Draw(image, "RGBA")
    painted = image.copy()
    for _ in range(16000):
        x, y = rng.randrange(image.width), rng.randrange(image.height)
        if changed.getpixel((x, y)) < 30:  # type: ignore[operator]
            continue
        r, g, b = painted.getpixel((x, y))  # type: ignore[misc]
        if r + g + b < 190:
            continue
        angle = math.atan2(1.6, (x / image.width - 0.48) * 3) + rng.gauss(0, 0.25)
        long = rng.uniform(8, 20)
        shift = rng.randint(-26, 26)
        tone = tuple(min(max(channel + shift, 0), 255) for channel in (r, g, b))
        pen.line((x, y, x + math.cos(angle) * long, y + math.sin(angle) * long), fill=(*tone, 130), width=2)


def _landscape(image: Image.Image, seed: int, rng: random.Random) -> None:
    place, words = _VIEWS[seed % len(_VIEWS)]
    scene = replace(read(words, rng), place=place, subject="", backdrop="")
    colours = palette(scene.time, scene.season, scene.weather)
    canvas = Canvas(image.width // SUPERSAMPLE, image.height // SUPERSAMPLE, _SOFT, colours.light, colours.shadow)
    PLACES[place](canvas, colours, scene, rng)
    image.paste(canvas.image)


_COATS: tuple[Colour, ...] = ((214, 144, 82), (150, 146, 150), (92, 84, 86), (226, 206, 178))
_VIEWS = (("lake", "a sunset"), ("mountains", "a sunny day in autumn"), ("sea", "dawn"), ("forest", "winter morning"))
_SOFT = Look(softness=0.12, depth=0.55, rim=0.5, outline=0, bands=0)

_CIRCLE = ((-1, 0), (-0.707, -0.707), (0, -1), (0.707, -0.707), (1, 0), (0.707, 0.707), (0, 1), (-0.707, 0.707))


def _developed(image: Image.Image, rng: random.Random) -> Image.Image:
    """Give a picture a lens and a film: bloom, contrast, a vignette and grain."""
    bloom = image.filter(ImageFilter.GaussianBlur(max(image.size) / 70))
    image = Image.blend(image, ImageChops.screen(image, bloom.point(lambda i: i * 0.5)), 0.22)
    image = ImageEnhance.Contrast(ImageEnhance.Color(image).enhance(1.06)).enhance(1.1)
    ramp = Image.radial_gradient("L").point([round(max(0, i - 130) / 125 * 110) for i in range(256)])
    dark = Image.new("RGB", image.size, (16, 10, 18))
    image = Image.composite(dark, image, ramp.resize(image.size, Image.Resampling.BICUBIC))
    noise = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    grain = noise.filter(ImageFilter.BoxBlur(1)).point([round(128 + (i - 128) * 0.1) for i in range(256)])
    return ImageChops.overlay(image, Image.merge("RGB", (grain, grain, grain)))


_SUBJECTS: dict[str, Callable[[Image.Image, int, random.Random], None]] = {
    "portrait": _portrait,
    "cat": _cat,
    "landscape": _landscape,
}
"""Subject → the function that paints it."""
