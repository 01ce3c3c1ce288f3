"""The scenes in company: a group with two people, a forum's topic, a group that becomes a supergroup."""

import asyncio
import time
from dataclasses import replace

from bot.sandbox.painter.photograph import photograph
from bot.sandbox.processes import DidNotHappenError
from bot.sandbox.scenes.stage import LONG_PAINTING, PAINTING, Stage
from bot.sandbox.telegram_client import Person

_FOREIGN = "This is somebody else's order."


async def anime(stage: Stage) -> None:
    """Bob replies to Alice's photo in a group; he alone may choose the style."""
    group = stage.painters.id
    photo = await asyncio.to_thread(photograph, "portrait", 0, 960, 1280)
    original = stage.album.keep(photo, stage.album.path("03-photo.png"))
    stage.transcript.event("Alice, Bob and Huabot are in the group “Painters”")
    portrait = await stage.telegram.photo(stage.alice, photo, "My new picture! What do you think?", chat=group)
    message = await stage.telegram.say(stage.bob, "/anime@huabot", chat=group, reply_to=portrait["message_id"])
    order = await stage.ask(message, "Which style", original)
    await stage.nothing_ordered()
    if await _press(stage, stage.alice, order.answer_id, "Cat ears") != _FOREIGN:
        raise DidNotHappenError("Alice could press Bob's button.")
    await _press(stage, stage.bob, order.answer_id, "Cat ears")
    order = replace(order, began=time.monotonic())
    path = await stage.picture(order, "Cat ears", "03-anime.png")
    await stage.fetched(portrait)
    seen = [entry["message_id"] for entry in await stage.telegram_since("say") if entry["seen"]]
    if seen != [message["message_id"]]:
        raise DidNotHappenError("In the group Huabot saw more than what was meant for it.")
    stage.transcript.check("all Huabot got to see of the group was Bob's command, with the photo he replied to")
    stage.album.add("/anime, cat ears", path, original)


async def topic(stage: Stage) -> None:
    """Xiaoming orders in a topic of a forum, in Chinese."""
    forum = await stage.telegram.group("画友", stage.xiaoming, kind="forum")
    thread = await stage.telegram.topic(forum.id, "天空", stage.xiaoming)
    stage.transcript.event("小明 writes in the topic “天空” (sky) of the forum “画友” (painting friends)")
    prompt = "一座云中的梦幻城堡，日落"
    message = await stage.telegram.say(stage.xiaoming, f"/draw {prompt}", chat=forum.id, thread=thread)
    order = await stage.ask(message, "正在画")
    path = await stage.picture(order, prompt, "05-castle.png")
    stage.transcript.check("placeholder and picture stood in that topic")
    stage.album.add("/draw a castle in the clouds, in Chinese", path)


async def migration(stage: Stage) -> None:
    """The group becomes a supergroup while Bob's picture is being painted."""
    prompt = "a lighthouse in a storm, oil painting"
    await stage.provider.settings(paint_seconds=LONG_PAINTING)
    message = await stage.telegram.say(stage.bob, f"/draw {prompt}", chat=stage.painters.id)
    order = await stage.ask(message, "Painting")
    await stage.submit()
    await stage.provider.settings(paint_seconds=PAINTING)
    supergroup = await stage.telegram.migrate(stage.painters.id)
    stage.transcript.event("“Painters” becomes a supergroup: a new chat, with none of the old messages")
    order = replace(order, chat_id=supergroup.id, message_id=None, answer_id=None)
    path = await stage.picture(order, prompt, "06-lighthouse.png")
    stage.transcript.check("it came to the supergroup, and nowhere else")
    stage.album.add("/draw a lighthouse in a storm", path)


async def _press(stage: Stage, person: Person, message_id: int | None, label: str) -> str:
    """Press a button in the group, and return the words that pop up, '' if there are none."""
    chat = stage.painters.id
    shown = next(each for each in await stage.telegram.messages(chat) if each["message_id"] == message_id)
    button = next(each for row in shown["buttons"] for each in row if each["text"] == label)
    stage.transcript.event(f"{person.name} presses [ {label} ]")
    before = len(await stage.telegram.calls("answerCallbackQuery"))
    await stage.telegram.press(person, shown["message_id"], button["data"], chat=chat)
    try:
        answers = await stage.telegram.wait_calls("answerCallbackQuery", count=before + 1, seconds=stage.patience)
    except TimeoutError:
        raise DidNotHappenError(f"{person.name}'s press was not answered within {stage.patience:g} s.") from None
    words = str(answers[-1]["params"].get("text", ""))
    if words:
        stage.transcript.event(f"{person.name} sees: {words}")
    return words
