"""Implements `doctor --paid`: orders one picture of each kind, to test guessed paths before users need them."""

import asyncio
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import aiohttp

from bot.clock import SECOND, Clock
from bot.doctor.report import Report
from bot.errors import HuabotError, TransientError
from bot.job import Kind, Order, Outcome, Source, new_job_id
from bot.metrics import Metrics
from bot.options import Options, Style
from bot.provider.addresses import CallbackAddresses, MediaAddresses, Signer
from bot.provider.client import APISpace, path_setting
from bot.provider.results import Results, UnlistedOriginError
from bot.provider.wire import Verdict
from bot.settings import Settings
from bot.web.server import WebServer
from bot.web.trial import TrialRoutes

WORDS = "portrait of a young woman in a garden, looking at the camera"
"""The description that is painted first; the picture is then repainted, drawn as an anime and enlarged."""


def ask(count: int) -> bool:
    """Ask the operator whether to pay for so many pictures."""
    sys.stderr.write(f"This orders {count} pictures, which the provider charges to your account. Order them? [y/N] ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer.endswith("\n") or not sys.stdin.isatty():
        sys.stderr.write("\n")
    return answer.strip().lower() in {"y", "yes"}


class Trial:
    """Orders one picture of each kind; reports cost, answer, callback and download of each.

    Args:
        agree: Called with the number of pictures before anything is ordered; tells whether to order.
    """

    def __init__(self, agree: Callable[[int], bool] = ask) -> None:
        self._agree = agree

    async def __call__(self, settings: Settings, report: Report, signer: Signer) -> None:
        """Ask for consent, listen for the callbacks, and order."""
        kinds = [kind for kind, path in settings.endpoints.paths.items() if path]
        if not self._agree(len(kinds)):
            report.note("--paid: nothing was ordered")
            return
        metrics = Metrics()
        callbacks, media = CallbackAddresses(settings.public_url, signer), MediaAddresses(settings.public_url, signer)
        routes = TrialRoutes(callbacks, media)
        server = WebServer(routes.routes(), metrics, host=settings.host, port=settings.port)
        try:
            await server.start()
            async with (
                aiohttp.ClientSession(trust_env=False) as session,
                Results(settings.result_origins, metrics) as results,
            ):
                token = settings.apispace_token.get_secret_value()
                provider = APISpace(session, settings.endpoints, token, metrics)
                for kind in kinds:
                    if kind is not Kind.DRAW and not routes.photo:
                        report.note(f"--paid /{kind}: not tried, because /draw has brought no picture to start from")
                        continue
                    now = Clock().now()
                    job_id = new_job_id(now)
                    until = now + int(settings.job_deadline * SECOND)
                    source = "" if kind is Kind.DRAW else media.make(job_id, until)
                    one = _One(kind, job_id, settings, report, provider, results, routes)
                    await one.order(callbacks.make(job_id, 1), source)
        except HuabotError as exc:
            report.bad(f"--paid: {exc}", may_pass=True)
        finally:
            await server.stop()


class _One:
    """Orders one picture of the trial."""

    def __init__(
        self,
        kind: Kind,
        job_id: str,
        settings: Settings,
        report: Report,
        provider: APISpace,
        results: Results,
        routes: TrialRoutes,
    ) -> None:
        self._kind = kind
        self._job_id = job_id
        self._settings = settings
        self._report = report
        self._provider = provider
        self._results = results
        self._routes = routes
        self._told = f"--paid /{kind}:"

    async def order(self, notify_url: str, source_url: str) -> None:
        """Order the picture and follow its job as far as it gets."""
        expected = self._routes.expect(self._job_id)
        began = time.monotonic()
        try:
            uid = await self._provider.submit(_order(self._kind), notify_url, source_url)
        except HuabotError as exc:
            unknown = isinstance(exc, TransientError)
            cost = "1 call if it was taken" if unknown else "nothing"
            setting = f"{path_setting(self._kind)}={self._settings.endpoints.paths[self._kind]}"
            self._report.bad(f"{self._told} cost {cost}; answer: {exc}; the setting is {setting}", may_pass=unknown)
            return
        self._told += f" cost 1 call; answer after {_since(began)}"
        verdict = await self._verdict(expected, uid, began)
        if source_url and self._job_id not in self._routes.fetched:
            self._told += " (the photo was not fetched)"
        if verdict is None:
            self._report.bad(
                f"{self._told}: the provider is slow, or cannot reach PUBLIC_URL from where it is", may_pass=True
            )
        elif verdict.outcome is Outcome.PICTURE:
            await self._download(verdict)
        else:
            say = self._report.note if verdict.outcome is Outcome.REFUSED else self._report.bad
            say(f"{self._told}: {verdict.outcome} ({verdict.reason}), which the provider does not charge")

    async def _verdict(self, expected: "asyncio.Future[Verdict]", uid: str, began: float) -> Verdict | None:
        """Wait for the callback; if none comes, query the result."""
        seconds = self._settings.job_deadline
        try:
            async with asyncio.timeout(seconds):
                verdict = await expected
        except TimeoutError:
            self._told += f"; no callback within {seconds:g} s"
        else:
            self._told += f"; callback after {_since(began)}"
            return verdict
        try:
            found = await self._provider.query(uid) if self._provider.can_query else None
        except HuabotError:
            return None
        if found:
            self._report.bad(f"{self._told}, but an answer when asked: the provider cannot reach PUBLIC_URL")
        return found

    async def _download(self, verdict: Verdict) -> None:
        began = time.monotonic()
        try:
            (url, *_) = self._results.listed(verdict.urls)
            async with self._results.download(url) as picture:
                if self._kind is Kind.DRAW:
                    self._routes.photo = picture.file.read()
                header, size = picture.header, picture.size // 1024
                found = f"{header.width}x{header.height} {header.extension}, {size:,} KB in {_since(began)}"
                self._report.good(f"{self._told}; download: {found}")
        except UnlistedOriginError as exc:
            self._report.bad(f"{self._told}; download: {exc.origin} is not in RESULT_ORIGINS; is it the provider's?")
        except HuabotError as exc:
            self._report.bad(f"{self._told}; download: {exc}", may_pass=isinstance(exc, TransientError))


def _order(kind: Kind) -> Order:
    options = replace(Options(seed=1), style=Style.JOJO) if kind is Kind.ANIME else Options(seed=1)
    source = None if kind is Kind.DRAW else Source("", checked=True)
    words = WORDS if kind in {Kind.DRAW, Kind.REMIX} else ""
    return Order("m:0:0:0", kind, 0, None, None, 0, "en", words, options, source)


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"
