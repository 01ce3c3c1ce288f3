"""The life of a job in six verbs: intake, announce, submit, complete, deliver, sweep.

Every external call stands between two commits. Nothing in here speaks HTTP or the Bot API; of
Telegram it knows only what a picture and a caption may measure.
"""
