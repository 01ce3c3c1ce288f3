"""Decides when the provider may be called: back-off for its rate limit, and a circuit breaker."""

from typing import Any

from bot.clock import SECOND, Clock

PROBE_LASTS = 60 * SECOND
"""A probe without an answer after this time (microseconds) is considered lost together with its process."""


class Backoff:
    """Represents a pause that doubles while failures continue.

    Args:
        first: Length of the first pause in seconds.
        longest: Length of the longest pause in seconds.
    """

    def __init__(self, clock: Clock, first: float, longest: float) -> None:
        self._clock = clock
        self._first = first
        self._longest = longest
        self._next = first
        self.until = 0

    def fail(self, at_least: float = 0.0) -> int:
        """Begin a pause and return when it ends (UTC microseconds).

        A failure during a pause does not double the pause. In any case it lasts at least `at_least` seconds from now.
        """
        now = self._clock.now()
        if now >= self.until:
            self.until = now + int(self._next * SECOND)
            self._next = min(self._next * 2, self._longest)
        self.until = max(self.until, now + int(at_least * SECOND))
        return self.until

    @property
    def is_short(self) -> bool:
        """Return whether the next pause is as short as the first."""
        return self._next == self._first

    def dump(self) -> list[float]:
        """Return the state that another process needs."""
        return [self._next, self.until]

    def load(self, state: list[float]) -> None:
        """Take over the state of another process."""
        self._next, self.until = state[0], int(state[1])

    def succeed(self) -> None:
        """Make the next pause a short one again. A pause that has begun continues: the answer may be older than it."""
        self._next = self._first


class Breaker:
    """Blocks new work while the provider refuses our account, and admits it again after a probe.

    While shut, the breaker admits nothing until its pause is over. Then it admits one order as the probe; the
    provider's answer to the probe decides.
    """

    def __init__(self, clock: Clock, first: float = 10.0, longest: float = 300.0) -> None:
        self._clock = clock
        self._pause = Backoff(clock, first, longest)
        self._probing_until = 0
        self.tripped = False

    @property
    def is_probing(self) -> bool:
        """Return whether a probe is under way; a probe without an answer is lost after `PROBE_LASTS`."""
        return self._clock.now() < self._probing_until

    @property
    def shut(self) -> bool:
        """Return whether new work is pointless right now."""
        return self.tripped and self._clock.now() < self._pause.until

    @property
    def shut_until(self) -> int:
        """Return when the next probe may be sent (UTC microseconds); 0 if the breaker has not tripped."""
        return self._pause.until if self.tripped else 0

    def admit(self, wanted: int) -> int:
        """Return how many of `wanted` submits may be sent now."""
        if not self.tripped:
            return wanted
        return 0 if self.shut or self.is_probing else min(wanted, 1)

    def sent(self) -> None:
        """Record that a submit is under way; if the breaker has tripped, this submit is the probe."""
        self._probing_until = self._clock.now() + PROBE_LASTS if self.tripped else 0

    def resume(self) -> None:
        """Trip because the account was refused before a restart: the next submit is the probe."""
        self.tripped = True

    def trip(self) -> None:
        """Trip because the account was refused."""
        self.tripped, self._probing_until = True, 0
        self._pause.fail()

    def reset(self) -> None:
        """Reset the breaker because the account was accepted."""
        self.tripped, self._probing_until = False, 0
        self._pause.succeed()

    def undecided(self) -> None:
        """End a probe whose answer said nothing about the account: the next submit may be the probe."""
        self._probing_until = 0

    def dump(self) -> list[object]:
        """Return the state that another process needs."""
        return [self.tripped, self._probing_until, self._pause.dump()]

    def load(self, state: list[Any]) -> None:
        """Take over the state of another process."""
        self.tripped, self._probing_until = state[0], state[1]
        self._pause.load(state[2])
