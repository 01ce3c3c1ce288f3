"""The demo's pictures: kept as files, and side by side on one sheet."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SHEET = "contact-sheet.png"

_EDGE, _HEIGHT, _CAPTION = 24, 384, 44
_PAPER, _INK = "#f6f3ec", "#3a3630"


def keep_picture(data: bytes, path: Path) -> None:
    """Keep what a person downloaded as a PNG file."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").save(path)


def make_sheet(paths: Sequence[Path], sheet: Path) -> None:
    """Put pictures side by side in their order, with their files' names below, all equally high."""
    pictures = [_scaled(path) for path in paths]
    width = _EDGE + sum(picture.width + _EDGE for picture in pictures)
    paper = Image.new("RGB", (width, _EDGE + _HEIGHT + _CAPTION + _EDGE // 2), _PAPER)
    pen = ImageDraw.Draw(paper)
    font = ImageFont.load_default(18)
    left = _EDGE
    for path, picture in zip(paths, pictures, strict=True):
        paper.paste(picture, (left, _EDGE))
        pen.text((left, _EDGE + _HEIGHT + 12), path.stem, fill=_INK, font=font)
        left += picture.width + _EDGE
    paper.save(sheet)


def _scaled(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.resize((round(picture.width * _HEIGHT / picture.height), _HEIGHT))
