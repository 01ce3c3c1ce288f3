"""Runs the bot with a lying resolver: `python -m tests.attack.bot`, with `NAMES`, a JSON object of names and addresses.

A name has a list of turns: its addresses for the first look-up, the second one, and so on; the last turn is repeated.
"""

import json
import os
import socket
from typing import Any

import aiohttp
import uvloop
from aiohttp.abc import AbstractResolver, ResolveResult

from bot import logs
from bot.edges import Edges
from bot.runner import run
from bot.settings import Settings

Names = dict[str, list[list[str]]]


class Liar(AbstractResolver):
    """Resolves the given names to the given addresses, and all others as the system does."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._honest = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name for this look-up."""
        turns = self._names.get(host)
        if not turns:
            return await self._honest.resolve(host, port, family)
        found = turns.pop(0) if len(turns) > 1 else turns[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""


def edges(names: Names) -> Edges:
    """Return edges whose sessions with a connector of their own, those for pictures, use the lying resolver."""

    def open_session(**settings: Any) -> aiohttp.ClientSession:
        if connector := settings.get("connector"):
            connector._resolver = Liar(names)
        return aiohttp.ClientSession(**settings)

    return Edges(open_session=open_session)


def main() -> None:
    """Run the bot."""
    settings = Settings.read()
    logs.configure(log_format="json", level=settings.log_level, secrets=settings.hidden)
    uvloop.run(run(settings, edges(json.loads(os.environ["NAMES"]))))


if __name__ == "__main__":
    main()
