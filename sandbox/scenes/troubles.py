"""Plays the scenes in which something goes wrong: refusals, failures, mistakes, a kill, and a bot that was down."""

import re
import time

from sandbox.processes import DidNotHappenError
from sandbox.scenes.stage import LONG_PAINTING, PAINTING, Json, Stage

STOP_SECONDS = 10.0
"""The seconds within which the bot must end after SIGTERM."""


async def refusal(stage: Stage) -> None:
    """Moderation refuses Xiaoming's order, but not the picture of his second try."""
    prompt = "古战场上的一座城堡，黄昏"
    stage = stage.speaking("zh")
    await stage.provider.fault("callback", "refused", "Terrorism", text=prompt)
    message = await stage.telegram.say(stage.cast.xiaoming, f"/draw {prompt}")
    order = await stage.ask(message, "Painting")
    await stage.becomes(order, "safety check", "violence", "doesn't count")
    data = (await stage.ended(prompt))["data"]
    if data["safe"] or data["reason"] != "Terrorism":
        raise DidNotHappenError("The provider did not refuse the picture as violent.")
    await stage.no_picture(order.chat_id)
    stage.page.check("the provider's reason (Terrorism) was told in his words, and no picture was shown")
    once_more = await stage.make(stage.cast.xiaoming, order, "🔁", "Painting", "09-battlefield.png")
    picture = await stage.picture(once_more, prompt, "09-battlefield.png")
    first = await stage.evidence.submit(prompt)
    if picture.submit["params"]["seed"] == first["params"]["seed"]:
        raise DidNotHappenError("The refused picture was ordered once more just as it was.")
    stage.page.check("the second try had a seed of its own")
    stage.album.add("/draw a battlefield, in Chinese", picture.path)


async def failure(stage: Stage) -> None:
    """The provider fails, with a developer's traceback as its reason; Alice's remaining quota stays the same."""
    before = await _left(stage)
    message = await stage.telegram.say(stage.cast.alice, "/draw boom")
    order = await stage.ask(message, "Painting")
    seen = await stage.becomes(order, "It doesn't count", "Try again")
    body = await stage.ended("boom")
    if body["success"] or "Error" not in body["data"]["reason"]:
        raise DidNotHappenError("The provider did not report a failure with a developer's traceback.")
    if "Error" in seen["text"]:
        raise DidNotHappenError("Alice was shown the developer's traceback.")
    await stage.no_picture(order.chat_id)
    stage.page.check("the provider's traceback was not shown to her")
    if await _left(stage) != before:
        raise DidNotHappenError("The failure counted against Alice's daily pictures.")
    pictures = [reply for reply in await stage.telegram.messages(order.chat_id) if _is_result(reply)]
    if before[1] - before[0] != len(pictures):
        raise DidNotHappenError(f"Alice has got {len(pictures)} pictures, but {before[1] - before[0]} were counted.")
    stage.page.check(f"she has got {len(pictures)} pictures, and as many were counted")


async def _left(stage: Stage) -> tuple[int, int]:
    asked = await stage.ask(await stage.telegram.say(stage.cast.alice, "/quota"), "left today")
    found = re.findall(r"\d+", (await stage.becomes(asked))["text"].partition("\n")[0])
    if len(found) != 2:
        raise DidNotHappenError("/quota did not tell what is left.")
    left, limit = sorted(map(int, found))
    return left, limit


def _is_result(message: Json) -> bool:
    return bool(message["from_bot"] and message["kind"] != "text")


async def mistakes(stage: Stage) -> None:
    """Bob does not know the commands yet."""
    bob = stage.cast.bob
    await stage.ask(await stage.telegram.say(bob, "/remix as an oil painting"), "send a photo")
    await stage.ask(await stage.telegram.say(bob, "hello there"), "Shall I paint this?")
    await stage.not_ordered("as an oil painting", "hello there")
    stage.page.check("nothing was ordered at the provider")


async def kill(stage: Stage) -> None:
    """The bot is killed while Alice waits."""
    prompt = "a sailboat on a moonlit sea"
    await stage.provider.settings(paint_seconds=LONG_PAINTING)
    message = await stage.telegram.say(stage.cast.alice, f"/draw {prompt}")
    order = await stage.ask(message, "Painting")
    submit = await stage.evidence.submit(prompt)
    await stage.provider.settings(paint_seconds=PAINTING)
    await stage.bot.process.kill()
    killed = time.monotonic()
    if any(callback["uid"] == submit["uid"] for callback in await stage.provider.callbacks()):
        raise DidNotHappenError("The bot could not be killed before the provider's callback.")
    stage.page.event("kill -9: the provider has the order, the bot is gone")
    stage.figures.starts.append(await stage.bot.start(PROVIDER_CONCURRENCY="1"))
    stage.page.event("the bot was started again")
    picture = await stage.picture(order, prompt, "15-sailboat.png")
    stage.figures.kill_to_picture = time.monotonic() - killed
    stage.album.add(f"/draw {prompt}", picture.path)


async def webhook(stage: Stage) -> None:
    """The bot ends, gets a message while it is down, and starts again in webhook mode."""
    stage = stage.speaking("zh")
    prompt, xiaoming = "池塘里的锦鲤", stage.cast.xiaoming
    await _end(stage, "SIGTERM: the bot has ended with exit code 0")
    message = await stage.telegram.say(xiaoming, f"/draw {prompt}")
    stage.show(xiaoming.chat_id, await stage.telegram.messages(xiaoming.chat_id))
    stage.figures.starts.append(await stage.bot.start(TELEGRAM_MODE="webhook"))
    stage.page.event("the bot was started again with TELEGRAM_MODE=webhook: Telegram now posts to it")
    order = await stage.ask(message, "Painting")
    picture = await stage.picture(order, prompt, "22-koi.png")
    posted = [entry["status"] for entry in await stage.evidence.telegram_since("webhook")]
    if posted != [200]:
        raise DidNotHappenError(f"Telegram should have posted the command once, but was answered {posted}.")
    if any(call["method"] == "getUpdates" for call in await stage.evidence.telegram_since("call")):
        raise DidNotHappenError("The bot polled while it had a webhook.")
    stage.page.check("Telegram kept the command and posted it once; the bot polled nothing")
    stage.album.add("/draw koi in a pond, in Chinese", picture.path)
    await _end(stage, "SIGTERM: it has ended well again")


async def _end(stage: Stage, event: str) -> None:
    began = time.monotonic()
    code = await stage.bot.process.stop()
    seconds = time.monotonic() - began
    stage.figures.stops.append(seconds)
    if code != 0:
        raise DidNotHappenError(f"The bot did not end well: its exit code was {code}, not 0.")
    if seconds > STOP_SECONDS:
        raise DidNotHappenError(f"The bot took {seconds:.1f} s to end.")
    stage.page.event(event)
