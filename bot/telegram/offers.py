"""Offers to turn a private message that answers no question into an order, by one tap.

The words stay in their message: the buttons are in a reply to it, and a press carries both messages.
"""

from telegram import Message

from bot import preferences
from bot.actions import ACTIONS, make
from bot.derive import NoSuchButtonError
from bot.job import Job, Kind
from bot.options import is_seen, shorten
from bot.pipeline.intake import Intake
from bot.pipeline.messenger import Button, ButtonData, Delete, Rows, Text
from bot.telegram.callback_data import decode
from bot.telegram.context import MessageContext, PressContext
from bot.telegram.messages import Photo, drop_surrogates, identity_of, place_of, replied_to
from bot.telegram.orders import Orders, Said, defaults, said
from storage.history import History

ACTION = "words"
"""The action of the button that paints words; actions that change a picture are in `bot.actions`."""

SHOWN = 16
"""Maximum UTF-16 units of a user's words on a button."""


class Offers:
    """Offers to paint the words of a message, or to change a picture by them."""

    def __init__(self, intake: Intake, orders: Orders, history: History) -> None:
        self._intake = intake
        self._orders = orders
        self._history = history

    async def offer(self, context: MessageContext) -> bool:
        """Offer to paint a message's words, or paint them if its sender prefers that. Return whether it has words.

        Raises:
            UserError: The sender may not order.
            TransientError: The database does not answer.
        """
        words = context.command.text.strip()
        if context.command.name or not context.message.text or not is_seen(words):
            return False
        await self._intake.require_allowed(context.chat, context.sender)
        job_id = shown_in(replied_to(context.message))
        if context.sender.preferences.at_once and not job_id:
            await self._orders.take(
                context, self._orders.read(context, said(context), Kind.DRAW, None, defaults(context, None))
            )
            return True
        rows: Rows
        if job_id:
            rows = ((_of_job(context, "change", job_id, "remix"),), (_of_job(context, "reword", job_id, "reword"),))
        else:
            label = context.text.label("button-paint", words=shorten(" ".join(words.split()), SHOWN))
            rows = ((Button(label, ButtonData(ACTION, choice="paint"), "primary"),),)
            if latest := await self._history.pictures(context.sender.id, limit=1):
                rows = (*rows, (_of_job(context, "change", latest[0].id, "change"),))
        context.send(Text(context.text("offer"), rows))
        return True

    async def paint(self, context: PressContext) -> None:
        """Paint the words."""
        await self._take(context, Kind.DRAW, None, None)

    async def change(self, context: PressContext, job: Job) -> None:
        """Repaint a picture by the words."""
        await self._take(context, Kind.REMIX, job, "change")

    async def reword(self, context: PressContext, job: Job) -> None:
        """Paint the words with the options and the seed of a picture."""
        await self._take(context, job.order.kind, job, "reword")

    async def _take(self, context: PressContext, kind: Kind, job: Job | None, name: str | None) -> None:
        options, photo = defaults(context, None), None
        if job and name:
            order = make(job, name)
            photo = Photo(order.source, (order.options.width, order.options.height)) if order.source else None
            options = order.options
            if name == "change":
                options = preferences.apply(context.sender.preferences, options, shaped=True)
        orders = self._orders.read(context, _said(context), kind, photo, options)

        def taken() -> None:
            context.popup()
            context.edit(context.message_id, Delete())

        await self._orders.take(context, orders, taken)


def _said(context: PressContext) -> Said:
    """Return the words that the message with the button replies to."""
    message = context.query.message
    words = message.reply_to_message if isinstance(message, Message) else None
    if words is None or not words.text or context.chat.id != context.sender.id:
        raise NoSuchButtonError("the words are gone")
    return Said(drop_surrogates(words.text), f"m:{context.chat.id}:{identity_of(words)}", place_of(words))


def shown_in(message: Message | None) -> str:
    """Return the id of the job whose picture a message shows; '' if it shows no picture of the bot."""
    if message is None or not (message.photo or message.document) or not message.reply_markup:
        return ""
    carried = [decode(str(button.callback_data)) for row in message.reply_markup.inline_keyboard for button in row]
    return next((data.job_id for data in carried if data and data.action in ACTIONS), "")


def _of_job(context: MessageContext, name: str, job_id: str, label: str) -> Button:
    return Button(context.text.label(f"button-{label}"), ButtonData(name, job_id))
