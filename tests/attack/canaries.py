"""Searches all that the bot writes for secrets and users' words, after many faults at the log level DEBUG."""

import asyncio
import re
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

from sandbox.processes import Process
from tests.attack.ground import Shared
from tests.attack.house import APISPACE_TOKEN, SECRET_KEY, SECRETS, TELEGRAM_TOKEN, House
from tests.attack.report import Row
from tests.attack.size import Size
from tests.support.odd_answers import NO_ANSWERS
from tests.support.server_faults import killed
from tests.support.stage import a_photo

WORDS = "marzipan"

PROVIDER: tuple[tuple[str, str, Any], ...] = (
    *(("submit", effect, None) for effect in ("drop", "drop_after", "rate_limit", "html", "status_after")),
    ("submit", "status", [500, f"no {WORDS}"]),
    ("submit", "status", [418, f"no {WORDS}"]),
    ("submit", "json", {"code": "500", "msg": f"no {WORDS}"}),
    ("submit", "json", [WORDS]),
    ("submit", "code", [40_001, f"no {WORDS}"]),
    *(("callback", effect, None) for effect in ("double", "contradict", "wrong_uid", "failed", "refused", "unchecked")),
    *(
        ("callback", effect, None)
        for effect in ("empty", "interrupted", "dead_link", "dead_cdn", "progress", "spelled")
    ),
    ("callback", "foreign_origin", "https://elsewhere.example.org"),
    ("callback", "body", {"success": True, "data": {"safe": True, "cdn": "gopher://x/"}}),
    ("callback", "body", {"uid": [WORDS], "success": [], "data": 7}),
    ("callback", "body", WORDS),
    ("callback", "echo", '{"text": "marzipan \\ud800"}'),
    *(("cdn", effect, None) for effect in ("drop", "not_a_picture", "redirect")),
    ("cdn", "status", 500),
    ("cdn", "status", 403),
    ("cdn", "redirect", f"http://127.0.0.1:1/{WORDS}"),
    ("cdn", "too_big", 60_000_000),
)
TELEGRAM: tuple[tuple[str, str, Any], ...] = (
    *((method, effect, value) for method in ("sendMessage", "edit*") for effect, value in NO_ANSWERS),
    *(("getFile", effect, value) for effect, value in NO_ANSWERS[::3]),
    ("edit*", "error", [400, "Bad Request: can't parse entities"]),
    ("edit*", "error", [403, "Forbidden: bot was blocked by the user"]),
    ("edit*", "error", [400, "Bad Request: message to edit not found"]),
    ("sendMessage", "error", [401, "Unauthorized"]),
    ("*", "retry_after", 1),
)


async def attack(house: House, size: Size) -> list[Row]:
    """Inject each fault once for people whose words no log may contain, then search all that was written."""
    async with AsyncExitStack() as stack:
        await house.start(
            stack, LOG_LEVEL="debug", APISPACE_QUERY_PATH="query-image", QUERY_INTERVAL=0.5, JOB_DEADLINE=8
        )
        tried = await _provoke(house, size.every)
        metrics = "\n".join(await house.metrics())
        commands = await asyncio.to_thread(_commands, house)
        await house.stop()
    submits = await house.provider.submits()
    addresses = [entry["path"] for entry in await house.provider.history() if entry["event"] == "cdn"]
    macs = {str(submit["notify_url"]).rpartition(".")[2] for submit in submits if submit.get("notify_url")}
    log = house.log.read_text(encoding="utf-8", errors="replace")
    journals = {name: (house.folder / f"{name}.jsonl").read_text(encoding="utf-8") for name in ("telegram", "apispace")}
    stored = await asyncio.to_thread(house.ground.raw)
    secrets = [*SECRETS, *house.ground.secrets]
    files = re.findall(r'"file_path": "([^"]+)"', journals["telegram"])
    places: dict[str, tuple[str, list[str]]] = {
        "the log": (log, [*secrets, *macs, *addresses, *files, WORDS]),
        "the metrics": (metrics, [*secrets, *macs, *addresses, *files, WORDS]),
        "the database and its files": (stored, [*secrets, *macs]),
        "the list of processes": (commands, secrets),
        "the provider's journal": (journals["apispace"], [TELEGRAM_TOKEN, SECRET_KEY, *house.ground.secrets, *files]),
        "telegram's journal": (journals["telegram"], [APISPACE_TOKEN, SECRET_KEY, *house.ground.secrets, *macs]),
    }
    rows = []
    for place, (text, canaries) in places.items():
        seen = [canary for canary in canaries if canary and canary in text]
        about = f"{len(text) / 1e6:.1f} MB read, {len(seen)} of {len(canaries)} canaries seen"
        rows.append(Row(f"secrets in {place}", tried, about + (f": {seen[0]}" if seen else ""), not seen))
    traces = log.count("Traceback (most recent call last)")
    rows.append(Row("exceptions in the log", tried, f"{traces} tracebacks", not traces))
    there = WORDS in journals["telegram"] and WORDS in journals["apispace"]
    rows.append(Row("the words, where they belong", tried, "seen" if there else "not seen", there))
    return rows


