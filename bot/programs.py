"""Programs of ours that run in a process of their own, because of what they take, or what may become of them."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from bot.errors import PermanentError, TransientError


class ProgramError(PermanentError):
    """A program failed. Its last words are the error's."""


async def run_program(
    program: Path, given: bytes | IO[bytes], seconds: float, folder: Path, environment: Mapping[str, str] | None = None
) -> bytes:
    """Run a Python file, and return what it writes. If the caller is cancelled, the program is ended.

    It is isolated: it finds the libraries and nothing of ours, and its environment holds none of our secrets.

    Args:
        program: The file.
        given: Its standard input; a file is read from its position on.
        seconds: After which it is ended.
        folder: Where it runs.
        environment: All it gets of one.

    Raises:
        TransientError: It could not be started, or took too long.
        ProgramError: It failed.
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
    """Make sure that it is gone, and its pipes closed."""
    if process.returncode is None:
        process.kill()
        await process.communicate()
