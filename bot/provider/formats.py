"""Recognizes a result by its first bytes: a picture that can be shown, or one that is sent as a file."""

from typing import IO

from bot.pictures import Header, read_header

_BRANDS = {
    b"avif": "avif",
    b"avis": "avif",
    b"heic": "heic",
    b"heix": "heic",
    b"heim": "heic",
    b"heis": "heic",
    b"hevc": "heic",
    b"hevx": "heic",
    b"mif1": "heic",
    b"msf1": "heic",
}
"""Major brands of a picture in an ISO base media file (ISO/IEC 23008-12, AV1 Image File Format)."""

_BEGINNINGS = {
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"II+\0": "tiff",
    b"MM\0+": "tiff",
    b"\xff\x0a": "jxl",
    b"\0\0\0\x0cJXL \r\n\x87\n": "jxl",
}

_HEAD_BYTES = 32


def read_result(file: IO[bytes]) -> Header:
    """Read only a result's header and leave the file at its beginning.

    For a format that Telegram accepts only as a file, the size in pixels is not read: it is 0.

    Raises:
        NotAPictureError: The file is no picture, is broken, or is a decompression bomb.
    """
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    extension = _file_format(head)
    return Header(0, 0, extension) if extension else read_header(file)


def _file_format(head: bytes) -> str:
    if len(head) < _HEAD_BYTES:
        return ""
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "")
    if head.startswith(b"BM") and head[6:10] == bytes(4) and head[15:18] == bytes(3):
        return "bmp"  # two reserved words are 0, and the size of the next header is small
    return next((name for beginning, name in _BEGINNINGS.items() if head.startswith(beginning)), "")
