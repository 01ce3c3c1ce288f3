"""Draws the sweet styles: cute, and those that give a person the ears of a rabbit or a cat."""

import math
import random

from PIL import Image, ImageChops, ImageFilter

from sandbox.painter import inks
from sandbox.painter.canvas import Point
from sandbox.painter.inks import Head
from sandbox.painter.palette import Colour, lighter, mix
from sandbox.painter.sheet import Sheet

_RABBIT: list[Point] = [
    (0.2, 0.3), (0.16, -0.2), (0.26, -0.9), (0.56, -1.5), (0.82, -1.46), (0.88, -0.86), (0.7, -0.1), (0.56, 0.34),
]  # fmt: skip
_RABBIT_INSIDE: list[Point] = [
    (0.32, 0.1), (0.29, -0.3), (0.38, -0.86), (0.59, -1.28), (0.72, -1.22), (0.73, -0.78), (0.58, -0.14), (0.48, 0.12),
]  # fmt: skip
_CAT: list[Point] = [(0.22, 0.34), (0.4, -0.2), (0.82, -0.76, 0), (1.0, -0.1), (1.02, 0.62), (0.6, 0.44)]
_CAT_INSIDE: list[Point] = [(0.46, 0.2), (0.56, -0.1), (0.8, -0.46, 0), (0.88, -0.04), (0.88, 0.4), (0.66, 0.3)]


