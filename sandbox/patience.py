"""Defines how long observers of the sandbox wait for an event before they report that it did not happen."""

PATIENCE = 120.0
"""Seconds. A wait ends with the event; the limit is generous because the machine may be busy with other things."""
