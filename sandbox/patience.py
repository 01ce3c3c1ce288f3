"""How long those who watch the stand-ins wait for something before they say that it did not happen."""

PATIENCE = 120.0
"""Seconds. Nobody waits longer than it takes; a machine may be busy with other things."""
