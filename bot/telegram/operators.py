"""What the people in `ADMIN_IDS` may do: see how the bot is doing, let in and shut out, stop and go on."""

import re
from io import BytesIO

import structlog
from telegram import Message

from bot.errors import HuabotError
from bot.pipeline.digest import WEEKLY
from bot.pipeline.intake import PAUSED
from bot.pipeline.messenger import Photo
from bot.pipeline.plotting import NotInstalledError, Plotter
from bot.telegram.context import MessageContext
from bot.telegram.handlers import OnMessage
from bot.telegram.names import Names
from bot.telegram.overview import Overview
from storage.chats import Access, Chats
from storage.statistics import Report, Statistics
from storage.switches import Switches

log = structlog.get_logger(__name__)

DAYS = 30

MOST_PICTURES = 1_000_000
"""A day: more than anybody could order."""

ID = re.compile(r"[-−–]?[1-9][0-9]{0,15}")
"""A chat's or a person's number; phones make other signs of a minus. Bot API: at most 52 significant bits."""


class Operators:
    """The operators' commands. `commands` are for them alone; `quota` leaves to others what is not for them.

    Args:
        admins: Who is an operator, as a person: whoever speaks in a chat's name is none.
    """

    def __init__(
        self,
        admins: frozenset[int],
        statistics: Statistics,
        plotter: Plotter,
        chats: Chats,
        switches: Switches,
        names: Names,
        overview: Overview,
    ) -> None:
        self._admins = admins
        self._statistics = statistics
        self._plotter = plotter
        self._chats = chats
        self._switches = switches
        self._names = names
        self._overview = overview

    @property
    def commands(self) -> dict[str, OnMessage]:
        """The handlers of the commands that are the operators' alone."""
        return {
            "stats": self.stats,
            "health": self._overview.show,
            "allow": self.allow,
            "deny": self.deny,
            "pause": self.pause,
            "resume": self.resume,
        }

    async def stats(self, context: MessageContext) -> None:
        """`/stats`: the last thirty days as a picture. Its numbers name people, so it is shown in private alone.

        `/stats weekly` has the week in numbers told to all operators on Mondays, or no more.
        """
        if context.command.text.strip().lower() == WEEKLY:
            on = not await self._switches.is_on(WEEKLY)
            await self._switches.set(WEEKLY, on=on)
            context.say(f"operator-weekly-{'on' if on else 'off'}")
        elif context.chat.id < 0:
            context.say("operator-stats-private")
        else:
            context.later(self._show(context))

    async def allow(self, context: MessageContext) -> None:
        """`/allow [id]`: let a chat or a person order, whatever the settings list."""
        await self._set_access(context, "allowed")

    async def deny(self, context: MessageContext) -> None:
        """`/deny [id]`: let them order no more, whatever the settings list."""
        await self._set_access(context, "denied")

    async def quota(self, context: MessageContext) -> bool:
        """`/quota <id> [n|default]`: how many pictures a day a chat or a person may order.

        Returns:
            False if an operator did not say this; then it is everybody's `/quota`.
        """
        words = context.command.text.split()
        if context.sender.id not in self._admins or not words:
            return False
        chat_id = _read_id(words[0])
        if chat_id is None or len(words) > 2:
            context.say("operator-quota-usage")
        elif len(words) == 1:
            _tell_quota(context, chat_id, (await self._chats.get(chat_id)).daily)
        elif words[1].lower() == "default":
            await self._set_quota(context, chat_id, None)
        elif re.fullmatch(r"[0-9]{1,7}", words[1]) and int(words[1]) <= MOST_PICTURES:
            await self._set_quota(context, chat_id, int(words[1]))
        else:
            context.say("operator-quota-usage")
        return True

    async def pause(self, context: MessageContext) -> None:
        """`/pause`: take no orders until `/resume`; what was ordered is painted all the same."""
        await self._switch(context, on=True)

    async def resume(self, context: MessageContext) -> None:
        """`/resume`: take orders again."""
        await self._switch(context, on=False)

    async def _show(self, context: MessageContext) -> None:
        failed = context.text("operator-stats-failed")
        try:
            report = await self._statistics.last_days(DAYS)
        except HuabotError as exc:
            log.warning("statistics_not_counted", error=str(exc))
            context.send(failed)
            return
        caption = _caption(context, report)
        if report.busiest:
            names = await self._names.of(busy.chat_id for busy in report.busiest)
            chats = (f"{names.get(b.chat_id, '')} {b.chat_id} ({b.orders})".strip() for b in report.busiest)
            caption += "\n" + context.text("operator-stats-busiest", chats=" · ".join(chats))
        try:
            picture = await self._plotter.plot(report)
        except HuabotError as exc:
            log.warning("statistics_not_drawn", error=str(exc))
            missing = isinstance(exc, NotInstalledError)
            why = context.text("operator-stats-lean") if missing else failed
            context.send(f"{caption}\n\n{why}")
        else:
            context.send(Photo(BytesIO(picture), caption, "statistics.png"))

    async def _set_access(self, context: MessageContext, access: Access) -> None:
        chat_id = _read_id(context.command.text.strip()) if context.command.text.strip() else _meant(context.message)
        if chat_id is None:
            context.say("operator-access-usage", command=context.command.name)
            return
        await self._chats.set_access(chat_id, access)
        log.info("access_set", chat=chat_id, access=access)
        context.later(self._tell(context, f"operator-{access}", chat_id))

    async def _tell(self, context: MessageContext, message: str, chat_id: int) -> None:
        name = (await self._names.of([chat_id])).get(chat_id)
        context.say(message, id=str(chat_id), name=f" {name}" if name else "")

    async def _set_quota(self, context: MessageContext, chat_id: int, daily: int | None) -> None:
        await self._chats.set_daily(chat_id, daily)
        log.info("quota_set", chat=chat_id, daily=daily)
        _tell_quota(context, chat_id, daily)

    async def _switch(self, context: MessageContext, *, on: bool) -> None:
        changed = await self._switches.set(PAUSED, on=on)
        log.info("switched", name=PAUSED, on=on, changed=changed)
        context.say(f"operator-{'paused' if on else 'resumed'}{'' if changed else '-already'}")


def _caption(context: MessageContext, report: Report) -> str:
    if not report.orders:
        return context.text("operator-stats-none", days=DAYS)
    caption = context.text(
        "operator-stats",
        days=DAYS,
        orders=context.text("operator-stats-orders", count=report.orders),
        people=context.text("operator-stats-people", count=report.people),
        pictures=context.text("operator-stats-pictures", count=report.results["picture"]),
    )
    if not report.waits:
        return caption
    half, most = (str(max(1, round(seconds))) for seconds in (report.waits.p50, report.waits.p95))
    return f"{caption}\n{context.text('operator-stats-waits', half=half, most=most)}"


def _tell_quota(context: MessageContext, chat_id: int, daily: int | None) -> None:
    if daily is None:
        context.say("operator-quota-default", id=str(chat_id))
    else:
        context.say("operator-quota", id=str(chat_id), count=daily)


def _read_id(word: str) -> int | None:
    return int(word.replace("−", "-").replace("–", "-")) if ID.fullmatch(word) else None


def _meant(message: Message) -> int | None:
    """Return whom a command in a group is about that names nobody: whoever wrote what it replies to, or the group.

    A reply to a bot, most likely to us, is about the group too.
    """
    if message.chat.id > 0:
        return None
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:  # every message in a topic replies to its beginning
        return message.chat.id
    if replied.sender_chat:
        return replied.sender_chat.id
    return replied.from_user.id if replied.from_user and not replied.from_user.is_bot else message.chat.id
