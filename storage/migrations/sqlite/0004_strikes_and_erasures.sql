-- `strikes`: how often the present step ended in a bug, or in the end of the process; after three the job is set aside.
ALTER TABLE jobs ADD COLUMN strikes INTEGER NOT NULL DEFAULT 0;
-- The topic of a channel's direct messages: nothing can be said there without its number.
ALTER TABLE jobs ADD COLUMN direct_topic_id INTEGER;
-- Whose a uid is, however its letters and dashes are written.
CREATE INDEX jobs_uid ON jobs (lower(replace(uid, '-', ''))) WHERE uid IS NOT NULL;
-- Until when Telegram wants no new messages in a chat; what stands there may be edited meanwhile.
ALTER TABLE chats ADD COLUMN no_new_before INTEGER;
-- Who wants to be forgotten and is not yet: until nothing of them is on disk any more, and they have been told.
CREATE TABLE erasures (
    person_id  INTEGER NOT NULL PRIMARY KEY,
    message_id INTEGER NOT NULL,
    language   TEXT    NOT NULL
) STRICT;
UPDATE chats SET no_new_before = not_before;
-- It is never earlier than `not_before`, so it finds whatever is paused.
DROP INDEX chats_paused;
CREATE INDEX chats_paused ON chats (no_new_before) WHERE no_new_before IS NOT NULL;
