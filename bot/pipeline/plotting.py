"""Plotting: the operators' statistics become a picture, in a process of its own (`bot.plot`)."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import PermanentError, TransientError
from storage.statistics import Report

SECONDS = 30.0
"""How long a picture may take; two are usual."""


class NotInstalledError(PermanentError):
    """The plotting library is an extra, and is not there."""


class Plotter:
    """Runs the plotting program, one picture at a time: it takes a core and some 80 MB.

    Args:
        program: A Python file that reads a report as JSON and writes a PNG; None for `bot.plot`.
        seconds: After which it is ended.
    """

    def __init__(self, program: Path | None = None, seconds: float = SECONDS) -> None:
        self._program = program or Path(__file__).parents[1] / "plot.py"
        self._seconds = seconds
        self._turn = asyncio.Lock()

    async def plot(self, report: Report) -> bytes:
        """Return a report as a PNG. If the caller is cancelled, the program is ended.

        Raises:
            TransientError: It could not be started, or took too long.
            NotInstalledError: Its library is not installed.
            PermanentError: It failed.
        """
        async with self._turn:
            try:
                with TemporaryDirectory(prefix="huabot-plot-", ignore_cleanup_errors=True) as folder:
                    return await self._run(json.dumps(asdict(report)).encode(), folder)
            except OSError as exc:
                raise TransientError(f"the plotting program cannot be run: {type(exc).__name__}") from exc

    async def _run(self, report: bytes, folder: str) -> bytes:
        # Isolated: it finds the libraries and nothing of ours. Its environment holds none of our secrets, a place for
        # the fonts' cache, and one thread, because a container may allow few.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-IB",
            self._program,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env={"MPLCONFIGDIR": folder, "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"},
            cwd=folder,
        )
        try:
            async with asyncio.timeout(self._seconds):
                picture, complaint = await process.communicate(report)
        except TimeoutError:
            raise TransientError(f"plotting took longer than {self._seconds:g} s") from None
        finally:
            await _end(process)
        if process.returncode:
            last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
            if last.startswith("ModuleNotFoundError"):
                raise NotInstalledError(f"the extra `plots` is not installed: {last[:200]}")
            raise PermanentError(f"plotting failed ({process.returncode}): {last[:200]}")
        return picture


async def _end(process: Process) -> None:
    """Make sure that it is gone, and its pipes closed."""
    if process.returncode is None:
        process.kill()
        await process.communicate()
