"""Paints the four-legged subjects. They sit, facing the viewer: one shared body, and a head, ears and tail for each."""

from sandbox.painter.canvas import Frame, Point
from sandbox.painter.palette import Colour, darker, lighter, mix

_INK: Colour = (34, 26, 34)
_WHITE: Colour = (250, 246, 240)


def fox(frame: Frame, coat: Colour) -> None:
    """Paint a fox with black socks, a white chest and a white tip to its brush."""
    socks = mix(coat, _INK, 0.82)
    _shadow(frame, 0.95)
    brush: list[Point] = [
        (0.2, -0.02), (0.55, 0.05), (0.92, -0.02), (1.14, -0.28), (1.16, -0.62), (1.02, -0.92), (0.9, -1.12, 0),
        (0.8, -0.84), (0.74, -0.56), (0.6, -0.38), (0.34, -0.32),
    ]  # fmt: skip
    frame.shape(brush, coat)
    tip: list[Point] = [
        (1.165, -0.6), (1.02, -0.92), (0.9, -1.12, 0), (0.8, -0.84), (0.77, -0.68, 0), (0.87, -0.76, 0),
        (0.93, -0.62, 0), (1.02, -0.72, 0), (1.09, -0.58, 0),
    ]  # fmt: skip
    frame.shape(tip, _WHITE, depth=0.7, outline=False)
    _sitting(frame, coat, coat, socks)
    bib: list[Point] = [
        (-0.27, -0.98), (-0.3, -0.76), (-0.23, -0.66, 0), (-0.22, -0.56), (-0.15, -0.52, 0), (-0.1, -0.4),
        (-0.02, -0.28, 0),
        (0.06, -0.4), (0.1, -0.5, 0), (0.19, -0.56), (0.2, -0.66, 0), (0.28, -0.76), (0.25, -0.98),
    ]  # fmt: skip
    frame.shape(bib, _WHITE, depth=0.6, outline=False)
    head = frame.inner(-0.02, -1.13, 0.5)
    head.both([(-0.88, -0.3), (-0.9, -0.9), (-0.74, -1.42, 0), (-0.36, -1.06), (-0.12, -0.66)], darker(coat, 0.08))
    head.both(
        [(-0.74, -0.48), (-0.77, -0.86), (-0.69, -1.18, 0), (-0.46, -0.94), (-0.3, -0.66)],
        mix(coat, (70, 40, 48), 0.62), depth=0.4, outline=False,
    )  # fmt: skip
    head.both([(-0.85, -0.92), (-0.74, -1.42, 0), (-0.52, -1.2), (-0.68, -1.14)], socks, depth=0.3, outline=False)
    face: list[Point] = [
        (0, -0.76), (-0.5, -0.68), (-0.82, -0.36), (-0.92, -0.06), (-1.12, 0.2, 0), (-0.9, 0.22), (-0.94, 0.4, 0),
        (-0.68, 0.42), (-0.36, 0.62), (-0.18, 0.84), (0, 0.9),
    ]  # fmt: skip
    _mirrored(head, face, coat)
    cheek: list[Point] = [
        (-0.13, 0.62), (-0.17, 0.3), (-0.36, 0.16), (-0.66, 0.1), (-0.9, 0.1), (-1.08, 0.2, 0), (-0.88, 0.22),
        (-0.92, 0.38, 0), (-0.66, 0.41), (-0.36, 0.61), (-0.18, 0.82), (-0.02, 0.88), (-0.03, 0.7),
    ]  # fmt: skip
    head.both(cheek, _WHITE, depth=0.5, outline=False)
    head.both(
        [(-0.46, -0.3), (-0.35, -0.35), (-0.26, -0.29), (-0.36, -0.26)], lighter(coat, 0.22), depth=0, outline=False
    )
    _eyes(head, 0.4, 0.0, 0.13, (126, 74, 34), slant=16)
    _nose(head, 0.72, 0.15)


