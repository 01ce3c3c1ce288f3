"""Draws the fantastic styles: ink and paper, gold and roses, spirits of the wood, brass and steam, neon."""

import math
import random

from PIL import Image, ImageChops, ImageFilter

from sandbox.painter import inks
from sandbox.painter.inks import Head
from sandbox.painter.palette import Colour, darker, lighter, mix
from sandbox.painter.sheet import Sheet


def chinese(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw in ink on rice paper: washes that run out, a plum branch, a red seal."""
    unit = inks.unit(photo)
    paper: Colour = (243, 233, 210)
    wash = inks.cel(inks.saturated(photo, 0.75, 1.15), 10, smooth=2)
    grey = inks.curve(wash.convert("L"), lambda i: 40 + i * 1.0)
    image = inks.graded(grey, (42, 44, 54), (120, 116, 112), (206, 194, 170), paper)
    image = Image.blend(image, ImageChops.multiply(wash, Image.new("RGB", wash.size, paper)), 0.36)
    noise = Image.frombytes("L", (24, 24), rng.randbytes(576)).resize(photo.size, Image.Resampling.BICUBIC)
    ramp = Image.radial_gradient("L").resize(photo.size, Image.Resampling.BICUBIC)
    torn = inks.curve(ImageChops.add(ramp, inks.curve(noise, lambda i: i * 0.32)), lambda i: (i - 172) * 4.5)
    inks.ink(image, torn.filter(ImageFilter.GaussianBlur(6 * unit)), paper)
    strokes = inks.lines(photo, 4.4, 9, 3).filter(ImageFilter.BoxBlur(0.8 * unit))
    inks.ink(image, ImageChops.subtract(strokes, torn), (38, 36, 44))
    fibre = Image.frombytes("L", photo.size, rng.randbytes(photo.width * photo.height)).filter(
        ImageFilter.BoxBlur((4, 0))
    )
    grain = inks.curve(fibre, lambda i: 128 + (i - 128) * 0.3)
    image = ImageChops.overlay(image, Image.merge("RGB", (grain, grain, grain)))
    sheet = Sheet(image)
    wide, tall = image.size
    bark: Colour = (52, 42, 42)
    twig = [(wide * 1.02, tall * 0.1), (wide * 0.86, tall * 0.16), (wide * 0.74, tall * 0.1), (wide * 0.6, tall * 0.13)]
    sheet.line(twig[:3], bark, 8)
    sheet.line(twig[1:], bark, 4)
    sheet.line([(wide * 0.86, tall * 0.16), (wide * 0.82, tall * 0.28), (wide * 0.87, tall * 0.38)], bark, 4)
    for x, y in ((0.93, 0.1), (0.84, 0.19), (0.75, 0.075), (0.68, 0.13), (0.6, 0.12), (0.83, 0.3), (0.875, 0.39)):
        r = unit * rng.uniform(11, 17)
        sheet.blossom(x * wide, y * tall, r, (216, 74, 92), (248, 222, 150))
    red: Colour = (190, 36, 32)
    x, y, side = wide * 0.07, tall * 0.82, min(image.size) * 0.1
    sheet.polygon([(x, y), (x + side, y), (x + side, y + side), (x, y + side)], red)
    seal = ((2, 2, 8, 2), (5, 2, 5, 8), (2, 5, 8, 5), (2, 8, 8, 8), (2, 5, 2, 8), (8, 5, 8, 8))
    for a, b, c, d in ((coordinate / 10 for coordinate in stroke) for stroke in seal):
        sheet.line([(x + a * side, y + b * side), (x + c * side, y + d * side)], paper, 3)
    return sheet.laid()


def gorgeous(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw in splendour: a golden frame, roses, and light that glitters on everything."""
    unit = inks.unit(photo)
    image = inks.saturated(inks.cel(photo, 28), 1.45, 1.1)
    rich = inks.graded(photo.convert("L"), (52, 10, 64), (176, 46, 116), (250, 176, 130), (255, 248, 214))
    image = Image.blend(image, rich, 0.36)
    inks.ink(image, inks.lines(photo, 1.8, 9, 3), (110, 32, 66))
    image = inks.bloom(image, 30, 0.6, 90)
    sheet = Sheet(image)
    wide, tall = image.size
    for _ in range(46):
        x, y, r = rng.uniform(0, wide), rng.uniform(0, tall) * 0.85, unit * rng.choice([4, 6, 9, 16])
        sheet.star(x, y, r, (255, 250, 220), waist=0.12)
    gold: Colour = (232, 184, 78)
    for inset, tone, width in ((7, darker(gold, 0.5), 12), (7, gold, 8), (6, lighter(gold, 0.6), 2), (17, gold, 2.5)):
        m = inset * unit
        sheet.line([(m, m, 0), (wide - m, m, 0), (wide - m, tall - m, 0), (m, tall - m, 0), (m, m, 0)], tone, width)
    for cx, cy, dx, dy in ((0, tall, 1, -1), (wide, tall, -1, -1), (wide, 0, -1, 1), (0, 0, 1, 1)):
        low = cy > 0
        for k, (x, y, r) in enumerate(
            ((0.09, 0.09, 52), (0.24, 0.07, 38), (0.07, 0.22, 38), (0.34, 0.05, 24), (0.05, 0.31, 24))
        ):
            size = unit * r * (1 if low else 0.6)
            px, py = cx + dx * x * wide * (1 if low else 0.62), cy + dy * y * tall * (1 if low else 0.62)
            for leaf in (-0.8, 0.9):
                a = math.atan2(dy, dx) + leaf
                edges = ((0, 0), (size, a - 0.3), (size * 1.5, a), (size, a + 0.3))
                blade = [(px + math.cos(b) * far, py + math.sin(b) * far, 0 if b == a else 1) for far, b in edges]
                sheet.shape(blade, (58, 110, 74))
            sheet.rose(px, py, size * 0.9, ((206, 34, 74), (240, 116, 140), (250, 206, 190))[k % 3])
    return inks.bloom(sheet.laid(), 12, 0.3, 150)


def avatar(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw a spirit of the wood: blue skin, pointed ears, everything lit from within."""
    unit = inks.unit(photo)
    grey = inks.saturated(photo, 0, 1.25).convert("L")
    image = inks.graded(grey, (4, 14, 40), (14, 66, 116), (42, 150, 190), (150, 236, 226), (236, 255, 240))
    image = Image.blend(image, inks.cel(photo, 14), 0.16)
    glow = inks.lines(photo, 3, 9, 3)
    inks.ink(image, inks.curve(glow, lambda i: i * 0.55), (6, 20, 58))
    sheet = Sheet(image)
    skin: Colour = (58, 152, 188)
    for side in (-1, 1):
        for k, tone in enumerate((skin, (150, 226, 222))):
            grown = 1 - k * 0.36
            x, y = head.x + side * head.half * 1.02, head.y - head.half * 0.1
            sheet.shape(
                [(x, y + head.half * 0.36 * grown), (x + side * head.half * 0.36 * grown, y + head.half * 0.05),
                 (x + side * head.half * 0.86 * grown, y - head.half * 0.7 * grown, 0),
                 (x + side * head.half * 0.2, y - head.half * 0.42 * grown), (x, y - head.half * 0.2 * grown)],
                tone, (8, 40, 84) if k == 0 else None, 2,
            )  # fmt: skip
    for _ in range(34):
        x, y = head.x + rng.gauss(0, 0.5) * head.half, head.y + rng.gauss(-0.05, 0.5) * head.half
        sheet.disc(x, y, unit * rng.uniform(1, 2.4), (210, 255, 246))
    for side in (0, 1):
        for k in range(9):
            x, y = side * image.width * 1.12 - image.width * 0.06, image.height * (0.36 + 0.08 * k)
            long, a = unit * rng.uniform(60, 120), (math.pi if side else 0) + rng.uniform(-0.7, 0.4) * (1 - 2 * side)
            tip = (x + math.cos(a) * long, y + math.sin(a) * long)
            bend = (x + math.cos(a - 0.4) * long * 0.5, y + math.sin(a - 0.4) * long * 0.5)
            other = (x + math.cos(a + 0.4) * long * 0.5, y + math.sin(a + 0.4) * long * 0.5)
            sheet.shape([(x, y), bend, (*tip, 0), other], mix((8, 70, 78), (30, 190, 150), rng.random()))
            sheet.line([(x, y), tip], (170, 255, 220), 1.2)
    for _ in range(46):
        x, y, r = rng.uniform(0, image.width), rng.uniform(0, image.height), unit * rng.uniform(1.5, 4)
        tone = rng.choice([(150, 255, 220), (210, 160, 255), (255, 240, 170)])
        sheet.disc(x, y, r * 2.6, tone, 60)
        sheet.disc(x, y, r, lighter(tone, 0.6))
    return inks.bloom(inks.edged(sheet.laid(), (2, 8, 34), 0.75, 130), 20, 0.55, 100)


def machine(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw in brass and steam: an old engraving, toned in sepia, framed by wheels and rivets."""
    unit = inks.unit(photo)
    grey = inks.saturated(photo, 0, 1.3).convert("L").filter(ImageFilter.BoxBlur(unit))
    image = inks.graded(grey, (36, 20, 12), (122, 74, 36), (206, 152, 86), (246, 226, 178))
    inks.ink(image, inks.hatch(inks.curve(grey, lambda i: i * 1.1 + 34), 4.6 * unit, 24), (58, 32, 18))
    inks.ink(image, inks.lines(photo, 2, 13, 2), (40, 20, 12))
    image = inks.edged(image, (44, 24, 14), 0.8, 130)
    sheet = Sheet(image)
    wide, tall = image.size
    brass: tuple[Colour, ...] = ((188, 134, 62), (150, 92, 50), (206, 166, 96), (124, 104, 86))
    hole: Colour = (52, 30, 20)
    wheels = ((0.05, 0.95, 92), (0.24, 0.99, 56), (0.02, 0.72, 50), (0.95, 0.05, 84), (0.99, 0.25, 48),
              (0.79, 0.015, 44), (0.96, 0.97, 62), (0.03, 0.03, 44))  # fmt: skip
    for k, (x, y, r) in enumerate(wheels):
        teeth = max(round(r / 5), 8)
        sheet.gear(x * wide, y * tall, r * unit, brass[k % 4], hole, teeth=teeth, turn=rng.uniform(0, 1))
    m = 6 * unit
    sheet.line([(m, m, 0), (wide - m, m, 0), (wide - m, tall - m, 0), (m, tall - m, 0), (m, m, 0)], (84, 52, 28), 12)
    for k in range(15):
        for x, y in ((k / 14 * wide, m), (k / 14 * wide, tall - m), (m, k / 14 * tall), (wide - m, k / 14 * tall)):
            sheet.disc(x, y, 3.6 * unit, (222, 178, 106))
            sheet.disc(x - unit, y - unit, 1.5 * unit, (255, 238, 196))
    return sheet.laid()


def cyberfuture(photo: Image.Image, head: Head, rng: random.Random) -> Image.Image:
    """Draw in neon: two colours of light, shining contours, a slightly displaced picture."""
    unit = inks.unit(photo)
    grey = inks.saturated(photo, 0, 1.4).convert("L")
    image = inks.graded(grey, (8, 4, 30), (52, 12, 104), (206, 24, 160), (70, 214, 250), (232, 255, 255))
    shift = round(5 * unit)
    red, green, blue = image.split()
    image = Image.merge("RGB", (ImageChops.offset(red, -shift, 0), green, ImageChops.offset(blue, shift, 0)))
    inks.ink(image, inks.lines(photo, 3, 15, 2), (30, 250, 255))
    for _ in range(9):
        top, thick = rng.randrange(image.height), max(round(unit * rng.uniform(3, 16)), 1)
        strip = image.crop((0, top, image.width, min(top + thick, image.height)))
        image.paste(ImageChops.offset(strip, round(unit * rng.uniform(-34, 34)), 0), (0, top))
    image = inks.bloom(image, 16, 0.7, 110)
    bars = Image.new("L", (1, image.height))
    for row in range(0, image.height, max(round(4 * unit), 3)):
        bars.putpixel((0, row), 110)
    inks.ink(image, bars.resize(image.size), (4, 2, 20))
    sheet = Sheet(image)
    wide, tall = image.size
    cyan, pink = (80, 255, 250), (255, 70, 190)
    for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y, long = head.x + dx * head.half * 1.5, head.y + dy * head.half * 1.8, head.half * 0.4
        sheet.line([(x - dx * long, y, 0), (x, y, 0), (x, y - dy * long, 0)], cyan, 3)
    for k in range(7):
        y = tall * (0.68 + 0.035 * k)
        sheet.line([(wide * 0.05, y), (wide * (0.05 + rng.uniform(0.05, 0.2)), y)], pink if k % 3 else cyan, 4)
    for k in range(22):
        left, high = wide * (0.7 + k * 0.012), unit * rng.uniform(6, 46)
        sheet.line([(left, tall * 0.94), (left, tall * 0.94 - high)], cyan, 2.4)
    sheet.ring(wide * 0.12, tall * 0.12, unit * 34, pink, 3)
    sheet.ring(wide * 0.12, tall * 0.12, unit * 24, cyan, 2)
    return inks.bloom(sheet.laid(), 8, 0.35, 130)
