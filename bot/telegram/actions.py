"""What the buttons about a job do, once it is clear that whoever pressed may press them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from telegram import CallbackQuery, Message

from bot import preferences
from bot.clock import SECOND, Clock
from bot.errors import HuabotError, UserError
from bot.job import FINAL, Job, Kind, Order
from bot.options import Style
from bot.pipeline import keyboards
from bot.pipeline.cancel import Cancel
from bot.pipeline.derive import NoSuchButtonError, derive, recipe, siblings
from bot.pipeline.messenger import (
    ButtonData,
    ContentRefusedError,
    Delete,
    Keyboard,
    MessageGoneError,
    Place,
    Rows,
    place_of_order,
)
from bot.pipeline.original import Original
from bot.telegram.cooldown import Cooldown
from bot.telegram.gallery import Gallery
from bot.telegram.messages import place_of
from bot.telegram.orders import Orders, Refuse, Taken
from bot.telegram.questions import QuestionReplies
from bot.telegram.replies import Replies
from bot.texts import Texts
from storage.chats import Chats
from storage.history import History

log = structlog.get_logger(__name__)

BROUGHT_EVERY = 10 * SECOND
"""What costs nothing is brought this often by the same button in the same chat."""

CHANGING = frozenset({"delete", "older", "newer", "more", "less", "anime", "style"})
"""What changes the message that the button stands under."""

CHOOSING = keyboards.FOLDING | {"style"}
"""What leaves something to choose, or must know where it stands."""

Action = Callable[[CallbackQuery, ButtonData, Job], Awaitable[None]]


class Actions:
    """One method for each button."""

    def __init__(
        self,
        orders: Orders,
        answers: QuestionReplies,
        history: History,
        chats: Chats,
        gallery: Gallery,
        original: Original,
        cancel: Cancel,
        replies: Replies,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._answers = answers
        self._history = history
        self._chats = chats
        self._gallery = gallery
        self._original = original
        self._orders_back = cancel
        self._replies = replies
        self._texts = texts
        self._brought = Cooldown(clock, BROUGHT_EVERY)
        self._actions: dict[str, Action] = {
            **dict.fromkeys(("again", "vary", "hd", "remix", "retry"), self._order),
            "anime": self._anime,
            "style": self._restyle,
            "more": self._unfold,
            "less": self._fold,
            "file": self._bring_file,
            "how": self._tell_how,
            "delete": self._delete,
            "cancel": self._cancel,
            "older": self._turn,
            "newer": self._turn,
        }

    async def do(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        """Do what a button says; the press is answered, or will be in a moment.

        Args:
            query: The press.
            press: What it means.
            job: What it is about, in the language of whoever pressed.

        Raises:
            UserError: Why it is not done.
            NoSuchButtonError: There is no such button under this.
            TransientError: The press must come again.
        """
        if press.action not in self._actions:
            raise NoSuchButtonError(press.action)
        if press.choice and press.action not in CHOOSING:
            raise NoSuchButtonError("nothing to choose")
        if press.action in CHANGING and not _shows(query, job):
            raise NoSuchButtonError("under another message")
        await self._actions[press.action](query, press, _with_picture(query, job))

    async def _order(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        await self._take(query, job, derive(job, press.action))

    async def _anime(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        if press.choice in {"", keyboards.IN_HISTORY}:
            self._show(query, keyboards.styles(self._texts, job, press.choice))
        elif job.order.kind is not Kind.ANIME or job.is_cancelled:
            raise NoSuchButtonError("nothing to choose")
        else:
            await self._choose(query, press, job)

    async def _choose(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        style = Style.__members__.get(press.choice.upper())
        if style is None or query.message is None or query.message.chat.id != job.order.chat_id:
            raise NoSuchButtonError("not a choice")
        if not query.message.message_id:
            raise NoSuchButtonError("nothing of ours is ephemeral")
        await self._answers.choose(
            job, style, query.message.message_id, query.from_user.id, self._refuse_in(query, job)
        )
        self._replies.popup(query.id)  # a second press says nothing new

    def _refuse_in(self, query: CallbackQuery, job: Job) -> Refuse:
        async def refuse(refusal: UserError) -> None:
            words = self._texts.get(job.order.language, f"error-{refusal.code}", **refusal.params)
            self._replies.send(_place(query, job), words)

        return refuse

    async def _restyle(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        style, _, where = press.choice.partition(".")
        order = derive(job, "anime", Style.__members__.get(style.upper()))
        folded = await self._buttons(query, replace(press, choice=where), job, unfolded=False)
        await self._take(query, job, order, lambda: self._show(query, folded))

    async def _take(self, query: CallbackQuery, job: Job, order: Order, taken: Taken | None = None) -> None:
        person = (await self._chats.get(query.from_user.id)).preferences
        options = replace(order.options, as_file=person.as_file, tell=person.tell)
        if order.is_draft:
            options = preferences.apply(person, options, shaped=True)
        place = _place(query, job)
        placed = replace(
            order,
            origin=f"q:{query.id}:0",
            chat_id=place.chat_id,
            thread_id=place.thread_id,
            message_id=place.reply_to,
            direct_topic_id=place.direct_topic_id,
            options=options,
        )

        async def refuse(refusal: UserError) -> None:
            words = self._texts.get(order.language, f"error-{refusal.code}", **refusal.params)
            self._replies.popup(query.id, words)

        orders = [placed] if placed.is_draft else [placed, *siblings(placed)]
        await self._orders.take(orders, query.from_user.id, refuse, taken or (lambda: self._replies.popup(query.id)))

    async def _unfold(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        self._show(query, await self._buttons(query, press, job, unfolded=True))

    async def _fold(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        self._show(query, await self._buttons(query, press, job, unfolded=False))

    async def _buttons(self, query: CallbackQuery, press: ButtonData, job: Job, *, unfolded: bool) -> Rows:
        if press.choice == keyboards.IN_HISTORY:
            return await self._gallery.buttons(job, _place(query, job).chat_id, unfolded=unfolded)
        return keyboards.under(self._texts, job, unfolded=unfolded)

    async def _bring_file(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        self._require_once(query, press, job)
        self._replies.popup(query.id)
        self._replies.soon(self._original.bring(job, _place(query, job)))

    async def _tell_how(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        person = (await self._chats.get(query.from_user.id)).preferences
        line = recipe(job, person.negative)
        self._require_once(query, press, job)
        self._replies.popup(query.id)
        words = self._texts.get(job.order.language, "how", line=line, command=job.order.kind)
        self._replies.send(_place(query, job), words)

    def _require_once(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        """What a press of a moment ago has brought already, here, does not come again."""
        if not self._brought.allow((_place(query, job).chat_id, job.id, press.action)):
            raise UserError("press-already")

    async def _delete(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        if job.state not in FINAL:  # being brought just now
            self._replies.popup(query.id, self._texts.get(job.order.language, "press-again"))
            return
        await self._history.forget(job.id)
        self._replies.soon(self._remove(query, job))

    async def _remove(self, query: CallbackQuery, job: Job) -> None:
        pressed, brought = _place(query, job), place_of_order(job.order)
        refusal = await self._remove_message(pressed, pressed.reply_to)
        if job.placeholder_id and (brought.chat_id, job.placeholder_id) != (pressed.chat_id, pressed.reply_to):
            refusal = await self._remove_message(brought, job.placeholder_id) or refusal  # pressed in the history
        self._replies.popup(query.id, self._texts.get(job.order.language, refusal) if refusal else "")

    async def _remove_message(self, place: Place, message_id: int | None) -> str:
        """Delete a message; return what is to be said if that does not work."""
        try:
            await self._replies.put(place, Delete(), message_id)
        except MessageGoneError:
            log.info("message_gone", chat=place.chat_id)
        except ContentRefusedError:
            self._replies.edit(place, message_id or 0, Keyboard(()))
            return "press-not-deleted"
        except HuabotError as exc:
            log.info("message_not_deleted", chat=place.chat_id, error=str(exc))
            return "press-again"
        return ""

    async def _cancel(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        if job.is_cancelled or await self._orders_back.one(job):
            self._replies.popup(query.id)
        else:
            self._replies.popup(query.id, self._texts.get(job.order.language, "press-too-late"))

    async def _turn(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        found = await self._gallery.turn(_place(query, job), job, newer=press.action == "newer")
        self._replies.popup(query.id, "" if found else self._texts.get(job.order.language, "history-end"))

    def _show(self, query: CallbackQuery, rows: Rows) -> None:
        self._replies.popup(query.id)
        if query.message:
            place = Place(query.message.chat.id)
            self._replies.edit(place, query.message.message_id, Keyboard(rows))


def _with_picture(query: CallbackQuery, job: Job) -> Job:
    """Return the job with the picture that stands in its message, even if that it arrived is not stored yet."""
    message = query.message
    if job.file_id or job.forgotten or not isinstance(message, Message) or message.message_id != job.placeholder_id:
        return job
    if message.photo:
        return replace(job, file_id=message.photo[-1].file_id)
    return replace(job, file_id=message.document.file_id) if message.document else job


def _shows(query: CallbackQuery, job: Job) -> bool:
    """Whether a press came from a message about this job, which it may change or delete.

    What a press carries need not stand on any button (Bot API, `CallbackQuery.data`). In private all messages are one's
    own. In a group a page of `/history` that is too old to be shown to us can be anybody's.
    """
    message = query.message
    if message is None or message.chat.id > 0 or message.message_id == job.placeholder_id:
        return True
    if not isinstance(message, Message) or not message.is_accessible:
        return False
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(job.id in str(each.callback_data) for row in rows for each in row)


def _place(query: CallbackQuery, job: Job) -> Place:
    """Return where the button was pressed: what comes of it replies to the message it is under."""
    if isinstance(query.message, Message) and query.message.is_accessible:
        return place_of(query.message)
    assert query.message  # too old to be shown to us, but there
    chat_id, message_id, order = query.message.chat.id, query.message.message_id or None, job.order
    if chat_id != order.chat_id:
        return Place(chat_id, reply_to=message_id)
    return Place(chat_id, order.thread_id, message_id, order.direct_topic_id)
