"""Where a picture may come from, and that no address leads into our own network."""

import asyncio
import io
import socket
import struct
import time
import zlib
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.errors import PermanentError, TransientError
from bot.metrics import Metrics
from bot.pictures import Header, NotAPictureError
from bot.provider import results as module
from bot.provider.formats import read_result
from bot.provider.results import (
    MOST_REDIRECTS,
    Results,
    SlowError,
    UnlistedOriginError,
    _is_public,
    _public_socket,
    origin_of,
)

LISTED = ("https://cdn.example.org", "http://127.0.0.1:9000", "https://[2606:4700::1]:8443")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://cdn.example.org/a/b.png?x=1#y", "https://cdn.example.org"),
        ("HTTPS://CDN.Example.ORG/a", "https://cdn.example.org"),
        ("https://cdn.example.org:443/a", "https://cdn.example.org"),
        ("http://cdn.example.org:80", "http://cdn.example.org"),
        ("https://cdn.example.org:80/a", "https://cdn.example.org:80"),
        ("http://cdn.example.org:443/a", "http://cdn.example.org:443"),
        ("https://cdn.example.org./a", "https://cdn.example.org."),
        ("https://[2606:4700::1]:8443/a", "https://[2606:4700::1]:8443"),
        ("https://user@cdn.example.org/a", ""),
        ("https://user:pw@cdn.example.org/a", ""),
        ("https://cdn.example.org@evil.org/a", ""),
        ("https://cdn.example.org\\@evil.org/a", ""),
        ("https://evil.org\\.cdn.example.org/a", ""),
        ("https://cdn.example.org:99999/a", ""),
        ("https://cdn.example.org:x/a", ""),
        ("https://[::1/a", ""),
        ("https:///a", ""),
        ("//cdn.example.org/a", ""),
        ("ftp://cdn.example.org/a", ""),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("cdn.example.org/a", ""),
        ("", ""),
    ],
)
def test_an_address_s_origin(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@given(st.text(max_size=40) | st.text("https:/@[]\\.#?%0 \n:", max_size=30).map("https://a".__add__))
def test_any_text_has_an_origin_or_none(url: str) -> None:
    origin = origin_of(url)
    assert not origin or origin_of(origin) == origin


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.example.org/a",
        "https://cdn.example.org:8443/a",
        "https://cdn.example.org./a",
        "https://evil.cdn.example.org/a",
        "https://cdn.example.org.evil.org/a",
        "https://cdn.example.org@evil.org/a",
        "https://127.0.0.1:9000/a",
        "http://127.0.0.1/a",
        "",
    ],
)
def test_only_exactly_listed_origins_are_fetched_from(url: str) -> None:
    results = Results(LISTED, Metrics())
    with pytest.raises(UnlistedOriginError):
        results.listed([url])


def test_listed_addresses_keep_their_order() -> None:
    good = ["https://cdn.example.org/1", "http://127.0.0.1:9000/2", "https://CDN.example.org:443/3"]
    assert Results(LISTED, Metrics()).listed([good[0], "https://evil.org/x", *good[1:]]) == good


def test_an_unlisted_origin_is_named_without_path() -> None:
    with pytest.raises(UnlistedOriginError) as refusal:
        Results(LISTED, Metrics()).listed(["https://new.example.org/secret?token=1"])
    assert refusal.value.origin == "https://new.example.org"
    assert "secret" not in str(refusal.value)


PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "168.63.129.16",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:100.64.0.1",
    "::ffff:224.0.0.1",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "::ffff:0:127.0.0.1",
    "::ffff:0:10.0.0.1",
    "100::1",
    "2001:2::1",
    "2001:20::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2002:0808:0808::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
]
PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_socket_is_made_into_our_own_network(address: str) -> None:
    assert not _is_public(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with pytest.raises(OSError, match="not public"):
        _public_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 443)))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached(address: str) -> None:
    assert _is_public(address)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    _public_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 443))).close()


# What a picture's server may do


class Store:
    """A picture store on loopback, whose every path does what it says."""

    def __init__(self) -> None:
        self.origin = ""
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        place, _, rest = request.path.strip("/").partition("/")
        match place:
            case "hops":  # so many more
                ahead = int(rest)
                return _moved(f"/hops/{ahead - 1}" if ahead else "/picture")
            case "relative":
                return _moved("../picture")
            case "nowhere":
                return web.Response(status=302)
            case "to":
                return _moved(request.query["url"])
            case "drip":
                return await self._drip(request, float(rest))
        return web.Response(body=picture("PNG"))

    async def _drip(self, request: web.Request, pace: float) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for byte in picture("PNG"):
            await response.write(bytes([byte]))
            await asyncio.sleep(1 / pace)
        return response


def _moved(location: str) -> web.Response:
    return web.Response(status=307, headers={"Location": location})