async def _provoke(house: House, every: int) -> int:
    provider, telegram = PROVIDER[:: min(every, 5)], TELEGRAM[::every]
    for number, (where, effect, value) in enumerate(provider):
        words = f"{WORDS} {where} {effect} {number}"
        if where == "cdn":
            await house.provider.fault(where, effect, value)
        else:
            await house.provider.fault(where, effect, value, text=words)
        await house.telegram.say(await house.telegram.person(WORDS), f"/draw {words}")
    for number, (method, effect, value) in enumerate(telegram):
        person = await house.telegram.person(WORDS)
        await house.telegram.fault(
            method, effect, value, **({} if method == "getFile" else {"chat_id": person.chat_id})
        )
        if number % 2:
            await house.telegram.photo(person, a_photo(number % 256), f"/remix {WORDS} {number}")
        else:
            await house.telegram.document(
                person, a_photo(number % 256), f"/remix {WORDS} {number}", name=f"{WORDS}.png"
            )
    for token in (b"x" * 99, house.callbacks.make("0" * 26, 1).encode(), house.media.make("0" * 26, 10**15).encode()):
        await house.said_to(b"POST /callback/" + token.rpartition(b"/")[2] + b" HTTP/1.1\r\nHost: b\r\n\r\n", 2)
        await house.said_to(b"GET /media/" + token.rpartition(b"/")[2] + b" HTTP/1.1\r\nConnection: close\r\n\r\n", 2)
    await house.said_to(b"GET /\xff\xfe" + WORDS.encode() + b" HTTP/9.9\r\n\r\n", 2)
    await _trouble_the_database(house)
    await house.quiet(3.0 if every == 1 else 1.0)
    await house.provider.clear_faults()
    await house.telegram.clear_faults()
    return len(provider) + len(telegram) + 10


async def _trouble_the_database(house: House) -> None:
    """Run `doctor` and `migrate`, which must show no password; PostgreSQL is restarted and lacks the database."""
    listed = {"RESULT_ORIGINS": house.provider_url}
    settings = {name: str(value) for name, value in (house.settings | listed).items()}
    if isinstance(house.ground, Shared):
        with killed(house.ground.cluster):
            await asyncio.sleep(2)
        settings["DATABASE_URL"] = house.ground.cluster.url("nowhere")
    for command in ("doctor", "migrate"):
        async with Process(command, "bot", command, log=house.log, settings=settings) as process:
            code = await process.wait()
        assert code or not isinstance(house.ground, Shared), f"{command} found the database"


def _commands(house: House) -> str:
    """Return the command lines of the bot's and the database server's processes."""
    ours = {str(process.pid) for process in house.processes}
    shown = ""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            command = path.read_text(encoding="utf-8", errors="replace")
            if path.parent.name in ours or command.startswith(("postgres:", "/usr/lib/postgresql")):
                shown += f"{command}\n"
    return shown
