-- The same tables as SQLite's, at its schema 5. Times are UTC microseconds; `charged` is a UTC day (days since the epoch)
-- or NULL when it does not count. Ids are compared byte by byte, whatever the database's own collation.
CREATE TABLE jobs (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    origin          TEXT COLLATE "C" NOT NULL UNIQUE,
    kind            TEXT    NOT NULL,
    chat_id         BIGINT  NOT NULL,
    thread_id       BIGINT,
    message_id      BIGINT,
    owner_id        BIGINT  NOT NULL,
    language        TEXT    NOT NULL,
    prompt          TEXT    NOT NULL,
    options         TEXT    NOT NULL,
    source          TEXT,
    checked         BOOLEAN NOT NULL DEFAULT TRUE,
    state           TEXT COLLATE "C" NOT NULL,
    epoch           BIGINT  NOT NULL DEFAULT 0,
    due_at          BIGINT,
    tries           BIGINT  NOT NULL DEFAULT 0,
    charged         BIGINT,
    created_at      BIGINT  NOT NULL,
    placeholder_id  BIGINT,
    attempt         BIGINT  NOT NULL DEFAULT 0,
    resubmitted     BOOLEAN NOT NULL DEFAULT FALSE,
    submitted_at    BIGINT,
    uid             TEXT,
    uid_attempt     BIGINT,
    outcome         TEXT,
    reason          TEXT    NOT NULL DEFAULT '',
    result_url      TEXT    NOT NULL DEFAULT '',
    result_alt_url  TEXT    NOT NULL DEFAULT '',
    outcome_at      BIGINT,
    file_id         TEXT,
    finished_at     BIGINT,
    parent          TEXT COLLATE "C",
    action          TEXT    NOT NULL DEFAULT '',
    forgotten       BIGINT  NOT NULL DEFAULT 0,
    strikes         BIGINT  NOT NULL DEFAULT 0,
    direct_topic_id BIGINT,
    holder          TEXT COLLATE "C",
    telling_until   BIGINT,
    teller          TEXT COLLATE "C",
    waits           BOOLEAN NOT NULL DEFAULT FALSE,
    CHECK ((due_at IS NULL) = (state IN ('delivered', 'undeliverable', 'cancelled')))
);
-- Rows change many times in a minute; room on the page keeps most changes out of the indexes.
ALTER TABLE jobs SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

CREATE INDEX jobs_due ON jobs (state, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX jobs_charged_owner ON jobs (charged, owner_id) WHERE charged IS NOT NULL;
CREATE INDEX jobs_charged_chat ON jobs (charged, chat_id) WHERE charged IS NOT NULL;
CREATE INDEX jobs_under_way ON jobs (owner_id) WHERE outcome IS NULL AND charged IS NOT NULL;
CREATE INDEX jobs_children ON jobs (parent, action) WHERE parent IS NOT NULL;
CREATE INDEX jobs_owner ON jobs (owner_id, id);
CREATE INDEX jobs_chat ON jobs (chat_id, owner_id, id) WHERE chat_id < 0;
CREATE INDEX jobs_asked ON jobs (chat_id, placeholder_id) WHERE state = 'draft';
CREATE INDEX jobs_remembered ON jobs (id) WHERE forgotten = 0;
CREATE INDEX jobs_erased ON jobs (forgotten) WHERE forgotten = 2;
CREATE INDEX jobs_uid ON jobs (lower(replace(uid, '-', ''))) WHERE uid IS NOT NULL;

CREATE TABLE chats (
    chat_id       BIGINT  NOT NULL PRIMARY KEY,
    language      TEXT    NOT NULL,
    not_before    BIGINT,
    defaults      TEXT    NOT NULL DEFAULT '{}',
    moved_to      BIGINT,
    access        TEXT,
    daily         BIGINT,
    refused       BOOLEAN NOT NULL DEFAULT FALSE,
    no_new_before BIGINT
);
CREATE INDEX chats_moved ON chats (moved_to) WHERE moved_to IS NOT NULL;
CREATE INDEX chats_paused ON chats (no_new_before) WHERE no_new_before IS NOT NULL;

CREATE TABLE switches (
    name TEXT   NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL
);

CREATE TABLE erasures (
    person_id  BIGINT NOT NULL PRIMARY KEY,
    message_id BIGINT NOT NULL,
    language   TEXT   NOT NULL
);

-- Whoever counts before they write locks a row, so that nobody else does the same meanwhile. That of
-- the provider also says whether and how fast it may be asked.
CREATE TABLE locks (
    name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state TEXT NOT NULL DEFAULT ''
);
INSERT INTO locks (name) VALUES ('intake'), ('provider');

-- The processes that run: whose last sign of life is old is dead, and its claims are released.
CREATE TABLE processes (
    holder     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    beat_at    BIGINT NOT NULL,
    version    TEXT   NOT NULL,
    key_id     TEXT   NOT NULL
);

-- What one process does for all: whoever has a role has it until then.
CREATE TABLE roles (
    name   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    holder TEXT COLLATE "C" NOT NULL,
    until  BIGINT NOT NULL,
    term   BIGINT NOT NULL DEFAULT 1
);

-- Turns to speak: that of all (chat 0), and each chat's last ones. `next_at`: when there may be one more.
CREATE TABLE turns (
    chat_id BIGINT   NOT NULL PRIMARY KEY,
    next_at BIGINT   NOT NULL,
    taken   BIGINT[] NOT NULL DEFAULT '{}'
);
ALTER TABLE turns SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
INSERT INTO turns (chat_id, next_at) VALUES (0, 0);

-- What was done a moment ago, and need not be done again before then: updates, answers, alerts. `holder`: who is at it.
CREATE TABLE memories (
    key    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    until  BIGINT NOT NULL,
    holder TEXT COLLATE "C"
);
CREATE INDEX memories_until ON memories (until);

-- What SQLite brings along, for paths of one name (`$.style`).
CREATE FUNCTION json_extract(document TEXT, path TEXT) RETURNS TEXT
    LANGUAGE SQL IMMUTABLE AS $$ SELECT replace(document, '\u0000', '')::json ->> substr(path, 3) $$;
CREATE FUNCTION json_set(document TEXT, path TEXT, value TEXT) RETURNS TEXT
    LANGUAGE SQL IMMUTABLE AS $$ SELECT jsonb_set(replace(document, '\u0000', '')::jsonb, ARRAY[substr(path, 3)], to_jsonb(value))::text $$;
