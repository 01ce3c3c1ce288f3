"""Paints everything that falls and drifts through the air, in front of the picture."""

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from sandbox.painter.canvas import Canvas
from sandbox.painter.palette import Palette, lighter
from sandbox.painter.reading import Scene


def fall(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> None:
    """Paint snow, rain, leaves, petals or fireflies, whichever the scene has."""
    if scene.weather == "snow":
        _snow(canvas, rng)
    elif scene.weather == "rain":
        _rain(canvas, rng)
    elif scene.season == "autumn":
        _leaves(canvas, rng, [(214, 92, 40), (232, 150, 52), (176, 62, 44)])
    elif scene.season == "spring":
        _leaves(canvas, rng, [(250, 190, 208), (255, 222, 230), (240, 160, 186)])
    elif scene.time == "night" and scene.place in {"meadow", "forest", "pond", "lake"}:
        _fireflies(canvas, rng)
    if scene.weather == "fog":
        veil = Image.linear_gradient("L").point([round(30 + i * 0.42) for i in range(256)])
        canvas.veil(veil.resize(canvas.image.size), lighter(palette.haze, 0.15))


def _snow(canvas: Canvas, rng: random.Random) -> None:
    for count, size, strength, blur in ((260, 0.0022, 190, 0.6), (90, 0.0042, 225, 1.4), (24, 0.0095, 190, 5)):
        mask = Image.new("L", canvas.image.size)
        pen = ImageDraw.Draw(mask)
        for _ in range(count):
            x, y = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
            r = canvas.unit * size * rng.uniform(0.6, 1.4)
            pen.ellipse((x - r, y - r * 1.08, x + r, y + r * 1.08), fill=round(strength * rng.uniform(0.5, 1)))
        canvas.veil(mask.filter(ImageFilter.BoxBlur(blur * canvas.unit / 1024)), (255, 255, 255))


def _rain(canvas: Canvas, rng: random.Random) -> None:
    mask = Image.new("L", canvas.image.size)
    pen = ImageDraw.Draw(mask)
    for _ in range(320):
        x, y = rng.uniform(-0.1, 1.1) * canvas.width, rng.uniform(-0.1, 1) * canvas.height
        long = canvas.unit * rng.uniform(0.03, 0.09)
        width = max(round(canvas.unit * rng.choice([0.001, 0.002])), 1)
        pen.line((x, y, x - long * 0.22, y + long), fill=rng.randint(40, 140), width=width)
    canvas.veil(mask.filter(ImageFilter.BoxBlur(1)), (222, 232, 246))


def _leaves(canvas: Canvas, rng: random.Random, colours: list[tuple[int, int, int]]) -> None:
    for _ in range(46):
        x, y = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        size, turn = canvas.unit * rng.uniform(0.006, 0.016), rng.uniform(0, math.tau)
        cos, sin = math.cos(turn) * size, math.sin(turn) * size
        path = [
            (x - cos, y - sin),
            (x - sin * 0.5, y + cos * 0.5),
            (x + cos, y + sin),
            (x + sin * 0.35, y - cos * 0.35),
        ]
        canvas.draw.polygon(path, fill=(*rng.choice(colours), rng.randint(170, 255)))


def _fireflies(canvas: Canvas, rng: random.Random) -> None:
    for _ in range(26):
        x, y = rng.uniform(0.03, 0.97) * canvas.width, rng.uniform(0.45, 0.97) * canvas.height
        r = canvas.unit * rng.uniform(0.002, 0.004)
        canvas.glow(x, y, r * 8, (250, 226, 120), 0.5)
        canvas.draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 246, 190))
