"""Makes the edits of each message one after the other, so that the last decision is what the message shows."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from bot.errors import TransientError
from bot.pipeline.messenger import Content, Delete, Document, Keyboard, Photo, Sent, Text

MOST_REMEMBERED = 1_000
"""Maximum number of messages without a pending edit whose failed edits are remembered."""

MOST_FAILED = 8
"""Maximum number of failed edits that are remembered for one message."""

Message = tuple[int, int]
"""A chat id, and the id of a message in that chat."""

Edit = Callable[[Content], Awaitable[Sent]]


@dataclass(slots=True)
class _Line:
    """Queues the edits of one message: one is being made, the others wait. Numbers follow the order of decision.

    Attributes:
        users: Number of edits that wait or are being made.
        decided: Number of the last edit.
        whole: Number of the last edit that changes the whole message, or deletes it.
        keyboard: Number of the last edit that changes only the buttons.
        buttons: The buttons of that edit.
        failed: Edits that their callers may try again, by number.
    """

    users: int = 0
    decided: int = 0
    whole: int = 0
    keyboard: int = 0
    buttons: Keyboard = field(default_factory=lambda: Keyboard(()))
    failed: dict[int, Content] = field(default_factory=dict)
    first_come: asyncio.Lock = field(default_factory=asyncio.Lock)

    def decide(self, content: Content) -> int:
        """Return the number of an edit; a failed edit keeps its number when it is tried again."""
        for number, failed in self.failed.items():
            if failed is content or (number == self.whole and _says_the_same(failed, content)):
                return number
        self.decided += 1
        if isinstance(content, Keyboard):
            self.keyboard, self.buttons = self.decided, content
        else:
            self.whole = self.decided
        return self.decided

    def current(self, content: Content, number: int) -> Content | None:
        """Return the content to put there now, with buttons that were decided later; None if it was overtaken."""
        if isinstance(content, Delete):
            return content  # later decisions do not undo a deletion
        if self.whole > number:
            return None
        if isinstance(content, Keyboard):
            return content if self.keyboard == number else None
        return replace(content, buttons=self.buttons.buttons) if self.keyboard > number else content

    def note_failure(self, content: Content, number: int) -> None:
        """Remember a failed edit that may be tried again."""
        self.failed[number] = content
        if len(self.failed) > MOST_FAILED:
            del self.failed[min(self.failed)]


class Edits:
    """Makes the edits of a message in the order of decision; an edit that was overtaken is not made any more."""

    def __init__(self) -> None:
        self._busy: dict[Message, _Line] = {}
        self._idle: OrderedDict[Message, _Line] = OrderedDict()

    async def make(self, message: Message, content: Content, edit: Edit) -> Sent:
        """Make an edit when its turn comes.

        The edit counts as decided at the call, before anything is awaited. An edit that failed temporarily is
        recognized by its content: the same object, or the same text and buttons if no later edit of the whole message
        was decided.

        Args:
            message: The message to edit.
            content: The new content.
            edit: Makes the edit.

        Returns:
            The result of `edit`; only the ids of the message if a later decision replaces this edit.

        Raises:
            HuabotError: As `edit`.
        """
        line = self._busy[message] = self._busy.get(message) or self._idle.pop(message, None) or _Line()
        number = line.decide(content)
        line.users += 1
        try:
            async with line.first_come:
                return await self._make(line, number, message, content, edit)
        finally:
            line.users -= 1
            if not line.users:
                self._leave(message)

    async def _make(self, line: _Line, number: int, message: Message, content: Content, edit: Edit) -> Sent:
        failed = line.failed.pop(number, content)
        current = line.current(content, number)
        if current is None:
            return Sent(*message)
        try:
            return await edit(current)
        except TransientError:
            line.note_failure(failed, number)
            raise

    def _leave(self, message: Message) -> None:
        line = self._busy.pop(message)
        if line.failed:
            self._idle[message] = line
            if len(self._idle) > MOST_REMEMBERED:
                self._idle.popitem(last=False)


def _says_the_same(failed: Content, content: Content) -> bool:
    """Return whether two contents differ at most in the source of their picture."""
    if not isinstance(failed, Text | Photo | Document) or not isinstance(content, Text | Photo | Document):
        return False
    return (failed.html, failed.buttons) == (content.html, content.buttons)
