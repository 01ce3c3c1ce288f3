"""Implements the two routes of `huabot doctor`: they look like the bot's from outside and need no database."""

import asyncio

from aiohttp import web

from bot.clock import Clock
from bot.errors import UntrustedError
from bot.pictures import media_type
from bot.provider.addresses import CallbackAddresses, MediaAddresses
from bot.provider.wire import MalformedError, Verdict, read_callback
from bot.web.body import BodyRefusedError, read_body
from bot.web.callback import MAX_BODY


class TrialRoutes:
    """Serves `/callback/{job}.{attempt}.{mac}` and `/media/{job}.{expires}.{mac}`.

    Attributes:
        photo: The source picture sent for every job; nothing is sent while it is empty.
        fetched: The ids of the jobs whose source picture was fetched.
    """

    def __init__(self, callbacks: CallbackAddresses, media: MediaAddresses) -> None:
        self.photo = b""
        self.fetched: set[str] = set()
        self._callbacks = callbacks
        self._media = media
        self._verdicts: dict[str, asyncio.Future[Verdict]] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return both routes, for every method."""
        return [web.route("*", "/callback/{token}", self.receive), web.route("*", "/media/{token}", self.send)]

    def expect(self, job_id: str) -> "asyncio.Future[Verdict]":
        """Return a future for the verdict on a job."""
        return self._verdicts.setdefault(job_id, asyncio.get_running_loop().create_future())

    async def receive(self, request: web.Request) -> web.Response:
        """Receive a callback."""
        try:
            job_id = self._callbacks.verify(request.match_info["token"]).job_id
            if request.method != "POST":
                return web.Response(status=405)
            verdict = read_callback(await read_body(request, limit=MAX_BODY))
        except UntrustedError:
            return web.Response(status=404)
        except (BodyRefusedError, MalformedError):
            return web.Response(status=400)
        expected = self._verdicts.get(job_id)
        if verdict and expected and not expected.done():
            expected.set_result(verdict)
        return web.json_response({"ok": True})

    async def send(self, request: web.Request) -> web.Response:
        """Send the photo."""
        try:
            job_id = self._media.verify(request.match_info["token"], Clock().now())
        except UntrustedError:
            return web.Response(status=404)
        if not self.photo:
            return web.Response(status=404)
        self.fetched.add(job_id)
        return web.Response(body=self.photo, content_type=media_type(self.photo[:12]))
