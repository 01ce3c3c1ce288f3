"""What Linux tells of processes."""

from pathlib import Path

import pytest

only_linux_tells = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells")


def children_of(pid: int) -> list[int]:
    """Return the process ids of a process's children."""
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def is_alive(pid: int) -> bool:
    """Whether there is such a process."""
    return Path(f"/proc/{pid}").exists()
