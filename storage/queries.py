"""Holds the SQL that reads the table `jobs`, each query with its reason. Every query uses an index.

A state that is a parameter is cast. SQLite compares an uncast one with the conditions of partial indexes, and then
prepares the statement anew for every execution, which takes longer than the execution.
"""

# Counts against PROVIDER_CONCURRENCY: all jobs that the provider has, or may have.
COUNT_AT_PROVIDER = """
    SELECT count(*) AS n FROM jobs WHERE state IN ('submitting', 'submitted') AND due_at IS NOT NULL
"""

# A person's orders that were charged today, and those under way: charged, without an outcome yet. The group's count is
# NULL in private chats, everybody's count if no limit needs it.
_USAGE = """
    (SELECT count(*) FROM jobs WHERE charged = :day AND owner_id = :owner_id) AS person,
    CASE WHEN :chat_id < 0 THEN (SELECT count(*) FROM jobs WHERE charged = :day AND chat_id = :chat_id) END AS chat,
    CASE WHEN :in_all THEN (SELECT count(*) FROM jobs WHERE charged = :day) END AS total,
    (SELECT count(*) FROM jobs WHERE owner_id = :owner_id AND outcome IS NULL AND charged IS NOT NULL) AS in_flight
"""

USAGE = f"SELECT {_USAGE}"

# All facts that decide about an order, in intake's transaction. A repeated update must be recognised before it is
# checked against quotas that it has itself used up.
# `pressed`: the same person has pressed the same button under the same message, and that order is still under way (a
# draft counts for a moment only), was made a moment ago (if it may be repeated), or brought a picture (if not).
# `uncharged`: the person's orders of the last hour that are not charged.
# `older`: another job waits for the step with which this order begins.
# `ahead`, `at_provider`: what `COUNT_BEFORE` would count for this order, which comes last.
FACTS = f"""
    SELECT (SELECT id FROM jobs WHERE origin = :origin) AS known,
           EXISTS (SELECT 1 FROM switches WHERE name = 'paused') AS paused,
           EXISTS (SELECT 1 FROM jobs
                   WHERE parent = :parent AND action = :action AND owner_id = :owner_id
                     AND ((due_at IS NOT NULL AND (state <> 'draft' OR created_at > :asked_after))
                          OR (:repeatable AND created_at > :pressed_after)
                          OR (NOT :repeatable AND state = 'delivered' AND outcome = 'picture' AND reason <> 'lost'
                              AND result_url <> ''))) AS pressed,
           (SELECT count(*) FROM jobs
            WHERE owner_id = :owner_id AND id >= :since_id AND charged IS NULL) AS uncharged,
           EXISTS (SELECT 1 FROM jobs WHERE state = CAST(:state AS TEXT) AND due_at <= :now) AS older,
           (SELECT count(*) FROM jobs WHERE state IN ('accepted', 'queued') AND due_at IS NOT NULL) AS ahead,
           ({COUNT_AT_PROVIDER}) AS at_provider,
           {_USAGE}
"""  # noqa: S608  no words but ours

# Orders that are too late to be cancelled.
COUNT_BEING_PAINTED = """
    SELECT count(*) AS n FROM jobs WHERE owner_id = :owner_id AND outcome IS NULL AND charged IS NOT NULL
      AND submitted_at IS NOT NULL AND (CAST(:chat_id AS BIGINT) IS NULL OR chat_id = :chat_id)
"""

GET = "SELECT * FROM jobs WHERE id = :id"

# An answer in words replies to the message that asked.
FIND_ASKED = """
    SELECT * FROM jobs WHERE chat_id = :chat_id AND placeholder_id = :message_id AND state = 'draft' LIMIT 1
"""

# An answer may arrive before the id of the message that asked is stored.
FIND_ASKING = """
    SELECT id FROM jobs
    WHERE chat_id = :chat_id AND placeholder_id IS NULL AND state = 'draft' AND owner_id = :owner_id
      AND created_at > :since
    LIMIT 1
"""

# A person's last order in a chat: if it is a draft, the person's next words answer it. Searched among the few orders of
# the last minutes.
FIND_LAST = """
    SELECT * FROM jobs WHERE owner_id = :owner_id AND id >= :since_id AND chat_id = :chat_id ORDER BY id DESC LIMIT 1
"""

# A job's place in the queue, and how many jobs the provider has. Without the index's name, the planner would read all
# jobs older than this one.
COUNT_BEFORE = f"""
    SELECT (SELECT count(*) FROM jobs INDEXED BY jobs_due
            WHERE state IN ('accepted', 'queued') AND due_at IS NOT NULL AND (created_at, id) < (:created_at, :id)
           ) AS ahead,
           ({COUNT_AT_PROVIDER}) AS at_provider
"""  # noqa: S608

# The queue, in the order in which `CLAIM_SUBMIT` will take it. A job without a placeholder counts, too, but its owner
# cannot be told anything.
LIST_WAITING = """
    SELECT * FROM jobs WHERE state = 'queued' AND due_at IS NOT NULL AND submitted_at IS NULL
    ORDER BY due_at, id LIMIT :limit
"""

# Jobs that the provider has, or may have, and that have a placeholder to edit; searched among the live rows.
LIST_SUBMITTED = """
    SELECT * FROM jobs WHERE state IN ('submitting', 'submitted') AND due_at IS NOT NULL AND placeholder_id IS NOT NULL
    LIMIT :limit
"""

# When the worker of a state has to wake next. An outcome whose placeholder is just being edited is left out: the end of
# that edit wakes the worker.
NEXT_DUE = """
    SELECT due_at FROM jobs
    WHERE state = CAST(:state AS TEXT) AND due_at IS NOT NULL
      AND (state <> 'ready' OR coalesce(telling_until, 0) <= :now)
    ORDER BY due_at LIMIT 1
"""

# Another job's task, however its uid is spelled: a callback that names another job's task is suspect.
FIND_TASK = """
    SELECT id FROM jobs
    WHERE uid IS NOT NULL AND lower(replace(uid, '-', '')) = lower(replace(:uid, '-', '')) AND id <> :id
    LIMIT 1
"""

# Queue depth, for the metrics: reads only the index of live rows.
COUNT_LIVE = "SELECT state, count(*) AS n FROM jobs WHERE due_at IS NOT NULL GROUP BY state"
