"""The demo's pictures: kept as files, and hung side by side on sheets, each beside the photo it came from."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_EDGE, _GAP, _ARROW, _CAPTION = 32, 36, 56, 46
_CLOSEUP = 0.3
"""The share of a picture's width that a close-up shows."""

_PAPER, _INK, _FAINT = "#f6f3ec", "#3a3630", "#a8a196"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture, and the one it was made from.

    Attributes:
        caption: What was ordered; Latin letters only, for the font knows no others.
        result: What was delivered.
        source: What it was made from, if anything.
        source_caption: What that is.
    """

    caption: str
    result: Image.Image
    source: Image.Image | None = None
    source_caption: str = "photo"

    @property
    def fixed_width(self) -> int:
        """The pixels of its width that do not grow with its height."""
        return _ARROW if self.source else 0

    @property
    def ratio(self) -> float:
        """The width of its pictures at height 1."""
        return sum(picture.width / picture.height for picture in (self.source, self.result) if picture)


class Album:
    """Keeps pictures in a folder, and remembers them as exhibits.

    Args:
        folder: Where files go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.exhibits: list[Exhibit] = []

    def path(self, name: str) -> Path:
        """Return where a file of this name is kept."""
        return self._folder / name

    def keep(self, data: bytes, path: Path) -> Path:
        """Keep a picture as a PNG file; one that is PNG already stays as it is, byte for byte."""
        with Image.open(io.BytesIO(data)) as picture:
            if picture.format == "PNG":
                path.write_bytes(data)
            else:
                picture.convert("RGB").save(path, compress_level=1)
        return path

    def add(self, caption: str, result: Path, source: Path | None = None) -> None:
        """Add an exhibit."""
        self.exhibits.append(Exhibit(caption, _load(result), _load(source) if source else None))

    def add_closeup(self, caption: str, result: Path, source: Path, centre: tuple[float, float]) -> None:
        """Add a detail of an enlarged picture beside the same detail of its source, plainly enlarged.

        Args:
            caption: What was ordered.
            result: The enlarged picture.
            source: What it was made from.
            centre: Where to look, as shares of width and height.
        """
        large, small = _load(result), _load(source)
        side = round(large.width * _CLOSEUP)
        left, top = round(large.width * centre[0] - side / 2), round(large.height * centre[1] - side / 2)
        box = (left, top, left + side, top + side)
        plain = small.resize(large.size, Image.Resampling.BICUBIC)
        self.exhibits.append(Exhibit(caption, large.crop(box), plain.crop(box), "a detail, plainly enlarged"))


def hang(rows: Sequence[Sequence[Exhibit]], width: int) -> Image.Image:
    """Return a sheet of paper of this width with rows of exhibits, each row equally high and filling the width."""
    heights = [_height(row, width) for row in rows]
    paper = Image.new("RGB", (width, 2 * _EDGE - _GAP // 2 + sum(heights) + _CAPTION * len(rows)), _PAPER)
    pen = ImageDraw.Draw(paper)
    top = _EDGE
    for row, height in zip(rows, heights, strict=True):
        left = _EDGE
        for exhibit in row:
            if exhibit.source:
                left += _paste(paper, pen, exhibit.source, (left, top), height, exhibit.source_caption)
                _draw_arrow(pen, left + _ARROW // 2, top + height // 2)
                left += _ARROW
            left += _paste(paper, pen, exhibit.result, (left, top), height, exhibit.caption) + _GAP
        top += height + _CAPTION
    return paper


def _height(row: Sequence[Exhibit], width: int) -> int:
    free = width - 2 * _EDGE - _GAP * (len(row) - 1) - sum(exhibit.fixed_width for exhibit in row)
    return int(free / sum(exhibit.ratio for exhibit in row))


def _paste(
    paper: Image.Image, pen: ImageDraw.ImageDraw, picture: Image.Image, at: tuple[int, int], height: int, caption: str
) -> int:
    """Put a picture on paper with its caption below, and return its width there."""
    size = (round(picture.width * height / picture.height), height)
    corners = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, size[0] * 2 - 1, size[1] * 2 - 1), 20, fill=255)
    paper.paste(picture.resize(size, Image.Resampling.LANCZOS), at, corners.resize(size))
    font = ImageFont.load_default(17)
    pen.text((at[0] + 2, at[1] + height + 10), caption, fill=_INK, font=font)
    return size[0]


def _draw_arrow(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.line((x - 14, y, x + 14, y), fill=_FAINT, width=3)
    pen.line((x + 5, y - 9, x + 14, y, x + 5, y + 9), fill=_FAINT, width=3, joint="curve")


def _load(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")
