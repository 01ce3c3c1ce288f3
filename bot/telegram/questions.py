"""QuestionReplies to questions: words for a picture, a style for a portrait. The answer is the order."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from telegram import Message
from telegram.constants import ChatType

from bot.clock import SECOND, Clock
from bot.errors import UserError
from bot.job import Job, Kind, State
from bot.options import Style, new_seed
from bot.pipeline.derive import siblings
from bot.pipeline.intake import Intake
from bot.telegram.messages import Photo, drop_surrogates, replied_to, sender_id
from bot.telegram.orders import Orders, Refuse, patiently
from bot.telegram.replies import Replies
from bot.telegram.styles import Styles
from bot.telegram.tongue import Tongue
from storage.jobs import Jobs

BEING_ASKED = 5 * SECOND
"""A question younger than this may still be on its way to be stored when its answer comes."""

LOOK_AGAIN = SECOND // 5

ANSWERED_WITHIN = 600 * SECOND
"""How long words that reply to nothing may answer a question. Later they are small talk, which is not to be paid."""


class QuestionReplies:
    """Finds the question that somebody answers, by words or by a button, and orders what it was about."""

    def __init__(
        self,
        intake: Intake,
        orders: Orders,
        jobs: Jobs,
        replies: Replies,
        tongue: Tongue,
        styles: Styles,
        clock: Clock,
    ) -> None:
        self._intake = intake
        self._orders = orders
        self._jobs = jobs
        self._replies = replies
        self._tongue = tongue
        self._styles = styles
        self._clock = clock

    async def take(self, message: Message, otherwise: Callable[[], Awaitable[None]]) -> None:
        """Take a reply to one of our questions for the words that it asked for.

        A question may be answered more than once, each time by an order.

        Args:
            message: A reply to a message of ours.
            otherwise: What to do if that was no such question.

        Raises:
            TransientError: Nothing was committed.
        """
        since = self._clock.now() - BEING_ASKED
        asked = message.reply_to_message
        if asked and (draft := await self._jobs.find_asked(message.chat.id, asked.message_id)):
            await self._take_answer(message, draft)
        elif asked and await self._jobs.is_asking(sender_id(message), message.chat.id, since):
            early = partial(self._take_early_answer, message, asked.message_id, otherwise)
            self._replies.soon(patiently(early, partial(self._orders.refuse, message)))
        else:
            await otherwise()

    async def find_last(self, message: Message) -> Job | None:
        """Return what somebody ordered last in private, not longer than `ANSWERED_WITHIN` ago.

        If that is a draft, it takes words that reply to nothing, or to what it was made from. So whatever is ordered
        later, be it by an answer, a command or a button, closes a question for such words; a reply to the question
        finds it as long as the draft stands.

        Raises:
            TransientError: The database does not answer.
        """
        if message.chat.type != ChatType.PRIVATE:
            return None
        since = self._clock.now() - ANSWERED_WITHIN
        last = await self._jobs.find_last(sender_id(message), message.chat.id, since)
        replied = replied_to(message)
        return None if last and replied and replied.message_id != last.order.message_id else last

    async def take_words(self, message: Message, draft: Job) -> None:
        """Take words for the answer to a draft's question, which may still be on its way.

        Raises:
            TransientError: Nothing was committed.
        """
        if draft.order.kind is Kind.ANIME and draft.placeholder_id is None:  # it is to become the placeholder
            early = partial(self._take_early_style, message, draft)
            self._replies.soon(patiently(early, partial(self._orders.refuse, message)))
        else:
            await self._answer(message, draft)

    async def choose(self, draft: Job, style: Style, message_id: int, person_id: int, refuse: Refuse) -> None:
        """Commit the style that a draft waited for, and the other pictures that were asked for with it.

        Args:
            draft: As it was found; if it has been chosen before, what is missing of the others is made up for.
            style: What was chosen.
            message_id: The message that asked.
            person_id: Who chose.
            refuse: Tells why there are no others.

        Raises:
            UserError: As `Intake.choose`.
            TransientError: Not all were committed; repeating it is harmless.
        """
        job = draft if draft.state is not State.DRAFT else await self._intake.choose(draft, style, message_id)
        if job and not job.forgotten and (others := siblings(job.order)):
            await self._orders.take(others, person_id, refuse)

    async def _take_answer(self, message: Message, draft: Job) -> None:
        if draft.order.owner_id == sender_id(message):
            await self._answer(message, draft)
        elif draft.order.owner_id < 0:
            self._replies.soon(
                self._orders.if_administrator(
                    sender_id(message),
                    draft.order.owner_id,
                    lambda: self._answer(message, draft),
                    partial(self._refuse_stranger, message),
                )
            )

    async def _take_early_answer(
        self, message: Message, question_id: int, otherwise: Callable[[], Awaitable[None]]
    ) -> None:
        """Wait until the question that was answered has been stored."""
        for _ in range(BEING_ASKED // LOOK_AGAIN):
            if draft := await self._jobs.find_asked(message.chat.id, question_id):
                await self._take_answer(message, draft)
                return
            await asyncio.sleep(LOOK_AGAIN / SECOND)
        await otherwise()

    async def _take_early_style(self, message: Message, draft: Job) -> None:
        """The same for words without a reply, when it is known which question it is."""
        for _ in range(BEING_ASKED // LOOK_AGAIN):
            await asyncio.sleep(LOOK_AGAIN / SECOND)
            asked = await self._jobs.find(draft.id)
            if asked is None or asked.state is not State.DRAFT:
                return
            if asked.placeholder_id is not None:
                await self._answer(message, asked)
                return

    async def _answer(self, message: Message, draft: Job) -> None:
        if draft.order.kind is Kind.ANIME:
            await self._answer_with_style(message, draft)
            return
        options = draft.order.options
        if not options.seeded:
            options = replace(options, seed=new_seed())
        photo = Photo(draft.order.source, (options.width, options.height)) if draft.order.source else None
        try:
            kind = Kind.REMIX if draft.order.kind is Kind.PHOTO else draft.order.kind
            orders = await self._orders.read(message, drop_surrogates(message.text or ""), kind, photo, options)
        except UserError as refusal:
            await self._orders.refuse(message, refusal)
            return
        orders = [replace(order, owner_id=draft.order.owner_id) for order in orders]
        refuse = partial(self._orders.refuse, message)
        if draft.placeholder_id is None:
            await self._orders.take(orders, sender_id(message), refuse, lambda: self._take_back(draft))
        else:
            await self._orders.take(orders, sender_id(message), refuse)

    def _take_back(self, draft: Job) -> None:
        self._replies.soon(self._jobs.take_question_back(draft.id))

    async def _answer_with_style(self, message: Message, draft: Job) -> None:
        refuse = partial(self._orders.refuse, message)
        try:
            style = self._styles.read(drop_surrogates(message.text or ""), await self._tongue.of_message(message))
            if style and draft.placeholder_id:
                await self.choose(draft, style, draft.placeholder_id, sender_id(message), refuse)
        except UserError as refusal:
            await refuse(refusal)

    async def _refuse_stranger(self, message: Message, refusal: UserError) -> None:
        """Tell why an answer is not taken, but nothing to somebody who was not asked."""
        if refusal.code != "admins-only":
            await self._orders.refuse(message, refusal)
