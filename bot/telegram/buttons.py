"""Who may press which button. Every press is answered at once, whatever it carries; none is an exception."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from telegram import CallbackQuery

from bot.errors import PermanentError, TransientError, UserError
from bot.job import Job
from bot.pipeline.derive import NoSuchButtonError
from bot.pipeline.intake import Intake
from bot.pipeline.messenger import ButtonData
from bot.telegram.actions import Actions
from bot.telegram.callback_data import decode
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.personal import ERASE
from bot.telegram.replies import Replies
from bot.telegram.tongue import Tongue
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

FOR_EVERYBODY = frozenset({ERASE, "delete", "cancel", "more", "less"})
"""What those who may not order (any more) may press all the same: it takes back and forgets, or leads there."""

TakePress = Callable[[CallbackQuery, ButtonData], Awaitable[None]]


class Buttons:
    """The handler of all buttons.

    Args:
        presses: What takes the presses that are about no job, by their action.
    """

    def __init__(
        self,
        intake: Intake,
        jobs: Jobs,
        actions: Actions,
        presses: dict[str, TakePress],
        administrators: ChatAdmins,
        replies: Replies,
        texts: Texts,
        tongue: Tongue,
    ) -> None:
        self._intake = intake
        self._jobs = jobs
        self._actions = actions
        self._presses = presses
        self._administrators = administrators
        self._replies = replies
        self._texts = texts
        self._tongue = tongue

    async def press(self, query: CallbackQuery) -> None:
        """Take a press. What a chat owns (an anonymous administrator's order), any of its administrators may press."""
        press, language = decode(query.data), await self._tongue.of_press(query)
        await self._answered(query, language, self._take(query, press, language))

    async def _answered(self, query: CallbackQuery, language: str, work: Awaitable[None]) -> None:
        """Do what was pressed, or tell why not."""
        try:
            await work
        except UserError as refusal:
            self._say(query, language, f"error-{refusal.code}", **refusal.params)
        except NoSuchButtonError:
            self._say(query, language, "press-stale")

    async def _take(self, query: CallbackQuery, press: ButtonData | None, language: str) -> None:
        if query.message is None or press is None:
            raise NoSuchButtonError("nothing of ours")
        if press.action not in FOR_EVERYBODY:
            await self._intake.require_allowed(query.message.chat.id, query.from_user.id)
        if not press.job_id and press.action in self._presses:
            await self._presses[press.action](query, press)
        else:
            await self._press(query, press, query.message.chat.id, language)

    async def _press(self, query: CallbackQuery, press: ButtonData, chat_id: int, language: str) -> None:
        found = await self._jobs.find(press.job_id)
        if found is None:
            raise NoSuchButtonError("no such job")
        job = replace(found, order=replace(found.order, language=language))
        if job.order.owner_id == query.from_user.id:
            await self._actions.do(query, press, job)
        elif chat_id != job.order.chat_id:
            raise NoSuchButtonError("somebody else's, somewhere else")
        elif job.order.owner_id < 0:
            self._replies.soon(self._act_for_the_chat(query, press, job))  # asks Telegram first
        else:
            self._say(query, language, "press-foreign")

    async def _act_for_the_chat(self, query: CallbackQuery, press: ButtonData, job: Job) -> None:
        language = job.order.language
        try:
            if await self._administrators.include(query.from_user.id, job.order.owner_id):
                await self._answered(query, language, self._actions.do(query, press, job))
            else:
                self._say(query, language, "press-foreign")
        except PermanentError:
            self._say(query, language, "press-unknown")
        except TransientError as exc:
            log.warning("press_not_taken", job=job.id, error=str(exc))
            self._say(query, language, "press-again")

    def _say(self, query: CallbackQuery, language: str, text: str, **params: str | int) -> None:
        self._replies.popup(query.id, self._texts.get(language, text, **params))
