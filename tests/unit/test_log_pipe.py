"""The log's own thread: lines in order and without secrets, and nobody held up by whoever does not read them."""

import fcntl
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import structlog

from bot import logs
from sandbox.patience import PATIENCE

TOKEN = "987654321:AAF-the-bot-s-own-token-0123456789ab"
PIPE_BYTES = 4096


class _Unspeakable:
    def __repr__(self) -> str:
        raise ValueError


class Pipe:
    """A pipe that holds few lines, and the handler that writes to it."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        fcntl.fcntl(self.writer, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self.dropped = 0
        self.handler = logs.PipeHandler(self.writer)
        self.handler.count_dropped(self._count)

    def _count(self, lines: int) -> None:
        self.dropped += lines

    def log_as(self, log_format: str) -> None:
        """Let everything that is logged go through it."""
        logs.configure(log_format=log_format, level="debug", secrets=(TOKEN,))
        (stderr,) = logging.getLogger().handlers
        self.handler.setFormatter(stderr.formatter)
        logging.getLogger().handlers[:] = [self.handler]
        stderr.close()

    def read_until(self, last: str) -> list[str]:
        """Return the lines that were written, up to one with these words."""
        text = b""
        while last.encode() not in text or not text.endswith(b"\n"):
            text += os.read(self.reader, 65_536)
        return text.decode().splitlines()

    def close_reader(self) -> None:
        with suppress(OSError):
            os.close(self.reader)


@pytest.fixture
def pipe(logging_as_before: None) -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.close_reader()
    pipe.handler.close()
    os.close(pipe.writer)


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_lines_come_in_order_and_without_secrets(pipe: Pipe, log_format: str) -> None:
    pipe.log_as(log_format)
    log = structlog.get_logger("bot.x")
    for number in range(500):
        log.info("said", said=f"n={number};", token=TOKEN)
        if number % 40 == 39:
            lines = pipe.read_until(f"n={number};")
            assert [f"n={n};" in line for n, line in enumerate(lines, number - 39)] == [True] * 40
            assert TOKEN not in "".join(lines)
    assert pipe.dropped == 0


def test_many_warnings_at_once_leave_nothing_behind(pipe: Pipe) -> None:
    for number in range(50):
        pipe.handler.put(f"line {number}", logging.WARNING)
    pipe.read_until("line 49")
    assert pipe.handler._flush.qsize() <= 1


def test_what_nobody_reads_is_dropped_and_counted_until_somebody_reads_again(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "WAITING_LINES", 50)
    pipe.log_as("json")
    log = structlog.get_logger("bot.x")
    began = time.monotonic()
    for number in range(1_000):
        log.info("said", n=number)
    assert time.monotonic() - began < 5
    assert 0 < pipe.dropped < 1_000
    entries: list[dict[str, Any]] = []
    while len(said := [entry["n"] for entry in entries if entry["event"] == "said"]) < 1_000 - pipe.dropped:
        entries += [json.loads(line) for line in pipe.read_until("\n")]
    assert said == sorted(set(said)), "those that had room, in order, none twice"
    log.info("said", n="again")
    entries += [json.loads(line) for line in pipe.read_until("again")]
    told = [entry["event"].split("=")[1] for entry in entries if entry["event"].startswith("log_lines_dropped lines=")]
    assert sum(map(int, told)) == pipe.dropped


def test_a_pipe_that_is_gone_is_counted(pipe: Pipe) -> None:
    pipe.log_as("console")
    gone = threading.Event()
    pipe.handler.count_dropped(lambda lines: gone.set() if lines else None)
    pipe.close_reader()
    structlog.get_logger("bot.x").info("said")
    assert gone.wait(5)


def test_a_line_that_cannot_be_made_is_counted_and_not_complained_about(
    pipe: Pipe, capfd: pytest.CaptureFixture[str]
) -> None:
    pipe.log_as("json")
    logging.getLogger("some.library").warning("%d", "not a number")
    structlog.get_logger("bot.x").info("said", what=_Unspeakable())
    assert (pipe.dropped, capfd.readouterr().err) == (2, "")


def test_whoever_does_not_want_to_wait_for_the_pipe_is_waited_for(pipe: Pipe) -> None:
    os.set_blocking(pipe.writer, False)
    pipe.handler.put("x" * (3 * PIPE_BYTES))
    pipe.handler.put("last")
    assert "".join(pipe.read_until("last\n")) == "x" * (3 * PIPE_BYTES) + "last"


def test_the_end_of_the_process_waits_for_its_last_lines_but_not_for_long() -> None:
    code = (
        "import logging, sys\nfrom bot import logs\nlogs.configure(log_format='json', level='info')\n"
        "for n in range(1500): logging.getLogger('x').warning('n=%d;', n)\n"
        "if sys.argv[1:]: logs.say_last('the last words')\nsys.exit(3)"
    )
    command = [sys.executable, "-c", code]
    read = subprocess.run([*command, "say"], stderr=subprocess.PIPE, text=True, check=False, timeout=20)
    lines = read.stderr.splitlines()
    assert (read.returncode, len(lines), lines[-1]) == (3, 1501, "the last words")
    assert "n=1499;" in lines[-2]
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    try:
        unread = subprocess.run(command, stderr=writer, check=False, timeout=20)
    finally:
        os.close(reader)
        os.close(writer)
    assert unread.returncode == 3


def test_whoever_is_interrupted_while_logging_by_somebody_who_logs_goes_on() -> None:
    """A signal, or what is deleted just then and has something to say."""
    code = (
        "import logging, signal, structlog\nfrom bot import logs\nlogs.configure(log_format='json', level='info')\n"
        "log = structlog.get_logger('x')\n"
        "signal.signal(signal.SIGALRM, lambda *_: log.info('interrupted'))\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)\n"
        "for n in range(20_000): log.info('said')\n"
        "signal.setitimer(signal.ITIMER_REAL, 0)\nlogs.say_last('the last words')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=PATIENCE, check=True)
    assert done.stderr.splitlines()[-1] == b"the last words"
    assert b"interrupted" in done.stderr
