"""Runs `python -m tests.bench`: measures and prints, without a verdict.

Needs Linux, about five minutes and 1 GB for temporary files, but no network.
"""

import asyncio
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import aiohttp
import uvloop

from sandbox.telegram_client import TelegramClient
from tests.bench import aged, chat, files, journey, load, peer, presses, several
from tests.bench.bare import BOT_TOKEN
from tests.bench.processes import address_of, program
from tests.support import postgresql
from tests.support.instrument import run

BOUND = 600.0
"""The timeout of all measurements, in seconds; an otherwise idle machine needs less than half of it."""

Row = tuple[str, str, str, str]


def spread(name: str, seen: list[float], how: str = "") -> Row:
    """Return a row with the 50th, 95th, 99th percentile and the maximum of milliseconds."""
    cuts = statistics.quantiles(seen, n=100, method="inclusive")
    return (
        name,
        " / ".join(f"{value:.1f}" for value in (cuts[49], cuts[94], cuts[98], max(seen))),
        "ms",
        f"{len(seen)} seen" + (f", {how}" if how else ""),
    )


def rows(seen: load.Load, ours: float, theirs: float) -> list[Row]:
    """Return the rows about load: name, value, unit and how it was measured."""
    under_load = f"{load.ORDERS} orders at once, Telegram takes {load.TELEGRAM_SECONDS:g} s a call"
    flights = f"{peer.IN_FLIGHT} in flight, {peer.CALLS} calls"
    return [
        spread("callback answered, p50/p95/p99/max", seen.callbacks),
        spread("  floor: a bare aiohttp route", seen.bare),
        ("CPU a job", f"{seen.cpu_a_job * 1000:.1f}", "ms", under_load),
        ("until everybody has a picture", f"{seen.until_all_delivered:.1f}", "s", under_load),
        ("from start to ready", f"{seen.start:.2f}", "s", ""),
        ("memory, idle", f"{seen.idle:.1f}", "MB", "resident"),
        ("memory, peak", f"{seen.peak:.1f}", "MB", "resident, under that load"),
        ("CPU a sendMessage call, ours", f"{ours:.2f}", "ms", flights),
        ("  peer: python-telegram-bot's own", f"{theirs:.2f}", "ms", flights),
    ]


def file_rows(streamed: files.Streamed, delivered: files.Delivered) -> list[Row]:
    """Return the rows about large files: how far resident memory rises above that of a warmed-up process."""
    document = f"{files.DOCUMENT_BYTES / files.MEGABYTE:.0f} MB"
    results = f"{files.RESULTS} of {files.RESULT_BYTES / files.MEGABYTE:.0f} MB"
    warm = "resident, after one small order"
    slow = f"{delivered.at_once} uploads under way at once, Telegram takes {files.TELEGRAM_SECONDS:g} s a call"
    return [
        (f"a document of {document} for /hd, memory grows", f"{streamed.hd:.1f}", "MB", f"{warm}; wanted: < 10"),
        (f"a document of {document} for /remix, likewise", f"{streamed.remix:.1f}", "MB", f"{warm}; wanted: < 10"),
        ("  floor: a bare aiohttp route", f"{streamed.floor:.1f}", "MB", "resident, after one small file"),
        ("  peer: download_as_bytearray", f"{streamed.peer:.1f}", "MB", "resident, after one small file"),
        ("the document streams at", f"{streamed.speed:.0f}", "MB/s", f"median of {files.FETCHES}, one client for both"),
        ("  floor: a bare aiohttp route", f"{streamed.floor_speed:.0f}", "MB/s", "likewise, by turns"),
        (f"results, {results}, memory grows", f"{delivered.growth:.1f}", "MB", f"{warm}; wanted: < 40"),
        ("  peer: python-telegram-bot's own upload", f"{delivered.peer:.1f}", "MB", "resident, after one small file"),
        ("until they are delivered", f"{delivered.seconds:.1f}", "s", f"from the orders on; {slow}"),
        ("  peer: python-telegram-bot's own upload", f"{delivered.peer_seconds:.1f}", "s", "the uploads alone"),
    ]


def press_rows(seen: presses.Presses) -> list[Row]:
    """Return the rows about button presses: the time until each was answered."""
    return [
        spread("press answered, p50/p95/p99/max", seen.quiet, f"{presses.A_SECOND} a second; wanted: p95 < 100"),
        spread("  while the provider hangs", seen.hanging, f"{seen.under_way} jobs under way; wanted: p95 < 100"),
        spread("  floor: a bare long poll that answers", seen.floor),
        spread("  peer: python-telegram-bot's own updater", seen.peer),
    ]


def journey_rows(seen: journey.Seen) -> list[Row]:
    """Return the rows about journeys from update to picture."""
    ours, floor, peer = seen.bot, seen.floor, seen.peer
    by_turns = f"{journey.A_SECOND} a second, by webhook; medians of {journey.TURNS} turns"
    others = {
        "floor: raw aiohttp and SQLite": (floor, "; wanted: ≤ 2"),
        "the same on uvloop, blocked by its disk": (seen.barest, ""),
        "floor: the packages we use, alone": (seen.packages, ""),
        "peer: plain python-telegram-bot": (peer, "; wanted: ≤ 1"),
    }
    drain = f"{journey.RESULTS} results at once; wanted: ≥ 28 on average, ≤ 30 in any second"
    return [
        ("CPU a journey, update to picture", f"{ours.cpu:.1f}", "ms", by_turns),
        *(
            (f"  {what}", f"{cost.cpu:.1f}", "ms", f"{ours.times(cost):.2f} times{wanted}")
            for what, (cost, wanted) in others.items()
        ),
        spread("order to placeholder, p50/p95/p99/max", ours.placeholder, "wanted: p50 within 3 ms of the floor's"),
        spread("  floor: raw aiohttp and SQLite", floor.placeholder),
        spread("  peer: plain python-telegram-bot", peer.placeholder),
        spread("callback to edit, p50/p95/p99/max", ours.edit, "wanted: p50 within 3 ms of the floor's"),
        spread("  floor: raw aiohttp and SQLite", floor.edit),
        spread("  peer: plain python-telegram-bot", peer.edit),
        ("results delivered a second", f"{seen.drain.average:.1f} / {seen.drain.most}", "", drain),
    ]


