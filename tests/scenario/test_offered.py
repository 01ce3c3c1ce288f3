"""What the provider has no path for is offered nowhere."""

from sandbox.telegram_client import Person, buttons
from tests.support.stage import Stage, a_photo
from tests.support.talk import answered, painted


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
    assert "/hd" not in told
    assert "/anime" not in told
    assert "no longer works" in await stage.pressed(alice, picture, "✨ HD")
    again = await painted(stage, alice, "/draw a hare")
    assert buttons(again) == ["🔁 Again", "🎲 Vary", "⋯ More"]
    question = await stage.telegram.photo(alice, a_photo())
    asked = await stage.reply(alice, question["message_id"])
    assert buttons(asked) == ["🖌 Remix"]
    await answered(stage, alice, "/hd", "or see /help")
    assert await stage.bugs() == []
