"""Holds the SQL that writes the table `jobs`, each statement with its name and its reason.

Rules for all statements: a change of state names the state it leaves; a worker's write-back names the epoch
under which it claimed the job, so that a worker that was overtaken changes nothing; an outcome is guarded by
the column `outcome` alone, because a callback may overtake everything else; a message's id is kept only if the job is
still in the chat where the message stands, because a group may move at any moment.
"""

# Intake. The unique origin makes a repeated update harmless: it returns no row. A draft is not charged. The
# row may be claimed for its first step at once (`epoch` 1, `due_at` the lease's end).
INSERT = """
    INSERT INTO jobs (id, origin, kind, chat_id, thread_id, message_id, owner_id, language, prompt, options,
                      source, checked, thumbnail, parent, action, direct_topic_id, state, epoch, due_at, holder,
                      charged, created_at)
    VALUES (:id, :origin, :kind, :chat_id, :thread_id, :message_id, :owner_id, :language, :prompt, :options,
            :source, :checked, :thumbnail, :parent, :action, :direct_topic_id, :state, :epoch, :due_at, :holder,
            :day, :now)
    ON CONFLICT (origin) DO NOTHING
    RETURNING *
"""

# The choice was made: the draft becomes an ordinary order, dated now. The message with the buttons becomes its
# placeholder. A second press finds no draft any more.
CHOOSE = """
    UPDATE jobs SET state = 'accepted', options = :options, charged = :day, created_at = :now, due_at = :due_at,
                    holder = :holder, epoch = epoch + 1, tries = 0, strikes = 0,
                    placeholder_id = CASE WHEN chat_id = :stands_in THEN CAST(:placeholder_id AS BIGINT) END
    WHERE id = :id AND state = 'draft'
    RETURNING *
"""

# The question was sent; the draft waits until it is to be forgotten. In a group that has moved, the question is asked
# anew.
ASKED = """
    UPDATE jobs SET placeholder_id = CASE WHEN chat_id = :stands_in THEN CAST(:placeholder_id AS BIGINT) END,
                    due_at = CASE WHEN chat_id = :stands_in THEN :due_at ELSE :now END, tries = 0, strikes = 0
    WHERE id = :id AND epoch = :epoch AND state = 'draft'
    RETURNING id, state, due_at
"""

# No choice was made in time, or the question could not be asked.
FORGET_DRAFT = """
    UPDATE jobs SET state = 'cancelled', due_at = NULL, finished_at = :now
    WHERE id = :id AND epoch = :epoch AND state = 'draft'
    RETURNING id, state, due_at
"""

# Words came before the question was asked, so the question is not needed. The new epoch overtakes a worker that is
# asking it.
TAKE_QUESTION_BACK = """
    UPDATE jobs SET state = 'cancelled', due_at = NULL, epoch = epoch + 1, finished_at = :now
    WHERE id = :id AND state = 'draft' AND placeholder_id IS NULL
    RETURNING id, state, due_at
"""

# The owner cancels a job that the provider cannot have. The new epoch overtakes a worker that is announcing the job. If
# a message of ours stands, it is to report the cancellation first. A photo's question stays: its buttons go on working.
_CANCELLED = """
    charged = NULL, epoch = epoch + 1, tries = 0, strikes = 0,
    state = CASE WHEN placeholder_id IS NULL OR kind = 'photo' THEN 'cancelled' ELSE 'ready' END,
    due_at = CASE WHEN placeholder_id IS NULL OR kind = 'photo' THEN NULL ELSE :now END,
    finished_at = CASE WHEN placeholder_id IS NULL OR kind = 'photo' THEN :now ELSE NULL END,
    outcome = CASE WHEN placeholder_id IS NULL OR kind = 'photo' THEN NULL ELSE 'cancelled' END, outcome_at = :now,
    reason = CASE WHEN state = 'draft' AND kind IN ('draw', 'remix') THEN 'question' ELSE '' END
"""

CANCEL = f"""
    UPDATE jobs SET {_CANCELLED}
    WHERE id = :id AND state IN ('accepted', 'queued') AND submitted_at IS NULL
    RETURNING *
"""  # noqa: S608  no words but ours

