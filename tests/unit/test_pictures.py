"""What bytes say about a picture, and the look at a file that somebody sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from resource import RUSAGE_SELF, getrusage
from typing import Any
from zlib import compress, crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.errors import TransientError
from bot.pictures import Header, NotAPictureError, TooManyPixelsError, media_type, read_header, require_whole
from bot.pipeline.files import HEAD_BYTES, FileGoneError, OpenFile, size_of

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


FORMATS = ("PNG", "JPEG", "WEBP")


def picture(form: str, width: int = 320, height: int = 200, **options: bytes) -> bytes:
    """Return a small picture."""
    file = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, form, **options)
    return file.getvalue()


PICTURES = {form: picture(form) for form in FORMATS}
ALL = pytest.mark.parametrize("form", FORMATS)


class Shelf:
    """A `FileSource` of our own: one file, given out in chunks.

    Args:
        content: Its bytes.
        chunk: How many at a time.
        breaks_at: Where the connection breaks.
    """

    def __init__(self, content: bytes, chunk: int = 64 * 1024, breaks_at: int | None = None) -> None:
        self._content = content
        self._chunk = chunk
        self._breaks_at = breaks_at
        self.given = 0
        self.closed = False

    @asynccontextmanager
    async def open(self, file_id: str) -> AsyncIterator[OpenFile]:
        if file_id != "file":
            raise FileGoneError("no such file", "source-gone")
        try:
            yield OpenFile(len(self._content), self._chunks())
        finally:
            self.closed = True

    async def _chunks(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._content), self._chunk):
            if self._breaks_at is not None and at >= self._breaks_at:
                raise TransientError("broken off")
            piece = self._content[at : at + self._chunk]
            self.given += len(piece)
            yield piece


class Pieces(BytesIO):
    """A file of which nobody may read all at once."""

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 <= size <= 4_096
        return super().read(size)


@ALL
def test_no_header_needs_more_than_a_piece_of_the_file(form: str) -> None:
    assert read_header(Pieces(PICTURES[form] + b"\0" * 10_000)) == Header(320, 200, form.lower())


@ALL
def test_a_header_is_read_and_the_file_left_at_its_beginning(form: str) -> None:
    file = BytesIO(PICTURES[form])
    file.seek(7)
    assert read_header(file) == Header(320, 200, form.lower())
    assert file.tell() == 0


@pytest.mark.parametrize(("orientation", "sides"), [(1, (32, 20)), (3, (32, 20)), (6, (20, 32)), (8, (20, 32))])
def test_a_photograph_is_measured_as_it_is_looked_at(orientation: int, sides: tuple[int, int]) -> None:
    photograph = Image.new("RGB", (32, 20))
    notes = photograph.getexif()
    notes[0x0112] = orientation
    file = BytesIO()
    photograph.save(file, "JPEG", exif=notes)
    assert read_header(file) == Header(*sides, "jpeg")


@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("JPEG", "L", {}),
        ("JPEG", "CMYK", {"progressive": True}),
        ("JPEG", "RGB", {"progressive": True, "comment": b"\xff\xd9"}),
        ("PNG", "RGBA", {}),
        ("PNG", "P", {}),
        ("PNG", "I;16", {}),
        ("WEBP", "RGB", {"lossless": True}),
        ("WEBP", "RGBA", {}),
        ("WEBP", "RGB", {"exif": b"Exif\x00\x00", "quality": 1}),
    ],
)
@pytest.mark.parametrize("size", [(1, 1), (17, 300), (300, 17)])
def test_every_kind_of_picture_tells_its_size(form: str, mode: str, options: Any, size: tuple[int, int]) -> None:
    file = BytesIO()
    Image.new(mode, size).save(file, form, **options)
    assert read_header(file) == Header(*size, form.lower())
    require_whole(file.getvalue())


def claiming_jpeg(width: int, height: int, components: int = 4) -> bytes:
    """Return a small progressive JPEG whose frame claims to be this large."""
    file = BytesIO()
    Image.new("CMYK" if components == 4 else "RGB", (32, 32)).save(file, "JPEG", progressive=True)
    jpeg = bytearray(file.getvalue())
    frame = jpeg.index(b"\xff\xc2")
    jpeg[frame + 5 : frame + 9] = height.to_bytes(2) + width.to_bytes(2)
    return bytes(jpeg)


def inflating_png() -> bytes:
    """Return a small PNG whose text chunks inflate to 300 MB."""
    text = compress(bytes(1_000_000), 9)
    chunk = b"zTXtwords\x00\x00" + text
    chunks = (len(chunk) - 4).to_bytes(4) + chunk + crc32(chunk).to_bytes(4)
    return PICTURES["PNG"][:33] + chunks * 300 + PICTURES["PNG"][33:]


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (claiming_jpeg(8_000, 8_000), (8_000, 8_000)),
        (claiming_jpeg(10_000, 12_000, 3), (10_000, 12_000)),
        (inflating_png(), (320, 200)),
        (lambda: claiming(10_900, 11_000), (10_900, 11_000)),
    ],
    ids=["progressive CMYK", "photograph of 120 megapixels", "text that inflates", "PNG"],
)
async def test_looking_at_a_picture_takes_no_memory(content: Any, size: tuple[int, int]) -> None:
    data = content() if callable(content) else content
    before = most_memory()
    assert await size_of(Shelf(data), "file") == size
    assert most_memory() - before < 16 * 2**20


@pytest.mark.parametrize("behind", [0, HEAD_BYTES])
async def test_more_pixels_than_a_photograph_has_are_refused_however_large_the_file(behind: int) -> None:
    with pytest.raises(TooManyPixelsError, match="too many pixels") as refusal:
        await size_of(Shelf(claiming(20_000, 20_000) + bytes(behind)), "file")
    assert refusal.value.code == "too-many-pixels"


def most_memory() -> int:
    """Return the most bytes that this process has had."""
    return getrusage(RUSAGE_SELF).ru_maxrss * 1024


@ALL
def test_the_first_bytes_name_the_type(form: str) -> None:
    assert media_type(PICTURES[form][:12]) == TYPES[form]


@given(st.binary(max_size=12))
def test_other_bytes_name_none(head: bytes) -> None:
    known = head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:] == b"WEBP")
    assert (media_type(head) == "application/octet-stream") != known


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
def test_other_formats_are_no_pictures_of_ours(form: str) -> None:
    with pytest.raises(NotAPictureError):
        read_header(BytesIO(picture(form, 32, 32)))


def claiming(width: int, height: int) -> bytes:
    """Return a PNG that claims to be this large, with a checksum that is right."""
    png = bytearray(PICTURES["PNG"])
    png[16:24] = width.to_bytes(4) + height.to_bytes(4)
    png[29:33] = crc32(png[12:29]).to_bytes(4)
    return bytes(png)


@pytest.mark.parametrize("sides", [(8_001, 8_000), (20_000, 20_000), (65_000, 65_000)])
def test_a_bomb_is_refused_unopened(sides: tuple[int, int]) -> None:
    with pytest.raises(NotAPictureError):
        read_header(BytesIO(claiming(*sides)))


def test_the_largest_result_there_is_is_no_bomb() -> None:
    assert read_header(BytesIO(claiming(8_000, 8_000))) == Header(8_000, 8_000, "png")


@settings(max_examples=300, deadline=None)
@given(form=st.sampled_from(FORMATS), at=st.integers(0, 200), put=st.binary(max_size=12), cut=st.integers(0, 400))
def test_any_damage_is_a_header_or_no_picture(form: str, at: int, put: bytes, cut: int) -> None:
    damaged = bytearray(PICTURES[form])
    damaged[at : at + len(put)] = put
    file = BytesIO(damaged[: len(damaged) - cut])
    try:
        header = read_header(file)
        require_whole(file.getvalue())
    except NotAPictureError:
        return
    assert min(header.width, header.height) > 0


@ALL
@pytest.mark.parametrize("chunk", [1, 1_000, 10**6])
async def test_a_picture_sent_as_a_file_tells_its_size(form: str, chunk: int) -> None:
    shelf = Shelf(PICTURES[form], chunk)
    assert await size_of(shelf, "file") == (320, 200)
    assert shelf.closed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a fox in the snow\n" * 100,
        b"<html><body>not found</body></html>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0" + bytes(2_000),
        b"RIFF\x10\x00\x00\x00WEBPjunk",
        PICTURES["PNG"][:20],
        PICTURES["JPEG"][:30],
        PICTURES["WEBP"][:-40],
        PICTURES["PNG"][:-40],
        PICTURES["JPEG"][:-400],
        PICTURES["PNG"].replace(b"IDAT", b"IDAT\x00", 1),
        bytes(HEAD_BYTES + 5),
    ],
    ids=[
        "empty",
        "text",
        "html",
        "pdf",
        "png",
        "jpeg",
        "webp",
        "cut png",
        "cut jpeg",
        "cut webp",
        "half a png",
        "half a jpeg",
        "bad png",
        "zeros",
    ],
)
async def test_what_only_claims_to_be_a_picture_is_none(content: bytes) -> None:
    shelf = Shelf(content)
    with pytest.raises(NotAPictureError):
        await size_of(shelf, "file")
    assert shelf.closed


async def test_a_large_file_is_not_read_to_its_end() -> None:
    shelf = Shelf(PICTURES["JPEG"] + bytes(3 * HEAD_BYTES))
    assert await size_of(shelf, "file") == (320, 200)
    assert shelf.given <= HEAD_BYTES + 64 * 1024


async def test_notes_before_the_picture_do_not_hide_its_size() -> None:
    notes = picture("JPEG", comment=bytes(60_000), icc_profile=bytes(500_000))
    assert len(notes) > 550_000
    assert await size_of(Shelf(notes), "file") == (320, 200)


@pytest.mark.parametrize(
    "marker",
    [
        b"\xff",
        b"\xff\xd0",
        b"\xff\xe0\x00\x02",
        b"\xff\xe1\x00\x10Exif\0\0II*\0\x08\0\0\0",
    ],
    ids=["fill bytes", "restarts", "empty segments", "notes"],
)
async def test_a_header_of_nothing_but_markers_is_not_read_to_its_end(marker: bytes) -> None:
    head = b"\xff\xd8\xff\xfe\x00\x02" + marker * (HEAD_BYTES // len(marker) + 1)
    with pytest.raises(NotAPictureError, match="broken"):
        await size_of(Shelf(head), "file")


def with_long_notes(form: str) -> bytes:
    """Return a picture that tells its size only behind more than is read."""
    plain, notes = PICTURES[form], bytes(HEAD_BYTES)
    if form == "PNG":
        chunk = b"teSt" + notes
        return plain[:33] + len(notes).to_bytes(4) + chunk + crc32(chunk).to_bytes(4) + plain[33:]
    if form == "JPEG":
        segment = b"\xff\xe5" + (50_002).to_bytes(2) + bytes(50_000)
        return plain[:2] + segment * (HEAD_BYTES // 50_000 + 1) + plain[2:]
    body = plain[12:] + b"XMP " + len(notes).to_bytes(4, "little") + notes
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


@ALL
async def test_a_picture_that_does_not_tell_its_size_soon_is_taken_without(form: str) -> None:
    large = with_long_notes(form)
    assert read_header(BytesIO(large)) == Header(320, 200, form.lower())
    assert await size_of(Shelf(large), "file") == (None if form == "JPEG" else (320, 200))


async def test_a_file_that_breaks_off_is_looked_at_again_later() -> None:
    shelf = Shelf(PICTURES["PNG"], chunk=10, breaks_at=20)
    with pytest.raises(TransientError):
        await size_of(shelf, "file")
    assert shelf.closed
    with pytest.raises(FileGoneError):
        await size_of(shelf, "another")
