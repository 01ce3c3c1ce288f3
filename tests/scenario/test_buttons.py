"""The buttons under a picture: each makes what it says of that picture, and nothing else."""

import asyncio

import pytest

from sandbox.telegram_client import Json, buttons
from tests.support.provider import painted
from tests.support.stage import a_photo
from tests.support.studio import ALREADY, Studio, differing

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOLDED = ["🔁 Again", "🎲 Vary", "✨ HD", "⋯ More"]
UNFOLDED = [*FOLDED[:3], "🌸 Anime", "🖌 Remix", "✏️ Edit", "📄 Full quality", "ℹ️ Recipe", "🗑 Delete", "↩ Back"]
OPTIONS = "--ar 3:2 --steps 30 --cfg 9 --no text, blur --model anime --sampler ddim --seed 7"


async def line_of(studio: Studio, picture: Json) -> str:
    """Ask how a picture was made; return the line to send again."""
    seen = len(await studio.stage.bot_messages(studio.group))
    assert await studio.press(picture, "⋯ More", "ℹ️") == ""
    told = await studio.stage.telegram.until(
        studio.group.id,
        lambda shown: found[-1] if len(found := [message for message in shown if message["from_bot"]]) > seen else None,
    )
    assert told["reply_to_message_id"] == picture["message_id"]
    (code,) = [entity for entity in told["entities"] if entity["type"] == "code"]
    units = str(told["text"]).encode("utf-16-le")
    return units[code["offset"] * 2 : (code["offset"] + code["length"]) * 2].decode("utf-16-le")


async def fetches(studio: Studio) -> int:
    """Return how often pictures have been fetched from the provider."""
    return sum(entry["event"] == "cdn" for entry in await studio.stage.provider.history())


async def file_of(studio: Studio, picture: Json) -> bytes:
    return await studio.stage.telegram.file(picture["file_id"])


async def test_few_at_first_sight_and_the_rest_behind_the_dots(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    assert buttons(picture) == FOLDED
    unfolded = await studio.folded(picture, "⋯ More")
    assert buttons(unfolded) == UNFOLDED
    assert (unfolded["text"], unfolded["file_id"]) == (picture["text"], picture["file_id"])
    assert buttons(await studio.folded(unfolded, "↩ Back")) == FOLDED
    assert len(await studio.stage.bot_messages(studio.group)) == 1


async def test_again_is_the_same_with_another_seed_as_often_as_one_likes(studio: Studio) -> None:
    picture, first = await studio.paint(f"/draw a fox {OPTIONS}")
    seeds = {first["params"]["seed"]}
    await studio.stage.provider.settings(paint_seconds=1.3)  # a person looks at one before the next
    for count in (1, 2):
        another, submit = await studio.make(picture, "🔁", count=count)
        assert (submit["kind"], differing(submit["params"], first["params"])) == ("draw", {"seed"})
        assert another["text"].endswith("\nanime · 768×512")
        assert buttons(another) == FOLDED
        seeds.add(submit["params"]["seed"])
    assert len(seeds) == 3
    assert await studio.charged() == 3


async def test_vary_starts_from_the_picture_as_it_was_brought(studio: Studio) -> None:
    picture, first = await studio.paint(f"/draw a fox {OPTIONS}")
    other, submit = await studio.make(picture, "🎲")
    assert submit["kind"] == "remix"
    assert differing(submit["params"], first["params"]) == {"seed", "url", "fidelity"}
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    _, third = await studio.make(other, "🎲")
    assert await studio.hash_at_provider(third) == await studio.hash_of(other)
    assert differing(third["params"], submit["params"]) == {"seed", "url"}


async def test_a_repainted_sticker_is_varied_like_a_photo(studio: Studio) -> None:
    sticker = await studio.stage.telegram.sticker(studio.alice, a_photo(5), chat=studio.group.id)
    picture, _ = await studio.paint("/remix in oils", reply_to=sticker["message_id"])
    _, submit = await studio.make(picture, "🎲")
    assert (submit["kind"], submit["params"]["text"]) == ("remix", "in oils")
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)


