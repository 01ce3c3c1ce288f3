"""Reads the table `jobs` with the queries of `storage.queries`. Finished jobs are in `storage.history`."""

from typing import Any

from bot.admission import Usage
from bot.clock import Clock
from bot.job import FINAL, Ahead, Job, State, first_job_id
from storage import queries
from storage.admission import read_usage, usage_of
from storage.database import Database
from storage.rows import job_of


class JobReader:
    """Reads the table `jobs`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find_asked(self, chat_id: int, message_id: int) -> Job | None:
        """Return the draft whose question is this message; None if there is none."""
        return await self._find(queries.FIND_ASKED, chat_id=chat_id, message_id=message_id)

    async def is_asking(self, owner_id: int, chat_id: int, since: int) -> bool:
        """Return whether a person has a draft in a chat, made after `since`, whose question's message is unknown."""
        asking = {"owner_id": owner_id, "chat_id": chat_id, "since": since}
        return await self._database.row(queries.FIND_ASKING, asking) is not None

    async def find_last(self, owner_id: int, chat_id: int, since: int) -> Job | None:
        """Return a person's last order in a chat after `since`, whatever its state."""
        return await self._find(queries.FIND_LAST, owner_id=owner_id, chat_id=chat_id, since_id=first_job_id(since))

    async def count_being_painted(self, owner_id: int, chat_id: int | None) -> int:
        """Return how many of a person's orders, in one chat or in all, are too late to be cancelled."""
        row = await self._database.row(queries.COUNT_BEING_PAINTED, {"owner_id": owner_id, "chat_id": chat_id})
        return int(row["n"]) if row else 0

    async def find(self, job_id: str) -> Job | None:
        """Return the job with this id; None if there is none."""
        return await self._find(queries.GET, id=job_id)

    async def usage(self, owner_id: int, chat_id: int) -> Usage:
        """Count a person's orders charged today and under way, and the orders of the group and of all charged today."""
        row = await self._database.row(queries.USAGE, usage_of(owner_id, chat_id, self._clock.now(), in_all=True))
        assert row
        return read_usage(row)

    async def count_before(self, job: Job) -> Ahead:
        """Return how many jobs ordered before this one wait for the provider, and how many jobs the provider has."""
        row = await self._database.row(queries.COUNT_BEFORE, {"id": job.id, "created_at": job.created_at})
        return Ahead(row["ahead"], row["at_provider"]) if row else Ahead(0, 0)

    async def waiting(self, limit: int) -> list[Job]:
        """Return the queued jobs that no POST can have reached, in the order they will be submitted."""
        return [job_of(row) for row in await self._database.rows(queries.LIST_WAITING, {"limit": limit})]

    async def submitted_now(self, limit: int) -> list[Job]:
        """Return at most `limit` jobs that the provider has, or may have, and that have a placeholder."""
        return [job_of(row) for row in await self._database.rows(queries.LIST_SUBMITTED, {"limit": limit})]

    async def next_due(self, state: State) -> int | None:
        """Return when the next row of this state is due; None if there is none."""
        row = await self._database.row(queries.NEXT_DUE, {"state": state, "now": self._clock.now()})
        return row["due_at"] if row else None

    async def is_of_another(self, uid: str, job_id: str) -> bool:
        """Return whether a uid belongs to the task of another job than this one; case and dashes do not matter."""
        return await self._database.row(queries.FIND_TASK, {"uid": uid, "id": job_id}) is not None

    async def count_live(self) -> dict[State, int]:
        """Return how many jobs are in each state that is not final."""
        rows = await self._database.rows(queries.COUNT_LIVE, {})
        live = [state for state in State if state not in FINAL]
        return dict.fromkeys(live, 0) | {State(row["state"]): row["n"] for row in rows}

    async def _find(self, query: str, **parameters: Any) -> Job | None:
        row = await self._database.row(query, parameters)
        return job_of(row) if row else None
