"""Groups all tables of one database."""

from dataclasses import dataclass

from bot.clock import Clock
from storage.chats import Chats
from storage.database import Database
from storage.erasures import Erasures
from storage.history import History
from storage.jobs import Jobs
from storage.statistics import Statistics
from storage.switches import Switches


@dataclass(frozen=True, slots=True)
class Stores:
    """Holds the tables by name, their database, and the clock that dates their rows."""

    database: Database
    clock: Clock
    jobs: Jobs
    chats: Chats
    history: History
    switches: Switches
    erasures: Erasures
    statistics: Statistics

    @classmethod
    def of(cls, database: Database, clock: Clock) -> "Stores":
        """Return the tables of a database."""
        return cls(
            database,
            clock,
            Jobs(database, clock),
            Chats(database, clock),
            History(database, clock),
            Switches(database, clock),
            Erasures(database, clock),
            Statistics(database, clock),
        )
