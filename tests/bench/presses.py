"""Measures button presses of all kinds by many people: the time until each is answered, whatever the provider does.

The time is measured at the sandbox Telegram: from the `getUpdates` that returns a press until its
`answerCallbackQuery` is received.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from sandbox.apispace_client import APISpaceClient
from sandbox.telegram_client import Json, Person, TelegramClient
from tests.bench.huabot import PROVIDER_TOKEN, running
from tests.bench.processes import address_of, program, words_of

PEOPLE = 40
PRESSES = 200
A_SECOND = 20
"""Presses a second, whether or not the earlier ones are answered."""

CONCURRENCY = 8
PAINTED_SLOWLY = 4
"""The number of submits that still succeed when the provider hangs; their callbacks come while people press."""

PAINT_SECONDS = 0.2

MIX = ("more", "again", "foreign", "how", "less", "cancel", "hd", "stale", "nonsense")
"""The buttons in turn: ⋯ 🔁, another person's 🔁, ℹ️ ↩ ✖ ✨, the button of a deleted job, invalid callback data."""

MADE_UP = {"stale": f"again:{'0' * 26}", "nonsense": "again:and:again"}


@dataclass(frozen=True, slots=True)
class Presses:
    """Holds the milliseconds until presses were answered, and the number of open jobs when the provider hung."""

    quiet: list[float]
    hanging: list[float]
    under_way: int
    floor: list[float]
    peer: list[float]


@dataclass(frozen=True, slots=True)
class Button:
    """Represents a button that can be pressed."""

    person: Person
    chat_id: int
    message_id: int
    data: str


async def measure(folder: Path, bot_token: str) -> Presses:
    """Run a Telegram, a provider and a bot, then the floor and the peer, and press."""
    quick = ("--token", PROVIDER_TOKEN, "--sketch", "--paint-seconds", str(PAINT_SECONDS))
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        program("sandbox.telegram", "--token", bot_token, folder=folder) as telegram_process,
        program("sandbox.apispace", *quick, folder=folder) as provider_process,
    ):
        telegram_url, provider_url = await address_of(telegram_process), await address_of(provider_process)
        telegram, provider = TelegramClient(telegram_url, session), APISpaceClient(provider_url, session)
        await provider.settings(concurrency=CONCURRENCY)
        people = [await telegram.person(f"Presser {number}") for number in range(PEOPLE)]
        group = (await telegram.group("Pressers", *people)).id
        limits = dict.fromkeys(("DAILY_PICTURES", "DAILY_PICTURES_GROUP", "MAX_IN_FLIGHT"), "")
        limits["DAILY_PICTURES_TOTAL"] = "10000"
        async with running(folder, session, telegram_url, bot_token, provider_url, CONCURRENCY, limits) as bot:
            await telegram.say(people[-1], "/draw a fox for everybody", chat=group)
            await _order(telegram, people)
            foreign = await _button(telegram, people[-1], group, "again")
            pictures = [await _button(telegram, person, person.chat_id, "more") for person in people]
            quiet = await _press(telegram, _mixed(pictures, pictures, foreign))
            await provider.wait("callback", seconds=20)
            await provider.fault("callback", "delay", 3.0, times=None)
            await provider.fault("submit", "hold", times=None, after=PAINTED_SLOWLY)
            waiting = await _order_more(telegram, people)
            hanging = await _press(telegram, _mixed(pictures, waiting, foreign))
            under_way = await _under_way(session, bot.url)
            await provider.clear_faults()
        api = (telegram_url, bot_token)
        async with program("tests.bench.floor_presses", *api, folder=folder) as process:
            await words_of(process)
            floor = await _press(telegram, _mixed(pictures, pictures, foreign))
        async with program("tests.bench.peer_presses", *api, folder=folder) as process:
            await words_of(process)
            peer = await _press(telegram, _mixed(pictures, pictures, foreign))
    return Presses(quiet, hanging, under_way, floor, peer)


async def _order(telegram: TelegramClient, people: Sequence[Person]) -> None:
    """Let everyone order a picture and get it."""
    await asyncio.gather(*(telegram.say(person, f"/draw a fox for {person.name}") for person in people))
    for person in people:
        await telegram.until(
            person.chat_id, lambda seen: any(message["kind"] == "photo" for message in seen), seconds=40
        )


