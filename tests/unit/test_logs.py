"""The second net: no secret in any line, wherever it came from."""

import io
import json
import logging
import subprocess
import sys

import pytest
import structlog

from bot import logs
from tests.support.stage import ROOT

TOKEN = "987654321:AAF-the-bot-s-own-token-0123456789ab"
KEY = "the provider's key"
SIGNED = "018bcfe5680000123456789abc.1.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
FORMATS = ["console", "json"]


pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture(params=FORMATS)
def out(request: pytest.FixtureRequest) -> io.StringIO:
    """Where everything is logged to."""
    stream = io.StringIO()
    logs.configure(log_format=request.param, level="debug", secrets=(TOKEN, KEY, ""), stream=stream)
    return stream


def test_in_a_message_and_in_a_value(out: io.StringIO) -> None:
    structlog.get_logger("bot.x").info(f"calling {TOKEN}", url=f"https://t.example/bot{TOKEN}/getMe", key=[KEY])
    assert TOKEN not in out.getvalue()
    assert KEY not in out.getvalue()
    assert out.getvalue().count(logs.MASK) == 3


def test_in_a_traceback(out: io.StringIO) -> None:
    try:
        try:
            raise ValueError(f"cannot reach https://t.example/bot{TOKEN}/getMe")
        except ValueError as exc:
            raise RuntimeError(KEY) from exc
    except RuntimeError:
        structlog.get_logger("bot.x").exception("failed")
        logging.getLogger("foreign").exception("failed")
    text = out.getvalue()
    assert text.count("ValueError") >= 2
    assert TOKEN not in text
    assert KEY not in text


def test_in_other_libraries_lines(out: io.StringIO) -> None:
    logging.getLogger("some.library").warning("GET https://t.example/bot%s/getMe with %r", TOKEN, {"key": KEY})
    assert "some.library" in out.getvalue()
    assert TOKEN not in out.getvalue()
    assert KEY not in out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_in_warnings(form: str) -> None:
    """Of a process of its own, because pytest takes warnings to itself."""
    program = f"""if True:
        import warnings
        from bot import logs
        logs.configure(log_format={form!r}, level="info", secrets=[{KEY!r}])
        warnings.warn("GET https://t.example/bot{TOKEN}/getMe {KEY}", RuntimeWarning)
    """
    command = [sys.executable, "-W", "always", "-c", program]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr
    assert "RuntimeWarning" in said
    assert "py.warnings" in said
    assert TOKEN not in said
    assert KEY not in said


@pytest.mark.parametrize("place", ["token %s", "https://t.example/bot%s/getMe", "https://t.example/file/bot%s/a.png"])
def test_what_looks_like_a_bot_token_even_if_nobody_named_it(out: io.StringIO, place: str) -> None:
    other = "123456789:BBG-another-bot-s-token-0123456789xyz"
    logging.getLogger("some.library").warning(place, other)
    assert other not in out.getvalue()
    assert logs.MASK in out.getvalue()


@pytest.mark.parametrize("route", ["callback", "media"])
def test_a_signed_address(out: io.StringIO, route: str) -> None:
    structlog.get_logger("bot.x").info("sent", url=f"https://bot.example.org/hua/{route}/{SIGNED}")
    logging.getLogger("aiohttp.client").warning("POST /%s/%s HTTP/1.1", route, SIGNED)
    assert out.getvalue().count(logs.MASK) == 2
    assert SIGNED.split(".")[2] not in out.getvalue()


def test_a_secret_that_begins_another_one_leaves_no_rest() -> None:
    stream = io.StringIO()
    logs.configure(log_format="console", level="info", secrets=("new-key", "new-key-and-its-rest"), stream=stream)
    structlog.get_logger("bot.x").info("new-key-and-its-rest")
    assert "rest" not in stream.getvalue()


def test_a_secret_with_quotes_is_masked_in_json_too() -> None:
    stream, secret = io.StringIO(), 'a "quoted" \\ secret'
    logs.configure(log_format="json", level="info", secrets=(secret,), stream=stream)
    structlog.get_logger("bot.x").info("event", value=secret)
    assert "quoted" not in stream.getvalue()


@pytest.mark.parametrize("log_format", FORMATS)
def test_a_traceback_holds_no_values(log_format: str) -> None:
    """Whatever else is installed: some make tracebacks that show what every variable held."""
    stream = io.StringIO()
    logs.configure(log_format=log_format, level="info", stream=stream)
    words = "a fox " + "in the snow"
    try:
        raise ValueError(len(words))
    except ValueError:
        structlog.get_logger("bot.x").exception("failed")
        logging.getLogger("some.library").exception("failed")
    assert stream.getvalue().count("Traceback (most recent call last)") == 2
    assert words not in stream.getvalue()


def test_json_lines_are_json_with_ids_and_time() -> None:
    stream = io.StringIO()
    logs.configure(log_format="json", level="info", stream=stream)
    structlog.get_logger("bot.x").info("job_ended", job="雪", outcome="picture")
    structlog.get_logger("bot.x").debug("not seen")
    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["job"], entry["outcome"], entry["level"]) == ("job_ended", "雪", "picture", "info")
    assert entry["timestamp"].endswith("Z")


@pytest.mark.parametrize("library", ["httpx", "aiohttp.access", "telegram"])
def test_libraries_that_log_addresses_are_quiet(out: io.StringIO, library: str) -> None:
    logging.getLogger(library).info("HTTP Request: POST https://t.example/bot/sendMessage")
    assert out.getvalue() == ""


@pytest.mark.parametrize("error", [RuntimeError("Connection closed."), ConnectionResetError("x")])
def test_who_hangs_up_on_the_web_server_writes_nothing(out: io.StringIO, error: Exception) -> None:
    logging.getLogger("aiohttp.server").error("Unhandled exception", exc_info=error)
    assert out.getvalue() == ""
    logging.getLogger("aiohttp.server").error("Unhandled exception", exc_info=RuntimeError("a bug"))
    assert "a bug" in out.getvalue()
