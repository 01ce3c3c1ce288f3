"""Plays the operator's scenes: statistics, a pause, and a user who is denied and allowed again."""

import re

from sandbox.processes import DidNotHappenError
from sandbox.scenes.stage import Stage


async def statistics(stage: Stage) -> None:
    """Zoe, who is in `ADMIN_IDS`, requests the statistics of the last thirty days; all orders are from today."""
    delivered = len(stage.figures.pictures)
    message = await stage.telegram.say(stage.cast.zoe, "/stats")
    order = await stage.ask(message, "📊", name="18-statistics.png")
    shown = await stage.becomes(order, "people")
    stage.album.keep(await stage.telegram.file(shown["file_id"]), stage.album.path("18-statistics.png"))
    told = re.search(r" · .*? · \D*(\d+)", shown["text"])
    if told is None or not delivered <= int(told[1]) <= len(stage.figures.pictures) + 2:
        raise DidNotHappenError(f"Zoe was told another number of pictures than the {delivered} that were delivered.")
    stage.page.check("her picture was drawn by a process of its own; its number of pictures is right")


async def rule(stage: Stage) -> None:
    """Zoe pauses the bot and resumes it, denies Olga and allows her again."""
    zoe, olga = stage.cast.zoe, stage.cast.olga
    prompt = "a rabbit in a spring meadow"
    await stage.ask(await stage.telegram.say(zoe, "/pause"), "Paused")
    await stage.ask(await stage.telegram.say(olga, f"/draw {prompt}"), "🌙")
    await stage.ask(await stage.telegram.say(zoe, "/resume"), "I take requests again")
    await stage.ask(await stage.telegram.say(zoe, f"/deny {olga.id}"), "can't use the bot any more")
    await stage.ask(await stage.telegram.say(olga, f"/draw {prompt}"), str(olga.id))
    await stage.not_ordered(prompt)
    stage.page.check("nothing was ordered at the provider")
    await stage.ask(await stage.telegram.say(zoe, f"/allow {olga.id}"), "can use the bot now")
    order = await stage.ask(await stage.telegram.say(olga, f"/draw {prompt}"), "🎨")
    picture = await stage.picture(order, prompt, "20-rabbit.png")
    stage.album.add(f"/draw {prompt}", picture.path)
