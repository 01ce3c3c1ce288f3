"""Notifies other processes of commits by PostgreSQL's NOTIFY, gathered for a moment.

Polling remains the source of truth.
"""

import asyncio
import json
from contextlib import suppress

import psycopg
import structlog

from bot.errors import TransientError
from storage.changes import Changes, Topic
from storage.database import Database

log = structlog.get_logger(__name__)

CHANNEL = "huabot"

GATHER_SECONDS = 0.01
"""A commit is announced after this time, together with all others until then: NOTIFY takes a lock that all commits
need."""

RECONNECT_SECONDS = 2.0

NOTIFY = f"SELECT pg_notify('{CHANNEL}', :notice)"


class Notices:
    """Sends notices of rows for which no worker here has a place, and receives those of others.

    Call `start`, then `stop`.
    """

    def __init__(self, database: Database, conninfo: str, changes: Changes) -> None:
        self._database = database
        self._conninfo = conninfo
        self._changes = changes
        self._topics: dict[str, int] = {}
        self._has_some = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start to send and to receive notices."""
        self._changes.tell_others = self._tell
        self._tasks = [asyncio.create_task(self._send_all(), name="notices"), asyncio.create_task(self._listen())]

    async def stop(self) -> None:
        """Stop both."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _tell(self, topic: Topic, due_at: int) -> None:
        self._topics[topic] = min(due_at, self._topics.get(topic, due_at))
        self._has_some.set()

    async def _send_all(self) -> None:
        while True:
            await self._has_some.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._has_some.clear()
            topics, self._topics = self._topics, {}
            with suppress(TransientError):  # the other processes poll
                notice = json.dumps([self._database.holder, topics])
                await self._database.rows(NOTIFY, {"notice": notice})

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    async for notice in connection.notifies():
                        self._hear(notice.payload)
            except (psycopg.Error, OSError) as exc:
                log.info("notices_not_heard", error=type(exc).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)

    def _hear(self, payload: str) -> None:
        try:
            holder, topics = json.loads(payload)
            told = [(str(topic), int(due_at)) for topic, due_at in topics.items()]
        except (ValueError, TypeError, AttributeError):
            return  # a notice of another program
        if holder != self._database.holder:
            for topic, due_at in told:
                self._changes.notify_here(topic, due_at)
