"""What can be changed while the sandbox Telegram runs."""

from dataclasses import dataclass


@dataclass(slots=True)
class Settings:
    """The server's own settings; durations in seconds.

    Attributes:
        enforce_limits: Answer 429 to a bot that is faster than Telegram allows.
        query_lifetime: How long a pressed button waits for its answer.
        fetch_timeout: How long an address may take to yield a file.
    """

    enforce_limits: bool = False
    query_lifetime: float = 60.0
    fetch_timeout: float = 5.0
