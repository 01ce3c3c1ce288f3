"""Defines the settings that can be changed while the sandbox Telegram runs."""

from dataclasses import dataclass


@dataclass(slots=True)
class Settings:
    """Holds the server's settings; durations are in seconds.

    Attributes:
        enforce_limits: Answer 429 to a bot that exceeds Telegram's rate limits.
        group_limit: New messages that the bot may send to one group in `group_window`.
        group_window: The window of `group_limit`; Telegram's own is a minute.
        privacy: Whether the bot gets only messages meant for it in groups; BotFather's default.
        query_lifetime: How long a callback query can be answered.
        fetch_timeout: The timeout for fetching a file from an address.
        file_lifetime: How long a path from getFile is valid.
        require_https: Accept webhooks only with https and on the ports that Telegram calls.
    """

    enforce_limits: bool = False
    group_limit: int = 20
    group_window: float = 60.0
    privacy: bool = True
    query_lifetime: float = 60.0
    fetch_timeout: float = 5.0
    file_lifetime: float = 3600.0
    require_https: bool = False
