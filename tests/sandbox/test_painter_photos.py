"""The painter's pictures from photos: each style its own, the photo still in them, the same order the same picture."""

import io
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from sandbox.painter import photo
from sandbox.painter.enlarge import enlarge
from sandbox.painter.enlarge import sketch as enlarge_sketch
from sandbox.painter.inks import find_head
from sandbox.painter.photograph import photograph
from sandbox.painter.remix import remix
from sandbox.painter.styles import STYLES, restyle


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def distance(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures' pixels, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return how far the light and dark places of two pictures agree, -1 to 1."""
    greys = [list(image.convert("L").resize((24, 24), Image.Resampling.BOX).tobytes()) for image in (one, other)]
    a, b = ([value - sum(grey) / len(grey) for value in grey] for grey in greys)
    squares = sum(x * x for x in a) * sum(y * y for y in b)
    return float(sum(x * y for x, y in zip(a, b, strict=True)) / squares**0.5)


@pytest.fixture(scope="module")
def portrait() -> bytes:
    return photograph("portrait", 0, 192, 240)


@pytest.fixture(scope="module")
def ground(portrait: bytes) -> Image.Image:
    return photo.cover(photo.load(io.BytesIO(portrait)), 192, 192)


@pytest.fixture(scope="module")
def landscape() -> Image.Image:
    return photo.cover(photo.load(io.BytesIO(photograph("landscape", 0, 192, 192))), 192, 192)


def test_photographs_are_told_apart_by_subject_and_seed(portrait: bytes) -> None:
    assert photograph("portrait", 0, 192, 240) == portrait
    others = [photograph(subject, seed, 192, 240) for subject, seed in (("portrait", 1), ("cat", 0), ("landscape", 0))]
    for data in others:
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("JPEG", (192, 240))
        assert distance(opened(portrait), opened(data)) > 15


def test_a_face_is_found_in_a_portrait_and_none_in_a_landscape(ground: Image.Image, landscape: Image.Image) -> None:
    head = find_head(ground)
    assert head
    assert abs(head.x - 96) < 20
    assert head.top < head.y
    assert find_head(landscape) is None


def test_every_style_has_its_own_look_and_keeps_the_photo(ground: Image.Image, landscape: Image.Image) -> None:
    drawn = {style: opened(restyle(ground, style, seed=1, fidelity=0)) for style in STYLES}
    assert all(image.size == ground.size for image in drawn.values())
    assert all(distance(image, ground) > 12 for image in drawn.values())
    alike = {(a, b): distance(drawn[a], drawn[b]) for a, b in combinations(STYLES, 2)}
    assert min(alike.values()) > 12, min(alike, key=lambda pair: alike[pair])
    for style in set(STYLES) - {"Bunny_style", "CatEar_style"}:  # they move the photo to make room for the ears
        assert likeness(drawn[style], ground) > likeness(drawn[style], landscape) + 0.1, style


def test_styles_repeat_themselves_and_obey_fidelity(ground: Image.Image) -> None:
    first, again = (restyle(ground, "Horrible_style", seed=1, fidelity=0.2) for _ in range(2))
    assert first == again != restyle(ground, "Horrible_style", seed=2, fidelity=0.2)
    faithful = restyle(ground, "Horrible_style", seed=1, fidelity=1)
    assert distance(opened(faithful), ground) < distance(opened(first), ground) * 0.8


def test_remix_shows_photo_and_prompt(ground: Image.Image, landscape: Image.Image) -> None:
    def remixed(picture: Image.Image, prompt: str, fidelity: float = 0.2) -> Image.Image:
        return opened(remix(picture, prompt, seed=1, fidelity=fidelity, model="art", steps=10))

    fox = remixed(ground, "a fox in the snow")
    assert fox.tobytes() == remixed(ground, "a fox in the snow").tobytes()
    assert distance(fox, remixed(ground, "a dragon at sunset")) > 15
    assert distance(fox, remixed(landscape, "a fox in the snow")) > 15
    assert likeness(fox, ground) > 0.3
    assert distance(remixed(ground, "a fox in the snow", 0.95), ground) < distance(fox, ground) / 2


def test_hd_is_larger_and_sharper_than_a_plain_enlargement(ground: Image.Image) -> None:
    small = ground.resize((96, 96), Image.Resampling.BOX)
    large = opened(enlarge(small, is_anime=False))
    plain = small.resize(large.size, Image.Resampling.BICUBIC)

    def sharpness(image: Image.Image) -> float:
        return ImageStat.Stat(image.convert("L").filter(ImageFilter.FIND_EDGES)).mean[0]

    assert large.size == (384, 384)
    assert sharpness(large) > sharpness(plain) * 1.25
    assert distance(large, plain) < 12
    assert distance(large, opened(enlarge(small, is_anime=True))) > 1


def test_sketches_are_made_from_the_photo(ground: Image.Image, landscape: Image.Image) -> None:
    assert opened(enlarge_sketch(ground)).size == (768, 768)
    one, other = opened(photo.sketch(ground, "a fox", 1)), opened(photo.sketch(landscape, "a fox", 1))
    assert one.size == ground.size
    assert distance(one, other) > 10
    assert photo.sketch(ground, "a fox", 1) != photo.sketch(ground, "a cat", 1)


def test_photos_are_read_as_they_come() -> None:
    tall = Image.new("RGB", (30, 20), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    turned, sticker = io.BytesIO(), io.BytesIO()
    tall.save(turned, "JPEG", exif=exif)
    Image.new("RGBA", (16, 16), (255, 0, 0, 0)).save(sticker, "WEBP")
    assert photo.load(turned).size == (20, 30)
    assert photo.load(sticker).getpixel((8, 8)) == (255, 255, 255)
    with pytest.raises(OSError, match="cannot identify"):
        photo.load(io.BytesIO(b"<html>"))
