"""Takes answers to the bot's questions: words for a picture, a style for a portrait. The answer is the order."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from telegram.constants import ChatType

from bot.clock import SECOND, Clock
from bot.derive import siblings
from bot.job import Job, Kind, State
from bot.options import Options, new_seed
from bot.pipeline.intake import Intake
from bot.telegram.context import Context, MessageContext
from bot.telegram.messages import Photo, replied_to
from bot.telegram.orders import Orders, retry_for_a_while, said
from bot.telegram.styles import Styles
from storage.jobs import Jobs

BEING_ASKED = 5 * SECOND
"""A question younger than this may not be stored yet when its answer arrives (microseconds)."""

LOOK_AGAIN = SECOND // 5

ANSWERED_WITHIN = 600 * SECOND
"""How long words that reply to nothing may answer a question; later words are small talk, which must cost nothing."""


class QuestionReplies:
    """Finds the question that a user answers, by words or by a button, and orders what it was about."""

    def __init__(self, intake: Intake, orders: Orders, jobs: Jobs, styles: Styles, clock: Clock) -> None:
        self._intake = intake
        self._orders = orders
        self._jobs = jobs
        self._styles = styles
        self._clock = clock

    async def take(self, context: MessageContext, otherwise: Callable[[], Awaitable[None]]) -> None:
        """Take a reply to one of the bot's questions as the words that the question asked for.

        A question may be answered more than once; every answer is an order.

        Args:
            context: A reply to a message of the bot; in private, any message.
            otherwise: Called if the message answers no such question.

        Raises:
            UserError: The answer is refused; the error says why.
            TransientError: Nothing was committed.
        """
        since = self._clock.now() - BEING_ASKED
        asked = context.message.reply_to_message
        if asked and (draft := await self._jobs.find_asked(context.chat.id, asked.message_id)):
            await self._take_answer(context, draft)
        elif asked and await self._jobs.is_asking(context.sender.id, context.chat.id, since):
            context.later(retry_for_a_while(partial(self._take_early_answer, context, asked.message_id, otherwise)))
        else:
            await otherwise()

    async def find_last(self, context: MessageContext) -> Job | None:
        """Return the user's last order in private, at most `ANSWERED_WITHIN` old.

        If that order is a draft, it takes words that reply to nothing, or to the message it was made from. Any later
        order, by an answer, a command or a button, therefore closes the question for such words; a reply to the
        question itself finds the draft as long as it exists.

        Raises:
            TransientError: The database does not answer.
        """
        if context.message.chat.type != ChatType.PRIVATE:
            return None
        since = self._clock.now() - ANSWERED_WITHIN
        last = await self._jobs.find_last(context.sender.id, context.chat.id, since)
        replied = replied_to(context.message)
        return None if last and replied and replied.message_id != last.order.message_id else last

    async def take_words(self, context: MessageContext, draft: Job) -> None:
        """Take words as the answer to a draft's question, which may still be on its way. Raises as `take`."""
        if draft.order.kind is Kind.ANIME and draft.placeholder_id is None:  # the question becomes the placeholder
            context.later(retry_for_a_while(partial(self._take_early_style, context, draft)))
        else:
            await self._answer(context, draft)

    async def choose(self, context: Context, draft: Job, options: Options, message_id: int) -> None:
        """Commit the choice that a draft waits for, then the other pictures that were ordered with it.

        Args:
            context: The update with the choice.
            draft: The draft as it was found; if it was chosen before, only missing other pictures are committed.
            options: Its options with the choice; nothing has to be confirmed any more.
            message_id: The message with the question.

        Raises:
            UserError: As `Intake.choose`; a refusal of the other pictures is sent to the chat instead.
            TransientError: Not all pictures were committed; repeating the call is harmless.
        """
        job: Job | None = draft
        if draft.state is State.DRAFT:
            confirmed = replace(options, confirm="")
            job = await self._intake.choose(draft, confirmed, message_id, *await context.parties(draft.order))
        if job and not job.forgotten and (others := siblings(job.order)):
            aloud = context.aloud()
            await aloud.attempt(self._orders.take(aloud, others))

    async def _take_answer(self, context: MessageContext, draft: Job) -> None:
        if draft.order.owner_id == context.sender.id:
            await self._answer(context, draft)
        elif draft.order.owner_id < 0:
            context.later(self._answer_for_the_chat(context, draft))

    async def _answer_for_the_chat(self, context: MessageContext, draft: Job) -> None:
        """Take an administrator's answer; a user who was not asked is told nothing."""
        if await self._orders.administers(context.sender.id, draft.order.owner_id):
            await retry_for_a_while(partial(self._answer, context, draft))

    async def _take_early_answer(
        self, context: MessageContext, question_id: int, otherwise: Callable[[], Awaitable[None]]
    ) -> None:
        """Wait until the answered question has been stored, and take the answer; call `otherwise` if it never is."""
        for _ in range(BEING_ASKED // LOOK_AGAIN):
            if draft := await self._jobs.find_asked(context.chat.id, question_id):
                await self._take_answer(context, draft)
                return
            await asyncio.sleep(LOOK_AGAIN / SECOND)
        await otherwise()

    async def _take_early_style(self, context: MessageContext, draft: Job) -> None:
        """Wait until a question has been sent and stored, and take words that do not reply to it as its answer."""
        for _ in range(BEING_ASKED // LOOK_AGAIN):
            await asyncio.sleep(LOOK_AGAIN / SECOND)
            asked = await self._jobs.find(draft.id)
            if asked is None or asked.state is not State.DRAFT:
                return
            if asked.placeholder_id is not None:
                await self._answer(context, asked)
                return

    async def _answer(self, context: MessageContext, draft: Job) -> None:
        if draft.order.kind is Kind.ANIME:
            style = self._styles.read(context.command.text, context.language)
            if style and draft.placeholder_id:
                await self.choose(context, draft, replace(draft.order.options, style=style), draft.placeholder_id)
            return
        options = replace(draft.order.options, confirm="")
        if not options.seeded:
            options = replace(options, seed=new_seed())
        photo = Photo(draft.order.source, (options.width, options.height)) if draft.order.source else None
        kind = Kind.REMIX if draft.order.kind is Kind.PHOTO else draft.order.kind
        orders = self._orders.read(context, said(context), kind, photo, options)
        orders = [replace(order, owner_id=draft.order.owner_id) for order in orders]
        if draft.placeholder_id is None:  # the question may still be on its way
            await self._orders.take(context, orders, lambda: context.later(self._take_back(draft)))
        else:
            await self._orders.take(context, orders)

    async def _take_back(self, draft: Job) -> None:
        await self._jobs.take_question_back(draft.id)
