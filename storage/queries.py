"""What is asked of the table `jobs`: the SQL that reads, each query with its reason. Each of them uses an index.

A state that is a parameter is cast. SQLite compares a bare one with what partial indexes want of the state, and then
prepares the statement anew each time it is run, which takes longer than to run it.
"""

# Counts against PROVIDER_CONCURRENCY: everything that may be in the provider's hands.
COUNT_AT_PROVIDER = """
    SELECT count(*) AS n FROM jobs WHERE state IN ('submitting', 'submitted') AND due_at IS NOT NULL
"""

# What a person has used today and has under way: charged, and nothing has come of it yet. Their group's share is NULL
# in private, everybody's where no limit wants it known.
_USAGE = """
    (SELECT count(*) FROM jobs WHERE charged = :day AND owner_id = :owner_id) AS person,
    CASE WHEN :chat_id < 0 THEN (SELECT count(*) FROM jobs WHERE charged = :day AND chat_id = :chat_id) END AS chat,
    CASE WHEN :in_all THEN (SELECT count(*) FROM jobs WHERE charged = :day) END AS total,
    (SELECT count(*) FROM jobs WHERE owner_id = :owner_id AND outcome IS NULL AND charged IS NOT NULL) AS in_flight
"""

USAGE = f"SELECT {_USAGE}"

# All that decides about an order, in intake's transaction. A repeated update must be recognised before it is judged by
# quotas that it has itself used up. `pressed`: the same person has pressed the same button under the same message for
# what is still under way, or brought a picture; what may be repeated, a moment ago. A draft only asks, and only a
# moment ago.
# `uncharged`: of a person's orders of the last hour.
# `older`: somebody else waits for the step that comes first.
# `ahead`, `at_provider`: as `COUNT_BEFORE` would find them for it, who comes last.
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

# What is too late to be taken back.
COUNT_BEING_PAINTED = """
    SELECT count(*) AS n FROM jobs WHERE owner_id = :owner_id AND outcome IS NULL AND charged IS NOT NULL
      AND submitted_at IS NOT NULL AND (CAST(:chat_id AS BIGINT) IS NULL OR chat_id = :chat_id)
"""

GET = "SELECT * FROM jobs WHERE id = :id"

# An answer in words names the message that asked.
FIND_ASKED = """
    SELECT * FROM jobs WHERE chat_id = :chat_id AND placeholder_id = :message_id AND state = 'draft' LIMIT 1
"""

# An answer may be faster than the note of which message asked.
FIND_ASKING = """
    SELECT id FROM jobs
    WHERE chat_id = :chat_id AND placeholder_id IS NULL AND state = 'draft' AND owner_id = :owner_id
      AND created_at > :since
    LIMIT 1
"""

# The last thing that somebody ordered in a chat: if it is a draft, their next words answer it. Looked for among the few
# of the last minutes.
FIND_LAST = """
    SELECT * FROM jobs WHERE owner_id = :owner_id AND id >= :since_id AND chat_id = :chat_id ORDER BY id DESC LIMIT 1
"""

# Somebody's place among those who wait, and how many the provider has. Without its name, the planner would read all
# jobs older than this one.
COUNT_BEFORE = f"""
    SELECT (SELECT count(*) FROM jobs INDEXED BY jobs_due
            WHERE state IN ('accepted', 'queued') AND due_at IS NOT NULL AND (created_at, id) < (:created_at, :id)
           ) AS ahead,
           ({COUNT_AT_PROVIDER}) AS at_provider
"""  # noqa: S608

# The line itself, as `CLAIM_SUBMIT` will take it; who has no placeholder cannot be told anything.
LIST_WAITING = """
    SELECT * FROM jobs WHERE state = 'queued' AND due_at IS NOT NULL AND submitted_at IS NULL
    ORDER BY due_at, id LIMIT :limit
"""

# What the provider has, those whose message can say something; looked for among the live rows.
LIST_SUBMITTED = """
    SELECT * FROM jobs WHERE state IN ('submitting', 'submitted') AND due_at IS NOT NULL AND placeholder_id IS NOT NULL
    LIMIT :limit
"""

# When the worker of a state has to wake next; an outcome of which something else is just being told wakes it itself.
NEXT_DUE = """
    SELECT due_at FROM jobs
    WHERE state = CAST(:state AS TEXT) AND due_at IS NOT NULL
      AND (state <> 'ready' OR coalesce(telling_until, 0) <= :now)
    ORDER BY due_at LIMIT 1
"""

# Another job's task, however its uid is spelled: that a callback names one has a reason, and it is no good one.
FIND_TASK = """
    SELECT id FROM jobs
    WHERE uid IS NOT NULL AND lower(replace(uid, '-', '')) = lower(replace(:uid, '-', '')) AND id <> :id
    LIMIT 1
"""

# Queue depth, for the metrics: reads the index of live rows only.
COUNT_LIVE = "SELECT state, count(*) AS n FROM jobs WHERE due_at IS NOT NULL GROUP BY state"
