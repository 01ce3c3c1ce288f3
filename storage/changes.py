"""Keeps in memory which rows commits have made due, so that workers that wait need not query the database.

A commit that leaves a row in a state notifies the listeners of that state of when the row is due. A worker with a free
place may have a job handed on: the commit that brings the job to the worker's state claims it in the same statement.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, Self

from bot.job import Job, State

ERASURES = "erasures"
"""The topic of requests to be forgotten."""

Topic = State | str
"""A topic to listen to: the rows of one state, or `ERASURES`."""


class Listener:
    """Holds what one loop knows of the rows it waits for. Made by `Changes.listen` only.

    Attributes:
        wakes_for: Tells whether to wake the loop for a row due at a moment (UTC microseconds); others are only noted.
    """

    def __init__(self, wakes_for: Callable[[int], bool]) -> None:
        self.wakes_for = wakes_for
        self._due: dict[Topic, int] = defaultdict(int)  # unknown at first: look at once
        self._event = asyncio.Event()

    def next_due(self, topic: Topic) -> int | None:
        """Return when the next row is due as far as is known (UTC microseconds), None if there is none.

        The time may be too early, because a row may have moved on; it is never too late.
        """
        due = self._due[topic]
        return None if due == _NEVER else due

    def forget(self, topic: Topic) -> None:
        """Forget what is due, before the database is queried: rows committed meanwhile are noted anew."""
        self._due[topic] = _NEVER

    def learn(self, topic: Topic, due_at: int | None) -> None:
        """Note that a row is due at a moment."""
        if due_at is not None:
            self._due[topic] = min(self._due[topic], due_at)

    def wake(self) -> None:
        """End the present wait, or the next one."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Wait for a commit that this loop has to act on, at most for `seconds`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()


_NEVER = 1 << 62


class Taker(Protocol):
    """Defines a worker to which jobs can be handed on.

    Attributes:
        is_free: Whether the worker has a place for one more job.
    """

    @property
    def is_free(self) -> bool:
        """Return whether the worker has a place for one more job."""

    def reserve(self) -> bool:
        """Reserve a place for one job. Returns False if there is none."""

    def release(self) -> None:
        """Release the reserved place: there is no job for it."""

    def take(self, job: Job) -> None:
        """Begin work on a claimed job, in the reserved place."""


class Handover:
    """Reserves, inside the context, a place for the job of one statement. Made by `Changes.handover` only.

    Attributes:
        lease: The `due_at` that the statement stores in the claimed row; None if there is no place.
    """

    def __init__(self, taker: Taker | None, lease: int | None) -> None:
        self._taker = taker if lease is not None else None
        self._job: Job | None = None
        self.lease = lease

    def committed(self, job: Job, *, is_claimed: bool) -> Job:
        """Note the committed job, and return it."""
        self._job = job if is_claimed else None
        return job

    def __enter__(self) -> Self:
        if not self._taker or not self._taker.reserve():
            self._taker = self.lease = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._taker and self._job:
            self._taker.take(self._job)
        elif self._taker:
            self._taker.release()


class Changes:
    """Notifies listeners of commits, and hands jobs on.

    Args:
        poll_seconds: As the attribute.

    Attributes:
        tell_others: Notifies other processes; None if there are none.
        poll_seconds: Seconds after which a listener queries the database, whatever it was notified of.
    """

    def __init__(self, poll_seconds: float) -> None:
        self.poll_seconds = poll_seconds
        self._listeners: defaultdict[Topic, list[Listener]] = defaultdict(list)
        self._takers: dict[State, Taker] = {}
        self.tell_others: Callable[[Topic, int], None] | None = None

    def listen(self, *topics: Topic, wakes_for: Callable[[int], bool] = lambda _: True) -> Listener:
        """Return a listener to these topics, with `wakes_for` as its attribute."""
        listener = Listener(wakes_for)
        for topic in topics:
            self._listeners[topic].append(listener)
        return listener

    def notify(self, topic: Topic, due_at: int = 0) -> None:
        """Notify listeners of a row due at `due_at` (UTC microseconds).

        Other processes are notified, too, unless this process has a free worker for the row.
        """
        self.notify_here(topic, due_at)
        taker = self._takers.get(topic) if isinstance(topic, State) else None
        if self.tell_others and not (taker and taker.is_free):
            self.tell_others(topic, due_at)

    def notify_here(self, topic: Topic, due_at: int) -> None:
        """Notify the listeners in this process."""
        for listener in self._listeners[topic]:
            listener.learn(topic, due_at)
            if listener.wakes_for(due_at):
                listener.wake()

    def serve(self, state: State, taker: Taker) -> None:
        """Hand jobs of a state on to this worker."""
        self._takers[state] = taker

    def handover(self, state: State, lease: int | None) -> Handover:
        """Reserve a place at the worker of a state while a statement claims a job for it.

        Args:
            state: The state whose step comes next.
            lease: When the claim ends (UTC microseconds); None if nothing may be claimed.
        """
        return Handover(self._takers.get(state), lease)
