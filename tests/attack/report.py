"""Reports the attacks, their results, and whether the bot withstood them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Represents one line of the table.

    Attributes:
        attack: A short description of the attack.
        tried: The number of attempts.
        found: The figures that decide the result.
        holds: Whether the bot withstood the attack.
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
    """Return all rows as text, and how many attacks succeeded."""
    gave_way = sum(not row.holds for row in rows)
    return "\n".join([lines(rows), "", f"{gave_way} of {len(rows)} gave way" if gave_way else f"all {len(rows)} held"])
