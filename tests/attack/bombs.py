"""Sends decompression bombs of every format that Pillow reads, from users and from the provider."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image

from sandbox.telegram_client import Json
from tests.attack.house import MEGABYTE, House
from tests.attack.report import Row
from tests.attack.size import Size

LITTLE = 64

TOLD = ("job_delivered", "job_undeliverable", "result_unusable")

SIDES = 251, 239
HUGE = 65_251, 65_239
"""Width and height of a picture, and those that its header claims."""

OPTIONS: dict[str, dict[str, object]] = {"GIF": {"interlace": 0}, "ICO": {"sizes": [SIDES]}, "PDF": {"resolution": 72}}


async def attack(house: House, size: Size) -> list[Row]:
    """Send each bomb as a source and as a result; every order must get an outcome, and memory must hardly grow."""
    bombs = list(_bombs())[:: size.every]
    return [await _as_sources(house, bombs), await _as_results(house, bombs)]


async def _as_sources(house: House, bombs: list[tuple[str, bytes]]) -> Row:
    await house.provider.fault("submit", "code", [40001, "no"], times=None)
    await house.rest()
    begun, ended = house.told("order_accepted"), house.told(*TOLD)
    for name, data in bombs:
        mallory = await house.telegram.person("Mallory")
        await house.telegram.document(mallory, data, "/hd", name=f"{name}.png", mime_type="image/png")
    await house.until_told(begun + len(bombs), "order_accepted")
    left = await house.until_told(ended + len(bombs), *TOLD)
    await house.provider.clear_faults()
    return await _row(house, "picture bombs from people", bombs, left)


async def _as_results(house: House, bombs: list[tuple[str, bytes]]) -> Row:
    refused = [400, "Bad Request: wrong file identifier/HTTP URL specified"]
    house.store.files = [data for _, data in bombs]
    submits = await house.ordered(len(bombs), "/draw a bomb")
    await house.rest()
    for number, submit in enumerate(submits):
        await house.telegram.fault("editMessageMedia", "error", refused)  # Telegram refuses the address
        await house.provider.send_callback(submit["notify_url"], _result(submit, house.store.origin, number))
    left = await house.not_told({house.job_of(submit) for submit in submits}, *TOLD)
    await house.telegram.clear_faults()
    return await _row(house, "picture bombs from the provider", bombs, len(left) + len(bombs) - len(submits))


async def _row(house: House, attack: str, bombs: list[tuple[str, bytes]], left: int) -> Row:
    grown, bugs = house.grown, await house.bugs()
    found = f"memory +{grown:.0f} MB, {left} of whom nothing was told, {bugs} bugs"
    return Row(attack, len(bombs), found, not left and not bugs and grown < LITTLE)


def _result(submit: Json, origin: str, number: int) -> Json:
    url = f"{origin}/file/{number}"
    data = {"uid": submit["uid"], "status": "finished", "safe": True, "cdn": url, "cos": url}
    return {"uid": submit["uid"], "success": True, "data": data}


def _bombs() -> Iterator[tuple[str, bytes]]:
    yield "inflates", _png(20_000, 20_000, zlib.compress(bytes(20_000 * 2_501), 1))
    yield "claims", _png(2**31 - 1, 2**31 - 1, zlib.compress(b"\0" * 100))
    yield "text", _png(8, 8, zlib.compress(bytes(16)), (b"zTXt", b"a\0\0" + zlib.compress(bytes(100 * MEGABYTE), 1)))
    yield "profile", _png(8, 8, zlib.compress(bytes(16)), (b"iCCP", b"a\0\0" + zlib.compress(bytes(50 * MEGABYTE), 1)))
    yield "large", _png(7_900, 7_900, zlib.compress(bytes(7_900 * 989), 1), (b"paDd", bytes(11 * MEGABYTE)))
    yield "markers", b"\xff\xd8\xff\xfe\x00\x02" + b"\xff\xe1\x00\x10Exif\0\0II*\0\x08\0\0\0" * 60_000
    yield "fill", b"\xff\xd8\xff\xfe\x00\x02" + b"\xff" * (4 * MEGABYTE)
    yield "canvas", b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + b"\xff" * 6 + b"VP8 \0\0\0\0"
    yield "heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\xff" * 400
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='99999' height='99999'/>" + b" " * 99
    yield "nothing", b"\0" * 64
    yield from _handmade()
    Image.init()
    for name in sorted(Image.SAVE):
        for mode in ("RGB", "L", "1", "F"):
            if data := _saved(name, mode):
                yield name.lower(), _lying(data)
                break
    yield "progressive", _lying(_saved("JPEG", "CMYK", progressive=True))


def _handmade() -> Iterator[tuple[str, bytes]]:
    """Yield headers of the formats that Pillow can read but not write."""
    wide, high = HUGE
    yield "psd", struct.pack(">4sH6xHIIHH", b"8BPS", 1, 4, high, wide, 8, 3) + bytes(64)
    yield "sun", struct.pack(">8I", 0x59A66A95, wide, high, 24, 0xFFFFFFFF, 1, 0, 0) + bytes(64)
    yield (
        "fits",
        b"".join(
            f"{line:<80}".encode()
            for line in (
                *("SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    2"),
                *(f"NAXIS1  = {wide:>20}", f"NAXIS2  = {high:>20}", "END"),
            )
        ).ljust(2_880),
    )
    yield "xpm", f'/* XPM */\nstatic char *a[] = {{"{wide} {high} 1 1","a c #000000","{"a" * 99}"}};'.encode()
    yield "fli", struct.pack("<IHHHHHH", 128, 0xAF12, 60_000, wide & 0xFFFF, high & 0xFFFF, 8, 3) + bytes(116)
    yield (
        "cur",
        b"\0\0\2\0\1\0\0\0\0\0\0\0\0\0\xff\xff\xff\x7f\x16\0\0\0" + struct.pack("<IiiHH", 40, wide, high, 1, 32),
    )
    yield "dcx", struct.pack("<II", 0x3ADE68B1, 12) + b"\x0a\5\1\x08\0\0\0\0\xff\xff\xff\xff" + bytes(116)
    yield "ftex", struct.pack("<4sIIIIIIII", b"FTEX", 1, wide, high, 1, 1, 0, 32, 0xFFFFFFF) + bytes(64)
    yield "gbr", struct.pack(">6I", 32, 1, wide, high, 4, 1) + bytes(64)
    yield "imt", f"width {wide}\nheight {high}\n".encode() + b"\x0c" + bytes(64)
    yield "mpeg", b"\0\0\1\xb3\xff\xff\xff" + bytes(64)
    yield "pcd", bytes(2_048) + b"PCD_" + bytes(1_530)
    yield (
        "pixar",
        b"\x80\xe8\0\0" + bytes(412) + struct.pack("<HHHHHHHH", high & 0xFFFF, wide & 0xFFFF, 0, 0, 0, 0, 14, 14),
    )
    yield "xvthumb", f"P7 332\n#END\n{wide} {high} 255\n".encode() + bytes(64)
    yield "mcidas", b"\0\0\0\0\0\0\0\4" + struct.pack(">62i", *(1 << 30,) * 62)
    yield "iptc", b"\x1c\3\x3c\0\x02\1\1\x1c\3\x14\0\4" + struct.pack(">I", wide) + b"\x1c\x08\x0a\0\1\0"


def _png(width: int, height: int, data: bytes, *notes: tuple[bytes, bytes]) -> bytes:
    """Return a PNG with one bit a pixel, and with these extra chunks."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width & 0x7FFFFFFF, height & 0x7FFFFFFF, 1, 0, 0, 0, 0)),
        *notes,
        (b"IDAT", data),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def _saved(name: str, mode: str, **options: object) -> bytes:
    """Return a picture in a format; b"" if the format does not support the mode, or cannot be written here."""
    file = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.new(mode, SIDES).save(file, name, **OPTIONS.get(name, {}) | options)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, NotImplementedError):
        return b""
    return file.getvalue()


def _lying(data: bytes) -> bytes:
    """Return a file with its size replaced by a huge one wherever its bytes contain it."""
    for small, huge in zip(SIDES, HUGE, strict=True):
        for form in ("<I", ">I", "<H", ">H"):
            data = data.replace(struct.pack(form, small), struct.pack(form, huge))
            data = data.replace(struct.pack(form, small - 1), struct.pack(form, huge - 1))
        data = data.replace(str(small).encode(), str(huge).encode())
    return data
