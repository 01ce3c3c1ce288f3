"""Tells a picture's owner how it was made, and shares that recipe with others by a link.

The link, `https://t.me/<bot>?start=r_<job><mac>`, is a capability: only the picture's owner receives it, in private,
and nobody can forge one. Nothing of it is stored: it leads to the words for as long as they are kept.
"""

import re

from telegram import Bot

from bot.derive import NoSuchButtonError, recipe
from bot.errors import UserError
from bot.job import Job, Kind, Outcome
from bot.options import units
from bot.pipeline.messenger import MAX_COPIED, Button, ButtonData, Rows, Text
from bot.provider.addresses import Signer
from bot.telegram.context import Context, PressContext
from bot.telegram.cooldown import Cooldown
from bot.telegram.orders import Orders, Said, defaults
from storage.jobs import Jobs

ACTION = "recipe"
"""The action of the button that paints a shared recipe, and the purpose of the link's signature."""

SHARED = (Kind.DRAW, Kind.REMIX)
"""Kinds of pictures that have words to share."""

LINK = "r_"
"""Prefix of a link's payload."""

_PAYLOAD = re.compile(LINK + r"([0-9a-f]{26})([0-9a-f]{24})", re.ASCII)


class Recipes:
    """Tells, shares and paints recipes.

    Args:
        brought: Refuses a recipe that was told a moment ago.
    """

    def __init__(self, bot: Bot, jobs: Jobs, orders: Orders, signer: Signer, brought: Cooldown) -> None:
        self._bot = bot
        self._jobs = jobs
        self._orders = orders
        self._signer = signer
        self._brought = brought

    async def tell(self, context: PressContext, job: Job) -> None:
        """Tell the owner of a picture how it was made; in private, add a link to share.

        Raises:
            UserError: The recipe was told a moment ago, or its words are forgotten.
            TransientError: Telegram must deliver the press again.
        """
        line = recipe(job, context.sender.preferences.negative)
        if not await self._brought.allow((context.chat.id, job.id, context.data.action)):
            raise UserError("press-already")
        copied = [("button-copy-recipe", line)] if units(line) <= MAX_COPIED else []
        if context.chat.id > 0 and _can_be_shared(job):
            copied.append(("button-copy-link", self._link(job.id)))
        rows: Rows = tuple((Button(context.text.label(label), copy=words),) for label, words in copied)
        context.popup()
        context.send(Text(context.text("how", line=line, command=job.order.kind), rows))

    async def show(self, context: Context, payload: str) -> Text | None:
        """Return the recipe that a link leads to, with a button that paints it; None if there is none (any more).

        Args:
            context: The update of the user who followed the link.
            payload: The text after `?start=`, which may be forged.

        Raises:
            TransientError: The database does not answer.
        """
        found = _PAYLOAD.fullmatch(payload)
        job = await self._find(*found.groups()) if found else None
        line = _line(context, job) if job else ""
        if found is None or job is None or not line:
            return None
        button = Button(context.text.label("button-paint-recipe"), ButtonData(ACTION, found[1], found[2]), "primary")
        rows: Rows = ((button,),) if job.order.kind is Kind.DRAW else ()
        return Text(context.text("shared", line=line, command=job.order.kind), rows)

    async def paint(self, context: PressContext) -> None:
        """Paint a shared recipe, once for each message that shows it. Raises as `Orders.take`."""
        data, shown = context.data, context.message_id
        job = await self._find(data.job_id, data.choice)
        line = _line(context, job) if job else ""
        if job is None or not line or job.order.kind is not Kind.DRAW or context.chat.id < 0 or not shown:
            raise NoSuchButtonError("nothing that was shared")
        said = Said(line.removeprefix(f"/{Kind.DRAW}"), f"m:{context.chat.id}:{shown}", context.place)
        orders = self._orders.read(context, said, Kind.DRAW, None, defaults(context, None))
        await self._orders.take(context, orders, lambda: context.show(()))

    def _link(self, job_id: str) -> str:
        return f"https://t.me/{self._bot.username}?start={LINK}{job_id}{self._signer.sign_short(ACTION, job_id)}"

    async def _find(self, job_id: str, mac: str) -> Job | None:
        job = await self._jobs.find(job_id) if self._signer.accepts_short(ACTION, job_id, mac) else None
        return job if job and _can_be_shared(job) else None


def _can_be_shared(job: Job) -> bool:
    return job.order.kind in SHARED and job.outcome is Outcome.PICTURE and not job.forgotten


def _line(context: Context, job: Job) -> str:
    """Return the line that orders the same picture, whatever its sender's negative prompt; '' if there is none."""
    try:
        return recipe(job, context.sender.preferences.negative)
    except (UserError, NoSuchButtonError):
        return ""
