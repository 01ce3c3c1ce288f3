"""The job's states."""

from bot.job import FINAL, LEGAL, State, new_job_id


def test_every_state_says_where_it_leads() -> None:
    assert LEGAL.keys() == set(State)
    assert all(leads for state, leads in LEGAL.items() if state not in FINAL)


def test_every_state_is_reached_and_leads_to_an_end() -> None:
    reached, front = set(), {State.ACCEPTED}
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
    assert all(LEGAL[state] == {State.READY} for state in FINAL)


def test_ids_are_unique_and_sort_by_time() -> None:
    early, late = new_job_id(1_700_000_000_000_000), new_job_id(1_700_000_000_000_001)
    assert len(early) == len(late) == 26
    assert early < late
    assert len({new_job_id(5) for _ in range(1_000)}) == 1_000
