"""Implements the control routes: they let people act, show what people see, and set faults.

Source: none; the routes are the sandbox's own. They use JSON under `/sandbox/`.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any

from aiohttp import web

from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.telegram.acting import Acting
from sandbox.telegram.chats import Json
from sandbox.telegram.downloads import Downloads
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.menu import Menu
from sandbox.telegram.places import Places
from sandbox.telegram.profile import Profile
from sandbox.telegram.screen import Screen
from sandbox.telegram.settings import Settings
from sandbox.telegram.updates import Updates
from sandbox.telegram.world import World

_LONGEST_WAIT = 30.0
Handler = Callable[[web.Request], Awaitable[Any]]


class Control:
    """Serves the control routes.

    Args:
        world: The state that is shown.
        acting: Performs actions of people in chats.
        places: Creates and changes chats.
        updates: Queues raw updates for the bot.
        menu: The bot's menu.
        profile: The bot's descriptions.
        downloads: The paths given out, which can be expired.
        faults: The faults that are armed.
        settings: The server's settings.
        journal: The journal that is shown.
    """

    def __init__(
        self,
        world: World,
        acting: Acting,
        places: Places,
        updates: Updates,
        menu: Menu,
        profile: Profile,
        downloads: Downloads,
        faults: Faults,
        settings: Settings,
        journal: Journal,
    ) -> None:
        self._world = world
        self._screen = Screen(world)
        self._acting = acting
        self._places = places
        self._updates = updates
        self._menu = menu
        self._profile = profile
        self._downloads = downloads
        self._faults = faults
        self._settings = settings
        self._journal = journal

    def routes(self) -> list[web.RouteDef]:
        """Return the control routes."""
        table: list[tuple[str, str, Handler]] = [
            *self._acting.table,
            *self._places.table,
            ("GET", r"/sandbox/chats/{chat_id:-?\d+}/messages", self._messages),
            ("PUT", "/sandbox/bot", self._rename_bot),
            ("POST", "/sandbox/updates", self._raw_update),
            ("POST", r"/sandbox/updates/{update_id:\d+}/repeats", self._repeat_update),
            ("GET", "/sandbox/files/{file_id}", self._file),
            ("DELETE", "/sandbox/files", self._expire_files),
            ("GET", "/sandbox/commands", self._show_menu),
            ("GET", "/sandbox/profile", self._show_profile),
            ("GET", "/sandbox/journal", self._read_journal),
            ("POST", "/sandbox/faults", self._add_fault),
            ("DELETE", "/sandbox/faults", self._clear_faults),
            ("PATCH", "/sandbox/settings", self._change_settings),
        ]
        return [web.route(method, path, _as_json(handler)) for method, path, handler in table]

    async def _messages(self, request: web.Request) -> Json:
        chat = self._world.chat(int(request.match_info["chat_id"]))
        shown = {"messages": chat.messages, "deleted": chat.deleted}
        seen = {name: [self._screen.show(message) for message in found.values()] for name, found in shown.items()}
        return {**seen, "journal": len(self._journal.entries)}

    async def _rename_bot(self, request: web.Request) -> Json:
        username = (await request.json())["username"]
        self._world.rename_bot(username)
        self._journal.write("bot_renamed", username=username)
        return {}

    async def _raw_update(self, request: web.Request) -> Json:
        self._updates.inject(await request.json())
        return {}

    async def _repeat_update(self, request: web.Request) -> Json:
        update = self._updates.find(int(request.match_info["update_id"]))
        if update is None:
            raise bad_request("no such update")
        for _ in range((await request.json())["times"]):
            self._updates.inject(update)
        return {}

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["file_id"])
        if file is None:
            raise bad_request("no such file")
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def _expire_files(self, _: web.Request) -> Json:
        self._downloads.expire()
        self._journal.write("files_expired")
        return {}

    async def _show_menu(self, request: web.Request) -> list[Json]:
        query = request.query
        chat = self._world.chat(int(query["chat_id"])) if "chat_id" in query else None
        person_id = int(query["person_id"]) if "person_id" in query else None
        return self._menu.shown(chat, person_id, query.get("language_code", ""))

    async def _show_profile(self, request: web.Request) -> Json:
        return self._profile.shown(request.query.get("language_code", ""))

    async def _read_journal(self, request: web.Request) -> Json:
        seconds = min(float(request.query.get("seconds", "0")), _LONGEST_WAIT)
        return {"entries": await self._journal.wait(int(request.query.get("after", "0")), seconds)}

    async def _add_fault(self, request: web.Request) -> Json:
        fault = Fault(**await request.json())
        self._faults.add(fault)
        self._journal.write("fault", **asdict(fault))
        return {}

    async def _clear_faults(self, _: web.Request) -> Json:
        self._faults.clear()
        self._journal.write("faults_cleared")
        return {}

    async def _change_settings(self, request: web.Request) -> Json:
        changes = await request.json()
        if unknown := changes.keys() - {setting.name for setting in fields(Settings)}:
            raise bad_request(f"no such setting: {', '.join(sorted(unknown))}")
        for name, value in changes.items():
            setattr(self._settings, name, value)
        self._journal.write("settings", **changes)
        return asdict(self._settings)


def _as_json(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            result = await handler(request)
        except (ApiError, KeyError, ValueError, TypeError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        if isinstance(result, web.StreamResponse):
            return result
        return web.json_response(result, dumps=_dumps)

    return answer


def _dumps(value: Any) -> str:
    return json.dumps(value, default=repr)
