"""Nobody reads the bot's log, or nobody can: the bot goes on, and so does the log when somebody reads again."""

import asyncio
import fcntl
import os
import struct
import sys
from pathlib import Path

import pytest

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.stage import ROOT, Stage

FEW_LINES = "from bot import logs; logs.WAITING_LINES = 20; from bot.__main__ import main; main()"


async def launch(stage: Stage, *command: str, stderr: int | None = None) -> asyncio.subprocess.Process:
    """Start a program with the bot's settings; return when the bot is ready."""
    names = {name.upper(): str(value) for name, value in stage.options.items()}
    before = len(await stage.telegram.calls("deleteWebhook"))
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **names, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "debug", "LOG_FORMAT": "json"},
        cwd=stage.database.parent,
        stderr=stderr,
    )
    stage._processes.append(process)
    await stage.telegram.wait_calls("deleteWebhook", count=before + 1)
    return process


def leads_to(process: asyncio.subprocess.Process) -> list[str]:
    """Return what a process's standard streams are."""
    return [str(Path(f"/proc/{process.pid}/fd/{number}").readlink()) for number in range(3)]


def photo_with_odd_notes() -> bytes:
    """Return a small JPEG whose Exif segment holds as many entries as fit, all of which end beyond it."""
    count = 5_400
    entries = b"".join(struct.pack("<HHII", tag, 7, 65_463, 8) for tag in range(1, count + 1))
    notes = (b"Exif\0\0II*\0" + struct.pack("<IH", 8, count) + entries)[:65_533]
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, 512, 512, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes + frame + b"\xff\xda\0\2abc\xff\xd9"


async def dropped(stage: Stage) -> int:
    async with stage.session.get(f"{stage.url}/metrics") as response:
        (line,) = [
            line for line in (await response.text()).splitlines() if line.startswith("huabot_log_lines_dropped_")
        ]
    return int(float(line.split()[1]))


async def make_it_talk(stage: Stage) -> None:
    """Let strangers guess addresses, each of which is a line at level debug."""
    for _ in range(60):
        assert await stage.post(f"{stage.url}/callback/guessed.1.nothing", {}) == 404


async def test_a_log_that_nobody_reads_stops_nobody(stage: Stage, alice: Person) -> None:
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    process = await launch(stage, sys.executable, "-c", FEW_LINES, "run", stderr=writer)
    os.close(writer)
    await make_it_talk(stage)
    assert await dropped(stage) > 0
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)

    text = b""
    while b"log_lines_dropped" not in text:
        text += await asyncio.to_thread(os.read, reader, 65_536)
        await stage.post(f"{stage.url}/callback/guessed.1.nothing", {})

    await make_it_talk(stage)
    process.terminate()
    async with asyncio.timeout(PATIENCE):
        assert await process.wait() == 0
    os.close(reader)


@pytest.mark.filterwarnings("ignore")  # of the sandbox's own
async def test_odd_notes_of_a_photo_fill_no_log(stage: Stage, alice: Person, bo: Person) -> None:
    """Pillow warns of each of thousands of entries that a photo's notes may have."""
    process = await stage.launch()
    asked = await stage.telegram.document(alice, photo_with_odd_notes(), "/hd", name="photo.jpg")
    await stage.reply(alice, asked["message_id"])
    await stage.telegram.say(bo, "/draw a fox")
    await stage.picture(bo)
    process.terminate()
    _, errors = await stage.ended(process)
    assert len(errors) < 20_000


async def test_a_log_whose_reader_is_gone_stops_nobody(stage: Stage, alice: Person) -> None:
    reader, writer = os.pipe()
    process = await launch(stage, sys.executable, "-m", "bot", "run", stderr=writer)
    os.close(writer)
    os.close(reader)
    await make_it_talk(stage)
    async with asyncio.timeout(PATIENCE):
        while await dropped(stage) < 40:
            pass
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    process.terminate()
    assert await process.wait() == 0


async def test_without_standard_streams_the_database_is_not_taken_for_one(stage: Stage, alice: Person) -> None:
    closed = ("sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', sys.executable, "-m", "bot", "run")
    process = await launch(stage, *closed)
    assert leads_to(process) == [os.devnull] * 3
    await make_it_talk(stage)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    process.terminate()
    assert await process.wait() == 0
