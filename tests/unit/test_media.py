"""Ranges of a stream: any of them, over any chunks, is the right slice."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import TransientError
from bot.web.media import _between, _range, _with_first

SIZE = 100

contents = st.binary(max_size=60)
cuts = st.lists(st.integers(0, 60), max_size=6)


class Stream:
    """Some bytes in chunks; notes where the last one began that was taken."""

    def __init__(self, content: bytes, cut_at: list[int]) -> None:
        self._content = content
        self._edges = sorted({0, *(at for at in cut_at if at < len(content)), len(content)})
        self.last_from = 0

    async def chunks(self) -> AsyncIterator[bytes]:
        for start, stop in pairwise(self._edges):
            self.last_from = start
            yield self._content[start:stop]


def read(chunks: AsyncIterator[bytes], start: int, stop: int | None) -> bytes:
    async def go() -> bytes:
        first = await anext(chunks, b"")
        pieces = [piece async for piece in _between(_with_first(first, chunks), start, stop)]
        assert all(pieces)
        return b"".join(pieces)

    return asyncio.run(go())


@settings(deadline=None)
@example(content=b"abcdef", cut_at=[2, 4], start=1, length=3)
@example(content=b"abcdef", cut_at=[2, 4], start=0, length=0)
@given(content=contents, cut_at=cuts, start=st.integers(0, 60), length=st.none() | st.integers(0, 60))
def test_what_lies_between_is_what_is_given(content: bytes, cut_at: list[int], start: int, length: int | None) -> None:
    stop = None if length is None else min(start + length, len(content))
    stream = Stream(content, cut_at)
    assert read(stream.chunks(), start, stop) == content[start:stop]
    if stop is not None:
        assert stream.last_from < max(stop, 1), "read no further than that"


@settings(deadline=None)
@given(content=contents, cut_at=cuts, missing=st.integers(1, 20))
def test_a_stream_that_is_shorter_than_said_is_told(content: bytes, cut_at: list[int], missing: int) -> None:
    with pytest.raises(TransientError):
        read(Stream(content, cut_at).chunks(), 0, len(content) + missing)


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, None),
        ("bytes=0-", (0, SIZE)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-", (90, SIZE)),
        ("bytes=90-1000", (90, SIZE)),
        ("bytes=-10", (90, SIZE)),
        ("bytes=-1000", (0, SIZE)),
        ("bytes=0-1,5-6", None),
        ("bytes=20-10", None),
        ("lines=1-2", None),
        ("bytes=", None),
        ("bytes=x-y", None),
        ("bytes=٣-", None),
    ],
)
def test_what_a_range_asks_for(header: str | None, wanted: tuple[int, int] | None) -> None:
    assert _range(make_mocked_request("GET", "/media/x", {"Range": header} if header else {}), SIZE) == wanted


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=1000-"])
def test_a_range_behind_the_end_is_empty(header: str) -> None:
    wanted = _range(make_mocked_request("GET", "/media/x", {"Range": header}), SIZE)
    assert wanted is not None
    assert wanted[0] >= wanted[1], "416 is answered"


def test_a_range_with_a_condition_is_all_of_it() -> None:
    request = make_mocked_request("GET", "/media/x", {"Range": "bytes=0-1", "If-Range": '"abc"'})
    assert _range(request, SIZE) is None


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20).map("bytes=".__add__))
def test_any_range_is_one_within_the_file_or_none(header: str) -> None:
    wanted = _range(make_mocked_request("GET", "/media/x", {"Range": header}), SIZE)
    if wanted is not None:
        assert wanted[0] >= 0
        assert wanted[1] <= SIZE
