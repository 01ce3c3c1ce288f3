-- A job may be made from another one by a button: its parent, and what was pressed. `forgotten`: 1 when its words are
-- (they are kept for 30 days), 2 when all of it is and only the day's count still needs the row.
ALTER TABLE jobs ADD COLUMN parent TEXT;
ALTER TABLE jobs ADD COLUMN action TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;

-- What a button has been pressed for already.
CREATE INDEX jobs_children ON jobs (parent, action) WHERE parent IS NOT NULL;
-- One person's pictures, newest first, and all that is theirs.
CREATE INDEX jobs_owner ON jobs (owner_id, id);
-- The same in one chat, and all jobs of a chat, for the day it moves.
DROP INDEX jobs_chat;
CREATE INDEX jobs_chat ON jobs (chat_id, owner_id, id) WHERE chat_id < 0;
-- Questions that wait for an answer in words, by the message that asks.
CREATE INDEX jobs_asked ON jobs (chat_id, placeholder_id) WHERE state = 'draft';
-- Jobs whose words are still known, oldest first.
CREATE INDEX jobs_remembered ON jobs (id) WHERE forgotten = 0;
-- Rows that only the day's count still needs.
CREATE INDEX jobs_erased ON jobs (forgotten) WHERE forgotten = 2;

-- `access`: 'allowed' or 'denied' by an operator, whatever the settings list; `daily`: pictures a day by an operator's
-- word; `refused`: a group that may not order has been told so once.
ALTER TABLE chats ADD COLUMN access TEXT;
ALTER TABLE chats ADD COLUMN daily INTEGER;
ALTER TABLE chats ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;

-- What operators have switched, for the whole bot: 'paused' is there while no orders are taken.
CREATE TABLE switches (
    name TEXT    NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT;
