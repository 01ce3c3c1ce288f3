"""What is asked of the table `jobs`, by the queries of `storage.queries`. What is done: `storage.history`."""

from typing import Any

from bot.admission import Usage
from bot.clock import Clock
from bot.job import FINAL, Ahead, Job, State, first_job_id
from storage import queries
from storage.admission import read_usage, usage_of
from storage.database import Database
from storage.rows import job_of


class JobReader:
    """The table `jobs`, read."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find_asked(self, chat_id: int, message_id: int) -> Job | None:
        """Return the draft whose question is this message."""
        return await self._find(queries.FIND_ASKED, chat_id=chat_id, message_id=message_id)

    async def is_asking(self, owner_id: int, chat_id: int, since: int) -> bool:
        """Whether somebody has a draft there, made after `since`, whose question is not known to stand yet."""
        asking = {"owner_id": owner_id, "chat_id": chat_id, "since": since}
        return await self._database.row(queries.FIND_ASKING, asking) is not None

    async def find_last(self, owner_id: int, chat_id: int, since: int) -> Job | None:
        """Return what somebody ordered last in a chat, after `since`, whatever has become of it."""
        return await self._find(queries.FIND_LAST, owner_id=owner_id, chat_id=chat_id, since_id=first_job_id(since))

    async def count_being_painted(self, owner_id: int, chat_id: int | None) -> int:
        """Return how many of somebody's orders, in one chat or everywhere, are too late to be taken back."""
        row = await self._database.row(queries.COUNT_BEING_PAINTED, {"owner_id": owner_id, "chat_id": chat_id})
        return int(row["n"]) if row else 0

    async def find(self, job_id: str) -> Job | None:
        """Return the job of this id."""
        return await self._find(queries.GET, id=job_id)

    async def usage(self, owner_id: int, chat_id: int) -> Usage:
        """Return what a person has used today and has under way; and of the day, their group and everybody."""
        row = await self._database.row(queries.USAGE, usage_of(owner_id, chat_id, self._clock.now(), in_all=True))
        assert row
        return read_usage(row)

    async def count_before(self, job: Job) -> Ahead:
        """Return how many jobs that wait for the provider were ordered before this one, and how many it has."""
        row = await self._database.row(queries.COUNT_BEFORE, {"id": job.id, "created_at": job.created_at})
        return Ahead(row["ahead"], row["at_provider"]) if row else Ahead(0, 0)

    async def waiting(self, limit: int) -> list[Job]:
        """Return the queued jobs that no POST can have reached, in the order they will be submitted."""
        return [job_of(row) for row in await self._database.rows(queries.LIST_WAITING, {"limit": limit})]

    async def submitted_now(self, limit: int) -> list[Job]:
        """Return the jobs that the provider has, or may have, and that have a placeholder; at most so many."""
        return [job_of(row) for row in await self._database.rows(queries.LIST_SUBMITTED, {"limit": limit})]

    async def next_due(self, state: State) -> int | None:
        """Return when the next row of this state is due."""
        row = await self._database.row(queries.NEXT_DUE, {"state": state, "now": self._clock.now()})
        return row["due_at"] if row else None

    async def is_of_another(self, uid: str, job_id: str) -> bool:
        """Whether the provider's name of a task belongs to another job than this; case and dashes do not matter."""
        return await self._database.row(queries.FIND_TASK, {"uid": uid, "id": job_id}) is not None

    async def count_live(self) -> dict[State, int]:
        """Return how many jobs stand in each state that is not final."""
        rows = await self._database.rows(queries.COUNT_LIVE, {})
        live = [state for state in State if state not in FINAL]
        return dict.fromkeys(live, 0) | {State(row["state"]): row["n"] for row in rows}

    async def _find(self, query: str, **parameters: Any) -> Job | None:
        row = await self._database.row(query, parameters)
        return job_of(row) if row else None
