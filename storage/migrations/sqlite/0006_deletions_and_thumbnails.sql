-- `delete_at`: when a picture's message goes, in a chat that wants its pictures for a while only. `thumbnail`: Telegram's
-- small size of the source, its file id there.
ALTER TABLE jobs ADD COLUMN delete_at INTEGER;
ALTER TABLE jobs ADD COLUMN thumbnail TEXT;
-- Pictures that are to go, the most urgent first.
CREATE INDEX jobs_delete ON jobs (delete_at) WHERE delete_at IS NOT NULL;
