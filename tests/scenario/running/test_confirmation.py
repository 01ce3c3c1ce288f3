"""Words that the painter cannot read, and options that are nearly right: one press paints them, nothing else does."""

import pytest

from sandbox.telegram_client import Group, Json, Person, buttons
from tests.support.stage import Stage, a_photo, is_picture
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 3, "max_in_flight": None}

FOX = "рыжая лиса в снегу"
UNREAD = "reads English and Chinese"
ANYWAY = "🎨 Paint anyway"


async def asked_first(stage: Stage, person: Person, text: str, words: str, group: Group | None = None) -> Json:
    """Order something; return the question whether it shall be painted, which has cost nothing."""
    before = len(await stage.provider.submits())
    question = await answered(stage, person, text, words, group)
    assert len(await stage.provider.submits()) == before
    return question


async def taken(stage: Stage, person: Person, question: Json) -> Json:
    """Press the only button of a question, which becomes the picture; return what was ordered."""
    (label,) = buttons(question)
    popup, submit = await stage.ordered(stage.pressed(person, question, label))
    assert popup == ""
    await stage.changed(question, is_picture)
    return submit


@pytest.mark.parametrize("words", [FOX, "ثعلب أحمر", "שועל", "αλεπού 🦊 2", "きつね"])
async def test_words_that_the_painter_cannot_read_are_painted_when_that_is_wanted(
    running: Stage, alice: Person, words: str
) -> None:
    question = await asked_first(running, alice, f"/draw {words} --seed 7", UNREAD)
    assert buttons(question) == [ANYWAY]
    submit = await taken(running, alice, question)
    assert (submit["params"]["text"], submit["params"]["seed"]) == (words, 7)


@pytest.mark.parametrize("words", ["a fox", "狐狸", "赤い狐", "лиса in the snow", "🦊", "42"])
async def test_words_that_it_can_read_are_painted_at_once(running: Stage, alice: Person, words: str) -> None:
    _, submit = await running.ordered(running.telegram.say(alice, f"/draw {words}"))
    assert submit["params"]["text"] == words


async def test_several_are_painted_by_one_press(running: Stage, alice: Person) -> None:
    question = await asked_first(running, alice, f"/draw {FOX} --n 2 --seed 7", UNREAD)
    await taken(running, alice, question)
    await running.pictures(alice, 2)
    seeds = sorted(submit["params"]["seed"] for submit in (await running.submitted(2))[-2:])
    assert seeds == [7, 8]
    before = len(await running.provider.submits())
    for picture in await running.pictures(alice, 2):
        again = picture["buttons"][0][0]["data"]
        await running.made_up(alice, picture, again.replace("again", "anyway"))
    await answered(running, alice, "/quota", "1 of 3 pictures left")
    assert len(await running.provider.submits()) == before, "what is painted needs no confirmation"


async def test_a_photo_is_repainted_by_them_when_that_is_wanted(running: Stage, alice: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(1), "/remix маслом")
    question = await running.reply(alice, photo["message_id"], UNREAD)
    submit = await taken(running, alice, question)
    assert (submit["kind"], submit["params"]["text"]) == ("remix", "маслом")
    bare = await running.telegram.photo(alice, a_photo(2), "акварелью")
    which = await running.reply(alice, bare["message_id"], "What should I do with it?")
    before = len(await running.provider.submits())
    assert await running.pressed(alice, which, "🖌") == ""
    question = await running.reply(alice, which["message_id"], UNREAD)
    assert len(await running.provider.submits()) == before
    assert (await taken(running, alice, question))["params"]["text"] == "акварелью"


async def test_answers_and_tapped_words_are_asked_about_too(running: Stage, alice: Person) -> None:
    await answered(running, alice, "/draw --seed 9", "What should I paint?")
    question = await asked_first(running, alice, FOX, UNREAD)
    assert (await taken(running, alice, question))["params"]["seed"] == 9
    said = await running.telegram.say(alice, "синяя птица")
    offer = await running.reply(alice, said["message_id"], "Shall I paint this?")
    assert await running.pressed(alice, offer, "🎨") == ""
    question = await running.reply(alice, said["message_id"], UNREAD)
    assert (await taken(running, alice, question))["params"]["text"] == "синяя птица"


