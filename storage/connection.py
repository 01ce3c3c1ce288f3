"""A connection to a PostgreSQL: what it is told at first, and when it is given up."""

from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper

SESSION = """
    SELECT set_config('statement_timeout', '10s', FALSE), set_config('lock_timeout', '4s', FALSE),
           set_config('idle_in_transaction_session_timeout', '2s', FALSE), set_config('synchronous_commit', 'on', FALSE)
"""
"""Nobody waits for ever; a process that was stopped in the middle of a transaction keeps its locks for two seconds."""

ANSWER_SECONDS = 12.0
"""What a server has not answered after so long it will not answer, although the connection stands: it ends each
statement sooner."""

SCRIPT_SECONDS = 900.0
"""The same for a script, which may have to go through a large table."""

T = TypeVar("T")


class Connection(psycopg.AsyncConnection[dict[str, Any]]):
    """A connection that is given up when the server does not answer.

    Attributes:
        answer_seconds: What an answer may take; `ANSWER_SECONDS` if None.
    """

    answer_seconds: float | None = None

    async def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:  # noqa: ASYNC109  the base class's
        """As in the base class, but not for ever."""
        limit = self.answer_seconds or ANSWER_SECONDS
        try:
            return await super().wait(gen, interval, limit if timeout is None else timeout)
        except errors._WaitTimeout:  # noqa: SLF001  what the base class promises
            if timeout is not None:
                raise
            self.pgconn.finish()  # nobody knows what it may still say
            raise psycopg.OperationalError(f"no answer within {limit:g} s") from None


async def configure(connection: psycopg.AsyncConnection[Any]) -> None:
    """Prepare a new connection."""
    connection.adapters.register_dumper(int, Int8Dumper)  # whatever its size: one type, one plan
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    await connection.execute(SESSION)
