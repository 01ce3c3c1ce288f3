"""Paints lily pads and their flowers, seen from above."""

import math
import random

from sandbox.painter.canvas import Canvas, Point
from sandbox.painter.palette import Palette, lighter, mix

_SPOTS = (
    (0.1, 0.14, 0.11),
    (0.27, 0.07, 0.08),
    (0.9, 0.88, 0.13),
    (0.72, 0.95, 0.09),
    (0.08, 0.92, 0.12),
    (0.93, 0.62, 0.07),
)


def lily_pads(canvas: Canvas, palette: Palette, rng: random.Random) -> None:
    """Paint pads at the edges of a pond, two of them in flower."""
    leaf = mix((74, 146, 92), palette.shadow, 0.3)
    for n, (x, y, size) in enumerate(_SPOTS):
        cx = canvas.width * (x + rng.uniform(-0.02, 0.02))
        cy = canvas.height * (y + rng.uniform(-0.02, 0.02))
        frame = canvas.frame(cx, cy, canvas.unit * size)
        notch = rng.uniform(0, math.tau)
        rim: list[Point] = [(math.cos(notch) * 0.12, math.sin(notch) * 0.1, 0)]
        for k in range(17):
            a = notch + 0.22 + k / 16 * (math.tau - 0.44)
            rim.append((math.cos(a), math.sin(a) * 0.86, 0 if k in {0, 16} else 1))
        canvas.frame(cx + canvas.unit * 0.012, cy + canvas.unit * 0.018, canvas.unit * size).shape(
            rim, mix(palette.shadow, palette.water, 0.3), depth=0, outline=False
        )
        tone = mix(leaf, palette.light, rng.uniform(0, 0.16))
        frame.shape(rim, tone)
        for k in range(1, 16, 2):
            frame.line(
                [(rim[0][0], rim[0][1]), (rim[k + 1][0] * 0.86, rim[k + 1][1] * 0.86)], lighter(tone, 0.18), 0.022
            )
        if n in {0, 2}:
            bloom = frame.inner(0.1, -0.1, 0.5)
            for count, reach, tint in ((9, 0.62, 0.25), (7, 0.4, 0.5), (5, 0.2, 0.75)):
                petal = mix((236, 120, 164), (255, 240, 246), tint)
                for k in range(count):
                    a = k / count * math.tau + reach
                    turn = math.degrees(a)
                    bloom.oval(math.cos(a) * reach, math.sin(a) * reach * 0.9, 0.36, 0.17, petal, turn=turn, depth=0.6)
            bloom.oval(0, 0, 0.15, 0.14, (250, 206, 92))
