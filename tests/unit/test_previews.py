"""Previews: made of what is too large for Telegram to make one, by a program that may fail."""

from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from bot.provider.previews import NEEDED_FROM, Previews

MODES = ("RGB", "RGBA", "L", "LA", "P", "1", "CMYK")


def saved(folder: Path, form: str, picture: Image.Image, **options: object) -> IO[bytes]:
    """Return a picture as an open file."""
    path = folder / "picture"
    picture.save(path, form, **options)
    return path.open("rb")


@pytest.mark.parametrize("mode", MODES)
async def test_pictures_of_all_kinds(tmp_path: Path, mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    with saved(tmp_path, form, Image.new(mode, (1600, 400))) as file:
        preview = await Previews().of(file, NEEDED_FROM)
        assert preview is not None
        assert file.tell() == 0
    with Image.open(BytesIO(preview)) as opened:
        assert (opened.format, opened.mode, opened.size) == ("JPEG", "RGB", (320, 80))


async def test_a_picture_that_lies_on_its_side_is_put_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with saved(tmp_path, "JPEG", Image.new("RGB", (800, 400)), exif=exif) as file:
        preview = await Previews().of(file, NEEDED_FROM)
    assert preview is not None
    with Image.open(BytesIO(preview)) as opened:
        assert opened.size == (160, 320)


async def test_a_smaller_file_is_left_to_telegram(tmp_path: Path) -> None:
    with saved(tmp_path, "PNG", Image.new("RGB", (16, 16))) as file:
        assert await Previews().of(file, NEEDED_FROM - 1) is None


@pytest.mark.parametrize("kind", ["none", "broken", "of too much memory"])
async def test_what_none_can_be_made_of_goes_without(tmp_path: Path, kind: str) -> None:
    with saved(tmp_path, "PNG", Image.new("RGBA", (9000, 9000) if "memory" in kind else (64, 64))) as file:
        data = file.read()
    path = tmp_path / "it"
    path.write_bytes({"none": b"words", "broken": data[: len(data) // 2]}.get(kind, data))
    with path.open("rb") as file:
        assert await Previews().of(file, NEEDED_FROM) is None
        assert file.read() == path.read_bytes()
