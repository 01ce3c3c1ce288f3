"""The painter: same arguments, same picture; other arguments, other pixels."""

import io
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageStat

from sandbox.painter.painter import paint, sketch
from sandbox.painter.reading import SUBJECTS


@cache
def picture(prompt: str, *, width: int = 128, height: int = 128, seed: int = 7, model: str = "art") -> Image.Image:
    data = paint(prompt, width=width, height=height, seed=seed, model=model)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def distance(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures' pixels, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def test_the_same_order_gives_the_same_bytes() -> None:
    first, second = (paint("a red fox in the snow", width=128, height=192, seed=1) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("size", [(64, 64), (768, 64), (64, 768), (192, 128)])
@pytest.mark.parametrize("prompt", ["a koi in a night pond", "a castle in the clouds", "rain", "quantum thoughts"])
def test_size_is_the_one_asked_for(prompt: str, size: tuple[int, int]) -> None:
    assert picture(prompt, width=size[0], height=size[1]).size == size


def test_seeds_prompts_and_models_show() -> None:
    fox = picture("a fox in the snow")
    assert distance(fox, picture("a fox in the snow", seed=8)) > 4
    assert distance(fox, picture("a koi in a night pond")) > 20
    assert distance(fox, picture("a fox in the snow", model="anime")) > 3
    assert distance(fox, picture("a fox in the snow", model="basic")) > 3


@pytest.mark.parametrize("words", SUBJECTS.values(), ids=SUBJECTS)
def test_every_subject_is_known_by_its_english_and_its_chinese_name(words: str) -> None:
    english, *_, chinese = words.split("|")
    pictures = [picture(f"{name} meadow", model="basic") for name in (english, chinese)]
    empty = picture("meadow", model="basic")
    assert all(distance(image, empty) > 5 for image in pictures)


def test_a_lighthouse_is_no_castle() -> None:
    assert distance(picture("灯塔 sunset"), picture("塔 sunset")) > 8
    storm, calm = (sum(ImageStat.Stat(picture(f"a lighthouse {scene}")).mean) for scene in ("in a storm", "at noon"))
    assert storm < calm * 0.7


def test_colour_words_tint_the_subject() -> None:
    """The chest of a sitting cat lies in the middle of the lower half; its flank beside that."""
    flank = (40, 92, 52, 112)
    red, blue = (ImageStat.Stat(picture(f"a {name} cat").crop(flank)).mean for name in ("red", "blue"))
    assert red[0] > red[2] + 25
    assert blue[2] > blue[0] + 25


def test_time_of_day_sets_the_light() -> None:
    day, night = (sum(ImageStat.Stat(picture(f"房子，{time}")).mean) for time in ("白天", "夜"))
    assert night < day * 0.7


def test_a_sketch_is_quick_and_deterministic() -> None:
    assert sketch("a", width=512, height=512, seed=1) == sketch("a", width=512, height=512, seed=1)
    assert sketch("a", width=512, height=512, seed=1) != sketch("a", width=512, height=512, seed=2)
