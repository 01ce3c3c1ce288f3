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
    woken, _ = await asyncio.wait({waiting}, timeout=0.02)
    waiting.cancel()
    assert listener.next_due(State.READY) == DUE_AT
    return bool(woken)


async def test_whoever_listens_is_woken() -> None:
    changes = Changes(20.0)
    assert await is_woken(changes.listen(State.READY), changes)


async def test_what_is_not_heeded_is_noted_and_wakes_nobody() -> None:
    changes = Changes(20.0)
    assert await is_woken(changes.listen(State.READY, heeds=lambda due_at: due_at <= DUE_AT), changes)
    assert not await is_woken(changes.listen(State.READY, heeds=lambda due_at: due_at < DUE_AT), changes)
