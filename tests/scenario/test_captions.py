"""Captions: what was asked for, cut kindly, and in one quiet line what made it."""

import re

import pytest

from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage, a_photo, is_picture
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def painted(stage: Stage, text: str) -> Json:
    """Return the picture that somebody gets who has never ordered before."""
    person = await stage.telegram.person("Somebody", "en")
    await stage.telegram.say(person, text)
    return await stage.picture(person)


def formats(picture: Json) -> list[tuple[str, str]]:
    """Return what of a caption is set how."""
    units = picture["text"].encode("utf-16-le")
    return [
        (entity["type"], units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))
        for entity in picture["entities"]
    ]


@pytest.mark.parametrize("model", ["art", "anime", "basic"])
async def test_the_quiet_line_says_what_made_it(running: Stage, model: str) -> None:
    picture = await painted(running, f"/draw a fox --model {model} --seed 42 --size 768x512")
    prompt, line = picture["text"].split("\n")
    assert (prompt, re.sub(r"\d+ s$", "N s", line)) == ("a fox", f"{model} · 768×512 · seed 42 · N s")
    assert formats(picture) == [("code", prompt), ("italic", line)]


async def test_the_time_is_the_painters(running: Stage) -> None:
    await running.provider.settings(paint_seconds=2)
    seconds = re.search(r" · (\d+) s$", (await painted(running, "/draw a fox"))["text"])
    assert seconds
    assert 2 <= int(seconds[1]) <= 4


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("/remix in oils --seed 7", r"in oils\nart · 768×512 · seed 7 · \d+ s"),
        ("/anime jojo", r"JoJo · 768×512 · seed \d+ · \d+ s"),
        ("/hd", r"✨ Upscaled; sent as a file to keep full quality · \d+×\d+ · \d+ s"),
    ],
)
async def test_each_command_has_its_own(running: Stage, command: str, line: str) -> None:
    person = await running.telegram.person("Somebody", "en")
    await running.telegram.photo(person, a_photo(3, (300, 200)), command)
    assert re.fullmatch(line, (await running.picture(person))["text"])


@pytest.mark.parametrize(
    ("prompt", "ends"),
    [
        (" ".join(["red foxes in the snow"] * 45), r"\w…"),
        (" ".join(["🦊🌲"] * 250), "🌲…"),
        ("x" * 1_000, "x…"),
        ("👩‍🚀" * 300, "…"),
        ("<b>&amp;</b> " * 70, r"\S…"),
        ("雪地里的红狐狸，" * 110, "…"),
    ],
    ids=["words", "wide-words", "one-word", "joined", "markup", "chinese"],
)
async def test_long_words_are_cut_kindly(running: Stage, prompt: str, ends: str) -> None:
    picture = await painted(running, f"/draw {prompt} --seed 42")
    shown, line = picture["text"].rsplit("\n", 1)
    assert line.startswith("art · 512×512 · seed 42 · ")
    assert re.search(f"{ends}$", shown)
    kept = shown.removesuffix("…")
    assert prompt.startswith(kept)
    if " " in prompt:
        assert prompt[len(kept)] == " ", "no word is cut"
    assert 600 <= len(shown.encode("utf-16-le")) / 2 <= 800
    assert len(picture["text"].encode("utf-16-le")) / 2 <= 1_024


async def test_in_a_group_it_says_what_was_painted_and_no_more(running: Stage) -> None:
    """Words, model and size; seed and seconds are for whoever looks in private."""
    person = await running.telegram.person("Somebody", "en")
    group = await running.telegram.group("Painters", person)
    sent = await running.telegram.say(person, "/draw a fox --seed 42", chat=group.id)
    picture = await running.changed(await running.reply(group, sent["message_id"]), is_picture)
    assert picture["text"] == "a fox\nart · 512×512"
    shown = await answered(running, person, "/history")
    assert shown["text"].startswith("a fox\nart · 512×512 · seed 42 · ")
    sent = await running.telegram.say(person, "/history", chat=group.id)
    page = await running.telegram.until(
        group.id, lambda seen: next((m for m in seen if m["reply_to_message_id"] == sent["message_id"]), None)
    )
    assert page["text"].startswith("a fox\nart · 512×512\n📅")


@pytest.mark.parametrize(
    ("order", "line"),
    [
        ("/remix in oils", r"in oils\nart · 768×512"),
        ("/anime jojo", r"JoJo · 768×512"),
        ("/hd", r"✨ Upscaled.* · \d+×\d+"),
    ],
)
async def test_in_a_group_each_command_has_its_own(running: Stage, order: str, line: str) -> None:
    person = await running.telegram.person("Somebody", "en")
    group = await running.telegram.group("Painters", person)
    sent = await running.telegram.photo(person, a_photo(4, (300, 200)), order, chat=group.id)
    picture = await running.changed(await running.reply(group, sent["message_id"]), is_picture)
    assert re.fullmatch(line, picture["text"])


async def test_everybody_reads_their_own(running: Stage) -> None:
    lines = set()
    for language in ("en", "zh-hans", "zh-hant", "ru", "es"):
        person: Person = await running.telegram.person("Somebody", language)
        await running.telegram.say(person, "/draw 雪 --seed 42")
        text = (await running.picture(person))["text"]
        assert text.startswith("雪\n")
        assert "512×512" in text
        assert "42" in text
        lines.add(re.sub(r"\d+", "", text))
    assert len(lines) >= 3