@pytest.mark.parametrize("model", ["art", "anime"])
async def test_hd_is_the_same_picture_as_a_large_file(studio: Studio, model: str) -> None:
    picture, _ = await studio.paint(f"/draw a fox --model {model}")
    document, submit = await studio.make(picture, "✨")
    assert (submit["kind"], submit["params"]["is_anime"]) == ("hd", model == "anime")
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    assert await file_of(studio, document) == (await painted(studio.stage, submit))[0]
    assert (document["kind"], buttons(document)) == ("document", ["🌸 Anime", "🖌 Remix", "⋯ More"])
    assert buttons(await studio.folded(document, "⋯ More"))[2:] == ["ℹ️ Recipe", "🗑 Delete", "↩ Back"]


async def test_what_is_large_can_be_drawn_in_a_style(studio: Studio) -> None:
    """The document is a file like any other: it is looked at first."""
    picture, _ = await studio.paint_from(a_photo(1, (300, 200)), "/hd")
    other, submit = await studio.make(picture, "🌸", "Cat ears")
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    assert (submit["params"]["style"], submit["params"]["w"], submit["params"]["h"]) == ("CatEar_style", 768, 512)
    assert other["text"].startswith("Cat ears")
    assert buttons(await studio.now(picture)) == ["🌸 Anime", "🖌 Remix", "⋯ More"]


async def test_styles_open_in_place_and_one_of_them_orders(studio: Studio) -> None:
    picture, first = await studio.paint("/draw a fox --ar 3:2")
    unfolded = await studio.folded(picture, "⋯ More", "🌸")
    assert len(buttons(unfolded)) == 13
    assert buttons(unfolded)[-1] == "↩ Back"
    assert buttons(await studio.folded(unfolded, "↩ Back")) == FOLDED
    before = len(await studio.stage.provider.submits())
    styles = await studio.folded(await studio.now(picture), "⋯ More", "🌸")
    assert len(await studio.stage.provider.submits()) == before
    other, submit = await studio.make(styles, "JoJo")
    assert (submit["kind"], submit["params"]["style"]) == ("anime", "JOJO_style")
    size = [(order["params"]["w"], order["params"]["h"]) for order in (first, submit)]
    assert size == [(768, 512)] * 2
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    await studio.stage.changed(picture, lambda seen: buttons(seen) == FOLDED)
    assert buttons(other) == ["🔁 Again", "🌸 Anime", "✨ HD", "⋯ More"]
    # Of an anime picture: the same once more, another style of the result, and it is drawn when it is made large.
    again, repeated = await studio.make(other, "🔁")
    assert differing(repeated["params"], submit["params"]) == {"seed", "image_url"}
    assert await studio.hash_at_provider(repeated) == await studio.hash_of(picture)
    _, restyled = await studio.make(again, "🌸", "Elf")
    assert restyled["params"]["style"] == "Avatar_style"
    assert await studio.hash_at_provider(restyled) == await studio.hash_of(again)
    _, large = await studio.make(again, "✨", count=2)
    assert large["params"]["is_anime"] is True


async def test_the_original_is_the_providers_file_once_for_two_presses(studio: Studio) -> None:
    picture, submit = await studio.paint("/draw a fox")
    unfolded = await studio.folded(picture, "⋯ More")
    await studio.stage.telegram.fault("sendDocument", "delay", 0.4, chat_id=studio.group.id)
    before = await fetches(studio)
    popups = await asyncio.gather(*(studio.press(unfolded, "📄") for _ in range(4)))
    assert sorted(popup.startswith(ALREADY) for popup in popups) == [False, True, True, True]
    document = await studio.brought(picture)
    assert await fetches(studio) == before + 1
    assert (document["kind"], document["text"], document["buttons"]) == ("document", "", [])
    original, _ = await painted(studio.stage, submit)
    assert await file_of(studio, document) == original
    assert document["file_name"] == f"huabot-{submit['params']['seed']}.png"
    assert len(await studio.replies(picture)) == 1
    assert await studio.charged() == 1


