"""Paints with soft, translucent colour, for pictures that should look like photographs."""

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageDraw, ImageFilter

from sandbox.painter.canvas import Point, smooth
from sandbox.painter.palette import Colour, mix


class Airbrush:
    """Paints on a picture in a model's own coordinates, y pointing down.

    Args:
        image: The picture to paint on.
        x: The pixel column of the model's (0, 0).
        y: The pixel row of the model's (0, 0).
        unit: The length of the model's 1 in pixels.
        tilt: Degrees the model is turned by, clockwise.
    """

    def __init__(self, image: Image.Image, x: float, y: float, unit: float, tilt: float = 0) -> None:
        self.image = image
        self.unit = unit
        self._x, self._y = x, y
        self._tilt = tilt
        self._cos, self._sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point of the model."""
        return (
            self._x + (x * self._cos - y * self._sin) * self.unit,
            self._y + (x * self._sin + y * self._cos) * self.unit,
        )

    def turned(self, tilt: float) -> "Airbrush":
        """Return an airbrush for a part of the model that is tilted differently."""
        return Airbrush(self.image, self._x, self._y, self.unit, tilt)

    def fill(self, points: Sequence[Point], colour: Colour, *, opacity: float = 1, blur: float = 0) -> None:
        """Fill a smooth closed shape; `blur` is the softness of its edge in the model's units."""
        mask, corner = self._mask(points, blur, opacity)
        self.image.paste(colour, corner, mask)

    def spot(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, opacity: float = 1, turn: float = 0
    ) -> None:
        """Spray a round spot that fades out towards its edge."""
        ramp = Image.radial_gradient("L").point(
            [round(255 * opacity * math.cos(min(i / 181, 1) * math.pi / 2) ** 2) for i in range(256)]
        )
        size = (max(round(rx * 2 * self.unit), 2), max(round(ry * 2 * self.unit), 2))
        mask = ramp.resize(size).rotate(-(self._tilt + turn), expand=True, resample=Image.Resampling.BILINEAR)
        px, py = self.at(x, y)
        self.image.paste(colour, (round(px - mask.width / 2), round(py - mask.height / 2)), mask)

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, opacity: float = 1) -> None:
        """Draw a line that swells and thins out at both ends."""
        path = smooth([self.at(x, y) for x, y, *_ in points], closed=False)
        left, right = [], []
        for n, (x, y) in enumerate(path):
            before, after = path[max(n - 1, 0)], path[min(n + 1, len(path) - 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            long = math.hypot(dx, dy) or 1
            half = width * self.unit / 2 * math.sin(math.pi * (0.08 + 0.84 * n / (len(path) - 1)))
            left.append((x - dy / long * half, y + dx / long * half))
            right.append((x + dy / long * half, y - dx / long * half))
        ImageDraw.Draw(self.image, "RGBA").polygon([*left, *reversed(right)], fill=(*colour, round(255 * opacity)))

    @contextmanager
    def within(self, points: Sequence[Point], *, blur: float = 0.004) -> Iterator[None]:
        """Restrict everything painted in this context to the inside of a shape."""
        before = self.image.copy()
        yield
        mask, corner = self._mask(points, blur, 1)
        painted = self.image.crop((*corner, corner[0] + mask.width, corner[1] + mask.height))
        self.image.paste(before)
        self.image.paste(painted, corner, mask)

    def _mask(self, points: Sequence[Point], blur: float, opacity: float) -> tuple[Image.Image, tuple[int, int]]:
        path = smooth([(*self.at(point[0], point[1]), *point[2:]) for point in points])
        radius = max(blur * self.unit, 0.7)
        pad = math.ceil(radius * 3)
        left, top = math.floor(min(x for x, _ in path)) - pad, math.floor(min(y for _, y in path)) - pad
        right, bottom = math.ceil(max(x for x, _ in path)) + pad, math.ceil(max(y for _, y in path)) + pad
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in path], fill=round(255 * opacity))
        return mask.filter(ImageFilter.GaussianBlur(radius)), (left, top)


def strands(
    brush: Airbrush,
    inner: Sequence[Point],
    outer: Sequence[Point],
    colours: tuple[Colour, Colour],
    rng: random.Random,
    *,
    count: int,
    width: float = 0.006,
    shine: float = 0.3,
    wave: float = 0,
) -> None:
    """Draw hair that flows between two guide lines, root first.

    Args:
        brush: The airbrush to draw with.
        inner: The guide line on one side.
        outer: The guide line on the other side; as many points as `inner`.
        colours: The hair in the shade and in the light.
        rng: The source of randomness for strands.
        count: The number of strands.
        width: Width of a strand.
        shine: The position on a strand, from 0 to 1, where the light is reflected.
        wave: The amplitude of a strand's wave.
    """
    dark, light = colours
    sheen = mix(light, (255, 244, 226), 0.3)
    pen = ImageDraw.Draw(brush.image, "RGBA")
    for _ in range(count):
        t, sway, phase = rng.random(), rng.gauss(0, 0.01), rng.uniform(0, math.tau)
        guide = [
            (
                a[0] + (b[0] - a[0]) * t + sway * n + wave * math.sin(n * 1.9 + phase / 5 + t * 2),
                a[1] + (b[1] - a[1]) * t,
            )
            for n, (a, b) in enumerate(zip(inner, outer, strict=True))
        ]
        path = smooth([brush.at(x, y) for x, y in guide], closed=False)
        base = mix(dark, light, min(max(rng.gauss(0.22, 0.17), 0), 1))
        catch = shine + rng.gauss(0, 0.05)
        thick = max(width * brush.unit * rng.uniform(0.5, 1.3), 1)
        end = len(path) - rng.randrange(max(len(path) // 5, 1))
        for n in range(rng.randrange(2), end - 1, 2):
            glow = math.exp(-(((n / len(path) - catch) / 0.15) ** 2))
            tone = mix(base, sheen, (0.35 + 0.3 * math.sin(phase)) * glow)
            thin = max(round(thick * min(1, (end - n) / 8)), 1)
            pen.line((*path[n], *path[min(n + 2, end - 1)]), fill=(*tone, 125), width=thin)
