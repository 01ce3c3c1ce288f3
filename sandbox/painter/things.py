"""Paints subjects that are built or that grow."""

import math

from sandbox.painter.canvas import Frame, Point
from sandbox.painter.palette import Colour, darker, lighter, mix

_WINDOW: Colour = (255, 214, 126)


def castle(frame: Frame, coat: Colour) -> None:
    """Paint a castle with many towers; its roofs get the colour."""
    light = frame.canvas.light
    stone = mix(mix((232, 224, 226), light, 0.25), frame.canvas.shadow, 0.12)
    towers = (
        (0.0, -0.55, 0.17, 1.0), (-0.36, -0.34, 0.12, 0.78), (0.34, -0.36, 0.13, 0.66), (-0.62, -0.1, 0.12, 0.56),
        (0.64, -0.1, 0.12, 0.62), (-0.19, -0.1, 0.1, 0.7), (0.2, -0.08, 0.1, 0.56),
    )  # fmt: skip
    for x, foot, half, tall in towers[:3]:
        _tower(frame, x, foot, half, tall, mix(stone, frame.canvas.shadow, 0.12), coat)
    _wall(frame, -0.66, 0.66, -0.46, 0.02, stone)
    for x, foot, half, tall in towers[3:]:
        _tower(frame, x, foot + 0.12, half, tall, stone, coat)
    gate: list[Point] = [(-0.12, 0.06, 0), (-0.12, -0.16), (0, -0.28), (0.12, -0.16), (0.12, 0.06, 0)]
    frame.shape(gate, mix((92, 58, 46), frame.canvas.shadow, 0.3))
    frame.shape(
        [(x * 0.6, y * 0.7, *rest) for x, y, *rest in gate], mix(_WINDOW, (150, 80, 40), 0.25), depth=0, outline=False
    )


def _tower(frame: Frame, x: float, foot: float, half: float, tall: float, stone: Colour, roof: Colour) -> None:
    top = foot - tall
    frame.shape([(x - half, foot, 0), (x - half, top, 0), (x + half, top, 0), (x + half, foot, 0)], stone)
    ledge = half * 1.22
    frame.shape(
        [(x - ledge, top + 0.05, 0), (x - ledge, top - 0.02, 0), (x + ledge, top - 0.02, 0),
        (x + ledge, top + 0.05, 0)],
        lighter(stone, 0.2), depth=0.6,
    )  # fmt: skip
    peak = top - half * 3.1
    eaves = half * 1.4
    frame.shape([(x - eaves, top, 0), (x - half * 0.42, top - half * 1.4), (x, peak, 0),
        (x + half * 0.42, top - half * 1.4),
                 (x + eaves, top, 0), (x, top + half * 0.24)], roof)  # fmt: skip
    frame.line([(x, peak + 0.02), (x, peak - 0.13)], darker(stone, 0.4), 0.012)
    frame.shape([(x, peak - 0.13, 0), (x + 0.14, peak - 0.1, 0), (x, peak - 0.06, 0)], lighter(roof, 0.35), depth=0.4)
    for k in range(max(int(tall / 0.22), 1)):
        y = top + 0.15 + k * 0.2
        if y < foot - 0.08:
            w = half * 0.24
            frame.shape(
                [(x - w, y + 0.07, 0), (x - w, y), (x, y - 0.04), (x + w, y), (x + w, y + 0.07, 0)], _WINDOW, depth=0
            )


def _wall(frame: Frame, left: float, right: float, top: float, foot: float, stone: Colour) -> None:
    outline: list[Point] = [(left, foot, 0)]
    teeth = 13
    for k in range(teeth):
        a, b = left + (right - left) * k / teeth, left + (right - left) * (k + 1) / teeth
        y = top - (0.06 if k % 2 == 0 else 0)
        outline += [(a, y, 0), (b, y, 0)]
    frame.shape([*outline, (right, foot, 0)], stone, depth=0.5)
    for row in range(3):
        for k in range(5):
            x, y = left + 0.16 + k * 0.25 + (row % 2) * 0.1, top + 0.12 + row * 0.13
            frame.line([(x, y), (x + 0.07, y)], darker(stone, 0.16), 0.014)