def cat(frame: Frame, coat: Colour) -> None:
    """Paint a cat with its tail in the air."""
    _shadow(frame, 0.8)
    tail: list[Point] = [
        (0.3, -0.02), (0.72, 0.02), (0.98, -0.22), (0.98, -0.58), (0.86, -0.84), (0.92, -1.04), (1.1, -1.06),
        (1.16, -1.2),
        (1.0, -1.28), (0.78, -1.16), (0.7, -0.84), (0.82, -0.54), (0.8, -0.34), (0.62, -0.24), (0.34, -0.26),
    ]  # fmt: skip
    frame.shape(tail, darker(coat, 0.12))
    _sitting(frame, coat, coat, lighter(coat, 0.5))
    frame.shape(
        [(-0.2, -0.92), (-0.22, -0.7), (0, -0.42), (0.2, -0.7), (0.18, -0.92)],
        lighter(coat, 0.5),
        depth=0.5,
        outline=False,
    )
    head = frame.inner(-0.02, -1.1, 0.46)
    head.both([(-0.92, -0.1), (-0.96, -0.7), (-0.84, -1.16, 0), (-0.46, -0.9), (-0.16, -0.6)], coat)
    pink = mix(coat, (240, 150, 160), 0.65)
    head.both(
        [(-0.78, -0.4), (-0.84, -0.72), (-0.78, -0.96, 0), (-0.52, -0.78), (-0.36, -0.6)],
        pink,
        depth=0.3,
        outline=False,
    )
    face: list[Point] = [(0, -0.72), (-0.5, -0.68), (-0.9, -0.32), (-1.02, 0.1), (-0.86, 0.46), (-0.44, 0.7), (0, 0.76)]
    _mirrored(head, face, coat)
    for x in (-0.24, 0, 0.24):
        head.line([(x * 0.7, -0.7), (x, -0.36)], darker(coat, 0.38), 0.075)
    head.both(
        [(0, 0.26), (-0.28, 0.24), (-0.44, 0.44), (-0.3, 0.64), (0, 0.7)], lighter(coat, 0.58), depth=0.4, outline=False
    )
    _eyes(head, 0.44, -0.02, 0.19, (236, 206, 92), slant=6)
    _nose(head, 0.3, 0.08, (224, 128, 136))
    head.line([(0, 0.36), (0, 0.44)], _INK, 0.035)
    head.line([(-0.22, 0.46), (-0.1, 0.52), (0, 0.44), (0.1, 0.52), (0.22, 0.46)], _INK, 0.035)
    for side in (-1, 1):
        for lift in (-0.12, 0.02, 0.16):
            head.line([(side * 0.5, 0.4 + lift * 0.4), (side * 1.3, 0.34 + lift)], lighter(coat, 0.75), 0.022)


def dog(frame: Frame, coat: Colour) -> None:
    """Paint a dog with hanging ears, its tongue out."""
    _shadow(frame, 0.8)
    frame.shape(
        [(0.4, -0.1), (0.8, -0.24), (1.0, -0.6), (1.02, -0.84, 0), (0.8, -0.6), (0.62, -0.42), (0.4, -0.36)], coat
    )
    cream = mix(coat, (255, 244, 226), 0.75)
    _sitting(frame, coat, coat, cream)
    frame.shape(
        [(-0.24, -0.96), (-0.26, -0.66), (0, -0.34), (0.24, -0.66), (0.22, -0.96)], cream, depth=0.5, outline=False
    )
    frame.shape([(-0.3, -0.9), (0, -0.8), (0.3, -0.9), (0.3, -0.8), (0, -0.69), (-0.3, -0.8)], (204, 62, 56), depth=0.6)
    head = frame.inner(-0.02, -1.14, 0.47)
    face: list[Point] = [
        (0, -0.78),
        (-0.46, -0.74),
        (-0.78, -0.4),
        (-0.82, 0.06),
        (-0.6, 0.46),
        (-0.36, 0.78),
        (0, 0.86),
    ]
    _mirrored(head, face, coat)
    head.both(
        [(-0.42, -0.74), (-0.82, -0.72), (-1.1, -0.3), (-1.12, 0.26), (-0.92, 0.46), (-0.76, 0.1), (-0.68, -0.34)],
        darker(coat, 0.3),
    )  # fmt: skip
    head.shape(
        [(0, -0.6), (-0.13, -0.2), (-0.4, 0.2), (-0.46, 0.52), (-0.3, 0.78), (0, 0.84), (0.3, 0.78),
        (0.46, 0.52), (0.4, 0.2),
         (0.13, -0.2)],
        cream, depth=0.5, outline=False,
    )  # fmt: skip
    _eyes(head, 0.38, -0.08, 0.12, (96, 62, 42), slant=0)
    head.shape(
        [(-0.14, 0.6), (0, 0.64), (0.14, 0.6), (0.14, 0.86), (0, 1.0), (-0.14, 0.86)], (236, 116, 124), depth=0.5
    )
    _nose(head, 0.3, 0.17)
    head.line([(-0.3, 0.56), (-0.12, 0.64), (0, 0.5), (0.12, 0.64), (0.3, 0.56)], _INK, 0.04)


