"""What can be changed while the sandbox Telegram runs."""

from dataclasses import dataclass


@dataclass(slots=True)
class Settings:
    """The server's own settings; durations in seconds.

    Attributes:
        enforce_limits: Answer 429 to a bot that is faster than Telegram allows.
        group_limit: New messages it may send to one group in `group_window`.
        group_window: Telegram's own is a minute.
        privacy: In groups the bot gets only what is meant for it, as BotFather has it at first.
        query_lifetime: How long a pressed button waits for its answer.
        fetch_timeout: How long an address may take to yield a file.
        file_lifetime: How long a path from getFile can be downloaded.
        require_https: Take webhooks only by https and at the ports Telegram calls.
    """

    enforce_limits: bool = False
    group_limit: int = 20
    group_window: float = 60.0
    privacy: bool = True
    query_lifetime: float = 60.0
    fetch_timeout: float = 5.0
    file_lifetime: float = 3600.0
    require_https: bool = False
