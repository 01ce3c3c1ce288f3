"""Runs the programs under measurement, each in a process of its own, and reads the kernel's figures (Linux)."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.process_tree import memory_mb

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def program(
    module: str, *arguments: str, folder: Path, settings: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m module` inside the context, with `folder` as its working directory, so that it reads no `.env`."""
    log_path = folder / f"{module}.log"
    with log_path.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(settings or {})},
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    try:
        yield process
    except Exception as exc:
        exc.add_note(f"the last words of {module}:\n{log_path.read_text(encoding='utf-8')[-1500:]}")
        raise
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 12)
        except TimeoutError:
            process.kill()
            await process.wait()


async def words_of(process: asyncio.subprocess.Process, seconds: float = 15) -> list[str]:
    """Return the words that a program prints after `ready`: a server's address, a peer's figures."""
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), seconds)
    ready, *words = line.decode().split() or [""]
    if ready != "ready":
        raise RuntimeError("the program ended before it was ready")
    return words


async def address_of(process: asyncio.subprocess.Process) -> str:
    """Return the address on which a server listens."""
    return (await words_of(process))[0]


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds that a process has used, in user and kernel mode, as counted by the scheduler."""
    return time.clock_gettime(~pid << 3 | 2)  # as clock_getcpuclockid(3) computes it on Linux


class Growth:
    """Measures the growth of a process's resident memory from now on, in megabytes."""

    def __init__(self, pid: int) -> None:
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")  # resets the peak
        self._pid = pid
        self._before = memory_mb(pid, "VmRSS")

    def at_most(self) -> float:
        """Return the peak since the beginning, minus the value at the beginning."""
        return memory_mb(self._pid, "VmHWM") - self._before
