"""Makes previews of large files, for which Telegram makes none, in a separate process (`bot.preview`)."""

import asyncio
from pathlib import Path
from typing import IO

import structlog

from bot.errors import HuabotError
from bot.programs import run_program

log = structlog.get_logger(__name__)

NEEDED_FROM = 10_000_000
"""Size of a file in bytes from which Telegram may show no preview."""

SECONDS = 15.0
"""Time-out of one preview in seconds; one second is usual."""


class Previews:
    """Makes previews, one at a time."""

    def __init__(self) -> None:
        self._program = Path(__file__).parents[1] / "preview.py"
        self._turn = asyncio.Lock()

    async def of(self, file: IO[bytes], size: int) -> bytes | None:
        """Return the preview of a picture as a JPEG; the file is at its beginning before and after the call.

        Args:
            file: The picture.
            size: Its size in bytes.

        Returns:
            The preview; None if Telegram makes one itself or none can be made.
        """
        if size < NEEDED_FROM:
            return None
        async with self._turn:
            try:
                return await run_program(self._program, file, SECONDS, self._program.parent)
            except HuabotError as exc:
                log.warning("preview_not_made", error=str(exc))
                return None
            finally:
                file.seek(0)
