"""What holds for every test, and a real database file for those that need one."""

import gc
import logging
import os
import subprocess
from collections.abc import AsyncIterator, Generator, Iterator
from itertools import islice
from pathlib import Path

import pytest
import structlog
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from bot.settings import Settings
from storage.chats import Chats
from storage.database import Database
from storage.drivers import open_database
from storage.history import History
from storage.jobs import Jobs
from storage.migrate import migrate
from storage.sqlite import SQLite
from tests.support import postgresql
from tests.support.fork_server import QuickPopen
from tests.support.manual_clock import ManualClock
from tests.support.postgresql import Cluster, Emptied

hypothesis_settings.register_profile("mutants", phases=[Phase.generate], database=None, derandomize=True)


LONG = (
    "test_demo.py::test_everything_happens",
    "failpoints/test_draw.py",
    "test_replicas.py",
    "test_torture.py",
    "test_attack.py",
    "test_jobs_machine.py",
    "test_backup.py::test_back_up",
    "test_outages.py",
    "test_server_faults.py",
    "test_bugs.py::test_whatever_hangs",
    "test_bugs.py::test_a_thread_that_hangs",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every worker begin with some of what takes longest; each is given one stretch of the tests at first."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if any(name in item.nodeid for name in LONG)]
    rest = iter(_mixed([item for item in items if item not in long]))
    stretches: list[pytest.Item] = []
    for number in range(workers):
        first = long[number::workers]
        size = (len(items) - len(stretches)) // (workers - number)
        stretches += [*first, *islice(rest, size - len(first))]
    items[:] = stretches


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where everything is to run on PostgreSQL, leave out what is about a file."""
    if os.environ.get("DATABASE") == "postgresql" and item.get_closest_marker("sqlite_only"):
        pytest.skip("is about SQLite's file, or a clock of one's own")


def pytest_collection() -> None:
    """What is made while the tests are collected stays to the end: nothing of it is garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Nor need it be looked through ever again."""
    gc.freeze()
    gc.enable()


def _mixed(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the modules' tests so that everywhere there are scenarios, most of which wait, among what computes."""
    places: dict[Path, float] = {}
    for kind in ([item for item in items if ("scenario" in item.path.parts) is waits] for waits in (True, False)):
        for number, item in enumerate(kind):
            places.setdefault(item.path, number / len(kind))
    return sorted(items, key=lambda item: places[item.path])


@pytest.fixture(scope="session", autouse=True)
def quick_starts() -> Iterator[None]:
    """Processes of the bot are forked from one that has everything imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", QuickPopen)
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_tracebacks() -> None:
    """What is logged here is shown where a test fails; to draw frames around it takes a tenth of a second each time."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """However the test sets up logging."""
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's own environment reaches the settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def clock() -> ManualClock:
    """A clock that the test moves."""
    return ManualClock()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Cluster:
    """The PostgreSQL of this test run."""
    base = tmp_path_factory.getbasetemp()
    return postgresql.shared(base if worker_id == "master" else base.parent)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the server said where a test with one fails."""
    report = yield
    servers = getattr(item, "funcargs", {}).values()
    for server in servers if report.failed else ():
        if isinstance(server, Emptied | Cluster):
            words = (server if isinstance(server, Cluster) else server.cluster).log_tail()
            report.sections.append(("what PostgreSQL said", words))
    return report


@pytest.fixture(scope="session")
def emptied(cluster: Cluster) -> Emptied:
    """A PostgreSQL database of this worker's, empty for each test."""
    return Emptied(cluster)


@pytest.fixture
def driver() -> str:
    """Which database a test uses: sqlite or postgresql; scenarios use what the environment's `DATABASE` says."""
    return os.environ.get("DATABASE") or "sqlite"


@pytest.fixture
def database_url(driver: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own: no file yet, or the newest schema."""
    if driver == "sqlite":
        yield f"sqlite:///{tmp_path}/data/huabot.db"
        return
    emptied = request.getfixturevalue("emptied")
    yield emptied.url
    emptied.empty()


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[SQLite]:
    """A file without a schema."""
    database = await SQLite.open(f"sqlite:///{tmp_path}/data/huabot.db")
    yield database
    await database.close()


@pytest.fixture
async def database(database_url: str, clock: ManualClock) -> AsyncIterator[Database]:
    """A database with the newest schema."""
    database = await open_database(database_url)
    await migrate(database, clock)
    yield database
    await database.close()


@pytest.fixture
def chats(database: Database, clock: ManualClock) -> Chats:
    """The chats in it."""
    return Chats(database, clock)


@pytest.fixture
def jobs(database: Database, clock: ManualClock) -> Jobs:
    """The jobs in it."""
    return Jobs(database, clock)


@pytest.fixture
def history(database: Database, clock: ManualClock) -> History:
    """The finished ones of them."""
    return History(database, clock)
