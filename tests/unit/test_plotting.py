"""The statistics' picture: drawn in a process of its own, whatever the numbers, and given up when that fails."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.errors import PermanentError, TransientError
from bot.job import PAINTED
from bot.pipeline.plotting import Plotter
from sandbox.patience import PATIENCE
from storage.statistics import RESULTS, BusyChat, DayReport, Report, Waits

ROOT = Path(__file__).parents[2]

NOTHING = Report(
    days=tuple(DayReport(day, dict.fromkeys(PAINTED, 0), None) for day in range(20_000, 20_030)),
    orders=0,
    results=dict.fromkeys(RESULTS, 0),
    waits=None,
    busiest=(),
    people=0,
)


def usual(orders: int, waits: Waits | None) -> Report:
    """Return a report with so many orders of each command a day, and such waits every other day."""
    return Report(
        days=tuple(
            DayReport(day.day, dict.fromkeys(PAINTED, orders), waits if day.day % 2 else None) for day in NOTHING.days
        ),
        orders=orders * 120,
        results=dict.fromkeys(RESULTS, orders * 15),
        waits=waits,
        busiest=tuple(BusyChat(chat, orders * 20) for chat in (-1009999999999, 7999999999, -1, 1, -1008888888888)),
        people=1 + orders // 2,
    )


def one_order(report: Report) -> Report:
    """Return the report of a day on which somebody has just begun."""
    last = replace(report.days[-1], orders=report.days[-1].orders | {PAINTED[0]: 1})
    return replace(
        report,
        days=(*report.days[:-1], last),
        orders=1,
        results=report.results | {"under-way": 1},
        busiest=(BusyChat(7, 1),),
        people=1,
    )


REPORTS = {
    "nothing": NOTHING,
    "one order": one_order(NOTHING),
    "no pictures": usual(1, None),
    "a few": usual(2, Waits(10.0, 31.4)),
    "at once": usual(1, Waits(0.0, 0.0)),
    "very many": usual(20_000, Waits(280.5, 3_599.9)),
}


class Programs:
    """Programs that a plotter may run, each of which tells its process id as it begins."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        os.mkfifo(folder / "pids")
        self._told = os.open(folder / "pids", os.O_RDWR | os.O_NONBLOCK)

    def write(self, code: str) -> Path:
        """Write one that runs this code."""
        path = self._folder / "program.py"
        tell = f"with open({str(self._folder / 'pids')!r}, 'w') as pids: print(os.getpid(), file=pids)"
        path.write_text(f"import os, sys, time\n{tell}\n{code}\n", encoding="utf-8")
        return path

    async def begun(self) -> None:
        """Wait until one has begun."""
        begun = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._told, begun.set)
        async with asyncio.timeout(PATIENCE):
            await begun.wait()
        asyncio.get_running_loop().remove_reader(self._told)

    def close(self) -> list[int]:
        """End those that still run; return them all."""
        pids = [int(pid) for pid in os.read(self._told, 4096).split()]
        os.close(self._told)
        left = []
        for pid in pids:
            with suppress(OSError):
                if str(self._folder).encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    left.append(pid)
        assert not left
        return pids


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    """What is run here has been run, and is gone afterwards."""
    programs = Programs(tmp_path)
    yield programs
    assert programs.close()


async def test_a_report_becomes_a_picture() -> None:
    picture = await Plotter().plot(REPORTS["a few"])
    with Image.open(BytesIO(picture)) as image:
        assert (image.format, image.size) == ("PNG", (1600, 1200))
        colors = image.convert("RGB").getcolors(1 << 20)
    assert colors is not None
    assert len(colors) > 100
    assert max(colors)[1] == (255, 255, 255)


@pytest.mark.parametrize("name", REPORTS)
def test_everything_said_is_in_the_picture(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    from bot import plot

    with rc_context(plot.STYLE):
        figure = plot.draw(json.loads(json.dumps(asdict(REPORTS[name]))))
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        said = [text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text()]
        boxes = {text.get_text(): text.get_window_extent(renderer) for text in said}
    words = set(boxes)
    assert {"4 October – 2 November 2024"} <= words
    assert [word for word, box in boxes.items() if box.x0 < 0 or box.y0 < 0 or box.x1 > 1600 or box.y1 > 1200] == []
    assert any(word.endswith(" min") for word in words) == (name == "very many")
    if name == "nothing":
        assert "no orders yet" in words
    elif REPORTS[name].waits is None:
        assert {"Orders a day", "under way", "no pictures yet"} <= words
    else:
        assert {"undeliverable", "95 % within (p95)", "-1009999999999"} <= words


def test_the_plotting_library_stays_out_of_the_bot_s_own_process() -> None:
    code = "import sys, bot.__main__, bot.app, bot.runner, bot.doctor, bot.pipeline.plotting, bot.telegram.operators\n"
    code += "assert 'bot.telegram.account' in sys.modules and not {'matplotlib', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


async def test_the_program_gets_the_numbers_and_nothing_of_ours(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:secret")
    code = (
        "print(sorted({*os.environ} - {'LC_CTYPE'}))\n"
        "print('bot' in sys.modules, any(os.path.isdir(path + '/bot') for path in sys.path))\n"
        "print(sys.stdin.read())"
    )
    said = await Plotter(programs.write(code)).plot(NOTHING)
    environment, ours, numbers = said.decode().splitlines()
    assert (environment, ours) == ("['MPLBACKEND', 'MPLCONFIGDIR', 'OPENBLAS_NUM_THREADS']", "False False")
    assert json.loads(numbers)["days"][0] == {
        "day": 20_000,
        "orders": {"draw": 0, "remix": 0, "anime": 0, "hd": 0},
        "waits": None,
    }


async def test_a_program_that_fails_is_quoted(programs: Programs) -> None:
    with pytest.raises(PermanentError, match=r"ValueError: no \(.*: 1\)"):
        await Plotter(programs.write("raise ValueError('no')")).plot(NOTHING)


async def test_a_program_that_takes_too_long_is_ended(programs: Programs) -> None:
    with pytest.raises(TransientError, match="longer than"):
        await Plotter(programs.write("time.sleep(60)"), seconds=1.5).plot(NOTHING)


async def test_a_program_is_ended_with_the_bot(programs: Programs) -> None:
    plotting = asyncio.create_task(Plotter(programs.write("time.sleep(60)")).plot(NOTHING))
    await programs.begun()
    plotting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await plotting


async def test_pictures_are_drawn_one_at_a_time(programs: Programs, tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = f"log = open({str(log)!r}, 'a', buffering=1)\nprint('in', file=log); time.sleep(0.1); print('out', file=log)"
    plotter = Plotter(programs.write(code))
    await asyncio.gather(*(plotter.plot(NOTHING) for _ in range(3)))
    assert log.read_text().split() == ["in", "out"] * 3


async def test_a_program_that_is_not_to_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(TransientError, match="cannot be run: FileNotFoundError"):
        await Plotter().plot(NOTHING)
