"""Plays journeys with a kill at every point, several at a time, and reports the outcome of each."""

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

from tests.failpoints.theatre import Journey, Outcome, Theatre, theatre
from tests.support.postgresql import Cluster

TRIES = 3
"""How often a journey is played to reach a point: concurrent steps may come in another order."""


async def examine(journey: Journey, theatres: Iterable[Theatre]) -> list[Outcome]:
    """Play a journey once without a kill, to find its points, then once for each point."""
    first, *others = theatres
    whole = await first.play(journey)
    points = [point for point in whole.reached if point]
    outcomes = {"": whole}

    async def work(place: Theatre) -> None:
        while points:
            point = points.pop(0)
            for _ in range(TRIES):
                outcomes[point] = await place.play(journey, point)
                if outcomes[point].died or outcomes[point].faults:
                    break

    await asyncio.gather(*(work(place) for place in (first, *others)))
    return [whole, *(outcomes[point] for point in whole.reached)]


def complaints(journey: Journey, outcomes: list[Outcome]) -> list[str]:
    """Return the faults of the outcomes, and the points that were not reached."""
    reached = set(outcomes[0].reached)
    missing = [f"{journey.name}: never came by {point}" for point in sorted(journey.at_least - reached)]
    if len(reached) < journey.fewest:
        missing.append(f"{journey.name}: only {len(reached)} points, of {journey.fewest}")
    for outcome in outcomes:
        if outcome.point and not outcome.died:
            missing.append(f"{journey.name}/{outcome.point}: never reached")
        missing += [f"{journey.name}/{outcome.point}: {fault}" for fault in outcome.faults]
    return missing


def table(journey: Journey, outcomes: list[Outcome]) -> str:
    """Return one line for each outcome: the failpoint, the seconds and the result."""
    rows = [
        (f"{journey.name}/{outcome.point or '(nobody dies)'}", outcome.told if outcome.good else "RED", outcome.seconds)
        for outcome in outcomes
    ]
    width = max(len(name) for name, _, _ in rows)
    return "\n".join(f"{name:<{width}}  {seconds:4.1f} s  {told}" for name, told, seconds in rows)


async def open_theatres(
    stack: AsyncExitStack, folder: Path, count: int, server: Cluster | None = None
) -> list[Theatre]:
    """Open several theatres, each in its own folder; databases are on the server, if there is one, else files."""
    folders = [folder / f"theatre-{n}" for n in range(count)]
    for path in folders:
        path.mkdir()
    return [await stack.enter_async_context(theatre(path, server)) for path in folders]
