"""Finds out who administers a chat: asks Telegram and caches the answer for a short time."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

import structlog
from telegram import Bot, ChatMember
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.clock import SECOND, Clock
from bot.errors import HuabotError, PermanentError, TransientError
from bot.telegram.transport import FloodError, NoAnswerError, call

log = structlog.get_logger(__name__)

ASKED_FOR = 5.0
"""Time-out of the request to Telegram, in seconds: a user waits for the answer."""

REMEMBERED_FOR = 60 * SECOND

MOST_REMEMBERED = 10_000
"""Maximum number of chats in the cache; beyond it, the chat with the oldest answer is dropped."""


class ChatAdmins:
    """Asks Telegram who administers which chat."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._known: OrderedDict[int, tuple[int, frozenset[int]]] = OrderedDict()

    async def include(self, user_id: int, chat_id: int) -> bool:
        """Return whether a user administers a chat, or did up to a minute ago.

        Raises:
            TransientError: Telegram does not tell at present.
            PermanentError: Telegram will never tell (for example, about a person's channel without the bot in it).
        """
        known = self.known(user_id, chat_id)
        if known is not None:
            return known
        try:
            async with asyncio.timeout(ASKED_FOR):
                return await self._ask(user_id, chat_id)
        except (BadRequest, Forbidden) as exc:
            failure: HuabotError = PermanentError(f"administrators unknown: {type(exc).__name__}")
        except (TelegramError, TimeoutError) as exc:
            failure = TransientError(f"administrators unknown: {type(exc).__name__}")
        log.info("administrators_unknown", chat=chat_id, error=str(failure))
        raise failure

    async def _ask(self, user_id: int, chat_id: int) -> bool:
        # Only administrators may ask about a single member; everyone may ask for the administrators.
        try:
            administrators = _ids(await call(self._bot.get_chat_administrators(chat_id)))
        except FloodError:
            raise
        except TelegramError:
            member = await call(self._bot.get_chat_member(chat_id, user_id))
            return member.status in {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
        self._remember(chat_id, administrators)
        return user_id in administrators

    def known(self, user_id: int, chat_id: int) -> bool | None:
        """Return the cached answer whether a user administers a chat; None if Telegram must be asked."""
        asked_at, administrators = self._known.get(chat_id, (None, frozenset[int]()))
        if asked_at is None or self._clock.now() - asked_at >= REMEMBERED_FOR:
            return None
        return user_id in administrators

    def _remember(self, chat_id: int, administrators: frozenset[int]) -> None:
        self._known[chat_id] = (self._clock.now(), administrators)
        self._known.move_to_end(chat_id)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)


def _ids(members: Sequence[ChatMember]) -> frozenset[int]:
    ids = frozenset(
        user_id for user_id in (getattr(member.user, "id", None) for member in members) if isinstance(user_id, int)
    )
    if not ids:
        raise NoAnswerError("getChatAdministrators tells of nobody")
    return ids
