"""What pressing a button does. Every press is answered at once, whatever it carries; none is an exception."""

import structlog
from telegram import Bot, CallbackQuery
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.errors import TransientError, UserError
from bot.job import Job
from bot.pipeline.intake import Intake
from bot.pipeline.messenger import Press
from bot.prompt import Style
from bot.telegram.presses import read_press
from bot.telegram.replies import Replies
from bot.texts import Texts

log = structlog.get_logger(__name__)


class Buttons:
    """The handler of all buttons."""

    def __init__(self, bot: Bot, intake: Intake, replies: Replies, texts: Texts) -> None:
        self._bot = bot
        self._intake = intake
        self._replies = replies
        self._texts = texts

    async def press(self, query: CallbackQuery) -> None:
        """Take a press. What a chat owns (an anonymous administrator's order), any of its administrators may press."""
        press = read_press(query.data)
        job = await self._intake.find(press.job_id) if press else None
        if press is None or job is None or query.message is None or query.message.chat.id != job.order.chat_id:
            self._say(query, "press-stale")
        elif job.order.owner_id == query.from_user.id:
            await self._choose(query, press, job)
        elif job.order.owner_id < 0:
            self._replies.soon(self._choose_for_the_chat(query, press, job))  # asks Telegram first
        else:
            self._say(query, "press-foreign")

    async def _choose_for_the_chat(self, query: CallbackQuery, press: Press, job: Job) -> None:
        try:
            if not await self._is_administrator(query.from_user.id, job.order.owner_id):
                self._say(query, "press-foreign")
                return
        except TelegramError as exc:
            log.info("administrators_unknown", chat=job.order.owner_id, error=type(exc).__name__)
            never = isinstance(exc, BadRequest | Forbidden)  # a person's channel that we are not in, for one
            self._say(query, "press-unknown" if never else "press-again")
            return
        try:
            await self._choose(query, press, job)
        except TransientError as exc:
            log.warning("press_not_taken", job=job.id, error=str(exc))
            self._say(query, "press-again")

    async def _is_administrator(self, user_id: int, chat_id: int) -> bool:
        """Ask Telegram, which tells of one member only to administrators, but of the administrators to everyone."""
        try:
            administrators = await self._bot.get_chat_administrators(chat_id)
        except TelegramError:
            member = await self._bot.get_chat_member(chat_id, user_id)
            return member.status in {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
        return user_id in {member.user.id for member in administrators}

    async def _choose(self, query: CallbackQuery, press: Press, job: Job) -> None:
        style = Style.__members__.get(press.choice.upper())
        if press.action != "anime" or style is None or query.message is None:
            self._say(query, "press-stale")
            return
        try:
            chosen = await self._intake.choose(job, style, query.message.message_id)
        except UserError as refusal:
            self._say(query, f"error-{refusal.code}", **refusal.params)
            return
        if chosen or job.order.options.style:
            self._replies.answer(query.id)  # a second press says nothing new
        else:
            self._say(query, "press-stale")

    def _say(self, query: CallbackQuery, text: str, **params: str | int) -> None:
        language = self._texts.language_for(query.from_user.language_code)
        self._replies.answer(query.id, self._texts.get(language, text, **params))
