"""Plays the scenes about personal data: settings, past pictures, and the deletion of a user's data."""

from sandbox.processes import DidNotHappenError
from sandbox.scenes.languages import NAMES
from sandbox.scenes.stage import Stage


async def settings(stage: Stage) -> None:
    """Lucía's Telegram is in English; she prefers Spanish, the anime model and wide pictures."""
    lucia, after = stage.cast.lucia, stage.speaking("es")
    menu = await stage.ask(await stage.telegram.say(lucia, "/settings"), "Your settings")
    await stage.press(lucia, menu, "🌐 Language")
    await stage.becomes(menu, NAMES[after.language], "↩")
    await stage.press(lucia, menu, NAMES[after.language])
    await after.becomes(menu, NAMES[after.language], "📐 Size")
    for page, choice, words in (("🖌 Model", "anime", "📐 Size"), ("📐 Size", "768×512", "🖌 Model")):
        await after.press(lucia, menu, page)
        await after.becomes(menu, choice, "↩")
        await after.press(lucia, menu, choice)
        await after.becomes(menu, choice, words)
    prompt = "a cat on a rooftop at night"
    order = await stage.ask(await stage.telegram.say(lucia, f"/draw {prompt}"), "🎨")
    picture = await stage.picture(order, prompt, "12-cat.png")
    made = picture.submit["params"]
    if (made["model"], made["w"], made["h"]) != ("anime", 768, 512):
        raise DidNotHappenError("Lucía's settings did not reach the provider.")
    if "anime · 768×512" not in picture.message["text"]:
        raise DidNotHappenError("The caption does not say what Lucía's picture was made with.")
    stage.page.check("the provider was asked for the anime model and 768×512, as she had set it")
    stage.album.add("/draw a cat on a rooftop, model set to anime", picture.path)


async def history(stage: Stage) -> None:
    """Alice looks through her pictures."""
    alice = stage.cast.alice
    delivered = {
        message["file_unique_id"] for message in await stage.telegram.messages(alice.chat_id) if message["from_bot"]
    }
    page = await stage.ask(await stage.telegram.say(alice, "/history"), "a sailboat on a moonlit sea")
    seen = [await stage.becomes(page, "📅", "Older")]
    for label, words in (("Older", "Elf"), ("Older", "Upscaled"), ("Newer", "Elf")):
        await stage.press(alice, page, label)
        seen.append(await stage.becomes(page, words, "📅", "Newer"))
    if not {message["file_unique_id"] for message in seen} <= delivered:
        raise DidNotHappenError("/history showed something else than Alice's pictures.")
    stage.page.check("each is the very file that was delivered")


async def farewell(stage: Stage) -> None:
    """Lucía asks which data are stored, and has them deleted."""
    lucia = stage.cast.lucia
    await stage.ask(await stage.telegram.say(lucia, "/privacy"), "🔏")
    question = await stage.ask(await stage.telegram.say(lucia, "/deleteme"), "🗑")
    await stage.press(lucia, question, "🗑")
    await stage.becomes(question, "🗑")
    await stage.look(question, "The question kept its buttons", lambda messages: not messages[-1]["buttons"])
    await stage.ask(await stage.telegram.say(lucia, "/history"), "You have no pictures here yet")
    stage.page.check("her pictures are forgotten, and what she preferred is, too")
