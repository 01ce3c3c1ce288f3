"""Defines the error taxonomy: what the rest of the program must know about a failure, and nothing else.

Library exceptions are wrapped into one of these classes once, at the boundary where they appear.
"""


class HuabotError(Exception):
    """Serves as the base class of all errors that are raised on purpose."""


class UserError(HuabotError):
    """Raised when a user's request cannot be fulfilled and the user can be told why. Never retried.

    Args:
        code: Message id in the catalogue, without its `error-` prefix.
        **params: The message's arguments.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class TransientError(HuabotError):
    """Raised when a retry may succeed. Whether anything happened on the remote side is unknown.

    Args:
        message: For the log; free of secrets.
        retry_after: Seconds that the remote side asked to wait, if it did.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotSentError(TransientError):
    """Raised when nothing reached the remote side (no connection was made): a retry is safe at once."""


class RateLimitedError(TransientError):
    """Raised when the remote side's rate limit is exceeded: nothing was done, `retry_after` says how long to wait."""


class PermanentError(HuabotError):
    """Raised when a retry cannot help.

    Args:
        message: For the log; free of secrets.
        code: A short word for the job's `reason` column; for a refused account the provider's own code.
    """

    def __init__(self, message: str, code: str = "failed") -> None:
        super().__init__(message)
        self.code = code


class UntrustedError(HuabotError):
    """Raised for a request from neither the provider nor Telegram: it is answered with 404 without detail."""
