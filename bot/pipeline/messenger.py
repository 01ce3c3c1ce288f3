"""What the pipeline needs of a messenger: one way to put something into a chat, and how that can fail."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import IO, Protocol

from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Order


class MessageGoneError(PermanentError):
    """The message to be edited is not there any more."""


class ContentRefusedError(PermanentError):
    """This content is not taken here in this form; another form may be."""


class NoRightError(ContentRefusedError):
    """We may not send content of this kind in this chat."""


class ChatClosedError(PermanentError):
    """Nothing can be said in this chat: blocked, kicked, gone, or no right to write."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to speak: a chat, perhaps a topic of it or of a channel's direct messages, and the message to reply to.

    Attributes:
        silent: What is new there makes no sound.
    """

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    direct_topic_id: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class ButtonData:
    """What pressing a button means: an action, mostly on a job, perhaps with a choice.

    Attributes:
        action: At most 12 letters a-z.
        job_id: The job it is about; '' for what is about none.
        choice: At most 24 of a-z, 0-9, `.`, `_` and `-`.
        in_history: The message shows a picture among others.
    """

    action: str
    job_id: str = ""
    choice: str = ""
    in_history: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message.

    Attributes:
        label: What stands on it.
        press: What it carries.
        style: `danger` (red) or `primary` (blue); '' for the client's own.
        copy: What a press copies, at most `MAX_COPIED`; then the press tells us nothing.
    """

    label: str
    press: ButtonData = ButtonData("")
    style: str = ""
    copy: str = ""


MAX_COPIED = 256
"""Characters (Bot API, `CopyTextButton`); counted here as UTF-16 units, of which there are no fewer."""

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A message of words, in Telegram HTML, perhaps with rows of buttons.

    One that `asks` opens the field for an answer in its place, and can never be replaced.
    """

    html: str
    buttons: Rows = ()
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo, with its caption in HTML.

    Attributes:
        source: An open file, the messenger's own id of a file, or an address that the messenger's servers fetch.
        spoiler: It is covered until it is tapped.
        linked: The messenger adds a line that leads back to the bot.
    """

    source: str | IO[bytes]
    html: str
    filename: str = "huabot.png"
    buttons: Rows = ()
    spoiler: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file whose bytes stay as they are, with its caption in HTML; an open one, or the messenger's id of one.

    Attributes:
        preview: A small JPEG to show for it, where the messenger makes none.
        thumbnail: The messenger's id of a small JPEG to show for it instead; it is fetched when the file is sent.
        linked: As of a photo.
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
    """Other buttons for a message that stands; nothing else of it changes."""

    buttons: Rows


@dataclass(frozen=True, slots=True)
class Delete:
    """What is left of a message that is deleted."""


Content = Text | Photo | Document | Keyboard | Delete


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that stands: where (not where it was sent to, if the group has moved), and the file in it."""

    chat_id: int
    message_id: int
    file_id: str | None = None


def place_of_order(order: Order) -> Place:
    """Return where an order was given: what is said about it replies to it. Of several, the first makes a sound."""
    return Place(order.chat_id, order.thread_id, order.message_id, order.direct_topic_id, not order.is_first)


class Messenger(Protocol):
    """A chat service. `bot.telegram` has the one there is."""

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        """Put something into a chat, as a new message or in place of an own one, whose buttons are replaced too.

        `Keyboard` changes the buttons alone, `Delete` deletes; both need an own message.

        A group that has moved is followed: all that is stored of it moves too, and a new message goes to the new
        place. Nothing of the old place can be replaced.

        Replacing can be repeated: what already stands as asked for is success. What was decided last about a message,
        in the order of the calls, is what stands there in the end, whatever fails or is slow in between: a replacement
        that is overtaken before it was made, or before it is tried again with the same content, is success too, and
        changes nothing. What is to be deleted stays deleted.

        Args:
            place: Where.
            content: What.
            into: Own message to be replaced; None for a new one.

        Raises:
            NotSentError: Nothing reached the service.
            RateLimitedError: Refused for our pace; `retry_after` says how long this chat must wait.
            TransientError: Unknown whether it stands.
            MessageGoneError: `into` is not there.
            NoRightError: Nothing of this kind, here.
            ContentRefusedError: Not in this form.
            ChatClosedError: Not in this chat; also if words are refused as a new message, and nobody knows why.
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
    """Put something into a chat; try again if nothing of it has arrived, or if it replaces what stands.

    Args:
        messenger: The chat service.
        place: As for `Messenger.put`.
        content: Likewise.
        into: Likewise.
        pauses: Seconds before each other try, unless the service says how long to wait.
        longest: It is given up if more seconds are to be waited at once.
        may_double: Twice is better than not at all.

    Raises:
        HuabotError: As `Messenger.put`, of the last try.
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
