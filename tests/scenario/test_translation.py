"""Descriptions in other scripts, where an operator has set a translation service."""

from sandbox.libretranslate import LibreTranslate
from sandbox.telegram_client import Person
from tests.support.stage import Stage

FOX, TRANSLATION = "рыжая лиса в снегу", "a red fox in the snow"


async def test_a_description_is_painted_translated_and_shown_with_the_original(stage: Stage, alice: Person) -> None:
    service = LibreTranslate()
    service.known[FOX] = TRANSLATION
    await service.start()
    await stage.start(translate_url=service.url)
    _, submit = await stage.ordered(stage.telegram.say(alice, f"/draw {FOX} --seed 7"))
    assert submit["params"]["text"] == TRANSLATION
    picture = await stage.picture(alice)
    assert picture["text"].startswith(f"{FOX}\n→ {TRANSLATION}\nart")
    _, again = await stage.ordered(stage.pressed(alice, picture, "🔁"))
    assert again["params"]["text"] == TRANSLATION
    assert await stage.pressed(alice, picture, "⋯") == ""
    unfolded = await stage.changed(picture, lambda seen: "ℹ️" in str(seen["buttons"]))
    assert await stage.pressed(alice, unfolded, "ℹ️") == ""
    await stage.said(alice, f"/draw {TRANSLATION} --size 512x512 --seed 7")
    await stage.telegram.say(alice, "/privacy")
    await stage.said(alice, "go to a translation service first")
    assert len(service.asked) == 1, "what is repeated is not translated again"
    service.trouble = "error"
    _, original = await stage.ordered(stage.telegram.say(alice, "/draw синяя птица"))
    assert original["params"]["text"] == "синяя птица"
    assert "→" not in (await stage.pictures(alice, 3))[-1]["text"]
    await service.stop()
