"""What the people in `ADMIN_IDS` may do: see how the bot is doing, let in and shut out, stop and go on."""

import re
from collections.abc import Awaitable, Callable
from io import BytesIO

import structlog
from telegram import Message

from bot.errors import HuabotError
from bot.pipeline.intake import PAUSED
from bot.pipeline.messenger import Photo, Place
from bot.pipeline.plotting import NotInstalledError, Plotter
from bot.telegram.messages import Command, place_of
from bot.telegram.replies import Replies
from bot.telegram.tongue import Tongue
from bot.texts import Texts
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
        replies: Replies,
        texts: Texts,
        tongue: Tongue,
    ) -> None:
        self._admins = admins
        self._statistics = statistics
        self._plotter = plotter
        self._chats = chats
        self._switches = switches
        self._replies = replies
        self._texts = texts
        self._tongue = tongue

    @property
    def commands(self) -> dict[str, Callable[[Message, Command], Awaitable[None]]]:
        """The handlers of the commands that are the operators' alone."""
        return {
            "stats": self.stats,
            "allow": self.allow,
            "deny": self.deny,
            "pause": self.pause,
            "resume": self.resume,
        }

    async def stats(self, message: Message, command: Command) -> None:
        """`/stats`: the last thirty days as a picture. Its numbers name people, so it is shown in private alone."""
        language = await self._tongue.of_message(message)
        if message.chat.id < 0:
            self._reply(message, language, "operator-stats-private")
        else:
            self._replies.soon(self._show(place_of(message), language))

    async def allow(self, message: Message, command: Command) -> None:
        """`/allow [id]`: let a chat or a person order, whatever the settings list."""
        await self._set_access(message, command, "allowed")

    async def deny(self, message: Message, command: Command) -> None:
        """`/deny [id]`: let them order no more, whatever the settings list."""
        await self._set_access(message, command, "denied")

    async def quota(self, message: Message, command: Command) -> bool:
        """`/quota <id> [n|default]`: how many pictures a day a chat or a person may order.

        Returns:
            False if an operator did not say this; then it is everybody's `/quota`.
        """
        words = command.text.split()
        if message.sender_chat or not message.from_user or message.from_user.id not in self._admins or not words:
            return False
        language = await self._tongue.of_message(message)
        chat_id = _read_id(words[0])
        if chat_id is None or len(words) > 2:
            self._reply(message, language, "operator-quota-usage")
        elif len(words) == 1:
            self._tell_quota(message, language, chat_id, (await self._chats.get(chat_id)).daily)
        elif words[1].lower() == "default":
            await self._set_quota(message, language, chat_id, None)
        elif re.fullmatch(r"[0-9]{1,7}", words[1]) and int(words[1]) <= MOST_PICTURES:
            await self._set_quota(message, language, chat_id, int(words[1]))
        else:
            self._reply(message, language, "operator-quota-usage")
        return True

    async def pause(self, message: Message, command: Command) -> None:
        """`/pause`: take no orders until `/resume`; what was ordered is painted all the same."""
        await self._switch(message, on=True)

    async def resume(self, message: Message, command: Command) -> None:
        """`/resume`: take orders again."""
        await self._switch(message, on=False)

    async def _show(self, place: Place, language: str) -> None:
        failed = self._texts.get(language, "operator-stats-failed")
        try:
            report = await self._statistics.last_days(DAYS)
        except HuabotError as exc:
            log.warning("statistics_not_counted", error=str(exc))
            self._replies.send(place, failed)
            return
        caption = self._caption(report, language)
        try:
            picture = await self._plotter.plot(report)
        except HuabotError as exc:
            log.warning("statistics_not_drawn", error=str(exc))
            missing = isinstance(exc, NotInstalledError)
            why = self._texts.get(language, "operator-stats-lean") if missing else failed
            self._replies.send(place, f"{caption}\n\n{why}")
        else:
            self._replies.send(place, Photo(BytesIO(picture), caption, "statistics.png"))

    def _caption(self, report: Report, language: str) -> str:
        if not report.orders:
            return self._texts.get(language, "operator-stats-none", days=DAYS)
        caption = self._texts.get(
            language,
            "operator-stats",
            days=DAYS,
            orders=self._texts.get(language, "operator-stats-orders", count=report.orders),
            people=self._texts.get(language, "operator-stats-people", count=report.people),
            pictures=self._texts.get(language, "operator-stats-pictures", count=report.results["picture"]),
        )
        if not report.waits:
            return caption
        half, most = (str(max(1, round(seconds))) for seconds in (report.waits.p50, report.waits.p95))
        return f"{caption}\n{self._texts.get(language, 'operator-stats-waits', half=half, most=most)}"

    async def _set_access(self, message: Message, command: Command, access: Access) -> None:
        language = await self._tongue.of_message(message)
        chat_id = _read_id(command.text.strip()) if command.text.strip() else _meant(message)
        if chat_id is None:
            self._reply(message, language, "operator-access-usage", command=command.name)
            return
        await self._chats.set_access(chat_id, access)
        log.info("access_set", chat=chat_id, access=access)
        self._reply(message, language, f"operator-{access}", id=str(chat_id))

    async def _set_quota(self, message: Message, language: str, chat_id: int, daily: int | None) -> None:
        await self._chats.set_daily(chat_id, daily)
        log.info("quota_set", chat=chat_id, daily=daily)
        self._tell_quota(message, language, chat_id, daily)

    def _tell_quota(self, message: Message, language: str, chat_id: int, daily: int | None) -> None:
        if daily is None:
            self._reply(message, language, "operator-quota-default", id=str(chat_id))
        else:
            self._reply(message, language, "operator-quota", id=str(chat_id), count=daily)

    async def _switch(self, message: Message, *, on: bool) -> None:
        language = await self._tongue.of_message(message)
        changed = await self._switches.set(PAUSED, on=on)
        log.info("switched", name=PAUSED, on=on, changed=changed)
        self._reply(message, language, f"operator-{'paused' if on else 'resumed'}{'' if changed else '-already'}")

    def _reply(self, message: Message, language: str, text: str, **params: str | int) -> None:
        self._replies.send(place_of(message), self._texts.get(language, text, **params))


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
