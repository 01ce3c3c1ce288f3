"""Observes the sandbox Telegram: what its chats show and what the bot did there. Also sets its faults."""

import io
import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, TypeVar, cast

import aiohttp

from sandbox.journal import JournalCopy
from sandbox.patience import PATIENCE

Json = dict[str, Any]
T = TypeVar("T")


class SandboxError(Exception):
    """Raised when the sandbox refuses an action that makes no sense."""


class TelegramView:
    """Observes a sandbox Telegram over its control routes, and sets its switches.

    Args:
        url: The server's base address.
        session: The session to use; its owner closes it.
    """

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session
        self._journal = JournalCopy(self._read_journal)

    async def chat(self, chat_id: int) -> Json:
        """Return what Telegram knows about a chat: its members, topics, the bot's status and rights."""
        return cast("Json", await self._ask("GET", f"/chats/{chat_id}"))

    async def rename_bot(self, username: str) -> None:
        """Change the bot's user name, as its owner does with BotFather; the bot is not informed."""
        await self._ask("PUT", "/bot", {"username": username})

    async def raw_update(self, update: Json) -> None:
        """Deliver an update exactly as given, even if it is malformed."""
        await self._ask("POST", "/updates", update)

    async def repeat_update(self, update_id: int, times: int = 1) -> None:
        """Deliver an old update again, `times` times."""
        await self._ask("POST", f"/updates/{update_id}/repeats", {"times": times})

    async def messages(self, chat_id: int) -> list[Json]:
        """Return the messages a chat shows now, oldest first."""
        return (await self._look(chat_id))[0]

    async def deleted(self, chat_id: int) -> list[Json]:
        """Return the messages deleted from a chat, as last shown, in the order of deletion."""
        return cast("list[Json]", (await self._ask("GET", f"/chats/{chat_id}/messages"))["deleted"])

    async def age(self, message: Json, hours: float) -> None:
        """Make a message older by `hours`."""
        path = f"/chats/{message['chat_id']}/messages/{message['message_id']}/age"
        await self._ask("POST", path, {"seconds": hours * 3600})

    async def file(self, file_id: str) -> bytes:
        """Return the bytes of a file, as a person would download it."""
        async with self._session.get(f"{self._url}/sandbox/files/{file_id}") as response:
            if response.status != 200:
                raise SandboxError(await response.text())
            return await response.read()

    async def expire_files(self) -> None:
        """Expire every path that getFile has given out so far."""
        await self._ask("DELETE", "/files")

    async def commands(
        self, language_code: str = "", *, chat_id: int | None = None, person_id: int | None = None
    ) -> list[Json]:
        """Return the command menu for a person with this language in a chat, by default in private."""
        query = {"language_code": language_code, "chat_id": chat_id, "person_id": person_id}
        given = {name: str(value) for name, value in query.items() if value is not None}
        return cast("list[Json]", await self._ask("GET", "/commands", query=given))

    async def fault(
        self, where: str, effect: str, value: Any = None, times: int | None = 1, after: int = 0, **match: Any
    ) -> None:
        """Arm a fault; the effects are listed in `sandbox.telegram.replies`."""
        fault = {"where": where, "effect": effect, "value": value, "times": times, "after": after, "match": match}
        await self._ask("POST", "/faults", fault)

    async def wait_held(self, method: str, chat_id: int, seconds: float = PATIENCE) -> None:
        """Return when a fault holds a call.

        Raises:
            TimeoutError: No such call was held in time.
        """
        deadline, seen = time.monotonic() + seconds, 0
        while (left := deadline - time.monotonic()) > 0:
            entries = await self.history(seen, left)
            if any((e["event"], e.get("method"), e.get("chat_id")) == ("held", method, chat_id) for e in entries):
                return
            seen += len(entries)
        raise TimeoutError(f"no {method} in {chat_id} was held within {seconds} s")

    async def clear_faults(self) -> None:
        """Disarm all faults, and release held calls."""
        await self._ask("DELETE", "/faults")

    async def settings(self, **changes: Any) -> None:
        """Change settings of the server; see `sandbox.telegram.settings`."""
        await self._ask("PATCH", "/settings", changes)

    async def history(self, after: int = 0, seconds: float = 0) -> list[Json]:
        """Return the journal from a position on, waiting up to `seconds` for a first entry."""
        return await self._journal.after(after, seconds)

    async def calls(self, method_pattern: str = "*", chat_id: int | None = None) -> list[Json]:
        """Return the bot's calls whose method matches an fnmatch pattern."""
        return _calls(await self.history(), method_pattern, chat_id)

    async def wait_calls(
        self, method_pattern: str = "*", chat_id: int | None = None, count: int = 1, seconds: float = PATIENCE
    ) -> list[Json]:
        """Return the bot's matching calls as soon as there are `count` of them.

        Raises:
            TimeoutError: Fewer calls were made in time.
        """
        deadline = time.monotonic() + seconds
        entries = await self.history()
        while len(found := _calls(entries, method_pattern, chat_id)) < count:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"{len(found)} of {count} calls of {method_pattern} after {seconds} s: {found}")
            entries += await self.history(len(entries), left)
        return found

    async def answer_to(self, query_id: str, seconds: float = PATIENCE) -> Json:
        """Return the answer to a press: `text` ("": no pop-up), whether it is an `alert`, and its delay in `seconds`.

        Args:
            query_id: The callback query's id, as returned by `press`.
            seconds: How long to wait.

        Raises:
            TimeoutError: The press was not answered in time.
        """
        deadline, seen = time.monotonic() + seconds, 0
        while (left := deadline - time.monotonic()) > 0:
            for entry in (entries := await self.history(seen, left)):
                if entry["event"] == "answer" and entry["callback_query_id"] == query_id:
                    return entry
            seen += len(entries)
        raise TimeoutError(f"press {query_id} was not answered within {seconds} s")

    async def until(
        self, chat_id: int, predicate: Callable[[list[Json]], T | bool | None], seconds: float = PATIENCE
    ) -> T:
        """Return the first true result of a predicate over a chat's messages.

        Raises:
            TimeoutError: The predicate returned nothing true in time; the message contains the conversation.
        """
        deadline = time.monotonic() + seconds
        while True:
            messages, position = await self._look(chat_id)
            if found := predicate(messages):
                return cast("T", found)
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not seen within {seconds} s in this conversation:\n{render(messages)}")
            await self.history(position, left)

    async def _read_journal(self, after: int, seconds: float) -> list[Json]:
        query = {"after": str(after), "seconds": str(seconds)}
        return cast("list[Json]", (await self._ask("GET", "/journal", query=query))["entries"])

    async def _look(self, chat_id: int) -> tuple[list[Json], int]:
        seen = await self._ask("GET", f"/chats/{chat_id}/messages")
        return seen["messages"], seen["journal"]

    async def _ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, str] | None = None,
        data: io.BytesIO | None = None,
    ) -> Any:
        address = f"{self._url}/sandbox{path}"
        async with self._session.request(method, address, json=body, params=query, data=data) as response:
            if response.status != 200:
                raise SandboxError(await response.text())
            return await response.json()