def house(frame: Frame, coat: Colour) -> None:
    """Paint a cottage with lit windows and smoke over its chimney; its roof gets the colour."""
    wall = mix((244, 232, 210), frame.canvas.shadow, 0.12)
    frame.shape(
        [(0.36, -1.08, 0), (0.36, -1.42, 0), (0.54, -1.42, 0), (0.54, -0.9, 0)],
        mix((158, 100, 84), frame.canvas.shadow, 0.2),
    )
    for k in range(6):
        x, y = frame.at(0.45 + 0.07 * k + 0.05 * math.sin(k * 2), -1.52 - 0.14 * k)
        r = frame.length(0.06 + 0.024 * k)
        frame.canvas.draw.ellipse((x - r, y - r, x + r, y + r), fill=(250, 246, 244, 120 - 16 * k))
    frame.shape([(-0.7, 0.04, 0), (-0.7, -0.72, 0), (0.7, -0.72, 0), (0.7, 0.04, 0)], wall)
    roof: list[Point] = [(-0.9, -0.64, 0), (-0.5, -1.3, 0), (0.5, -1.3, 0), (0.9, -0.64, 0)]
    frame.shape(roof, coat)
    for k in range(1, 5):
        y, half = -1.3 + 0.66 * k / 5, 0.5 + 0.4 * k / 5
        frame.line([(-half, y), (half, y)], darker(coat, 0.25), 0.014)
    timber = mix((112, 74, 56), frame.canvas.shadow, 0.2)
    frame.shape([(-0.16, 0.04, 0), (-0.16, -0.4), (0, -0.5), (0.16, -0.4), (0.16, 0.04, 0)], timber)
    frame.oval(0.09, -0.18, 0.022, 0.022, (240, 200, 100), depth=0)
    for x in (-0.44, 0.44):
        px, py = frame.at(x, -0.36)
        frame.canvas.glow(px, py, frame.length(0.42), _WINDOW, 0.55)
        box = 0.15
        frame.shape(
            [(x - box, -0.22, 0), (x - box, -0.52, 0), (x + box, -0.52, 0), (x + box, -0.22, 0)], _WINDOW, depth=0.3
        )
        frame.line([(x, -0.52), (x, -0.22)], timber, 0.025)
        frame.line([(x - box, -0.37), (x + box, -0.37)], timber, 0.025)


