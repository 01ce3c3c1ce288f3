"""Decides who may press which button. Every press is answered at once, whatever data it carries.

Only a picture's owner may press its buttons; in a group, everybody may press those that make another picture of it,
unless the group's administrators have set otherwise.
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
    """Handles the presses of all buttons.

    Args:
        presses: Handlers of the presses that concern no job of the user, by action; a recipe's press concerns
            another user's job, and carries the proof that it was shared.
        missing: Kinds of pictures that are not offered; pressing an old button for one says so.
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
        """Handle a press.

        A chat owns the orders of its anonymous administrators: any of its administrators may press their buttons.
        """
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
            context.later(self._act_for_the_chat(context, job))  # Telegram must be asked first
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
    """Return whether a press by a user other than the owner makes an order of that user's own."""
    action = ACTIONS.get(context.data.action)
    return action is not None and action.shared and _shares(context, job)


def _shares(context: PressContext, job: Job) -> bool:
    """Return whether everybody may press some of a job's buttons: under a picture, in a group that allows it."""
    if job.order.kind is Kind.PHOTO or job.outcome is not Outcome.PICTURE:
        return False
    return context.chat.id < 0 and context.chat.preferences.buttons == "everyone"
