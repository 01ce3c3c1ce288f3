-- `holder`: the process that has claimed the row, where there are several. `telling_until`: until when `teller` may be
-- saying something about it in its placeholder: nobody else does meanwhile, so that no outcome is written over.
-- `waits`: its placeholder says that it waits.
ALTER TABLE jobs ADD COLUMN holder TEXT;
ALTER TABLE jobs ADD COLUMN telling_until INTEGER;
ALTER TABLE jobs ADD COLUMN teller TEXT;
ALTER TABLE jobs ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;