def lighthouse(frame: Frame, coat: Colour) -> None:
    """Paint a lighthouse on a rock in the surf, its light shining over the sea; its bands get the colour."""
    shadow = frame.canvas.shadow
    lamp_x, lamp_y = frame.at(0, -1.48)
    _beams(frame, lamp_x, lamp_y)
    stone = mix((104, 96, 104), shadow, 0.35)
    rock: list[Point] = [
        (-1.1, 0.34, 0), (-0.8, -0.02), (-0.5, -0.1), (-0.36, -0.3), (0.2, -0.34), (0.42, -0.14), (0.72, -0.06),
        (1.05, 0.34, 0),
    ]  # fmt: skip
    frame.shape(rock, stone, foot=darker(stone, 0.5))
    for x, y, w in ((-0.55, 0.1, 0.3), (0.1, 0.04, 0.34), (0.5, 0.16, 0.26)):
        frame.line([(x - w, y + 0.06), (x, y), (x + w, y + 0.08)], darker(stone, 0.3), 0.03)
    white = mix((246, 242, 234), shadow, 0.12)
    bands = 6
    for k in range(bands):
        low, high = -0.24 - k * 0.19, -0.24 - (k + 1) * 0.19
        wide, narrow = 0.27 - k * 0.02, 0.27 - (k + 1) * 0.02
        band: list[Point] = [(-wide, low, 0), (-narrow, high, 0), (narrow, high, 0), (wide, low, 0)]
        frame.shape(band, coat if k % 2 else white, depth=0.8, outline=k == 0)
    for y in (-0.5, -0.88, -1.2):
        frame.oval(0.02, y, 0.035, 0.055, _WINDOW if y < -1 else (70, 56, 62), depth=0.3)
    door: list[Point] = [(-0.08, -0.22, 0), (-0.08, -0.4), (0, -0.46), (0.08, -0.4), (0.08, -0.22, 0)]
    frame.shape(door, (84, 52, 46))
    iron = mix((52, 46, 56), shadow, 0.3)
    frame.shape([(-0.25, -1.34, 0), (-0.22, -1.4, 0), (0.22, -1.4, 0), (0.25, -1.34, 0)], iron)
    frame.canvas.glow(lamp_x, lamp_y, frame.length(0.9), (255, 232, 160), 0.85)
    frame.shape([(-0.12, -1.38, 0), (-0.12, -1.58, 0), (0.12, -1.58, 0), (0.12, -1.38, 0)], (255, 244, 196), depth=0.2)
    for x in (-0.12, -0.04, 0.04, 0.12):
        frame.line([(x, -1.38), (x, -1.58)], iron, 0.018)
    for x in (-0.22, -0.11, 0.0, 0.11, 0.22):
        frame.line([(x, -1.38), (x, -1.46)], iron, 0.012)
    frame.line([(-0.22, -1.46), (0.22, -1.46)], iron, 0.014)
    frame.shape([(-0.16, -1.57, 0), (-0.08, -1.7), (0, -1.76, 0), (0.08, -1.7), (0.16, -1.57, 0)], coat)
    _surf(frame)


def _beams(frame: Frame, x: float, y: float) -> None:
    """Paint two cones of light that fade out with distance."""
    far = frame.length(2.6)
    for side in (-1, 1):
        for k in range(9):
            long, half = far * (1 - k / 9), far * 0.15 * (1 - k / 9)
            tip = x + side * long
            cone = [(x, y), (tip, y - half - far * 0.06 * side * 0.5), (tip, y + half - far * 0.06 * side * 0.5)]
            frame.canvas.draw.polygon(cone, fill=(255, 240, 190, 15))


def _surf(frame: Frame) -> None:
    """Paint the foam at the foot of the rock."""
    pen = frame.canvas.draw
    for k in range(34):
        x, y = frame.at(-1.2 + k * 0.072, 0.3 + 0.05 * math.sin(k * 1.9) - 0.1 * math.exp(-(((k - 9) / 4) ** 2)))
        r = frame.length(0.06 + 0.035 * math.sin(k * 2.7))
        pen.ellipse((x - r * 1.5, y - r, x + r * 1.5, y + r), fill=(240, 246, 250, 170))
    for k in range(24):
        x, y = frame.at(-0.95 + 0.02 * k + 0.05 * math.sin(k * 5), 0.2 - 0.32 * abs(math.sin(k * 1.7)))
        r = frame.length(0.012 + 0.01 * abs(math.sin(k * 3.1)))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(246, 250, 252, 190))


