"""Sends forged addresses of callbacks and photos: none may be accepted, change the database or reveal anything."""

import asyncio
import base64
import random
from collections.abc import Iterator
from itertools import cycle, islice
from urllib.parse import quote_from_bytes, unquote_to_bytes

from bot.provider.addresses import CallbackAddresses, MediaAddresses, Signer
from sandbox.telegram_client import Json
from tests.attack.house import House
from tests.attack.report import Row
from tests.attack.size import Size
from tests.support.stage import a_photo, source_url

JOBS = 4
AT_ONCE = 32
PASSING = "memories "
"""The beginning of rows that the bot deletes by itself when they expire."""

ANY = bytes(range(33, 127))
BODY = b'{"uid": "%s", "success": true, "data": {"uid": "%s", "status": "finished", "safe": true, "cdn": "%s"}}'


async def attack(house: House, size: Size) -> list[Row]:
    """Order a few pictures, hold back their callbacks, and try to forge them without knowing their addresses."""
    await house.provider.fault("callback", "lose", times=None)
    seen = len(await house.provider.submits())
    for number in range(JOBS):
        alice = await house.telegram.person("Alice")
        await house.telegram.photo(alice, a_photo(number), "/remix as an oil painting")
    submits = await house.submits(JOBS, seen)
    if len(submits) < JOBS:
        return [Row("forged addresses", 0, f"{JOBS - len(submits)} never reached the provider", holds=False)]
    await house.provider.wait("photo", seconds=60)
    await house.quiet()
    callbacks = [_token(submit["notify_url"]) for submit in submits]
    media = [_token(source_url(submit)) for submit in submits]
    rows = [
        await _try(house, "forged callbacks", "POST", "callback", _forged(callbacks, media, size.forged // 2)),
        await _try(house, "forged addresses of photos", "GET", "media", _forged(media, callbacks, size.forged // 2)),
        await _genuine(house, submits),
    ]
    await house.provider.clear_faults()
    return rows


async def _try(house: House, attack: str, method: str, route: str, tokens: Iterator[bytes]) -> Row:
    fetched = await house.count("huabot_foreign_calls_total", method="telegram.getFile")
    taken = await house.count("huabot_callbacks_total", result="accepted")
    before = house.ground.stored()
    answers: dict[bytes, int] = {}

    async def knock() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        for token in tokens:
            url = f"{house.provider_url}/cdn/x.png".encode()
            body = BODY % (b"x", b"x", url) if method == "POST" else b""
            head = f"{method} /{route}/".encode() + token + b" HTTP/1.1\r\nHost: bot\r\n"
            writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            kind = answer.split(b"\r\n")[0] + (b"" if b"Content-Length: 0" in answer else b", and says something")
            answers[kind] = answers.get(kind, 0) + 1
        writer.close()

    await asyncio.gather(*(knock() for _ in range(AT_ONCE)))
    tried = sum(answers.values())
    wrote = sorted(row for row in house.ground.stored() ^ before if not (row in before and row.startswith(PASSING)))
    taken = await house.count("huabot_callbacks_total", result="accepted") - taken
    fetched = await house.count("huabot_foreign_calls_total", method="telegram.getFile") - fetched
    others = {repr(kind): n for kind, n in answers.items() if kind != b"HTTP/1.1 404 Not Found"}
    found = f"{taken} taken, {fetched} fetched for them, {len(wrote)} rows written{f' ({wrote[0]})' if wrote else ''}"
    found += f", also answered: {others}" if others else ""
    return Row(attack, tried, found, not (taken or fetched or wrote or others))


async def _genuine(house: House, submits: list[Json]) -> Row:
    """Check that the real addresses still work: otherwise the refusals would prove nothing."""
    good = 0
    for submit in submits:
        async with house.session.get(source_url(submit)) as response:
            good += response.status == 200
        body = {"uid": submit["uid"], "success": True, "data": {"uid": submit["uid"], "safe": False, "reason": "porn"}}
        good += (await house.provider.send_callback(submit["notify_url"], body))[0] == 200
    return Row("the real addresses meanwhile", 2 * len(submits), f"{good} answered", good == 2 * len(submits))


def _token(url: str) -> bytes:
    return url.rpartition("/")[2].encode()


def _forged(tokens: list[bytes], others: list[bytes], count: int) -> Iterator[bytes]:
    """Yield `count` tokens, quoted for a path, none of which is one of `tokens`."""
    dice = random.Random(7)
    kinds = [_flips(tokens, dice), _cuts(tokens, dice), _crossed(tokens, others), _spelled(tokens), _keys(tokens)]
    lists = [[token for token in kind if unquote_to_bytes(token) not in tokens] for kind in kinds]
    return islice((token for turn in cycle([cycle(kind) for kind in lists]) for token in [next(turn)]), count)


def _flips(tokens: list[bytes], dice: random.Random) -> Iterator[bytes]:
    """Yield tokens with each single bit flipped, then with several characters replaced at random."""
    for token in tokens:
        for at in range(len(token) * 8):
            flipped = bytearray(token)
            flipped[at // 8] ^= 1 << at % 8
            yield _quoted(bytes(flipped))
        for _ in range(2_000):
            flipped = bytearray(token)
            for _ in range(dice.randint(1, 4)):
                flipped[dice.randrange(len(flipped))] = dice.choice(ANY)
            if bytes(flipped) != token:
                yield _quoted(bytes(flipped))


def _cuts(tokens: list[bytes], dice: random.Random) -> Iterator[bytes]:
    """Yield shortened and lengthened tokens, and tokens with a byte inserted."""
    for token in tokens:
        for at in range(1, len(token)):
            yield token[:at]
            yield token[at:]
            yield token[:at] + token[at + 1 :]
            yield token[:at] + token[at - 1 : at] + token[at:]
            yield _quoted(token[:at] + bytes([dice.randrange(256)]) + token[at:])
        for more in (b"\n", b"\r\n", b"\0", b" ", b".", b"=", b"%", b"/", b"?", b"#", b"\xff", "é".encode()):
            yield _quoted(token + more)
            yield _quoted(more + token)
        yield token + b"/.."
        yield b"../media/" + token + b"x"
        yield token * 2


def _crossed(tokens: list[bytes], others: list[bytes]) -> Iterator[bytes]:
    """Yield tokens with another job's signature, another attempt or time, or another purpose."""
    parts = [token.split(b".") for token in tokens]
    for job, number, _ in parts:
        for other, other_number, mac in parts:
            if other != job:
                yield b".".join((job, number, mac))
                yield b".".join((job, other_number, mac))
    for job, number, mac in parts:
        for other in {*range(-2, 40), int(number) - 1, int(number) + 1, int(number) * 10, 2**63, 10**12} - {
            int(number)
        }:
            yield _quoted(b"%s.%d.%s" % (job, other, mac))
    yield from others


def _spelled(tokens: list[bytes]) -> Iterator[bytes]:
    """Yield genuine tokens in other encodings and spellings."""
    for token in tokens:
        job, number, mac = token.split(b".")
        raw = base64.urlsafe_b64decode(mac + b"=")
        for signature in (
            base64.b64encode(raw),
            base64.urlsafe_b64encode(raw),
            raw.hex().encode(),
            raw,
            mac.swapcase(),
        ):
            if signature != mac:
                yield _quoted(b".".join((job, number, signature)))
        for spelled in (
            b"0" + number,
            b"+" + number,
            number + b"_0",
            b" " + number,
            number + b".0",
            "１".encode(),
            b"",
        ):
            yield _quoted(b".".join((job, spelled, mac)))
        for spelled in (b"-" + job, job[:-1], job + b"0", b"0x" + job, job.translate(bytes.maketrans(b"0", b"O"))):
            yield _quoted(b".".join((spelled, number, mac)))
        if job.upper() != job:
            yield b".".join((job.upper(), number, mac))
        yield _quoted(_quoted_all(token))  # encoded twice
        for dot in (b",", b"%252E", b"..", "․".encode(), "。".encode()):
            yield _quoted(token.replace(b".", dot)) if b"%" not in dot else token.replace(b".", dot)


def _keys(tokens: list[bytes]) -> Iterator[bytes]:
    """Yield tokens that are signed with other keys, or with the empty key."""
    for number in range(500):
        signer = Signer((b"attack-signing-key-%d" % number if number else b"",))
        job, attempt, _ = tokens[number % len(tokens)].decode().split(".")
        yield _token(CallbackAddresses("x", signer).make(job, int(attempt) % 10**11))
        yield _token(MediaAddresses("x", signer).make(job, int(attempt) * 1_000_000))


def _quoted(token: bytes) -> bytes:
    return quote_from_bytes(token, safe="").encode()


def _quoted_all(token: bytes) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in token)
