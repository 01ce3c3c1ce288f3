"""A disk that is full sooner than it is."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class SmallDisk:
    """A mounted disk with a little more room than the bot asks for.

    Attributes:
        folder: Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, free: int = 0) -> None:
        """Leave no more than so many bytes free."""
        self.clear()
        disk = os.statvfs(self.folder)
        with self._filler.open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, max(1, disk.f_bavail * disk.f_frsize - free))

    def clear(self) -> None:
        """Take away what fills it."""
        self._filler.unlink(missing_ok=True)

    def set_writable(self, *, writable: bool) -> None:
        """Let it be written to, or not."""
        subprocess.run(["mount", "-o", f"remount,{'rw' if writable else 'ro'}", self.folder], check=True)


@contextmanager
def mounted(folder: Path) -> Iterator[SmallDisk]:
    """Mount a small disk, which takes root; skip the test if that is not to be had.

    A child of ours unmounts it when it hears from us or we are gone: a run that is killed leaves no mount behind.
    """
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "none", folder]
    if os.getuid() != 0:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    unmount = ["sh", "-c", 'read _; umount --lazy "$0"', folder]  # lazily: whatever still runs there
    keeper = subprocess.Popen(unmount, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield SmallDisk(folder)
    finally:
        keeper.communicate()
        assert keeper.returncode == 0
