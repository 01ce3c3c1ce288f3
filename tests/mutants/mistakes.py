"""Mistakes that somebody might make, each with the tests that must see it.

Where one applies is said by what the code does (`tests.mutants.patches`), so that moving code about leaves it in force.
Cheap tests stand first: the first that is red ends the search.
"""

from dataclasses import dataclass

from tests.mutants.patches import Patch

MACHINE = "tests/storage/test_jobs_machine.py"
GUARDS = "tests/storage/test_jobs_guards.py"
JOBS = "tests/storage/test_jobs.py"
UPDATES = "tests/scenario/test_updates.py"
RACES = "tests/storage/test_races.py"
REPLICAS = "tests/scenario/test_replicas.py"
CALLBACKS = "tests/scenario/test_callbacks.py"


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake.

    Attributes:
        name: What is done wrong.
        patches: How.
        tests: Who can see it: files, or single tests.
        equivalent: Why it is none where processes share a database; '' if it is.
    """

    name: str
    patches: tuple[Patch, ...]
    tests: tuple[str, ...]
    equivalent: str = ""


def mistake(name: str, code: str, instead: str, *tests: str, equivalent: str = "") -> Mistake:
    """Return a mistake in one place."""
    return Mistake(name, (Patch(code, instead),), tests, equivalent)


MISTAKES = (
    # Acknowledging.
    mistake(
        "an update is answered 200 before it is committed",
        "await …sink.take(raw)",
        '__import__("asyncio").ensure_future(…sink.take(raw))',
        "tests/scenario/test_webhook.py::test_a_locked_database_is_a_503_and_the_update_comes_again",
    ),
    mistake(
        "a callback is answered 200 before it is committed",
        "await …complete.callback(address, verdict)",
        '__import__("asyncio").ensure_future(…complete.callback(address, verdict))',
        f"{UPDATES}::test_a_callback_while_the_database_is_locked_is_called_again",
    ),
    mistake(
        "an update is answered 200 while the database is locked",
        '"update_not_taken", error=str(exc)) return web.Response(status=503, headers={"Retry-After": "2"})',
        '"update_not_taken", error=str(exc))\n            return web.Response(status=200)',
        "tests/scenario/test_webhook.py::test_a_locked_database_is_a_503_and_the_update_comes_again",
    ),
    mistake(
        "a callback is answered 200 while the database is locked",
        'return web.json_response({"ok": False}, status=503, headers={"Retry-After": "2"})',
        'return web.json_response({"ok": True})',
        f"{UPDATES}::test_a_callback_while_the_database_is_locked_is_called_again",
    ),
    mistake(
        "polling moves the offset past a failure",
        'if raw["update_id"] in failures:',
        "if False:",
        f"{UPDATES}::test_a_locked_database_takes_no_order_and_loses_none",
        equivalent="who does not reach the database leads no more, and forgets where it was",
    ),
    mistake(
        "updates are known by a number that only grows",
        "if not await self._handled.begin(key):",
        'if update.update_id <= max(seen := self.__dict__.setdefault("seen", [-1])) or seen.append(update.update_id):',
        f"{UPDATES}::test_numbers_may_go_back",
        "tests/scenario/test_webhook.py::test_changing_over_loses_and_doubles_nothing",
    ),
    # Paying.
    mistake(
        "an order whose answer is lost is posted again at once",
        "except (NotSentError, RateLimitedError) as exc: …metrics.retries",
        "except TransientError as exc:\n            …metrics.retries",
        "tests/scenario/test_provider_answers.py::test_nothing_is_paid_more_than_twice",
    ),
    mistake(
        "an unknown answer is repeated as often as it takes",
        "AND state = 'submitting' AND NOT resubmitted",
        "AND state = 'submitting'",
        f"{JOBS}::test_an_unknown_answer_is_repeated_once_and_keeps_its_deadline",
        MACHINE,
    ),
    mistake(
        "what the provider may have is taken back",
        "WHERE id = :id AND state IN ('accepted', 'queued') AND submitted_at IS NULL",
        "WHERE id = :id AND state IN ('accepted', 'queued')",
        "tests/storage/test_jobs_cancel.py",
        MACHINE,
    ),
    mistake(
        "what was given back is given back twice",
        "(SELECT count(*) FROM jobs WHERE charged = :day AND owner_id = :owner_id) AS person",
        "(SELECT 2 * count(charged) - count(*) FROM jobs "
        "WHERE owner_id = :owner_id AND created_at / 86400000000 = :day) AS person",
        "tests/storage/test_jobs_quota.py",
        MACHINE,
    ),
    Mistake(
        "the quota is counted outside the transaction",
        (
            Patch(
                'job = await …database.run(steps(claim), "intake")',
                "begun = steps(claim)\n"
                "            facts = await self._database.rows(*next(begun))\n"
                "            def rest():\n"
                "                rows = facts\n"
                "                while True:\n"
                "                    try:\n"
                "                        statement = begun.send(rows)\n"
                "                    except StopIteration as end:\n"
                "                        return end.value\n"
                "                    rows = yield statement\n"
                '            job = await self._database.run(rest(), "intake")',
            ),
        ),
        ("tests/storage/test_jobs_quota.py",),
    ),
    mistake(
        "what is before an order is not counted when it is taken in",
        'Ahead(row["ahead"], row["at_provider"]))',
        "Ahead(0, 0))",
        "tests/scenario/test_waiting.py::test_the_line_moves_up_and_is_painted_in_its_order",
    ),
    # Outcomes.
    mistake(
        "an outcome is guarded by the state",
        "(outcome IS NULL OR (outcome = 'expired' AND :outcome = 'picture')) AND state NOT IN ('draft', 'cancelled')",
        "state IN ('submitting', 'submitted')",
        JOBS,
        MACHINE,
    ),
    mistake(
        "an expired job is replaced twice",
        "(outcome = 'expired' AND :outcome = 'picture')",
        "(outcome IN ('expired', 'picture') AND :outcome = 'picture')",
        f"{CALLBACKS}::test_silence_expires_and_a_late_picture_replaces_it_once",
        MACHINE,
    ),
    mistake(
        "a late picture is charged after all",
        "charged = CASE WHEN :outcome = 'picture' THEN charged END",
        "charged = CASE WHEN :outcome = 'picture' THEN coalesce(charged, :now / 86400000000) END",
        JOBS,
        MACHINE,
    ),
    mistake(
        "a worker writes back whatever the state",
        "WHERE id = :id AND epoch = :epoch AND (state = 'submitting' OR (state = 'submitted' AND uid = :uid))",
        "WHERE id = :id AND epoch = :epoch",
        GUARDS,
        MACHINE,
    ),
    mistake(
        "a worker writes back whoever has the job meanwhile",
        "charged = CASE WHEN NOT :lost THEN charged END "
        "WHERE id = :id AND epoch = :epoch AND state IN ('ready', 'delivered')",
        "charged = CASE WHEN NOT :lost THEN charged END WHERE id = :id AND state IN ('ready', 'delivered')",
        GUARDS,
        MACHINE,
    ),
    mistake(
        "what is just being announced expires",
        "AND (state = 'queued' OR due_at <= :now)",
        "",
        GUARDS,
        MACHINE,
    ),
    mistake(
        "the deadline begins anew with each POST",
        "submitted_at = CASE WHEN resubmitted THEN submitted_at END",
        "submitted_at = NULL",
        JOBS,
        MACHINE,
    ),
    # Trusting.
    mistake(
        "the job is found by the body's uid alone",
        "await …find(address.job_id)",
        'await self._jobs._one("SELECT * FROM jobs WHERE uid = :uid", uid=next(iter(verdict.uids), ""))',
        f"{CALLBACKS}::test_a_callback_may_be_faster_than_the_submits_answer",
        CALLBACKS,
    ),
    mistake(
        "the body's uid is trusted",
        "if await …is_of_another(uid, job.id):",
        "if False:",
        f"{CALLBACKS}::test_another_tasks_uid_is_refused",
    ),
    mistake(
        "a callback of another task ends the job at once",
        "AND (CAST(:uid AS TEXT) IS NULL OR lower(replace(uid, '-', '')) = lower(replace(:uid, '-', '')))",
        "AND CAST(:uid AS TEXT) IS NOT DISTINCT FROM CAST(:uid AS TEXT)",
        f"{JOBS}::test_a_callback_of_another_task_ends_nothing_by_itself",
        f"{CALLBACKS}::test_another_tasks_uid_is_refused",
    ),
    mistake(
        "a callback of an earlier attempt ends the job at once",
        "{_FINISH} AND attempt = :attempt",
        "{_FINISH} AND :attempt >= 0",
        f"{JOBS}::test_a_callback_of_another_task_ends_nothing_by_itself",
        CALLBACKS,
    ),
    mistake(
        "an idle worker wakes for nothing that is committed",
        "return not self._is_idle or due_at < …",
        "return not self._is_idle",
        "tests/scenario/test_delivery.py::test_what_telegram_cannot_fetch_is_uploaded",
    ),
    mistake(
        "an address's signature is not checked",
        "if not signer.accepts(purpose, …, mac):",
        "if not (…, mac):",
        "tests/unit/test_addresses.py",
    ),
    mistake(
        "an address's signature is compared as fast as it differs",
        "hmac.compare_digest(own, given)",
        "own == given",
        "tests/unit/test_addresses.py",
    ),
    mistake(
        "other people's words are not escaped",
        "escape(…, quote=False)",
        "…",
        "tests/unit/test_texts.py",
        "tests/scenario/running/test_odd_words.py",
    ),
    # Telling.
    mistake(
        "a pause is forgotten at a restart, by the jobs",
        "SET due_at = CASE WHEN state IN ('queued', 'submitted') THEN :now ELSE greatest(:now, coalesce( (SELECT … "
        "FROM chats WHERE chats.chat_id = jobs.chat_id), 0)) END",
        "SET due_at = :now",
        JOBS,
        MACHINE,
    ),
    mistake(
        "a pause is forgotten at a restart, by the pacer",
        "…pacer.resume_pauses(await …paused())",
        "…pacer",
        "tests/scenario/test_delivery.py::test_a_chat_told_to_wait_waits_alone",
        equivalent="every turn is taken in the database, where pauses are",
    ),
    mistake(
        "a pause of one chat is everybody's",
        "if len(self._floods) >= MANY_CHATS:",
        "if self._floods:",
        "tests/unit/test_pacing.py",
    ),
    mistake(
        "groups that have to wait for an hour silence everybody as long",
        "min(end, now + GROUP_FLOOD_PAUSE)",
        "end",
        "tests/unit/test_pacing.py",
    ),
    mistake(
        "a button is taken for one under a message with the same number elsewhere",
        "return (message.chat.id, message.message_id) == (job.order.chat_id, job.placeholder_id)",
        "return message.message_id == job.placeholder_id",
        "tests/scenario/test_button_guards.py",
    ),
    mistake(
        "a message's number outlives its chat",
        "message_id = NULL, placeholder_id = NULL,",
        "message_id = NULL,",
        "tests/storage/test_moves.py",
        MACHINE,
    ),
    mistake(
        "a step that fails in the same way every time is repeated for ever",
        "job.strikes >= MAX_STRIKES",
        "job.strikes < 0",
        "tests/scenario/test_strikes.py::test_a_picture_that_cannot_be_brought_ends_given_back_and_told",
    ),
    mistake(
        "an older edit overtakes a newer one: what was decided later is not looked at",
        "if self.whole > number:",
        "if False:",
        "tests/unit/test_edits.py",
        "tests/scenario/test_edit_order.py",
    ),
    mistake(
        "an older edit overtakes a newer one: they do not wait for each other",
        "async with line.first_come:",
        "if True:",
        "tests/unit/test_edits.py",
        "tests/scenario/test_edit_order.py",
    ),
    # Forgetting.
    mistake(
        '"forgotten" is said before the log is empty',
        "if not await …empty_log():",
        "if await …empty_log() is None:",
        "tests/scenario/test_erasing.py",
        equivalent="there is no log of ours",
    ),
    mistake(
        "an erased person's words stay after their last POST",
        "prompt = CASE WHEN state IN ('accepted', 'queued', 'submitting') THEN prompt ELSE '' END",
        "prompt = CASE WHEN due_at IS NOT NULL THEN prompt ELSE '' END",
        MACHINE,
    ),
    mistake(
        "what others made of an erased person's pictures keeps the words",
        "await self._database.rows(ERASE_COPIES, of_owner)",
        "pass",
        "tests/scenario/test_erasing.py",
    ),
    mistake(
        "a /cancel that comes again takes back what was ordered after it",
        "AND NOT (chat_id = :here AND coalesce(message_id, 0) > :command_id)",
        "AND :here = :here AND :command_id = :command_id",
        "tests/storage/test_jobs_cancel.py",
        f"{UPDATES}::test_a_cancel_that_comes_again_takes_back_nothing_that_was_ordered_after_it",
    ),
    # Several processes.
    mistake(
        "what another process was told about a chat is not looked for while a turn is waited for",
        "return await …turns.paused_until(chat_id, limit) if waits else 0",
        "return 0",
        f"{RACES}::test_a_pause_is_heard_of_while_one_s_turn_is_waited_for",
    ),
    mistake(
        "what a process is at when it ends stays begun",
        "await …memories.forget_of(transaction, …database.holder)",
        "pass",
        f"{REPLICAS}::test_what_a_process_is_at_when_it_ends_in_order_is_handled_by_the_next_at_once",
    ),
    mistake(
        "what was handled is not handled again where several processes know that it was",
        "await …here.forget(key) await …memories.reopen(…)",
        "await self._here.forget(key)",
        "tests/scenario/test_renaming.py::test_it_goes_by_its_new_name",
    ),
    mistake(
        "jobs are claimed without SKIP LOCKED",
        "AND (state <> 'ready' OR coalesce(telling_until, 0) <= :now) ORDER BY due_at, id LIMIT :limit "
        "FOR UPDATE SKIP LOCKED)",
        "AND (state <> 'ready' OR coalesce(telling_until, 0) <= :now)\n        ORDER BY due_at, id LIMIT :limit)",
        f"{RACES}::test_each_job_is_claimed_by_one",
    ),
    mistake(
        "what the provider has is counted outside the lock",
        'async with …database.transaction("provider") as transaction: before = load(transaction, …gate) jobs =',
        "async with …database.transaction() as transaction:\n"
        "                    before = load(transaction, …gate)\n                    jobs =",
        f"{RACES}::test_the_provider_gets_no_more_than_it_has_places_for",
    ),
    mistake(
        "what somebody has ordered is counted outside the lock",
        'job = await …database.run(steps(claim), "intake")',
        "job = await self._database.run(steps(claim))",
        f"{RACES}::test_nobody_orders_more_than_they_may",
    ),
    mistake(
        "NOTIFY is trusted, and nobody looks by themselves",
        "POLL_SECONDS = 5.0",
        "POLL_SECONDS = 1_000_000.0",
        f"{REPLICAS}::test_what_nobody_was_told_of_is_found_by_looking",
    ),
    mistake(
        "everybody's claims are released at a start",
        "if not …database.is_shared: await …jobs.release_claims(…grace)",
        "if True:\n            await self._jobs.release_claims(self._grace)",
        f"{REPLICAS}::test_whoever_starts_leaves_the_claims_of_others_alone",
    ),
    mistake(
        "a process trusts its own clock",
        "self._clock.follow(told + took // 2)",
        "pass",
        f"{REPLICAS}::test_time_is_the_database_s_whatever_a_process_s_own_clock_says",
    ),
)
