-- For a dump of PostgreSQL that is restored, in the same transaction: see docs/operating.md, "Several processes". What was
-- under way in it may have ended since: it ends unpaid, and whoever ordered it is told when they write next. The same as
-- `huabot restore` does with a file.
INSERT INTO public.switches (name, at)
SELECT 'restored', max(created_at) FROM public.jobs WHERE due_at IS NOT NULL AND state <> 'draft' HAVING count(*) > 0
ON CONFLICT (name) DO UPDATE SET at = excluded.at;

UPDATE public.jobs
SET reason = CASE state WHEN 'draft' THEN '' ELSE 'restored' END, state = 'cancelled', outcome = 'cancelled',
    due_at = NULL, charged = NULL, epoch = epoch + 1,
    outcome_at = extract(epoch FROM now()) * 1000000, finished_at = extract(epoch FROM now()) * 1000000
WHERE due_at IS NOT NULL;
