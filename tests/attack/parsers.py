"""Calls every parser of untrusted data: for any bytes, it must return or raise only its documented exceptions."""

import ipaddress
import json
import warnings
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

from aiohttp.test_utils import make_mocked_request
from telegram import Bot, Update
from telegram.error import TelegramError

from bot import preferences
from bot.errors import UntrustedError, UserError
from bot.grammar import parse, render
from bot.job import Kind
from bot.options import Options, is_seen, read_prompt, shorten, units
from bot.pictures import NotAPictureError, media_type, read_header, require_whole
from bot.provider.addresses import CallbackAddresses, MediaAddresses, Signer
from bot.provider.formats import read_result
from bot.provider.results import _is_public, origin_of
from bot.provider.shallow_json import read_shallow
from bot.provider.wire import MalformedError, read_callback, read_query, read_submit, status_in
from bot.telegram.callback_data import decode, encode
from bot.telegram.messages import find_photo, read_command
from bot.telegram.styles import Styles
from bot.telegram.transport import AiohttpRequest, refusal
from bot.texts import Texts
from bot.web.media import _range
from bot.web.webhook import _read

TEXTS = Texts()
STYLES = Styles(TEXTS)
DEFAULTS = Options(seed=1)
SIGNER = Signer((b"0123456789abcdef",))
CALLBACKS, MEDIA = CallbackAddresses("http://x", SIGNER), MediaAddresses("http://x", SIGNER)
BOT = Bot("1:a")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return _text(data)


def address(data: bytes) -> None:
    """Check that no random token is accepted as a signed address."""
    for addresses, arguments in ((CALLBACKS, ()), (MEDIA, (0,))):
        with suppress(UntrustedError):
            addresses.verify(_text(data), *arguments)  # type: ignore[attr-defined]
            raise AssertionError("forged")


def callback(data: bytes) -> None:
    """Check that a callback's body is read as a verdict or as None, or is refused as malformed."""
    with suppress(MalformedError):
        verdict = read_callback(data)
        assert verdict is None or all(len(url) <= 2_048 for url in verdict.urls)


def shallow(data: bytes) -> None:
    """Parse JSON of limited depth."""
    with suppress(ValueError):
        read_shallow(data, 2)


def answers(data: bytes) -> None:
    """Parse the provider's responses to a submit and to a query."""
    body = _json(data)
    assert status_in(body) in range(600)
    with suppress(MalformedError):
        read_submit(body)
    with suppress(MalformedError):
        read_query(body)


def telegram_answer(data: bytes) -> None:
    """Parse Telegram's responses, and what a proxy may send instead."""
    with suppress(TelegramError):
        AiohttpRequest.parse_json_payload(data)
    for status in (200, 400, 429, 502):
        assert isinstance(refusal(status, data), TelegramError)


def picture(data: bytes) -> None:
    """Read a picture's header, with the signatures of the three formats and without."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for beginning in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8"):
            file = BytesIO(beginning + data)
            media_type(file.getvalue()[:12])
            for read in (read_header, read_result):
                with suppress(NotAPictureError):
                    found = read(file)
                    assert 0 <= found.width * found.height <= 64_000_000
            with suppress(NotAPictureError):
                require_whole(file.getvalue())


def prompt(data: bytes) -> None:
    """Parse the text after a command, and the line that orders the same again."""
    text = data.decode("utf-8", "replace")
    is_seen(text)
    assert units(shorten(text, 20)) <= 20
    for kind in (Kind.DRAW, Kind.REMIX, Kind.ANIME):
        with suppress(UserError):
            read_prompt(text, kind)
            parsed = parse(text, DEFAULTS, kind)
            assert parse(render(parsed, DEFAULTS, kind), DEFAULTS, kind).options == parsed.options


def style(data: bytes) -> None:
    """Read the name of a style."""
    for language in TEXTS.languages:
        with suppress(UserError):
            STYLES.read(data.decode("utf-8", "replace"), language)


def button(data: bytes) -> None:
    """Decode the callback data of a button."""
    if found := decode(_text(data)):
        assert decode(encode(found)) == found


def stored_preferences(data: bytes) -> None:
    """Read stored preferences."""
    found = preferences.read(_text(data))
    assert preferences.read(preferences.write(found)) == found


def update(data: bytes) -> None:
    """Parse an update, from Telegram or from anyone; the library's own exceptions are caught by the caller."""
    body = _read(data)
    if body is None:
        return
    try:
        found = Update.de_json(body, BOT)
        message = found.message
    except Exception:  # noqa: BLE001  as `Updates.parse` does
        return
    if message and isinstance(message.text, str | None):
        with suppress(UserError, AttributeError, TypeError):
            read_command(message)
            find_photo(message, Kind.HD)


def origin(data: bytes) -> None:
    """Read the origin of an address, and check whether an address is public."""
    text = _text(data)
    found = origin_of(text)
    assert origin_of(found) == found
    with suppress(ValueError):
        ipaddress.ip_address(text.split("%", maxsplit=1)[0])
        _is_public(text)


def range_of(data: bytes) -> None:
    """Parse a `Range` header."""
    field = "".join(character for character in data.decode("latin-1") if character.isprintable())
    found = _range(make_mocked_request("GET", "/media/x", {"Range": f"bytes={field}"}), 100)
    assert found is None or (found[0] >= 0 and found[1] <= 100)


def words(data: bytes) -> None:
    """Insert other people's words into a text of the bot."""
    text = data.decode("utf-8", "replace").replace("\0", "")
    said = TEXTS.get("en", "error-style-unknown", style=text, styles=text)
    assert "<" not in said.replace("<code>", "").replace("</code>", "").replace("<i>", "")


PARSERS: dict[str, Callable[[bytes], None]] = {
    parser.__name__: parser
    for parser in (
        *(address, callback, shallow, answers, telegram_answer, picture, prompt, style, button),
        *(stored_preferences, update, origin, range_of, words),
    )
}