async def _order_more(telegram: TelegramClient, people: Sequence[Person]) -> list[Button]:
    """Let everyone order while the provider hangs; return each person's cancel button, or another button if none."""
    await asyncio.gather(*(telegram.say(person, f"/draw a hare for {person.name}") for person in people))
    for person in people:
        await telegram.until(person.chat_id, lambda seen: seen[-1]["from_bot"], seconds=40)
    return [await _button(telegram, person, person.chat_id, "cancel", otherwise="more") for person in people]


async def _button(telegram: TelegramClient, person: Person, chat_id: int, action: str, otherwise: str = "") -> Button:
    """Wait for a button with `action`, or else with `otherwise`, and return the newest one of a chat."""

    def found(messages: list[Json]) -> Button | None:
        shown = [
            Button(person, chat_id, message["message_id"], button["data"])
            for message in reversed(messages)
            for row in message["buttons"]
            for button in row
            if "data" in button
        ]
        wanted = [
            button for name in (action, otherwise) if name for button in shown if button.data.startswith(f"{name}:")
        ]
        return wanted[0] if wanted else None

    return await telegram.until(chat_id, found, seconds=40)


def _mixed(pictures: Sequence[Button], waiting: Sequence[Button], foreign: Button) -> list[Button]:
    """Return the buttons to press, in their order."""
    mixed = []
    for number in range(PRESSES):
        action, own = MIX[number % len(MIX)], pictures[number % len(pictures)]
        job_id = own.data.split(":")[1]
        if action == "foreign":
            other = own.person if own.person != foreign.person else pictures[0].person
            mixed.append(Button(other, foreign.chat_id, foreign.message_id, foreign.data))
        elif action in MADE_UP:
            mixed.append(Button(own.person, own.chat_id, own.message_id, MADE_UP[action]))
        elif action == "cancel":
            order = waiting[number % len(waiting)]
            mixed.append(Button(own.person, own.chat_id, order.message_id, f"cancel:{order.data.split(':')[1]}"))
        else:
            mixed.append(Button(own.person, own.chat_id, own.message_id, f"{action}:{job_id}"))
    return mixed


async def _press(telegram: TelegramClient, buttons: Sequence[Button]) -> list[float]:
    """Press buttons at an even rate; return the milliseconds until each press was answered."""
    journal = await telegram.history()
    position = len(journal)

    async def press(number: int, button: Button) -> str:
        await asyncio.sleep(number / A_SECOND)
        person, chat_id = button.person, button.chat_id
        return await telegram.press(person, button.message_id, button.data, chat=chat_id, made_up=True)

    pressed = set(await asyncio.gather(*(press(number, button) for number, button in enumerate(buttons))))
    async with asyncio.timeout(30):
        while True:
            entries = await telegram.history(position)
            answered = _answered(entries)
            if pressed <= answered.keys():
                return [answered[query_id] for query_id in pressed]
            await telegram.history(position + len(entries), 5.0)


def _answered(entries: Sequence[Json]) -> dict[str, float]:
    """Return the milliseconds from the delivery of each press to the arrival of its answer."""
    queries: dict[int, str] = {}
    handed: dict[str, float] = {}
    answered: dict[str, float] = {}
    for entry in entries:
        if entry["event"] == "update" and "callback_query" in entry["update"]:
            queries[entry["update"]["update_id"]] = entry["update"]["callback_query"]["id"]
        elif entry["event"] == "call" and entry["method"] == "getUpdates":
            for update_id in queries.keys() & set(entry["update_ids"] or ()):
                handed.setdefault(queries[update_id], entry["at"])
        elif entry["event"] == "answer" and (query_id := entry["callback_query_id"]) in handed:
            answered[query_id] = (entry["at"] - handed[query_id]) * 1000
    return answered


async def _under_way(session: aiohttp.ClientSession, url: str) -> int:
    """Return the number of the bot's open jobs, from its metrics."""
    async with session.get(f"{url}/metrics") as response:
        lines = (await response.text()).splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith("huabot_jobs_live{"))
