"""Defines the sizes of the attacks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Defines how much is tried.

    Attributes:
        forged: The number of forged addresses.
        connections: The number of silent, incomplete or slow connections.
        looks: The number of requests of `/healthz` meanwhile.
        requests: The number of requests of each oversize kind.
        every: Only each n-th of the addresses, formats and faults is tried.
        examples: The number of Hypothesis examples for each parser.
        seconds: Seconds of coverage-guided fuzzing for each parser; 0 for none.
    """

    forged: int
    connections: int
    looks: int
    requests: int
    every: int
    examples: int
    seconds: int


WHOLE = Size(forged=100_000, connections=2_000, looks=400, requests=20, every=1, examples=1_000, seconds=20)
SHORT = Size(forged=800, connections=300, looks=40, requests=4, every=12, examples=15, seconds=0)
