"""Provides the means of the drawn styles: flat colour, ink lines, screens of dots and lines, light and grading."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from sandbox.painter.palette import Colour


def unit(image: Image.Image) -> float:
    """Return the length that stands for one pixel of a 512 pixel picture."""
    return min(image.size) / 512


def cel(image: Image.Image, tones: int, *, smooth: float = 1.0) -> Image.Image:
    """Return the picture in few flat colours with clean edges."""
    half = (max(image.width // 2, 8), max(image.height // 2, 8))
    calm = image.resize(half, Image.Resampling.BOX).filter(ImageFilter.MedianFilter(5))
    calm = calm.filter(ImageFilter.BoxBlur(smooth * unit(image)))
    flat = calm.quantize(tones, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    large = flat.filter(ImageFilter.ModeFilter(5)).resize(image.size, Image.Resampling.BICUBIC)
    return large.filter(ImageFilter.BoxBlur(0.6 * unit(image)))


def lines(image: Image.Image, width: float, gain: float = 9, floor: float = 3) -> Image.Image:
    """Return a mask of ink along the edges of the picture.

    Args:
        image: The picture.
        width: The width of the lines, in units.
        gain: The blackness; higher is blacker.
        floor: The strength below which an edge is not drawn.
    """
    grey = image.convert("L")
    fine = grey.filter(ImageFilter.GaussianBlur(width * 0.6 * unit(image)))
    wide = grey.filter(ImageFilter.GaussianBlur(width * 1.5 * unit(image)))
    return curve(ImageChops.subtract(wide, fine), lambda i: (i - floor) * gain)


def curve(mask: Image.Image, tone: Callable[[int], float]) -> Image.Image:
    """Return a grey picture with every tone mapped by a function, kept between 0 and 255."""
    return mask.point([min(max(round(tone(i)), 0), 255) for i in range(256)])


def ink(image: Image.Image, mask: Image.Image, colour: Colour) -> None:
    """Lay a colour over the picture where the mask is set."""
    image.paste(colour, (0, 0), mask)


def dots(grey: Image.Image, size: float, angle: float) -> Image.Image:
    """Return a mask of dots that grow with the darkness of a grey picture."""
    cell = max(round(size), 3)
    tile = ImageChops.invert(Image.radial_gradient("L").resize((cell, cell), Image.Resampling.BICUBIC))
    return _screened(grey, tile, angle)


def hatch(grey: Image.Image, size: float, angle: float) -> Image.Image:
    """Return a mask of lines that swell with the darkness of a grey picture."""
    cell = max(round(size), 3)
    tile = Image.new("L", (1, cell))
    for y in range(cell):
        tile.putpixel((0, y), round(255 * (1 - abs(2 * (y + 0.5) / cell - 1))))
    return _screened(grey, tile.resize((cell, cell)), angle)


def _screened(grey: Image.Image, tile: Image.Image, angle: float) -> Image.Image:
    side = math.ceil(math.hypot(*grey.size))
    pattern = Image.new("L", (side, side))
    row = Image.new("L", (side, tile.height))
    for x in range(0, side, tile.width):
        row.paste(tile, (x, 0))
    for y in range(0, side, tile.height):
        pattern.paste(row, (0, y))
    turned = pattern.rotate(angle, resample=Image.Resampling.BILINEAR)
    left, top = (side - grey.width) // 2, (side - grey.height) // 2
    return curve(
        ImageChops.subtract(turned.crop((left, top, left + grey.width, top + grey.height)), grey), lambda i: i * 5
    )


def graded(grey: Image.Image, *stops: Colour) -> Image.Image:
    """Return a grey picture in colours that run from its darkest to its lightest tone."""
    tables: list[list[int]] = [[], [], []]
    for i in range(256):
        place = i / 255 * (len(stops) - 1)
        first = min(int(place), len(stops) - 2)
        for channel, table in enumerate(tables):
            a, b = stops[first][channel], stops[first + 1][channel]
            table.append(round(a + (b - a) * (place - first)))
    return Image.merge("RGB", [grey.point(table) for table in tables])


def bloom(image: Image.Image, radius: float, strength: float, above: int = 0) -> Image.Image:
    """Return the picture with its light parts glowing beyond their edges."""
    small = image.resize((max(image.width // 4, 4), max(image.height // 4, 4)), Image.Resampling.BOX)
    bright = small.point([max(i - above, 0) for i in range(256)] * 3)
    shine = bright.filter(ImageFilter.GaussianBlur(radius * unit(image) / 4)).resize(image.size)
    return ImageChops.screen(image, shine.point([min(round(i * strength), 255) for i in range(256)] * 3))


def saturated(image: Image.Image, colour: float, contrast: float = 1) -> Image.Image:
    """Return the picture with stronger colours and contrast."""
    return ImageEnhance.Contrast(ImageEnhance.Color(image).enhance(colour)).enhance(contrast)


def edged(image: Image.Image, colour: Colour, strength: float, start: int = 110) -> Image.Image:
    """Return the picture fading into a colour towards its edges."""
    ramp = Image.radial_gradient("L").resize(image.size, Image.Resampling.BICUBIC)
    mask = curve(ramp, lambda i: (i - start) / (255 - start) * 255 * strength)
    return Image.composite(Image.new("RGB", image.size, colour), image, mask)


@dataclass(frozen=True, slots=True)
class Head:
    """Holds the position of a face in pixels: its middle, half its width, and the top of the hair."""

    x: float
    y: float
    half: float
    top: float


def place_head(image: Image.Image) -> Head:
    """Return the position of the face; without one, the position it would have in a portrait."""
    usual = Head(image.width * 0.5, image.height * 0.42, image.width * 0.17, image.height * 0.16)
    return find_head(image) or usual


def find_head(image: Image.Image) -> Head | None:
    """Return the position of the face, found by the colour of skin; None if there is none."""
    small = image.resize((64, 64), Image.Resampling.BOX)
    _, blue, red = small.convert("YCbCr").split()
    warm = ImageChops.multiply(
        blue.point([255 if 85 <= i <= 126 else 0 for i in range(256)]),
        red.point([255 if 135 <= i <= 172 else 0 for i in range(256)]),
    )
    middle = small.crop((24, 22, 40, 40)).resize((1, 1), Image.Resampling.BOX)
    apart = ImageChops.difference(small, middle.resize(small.size)).split()
    farthest = ImageChops.lighter(ImageChops.lighter(apart[0], apart[1]), apart[2])
    alike = farthest.point([255 if i < 42 else 0 for i in range(256)])
    skin = ImageChops.multiply(warm, alike).filter(ImageFilter.MedianFilter(3))
    pixels = [(x, y) for y in range(4, 54) for x in range(12, 52) if skin.getpixel((x, y))]
    centre, spread = (32.0, 28.0), [14.0, 18.0]
    for reach in (1.4, 2.1, 2.0):
        pixels = [p for p in pixels if all(abs(p[k] - centre[k]) < reach * spread[k] for k in (0, 1))]
        if len(pixels) < 60:
            return None
        centre = sum(x for x, _ in pixels) / len(pixels), sum(y for _, y in pixels) / len(pixels)
        spread = [max(math.sqrt(sum((p[k] - centre[k]) ** 2 for p in pixels) / len(pixels)), 1.5) for k in (0, 1)]
    filled = len(pixels) / (4 * math.pi * spread[0] * spread[1])  # an ellipse as wide and high as that would have 1
    if filled < 0.65 or spread[1] < spread[0]:
        return None
    half = min(1.9 * spread[0], 15) / 64 * image.width
    y = centre[1] / 64 * image.height
    return Head(centre[0] / 64 * image.width, y, half, max(y - half * 2, image.height * 0.02))


def window(size: tuple[int, int], margin: float, radius: float) -> Image.Image:
    """Return a mask that is open except for a frame with round corners."""
    mask = Image.new("L", (size[0] * 2, size[1] * 2))
    box = (margin * 2, margin * 2, (size[0] - margin) * 2, (size[1] - margin) * 2)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius * 2, fill=255)
    return mask.resize(size, Image.Resampling.BOX)
