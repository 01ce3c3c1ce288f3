"""Runs programs of this project in separate processes, because they need many resources or may crash."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from bot.errors import PermanentError, TransientError


class ProgramError(PermanentError):
    """Raised when a program fails. The message holds the last line of its standard error."""


async def run_program(
    program: Path, given: bytes | IO[bytes], seconds: float, folder: Path, environment: Mapping[str, str] | None = None
) -> bytes:
    """Run a Python file and return its standard output. If the caller is cancelled, the program is killed.

    The program is isolated: it finds the libraries but nothing of this project, and its environment holds none of the
    bot's secrets.

    Args:
        program: The file.
        given: The standard input; a file is read from its current position.
        seconds: Time after which the program is killed.
        folder: The working directory.
        environment: The complete environment; empty if None.

    Raises:
        TransientError: The program could not be started, or took too long.
        ProgramError: The program failed.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-IB",
            program,
            stdin=PIPE if isinstance(given, bytes) else given,
            stdout=PIPE,
            stderr=PIPE,
            env=dict(environment or {}),
            cwd=folder,
        )
    except OSError as exc:
        raise TransientError(f"{program.name} cannot be run: {type(exc).__name__}") from exc
    try:
        async with asyncio.timeout(seconds):
            answer, complaint = await process.communicate(given if isinstance(given, bytes) else None)
    except TimeoutError:
        raise TransientError(f"{program.name} took longer than {seconds:g} s") from None
    finally:
        await _end(process)
    if process.returncode:
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        raise ProgramError(f"{last[:200]} ({program.name}: {process.returncode})")
    return answer


async def _end(process: Process) -> None:
    """Kill a process that still runs, and close its pipes."""
    if process.returncode is None:
        process.kill()
        await process.communicate()
