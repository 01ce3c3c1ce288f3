"""Reads facts about processes from Linux's `/proc`."""

from pathlib import Path

import pytest

only_linux_tells = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells")


def children_of(pid: int) -> list[int]:
    """Return the process ids of a process's children."""
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def memory_mb(pid: int, field: str) -> float:
    """Return a process's resident memory in MB: `VmRSS` for now, `VmHWM` for its peak."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def is_alive(pid: int) -> bool:
    """Return whether the process exists."""
    return Path(f"/proc/{pid}").exists()
