"""Fuzzes every parser with Hypothesis, and with Atheris where it is installed."""

import asyncio
import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.attack.house import House
from tests.attack.parsers import PARSERS
from tests.attack.report import Row
from tests.attack.seeds import seeds
from tests.attack.size import Size
from tests.support.stage import ROOT

SEEDS = list(seeds())

MEGABYTES = 512
"""The memory limit of a fuzzer, in MB."""


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Draw random bytes, or a mutated seed."""
    if draw(st.booleans()):
        return draw(st.binary(max_size=200))
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 8))] = draw(st.binary(max_size=8) | st.sampled_from(SEEDS))
    return bytes(data[:20_000])


async def attack(_: House, size: Size) -> list[Row]:
    """Fuzz each parser."""
    failed = [
        f"{name}: {why}"
        for name, parser in PARSERS.items()
        if (why := await asyncio.to_thread(_by_hypothesis, parser, size.examples))
    ]
    found = f"{len(failed)} failed{f' ({failed[0]})' if failed else ''}"
    rows = [Row("parsers, by hypothesis", size.examples * len(PARSERS), found, not failed)]
    if size.seconds and importlib.util.find_spec("atheris"):
        rows.append(await _by_atheris(size.seconds))
    return rows


def _by_hypothesis(parser: Callable[[bytes], None], examples: int) -> str:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(bodies())
    def test(data: bytes) -> None:
        parser(data)

    try:
        test()
    except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
        return f"{type(error).__name__} {error} {getattr(error, '__notes__', '')}"[:300]
    return ""


async def _by_atheris(seconds: int) -> Row:
    """Run a coverage-guided fuzzer for `seconds` on each parser, two at a time."""
    turn = asyncio.Semaphore(2)
    failed: list[str] = []
    runs: list[int] = []

    async def one(name: str, corpus: Path) -> None:
        async with turn:
            limits = (f"-max_total_time={seconds}", f"-rss_limit_mb={MEGABYTES}", "-timeout=10", "-max_len=8192")
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.attack.guided", name, *limits, "-print_final_stats=1", str(corpus)),
                cwd=ROOT,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            said = (await process.communicate())[0].decode(errors="replace")
        runs.extend(int(line.split()[-1]) for line in said.splitlines() if "number_of_executed_units" in line)
        if process.returncode:
            failed.append(f"{name}: {said[-600:]}")

    with tempfile.TemporaryDirectory() as folder:
        corpora = {name: Path(folder) / name for name in PARSERS}
        for corpus in corpora.values():
            corpus.mkdir()
            for number, seed in enumerate(SEEDS):
                (corpus / str(number)).write_bytes(seed)
        await asyncio.gather(*(one(name, corpus) for name, corpus in corpora.items()))
    found = f"{len(failed)} failed{f' ({failed[0]})' if failed else ''}"
    return Row("parsers, by atheris", sum(runs), found, not failed)