# The same for all of a person's orders that can still be cancelled. A command that is delivered again does not cancel
# orders made below it. Searched among the live rows, which are fewer than the person's own may be.
CANCEL_ALL = f"""
    WITH theirs AS MATERIALIZED (
        SELECT id FROM jobs INDEXED BY jobs_due
        WHERE state IN ('draft', 'accepted', 'queued') AND due_at IS NOT NULL AND submitted_at IS NULL
          AND owner_id = :owner_id AND (CAST(:chat_id AS BIGINT) IS NULL OR chat_id = :chat_id)
          AND NOT (chat_id = :here AND coalesce(message_id, 0) > :command_id)
        FOR UPDATE)
    UPDATE jobs SET {_CANCELLED}
    WHERE id IN (SELECT id FROM theirs)
    RETURNING *
"""  # noqa: S608

# The cancellation was reported where the job was announced, or cannot be reported.
END_CANCELLED = """
    UPDATE jobs SET state = 'cancelled', due_at = NULL, finished_at = :now, telling_until = NULL, teller = NULL
    WHERE id = :id AND epoch = :epoch AND state = 'ready' AND outcome = 'cancelled'
    RETURNING id, state, due_at
"""

# The placeholder was sent, or never will be (NULL): on to the queue, with the size that the source turned out to have.
# If no job waits in the queue and the provider has room (`:places` in all, 0 where that must not be decided here), the
# row is claimed for its POST at once, as by `CLAIM_SUBMIT`.
ANNOUNCED = """
    UPDATE jobs SET state = CASE WHEN goes THEN 'submitting' ELSE 'queued' END,
                    epoch = epoch + CASE WHEN goes THEN 1 ELSE 0 END,
                    attempt = attempt + CASE WHEN goes THEN 1 ELSE 0 END,
                    due_at = CASE WHEN goes THEN least(:now + :grace, coalesce(submitted_at, :now) + :deadline)
                                  ELSE :now END,
                    submitted_at = CASE WHEN goes THEN coalesce(submitted_at, :now) ELSE submitted_at END,
                    placeholder_id = CASE WHEN chat_id = :stands_in THEN CAST(:placeholder_id AS BIGINT) END,
                    options = :options, waits = :waits, tries = 0, strikes = 0,
                    holder = CASE WHEN goes THEN :holder END
    FROM (SELECT :places > (SELECT count(*) FROM jobs WHERE state IN ('submitting', 'submitted') AND due_at IS NOT NULL)
                 AND NOT EXISTS (SELECT 1 FROM jobs WHERE state = 'queued' AND due_at <= :now) AS goes) AS turn
    WHERE id = :id AND epoch = :epoch AND state = 'accepted'
    RETURNING *
"""

# The provider returned the task's uid. If the callback was faster, the row is no longer 'submitting' and stays as it
# is. A worker that does not know whether its first write was committed writes the same again.
SUBMITTED = """
    UPDATE jobs SET state = 'submitted', uid = :uid, uid_attempt = attempt, due_at = :due_at, tries = 0, strikes = 0,
                    holder = NULL
    WHERE id = :id AND epoch = :epoch AND (state = 'submitting' OR (state = 'submitted' AND uid = :uid))
    RETURNING id, state, due_at
"""

# The callback was faster than the answer: the uid is stored nevertheless, so that it is recognised in other callbacks.
NAME_TASK = """
    UPDATE jobs SET uid = :uid, uid_attempt = attempt
    WHERE id = :id AND attempt = :attempt AND uid IS NULL AND outcome IS NOT NULL
    RETURNING id, state, due_at
"""

# The provider accepted nothing (no connection, or its rate limit): back to the queue, and unless an earlier
# POST may have been accepted, the job's deadline has not begun.
REQUEUE = """
    UPDATE jobs SET state = 'queued', due_at = :due_at, tries = tries + 1, strikes = 0, holder = NULL,
                    submitted_at = CASE WHEN resubmitted THEN submitted_at END
    WHERE id = :id AND epoch = :epoch AND state = 'submitting'
    RETURNING id, state, due_at
"""

