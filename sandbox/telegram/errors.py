"""Defines the error by which a Bot API call is refused."""

from typing import Any


class ApiError(Exception):
    """Represents the refusal of a call, in Telegram's own words.

    Attributes:
        code: The error code; also the HTTP status.
        description: The text a client sees.
        parameters: The Bot API's `ResponseParameters`, if there are any.
    """

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> ApiError:
    """Return a 400 that names the reason."""
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """Return a 429 that asks to wait `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(new_chat_id: int) -> ApiError:
    """Return the error for a group that has become a supergroup."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, migrate_to_chat_id=new_chat_id)
