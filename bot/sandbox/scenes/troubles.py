"""The scenes in which something goes wrong: refusals, failures, mistakes, a kill, and a bot that was away."""

import time

from bot.sandbox.processes import DidNotHappenError
from bot.sandbox.scenes.stage import LONG_PAINTING, PAINTING, Stage

STOP_SECONDS = 10.0
"""A bot that is asked to end must have ended by then."""


async def refusal(stage: Stage) -> None:
    """Moderation refuses what Xiaoming orders."""
    message = await stage.telegram.say(stage.xiaoming, "/draw 血腥的古战场")
    order = await stage.ask(message, "正在画")
    await stage.becomes(order, "安全审核", "暴力", "本次不")
    data = (await stage.callback())["body"]["data"]
    if data["safe"] or data["reason"] != "Terrorism":
        raise DidNotHappenError("The provider did not refuse the picture as violent.")
    await stage.no_picture()
    stage.transcript.check("the provider's reason (Terrorism) was told in his words, and no picture was shown")


async def failure(stage: Stage) -> None:
    """The provider fails, with a developer's traceback as its reason."""
    message = await stage.telegram.say(stage.alice, "/draw boom")
    order = await stage.ask(message, "Painting")
    seen = await stage.becomes(order, "This did not count")
    body = (await stage.callback())["body"]
    if body["success"] or "Error" not in body["data"]["reason"]:
        raise DidNotHappenError("The provider did not report a failure with a developer's traceback.")
    if "Error" in seen["text"]:
        raise DidNotHappenError("Alice was shown the developer's traceback.")
    await stage.no_picture()
    stage.transcript.check("the provider's traceback was not shown to her")


async def mistakes(stage: Stage) -> None:
    """Bob does not know yet how to ask."""
    for mistake, words in (
        ("/draw", "for example"),
        ("/remix as an oil painting", "send a photo"),
        ("hello there", "/draw a red fox"),
    ):
        await stage.ask(await stage.telegram.say(stage.bob, mistake), words)
    await stage.nothing_ordered()
    stage.transcript.check("nothing was ordered at the provider")


async def kill(stage: Stage) -> None:
    """The bot is killed while Alice waits."""
    prompt = "a sailboat on a moonlit sea"
    await stage.provider.settings(paint_seconds=LONG_PAINTING)
    message = await stage.telegram.say(stage.alice, f"/draw {prompt}")
    order = await stage.ask(message, "Painting")
    submit = await stage.submit()
    await stage.provider.settings(paint_seconds=PAINTING)
    await stage.bot.process.kill()
    killed = time.monotonic()
    if any(callback["uid"] == submit["uid"] for callback in await stage.provider.callbacks()):
        raise DidNotHappenError("The bot could not be killed before the provider's callback.")
    stage.transcript.event("kill -9: the provider has the order, the bot is gone")
    stage.figures.starts.append(await stage.bot.start())
    stage.transcript.event("the bot was started again")
    path = await stage.picture(order, prompt, "07-sailboat.png")
    stage.figures.kill_to_picture = time.monotonic() - killed
    stage.transcript.check("it was her fourth of four pictures a day: the failure in scene 7 did not count")
    stage.album.add(f"/draw {prompt}", path)


async def webhook(stage: Stage) -> None:
    """The bot ends, is written to while it is away, and comes back in the other mode."""
    prompt = "池塘里的锦鲤"
    await _end(stage, "SIGTERM: the bot has ended with exit code 0")
    message = await stage.telegram.say(stage.xiaoming, f"/draw {prompt}")
    stage.transcript.show(stage.xiaoming.chat_id, await stage.telegram.messages(stage.xiaoming.chat_id))
    stage.figures.starts.append(await stage.bot.start(TELEGRAM_MODE="webhook"))
    stage.transcript.event("the bot was started again with TELEGRAM_MODE=webhook: Telegram now posts to it")
    order = await stage.ask(message, "正在画")
    path = await stage.picture(order, prompt, "08-koi.png")
    posted = [each["status"] for each in await stage.telegram_since("webhook")]
    if posted != [200]:
        raise DidNotHappenError(f"Telegram should have posted the command once, but was answered {posted}.")
    if any(call["method"] == "getUpdates" for call in await stage.telegram_since("call")):
        raise DidNotHappenError("The bot polled while it had a webhook.")
    stage.transcript.check("Telegram kept the command and posted it once; the bot polled nothing")
    stage.album.add("/draw koi in a pond, in Chinese", path)
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
    stage.transcript.event(event)
