"""Limits a sandbox server to programs of this machine and to pages that the server itself has served.

A browser lets every page send requests to loopback. `Host` reveals a foreign name that was made to resolve here;
`Origin` and `Sec-Fetch-Site` reveal another site's page. Programs send neither of the latter two.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""The names of this machine; a foreign name that an attacker makes resolve to it is not among them."""

_OWN_SITE = frozenset({"same-origin", "none"})
_PAGES = frozenset({"/"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_loopback(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 403 to a request that another site may have sent, except when a link there leads to a page here."""
    if reason := _stranger(request):
        return web.Response(status=403, text=f"{reason}\n")
    return await handler(request)


def comes_from_elsewhere(request: web.Request) -> bool:
    """Return whether a browser sent this request from another site's page."""
    return request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITE


def _stranger(request: web.Request) -> str | None:
    name, _, port = request.host.rpartition(":")
    if not port.isdecimal():
        name = request.host
    if name.lower() not in HOSTS:
        return f"Host {request.host!r} is not a name of this machine."
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() != f"http://{request.host}".lower():
        return f"Origin {origin!r} is another site."
    if comes_from_elsewhere(request) and not _is_visit(request):
        return "Another site has sent this request."
    return None


def _is_visit(request: web.Request) -> bool:
    """Return whether a user follows a link to a page; the page itself refuses to be framed."""
    return (
        request.method == "GET"
        and request.path in _PAGES
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )
