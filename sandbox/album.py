"""Keeps the demo's pictures as files, and lays them out on sheets, each beside the photo it came from."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_EDGE, _GAP, _ARROW, _CAPTION = 32, 36, 56, 46
_KEY, _KEY_GAP = 34, 6
_CLOSEUP = 0.3
"""The share of a picture's width that a close-up shows."""

_PAPER, _INK, _FAINT, _KEYS = "#f6f3ec", "#3a3630", "#a8a196", "#e6dfd1"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Holds a picture and the picture it was made from.

    Attributes:
        caption: The order, in Latin letters only, because the font has no others.
        result: The delivered picture.
        source: The picture that the result was made from, if any.
        source_caption: The caption of the source.
        buttons: The labels of the buttons under the result; only their ASCII characters are shown.
    """

    caption: str
    result: Image.Image
    source: Image.Image | None = None
    source_caption: str = "photo"
    buttons: tuple[str, ...] = ()

    @property
    def fixed_width(self) -> int:
        """The part of the exhibit's width, in pixels, that does not grow with its height."""
        return _ARROW if self.source else 0

    @property
    def ratio(self) -> float:
        """The total width of the exhibit's pictures at height 1."""
        return sum(picture.width / picture.height for picture in (self.source, self.result) if picture)


class Album:
    """Stores pictures in a folder, and collects exhibits.

    Args:
        folder: The folder for the files.

    Attributes:
        exhibits: The exhibits, by file name without suffix.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.exhibits: dict[str, Exhibit] = {}

    def path(self, name: str) -> Path:
        """Return the path of the file with this name."""
        return self._folder / name

    def keep(self, data: bytes, path: Path) -> Path:
        """Store a picture as a PNG file; PNG data is stored byte for byte."""
        with Image.open(io.BytesIO(data)) as picture:
            if picture.format == "PNG":
                path.write_bytes(data)
            else:
                picture.convert("RGB").save(path, compress_level=1)
        return path

    def add(self, caption: str, result: Path, source: Path | None = None, buttons: tuple[str, ...] = ()) -> None:
        """Add an exhibit."""
        original = _load(source) if source else None
        self.exhibits[result.stem] = Exhibit(caption, _load(result), original, buttons=buttons)

    def add_closeup(self, caption: str, result: Path, source: Path, centre: tuple[float, float]) -> None:
        """Add a detail of an enlarged picture beside the same detail of its source, enlarged by plain interpolation.

        Args:
            caption: The order.
            result: The enlarged picture.
            source: The picture it was enlarged from.
            centre: The centre of the detail, as shares of width and height.
        """
        large, small = _load(result), _load(source)
        side = round(large.width * _CLOSEUP)
        left, top = round(large.width * centre[0] - side / 2), round(large.height * centre[1] - side / 2)
        box = (left, top, left + side, top + side)
        plain = small.resize(large.size, Image.Resampling.BICUBIC)
        exhibit = Exhibit(caption, large.crop(box), plain.crop(box), "a detail, plainly enlarged")
        self.exhibits[result.stem] = exhibit


def hang(rows: Sequence[Sequence[Exhibit]], width: int) -> Image.Image:
    """Return a sheet of this width with rows of exhibits; the pictures of a row are equally high and fill the width."""
    heights = [_height(row, width) for row in rows]
    below = [_CAPTION + (_KEY + _KEY_GAP if any(exhibit.buttons for exhibit in row) else 0) for row in rows]
    paper = Image.new("RGB", (width, 2 * _EDGE - _GAP // 2 + sum(heights) + sum(below)), _PAPER)
    pen = ImageDraw.Draw(paper)
    top = _EDGE
    for row, height, foot in zip(rows, heights, below, strict=True):
        left = _EDGE
        for exhibit in row:
            if exhibit.source:
                left += _paste(paper, pen, exhibit.source, (left, top), height, exhibit.source_caption)
                _draw_arrow(pen, left + _ARROW // 2, top + height // 2)
                left += _ARROW
            left += _paste(paper, pen, exhibit.result, (left, top), height, exhibit.caption, exhibit.buttons) + _GAP
        top += height + foot
    return paper


def _height(row: Sequence[Exhibit], width: int) -> int:
    free = width - 2 * _EDGE - _GAP * (len(row) - 1) - sum(exhibit.fixed_width for exhibit in row)
    return int(free / sum(exhibit.ratio for exhibit in row))


def _paste(
    paper: Image.Image,
    pen: ImageDraw.ImageDraw,
    picture: Image.Image,
    at: tuple[int, int],
    height: int,
    caption: str,
    buttons: tuple[str, ...] = (),
) -> int:
    """Draw a picture with its buttons and its caption below, and return its width on the paper."""
    size = (round(picture.width * height / picture.height), height)
    corners = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, size[0] * 2 - 1, size[1] * 2 - 1), 20, fill=255)
    paper.paste(picture.resize(size, Image.Resampling.LANCZOS), at, corners.resize(size))
    foot = at[1] + height
    if buttons:
        _draw_buttons(pen, (at[0], foot + _KEY_GAP), size[0], buttons)
        foot += _KEY + _KEY_GAP
    pen.text((at[0] + 2, foot + 10), caption, fill=_INK, font=ImageFont.load_default(17))
    return size[0]


def _draw_buttons(pen: ImageDraw.ImageDraw, at: tuple[int, int], width: int, labels: tuple[str, ...]) -> None:
    """Draw a row of equally wide buttons; a label without ASCII characters becomes three dots."""
    step = (width + _KEY_GAP) / len(labels)
    for place, label in enumerate(labels):
        left, right = round(at[0] + place * step), round(at[0] + (place + 1) * step) - _KEY_GAP
        pen.rounded_rectangle((left, at[1], right, at[1] + _KEY), 8, fill=_KEYS)
        middle = ((left + right) / 2, at[1] + _KEY / 2)
        if words := "".join(letter for letter in label if letter.isascii()).strip():
            pen.text(middle, words, fill=_INK, font=ImageFont.load_default(15), anchor="mm")
        else:
            for dot in (-7, 0, 7):
                pen.circle((middle[0] + dot, middle[1]), 2, fill=_INK)


def _draw_arrow(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.line((x - 14, y, x + 14, y), fill=_FAINT, width=3)
    pen.line((x + 5, y - 9, x + 14, y, x + 5, y + 9), fill=_FAINT, width=3, joint="curve")


def _load(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")
