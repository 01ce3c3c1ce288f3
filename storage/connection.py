"""Defines a connection to PostgreSQL: how it is prepared, and when it is given up."""

from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper

SESSION = """
    SELECT set_config('statement_timeout', '10s', FALSE), set_config('lock_timeout', '4s', FALSE),
           set_config('idle_in_transaction_session_timeout', '2s', FALSE), set_config('synchronous_commit', 'on', FALSE)
"""
"""No statement waits for ever; a process stopped in the middle of a transaction keeps its locks for two seconds."""

ANSWER_SECONDS = 12.0
"""A server that has not answered after this time will not answer, although the connection stands: the server itself
ends every statement sooner (`SESSION`)."""

SCRIPT_SECONDS = 900.0
"""The same for a script, which may have to process a large table."""

T = TypeVar("T")


class Connection(psycopg.AsyncConnection[dict[str, Any]]):
    """Represents a connection that is closed when the server does not answer.

    Attributes:
        answer_seconds: How long to wait for an answer; `ANSWER_SECONDS` if None.
    """

    answer_seconds: float | None = None

    async def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:  # noqa: ASYNC109  the base class's
        """Wait as the base class does, but not for ever."""
        limit = self.answer_seconds or ANSWER_SECONDS
        try:
            return await super().wait(gen, interval, limit if timeout is None else timeout)
        except errors._WaitTimeout:  # noqa: SLF001  what the base class promises
            if timeout is not None:
                raise
            self.pgconn.finish()  # a late answer may still arrive on this connection
            raise psycopg.OperationalError(f"no answer within {limit:g} s") from None


async def configure(connection: psycopg.AsyncConnection[Any]) -> None:
    """Prepare a new connection."""
    connection.adapters.register_dumper(int, Int8Dumper)  # integers of every size have one type, so one plan
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    await connection.execute(SESSION)
