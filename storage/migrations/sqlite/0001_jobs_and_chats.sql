-- The job is the only unit of durable work: queue entry, uid-to-chat mapping, quota record and history.
-- Times are UTC microseconds; `charged` is a UTC day (days since the epoch) or NULL when it does not count.
CREATE TABLE jobs (
    id             TEXT    NOT NULL PRIMARY KEY,
    origin         TEXT    NOT NULL UNIQUE,
    kind           TEXT    NOT NULL,
    chat_id        INTEGER NOT NULL,
    thread_id      INTEGER,
    message_id     INTEGER NOT NULL,
    owner_id       INTEGER NOT NULL,
    language       TEXT    NOT NULL,
    prompt         TEXT    NOT NULL,
    options        TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    epoch          INTEGER NOT NULL DEFAULT 0,
    due_at         INTEGER,
    tries          INTEGER NOT NULL DEFAULT 0,
    charged        INTEGER,
    created_at     INTEGER NOT NULL,
    placeholder_id INTEGER,
    attempt        INTEGER NOT NULL DEFAULT 0,
    resubmitted    INTEGER NOT NULL DEFAULT 0,
    submitted_at   INTEGER,
    uid            TEXT,
    uid_attempt    INTEGER,
    outcome        TEXT,
    reason         TEXT    NOT NULL DEFAULT '',
    result_url     TEXT    NOT NULL DEFAULT '',
    result_alt_url TEXT    NOT NULL DEFAULT '',
    outcome_at     INTEGER,
    file_id        TEXT,
    finished_at    INTEGER,
    CHECK ((due_at IS NULL) = (state IN ('delivered', 'undeliverable')))
) STRICT;

-- Serves every worker: each takes the due rows of its own state. Finished rows are not in it.
CREATE INDEX jobs_due ON jobs (state, due_at) WHERE due_at IS NOT NULL;
-- The day's count in all and of one person.
CREATE INDEX jobs_charged_owner ON jobs (charged, owner_id) WHERE charged IS NOT NULL;
-- The day's count of one group.
CREATE INDEX jobs_charged_chat ON jobs (charged, chat_id) WHERE charged IS NOT NULL;
-- What one person has under way.
CREATE INDEX jobs_under_way ON jobs (owner_id) WHERE outcome IS NULL AND charged IS NOT NULL;

CREATE TABLE chats (
    chat_id    INTEGER NOT NULL PRIMARY KEY,
    language   TEXT    NOT NULL,
    not_before INTEGER,
    defaults   TEXT    NOT NULL DEFAULT '{}'
) STRICT;

-- Chats that Telegram told us to leave alone for a while.
CREATE INDEX chats_paused ON chats (not_before) WHERE not_before IS NOT NULL;
