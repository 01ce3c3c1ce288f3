"""The SQL that claims jobs, releases claims and keeps tellings apart; the rules are those of `storage.statements`."""

# A worker takes the rows of its state that have been due longest. The lease is `due_at` itself: if the
# worker dies, the row is due again when the lease ends. An outcome is told while nobody tells anything else.
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

# Claiming a queued row is the commit before the POST: from here on the answer is unknown until told. The grace
# ends with the job's deadline at the latest.
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

# Something is about to be said of a wait in the job's placeholder, which may take until then: no outcome of it is told
# meanwhile, and nothing if there is one.
TELL = """
    UPDATE jobs SET telling_until = :until, teller = :holder, waits = :waits
    WHERE id = :id AND outcome IS NULL AND state IN ('queued', 'submitting', 'submitted')
      AND state = CASE WHEN :waits THEN 'queued' ELSE state END AND coalesce(telling_until, 0) <= :now
    RETURNING id
"""

# It has been said.
TOLD = """
    UPDATE jobs SET telling_until = NULL, teller = NULL WHERE id = :id AND teller = :holder
    RETURNING state, due_at
"""

# At start no worker lives that could hold a claim. A chat that is to be left alone still is; the provider need not be.
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

# What a dead process was saying has been said, or will never be.
RELEASE_TOLD = """
    UPDATE jobs SET telling_until = NULL, teller = NULL
    WHERE teller = :holder AND due_at IS NOT NULL AND state = CAST(:state AS TEXT)
"""

# What a process has claimed; it may not know, if the answer was lost.
LIST_HELD = """
    SELECT id, epoch FROM jobs WHERE state = CAST(:state AS TEXT) AND due_at > :now AND holder = :holder
"""

# A claim that its own process does not know of.
RELEASE_UNKNOWN = """
    UPDATE jobs SET holder = NULL, due_at = :now, telling_until = NULL, teller = NULL
    WHERE id = :id AND epoch = :epoch AND holder = :holder AND due_at > :now
    RETURNING id, state, due_at
"""

# What was being said when everything ended has been said, or never will be.
RELEASE_ALL_TOLD = """
    UPDATE jobs SET telling_until = NULL, teller = NULL
    WHERE state IN ('queued', 'submitting', 'submitted', 'ready') AND due_at IS NOT NULL AND telling_until IS NOT NULL
"""

# A POST that had begun waits out its grace, which began before now; a sweep's longer lease is cut to that.
RELEASE_SUBMITTING = """
    UPDATE jobs SET due_at = :now + :grace WHERE state = 'submitting' AND due_at > :now + :grace
"""