def rabbit(frame: Frame, coat: Colour) -> None:
    """Paint a rabbit with long ears."""
    _shadow(frame, 0.75)
    frame.oval(0.6, -0.2, 0.17, 0.16, lighter(coat, 0.6))
    _sitting(frame, coat, coat, lighter(coat, 0.45))
    frame.oval(0, -0.56, 0.24, 0.32, lighter(coat, 0.55), depth=0)
    head = frame.inner(-0.02, -1.0, 0.42)
    head.both([(-0.5, -0.4), (-0.66, -1.1), (-0.6, -1.84), (-0.36, -2.0), (-0.2, -1.6), (-0.12, -0.6)], coat)
    pink = mix(coat, (244, 160, 170), 0.7)
    head.both(
        [(-0.42, -0.62), (-0.52, -1.14), (-0.48, -1.66), (-0.36, -1.76), (-0.28, -1.4), (-0.24, -0.7)], pink, depth=0.3
    )
    face: list[Point] = [(0, -0.74), (-0.46, -0.68), (-0.78, -0.24), (-0.86, 0.22), (-0.62, 0.6), (0, 0.78)]
    _mirrored(head, face, coat)
    head.both(
        [(0, 0.24), (-0.3, 0.28), (-0.42, 0.5), (-0.24, 0.7), (0, 0.72)], lighter(coat, 0.6), depth=0.3, outline=False
    )
    _eyes(head, 0.46, -0.02, 0.15, (70, 42, 46), slant=0)
    _nose(head, 0.28, 0.09, (230, 132, 142))
    head.line([(-0.16, 0.42), (-0.08, 0.48), (0, 0.4), (0.08, 0.48), (0.16, 0.42)], _INK, 0.035)


def _sitting(frame: Frame, coat: Colour, haunch: Colour, paws: Colour) -> None:
    """Paint the body that all these animals share, from the paws to the neck."""
    frame.both(
        [(-0.3, -0.62), (-0.58, -0.5), (-0.68, -0.18), (-0.6, -0.02), (-0.3, 0.0), (-0.2, -0.3)], darker(haunch, 0.14)
    )
    frame.both([(-0.3, -0.07), (-0.52, -0.1), (-0.62, -0.01), (-0.54, 0.05), (-0.3, 0.05)], paws, depth=0.7)
    frame.shape(
        [(-0.26, -1.1), (-0.38, -0.8), (-0.36, -0.4), (-0.3, -0.08), (0, -0.06), (0.3, -0.08), (0.36, -0.4),
        (0.38, -0.8),
         (0.26, -1.1)],
        coat,
    )  # fmt: skip
    for side in (-1, 1):
        leg: list[Point] = [(0.06, -0.56), (0.28, -0.6), (0.29, -0.3), (0.24, 0.0), (0.08, 0.0), (0.06, -0.3)]
        frame.shape([(x * side, *rest) for x, *rest in leg], coat, depth=0.6, foot=paws)
        frame.oval(side * 0.17, 0.02, 0.125, 0.07, paws, depth=0.7)


def _mirrored(frame: Frame, left: list[Point], colour: Colour) -> None:
    """Draw a shape whose right half mirrors its left one; the first and the last point lie on the axis."""
    right: list[Point] = [(-point[0], *point[1:]) for point in reversed(left[1:-1])]
    frame.shape([*left, *right], colour)


def _eyes(head: Frame, x: float, y: float, size: float, iris: Colour, *, slant: float) -> None:
    for side in (-1, 1):
        turn = slant * side
        head.oval(side * x, y, size * 1.22, size * 0.98, _INK, turn=turn, depth=0)
        head.oval(side * x, y + size * 0.05, size * 0.92, size * 0.78, iris, turn=turn, depth=0)
        head.oval(side * x, y + size * 0.05, size * 0.46, size * 0.7, (16, 12, 18), depth=0)
        head.oval(side * x - size * 0.26, y - size * 0.28, size * 0.25, size * 0.23, (255, 255, 255), depth=0)
        head.oval(side * x + size * 0.3, y + size * 0.34, size * 0.12, size * 0.1, lighter(iris, 0.6), depth=0)


def _nose(head: Frame, y: float, size: float, colour: Colour = _INK) -> None:
    head.shape(
        [(-size, y - size * 0.4), (0, y - size * 0.65), (size, y - size * 0.4), (size * 0.5, y + size * 0.4),
        (0, y + size * 0.7),
         (-size * 0.5, y + size * 0.4)],
        colour, depth=0.5, outline=False,
    )  # fmt: skip
    head.oval(-size * 0.35, y - size * 0.25, size * 0.26, size * 0.14, lighter(colour, 0.6), depth=0)


def _shadow(frame: Frame, width: float) -> None:
    x, y = frame.at(0.12, 0.03)
    w, h = frame.length(width), frame.length(0.13)
    shadow = mix(frame.canvas.shadow, (40, 60, 120), 0.3)
    for k in range(5):
        grown = 1 - k * 0.16
        frame.canvas.draw.ellipse((x - w * grown, y - h * grown, x + w * grown, y + h * grown), fill=(*shadow, 34))
