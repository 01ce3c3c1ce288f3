"""Who is woken by a commit."""

import asyncio

from bot.job import State
from storage.changes import Changes, Listener

DUE_AT = 1_000


async def is_woken(listener: Listener, changes: Changes) -> bool:
    listener.forget(State.READY)
    waiting = asyncio.create_task(listener.wait(60.0))
    await asyncio.sleep(0)
    changes.notify(State.READY, DUE_AT)
    for _ in range(10):  # turns of the event loop; whoever is woken needs three
        await asyncio.sleep(0)
    woken = waiting.done()
    waiting.cancel()
    assert listener.next_due(State.READY) == DUE_AT
    return woken


async def test_whoever_listens_is_woken() -> None:
    changes = Changes(20.0)
    assert await is_woken(changes.listen(State.READY), changes)


async def test_what_is_not_heeded_is_noted_and_wakes_nobody() -> None:
    changes = Changes(20.0)
    assert await is_woken(changes.listen(State.READY, wakes_for=lambda due_at: due_at <= DUE_AT), changes)
    assert not await is_woken(changes.listen(State.READY, wakes_for=lambda due_at: due_at < DUE_AT), changes)
