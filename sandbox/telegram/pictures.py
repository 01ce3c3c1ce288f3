"""Processes photos as Telegram does: checks, recompresses and stores them in several sizes.

Source: Bot API, `sendPhoto` and "Sending files".
"""

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from sandbox.telegram.errors import ApiError, bad_request

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""Formats that Telegram accepts as photos; other files are documents."""

_SIDES = (90, 320, 800, 1280, 2560)
_THUMBNAIL = 320
_MAX_SIDES_SUM = 10_000
_MAX_RATIO = 20
_UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError)
# Pillow raises these for more pixels than any photo may have; the warning only where warnings are errors.
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Size:
    """Represents one rendition of a photo: JPEG bytes and their size in pixels."""

    data: bytes
    width: int
    height: int


def is_picture(data: bytes) -> bool:
    """Return whether bytes look like a picture that Telegram can show."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS):
            return True
    except _BOMBS:
        return True
    except _UNREADABLE:
        return False


def renditions(data: bytes) -> list[Size]:
    """Return a photo in the sizes that Telegram stores, smallest first; none is larger than the photo.

    Raises:
        ApiError: The data is not a picture, or has invalid dimensions.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            _check_dimensions(*opened.size)
            full = opened.convert("RGB")
    except _BOMBS:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from None
    except _UNREADABLE:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    sizes = [] if max(full.size) > _SIDES[-1] else [_encoded(full)]
    for side in reversed([side for side in _SIDES if side < max(full.size)]):
        full.thumbnail((side, side))  # each size is made from the next larger one
        sizes.append(_encoded(full))
    return sizes[::-1]


def thumbnail(data: bytes) -> Size | None:
    """Return the thumbnail of a picture sent as a document; None for other files."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            _check_dimensions(*opened.size)
            opened.draft("RGB", (_THUMBNAIL, _THUMBNAIL))
            small = opened.convert("RGB")
            small.thumbnail((_THUMBNAIL, _THUMBNAIL))
            return _encoded(small)
    except (ApiError, *_BOMBS, *_UNREADABLE):
        return None


def _check_dimensions(width: int, height: int) -> None:
    if width + height > _MAX_SIDES_SUM or max(width, height) > _MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _encoded(picture: Image.Image) -> Size:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=87)
    return Size(out.getvalue(), picture.width, picture.height)