def buttons(message: Json) -> list[str]:
    """Return the labels of a message's buttons, row by row."""
    return [button["text"] for row in message["buttons"] for button in row]


def button(message: Json, label: str) -> Json:
    """Return the button with this label, else the first whose label begins with it, else the first that contains it.

    Raises:
        SandboxError: There is no such button.
    """
    found = [button for row in message["buttons"] for button in row]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for candidate in found:
            if fits(candidate["text"], label):
                return cast("Json", candidate)
    raise SandboxError(f"no button {label} but {buttons(message)} under this:\n{render([message])}")


def render(messages: list[Json]) -> str:
    """Return a conversation as text: one message per line, its buttons and its reply placeholder below."""
    lines = []
    for message in messages:
        who = "bot" if message["from_bot"] else message["from_name"]
        size = f" {message['width']}x{message['height']}" if message["width"] else ""
        what = f"[{message['kind']}{size}] " if message["kind"] != "text" else ""
        edited = f" (edited {message['version']}x)" if message["version"] else ""
        lines.append(f"{message['message_id']:>4} {who:<8} {what}{message['text']}{edited}")
        lines += ["            " + " ".join(f"<{button['text']}>" for button in row) for row in message["buttons"]]
        if asked := message["force_reply"]:
            lines.append(f"            <reply: {asked['placeholder'] or ''}>")
    return "\n".join(lines) or "(nothing)"


def _calls(entries: list[Json], method_pattern: str, chat_id: int | None) -> list[Json]:
    return [
        entry
        for entry in entries
        if entry["event"] == "call"
        and fnmatchcase(entry["method"], method_pattern)
        and chat_id in (None, entry["chat_id"])
    ]
