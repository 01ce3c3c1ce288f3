"""The job's states."""

from dataclasses import replace

from bot.job import FINAL, LEGAL, Kind, Order, Source, State, new_job_id
from bot.prompt import Options, Style


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
            front = {follower for each in front for follower in LEGAL[each]} - ahead
        assert ahead & FINAL


def test_a_final_state_leads_nowhere_but_to_a_late_picture() -> None:
    assert all(LEGAL[state] == {State.READY} for state in FINAL - {State.CANCELLED})
    assert not LEGAL[State.CANCELLED], "nothing was ever asked for, so nothing can come late"


def test_only_an_anime_without_a_style_is_a_draft() -> None:
    plain = Order("m:1:2:0", Kind.ANIME, 1, None, 2, 1, "en", "", Options(seed=1), Source("file", checked=True))
    assert plain.is_draft
    assert not replace(plain, options=Options(seed=1, style=Style.JOJO)).is_draft
    assert not any(replace(plain, kind=kind).is_draft for kind in Kind if kind is not Kind.ANIME)


def test_ids_are_unique_and_sort_by_time() -> None:
    early, late = new_job_id(1_700_000_000_000_000), new_job_id(1_700_000_000_000_001)
    assert len(early) == len(late) == 26
    assert early < late
    assert len({new_job_id(5) for _ in range(1_000)}) == 1_000
