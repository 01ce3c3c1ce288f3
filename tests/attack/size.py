"""How much of everything is tried."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """One size of the whole.

    Attributes:
        forged: Forged addresses.
        connections: Connections that say nothing, half of it, or drip.
        looks: Looks at `/healthz` meanwhile.
        requests: Requests of each oversize kind.
        every: Of addresses, formats and faults every so manieth is tried.
        examples: Examples of each parser's fuzzing.
        seconds: For which a fuzzer that watches the coverage looks at each parser; 0 for not at all.
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
