"""Runs the floor with the least CPU: on uvloop, with a loop that the disk blocks. Arguments as for `bare`."""

import sqlite3
from typing import Any

import aiohttp

from tests.bench.bare import BEGINNING, PATH, Bare, serve_at


async def serve() -> None:
    """Serve until the process is terminated."""
    connection = sqlite3.connect(PATH, isolation_level=None)
    for statement in BEGINNING:
        connection.execute(statement)

    async def write(sql: str, *values: object) -> list[Any]:
        return connection.execute(sql, values).fetchall()

    async with aiohttp.ClientSession() as session:
        await serve_at(Bare(session, write))


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())
