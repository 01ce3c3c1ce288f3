-- A job may start from a picture at Telegram (`source`, its file id; `checked` if Telegram made it a picture), may be a
-- draft that is forgotten (`cancelled`), and may outlive its command's message (`message_id` NULL once its group has moved).
-- SQLite cannot change a constraint in place, so the table is copied.
CREATE TABLE jobs_new (
    id             TEXT    NOT NULL PRIMARY KEY,
    origin         TEXT    NOT NULL UNIQUE,
    kind           TEXT    NOT NULL,
    chat_id        INTEGER NOT NULL,
    thread_id      INTEGER,
    message_id     INTEGER,
    owner_id       INTEGER NOT NULL,
    language       TEXT    NOT NULL,
    prompt         TEXT    NOT NULL,
    options        TEXT    NOT NULL,
    source         TEXT,
    checked        INTEGER NOT NULL DEFAULT 1,
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
    CHECK ((due_at IS NULL) = (state IN ('delivered', 'undeliverable', 'cancelled')))
) STRICT;

INSERT INTO jobs_new (id, origin, kind, chat_id, thread_id, message_id, owner_id, language, prompt, options, state,
                      epoch, due_at, tries, charged, created_at, placeholder_id, attempt, resubmitted, submitted_at,
                      uid, uid_attempt, outcome, reason, result_url, result_alt_url, outcome_at, file_id, finished_at)
SELECT id, origin, kind, chat_id, thread_id, message_id, owner_id, language, prompt, options, state,
       epoch, due_at, tries, charged, created_at, placeholder_id, attempt, resubmitted, submitted_at,
       uid, uid_attempt, outcome, reason, result_url, result_alt_url, outcome_at, file_id, finished_at
FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_new RENAME TO jobs;

-- Serves every worker: each takes the due rows of its own state. Finished rows are not in it.
CREATE INDEX jobs_due ON jobs (state, due_at) WHERE due_at IS NOT NULL;
-- The day's count in all and of one person.
CREATE INDEX jobs_charged_owner ON jobs (charged, owner_id) WHERE charged IS NOT NULL;
-- The day's count of one group.
CREATE INDEX jobs_charged_chat ON jobs (charged, chat_id) WHERE charged IS NOT NULL;
-- What one person has under way.
CREATE INDEX jobs_under_way ON jobs (owner_id) WHERE outcome IS NULL AND charged IS NOT NULL;
-- All jobs of a chat, for the day it moves.
CREATE INDEX jobs_chat ON jobs (chat_id);

-- A group that became a supergroup: its old row says where it is now.
ALTER TABLE chats ADD COLUMN moved_to INTEGER;
CREATE INDEX chats_moved ON chats (moved_to) WHERE moved_to IS NOT NULL;
