"""Paints subjects that swim and fly, and people."""

import math

from sandbox.painter.canvas import Frame, Point
from sandbox.painter.palette import Colour, darker, lighter, mix

_INK: Colour = (34, 26, 34)


def koi(frame: Frame, coat: Colour) -> None:
    """Paint a koi seen from above, curving through the water, with patches of its colour on white."""
    white: Colour = (250, 246, 238)
    spine = [_bend(t / 24) for t in range(25)]
    fin = mix(white, coat, 0.3)
    shade = frame.inner(0.1, 0.16, 1)
    _ribbon(shade, spine, darker(frame.canvas.shadow, 0.3), 1.02, modelled=False)
    for at, spread, reach in ((0.3, 0.5, 0.42), (0.56, 0.24, 0.24)):
        x, y, angle, half = _bend(at)
        for side in (-1, 1):
            out = angle + side * math.pi / 2
            root = (x + math.cos(out) * half * 0.8, y + math.sin(out) * half * 0.8)
            fan: list[Point] = [(root[0], root[1], 0)]
            for k in range(5):
                a = out + side * (k / 4 * 1.1 - 0.15)
                far = reach * (1 - 0.12 * abs(k - 2))
                fan.append((root[0] + math.cos(a) * far, root[1] + math.sin(a) * far))
            fan.append((root[0] - math.cos(angle) * -0.14 * spread, root[1] - math.sin(angle) * -0.14 * spread, 0))
            frame.shape(fan, fin, depth=0.6)
            for k in range(1, 4):
                frame.line([root, (fan[k + 1][0], fan[k + 1][1])], mix(fin, coat, 0.4), 0.012)
    x, y, angle, _ = _bend(1)
    for side in (-1, 1):
        a = angle + side * 0.42
        lobe: list[Point] = [
            (x - math.cos(angle) * 0.06, y - math.sin(angle) * 0.06, 0),
            (x + math.cos(a + side * 0.3) * 0.3, y + math.sin(a + side * 0.3) * 0.3),
            (x + math.cos(a + side * 0.12) * 0.62, y + math.sin(a + side * 0.12) * 0.62, 0),
            (x + math.cos(a - side * 0.28) * 0.36, y + math.sin(a - side * 0.28) * 0.36),
        ]
        frame.shape(lobe, fin, depth=0.7)
        frame.line([lobe[0], (lobe[2][0], lobe[2][1])], mix(fin, coat, 0.5), 0.014)
    _ribbon(frame, spine, white, 1)
    for start, end, lean in ((0.06, 0.24, 0.05), (0.33, 0.6, -0.25), (0.68, 0.86, 0.2)):
        _patch(frame, start, end, lean, coat)
    for k in range(18):
        x, y, angle, half = _bend(0.24 + k * 0.036)
        for across in (-0.5, 0.0, 0.5):
            cx, cy = x - math.sin(angle) * half * across, y + math.cos(angle) * half * across
            px, py = frame.at(cx, cy)
            r = frame.length(half * 0.3)
            turn = math.degrees(angle)
            frame.canvas.draw.arc(
                (px - r, py - r, px + r, py + r), turn - 70, turn + 70, fill=(120, 70, 60, 60), width=2
            )
    frame.line([_bend(t / 10)[:2] for t in range(3, 8)], mix(coat, white, 0.35), 0.035)
    x, y, angle, half = _bend(0.1)
    for side in (-1, 1):
        ex, ey = x - math.sin(angle) * half * 0.86 * side, y + math.cos(angle) * half * 0.86 * side
        frame.oval(ex, ey, 0.042, 0.042, _INK, depth=0)
        frame.oval(ex - 0.012, ey - 0.014, 0.014, 0.014, (255, 255, 255), depth=0)
        mx, my = _bend(0)[:2]
        barb = angle + math.pi + side * 0.7
        frame.line([(mx, my), (mx + math.cos(barb) * 0.16, my + math.sin(barb) * 0.16)], mix(white, coat, 0.5), 0.02)


def _bend(t: float) -> tuple[float, float, float, float]:
    """Return x, y, direction and half width of the koi's body at t, 0 being its mouth and 1 the root of its tail."""
    x = -0.78 + 1.42 * t
    y = -0.34 + 0.62 * t + 0.26 * math.sin(t * math.pi * 1.5 + 0.3)
    slope = 0.62 + 0.26 * math.pi * 1.5 * math.cos(t * math.pi * 1.5 + 0.3)
    if t < 0.3:
        half = 0.05 + 0.2 * math.sqrt(1 - ((0.3 - t) / 0.32) ** 2)
    else:
        half = 0.04 + 0.21 * math.cos((t - 0.3) / 0.7 * math.pi / 2) ** 0.9
    return x, y, math.atan2(slope, 1.42), half


