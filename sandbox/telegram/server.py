"""Composes, starts and stops the sandbox Telegram server."""

import aiohttp
from aiohttp import web

from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.loopback import only_loopback
from sandbox.telegram.acting import Acting
from sandbox.telegram.announcing import Announcer
from sandbox.telegram.bot_api import BotApi
from sandbox.telegram.control import Control
from sandbox.telegram.deleting import Deleting
from sandbox.telegram.downloads import Downloads
from sandbox.telegram.files import Files
from sandbox.telegram.media import Media
from sandbox.telegram.menu import Menu
from sandbox.telegram.methods import Methods
from sandbox.telegram.params import MAX_UPLOAD
from sandbox.telegram.places import Places
from sandbox.telegram.profile import Profile
from sandbox.telegram.sending import Sending
from sandbox.telegram.settings import Settings
from sandbox.telegram.updates import Updates
from sandbox.telegram.webhook import WebhookSender
from sandbox.telegram.world import World

# Seconds after which requests still running at shutdown are aborted.
_SHUTDOWN = 0.2


class TelegramServer:
    """Runs a sandbox Telegram with one bot.

    Args:
        token: The bot's token, `<bot id>:<secret>`.
        username: The bot's user name.
        journal: The journal; by default one in memory. Its owner closes it.

    Attributes:
        world: The state of the server; like `control`, set by `start`.
        control: The control routes for what people do and see; a chat page also serves them on its own port.
        settings: The settings that can be changed at run time.
        faults: The faults that are armed.
    """

    def __init__(self, token: str, username: str = "huabot", journal: Journal | None = None) -> None:
        self._token = token
        self._username = username
        self.journal = journal or Journal()
        self.settings = Settings()
        self.faults = Faults()
        self.world: World
        self.control: Control
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Start listening, and return the base address; port 0 takes a free port."""
        session = aiohttp.ClientSession()
        settings, faults = self.settings, self.faults
        bot_id = self._token.partition(":")[0]
        world = self.world = World(int(bot_id) if bot_id.isdecimal() else 1, self._username)
        media, menu, profile = Media(world), Menu(world), Profile()
        files = Files(world, media, self.journal, session, settings, self._token)
        downloads = Downloads(world, faults, settings, self.journal)
        updates = Updates(self.journal)
        announcer = Announcer(world, updates, settings)
        webhook = WebhookSender(updates, self.journal, session)
        sending, deleting = Sending(world, files, settings), Deleting(world, self.journal)
        methods = Methods(world, sending, deleting, menu, profile, downloads, updates, webhook, settings, self.journal)
        acting = Acting(world, files, media, announcer, updates, self.journal)
        places = Places(world, announcer, updates, self.journal)
        self.control = Control(world, acting, places, updates, menu, profile, downloads, faults, settings, self.journal)

        app = web.Application(client_max_size=2 * MAX_UPLOAD, middlewares=[only_loopback])
        app.add_routes(BotApi(self._token, methods, downloads, faults, self.journal).routes())
        app.add_routes(self.control.routes())

        async def close_intake(_: web.Application) -> None:
            updates.close()
            await webhook.stop()

        async def close_session(_: web.Application) -> None:
            await session.close()

        app.on_shutdown.append(close_intake)
        app.on_cleanup.append(close_session)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        port = self._runner.addresses[0][1]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stop listening, and abort requests that still run."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
