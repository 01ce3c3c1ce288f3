"""Reads facts about a picture from its header alone. Nothing here decodes a pixel or inflates a byte.

Sources: the PNG specification (chunks, IHDR), ITU-T T.81 (markers of a JPEG), the WebP container specification (RIFF).
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import SEEK_CUR, BytesIO
from typing import IO
from zlib import crc32

from bot.errors import PermanentError

UNKNOWN_TYPE = "application/octet-stream"

SIDEWAYS = frozenset({5, 6, 7, 8})
"""Orientations (EXIF) of a picture that is stored turned on its side."""

MAX_PIXELS = 64_000_000
"""The most pixels of a result. The largest is 4096 × 4096; a file that claims many more is a decompression bomb."""

MAX_SOURCE_PIXELS = 120_000_000
"""The most pixels of a source. The largest photographs have 108 megapixels; the painter scales them down first."""

MOST_MARKERS = 2_000
"""The most markers before a JPEG's first scan, fill bytes included: metadata of a hundred megabytes has as many."""

_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_START_OF_SCAN, _END_OF_IMAGE, _APP1 = 0xDA, 0xD9, 0xE1
_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})


class NotAPictureError(PermanentError):
    """Raised when a file is no readable PNG, JPEG or WebP."""


class TooManyPixelsError(NotAPictureError):
    """Raised when a picture has more pixels than are accepted."""


class CutOffError(NotAPictureError):
    """Raised when the data ends before the picture's header does: more data may complete it."""


@dataclass(frozen=True, slots=True)
class Header:
    """Holds the facts that a picture's header states.

    Attributes:
        width: Pixels of the picture as displayed; 0 if unknown.
        height: Likewise.
        extension: `png`, `jpeg` or `webp`; for a result also others.
    """

    width: int
    height: int
    extension: str


def read_header(file: IO[bytes], *, max_pixels: int = MAX_PIXELS) -> Header:
    """Read only the header of a picture and leave the file at its beginning. Takes a few kilobytes of memory.

    Raises:
        TooManyPixelsError: The picture claims more pixels than `max_pixels`.
        CutOffError: The file ends before its header does.
        NotAPictureError: The file is no picture, or its header is broken.
    """
    file.seek(0)
    kind = media_type(file.read(12))
    if kind not in _READERS:
        raise NotAPictureError("this is no picture")
    try:
        width, height = _READERS[kind](file)
    except EOFError:
        raise CutOffError("this picture's header is cut off") from None
    except (struct.error, ValueError, LookupError) as exc:
        raise NotAPictureError(f"this picture's header is broken: {type(exc).__name__}") from None
    if min(width, height) < 1:
        raise NotAPictureError("this picture has no pixels")
    if width * height > max_pixels:
        raise TooManyPixelsError("this picture is too many pixels", "too-many-pixels")
    file.seek(0)
    return Header(width, height, kind.removeprefix("image/"))


def require_whole(data: bytes) -> None:
    """Raise an error unless a picture's data is complete, as far as that shows without decoding it.

    Raises:
        NotAPictureError: Data is missing or damaged.
    """
    try:
        whole = _ENDINGS[media_type(data[:12])](data)
    except (struct.error, LookupError):
        whole = False
    if not whole:
        raise NotAPictureError("this picture is damaged")


def _png_size(file: IO[bytes]) -> tuple[int, int]:
    file.seek(8)
    _, name, width, height = struct.unpack(">I4sII", file.read(16))
    if name != b"IHDR":
        raise ValueError("no IHDR")
    return width, height


def _png_is_whole(data: bytes) -> bool:
    at, name = 8, b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        name, end = data[at + 4 : at + 8], at + 8 + length
        (checksum,) = struct.unpack_from(">I", data, end)
        if checksum != crc32(data[at + 4 : end]):
            return False
        at = end + 4
    return True


def _jpeg_size(file: IO[bytes]) -> tuple[int, int]:
    notes = b""
    for marker, length in _segments(file):
        if marker == _APP1 and not notes.startswith(_EXIF):
            notes = file.read(length)
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            _, height, width = struct.unpack(">BHH", _read(file, 5))
            return (height, width) if _orientation(notes) in SIDEWAYS else (width, height)
    raise ValueError("no frame")


def _segments(file: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Yield marker and data length of each segment up to the first scan, with the file at the segment's data."""
    file.seek(2)
    for _ in range(MOST_MARKERS):
        if _read(file, 1) != b"\xff":
            raise ValueError("no marker")
        marker = _read(file, 1)[0]
        if marker == 0xFF:  # a fill byte
            file.seek(-1, SEEK_CUR)
            continue
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:  # no data follows these markers
            continue
        if marker == _END_OF_IMAGE:
            return
        (length,) = struct.unpack(">H", _read(file, 2))
        data = file.tell()
        yield marker, length - 2
        if marker == _START_OF_SCAN:
            return
        file.seek(data + length - 2)
    raise ValueError("no end of markers")


def _read(file: IO[bytes], count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _orientation(segment: bytes) -> int:
    if not segment.startswith(_EXIF):
        return 0
    from PIL import Image  # 10 MB of memory that many runs never need

    notes = Image.Exif()
    try:
        notes.load(segment)
        return int(notes.get(_ORIENTATION, 0))
    except Exception:  # noqa: BLE001  whatever is wrong with the notes, the picture may still be one
        return 0


def _jpeg_is_whole(data: bytes) -> bool:
    """Return whether an end marker follows a scan; within a scan, its second byte never follows 0xFF."""
    file = BytesIO(data)
    try:
        scans = [file.tell() for marker, _ in _segments(file) if marker == _START_OF_SCAN]
    except (ValueError, EOFError):
        return False
    return bool(scans) and data.find(bytes((0xFF, _END_OF_IMAGE)), scans[0]) >= 0


def _webp_size(file: IO[bytes]) -> tuple[int, int]:
    file.seek(12)
    head = file.read(18)
    name, data = head[:4], head[8:]
    if name == b"VP8X":
        return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
    if name == b"VP8L" and data[0] == 0x2F:
        bits = int.from_bytes(data[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no frame")


def _webp_is_whole(data: bytes) -> bool:
    return int.from_bytes(data[4:8], "little") + 8 <= len(data) + 1  # the last chunk may lack its padding


_READERS: dict[str, Callable[[IO[bytes]], tuple[int, int]]] = {
    "image/png": _png_size,
    "image/jpeg": _jpeg_size,
    "image/webp": _webp_size,
}
_ENDINGS: dict[str, Callable[[bytes], bool]] = {
    "image/png": _png_is_whole,
    "image/jpeg": _jpeg_is_whole,
    "image/webp": _webp_is_whole,
}


def media_type(head: bytes) -> str:
    """Return the media type that a file's first bytes name."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return UNKNOWN_TYPE
