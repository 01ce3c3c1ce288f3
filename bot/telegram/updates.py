"""Handles incoming updates one after the other within a chat, and acknowledges them only when that is safe."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Update
from telegram.ext import Application

from bot.errors import TransientError
from bot.metrics import Metrics
from bot.telegram.handled import Handled
from bot.telegram.messages import identity_of

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""The kinds of updates that Telegram is asked to send."""

Lane = tuple[str, int]
"""Updates of one lane are handled one after the other."""

_failure: ContextVar[list[Exception]] = ContextVar("failure")


class Updates:
    """Passes updates to the handlers and tells whether they may be acknowledged.

    `Application.process_update` returns normally when a handler raised: its error handler, called in the
    same task, stores the exception where `handle` finds it.
    """

    def __init__(
        self, application: "Application[Any, Any, Any, Any, Any, Any]", handled: Handled, metrics: Metrics
    ) -> None:
        self._application = application
        self._metrics = metrics
        self._handled = handled
        self._open = False
        self._lanes: WeakValueDictionary[Lane, asyncio.Lock] = WeakValueDictionary()
        application.add_error_handler(_keep_failure)

    def parse(self, raw: dict[str, Any]) -> Update | None:
        """Return the update in a JSON object; None, logged and counted, if the library cannot read it."""
        try:
            update = Update.de_json(raw, self._application.bot)
            _key(update)
        except Exception:
            log.exception("update_unreadable", update=raw.get("update_id"))
            self._metrics.bugs.labels("updates").inc()
            return None
        return update

    @property
    def is_open(self) -> bool:
        """Return whether updates are accepted."""
        return self._open

    def open(self) -> None:
        """Accept updates from now on; the application must have been initialized."""
        self._open = True

    def close(self) -> None:
        """Accept no more updates; Telegram keeps them until the bot is back."""
        self._open = False

    async def take(self, raw: dict[str, Any]) -> None:
        """Handle an update as Telegram posts it; see `handle`. An update that cannot be read is acknowledged."""
        if update := self.parse(raw):
            await self.handle(update)

    async def handle(self, update: Update) -> None:
        """Handle an update after the earlier ones of its chat; on return, the update may be acknowledged.

        A bug in a handler is logged, counted and acknowledged: a poisoned update must not block its chat.

        Raises:
            TransientError: The update was not handled; Telegram must deliver it again.
        """
        async with self._lane(update):
            await self._handle(update)

    async def again(self, update: Update) -> None:
        """Handle an update again that no handler took when it came, because one takes it now.

        Raises:
            TransientError: The update was not handled; try again.
        """
        async with self._lane(update):
            await self._handled.reopen(_key(update))
            await self._handle(update)

    @asynccontextmanager
    async def _lane(self, update: Update) -> AsyncIterator[None]:
        """Wait for the earlier updates of the lane; raise `TransientError` if updates are not accepted now."""
        if not self._open:
            raise TransientError("not taking updates now")
        async with self._lanes.setdefault(lane_of(update), asyncio.Lock()):
            yield

    async def _handle(self, update: Update) -> None:
        key = _key(update)
        if not await self._handled.begin(key):
            return
        failures: list[Exception] = []
        token = _failure.set(failures)
        try:
            await self._application.process_update(update)
        except Exception as exc:  # noqa: BLE001  a library's bug is treated like one of ours, below
            failures.append(exc)
        finally:
            _failure.reset(token)
        for failure in failures:
            if isinstance(failure, TransientError):
                await self._handled.forget(key)
                raise failure
            log.error("update_bug", update=update.update_id, exc_info=failure)
            self._metrics.bugs.labels("updates").inc()
        await self._handled.end(key)


async def _keep_failure(_: object, context: Any) -> None:
    _failure.get().append(context.error)


def _key(update: Update) -> str:
    """Return a key for what an update is about; its `update_id` may repeat or go back."""
    if update.message:
        return f"message:{update.message.chat.id}:{identity_of(update.message)}"
    if update.callback_query:
        return f"callback_query:{update.callback_query.id}"
    return f"update:{update.update_id}"


def lane_of(update: Update) -> Lane:
    """Return the lane of an update: its chat. An update without a chat waits for no other."""
    chat = update.effective_chat
    return ("chat", chat.id) if chat and isinstance(chat.id, int) else ("update", update.update_id)