def _ribbon(
    frame: Frame, spine: list[tuple[float, float, float, float]], colour: Colour, wide: float, *, modelled: bool = True
) -> None:
    left: list[Point] = [(x - math.sin(a) * h * wide, y + math.cos(a) * h * wide) for x, y, a, h in spine]
    right: list[Point] = [(x + math.sin(a) * h * wide, y - math.cos(a) * h * wide) for x, y, a, h in reversed(spine)]
    frame.shape([*left, *right], colour, depth=1 if modelled else 0, outline=modelled)


def _patch(frame: Frame, start: float, end: float, lean: float, colour: Colour) -> None:
    edge: list[Point] = []
    for k in range(14):
        a = k / 14 * math.tau
        t = (start + end) / 2 + math.cos(a) * (end - start) / 2
        x, y, angle, half = _bend(t)
        wave = 0.74 + 0.12 * math.sin(a * 3 + start * 9)
        off = max(-0.93, min(0.93, math.sin(a) * wave + lean)) * half
        edge.append((x - math.sin(angle) * off, y + math.cos(angle) * off))
    frame.shape(edge, colour, depth=0.6, outline=False)


def bird(frame: Frame, coat: Colour) -> None:
    """Paint a bird in flight, its wings raised."""
    body = frame.inner(0, -0.95, 0.85)
    far_wing: list[Point] = [
        (-0.1, -0.1),
        (0.1, -0.7),
        (0.5, -1.1, 0),
        (0.52, -0.8),
        (0.62, -0.7, 0),
        (0.5, -0.5),
        (0.3, 0),
    ]
    body.shape(far_wing, darker(coat, 0.25))
    body.shape(
        [(0.6, 0.1), (1.2, 0.16, 0), (1.02, 0.26), (1.26, 0.42, 0), (0.92, 0.36), (0.5, 0.24)], darker(coat, 0.15)
    )
    body.shape([(-0.82, -0.12), (-0.5, -0.24), (0.1, -0.2), (0.7, 0.1), (0.5, 0.26), (-0.1, 0.36), (-0.6, 0.18)], coat)
    pale = lighter(coat, 0.65)
    body.shape([(-0.7, 0.02), (-0.2, 0.12), (0.4, 0.22), (-0.1, 0.34), (-0.55, 0.18)], pale, depth=0.5, outline=False)
    body.oval(-0.74, -0.08, 0.24, 0.22, coat)
    body.shape([(-0.92, -0.12), (-1.24, 0.0, 0), (-0.92, 0.04)], (240, 172, 64), depth=0.5)
    body.oval(-0.8, -0.12, 0.05, 0.05, _INK, depth=0)
    body.oval(-0.815, -0.135, 0.018, 0.018, (255, 255, 255), depth=0)
    wing: list[Point] = [
        (-0.34, -0.1), (-0.4, -0.6), (-0.22, -1.16), (0.06, -1.56, 0), (0.12, -1.3), (0.3, -1.3, 0), (0.28, -1.06),
        (0.48, -0.98, 0), (0.42, -0.74), (0.58, -0.6, 0), (0.46, -0.36), (0.4, 0.02), (0, 0.12),
    ]  # fmt: skip
    body.shape(wing, coat)
    for k in range(4):
        body.line([(-0.1 + k * 0.12, -0.2), (0.02 + k * 0.13, -1.2 + k * 0.26)], mix(coat, pale, 0.45), 0.035)


def dragon(frame: Frame, coat: Colour) -> None:
    """Paint a long dragon of the eastern kind, winding through the air."""
    path = [
        (
            0.95 - 1.75 * t + 0.18 * math.sin(t * 9),
            -0.5 - 0.78 * t - 0.42 * math.sin(t * math.pi * 2.6),
            0.04 + 0.15 * t**0.6,
        )
        for t in (k / 44 for k in range(45))
    ]
    mane = mix(coat, (250, 190, 70), 0.65)
    for k, (x, y, r) in enumerate(path):
        if k % 2 == 0:
            frame.shape(
                [(x - r * 0.8, y - r * 0.5, 0), (x + r * 0.35, y - r * 2.0, 0), (x + r * 0.8, y - r * 0.5, 0)], mane
            )
    for k in (14, 30):
        x, y, r = path[k]
        limb: list[Point] = [(x, y), (x + r * 1.3, y + r * 1.6), (x + r * 0.4, y + r * 2.7)]
        frame.line(limb, darker(coat, 0.15), 0.085)
        for claw in (-0.1, 0, 0.1):
            end = limb[2]
            frame.line([end, (end[0] + claw - 0.05, end[1] + 0.12)], (246, 234, 206), 0.03)
    belly = mix(coat, (255, 232, 180), 0.7)
    for k, (x, y, r) in enumerate(path):
        frame.oval(x, y, r, r, mix(coat, darker(coat, 0.4), 0.35 if k % 2 else 0), depth=0.7 if k % 4 == 0 else 0)
        frame.oval(x - r * 0.05, y + r * 0.5, r * 0.6, r * 0.36, belly, depth=0)
    head = frame.inner(path[-1][0] - 0.1, path[-1][1] - 0.02, 0.36)
    for lift in (-0.5, -0.1, 0.3):
        head.shape([(0.2, lift - 0.2, 0), (1.0, lift - 0.35, 0), (0.3, lift + 0.3, 0)], mane)
    for side in (0, 0.26):
        head.line([(0.05 + side, -0.4), (0.3 + side, -0.9), (0.75 + side, -1.15)], (246, 226, 180), 0.1)
        head.line([(0.28 + side, -0.86), (0.24 + side, -1.15)], (246, 226, 180), 0.08)
    head.shape(
        [(0.5, -0.4), (0.0, -0.58), (-0.4, -0.32), (-0.95, -0.26), (-1.12, 0.0), (-0.9, 0.14), (-0.3, 0.2),
        (-0.8, 0.4), (-0.5, 0.54),
         (0.1, 0.5), (0.5, 0.3)],
        coat,
    )  # fmt: skip
    head.oval(-0.14, -0.22, 0.15, 0.13, (255, 236, 150), depth=0)
    head.oval(-0.16, -0.22, 0.05, 0.11, _INK, depth=0)
    head.oval(-0.94, -0.12, 0.05, 0.04, _INK, depth=0)
    head.line([(-0.9, 0.06), (-1.3, 0.24), (-1.2, 0.62), (-1.5, 0.9)], mane, 0.06)