# The one repetition after an unknown answer.
RESUBMIT = """
    UPDATE jobs SET state = 'queued', due_at = :now, resubmitted = TRUE, tries = 0, strikes = 0, holder = NULL
    WHERE id = :id AND epoch = :epoch AND state = 'submitting' AND NOT resubmitted
    RETURNING id, state, due_at
"""

# The present step is about to do what may end the process, or has ended in a bug. An orderly end of the step resets the
# strikes.
STRIKE = """
    UPDATE jobs SET strikes = :strikes, due_at = coalesce(:due_at, due_at),
                    telling_until = CASE WHEN CAST(:due_at AS BIGINT) IS NULL THEN telling_until END
    WHERE id = :id AND epoch = :epoch AND due_at IS NOT NULL
    RETURNING id, state, due_at
"""

# The same step again, later.
POSTPONE = """
    UPDATE jobs SET due_at = :due_at, tries = tries + 1, strikes = 0, holder = NULL, telling_until = NULL, teller = NULL
    WHERE id = :id AND epoch = :epoch AND due_at IS NOT NULL
    RETURNING id, state, due_at
"""

# The outcome: the first one stands, except that a late picture replaces an expiry, once. Any other outcome than a
# picture is refunded in the same statement; a refund stays when the picture comes after all. A draft or a cancelled job
# can have no outcome. If no other outcome waits, the row is claimed for its delivery at once.
_FINISH = """
    UPDATE jobs SET outcome = :outcome, reason = :reason, result_url = :result_url, result_alt_url = :result_alt_url,
                    state = 'ready', epoch = epoch + 1, tries = 0, strikes = 0, outcome_at = :now,
                    charged = CASE WHEN :outcome = 'picture' THEN charged END,
                    due_at = CASE WHEN is_next AND coalesce(telling_until, 0) <= :now THEN :lease ELSE :now END,
                    holder = CASE WHEN is_next AND coalesce(telling_until, 0) <= :now THEN :holder END,
                    teller = CASE WHEN is_next AND coalesce(telling_until, 0) <= :now AND :holder <> '' THEN :holder
                                  ELSE teller END,
                    telling_until = CASE WHEN is_next AND coalesce(telling_until, 0) <= :now AND :holder <> ''
                                         THEN :lease ELSE telling_until END
    FROM (SELECT CAST(:lease AS BIGINT) IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM jobs WHERE state = 'ready' AND due_at <= :now) AS is_next) AS turn
    WHERE id = :id AND (outcome IS NULL OR (outcome = 'expired' AND :outcome = 'picture'))
      AND state NOT IN ('draft', 'cancelled')
"""

FINISH = f"{_FINISH} RETURNING *"

# The same from a callback for the present attempt that names this task's uid, or none.
FINISH_TASK = f"""
    {_FINISH} AND attempt = :attempt
      AND (CAST(:uid AS TEXT) IS NULL OR lower(replace(uid, '-', '')) = lower(replace(:uid, '-', '')))
    RETURNING *
"""

# The same for a worker that gives up: only under the worker's own epoch.
GIVE_UP = """
    UPDATE jobs SET outcome = :outcome, reason = :reason, state = 'ready', due_at = :now, epoch = epoch + 1,
                    tries = 0, strikes = 0, outcome_at = :now, charged = NULL
    WHERE id = :id AND epoch = :epoch AND outcome IS NULL AND state NOT IN ('draft', 'cancelled')
    RETURNING *
"""

# Orders whose turn did not come in time. One that is being repeated keeps the deadline of its first POST; one that is
# just being announced is left until its placeholder is known.
EXPIRE_WAITING = """
    WITH late AS MATERIALIZED (
        SELECT id FROM jobs
        WHERE state IN ('accepted', 'queued') AND due_at IS NOT NULL AND (state = 'queued' OR due_at <= :now)
          AND coalesce(submitted_at + :job_deadline, created_at + :queue_deadline) <= :now
        FOR UPDATE SKIP LOCKED)
    UPDATE jobs SET outcome = 'expired', state = 'ready', due_at = :now, epoch = epoch + 1, tries = 0, strikes = 0,
                    outcome_at = :now, charged = NULL
    WHERE id IN (SELECT id FROM late)
    RETURNING *
"""

