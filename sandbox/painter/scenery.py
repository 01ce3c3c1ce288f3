"""Paints the surroundings of the subject, from the sky down to the ground."""

import math
import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sandbox.painter.canvas import Canvas
from sandbox.painter.growth import grass, pine, pines, tree
from sandbox.painter.palette import Colour, Palette, darker, lighter, mix
from sandbox.painter.reading import Scene


@dataclass(frozen=True, slots=True)
class Stage:
    """Holds the subject's position: its foot in pixels, the pixels of its local unit, and the backdrop's position."""

    x: float
    y: float
    size: float
    far_x: float
    far_y: float


def sky(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random, horizon: float) -> None:
    """Paint the sky with its sun or moon, its stars and clouds, down to the horizon (pixels)."""
    unit = canvas.unit
    canvas.gradient(palette.sky, 0, horizon)
    x = canvas.width * rng.choice([rng.uniform(0.16, 0.3), rng.uniform(0.7, 0.84)])
    dull = scene.weather in {"rain", "fog"}
    if scene.time == "night":
        _stars(canvas, rng, horizon, 40 if dull else 150)
        if scene.aurora:
            _aurora(canvas, rng, horizon)
        if not dull:
            _moon(canvas, x, canvas.height * rng.uniform(0.15, 0.24), unit * 0.075, palette)
    elif not dull:
        height = {"day": 0.2, "dawn": 0.62, "sunset": 0.8}[scene.time] * horizon
        canvas.glow(x, height, unit * 0.75, palette.light, 0.6)
        canvas.glow(x, height, unit * 0.22, lighter(palette.light, 0.3), 0.9)
        disc = unit * (0.045 if scene.time == "day" else 0.07)
        canvas.draw.ellipse((x - disc, height - disc, x + disc, height + disc), fill=lighter(palette.light, 0.55))
    if scene.time != "night" or dull:
        for _ in range(rng.randint(3, 5)):
            place = rng.uniform(0, canvas.width), rng.uniform(0.1, 0.5) * horizon
            cloud(canvas, *place, unit * rng.uniform(0.14, 0.34), palette, rng, opacity=0.55)


def cloud(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    palette: Palette,
    rng: random.Random,
    *,
    opacity: float = 1,
    puffs: int = 14,
    fullness: float = 0.2,
) -> None:
    """Paint one cloud with a flat foot at x, y, lit from above."""
    size = (round(width * 1.5), round(width * (0.45 + fullness)))
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    foot = size[1] * 0.86
    for _ in range(puffs):
        place = rng.uniform(-0.72, 0.72)
        swell = max(1 - abs(place) * 1.2, 0.2)
        r = width * fullness * swell * rng.uniform(0.55, 1)
        cx, cy = size[0] / 2 + place * width * 0.75, foot - r * 0.5 - rng.random() * width * fullness * swell
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=255)
    fade = Image.linear_gradient("L").point([255 - max(0, i - 150) * 3 if i < 235 else 0 for i in range(256)])
    mask = ImageChops.multiply(mask, fade.resize(size))
    soft = ImageFilter.BoxBlur(max(width * (0.012 if canvas.look.softness else 0.003), 1))
    mask = mask.filter(soft).point([round(i * opacity) for i in range(256)])
    drop = round(width * 0.05)
    lit = ImageChops.subtract(mask, ImageChops.offset(mask, drop, drop)).filter(ImageFilter.BoxBlur(drop * 0.6 + 1))
    at = (round(x - size[0] / 2), round(y - foot))
    low = mix(palette.sky[-2], palette.haze, 0.4)
    canvas.veil(mask, mix(low, lighter(palette.light, 0.4), 0.5), at)
    canvas.veil(ImageChops.multiply(lit, mask), lighter(palette.light, 0.55), at)


