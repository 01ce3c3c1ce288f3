"""Configures logging: events with ids, as text for a console or as JSON lines for a server.

Nothing secret is logged on purpose; the redaction of every line here is a second safeguard.
"""

import json
import logging
import os
import re
import select
import threading
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, TextIO

import structlog
from aiohttp.http_exceptions import HttpProcessingError

MASK = "[secret]"

STDERR = 2

WAITING_LINES = 2_000
"""The most lines that wait to be written; while nothing reads the output, further lines are dropped."""

BATCH_SECONDS = 0.1
"""Lines logged within this time are written together: waking a thread costs more than writing a line."""

LAST_LINES_SECONDS = 1.0
"""How long writing the last lines may take when the process ends."""

_PATTERNS = (
    re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}"),  # a bot token's shape
    re.compile(r"(?<=/callback/)[\w.~-]{16,}"),  # a signed address
    re.compile(r"(?<=/media/)[\w.~-]{16,}"),  # likewise
    re.compile(r"(?<=://)[^\s/:@]*:[^\s@]+(?=@)"),  # a user name and its password
)


class Redactor:
    """Masks secrets, and text that looks like one, in finished lines, tracebacks included.

    Args:
        secrets: Texts that must not appear in any line.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        # Both as given and as escaped in JSON; longer ones first, because a longer one may begin with a shorter one.
        spellings = {
            spelling
            for secret in secrets
            if secret
            for spelling in (secret, json.dumps(secret, ensure_ascii=False)[1:-1])
        }
        self._secrets = sorted(spellings, key=len, reverse=True)

    def __call__(self, line: str) -> str:
        """Return a line with its secrets masked."""
        for secret in self._secrets:
            line = line.replace(secret, MASK)
        for pattern in _PATTERNS:
            line = pattern.sub(MASK, line)
        return line


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats and redacts the records that are logged through the standard library.

    Args:
        redact: Masks the secrets in a line.
        **kwargs: As in the base class.
    """

    def __init__(self, redact: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line with its secrets masked."""
        return self.redact(super().format(record))


class LineHandler(logging.StreamHandler[TextIO]):
    """Writes lines to a stream immediately."""

    def put(self, line: str, level: int = logging.INFO) -> None:
        """Write a finished line."""
        self.stream.write(f"{line}\n")

    def drop(self) -> None:
        """Ignore a line that cannot be rendered."""


class PipeHandler(logging.Handler):
    """Writes lines to a file descriptor in a thread of its own, so that a slow or missing reader blocks no caller.

    Lines that find no room in the queue or cannot be written are dropped and counted. Python's stream object is not
    used: its lock is held while a line is written, and the interpreter needs that lock when the process ends.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        # Reentrant: a signal handler, or a finalizer, may log in the middle of `put`.
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._flush: SimpleQueue[None] = SimpleQueue()
        self._dropped = self._untold = 0
        self._counting = threading.RLock()
        self._count: Callable[[int], object] = lambda _: None
        self._thread = threading.Thread(target=self._write_all, name="log", daemon=True)
        self._thread.start()

    def count_dropped(self, count: Callable[[int], object]) -> None:
        """Call `count` with the number of lines dropped so far, and with 1 for each later one."""
        with self._counting:
            self._count = count
            count(self._dropped)

    def emit(self, record: logging.LogRecord) -> None:
        """Format and redact a record, and put the line in the queue."""
        try:
            self.put(self.format(record), record.levelno)
        except Exception:  # noqa: BLE001  as in the standard library's handlers
            self.handleError(record)

    def put(self, line: str, level: int = logging.INFO) -> None:
        """Queue a line if there is room: it is written soon, or at once if its level is warning or higher."""
        waiting = self._lines.qsize()
        if waiting >= WAITING_LINES:
            self.drop()
            return
        self._lines.put(line)
        if (level >= logging.WARNING or waiting == WAITING_LINES // 2) and self._flush.empty():
            self._flush.put(None)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the standard library's name
        """Count a line that cannot be formatted: the standard library's method would write to the stream itself."""
        self.drop()

    def drop(self) -> None:
        """Count a lost line."""
        with self._counting:
            self._dropped += 1
            self._untold += 1
            self._count(1)

    def close(self) -> None:
        """Write the queued lines within `LAST_LINES_SECONDS`. The standard library calls this when the process ends."""
        self._lines.put(None)
        self._flush.put(None)
        self._thread.join(LAST_LINES_SECONDS)
        super().close()

    def _write_all(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                self._write(line)
                self._tell_dropped()
            except OSError:  # the reader is gone, or the disk is full
                self.drop()
            if self._lines.empty():
                with suppress(Empty):
                    self._flush.get(timeout=BATCH_SECONDS)

    def _write(self, line: str) -> None:
        left = f"{line}\n".encode(errors="backslashreplace")
        while left:
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:  # another process that shares the descriptor made it non-blocking
                select.select([], [self._descriptor], [])

    def _tell_dropped(self) -> None:
        with self._counting:
            dropped, self._untold = self._untold, 0
        if dropped:  # not through a logger: the thread that closes this handler holds its lock and waits for this one
            level = logging.WARNING
            told = {"name": __name__, "levelno": level, "levelname": logging.getLevelName(level)}
            self._write(self.format(logging.makeLogRecord(told | {"msg": f"log_lines_dropped lines={dropped}"})))


def count_dropped(count: Callable[[int], object]) -> None:
    """Call `count` with the number of lines that could not be written; see `PipeHandler.count_dropped`."""
    for handler in _handlers():
        if isinstance(handler, PipeHandler):
            handler.count_dropped(count)


def say_last(line: str) -> None:
    """Write a line to standard error, unless nothing reads it; lines that are logged later are not written."""
    logging.shutdown()
    handler = PipeHandler(STDERR)
    handler.put(line)
    handler.close()


def _handlers() -> list["LineHandler | PipeHandler"]:
    return [handler for handler in logging.getLogger().handlers if isinstance(handler, LineHandler | PipeHandler)]


class _Render:
    """Renders an event as a line. An event that cannot be rendered is dropped, and the caller is not told."""

    def __init__(self, renderer: structlog.typing.Processor, redact: Callable[[str], str]) -> None:
        self._renderer = renderer
        self._redact = redact

    def __call__(self, logger: object, method: str, event: structlog.typing.EventDict) -> str:
        """Return the finished line with its secrets masked."""
        try:
            return self._redact(str(self._renderer(logger, method, event)))
        except Exception:  # noqa: BLE001  as in the standard library's handlers
            for handler in _handlers():
                handler.drop()
            raise structlog.DropEvent from None


class _LineLogger:
    """Passes finished lines to the root handlers; a `LogRecord` per line would take as long as all other work.

    Args:
        name: The logger's name.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name

    def info(self, line: str) -> None:
        """Pass a line to the handlers."""
        for handler in _handlers():
            handler.put(line)

    def warning(self, line: str) -> None:
        """Pass a line to the handlers at level warning: it may be the last one."""
        for handler in _handlers():
            handler.put(line, logging.WARNING)

    debug = info
    error = critical = warning


def _is_no_scanner(record: logging.LogRecord) -> bool:
    """Return False for web server errors that a client causes by sending invalid HTTP or by closing the connection."""
    error = record.exc_info[1] if record.exc_info else None
    hung_up = isinstance(error, RuntimeError) and str(error) == "Connection closed."  # aiohttp's, for a body
    return not (hung_up or isinstance(error, HttpProcessingError | ConnectionError))


def configure(*, log_format: str, level: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logging of the process through one redacting handler.

    Args:
        log_format: `console` or `json`.
        level: `debug`, `info`, `warning` or `error`.
        secrets: Texts that must not appear in any line.
        stream: Written to immediately; if None, a thread writes to standard error, so that no caller blocks.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    redact = Redactor(secrets)
    handler = LineHandler(stream) if stream else PipeHandler(STDERR)
    structlog.configure(
        processors=[*shared, _Render(renderer, redact)],
        logger_factory=_LineLogger,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=stream is None,
    )
    formatter = RedactingFormatter(
        redact,
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler.setFormatter(formatter)
    logging.getLogger("aiohttp.server").addFilter(_is_no_scanner)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    warnings.filterwarnings("ignore", module="PIL")  # one for each of thousands of metadata entries in a photo
    for noisy in ("httpx", "httpcore", "telegram", "aiohttp.access", "aiosqlite", "PIL"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)  # it logs whole bodies; the bot logs the call
