"""How the provider takes orders, as all processes know it: read and written under one lock."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from storage.database import Database, Transaction

T = TypeVar("T")

SET_STATE = "UPDATE locks SET state = :state WHERE name = 'provider'"


class Memo(Protocol):
    """What is remembered of the provider. `bot.provider` has the one there is."""

    def dump(self) -> str:
        """Return it as text."""

    def load(self, state: str) -> None:
        """Take over what was dumped, perhaps by another process."""


class OpenGate:
    """Admits everything: where no provider is asked, as in a copy, there is nothing to close."""

    def room(self, wanted: int, under_way: int) -> int:
        """All of them."""
        return wanted

    def claimed(self) -> None:
        """That is as it should be."""

    @property
    def is_open(self) -> bool:
        """It is."""
        return True

    def dump(self) -> str:
        """There is nothing to remember."""
        return ""

    def load(self, state: str) -> None:
        """There is nothing to remember."""


def load(transaction: Transaction, memo: Memo) -> str:
    """Take over what is stored, in a transaction under the lock `provider`. Returns it as it was."""
    if transaction.state:
        memo.load(transaction.state)
    return memo.dump()


async def store(transaction: Transaction, memo: Memo, before: str) -> None:
    """Store it if it has changed."""
    if (state := memo.dump()) != before:
        await transaction.rows(SET_STATE, {"state": state})


async def change(database: Database, memo: Memo, what: Callable[[], T]) -> T:
    """Change what all processes know of the provider; alone, it is in memory only.

    Raises:
        TransientError: Not committed.
    """
    if not database.is_shared:
        return what()
    async with database.transaction("provider") as transaction:
        before = load(transaction, memo)
        result = what()
        await store(transaction, memo, before)
    return result
