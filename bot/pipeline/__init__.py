"""The life of a job in six verbs: intake, announce, submit, complete, deliver, sweep. Each has a module of its name.

Before them, `draft` asks for what an order lacks, `prepare` finds its shape and words that the painter can read.
Beside them, `waiting` speaks to those who wait, `follow_up` to those who have waited for long, `cancel` takes orders
back, `original` and `plotting` bring files, `clear` deletes and `forget` forgets, `presence` is one process among
others; `alerts`, `path_alerts`, `digest` and `space` tell operators. `keyboards`, `wording` and `forms` say what
messages look like, `messenger` and `worker` what all of these stand on.

Every external call stands between two commits. Nothing in here speaks HTTP or the Bot API; of
Telegram it knows only what a picture and a caption may measure.
"""
