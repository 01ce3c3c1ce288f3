"""Odd words in every place where people can write some: as good as any, or answered clearly."""

import pytest

from sandbox.telegram_client import Group, Person, buttons
from tests.support.stage import Stage, a_photo, is_picture
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100, "daily_pictures_group": None, "daily_pictures_total": None}
"""A bot that counts, but stops nobody early."""

ODD_WORDS = (
    "🦊",
    "👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈",
    "🇪🇸🇨🇳",
    "ثعلب أحمر في الثلج",
    "\u202eשועל אדום\u202c in the snow",
    "\u2067שלום\u2069 fox",
    "fo\u200bx\u200d in\u2060 snow",
    "Z̸̧͖̼̈́̎͌a̷̢͚͑l̶͍̄g̵̹͋o̶ " + "e" + "\u0301" * 400,
    "𝕱𝖔𝖝 ｆｏｘ",
    "🦊" * 500,
    "<>" * 320,
    "&" * 1_000,
    "a\tfox\nin the snow",
    "fox \ufffd\ue000\U0010fffe",
    "<script>alert(1)</script> & </code> &amp; &#0;",
    "*bold* _it_ [x](tg://user?id=1) `c` ||s||",
    "{ $prompt } {prompt} %s $HOME `id`",
    "'; DROP TABLE jobs;",
    "null",
    "0",
    "-1",
    ".",
    "٣ ثعالب",
    "fox — at night – cold",
)
"""Prompts that are odd, and as good as any."""

UNREADABLE = {"ثعلب أحمر في الثلج", "٣ ثعالب"}
"""Those in which the painter can read no letter."""

EMPTY_WORDS = (
    "\u200b",
    "\u200d\u200d",
    "\u2060\ufeff",
    "\u202e\u202c",
    "\ufe0f",
    "\u2067\u2069",
    "\t\n",
    "\u00a0",
    "\u3000",
    "\u3164",
    "\u2800",
)
"""What cannot be seen, and is none."""

WRONG = (
    "/draw fox --seed ٤٢a",
    "/draw fox --ar 0:0",
    "/draw fox --ar 1:1000000000000",
    "/draw fox --ar 🦊",
    "/draw fox --size -5x-5",
    "/draw fox --n 0",
    "/draw fox --n 99999999999999999999999999",
    "/draw fox --n ∞",
    "/draw fox --seed 1e9",
    "/draw fox --seed -5",
    "/draw fox --steps NaN",
    "/draw fox --cfg inf",
    "/draw fox --model",
    "/draw fox --model \u200b",
    "/draw fox --fidelity 0.5",
    "/draw fox --nonsense",
    "/draw fox --schön 5",
    "/draw fox —ar",
    "/draw fox --sampler '; DROP TABLE jobs",
    "/draw fox --no " + "x" * 1_001,
    "/draw " + "x" * 1_001,
    "/draw " + "e\u0301" * 900,
    "/remix \u202e",
    "/anime",
    "/anime jojo",
    "/hd \U0001f98a",
)
"""Orders with a mistake in them."""

EXTRA = {
    "/history \u202e 99": "You have no pictures here yet",
    "/settings <b>": "Your settings",
    "/quota --help": "left today",
    "/quota 99999999999999999999": "left today",
    "/cancel 🦊": "You have nothing in the queue.",
    "/privacy please": "What I keep, and why",
    "/deleteme now": "Delete everything",
    "/help me": "What I can do",
    "/start payload_-_🦊": "I paint what you describe",
}
"""Commands with words that they do not need, and what is answered."""


async def left(stage: Stage, person: Person, group: Group) -> str:
    """Return what `/quota` says is left."""
    return str((await answered(stage, person, "/quota", group=group))["text"].split("\n")[0])


async def test_odd_words_are_painted_as_they_are(running: Stage, alice: Person) -> None:
    before = len(await running.provider.submits())
    sent = {}
    for at in range(0, len(ODD_WORDS), 3):  # nobody has more under way
        person = await running.telegram.person("Somebody")
        group = await running.telegram.group("Odd", person)
        for words in ODD_WORDS[at : at + 3]:
            message = await running.telegram.say(person, f"/draw {words}", chat=group.id)
            sent[words] = person, group, message["message_id"]
    for words, (person, group, message_id) in sent.items():
        answer = await running.reply(group, message_id)
        if words in UNREADABLE:
            assert await running.pressed(person, answer, "🎨 Paint anyway") == ""
        picture = await running.changed(answer, is_picture)
        assert picture["text"].startswith(words[:20]), words
    painted = {submit["params"]["text"] for submit in (await running.provider.submits())[before:]}
    assert painted == set(ODD_WORDS)