async def test_an_original_that_cannot_be_fetched_is_apologized_for_or_fetched_elsewhere(studio: Studio) -> None:
    gone, _ = await studio.paint("/draw a fox")
    await studio.stage.provider.fault("cdn", "status", 404, times=None)
    assert await studio.press(gone, "⋯ More", "📄") == ""
    await studio.stage.reply(studio.group, gone["message_id"], "no longer has the full-quality file")
    await studio.stage.provider.clear_faults()
    away, submit = await studio.paint("/draw a heron")
    _, address = await painted(studio.stage, submit)
    await studio.stage.provider.fault(
        "cdn", "status", 503, times=None, path=address.removeprefix(studio.stage.provider_url)
    )
    assert await studio.press(away, "⋯ More", "📄") == ""
    await studio.brought(away)  # from the provider's other address
    assert (len(await studio.replies(gone)), len(await studio.replies(away))) == (1, 1)
    assert await studio.charged() == 2


async def test_where_no_files_may_be_sent_the_originals_address_is_told(studio: Studio) -> None:
    picture, submit = await studio.paint("/draw a fox")
    _, address = await painted(studio.stage, submit)
    await studio.stage.telegram.permit(studio.group.id, documents=False)
    assert await studio.press(picture, "⋯ More", "📄") == ""
    (told,) = await studio.replies(picture)
    assert "I'm not allowed to send pictures here" in told["text"]
    assert address in told["text"]


