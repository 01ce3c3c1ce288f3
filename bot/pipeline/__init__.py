"""The life of a job in six verbs: intake, announce, submit, complete, deliver, sweep.

Every external call stands between two commits. Nothing in here knows HTTP or the Bot API.
"""