async def test_what_cannot_be_seen_is_no_order(running: Stage, alice: Person, group: Group) -> None:
    before = len(await running.provider.submits())
    for words in EMPTY_WORDS:
        question = await answered(running, alice, f"/draw {words}", group=group)
        assert question["force_reply"], ascii(words)
    assert question["force_reply"]["asks"] == [alice.id]
    sent = await running.telegram.answer(alice, question, "\u200b\u2060")
    assert (await running.reply(group, sent["message_id"]))["force_reply"]
    assert len(await running.provider.submits()) == before


async def test_mistakes_are_answered_once_and_cost_nothing(running: Stage) -> None:
    before = len(await running.provider.submits())
    people = []
    for text in WRONG:
        person = await running.telegram.person("Somebody")
        group = await running.telegram.group("Wrong", person)
        await running.telegram.say(person, text, chat=group.id)
        people.append((person, group, text))
    for person, group, text in people:
        assert "100 of 100" in await left(running, person, group), text
        answers = [message for message in await running.bot_messages(group) if "100 of 100" not in message["text"]]
        assert len(answers) == 1, text
        assert 0 < len(answers[0]["text"]) < 1_000
        assert not is_picture(answers[0])
    assert len(await running.provider.submits()) == before


async def test_commands_forgive_words_they_do_not_need(running: Stage) -> None:
    for text, words in EXTRA.items():
        await answered(running, await running.telegram.person("Somebody"), text, words)


async def test_odd_words_in_every_other_place(running: Stage, alice: Person, group: Group) -> None:
    """In answers, in what is to be avoided, as a style, in a caption."""
    odd = "\u202eשועל\u202c 👩‍🚀 <b>&amp;</b> e" + "\u0301" * 20
    question = await answered(running, alice, "/draw", group=group)
    _, submit = await running.ordered(running.telegram.answer(alice, question, odd))
    assert submit["params"]["text"] == odd
    _, submit = await running.ordered(running.telegram.say(alice, f"/draw a fox --no {odd}", chat=group.id))
    assert submit["params"]["negative_prompt"] == odd
    unknown = await running.telegram.photo(alice, a_photo(), f"/anime {odd}", chat=group.id)
    assert "I don't know the style" in (await running.reply(group, unknown["message_id"]))["text"]
    _, submit = await running.ordered(running.telegram.photo(alice, a_photo(), f"/remix {odd}", chat=group.id))
    assert submit["params"]["text"] == odd
    menu = await answered(running, alice, "/settings")
    assert await running.made_up(alice, menu, "set::negative.own") == ""
    ask = await running.telegram.until(alice.chat_id, lambda seen: next((m for m in seen if m["force_reply"]), None))
    sent = await running.telegram.answer(alice, ask, odd)
    noted = await running.reply(alice, sent["message_id"])
    assert odd in noted["text"]
    _, submit = await running.ordered(running.telegram.say(alice, "/draw a heron", chat=group.id))
    assert submit["params"]["negative_prompt"] == odd
    assert buttons(noted)


async def test_the_longest_words_come_back_whole(running: Stage, alice: Person, group: Group) -> None:
    words, avoided = "&" * 1_000, "<" * 1_000
    sent = await running.telegram.say(alice, f"/draw {words} --no {avoided}", chat=group.id)
    picture = await running.changed(await running.reply(group, sent["message_id"]), is_picture)
    assert await running.pressed(alice, picture, "⋯ More") == ""
    picture = await running.changed(picture, lambda seen: any("ℹ️" in label for label in buttons(seen)))
    assert await running.pressed(alice, picture, "ℹ️") == ""
    told = await running.reply(group, picture["message_id"])
    assert words in told["text"]
    assert avoided in told["text"]


async def test_a_line_too_long_for_one_message_is_not_given(running: Stage, alice: Person, group: Group) -> None:
    sent = await running.telegram.say(alice, f"/draw {'🦊' * 1_000} --no {'👩' * 1_000}", chat=group.id)
    picture = await running.changed(await running.reply(group, sent["message_id"]), is_picture)
    assert await running.pressed(alice, picture, "⋯ More") == ""
    picture = await running.changed(picture, lambda seen: any("ℹ️" in label for label in buttons(seen)))
    assert "longer than one message may be" in await running.pressed(alice, picture, "ℹ️")
