"""The error taxonomy: what the rest of the program has to know about a failure, and nothing else.

Library exceptions are wrapped into one of these once, at the edge where they appear.
"""


class HuabotError(Exception):
    """Base of every error we raise on purpose."""


class UserError(HuabotError):
    """What a person asked for cannot be done, and they can be told why. Never retried.

    Args:
        code: Message id in the catalogue, without its `error-` prefix.
        **params: The message's arguments.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class TransientError(HuabotError):
    """It may work later. Whether anything happened on the other side is unknown.

    Args:
        message: For the log; free of secrets.
        retry_after: Seconds the other side asked us to wait, if it said so.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotSentError(TransientError):
    """Nothing reached the other side (no connection was made): safe to repeat at once."""


class RateLimitedError(TransientError):
    """The other side refused because of our pace: nothing was done, `retry_after` says how long to wait."""


class PermanentError(HuabotError):
    """Repeating it cannot help.

    Args:
        message: For the log; free of secrets.
        code: A short word for the job's `reason` column; for a refused account the provider's own code.
    """

    def __init__(self, message: str, code: str = "failed") -> None:
        super().__init__(message)
        self.code = code


class UntrustedError(HuabotError):
    """Somebody who is not the provider or Telegram spoke to us: 404 without detail."""