def person(frame: Frame, coat: Colour) -> None:
    """Paint a young person with loose hair and a scarf, from the chest up."""
    skin: Colour = (246, 208, 182)
    hair: Colour = (74, 46, 52)
    bust = frame.inner(0, -0.42, 1)
    back: list[Point] = [(0, -1.24), (-0.5, -1.08), (-0.66, -0.6), (-0.62, -0.1), (-0.72, 0.28, 0), (0, 0.2),
        (0.72, 0.28, 0),
                         (0.62, -0.1), (0.66, -0.6), (0.5, -1.08)]  # fmt: skip
    bust.shape(back, darker(hair, 0.2))
    bust.shape([(-0.3, 0.02), (-0.78, 0.16), (-0.98, 0.7), (0.98, 0.7), (0.78, 0.16), (0.3, 0.02)], coat)
    bust.shape([(-0.15, -0.4), (-0.17, 0.04), (0, 0.14), (0.17, 0.04), (0.15, -0.4)], darker(skin, 0.14), depth=0.6)
    bust.shape(
        [
            (0, -1.06),
            (-0.38, -0.9),
            (-0.44, -0.56),
            (-0.3, -0.24),
            (0, -0.08),
            (0.3, -0.24),
            (0.44, -0.56),
            (0.38, -0.9),
        ],
        skin,
    )
    for side in (-1, 1):
        bust.oval(side * 0.19, -0.52, 0.085, 0.095, (255, 252, 248), depth=0)
        bust.oval(side * 0.19, -0.51, 0.062, 0.085, mix(coat, (52, 74, 110), 0.6), depth=0)
        bust.oval(side * 0.19, -0.51, 0.03, 0.045, _INK, depth=0)
        bust.oval(side * 0.19 - 0.02, -0.545, 0.02, 0.02, (255, 255, 255), depth=0)
        bust.line([(side * 0.1, -0.6), (side * 0.2, -0.635), (side * 0.29, -0.58)], _INK, 0.028)
        bust.line([(side * 0.1, -0.72), (side * 0.2, -0.75), (side * 0.29, -0.71)], hair, 0.024)
        bust.oval(side * 0.26, -0.38, 0.075, 0.04, mix(skin, (240, 120, 120), 0.4), depth=0)
    bust.line([(-0.02, -0.42), (0.02, -0.38), (-0.01, -0.36)], darker(skin, 0.28), 0.02)
    bust.line([(-0.09, -0.25), (0, -0.22), (0.09, -0.25)], (196, 88, 92), 0.028)
    fringe: list[Point] = [(0, -1.2), (-0.44, -1.06), (-0.53, -0.62), (-0.48, -0.3, 0), (-0.36, -0.66),
        (-0.2, -0.86, 0),
                           (-0.1, -0.7, 0), (0.06, -0.88, 0), (0.22, -0.72, 0), (0.38, -0.7), (0.48, -0.3, 0),
                           (0.53, -0.62),
                           (0.44, -1.06)]  # fmt: skip
    bust.shape(fringe, hair)
    scarf = mix(coat, (250, 240, 226), 0.72)
    bust.shape([(-0.36, -0.1), (0, 0.0), (0.36, -0.1), (0.42, 0.1), (0, 0.24), (-0.42, 0.1)], scarf)
    bust.shape([(0.12, 0.12), (0.34, 0.1), (0.42, 0.62, 0), (0.2, 0.66, 0)], darker(scarf, 0.1))
