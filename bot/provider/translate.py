"""Implements a client of LibreTranslate's API, for descriptions that the painter cannot read.

If a translation fails for any reason, the original words are painted.
Source: LibreTranslate's document, `POST /translate`.
"""

import json
import unicodedata

import aiohttp
import structlog

from bot.clock import SECOND, Clock
from bot.metrics import Metrics
from bot.options import MAX_PROMPT, is_readable, is_seen
from bot.provider.body import read_beginning

log = structlog.get_logger(__name__)

SECONDS = 5.0
"""Time-out of one translation in seconds: a user waits."""

REST = 30 * SECOND
"""How long a service that did not answer is not called, so that not every order waits for it (microseconds)."""

MOST = 64 * 1024
"""Maximum size of an answer in bytes."""


class Translator:
    """Translates descriptions into English.

    Args:
        session: An HTTP session for this client only, which reads no proxy settings from the environment.
        url: The service's base address.
        key: Its API key; '' if it needs none.
        clock: Tells when a service that did not answer may be called again.
        metrics: Counts every call by status.
        seconds: Time-out of one call in seconds.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        key: str,
        clock: Clock,
        metrics: Metrics,
        *,
        seconds: float = SECONDS,
    ) -> None:
        self._session = session
        self._url = f"{url}/translate"
        self._key = {"api_key": key} if key else {}
        self._clock = clock
        self._metrics = metrics
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._away_until = 0

    async def translated(self, prompt: str) -> str:
        """Return a description in English; '' if it needs no translation or none is available."""
        if is_readable(prompt) or self._clock.now() < self._away_until:
            return ""
        status = "broken"
        body = {"q": prompt, "source": "auto", "target": "en", "format": "text"} | self._key
        try:
            async with self._session.post(
                self._url, json=body, timeout=self._timeout, allow_redirects=False
            ) as response:
                text = await read_beginning(response, limit=MOST)
                status = str(response.status)
        except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
            self._away_until = self._clock.now() + REST
            log.warning("translation_away", error=type(exc).__name__)
            return ""
        finally:
            self._metrics.calls.labels("translate", status).inc()
        words = _words(text) if status == "200" and len(text) <= MOST else ""
        if not _is_translation(words, prompt):
            log.warning("translation_unusable", status=status)
            return ""
        return words


def _words(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    words = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(words, str):
        return ""
    plain = words.encode(errors="ignore").decode()
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in plain).split())


def _is_translation(words: str, prompt: str) -> bool:
    """Return whether an answer can replace the prompt: short enough, readable, and without markup that it adds."""
    invented = any(mark in words and mark not in prompt for mark in ("<", "&lt;", "&#"))
    return is_seen(words) and is_readable(words) and len(words) <= MAX_PROMPT and not invented and words != prompt
