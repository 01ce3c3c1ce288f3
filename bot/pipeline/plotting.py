"""Plots the operators' statistics, in a process of its own (`bot.plot`)."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import PermanentError, TransientError
from bot.programs import ProgramError, run_program
from storage.statistics import Report

SECONDS = 30.0
"""Seconds that a picture may take; two are usual."""


class NotInstalledError(PermanentError):
    """Raised when the plotting library, which is an extra, is not installed."""


class Plotter:
    """Runs the plotting program, one picture at a time: it takes a core and some 80 MB.

    Args:
        program: A Python file that reads a report as JSON and writes a PNG; None for `bot.plot`.
        seconds: Seconds after which the program is ended.
    """

    def __init__(self, program: Path | None = None, seconds: float = SECONDS) -> None:
        self._program = program or Path(__file__).parents[1] / "plot.py"
        self._seconds = seconds
        self._turn = asyncio.Lock()

    async def plot(self, report: Report) -> bytes:
        """Return a report as a PNG. If the caller is cancelled, the program is ended.

        Raises:
            TransientError: The program could not be started, or took too long.
            NotInstalledError: Its library is not installed.
            PermanentError: The program failed.
        """
        async with self._turn:
            try:
                with TemporaryDirectory(prefix="huabot-plot-", ignore_cleanup_errors=True) as folder:
                    return await self._run(json.dumps(asdict(report)).encode(), Path(folder))
            except OSError as exc:
                raise TransientError(f"there is no room to plot: {type(exc).__name__}") from exc

    async def _run(self, report: bytes, folder: Path) -> bytes:
        # A folder for the font cache, and one thread, because a container may allow few.
        environment = {"MPLCONFIGDIR": str(folder), "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"}
        try:
            return await run_program(self._program, report, self._seconds, folder, environment)
        except ProgramError as exc:
            if str(exc).startswith("ModuleNotFoundError"):
                raise NotInstalledError(f"the extra `plots` is not installed: {exc}") from exc
            raise
