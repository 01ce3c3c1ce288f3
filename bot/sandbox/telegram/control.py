"""The control routes: what people do, what they see, and what shall go wrong.

Source: none; these are the sandbox's own. They speak JSON under `/sandbox/`.
"""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields, replace
from typing import Any

from aiohttp import web

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.journal import Journal
from bot.sandbox.telegram.errors import ApiError, bad_request
from bot.sandbox.telegram.files import Files
from bot.sandbox.telegram.methods import Methods
from bot.sandbox.telegram.rules import format_text
from bot.sandbox.telegram.settings import Settings
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.world import Chat, Content, Json, Message, Person, Press, World

_LONGEST_WAIT = 30.0
Handler = Callable[[web.Request], Awaitable[Any]]


class Control:
    """Acts for people, and shows what they see.

    Args:
        world: What is acted on.
        files: Stores people's photos.
        updates: Carries what people do to the bot.
        methods: Knows the bot's menu.
        faults: The switches.
        settings: The server's settings.
        journal: The log that is shown, and where actions are noted.
    """

    def __init__(
        self,
        world: World,
        files: Files,
        updates: Updates,
        methods: Methods,
        faults: Faults,
        settings: Settings,
        journal: Journal,
    ) -> None:
        self._world = world
        self._files = files
        self._updates = updates
        self._methods = methods
        self._faults = faults
        self._settings = settings
        self._journal = journal

    def routes(self) -> list[web.RouteDef]:
        """Return the control routes."""
        chat = r"/sandbox/chats/{chat_id:-?\d+}"
        message = chat + r"/messages/{message_id:\d+}"
        table: list[tuple[str, str, Handler]] = [
            ("POST", "/sandbox/people", self._add_person),
            ("PUT", r"/sandbox/people/{person_id:\d+}/blocked", self._block),
            ("POST", chat + "/messages", self._say),
            ("GET", chat + "/messages", self._messages),
            ("POST", chat + "/photos", self._send_photo),
            ("PATCH", message, self._edit),
            ("DELETE", message, self._delete),
            ("POST", message + "/presses", self._press),
            ("POST", "/sandbox/updates", self._raw_update),
            ("POST", r"/sandbox/updates/{update_id:\d+}/repeats", self._repeat_update),
            ("GET", "/sandbox/files/{file_id}", self._file),
            ("GET", "/sandbox/commands", self._menu),
            ("GET", "/sandbox/journal", self._read_journal),
            ("POST", "/sandbox/faults", self._add_fault),
            ("DELETE", "/sandbox/faults", self._clear_faults),
            ("PATCH", "/sandbox/settings", self._change_settings),
        ]
        return [web.route(method, path, _as_json(handler)) for method, path, handler in table]

    async def _add_person(self, request: web.Request) -> Json:
        body = await request.json()
        body["id"] = body["id"] or self._world.free_person_id()
        person = Person(**body)
        self._world.add_person(person)
        self._journal.write("person", **asdict(person))
        return asdict(person)

    async def _say(self, request: web.Request) -> Json:
        body = await request.json()
        person, chat = self._speaker(request)
        reply_to = self._message(chat, body["reply_to"]) if body["reply_to"] is not None else None
        return self._post(person, chat, _content(body["text"]), reply_to)

    async def _send_photo(self, request: web.Request) -> Json:
        person, chat = self._speaker(request)
        caption = _content(request.query.get("caption", ""))
        sizes = await self._files.store_photo(await request.read())
        return self._post(person, chat, Content(caption.text, caption.entities, photo=sizes), None)

    def _post(self, person: Person, chat: Chat, content: Content, reply_to: Message | None) -> Json:
        if not content.text and content.kind == "text":
            raise bad_request("message text is empty")
        chat.opened = True
        message = self._world.post(chat, person, content, reply_to)
        self._journal.write("say", chat_id=chat.id, message_id=message.message_id, kind=content.kind, text=content.text)
        self._updates.add("message", message.as_json())
        return message.as_json()

    async def _edit(self, request: web.Request) -> Json:
        body = await request.json()
        _, chat = self._speaker(request)
        message = self._message(chat, int(request.match_info["message_id"]))
        if message.sender is self._world.bot:
            raise bad_request("message can't be edited")
        text = _content(body["text"])
        message.edit(replace(message.content, text=text.text, entities=text.entities), [])
        self._journal.write("edit", chat_id=chat.id, message_id=message.message_id, text=text.text)
        self._updates.add("edited_message", message.as_json())
        return message.as_json()

    async def _delete(self, request: web.Request) -> Json:
        chat = self._world.chat(int(request.match_info["chat_id"]))
        message = self._message(chat, int(request.match_info["message_id"]))
        del chat.messages[message.message_id]
        self._journal.write("delete", chat_id=chat.id, message_id=message.message_id)
        return {}

    async def _press(self, request: web.Request) -> Json:
        body = await request.json()
        person, chat = self._speaker(request)
        message = self._message(chat, int(request.match_info["message_id"]))
        if body["data"] not in message.offered:
            raise bad_request(f"message {message.message_id} never had this button, but {sorted(message.offered)}")
        press = Press(str(7_000_000_000 + len(self._journal.entries)), time.monotonic())
        self._world.presses[press.id] = press
        self._journal.write(
            "press", chat_id=chat.id, message_id=message.message_id, data=body["data"], callback_query_id=press.id
        )
        query = {"id": press.id, "from": person.as_user(), "message": message.as_json()}
        self._updates.add("callback_query", query | {"chat_instance": str(chat.id), "data": body["data"]})
        return {"id": press.id}

    async def _block(self, request: web.Request) -> Json:
        blocked = bool((await request.json())["blocked"])
        person_id = int(request.match_info["person_id"])
        person, chat = self._world.people[person_id], self._world.chat(person_id)
        if blocked != chat.blocked:
            chat.blocked = blocked
            chat.opened = True
            self._journal.write("block", chat_id=chat.id, blocked=blocked)
            states = [self._bot_member(blocked=not blocked), self._bot_member(blocked=blocked)]
            change = {"chat": chat.as_json(), "from": person.as_user(), "date": int(time.time())}
            members = {"old_chat_member": states[0], "new_chat_member": states[1]}
            self._updates.add("my_chat_member", change | members)
        return {}

    def _bot_member(self, *, blocked: bool) -> Json:
        user = self._world.bot.as_user()
        return {"status": "kicked", "user": user, "until_date": 0} if blocked else {"status": "member", "user": user}

    async def _messages(self, request: web.Request) -> Json:
        chat = self._world.chat(int(request.match_info["chat_id"]))
        messages = [self._view(message) for message in chat.messages.values()]
        return {"messages": messages, "journal": len(self._journal.entries)}

    def _view(self, message: Message) -> Json:
        content, file = message.content, message.content.file
        return {
            "message_id": message.message_id,
            "date": message.date,
            "edit_date": message.edit_date,
            "from_bot": message.sender is self._world.bot,
            "kind": content.kind,
            "text": content.text,
            "entities": list(content.entities),
            "buttons": [[_button(button) for button in row] for row in message.keyboard],
            "reply_to_message_id": message.reply_to.message_id if message.reply_to else None,
            "file_id": file.file_id if file else None,
            "file_unique_id": file.file_unique_id if file else None,
            "file_name": content.document.name if content.document else None,
            "file_size": len(file.data) if file else None,
            "width": file.width if file else None,
            "height": file.height if file else None,
            "version": message.version,
        }

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
        return web.Response(body=file.data, content_type=file.mime_type)

    async def _menu(self, request: web.Request) -> list[Json]:
        return self._methods.menu(request.query.get("language_code", ""))

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

    def _speaker(self, request: web.Request) -> tuple[Person, Chat]:
        """Return who acts and where; without a `person` it is the person whose private chat it is."""
        chat = self._world.chat(int(request.match_info["chat_id"]))
        person = self._world.people.get(int(request.query.get("person", chat.id)))
        if person is None:
            raise bad_request("no such person")
        if chat.blocked:
            raise bad_request("who has blocked the bot cannot write to it")
        return person, chat

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request(f"there is no message {message_id} in chat {chat.id}")
        return message


def _content(text: str) -> Content:
    return Content(*format_text(text, "", None))


def _button(button: Json) -> Json:
    shown = {"text": button["text"], "data": button.get("callback_data"), "url": button.get("url")}
    return {name: value for name, value in shown.items() if value is not None}


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
    return json.dumps(value, ensure_ascii=False, default=repr)
