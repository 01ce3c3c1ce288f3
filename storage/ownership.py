"""Gives the files that root creates in a service's folder to the service, which could not open them otherwise."""

import os
import stat
from contextlib import suppress
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Create a folder for its owner alone, and its parents, unless they exist.

    Raises:
        OSError: The folder cannot be created.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in reversed(missing):
        hand_over(place)


def hand_over(path: Path) -> None:
    """Give a file or folder that root has created to the owner of its parent folder; links are left alone.

    The file must not be open as a database in this process: the database's locks would be lost.
    """
    if os.geteuid() != 0:
        return
    with suppress(OSError):  # a link, or a change that not even root may make
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            found, owner = os.fstat(number), path.absolute().parent.stat()
            is_ours = stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1)
            if is_ours and found.st_uid == 0:
                os.fchown(number, owner.st_uid, owner.st_gid)
        finally:
            os.close(number)
