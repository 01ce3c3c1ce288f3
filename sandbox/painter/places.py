"""Paints the places: composes sky, land and water, and defines where the subject stands."""

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from sandbox.painter import scenery
from sandbox.painter.canvas import Canvas
from sandbox.painter.palette import Colour, Palette, darker, lighter, mix
from sandbox.painter.reading import Scene
from sandbox.painter.scenery import Stage

Place = Callable[[Canvas, Palette, Scene, random.Random], Stage]


def forest(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint a clearing between pines."""
    y = canvas.height * 0.74
    scenery.sky(canvas, palette, scene, rng, y)
    scenery.ridge(
        canvas, y - canvas.unit * 0.22, canvas.unit * 0.06, mix(palette.rock, palette.haze, 0.72), palette.haze, rng
    )
    scenery.forest_rows(canvas, palette, scene, rng, y)
    if scene.time != "night":
        canvas.glow(canvas.width * 0.5, y - canvas.unit * 0.28, canvas.unit * 0.5, palette.light, 0.6)
    scenery.foreground(canvas, palette, scene, rng, y)
    return _stage(canvas, 0.93)


def mountains(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint peaks behind wooded hills."""
    y = canvas.height * 0.76
    scenery.sky(canvas, palette, scene, rng, y)
    scenery.peaks(canvas, y - canvas.unit * 0.08, palette, rng, fade=0.62, tall=0.5)
    scenery.peaks(canvas, y, palette, rng, fade=0.3, tall=0.36)
    _hills(canvas, palette, scene, rng, y)
    return _stage(canvas, 0.92)


def meadow(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint rolling hills and flowers."""
    y = canvas.height * 0.74
    scenery.sky(canvas, palette, scene, rng, y)
    scenery.peaks(canvas, y - canvas.unit * 0.06, palette, rng, fade=0.75, tall=0.26)
    _hills(canvas, palette, scene, rng, y)
    return _stage(canvas, 0.92)


def lake(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint a lake that mirrors mountains, with a shore in front."""
    y = canvas.height * 0.6
    scenery.sky(canvas, palette, scene, rng, y)
    scenery.peaks(canvas, y - canvas.unit * 0.02, palette, rng, fade=0.55, tall=0.4)
    far = mix(palette.leaf, palette.haze, 0.45)
    line = scenery.ridge(canvas, y - canvas.unit * 0.03, canvas.unit * 0.018, far, mix(far, palette.shadow, 0.3), rng)
    scenery.scatter_trees(canvas, line, palette, scene, rng, 8)
    scenery.water(canvas, y, palette, rng)
    if scene.subject == "boat":
        return Stage(canvas.width * 0.5, canvas.height * 0.78, canvas.unit * 0.27, canvas.width * 0.8, y)
    scenery.foreground(canvas, palette, scene, rng, canvas.height * 0.86)
    return _stage(canvas, 0.95)


def sea(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint the open sea, with a beach in front for subjects that cannot swim."""
    y = canvas.height * 0.56
    scenery.sky(canvas, palette, scene, rng, y)
    far = mix(palette.rock, palette.haze, 0.6)
    edge = canvas.width * 0.36
    isle = [(x, y - max(0.0, math.sin(x / edge * math.pi)) * canvas.unit * 0.05) for x in range(0, int(edge), 8)]
    canvas.draw.polygon([(0, y), *isle, (edge, y)], fill=far)
    scenery.water(canvas, y, palette, rng, depth=0.6)
    if scene.subject in {"boat", "fish", "dragon", "bird"}:
        return Stage(canvas.width * 0.5, canvas.height * 0.78, canvas.unit * 0.28, canvas.width * 0.16, y)
    if scene.subject == "lighthouse":
        return Stage(
            canvas.width * rng.choice([0.32, 0.68]), canvas.height * 0.9, canvas.unit * 0.44, canvas.width * 0.5, y
        )
    sand = mix((236, 208, 158), palette.shadow, {"night": 0.55, "sunset": 0.25}.get(scene.time, 0.05))
    top = canvas.height * 0.83
    scenery.ridge(canvas, top - canvas.unit * 0.012, canvas.unit * 0.012, (248, 250, 250), sand, rng, rough=0.2)
    scenery.ridge(canvas, top, canvas.unit * 0.012, sand, darker(sand, 0.2), rng, rough=0.2)
    return _stage(canvas, 0.93)


def city(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint a skyline above a quay, mirrored in the river."""
    y = canvas.height * 0.72
    _skyline(canvas, palette, scene, rng, y)
    scenery.water(canvas, y, palette, rng, depth=0.35)
    if scene.subject != "boat":
        quay = canvas.height * 0.88
        stone = mix((120, 116, 128), palette.shadow, 0.35)
        canvas.gradient((stone, darker(stone, 0.4)), quay)
        canvas.draw.rectangle((0, quay, canvas.width, quay + canvas.unit * 0.012), fill=mix(stone, palette.light, 0.4))
    return _stage(canvas, 0.94)


def rooftop(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint a tiled roof high above a town."""
    _skyline(canvas, palette, scene, rng, canvas.height * 0.8)
    scenery.mist(canvas, canvas.height * 0.86, canvas.unit * 0.36, palette.haze, 0.65)
    ridge = canvas.height * 0.8
    tile = mix((176, 84, 66), palette.shadow, {"night": 0.55, "sunset": 0.3}.get(scene.time, 0.1))
    canvas.gradient((mix(tile, palette.light, 0.2), darker(tile, 0.35)), ridge)
    size = canvas.unit * 0.062
    rows = int((canvas.height - ridge) / size / 0.62) + 1
    for row in range(rows, -1, -1):
        grown = size * (1 + row * 0.1)
        y = ridge + row * size * 0.62
        x = -grown * (0.5 if row % 2 else 0)
        while x < canvas.width + grown:
            tone = mix(mix(tile, palette.light, rng.uniform(0.02, 0.22)), palette.shadow, row / rows * 0.3)
            tiled = [(x, y, 0), (x + grown, y, 0), (x + grown, y + grown * 0.5), (x + grown / 2, y + grown * 0.8)]
            canvas.shape([*tiled, (x, y + grown * 0.5)], tone, depth=0.6)
            x += grown
    canvas.shape(
        [
            (-20, ridge - size * 0.3, 0),
            (canvas.width + 20, ridge - size * 0.3, 0),
            (canvas.width + 20, ridge + size * 0.3, 0),
            (-20, ridge + size * 0.3, 0),
        ],
        mix(tile, palette.light, 0.25),
    )
    return Stage(canvas.width * 0.52, ridge - size * 0.1, canvas.unit * 0.33, canvas.width * 0.2, ridge)


def clouds(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint a view above the clouds; the subject stands on the middle one."""
    scenery.sky(canvas, palette, scene, rng, canvas.height * 1.05)
    for row in range(4):
        y = canvas.height * (0.6 + row * 0.06)
        for _ in range(5):
            x, size = rng.uniform(-0.1, 1.1) * canvas.width, canvas.unit * rng.uniform(0.22, 0.4)
            scenery.cloud(canvas, x, y, size, palette, rng, opacity=0.5 + row * 0.1)
        scenery.mist(canvas, y, canvas.unit * 0.16, palette.haze, 0.25)
    return Stage(canvas.width * 0.5, canvas.height * 0.82, canvas.unit * 0.36, canvas.width * 0.8, canvas.height * 0.62)


def cloud_front(canvas: Canvas, palette: Palette, rng: random.Random) -> None:
    """Paint the clouds in front of the subject's feet."""
    for row in range(4):
        y = canvas.height * (0.85 + row * 0.07)
        for _ in range(6):
            x, size = rng.uniform(-0.05, 1.05) * canvas.width, canvas.unit * rng.uniform(0.3, 0.52)
            scenery.cloud(canvas, x, y, size, palette, rng, opacity=0.92, puffs=18, fullness=0.15)


def pond(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random) -> Stage:
    """Paint a pond seen from above, with lily pads; at night it mirrors the moon."""
    deep, shallow = darker(palette.water, 0.35), mix(palette.water, (40, 150, 140), 0.45)
    canvas.gradient((mix(shallow, palette.sky[-1], 0.2), palette.water, deep))
    unit = canvas.unit
    if scene.time == "night":
        _stars_in_water(canvas, rng)
        x, y, r = canvas.width * 0.76, canvas.height * 0.2, unit * 0.085
        canvas.glow(x, y, r * 5, mix(palette.light, palette.sky[-1], 0.5), 0.6)
        _broken_moon(canvas, x, y, r, lighter(palette.light, 0.25))
    else:
        canvas.glow(canvas.width * 0.25, canvas.height * 0.1, unit * 0.7, palette.light, 0.5)
    rings = Image.new("L", canvas.image.size)
    pen = ImageDraw.Draw(rings)
    for cx, cy, big in ((0.5, 0.52, 0.5), (0.14, 0.76, 0.2), (0.86, 0.42, 0.16)):
        for k in range(5):
            w, h = unit * big * (0.4 + k * 0.16), unit * big * (0.3 + k * 0.12)
            x, y = cx * canvas.width, cy * canvas.height
            pen.ellipse((x - w, y - h, x + w, y + h), outline=110 - k * 18, width=max(unit // 260, 1))
    canvas.veil(rings.filter(ImageFilter.GaussianBlur(unit * 0.003)), lighter(palette.light, 0.2))
    return Stage(canvas.width * 0.5, canvas.height * 0.53, unit * 0.36, canvas.width * 0.8, canvas.height * 0.2)


def _stars_in_water(canvas: Canvas, rng: random.Random) -> None:
    for _ in range(46):
        x, y = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        r = canvas.unit * rng.uniform(0.001, 0.0026)
        canvas.draw.ellipse((x - r * 2.4, y - r * 0.7, x + r * 2.4, y + r * 0.7), fill=(220, 230, 255, 150))


def _broken_moon(canvas: Canvas, x: float, y: float, r: float, colour: Colour) -> None:
    """Paint the moon as broken by ripples: in strips, slightly displaced, with wider gaps towards the viewer."""
    strips = 26
    for k in range(strips):
        t = k / (strips - 1) * 2 - 1
        half = math.sqrt(max(1 - t * t, 0)) * r
        sway = math.sin(k * 1.7) * r * (0.03 + 0.07 * (t + 1))
        at = y + t * r * 1.15
        thick = r / strips * (1.1 - 0.3 * (t + 1) / 2)
        canvas.draw.ellipse((x - half + sway, at - thick, x + half + sway, at + thick), fill=colour)


def _skyline(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random, y: float) -> None:
    scenery.sky(canvas, palette, scene, rng, y)
    lit = {"night": 0.5, "sunset": 0.3, "dawn": 0.1}.get(scene.time, 0.05)
    for fade, tall in ((0.72, 0.46), (0.45, 0.36), (0.15, 0.25)):
        scenery.city(canvas, y, palette, rng, fade=fade, tall=tall, lit=lit)
        scenery.mist(canvas, y, canvas.unit * 0.2, palette.haze, 0.35)


def _hills(canvas: Canvas, palette: Palette, scene: Scene, rng: random.Random, y: float) -> None:
    for fade, up in ((0.5, 0.12), (0.25, 0.06)):
        colour = mix(mix(palette.ground, palette.leaf, 0.45), palette.haze, fade)
        height = canvas.unit * 0.03
        line = scenery.ridge(
            canvas, y - canvas.unit * up, height, colour, mix(colour, palette.haze, 0.5), rng, rough=0.4
        )
        scenery.scatter_trees(canvas, line, palette, scene, rng, 5)
    scenery.foreground(canvas, palette, scene, rng, y)


def _stage(canvas: Canvas, foot: float) -> Stage:
    unit = canvas.unit
    return Stage(canvas.width * 0.5, canvas.height * foot, unit * 0.36, canvas.width * 0.74, canvas.height * 0.72)


PLACES: dict[str, Place] = {
    "forest": forest,
    "mountains": mountains,
    "meadow": meadow,
    "lake": lake,
    "sea": sea,
    "city": city,
    "rooftop": rooftop,
    "clouds": clouds,
    "pond": pond,
}
"""Name of a place → the function that paints it."""
