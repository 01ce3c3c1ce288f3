"""Paints plants: pines, trees, grass and its flowers."""

import math
import random

from sandbox.painter.canvas import Canvas
from sandbox.painter.palette import Colour, Palette, darker, lighter, mix
from sandbox.painter.reading import Scene


def pine(
    canvas: Canvas,
    x: float,
    y: float,
    height: float,
    colour: Colour,
    palette: Palette,
    rng: random.Random,
    *,
    snow: bool,
    near: float = 1,
) -> None:
    """Paint a pine with its foot at x, y; far ones (`near` towards 0) carry fainter snow."""
    pen = canvas.draw
    trunk = mix((92, 66, 56), colour, 0.55)
    pen.rectangle((x - height * 0.018, y - height * 0.16, x + height * 0.018, y), fill=trunk)
    tiers = 7
    white = mix(colour, mix(palette.ground, (255, 255, 255), 0.4), 0.35 + 0.5 * near)
    for tier in range(tiers):
        t = tier / tiers
        foot, top = y - height * (0.1 + 0.82 * t), y - height * min(0.32 + 0.82 * t, 1)
        half = height * 0.23 * (1 - t) ** 0.85 + height * 0.025
        fringe = _fringe(x, foot, half, height * 0.03, rng)
        pen.polygon([(x, top), *fringe], fill=mix(colour, palette.shadow, 0.1 + 0.12 * (tier % 2)))
        middle = len(fringe) // 2
        pen.polygon([(x, top), *fringe[middle:], (x, foot - height * 0.04)], fill=mix(colour, palette.light, 0.12))
        if snow:
            drop = (foot - top) * 0.62
            for share, cover in ((1.0, white), (0.55, lighter(white, 0.35))):
                edge = _fringe(x - half * 0.1 * (1 - share), top + drop, half * 0.66 * share, height * 0.02, rng)
                pen.polygon([(x, top - height * 0.01), *edge], fill=cover)


def _fringe(x: float, y: float, half: float, droop: float, rng: random.Random) -> list[tuple[float, float]]:
    """Return the ragged lower edge of a branch tier, from right to left."""
    points = []
    for k in range(9):
        t = 1 - k / 4
        hang = droop * (abs(t) * 1.3 + (0.5 if k % 2 else -0.5)) * rng.uniform(0.7, 1.3)
        points.append((x + half * t * rng.uniform(0.93, 1.05), y + hang))
    return points


def pines(
    canvas: Canvas,
    y: float,
    height: float,
    colour: Colour,
    palette: Palette,
    rng: random.Random,
    *,
    snow: bool,
    near: float,
) -> None:
    """Paint a row of pines of about this height across the canvas."""
    x = -height * 0.1
    while x < canvas.width + height * 0.2:
        tall = height * rng.uniform(0.6, 1.05)
        tone = mix(colour, palette.haze, rng.uniform(0, 0.15))
        pine(canvas, x, y + height * rng.uniform(0, 0.1), tall, tone, palette, rng, snow=snow, near=near)
        x += height * rng.uniform(0.2, 0.36)


def tree(canvas: Canvas, x: float, y: float, height: float, palette: Palette, rng: random.Random) -> None:
    """Paint a broad-leaved tree with its foot at x, y."""
    bark = mix((96, 68, 58), palette.shadow, 0.3)
    frame = canvas.frame(x, y, height)
    frame.shape(
        [(-0.09, 0, 0), (-0.045, -0.3), (-0.16, -0.62, 0), (0, -0.46), (0.15, -0.66, 0), (0.05, -0.3), (0.1, 0, 0)],
        bark,
    )
    clumps = []
    for k in range(18):
        reach = math.sqrt((k + 0.5) / 18)
        turn = k * 2.4 + rng.uniform(-0.3, 0.3)
        clumps.append((math.cos(turn) * reach * 0.36, -0.76 + math.sin(turn) * reach * 0.24))
    for layer, tone in enumerate((darker(palette.leaf, 0.35), palette.leaf, mix(palette.leaf, palette.light, 0.16))):
        for cx, cy in sorted(clumps, key=lambda spot: -spot[1]):
            r = rng.uniform(0.1, 0.16) * (1.15 - 0.28 * layer)
            _clump(canvas, frame.at(cx - 0.04 * layer, cy - 0.045 * layer), frame.length(r), tone, rng)


def _clump(canvas: Canvas, at: tuple[float, float], r: float, tone: Colour, rng: random.Random) -> None:
    ring = [
        (
            at[0] + math.cos(a / 11 * math.tau) * r * rng.uniform(0.85, 1.12),
            at[1] + math.sin(a / 11 * math.tau) * r * rng.uniform(0.8, 1.05),
            1,
        )
        for a in range(11)
    ]
    canvas.shape(ring, tone, depth=0.4, outline=False)


def grass(canvas: Canvas, y: float, palette: Palette, scene: Scene, rng: random.Random) -> None:
    """Cover the ground below y with blades, and with flowers in the milder seasons."""
    pen = canvas.draw
    span = canvas.height - y
    flowers = [(244, 150, 170), (250, 214, 96), (240, 240, 250), (170, 140, 230)]
    spots = sorted((rng.random() ** 0.8, rng.random()) for _ in range(420))
    for near, across in spots:
        x, foot = across * canvas.width, y + canvas.unit * 0.02 + near * span
        tall = canvas.unit * (0.012 + 0.045 * near) * rng.uniform(0.6, 1.3)
        lean = tall * rng.uniform(-0.5, 0.5)
        tone = mix(mix(palette.ground, palette.light, rng.uniform(0, 0.35)), darker(palette.ground, 0.5), rng.random())
        half = tall * 0.09 + 1
        pen.polygon([(x - half, foot), (x + lean, foot - tall), (x + half, foot)], fill=tone)
        if scene.season in {"", "spring", "summer"} and rng.random() < 0.16:
            r = canvas.unit * (0.003 + 0.007 * near)
            petal = mix(rng.choice(flowers), palette.shadow, 0.45 if scene.time == "night" else 0.05)
            for turn in range(5):
                px = x + lean + math.cos(turn * math.tau / 5) * r
                py = foot - tall + math.sin(turn * math.tau / 5) * r
                pen.ellipse((px - r * 0.7, py - r * 0.7, px + r * 0.7, py + r * 0.7), fill=petal)
            pen.ellipse(
                (x + lean - r / 2, foot - tall - r / 2, x + lean + r / 2, foot - tall + r / 2), fill=(250, 200, 90)
            )
