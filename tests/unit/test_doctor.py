"""What the doctor finds in a `.env`, in addresses, and on the way to a server."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.doctor import network, outside
from bot.doctor.dotenv import misspelled, oddities
from bot.doctor.network import find_fault, is_private
from bot.doctor.report import EXIT_GOOD, EXIT_MAY_PASS, EXIT_MEND, Report
from bot.settings import Settings
from tests.support.programs import run
from tests.support.stage import free_port

KNOWN = {name.upper() for name in Settings.model_fields}
REQUIRED: dict[str, Any] = {"telegram_token": "1:a", "apispace_token": "b", "public_url": "https://203.0.113.9"}


@pytest.mark.parametrize(
    ("line", "told", "mistake"),
    [
        ("ADMIN_ID=1", "ADMIN_IDS", True),
        ("TELEGRAM_TOKNE=1:a", "TELEGRAM_TOKEN", True),
        ("telegram_mod=polling", "TELEGRAM_MODE", True),
        ("GRANDMOTHER=1", "GRANDMOTHER is no setting", False),
        ("PORT=8080 # the usual", "comment behind PORT", False),
        ('HOST="::" # both', "comment behind HOST", False),
        ("SECRET_KEY=# none yet", "comment behind SECRET_KEY", False),
        ("export PORT=8080", "export", False),
        ("PORT 8080", "NAME=value", True),
        ("PORT=1\nPORT=2", "was there before", True),
        ("LOG_LEVEL=debug", "in the environment, too", False),
    ],
)
def test_what_is_odd_is_told(line: str, told: str, mistake: bool) -> None:
    (oddity,) = oddities(line, KNOWN, {"LOG_LEVEL": "info"})
    assert told in oddity.text
    assert oddity.mistake is mistake
    assert "line" in oddity.text


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# PORT=1",
        "  # a # b",
        "PORT=8080",
        "secret_key='a # b'",
        "SECRET_KEY=a#b",
        'PORT="8080"',
        "HUABOT_DOMAIN=x",
        "HUABOT_UPSTREAMS=127.0.0.1:8081 127.0.0.1:8082",
        "POSTGRES_PASSWORD=x",
    ],
)
def test_what_is_usual_is_not(line: str) -> None:
    assert oddities(line, KNOWN, {"PORT": "8080"}) == []


def test_a_container_s_environment_is_looked_through_for_slips() -> None:
    usual = ("PATH", "HOME", "HOSTNAME", "LANG", "TERM", "PORT", "TMPDIR", "PYTHONPATH", "POSTGRES_PASSWORD", "LOGNAME")
    assert misspelled(usual, KNOWN) == []
    (oddity,) = misspelled((*usual, "admin_id"), KNOWN)
    assert oddity.text.startswith("ADMIN_ID, in the environment, is no setting: ADMIN_IDS is meant?")
    assert not oddity.mistake, "it may be somebody else's"


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_read_and_no_value_is_told(text: str) -> None:
    for oddity in oddities(f"PORT={text}\nPORT={text}s3cr3t # {text}\nPROT={text}s3cr3t", KNOWN, {}):
        assert oddity.text.startswith(".env, line ")
        assert "s3cr3t" not in oddity.text


def test_the_exit_code_says_whether_somebody_has_to_come() -> None:
    report = Report(as_json=True)
    codes = [report.close()]
    report.bad("the network is away", may_pass=True)
    codes.append(report.close())
    report.bad("a wrong setting")
    codes.append(report.close())
    assert codes == [EXIT_GOOD, EXIT_MAY_PASS, EXIT_MEND] == [0, 1, 2]


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "bot.local", "bot", "100.64.0.1"]
)
def test_private_hosts(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["bot.example.org", "8.8.8.8", "2606:4700::1"])
def test_public_hosts(host: str) -> None:
    assert not is_private(host)


@asynccontextmanager
async def server(answer: bytes = b"", *, silent: bool = False, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Listen; answer whatever is asked in the same way. Yields the port."""
    port, writers = free_port(), []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        if not silent:
            await reader.read(1)
            writer.write(answer)
            writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", port, ssl=tls):
        yield port
        for writer in writers:
            writer.close()


