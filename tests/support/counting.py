"""What the bot asks of its database, counted at the connection itself."""

from dataclasses import dataclass, field

from storage.database import Database
from storage.sqlite import SQLite

BEGIN_AND_COMMIT = ("BEGIN", "COMMIT", "ROLLBACK")
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Statements:
    """The statements since the last `clear`.

    Attributes:
        sql: Each of them, in order, its parameters filled in.
    """

    sql: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Begin anew."""
        self.sql.clear()

    @property
    def count(self) -> int:
        """How many there were, BEGIN and COMMIT aside."""
        return sum(not sql.startswith(BEGIN_AND_COMMIT) for sql in self.sql)

    @property
    def commits(self) -> int:
        """How many of them ended in a commit of something written, or tried to."""
        commits, inside = 0, False
        for sql in self.sql:
            inside = sql.startswith("BEGIN") or (inside and not sql.startswith(BEGIN_AND_COMMIT))
            commits += sql.startswith("COMMIT") or (not inside and sql.startswith(WRITES))
        return commits

    def reads_of(self, table: str) -> int:
        """Return how many only read a table."""
        return sum(sql.startswith("SELECT") and f"FROM {table}" in sql for sql in self.sql)

    def __str__(self) -> str:
        """Return the beginnings of all of them."""
        return "\n".join(" ".join(sql.split())[:150] for sql in self.sql)

    async def open(self, url: str) -> Database:
        """Open a database that is counted; for `bot.edges.Edges`."""
        database = await SQLite.open(url)
        await database._connection.set_trace_callback(lambda sql: self.sql.append(sql.strip()))
        return database
