"""Fills a database with finished jobs of the last four hundred days, by one statement.

One of a hundred jobs belongs to a busy person (10,000 of a million), and ten in all to a person who orders seldom; all
of these are pictures. The others belong to many people, a third of them in groups. Prompts older than 30 days are
forgotten.
"""

from dataclasses import dataclass
from pathlib import Path

from bot.clock import DAY, Clock
from bot.options import Options
from storage.drivers import open_database
from storage.migrate import migrate
from storage.rows import stored_options

BUSY, SELDOM = 1, 2
"""The ids of the two people. The busy one ordered in a group, too: three times, at the very beginning."""

FIRST_OTHER = 1_000
DAYS = 400
KEPT_DAYS = 30

# The database need not survive a crash before it is complete.
QUICKLY = ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-400000", "threads=2")

# The columns are as the bot writes them: addresses of the usual length, full options, a fifth ordered by buttons.
FILL = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :jobs),
    orders AS (
        SELECT i, :began + i * :step AS at, i % 100 = 0 OR i % (:jobs / 10) = 50 AS ours,
               CASE WHEN i % 100 = 0 THEN :busy WHEN i % (:jobs / 10) = 50 THEN :seldom
                    ELSE :first_other + i * 7919 % (:jobs / 50) END AS owner
        FROM n
    )
    INSERT INTO jobs (id, origin, kind, chat_id, message_id, owner_id, language, prompt, options, source, state, epoch,
                      charged, created_at, placeholder_id, attempt, submitted_at, uid, uid_attempt, outcome, reason,
                      result_url, result_alt_url, outcome_at, file_id, finished_at, parent, action, forgotten)
    SELECT printf('%013x%013x', at, i), 'm:' || owner || ':' || i || ':0',
           CASE i % 10 WHEN 7 THEN 'remix' WHEN 8 THEN 'anime' WHEN 9 THEN 'hd' ELSE 'draw' END,
           CASE WHEN owner = :busy THEN iif(i <= 300, :group_id, owner)
                WHEN ours OR i % 3 THEN owner ELSE :group_id - i % (1 + :jobs / 500) END,
           i % 100000, owner, 'en',
           iif(at < :forgotten_before, '', 'a lighthouse in a storm, oil on canvas, number ' || i),
           json_set(:options, '$.seed', i),
           iif(i % 10 > 6, :file_id, NULL), 'delivered', 4, iif(ours OR i % 8, at / :a_day, NULL), at, i % 100000 + 1,
           1, at + 900000, printf('%032x', i), 1, iif(ours OR i % 8, 'picture', 'refused'),
           iif(ours OR i % 8, '', 'porn'),
           'https://ailab-huawei-cdn.nolibox.com/aigc/images/' || printf('%032x', i) || '.png',
           'https://ailab-1d01.obs.cn-north-4.myhuaweicloud.com/aigc/images/' || printf('%032x', i) || '.png',
           at + 9000000, iif(ours OR i % 8, :file_id, NULL), at + 10000000,
           iif(i % 5 = 0 AND i > 5, printf('%013x%013x', at - 5 * :step, i - 5), NULL),
           iif(i % 5 = 0 AND i > 5, 'again', ''), at < :forgotten_before
    FROM orders
"""

# Every chat with an order has a row.
FILL_CHATS = "INSERT INTO chats (chat_id, language) SELECT DISTINCT chat_id, 'en' FROM jobs"

LIST_INDEXES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'jobs' AND sql IS NOT NULL"

LIST_NEWEST = """
    SELECT id, owner_id FROM jobs WHERE id > '' AND outcome = 'picture' AND owner_id >= :first_other
    ORDER BY id DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Past:
    """Describes a filled database: its URL, and the job and owner of its newest pictures."""

    url: str
    newest: list[tuple[str, int]]


async def fill(folder: Path, jobs: int, file_id: str, group_id: int, newest: int) -> Past:
    """Create a database with `jobs` finished jobs, whose pictures are all the same file at Telegram."""
    url, clock = f"sqlite:///{folder}/{jobs}.db", Clock()
    now = clock.now()
    parameters = {
        "jobs": jobs,
        "began": now - (DAYS + 1) * DAY,
        "step": DAYS * DAY // jobs,
        "forgotten_before": now - KEPT_DAYS * DAY,
        "a_day": DAY,
        "busy": BUSY,
        "seldom": SELDOM,
        "first_other": FIRST_OTHER,
        "group_id": group_id,
        "file_id": file_id,
        "options": stored_options(Options(0)),
    }
    database = await open_database(url)
    try:
        await migrate(database, clock)
        for pragma in QUICKLY:
            await database.rows(f"PRAGMA {pragma}", {})
        indexes = await database.rows(LIST_INDEXES, {})
        for index in indexes:  # building indexes once is faster than updating them for each row
            await database.rows(f"DROP INDEX {index['name']}", {})
        await database.rows(FILL, parameters)
        await database.rows(FILL_CHATS, {})
        for index in indexes:
            await database.rows(index["sql"], {})
        rows = await database.rows(LIST_NEWEST, {"first_other": FIRST_OTHER, "limit": newest})
    finally:
        await database.close()
    return Past(url, [(row["id"], row["owner_id"]) for row in rows])
