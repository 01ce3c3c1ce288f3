"""Reads finished jobs, and forgets them."""

from bot.clock import Clock, day_of
from bot.job import Job, Kind, first_job_id
from storage.database import Database
from storage.migrate import version_of
from storage.rows import job_of

# A person's pictures that Telegram still has: the next older ones.
LIST_OLDER = """
    SELECT * FROM jobs
    WHERE owner_id = :owner_id AND id < :before AND state = 'delivered' AND outcome = 'picture'
      AND file_id IS NOT NULL AND forgotten < 2
    ORDER BY id DESC LIMIT :limit
"""

# The next newer ones, the nearest first.
LIST_NEWER = """
    SELECT * FROM jobs
    WHERE owner_id = :owner_id AND id > :after AND id < :before AND state = 'delivered' AND outcome = 'picture'
      AND file_id IS NOT NULL AND forgotten < 2
    ORDER BY id LIMIT :limit
"""

# The same in one chat: a person with thousands of pictures may have a few there. Without the index's name, the planner
# might read them all.
LIST_OLDER_THERE = """
    SELECT * FROM jobs INDEXED BY jobs_chat
    WHERE chat_id = :chat_id AND chat_id < 0 AND owner_id = :owner_id AND id < :before
      AND state = 'delivered' AND outcome = 'picture' AND file_id IS NOT NULL AND forgotten < 2
    ORDER BY id DESC LIMIT :limit
"""

LIST_NEWER_THERE = """
    SELECT * FROM jobs INDEXED BY jobs_chat
    WHERE chat_id = :chat_id AND chat_id < 0 AND owner_id = :owner_id AND id > :after AND id < :before
      AND state = 'delivered' AND outcome = 'picture' AND file_id IS NOT NULL AND forgotten < 2
    ORDER BY id LIMIT :limit
"""

# The newest jobs, whatever their outcome: few rows, whether they are of the last hour or of the last month.
LIST_RECENT = """
    SELECT kind, outcome, outcome_at - submitted_at AS waited FROM jobs WHERE id > '' ORDER BY id DESC LIMIT :limit
"""

# When the newest order was inserted: ids begin with that moment.
GET_NEWEST = "SELECT max(id) AS newest FROM jobs"

# The options of an order without any words.
_WORDLESS = """
    json_set(json_set(json_set(json_set(options, '$.negative', ''), '$.translated', ''), '$.look', ''), '$.confirm', '')
"""

# Words are kept for a limited time. Without the index's name, the planner would read all jobs forgotten long ago.
FORGET_OLD = f"""
    UPDATE jobs SET prompt = '', forgotten = 1,
                    options = {_WORDLESS}
    WHERE id IN (SELECT id FROM jobs INDEXED BY jobs_remembered
                 WHERE forgotten = 0 AND id < :before AND due_at IS NULL ORDER BY id LIMIT :limit)
    RETURNING id
"""  # noqa: S608  no words but ours

# One job whose picture was deleted; a job that is still under way needs all its columns.
FORGET = f"""
    UPDATE jobs SET prompt = '', options = {_WORDLESS},
                    source = NULL, file_id = NULL,
                    result_url = '', result_alt_url = '', thumbnail = NULL, delete_at = NULL,
                    forgotten = greatest(forgotten, 1)
    WHERE id = :id AND due_at IS NULL
"""  # noqa: S608  no words but ours

# Pictures that are due to be deleted in their chat.
LIST_TO_DELETE = """
    SELECT * FROM jobs WHERE delete_at IS NOT NULL AND delete_at <= :now AND due_at IS NULL
    ORDER BY delete_at LIMIT :limit
"""

# A picture that cannot be deleted at present.
DELETE_LATER = "UPDATE jobs SET delete_at = :until WHERE id = :id AND delete_at IS NOT NULL"

# A person wants to be forgotten: ended jobs are deleted, unless today's quota counts them.
ERASE_ENDED = """
    DELETE FROM jobs
    WHERE id IN (SELECT id FROM jobs WHERE owner_id = :owner_id AND due_at IS NULL AND coalesce(charged, -1) <> :day
                 LIMIT :limit)
    RETURNING id
"""

# The person's remaining jobs lose all that is not needed any more: the words once they have been posted for the last
# time, the source and the addresses at the end.
ERASE_REST = f"""
    UPDATE jobs SET prompt = CASE WHEN state IN ('accepted', 'queued', 'submitting') THEN prompt ELSE '' END,
                    options = CASE WHEN state IN ('accepted', 'queued', 'submitting') THEN options
                                   ELSE {_WORDLESS} END,
                    source = CASE WHEN due_at IS NULL THEN NULL ELSE source END, file_id = NULL,
                    thumbnail = CASE WHEN due_at IS NULL THEN NULL ELSE thumbnail END,
                    result_url = CASE WHEN due_at IS NULL THEN '' ELSE result_url END,
                    result_alt_url = CASE WHEN due_at IS NULL THEN '' ELSE result_alt_url END, forgotten = 2
    WHERE owner_id = :owner_id
"""  # noqa: S608  no words but ours

