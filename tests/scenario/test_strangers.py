"""Who sends half a request, or reads half an answer: the bot keeps little of them, and everybody else is served."""

import asyncio
import io
import random
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from PIL import Image

from bot.web import connection, media, server
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.media import address_of, asked
from tests.support.process_tree import memory_mb, only_linux_tells
from tests.support.stage import Stage
from tests.support.studio import FREE
from tests.support.updates import order
from tests.support.webhook import knock, set_webhook


def address(stage: Stage) -> tuple[str, int]:
    return "127.0.0.1", int(stage.url.rpartition(":")[2])


def fields(count: int, size: int) -> bytes:
    """Return the fields of a head."""
    return b"".join(b"x-%d: %s\r\n" % (number, b"a" * (size - 8 - len(str(number)))) for number in range(count))


async def said_to(stage: Stage, *pieces: bytes) -> bytes:
    """Return what the bot answers to these bytes, up to the end of the connection."""
    reader, writer = await asyncio.open_connection(*address(stage))
    with_end = b""
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)  # in packets of their own
        async with asyncio.timeout(PATIENCE):
            with_end = await reader.read()
    except ConnectionError:
        pass
    finally:
        writer.close()
    return with_end


@contextmanager
def crowd(stage: Stage, count: int, *pieces: bytes) -> Iterator[list[socket.socket]]:
    """So many connections at once, each with these bytes, or as many of them as are taken."""
    with ExitStack() as stack:
        sockets = []
        for _ in range(count):
            stranger = stack.enter_context(socket.create_connection(address(stage), timeout=10))
            stranger.setblocking(False)
            sockets.append(stranger)
        send(sockets, *pieces)
        yield sockets


def send(sockets: list[socket.socket], *pieces: bytes) -> None:
    """Send as much as is taken."""
    for piece in pieces:
        for stranger in sockets:
            with suppress(BlockingIOError, ConnectionError):
                stranger.send(piece)


async def is_up(stage: Stage) -> None:
    async with asyncio.timeout(PATIENCE), stage.session.get(f"{stage.url}/healthz") as response:
        assert response.status == 200


async def warmed_up(stage: Stage) -> asyncio.subprocess.Process:
    """Start a bot, and let it answer some first."""
    process = await stage.launch(telegram_mode="webhook")
    await stage.telegram.wait_calls("setWebhook")
    for _ in range(20):
        await is_up(stage)
    return process


HEAD = b"POST /callback/x HTTP/1.1\r\nHost: bot\r\n"
BODY = [HEAD + b"Content-Length: 8000000\r\n\r\n", *[b"x" * 60_000] * 8]


@only_linux_tells
@pytest.mark.parametrize(
    ("count", "pieces"),
    [
        (300, [HEAD, *[fields(8, 8_000)] * 15]),
        (2_000, [HEAD, fields(2, 6_000)]),
        (2_000, [HEAD, *[fields(60, 250)[at : at + 1_000] for at in range(0, 15_000, 1_000)]]),
        (2_000, [b""]),
        (500, BODY),
        (300, [b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n" * 400] * 3),
    ],
    ids=["huge", "large", "dripping", "silent", "bodies", "pipelined"],
)
async def test_a_crowd_costs_little(stage: Stage, count: int, pieces: list[bytes]) -> None:
    process = await warmed_up(stage)
    before = memory_mb(process.pid, "VmRSS")
    with ExitStack() as stack:
        await asyncio.to_thread(lambda: stack.enter_context(crowd(stage, count, *pieces)))
        for _ in range(20):
            await is_up(stage)
        assert memory_mb(process.pid, "VmRSS") - before < 50
    secret = (await set_webhook(stage))["secret_token"]
    assert (await knock(stage, {"update_id": 7}, secret))[0] == 200


@only_linux_tells
@pytest.mark.parametrize(
    "pieces",
    [BODY, [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"ea60\r\n" + b"x" * 60_000 + b"\r\n"] * 8]],
    ids=["bodies", "chunks"],
)
async def test_a_crowd_that_finds_the_bot_busy_costs_little(stage: Stage, pieces: list[bytes]) -> None:
    """All of it is there to be read in one turn of the loop."""
    process = await warmed_up(stage)
    before = memory_mb(process.pid, "VmRSS")
    with ExitStack() as stack:
        strangers = await asyncio.to_thread(lambda: stack.enter_context(crowd(stage, 500, *pieces[:2])))
        await is_up(stage)
        process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.to_thread(lambda: send(strangers, *pieces[2:]))
        finally:
            process.send_signal(signal.SIGCONT)
        for _ in range(20):
            await is_up(stage)
        assert memory_mb(process.pid, "VmRSS") - before < 50


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([b"GET /healthz HTTP/1.1\r\nHost: bot\r\n", fields(2, 7_900), b"Connection: close\r\n\r\n"], b"200"),
        ([b"GET /healthz HTTP/1.1\r\nHost: bot\r\n", fields(2, 8_200), b"\r\n"], b"431"),
        ([b"GET /healthz HTTP/1.1\r\nHost: bot\r\n" + fields(40, 1_000) + b"\r\n"], b"431"),
        ([b"GET /", b"a" * 8_000, b"a" * 8_000, b"a" * 8_000], b"431"),
        ([b"GET /healthz HTTP/1.1\r\nHost: bot\r\n" + fields(70, 20) + b"\r\n"], b"400"),
    ],
)
async def test_a_head_is_16_kilobytes_at_most(stage: Stage, pieces: list[bytes], status: bytes) -> None:
    await stage.start()
    assert (await said_to(stage, *pieces)).split()[1] == status


