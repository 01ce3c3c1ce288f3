"""Implements `/history`: shows a user's pictures that Telegram still has, one at a time, with their buttons."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot import preferences
from bot.clock import SECOND
from bot.job import Job, Kind
from bot.pipeline import keyboards
from bot.pipeline.messenger import ContentRefusedError, Document, Photo, Place, Rows, Text
from bot.pipeline.wording import caption
from bot.telegram.context import Context, MessageContext, PressContext
from bot.telegram.replies import Replies
from bot.texts import Texts
from storage.history import History

log = structlog.get_logger(__name__)


class Gallery:
    """Shows users all their pictures in private, and in a group those that they ordered there."""

    def __init__(self, history: History, replies: Replies, texts: Texts) -> None:
        self._history = history
        self._replies = replies
        self._texts = texts

    async def open(self, context: MessageContext) -> None:
        """Handle `/history`: show the newest picture, with a button to the older ones."""
        found = await self._history.pictures(context.sender.id, chat_id=_only_in(context.chat.id), limit=2)
        if found:
            newest = _in(found[0], context.language)
            rows = keyboards.in_history(self._texts, newest, older=len(found) > 1, newer=False)
            context.later(self._bring(context.place, _covered(newest, context), rows))
        else:
            context.say("history-empty")

    async def turn(self, context: PressContext, job: Job, *, newer: bool) -> bool:
        """Replace a picture by its neighbour in the message that shows it, whose button was pressed.

        Returns:
            Whether there is a neighbour.

        Raises:
            TransientError: The database does not answer.
        """
        place = context.place
        only_in = _only_in(place.chat_id)
        if newer:
            found = await self._history.pictures(job.order.owner_id, after=job.id, chat_id=only_in, limit=1)
        else:
            found = await self._history.pictures(job.order.owner_id, before=job.id, chat_id=only_in, limit=1)
        if found:
            neighbour = _covered(_in(found[0], job.order.language), context)
            rows = await self.buttons(neighbour, place.chat_id)
            self._replies.soon(self._bring(place, neighbour, rows, place.reply_to))
        return bool(found)

    async def forget(self, job: Job) -> None:
        """Forget a picture and its words. Raises as `turn`."""
        await self._history.forget(job.id)

    async def buttons(self, job: Job, chat_id: int, *, unfolded: bool = False) -> Rows:
        """Return the buttons under a picture that is shown in a chat. Raises as `turn`."""
        owner, only_in = job.order.owner_id, _only_in(chat_id)
        older = await self._history.pictures(owner, before=job.id, chat_id=only_in, limit=1)
        newer = await self._history.pictures(owner, after=job.id, chat_id=only_in, limit=1)
        return keyboards.in_history(self._texts, job, older=bool(older), newer=bool(newer), unfolded=unfolded)

    async def _bring(self, place: Place, job: Job, rows: Rows, into: int | None = None) -> None:
        day = datetime.fromtimestamp(job.created_at / SECOND, UTC).date().isoformat()
        brief = place.chat_id < 0 and job.order.is_public
        words = (
            f"{caption(self._texts, job, brief=brief)}\n{self._texts.get(job.order.language, 'history-date', date=day)}"
        )
        file_id, options = job.file_id or "", job.order.options
        photo = Photo(file_id, words, buttons=rows, spoiler=options.spoiler, linked=options.linked)
        forms: list[Photo | Document] = [photo, Document(file_id, words, buttons=rows, linked=options.linked)]
        if job.order.kind is Kind.HD or job.order.options.as_file:
            forms.reverse()
        for form in forms:  # a picture that could not be sent as a photo was sent as a file
            try:
                await self._replies.put(place, form, into)
                return
            except ContentRefusedError as exc:
                log.info("picture_not_shown", job=job.id, form=type(form).__name__, error=str(exc))
        await self._replies.put(place, Text(self._texts.get(job.order.language, "error-press-no-picture")))


def _only_in(chat_id: int) -> int | None:
    """Return the only chat whose pictures may be shown; None in private, where all may be shown."""
    return chat_id if chat_id < 0 else None


def _in(job: Job, language: str) -> Job:
    return replace(job, order=replace(job.order, language=language))


def _covered(job: Job, context: Context) -> Job:
    """Return a job with a spoiler if its picture had one, or if the chat where it is shown requires one."""
    options = preferences.in_chat(context.chat.preferences, job.order.options)
    return replace(job, order=replace(job.order, options=options))
