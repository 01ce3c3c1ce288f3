"""Delivers updates to a webhook: each is posted until the bot answers 2xx, in order within a chat.

Source: Bot API, `setWebhook` and `WebhookInfo`. The back-off starts at a fifth of a second here.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.journal import Journal
from sandbox.telegram.updates import Pending, Updates

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 2.0
_TIMEOUT = aiohttp.ClientTimeout(total=30)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Holds the parameters of setWebhook."""

    url: str
    secret_token: str = ""
    max_connections: int = 40


class WebhookSender:
    """Posts queued updates to the bot while a webhook is set.

    Args:
        updates: The queue of updates.
        journal: Records every attempt.
        session: The HTTP session for deliveries.
    """

    def __init__(self, updates: Updates, journal: Journal, session: aiohttp.ClientSession) -> None:
        self._updates = updates
        self._journal = journal
        self._session = session
        self._webhook: Webhook | None = None
        self._slots = asyncio.Semaphore()
        self._lanes: dict[int | None, asyncio.Task[None]] = {}
        self._runner: asyncio.Task[None] | None = None
        self._last_error: tuple[int, str] | None = None

    async def set(self, webhook: Webhook | None) -> None:
        """Replace the webhook, or remove it."""
        await self.stop()
        self._webhook = webhook
        self._last_error = None
        self._updates.webhook_active = webhook is not None
        self._updates.wake()
        if webhook:
            self._slots = asyncio.Semaphore(webhook.max_connections)
            self._runner = asyncio.create_task(self._run(webhook))

    async def stop(self) -> None:
        """Cancel all deliveries."""
        tasks = [*self._lanes.values(), *([self._runner] if self._runner else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        self._runner = None

    def info(self) -> dict[str, Any]:
        """Return the Bot API's `WebhookInfo`."""
        info: dict[str, Any] = {
            "url": self._webhook.url if self._webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self._webhook:
            info["max_connections"] = self._webhook.max_connections
        if self._last_error:
            info["last_error_date"], info["last_error_message"] = self._last_error
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info

    async def _run(self, webhook: Webhook) -> None:
        while True:
            changed = self._updates.changed
            for lane in {pending.lane for pending in self._updates}:
                if lane not in self._lanes or self._lanes[lane].done():
                    self._lanes[lane] = asyncio.create_task(self._deliver(webhook, lane))
            await changed.wait()

    async def _deliver(self, webhook: Webhook, lane: int | None) -> None:
        pause = _FIRST_PAUSE
        while pending := next((p for p in self._updates if p.lane == lane), None):
            async with self._slots:
                status, asked = await self._post(webhook, pending)
            self._journal.write("webhook", update_id=pending.update.get("update_id"), status=status)
            if status is not None and 200 <= status < 300:
                self._updates.take_out(pending)
                pause = _FIRST_PAUSE
                continue
            self._last_error = int(time.time()), f"Wrong response from the webhook: {status or 'Connection failed'}"
            await asyncio.sleep(max(asked, pause))
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _post(self, webhook: Webhook, pending: Pending) -> tuple[int | None, float]:
        """Return the status (None if there was no answer) and the seconds the bot asks to wait."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret_token} if webhook.secret_token else {}
        try:
            async with self._session.post(
                webhook.url, json=pending.update, headers=headers, timeout=_TIMEOUT, allow_redirects=False
            ) as response:
                asked = response.headers.get("Retry-After", "")
                return response.status, float(asked) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError):
            return None, 0.0
