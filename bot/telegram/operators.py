"""Handles the commands of the operators (`ADMIN_IDS`): statistics, health, access, quotas, pause and resume."""

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
"""Pictures a day: more than anybody could order."""

ID = re.compile(r"[-−–]?[1-9][0-9]{0,15}")
"""A chat's or a user's id; phones may replace the minus sign. Bot API: at most 52 significant bits."""


class Operators:
    """Handles the operators' commands. `commands` are for operators only; `quota` is also everybody's command.

    Args:
        admins: Ids of the operators; a message in a chat's name does not count as an operator's.
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
        """Return the handlers of the commands that only operators have."""
        return {
            "stats": self.stats,
            "health": self._overview.show,
            "allow": self.allow,
            "deny": self.deny,
            "pause": self.pause,
            "resume": self.resume,
        }

    async def stats(self, context: MessageContext) -> None:
        """Handle `/stats`: send the last thirty days as a picture. Its ids name people, so it is sent in private only.

        `/stats weekly` turns the weekly figures, which all operators get on Mondays, on or off.
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
        """Handle `/allow [id]`: let a chat or a user order, whatever the settings list."""
        await self._set_access(context, "allowed")

    async def deny(self, context: MessageContext) -> None:
        """Handle `/deny [id]`: forbid a chat or a user to order, whatever the settings list."""
        await self._set_access(context, "denied")

    async def quota(self, context: MessageContext) -> bool:
        """Handle `/quota <id> [n|default]`: show or set how many pictures a day a chat or a user may order.

        Returns:
            False if the sender is not an operator or gave no id; then the command is everybody's `/quota`.
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
        """Handle `/pause`: take no orders until `/resume`; earlier orders are still painted."""
        await self._switch(context, on=True)

    async def resume(self, context: MessageContext) -> None:
        """Handle `/resume`: take orders again."""
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
    """Return the id that a command without one is about: the author of the message it replies to, or its group.

    A reply to a bot, most likely this one, is about the group too. In private there is no such id: None.
    """
    if message.chat.id > 0:
        return None
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:  # every message in a topic replies to its beginning
        return message.chat.id
    if replied.sender_chat:
        return replied.sender_chat.id
    return replied.from_user.id if replied.from_user and not replied.from_user.is_bot else message.chat.id
