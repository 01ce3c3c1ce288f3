"""Composes the bot: builds each part once, passes in its dependencies, starts and stops the parts in order."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial

import aiohttp
import structlog

from bot import logs
from bot.actions import hidden_without
from bot.clock import SECOND, Clock
from bot.edges import Edges
from bot.metrics import Metrics
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.digest import Digest
from bot.pipeline.intake import Intake
from bot.pipeline.original import Original
from bot.pipeline.pipeline import Pipeline
from bot.pipeline.prepare import Prepare
from bot.pipeline.presence import Presence, until_there
from bot.pipeline.space import SpaceWatch
from bot.pipeline.worker import retry_until_committed
from bot.provider.addresses import CallbackAddresses, MediaAddresses, Signer
from bot.provider.client import APISpace
from bot.provider.provider import Provider
from bot.provider.results import Results
from bot.provider.translate import Translator
from bot.settings import Settings
from bot.signing_keys import signing_keys
from bot.tasks import Tasks, end
from bot.telegram.account import Account
from bot.telegram.conversation import build_handlers
from bot.telegram.files import TelegramFiles
from bot.telegram.handled import handled_in
from bot.telegram.handlers import OnStrangeName
from bot.telegram.messenger import TelegramMessenger
from bot.telegram.overview import Overview
from bot.telegram.pacing import Pacer
from bot.telegram.polling import Polling
from bot.telegram.profile import Profile
from bot.telegram.publishing import Publishing
from bot.telegram.renaming import Renaming
from bot.telegram.replies import Replies
from bot.telegram.restored import OnReturn
from bot.telegram.shared_pacing import SharedPacer
from bot.telegram.thumbnails import Thumbnails
from bot.telegram.updates import Updates
from bot.telegram.webhook import Webhook
from bot.texts import Texts
from bot.web.callback import CallbackRoute
from bot.web.health import HealthRoutes
from bot.web.media import MediaRoute
from bot.web.server import WebServer
from bot.web.webhook import WebhookRoute
from storage.database import Database
from storage.drivers import open_database
from storage.history import newest_moment
from storage.migrate import migrate
from storage.restored import Restored
from storage.stores import Stores

log = structlog.get_logger(__name__)

WEBHOOK_PATH = "/telegram/updates"

DRAIN_SECONDS, STOP_SECONDS, CLOSE_SECONDS = 5.0, 1.7, 0.6
"""Time limits of a stop (seconds): for the running steps, for a part that ends by itself, for closing a connection."""


class Huabot:
    """Represents one running bot. `build` creates it; call `start`, then `stop`."""

    def __init__(self, settings: Settings, database: Database, stack: AsyncExitStack, edges: Edges) -> None:
        """Wire the parts, the lowest layer first. Nothing runs yet."""
        self._stack, self._open_session = stack, edges.open_session
        self._clock = clock = edges.clock or Clock()
        metrics, texts, base = Metrics(), Texts(settings.missing), settings.public_url
        logs.count_dropped(metrics.log_dropped.inc)

        # storage
        self._database, stores = database, Stores.of(database, clock)
        self._jobs, self._chats = stores.jobs, stores.chats

        # Telegram, outgoing
        self._account = Account(
            settings.telegram_token.get_secret_value(), settings.telegram_api_url, metrics, edges.open_session
        )
        bot = self._account.bot
        self._pacer: Pacer | SharedPacer = SharedPacer(database, clock) if database.is_shared else Pacer(clock)
        files, hidden = TelegramFiles(bot, self._session(stack), metrics), hidden_without(settings.missing)
        messenger = TelegramMessenger(bot, self._pacer, self._chats, clock, hidden, Thumbnails(files))
        self._replies = Replies(bot, messenger, metrics)
        self._alerts = OperatorAlerts(settings.admin_ids, self._chats, messenger, texts, Tasks(metrics))

        # the provider
        signer = Signer(signing_keys(settings, database.path))
        callbacks, media = CallbackAddresses(base, signer), MediaAddresses(base, signer)
        token, places = settings.apispace_token.get_secret_value(), settings.provider_concurrency
        session, seconds = self._session(stack), min(30.0, settings.submit_grace)
        client = APISpace(session, settings.endpoints, token, metrics, seconds=seconds)
        provider = Provider(client, callbacks, media, settings.deadlines, clock, metrics, places=places)
        self._results = Results(settings.result_origins, metrics, edges.open_session)

        # the pipeline
        intake = Intake(
            self._jobs, self._chats, settings.limits, settings.allowed_chats, settings.admin_ids, provider, metrics
        )
        url, key = settings.translate_url, settings.translate_api_key.get_secret_value()
        translator = Translator(self._session(stack), url, key, clock, metrics) if url else None
        prepare = Prepare(self._jobs, files, translator)
        self._pipeline = Pipeline(stores, provider, self._results, messenger, prepare, self._alerts, texts, metrics)

        # Telegram, incoming
        health = HealthRoutes(
            {"database": self._database_answers, "telegram": self._telegram_answers, "workers": self._workers_live},
            metrics,
            self._jobs.count_live,
        )
        dispatcher, menu = build_handlers(
            bot,
            intake=intake,
            jobs=self._jobs,
            history=stores.history,
            erasures=stores.erasures,
            statistics=stores.statistics,
            chats=self._chats,
            switches=stores.switches,
            overview=Overview(health.check, stores),
            cancel=self._pipeline.cancel,
            original=Original(messenger, self._results, texts),
            replies=self._replies,
            texts=texts,
            clock=clock,
            signer=signer,
            admins=settings.admin_ids,
            translates=bool(settings.translate_url),
            missing=settings.missing,
        )
        self._digest, self._space = Digest(stores, self._alerts), SpaceWatch(database, self._alerts, metrics)
        self._publishing = Publishing(menu, Profile(bot, texts), database.standing, clock)
        self._updates = Updates(self._account.application, handled_in(database, clock), metrics)
        self._renaming = Renaming(bot, self._updates)
        self._account.application.add_handlers([dispatcher, OnStrangeName(bot, self._renaming.hear)])
        self._background = Tasks(metrics)
        self._on_return = OnReturn(Restored(database, clock), self._chats, messenger, texts, self._background)
        self._account.application.add_handler(self._on_return, group=-1)
        self._incoming: Polling | Webhook
        if settings.telegram_mode == "webhook":
            secret = signer.sign("webhook", WEBHOOK_PATH)
            self._incoming = Webhook(bot, base + WEBHOOK_PATH, secret, database.standing, clock, metrics)
        else:
            self._incoming = Polling(bot, self._account.polls, self._updates, database.standing, clock, metrics)

        # the web
        routes = [
            *CallbackRoute(callbacks, self._pipeline.complete, metrics).routes(),
            *MediaRoute(media, self._jobs, files, clock, metrics).routes(),
        ]
        if settings.telegram_mode == "webhook":
            routes += WebhookRoute(WEBHOOK_PATH, signer.verifier("webhook", WEBHOOK_PATH), self._updates).routes()
        at = {settings.port: routes}
        at.setdefault(settings.metrics_port or settings.port, []).extend(health.routes())
        named = {settings.metrics_port: "METRICS_PORT", settings.port: "PORT"}
        self._webs = [
            WebServer(port_routes, metrics, edges.middlewares, host=settings.host, port=port, port_setting=named[port])
            for port, port_routes in at.items()
        ]
        self._presence = self._pipeline.presence(metrics, signer.key_ids) if database.is_shared else None

    @classmethod
    async def build(cls, settings: Settings, edges: Edges | None = None) -> "Huabot":
        """Open the database, then wire the parts.

        Raises:
            StorageError: The database cannot be used.
            TransientError: The database cannot be used now.
            SettingsError: The signing key cannot be used.
        """
        edges = edges or Edges()
        async with AsyncExitStack() as stack:
            open_at = edges.open_database or partial(open_database, pool=settings.database_pool)
            database = await until_there(partial(open_at, settings.database_url), is_shared=settings.shares_database)
            stack.push_async_callback(end, "database", database.close, CLOSE_SECONDS)
            huabot = cls(settings, database, stack, edges)
            huabot._stack = stack.pop_all()  # from now on `stop` closes the resources that `build` opened
            return huabot

    @property
    def port(self) -> int:
        """Return the port that the web server listens on."""
        return self._webs[0].port

    async def start(self) -> None:
        """Migrate, listen for callbacks, resume the unfinished jobs, then take updates from Telegram.

        If the clock contradicts the newest moment in the database, Telegram is asked for the time first: a clock that
        is years off must not date, expire or forget anything.

        Raises:
            TokenRefusedError: Telegram does not know the token.
            StorageError: The database cannot be used.
            TransientError: The database does not answer.
            ListenError, WrongAddressError: The web server cannot listen on its address.
        """
        await (self._start_among_others(self._presence) if self._presence else self._start_alone())
        self._updates.open()
        self._pipeline.start()
        self._background.repeat("publish", self._publishing.turn)
        self._background.repeat("digest", self._digest.turn)
        self._background.repeat("space", self._space.turn)
        self._background.start("renaming", self._renaming.run())
        self._incoming.start()
        log.info("ready", username=self._account.bot.username)

    async def _start_alone(self) -> None:
        newest = await newest_moment(self._database)
        doubted = self._clock.is_behind(newest) or self._clock.is_far_ahead(newest)
        if doubted:
            log.warning("clock_doubted", says=self._clock.now() // SECOND, newest_order=newest // SECOND)
            await self._account.meet()
            await self._account.set_clock(self._clock)
        self._clock.go_on_from(newest)
        await migrate(self._database, self._clock)
        await self._recover()
        await self._open_doors()
        if not doubted:
            await self._account.meet()
        if not newest:  # nothing contradicts the clock, and nothing depends on it yet
            await self._account.set_clock(self._clock)

    async def _start_among_others(self, presence: Presence) -> None:
        """Follow the database's clock, migrate, register, then serve. Other processes' claims are not released."""
        await presence.enter()
        await retry_until_committed(self._recover)
        await self._open_doors()
        await self._account.meet()

    async def _recover(self) -> None:
        """Restore the state that was in force before the start."""
        await self._on_return.load()
        await self._pipeline.recover()
        self._pacer.resume_pauses(await self._chats.paused())

    async def _open_doors(self) -> None:
        await self._results.__aenter__()
        self._stack.push_async_callback(
            end, "results", partial(self._results.__aexit__, None, None, None), CLOSE_SECONDS
        )
        for web in self._webs:
            await web.start()
            log.info("listening", port=web.port)

    async def until_barred(self) -> None:
        """Wait until this process is barred; see `Presence.until_barred`."""
        if self._presence:
            await self._presence.until_barred()

    async def stop(self) -> None:
        """Stop taking updates, finish the running steps, answer callbacks meanwhile, then close the database.

        Each part has its own time limit: a part that fails or hangs does not keep the others from being stopped.
        """
        self._updates.close()
        if self._presence:
            self._presence.resign()
        await end("incoming", self._incoming.stop, STOP_SECONDS)
        await asyncio.gather(
            end("replies", partial(self._replies.stop, DRAIN_SECONDS), DRAIN_SECONDS + CLOSE_SECONDS),
            end("pipeline", partial(self._pipeline.stop, DRAIN_SECONDS), DRAIN_SECONDS + CLOSE_SECONDS),
        )
        await asyncio.gather(
            end("admins", self._alerts.stop, STOP_SECONDS),
            end("background", self._background.stop, STOP_SECONDS),
            *(end("web", web.stop, STOP_SECONDS) for web in self._webs),
        )
        if self._presence:
            await end("presence", self._presence.stop, STOP_SECONDS)
        await end("telegram", self._account.shutdown, CLOSE_SECONDS)
        await self._stack.aclose()  # closes each resource within its own time limit

    async def _database_answers(self) -> bool:
        await self._jobs.count_live()
        return self._database.standing.acts(self._clock.now())

    async def _telegram_answers(self) -> bool:
        return self._incoming.healthy and self._updates.is_open

    async def _workers_live(self) -> bool:
        return self._pipeline.alive

    def _session(self, stack: AsyncExitStack) -> aiohttp.ClientSession:
        """Open an HTTP session without proxies and cookies, for a single purpose."""
        session = self._open_session(trust_env=False, cookie_jar=aiohttp.DummyCookieJar())
        stack.push_async_callback(end, "session", session.close, CLOSE_SECONDS)
        return session
