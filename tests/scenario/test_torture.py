"""Everything at once, with kills: what the two foreign servers saw must still be what was promised.

The seed is in every failure's message; run it again with `TORTURE_SEED=… make test`, longer with `TORTURE_SECONDS=…`.
"""

import asyncio
import hashlib
import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from typing import Any

from bot.sandbox.telegram_client import Group, Json, Person

from .stage import Stage, a_photo
from .verdict import Given, Verdict, nothing_secret, outcomes, unanswered

SECONDS = float(os.environ.get("TORTURE_SECONDS", "15"))
SEED = int(os.environ.get("TORTURE_SEED", str(random.randrange(1_000_000))))
JOB_DEADLINE = 8.0
MOVE_AFTER = 20
"""Orders after which a group becomes a supergroup."""

Fault = tuple[str, Any]

TELEGRAM_FAULTS: list[tuple[str, str, Any]] = [
    *[("send*", effect, value) for effect, value in (("status", 500), ("retry_after", 1), ("drop", None))],
    *[("edit*", effect, value) for effect, value in (("status_after", 502), ("drop_after", None), ("status", 502))],
    *[("edit*", effect, value) for effect, value in (("retry_after", 2), ("drop", None))],
    ("sendMessage", "status_after", 502),
    ("getUpdates", "status", 502),
    ("getFile", "status", 502),
    ("file", "cut", 100),
    ("answerCallbackQuery", "status", 500),
]
SUBMIT_FAULTS: list[Fault] = [
    ("status", [503, "busy"]),
    ("drop_after", None),
    ("status_after", None),
    ("rate_limit", None),
    ("html", None),
]
CALLBACK_FAULTS: list[Fault] = [
    ("double", 3),
    ("lose", None),
    ("early", None),
    ("contradict", None),
    ("delay", 1.5),
    ("failed", "boom"),
]


