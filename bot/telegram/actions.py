"""Carries out the presses of a job's buttons, once it is clear that the user may press them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog
from telegram import MaybeInaccessibleMessage, Message

from bot import preferences
from bot.actions import ACTIONS, Action, make
from bot.clock import SECOND
from bot.derive import NoSuchButtonError, siblings
from bot.errors import HuabotError, UserError
from bot.job import FINAL, Job, Kind, Order, State
from bot.options import Style
from bot.pipeline import keyboards
from bot.pipeline.cancel import Cancel
from bot.pipeline.messenger import (
    ContentRefusedError,
    Delete,
    Keyboard,
    MessageGoneError,
    Place,
    Rows,
    place_of_order,
)
from bot.pipeline.original import Original
from bot.telegram.context import PressContext
from bot.telegram.cooldown import Cooldown
from bot.telegram.gallery import Gallery
from bot.telegram.orders import Orders, Taken
from bot.telegram.questions import QuestionReplies
from bot.telegram.thumbnails import find_thumbnail
from bot.texts import Texts

log = structlog.get_logger(__name__)

BROUGHT_EVERY = 10 * SECOND
"""Shortest time (microseconds) before the same button in the same chat sends again what costs nothing."""

Do = Callable[[PressContext, Job], Awaitable[None]]


class Actions:
    """Has one method for each button that does more than make an order.

    Args:
        others: Handlers from other modules, by the names of their buttons.

    Attributes:
        methods: All these handlers, by the names of their buttons.
    """

    def __init__(
        self,
        orders: Orders,
        questions: QuestionReplies,
        gallery: Gallery,
        original: Original,
        cancel: Cancel,
        texts: Texts,
        brought: Cooldown,
        others: Mapping[str, Do],
    ) -> None:
        self._orders = orders
        self._questions = questions
        self._gallery = gallery
        self._original = original
        self._orders_back = cancel
        self._texts = texts
        self._brought = brought
        self.methods: dict[str, Do] = {
            "anime": self._anime,
            "anyway": self._paint_anyway,
            "style": self._restyle,
            "more": self._unfold,
            "less": self._fold,
            "file": self._bring_file,
            "delete": self._delete,
            "cancel": self._cancel,
            "older": self._turn,
            "newer": self._turn,
            **others,
        }

    async def do(self, context: PressContext, job: Job) -> None:
        """Carry out a press; it is answered now or shortly after.

        Args:
            context: The press.
            job: The job that the button is about, in the language of the user who pressed.

        Raises:
            UserError: The press is refused; the error says why.
            NoSuchButtonError: The job's message has no such button.
            TransientError: The press was not handled; Telegram must deliver it again.
        """
        action = _action_of(context)
        if action.edits and not _shows(context, job):
            raise NoSuchButtonError("under another message")
        await self.methods.get(action.name, self._order)(context, _with_picture(context, job))

    async def order_alike(self, context: PressContext, job: Job) -> None:
        """Take the order that a button under another user's picture makes, for the user who pressed.

        The other user's picture and its buttons stay as they are: the style of a portrait is asked for in a separate
        message. Raises as `do`.
        """
        action = _action_of(context)
        if not _shows(context, job):
            raise NoSuchButtonError("under another message")
        theirs = replace(job, order=replace(job.order, owner_id=context.sender.id))
        order = make(_with_picture(context, theirs), action.name, _style(context))
        await self._take(context, _with_thumbnail(context, job, order))

    async def _order(self, context: PressContext, job: Job) -> None:
        await self._take(context, _with_thumbnail(context, job, make(job, context.data.action)))

    async def _anime(self, context: PressContext, job: Job) -> None:
        if not context.data.choice:
            context.show(keyboards.styles(self._texts, job, in_history=context.data.in_history))
        elif job.order.kind is not Kind.ANIME or job.is_cancelled:
            raise NoSuchButtonError("nothing to choose")
        else:
            await self._choose(context, job)

    async def _choose(self, context: PressContext, job: Job) -> None:
        style = _style(context)
        if style is None or context.chat.id != job.order.chat_id:
            raise NoSuchButtonError("not a choice")
        if not context.message_id:
            raise NoSuchButtonError("nothing of ours is ephemeral")
        await self._questions.choose(context, job, replace(job.order.options, style=style), context.message_id)
        context.popup()  # a second press gets the same answer

    async def _paint_anyway(self, context: PressContext, job: Job) -> None:
        asked = job.state is not State.DRAFT or job.order.options.confirm
        if not asked or job.is_cancelled or context.chat.id != job.order.chat_id or not context.message_id:
            raise NoSuchButtonError("nothing is to be confirmed")
        await self._questions.choose(context, job, job.order.options, context.message_id)
        context.popup()

    async def _restyle(self, context: PressContext, job: Job) -> None:
        order = make(job, "style", _style(context))
        folded = await self._buttons(context, job, unfolded=False)
        await self._take(context, order, lambda: context.show(folded))

    async def _take(self, context: PressContext, order: Order, taken: Taken | None = None) -> None:
        person, place = context.sender.preferences, context.place
        options = replace(order.options, as_file=person.as_file, tell=person.tell, linked=person.linked)
        if order.is_draft and context.data.action != "edit":
            options = preferences.apply(person, options, shaped=True)
        if order.action == "remix" and order.prompt:  # words that came with a photo, never painted before
            options = self._orders.ask_if_unreadable(replace(order, options=options)).options
        placed = replace(
            order,
            origin=f"q:{context.query.id}:0",
            chat_id=place.chat_id,
            thread_id=place.thread_id,
            message_id=place.reply_to,
            direct_topic_id=place.direct_topic_id,
            options=options,
        )
        orders = [placed] if placed.is_draft else [placed, *siblings(placed)]
        await self._orders.take(context, orders, taken or context.popup)

    async def _unfold(self, context: PressContext, job: Job) -> None:
        context.show(await self._buttons(context, job, unfolded=True))

    async def _fold(self, context: PressContext, job: Job) -> None:
        context.show(await self._buttons(context, job, unfolded=False))

    async def _buttons(self, context: PressContext, job: Job, *, unfolded: bool) -> Rows:
        if context.data.in_history:
            return await self._gallery.buttons(job, context.chat.id, unfolded=unfolded)
        return keyboards.under(self._texts, job, unfolded=unfolded)

    async def _bring_file(self, context: PressContext, job: Job) -> None:
        if not await self._brought.allow((context.chat.id, job.id, context.data.action)):
            raise UserError("press-already")
        context.popup()
        context.later(self._original.bring(job, context.place))

    async def _delete(self, context: PressContext, job: Job) -> None:
        if job.state not in FINAL:  # the picture is being sent right now
            context.popup("press-again")
            return
        await self._gallery.forget(job)
        context.later(self._remove(context, job))

    async def _remove(self, context: PressContext, job: Job) -> None:
        pressed, brought = context.place, place_of_order(job.order)
        refusal = await self._remove_message(context, pressed, pressed.reply_to)
        if job.placeholder_id and (brought.chat_id, job.placeholder_id) != (pressed.chat_id, pressed.reply_to):
            # The press came from a page of `/history`; the picture's own message is deleted, too.
            refusal = await self._remove_message(context, brought, job.placeholder_id) or refusal
        context.popup(refusal)

    async def _remove_message(self, context: PressContext, place: Place, message_id: int | None) -> str:
        """Delete a message; return the id of the text to show if that fails, else ''."""
        try:
            await context.replies.put(place, Delete(), message_id)
        except MessageGoneError:
            log.info("message_gone", chat=place.chat_id)
        except ContentRefusedError:
            context.replies.edit(place, message_id or 0, Keyboard(()))
            return "press-not-deleted"
        except HuabotError as exc:
            log.info("message_not_deleted", chat=place.chat_id, error=str(exc))
            return "press-again"
        return ""

    async def _cancel(self, context: PressContext, job: Job) -> None:
        in_time = job.is_cancelled or await self._orders_back.one(job)
        context.popup("" if in_time else "press-too-late")

    async def _turn(self, context: PressContext, job: Job) -> None:
        found = await self._gallery.turn(context, job, newer=context.data.action == "newer")
        context.popup("" if found else "history-end")


def _style(context: PressContext) -> Style | None:
    return Style.__members__.get(context.data.choice.upper())


def _with_picture(context: PressContext, job: Job) -> Job:
    """Return the job with the picture in its message, even if its arrival is not stored yet."""
    message = context.query.message
    if job.file_id or job.forgotten or not isinstance(message, Message) or not _is_placeholder_of(message, job):
        return job
    if message.photo:
        return replace(job, file_id=message.photo[-1].file_id)
    return replace(job, file_id=message.document.file_id) if message.document else job


def _is_placeholder_of(message: MaybeInaccessibleMessage, job: Job) -> bool:
    """Return whether a message is a job's placeholder, or its picture. Each group numbers its own messages."""
    return (message.chat.id, message.message_id) == (job.order.chat_id, job.placeholder_id)