def _stars(canvas: Canvas, rng: random.Random, horizon: float, count: int) -> None:
    pen = canvas.draw
    for _ in range(count):
        x, y = rng.uniform(0, canvas.width), horizon * rng.random() ** 1.4
        r = canvas.unit * rng.choice([0.0011, 0.0011, 0.0017, 0.0026])
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(255, 250, 235, rng.randint(110, 255)))


def _moon(canvas: Canvas, x: float, y: float, r: float, palette: Palette) -> None:
    canvas.glow(x, y, r * 6, mix(palette.light, palette.sky[-1], 0.4), 0.55)
    canvas.glow(x, y, r * 2.2, palette.light, 0.6)
    pen = canvas.draw
    pen.ellipse((x - r, y - r, x + r, y + r), fill=lighter(palette.light, 0.3))
    for dx, dy, s in ((-0.3, -0.2, 0.24), (0.32, 0.1, 0.3), (-0.1, 0.5, 0.18), (0.2, -0.55, 0.13)):
        box = (x + (dx - s) * r, y + (dy - s) * r, x + (dx + s) * r, y + (dy + s) * r)
        pen.ellipse(box, fill=(*darker(palette.light, 0.25), 60))


def _aurora(canvas: Canvas, rng: random.Random, horizon: float) -> None:
    for colour in ((88, 240, 176), (150, 120, 250), (70, 200, 230)):
        mask = Image.new("L", (canvas.width // 4, int(horizon) // 4))
        pen = ImageDraw.Draw(mask)
        phase, base = rng.uniform(0, 6), rng.uniform(0.35, 0.75)
        for x in range(mask.width):
            wave = math.sin(x / mask.width * 7 + phase) * 0.12 + math.sin(x / mask.width * 17 + phase * 2) * 0.05
            foot = mask.height * (base + wave)
            strength = 70 + 50 * math.sin(x / mask.width * 23 + phase)
            for k in range(6):
                top = foot - mask.height * 0.55 * (1 - k / 6)
                pen.line((x, top, x, foot), fill=round(max(strength, 20) * (k + 1) / 5))
        mask = mask.filter(ImageFilter.GaussianBlur(4)).resize((canvas.width, int(horizon)))
        canvas.veil(mask, colour)


def ridge(
    canvas: Canvas, y: float, height: float, colour: Colour, haze: Colour, rng: random.Random, *, rough: float = 0.5
) -> list[tuple[float, float]]:
    """Paint a chain of hills whose mean line is y (pixels), fading into haze at its foot; return its line."""
    waves = [(rng.uniform(0.6, 1.6) * 2**k, rng.uniform(0, 7), height * rough**k) for k in range(6)]
    steps = 160
    line = [
        (
            canvas.width * i / steps,
            y - sum(a * math.sin(i / steps * math.pi * f + p) for f, p, a in waves) * 0.6,
        )
        for i in range(steps + 1)
    ]
    body(canvas, line, colour, haze)
    return line


def body(canvas: Canvas, line: list[tuple[float, float]], top: Colour, foot: Colour) -> None:
    """Fill everything under a line that runs across the canvas."""
    high = max(int(min(y for _, y in line)), 0)
    size = (canvas.width, canvas.height - high)
    if size[1] < 2:
        return
    mask = Image.new("L", size)
    path = [(x, y - high) for x, y in line]
    ImageDraw.Draw(mask).polygon([(0, size[1]), *path, (size[0], size[1])], fill=255)
    layer = Image.new("RGB", (1, 64))
    for i in range(64):
        layer.putpixel((0, i), mix(top, foot, min(i / 40, 1)))
    canvas.image.paste(layer.resize(size), (0, high), mask)


def peaks(canvas: Canvas, y: float, palette: Palette, rng: random.Random, *, fade: float, tall: float) -> None:
    """Paint mountains with a lit side, a shaded side and snow; `fade` (0 to 1) is how far away they are."""
    bright = mix(mix(palette.rock, palette.light, 0.25), palette.haze, fade)
    dark = mix(mix(palette.rock, palette.shadow, 0.4), palette.haze, fade)
    snow = mix(lighter(palette.light, 0.6), palette.haze, fade * 0.7)
    shaded_snow = mix(snow, palette.rock, 0.4)
    spots = sorted((rng.uniform(-0.05, 1.05) for _ in range(6)), key=lambda _: rng.random())
    pen = canvas.draw
    for spot in spots:
        x, h = canvas.width * spot, canvas.unit * tall * rng.uniform(0.5, 1)
        w = h * rng.uniform(0.75, 1.1)
        left = _jagged((x, y - h), (x - w, y), rng, h * 0.05)
        right = _jagged((x, y - h), (x + w, y), rng, h * 0.05)
        spine = _jagged((x, y - h), (x + w * rng.uniform(-0.05, 0.25), y), rng, h * 0.12)
        pen.polygon([*left, *reversed(spine)], fill=bright)
        pen.polygon([*spine, *reversed(right)], fill=dark)
        n = len(spine) // 3
        for side, colour in ((left, snow), (right, shaded_snow)):
            teeth = []
            for k in range(7):
                t = k / 6
                a, b = side[n], spine[n]
                drop = h * (0.1 if k % 2 else -0.02) * rng.uniform(0.6, 1.2)
                teeth.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + drop * (0 < k < 6)))
            pen.polygon([*side[: n + 1], *teeth, *reversed(spine[: n + 1])], fill=colour)
    mist(canvas, y, canvas.unit * tall * 0.5, palette.haze, 0.75)


