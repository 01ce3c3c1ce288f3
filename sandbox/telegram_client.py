"""People for the sandbox Telegram: what tests and the demo use to write, press, look and judge."""

import io
import mimetypes
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack, cast

from sandbox.telegram_view import Json, SandboxError, TelegramView, button, buttons

__all__ = ["Group", "Json", "Person", "SandboxError", "TelegramClient", "Where", "button", "buttons"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot; `chat_id` is their private chat with it."""

    id: int
    name: str
    language_code: str

    @property
    def chat_id(self) -> int:
        """The private chat; Telegram gives it the person's own id."""
        return self.id


@dataclass(frozen=True, slots=True)
class Group:
    """A chat of several; its type is `group`, `supergroup` or `channel`."""

    id: int
    title: str
    type: str


class Where(TypedDict, total=False):
    """Where and as whom somebody writes.

    Attributes:
        chat: The chat; without one it is the person's private chat with the bot.
        thread: A forum's topic.
        reply_to: The message that is answered.
        as_chat: The group itself, to be its anonymous administrator, or a channel of one's own.
        ephemeral: The number of a message that nobody but the bot sees (a command that is declared so, in a group).
    """

    chat: int | None
    thread: int | None
    reply_to: int | None
    as_chat: int | None
    ephemeral: int | None


class TelegramClient(TelegramView):
    """Drives a sandbox Telegram over its control routes, as its people and behind the scenes.

    Attributes:
        tells_bot: The bot is told by an update that it is in a new group; else it is as if it had long been there.
    """

    tells_bot = True

    async def person(
        self,
        name: str,
        language_code: str = "en",
        username: str | None = None,
        *,
        is_bot: bool = False,
        id: int | None = None,  # noqa: A002 - Telegram's own word
    ) -> Person:
        """Add somebody; without an id they get the next free one."""
        body = {"name": name, "language_code": language_code, "username": username, "is_bot": is_bot, "id": id}
        made = await self._ask("POST", "/people", body)
        return Person(made["id"], made["name"], made["language_code"])

    async def block(self, person: Person, *, blocked: bool = True) -> None:
        """Block the bot, or unblock it."""
        await self._ask("PUT", f"/people/{person.id}/blocked", {"blocked": blocked})

    async def group(
        self, title: str, *people: Person, kind: str = "supergroup", admins: Sequence[Person] = (), bot: str = "member"
    ) -> Group:
        """Make a `group`, `supergroup` or `forum` with the first person as its creator, and take the bot in."""
        return await self._add_group(kind, title, people, [each.id for each in admins], bot)

    async def channel(
        self, title: str, owner: Person, *, discussion: int | None = None, bot: str = "administrator"
    ) -> Group:
        """Make a channel; its posts are forwarded to the supergroup that discusses it, if there is one."""
        return await self._add_group("channel", title, [owner], [], bot, discussion)

    async def direct_messages(self, title: str, owner: Person, *people: Person) -> Group:
        """Make the direct messages of a channel: each of the people writes in a topic of their own."""
        return await self._add_group("direct", title, [owner, *people], [], "member")

    async def _add_group(
        self,
        kind: str,
        title: str,
        people: Sequence[Person],
        admins: Sequence[int],
        bot: str,
        discussion: int | None = None,
    ) -> Group:
        who = {"people": [each.id for each in people], "admins": admins, "bot": bot, "told": self.tells_bot}
        made = await self._ask("POST", "/chats", {"kind": kind, "title": title, "discussion": discussion, **who})
        return Group(made["id"], made["title"], made["type"])

    async def topic(self, chat_id: int, name: str, person: Person) -> int:
        """Make a topic of a forum; returns its thread id."""
        return int((await self._ask("POST", f"/chats/{chat_id}/topics", {"name": name, "person": person.id}))["thread"])

    async def close_topic(self, chat_id: int, thread: int, person: Person, *, closed: bool = True) -> None:
        """Close or reopen a topic; thread 1 is General."""
        await self._ask("PUT", f"/chats/{chat_id}/topics/{thread}/closed", {"closed": closed, "person": person.id})

    async def join(self, person: Person, chat_id: int) -> None:
        """Come into a group."""
        await self._change_member(person, chat_id, "member")

    async def leave(self, person: Person, chat_id: int) -> None:
        """Leave a group."""
        await self._change_member(person, chat_id, "left")

    async def promote(self, person: Person, chat_id: int, *, admin: bool = True, anonymous: bool = False) -> None:
        """Make somebody an administrator, or an ordinary member again."""
        await self._change_member(person, chat_id, "administrator" if admin else "member", anonymous=anonymous)

    async def _change_member(self, person: Person, chat_id: int, status: str, *, anonymous: bool = False) -> None:
        await self._ask("PUT", f"/chats/{chat_id}/members/{person.id}", {"status": status, "anonymous": anonymous})

    async def bot_status(self, chat_id: int, status: str, by: Person) -> None:
        """Make the bot `member`, `administrator`, `left` or `kicked`."""
        await self._ask("PUT", f"/chats/{chat_id}/bot", {"status": status, "by": by.id})

    async def permit(self, chat_id: int, **rights: bool) -> None:
        """Change what the bot may do while it is no administrator: `write`, `texts`, `photos`, `documents`."""
        await self._ask("PATCH", f"/chats/{chat_id}/rights", rights)

    async def slow_mode(self, chat_id: int, seconds: int) -> None:
        """Let a group's members wait between two messages, the bot too unless it is an administrator; 0 ends it."""
        await self._ask("PUT", f"/chats/{chat_id}/slow_mode", {"seconds": seconds})

    async def migrate(self, chat_id: int, *, announce: bool = True) -> Group:
        """Make a group a supergroup; not announced, the bot can learn it only from refusals."""
        made = await self._ask("POST", f"/chats/{chat_id}/migration", {"announce": announce})
        return Group(made["id"], made["title"], made["type"])

    async def say(self, person: Person, text: str, **where: Unpack[Where]) -> Json:
        """Write; returns the message as the bot gets it, if it does."""
        path, query = _path(person, "messages", where)
        return cast("Json", await self._ask("POST", path, {"text": text}, query=query))

    async def photo(
        self, person: Person, data: bytes, caption: str | None = None, *, spoiler: bool = False, **where: Unpack[Where]
    ) -> Json:
        """Send a picture as a photo, which Telegram recompresses; perhaps covered by a spoiler."""
        return await self._send(person, "photos", data, where, caption=caption, spoiler="yes" if spoiler else None)

    async def document(
        self,
        person: Person,
        data: bytes,
        caption: str | None = None,
        *,
        name: str | None = "picture.png",
        mime_type: str | None = None,
        **where: Unpack[Where],
    ) -> Json:
        """Send a file as it is, under a name and a type that may be absent or lie."""
        if mime_type is None:
            mime_type = mimetypes.guess_type(name or "")[0]
        return await self._send(person, "documents", data, where, caption=caption, name=name, mime_type=mime_type)

    async def sticker(self, person: Person, data: bytes = b"", *, kind: str = "static", **where: Unpack[Where]) -> Json:
        """Send a `static`, `animated` or `video` sticker; a static one can be made from a picture."""
        return await self._send(person, "stickers", data, where, kind=kind)

    async def video(self, person: Person, caption: str | None = None, **where: Unpack[Where]) -> Json:
        """Send a video."""
        return await self._send(person, "clips", b"", where, caption=caption, kind="video")

    async def animation(self, person: Person, caption: str | None = None, **where: Unpack[Where]) -> Json:
        """Send a GIF, as Telegram keeps them."""
        return await self._send(person, "clips", b"", where, caption=caption, kind="animation")

    async def voice(self, person: Person, **where: Unpack[Where]) -> Json:
        """Send a voice message."""
        return await self._send(person, "clips", b"", where, kind="voice")

    async def album(
        self,
        person: Person,
        parts: Sequence[bytes | str],
        caption: str | None = None,
        *,
        caption_on: int = 0,
        as_documents: bool = False,
        name: str = "picture.png",
        **where: Unpack[Where],
    ) -> list[Json]:
        """Send pictures together, or files of a name; "video" among them is one. One of them carries the caption."""
        album = str(13_000_000_000_000_000 + secrets.randbelow(10**15))
        sent = []
        for number, part in enumerate(parts):
            fields = {"album": album, "caption": caption if number == caption_on else None}
            if isinstance(part, str):
                sent.append(await self._send(person, "clips", b"", where, kind=part, **fields))
                continue
            fields |= {"name": name, "mime_type": mimetypes.guess_type(name)[0]} if as_documents else {}
            sent.append(await self._send(person, "documents" if as_documents else "photos", part, where, **fields))
        return sent

    async def _send(self, person: Person, what: str, data: bytes, where: Where, **fields: str | None) -> Json:
        path, query = _path(person, what, where)
        query |= {name: value for name, value in fields.items() if value}
        return cast("Json", await self._ask("POST", path, query=query, data=io.BytesIO(data)))

    async def edit(self, person: Person, message_id: int, text: str, *, chat: int | None = None) -> Json:
        """Edit a message of one's own, or its caption."""
        path, query = _path(person, f"messages/{message_id}", {"chat": chat})
        return cast("Json", await self._ask("PATCH", path, {"text": text}, query=query))

    async def answer(self, person: Person, message: Json, text: str) -> Json:
        """Write into the reply that a message with a ForceReply has opened at somebody.

        Args:
            person: Who answers.
            message: The question, as `messages` shows it.
            text: The answer.

        Raises:
            SandboxError: The message opens no reply at this person.
        """
        asked = message["force_reply"]
        if not asked or (asked["asks"] is not None and person.id not in asked["asks"]):
            raise SandboxError(f"message {message['message_id']} asks {person.name} for no reply: {asked}")
        where = Where(chat=message["chat_id"], thread=message["thread_id"], reply_to=message["message_id"])
        return await self.say(person, text, **where)

    async def press(
        self,
        person: Person,
        message_id: int,
        data: str,
        *,
        chat: int | None = None,
        made_up: bool = False,
        inaccessible: bool = False,
    ) -> str:
        """Press a button a message has or once had, deleted or not; returns the callback query's id.

        Args:
            person: Who presses.
            message_id: The message with the button.
            data: What the button carries.
            chat: Where, if not in private.
            made_up: The message need never have had such a button.
            inaccessible: The bot does not get to see the message, however new it is.
        """
        path, query = _path(person, f"messages/{message_id}/presses", {"chat": chat})
        body = {"data": data, "made_up": made_up, "inaccessible": inaccessible}
        return str((await self._ask("POST", path, body, query=query))["id"])

    async def press_label(self, person: Person, message: Json, label: str, *, chat: int | None = None) -> str:
        """Press the button that is called so, begins so, or contains that; returns the callback query's id.

        Args:
            person: Who presses.
            message: The message, as `messages` shows it.
            label: What to look for on its buttons.
            chat: Where; without one it is where the message is.

        Raises:
            SandboxError: There is no such button, or it carries nothing to the bot.
        """
        pressed = button(message, label)
        if "data" not in pressed:
            raise SandboxError(f"the button {pressed['text']} tells the bot nothing: {pressed}")
        chat_id = message["chat_id"] if chat is None else chat
        return await self.press(person, message["message_id"], pressed["data"], chat=chat_id)

    async def menu(self, person: Person, chat: int | None = None) -> dict[str, str]:
        """Return the commands somebody sees in a chat's menu, in private if none is given, with what they say."""
        where = person.chat_id if chat is None else chat
        shown = await self.commands(person.language_code, chat_id=where, person_id=person.id)
        return {each["command"]: each["description"] for each in shown}

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message; the bot is not told."""
        await self._ask("DELETE", f"/chats/{chat_id}/messages/{message_id}")


def _path(person: Person, what: str, where: Where) -> tuple[str, dict[str, str]]:
    chat = where.get("chat")
    query = {name: str(value) for name, value in where.items() if value is not None and name != "chat"}
    return f"/chats/{person.chat_id if chat is None else chat}/{what}", {**query, "person": str(person.id)}
