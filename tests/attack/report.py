"""What was tried, what became of it, and whether the bot held."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        attack: What was tried, in a few words.
        tried: How often.
        found: The figures that decide.
        holds: Whether they are as they must be.
    """

    attack: str
    tried: int
    found: str
    holds: bool


WIDTH = 50


def lines(rows: list[Row]) -> str:
    """Return the rows as text, one a line."""
    return "\n".join(
        f"{'ok' if row.holds else 'GAVE WAY':<8}  {row.attack:<{WIDTH}}  {row.tried:>7,}  {row.found}" for row in rows
    )


def table(rows: list[Row]) -> str:
    """Return all of them, and whether all held."""
    gave_way = sum(not row.holds for row in rows)
    return "\n".join([lines(rows), "", f"{gave_way} of {len(rows)} gave way" if gave_way else f"all {len(rows)} held"])
