-- `strikes`: how often the present step ended in a bug, or in the end of the process; after three the job is set aside.
ALTER TABLE jobs ADD COLUMN strikes INTEGER NOT NULL DEFAULT 0;
-- The topic of a channel's direct messages: nothing can be said there without its number.
ALTER TABLE jobs ADD COLUMN direct_topic_id INTEGER;
-- Whose a uid is, however its letters and dashes are written.
CREATE INDEX jobs_uid ON jobs (lower(replace(uid, '-', ''))) WHERE uid IS NOT NULL;
-- Until when Telegram wants no new messages in a chat; what stands there may be edited meanwhile.
ALTER TABLE chats ADD COLUMN no_new_before INTEGER;
