"""What bytes say about a picture, from its header alone."""

from dataclasses import dataclass
from typing import IO

from bot.errors import PermanentError

FORMATS = ("PNG", "JPEG", "WEBP")

UNKNOWN_TYPE = "application/octet-stream"

SIDEWAYS = frozenset({5, 6, 7, 8})
"""Orientations (EXIF) of a picture that is stored lying on its side."""

MAX_PIXELS = 64_000_000
"""The largest result is 4096 × 4096; what claims to be much more is a bomb."""


class NotAPictureError(PermanentError):
    """No PNG, JPEG or WebP that can be read."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture says of itself.

    Attributes:
        width: Pixels, of the picture as it is looked at; 0 where they are not known.
        height: Likewise.
        extension: `png`, `jpeg` or `webp`; of a result also others.
    """

    width: int
    height: int
    extension: str


def read_header(file: IO[bytes]) -> Header:
    """Read a picture's header, nothing more; leave the file at its beginning.

    Raises:
        NotAPictureError: It is none, it is broken, or it is a bomb.
    """
    from PIL import ExifTags, Image, UnidentifiedImageError  # 10 MB of memory that many runs never need

    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            sides = (image.width, image.height)
            # Of a JPEG only, as photographs are: for other formats, asking reads all the pixels.
            if image.format == "JPEG" and image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS:
                sides = sides[::-1]
            header = Header(*sides, str(image.format).lower())
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as exc:
        raise NotAPictureError(f"this is no picture: {type(exc).__name__}") from None
    if header.width * header.height > MAX_PIXELS:
        raise NotAPictureError("this picture is too many pixels")
    file.seek(0)
    return header


def require_whole(file: IO[bytes]) -> None:
    """Return if a picture's data is all there. Reads all of it, at an eighth of its size in memory if it is a JPEG.

    Raises:
        NotAPictureError: Something is missing or damaged.
    """
    from PIL import Image

    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.format == "JPEG":
                image.draft("RGB", (1, 1))
                image.load()
            else:
                image.verify()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as exc:
        raise NotAPictureError(f"this picture is damaged: {type(exc).__name__}") from None


def media_type(head: bytes) -> str:
    """Return the media type that a file's first bytes name."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return UNKNOWN_TYPE
