"""Implements the command line: run · doctor · migrate · backup · restore · move."""

import argparse
import asyncio
import io
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

EXIT_SETTINGS = 2
EXIT_TRY_AGAIN = 1
"""Exit statuses: 2 needs an operator, 1 may pass by itself, so a supervisor may start the process again."""

ENDING = (signal.SIGTERM, signal.SIGINT)

SAY_AGAIN_SECONDS = 60.0
"""Interval at which `--keep-trying` reports the error again."""


def main() -> None:
    """Run the command that the command line names.

    Report an error in one plain sentence and exit with status 2 if a setting or the database is wrong, 1 if the reason
    may pass by itself (the database is locked or in use, the port is taken).
    """
    parser = build_parser()
    _open_standard_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an ASCII-only terminal must not cause an error
    arguments = parser.parse_args()
    do = {"run": _run, "doctor": _doctor, "migrate": _migrate, "backup": _back_up, "restore": _restore}
    do |= {"move": _move}
    sys.exit(do[arguments.command](arguments))


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="huabot", description="A Telegram bot that paints.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run the bot, with the settings of the environment and .env")
    run.add_argument("--keep-trying", action="store_true", help="if a setting is wrong, say so once a minute, for ever")
    run.add_argument("--after", type=float, default=0.0, help=argparse.SUPPRESS)
    doctor = commands.add_parser("doctor", help="say what would keep the bot from working; 1: it may pass, 2: mend it")
    doctor.add_argument("--json", action="store_true", help="what is found as one object")
    doctor.add_argument("--paid", action="store_true", help="order one picture of each kind, after a question")
    doctor.add_argument("--yes", action="store_true", help="do not ask that question")
    commands.add_parser("migrate", help="bring the database to this version's schema, after a backup")
    backup = commands.add_parser("backup", help="write everything the bot knows to one file, while it runs or not")
    backup.add_argument("file", metavar="FILE", help="a file that is not there yet, or - for standard output")
    restore = commands.add_parser("restore", help="bring a backup to where no database is yet")
    restore.add_argument("file", metavar="FILE", help="a backup, or - for standard input")
    move = commands.add_parser("move", help="bring a stopped bot's database file to the PostgreSQL of DATABASE_URL")
    move.add_argument("--from", dest="source", metavar="URL", required=True, help="sqlite:///data/huabot.db")
    return parser


def _open_standard_streams() -> None:
    """Open closed standard streams on the null device; else the next opened file would get their descriptors."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  it gets their number


def _run(arguments: argparse.Namespace) -> int:
    for number in ENDING:  # nothing is open until the event loop handles these signals
        signal.signal(number, lambda *_: os._exit(0))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    time.sleep(arguments.after)
    code = _run_once()
    if code == EXIT_SETTINGS and arguments.keep_trying:
        # A container would be restarted at once and endlessly. `execv` leaves no state of this process to the next one.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # a signal that arrives now stays pending for the new program
        again = ("-m", "bot", "run", "--keep-trying", f"--after={SAY_AGAIN_SECONDS:g}")
        os.execv(sys.executable, [sys.executable, *again])  # noqa: S606  no shell, and nothing but our own words
    return code


def _run_once() -> int:
    from bot import logs
    from bot.errors import HuabotError, TransientError
    from bot.runner import run
    from bot.settings import Settings
    from bot.web.server import ListenError
    from storage.database import InUseError

    try:
        settings = Settings.read()
        logs.configure(log_format=settings.log_format, level=settings.log_level, secrets=settings.hidden)
        _run_loop(run(settings))
    except (TransientError, InUseError, ListenError) as exc:
        return _complain(str(exc), EXIT_TRY_AGAIN)
    except HuabotError as exc:
        return _complain(str(exc))
    except Exception as exc:
        logging.getLogger(__name__).debug("start_bug", exc_info=exc)
        return _complain(f"it cannot run, by a mistake of its own or of this system: {_told(exc)}", EXIT_TRY_AGAIN)
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from bot.doctor.examine import examine, read_settings
    from bot.doctor.paid import Trial, ask
    from bot.doctor.report import Report

    report = Report(as_json=arguments.json)
    settings = read_settings(report)
    if settings:
        paid = Trial((lambda _: True) if arguments.yes else ask) if arguments.paid else None
        asyncio.run(examine(settings, report, paid))
    code = report.close()
    return code if settings else _complain(f"{report.worst} The rest is examined after that.", code)


def _migrate(_: argparse.Namespace) -> int:
    from bot.clock import Clock
    from bot.errors import TransientError
    from bot.settings import Settings
    from storage.drivers import open_database
    from storage.history import newest_moment
    from storage.migrate import migrate

    async def go(url: str) -> None:
        database, clock = await open_database(url), Clock()
        try:
            if clock.is_behind(await newest_moment(database)):
                raise TransientError("the clock cannot be right; set it first: the backup is kept by its date")
            done = await migrate(database, clock)
        finally:
            await database.close()
        sys.stdout.write(f"schema {done.before} → {done.after}\n")
        if done.backup:
            sys.stdout.write(f"backup: {done.backup}\n")

    return _done(lambda: asyncio.run(go(Settings.read().database_url)))


def _back_up(arguments: argparse.Namespace) -> int:
    from bot.backup import back_up
    from bot.settings import Settings

    return _done(lambda: back_up(Settings.read(), arguments.file))


def _restore(arguments: argparse.Namespace) -> int:
    from bot.backup import restore
    from bot.settings import Settings

    return _done(lambda: asyncio.run(restore(Settings.read(), arguments.file)))


def _move(arguments: argparse.Namespace) -> int:
    from bot.move import move
    from bot.settings import Settings

    return _done(lambda: asyncio.run(move(Settings.read(), arguments.source)))


def _done(work: Callable[[], None]) -> int:
    """Run `work` and return the exit status; report the error that prevents it from completing."""
    from bot.errors import HuabotError, TransientError
    from storage.database import InUseError
    from storage.failures import may_pass

    try:
        work()
    except (TransientError, InUseError) as exc:
        return _complain(str(exc), EXIT_TRY_AGAIN)
    except HuabotError as exc:
        return _complain(str(exc))
    except OSError as exc:
        code = EXIT_TRY_AGAIN if may_pass(exc, Path(exc.filename or "")) else EXIT_SETTINGS
        return _complain(f"{exc.filename or 'a file'}: {exc.strerror or type(exc).__name__}", code)
    return 0


def _run_loop(work: Coroutine[Any, Any, None]) -> None:
    try:
        import uvloop
    except ImportError:  # not available on this platform
        asyncio.run(work)
    else:
        uvloop.run(work)


def _told(exc: Exception) -> str:
    """Describe an exception without text that might hold a secret; the operating system's messages hold none."""
    system = exc.strerror if isinstance(exc, OSError) else None
    return f"{type(exc).__name__}: {system}" if system else f"{type(exc).__name__} (LOG_LEVEL=debug shows where)"


def _complain(sentence: str, code: int = EXIT_SETTINGS) -> int:
    from bot import logs

    logs.say_last(f"huabot: {sentence}")
    return code


if __name__ == "__main__":
    main()
