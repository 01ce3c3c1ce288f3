"""Simulates the people of a torture: they order, press, choose, cancel, block, delete and have their data erased."""

import asyncio
import io
import random
import time
from collections import deque
from contextlib import suppress
from typing import Any

import aiohttp
from PIL import Image

from sandbox.telegram_client import Group, Person, SandboxError
from tests.torture.given import PRESS, WRONG, Given, Order
from tests.torture.programs import Programs
from tests.torture.shown import Message, Shown, State

PRESSED, CANCELLED, ERASED, BLOCKED, DELETED, ALL_CANCELLED, BADLY = 14, 20, 0.5, 1.0, 2.0, 2.0, 2.0
"""Percentages. Of the pictures: those with a button pressed. Of the orders told that they are waiting: those cancelled.
Of all orders: those whose owner then has their data erased, blocks the bot for a moment, deletes the bot's message,
cancels all waiting orders; and those that are invalid."""

IN_GROUPS = 0.12
"""The share of orders that are given in groups; a group gets at most twenty messages a minute."""

MOVING_EVERY = 400
"""The number of orders after which another group becomes a supergroup."""


class Crowd:
    """Simulates people and their actions.

    Args:
        programs: The running servers.
        dice: Makes the random decisions.
        jobs: The number of pictures to order in all.
        shown: The bot's messages.
        given: The people's actions so far.
    """

    def __init__(self, programs: Programs, dice: random.Random, jobs: int, shown: Shown, given: Given) -> None:
        self._telegram = programs.telegram
        self._dice = dice
        self._jobs = jobs
        self._shown = shown
        self._given = given
        self._people: dict[int, Person] = {}
        self._homes: list[tuple[Group, list[Person], int | None]] = []
        self._moving: deque[Group] = deque()
        self._gone: set[int] = set()
        self._asides: set[asyncio.Task[None]] = set()
        self.ordered = 0

    async def gather(self) -> None:
        """Create the people and their chats: a supergroup, a forum's topic, and groups that will become supergroups."""
        people = [await self._telegram.person(f"Person {n}") for n in range(max(16, min(200, self._jobs // 20)))]
        self._people = {person.id: person for person in people}
        for number in range(1 + self._jobs // MOVING_EVERY):
            group = await self._telegram.group(f"Moving {number}", *people[:4], kind="group")
            self._homes.append((group, people[:4], None))
            self._moving.append(group)
        self._homes.append((await self._telegram.group("Painters", *people[4:8]), people[4:8], None))
        forum = await self._telegram.group("Forum", *people[8:12], kind="forum")
        self._homes.append((forum, people[8:12], await self._telegram.topic(forum.id, "Foxes", people[8])))

    async def order(self) -> None:
        """Send a random order of a random person."""
        if self.ordered and self.ordered % MOVING_EVERY == MOVING_EVERY // 10 and self._moving:
            await self.move()
        person = self._dice.choice([candidate for candidate in self._people.values() if candidate.id not in self._gone])
        chat, thread, kind = (
            person.chat_id,
            None,
            self._dice.choices(("draw", "remix", "anime", "hd"), (10, 2, 3, 2))[0],
        )
        if self._dice.random() < IN_GROUPS:
            group, members, thread = self._dice.choice(self._homes)
            still = [member for member in members if member.id not in self._gone]
            if still:
                chat, person = group.id, self._dice.choice(still)
                kind = "draw" if group.type == "group" or group in self._moved() else kind
        try:
            await self._order(person, chat, thread, kind)
        except SandboxError:  # the person is blocking the bot just now
            return
        self.ordered += 1
        if chat == person.chat_id and (aside := self._aside(person)):
            self.soon(aside)

    def _moved(self) -> list[Group]:
        return [group for group, _, _ in self._homes if group.id in self._given.moved.values()]

    async def _order(self, person: Person, chat: int, thread: int | None, kind: str) -> None:
        number = self.ordered
        words = {"anime": self._dice.choice(("jojo", "")), "hd": ""}.get(kind, f"order <{number}> & more")
        if kind == "draw" and self._chance(BADLY):
            words += f" {WRONG} 1"
        text = f"/{kind} {words}".strip()
        if kind == "draw":
            await self._telegram.say(person, text, chat=chat, thread=thread)
        else:
            send = self._dice.choice((self._telegram.photo, self._telegram.document))
            await send(person, a_photo(number), text, chat=chat, thread=thread)

    def _aside(self, person: Person) -> Any:
        """Return the action that a person takes after an order, if there is one."""
        if self._chance(ALL_CANCELLED):
            return self._say_later(person, "/cancel", self._dice.uniform(0, 1))
        if self._chance(BLOCKED):
            return self._block(person, self._dice.uniform(0, 0.5), self._dice.uniform(0.5, 3))
        if self._chance(ERASED):
            return self._say_later(person, "/deleteme", self._dice.uniform(0, 2))
        return None

    def _chance(self, a_hundred: float) -> bool:
        return self._dice.random() * 100 < a_hundred

    async def move(self) -> None:
        """Turn a group into a supergroup."""
        old = self._moving.popleft()
        new = await self._telegram.migrate(old.id, announce=self._dice.random() < 0.5)
        self._homes = [(new if group is old else group, who, thread) for group, who, thread in self._homes]

    def see(self, message: Message, state: State) -> None:
        """React to the current state of a message."""
        if message.chat in self._given.moved:
            return
        if state.meaning == "picture" and self._chance(PRESSED) and self.ordered < self._jobs:
            self.soon(self._make_more(message, state))
        elif any(data.startswith("anime:") for data in state.buttons) and state.meaning == "pending":
            self.soon(self._press(message, self._dice.choice(state.buttons)))
        elif any(data.startswith("cancel:") for data in state.buttons) and self._chance(CANCELLED):
            self.soon(self._press(message, state.buttons[0]))
        elif "erase::yes" in state.buttons and message.chat not in self._gone:
            self._gone.add(message.chat)  # they order nothing more, so that the number of their orders stays known
            self.soon(self._press(message, "erase::yes"))
        elif state.meaning == "pending" and message.chat > 0 and self._chance(DELETED):
            self.soon(self._delete(message))

    async def _make_more(self, message: Message, state: State) -> None:
        wanted = [data for data in state.buttons if (p := PRESS.fullmatch(data)) and p[1] in {"again", "vary", "hd"}]
        if wanted:
            await self._press(message, self._dice.choice(wanted))
            self.ordered += 1

    async def _press(self, message: Message, data: str) -> None:
        await asyncio.sleep(self._dice.uniform(0, 0.5))
        person = self._owner(message)
        if person and message.chat not in self._given.moved:
            await self._telegram.press(person, message.id, data, chat=message.chat)

    def _owner(self, message: Message) -> Person | None:
        """Return the owner of a message's order: the person whose command or button press it answers."""
        orders = [order for order in self._given.orders if order.slot == (message.chat, message.reply_to)]
        person = orders[0].person if orders else message.chat
        return self._people.get(person)

    async def _delete(self, message: Message) -> None:
        await self._telegram.delete(message.chat, message.id)

    async def _say_later(self, person: Person, text: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._telegram.say(person, text)

    async def _block(self, person: Person, after: float, seconds: float) -> None:
        await asyncio.sleep(after)
        await self._telegram.block(person)
        try:
            await asyncio.sleep(seconds)
        finally:
            await self._telegram.block(person, blocked=False)

    def soon(self, doing: Any) -> None:
        """Run an action in the background."""
        task = asyncio.create_task(_tolerating(doing))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    async def rest(self) -> None:
        """Wait until no action is running."""
        while self._asides:
            await asyncio.gather(*self._asides)


async def _tolerating(doing: Any) -> None:
    with suppress(SandboxError, aiohttp.ClientError):  # the message has been deleted meanwhile
        await doing


def a_photo(number: int) -> bytes:
    """Return a small picture, a different one for each number."""
    out = io.BytesIO()
    size = (100 + number % 60, 80 + number // 60 % 100)
    Image.new("RGB", size, (number * 37 % 256, 90, number // 256 % 256)).save(out, "JPEG")
    return out.getvalue()


def is_young(order: Order, seconds: float) -> bool:
    """Return whether an order was given within the last `seconds`."""
    return time.time() - order.at < seconds
