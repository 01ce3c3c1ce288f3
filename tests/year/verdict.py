"""Whether a year was as it must be."""

from tests.year.months import MONTHS, Month

AS_MUCH = 1.5
"""How many times as much as in the first months something may cost in the last ones: a tree grows by a level. What an
order costs changes from month to month, too: it counts those of its day, by one of two indexes that do equally well."""

BYTES = 4_000
"""On disk an order, indexes included, at most."""


def faults(months: list[Month]) -> list[str]:
    """Return what is not."""
    first, last = months[0], months[-1]
    found = []
    if not (first.work and months[1].forgetting and last.forgetting):
        found.append("something that costs was not counted")
    early, late = (max(month.work for month in quarter) for quarter in (months[:3], months[-3:]))
    if late > AS_MUCH * early:
        found.append(f"an order costs up to {late:.0f} in the last quarter, {early:.0f} in the first")
    if last.forgetting > AS_MUCH * months[1].forgetting:
        found.append(f"forgetting costs {last.forgetting:.0f}, in the second month {months[1].forgetting:.0f}")
    taken = (last.size - first.size) / (last.jobs - first.jobs)
    if taken > BYTES:
        found.append(f"an order takes {taken:.0f} bytes on disk")
    if last.remembered * MONTHS > 1.1 * last.jobs:
        found.append(f"{last.remembered} orders of {last.jobs} have their words")
    return found
