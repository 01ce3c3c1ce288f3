"""Provides sample photos to send to the bot, painted on first use."""

import asyncio

from sandbox.painter.photograph import photograph

SAMPLES: dict[str, tuple[str, int, int, int]] = {
    "portrait": ("portrait", 2, 720, 960),
    "cat": ("cat", 0, 960, 720),
    "lake": ("landscape", 4, 1080, 720),
}
"""Name → subject, seed, width, height."""


class Samples:
    """Paints each sample once."""

    def __init__(self) -> None:
        self._painting: dict[str, asyncio.Task[bytes]] = {}

    async def jpeg(self, name: str) -> bytes:
        """Return a sample as JPEG.

        Raises:
            KeyError: There is no such sample.
        """
        subject, seed, width, height = SAMPLES[name]
        if name not in self._painting:
            painting = asyncio.to_thread(photograph, subject, seed, width, height)
            self._painting[name] = asyncio.create_task(painting)
        return await asyncio.shield(self._painting[name])
