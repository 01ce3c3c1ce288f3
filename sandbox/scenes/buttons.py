"""Plays the scenes of the buttons: orders from a picture, actions on a picture, and a photo without a command."""

import asyncio

from sandbox.painter.photograph import photograph
from sandbox.processes import DidNotHappenError
from sandbox.scenes.cast import Order, Picture
from sandbox.scenes.stage import Json, Stage


async def more(stage: Stage) -> None:
    """Alice orders more pictures from her fox."""
    alice, fox = stage.cast.alice, await stage.scroll_to(stage.cast.alice, "a red fox")
    again = await stage.make(alice, fox, "🔁", "Painting", "10-again.png")
    vary = await stage.make(alice, fox, "🎲", "Painting", "10-vary.png")
    large = await stage.make(alice, fox, "✨", "Painting", "10-hd.png")
    if not stage.says(await stage.press(alice, fox, "✨"), "already"):
        raise DidNotHappenError("A second press of the same button was not refused.")
    first = await stage.picture(again, "a red fox in the snow", "10-again.png")
    varied = await stage.picture(vary, "a red fox in the snow", "10-vary.png")
    enlarged = await stage.picture(large, "Upscaled", "10-hd.png", kind="document")
    delivered = await stage.telegram.file((await stage.becomes(fox))["file_id"])
    for picture in (varied, enlarged):
        await stage.fetched_file(
            picture.submit, delivered, f"the fox, as it was delivered, for #{picture.order.answer_id}"
        )
    await stage.press(alice, fox, "⋯")
    await stage.becomes(fox, "🌸", "🖌", "📄", "ℹ️", "🗑")
    await stage.press(alice, fox, "🌸")
    await stage.becomes(fox, "JoJo", "↩")
    drawn = await stage.make(alice, fox, "Elf", "Painting", "10-anime.png")
    restyled = await stage.picture(drawn, "Elf", "10-anime.png")
    await stage.becomes(fox, "🔁", "⋯")
    if (
        first.submit["params"]["text"] != "a red fox in the snow"
        or restyled.submit["params"]["style"] != "Avatar_style"
    ):
        raise DidNotHappenError("The buttons ordered something else.")
    for caption, picture in (("Again", first), ("Vary", varied), ("Anime: Elf", restyled)):
        stage.album.add(caption, picture.path, buttons=picture.buttons)


async def tell(stage: Stage) -> None:
    """Bob repaints his castle, sends its recipe again, shares it with Lucía, takes the file, deletes the picture."""
    bob, castle = stage.cast.bob, await stage.scroll_to(stage.cast.bob, "a castle by a lake")
    shown = await stage.becomes(castle)
    await stage.press(bob, castle, "⋯")
    await stage.becomes(castle, "🖌", "ℹ️", "📄", "🗑")
    question = await stage.make(bob, castle, "🖌", "How should I repaint it?")
    words = "at sunset, in golden light"
    answer = await stage.telegram.answer(bob, await stage.becomes(question), words)
    order = await stage.ask(answer, "Painting", "08-sunset.png")
    how = await stage.make(bob, castle, "ℹ️", "Send this to get the same picture again")
    line = (await stage.becomes(how))["text"].partition("\n")[2]
    copy = await stage.ask(await stage.telegram.say(bob, line), "Painting", "08-same.png")
    repainted = await stage.picture(order, words, "08-sunset.png")
    same = await stage.picture(copy, "a castle by a lake", "08-same.png")
    if same.data != await stage.telegram.file(shown["file_id"]):
        raise DidNotHappenError("The line under ℹ️ did not give the same picture again.")
    stage.page.check("the line gave the same picture again, byte for byte")
    shared = await _share(stage, await stage.becomes(how), same)
    file = await stage.make(bob, castle, "📄", "")
    await _is_original(stage, castle, await stage.becomes(file))
    await stage.press(bob, castle, "🗑")
    await stage.look(castle, "The picture was not deleted", lambda messages: not _has(messages, castle))
    lucia = stage.cast.lucia
    await stage.ask(await stage.telegram.say(lucia, shared), "recipe behind this link is gone")
    stage.page.check("with the picture its link has gone")
    stage.album.add(f"Remix: {words}", repainted.path)


async def _share(stage: Stage, how: Json, same: Picture) -> str:
    """Let Lucía open the link of a recipe and paint it; return the command that opening the link sends."""
    lucia = stage.cast.lucia
    link = next(button["copy_text"] for row in how["buttons"] for button in row if "🔗" in button["text"])
    opened = f"/start {link.partition('?start=')[2]}"
    shown = await stage.ask(await stage.telegram.say(lucia, opened), "shared a recipe with you")
    order = await stage.make(lucia, shown, "🎨", "Painting", "08-shared.png")
    picture = await stage.picture(order, "a castle by a lake", "08-shared.png")
    if picture.data != same.data:
        raise DidNotHappenError("The shared recipe did not give the same picture.")
    stage.page.check("one tap gave her the same picture, on her own account")
    return opened


async def photo(stage: Stage) -> None:
    """Olga sends a photo without text, and is asked in Russian what to do with it."""
    stage = stage.speaking("ru")
    olga, portrait = stage.cast.olga, await asyncio.to_thread(photograph, "portrait", 1, 960, 1280)
    message = await stage.telegram.photo(olga, portrait)
    original = stage.keep(message, portrait, "07-photo.png")
    question = await stage.ask(message, "What should I do with it?")
    await stage.not_ordered(kind="anime")
    await stage.press(olga, question, "🌸")
    await stage.becomes(question, "Steampunk")
    order = await stage.make(olga, question, "Steampunk", "Painting", "07-steampunk.png")
    picture = await stage.picture(order, "Steampunk", "07-steampunk.png")
    largest = message["photo"][-1]
    what = f"the photo as large as it is, {largest['width']}×{largest['height']}"
    await stage.fetched_file(picture.submit, await stage.telegram.file(largest["file_id"]), what)
    stage.album.add("a bare photo, steampunk", picture.path, original)


async def _is_original(stage: Stage, picture: Order, file: Json) -> None:
    """Check that a file is identical to the provider's picture, byte for byte."""
    if picture.answer_id is None:
        raise DidNotHappenError("There is no picture.")
    callback, _ = await stage.evidence.from_the_start().origin(picture.chat_id, picture.answer_id)
    data = await stage.telegram.file(file["file_id"])
    if data != await stage.evidence.fetch(callback["body"]["data"]["cdn"]):
        raise DidNotHappenError("The file is not what the provider made, byte for byte.")
    stage.page.check(f"all {len(data):,} bytes are as the provider made them")


def _has(messages: list[Json], order: Order) -> bool:
    return any(message["message_id"] == order.answer_id for message in messages)
