"""Who may press which button. Every press is answered at once, whatever it carries; none is an exception.

The buttons about a picture are its owner's; in a group, those that make another one of it are everybody's, unless its
administrators have set otherwise.
"""

from collections.abc import Collection
from dataclasses import replace

import structlog

from bot.actions import ACTIONS, hidden_without
from bot.derive import NoSuchButtonError
from bot.errors import PermanentError, TransientError, UserError
from bot.job import Job, Kind, Outcome
from bot.pipeline.intake import Intake
from bot.telegram.actions import Actions, Do
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.context import PressContext
from bot.telegram.handlers import OnPress
from bot.telegram.personal import ERASE
from bot.telegram.recipes import ACTION as RECIPE
from storage.jobs import Jobs

log = structlog.get_logger(__name__)


class Buttons:
    """The handler of all buttons.

    Args:
        presses: What takes the presses that are about no job of its presser's, by their action; a recipe's
            is about somebody else's, and carries the proof that it was shared.
        missing: Kinds of pictures that are not offered; old buttons that make them say so.
    """

    def __init__(
        self,
        intake: Intake,
        jobs: Jobs,
        actions: Actions,
        presses: dict[str, OnPress],
        administrators: ChatAdmins,
        missing: Collection[Kind] = (),
    ) -> None:
        self._intake = intake
        self._jobs = jobs
        self._actions = actions
        self._presses = presses
        self._administrators = administrators
        self._missing = missing
        self._hidden = hidden_without(missing)

    async def press(self, context: PressContext) -> None:
        """Take a press. What a chat owns (an anonymous administrator's order), any of its administrators may press."""
        data = context.data
        if context.query.message is None or not data.action or data.action in self._hidden:
            raise NoSuchButtonError("nothing of ours")
        action = ACTIONS.get(data.action)
        if data.action != ERASE and not (action and action.for_all):
            await self._intake.require_allowed(context.chat, context.sender)
        if data.action in self._presses and bool(data.job_id) == (data.action == RECIPE):
            await self._presses[data.action](context)
        else:
            await self._press(context)

    async def _press(self, context: PressContext) -> None:
        found = await self._jobs.find(context.data.job_id)
        if found is None:
            raise NoSuchButtonError("no such job")
        job = replace(found, order=replace(found.order, language=context.language))
        context = context.about(job)
        if job.order.owner_id == context.sender.id:
            await self._do(context, job)
        elif context.chat.id != job.order.chat_id:
            raise NoSuchButtonError("somebody else's, somewhere else")
        elif job.order.owner_id < 0:
            context.later(self._act_for_the_chat(context, job))  # asks Telegram first
        elif _is_shared(context, job):
            await self._do(context, job, self._actions.order_alike)
        else:
            context.popup("press-foreign-shared" if _shares(context, job) else "press-foreign")

    async def _do(self, context: PressContext, job: Job, do: Do | None = None) -> None:
        action = ACTIONS.get(context.data.action)
        if action and action.alike and job.order.kind in self._missing:
            raise UserError("not-offered")
        await (do or self._actions.do)(context, job)

    async def _act_for_the_chat(self, context: PressContext, job: Job) -> None:
        try:
            if await self._administrators.include(context.sender.id, job.order.owner_id):
                await self._do(context, job)
            else:
                context.popup("press-foreign")
        except PermanentError:
            context.popup("press-unknown")
        except TransientError as exc:
            log.warning("press_not_taken", job=job.id, error=str(exc))
            context.popup("press-again")


def _is_shared(context: PressContext, job: Job) -> bool:
    """Whether a press of somebody else than the owner makes an order of their own."""
    action = ACTIONS.get(context.data.action)
    return action is not None and action.shared and _shares(context, job)


def _shares(context: PressContext, job: Job) -> bool:
    """Whether there are buttons about a job that are everybody's: under a picture, in a group."""
    if job.order.kind is Kind.PHOTO or job.outcome is not Outcome.PICTURE:
        return False
    return context.chat.id < 0 and context.chat.preferences.buttons == "everyone"
