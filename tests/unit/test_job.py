"""The job's states."""

from dataclasses import replace

import pytest

from bot.job import FINAL, LEGAL, PAINTED, Kind, Order, Source, State, new_job_id
from bot.options import Options, Style


def test_every_state_says_where_it_leads() -> None:
    assert LEGAL.keys() == set(State)
    assert all(leads for state, leads in LEGAL.items() if state not in FINAL)


def test_every_state_is_reached_and_leads_to_an_end() -> None:
    reached, front = set(), {State.ACCEPTED, State.DRAFT}
    while front:
        reached |= front
        front = {follower for state in front for follower in LEGAL[state]} - reached
    assert reached == set(State)
    for state in State:
        ahead, front = set(), {state}
        while front:
            ahead |= front
            front = {follower for current in front for follower in LEGAL[current]} - ahead
        assert ahead & FINAL


def test_a_final_state_leads_nowhere_but_to_a_late_picture() -> None:
    assert all(LEGAL[state] == {State.READY} for state in FINAL - {State.CANCELLED})
    assert not LEGAL[State.CANCELLED], "nothing was ever asked for, so nothing can come late"


def test_an_order_can_be_taken_back_until_it_is_submitted() -> None:
    assert {state for state in State if State.CANCELLED in LEGAL[state]} == {
        State.DRAFT,
        State.ACCEPTED,
        State.QUEUED,
        State.READY,  # and its owner is being told
    }


PLAIN = Order("m:1:2:0", Kind.ANIME, 1, None, 2, 1, "en", "", Options(seed=1), Source("file", checked=True))


def test_what_lacks_something_is_a_draft() -> None:
    lacking = {kind for kind in Kind if replace(PLAIN, kind=kind).is_draft}
    assert lacking == {Kind.ANIME, Kind.DRAW, Kind.REMIX, Kind.PHOTO}


@pytest.mark.parametrize("kind", list(Kind))
def test_only_a_photo_stays_a_draft_whatever_is_said(kind: Kind) -> None:
    said = replace(PLAIN, kind=kind, prompt="a fox", options=Options(seed=1, style=Style.JOJO))
    assert said.is_draft == (kind not in PAINTED) == (kind is Kind.PHOTO)


def test_words_are_no_style_and_a_style_is_no_words() -> None:
    styled = Options(seed=1, style=Style.JOJO)
    assert replace(PLAIN, prompt="a fox").is_draft
    assert not replace(PLAIN, options=styled).is_draft
    assert replace(PLAIN, kind=Kind.REMIX, options=styled).is_draft
    assert not replace(PLAIN, kind=Kind.REMIX, prompt="a fox").is_draft


def test_ids_are_unique_and_sort_by_time() -> None:
    early, late = new_job_id(1_700_000_000_000_000), new_job_id(1_700_000_000_000_001)
    assert len(early) == len(late) == 26
    assert early < late
    assert len({new_job_id(5) for _ in range(1_000)}) == 1_000
