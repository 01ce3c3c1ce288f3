"""Plays the scene in which orders wait in the queue, and one is cancelled."""

from sandbox.processes import DidNotHappenError
from sandbox.scenes.stage import Stage


async def waiting(stage: Stage) -> None:
    """The provider is busy: Bob and Alice see their places in the queue, and Bob cancels one order."""
    alice, bob, group = stage.cast.alice, stage.cast.bob, stage.cast.painters.id
    stage.page.event("the provider is busy, and gets one order at a time (PROVIDER_CONCURRENCY=1)")
    await stage.provider.settings(concurrency=0)
    two = await stage.telegram.say(bob, "/draw@huabot a house in a meadow --n 2", chat=group)
    first, second = await stage.ask_for(two, "16-house.png", "")
    await stage.evidence.submit("a house in a meadow")
    await stage.becomes(second, "You are next", "✖")
    hers = await stage.ask(
        await stage.telegram.say(alice, "/draw@huabot a lake at dawn", chat=group), "In the queue", "16-lake.png"
    )
    await stage.becomes(hers, "✖")
    await stage.press(bob, second, "✖")
    await stage.becomes(second, "Cancelled", "doesn't count")
    await stage.ask(await stage.telegram.say(bob, "/cancel@huabot", chat=group), "can't be cancelled")
    await stage.becomes(hers, "You are next", "✖")
    await stage.provider.settings(concurrency=4)
    stage.page.event("the provider goes on")
    house = await stage.picture(first, "a house in a meadow", "16-house.png")
    lake = await stage.picture(hers, "a lake at dawn", "16-lake.png")
    asked = [submit["params"]["text"] for submit in await stage.evidence.billed()]
    if asked != ["a house in a meadow", "a lake at dawn"]:
        raise DidNotHappenError(f"The provider was asked for {asked}.")
    stage.page.check("what was taken back never reached the provider")
    stage.album.add("/draw a house in a meadow", house.path)
    stage.album.add("/draw a lake at dawn", lake.path)
