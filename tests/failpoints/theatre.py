"""Plays a journey: Telegram, the provider, a bot that dies at a named point, and the bot that continues."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.clock import SECOND
from sandbox.telegram_client import Person
from storage.processes import DEAD_AFTER
from tests.support.postgresql import Cluster
from tests.support.stage import ROOT, TELEGRAM_TOKEN, Stage
from tests.torture.judge import End, Judge, Verdict

KILLED = -9
GRACE = 0.6
"""`SUBMIT_GRACE`: seconds to wait for the response to a submit."""

PATIENCE = 90.0
"""The most seconds that one journey may take, the kill included."""

STILL = 0.15
"""Seconds without a new journal entry at either server after which no more are expected."""

LAST_POINTS = 3
"""The number of last points before its death at which a bot may not have stored the responses."""

MISSED = DEAD_AFTER / SECOND + 2.0
"""Seconds after which another process takes over a dead one's work, if they share a database."""


@dataclass(frozen=True, slots=True)
class Journey:
    """Describes what a person does until the promised result is there.

    Attributes:
        play: Plays the journey, and returns when it has ended; raises if the result is not as promised.
        prepare: Plays what comes before, with a bot that does not die.
        settings: Settings of the bot.
        at_least: Points that the journey must reach, however the code between them changes.
        fewest: The least number of points.
        ends: The allowed outcomes of its orders, by the judge's names.
    """

    name: str
    play: Callable[["Theatre"], Awaitable[None]]
    at_least: frozenset[str]
    fewest: int
    prepare: Callable[["Theatre"], Awaitable[None]] | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    ends: frozenset[str] = frozenset({"delivered"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """Holds the result of a journey.

    Attributes:
        point: The point at which the bot was to die.
        died: Whether it did.
        faults: The broken promises.
        told: A short summary.
        seconds: The duration.
        reached: The points that were reached.
    """

    point: str
    died: bool
    faults: tuple[str, ...]
    told: str
    seconds: float
    reached: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether the result is as promised."""
        return not self.faults and (self.died or not self.point)


class Theatre:
    """Plays journeys on one stage, one after the other; each has new people.

    Attributes:
        stage: The servers and their clients.
        alice: The person of the journey.
        bo: Another person.
        memory: Values that a journey's preparation leaves for its play.
        unheard: Seconds after which a press that had no effect is repeated.
    """

    def __init__(self, folder: Path, session: aiohttp.ClientSession, server: Cluster | None = None) -> None:
        self._folder = folder
        self._server = server
        self.unheard = 20.0 if server else 6.0
        self.stage = Stage(folder, session)
        self.alice: Person
        self.bo: Person
        self.memory: dict[str, Any] = {}
        self._program: asyncio.subprocess.Process
        self._pid = 0
        self._plays = 0

    async def open(self) -> None:
        """Start both servers and the program that forks bots."""
        await self.stage.open_telegram()
        await self.stage.open_provider(photo_tries=400, photo_interval=0.05)  # it keeps trying while the bot is down
        self._program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.failpoints.bot"),
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=self._folder,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await self._hear("ready", PATIENCE)

    async def close(self) -> None:
        """Stop the program, its bot and both servers."""
        assert self._program.stdin
        self._program.stdin.close()
        if self._program.returncode is None:
            self._program.kill()  # its child dies with it
        await self._program.wait()
        await self.stage.close()

    async def play(self, journey: Journey, point: str = "") -> Outcome:
        """Play a journey with a bot that dies at a point, and with another bot from then on."""
        began = time.monotonic()
        self._plays += 1
        home = self._folder / str(self._plays)
        home.mkdir()
        stage = self.stage
        grace = GRACE if point else PATIENCE  # without a kill the response always comes, even if late
        stage.options |= {"submit_grace": grace, **journey.settings}
        self.alice, self.bo = await stage.telegram.person("Alice"), await stage.telegram.person("Bo")
        self.memory = {}
        since = len(stage.telegram_server.journal.entries), len(stage.provider_server.journal.entries)
        faults: list[str] = []
        death = None
        async with self._database(home):
            try:
                async with asyncio.timeout(PATIENCE):
                    if journey.prepare:
                        await self._start(home)
                        await journey.prepare(self)
                        await self._end()
                    death = await self._play(journey, home, point)
            except (TimeoutError, AssertionError) as error:
                faults.append(f"{type(error).__name__}: {str(error)[-600:]}")
                await self._end()
        verdict = self._judge(since, [death] if death else [])
        faults += [f"{kind}: {words}" for kind, all_words in verdict.faults.items() for words in all_words]
        faults += [f"{name}: {n}" for name, n in verdict.counts.items() if name in ENDS - journey.ends and n]
        return Outcome(
            point,
            death is not None,
            tuple(faults),
            ", ".join(f"{name} {n}" for name, n in sorted(verdict.counts.items()) if name not in DULL and n),
            time.monotonic() - began,
            tuple(name for _, name in _points(home)),
        )

    async def _play(self, journey: Journey, home: Path, point: str) -> End | None:
        """Play a journey; return the time of the bot's death, if it died."""
        await self._start(home, point)
        if journey.prepare:
            await self._until_still()  # the recovery of old orders belongs to no journey
        playing = asyncio.create_task(self._to_its_end(journey))
        death = None
        try:
            if await self._dies(playing):
                death = _death(home)
                await self._start(home)
            await playing
            await self._until_still(death)
            if await self._end() == KILLED:  # died during its shutdown
                death = _death(home)
                await self._start(home)
                await self._until_still(death)
                await self._end()
        finally:
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
            await self._end()
        return death

    async def _dies(self, playing: asyncio.Task[None]) -> bool:
        """Return whether the bot dies during the journey, or within 0.2 seconds after it."""
        dying = asyncio.create_task(self._hear("ended", PATIENCE))
        await asyncio.wait({dying, playing}, return_when=asyncio.FIRST_COMPLETED)
        if not dying.done():
            await asyncio.wait({dying}, timeout=0.2)
        if dying.done():
            self._pid = 0
            return int(dying.result()) == KILLED
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        return False

    async def _to_its_end(self, journey: Journey) -> None:
        await journey.play(self)

    @asynccontextmanager
    async def _database(self, home: Path) -> AsyncIterator[None]:
        """Create a database for one play, and set the bot's `database_url`."""
        if not self._server:
            self.stage.options["database_url"] = f"sqlite:///{home}/huabot.db"
            yield
            return
        name = f"play_{self._folder.name[-1]}_{home.name}"
        await asyncio.to_thread(self._server.execute, f"CREATE DATABASE {name}")
        self.stage.options["database_url"] = self._server.url(name)
        yield
        await asyncio.to_thread(self._server.execute, f"DROP DATABASE {name} WITH (FORCE)")  # eight megabytes each

    async def _until_still(self, death: End | None = None) -> None:
        """Wait until every update is acknowledged and no new entries come, also from a process that takes over."""
        if death and self._server:
            await asyncio.sleep(death.at + MISSED - time.time())
        journals = self.stage.telegram_server.journal, self.stage.provider_server.journal
        seen, still = -1, False
        while not still:
            before, seen = seen, sum(len(journal.entries) for journal in journals)
            still = seen == before and not await self._unacknowledged()
            await asyncio.sleep(STILL)

    async def _unacknowledged(self) -> int:
        url = f"{self.stage.telegram_url}/bot{TELEGRAM_TOKEN}/getWebhookInfo"
        async with self.stage.session.get(url) as response:
            return int((await response.json())["result"]["pending_update_count"])

    def _judge(self, since: tuple[int, int], ends: list[End]) -> Verdict:
        journals = self.stage.telegram_server.journal, self.stage.provider_server.journal
        telegram, provider = (journal.entries[n:] for journal, n in zip(journals, since, strict=True))
        return Judge(telegram, provider, ends, self.stage.options["job_deadline"]).judge()

    async def _start(self, home: Path, armed: str | None = None) -> None:
        """Start a bot; it logs no points if `armed` is None."""
        journal = self.stage.telegram_server.journal
        before = seen = len(journal.entries)
        settings = {name.upper(): str(value) for name, value in self.stage.options.items()}
        points = str(home / "points") if armed is not None else os.devnull
        order = {"settings": settings, "points": points, "armed": armed or "", "log": str(home / "log")}
        assert self._program.stdin
        self._program.stdin.write(json.dumps(order).encode() + b"\n")
        self._pid = int(await self._hear("started", PATIENCE))
        while not any(entry.get("method") == "deleteWebhook" for entry in journal.entries[before:]):
            seen += len(await journal.wait(seen, 10))  # after this call it fetches updates

    async def _end(self) -> int:
        """Send the bot SIGTERM, if one runs; return the exit code."""
        if not self._pid:
            return 0
        with suppress(ProcessLookupError):  # the bot has just died
            os.kill(self._pid, signal.SIGTERM)
        self._pid = 0
        return int(await self._hear("ended", PATIENCE))

    async def _hear(self, word: str, seconds: float) -> str:
        assert self._program.stdout
        async with asyncio.timeout(seconds):
            line = (await self._program.stdout.readline()).decode().split()
        assert line[:1] == [word], f"{line} instead of {word}"
        return line[-1]


def _points(home: Path) -> list[tuple[float, str]]:
    """Return the points that a bot reached, with their times."""
    noted = home / "points"
    lines = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
    return [(float(at), name) for at, _, name in (line.partition(" ") for line in lines)]


def _death(home: Path) -> End:
    """Return the end of a bot that has just died: it may not have stored the responses at its last points."""
    return End(min((at for at, _ in _points(home)[-LAST_POINTS:]), default=time.time()), time.time())


ENDS = frozenset({"delivered", "expired", "refused", "taken back", "undeliverable", "never chosen", "refused at once"})
DULL = frozenset({"given", "accepted", "most calls in a second"})


@asynccontextmanager
async def theatre(folder: Path, server: Cluster | None = None) -> AsyncIterator[Theatre]:
    """Open a theatre in a folder of its own."""
    async with aiohttp.ClientSession() as session:
        opened = Theatre(folder, session, server)
        await opened.open()
        try:
            yield opened
        finally:
            await opened.close()
