"""Forks bots that kill themselves at a named point; this program imports everything once.

Each line of its input starts a bot. It is a JSON object: `settings` (the environment), `points` (a file to append the
points to), `armed` (the point at which to die) and `log`. The program prints `started <pid>`, and `ended <exit code>`
(negative for a signal).
"""

import ctypes
import json
import os
import signal
import sys
from typing import Any

import uvloop

from bot import logs
from bot.clock import Clock
from bot.runner import run
from bot.settings import Settings
from bot.texts import Texts
from storage.drivers import open_database
from storage.migrate import migrate
from tests.failpoints.points import Failpoints

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Make the kernel kill this process when its parent dies, in whatever way (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


async def live(settings: Settings, points: Failpoints) -> None:
    """Run a bot with failpoints; the database is migrated first, because the failpoints watch its tables."""
    database = await open_database(settings.database_url)
    try:
        await migrate(database, Clock())
    finally:
        await database.close()
    await run(settings, points.edges())


def child(order: dict[str, Any]) -> int:
    """Run one bot; return the exit code."""
    die_with_parent()
    log = os.open(order["log"], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ |= order["settings"]
    settings = Settings.read()
    logs.configure(log_format="json", level="debug", secrets=settings.hidden)
    points = os.open(order["points"], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    uvloop.run(live(settings, Failpoints(points, order["armed"])))
    return 0


def main() -> None:
    """Fork a bot for each line of input."""
    die_with_parent()
    Texts()  # reads the catalogues once for all forked bots
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            code = 1
            try:
                code = child(json.loads(line))
            finally:
                sys.stdout.flush()
                os._exit(code)
        sys.stdout.write(f"started {pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"ended {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
