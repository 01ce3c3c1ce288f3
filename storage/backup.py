"""Copies the database and the signing key to one file, and restores them from it. SQLite only.

The copy is made by SQLite's online backup: one read transaction, during which the bot goes on writing. The copy is
made in a process of its own, which never writes to a database that another process holds.
"""

import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from storage.database import InUseError, StorageError
from storage.failures import failed
from storage.restored import RESTORED

# Only a backup has this table: when the backup was made, and the key. Copies that `migrate` makes have none.
CREATE_BACKUP = "CREATE TABLE backup (made_at INTEGER NOT NULL, key TEXT NOT NULL) STRICT"
NOTE_BACKUP = "INSERT INTO backup VALUES (:made_at, :key)"
FIND_TABLE = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = :name"
GET_BACKUP = "SELECT made_at, key FROM backup"
DROP_BACKUP = "DROP TABLE IF EXISTS backup"

GET_SCHEMA = "SELECT coalesce(max(version), 0) FROM schema_versions"
COUNT_HELD = "SELECT count(*), count(DISTINCT owner_id), coalesce(sum(outcome = 'picture'), 0) FROM jobs"
COUNT_LIVE = "SELECT count(*) FROM jobs WHERE due_at IS NOT NULL AND state <> 'draft'"

# Orders that were under way may have ended since in a way that is unknown here: they are cancelled and not charged, and
# their owners are told when they write. Drafts are cancelled silently.
END_LIVE = """
    UPDATE jobs SET reason = iif(state = 'draft', '', :restored), state = 'cancelled', outcome = 'cancelled',
                    due_at = NULL, charged = NULL, epoch = epoch + 1, outcome_at = :now, finished_at = :now
    WHERE due_at IS NOT NULL
"""
NOTE_RESTORED = "INSERT OR REPLACE INTO switches (name, at) VALUES (:restored, :made_at)"


_COPY = re.compile(r".+\.before-\d+\.(\d{16})", re.ASCII)
"""Matches the name of a copy by `migrate`, which holds its moment: each erasure in it changes the file's own time."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Describes what a backup holds.

    Attributes:
        made_at: When it was made (UTC microseconds).
        key: The signing key; '' in a copy that `migrate` made.
        schema: The version of its schema.
        orders: The number of orders.
        people: The number of people who gave them.
        pictures: The number of orders that became pictures.
        live: The number of orders that were under way.
    """

    made_at: int
    key: str
    schema: int
    orders: int
    people: int
    pictures: int
    live: int


