"""Sends oversize headers, bodies, chunks and compressed bodies: all must be refused, and memory must hardly grow."""

import asyncio
import gzip
import zlib
from collections.abc import Callable

from tests.attack.house import MEGABYTE, House
from tests.attack.report import Row
from tests.attack.size import Size

LITTLE = 50
BIG = 8 * MEGABYTE

Request = Callable[[bytes], bytes]
"""Makes a request for a path."""

WITHIN = frozenset({"a list in a list in a list", "a number of a million digits", "waiting to be told to go on"})

CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


def _post(path: bytes, rest: bytes) -> bytes:
    return b"POST " + path + b" HTTP/1.1\r\nHost: bot\r\n" + rest


def _packed(coding: bytes, data: bytes) -> Request:
    return lambda path: _post(path, b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding, len(data)) + data)


def _heads() -> dict[str, Request]:
    field = b"x: " + b"a" * 8_000 + b"\r\n"
    return {
        "a line without an end": lambda _: b"POST /" + b"a" * BIG,
        "a field without an end": lambda path: _post(path, b"x: " + b"a" * BIG),
        "fields without an end": lambda path: _post(path, field * (BIG // len(field))),
        "a million short fields": lambda path: _post(path, b"x:\r\n" * (BIG // 4)),
        "folded fields": lambda path: _post(path, b"x: a\r\n" + b" b\r\n" * (BIG // 4)),
        "no HTTP at all": lambda _: b"\x16\x03\x01\x02\x00" + bytes(BIG),
        "HTTP/2": lambda _: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(BIG),
        "line breaks": lambda _: b"\r\n" * (BIG // 2),
        "requests without waiting": lambda _: b"GET /nothing HTTP/1.1\r\nHost: bot\r\n\r\n" * 50_000,
    }


def _bodies() -> dict[str, Request]:
    bomb = gzip.compress(bytes(200 * MEGABYTE), 9)
    deep = b"[" * (MEGABYTE - 1)
    return {
        "a body of 8 MB": lambda path: _post(path, b"Content-Length: %d\r\n\r\n" % BIG + b"x" * BIG),
        "a body said to be huge": lambda path: _post(path, b"Content-Length: 99999999999999\r\n\r\n" + b"x" * BIG),
        "8 MB in chunks": lambda path: _post(path, CHUNKED + (b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n") * (BIG // 0xFFFF)),
        "chunks of one byte": lambda path: _post(path, CHUNKED + b"1\r\nx\r\n" * (BIG // 6)),
        "a chunk said to be huge": lambda path: _post(path, CHUNKED + b"fffffffffffffff\r\n" + b"x" * BIG),
        "a chunk's size without an end": lambda path: _post(path, CHUNKED + b"0" * BIG),
        "a chunk's notes without an end": lambda path: _post(path, CHUNKED + b"1;" + b"a" * BIG),
        "trailers without an end": lambda path: _post(path, CHUNKED + b"0\r\n" + b"x: y\r\n" * (BIG // 6)),
        "packed by gzip": _packed(b"gzip", bomb),
        "packed by deflate": _packed(b"deflate", zlib.compress(bytes(100 * MEGABYTE), 9)),
        "said to be brotli": _packed(b"br", bomb),
        "packed twice": _packed(b"gzip, gzip", gzip.compress(bomb)),
        "in parts": lambda path: _post(
            path, b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n" % BIG + b"--x\r\n" * 9
        ),
        "a list in a list in a list": lambda path: _post(path, b"Content-Length: %d\r\n\r\n" % len(deep) + deep),
        "waiting to be told to go on": lambda path: _post(path, b"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n"),
        "two lengths": lambda path: _post(path, b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nhello"),
        "a length and chunks": lambda path: _post(path, b"Content-Length: 5\r\n" + CHUNKED + b"0\r\n\r\nGET /healthz "),
        "a number of a million digits": lambda path: _post(
            path, b"Content-Length: %d\r\n\r\n" % (MEGABYTE - 9) + b"1" * (MEGABYTE - 9)
        ),
    }


async def attack(house: House, size: Size) -> list[Row]:
    """Send headers to a forged address, and bodies to a forged one and to a genuine one, where they are read."""
    job = "0" * 26
    true = house.callbacks.make(job, 1).removeprefix(house.url).encode()
    rows = []
    for group, kinds, paths in (
        ("heads", _heads(), [b"/callback/x"]),
        ("bodies at a forged address", _bodies(), [b"/callback/x"]),
        ("bodies at a true address", _bodies(), [true]),
    ):
        chosen = list(kinds.items())[:: min(size.every, 4)]
        await house.rest()
        requests = [(name, request(paths[0])) for name, request in chosen] * size.requests
        answers = await asyncio.gather(*(house.said_to(data, 8.0) for _, data in requests))
        taken = [  # a genuine address accepts any body within the limits
            f"{name}: {answer[:40]!r}"
            for (name, _), answer in zip(requests, answers, strict=True)
            if b" 200 OK" in answer.split(b"\r\n")[0] and not (paths == [true] and name in WITHIN)
        ]
        grown = house.grown
        bugs = await house.bugs()
        found = f"memory +{grown:.0f} MB, {len(taken)} taken{f' ({taken[0]})' if taken else ''}, {bugs} bugs"
        rows.append(Row(group, len(chosen) * size.requests, found, not (taken or bugs) and grown < LITTLE))
    return rows