# Jobs that others derived from the person's pictures by a button hold the same words, or start from the same file: they
# stay pictures, of which nothing else is known. Jobs that are still to be posted need both.
ERASE_COPIES = f"""
    WITH RECURSIVE copies (id) AS (
        SELECT id FROM jobs WHERE owner_id = :owner_id
        UNION
        SELECT copy.id FROM jobs AS copy JOIN copies ON copy.parent = copies.id)
    UPDATE jobs SET prompt = '', options = {_WORDLESS}, thumbnail = NULL,
                    source = CASE WHEN due_at IS NULL THEN NULL ELSE source END, forgotten = greatest(forgotten, 1)
    WHERE id IN (SELECT id FROM copies) AND owner_id <> :owner_id
      AND state NOT IN ('draft', 'accepted', 'queued', 'submitting')
"""  # noqa: S608  no words but ours

# Jobs that were still under way when their owner was forgotten, or that counted on that day.
DROP_ERASED = "DELETE FROM jobs WHERE forgotten = 2 AND due_at IS NULL AND coalesce(charged, -1) <> :day RETURNING id"

# Jobs that have ended since and count today: pictures, which have an address as long as anything is known of them.
BLANK_ERASED = f"""
    UPDATE jobs SET prompt = '', options = {_WORDLESS},
                    source = NULL, file_id = NULL, thumbnail = NULL,
                    result_url = '', result_alt_url = ''
    WHERE forgotten = 2 AND due_at IS NULL AND result_url <> ''
"""  # noqa: S608  no words but ours

ERASED_AT_ONCE = 100
"""Jobs that one statement deletes at most, so that other statements need not wait long."""

AFTER_ALL = "~"
"""Greater than every id."""


async def newest_moment(database: Database) -> int:
    """Return when the newest order was inserted (UTC microseconds), whatever the schema; 0 if there is none."""
    row = await database.row(GET_NEWEST, {}) if await version_of(database) else None
    return int(row["newest"][:13], 16) if row and row["newest"] else 0


class History:
    """Reads and forgets the finished jobs of the table `jobs`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def pictures(
        self, owner_id: int, *, before: str = "", after: str = "", chat_id: int | None = None, limit: int
    ) -> list[Job]:
        """Return the pictures that were delivered to a person and can be sent again, newest first.

        Args:
            owner_id: The person.
            before: Only pictures older than the job with this id.
            after: Only pictures newer than the job with this id, the nearest to it.
            chat_id: Only pictures of this group, if one is given.
            limit: The maximum number of pictures.
        """
        wanted = {
            "owner_id": owner_id,
            "before": before or AFTER_ALL,
            "after": after,
            "chat_id": chat_id,
            "limit": limit,
        }
        if after:
            rows = await self._database.rows(LIST_NEWER if chat_id is None else LIST_NEWER_THERE, wanted)
            rows.reverse()
        else:
            rows = await self._database.rows(LIST_OLDER if chat_id is None else LIST_OLDER_THERE, wanted)
        return [job_of(row) for row in rows]

    async def recent_waits(self, limit: int) -> list[tuple[Kind, int]]:
        """Return how long the pictures among the newest jobs took at the provider (microseconds), newest first.

        Args:
            limit: How many jobs are read, whatever their outcome.
        """
        rows = await self._database.rows(LIST_RECENT, {"limit": limit})
        return [
            (Kind(row["kind"]), row["waited"])
            for row in rows
            if row["outcome"] == "picture" and row["waited"] is not None
        ]

    async def forget_old(self, before: int, limit: int) -> int:
        """Forget the words of finished jobs that were ordered before a moment (UTC microseconds).

        Returns:
            How many jobs were changed; with fewer than `limit`, there are no more.
        """
        return len(await self._database.rows(FORGET_OLD, {"before": first_job_id(before), "limit": limit}))

    async def forget(self, *job_ids: str) -> None:
        """Forget the words, sources and pictures of finished jobs. Jobs under way are unchanged.

        While another process reads the database, the database's log still holds them, until it is emptied next.
        """
        for job_id in job_ids:
            await self._database.rows(FORGET, {"id": job_id})
        await self._database.empty_log()

    async def to_delete(self, limit: int) -> list[Job]:
        """Return the jobs whose pictures are due to be deleted in their chats, the most urgent first."""
        rows = await self._database.rows(LIST_TO_DELETE, {"now": self._clock.now(), "limit": limit})
        return [job_of(row) for row in rows]

    async def delete_later(self, job_id: str, delay: int) -> None:
        """Put off the deletion of a picture by `delay` microseconds."""
        await self._database.rows(DELETE_LATER, {"id": job_id, "until": self._clock.now() + delay})

    async def erase(self, owner_id: int) -> None:
        """Forget a person, copies by others included: keep only what today's quota and the jobs under way need.

        The database's log still holds the data (`Database.empty_log`); `drop_erased` deletes the rest when it is no
        longer needed. Thousands of jobs take a while, during which other statements can run; if the call is
        interrupted, it must be repeated.
        """
        of_owner = {"owner_id": owner_id, "day": day_of(self._clock.now()), "limit": ERASED_AT_ONCE}
        await self._database.rows(ERASE_COPIES, of_owner)
        while await self._database.rows(ERASE_ENDED, of_owner):
            pass
        await self._database.rows(ERASE_REST, of_owner)

    async def drop_erased(self) -> int:
        """Delete the remaining jobs of forgotten people that are not needed any more.

        Returns:
            How many jobs were deleted.
        """
        dropped = await self._database.rows(DROP_ERASED, {"day": day_of(self._clock.now())})
        await self._database.rows(BLANK_ERASED, {})
        return len(dropped)
