"""Where a picture may come from, and that no address leads into our own network."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics import Metrics
from bot.provider.results import Results, UnlistedOriginError, _is_public, _public_socket, origin_of

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
    "192.0.2.1",
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