# The provider refuses our account: owners who wait are told now instead of in an hour. Jobs that the provider may
# have accepted already are left to their callback and their deadline.
FAIL_QUEUED = """
    WITH waiting AS MATERIALIZED (
        SELECT id FROM jobs WHERE state = 'queued' AND due_at IS NOT NULL AND submitted_at IS NULL
        FOR UPDATE SKIP LOCKED)
    UPDATE jobs SET outcome = 'failed', reason = :reason, state = 'ready', due_at = :now, epoch = epoch + 1,
                    tries = 0, strikes = 0, outcome_at = :now, charged = NULL
    WHERE id IN (SELECT id FROM waiting)
    RETURNING *
"""

# The placeholder no longer exists: from now on the outcome is sent as a reply.
FORGET_PLACEHOLDER = """
    UPDATE jobs SET placeholder_id = NULL WHERE id = :id AND epoch = :epoch RETURNING id, state, due_at
"""

# The owner was told, in this message: after an expiry, a late picture will replace it. `lost` refunds a picture that
# was made but could not be delivered. Nothing is kept of an owner who has been forgotten meanwhile. In a chat that
# wants it, the picture is deleted again at `:delete_at`.
DELIVERED = """
    UPDATE jobs SET state = 'delivered', due_at = NULL, finished_at = :now, telling_until = NULL, teller = NULL,
                    file_id = CASE WHEN forgotten < 2 THEN :file_id END,
                    placeholder_id = CASE WHEN chat_id = :stands_in THEN CAST(:placeholder_id AS BIGINT) END,
                    reason = CASE WHEN :lost THEN 'lost' ELSE reason END,
                    delete_at = CASE WHEN outcome = 'picture' THEN CAST(:delete_at AS BIGINT) END,
                    charged = CASE WHEN NOT :lost THEN charged END
    WHERE id = :id AND epoch = :epoch AND state IN ('ready', 'delivered')
    RETURNING id, state, due_at
"""

# While an expiry was told, its late picture came: the picture will replace that message, as if it had come afterwards.
TOLD_TOO_LATE = """
    UPDATE jobs SET placeholder_id = :placeholder_id
    WHERE id = :id AND chat_id = :stands_in AND state = 'ready' AND outcome = 'picture'
    RETURNING id, state, due_at
"""

# The owner cannot be told. The order counts nevertheless, unless the failure is our own fault.
UNDELIVERABLE = """
    UPDATE jobs SET state = 'undeliverable', due_at = NULL, finished_at = :now, telling_until = NULL, teller = NULL,
                    charged = CASE WHEN NOT :refund THEN charged END
    WHERE id = :id AND epoch = :epoch AND state = 'ready'
    RETURNING id, state, due_at
"""

# Telegram has rate-limited a chat: all jobs that would send to the chat wait, or (`new_only`) all but those with a
# message of their own to edit. Searched among the live rows, which are fewer than a chat's own may be.
PAUSE_CHAT = """
    UPDATE jobs INDEXED BY jobs_due SET due_at = :until
    WHERE chat_id = :chat_id AND state IN ('draft', 'accepted', 'ready') AND due_at < :until
      AND (NOT :new_only OR placeholder_id IS NULL)
"""

# A group became a supergroup. The group's messages have no number there: none can be edited or replied to any more, and
# a question must be asked anew. Orders that the group itself owned (an anonymous administrator's) stay its own.
# `origin` identifies the order, and stays, too.
MOVE = """
    UPDATE jobs SET chat_id = :new, thread_id = NULL, message_id = NULL, placeholder_id = NULL,
                    owner_id = CASE owner_id WHEN :old THEN :new ELSE owner_id END,
                    due_at = CASE WHEN state = 'draft' AND placeholder_id IS NOT NULL THEN :now ELSE due_at END
    WHERE chat_id = :old AND chat_id < 0
"""
