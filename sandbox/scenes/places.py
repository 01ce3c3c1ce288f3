"""Plays the scenes in groups: a group of two, its settings, a forum's topic, a group that becomes a supergroup."""

import asyncio
import time
from dataclasses import replace

from sandbox.painter.photograph import photograph
from sandbox.processes import DidNotHappenError
from sandbox.scenes.cast import Order
from sandbox.scenes.stage import LONG_PAINTING, PAINTING, Stage


async def greeting(stage: Stage) -> None:
    """Bob adds the bot to a group, and orders a picture in a style there."""
    telegram, bob, prompt = stage.telegram, stage.cast.bob, "a harbour in the morning"
    began = time.monotonic()
    group = await telegram.group("Sketchers", bob)
    stage.cast.places[group.id] = "“Sketchers”"
    stage.page.event("Bob takes Huabot into his group “Sketchers”")
    added = Order("[the bot is added]", group.id, None, None, None, began)
    missing = "The group was not greeted"
    await stage.answer(added, missing, lambda seen: stage.says(seen["text"], "Administrators can set the language"))
    message = await telegram.say(bob, f"/draw@huabot {prompt} --style watercolour", chat=group.id)
    order = await stage.ask(message, "Painting", "01-harbour.png")
    picture = await stage.picture(order, prompt, "01-harbour.png")
    if "watercolour painting" not in picture.submit["params"]["text"]:
        raise DidNotHappenError("The style did not reach the provider.")
    stage.page.check("the provider got the style's words, too")


async def anime(stage: Stage) -> None:
    """Bob replies to Alice's photo in a group; only he may choose the style."""
    alice, bob, group = stage.cast.alice, stage.cast.bob, stage.cast.painters.id
    photo = await asyncio.to_thread(photograph, "portrait", 0, 960, 1280)
    stage.page.event("Alice, Bob and Huabot are in the group “Painters”")
    portrait = await stage.telegram.photo(alice, photo, "My new picture! What do you think?", chat=group)
    original = stage.keep(portrait, photo, "03-photo.png")
    message = await stage.telegram.say(bob, "/anime@huabot", chat=group, reply_to=portrait["message_id"])
    order = await stage.ask(message, "Which style")
    await stage.not_ordered(kind="anime")
    if not stage.says(await stage.press(alice, order, "Cat ears"), "person who asked for this picture"):
        raise DidNotHappenError("Alice could press Bob's button.")
    await stage.press(bob, order, "Cat ears")
    order = replace(order, began=time.monotonic())
    picture = await stage.picture(order, "Cat ears", "03-anime.png")
    await stage.fetched(picture.submit, portrait)
    seen = [entry["message_id"] for entry in await stage.evidence.telegram_since("say", group) if entry["seen"]]
    if seen != [message["message_id"]]:
        raise DidNotHappenError("In the group Huabot saw more than what was meant for it.")
    stage.page.check("all Huabot got to see of the group was Bob's command, with the photo he replied to")
    stage.album.add("/anime, cat ears", picture.path, original)


async def topic(stage: Stage) -> None:
    """Xiaoming orders in a topic of a forum, in Chinese."""
    stage = stage.speaking("zh")
    xiaoming = stage.cast.xiaoming
    forum = await stage.telegram.group("画友", xiaoming, kind="forum")
    stage.cast.places[forum.id] = "“画友”"
    thread = await stage.telegram.topic(forum.id, "天空", xiaoming)
    stage.page.event("小明 writes in the topic “天空” (sky) of the forum “画友” (painting friends)")
    prompt = "一座云中的梦幻城堡，日落"
    message = await stage.telegram.say(xiaoming, f"/draw {prompt}", chat=forum.id, thread=thread)
    order = await stage.ask(message, "Painting")
    picture = await stage.picture(order, prompt, "05-castle.png")
    stage.page.check("placeholder and picture stood in that topic")
    stage.album.add("/draw a castle in the clouds, in Chinese", picture.path)


async def settings(stage: Stage) -> None:
    """Alice allows only administrators to order in her group, and Bob is not one."""
    alice, bob, group = stage.cast.alice, stage.cast.bob, stage.cast.painters.id
    await stage.ask(await stage.telegram.say(bob, "/settings@huabot", chat=group), "Only this group's administrators")
    menu = await stage.ask(await stage.telegram.say(alice, "/settings@huabot", chat=group), "This group's settings")
    if not stage.says(await stage.press(bob, menu, "Who can paint"), "Only this group's administrators"):
        raise DidNotHappenError("Bob could change the group's settings.")
    await stage.press(alice, menu, "Who can paint")
    await stage.becomes(menu, "✓", "everyone")
    await stage.press(alice, menu, "admins")
    await stage.becomes(menu, "Who can paint", "admins")
    refused = await stage.telegram.say(bob, "/draw@huabot a golden dragon", chat=group)
    await stage.ask(refused, "only administrators can paint")
    await stage.not_ordered("a golden dragon")
    stage.page.check("nothing was ordered at the provider")
    await stage.press(alice, menu, "Who can paint")
    await stage.becomes(menu, "✓", "admins")
    await stage.press(alice, menu, "everyone")
    await stage.becomes(menu, "Who can paint", "everyone")


async def migration(stage: Stage) -> None:
    """The group becomes a supergroup while Bob's picture is being painted."""
    prompt = "a lighthouse in a storm, oil painting"
    await stage.provider.settings(paint_seconds=LONG_PAINTING)
    message = await stage.telegram.say(stage.cast.bob, f"/draw@huabot {prompt}", chat=stage.cast.painters.id)
    order = await stage.ask(message, "Painting")
    await stage.evidence.submit(prompt)
    await stage.provider.settings(paint_seconds=PAINTING)
    supergroup = await stage.telegram.migrate(stage.cast.painters.id)
    stage.cast.painters = supergroup
    stage.cast.places[supergroup.id] = "“Painters”, now a supergroup"
    stage.page.event("“Painters” becomes a supergroup: a new chat, with none of the old messages")
    order = replace(order, chat_id=supergroup.id, message_id=None, answer_id=None)
    picture = await stage.picture(order, prompt, "11-lighthouse.png")
    stage.page.check("it came to the supergroup, and nowhere else")
    stage.album.add("/draw a lighthouse in a storm", picture.path)
