"""The one way a Bot API call is refused."""


class ApiError(Exception):
    """A refusal in Telegram's own words.

    Attributes:
        code: The error code, which is also the HTTP status.
        description: The text a client sees.
        retry_after: Seconds to wait, for 429.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(reason: str) -> ApiError:
    """Return a 400 that names the reason."""
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """Return a 429 that asks to wait so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", seconds)
