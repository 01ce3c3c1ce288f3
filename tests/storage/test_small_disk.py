"""A disk that is full, or cannot be written, when the database is opened: said as what it is, and it may pass."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import TransientError
from bot.settings import Settings, SettingsError
from bot.signing_keys import signing_keys
from storage.database import Database, StorageError
from storage.drivers import open_database
from storage.failures import failed
from storage.migrate import Migration, migrate, migrations, version_of
from tests.support.manual_clock import ManualClock
from tests.support.small_disk import SmallDisk, mounted

pytestmark = pytest.mark.sqlite_only

REQUIRED = {"telegram_token": "1:a", "apispace_token": "b", "public_url": "https://bot.example.org"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with mounted(tmp_path / "disk") as disk:
        yield disk


CLOCK = ManualClock()


async def start(folder: Path, known: list[Migration] | None = None) -> None:
    """Do with the disk what a start does with it."""
    CLOCK.advance(5)
    database = await open_database(f"sqlite:///{folder}/data/huabot.db")
    try:
        await migrate(database, CLOCK, known)
        signing_keys(Settings(_env_file=None, **REQUIRED), database.path)
    finally:
        await database.close()


async def sentence_of(folder: Path) -> str:
    """Return why a start failed; "" if it did not."""
    try:
        await start(folder)
    except TransientError as exc:
        return str(exc)
    return ""


@pytest.mark.parametrize("before", ["new", "old", "newest"])
async def test_however_little_room_there_is_the_start_says_so_and_succeeds_later(disk: SmallDisk, before: str) -> None:
    if before != "new":
        await start(disk.folder, migrations()[:1] if before == "old" else None)
    (disk.folder / "data" / "secret.key").unlink(missing_ok=True)
    sentences = []
    for pages in range(100):
        disk.fill(pages * 4096)
        if not (sentence := await sentence_of(disk.folder)):
            break
        sentences.append(sentence)
        assert len(list(disk.folder.glob("data/*.before-*"))) < len(migrations()), (
            "one for each that was applied at most"
        )
    assert sentences
    assert [line for line in sentences if "the disk is full" not in line] == []
    disk.clear()
    await start(disk.folder)
    assert len((disk.folder / "data" / "secret.key").read_text(encoding="ascii")) > 32


async def test_a_disk_that_became_read_only_may_become_writable(disk: SmallDisk) -> None:
    await start(disk.folder)
    disk.set_writable(writable=False)
    assert "Read-only" in await sentence_of(disk.folder)
    disk.set_writable(writable=True)
    assert await sentence_of(disk.folder) == ""


async def test_a_read_only_place_where_no_database_ever_was_is_a_wrong_setting(disk: SmallDisk) -> None:
    disk.set_writable(writable=False)
    with pytest.raises(StorageError, match="cannot be written: Read-only"):
        await start(disk.folder)


@pytest.mark.parametrize(
    ("exc", "passes"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OSError(errno.EIO, "Input/output error"), True),
        (OSError(errno.EMFILE, "Too many open files"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (OSError(errno.ENOTDIR, "Not a directory"), False),
        (sqlite3.SQLITE_FULL, True),
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_BUSY_RECOVERY, True),
        (sqlite3.SQLITE_IOERR_WRITE, True),
        (sqlite3.SQLITE_IOERR_SHMSIZE, True),
        (sqlite3.SQLITE_NOTADB, False),
        (sqlite3.SQLITE_CORRUPT, False),
        (sqlite3.SQLITE_CANTOPEN, False),
        (sqlite3.SQLITE_READONLY, False),
        (None, False),
    ],
)
def test_what_may_pass(exc: OSError | int | None, passes: bool, tmp_path: Path) -> None:
    failure: OSError | sqlite3.Error = exc if isinstance(exc, OSError) else sqlite3.OperationalError("as it was")
    if isinstance(exc, int):
        failure.sqlite_errorcode = exc  # type: ignore[union-attr]
    raised = failed("it cannot be used", failure, tmp_path / "huabot.db")
    assert isinstance(raised, TransientError if passes else StorageError)
    assert str(raised).startswith("it cannot be used: ")
    assert "Errno" not in str(raised)


async def test_a_migration_that_finds_no_room_may_pass_and_one_that_is_wrong_does_not(empty: Database) -> None:
    await migrate(empty, ManualClock(), migrations()[:1])
    await empty.rows("PRAGMA max_page_count=1", {})  # no more than there are
    with pytest.raises(TransientError, match="failed and was undone: the disk is full"):
        await migrate(empty, ManualClock())
    await empty.rows("PRAGMA max_page_count=100000", {})
    assert await version_of(empty) == 1
    assert list(empty.path.parent.glob("*.before-*")) == []
    assert (await migrate(empty, ManualClock())).before == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_key_that_cannot_be_written_whole_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def no_room(_: int) -> None:
        raise OSError(code, os.strerror(code))

    settings = Settings(_env_file=None, **REQUIRED)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        with pytest.raises(TransientError, match=r"the signing key .* cannot be used"):
            signing_keys(settings, tmp_path / "huabot.db")
    assert list(tmp_path.iterdir()) == []
    assert signing_keys(settings, tmp_path / "huabot.db")


def test_a_key_that_cannot_be_read_is_no_passing_trouble(tmp_path: Path) -> None:
    (tmp_path / "secret.key").mkdir()
    with pytest.raises(SettingsError, match="cannot be used: Is a directory"):
        signing_keys(Settings(_env_file=None, **REQUIRED), tmp_path / "huabot.db")
