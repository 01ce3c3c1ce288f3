"""What root makes where a service lives belongs to the service: it could not open it otherwise."""

import os
import stat
from contextlib import suppress
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, and those above it, unless they are there.

    Raises:
        OSError: It is not there.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in reversed(missing):
        hand_over(place)


def hand_over(path: Path) -> None:
    """Give what is root's, and root has made, to whoever owns the folder it is in; nothing that a link leads to.

    A file must not be open as a database in this process: its locks would be lost.
    """
    if os.geteuid() != 0:
        return
    with suppress(OSError):  # a link; or not even root may
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            found, owner = os.fstat(number), path.absolute().parent.stat()
            is_ours = stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1)
            if is_ours and found.st_uid == 0:
                os.fchown(number, owner.st_uid, owner.st_gid)
        finally:
            os.close(number)
