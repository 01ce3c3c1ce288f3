"""Shares the state of the provider among all processes: it is read and written under one lock."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from storage.database import Database, Transaction

T = TypeVar("T")

SET_STATE = "UPDATE locks SET state = :state WHERE name = 'provider'"


class Memo(Protocol):
    """Holds the state of the provider. `bot.provider` implements it."""

    def dump(self) -> str:
        """Return the state as text."""

    def load(self, state: str) -> None:
        """Take over a state that was dumped, perhaps by another process."""


class OpenGate:
    """Admits every order: where no provider is called, as in a copy of the database, there is nothing to close."""

    def room(self, wanted: int, under_way: int) -> int:
        """Return `wanted`."""
        return wanted

    def claimed(self) -> None:
        """Do nothing."""

    @property
    def is_open(self) -> bool:
        """Return True."""
        return True

    def dump(self) -> str:
        """Return '': there is no state."""
        return ""

    def load(self, state: str) -> None:
        """Do nothing: there is no state."""


def load(transaction: Transaction, memo: Memo) -> str:
    """Load the stored state, in a transaction under the lock `provider`. Returns it for comparison by `store`."""
    if transaction.state:
        memo.load(transaction.state)
    return memo.dump()


async def store(transaction: Transaction, memo: Memo, before: str) -> None:
    """Store the state if it differs from `before`."""
    if (state := memo.dump()) != before:
        await transaction.rows(SET_STATE, {"state": state})


async def change(database: Database, memo: Memo, what: Callable[[], T]) -> T:
    """Change the state of the provider for all processes; a process without others keeps it in memory only.

    Raises:
        TransientError: The change was not committed.
    """
    if not database.is_shared:
        return what()
    async with database.transaction("provider") as transaction:
        before = load(transaction, memo)
        result = what()
        await store(transaction, memo, before)
    return result