async def test_a_reply_in_english_is_painted_instead_and_small_talk_is_not(running: Stage, alice: Person) -> None:
    question = await asked_first(running, alice, f"/draw {FOX} --seed 7", UNREAD)
    before = len(await running.provider.submits())
    await answered(running, alice, "oh I see", "Shall I paint this?")
    assert len(await running.provider.submits()) == before
    _, submit = await running.ordered(running.telegram.say(alice, "a red fox", reply_to=question["message_id"]))
    assert (submit["params"]["text"], submit["params"]["seed"]) == ("a red fox", 7)


async def test_only_who_asked_may_press_and_the_day_s_limit_holds(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    question = await asked_first(running, bo, f"/draw {FOX} --n 4", UNREAD, group)
    before = len(await running.provider.submits())
    assert "Only the person who asked" in await running.pressed(alice, question, ANYWAY)
    await running.ordered(running.pressed(bo, question, ANYWAY))
    await running.said(group, "You have used your 3 pictures")
    await running.pictures(group, 3)
    assert len(await running.provider.submits()) == before + 3
    second = await running.telegram.say(bo, f"/draw {FOX}", chat=group.id)
    await running.reply(group, second["message_id"], "You have used your 3 pictures")


@pytest.mark.parametrize(
    ("typed", "words", "label", "sent"),
    [
        (
            "/draw a fox --steps 101 in the snow",
            "--steps 100",
            "🎨 Use --steps 100",
            {"num_steps": 100, "text": "a fox in the snow"},
        ),
        ("/draw a fox --stepz 40", "Did you mean --steps 40?", "🎨 Use --steps 40", {"num_steps": 40, "text": "a fox"}),
        (
            "/draw a fox --model animee",
            "Try --model anime",
            "🎨 Use --model anime",
            {"model": "anime", "text": "a fox"},
        ),
        ("/draw a fox --s 750", "another image generator", "🎨 Use --cfg 9", {"guidance_scale": 9, "text": "a fox"}),
        ("/draw a fox --w 1000 --h 100", "--size", "🎨 Use --size 768x256", {"w": 768, "h": 256, "text": "a fox"}),
    ],
)
async def test_the_nearest_that_works_is_a_button_that_orders_it(
    running: Stage, alice: Person, typed: str, words: str, label: str, sent: dict[str, object]
) -> None:
    question = await asked_first(running, alice, typed, words)
    assert buttons(question) == [label]
    params = (await taken(running, alice, question))["params"]
    assert {name: params[name] for name in sent} == sent


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/draw a fox --steps 5000", "For example --steps 30"),
        ("/draw a fox --model sdxl", "For example --model anime"),
        ("/draw a fox --steps 101 --model sdxl", "Try --steps 100"),
        ("/draw --steps 101", "Try --steps 100"),
        ("/draw лиса --steps 101", "Try --steps 100"),
        ("/draw a fox --chaos 50", "I have nothing like it"),
    ],
)
async def test_what_would_not_be_an_order_even_so_has_no_button(
    running: Stage, alice: Person, typed: str, words: str
) -> None:
    assert (await asked_first(running, alice, typed, words))["buttons"] == []


async def test_a_style_of_anime_with_a_wrong_option(running: Stage, alice: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(3), "/anime jojo --steps 101")
    question = await running.reply(alice, photo["message_id"], "Try --steps 100")
    submit = await taken(running, alice, question)
    assert (submit["kind"], submit["params"]["num_steps"]) == ("anime", 100)


async def test_made_up_presses_paint_nothing(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    question = await asked_first(running, alice, f"/draw {FOX}", UNREAD)
    asked = await answered(running, alice, "/draw", "What should I paint?")
    before = len(await running.provider.submits())
    (data,) = (button["data"] for row in question["buttons"] for button in row)
    await running.telegram.say(bo, "/start")
    start = await running.said(bo, "I paint what you describe")
    assert "no longer works" in await running.made_up(bo, start, data)
    assert "no longer works" in await running.made_up(alice, asked, f"{data}:jojo")
    assert len(await running.provider.submits()) == before
    await taken(running, alice, question)
    assert await running.made_up(alice, asked, data) == "", "it is painted already"
    assert len(await running.provider.submits()) == before + 1
