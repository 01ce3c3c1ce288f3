"""Who may press which button. Every press is answered at once, whatever it carries; none is an exception."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import CallbackQuery
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.errors import TransientError, UserError
from bot.job import Job
from bot.pipeline.messenger import Press
from bot.telegram.actions import Actions
from bot.telegram.administrators import Administrators
from bot.telegram.presses import read_press
from bot.telegram.replies import Replies
from bot.telegram.tongue import Tongue
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

Menu = Callable[[CallbackQuery, Press], Awaitable[None]]


class Buttons:
    """The handler of all buttons.

    Args:
        menus: What takes the presses that are about no job, by their action.
    """

    def __init__(
        self,
        jobs: Jobs,
        actions: Actions,
        menus: dict[str, Menu],
        administrators: Administrators,
        replies: Replies,
        texts: Texts,
        tongue: Tongue,
    ) -> None:
        self._jobs = jobs
        self._actions = actions
        self._menus = menus
        self._administrators = administrators
        self._replies = replies
        self._texts = texts
        self._tongue = tongue

    async def press(self, query: CallbackQuery) -> None:
        """Take a press. What a chat owns (an anonymous administrator's order), any of its administrators may press."""
        press = read_press(query.data)
        if press and not press.job_id and press.action in self._menus:
            await self._menus[press.action](query, press)
            return
        job = await self._jobs.find(press.job_id) if press else None
        if press is None or job is None or query.message is None:
            await self._say(query, "press-stale")
        elif job.order.owner_id == query.from_user.id:
            await self._act(query, press, job)
        elif query.message.chat.id != job.order.chat_id:
            await self._say(query, "press-stale")
        elif job.order.owner_id < 0:
            self._replies.soon(self._act_for_the_chat(query, press, job))  # asks Telegram first
        else:
            await self._say(query, "press-foreign")

    async def _act_for_the_chat(self, query: CallbackQuery, press: Press, job: Job) -> None:
        try:
            if await self._administrators.include(query.from_user.id, job.order.owner_id):
                await self._act(query, press, job)
            else:
                await self._say(query, "press-foreign")
        except TelegramError as exc:
            log.info("administrators_unknown", chat=job.order.owner_id, error=type(exc).__name__)
            never = isinstance(exc, BadRequest | Forbidden)  # a person's channel that we are not in, for one
            await self._say(query, "press-unknown" if never else "press-again")
        except TransientError as exc:
            log.warning("press_not_taken", job=job.id, error=str(exc))
            self._replies.answer(query.id, self._texts.get(job.order.language, "press-again"))

    async def _act(self, query: CallbackQuery, press: Press, job: Job) -> None:
        try:
            await self._actions.do(query, press, job)
        except UserError as refusal:
            await self._say(query, f"error-{refusal.code}", **refusal.params)
        except LookupError:
            await self._say(query, "press-stale")

    async def _say(self, query: CallbackQuery, text: str, **params: str | int) -> None:
        language = await self._tongue.of_press(query)
        self._replies.answer(query.id, self._texts.get(language, text, **params))
