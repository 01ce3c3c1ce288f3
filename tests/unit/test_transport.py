"""What a broken connection to Telegram means: whether something may have been sent."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp.payload import BytesPayload
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, InputFile
from telegram.error import TelegramError

from bot.errors import HuabotError, NotSentError, TransientError
from bot.metrics import Metrics
from bot.telegram.errors import translate_error
from bot.telegram.form import form_of
from bot.telegram.transport import AiohttpRequest


@asynccontextmanager
async def hanging_up() -> AsyncIterator[int]:
    """Open a server that cuts a connection off when 64 KB have come."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(64 * 1024)
        writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


@asynccontextmanager
async def refusing() -> AsyncIterator[int]:
    """Keep a port on which nobody listens."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        yield nobody.getsockname()[1]


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_whatever_a_call_says_its_form_says(parameters: dict[str, str]) -> None:
    form = form_of(parameters, {})
    assert isinstance(form, BytesPayload)
    assert form.content_type == "application/x-www-form-urlencoded"
    read = parse_qsl(form.decode(), keep_blank_values=True, strict_parsing=bool(parameters))
    assert read == list(parameters.items())


async def upload(port: int) -> HuabotError:
    """Send 4 MB there, and return what the failure means."""
    request = AiohttpRequest(Metrics(), aiohttp.ClientSession)
    await request.initialize()
    bot = Bot("1:A", base_url=f"http://127.0.0.1:{port}/bot", request=request)
    with pytest.raises(TelegramError) as failure:
        await bot.send_document(7, InputFile(io.BytesIO(bytes(4_000_000)), "fox.png", read_file_handle=False))
    await request.shutdown()
    return translate_error(failure.value)


async def test_an_upload_cut_off_in_the_middle_is_in_doubt() -> None:
    async with hanging_up() as port:
        meaning = await upload(port)
    assert type(meaning) is TransientError


async def test_an_upload_that_finds_nobody_was_not_sent() -> None:
    async with refusing() as port:
        meaning = await upload(port)
    assert type(meaning) is NotSentError


async def test_whatever_the_http_library_stumbles_over_leaves_the_call_in_doubt() -> None:
    session = aiohttp.ClientSession()
    request = AiohttpRequest(Metrics(), lambda: session)
    await request.initialize()
    await session.close()  # by somebody else: the library calls that a `RuntimeError`
    with pytest.raises(TelegramError) as failure:
        await request.call("http://127.0.0.1:9/bot1:A/sendMessage", {"chat_id": 7, "text": "a fox"})
    assert type(translate_error(failure.value)) is TransientError
