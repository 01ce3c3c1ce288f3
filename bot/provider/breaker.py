"""How fast, and whether at all, the provider may be asked: its pace limit and the circuit breaker."""

from typing import Any

from bot.clock import SECOND, Clock

PROBE_LASTS = 60 * SECOND
"""A probe that has not been heard of for so long is lost with its process."""


class Backoff:
    """A pause that doubles while trouble lasts.

    Args:
        first: Seconds of the first pause.
        longest: Seconds of the longest.
    """

    def __init__(self, clock: Clock, first: float, longest: float) -> None:
        self._clock = clock
        self._first = first
        self._longest = longest
        self._next = first
        self.until = 0

    def fail(self, at_least: float = 0.0) -> int:
        """Pause, and return until when (UTC microseconds).

        A failure within a pause does not double it; `at_least` seconds are kept in any case.
        """
        now = self._clock.now()
        if now >= self.until:
            self.until = now + int(self._next * SECOND)
            self._next = min(self._next * 2, self._longest)
        self.until = max(self.until, now + int(at_least * SECOND))
        return self.until

    @property
    def is_short(self) -> bool:
        """Whether the next pause is as short as the first."""
        return self._next == self._first

    def dump(self) -> list[float]:
        """Return what another process needs to know."""
        return [self._next, self.until]

    def load(self, state: list[float]) -> None:
        """Take over what another process knows."""
        self._next, self.until = state[0], int(state[1])

    def succeed(self) -> None:
        """The next pause is a short one again; one that has begun is kept: the answer may be older than it."""
        self._next = self._first


class Breaker:
    """Closes the provider to new work while it refuses our account, and opens again on a probe.

    Shut, it admits nothing until its pause is over; then one order goes through as the probe. What the
    provider answers to that one decides.
    """

    def __init__(self, clock: Clock, first: float = 10.0, longest: float = 300.0) -> None:
        self._clock = clock
        self._pause = Backoff(clock, first, longest)
        self._probing_until = 0
        self.tripped = False

    @property
    def is_probing(self) -> bool:
        """Whether a probe is on its way; one that is not heard of is lost some day."""
        return self._clock.now() < self._probing_until

    @property
    def shut(self) -> bool:
        """Whether new work is pointless right now."""
        return self.tripped and self._clock.now() < self._pause.until

    @property
    def shut_until(self) -> int:
        """When the next probe may go (UTC microseconds); 0 if it may go now."""
        return self._pause.until if self.tripped else 0

    def admit(self, wanted: int) -> int:
        """Return how many of `wanted` submits may go now."""
        if not self.tripped:
            return wanted
        return 0 if self.shut or self.is_probing else min(wanted, 1)

    def sent(self) -> None:
        """A submit is on its way; if the breaker has tripped, it is the probe."""
        self._probing_until = self._clock.now() + PROBE_LASTS if self.tripped else 0

    def resume(self) -> None:
        """The account was refused before a restart: the next submit is the probe."""
        self.tripped = True

    def trip(self) -> None:
        """The account was refused."""
        self.tripped, self._probing_until = True, 0
        self._pause.fail()

    def reset(self) -> None:
        """The account was accepted."""
        self.tripped, self._probing_until = False, 0
        self._pause.succeed()

    def undecided(self) -> None:
        """The answer said nothing about the account: the next submit may be the probe."""
        self._probing_until = 0

    def dump(self) -> list[object]:
        """Return what another process needs to know."""
        return [self.tripped, self._probing_until, self._pause.dump()]

    def load(self, state: list[Any]) -> None:
        """Take over what another process knows."""
        self.tripped, self._probing_until = state[0], state[1]
        self._pause.load(state[2])
