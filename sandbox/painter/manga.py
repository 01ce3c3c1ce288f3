"""Draws the loud styles: American comics, horror, battle, and the one of the bizarre adventure."""

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from sandbox.painter import inks
from sandbox.painter.inks import Head
from sandbox.painter.palette import Colour
from sandbox.painter.sheet import Sheet

_BLACK: Colour = (18, 14, 22)


def american(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw a comic book: primary colours, dots of the printing press, thick ink, a burst of noise."""
    unit = inks.unit(photo)
    grey = photo.convert("L").filter(ImageFilter.BoxBlur(2 * unit))
    image = inks.saturated(inks.cel(photo, 9), 1.75, 1.35)
    cyan = inks.dots(inks.curve(grey, lambda i: 60 + i * 0.9), 9 * unit, 45)
    image = Image.composite(ImageChops.multiply(image, Image.new("RGB", image.size, (84, 150, 232))), image, cyan)
    light = inks.dots(inks.curve(grey, lambda i: 330 - i), 9 * unit, 45)
    inks.ink(image, light, (255, 246, 196))
    inks.ink(image, inks.curve(grey, lambda i: (52 - i) * 12), _BLACK)
    inks.ink(image, inks.lines(photo, 3.2, 16, 2), _BLACK)
    sheet = Sheet(image)
    x, y, r = image.width * rng.choice([0.2, 0.8]), image.height * 0.15, min(image.size) * 0.16
    for far, tone in ((1.18, _BLACK), (1.08, (232, 48, 40)), (0.86, (255, 222, 40))):
        path = []
        for k in range(28):
            a, reach = k / 28 * math.tau, far * r * (1 if k % 2 else 0.68 + 0.1 * math.sin(k * 3))
            path.append((x + math.cos(a) * reach * 1.15, y + math.sin(a) * reach * 0.85))
        sheet.polygon(path, tone)
    image = sheet.laid()
    font = ImageFont.load_default(r * 0.52)
    ImageDraw.Draw(image).text(
        (x, y), rng.choice(["POW!", "WOW!", "ZAP!"]), (232, 48, 40), font, anchor="mm", stroke_width=round(2.5 * unit),
        stroke_fill=_BLACK,
    )  # fmt: skip
    framed = Image.new("RGB", image.size, (250, 246, 232))
    framed.paste(_BLACK, (0, 0), inks.window(image.size, 9 * unit, 2))
    framed.paste(image, (0, 0), inks.window(image.size, 13 * unit, 2))
    return framed


def horrible(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw a horror manga: black, white, scratched lines, and red that runs down."""
    unit = inks.unit(photo)
    grey = inks.saturated(photo, 0, 1.5).convert("L").filter(ImageFilter.BoxBlur(1.2 * unit))
    image = Image.new("RGB", photo.size, (236, 232, 222))
    inks.ink(image, inks.hatch(inks.curve(grey, lambda i: i * 1.15 + 8), 5 * unit, 62), (30, 28, 30))
    inks.ink(image, inks.hatch(inks.curve(grey, lambda i: i * 1.5 + 40), 5 * unit, -35), (30, 28, 30))
    inks.ink(image, inks.curve(grey, lambda i: (64 - i) * 9), (12, 10, 12))
    inks.ink(image, inks.lines(photo, 2.4, 18, 2), (10, 8, 10))
    sheet = Sheet(image)
    x, y = image.width / 2, image.height * 0.44
    for _ in range(110):
        a = rng.uniform(0, math.tau)
        near = math.hypot(*image.size) * rng.uniform(0.34, 0.5)
        wide = rng.uniform(0.004, 0.012)
        sheet.ray(x, y, near, a, wide, _BLACK)
    blood = (142, 10, 16)
    drips = 15
    for k in range(drips):
        left, wide = image.width * k / drips, image.width / drips
        long = image.height * rng.choice([0.03, 0.05, 0.08, 0.13, 0.2])
        middle = left + wide / 2
        sheet.polygon([(left - wide, 0), (left + 2 * wide, 0), (left + wide, image.height * 0.03),
                       (left, image.height * 0.03)], blood)  # fmt: skip
        sheet.line([(middle, 0), (middle, long)], blood, 17)
        sheet.disc(middle, long, 9.5 * unit, blood)
        sheet.line([(middle - 3 * unit, 4), (middle - 3 * unit, long)], (206, 52, 50), 2.5)
    return inks.edged(sheet.laid(), (8, 4, 8), 0.85, 150)


def fighting(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw a battle: everything glows, speed lines, fire from below."""
    unit = inks.unit(photo)
    grey = photo.convert("L")
    image = inks.saturated(inks.cel(photo, 12), 1.5, 1.3)
    hot = inks.graded(grey, (50, 6, 22), (196, 34, 16), (255, 142, 28), (255, 242, 176))
    image = inks.edged(Image.blend(image, hot, 0.48), (214, 40, 10), 0.8, 90)
    inks.ink(image, inks.lines(photo, 2.8, 14, 2), (56, 6, 12))
    sheet = Sheet(image)
    x, y = image.width / 2, image.height * 0.42
    for k in range(130):
        a = k / 130 * math.tau + rng.uniform(-0.03, 0.03)
        near, wide = min(image.size) * rng.uniform(0.38, 0.6), rng.uniform(0.004, 0.018)
        tone = rng.choice([(255, 250, 226), (255, 214, 90), (70, 6, 12)])
        sheet.ray(x, y, near, a, wide, tone, 225)
    foot = image.height * 1.02
    for tall, tone in ((0.4, (196, 26, 12)), (0.29, (250, 116, 18)), (0.18, (255, 216, 70)), (0.09, (255, 250, 214))):
        sheet.flames(foot, image.height * tall, tone, rng, 9)
    for _ in range(60):
        r = unit * rng.uniform(1, 3.6)
        sheet.disc(rng.uniform(0, image.width), rng.uniform(0.2, 0.95) * image.height, r, (255, 226, 120))
    return inks.bloom(sheet.laid(), 26, 0.42, 120)


def jojo(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw a bizarre adventure: unexpected colours, heavy shadows, menace in the air."""
    unit = inks.unit(photo)
    grey = inks.saturated(photo, 0, 1.35).convert("L").filter(ImageFilter.BoxBlur(1.5 * unit))
    steps = inks.curve(grey, lambda i: i // 43 * 51)
    schemes: tuple[tuple[Colour, ...], ...] = (
        ((34, 8, 62), (110, 34, 140), (28, 150, 130), (236, 190, 64), (255, 240, 190)),
        ((16, 22, 74), (40, 90, 172), (214, 64, 132), (250, 196, 96), (250, 246, 210)),
    )
    image = Image.blend(inks.graded(steps, *rng.choice(schemes)), inks.saturated(inks.cel(photo, 8), 1.8), 0.2)
    dark = inks.curve(grey, lambda i: i * 1.5 + 30)
    inks.ink(image, inks.hatch(dark, 6 * unit, 55), _BLACK)
    inks.ink(image, inks.curve(grey, lambda i: (58 - i) * 10), _BLACK)
    inks.ink(image, inks.lines(photo, 3, 17, 2), _BLACK)
    sheet = Sheet(image)
    side = rng.choice([0, 1])
    for k in range(3):
        size = min(image.size) * (0.2 - k * 0.035)
        x = image.width * (0.13 if side == 0 else 0.87) + (1 - 2 * side) * k * size * 0.12
        _menace(sheet, x, image.height * (0.17 + k * 0.21), size)
    return inks.edged(sheet.laid(), (26, 4, 48), 0.6, 150)


def _menace(sheet: Sheet, x: float, y: float, size: float) -> None:
    """Draw the slanted syllable of menace, with its two ticks."""

    def at(a: float, b: float) -> tuple[float, float]:
        return x + (a - b * 0.2) * size, y + b * size

    strokes = (
        ((-0.42, -0.32), (0.3, -0.38), (0.3, -0.22), (-0.4, -0.15)),
        ((0.14, -0.34), (0.3, -0.36), (0.34, 0.36), (0.16, 0.38)),
        ((-0.48, 0.22), (0.34, 0.16), (0.34, 0.34), (-0.46, 0.4)),
        ((0.36, -0.56), (0.44, -0.6), (0.5, -0.4), (0.42, -0.38)),
        ((0.5, -0.6), (0.58, -0.64), (0.64, -0.44), (0.56, -0.42)),
    )
    for grown, tone in ((1, _BLACK), (0, (196, 88, 222))):
        for stroke in strokes:
            corners = [at(a, b) for a, b in stroke]
            sheet.polygon(corners, tone, _BLACK if grown else None, 7)
