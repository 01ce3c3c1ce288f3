"""Everything at once, with kills: what the two foreign servers saw must still be what was promised.

The seed is in every failure's message; run it again with `TORTURE_SEED=… make test`, longer with `TORTURE_SECONDS=…`.
"""

import asyncio
import os
import random
import signal
import sqlite3
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field

from bot.sandbox.telegram_client import Json, Person

from .stage import APISPACE_TOKEN, SECRET_KEY, TELEGRAM_TOKEN, Stage

SECONDS = float(os.environ.get("TORTURE_SECONDS", "25"))
SEED = int(os.environ.get("TORTURE_SEED", str(random.randrange(1_000_000))))
UNDERWAY = "Painting…"
LOST = "could not bring it"
JOB_DEADLINE = 8.0
CUT_OFF = {"status_after", "drop_after"}

TELEGRAM_FAULTS = [
    *[("send*", effect, value) for effect, value in (("status", 500), ("retry_after", 1), ("drop", None))],
    *[("edit*", effect, value) for effect, value in (("status_after", 502), ("drop_after", None), ("status", 502))],
    *[("edit*", effect, value) for effect, value in (("retry_after", 2), ("drop", None))],
    ("editMessageMedia", "error", [400, "Bad Request: failed to get HTTP URL content"]),
    ("sendMessage", "status_after", 502),
    ("getUpdates", "status", 502),
]
SUBMIT_FAULTS = [
    ("status", [503, "busy"]),
    ("drop_after", None),
    ("status_after", None),
    ("rate_limit", None),
    ("html", None),
]
CALLBACK_FAULTS = [
    ("double", 3),
    ("lose", None),
    ("early", None),
    ("contradict", None),
    ("delay", 1.5),
    ("failed", "boom"),
]


