"""What becomes of descriptions that the painter cannot read, whatever the translation service answers."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.clock import SECOND
from bot.metrics import Metrics
from bot.options import is_readable
from bot.provider.translate import REST, Translator
from sandbox.libretranslate import TROUBLES, LibreTranslate
from tests.support.manual_clock import ManualClock

FOX = "рыжая лиса в снегу"


@pytest.fixture
async def service() -> AsyncIterator[LibreTranslate]:
    """The service, which knows one description."""
    service = LibreTranslate()
    service.known[FOX] = "a red fox in the snow"
    await service.start()
    yield service
    await service.stop()


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("a red fox", True), ("un zorro rápido", True), ("雪地里的红狐狸", True), ("狐狸 fox", True), ("🦊 42!", True),
        ("", True), ("ｆｏｘ", True), ("𝐟𝐨𝐱", True), ("a π sign", True),
        (FOX, False), ("ثعلب أحمر", False), ("きつね", False),
        ("여우", False), ("лиса fox", False), ("рыжая лиса, anime", False), ("αλεπού", False),
    ],
)  # fmt: skip
def test_what_the_painter_can_read(text: str, *, readable: bool) -> None:
    assert is_readable(text) == readable


async def test_what_cannot_be_read_is_translated_and_nothing_else(service: LibreTranslate, clock: ManualClock) -> None:
    async with aiohttp.ClientSession() as session:
        translator = Translator(session, service.url, "key", clock, Metrics())
        assert await translator.translated("a red fox") == ""
        assert await translator.translated("红狐狸") == ""
        assert await translator.translated(FOX) == "a red fox in the snow"
    assert service.asked == [{"q": FOX, "source": "auto", "target": "en", "format": "text", "api_key": "key"}]


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_whatever_goes_wrong_means_the_original_words(
    service: LibreTranslate, clock: ManualClock, trouble: str
) -> None:
    service.trouble = trouble
    async with aiohttp.ClientSession() as session:
        translator = Translator(session, service.url, "", clock, Metrics(), seconds=0.3 if trouble == "hang" else 30)
        assert await translator.translated(FOX) == ""
        if trouble in {"hang", "cut"}:
            assert await translator.translated(FOX) == ""
            assert len(service.asked) == 1, "one that does not answer is left alone for a while"
        service.trouble = ""
        clock.advance(REST / SECOND)
        assert await translator.translated(FOX) == "a red fox in the snow"


async def test_an_answer_that_comes_piece_by_piece_is_read_to_its_end(
    service: LibreTranslate, clock: ManualClock
) -> None:
    service.trouble = "parts"
    async with aiohttp.ClientSession() as session:
        assert await Translator(session, service.url, "", clock, Metrics()).translated(FOX) == "a red fox in the snow"


async def test_an_answer_without_end_is_given_up_when_it_is_too_long(
    service: LibreTranslate, clock: ManualClock
) -> None:
    service.trouble = "endless"
    async with aiohttp.ClientSession() as session:
        translator = Translator(session, service.url, "", clock, Metrics(), seconds=2.0)
        assert await translator.translated(FOX) == ""
        service.trouble = ""
        assert await translator.translated(FOX) == "a red fox in the snow", "it was there, and is asked again"
