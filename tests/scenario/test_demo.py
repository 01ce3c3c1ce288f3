"""The demo as a person runs it, and what it says when something is amiss."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from sandbox.demo import demo
from sandbox.patience import PATIENCE
from sandbox.scenes.programme import PROGRAMME
from tests.support.process_tree import children_of, is_alive, only_linux_tells

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "sandbox", "demo", "--quick"]
"""How the pictures look is the painter's tests' matter."""


def environment(folder: Path) -> dict[str, str]:
    """A developer's settings stand in the environment and in `.env`; the demo must not use them."""
    (folder / ".env").write_text("TELEGRAM_TOKEN=1:real\nAPISPACE_URL=http://real.invalid\nDAILY_PICTURES=0\n", "utf-8")
    settings = {"TELEGRAM_TOKEN": "1:real", "PUBLIC_URL": "http://real.invalid", "MAX_IN_FLIGHT": "0"}
    return {**os.environ, **settings, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"}


def pictures(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the sizes of the PNG files in a folder, all of which can be opened and show more than a few colours."""
    sizes = {}
    for path in sorted(folder.glob("*.png")):
        with Image.open(path) as picture:
            assert picture.format == "PNG"
            assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 16  # a quick enlargement has up to 64
            sizes[path.name] = picture.size
    return sizes


def test_everything_happens(tmp_path: Path) -> None:
    done = subprocess.run(
        COMMAND,
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout == (tmp_path / "demo/transcript.txt").read_text("utf-8")
    square, wide, landscape, portrait = (512, 512), (768, 512), (768, 576), (576, 768)
    sizes = pictures(tmp_path / "demo")
    assert sizes.pop("contact-sheet.png")[0] == 1760
    assert sizes == {
        "01-harbour.png": square,
        "01-mist.png": square,
        "01-red-fox.png": square,
        "01-sunset.png": square,
        "01-windmill.png": square,
        "02-photo.png": (1280, 960),
        "02-remix.png": landscape,
        "03-photo.png": (960, 1280),
        "03-anime.png": portrait,
        "04-castle.png": wide,
        "04-castle-2.png": wide,
        "05-castle.png": square,
        "06-small.png": (400, 400),
        "06-hd.png": (1600, 1600),
        "07-photo.png": (960, 1280),
        "07-steampunk.png": portrait,
        "08-shared.png": wide,
        "08-sunset.png": wide,
        "08-same.png": wide,
        "09-battlefield.png": square,
        "10-again.png": square,
        "10-vary.png": square,
        "10-hd.png": (2048, 2048),
        "10-anime.png": square,
        "11-lighthouse.png": square,
        "12-cat.png": wide,
        "15-sailboat.png": square,
        "16-house.png": square,
        "16-lake.png": square,
        "18-statistics.png": (1600, 1200),
        "20-rabbit.png": square,
        "22-koi.png": square,
    }
    numbers = re.findall(r"^\d+(?=  )", done.stdout, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, sum(map(len, PROGRAMME)) + 1)]
    assert re.search(
        r"#(\d+)  +🎨 Painting.*kill -9.*started again.*#\1 becomes +\[photo 512×512", done.stdout, re.DOTALL
    )
    assert done.stdout.count("was ordered once, and came once") == 27
    assert done.stdout.count("the provider fetched ") == 6
    for seen in (
        *("一座云中的梦幻城堡，日落", "[ Cat ears ]", "(to #", "安全审核", "becomes a supergroup", "=webhook"),
        *(
            "[ 🔁 Again ]  [ 🎲 Vary ]",
            "[ ✨ HD ]  [ ⋯ More ]",
            "[ a reply opens ]",
            "[ ✖ Cancel ]",
            "is deleted",
            "[ Older ▶ ]",
        ),
        *("Idioma: Español", "left today", "The last 30 days", "only administrators", "/deny", "/pause"),
    ):
        assert seen in done.stdout
    assert "Everything happened as it should" in done.stdout.splitlines()[-1]


async def test_a_provider_that_never_calls_back_is_told_in_plain_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = await demo(tmp_path / "demo", provider_faults={"callback": "lose"}, patience=8)

    assert code == 1
    screen = capsys.readouterr().out
    missed = r"The picture for “[^”]+” did not arrive within 8 s\.\nThe bot's log ends with:"
    assert re.search(missed, screen), screen
    assert "job_submitted" in screen
    assert "Traceback" not in screen
    assert "Everything happened" not in screen
    assert not pictures(tmp_path / "demo")


@only_linux_tells
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_an_interrupted_demo_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    running = await asyncio.create_subprocess_exec(
        *COMMAND, cwd=tmp_path, env=environment(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert running.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            while b"#4  " not in await running.stdout.readline():
                pass
            children = children_of(running.pid)
            assert len(children) == 3
            running.send_signal(number)
            said = (await running.stdout.read()).decode()
            code = await running.wait()
    finally:
        if running.returncode is None:
            running.kill()

    assert code == 130
    assert said.endswith("The demo was interrupted; its processes have ended.\n")
    assert not [child for child in children if is_alive(child)]
