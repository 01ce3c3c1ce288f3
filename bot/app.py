"""The composition root: builds everything once, hands each part what it needs, starts and stops it in order."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import aiohttp
import structlog

from bot.clock import SECOND, Clock
from bot.job import Job, Kind, State
from bot.metrics import Metrics
from bot.pipeline.announce import Announce
from bot.pipeline.complete import Complete
from bot.pipeline.deliver import Deliver
from bot.pipeline.draft import Draft
from bot.pipeline.intake import Intake
from bot.pipeline.notify import Admins
from bot.pipeline.submit import Submit
from bot.pipeline.sweep import Sweep
from bot.pipeline.worker import Bells, Worker, WorkerName
from bot.provider.addresses import CallbackAddresses, MediaAddresses, Signer
from bot.provider.client import APISpace
from bot.provider.pace import Backoff, Breaker
from bot.provider.results import Results
from bot.settings import Settings, path_setting, signing_keys
from bot.telegram.account import Account
from bot.telegram.buttons import Buttons
from bot.telegram.commands import Commands
from bot.telegram.files import TelegramFiles
from bot.telegram.messenger import TelegramMessenger
from bot.telegram.pacing import Pacer
from bot.telegram.polling import Polling
from bot.telegram.replies import Replies
from bot.telegram.updates import Updates
from bot.telegram.webhook import Webhook
from bot.texts import Texts
from bot.web.callback import CallbackRoute
from bot.web.health import HealthRoutes
from bot.web.media import MediaRoute
from bot.web.server import WebServer
from bot.web.webhook import WebhookRoute
from storage.chats import Chats
from storage.database import Database
from storage.jobs import Jobs
from storage.migrate import migrate

log = structlog.get_logger(__name__)

Step = Callable[[Job], Awaitable[None]]

AT_ONCE = 64
"""Deliveries, and announcements, under way at once; pacing decides how fast they really go."""

WEBHOOK_PATH = "/telegram/updates"

DRAIN_SECONDS = 5.0
"""What stopping may take for the steps under way; all of it stays within ten seconds."""


class Huabot:
    """One running bot. `start`, then `stop`; made by `build`."""

    def __init__(self, settings: Settings, database: Database, stack: AsyncExitStack) -> None:
        """Wire the parts, from the ground up. Nothing runs yet."""
        self._stack = stack
        clock, metrics, texts, bells = Clock(), Metrics(), Texts(), Bells()
        self._grace = _micros(settings.submit_grace)

        # storage
        self._database = database
        self._jobs = Jobs(database, clock)
        self._chats = Chats(database, clock)

        # Telegram, outgoing
        self._account = Account(settings.telegram_token.get_secret_value(), settings.telegram_api_url, metrics)
        bot = self._account.bot
        self._pacer = Pacer(clock)
        messenger = TelegramMessenger(bot, self._pacer, self._chats, bells, clock)
        self._replies = Replies(bot, messenger)
        files = TelegramFiles(bot, self._session(stack), metrics)
        self._admins = Admins(settings.admin_ids, self._chats, messenger, texts)

        # the provider
        signer = Signer(signing_keys(settings, database.path))
        callbacks = CallbackAddresses(settings.public_url, signer)
        media = MediaAddresses(settings.public_url, signer)
        provider = APISpace(
            self._session(stack),
            settings.endpoints,
            settings.apispace_token.get_secret_value(),
            metrics,
            seconds=min(30.0, settings.submit_grace),
        )
        breaker = Breaker(clock)
        self._results = Results(settings.result_origins, metrics)

        # the pipeline
        intake = Intake(
            self._jobs,
            self._chats,
            settings.limits,
            settings.allowed_chats,
            settings.admin_ids,
            breaker,
            bells,
            metrics,
        )
        draft = Draft(self._jobs, messenger, texts, clock, metrics)
        complete = Complete(self._jobs, bells, metrics)
        announce = Announce(self._jobs, messenger, files, texts, complete, bells, clock, metrics)
        submit = Submit(
            self._jobs,
            provider,
            callbacks,
            media,
            breaker,
            Backoff(clock, first=1.0, longest=30.0),
            complete,
            self._admins,
            bells,
            clock,
            metrics,
            concurrency=settings.provider_concurrency,
            grace=self._grace,
            query_interval=_micros(settings.query_interval),
            job_deadline=_micros(settings.job_deadline),
            path_settings={kind: path_setting(kind) for kind in Kind},
        )
        deliver = Deliver(self._jobs, messenger, self._results, texts, self._admins, clock, metrics)
        sweep = Sweep(
            self._jobs,
            provider,
            complete,
            bells,
            clock,
            metrics,
            query_interval=_micros(settings.query_interval),
            job_deadline=_micros(settings.job_deadline),
            queue_deadline=_micros(settings.queue_deadline),
        )

        def worker(name: WorkerName, state: State, step: Step, limit: int) -> Worker:
            return Worker(
                name,
                claim=lambda free: self._jobs.claim(state, free),
                step=step,
                next_due=lambda: self._jobs.next_due(state),
                limit=limit,
                bells=bells,
                clock=clock,
                metrics=metrics,
            )

        self._workers = [
            worker("draft", State.DRAFT, draft, AT_ONCE),
            worker("announce", State.ACCEPTED, announce, AT_ONCE),
            Worker(
                "submit",
                claim=submit.claim,
                step=submit,
                next_due=submit.next_due,
                limit=settings.provider_concurrency,
                bells=bells,
                clock=clock,
                metrics=metrics,
            ),
            worker("deliver", State.READY, deliver, AT_ONCE),
            worker("sweep-submitting", State.SUBMITTING, sweep.unknown, 4),
            worker("sweep-submitted", State.SUBMITTED, sweep.submitted, 4),
        ]
        self._expire_waiting = sweep.waiting

        # Telegram, incoming
        buttons = Buttons(bot, intake, self._replies, texts)
        self._commands = Commands(bot, intake, self._chats, buttons, self._replies, texts, clock)
        self._commands.register(self._account.application)
        self._updates = Updates(self._account.application, metrics)
        self._incoming: Polling | Webhook
        if settings.telegram_mode == "webhook":
            secret = signer.sign("webhook", WEBHOOK_PATH)
            self._incoming = Webhook(bot, settings.public_url + WEBHOOK_PATH, secret, clock)
        else:
            self._incoming = Polling(bot, self._account.polls, self._updates, clock, metrics)

        # the web
        probes = {
            "database": self._database_answers,
            "telegram": self._telegram_answers,
            "workers": self._workers_live,
        }
        health = HealthRoutes(probes, metrics, self._jobs.count_live)
        routes = [
            *health.routes(),
            *CallbackRoute(callbacks, complete, metrics).routes(),
            *MediaRoute(media, self._jobs, files, clock, metrics).routes(),
        ]
        if settings.telegram_mode == "webhook":
            knows = partial(signer.accepts, "webhook", WEBHOOK_PATH)
            routes += WebhookRoute(WEBHOOK_PATH, knows, self._updates).routes()
        self._web = WebServer(routes, host=settings.host, port=settings.port)
        self._background: set[asyncio.Task[None]] = set()

    @classmethod
    async def build(cls, settings: Settings) -> "Huabot":
        """Open and migrate the database, then wire everything.

        Raises:
            StorageError: The database cannot be used.
            SettingsError: The signing key cannot be used.
        """
        async with AsyncExitStack() as stack:
            database = await Database.open(settings.database_url)
            stack.push_async_callback(database.close)
            await migrate(database, Clock())
            huabot = cls(settings, database, stack)
            huabot._stack = stack.pop_all()  # from here on `stop` closes what `build` opened
            return huabot

    @property
    def port(self) -> int:
        """The port the web server listens on."""
        return self._web.port

    async def start(self) -> None:
        """Listen for callbacks, go on with the jobs that stand, then ask Telegram for new ones.

        Raises:
            TokenRefusedError: Telegram does not know the token.
            TransientError: The database does not answer.
            ListenError: The web server's address cannot be had.
        """
        await self._stack.enter_async_context(self._results)
        await self._jobs.release_claims(self._grace)
        self._pacer.resume_pauses(await self._chats.paused())
        await self._web.start()
        log.info("listening", port=self._web.port)
        await self._account.meet()
        self._updates.open()
        for worker in self._workers:
            worker.start()
        self._in_background(self._expire_waiting())
        self._in_background(self._commands.publish_menu())
        self._incoming.start()
        log.info("ready", username=self._account.bot.username)

    async def stop(self) -> None:
        """Take nothing more in, finish what is under way, answer callbacks to the last, close the database."""
        self._updates.close()
        await self._incoming.stop()
        await asyncio.gather(
            self._replies.stop(DRAIN_SECONDS), *(worker.stop(DRAIN_SECONDS) for worker in self._workers)
        )
        await self._admins.stop()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._web.stop()
        await self._account.shutdown()
        await self._stack.aclose()

    async def _database_answers(self) -> bool:
        await self._jobs.count_live()
        return True

    async def _telegram_answers(self) -> bool:
        return self._incoming.healthy

    async def _workers_live(self) -> bool:
        return all(worker.alive for worker in self._workers)

    def _session(self, stack: AsyncExitStack) -> aiohttp.ClientSession:
        """Open a session that knows no proxy, no cookie and no other purpose."""
        session = aiohttp.ClientSession(trust_env=False, cookie_jar=aiohttp.DummyCookieJar())
        stack.push_async_callback(session.close)
        return session

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _micros(seconds: float) -> int:
    return int(seconds * SECOND)
