"""What root makes in a service's folder belongs to the service: it must be able to start, and to erase in it."""

import os
from pathlib import Path

import pytest

from bot.clock import Clock
from sandbox.telegram_client import Person
from storage.migrate import migrate, migrations
from storage.sqlite import SQLite
from tests.support.stage import Stage

SERVICE = 61_234

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture
def folder(stage: Stage, tmp_path: Path) -> Path:
    """A service's folder, which the settings name."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    os.chown(folder, SERVICE, SERVICE)
    stage.options["database_url"] = f"sqlite:///{folder}/huabot.db"
    return folder


async def old_database(folder: Path) -> None:
    """Make a database of the first schema, as the service has left it."""
    database = await SQLite.open(f"sqlite:///{folder}/huabot.db")
    await migrate(database, Clock(), migrations()[:1])
    await database.close()
    (folder / "huabot.db.lock").unlink()
    os.chown(folder / "huabot.db", SERVICE, SERVICE)


def names_and_owners(folder: Path) -> dict[str, tuple[int, int]]:
    """Return to whom each file belongs."""
    return {path.name: (path.stat().st_uid, path.stat().st_gid) for path in folder.iterdir()}


@pytest.mark.parametrize("command", ["doctor", "migrate"])
async def test_what_a_command_leaves(stage: Stage, folder: Path, command: str) -> None:
    await old_database(folder)
    code, errors = await stage.ended(await stage.launch(command))
    assert code == 0, errors
    found = names_and_owners(folder)
    assert "huabot.db.lock" in found
    assert any(".before-" in name for name in found) is (command == "migrate")
    assert set(found.values()) == {(SERVICE, SERVICE)}, found


async def test_what_a_bot_leaves_that_is_killed(stage: Stage, alice: Person, folder: Path) -> None:
    folder /= "deeper"
    process = await stage.run(database_url=f"sqlite:///{folder}/huabot.db", secret_key="")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    process.kill()
    await stage.ended(process)
    found = names_and_owners(folder.parent) | names_and_owners(folder)
    assert found.keys() >= {"deeper", "huabot.db", "huabot.db-wal", "huabot.db-shm", "huabot.db.lock", "secret.key"}
    assert set(found.values()) == {(SERVICE, SERVICE)}, found


@pytest.mark.parametrize("name", ["huabot.db", "huabot.db.lock"])
@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
async def test_nothing_is_given_away_that_a_link_leads_to(
    stage: Stage, folder: Path, tmp_path: Path, name: str, link: str
) -> None:
    roots = tmp_path / "roots own"
    roots.write_text("a secret")
    await old_database(folder)
    (folder / name).unlink(missing_ok=True)
    getattr(folder / name, link)(roots)
    await stage.ended(await stage.launch("migrate"))
    assert (roots.read_text(), roots.stat().st_uid) == ("a secret", 0)
