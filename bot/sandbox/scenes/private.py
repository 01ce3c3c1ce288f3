"""The scenes in private chats: words to a picture, a photo repainted, a picture made larger."""

import asyncio

from bot.sandbox.painter.photograph import photograph
from bot.sandbox.scenes.stage import Stage


async def draw(stage: Stage) -> None:
    """Alice says hello and orders a picture."""
    hello = await stage.telegram.say(stage.alice, "/start")
    await stage.ask(hello, "I paint")
    message = await stage.telegram.say(stage.alice, "/draw a red fox in the snow")
    order = await stage.ask(message, "Painting")
    path = await stage.picture(order, "a red fox in the snow", "01-red-fox.png")
    stage.album.add("/draw a red fox in the snow", path)


async def remix(stage: Stage) -> None:
    """Alice sends a photo with the command in its caption."""
    prompt = "in a snowy forest at sunset"
    photo = await asyncio.to_thread(photograph, "cat", 0, 1280, 960)
    original = stage.album.keep(photo, stage.album.path("02-photo.png"))
    message = await stage.telegram.photo(stage.alice, photo, f"/remix {prompt}")
    order = await stage.ask(message, "Painting", original)
    path = await stage.picture(order, prompt, "02-remix.png")
    await stage.fetched(message)
    stage.album.add(f"/remix {prompt}", path, original)


async def hd(stage: Stage) -> None:
    """Alice sends a small picture as a file, and replies to it."""
    photo = await asyncio.to_thread(photograph, "portrait", 2, 400, 400)
    original = stage.album.keep(photo, stage.album.path("04-small.png"))
    file = await stage.telegram.document(stage.alice, photo, name="old-portrait.jpg")
    await stage.ask(file, "/hd", original)
    message = await stage.telegram.say(stage.alice, "/hd", reply_to=file["message_id"])
    order = await stage.ask(message, "Painting")
    path = await stage.picture(order, "Enlarged", "04-hd.png", kind="document")
    await stage.fetched(file)
    stage.album.add_closeup("/hd", path, original, centre=(0.44, 0.44))
