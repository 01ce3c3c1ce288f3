"""Simulates a disk that is full: by a limit on file size, or as a small mounted file system."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Limit the size of the files that this process writes, in bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class SmallDisk:
    """Represents a mounted file system with a little more room than the bot requires.

    Attributes:
        folder: Its mount point.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, free: int = 0) -> None:
        """Leave at most `free` bytes free."""
        self.clear()
        disk = os.statvfs(self.folder)
        with self._filler.open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, max(1, disk.f_bavail * disk.f_frsize - free))

    def clear(self) -> None:
        """Delete the file that fills the disk."""
        self._filler.unlink(missing_ok=True)

    def set_writable(self, *, writable: bool) -> None:
        """Remount the disk as writable or read-only."""
        subprocess.run(["mount", "-o", f"remount,{'rw' if writable else 'ro'}", self.folder], check=True)


@contextmanager
def mounted(folder: Path) -> Iterator[SmallDisk]:
    """Mount a small disk; skip the test unless it runs as root and the mount succeeds.

    A child process unmounts the disk when the context ends or this process dies: a killed run leaves no mount behind.
    """
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "none", folder]
    if os.getuid() != 0:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    unmount = ["sh", "-c", 'read _; umount --lazy "$0"', folder]  # lazily: a process may still use the disk
    keeper = subprocess.Popen(unmount, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield SmallDisk(folder)
    finally:
        keeper.communicate()
        assert keeper.returncode == 0
