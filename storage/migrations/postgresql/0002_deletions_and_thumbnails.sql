-- oldest: 1
-- The same as SQLite's schema 6.
ALTER TABLE jobs ADD COLUMN delete_at BIGINT;
ALTER TABLE jobs ADD COLUMN thumbnail TEXT;
CREATE INDEX jobs_delete ON jobs (delete_at) WHERE delete_at IS NOT NULL;
