"""Lets users see and change what belongs to them: `/quota`, `/cancel`, `/id`, `/privacy`, `/deleteme`."""

from bot.admission import hours_to_midnight
from bot.clock import Clock
from bot.derive import NoSuchButtonError
from bot.job import Kind
from bot.pipeline.cancel import Cancel
from bot.pipeline.intake import Intake
from bot.pipeline.messenger import Button, ButtonData, Text
from bot.telegram.context import Context, MessageContext, PressContext
from storage.erasures import Erasure, Erasures
from storage.jobs import Jobs

ERASE = "erase"
"""The action of the buttons under the question of `/deleteme`."""


class Personal:
    """Handles the personal commands."""

    def __init__(
        self, intake: Intake, jobs: Jobs, erasures: Erasures, cancel: Cancel, clock: Clock, *, translates: bool
    ) -> None:
        self._intake = intake
        self._jobs = jobs
        self._erasures = erasures
        self._cancel = cancel
        self._clock = clock
        self._translates = translates

    async def quota(self, context: MessageContext) -> None:
        """Handle `/quota`: send how many pictures are left today, and when the quota renews."""
        limits, used = await self._intake.allowance(context.chat, context.sender)
        lines = [_left(context, "quota-person", limits.person, used.person)]
        if used.group is not None:
            lines.append(_left(context, "quota-group", limits.group, used.group))
        if used.in_flight:
            lines.append(context.text("quota-under-way", count=used.in_flight))
        lines.append(context.text("quota-renews", hours=hours_to_midnight(self._clock.now())))
        context.send("\n".join(lines))

    async def cancel(self, context: MessageContext) -> None:
        """Handle `/cancel`: cancel the user's orders that have not been submitted; in private, those of all chats."""
        owner, only_in = context.sender.id, context.chat.id if context.chat.id < 0 else None
        painting = await self._jobs.count_being_painted(owner, only_in)
        cancelled = await self._cancel.all_of(owner, only_in, context.place)
        told = [job for job in cancelled if job.order.kind is not Kind.PHOTO]  # a photo without words orders nothing
        context.say("cancelled-all", count=len(told), painting=painting)

    async def tell_id(self, context: MessageContext) -> None:
        """Handle `/id`: send the ids that operators ask for, also to users who may not order."""
        lines = [context.text("id-person", id=str(context.sender.id))]
        if context.chat.id != context.sender.id:
            lines.append(context.text("id-chat", id=str(context.chat.id)))
        context.send("\n".join(lines))

    async def privacy(self, context: MessageContext) -> None:
        """Handle `/privacy`: send what is stored, for how long, and who else sees it."""
        context.say("privacy", translated="yes" if self._translates else "no")

    async def delete_me(self, context: MessageContext) -> None:
        """Handle `/deleteme`: ask, in private only, whether everything is to be deleted."""
        if context.chat.id < 0:
            context.say("erase-in-private")
            return
        buttons = tuple(
            Button(context.text.label(f"button-{ERASE}-{choice}"), ButtonData(ERASE, choice=choice), style)
            for choice, style in (("yes", "danger"), ("no", ""))
        )
        context.send(Text(context.text("erase-question"), (buttons,)))

    async def erase(self, context: PressContext) -> None:
        """Handle the answer to the question of `/deleteme`."""
        choice, person = context.data.choice, context.sender.id
        if context.chat.id != person or choice not in {"yes", "no"}:
            raise NoSuchButtonError("nothing of theirs")
        context.popup()
        if choice == "no":
            context.edit(context.message_id, Text(context.text("erase-not")))
            return
        await self._cancel.all_of(person, None)
        await context.chats.forget(person)
        await self._erasures.note(Erasure(person, context.message_id, context.language))


def _left(context: Context, text: str, limit: int | None, used: int) -> str:
    if limit is None:
        return context.text(f"{text}-unlimited", used=used)
    return context.text(text, left=max(0, limit - used), used=used, limit=limit)
