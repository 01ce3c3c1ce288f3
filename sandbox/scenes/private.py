"""Plays the scenes in private chats: a picture from words, a repainted photo, an enlarged picture, options."""

import asyncio

from sandbox.painter.photograph import photograph
from sandbox.processes import DidNotHappenError
from sandbox.scenes.stage import Stage


async def draw(stage: Stage) -> None:
    """Alice says hello and orders a picture."""
    hello = await stage.telegram.say(stage.cast.alice, "/start")
    await stage.ask(hello, "I paint")
    await stage.ask(await stage.telegram.say(stage.cast.alice, "/help"), "What I can do")
    message = await stage.telegram.say(stage.cast.alice, "/draw a red fox in the snow")
    order = await stage.ask(message, "Painting")
    picture = await stage.picture(order, "a red fox in the snow", "01-red-fox.png")
    stage.album.add("/draw a red fox in the snow", picture.path, buttons=picture.buttons)


async def words(stage: Stage) -> None:
    """Zoe writes without a command, taps once, changes the words afterwards, and tries a style."""
    telegram, zoe = stage.telegram, stage.cast.zoe
    message = await telegram.say(zoe, "a windmill on a hill --seed 7")
    offer = await stage.ask(message, "Shall I paint this?")
    await stage.press(zoe, offer, "🎨")
    order = await stage.ask(message, "Painting", "01-windmill.png")
    picture = await stage.picture(order, "a windmill on a hill", "01-windmill.png")
    await stage.press(zoe, order, "⋯")
    await stage.becomes(order, "✏️")
    await stage.make(zoe, order, "✏️", "What should it say instead?")
    changed = await stage.ask(await telegram.say(zoe, "a windmill at sunset"), "Painting", "01-sunset.png")
    other = await stage.picture(changed, "a windmill at sunset", "01-sunset.png")
    if other.submit["params"]["seed"] != picture.submit["params"]["seed"]:
        raise DidNotHappenError("The changed words did not keep the seed.")
    stage.page.check("words became a picture by one tap, and other words with the same seed another")
    menu = await stage.ask(await telegram.say(zoe, "/styles"), "Tap one")
    await stage.make(zoe, menu, "watercolour", "The style adds")
    styled = await stage.ask(await telegram.say(zoe, "a windmill in the mist"), "Painting", "01-mist.png")
    picture = await stage.picture(styled, "a windmill in the mist", "01-mist.png")
    if not picture.submit["params"]["text"].startswith("a windmill in the mist, watercolour painting"):
        raise DidNotHappenError("The style's words did not reach the provider.")
    stage.page.check("a tap on a style asked for words, and they were painted in it")


async def remix(stage: Stage) -> None:
    """Alice sends a photo with the command in its caption."""
    prompt = "in a snowy forest at sunset"
    photo = await asyncio.to_thread(photograph, "cat", 0, 1280, 960)
    message = await stage.telegram.photo(stage.cast.alice, photo, f"/remix {prompt}")
    original = stage.keep(message, photo, "02-photo.png")
    order = await stage.ask(message, "Painting")
    picture = await stage.picture(order, prompt, "02-remix.png")
    await stage.fetched(picture.submit, message)
    stage.album.add(f"/remix {prompt}", picture.path, original)


async def options(stage: Stage) -> None:
    """Bob orders two wide pictures; he mistypes the shape first, and his phone turns `--` into dashes."""
    telegram, bob = stage.telegram, stage.cast.bob
    prompt = "a castle by a lake in spring"
    mistyped = await telegram.say(bob, f"/draw {prompt} --ar 9:1")
    await stage.ask(mistyped, "--ar 3:1")
    message = await telegram.say(bob, f"/draw {prompt} —ar 3:2 —n 2 —no people")
    names = ("04-castle.png", "04-castle-2.png")
    orders = await stage.ask_for(message, *names)
    pictures = [await stage.picture(order, prompt, name) for order, name in zip(orders, names, strict=True)]
    made = [picture.submit["params"] for picture in pictures]
    first, second = sorted(params["seed"] for params in made)
    if second != first + 1 or any(
        (params["w"], params["h"], params["negative_prompt"]) != (768, 512, "people") for params in made
    ):
        raise DidNotHappenError("Bob's options did not reach the provider.")
    for picture in pictures:
        said = picture.message["text"]
        if "art · 768×512" not in said or str(picture.submit["params"]["seed"]) not in said:
            raise DidNotHappenError("The caption does not say what Bob's pictures were made with.")
    stage.page.check("the provider got the shape, what to avoid, and two seeds in a row; the captions say so")
    await stage.not_ordered(f"{prompt} --ar 9:1")
    stage.album.add("/draw a castle by a lake in spring --ar 3:2 --no people", pictures[0].path)


async def hd(stage: Stage) -> None:
    """Alice sends a small picture as a file, with the command in its caption."""
    photo = await asyncio.to_thread(photograph, "portrait", 2, 400, 400)
    file = await stage.telegram.document(stage.cast.alice, photo, "/hd", name="old-portrait.jpg")
    original = stage.keep(file, photo, "06-small.png")
    order = await stage.ask(file, "Painting")
    picture = await stage.picture(order, "Upscaled", "06-hd.png", kind="document")
    await stage.fetched(picture.submit, file)
    stage.album.add_closeup("/hd", picture.path, original, centre=(0.44, 0.44))
