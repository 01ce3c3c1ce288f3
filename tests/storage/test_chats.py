"""What is known of a chat: by whom it was said, and who may make it forgotten."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.clock import SECOND
from bot.preferences import Preferences
from storage.chats import Chat, Chats, Pause
from storage.database import Database
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import accepted
from tests.support.preferences import anything_set

ALICE, GROUP = 7, -1_001_234_567_890
NONSENSE = ("", "nonsense", "[]", '{"model": 3}', '{"tell": null}', "[" * 100_000, '{"negative": "\\ud800"}')


async def test_of_an_unknown_chat_the_defaults_hold(chats: Chats) -> None:
    assert await chats.find(ALICE, GROUP) == {ALICE: Chat(ALICE), GROUP: Chat(GROUP)}
    assert await chats.find(ALICE, ALICE) == {ALICE: Chat(ALICE)}
    assert Chat(ALICE) == Chat(ALICE, None, Preferences(), "", None, refused=False)


async def test_some_are_known_and_some_are_not(jobs: Jobs, chats: Chats) -> None:
    await accepted(jobs, owner_id=ALICE)
    assert await chats.find(GROUP, ALICE) == {GROUP: Chat(GROUP), ALICE: Chat(ALICE, "en")}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(anything_set)
async def test_what_is_set_is_found(chats: Chats, preferences: Preferences) -> None:
    await chats.set_preferences(GROUP, preferences, language="ru")
    assert await chats.find(GROUP) == {GROUP: Chat(GROUP, "ru", preferences)}


@pytest.mark.parametrize("stored", NONSENSE, ids=lambda stored: stored[:20])
async def test_stored_nonsense_is_as_if_nothing_were_set(chats: Chats, database: Database, stored: str) -> None:
    await chats.set_preferences(ALICE, Preferences(model="anime"), language="ru")
    await database.rows("UPDATE chats SET defaults = :stored", {"stored": stored})
    assert await chats.find(ALICE) == {ALICE: Chat(ALICE, "ru")}


async def test_the_language_is_that_of_who_spoke_last(jobs: Jobs, chats: Chats) -> None:
    await chats.set_preferences(ALICE, Preferences(language="zh"), language="zh")
    await accepted(jobs, owner_id=ALICE)
    await chats.set_preferences(ALICE, Preferences(), language="ru")
    assert await chats.find(ALICE) == {ALICE: Chat(ALICE, "en")}


async def test_an_operator_s_word_is_no_language(chats: Chats, clock: ManualClock) -> None:
    await chats.set_access(1, "allowed")
    await chats.set_daily(2, 5)
    await chats.refuse(3)
    await chats.pause(4, clock.now() + SECOND)
    found = await chats.find(1, 2) | await chats.find(3, 4)
    assert found == {1: Chat(1, access="allowed"), 2: Chat(2, daily=5), 3: Chat(3, refused=True), 4: Chat(4)}


async def test_an_operator_s_last_word_holds(chats: Chats) -> None:
    for access in ("allowed", "denied", "", "denied"):
        await chats.set_access(GROUP, access)
        assert (await chats.find(GROUP))[GROUP].access == access
    for daily in (5, 0, None, 2):
        await chats.set_daily(GROUP, daily)
        assert await chats.find(GROUP) == {GROUP: Chat(GROUP, access="denied", daily=daily)}


async def test_a_chat_is_turned_away_in_words_once(chats: Chats) -> None:
    assert [await chats.refuse(GROUP) for _ in range(3)] == [True, False, False]
    assert await chats.refuse(ALICE)
    await chats.set_access(GROUP, "denied")
    assert not await chats.refuse(GROUP)
    await chats.set_access(GROUP, "allowed")
    assert await chats.find(GROUP) == {GROUP: Chat(GROUP, access="allowed")}
    assert [await chats.refuse(GROUP) for _ in range(2)] == [True, False], "it may be denied another time"


async def test_forgetting_leaves_what_is_not_the_person_s_own(chats: Chats, clock: ManualClock) -> None:
    until = clock.now() + 60 * SECOND
    whole = Chat(ALICE, "ru", Preferences(negative="people", language="ru"), "denied", 5, refused=True)
    for chat_id in (ALICE, GROUP):
        await chats.set_preferences(chat_id, whole.preferences, language="ru")
        await chats.set_access(chat_id, "denied")
        await chats.set_daily(chat_id, 5)
        await chats.refuse(chat_id)
        await chats.pause(chat_id, until)
    await chats.forget(ALICE)
    assert await chats.find(ALICE, GROUP) == {
        ALICE: Chat(ALICE, None, Preferences(), "denied", 5, refused=True),
        GROUP: replace(whole, id=GROUP),
    }
    assert await chats.paused() == {ALICE: Pause(until, until), GROUP: Pause(until, until)}


async def test_of_whom_nothing_else_is_known_no_trace_stays(chats: Chats, database: Database) -> None:
    for chat_id in (ALICE, GROUP):
        await chats.set_preferences(chat_id, Preferences(model="anime"), language="ru")
    await chats.forget(ALICE)
    await chats.forget(ALICE)
    assert [row["chat_id"] for row in await database.rows("SELECT chat_id FROM chats", {})] == [GROUP]


@pytest.mark.parametrize("new_only", [False, True])
async def test_a_pause_that_is_over_is_no_trace_to_keep(
    jobs: Jobs, chats: Chats, database: Database, clock: ManualClock, new_only: bool
) -> None:
    await accepted(jobs, owner_id=ALICE)
    await chats.pause(ALICE, clock.now() + SECOND, new_only=new_only)
    await chats.forget(ALICE)
    assert list(await chats.paused()) == [ALICE], "somebody forgotten is left alone all the same"
    clock.advance(1.0)
    await chats.forget(ALICE)
    assert await database.rows("SELECT chat_id FROM chats", {}) == []


async def test_what_refused_an_edit_holds_for_everything_and_a_new_message_for_new_ones(
    chats: Chats, clock: ManualClock
) -> None:
    soon, late = clock.now() + SECOND, clock.now() + 60 * SECOND
    await chats.pause(1, soon)
    await chats.pause(1, late, new_only=True)
    await chats.pause(2, soon, new_only=True)
    await chats.pause(2, late)
    await chats.pause(3, late, new_only=True)
    await chats.pause(3, soon, new_only=True)
    assert await chats.paused() == {1: Pause(soon, late), 2: Pause(late, late), 3: Pause(0, late)}
    clock.advance(1.0)
    assert (await chats.paused()).keys() == {1, 2, 3}
    clock.advance(59.0)
    assert await chats.paused() == {}