async def test_a_head_after_a_body_is_bounded_like_the_first(stage: Stage) -> None:
    await stage.start()
    post = b"POST /nothing HTTP/1.1\r\nHost: bot\r\nContent-Length: 40000\r\n\r\n"
    answers = await said_to(stage, post, b"x" * 40_000, post, b"x" * 40_000, HEAD, fields(3, 8_000))
    assert answers.count(b"HTTP/1.1 404") == 2
    assert answers.count(b"HTTP/1.1 431") == 1


async def test_bodies_of_a_megabyte_pass(stage: Stage, alice: Person) -> None:
    await stage.start(telegram_mode="webhook")
    secret = (await set_webhook(stage))["secret_token"]
    for number in range(3):
        update = order(7 + number, alice, 9_001 + number, "/start", padding="x" * 1_000_000)
        assert (await knock(stage, update, secret))[0] == 200
    await stage.telegram.wait_calls("sendMessage")


async def test_a_head_that_drips_is_cut_off(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "KEEPALIVE", 0.5)
    await stage.start()
    for begins in (b"", b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n"):
        reader, writer = await asyncio.open_connection(*address(stage))
        writer.write(begins + b"GET /healthz HTTP/1.1\r\nx: ")
        dripping = asyncio.create_task(drip(writer))
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):
                assert (b"200 OK" in await reader.read()) == bool(begins)
        dripping.cancel()
        writer.close()


async def drip(writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)


async def test_the_longest_silent_makes_room(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MAX_CONNECTIONS", 4)
    await stage.start()
    strangers = [await asyncio.open_connection(*address(stage)) for _ in range(4)]
    strangers[0][1].write(b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n")
    await strangers[0][0].readuntil(b"}")
    for _ in range(3):
        await is_up(stage)
    async with asyncio.timeout(PATIENCE):
        with suppress(ConnectionError):
            assert await strangers[1][0].read() == b""
    strangers[0][1].write(b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n")
    await strangers[0][0].readuntil(b"}")
    for _, writer in strangers:
        writer.close()


async def test_readers_that_never_read_free_their_slots(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "UNREAD_SECONDS", 1.0)
    monkeypatch.setattr(media, "AT_ONCE", 3)
    await stage.start(**FREE)
    out = io.BytesIO()
    Image.frombytes("RGB", (1_900, 1_900), random.Random(7).randbytes(1_900 * 1_900 * 3)).save(out, "PNG")
    url = await address_of(stage, alice, out.getvalue())
    request = f"GET {url.removeprefix(stage.url)} HTTP/1.1\r\nHost: bot\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(3):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            reader.setblocking(False)
            await asyncio.get_running_loop().sock_connect(reader, address(stage))
            await asyncio.get_running_loop().sock_sendall(reader, request)
        await until_busy(stage, url)
        async with asyncio.timeout(PATIENCE):
            while (answer := await asked(stage, url))[0] == 503:
                pass
        assert answer[0] == 200
        assert answer[2] == out.getvalue()


async def until_busy(stage: Stage, url: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await asked(stage, url, "HEAD"))[0] != 503:
            pass
