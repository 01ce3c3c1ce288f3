"""What people can learn and change about what is theirs: `/quota`, `/cancel`, `/privacy`, `/deleteme`."""

from telegram import CallbackQuery, Message

from bot.admission import hours_to_midnight
from bot.clock import Clock
from bot.job import Kind
from bot.pipeline.cancel import Cancel
from bot.pipeline.intake import Intake
from bot.pipeline.messenger import Button, ButtonData, Place, Text
from bot.telegram.messages import Command, place_of, sender_id
from bot.telegram.replies import Replies
from bot.telegram.tongue import Tongue
from bot.texts import Texts
from storage.chats import Chats
from storage.erasures import Erasure, Erasures
from storage.jobs import Jobs

ERASE = "erase"
"""The action of the buttons under the question whether everything is to be deleted."""


class Personal:
    """The handlers of the personal commands."""

    def __init__(
        self,
        intake: Intake,
        jobs: Jobs,
        erasures: Erasures,
        chats: Chats,
        cancel: Cancel,
        replies: Replies,
        texts: Texts,
        tongue: Tongue,
        clock: Clock,
    ) -> None:
        self._intake = intake
        self._jobs = jobs
        self._erasures = erasures
        self._chats = chats
        self._cancel = cancel
        self._replies = replies
        self._texts = texts
        self._tongue = tongue
        self._clock = clock

    async def quota(self, message: Message, command: Command) -> None:
        """`/quota`: what is left today, and when it renews."""
        limits, used = await self._intake.allowance(message.chat.id, sender_id(message))
        language = await self._tongue.of_message(message)
        hours = hours_to_midnight(self._clock.now())
        lines = [self._left(language, "quota-person", limits.person, used.person)]
        if used.group is not None:
            lines.append(self._left(language, "quota-group", limits.group, used.group))
        if used.in_flight:
            lines.append(self._texts.get(language, "quota-under-way", count=used.in_flight))
        lines.append(self._texts.get(language, "quota-renews", hours=hours))
        self._replies.send(place_of(message), "\n".join(lines))

    def _left(self, language: str, text: str, limit: int | None, used: int) -> str:
        if limit is None:
            return self._texts.get(language, f"{text}-unlimited", used=used)
        return self._texts.get(language, text, left=max(0, limit - used), used=used, limit=limit)

    async def cancel(self, message: Message, command: Command) -> None:
        """`/cancel`: take back what waits and has not been submitted; in private, wherever it was ordered."""
        speaker, only_in = sender_id(message), message.chat.id if message.chat.id < 0 else None
        language = await self._tongue.of_message(message)
        painting = await self._jobs.count_being_painted(speaker, only_in)
        cancelled = await self._cancel.all_of(speaker, only_in)
        told = [job for job in cancelled if job.order.kind is not Kind.PHOTO]  # who sent a photo has asked for nothing
        text = self._texts.get(language, "cancelled-all", count=len(told), painting=painting)
        self._replies.send(place_of(message), text)

    async def privacy(self, message: Message, command: Command) -> None:
        """`/privacy`: what is kept, for how long, and who else sees it."""
        language = await self._tongue.of_message(message)
        self._replies.send(place_of(message), self._texts.get(language, "privacy"))

    async def delete_me(self, message: Message, command: Command) -> None:
        """`/deleteme`: ask, in private, whether everything is to be forgotten."""
        language = await self._tongue.of_message(message)
        if message.chat.id < 0:
            self._replies.send(place_of(message), self._texts.get(language, "erase-in-private"))
            return
        buttons = tuple(
            Button(self._texts.get(language, f"button-{ERASE}-{choice}"), ButtonData(ERASE, choice=choice))
            for choice in ("yes", "no")
        )
        self._replies.send(place_of(message), Text(self._texts.get(language, "erase-question"), (buttons,)))

    async def erase(self, query: CallbackQuery, press: ButtonData) -> None:
        """Take the answer to that question."""
        language = await self._tongue.of_press(query)
        if query.message is None or query.message.chat.id != query.from_user.id or press.choice not in {"yes", "no"}:
            self._replies.popup(query.id, self._texts.get(language, "press-stale"))
            return
        self._replies.popup(query.id)
        place, message_id = Place(query.message.chat.id), query.message.message_id
        if press.choice == "no":
            self._replies.edit(place, message_id, Text(self._texts.get(language, "erase-not")))
            return
        await self._cancel.all_of(query.from_user.id, None)
        await self._chats.forget(query.from_user.id)
        await self._erasures.note(Erasure(query.from_user.id, message_id, language))
