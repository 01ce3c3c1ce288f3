"""Logging: events with ids, for a person at a console or as JSON lines on a server.

Nothing secret is logged on purpose; the redaction here is the second net, under every handler.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

import structlog
from aiohttp.http_exceptions import HttpProcessingError

MASK = "[secret]"

_PATTERNS = (
    re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}"),  # a bot token's shape
    re.compile(r"(?<=/callback/)[\w.~-]{16,}"),  # a signed address
    re.compile(r"(?<=/media/)[\w.~-]{16,}"),  # likewise
)


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks known secrets, and what looks like one, in every line, tracebacks included."""

    secrets: tuple[str, ...] = ()

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line without its secrets."""
        line = super().format(record)
        for secret in self.secrets:
            line = line.replace(secret, MASK)
        for pattern in _PATTERNS:
            line = pattern.sub(MASK, line)
        return line


def _is_no_scanner(record: logging.LogRecord) -> bool:
    """Drop what strangers make the web server say by sending it something that is no HTTP."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def configure(*, log_format: str, level: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logging of the process through one redacting handler.

    Args:
        log_format: `console` or `json`.
        level: `debug`, `info`, `warning` or `error`.
        secrets: Texts that must appear nowhere.
        stream: Where to; standard error if None.
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
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = RedactingFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    # As they are and as JSON writes them; a longer one first, because it may begin with a shorter one.
    spellings = {
        spelling for secret in secrets if secret for spelling in (secret, json.dumps(secret, ensure_ascii=False)[1:-1])
    }
    formatter.secrets = tuple(sorted(spellings, key=len, reverse=True))
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    logging.getLogger("aiohttp.server").addFilter(_is_no_scanner)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("httpx", "httpcore", "telegram", "aiohttp.access", "aiosqlite", "PIL"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)  # it logs whole bodies; we log the call