def _jagged(
    start: tuple[float, float], end: tuple[float, float], rng: random.Random, swing: float
) -> list[tuple[float, float]]:
    points = [start]
    for k in range(1, 13):
        t = k / 12
        off = rng.uniform(-swing, swing) * math.sin(t * math.pi)
        points.append((start[0] + (end[0] - start[0]) * t + off, start[1] + (end[1] - start[1]) * t + off * 0.3))
    return points


def mist(canvas: Canvas, y: float, height: float, colour: Colour, strength: float) -> None:
    """Lay mist over the picture that is thickest at y and ends `height` above it."""
    ramp = Image.linear_gradient("L").point([round(i * strength) for i in range(256)])
    canvas.veil(ramp.resize((canvas.width, max(round(height), 1))), colour, (0, round(y - height)))


def water(canvas: Canvas, y: float, palette: Palette, rng: random.Random, *, depth: float = 0.45) -> None:
    """Turn everything below y (pixels) into water that mirrors the picture above it."""
    top, height = round(y), canvas.height - round(y)
    mirrored = canvas.image.crop((0, max(top - height, 0), canvas.width, top)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    mirrored = mirrored.resize((canvas.width, height)).filter(ImageFilter.BoxBlur((1, canvas.unit * 0.02)))
    tone = Image.new("RGB", (1, 2))
    tone.putpixel((0, 0), mix(palette.water, palette.haze, 0.35))
    tone.putpixel((0, 1), darker(palette.water, 0.3))
    mirrored = Image.blend(mirrored, tone.resize(mirrored.size, Image.Resampling.BILINEAR), depth)
    canvas.image.paste(mirrored, (0, top))
    strip = max(canvas.unit // 256, 2)
    for row in range(0, height, strip):
        near = row / height
        shift = round(math.sin(row / (4 + near * 26) + rng.uniform(-0.4, 0.4)) * canvas.unit * (0.001 + 0.006 * near))
        canvas.image.paste(mirrored.crop((0, row, canvas.width, row + strip)), (shift, top + row))
    pen = canvas.draw
    for _ in range(90):
        near = rng.random() ** 1.5
        x, at = rng.uniform(0, canvas.width), top + near * height
        half = canvas.unit * (0.01 + 0.05 * near) * rng.uniform(0.4, 1.4)
        thick = canvas.unit * (0.0008 + 0.0022 * near)
        colour = (*lighter(palette.light, 0.3), rng.randint(24, 90))
        pen.ellipse((x - half, at - thick, x + half, at + thick), fill=colour)


def city(
    canvas: Canvas, y: float, palette: Palette, rng: random.Random, *, fade: float, tall: float, lit: float
) -> None:
    """Paint a row of houses standing on y; `lit` is the part of their windows with light in them."""
    pen = canvas.draw
    colour = mix(mix(palette.rock, palette.shadow, 0.55), palette.haze, fade)
    glow = mix((255, 214, 128), palette.haze, fade * 0.5)
    x = -canvas.unit * rng.uniform(0, 0.05)
    while x < canvas.width:
        w, h = canvas.unit * rng.uniform(0.06, 0.13), canvas.unit * tall * rng.uniform(0.35, 1)
        pen.rectangle((x, y - h, x + w, canvas.height), fill=mix(colour, palette.shadow, rng.uniform(0, 0.22)))
        pen.rectangle((x, y - h, x + w * 0.12, canvas.height), fill=(*palette.light, 34))
        if rng.random() < 0.4:
            pen.rectangle((x + w * 0.45, y - h * 1.14, x + w * 0.5, y - h), fill=colour)
        cell = canvas.unit * 0.019
        for i in range(int(w / cell) - 1):
            for k in range(int(h / cell / 1.3)):
                if rng.random() < lit:
                    left, top = x + cell * (i + 0.75), y - h + cell * (k * 1.3 + 0.7)
                    pen.rectangle((left, top, left + cell * 0.5, top + cell * 0.7), fill=(*glow, rng.randint(120, 255)))
        x += w + canvas.unit * rng.uniform(-0.005, 0.02)


def scatter_trees(
    canvas: Canvas, line: list[tuple[float, float]], palette: Palette, scene: Scene, rng: random.Random, count: int
) -> None:
    """Paint trees on a line of hills, away from the middle."""
    for _ in range(count):
        x, y = line[round(rng.choice([rng.uniform(0, 0.3), rng.uniform(0.72, 1)]) * (len(line) - 1))]
        size = canvas.unit * rng.uniform(0.1, 0.18)
        if scene.season == "winter":
            pine(canvas, x, y + size * 0.1, size * 1.5, palette.leaf, palette, rng, snow=True)
        else:
            tree(canvas, x, y + size * 0.1, size, palette, rng)


def foreground(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random, y: float) -> None:
    """Paint the ground the subject stands on, y being its mean line."""
    snowy = scene.season == "winter"
    shade = mix(palette.ground, palette.shadow, 0.28 if snowy else 0.4)
    if snowy:
        shade = mix(shade, (126, 156, 214), 0.25)
    ridge(canvas, y - canvas.unit * 0.035, canvas.unit * 0.02, mix(palette.ground, shade, 0.45), shade, rng, rough=0.3)
    ridge(canvas, y + canvas.unit * 0.02, canvas.unit * 0.016, palette.ground, shade, rng, rough=0.3)
    if not snowy:
        grass(canvas, y, palette, scene, rng)


def forest_rows(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random, y: float) -> None:
    """Paint rows of pines that fade into the distance, the nearest ones at the sides."""
    snowy = scene.season == "winter"
    for fade, size, up in ((0.78, 0.3, 0.1), (0.55, 0.4, 0.06), (0.3, 0.52, 0.02)):
        colour = mix(palette.leaf, palette.haze, fade)
        pines(canvas, y - canvas.unit * up, canvas.unit * size, colour, palette, rng, snow=snowy, near=1 - fade)
        mist(canvas, y + canvas.unit * 0.02, canvas.unit * 0.22, palette.haze, 0.5)
    dark = darker(palette.leaf, 0.22)
    for side in (0.03, 0.13, 0.9, 0.99):
        x, h = canvas.width * side, canvas.unit * rng.uniform(0.55, 0.8)
        pine(canvas, x, y + canvas.unit * rng.uniform(0.02, 0.06), h, dark, palette, rng, snow=snowy)
