"""The life of a job in six verbs: intake, announce, submit, complete, deliver, sweep. Each has a module of its name.

Before them, `draft` asks for what an order lacks, and `bot.actions` tells what buttons make. Beside them, `line` speaks
to those who wait, `original` and `plotting` bring files, `notify` tells operators, `forget` forgets. `keyboards` and
`wording` say what messages look like, `messenger` and `worker` what all of these stand on.

Every external call stands between two commits. Nothing in here speaks HTTP or the Bot API; of
Telegram it knows only what a picture and a caption may measure.
"""
