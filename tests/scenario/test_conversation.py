"""What people type, and what they get to read and to see."""

import pytest

from sandbox.telegram_client import Person
from tests.support.stage import Stage


async def test_an_order_becomes_a_picture_in_the_placeholder(stage: Stage, alice: Person) -> None:
    await stage.start()
    order = await stage.telegram.say(alice, "/draw a red fox in the snow")
    picture = await stage.picture(alice)
    assert (picture["kind"], picture["width"], picture["height"]) == ("photo", 512, 512)
    assert picture["reply_to_message_id"] == order["message_id"]
    await stage.stop()
    (sent,) = await stage.telegram.calls("send*", alice.chat_id)
    (edit,) = await stage.telegram.calls("edit*", alice.chat_id)
    assert (sent["method"], sent["message_id"]) == ("sendMessage", picture["message_id"])
    assert (edit["method"], edit["message_id"]) == ("editMessageMedia", picture["message_id"])
    (submit,) = await stage.provider.submits()
    assert submit["notify_url"].startswith(stage.url + "/callback/")
    assert f"seed {submit['params']['seed']}" in picture["text"]
    assert submit["params"] | {"seed": 0} == {
        "text": "a red fox in the snow",
        "model": "art",
        "w": 512,
        "h": 512,
        "guidance_scale": 7.5,
        "negative_prompt": "",
        "sampler": "k_euler",
        "seed": 0,
        "num_steps": 20,
    }


async def test_two_orders_have_two_seeds(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    for person in (alice, bo):
        await stage.telegram.say(person, "/draw a fox")
        await stage.picture(person)
    first, second = await stage.provider.submits()
    assert first["params"]["seed"] != second["params"]["seed"]


@pytest.mark.parametrize(
    "prompt",
    [
        "a red fox\nin the snow,\n\n  at night",
        "<b>bold</b> & @someone https://example.org/x #tag /help",
        "“雪地里的红狐狸” 🦊 &amp; </code>",
        "x" * 1_000,
        "🦊" * 1_000,
    ],
    ids=["lines", "markup", "chinese", "longest", "longest-wide"],
)
async def test_a_prompt_arrives_unharmed(stage: Stage, alice: Person, prompt: str) -> None:
    await stage.start()
    await stage.telegram.say(alice, f"/draw {prompt}")
    picture = await stage.picture(alice)
    (submit,) = await stage.provider.submits()
    assert submit["params"]["text"] == prompt
    shown = picture["text"].rpartition("\n")[0]
    assert shown == prompt or (shown.endswith("…") and prompt.startswith(shown[:-1]) and len(shown) > 300)
    assert {entity["type"] for entity in picture["entities"]} <= {"code", "italic"}


async def test_a_command_may_name_us_and_where_others_are_only_us(stage: Stage, alice: Person) -> None:
    await stage.telegram.settings(privacy=False)
    await stage.start()
    group = await stage.telegram.group("Painters", alice)
    await stage.telegram.say(alice, "/draw@otherbot a wolf", chat=group.id)
    await stage.telegram.say(alice, "/draw@HuaBot a fox", chat=group.id)
    await stage.picture(group)
    assert len(await stage.bot_messages(group)) == 1
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a fox"]


async def test_what_is_no_new_order_of_a_person_is_ignored(stage: Stage, alice: Person) -> None:
    robot = await stage.telegram.person("Robot", is_bot=True)
    await stage.start()
    greeting = await stage.telegram.say(alice, "/start")
    await stage.telegram.edit(alice, greeting["message_id"], "/draw a wolf")
    await stage.telegram.say(robot, "/draw a wolf")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.stop()
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a fox"]
    assert await stage.bot_messages(robot) == []


@pytest.mark.parametrize(
    ("language", "start", "help_"),
    [
        ("en", "I paint what you describe", "What I can do"),
        ("zh-hans", "你描述，我来画", "我会做什么"),
        ("de", "I paint what you describe", "What I can do"),
    ],
)
async def test_greeting_and_help_speak_the_persons_language(
    stage: Stage, language: str, start: str, help_: str
) -> None:
    await stage.start()
    for command, words in (("/start", start), ("/help", help_)):
        person = await stage.telegram.person("Somebody", language)
        await stage.telegram.say(person, command)
        answer = await stage.said(person, words)
        assert "APISpace" in answer["text"] or command == "/help"
        assert "/draw" in answer["text"]


async def test_the_menu_is_there_in_every_language(stage: Stage) -> None:
    await stage.start()
    await stage.telegram.wait_calls("setMyCommands", count=12)
    english, chinese = await stage.telegram.commands("fr"), await stage.telegram.commands("zh")
    first = ["draw", "remix", "anime", "hd", "history", "settings", "styles", "quota", "cancel"]
    assert [command["command"] for command in english] == [*first, "help", "id", "privacy", "deleteme", "start"]
    assert [command["command"] for command in chinese] == [command["command"] for command in english]
    assert english[0]["description"] == "Paint a picture from words"
    assert chinese[0]["description"] == "根据描述画一张图"


async def test_a_bad_prompt_is_answered_with_an_example(stage: Stage, alice: Person) -> None:
    await stage.start(daily_pictures_total=1)
    for text, words, example in (
        ("/draw", "What should I paint?", "a red fox in the snow"),
        ("/draw   \n ", "What should I paint?", "a red fox in the snow"),
        ("/draw \u200b\u2060\ufeff", "What should I paint?", "a red fox in the snow"),
        ("/draw " + "x" * 1_001, "has 1,001 characters", "/draw a red fox in the snow"),
    ):
        person = await stage.telegram.person("Somebody")
        asked = await stage.telegram.say(person, text)
        answer = await stage.said(person, words)
        assert example in answer["text"]
        assert answer["reply_to_message_id"] == asked["message_id"]
        assert bool(answer["force_reply"]) == example.startswith("a")
    await stage.telegram.say(alice, "/draw a fox")  # nothing was charged: the only picture of the day is still there
    await stage.picture(alice)
    assert len(await stage.provider.submits()) == 1


async def test_a_bad_prompt_is_answered_in_chinese(stage: Stage, bo: Person) -> None:
    await stage.start()
    await stage.telegram.say(bo, "/draw")
    assert "雪地里的红狐狸" in (await stage.said(bo, "想画什么？"))["text"]


@pytest.mark.parametrize(
    ("prompt", "english", "chinese"),
    [
        ("a nude fox", "safety check: it is too revealing", "安全审核：画面过于暴露"),
        ("gore", "safety check: it shows violence or terror", "安全审核：涉及暴力或恐怖内容"),
        ("a coup", "safety check: it touches on politics", "安全审核：涉及政治内容"),
        ("unmoderated", "not your fault", "不是你的问题"),
        ("boom", "couldn't finish", "没能画完"),
    ],
)
async def test_no_picture_is_explained_in_the_persons_words(
    stage: Stage, alice: Person, bo: Person, prompt: str, english: str, chinese: str
) -> None:
    await stage.start()
    for person, words, not_counted in ((alice, english, "doesn't count"), (bo, chinese, "不扣次数")):
        await stage.telegram.say(person, f"/draw {prompt}")
        answer = await stage.said(person, words)
        assert not_counted in answer["text"]
        assert "Error" not in answer["text"]
        assert [message["message_id"] for message in await stage.bot_messages(person)] == [answer["message_id"]]