def _with_thumbnail(context: PressContext, job: Job, order: Order) -> Order:
    """Return an order to enlarge the pressed picture with Telegram's thumbnail of that picture, if there is one."""
    message, source = context.query.message, order.source
    if order.kind is not Kind.HD or source is None or source.thumbnail or not isinstance(message, Message):
        return order
    if not _shows(context, job):
        return order
    found = find_thumbnail(message.photo or message.document)
    return replace(order, source=replace(source, thumbnail=found))


def _action_of(context: PressContext) -> Action:
    data, action = context.data, ACTIONS.get(context.data.action)
    if action is None or (data.choice and not action.styled) or (data.in_history and not action.folds):
        raise NoSuchButtonError("not in the table")
    return action


def _shows(context: PressContext, job: Job) -> bool:
    """Return whether a press came from a message about this job, which the press may change or delete.

    The data of a press need not be that of any button (Bot API, `CallbackQuery.data`). In private all messages are the
    user's own. In a group a page of `/history` that is too old for Telegram to send along can be anybody's.
    """
    message = context.query.message
    if message is None or message.chat.id > 0 or _is_placeholder_of(message, job):
        return True
    if not isinstance(message, Message) or not message.is_accessible:
        return False
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(job.id in str(button.callback_data) for row in rows for button in row)