def make_backup(database: Path, target: Path, key: str, now: int) -> Contents:
    """Copy a database, in use or not, to a new file that only the file's owner may read.

    Raises:
        StorageError: There is no database, the new file exists already, or it cannot be written.
        TransientError: The backup cannot be made now.
    """
    if not database.exists():
        raise StorageError(f"there is no database {database}")
    if target.exists():
        raise StorageError(f"{target} is there already, and no backup is overwritten")
    draft = target.with_name(f"{target.name}.unfinished")
    try:
        _make_file(draft)
        with _reading(database) as source, closing(sqlite3.connect(draft, isolation_level=None)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute(DROP_BACKUP)
            copy.execute(CREATE_BACKUP)
            copy.execute(NOTE_BACKUP, {"made_at": now, "key": key})
        contents = read_backup(draft)
        os.link(draft, target)  # never overwrites
    except (OSError, sqlite3.Error) as exc:
        raise failed(f"the backup {target} cannot be made", exc, target) from exc
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return contents


def with_its_log(file: Path, folder: Path) -> Path:
    """Return a file with all data of a backup, or of a database that was moved aside, the log's included.

    Args:
        file: The backup or database. If a log of SQLite's is beside it, both are copied, and the copy takes in the log.
        folder: An empty folder for the copy.

    Raises:
        InUseError: A bot runs on the file.
        StorageError: The file is no database, or cannot be copied.
        TransientError: The file cannot be copied now.
    """
    _require_unused(file)
    beside = [file.with_name(f"{file.name}{kind}") for kind in ("-wal", "-journal")]
    logs = [log for log in beside if log.exists() and log.stat().st_size]
    if not logs:
        return file
    whole = folder / file.name
    try:
        for part in (file, *logs):
            shutil.copyfile(part, folder / part.name)
        with closing(sqlite3.connect(whole, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
        written = max(part.stat().st_mtime_ns for part in (file, *logs))
        os.utime(whole, ns=(written, written))
    except (OSError, sqlite3.Error) as exc:
        raise failed(f"{file} cannot be read with its log", exc, whole) from exc
    return whole


def read_backup(file: Path) -> Contents:
    """Check that a backup is intact, and return what it holds.

    Raises:
        StorageError: The file is no backup, or damaged.
    """
    try:
        copied = _COPY.fullmatch(file.name)
        made_at = int(copied[1]) if copied else file.stat().st_mtime_ns // 1000
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", uri=True)) as copy:
            (health,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if health != "ok":
                raise StorageError(f"{file} is damaged: {health}")
            key = ""
            if copy.execute(FIND_TABLE, {"name": "backup"}).fetchone():
                made_at, key = copy.execute(GET_BACKUP).fetchone()
            (schema,) = copy.execute(GET_SCHEMA).fetchone()
            orders, people, pictures = copy.execute(COUNT_HELD).fetchone()
            (live,) = copy.execute(COUNT_LIVE).fetchone()
    except OSError as exc:
        raise StorageError(f"{file} cannot be read: {exc.strerror}") from exc
    except (sqlite3.Error, TypeError, ValueError) as exc:
        raise StorageError(f"{file} is no backup of Huabot's: {exc}") from exc
    return Contents(made_at, key, schema, orders, people, pictures, live)


def unpack(file: Path, draft: Path) -> None:
    """Write the database in a backup to a new file, as it was before the backup.

    Raises:
        StorageError: The file cannot be written.
        TransientError: The file cannot be written now.
    """
    try:
        _make_file(draft)
        with (
            closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", uri=True)) as source,
            closing(sqlite3.connect(draft, isolation_level=None)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA secure_delete=ON")
            copy.execute(DROP_BACKUP)
            copy.execute("VACUUM")  # the dropped table held the key
    except (OSError, sqlite3.Error) as exc:
        raise failed(f"{draft} cannot be written", exc, draft) from exc


def end_live(draft: Path, contents: Contents, now: int) -> None:
    """Cancel the orders under way in a database of the newest schema that no process has opened.

    Raises:
        StorageError: The file cannot be written.
        TransientError: The file cannot be written now.
    """
    marks = {"restored": RESTORED, "made_at": contents.made_at, "now": now}
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # leaves no log beside the file
            copy.execute("BEGIN IMMEDIATE")
            copy.execute(END_LIVE, marks)
            if contents.live:
                copy.execute(NOTE_RESTORED, marks)
            copy.execute("COMMIT")
    except (OSError, sqlite3.Error) as exc:
        raise failed(f"{draft} cannot be written", exc, draft) from exc


def _make_file(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a database that a bot may be writing to.

    If no bot runs, the lock is held meanwhile, and the log is checkpointed as always when the last connection closes.
    """
    try:
        lock = database.with_name(f"{database.name}.lock").open("r", encoding="ascii")
    except FileNotFoundError:
        lock = None
    try:
        if lock and _is_free(lock.fileno()):
            connection = sqlite3.connect(database, isolation_level=None)
        else:
            connection = sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True, isolation_level=None)
        with closing(connection):
            yield connection
    finally:
        if lock:
            lock.close()


def _is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def require_nothing(database: Path) -> None:
    """Require that there is no database yet. Raises `StorageError`, or `InUseError` if a bot runs on it."""
    _require_unused(database)
    for path in (database, database.with_name(f"{database.name}-wal")):
        if path.exists():
            raise StorageError(f"{path} is there, and nothing is overwritten: move it away first")


def _require_unused(database: Path) -> None:
    lock = database.with_name(f"{database.name}.lock")
    if lock.exists():
        with lock.open("r", encoding="ascii") as file:
            if not _is_free(file.fileno()):
                raise InUseError(f"a Huabot runs on {database}; stop it first")