def picture(form: str, size: tuple[int, int] = (4, 3)) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size).save(out, form)
    return out.getvalue()


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = Store()
    app = web.Application()
    app.router.add_get("/{path:.*}", store.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    store.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield store
    await runner.cleanup()


@pytest.mark.parametrize("path", ["hops/0", f"hops/{MOST_REDIRECTS - 1}", "relative/x"])
async def test_redirects_are_followed(store: Store, path: str) -> None:
    async with Results([store.origin], Metrics()) as results, results.download(f"{store.origin}/{path}") as found:
        assert found.header == Header(4, 3, "png")


@pytest.mark.parametrize("path", [f"hops/{MOST_REDIRECTS}", "nowhere"])
async def test_but_not_for_ever(store: Store, path: str) -> None:
    async with Results([store.origin], Metrics()) as results:
        with pytest.raises(PermanentError):
            async with results.download(f"{store.origin}/{path}"):
                pass
    assert len(store.asked) <= MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://evil.example.org/secret", "https://evil.example.org"),
        ("//evil.example.org/secret", "http://evil.example.org"),
        ("http://169.254.169.254/latest/meta-data", "http://169.254.169.254"),
        ("http://localhost:1/x", "http://localhost:1"),
        ("file:///etc/passwd", "an address that is none"),
        ("http://user@127.0.0.1/", "an address that is none"),
        ("http://127.0.0.1\\@evil.org/", "an address that is none"),
    ],
)
async def test_no_redirect_leads_elsewhere(store: Store, url: str, origin: str) -> None:
    async with Results([store.origin], Metrics()) as results:
        with pytest.raises(UnlistedOriginError) as refusal:
            async with results.download(f"{store.origin}/to/x?url={quote(url)}"):
                pass
    assert refusal.value.origin == origin
    assert store.asked == ["/to/x"]


async def test_a_redirect_to_a_listed_name_does_not_reach_into_our_network(store: Store) -> None:
    name = "http://localtest.example.org"
    async with Results([store.origin, name], Metrics()) as results:
        with pytest.raises(TransientError):
            async with results.download(f"{store.origin}/to/x?url={quote(name)}/picture"):
                pass
    assert store.asked == ["/to/x"]


async def test_who_drips_is_given_up_soon(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.3)
    async with Results([store.origin], Metrics()) as results:
        begun = time.monotonic()
        with pytest.raises(SlowError):
            async with results.download(f"{store.origin}/drip/20"):
                pass
        assert time.monotonic() - begun < 3
        monkeypatch.setattr(module, "LEAST_RATE", 1)  # so that every byte buys a second
        async with results.download(f"{store.origin}/drip/200") as found:
            assert found.size == len(picture("PNG"))


async def test_who_drips_the_head_of_an_answer_is_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.3)

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        try:
            for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1_000:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with Results([origin], Metrics()) as results:
        begun = time.monotonic()
        with pytest.raises(TransientError):
            async with results.download(f"{origin}/1.png"):
                pass
    assert time.monotonic() - begun < 5
    server.close()


# What a result may be


def png_of(width: int, height: int) -> bytes:
    """Return the head of a PNG that says it is so large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    parts = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (head, data)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("data", "header"),
    [
        (picture("PNG"), Header(4, 3, "png")),
        (picture("JPEG"), Header(4, 3, "jpeg")),
        (picture("WEBP"), Header(4, 3, "webp")),
        (picture("GIF") + bytes(9), Header(0, 0, "gif")),
        (picture("BMP"), Header(0, 0, "bmp")),
        (picture("TIFF"), Header(0, 0, "tiff")),
        (b"MM\0*" + bytes(99), Header(0, 0, "tiff")),
        (picture("AVIF"), Header(0, 0, "avif")),
        (b"\0\0\0\x1cftypheic" + bytes(99), Header(0, 0, "heic")),
        (b"\0\0\0\x1cftypmif1" + bytes(99), Header(0, 0, "heic")),
        (b"\xff\x0a" + bytes(99), Header(0, 0, "jxl")),
        (png_of(8_000, 8_000), Header(8_000, 8_000, "png")),
    ],
)
def test_a_result_s_header(data: bytes, header: Header) -> None:
    file = io.BytesIO(data)
    assert read_result(file) == header
    assert file.tell() == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"BM, said the cat, and went on to say more of it",
        b"\0\0\0\x1cftypisom" + bytes(99),
        b"<html><body>Not found, not even a little of it</body></html>",
        png_of(8_001, 8_000),
        bytes(200),
    ],
)
def test_what_is_no_result(data: bytes) -> None:
    with pytest.raises(NotAPictureError):
        read_result(io.BytesIO(data))


BEGINNINGS = [
    b"BM",
    b"GIF89a",
    b"II*\0",
    b"\0\0\0\x1cftypavif",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"RIFF\0\0\0\0WEBP",
]


@given(st.sampled_from([b"", *BEGINNINGS]), st.binary(max_size=80))
def test_any_bytes_are_a_result_or_none(beginning: bytes, rest: bytes) -> None:
    try:
        header = read_result(io.BytesIO(beginning + rest))
    except NotAPictureError:
        return
    assert header.extension in {"png", "jpeg", "webp", "gif", "bmp", "tiff", "avif", "heic", "jxl"}