def aged_rows(seen: aged.Aged) -> list[Row]:
    """Return the rows about the same operations on a database with few and with many old jobs."""
    few, many = aged.SIZES
    rows = [(f"with {few:,} / {many:,} old jobs", "", "", f"medians of {aged.ROUNDS} by turns; update to answer")]
    for name, costs in (seen.fronts | seen.beneath).items():
        factor = costs[1] / costs[0]
        wanted = f"; wanted: ≤ {aged.WANTED[name]}" if name in aged.WANTED else ""
        rows.append((f"  {name}", f"{costs[0]:.2f} / {costs[1]:.2f}", "ms", f"{factor:.2f} times{wanted}"))
    return rows


def chat_rows(seen: chat.Chat | None) -> list[Row]:
    """Return the rows about the chat page in a browser."""
    if seen is None:
        return [("the chat page", "-", "", "not measured: there is no Chromium")]
    clock, processor = zip(*seen.tasks, strict=True)
    long = [sum(task > chat.LONG_TASK for task in tasks) for tasks in (clock, processor)]
    return [
        ("chat page: the first page", f"{seen.first_page / 1000:.0f}", "kB", "wanted: ≤ 150"),
        spread("  key press → bubble", list(seen.keys), "wanted: p95 < 50"),
        spread("  the bot's call → bubble", list(seen.answers), "wanted: p95 < 100"),
        (f"  {chat.MESSAGES:,} messages shown after", f"{seen.opened:.0f}", "ms", ""),
        (
            f"  long tasks (> {chat.LONG_TASK:.0f} ms)",
            f"{long[0]} / {long[1]}",
            "",
            f"by the clock / by the processor's time; scrolling {seen.scrolled:,} messages; "
            f"the longest {max(clock):.0f} / {max(processor):.0f} ms; wanted: 0",
        ),
    ]


def several_rows(seen: several.Several) -> list[Row]:
    """Return the rows about one PostgreSQL for several processes."""
    rows = [
        (
            f"one PostgreSQL, {carried.processes} processes: pictures a second",
            f"{carried.a_second:.0f}",
            "",
            f"all they store; CPU a picture {carried.ours:.1f} ms there, {carried.server:.1f} ms in the server; both "
            f"and the disk on these {os.cpu_count()} cores",
        )
        for carried in seen.carried
    ]
    how = f"{journey.A_SECOND} a second, by webhook; and {seen.server:.1f} ms in the server"
    return [
        *rows,
        ("  CPU a journey, update to picture", f"{seen.bot.cpu:.1f}", "ms", how),
        spread("  order to placeholder, p50/p95/p99/max", seen.bot.placeholder),
        spread("  a turn to speak", seen.turns, "one after the other"),
        spread("  a turn to speak", seen.turns_at_once, "eight at once"),
        spread("  until another process wakes", seen.wakes, "10 ms of it are gathered"),
    ]


async def measured() -> AsyncGenerator[list[Row]]:
    """Run all measurements, one after the other, and yield each table as soon as it is complete."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            program("sandbox.telegram", "--token", BOT_TOKEN, folder=folder) as process,
            aiohttp.ClientSession() as session,
        ):
            telegram_url = await address_of(process)
            seen = await load.measure(folder, telegram_url, BOT_TOKEN)
            telegram = TelegramClient(telegram_url, session)
            person = await telegram.person("Bench")
            await telegram.say(person, "/start")  # a bot may not write first
            ours = await peer.cpu_a_call(peer.ours(), telegram_url, BOT_TOKEN, person.chat_id)
            theirs = await peer.cpu_a_call(peer.theirs(), telegram_url, BOT_TOKEN, person.chat_id)
            streamed = await files.stream(telegram_url, BOT_TOKEN)
            delivered = await files.deliver(telegram_url, BOT_TOKEN)
        yield [*rows(seen, ours, theirs), *file_rows(streamed, delivered)]
        yield journey_rows(await journey.measure(_in(folder, "journeys"), BOT_TOKEN))
        yield press_rows(await presses.measure(_in(folder, "presses"), BOT_TOKEN))
        yield aged_rows(await aged.measure(_in(folder, "aged"), BOT_TOKEN))
        if postgresql.PROGRAMS:
            yield several_rows(await several.measure(_in(folder, "several"), BOT_TOKEN))
        yield chat_rows(await asyncio.to_thread(chat.measure))


def _in(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


async def show() -> None:
    """Print the measurements, table by table; give up after `BOUND` seconds."""
    async with asyncio.timeout(BOUND), aclosing(measured()) as tables:
        async for table in tables:
            widths = [max(len(row[column]) for row in table) for column in range(3)]
            for what, value, unit, how in table:
                print(f"{what:<{widths[0]}}  {value:>{widths[1]}} {unit:<{widths[2]}}  {how}")  # noqa: T201
            print(flush=True)  # noqa: T201


def main() -> None:
    """Print the tables."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {sys.platform}\n", flush=True)  # noqa: T201
    run(show(), uvloop.run)


if __name__ == "__main__":
    main()
