"""Everybody orders in their own language, from the menu to the limit of the day."""

import asyncio
from dataclasses import dataclass

import pytest

from sandbox.telegram_client import Json
from tests.support.stage import Stage, a_photo
from tests.support.talk import button

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Spoken:
    """What somebody reads on the way to a picture, and a style as they type it."""

    wordless: str
    question: str
    label: str
    painting: str
    refused: str
    used_up: str
    typed: str


ENGLISH = Spoken(
    wordless="What should I paint?",
    question="Which style would you like?",
    label="Cat ears",
    painting="Painting…",
    refused="touches on politics. It doesn't count against your daily limit. Try describing",
    used_up="used your one picture",
    typed="bunny ears",
)
RUSSIAN = Spoken(
    wordless="Что нарисовать?",
    question="Какой стиль выберем?",
    label="Кошка",
    painting="Рисую…",
    refused="политика. Попытка не засчитана. Попробуйте описать",
    used_up="исчерпан: 1 картинка.",
    typed="кроличьи ушки",
)
SPANISH = Spoken(
    wordless="¿Qué pinto?",
    question="¿Qué estilo prefieres?",
    label="Gatito",
    painting="Pintando…",
    refused="toca temas políticos. No cuenta para tu límite. Prueba a describirla",
    used_up="tu única imagen de hoy",
    typed="orejas de conejo",
)
SIMPLIFIED = Spoken(
    wordless="想画什么？",
    question="选哪种风格？",
    label="猫耳",
    painting="正在画……",
    refused="涉及政治内容。本次不扣次数，换个说法",
    used_up="今天的 1 张额度已用完",
    typed="兔耳",
)
TRADITIONAL = Spoken(
    wordless="想畫什麼？",
    question="選哪種風格？",
    label="貓耳",
    painting="正在畫……",
    refused="涉及政治內容。本次不扣次數，換個說法",
    used_up="今天的 1 張額度已用完",
    typed="兔子風格",
)
BY_CODE = {
    "en": ENGLISH,
    "pt-br": ENGLISH,
    "ru": RUSSIAN,
    "es": SPANISH,
    "zh-hans": SIMPLIFIED,
    "zh-hant": TRADITIONAL,
    "zh-TW": TRADITIONAL,
}


async def from_the_question_to_the_limit(stage: Stage, code: str, spoken: Spoken) -> None:
    """Let somebody order without words, forbiddenly, rightly and once too often."""
    person = await stage.telegram.person(code, code)
    await stage.telegram.say(person, "/draw")
    await stage.said(person, spoken.wordless)
    await stage.telegram.say(person, "/draw a coup")
    await stage.said(person, spoken.refused)
    photo = await stage.telegram.photo(person, a_photo(), "/anime")
    question = await stage.reply(person, photo["message_id"], spoken.question)
    await stage.telegram.press(person, question["message_id"], button(question, spoken.label))
    assert (await stage.said(person, spoken.painting))["message_id"] == question["message_id"]
    assert (await stage.picture(person))["text"].startswith(spoken.label)
    await stage.telegram.say(person, "/draw a fox")
    await stage.said(person, spoken.used_up)


async def test_an_order_is_spoken_about_in_the_persons_language(running: Stage) -> None:
    """All at once, because Telegram takes but one message a second in a chat."""
    await running.provider.settings(paint_seconds=1.5)
    await asyncio.gather(*(from_the_question_to_the_limit(running, code, spoken) for code, spoken in BY_CODE.items()))


@pytest.mark.parametrize(("code", "spoken"), BY_CODE.items(), ids=BY_CODE)
async def test_a_style_is_understood_in_the_persons_language(running: Stage, code: str, spoken: Spoken) -> None:
    person = await running.telegram.person("Somebody", code)
    _, submit = await running.ordered(running.telegram.photo(person, a_photo(), f"/anime {spoken.typed}"))
    assert submit["params"]["style"] == "Bunny_style"
    await running.picture(person)


async def test_the_menu_is_set_for_the_languages_telegram_knows(running: Stage) -> None:
    everybodys: list[Json] = []
    count = 0
    while len(everybodys) < 12:
        calls = await running.telegram.wait_calls("setMyCommands", count=count + 1)
        count = len(calls)
        everybodys = [params for call in calls if (params := call["params"])["scope"]["type"] != "chat"]
    assert [call.get("language_code", "") for call in everybodys] == ["", "es", "ru", "zh"] * 3
    for code, draw in (
        ("en", "Paint a picture from words"),
        ("pt", "Paint a picture from words"),
        ("ru", "Нарисовать картинку по описанию"),
        ("es", "Crear una imagen con texto"),
        ("zh", "根据描述画一张图"),
    ):
        menu = await running.telegram.commands(code)
        assert (menu[0]["command"], menu[0]["description"]) == ("draw", draw)
