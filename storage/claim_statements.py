"""Holds the SQL that claims jobs, releases claims and keeps edits of a placeholder apart.

The rules are those of `storage.statements`.
"""

# A worker takes the rows of its state that have been due longest. The lease is `due_at` itself: if the worker
# dies, the row is due again when the lease ends. An outcome is claimed only while its placeholder is not being edited.
CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id FROM jobs
        WHERE state = CAST(:state AS TEXT) AND due_at <= :now
          AND (state <> 'ready' OR coalesce(telling_until, 0) <= :now)
        ORDER BY due_at, id LIMIT :limit
        FOR UPDATE SKIP LOCKED)
    UPDATE jobs SET epoch = epoch + 1, due_at = :lease, holder = :holder,
                    telling_until = CASE WHEN state = 'ready' AND :holder <> '' THEN :lease ELSE telling_until END,
                    teller = CASE WHEN state = 'ready' AND :holder <> '' THEN :holder ELSE teller END
    WHERE id IN (SELECT id FROM due)
    RETURNING *
"""

# Claiming a queued row is the commit before the POST: from here on the provider's answer is unknown until it is
# stored. The grace ends with the job's deadline at the latest.
CLAIM_SUBMIT = """
    WITH due AS MATERIALIZED (
        SELECT id FROM jobs WHERE state = 'queued' AND due_at <= :now ORDER BY due_at, id LIMIT :limit
        FOR UPDATE SKIP LOCKED)
    UPDATE jobs SET state = 'submitting', epoch = epoch + 1, attempt = attempt + 1, holder = :holder,
                    due_at = least(:now + :grace, coalesce(submitted_at, :now) + :deadline),
                    submitted_at = coalesce(submitted_at, :now)
    WHERE id IN (SELECT id FROM due)
    RETURNING *
"""

# The job's placeholder is about to be edited to describe the wait, which may take until `:until`: no outcome of the job
# is delivered meanwhile, and there is no edit if there is an outcome.
TELL = """
    UPDATE jobs SET telling_until = :until, teller = :holder, waits = :waits
    WHERE id = :id AND outcome IS NULL AND state IN ('queued', 'submitting', 'submitted')
      AND state = CASE WHEN :waits THEN 'queued' ELSE state END AND coalesce(telling_until, 0) <= :now
    RETURNING id
"""

# The placeholder has been edited.
TOLD = """
    UPDATE jobs SET telling_until = NULL, teller = NULL WHERE id = :id AND teller = :holder
    RETURNING state, due_at
"""

# At start no worker lives that could hold a claim. Jobs of a chat that Telegram has rate-limited still wait before they
# send to it; the steps at the provider are due at once.
RELEASE = """
    UPDATE jobs SET due_at = CASE WHEN state IN ('queued', 'submitted') THEN :now ELSE greatest(:now, coalesce(
                                 (SELECT CASE WHEN placeholder_id IS NULL THEN no_new_before ELSE not_before END
                                  FROM chats WHERE chats.chat_id = jobs.chat_id), 0)) END
    WHERE state = CAST(:state AS TEXT) AND due_at > :now
"""

# The same for the claims of one process that is dead, or about to end.
RELEASE_HELD = """
    UPDATE jobs SET holder = NULL,
                    due_at = CASE WHEN state IN ('queued', 'submitted') THEN :now ELSE greatest(:now, coalesce(
                                 (SELECT CASE WHEN placeholder_id IS NULL THEN no_new_before ELSE not_before END
                                  FROM chats WHERE chats.chat_id = jobs.chat_id), 0)) END
    WHERE state = CAST(:state AS TEXT) AND due_at > :now AND holder = :holder
"""

# An edit that a dead process had begun has been made, or never will be.
RELEASE_TOLD = """
    UPDATE jobs SET telling_until = NULL, teller = NULL
    WHERE teller = :holder AND due_at IS NOT NULL AND state = CAST(:state AS TEXT)
"""

# The claims of a process, which may not know of one whose answer was lost.
LIST_HELD = """
    SELECT id, epoch FROM jobs WHERE state = CAST(:state AS TEXT) AND due_at > :now AND holder = :holder
"""

# A claim that its own process does not know of.
RELEASE_UNKNOWN = """
    UPDATE jobs SET holder = NULL, due_at = :now, telling_until = NULL, teller = NULL
    WHERE id = :id AND epoch = :epoch AND holder = :holder AND due_at > :now
    RETURNING id, state, due_at
"""

# An edit that was under way when all processes ended has been made, or never will be.
RELEASE_ALL_TOLD = """
    UPDATE jobs SET telling_until = NULL, teller = NULL
    WHERE state IN ('queued', 'submitting', 'submitted', 'ready') AND due_at IS NOT NULL AND telling_until IS NOT NULL
"""

# A POST that had begun waits out its grace, which began before now; a sweep's longer lease is cut to the grace.
RELEASE_SUBMITTING = """
    UPDATE jobs SET due_at = :now + :grace WHERE state = 'submitting' AND due_at > :now + :grace
"""