def with_room(photo: Image.Image, ears: float) -> tuple[Image.Image, Head]:
    """Return the photo and its head, moved down so that ears of this length fit (in half widths of the face)."""
    head = inks.place_head(photo)
    down = round(min(max(ears * head.half + 0.02 * photo.height - head.top, 0), 0.22 * photo.height))
    if not down:
        return photo, head
    sides = Image.new("RGB", (2, 1))
    for x, left in ((0, 0), (1, photo.width * 7 // 8)):
        corner = photo.crop((left, 0, left + photo.width // 8, photo.height // 10)).resize((1, 1), Image.Resampling.BOX)
        sides.paste(corner, (x, 0))
    moved = sides.resize(photo.size, Image.Resampling.BICUBIC)
    fade = inks.curve(Image.linear_gradient("L"), lambda i: i * 255 * photo.height / 256 / (0.05 * photo.height))
    moved.paste(photo, (0, down), fade.resize(photo.size))
    return moved, Head(head.x, head.y + down, head.half, head.top + down)


def cute(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw sweets and soap bubbles: pastel, round, with hearts and rosy cheeks."""
    unit = inks.unit(photo)
    image = inks.saturated(inks.cel(photo, 12, smooth=2), 1.5)
    image = Image.blend(image, inks.graded(photo.convert("L"), (186, 78, 150), (255, 170, 190), (255, 248, 226)), 0.36)
    image = ImageChops.screen(image, Image.new("RGB", image.size, (34, 20, 34)))
    inks.ink(image, inks.curve(inks.lines(photo, 3, 9, 3), lambda i: i * 0.8), (168, 74, 112))
    sheet = Sheet(image)
    for side in (-1, 1):
        x, y = head.x + side * head.half * 0.62, head.y + head.half * 0.3
        for k in range(4):
            sheet.disc(x, y, head.half * (0.24 - k * 0.045), (255, 104, 136), 60)
    wide, tall = image.size
    tones: tuple[Colour, ...] = ((255, 130, 168), (255, 206, 110), (150, 206, 250), (186, 226, 150), (214, 170, 250))
    for k in range(34):
        a = k / 34 * math.tau
        x, y = wide * (0.5 + 0.44 * math.cos(a)), tall * (0.5 + 0.44 * math.sin(a))
        x, y = x + rng.uniform(-18, 18) * unit, y + rng.uniform(-18, 18) * unit
        tone, r = rng.choice(tones), unit * rng.uniform(8, 22)
        if k % 3 == 0:
            sheet.heart(x, y, r, tone, (255, 255, 255))
        elif k % 3 == 1:
            sheet.star(x, y, r, tone, points=5, waist=0.52, turn=rng.uniform(-20, 20))
        else:
            sheet.ring(x, y, r, (255, 255, 255), 3)
            sheet.disc(x - r * 0.35, y - r * 0.35, r * 0.22, (255, 255, 255))
    image = sheet.laid()
    frame = Image.new("RGB", image.size, (255, 226, 236))
    frame.paste(image, (0, 0), inks.window(image.size, 14 * unit, 60 * unit))
    return inks.bloom(frame, 14, 0.14, 120)


def bunny(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw ears of a rabbit, a spring morning, petals in the air."""
    unit = inks.unit(photo)
    image = _drawn(photo, (70, 40, 110), (206, 160, 226), (246, 252, 226), 0.34)
    sheet = Sheet(image)
    sheet.ears(head, _RABBIT, _RABBIT_INSIDE, (250, 244, 246), (250, 178, 196))
    for side in (-1, 1):
        sheet.disc(head.x + side * head.half * 0.6, head.y + head.half * 0.34, head.half * 0.2, (255, 130, 160), 70)
    for _ in range(46):
        x, y, r = rng.uniform(0, photo.width), rng.uniform(0, photo.height), unit * rng.uniform(4, 10)
        if abs(x - head.x) < head.half * 1.1 and abs(y - head.y) < head.half * 1.5:
            continue
        tone = rng.choice([(255, 196, 214), (255, 232, 240), (250, 160, 190)])
        sheet.petal(x, y, r, rng.uniform(0, math.tau), tone)
    for k in range(9):
        x, y = photo.width * (k + rng.random()) / 9, photo.height * rng.uniform(0.93, 1.0)
        sheet.blossom(x, y, unit * rng.uniform(14, 24), rng.choice([(255, 255, 255), (255, 214, 110), (246, 160, 200)]),
                      (250, 190, 60))  # fmt: skip
    return inks.bloom(sheet.laid(), 20, 0.22, 120)


def cat_ear(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw ears of a cat, whiskers, an evening with a large moon."""
    unit = inks.unit(photo)
    image = _drawn(photo, (28, 22, 66), (222, 112, 92), (255, 226, 150), 0.42)
    sheet = Sheet(image)
    wide, tall = photo.size
    x, y, r = wide * (0.84 if head.x < wide * 0.55 else 0.16), tall * 0.14, min(photo.size) * 0.1
    for grown, opacity in ((1.5, 40), (1.25, 60), (1, 255)):
        sheet.disc(x, y, r * grown, (255, 238, 178), opacity)
    coat = _hair(photo, head)
    sheet.ears(head, _CAT, _CAT_INSIDE, coat, (250, 150, 160))
    for side in (-1, 1):
        for lift in (-0.14, 0.02, 0.18):
            a, b = head.x + side * head.half * 0.5, head.x + side * head.half * 1.25
            root = head.y + head.half * (0.42 + lift * 0.5)
            sheet.line(
                [(a, root), ((a + b) / 2, root + lift * head.half * 0.3), (b, root + lift * head.half)],
                (255, 250, 240),
                2.6,
            )
    for _ in range(11):
        px, py, s = rng.uniform(0, wide), tall * rng.uniform(0.82, 0.98), unit * rng.uniform(9, 14)
        tone = (255, 214, 150)
        sheet.disc(px, py, s * 0.62, tone, 235)
        for a in (-1.0, -0.34, 0.34, 1.0):
            sheet.disc(px + math.sin(a) * s, py - math.cos(a) * s, s * 0.27, tone, 235)
    for _ in range(24):
        sheet.star(rng.uniform(0, wide), rng.uniform(0, tall * 0.4), unit * rng.uniform(2, 6), (255, 244, 200))
    return inks.bloom(sheet.laid(), 18, 0.25, 130)


def _drawn(photo: Image.Image, dark: Colour, middle: Colour, light: Colour, tint: float) -> Image.Image:
    """Return the photo as a cel of an animated film, tinted by three tones."""
    image = inks.saturated(inks.cel(photo, 16), 1.35, 1.12)
    image = Image.blend(image, inks.graded(photo.convert("L"), dark, middle, light), tint)
    inks.ink(image, inks.lines(photo, 2.2, 12, 3), mix(dark, (20, 10, 24), 0.5))
    return image


def _hair(photo: Image.Image, head: Head) -> Colour:
    """Return the colour of the hair, taken at the hairline."""
    x, y = min(max(head.x, 8), photo.width - 8), min(max(head.top + head.half * 0.2, 8), photo.height - 8)
    spot = photo.crop((round(x - 8), round(y - 8), round(x + 8), round(y + 8))).filter(ImageFilter.BoxBlur(6))
    red, green, blue = spot.getpixel((8, 8))  # type: ignore[misc]
    return lighter((red, green, blue), 0.12)
