"""Acts for people in the sandbox Telegram: tests and the demo use it to write, press buttons and check results."""

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
    """Represents a person who writes to the bot; `chat_id` is their private chat with it."""

    id: int
    name: str
    language_code: str

    @property
    def chat_id(self) -> int:
        """The id of the private chat; it equals the person's id."""
        return self.id


@dataclass(frozen=True, slots=True)
class Group:
    """Represents a chat of several people; its type is `group`, `supergroup` or `channel`."""

    id: int
    title: str
    type: str


class Where(TypedDict, total=False):
    """Selects where and as whom a person writes.

    Attributes:
        chat: The chat; by default the person's private chat with the bot.
        thread: The topic of a forum.
        reply_to: The message to reply to.
        as_chat: The group itself, to write as an anonymous administrator, or a channel owned by the person.
        ephemeral: The number of a message that only its author and the bot see (a command declared so, in a group).
    """

    chat: int | None
    thread: int | None
    reply_to: int | None
    as_chat: int | None
    ephemeral: int | None


class TelegramClient(TelegramView):
    """Drives a sandbox Telegram over its control routes, on behalf of its people and by its switches.

    Attributes:
        tells_bot: Whether an update informs the bot of a new group; else the bot seems to have long been a member.
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
        """Add a person; without an id they get the next free one."""
        body = {"name": name, "language_code": language_code, "username": username, "is_bot": is_bot, "id": id}
        made = await self._ask("POST", "/people", body)
        return Person(made["id"], made["name"], made["language_code"])

    async def block(self, person: Person, *, blocked: bool = True) -> None:
        """Block or unblock the bot."""
        await self._ask("PUT", f"/people/{person.id}/blocked", {"blocked": blocked})

    async def group(
        self, title: str, *people: Person, kind: str = "supergroup", admins: Sequence[Person] = (), bot: str = "member"
    ) -> Group:
        """Create a `group`, `supergroup` or `forum` with the first person as its creator, and add the bot."""
        return await self._add_group(kind, title, people, [admin.id for admin in admins], bot)

    async def channel(
        self, title: str, owner: Person, *, discussion: int | None = None, bot: str = "administrator"
    ) -> Group:
        """Create a channel; its posts are forwarded to its discussion supergroup, if it has one."""
        return await self._add_group("channel", title, [owner], [], bot, discussion)

    async def direct_messages(self, title: str, owner: Person, *people: Person) -> Group:
        """Create the direct messages chat of a channel; each person writes in their own topic."""
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
        who = {"people": [person.id for person in people], "admins": admins, "bot": bot, "told": self.tells_bot}
        made = await self._ask("POST", "/chats", {"kind": kind, "title": title, "discussion": discussion, **who})
        return Group(made["id"], made["title"], made["type"])

    async def topic(self, chat_id: int, name: str, person: Person) -> int:
        """Create a topic in a forum, and return its thread id."""
        return int((await self._ask("POST", f"/chats/{chat_id}/topics", {"name": name, "person": person.id}))["thread"])

    async def close_topic(self, chat_id: int, thread: int, person: Person, *, closed: bool = True) -> None:
        """Close or reopen a topic; thread 1 is General."""
        await self._ask("PUT", f"/chats/{chat_id}/topics/{thread}/closed", {"closed": closed, "person": person.id})

    async def join(self, person: Person, chat_id: int) -> None:
        """Join a group."""
        await self._change_member(person, chat_id, "member")

    async def leave(self, person: Person, chat_id: int) -> None:
        """Leave a group."""
        await self._change_member(person, chat_id, "left")

    async def promote(self, person: Person, chat_id: int, *, admin: bool = True, anonymous: bool = False) -> None:
        """Make a person an administrator, or an ordinary member again."""
        await self._change_member(person, chat_id, "administrator" if admin else "member", anonymous=anonymous)

    async def _change_member(self, person: Person, chat_id: int, status: str, *, anonymous: bool = False) -> None:
        await self._ask("PUT", f"/chats/{chat_id}/members/{person.id}", {"status": status, "anonymous": anonymous})

    async def bot_status(self, chat_id: int, status: str, by: Person) -> None:
        """Set the bot's status in a chat: `member`, `administrator`, `left` or `kicked`."""
        await self._ask("PUT", f"/chats/{chat_id}/bot", {"status": status, "by": by.id})

    async def permit(self, chat_id: int, **rights: bool) -> None:
        """Change the bot's rights while it is not an administrator: `write`, `texts`, `photos`, `documents`."""
        await self._ask("PATCH", f"/chats/{chat_id}/rights", rights)

    async def slow_mode(self, chat_id: int, seconds: int) -> None:
        """Set a group's slow mode in seconds, 0 for none; the bot is exempt only as an administrator."""
        await self._ask("PUT", f"/chats/{chat_id}/slow_mode", {"seconds": seconds})

    async def migrate(self, chat_id: int, *, announce: bool = True) -> Group:
        """Upgrade a group to a supergroup; if not announced, the bot learns it only from refused calls."""
        made = await self._ask("POST", f"/chats/{chat_id}/migration", {"announce": announce})
        return Group(made["id"], made["title"], made["type"])

    async def say(self, person: Person, text: str, **where: Unpack[Where]) -> Json:
        """Send a text, and return the message as the bot receives it, if it does."""
        path, query = _path(person, "messages", where)
        return cast("Json", await self._ask("POST", path, {"text": text}, query=query))

    async def photo(
        self, person: Person, data: bytes, caption: str | None = None, *, spoiler: bool = False, **where: Unpack[Where]
    ) -> Json:
        """Send a picture as a photo, which Telegram recompresses; optionally covered by a spoiler."""
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
        """Send a file unchanged, under a name and a type that may be absent or wrong."""
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
        """Send a GIF, which Telegram stores as an animation."""
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
        """Send pictures as one album, as photos or documents; the part "video" is a video. One part has the caption."""
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
        """Edit the text or the caption of a person's own message."""
        path, query = _path(person, f"messages/{message_id}", {"chat": chat})
        return cast("Json", await self._ask("PATCH", path, {"text": text}, query=query))

    async def answer(self, person: Person, message: Json, text: str) -> Json:
        """Write into the reply that a message with a ForceReply has opened for a person.

        Args:
            person: The person who answers.
            message: The question, as `messages` shows it.
            text: The answer.

        Raises:
            SandboxError: The message opens no reply for this person.
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
        """Press a button that a message, even a deleted one, has or once had; return the callback query's id.

        Args:
            person: The person who presses.
            message_id: The message with the button.
            data: The callback data of the button.
            chat: The chat; by default the private chat.
            made_up: Allow callback data that the message never offered.
            inaccessible: Hide the message from the bot, however new it is.
        """
        path, query = _path(person, f"messages/{message_id}/presses", {"chat": chat})
        body = {"data": data, "made_up": made_up, "inaccessible": inaccessible}
        return str((await self._ask("POST", path, body, query=query))["id"])

    async def press_label(self, person: Person, message: Json, label: str, *, chat: int | None = None) -> str:
        """Press the button whose label is, begins with or contains this; return the callback query's id.

        Args:
            person: The person who presses.
            message: The message, as `messages` shows it.
            label: The label, or a part of it.
            chat: The chat; by default that of the message.

        Raises:
            SandboxError: There is no such button, or it sends nothing to the bot.
        """
        pressed = button(message, label)
        if "data" not in pressed:
            raise SandboxError(f"the button {pressed['text']} tells the bot nothing: {pressed}")
        chat_id = message["chat_id"] if chat is None else chat
        return await self.press(person, message["message_id"], pressed["data"], chat=chat_id)

    async def menu(self, person: Person, chat: int | None = None) -> dict[str, str]:
        """Return the commands and descriptions in a person's menu in a chat, by default the private chat."""
        where = person.chat_id if chat is None else chat
        shown = await self.commands(person.language_code, chat_id=where, person_id=person.id)
        return {command["command"]: command["description"] for command in shown}

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message; the bot is not informed."""
        await self._ask("DELETE", f"/chats/{chat_id}/messages/{message_id}")


def _path(person: Person, what: str, where: Where) -> tuple[str, dict[str, str]]:
    chat = where.get("chat")
    query = {name: str(value) for name, value in where.items() if value is not None and name != "chat"}
    return f"/chats/{person.chat_id if chat is None else chat}/{what}", {**query, "person": str(person.id)}
