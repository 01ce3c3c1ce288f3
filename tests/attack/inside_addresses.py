"""Lists addresses of internal networks, in every notation that is known to have bypassed a filter."""

import socket

METADATA = (
    "169.254.169.254",
    "169.254.170.2",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "fd00:ec2::254",
    "fd20:ce::254",
)
"""The metadata services of clouds, which reveal a machine's secrets."""

NUMBERS = (
    *METADATA,
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.0.1"),
    *("100.64.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255", "192.88.99.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0:127.0.0.1", "::ffff:10.0.0.1"),
    *("64:ff9b::127.0.0.1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::1"),
    *("fc00::1", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1", "2001:2::1", "100::1", "5f00::1"),
)
"""Addresses from which no picture may be fetched, whatever name resolves to them."""

SINK = "192.31.196.1"
"""A public address that never responds (RFC 7534)."""

LOOPBACK = (
    *("2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "0x7f.1", "127.1", "127.0.1", "127.000.000.001"),
    *("127.0.0.1.", "0", "0.0.0.0", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
    *("[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "[::ffff:0:7f00:1]"),
    *("localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "ip6-localhost", socket.gethostname()),
    *("①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "127%2e0%2e0%2e1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "loc\u00adalhost"),
    *("127.0.0.1%00.example.org", "127.0.0.1%23.example.org", "127.0.0.1\\.example.org"),
)
"""Hosts that some parser takes for this machine."""


def unlisted(listed: str, port: int) -> list[str]:
    """Return addresses that are not at a listed origin; each leads to an internal host if it is parsed loosely.

    Args:
        listed: A listed origin.
        port: The canary's port.
    """
    host = listed.partition("://")[2]
    inside = f"127.0.0.1:{port}"
    return [
        f"http://{inside}/secret",
        *(f"http://{host}:{port}/secret" for host in LOOPBACK),
        *(f"http://{f'[{number}]' if ':' in number else number}/latest/meta-data/" for number in METADATA),
        "http://metadata.google.internal/computeMetadata/v1/",
        f"http://{host}@{inside}/secret",
        f"http://user:{host}@{inside}/secret",
        f"http://{inside}@{host}/secret",
        f"http://{inside}#@{host}/secret",
        f"http://{inside}\\@{host}/secret",
        f"http://{inside}?@{host}/secret",
        f"http://{host}.{inside}/secret",
        f"http://{host}%00@{inside}/secret",
        f"http:\\\\{inside}\\secret",
        f"http:/{inside}/secret",
        f"http:{inside}/secret",
        f"http:///{inside}/secret",
        f"//{inside}/secret",
        f"\t http://{inside}/secret",
        f"ht\ntp://{inside}/secret",
        f"http://127.0.\n0.1:{port}/secret",
        f"https://{inside}/secret",
        f"HTTPS://{host}/secret",
        f"{listed}.example.org/secret",
        f"{listed}0/secret",
        f"ftp://{inside}/secret",
        f"gopher://{inside}/_GET%20/secret",
        f"ws://{inside}/secret",
        f"unix://{inside}/secret",
        f"jar:http://{inside}!/secret",
        "file:///etc/passwd",
        f"file://{inside}/etc/passwd",
        "data:image/png;base64,iVBORw0KGgo=",
        "/etc/passwd",
        "http://",
        "http://[",
        "http://[::1",
        "http://0x7f000001:99999/",
        "http://" + "a" * 300 + f":{port}/",
        "http://" + "a." * 200 + f":{port}/",
    ]


def names() -> dict[str, list[list[str]]]:
    """Return names of internal addresses, and the addresses of each, by look-up."""
    return {
        "rebound.inside.test": [[SINK], ["127.0.0.1"]],
        "both.inside.test": [[SINK, "127.0.0.1", "::1"]],
        **{f"n{number}.inside.test": [[address]] for number, address in enumerate(NUMBERS)},
    }


def listed_names(port: int) -> list[str]:
    """Return listed origins whose names or numbers do not look private, but lead to the canary."""
    return [f"http://{name}:{port}" for name in (*names(), "2130706433", "0x7f.1", "0177.0.0.1")]