@dataclass
class Torture:
    """One run: who ordered what, and when the bot was killed."""

    stage: Stage
    dice: random.Random
    people: list[Person]
    orders: dict[str, tuple[Person, int]] = field(default_factory=dict)
    kills: list[float] = field(default_factory=list)
    logs: list[bytes] = field(default_factory=list)
    exits: list[int] = field(default_factory=list)

    async def order(self) -> None:
        """Let people order, two or three a second."""
        while True:
            person = self.dice.choice(self.people)
            prompt = f"order <{len(self.orders)}> & more"
            said = await self.stage.telegram.say(person, f"/draw {prompt}")
            self.orders[prompt] = person, said["message_id"]
            await asyncio.sleep(self.dice.uniform(0.1, 0.8))

    async def spoil(self) -> None:
        """Let something go wrong somewhere, again and again."""
        while True:
            where, effect, value = self.dice.choice(TELEGRAM_FAULTS)
            await self.stage.telegram.fault(where, effect, value)
            if self.dice.random() < 0.6:
                effect, value = self.dice.choice(SUBMIT_FAULTS)
                await self.stage.provider.fault("submit", effect, value)
            if self.dice.random() < 0.6:
                effect, value = self.dice.choice(CALLBACK_FAULTS)
                await self.stage.provider.fault("callback", effect, value)
            updates = [entry for entry in await self.stage.telegram.history() if entry["event"] == "update"]
            if updates:
                await self.stage.telegram.repeat_update(self.dice.choice(updates)["update"]["update_id"])
            await asyncio.sleep(self.dice.uniform(0.1, 0.6))

    async def kill(self) -> None:
        """Start the bot and end it, until time is up: kill −9 mostly, SIGTERM sometimes."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            process = await self.stage.run()
            await asyncio.sleep(self.dice.uniform(0, 4))
            politely = self.dice.random() < 0.3
            process.send_signal(signal.SIGTERM if politely else signal.SIGKILL)
            self.kills.append(time.time())
            _, log = await asyncio.wait_for(process.communicate(), 12)
            self.logs.append(log)
            if politely:
                self.exits.append(process.returncode or 0)
            with closing(sqlite3.connect(self.stage.database)) as database:
                assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    async def settle(self) -> None:
        """Let everything go well again, and wait until every order has its outcome."""
        await self.stage.telegram.clear_faults()
        await self.stage.provider.clear_faults()
        process = await self.stage.run()
        for prompt, (person, message_id) in self.orders.items():
            try:
                await self.stage.telegram.until(person.chat_id, lambda seen, at=message_id: _outcomes(seen, at), 30)
            except TimeoutError as exc:
                with closing(sqlite3.connect(self.stage.database)) as database:
                    row = database.execute("SELECT * FROM jobs WHERE prompt = ?", (prompt,)).fetchone()
                raise AssertionError(f"seed {SEED}: lost {prompt!r}; its row at {time.time():.0f}: {row}") from exc
        process.terminate()
        _, log = await asyncio.wait_for(process.communicate(), 12)
        self.logs.append(log)
        self.exits.append(process.returncode or 0)


def _outcomes(messages: list[Json], message_id: int) -> list[Json]:
    replies = [m for m in messages if m["from_bot"] and m["reply_to_message_id"] == message_id]
    return [m for m in replies if not (m["kind"] == "text" and UNDERWAY in m["text"])]


async def test_nothing_is_lost_doubled_or_given_to_somebody_else(stage: Stage) -> None:
    dice = random.Random(SEED)
    people = [await stage.telegram.person(f"Person {n}") for n in range(15)]
    torture = Torture(stage, dice, people)
    stage.options |= {
        "max_in_flight": 100,
        "daily_pictures": 10_000,
        "daily_pictures_total": 10_000,
        "submit_grace": 1.5,
        "apispace_query_path": "",  # a callback that was answered 200 must be enough
        "job_deadline": JOB_DEADLINE,
        "queue_deadline": 60.0,
        "log_level": "debug",
    }
    background = [asyncio.create_task(torture.order()), asyncio.create_task(torture.spoil())]
    await torture.kill()
    for task in background:
        task.cancel()
    ended = await asyncio.gather(*background, return_exceptions=True)
    assert [error for error in ended if not isinstance(error, asyncio.CancelledError)] == [], f"seed {SEED}"
    await torture.settle()
    await _judge(torture)


async def _judge(torture: Torture) -> None:
    stage = torture.stage
    calls = await stage.telegram.calls()
    submits = await stage.provider.submits()
    seed = f"seed {SEED}, {len(torture.orders)} orders, {len(torture.kills)} kills"

    billed = Counter(submit["params"]["text"] for submit in submits if submit["billed"])
    assert set(billed) <= set(torture.orders), seed
    assert max(billed.values()) <= 2, f"{seed}: paid more than twice: {billed.most_common(3)}"

    extra = orphans = 0
    pictured = set()
    for person in torture.people:
        messages = await stage.telegram.messages(person.chat_id)
        own = {prompt: at for prompt, (owner, at) in torture.orders.items() if owner is person}
        for prompt, message_id in own.items():
            outcomes = _outcomes(messages, message_id)
            assert all(prompt in m["text"] for m in outcomes if m["kind"] != "text"), f"{seed}: misdelivered {prompt}"
            extra += len(outcomes) - 1
            if any(m["kind"] != "text" for m in outcomes):
                pictured.add(prompt)
        words = [m["text"] for m in messages if m["from_bot"] and m["kind"] == "text"]
        orphans += sum(UNDERWAY in text for text in words)
        assert not any(LOST in text for text in words), f"{seed}: a picture was not brought"
        pictures = [m for m in messages if m["from_bot"] and m["kind"] != "text"]
        assert {m["reply_to_message_id"] for m in pictures} <= set(own.values()), f"{seed}: misdelivered"
    sends = [call for call in calls if call["method"].startswith("send")]
    doubtful = sum(call["fault"] in CUT_OFF for call in sends) + len(torture.kills)
    assert extra <= doubtful, f"{seed}: {extra} outcomes too many after {doubtful} cut-off sends"

    assert orphans <= doubtful, f"{seed}: {orphans} placeholders left after {doubtful} cut-off sends"

    for prompt, said in _first_words(submits, await stage.provider.callbacks()).items():
        assert (prompt in pictured) == said, f"{seed}: the provider's first word on {prompt} was {said}"

    assert _too_early(calls, torture.kills) == [], seed
    assert set(torture.exits) == {0}, seed
    log = b"".join(torture.logs)
    for secret in (TELEGRAM_TOKEN, APISPACE_TOKEN, SECRET_KEY, "/callback/6", "order <"):
        assert secret.encode() not in log, f"{seed}: {secret!r} in the log"
    assert b"Traceback" not in log, f"{seed}: {log[log.find(b'Traceback') :][:3000].decode()}"


def _first_words(submits: list[Json], callbacks: list[Json]) -> dict[str, bool]:
    """Return whether there must be a picture: what the first callback said that the bot answered with 200.

    A failure that came so late that the job may have expired says nothing: a picture may follow that.
    """
    prompts = {submit["uid"]: submit["params"]["text"] for submit in submits if submit["uid"]}
    began: dict[str, float] = {}
    for submit in submits:
        began.setdefault(submit["params"]["text"], submit["at"])
    words: dict[str, bool] = {}
    for callback in callbacks:
        prompt = prompts[callback["uid"]]
        if not callback["ok"] or prompt in words:
            continue
        success = callback["body"]["success"]
        if success or callback["at"] < began[prompt] + JOB_DEADLINE - 1:
            words[prompt] = success
    return words


def _too_early(calls: list[Json], kills: list[float]) -> list[str]:
    """Return the calls to a chat that came before Telegram's `retry_after` was over."""
    waits: dict[int, list[tuple[float, float]]] = defaultdict(list)
    early = []
    for call in sorted(calls, key=lambda call: call["received"]):
        chat, came = call["chat_id"], call["received"]
        if chat is None:
            continue
        # A call that was on its way already is no fault, nor one of a bot killed before it could note the wait.
        early += [
            f"{call['method']} to {chat} {until - came:.2f} s too early"
            for told, until in waits[chat]
            if told + 0.2 < came < until - 0.05 and not any(told - 0.1 <= kill <= told + 0.3 for kill in kills)
        ]
        if call["fault"] == "retry_after":
            seconds = 1 if call["method"].startswith("send") else 2
            waits[chat].append((call["at"], call["at"] + seconds))
    return early
