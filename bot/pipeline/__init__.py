"""The pipeline takes a job through six steps: intake, announce, submit, complete, deliver, sweep, one module each.

Before them, `draft` asks for what an order lacks, and `prepare` finds its shape and words that the provider can read.
Beside them, `waiting` informs the users whose orders wait, `follow_up` notifies those who have waited for long,
`cancel` cancels orders, `original` and `plotting` send files, `clear` deletes pictures, `forget` erases stored data,
and `presence` represents one process among others; `alerts`, `path_alerts`, `digest` and `space` inform operators.
`keyboards`, `wording` and `forms` define what messages look like; everything uses `messenger` and `worker`.

Every external call stands between two commits. No module in here uses HTTP or the Bot API; the only facts about
Telegram known here are its size limits for pictures and captions.
"""