async def test_originals_of_a_slow_store_do_not_stand_in_the_way_of_new_pictures(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a hare")
    slow = [await studio.paint(f"/draw {words}") for words in ("a fox", "a heron")]
    for slow_picture, submit in slow:
        _, address = await painted(studio.stage, submit)
        path = address.removeprefix(studio.stage.provider_url)
        await studio.stage.provider.fault("cdn", "delay", 4.0, path=path)
        assert await studio.press(slow_picture, "⋯ More", "📄") == ""
    await studio.make(picture, "✨")
    asked = [slow_picture["message_id"] for slow_picture, _ in slow]
    there = await studio.stage.bot_messages(studio.group)
    assert not [message for message in there if message["reply_to_message_id"] in asked]


async def test_what_is_told_twice_at_once_is_told_once(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    unfolded = await studio.folded(picture, "⋯ More")
    popups = await asyncio.gather(*(studio.press(unfolded, "ℹ️") for _ in range(4)))
    assert sorted(popup.startswith(ALREADY) for popup in popups) == [False, True, True, True]
    assert len(await studio.replies(picture)) == 1


@pytest.mark.parametrize(
    "prompt",
    [
        "a fox",
        f"a fox {OPTIONS}",
        "-- a <b>fox</b> & co --seed 8",
        'two\nlines of 狐狸 🦊 “quoted” — and dashes --n 1 --no "blue, green"',
        "a fox --size 256x768 --scale 1.25 --model basic",
    ],
)
async def test_how_is_a_line_that_orders_the_same_once_more(studio: Studio, prompt: str) -> None:
    picture, first = await studio.paint(f"/draw {prompt}")
    line = await line_of(studio, picture)
    _, submit = await studio.paint(line)
    assert submit["params"] == first["params"]
    assert differing(submit, first) <= {"at", "n", "notify_url", "uid"}
    _, of_another = await studio.paint(line, studio.bo)
    assert of_another["params"] == first["params"]


@pytest.mark.parametrize("order", ["/remix in oils --fidelity 0.6 --no text", "/hd", "/hd anime", "/anime cat ears"])
async def test_how_to_do_the_same_with_the_same_photo(studio: Studio, order: str) -> None:
    photo = await studio.stage.telegram.photo(studio.alice, a_photo(3), chat=studio.group.id)
    picture, first = await studio.paint(order, reply_to=photo["message_id"])
    line = await line_of(studio, picture)
    _, submit = await studio.paint(line, reply_to=photo["message_id"])
    assert submit["kind"] == first["kind"]
    # What the styles make cannot be repeated dot by dot: /anime takes no seed.
    assert differing(submit["params"], first["params"]) - {"seed" if "anime" in order else ""} <= {"url", "image_url"}
    assert await studio.hash_at_provider(submit) == await studio.hash_at_provider(first)


async def test_a_deleted_picture_is_gone_and_forgotten(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a very secret fox")
    unfolded = await studio.folded(picture, "⋯ More")
    assert await studio.press(unfolded, "🗑") == ""
    gone = await studio.stage.telegram.deleted(studio.group.id)
    assert [message["message_id"] for message in gone] == [picture["message_id"]]
    files = b"".join(path.read_bytes() for path in studio.stage.database.parent.iterdir())
    assert b"a very secret fox" not in files
    before = len(await studio.stage.provider.submits())
    # A screen that has not caught up still shows the buttons.
    for label, words in {"🔁": "deleted", "🎲": "deleted", "ℹ️": "deleted", "✨": "no longer have"}.items():
        assert words in await studio.press(unfolded, label), label
    asked = await studio.stage.telegram.say(studio.alice, "/history", chat=studio.group.id)
    await studio.stage.reply(studio.group, asked["message_id"], "no pictures here yet")
    assert len(await studio.stage.provider.submits()) == before
    assert await studio.charged() == 1, "it was painted"


async def test_after_two_days_only_its_owner_can_delete_a_picture(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    unfolded = await studio.folded(picture, "⋯ More")
    await studio.stage.telegram.age(picture, 49)
    assert "delete it yourself" in await studio.press(unfolded, "🗑")
    assert await studio.stage.telegram.deleted(studio.group.id) == []
    assert "deleted" in await studio.press(unfolded, "🔁")


async def test_pictures_brought_as_files_have_the_same_buttons(studio: Studio) -> None:
    asked = await studio.stage.telegram.say(studio.alice, "/settings")
    (menu,) = await studio.replies(asked)
    assert await studio.stage.made_up(studio.alice, menu, "set::file.yes") == ""
    picture, first = await studio.paint("/draw a fox --ar 3:2")
    assert (picture["kind"], buttons(picture)) == ("document", FOLDED)
    assert await file_of(studio, picture) == (await painted(studio.stage, first))[0]
    other, submit = await studio.make(picture, "🎲")
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    assert other["kind"] == "document"
    assert (submit["params"]["w"], submit["params"]["h"]) == (768, 512)
    # Whoever wants photos again gets photos, of old files too.
    assert await studio.stage.made_up(studio.alice, menu, "set::file.no") == ""
    third, submit = await studio.make(other, "🎲")
    assert third["kind"] == "photo"
    assert await studio.hash_at_provider(submit) == await studio.hash_of(other)


async def test_of_a_picture_that_is_only_an_address_the_words_are_left(studio: Studio) -> None:
    """It was too large for Telegram; whoever makes up the buttons that it lacks is told why not."""
    await studio.stage.provider.settings(result_bytes=52_500_000)
    saying = studio.stage.telegram.say(studio.alice, "/draw a fox", chat=studio.group.id)
    asked, first = await studio.stage.ordered(saying)
    link = await studio.stage.reply(studio.group, asked["message_id"], "too large")
    await studio.stage.provider.settings(result_bytes=0)
    for action in ("vary", "hd", "remix", "style:{}:jojo"):
        data = action if ":" in action else action + ":{}"
        popup = await studio.stage.made_up(studio.alice, link, data.format(studio.job_of(first)))
        assert "no longer have this picture" in popup, action
    await studio.stage.ordered(studio.stage.made_up(studio.alice, link, f"again:{studio.job_of(first)}"))
    picture = await studio.brought(link)
    page = await studio.stage.telegram.say(studio.alice, "/history", chat=studio.group.id)
    shown = await studio.brought(page)
    assert (shown["file_unique_id"], buttons(shown)) == (picture["file_unique_id"], FOLDED), "the only one there is"
