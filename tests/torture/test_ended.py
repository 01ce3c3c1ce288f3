"""Tests an instrument that is ended early."""

import asyncio
import os
import signal
import sys

from sandbox.patience import PATIENCE
from tests.support.process_tree import children_of, is_alive, only_linux_tells

RUN = {**os.environ, "JOBS": "200", "KILLS": "2", "SEED": "1", "DATABASE": ""}


@only_linux_tells
async def test_a_torture_that_is_ended_leaves_no_process() -> None:
    torture = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.torture", env=RUN, stdout=asyncio.subprocess.PIPE
    )
    assert torture.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            while b" ordered " not in await torture.stdout.readline():
                pass
            children = children_of(torture.pid)
            assert len(children) == 3
            torture.terminate()
            assert await torture.wait() == 128 + signal.SIGTERM
    finally:
        if torture.returncode is None:
            torture.kill()
    assert not [child for child in children if is_alive(child)]
