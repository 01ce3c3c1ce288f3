"""Defines the pipeline's interface to a messenger: one method to put content into a chat, and its errors."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import IO, Protocol

from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Order


class MessageGoneError(PermanentError):
    """Raised when the message to be edited does not exist any more."""


class ContentRefusedError(PermanentError):
    """Raised when content is refused here in this form; another form may be accepted."""


class NoRightError(ContentRefusedError):
    """Raised when the bot may not send content of this kind in this chat."""


class ChatClosedError(PermanentError):
    """Raised when nothing can be sent to a chat: blocked, kicked, gone, or no right to write."""


@dataclass(frozen=True, slots=True)
class Place:
    """Identifies a chat, perhaps a topic of it or of a channel's direct messages, and the message to reply to.

    Attributes:
        silent: New messages there make no sound.
    """

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    direct_topic_id: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class ButtonData:
    """Describes what a press on a button means: an action, mostly on a job, perhaps with a choice.

    Attributes:
        action: At most 12 letters a-z.
        job_id: The job that the action is about; '' for an action without a job.
        choice: At most 24 characters of a-z, 0-9, `.`, `_` and `-`.
        in_history: The message shows one of several pictures.
    """

    action: str
    job_id: str = ""
    choice: str = ""
    in_history: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Represents a button under a message.

    Attributes:
        label: The text on the button.
        press: The data that a press carries.
        style: `danger` (red) or `primary` (blue); '' for the client's default.
        copy: The text that a press copies, at most `MAX_COPIED`; the bot does not learn of such a press.
    """

    label: str
    press: ButtonData = ButtonData("")
    style: str = ""
    copy: str = ""


MAX_COPIED = 256
"""Characters (Bot API, `CopyTextButton`); counted here as UTF-16 units, which are never fewer."""

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Represents a text message in Telegram HTML, perhaps with rows of buttons.

    A text that `asks` opens a reply to it in the user's client, and can never be replaced.
    """

    html: str
    buttons: Rows = ()
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """Represents a photo, with its caption in HTML.

    Attributes:
        source: An open file, the messenger's own id of a file, or an address that the messenger's servers fetch.
        spoiler: The photo is covered until it is tapped.
        linked: The messenger adds a line that links to the bot.
    """

    source: str | IO[bytes]
    html: str
    filename: str = "huabot.png"
    buttons: Rows = ()
    spoiler: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Represents an open file, or the messenger's id of one, that is sent unchanged, with its caption in HTML.

    Attributes:
        preview: A small JPEG to show for the file, where the messenger makes none.
        thumbnail: The messenger's id of a small JPEG to show instead; it is fetched when the file is sent.
        linked: As for `Photo`.
    """

    source: str | IO[bytes]
    html: str
    filename: str = ""
    buttons: Rows = ()
    preview: bytes | None = None
    thumbnail: str = ""
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Replaces the buttons of an existing message; nothing else of it changes."""

    buttons: Rows


@dataclass(frozen=True, slots=True)
class Delete:
    """Replaces an existing message with nothing: the message is deleted."""


Content = Text | Photo | Document | Keyboard | Delete


@dataclass(frozen=True, slots=True)
class Sent:
    """Represents an existing message: its chat (the new one, if the group has moved), and the file in it."""

    chat_id: int
    message_id: int
    file_id: str | None = None


def place_of_order(order: Order) -> Place:
    """Return where an order was given, to reply to it. Of several pictures at once, only the first makes a sound."""
    return Place(order.chat_id, order.thread_id, order.message_id, order.direct_topic_id, not order.is_first)


class Messenger(Protocol):
    """Represents a chat service. Implemented in `bot.telegram`."""

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        """Put content into a chat, as a new message or in place of one of the bot's own, buttons included.

        `Keyboard` changes the buttons alone, `Delete` deletes the message; both need `into`.

        If the group has moved, its stored data moves too, and a new message goes to the new chat. Messages in the old
        chat cannot be replaced.

        Replacing can be repeated: if the message already has the content, the call succeeds. In the end, a message has
        the content of the last call for it, in the order of the calls, whatever fails or is slow in between: a
        replacement that is overtaken before it was made, or before it is retried with the same content, succeeds too
        and changes nothing. A message that is to be deleted stays deleted.

        Args:
            place: Where to put the content.
            content: The content.
            into: The bot's own message to be replaced; None for a new message.

        Raises:
            NotSentError: Nothing reached the service.
            RateLimitedError: The rate limit is exceeded; `retry_after` says how long this chat must wait.
            TransientError: It is unknown whether the content arrived.
            MessageGoneError: The message `into` does not exist.
            NoRightError: The bot may not send content of this kind here.
            ContentRefusedError: The content is refused in this form.
            ChatClosedError: Nothing can be sent here; also if a new text message is refused for an unknown reason.
        """
        ...


async def put_with_retry(
    messenger: Messenger,
    place: Place,
    content: Content,
    into: int | None = None,
    *,
    pauses: Iterable[float],
    longest: float = inf,
    may_double: bool = False,
) -> Sent:
    """Put content into a chat; retry if nothing of it has arrived, or if it replaces a message.

    Args:
        messenger: The chat service.
        place: As for `Messenger.put`.
        content: As for `Messenger.put`.
        into: As for `Messenger.put`.
        pauses: Seconds before each retry, unless the service says how long to wait.
        longest: Longest single wait in seconds; instead of a longer one, the error is raised.
        may_double: Retry a new message that may have arrived: twice is better than not at all.

    Raises:
        HuabotError: As for `Messenger.put`, from the last try.
    """
    for pause in pauses:
        try:
            return await messenger.put(place, content, into)
        except TransientError as exc:
            wait = exc.retry_after or pause
            may_stand = into is None and not isinstance(exc, RateLimitedError | NotSentError)
            if wait > longest or (may_stand and not may_double):
                raise
        await asyncio.sleep(wait)
    return await messenger.put(place, content, into)
