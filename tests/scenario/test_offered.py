"""What the provider has no path for is offered nowhere."""

import re

from sandbox.telegram_client import Person, buttons
from tests.support.stage import Stage, a_photo, is_picture
from tests.support.talk import answered, painted, says

LANGUAGES = ("en", "es", "ru", "zh", "zh-hant")
NOT_OFFERED = "🌙 I don't make pictures of this kind any more."


async def test_an_empty_path_takes_the_command_out_of_menu_buttons_and_help(stage: Stage, alice: Person) -> None:
    await stage.start()
    picture = await painted(stage, alice, "/draw a fox")
    assert "✨ HD" in buttons(picture)
    await stage.telegram.wait_calls("setMyCommands", count=12)  # three a language
    await stage.restart(apispace_hd_path="", apispace_anime_path="")
    await stage.telegram.wait_calls("setMyCommands", count=24)
    assert not {"hd", "anime"} & set(await stage.telegram.menu(alice))
    told = (await answered(stage, alice, "/help", "/draw"))["text"]
    assert "/remix" in told
    assert "no longer works" in await stage.pressed(alice, picture, "✨ HD")
    again = await painted(stage, alice, "/draw a hare")
    assert buttons(again) == ["🔁 Again", "🎲 Vary", "⋯ More"]
    question = await stage.telegram.photo(alice, a_photo())
    asked = await stage.reply(alice, question["message_id"])
    assert buttons(asked) == ["🖌 Remix"]
    await answered(stage, alice, "/hd", "I don't know /hd")
    assert await stage.bugs() == []


async def test_what_is_not_offered_is_named_in_no_language(stage: Stage) -> None:
    await stage.start(apispace_hd_path="", apispace_anime_path="")
    await stage.telegram.wait_calls("setMyShortDescription", count=4)
    said = [str(call["params"]) for call in await stage.telegram.calls("setMy*")]
    assert any("repaint" in text for text in said)
    for language in LANGUAGES:
        person = await stage.telegram.person(f"Speaks {language}", language)
        asked = ("/start", "/help", "/remix", "/draw a fox --hd")
        said += [(await answered(stage, person, words))["text"] for words in asked]
    for text in said:
        assert not re.search(r"/(hd|anime)\b|[✨🌸]|4×|四倍", text), text


async def test_what_was_ordered_before_ends_unpaid_and_its_buttons_say_so(stage: Stage, admin: Person) -> None:
    await stage.start(admin_ids=str(admin.id), provider_concurrency=1)
    sent = await stage.telegram.photo(admin, a_photo(), "/anime jojo")
    picture = await stage.changed(await stage.reply(admin, sent["message_id"]), is_picture)
    await stage.provider.settings(concurrency=0)
    await stage.ordered(stage.telegram.say(admin, "/draw a fox"))
    sent = await stage.telegram.photo(admin, a_photo(1), "/hd")
    waits = await stage.reply(admin, sent["message_id"], "You are next")
    await stage.restart(apispace_hd_path="", apispace_anime_path="", provider_concurrency=8)
    await says(stage, waits, "Painting is not available right now. It doesn't count")
    assert await stage.pressed(admin, picture, "🔁") == NOT_OFFERED
    await stage.pressed(admin, picture, "⋯")
    assert (
        await stage.pressed(admin, await stage.changed(picture, lambda m: "ℹ️ Recipe" in buttons(m)), "ℹ️") == NOT_OFFERED
    )
    failed = await stage.changed(waits, buttons)
    assert await stage.pressed(admin, failed, "🔁") == NOT_OFFERED
    assert len(await stage.provider.submits()) == 2
    assert not [m for m in await stage.bot_messages(admin) if "APISPACE" in m["text"]]
    assert await stage.bugs() == []
