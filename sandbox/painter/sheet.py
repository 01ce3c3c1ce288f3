"""Draws with clean edges on a clear sheet over a picture: ears, stars, hearts, petals, gears, flames."""

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

from sandbox.painter.canvas import Point, smooth
from sandbox.painter.inks import Head
from sandbox.painter.palette import Colour, darker, lighter

_FINE = 2


class Sheet:
    """Represents a transparent layer; all its measures are pixels of the picture below.

    Args:
        image: The picture below the sheet.
    """

    def __init__(self, image: Image.Image) -> None:
        self.width, self.height = image.size
        self.unit = min(image.size) / 512
        self._below = image
        self._layer = Image.new("RGBA", (image.width * _FINE, image.height * _FINE))
        self._pen = ImageDraw.Draw(self._layer)

    def laid(self) -> Image.Image:
        """Return the picture with the sheet on it."""
        layer = self._layer.resize(self._below.size, Image.Resampling.BOX)
        return Image.alpha_composite(self._below.convert("RGBA"), layer).convert("RGB")

    def polygon(
        self, points: Sequence[Point], fill: Colour, line: Colour | None = None, width: float = 2, opacity: int = 255
    ) -> None:
        """Draw a straight-edged shape."""
        path = [(point[0] * _FINE, point[1] * _FINE) for point in points]
        self._pen.polygon(path, fill=(*fill, opacity))
        if line:
            thick = max(round(width * self.unit * _FINE), 1)
            self._pen.line([*path, path[0], path[1]], fill=(*line, opacity), width=thick, joint="curve")

    def shape(self, points: Sequence[Point], fill: Colour, line: Colour | None = None, width: float = 2) -> None:
        """Draw a smooth shape."""
        self.polygon(smooth(points), fill, line, width)

    def line(self, points: Sequence[Point], colour: Colour, width: float, opacity: int = 255) -> None:
        """Draw a smooth line."""
        path = [(x * _FINE, y * _FINE) for x, y in smooth(points, closed=False)]
        thick = max(round(width * self.unit * _FINE), 1)
        self._pen.line(path, fill=(*colour, opacity), width=thick, joint="curve")

    def disc(self, x: float, y: float, r: float, fill: Colour, opacity: int = 255) -> None:
        """Draw a disc."""
        box = ((x - r) * _FINE, (y - r) * _FINE, (x + r) * _FINE, (y + r) * _FINE)
        self._pen.ellipse(box, fill=(*fill, opacity))

    def ring(self, x: float, y: float, r: float, colour: Colour, width: float, opacity: int = 255) -> None:
        """Draw a circle's line."""
        box = ((x - r) * _FINE, (y - r) * _FINE, (x + r) * _FINE, (y + r) * _FINE)
        self._pen.ellipse(box, outline=(*colour, opacity), width=max(round(width * self.unit * _FINE), 1))

    def ray(
        self, x: float, y: float, near: float, angle: float, spread: float, fill: Colour, opacity: int = 255
    ) -> None:
        """Draw a ray from beyond the edge that ends in a point, `near` pixels from x, y."""
        far = math.hypot(self.width, self.height)
        ends = ((near, angle), (far, angle - spread), (far, angle + spread))
        self.polygon([(x + math.cos(a) * r, y + math.sin(a) * r) for r, a in ends], fill, opacity=opacity)

    def star(
        self, x: float, y: float, r: float, fill: Colour, *, points: int = 4, waist: float = 0.2, turn: float = 0
    ) -> None:
        """Draw a star."""
        path = []
        for k in range(points * 2):
            a, far = math.radians(turn) + k * math.pi / points - math.pi / 2, r if k % 2 == 0 else r * waist
            path.append((x + math.cos(a) * far, y + math.sin(a) * far))
        self.polygon(path, fill)

    def heart(self, x: float, y: float, r: float, fill: Colour, line: Colour | None = None) -> None:
        """Draw a heart."""
        path = []
        for k in range(40):
            t = k / 40 * math.tau
            high = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
            path.append((x + r * math.sin(t) ** 3, y - r * high / 16))
        self.polygon(path, fill, line)

    def petal(self, x: float, y: float, r: float, angle: float, fill: Colour) -> None:
        """Draw a petal on the wind."""
        dx, dy = math.cos(angle) * r, math.sin(angle) * r
        path: list[Point] = [(x - dx, y - dy), (x - dy / 2, y + dx / 2), (x + dx, y + dy, 0), (x + dy / 2, y - dx / 2)]
        self.shape(path, fill)

    def blossom(self, x: float, y: float, r: float, fill: Colour, heart: Colour, *, petals: int = 5) -> None:
        """Draw a flower from above."""
        for k in range(petals):
            a = k / petals * math.tau + x
            self.disc(x + math.cos(a) * r * 0.55, y + math.sin(a) * r * 0.55, r * 0.48, fill)
        self.disc(x, y, r * 0.28, heart)

    def rose(self, x: float, y: float, r: float, fill: Colour) -> None:
        """Draw a rose from above."""
        for ring, (count, reach, size) in enumerate(((7, 0.62, 0.46), (6, 0.42, 0.4), (5, 0.22, 0.32))):
            for k in range(count):
                a = (k + ring * 0.5) / count * math.tau
                tone = darker(fill, 0.5 - ring * 0.15 - 0.1 * math.sin(k * 2.4))
                self.disc(x + math.cos(a) * r * reach, y + math.sin(a) * r * reach, r * size, tone)
        self.disc(x, y, r * 0.22, lighter(fill, 0.3))
        self.ring(x, y, r * 0.22, darker(fill, 0.4), 1)

    def gear(
        self, x: float, y: float, r: float, fill: Colour, hole: Colour, *, teeth: int = 12, turn: float = 0
    ) -> None:
        """Draw a toothed wheel."""
        path = []
        for k in range(teeth * 4):
            a = turn + k / (teeth * 4) * math.tau
            far = r if k % 4 in {0, 1} else r * 0.82
            path.append((x + math.cos(a) * far, y + math.sin(a) * far))
        self.polygon(path, fill, darker(fill, 0.6), 1.5)
        self.ring(x, y, r * 0.68, darker(fill, 0.35), 2.5)
        for k in range(5):
            a = turn + k / 5 * math.tau
            self.disc(x + math.cos(a) * r * 0.44, y + math.sin(a) * r * 0.44, r * 0.15, hole)
        self.disc(x, y, r * 0.16, lighter(fill, 0.3))

    def flames(self, foot: float, tall: float, fill: Colour, rng: random.Random, count: int) -> None:
        """Draw a row of flames that rise from the foot of the picture."""
        for k in range(count):
            x = self.width * (k + rng.uniform(0.1, 0.9)) / count
            half, high = self.width / count * rng.uniform(0.7, 1.2), tall * rng.uniform(0.5, 1)
            lean = rng.uniform(-0.5, 0.5) * half
            self.shape(
                [(x - half, foot, 0), (x - half * 0.8, foot - high * 0.35), (x - half * 0.2, foot - high * 0.6),
                 (x + lean, foot - high, 0), (x + half * 0.35, foot - high * 0.5), (x + half * 0.6, foot - high * 0.3),
                 (x + half, foot, 0)],
                fill,
            )  # fmt: skip

    def ears(self, head: Head, shape: Sequence[Point], inside: Sequence[Point], coat: Colour, pink: Colour) -> None:
        """Draw a pair of ears on a head; the shapes are the left ear's, in half widths of the face from its top."""
        ink = darker(coat, 0.6)
        for side in (-1, 1):
            for points, tone, line in ((shape, coat, ink), (inside, pink, None)):
                placed = [(head.x - side * x * head.half, head.top + y * head.half, *rest) for x, y, *rest in points]
                self.shape(placed, tone, line, 2.5)