class Torture:
    """One run: who ordered what, and when the bot was killed."""

    def __init__(self, stage: Stage, dice: random.Random) -> None:
        self._stage = stage
        self._dice = dice
        self._people: list[Person] = []
        self._groups: list[Group] = []
        self._topic = 0
        self._choices: list[asyncio.Task[None]] = []
        self.orders: list[Given] = []
        self.move: tuple[int, int] | None = None
        self.kills: list[float] = []
        self.logs: list[bytes] = []
        self.exits: list[int] = []

    async def gather_people(self) -> None:
        """Let people meet: in a supergroup, in a forum's topic, in a group that will move."""
        telegram = self._stage.telegram
        people = [await telegram.person(f"Person {n}") for n in range(15)]
        self._groups = [
            await telegram.group("Moving", *people[:4], kind="group"),
            await telegram.group("Painters", *people[4:8]),
            await telegram.group("Forum", *people[8:12], kind="forum"),
        ]
        self._topic = await telegram.topic(self._groups[2].id, "Foxes", people[8])
        self._people = people

    async def order(self) -> None:
        """Let people order, two or three a second; once, a group moves meanwhile."""
        while True:
            number = len(self.orders)
            if number == MOVE_AFTER:
                await self._let_a_group_move()
            at = self._dice.randrange(len(self._people))
            place = at // 4 if at < 12 and self._dice.random() < 0.35 else None
            kind = "draw" if place == 0 else self._dice.choice(("draw", "draw", "remix", "anime", "anime", "hd"))
            giving = asyncio.create_task(self._order(number, self._people[at], kind, place))
            try:
                await asyncio.shield(giving)
            except asyncio.CancelledError:
                await giving  # what Telegram has taken is an order
                raise
            await asyncio.sleep(self._dice.uniform(0.1, 0.8))

    async def _order(self, number: int, person: Person, kind: str, place: int | None) -> None:
        telegram = self._stage.telegram
        chat = person.chat_id if place is None else self._groups[place].id
        thread = self._topic if place == 2 else None
        prompt = f"order <{number}> & more" if kind in {"draw", "remix"} else ""
        asks = kind == "anime" and self._dice.random() < 0.5
        text = f"/{kind} {prompt or ('' if asks or kind == 'hd' else 'jojo')}".strip()
        photo = ""
        if kind == "draw":
            said = await telegram.say(person, text, chat=chat, thread=thread)
        else:
            picture = a_photo(number * 37 % 256, (100 + number % 60, 80 + number // 60))
            send = self._dice.choice((telegram.photo, telegram.document))
            said = await send(person, picture, text, chat=chat, thread=thread)
            file_id = (said.get("document") or said["photo"][-1])["file_id"]
            photo = hashlib.sha256(await telegram.file(file_id)).hexdigest()
        self.orders.append(Given(person, chat, said["message_id"], kind, prompt, photo))
        if asks:
            self._choices.append(asyncio.create_task(self._choose(self.orders[-1])))

    async def _choose(self, order: Given) -> None:
        """Press a button of the question that an order will be answered with."""

        def find(messages: list[Json]) -> Json | None:
            asked = (m for m in messages if m["reply_to_message_id"] == order.message_id and m["buttons"])
            return next(asked, None)

        question = await self._stage.telegram.until(order.chat, find, SECONDS + 30)
        button = self._dice.choice([button for row in question["buttons"] for button in row])
        await self._stage.telegram.press(order.person, question["message_id"], button["data"], chat=order.chat)

    async def _let_a_group_move(self) -> None:
        old = self._groups[0]
        self._groups[0] = await self._stage.telegram.migrate(old.id, announce=self._dice.random() < 0.5)
        self.move = (old.id, self._groups[0].id)

    async def spoil(self) -> None:
        """Let something go wrong somewhere, again and again."""
        while True:
            where, effect, value = self._dice.choice(TELEGRAM_FAULTS)
            await self._stage.telegram.fault(where, effect, value)
            if self._dice.random() < 0.6:
                effect, value = self._dice.choice(SUBMIT_FAULTS)
                await self._stage.provider.fault("submit", effect, value)
            if self._dice.random() < 0.6:
                effect, value = self._dice.choice(CALLBACK_FAULTS)
                await self._stage.provider.fault("callback", effect, value)
            if self._dice.random() < 0.3:  # whoever fetches the next picture, Telegram or the bot, does not get it
                await self._stage.provider.fault("cdn", "status", 500)
            updates = [entry for entry in await self._stage.telegram.history() if entry["event"] == "update"]
            if updates:
                await self._stage.telegram.repeat_update(self._dice.choice(updates)["update"]["update_id"])
            await asyncio.sleep(self._dice.uniform(0.1, 0.6))

    async def kill(self) -> None:
        """Start the bot, this way in or that, and end it, until time is up: kill −9 mostly, SIGTERM sometimes."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            process = await self._stage.run(telegram_mode=self._dice.choice(("polling", "webhook")))
            await asyncio.sleep(self._dice.uniform(0, 4))
            politely = self._dice.random() < 0.3
            process.send_signal(signal.SIGTERM if politely else signal.SIGKILL)
            self.kills.append(time.time())
            _, log = await asyncio.wait_for(process.communicate(), 12)
            self.logs.append(log)
            if politely:
                self.exits.append(process.returncode or 0)
            with closing(sqlite3.connect(self._stage.database)) as database:
                assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    async def settle(self) -> None:
        """Let everything go well again, and wait until every order has its outcome."""
        await self._stage.telegram.clear_faults()
        await self._stage.provider.clear_faults()
        process = await self._stage.run()
        if self.move is None:
            await self._let_a_group_move()
        await asyncio.gather(*self._choices)
        for order in self.orders:
            if self.move and order.chat == self.move[0]:
                await self._until_moved(order)
            else:
                await self._until(order, order.chat, lambda seen, at=order.message_id: outcomes(seen, at))
        process.terminate()
        _, log = await asyncio.wait_for(process.communicate(), 12)
        self.logs.append(log)
        self.exits.append(process.returncode or 0)

    async def _until_moved(self, order: Given) -> None:
        old, new = self.move or (0, 0)
        movers = [each for each in self.orders if each.chat == old]
        before = await self._stage.telegram.messages(old)  # nothing is said there any more
        await self._until(order, new, lambda seen: not unanswered(movers, before, seen))

    async def _until(self, order: Given, chat: int, predicate: Any) -> None:
        try:
            await self._stage.telegram.until(chat, predicate, 30)
        except TimeoutError as exc:
            with closing(sqlite3.connect(self._stage.database)) as database:
                rows = database.execute("SELECT * FROM jobs WHERE due_at IS NOT NULL").fetchall()
            raise AssertionError(f"seed {SEED}: lost {order}; rows that wait at {time.time():.0f}: {rows}") from exc


async def test_nothing_is_lost_doubled_or_given_to_somebody_else(stage: Stage) -> None:
    torture = Torture(stage, random.Random(SEED))
    await torture.gather_people()
    await stage.provider.settings(photo_interval=0.1)
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
    assert torture.move
    await Verdict(stage, torture.orders, torture.move, torture.kills, JOB_DEADLINE, SEED).pronounce()
    assert set(torture.exits) == {0}, f"seed {SEED}"
    nothing_secret(b"".join(torture.logs), f"seed {SEED}")
