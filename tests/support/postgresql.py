"""Runs a PostgreSQL for the test run: the first test that needs it starts it, all share it, it ends with the run."""

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest

from storage.migrate import migrate
from storage.postgresql import PostgreSQL
from tests.support.manual_clock import ManualClock

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))

# Test data need not survive a crash, so nothing waits for the disk. The collation is not bytewise, as on most servers.
INITDB = ["--no-sync", "--auth=trust", "--username=huabot", "--encoding=UTF8", "--locale=C.UTF-8"]
INITDB += ["--locale-provider=icu", "--icu-locale=en"]
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "300",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "max_prepared_transactions": "0",
    "listen_addresses": "",
}

TEMPLATE = "huabot_template"

PASSWORD = "wordpass-of-the-database"
"""The password in the address of a server that listens on a loopback port; the server accepts any."""

_numbers = count()

# Waits until the run has ended, in whatever way, then stops the server and deletes its folder.
KEEPER = """
import os, shutil, subprocess, sys, time
run, folder, *stop = sys.argv[1:]
while True:
    try:
        os.kill(int(run), 0)
    except OSError:
        break
    time.sleep(0.5)
subprocess.run(stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
shutil.rmtree(folder, ignore_errors=True)
"""


def require() -> None:
    """Skip the test where PostgreSQL is not installed, but never in CI, which installs it."""
    if not PROGRAMS:
        assert not os.environ.get("CI"), "CI installs Debian's postgresql"
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")


def _as_its_user() -> dict[str, object]:
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}


