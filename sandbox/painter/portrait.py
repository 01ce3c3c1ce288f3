"""Paints a person as if taken by a camera: soft light, a blurred background, hair strand by strand."""

import random
from dataclasses import dataclass

from PIL import Image

from sandbox.painter.airbrush import Airbrush, strands
from sandbox.painter.canvas import Point
from sandbox.painter.palette import Colour, darker, lighter, mix

_SKINS: tuple[Colour, ...] = ((240, 202, 176), (226, 178, 146), (190, 136, 102), (134, 90, 66))
_HAIRS: tuple[tuple[Colour, Colour], ...] = (
    ((44, 28, 26), (128, 84, 60)),
    ((22, 18, 24), (92, 84, 98)),
    ((78, 40, 22), (192, 116, 64)),
    ((112, 74, 40), (226, 180, 112)),
)
_EYES: tuple[Colour, ...] = ((96, 62, 40), (70, 98, 66), (66, 96, 128), (74, 52, 42))
_CLOTHES: tuple[tuple[Colour, Colour], ...] = (
    ((46, 92, 110), (232, 208, 168)),
    ((146, 58, 54), (238, 226, 208)),
    ((196, 146, 66), (72, 82, 110)),
    ((62, 84, 66), (222, 176, 132)),
)

_FACE: list[Point] = [
    (0, -0.86), (-0.3, -0.8), (-0.47, -0.5), (-0.495, -0.1), (-0.455, 0.22), (-0.33, 0.52), (-0.14, 0.7), (0, 0.73),
    (0.14, 0.7), (0.33, 0.52), (0.455, 0.22), (0.495, -0.1), (0.47, -0.5), (0.3, -0.8),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Describes a person's looks: colours, and the cut of the hair (`long`, `bob` or `short`)."""

    skin: Colour
    hair: tuple[Colour, Colour]
    eyes: Colour
    coat: Colour
    scarf: Colour
    cut: str


def person(seed: int) -> Person:
    """Return the person for this seed."""
    rng = random.Random(f"person|{seed}")
    coat, scarf = rng.choice(_CLOTHES)
    cut = ("long", "short", "bob")[seed % 3]
    return Person(rng.choice(_SKINS[:3]), rng.choice(_HAIRS), rng.choice(_EYES), coat, scarf, cut)


def portrait(image: Image.Image, seed: int) -> None:
    """Paint a person from the chest up into the middle of a background."""
    rng = random.Random(f"portrait|{seed}")
    who = person(seed)
    unit = min(image.width / 2.15, image.height / 2.75)
    brush = Airbrush(image, image.width / 2, image.height * 0.47, unit, rng.choice([-4, -3, 3, 4]))
    if who.cut != "short":
        _back_hair(brush, who, rng)
    _body(brush.turned(0), who, rng)
    _neck(brush, who)
    _head(brush, who, rng)
    _hair(brush, who, rng)


def _body(brush: Airbrush, who: Person, rng: random.Random) -> None:
    shade = darker(who.coat, 0.45)
    shoulders: list[Point] = [
        (-0.2, 0.74), (-0.52, 0.94), (-0.98, 1.1), (-1.24, 1.5), (-1.34, 2.4, 0), (1.34, 2.4, 0), (1.24, 1.5),
        (0.98, 1.1), (0.52, 0.94), (0.2, 0.74),
    ]  # fmt: skip
    with brush.within(shoulders, blur=0.008):
        brush.fill(shoulders, who.coat)
        brush.spot(-0.75, 1.2, 0.6, 0.45, lighter(who.coat, 0.35), 0.65, turn=-24)
        brush.spot(0.95, 1.7, 0.7, 1.1, shade, 0.9)
        brush.spot(0.0, 1.05, 0.8, 0.4, shade, 0.75)
        for side in (-1, 1):
            brush.spot(side * 0.86, 1.75, 0.1, 0.6, shade, 0.55, turn=side * 6)
        for row in range(26):
            y = 1.0 + row * 0.055
            dots: list[Point] = [(x / 10 - 1.4, y + 0.05 * ((x / 10 - 1.4) ** 2)) for x in range(29)]
            brush.line(dots, shade, 0.012, opacity=0.13)
    scarf: list[Point] = [
        (-0.36, 0.62), (-0.56, 0.78), (-0.58, 1.0), (-0.28, 1.16), (0.08, 1.2), (0.44, 1.1), (0.6, 0.94), (0.54, 0.74),
        (0.34, 0.62), (0, 0.78),
    ]  # fmt: skip
    end: list[Point] = [(0.12, 1.06), (0.42, 1.02), (0.52, 1.5), (0.5, 2.4, 0), (0.16, 2.4, 0), (0.2, 1.5)]
    for part in (end, scarf):
        with brush.within(part, blur=0.007):
            brush.fill(part, who.scarf)
            brush.spot(-0.3, 0.84, 0.4, 0.22, lighter(who.scarf, 0.5), 0.6)
            brush.spot(0.5, 1.0, 0.3, 0.4, darker(who.scarf, 0.4), 0.7)
            brush.spot(0, 0.68, 0.5, 0.2, darker(who.scarf, 0.55), 0.8)
            for k in range(5):
                y = 0.76 + k * 0.09
                fold: list[Point] = [(-0.6, y - 0.04), (-0.2, y + 0.12), (0.2, y + 0.13), (0.6, y - 0.05)]
                brush.line(fold, darker(who.scarf, 0.35), 0.03, opacity=0.35)
                brush.line([(x, y - 0.03) for x, y in fold], lighter(who.scarf, 0.4), 0.016, opacity=0.35)
            for k in range(4):
                x = 0.2 + k * 0.08 + rng.uniform(-0.01, 0.01)
                brush.line([(x, 1.2), (x + 0.03, 1.6), (x, 2.3)], darker(who.scarf, 0.3), 0.02, opacity=0.35)


def _neck(brush: Airbrush, who: Person) -> None:
    skin = darker(who.skin, 0.1)
    neck: list[Point] = [
        (-0.27, 0.3), (-0.26, 0.66), (-0.36, 0.9), (0, 1.0), (0.36, 0.9), (0.26, 0.66), (0.27, 0.3),
    ]  # fmt: skip
    collar: list[Point] = [(-0.3, 0.3, 0), (-0.34, 0.72), (0, 0.87), (0.34, 0.72), (0.3, 0.3, 0)]
    with brush.within(collar):
        brush.fill(neck, skin)
        brush.spot(0, 0.55, 0.5, 0.3, mix(skin, (96, 42, 34), 0.55), 0.85)
        brush.spot(0.3, 0.6, 0.3, 0.5, mix(skin, (90, 40, 40), 0.5), 0.6)


def _head(brush: Airbrush, who: Person, rng: random.Random) -> None:
    skin = who.skin
    shade, glow = mix(skin, (128, 52, 40), 0.42), lighter(skin, 0.5)
    for side in (-1, 1):
        ear: list[Point] = [(side * 0.46, -0.14), (side * 0.56, -0.2), (side * 0.57, 0.02), (side * 0.46, 0.2)]
        brush.fill(ear, mix(skin, shade, 0.35), blur=0.006)
        brush.spot(side * 0.51, -0.02, 0.04, 0.1, shade, 0.6)
    with brush.within(_FACE, blur=0.006):
        brush.fill(_FACE, skin)
        brush.spot(0.42, 0.12, 0.42, 0.9, shade, 0.7)
        brush.spot(-0.5, 0.2, 0.2, 0.8, shade, 0.4)
        brush.spot(0, 0.82, 0.5, 0.26, shade, 0.75)
        brush.spot(-0.16, -0.48, 0.36, 0.3, glow, 0.6)
        brush.spot(-0.27, 0.17, 0.2, 0.16, glow, 0.42)
        brush.spot(0, 0.6, 0.12, 0.09, glow, 0.4)
        brush.spot(0, -0.76, 0.7, 0.34, mix(shade, who.hair[0], 0.4), 0.85)
        for side in (-1, 1):
            brush.spot(side * 0.3, 0.24, 0.2, 0.15, mix(skin, (226, 92, 84), 0.6), 0.2 if who.cut == "short" else 0.42)
            brush.spot(side * 0.21, -0.04, 0.18, 0.13, shade, 0.5)
            brush.spot(side * 0.1, -0.06, 0.08, 0.16, shade, 0.5)
        _nose(brush, skin, shade, glow)
        _mouth(brush, mix(skin, (186, 58, 62), 0.32 if who.cut == "short" else 0.62), shade)
        for side in (-1, 1):
            _eye(brush, who, side, shade)
            _brow(brush, who, side, rng)
        for _ in range(26):
            x, y = rng.gauss(0, 0.16), rng.gauss(0.16, 0.06)
            brush.spot(x, y, 0.009, 0.009, shade, 0.35)


def _nose(brush: Airbrush, skin: Colour, shade: Colour, glow: Colour) -> None:
    brush.spot(0.08, 0.14, 0.08, 0.26, shade, 0.45)
    brush.spot(-0.015, 0.05, 0.04, 0.28, glow, 0.5)
    brush.spot(-0.01, 0.25, 0.06, 0.055, glow, 0.65)
    brush.spot(0.0, 0.34, 0.14, 0.05, mix(shade, (90, 34, 30), 0.3), 0.6)
    for side in (-1, 1):
        brush.spot(side * 0.095, 0.28, 0.05, 0.06, mix(skin, shade, 0.5), 0.5)
        brush.spot(side * 0.05, 0.318, 0.034, 0.018, (74, 30, 28), 0.8, turn=side * 14)
        brush.line(
            [(side * 0.105, 0.235), (side * 0.128, 0.285), (side * 0.1, 0.32)], mix(shade, (90, 34, 30), 0.4), 0.012,
            opacity=0.5,
        )  # fmt: skip


def _mouth(brush: Airbrush, lip: Colour, shade: Colour) -> None:
    upper: list[Point] = [
        (-0.185, 0.463), (-0.09, 0.43), (-0.03, 0.415), (0, 0.425), (0.03, 0.415), (0.09, 0.43), (0.185, 0.463),
        (0.08, 0.476), (0, 0.482), (-0.08, 0.476),
    ]  # fmt: skip
    lower: list[Point] = [
        (-0.18, 0.466), (-0.08, 0.478), (0, 0.484), (0.08, 0.478), (0.18, 0.466), (0.1, 0.53), (0, 0.548), (-0.1, 0.53),
    ]  # fmt: skip
    brush.spot(0, 0.58, 0.15, 0.045, shade, 0.55)
    brush.fill(lower, mix(lip, (255, 200, 190), 0.16), blur=0.008)
    brush.fill(upper, darker(lip, 0.14), blur=0.008)
    brush.spot(-0.02, 0.51, 0.09, 0.024, (255, 226, 218), 0.55)
    brush.line(
        [(-0.215, 0.438), (-0.11, 0.472), (0, 0.482), (0.11, 0.472), (0.215, 0.438)], (108, 34, 38), 0.014, opacity=0.85
    )
    for side in (-1, 1):
        brush.spot(side * 0.215, 0.453, 0.035, 0.04, shade, 0.6)


def _eye(brush: Airbrush, who: Person, side: int, shade: Colour) -> None:
    x, y = side * 0.213, -0.015

    def at(*points: tuple[float, float]) -> list[Point]:
        return [(x + side * dx, y + dy) for dx, dy in points]

    white = at((-0.105, 0.022), (-0.05, -0.036), (0.015, -0.054), (0.075, -0.026), (0.108, 0.004), (0.06, 0.034),
               (0.0, 0.045), (-0.06, 0.036))  # fmt: skip
    with brush.within(white, blur=0.003):
        brush.fill(white, (240, 234, 230))
        brush.spot(x, y - 0.05, 0.14, 0.05, (120, 96, 96), 0.75)
        brush.spot(x + side * 0.1, y, 0.05, 0.06, (200, 150, 146), 0.5)
        iris = [(x + 0.056 * a, y - 0.004 + 0.056 * b) for a, b in ((-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7), (1, 0),
                (0.7, 0.7), (0, 1), (-0.7, 0.7))]  # fmt: skip
        brush.fill(iris, darker(who.eyes, 0.5), blur=0.004)
        brush.spot(x, y + 0.006, 0.056, 0.056, who.eyes, 1)
        brush.spot(x, y + 0.026, 0.05, 0.03, lighter(who.eyes, 0.45), 0.8)
        brush.fill([(x + (a - x) * 0.42, y - 0.004 + (b - y + 0.004) * 0.42) for a, b in iris], (12, 8, 10), blur=0.003)
        brush.spot(x, y - 0.05, 0.11, 0.045, (30, 16, 18), 0.6)
    brush.spot(x - 0.02, y - 0.02, 0.02, 0.02, (255, 255, 255), 1)
    brush.spot(x - 0.02, y - 0.02, 0.012, 0.012, (255, 255, 255), 1)
    brush.spot(x + 0.02, y + 0.018, 0.014, 0.012, (255, 255, 255), 0.5)
    lid = (46, 24, 22)
    upper = at((-0.112, 0.026), (-0.06, -0.036), (0.012, -0.058), (0.078, -0.03), (0.128, -0.002))
    brush.line(upper, lid, 0.024, opacity=0.9)
    brush.line([(a, b - 0.034) for a, b in upper], mix(shade, lid, 0.45), 0.012, opacity=0.6)
    brush.line(at((-0.09, 0.034), (0, 0.05), (0.1, 0.012)), mix(shade, lid, 0.4), 0.009, opacity=0.6)
    for k in range(0 if who.cut == "short" else 9):
        t = k / 8
        dx, dy = -0.05 + t * 0.165, -0.045 - 0.014 * (1 - abs(t - 0.4) * 2) + t * t * 0.03
        brush.line(at((dx, dy), (dx + 0.006 + t * 0.014, dy - 0.012), (dx + 0.012 + t * 0.03, dy - 0.018)), lid, 0.006,
                   opacity=0.8)  # fmt: skip


def _brow(brush: Airbrush, who: Person, side: int, rng: random.Random) -> None:
    heavy = 1.35 if who.cut == "short" else 1
    brush.line(
        [(side * 0.1, -0.145), (side * 0.2, -0.178), (side * 0.34, -0.15)], who.hair[0], 0.034 * heavy, opacity=0.45
    )
    for _ in range(54):
        t = rng.random()
        x, y = 0.095 + t * 0.245, -0.138 - 0.04 * (1 - (2 * t - 1.1) ** 2) + rng.uniform(-0.012, 0.012) * heavy
        brush.line(
            [(side * x, y), (side * (x + 0.02), y - 0.01 * (1 - t)), (side * (x + 0.04), y - 0.004 + 0.016 * t)],
            mix(who.hair[0], who.hair[1], rng.random() * 0.35), 0.007, opacity=0.6,
        )  # fmt: skip


def _back_hair(brush: Airbrush, who: Person, rng: random.Random) -> None:
    long = 1.5 if who.cut == "long" else 0.7
    dark = darker(who.hair[0], 0.35)
    for side in (-1, 1):
        mass: list[Point] = [
            (0, -0.98), (side * 0.4, -0.86), (side * 0.6, -0.4), (side * 0.62, 0.2), (side * 0.66, long * 0.7),
            (side * 0.54, long), (side * 0.2, long * 0.8), (0, 0.3),
        ]  # fmt: skip
        brush.fill(mass, dark, blur=0.02)
        strands(
            brush,
            [(side * 0.1, -0.9), (side * 0.34, -0.4), (side * 0.34, 0.3), (side * 0.3, long * 0.72),
             (side * 0.2, long)],
            [(side * 0.3, -0.95), (side * 0.62, -0.4), (side * 0.66, 0.2), (side * 0.72, long * 0.7),
             (side * 0.6, long * 1.02)],
            (dark, mix(*who.hair, 0.5)), rng, count=260, shine=0.5, wave=0.02,
        )  # fmt: skip


def _hair(brush: Airbrush, who: Person, rng: random.Random) -> None:
    if who.cut == "short":
        _short_hair(brush, who, rng)
    else:
        _parted_hair(brush, who, rng)


def _short_hair(brush: Airbrush, who: Person, rng: random.Random) -> None:
    cap: list[Point] = [
        (-0.485, -0.28, 0), (-0.53, -0.46), (-0.52, -0.74), (-0.32, -0.98), (0.05, -1.06), (0.36, -0.98), (0.53, -0.7),
        (0.53, -0.46), (0.485, -0.28, 0), (0.45, -0.4), (0.36, -0.56), (0.1, -0.6), (-0.16, -0.56), (-0.38, -0.48),
        (-0.45, -0.36),
    ]  # fmt: skip
    brush.fill([(x + 0.02, y + 0.05) for x, y, *_ in cap], mix(who.skin, (70, 26, 22), 0.8), opacity=0.35, blur=0.04)
    brush.fill(cap, darker(who.hair[0], 0.15), blur=0.014)
    for side in (-1, 1):
        root: list[Point] = [(side * 0.1, -0.92), (side * 0.43, -0.72), (side * 0.46, -0.46), (side * 0.48, -0.3)]
        rim: list[Point] = [(side * 0.06, -1.04), (side * 0.49, -0.84), (side * 0.545, -0.5), (side * 0.5, -0.22)]
        strands(brush, root, rim, who.hair, rng, count=380, shine=0.4)
    crown: list[Point] = [(0.5, -0.78), (0.34, -0.86), (0.02, -0.84), (-0.3, -0.7), (-0.46, -0.44)]
    back: list[Point] = [(0.34, -1.0), (0.16, -1.09), (-0.14, -1.08), (-0.4, -0.92), (-0.53, -0.6)]
    strands(brush, crown, back, who.hair, rng, count=420, shine=0.42)
    tips: list[Point] = [(0.42, -0.62), (0.26, -0.6), (0.06, -0.57), (-0.1, -0.5)]
    fringe: list[Point] = [(0.44, -0.86), (0.2, -0.9), (-0.16, -0.76), (-0.4, -0.47)]
    strands(brush, fringe, tips, who.hair, rng, count=260, shine=0.34)


def _parted_hair(brush: Airbrush, who: Person, rng: random.Random) -> None:
    dark, light = who.hair
    part = -0.12
    end = 1.35 if who.cut == "long" else 0.62
    curl = 0.06 if who.cut == "long" else -0.14
    wave = 0.03 if who.cut == "long" else 0.008
    for side in (1, -1):
        inner: list[Point] = [
            (part, -0.7), (side * 0.2 + part / 2, -0.62), (side * 0.41, -0.36), (side * 0.478, 0.02),
            (side * 0.47, 0.4), (side * (0.48 + curl * 0.6), end * 0.84), (side * (0.5 + curl), end),
        ]  # fmt: skip
        outer: list[Point] = [
            (part + side * 0.02, -1.05), (side * 0.36, -0.96), (side * 0.58, -0.56), (side * 0.63, -0.06),
            (side * 0.66, 0.36), (side * (0.7 + curl * 0.3), end * 0.84), (side * (0.62 + curl * 0.6), end * 1.04),
        ]  # fmt: skip
        mass = [*inner, *reversed(outer)]
        brush.fill([(x - side * 0.03, y + 0.03) for x, y, *_ in mass], mix(who.skin, (70, 26, 22), 0.8), opacity=0.3,
                   blur=0.04)  # fmt: skip
        brush.fill(mass, darker(dark, 0.15), blur=0.016)
        strands(brush, inner, outer, (dark, light), rng, count=620, shine=0.3, wave=wave)
        loose: list[Point] = [(x * 0.985, y + 0.015) for x, y, *_ in inner]
        strands(brush, loose, inner, (dark, light), rng, count=16, width=0.003, shine=0.3, wave=wave * 1.6)
    brush.line([(part, -1.03), (part + 0.01, -0.88), (part, -0.72)], mix(who.skin, dark, 0.55), 0.02, opacity=0.7)
