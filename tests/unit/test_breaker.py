"""The provider's pace: pauses that grow, and the breaker that closes the account to new work."""

import json

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.clock import SECOND
from bot.provider.breaker import Backoff, Breaker
from tests.support.manual_clock import ManualClock


def test_pauses_double_up_to_the_longest_and_start_over_after_a_success() -> None:
    clock = ManualClock()
    backoff = Backoff(clock, first=1.0, longest=5.0)
    pauses = []
    for _ in range(5):
        until = backoff.fail()
        pauses.append((until - clock.now()) / SECOND)
        clock.advance_to(until)
    assert pauses == [1.0, 2.0, 4.0, 5.0, 5.0]
    backoff.succeed()
    assert backoff.fail() == clock.now() + SECOND


def test_failures_within_a_pause_do_not_make_it_grow() -> None:
    clock = ManualClock()
    backoff = Backoff(clock, first=2.0, longest=60.0)
    until = backoff.fail()
    clock.advance(0.5)
    assert [backoff.fail() for _ in range(10)] == [until] * 10
    clock.advance_to(until)
    assert backoff.fail() == clock.now() + 4 * SECOND


def test_what_the_other_side_asks_for_is_waited_for() -> None:
    clock = ManualClock()
    backoff = Backoff(clock, first=1.0, longest=5.0)
    assert backoff.fail(at_least=40.0) == clock.now() + 40 * SECOND


def test_what_the_other_side_asks_for_is_waited_for_within_a_pause_too() -> None:
    clock = ManualClock()
    backoff = Backoff(clock, first=1.0, longest=5.0)
    backoff.fail()
    clock.advance(0.5)
    assert backoff.fail(at_least=40.0) >= clock.now() + 40 * SECOND


def test_an_answer_that_is_older_than_a_pause_does_not_end_it() -> None:
    clock = ManualClock()
    backoff = Backoff(clock, first=1.0, longest=5.0)
    until = backoff.fail(at_least=60.0)
    clock.advance(0.5)
    backoff.succeed()
    assert backoff.fail() == until


class BreakerMachine(RuleBasedStateMachine):
    """A breaker, and several submits under way whose answers come in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock()
        self.breaker = Breaker(self.clock, first=10.0, longest=40.0)
        self.under_way = 0
        self.tripped = False

    @rule(wanted=st.integers(1, 8))
    def submit(self, wanted: int) -> None:
        admitted = self.breaker.admit(wanted)
        assert 0 <= admitted <= wanted
        if self.tripped:
            assert admitted <= 1
            assert admitted == 0 or self.clock.now() >= self.breaker.shut_until
        else:
            assert admitted == wanted
        if admitted:
            self.breaker.sent()
            self.under_way += admitted

    @precondition(lambda self: self.under_way)
    @rule()
    def refused(self) -> None:
        self.under_way -= 1
        self.breaker.trip()
        self.tripped = True
        assert self.breaker.shut
        assert self.breaker.admit(5) == 0

    @precondition(lambda self: self.under_way)
    @rule()
    def accepted(self) -> None:
        self.under_way -= 1
        self.breaker.reset()
        self.tripped = False
        assert self.breaker.admit(5) == 5

    @precondition(lambda self: self.under_way)
    @rule()
    def unanswered(self) -> None:
        self.under_way -= 1
        self.breaker.undecided()

    @rule(seconds=st.sampled_from([0.5, 10.0, 40.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @invariant()
    def says_the_same_in_all_words(self) -> None:
        assert self.breaker.tripped is self.tripped
        assert self.breaker.shut <= self.tripped
        assert self.breaker.shut_until <= self.clock.now() + 40 * SECOND
        if not self.tripped:
            assert self.breaker.shut_until == 0

    @invariant()
    def never_stuck(self) -> None:
        if self.tripped and not self.under_way:
            late = max(0, self.breaker.shut_until - self.clock.now())
            assert late <= 40 * SECOND
            if not late:
                assert self.breaker.admit(5) == 1, "with nothing under way, a probe may go"


TestBreaker = BreakerMachine.TestCase
TestBreaker.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_one_probe_at_a_time() -> None:
    clock = ManualClock()
    breaker = Breaker(clock, first=10.0, longest=300.0)
    breaker.trip()
    clock.advance(10.0)
    assert breaker.admit(8) == 1
    breaker.sent()
    assert breaker.admit(8) == 0
    breaker.trip()
    assert breaker.shut_until == clock.now() + 20 * SECOND


def test_what_one_process_knows_another_one_takes_over(clock: ManualClock) -> None:
    one, other = Breaker(clock, first=1.0, longest=8.0), Breaker(clock, first=1.0, longest=8.0)
    for _ in range(2):
        one.trip()
        other.load(json.loads(json.dumps(one.dump())))
        assert (other.tripped, other.shut, other.shut_until) == (True, True, one.shut_until)
        clock.advance_to(one.shut_until)
        one.sent()
        other.load(json.loads(json.dumps(one.dump())))
        assert other.is_probing
        assert other.admit(3) == 0
    other.trip()
    assert other.shut_until == clock.now() + 4 * SECOND, "its third pause is four times as long as the first"


def test_after_a_restart_the_first_one_is_the_probe(clock: ManualClock) -> None:
    breaker = Breaker(clock)
    breaker.resume()
    assert breaker.admit(4) == 1
    breaker.sent()
    assert breaker.admit(4) == 0
    breaker.reset()
    assert (breaker.tripped, breaker.admit(4)) == (False, 4)