class Cluster:
    """Controls a PostgreSQL server on a unix socket in a folder of its own.

    Attributes:
        folder: The folder of its data and its socket.
        port: The number in the socket's name, and the loopback port if the server listens on one.
    """

    def __init__(self, folder: Path, port: int = 5432, *, tcp: bool = False) -> None:
        self.folder = folder
        self.port = port
        self.tcp = tcp
        self._options: dict[str, str] = {}

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        """The unix socket."""
        return self.folder / f".s.PGSQL.{self.port}"

    def url(self, name: str) -> str:
        """Return the address of a database on this server."""
        if self.tcp:
            return f"postgresql://huabot:{PASSWORD}@127.0.0.1:{self.port}/{name}"
        return f"postgresql://huabot@/{name}?host={self.folder}&port={self.port}"

    def make(self) -> None:
        """Create the data directory."""
        self.folder.mkdir(exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.run("initdb", "-D", str(self.data), *INITDB)

    def start(self, **options: str) -> None:
        """Start the server and wait until it accepts connections; the options are kept for later starts."""
        self._options |= options
        listens = {"listen_addresses": "127.0.0.1"} if self.tcp else {}
        ours = {"unix_socket_directories": str(self.folder), "port": str(self.port)}
        given = OPTIONS | ours | listens | self._options
        words = " ".join(f"-c {name}='{value}'" for name, value in given.items())
        self.run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", words, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def follow(self, primary: "Cluster") -> None:
        """Create the data directory as a copy of a running server's, so that this server starts as its standby."""
        self.folder.mkdir(exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        source = ["-h", str(primary.folder), "-p", str(primary.port), "-U", "huabot"]
        self.run("pg_basebackup", "-D", str(self.data), *source, "-R", "-X", "stream", "-c", "fast", "--no-sync")

    def promote(self) -> None:
        """Promote a standby to primary, and return when it is one."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "promote")

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as the user it wants."""
        output = subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE  # the server would keep a pipe open
        done = subprocess.run(
            [PROGRAMS[-1] / program, *arguments],
            cwd="/",
            stdout=output,
            stderr=output,
            text=True,
            check=False,
            **_as_its_user(),  # type: ignore[call-overload]
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"
        return done.stdout or ""

    def execute(self, sql: str, name: str = "postgres") -> None:
        """Run one statement in autocommit mode."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]

    def log_tail(self) -> str:
        """Return the last 4,000 characters of the server's log."""
        with suppress(OSError):
            return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-4_000:]
        return ""

    def size(self, name: str) -> int:
        """Return the size of a database on disk, in bytes."""
        with psycopg.connect(self.url(name)) as connection:
            row = connection.execute("SELECT pg_database_size(%s)", (name,)).fetchone()
        return int(row[0]) if row else 0

    def keep_until(self, run: int) -> None:
        """Stop the server and delete its folder when a process has ended."""
        stop = [PROGRAMS[-1] / "pg_ctl", "-D", self.data, "-m", "immediate", "stop"]
        command = [sys.executable, "-c", KEEPER, str(run), self.folder, *stop]
        if os.getuid() == 0:
            command[5:5] = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        nothing = subprocess.DEVNULL
        subprocess.run(  # a grandchild, so that no process has to wait for it
            ["setsid", "sh", "-c", '"$@" &', "sh", *command],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            check=True,
            cwd="/",
        )


def shared(base: Path) -> Cluster:
    """Return the server of this run.

    Args:
        base: A folder that all workers of the run share.
    """
    require()
    with (base / "postgresql.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = base / "postgresql"
        if note.exists():
            return Cluster(Path(note.read_text(encoding="utf-8")))
        folder = Path(tempfile.mkdtemp(prefix="huabot-pg-"))
        folder.chmod(0o755)
        cluster = Cluster(folder)
        cluster.make()
        cluster.keep_until(os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid())
        cluster.start()
        cluster.execute(f"CREATE DATABASE {TEMPLATE}")
        with ThreadPoolExecutor() as pool:  # the test's own event loop may be running
            pool.submit(asyncio.run, _migrated(cluster.url(TEMPLATE))).result()
        note.write_text(str(folder), encoding="utf-8")
        return cluster


async def _migrated(url: str) -> None:
    database = await PostgreSQL.open(url, 1)
    await migrate(database, ManualClock())
    await database.close()


@contextmanager
def _server(port: int = 5432, *, tcp: bool = False) -> Iterator[Cluster]:
    """Yield a server in a new folder, neither created nor started; a server that runs there ends with the context."""
    require()
    folder = Path(tempfile.mkdtemp(prefix="huabot-pg-"))
    folder.chmod(0o755)
    cluster = Cluster(folder, port, tcp=tcp)
    cluster.keep_until(os.getpid())
    try:
        yield cluster
    finally:
        if (cluster.data / "postmaster.pid").exists():
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own(port: int = 0, **options: str) -> Iterator[Cluster]:
    """Run a server for one test, which may stop and start it.

    Args:
        port: A loopback port on which the server listens, too.
        options: Server settings, beyond the usual ones.
    """
    with _server(port or 5432, tcp=bool(port)) as cluster:
        cluster.make()
        cluster.start(**options)
        yield cluster


@contextmanager
def pair(ports: tuple[int, int]) -> Iterator[tuple[Cluster, Cluster]]:
    """Run a primary and its synchronous standby on loopback ports: the standby has every committed transaction."""
    with _server(ports[0], tcp=True) as primary, _server(ports[1], tcp=True) as standby:
        primary.make()
        primary.start(wal_level="replica")
        standby.follow(primary)
        standby.start()
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.execute("SELECT pg_reload_conf()")
        yield primary, standby


class Emptied:
    """Represents a database that tests use one after another: each has it alone, empty and with the newest schema.

    Attributes:
        cluster: The server.
        name: The database's name.
        url: Its address.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.name = f"t_{os.getpid()}_{next(_numbers)}"
        cluster.execute(f"CREATE DATABASE {self.name} TEMPLATE {TEMPLATE}")
        self.url = cluster.url(self.name)

    def empty(self) -> None:
        """Terminate all other connections and delete all rows."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(OTHERS)
            connection.execute(EMPTY)


OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

# The tables have few rows: DELETE is ten times as fast as TRUNCATE, which creates new files.
EMPTY = """
    DO $$
    DECLARE name TEXT;
    BEGIN
        FOR name IN SELECT tablename FROM pg_tables
                    WHERE schemaname = 'public' AND tablename NOT IN ('schema_versions', 'locks', 'turns') LOOP
            EXECUTE format('DELETE FROM %I', name);
        END LOOP;
        DELETE FROM turns WHERE chat_id <> 0;
        UPDATE turns SET next_at = 0;
        UPDATE locks SET state = '';
    END $$
"""