async def kind_of(url: str) -> str:
    """Return what kind of fault there is on the way to an address."""
    fault = await find_fault(url)
    return fault.kind if fault else "none"


async def test_faults_of_the_network_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await kind_of(f"http://127.0.0.1:{free_port()}") == "refused"
    async with server(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as port:
        assert await kind_of(f"http://127.0.0.1:{port}") == "none"
        assert await kind_of(f"https://127.0.0.1:{port}") == "tls"
    moved = b"HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1:9/x\r\nContent-Length: 0\r\n\r\n"
    async with server(moved) as port:
        fault = await find_fault(f"http://127.0.0.1:{port}/aigc")
        assert fault
        assert (fault.kind, fault.may_pass) == ("redirect", False)
        assert "redirects to https://127.0.0.1:9: use https" in fault.text
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1")
    assert run("openssl", *made, "-subj", "/CN=localhost", "-keyout", key, "-out", certificate)[0] == 0
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    async with server(tls=context) as port:
        fault = await find_fault(f"https://127.0.0.1:{port}")
        assert fault
        assert (fault.kind, fault.may_pass) == ("certificate", False)
    monkeypatch.setattr(network, "SECONDS", 1.0)
    async with server(silent=True) as port:
        assert await kind_of(f"https://127.0.0.1:{port}") == "timeout"


@pytest.mark.parametrize(("code", "may_pass"), [(socket.EAI_NONAME, False), (socket.EAI_AGAIN, True)])
async def test_a_name_that_is_none_is_another_thing_than_a_silent_dns(
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    may_pass: bool,
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail)
    fault = await find_fault("https://telegram.invalid")
    assert fault
    assert (fault.kind, fault.may_pass, "telegram.invalid" in fault.text) == ("dns", may_pass, True)


NEAR = {"apispace_url": "http://127.0.0.1:1", "telegram_api_url": "http://127.0.0.1:2"}
FAR = {"apispace_url": "https://203.0.113.5/aigc"}
WEBHOOK = {"telegram_mode": "webhook"}


@pytest.mark.parametrize(
    ("changes", "level", "words"),
    [
        (FAR | {"public_url": "http://localhost:8080"}, "bad", "the provider cannot reach it"),
        (FAR | {"public_url": "https://192.168.1.5"}, "bad", "private address"),
        (NEAR | {"public_url": "http://127.0.0.1:8080"}, "note", "private address"),
        (NEAR | WEBHOOK | {"public_url": "http://127.0.0.1:8080"}, "note", "private address"),
        (FAR | WEBHOOK | {"public_url": "http://203.0.113.9"}, "bad", "https"),
        (FAR | WEBHOOK | {"public_url": "https://203.0.113.9:9443"}, "bad", "443, 80, 88 and 8443"),
        (NEAR | WEBHOOK | {"public_url": "http://203.0.113.9"}, "note", "https"),
        (FAR | {"public_url": "http://203.0.113.9"}, "note", "https"),
    ],
)
async def test_public_url_must_be_reachable_by_those_who_have_to_come_in(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changes: dict[str, str],
    level: str,
    words: str,
) -> None:
    # The addresses of documentation (RFC 5737) stand for the world's.
    private = network.is_private
    for module in (outside, network):
        monkeypatch.setattr(module, "is_private", lambda host: not host.startswith("203.0.113.") and private(host))
    report = Report()
    await outside.examine_public_url(Settings(_env_file=None, **REQUIRED | changes), report)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if words in line and line.split()[0].lower() == level], lines
    assert report.close() == (EXIT_MEND if level == "bad" else EXIT_GOOD)