def boat(frame: Frame, coat: Colour) -> None:
    """Paint a sailing boat on the water; its sails get the colour."""
    wood = mix((146, 88, 60), frame.canvas.shadow, 0.2)
    mirror = frame.canvas.draw
    for k in range(9):
        x, y = frame.at(0.03 * math.sin(k * 2.3), 0.1 + k * 0.085)
        w, h = frame.length(0.7 - k * 0.06), frame.length(0.02)
        tone = darker(wood, 0.4) if k < 3 else mix(coat, frame.canvas.shadow, 0.4)
        mirror.ellipse((x - w, y - h, x + w, y + h), fill=(*tone, 120 - k * 10))
    frame.line([(0.02, 0), (0.02, -1.66)], darker(wood, 0.25), 0.035)
    frame.shape([(0.07, -1.6, 0), (0.42, -1.0), (0.7, -0.3, 0), (0.36, -0.24), (0.07, -0.28, 0)], coat)
    frame.shape(
        [(-0.03, -1.48, 0), (-0.26, -0.86), (-0.66, -0.32, 0), (-0.3, -0.26), (-0.03, -0.3, 0)], lighter(coat, 0.3)
    )
    for k in range(1, 4):
        y = -1.6 + k * 0.34
        frame.line([(0.08, y), (0.1 + k * 0.15, y + 0.03)], darker(coat, 0.18), 0.014)
    frame.shape([(0.02, -1.78, 0), (0.26, -1.72), (0.02, -1.64, 0)], (214, 74, 66), depth=0.4)
    frame.shape([(-0.86, -0.2, 0), (-0.4, -0.15), (0.4, -0.15), (0.92, -0.24, 0), (0.66, 0.08), (0.3, 0.14),
        (-0.4, 0.14), (-0.68, 0.06)],
                wood)  # fmt: skip
    frame.line([(-0.8, -0.14), (-0.3, -0.09), (0.4, -0.09), (0.86, -0.18)], lighter(wood, 0.5), 0.03)


def flower(frame: Frame, coat: Colour) -> None:
    """Paint a rose in bloom with a bud beside it."""
    leaf = mix((66, 130, 78), frame.canvas.shadow, 0.12)
    for stem in ([(0, 0.06), (0.06, -0.5), (-0.02, -0.96)], [(0.04, -0.36), (0.34, -0.6), (0.46, -0.86)]):
        points: list[Point] = list(stem)
        frame.line(points, leaf, 0.055)
    for x, y, turn, long in ((-0.3, -0.32, 28, 0.34), (0.34, -0.26, -30, 0.3), (-0.26, -0.62, 40, 0.22)):
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        blade = [(-long, 0.0), (-long * 0.3, -0.13), (long, 0.0), (-long * 0.3, 0.13)]
        frame.shape([(x + a * cos - b * sin, y + a * sin + b * cos, 0 if b == 0 else 1) for a, b in blade], leaf)
        frame.line(
            [(x - long * 0.8 * cos, y - long * 0.8 * sin), (x + long * 0.8 * cos, y + long * 0.8 * sin)],
            lighter(leaf, 0.3),
            0.014,
        )
    bud = frame.inner(0.48, -0.98, 0.42)
    bud.oval(0, 0, 0.3, 0.4, darker(coat, 0.12))
    bud.shape([(-0.3, 0.1), (0, -0.4, 0), (0.12, 0.3)], lighter(coat, 0.14), depth=0.7)
    bud.shape([(-0.3, 0.1, 0), (-0.1, 0.44), (0.3, 0.1, 0), (0.1, 0.3)], leaf)
    bloom = frame.inner(-0.03, -1.18, 0.5)
    for ring, (count, reach, size) in enumerate(((7, 0.62, 0.5), (6, 0.44, 0.42), (5, 0.26, 0.34))):
        for k in range(count):
            a = (k + ring * 0.5) / count * math.tau - 1.3
            tone = mix(darker(coat, 0.3), lighter(coat, 0.25), (ring + 1) / 4 + 0.12 * math.sin(k * 2.1))
            bloom.oval(
                math.cos(a) * reach, math.sin(a) * reach * 0.9, size, size * 0.8, tone, turn=math.degrees(a) + 90
            )
    bloom.oval(0, 0, 0.27, 0.25, darker(coat, 0.12))
    spiral: list[Point] = [
        (math.cos(k * 0.7) * (0.03 + k * 0.013), math.sin(k * 0.7) * (0.03 + k * 0.012)) for k in range(16)
    ]
    bloom.line(spiral, darker(coat, 0.42), 0.045)
