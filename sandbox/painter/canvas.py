"""Draws shapes with soft, cel or flat shading at twice the final size, so that edges come out clean."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sandbox.painter.palette import Colour, mix

Point = tuple[float, ...]
"""x, y and, if the outline must not run smoothly through the point, a tension: 0 makes a corner."""

SUPERSAMPLE = 2


@dataclass(frozen=True, slots=True)
class Look:
    """Defines how a model draws a shape.

    Attributes:
        softness: Blur of a shape's shading, as a part of its size; 0 makes the edge of the shade hard.
        depth: How dark the shaded side is, 0 to 1.
        rim: How bright the lit side is, 0 to 1.
        outline: Width of the ink line in pixels of the finished picture; 0 for none.
        bands: Number of colour bands in a sky; 0 for a smooth one.
    """

    softness: float
    depth: float
    rim: float
    outline: float
    bands: int


class Canvas:
    """Represents a picture in progress.

    Args:
        width: Width of the finished picture in pixels.
        height: Its height.
        look: Defines how shapes are drawn.
        light: Colour of the light, which comes from the upper left.
        shadow: Colour that shaded parts are mixed with.
    """

    def __init__(self, width: int, height: int, look: Look, light: Colour, shadow: Colour) -> None:
        self.width, self.height = width * SUPERSAMPLE, height * SUPERSAMPLE
        self.unit = min(self.width, self.height)
        self.look = look
        self.light = light
        self.shadow = shadow
        self.image = Image.new("RGB", (self.width, self.height))

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """A pen for plain shapes; it blends where a colour has an alpha."""
        return ImageDraw.Draw(self.image, "RGBA")

    def gradient(self, stops: Sequence[Colour], top: float = 0, bottom: float | None = None) -> None:
        """Fill a band of the canvas with colours from top to bottom (pixels)."""
        end = self.height if bottom is None else bottom
        size = (self.width, max(round(end - top), 1))
        self.image.paste(blend(stops, size, self.look.bands), (0, round(top)))

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Lay a round glow over the picture."""
        size = max(round(radius * 2), 2)
        ramp = Image.radial_gradient("L").point(
            [round(max(0, 1 - i / 181) ** 1.8 * 255 * strength) for i in range(256)]
        )
        self.image.paste(colour, (round(x - radius), round(y - radius)), ramp.resize((size, size)))

    def veil(self, mask: Image.Image, colour: Colour, at: tuple[int, int] = (0, 0)) -> None:
        """Lay a colour over the picture where the mask says."""
        self.image.paste(colour, at, mask)

    def shape(
        self,
        points: Sequence[Point],
        colour: Colour,
        *,
        depth: float = 1,
        foot: Colour | None = None,
        outline: bool = True,
    ) -> None:
        """Draw a closed shape with a lit and a shaded side.

        Args:
            points: Its outline in pixels.
            colour: Its colour.
            depth: The strength of its shading; 1 is the look's own.
            foot: The colour it runs into at its lower end.
            outline: Whether it gets the look's ink line.
        """
        path = smooth(points)
        pad = 6
        left, top = math.floor(min(x for x, _ in path)) - pad, math.floor(min(y for _, y in path)) - pad
        right, bottom = math.ceil(max(x for x, _ in path)) + pad, math.ceil(max(y for _, y in path)) + pad
        size = (right - left, bottom - top)
        if max(size) > 4 * self.unit or right < 0 or bottom < 0:
            return
        local = [(x - left, y - top) for x, y in path]
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon(local, fill=255)
        layer = blend((colour, foot), size, 0) if foot else Image.new("RGB", size, colour)
        self._model(layer, mask, colour, depth)
        self.image.paste(layer, (left, top), mask)
        if outline and self.look.outline:
            ink = mix(mix(colour, self.shadow, 0.5), (20, 16, 30), 0.62)
            width = round(self.look.outline * self.unit / 512)
            self.draw.line([*path, path[0], path[1]], fill=ink, width=max(width, 1), joint="curve")

    def _model(self, layer: Image.Image, mask: Image.Image, colour: Colour, depth: float) -> None:
        reach = max(round(min(mask.size) * 0.16), 1)
        dark = ImageChops.subtract(mask, ImageChops.offset(mask, -reach, -reach))
        bright = ImageChops.subtract(mask, ImageChops.offset(mask, reach // 2, reach // 2))
        if self.look.softness:
            blur = ImageFilter.BoxBlur(max(min(mask.size) * self.look.softness, 1))
            dark, bright = dark.filter(blur), bright.filter(blur)
        shade = mix(mix(colour, self.shadow, 0.55), (0, 0, 0), 0.15)
        layer.paste(shade, (0, 0), _scaled(dark, min(self.look.depth * depth, 1)))
        layer.paste(mix(colour, self.light, 0.7), (0, 0), _scaled(bright, min(self.look.rim * depth, 1)))

    def frame(self, x: float, y: float, size: float, *, flip: bool = False) -> "Frame":
        """Return a frame for a subject: its local (0, 0) at pixel x, y; its local 1 is `size` pixels."""
        return Frame(self, x, y, size, flip=flip)


class Frame:
    """Draws on a canvas in a subject's own coordinates, y pointing down."""

    def __init__(self, canvas: Canvas, x: float, y: float, size: float, *, flip: bool = False) -> None:
        self.canvas = canvas
        self._x, self._y, self._size = x, y, size
        self._side = -1 if flip else 1

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a local point."""
        return self._x + x * self._size * self._side, self._y + y * self._size

    def length(self, local: float) -> float:
        """Return a local length in pixels."""
        return local * self._size

    def inner(self, x: float, y: float, size: float, *, flip: bool = False) -> "Frame":
        """Return a frame within this one."""
        px, py = self.at(x, y)
        return Frame(self.canvas, px, py, self._size * size, flip=flip != (self._side < 0))

    def shape(
        self,
        points: Sequence[Point],
        colour: Colour,
        *,
        depth: float = 1,
        foot: Colour | None = None,
        outline: bool = True,
    ) -> None:
        """Draw a closed shape; see `Canvas.shape`."""
        placed: list[Point] = [(*self.at(point[0], point[1]), *point[2:]) for point in points]
        self.canvas.shape(placed, colour, depth=depth, foot=foot, outline=outline)

    def both(self, points: Sequence[Point], colour: Colour, *, depth: float = 1, outline: bool = True) -> None:
        """Draw a shape and its mirror image."""
        self.shape(points, colour, depth=depth, outline=outline)
        mirrored: list[Point] = [(-point[0], *point[1:]) for point in points]
        self.shape(mirrored, colour, depth=depth, outline=outline)

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, *, turn: float = 0, depth: float = 1
    ) -> None:
        """Draw an ellipse, turned by so many degrees."""
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        ring = [(rx * math.cos(a / 20 * math.pi), ry * math.sin(a / 20 * math.pi)) for a in range(40)]
        self.shape(
            [(x + a * cos - b * sin, y + a * sin + b * cos, 1) for a, b in ring], colour, depth=depth, outline=depth > 0
        )

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a smooth open line; its width is local."""
        path = smooth([(*self.at(point[0], point[1]), *point[2:]) for point in points], closed=False)
        self.canvas.draw.line(path, fill=colour, width=max(round(self.length(width)), 1), joint="curve")


def blend(stops: Sequence[Colour | None], size: tuple[int, int], bands: int) -> Image.Image:
    """Return a picture of this size that runs through the colours from top to bottom."""
    given = [stop for stop in stops if stop]
    column = Image.new("RGB", (1, bands or 64))
    for y in range(column.height):
        place = y / (column.height - 1) * (len(given) - 1)
        first = min(int(place), len(given) - 2)
        column.putpixel((0, y), mix(given[first], given[first + 1], place - first))
    return column.resize(size, Image.Resampling.NEAREST if bands else Image.Resampling.BICUBIC)


_HERMITE = tuple(
    (2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t, 3 * t**2 - 2 * t**3, t**3 - t**2)
    for t in (0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875)
)
"""Weights of start, outgoing tangent, end and incoming tangent at each step between two points of a spline."""


def smooth(points: Sequence[Point], *, closed: bool = True) -> list[tuple[float, float]]:
    """Return a fine polygon that runs through all points as a cardinal spline."""
    count = len(points)
    path: list[tuple[float, float]] = []
    for i in range(count if closed else count - 1):
        before, start, end, after = (
            points[(i + k) % count] if closed else points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2)
        )
        out, into = (start[2] if len(start) > 2 else 1) / 2, (end[2] if len(end) > 2 else 1) / 2
        x_out, y_out = out * (end[0] - before[0]), out * (end[1] - before[1])
        x_in, y_in = into * (after[0] - start[0]), into * (after[1] - start[1])
        path += [
            (a * start[0] + b * x_out + c * end[0] + d * x_in, a * start[1] + b * y_out + c * end[1] + d * y_in)
            for a, b, c, d in _HERMITE
        ]
    if not closed:
        path.append((points[-1][0], points[-1][1]))
    return path


def _scaled(mask: Image.Image, strength: float) -> Image.Image:
    return ImageChops.multiply(mask, Image.new("L", mask.size, round(255 * strength)))
