"""Signed callback addresses: `PUBLIC_URL/callback/{job}.{attempt}.{mac}`.

The provider does not sign its callbacks, so the address itself is the capability. It carries job and
attempt: a callback finds its row even if the submit's answer, and with it the uid, was lost.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from bot.errors import UntrustedError

_TOKEN = re.compile(r"([0-9a-f]{26})\.([1-9][0-9]{0,5})\.([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class CallbackAddress:
    """A verified address: which job, and which of its submits."""

    job_id: str
    attempt: int


class CallbackAddresses:
    """Makes and verifies callback addresses.

    Args:
        public_url: Base at which the provider reaches us, no slash at its end.
        keys: Secrets, at least one; the first signs, all verify (so that a key can be rotated).
    """

    def __init__(self, public_url: str, keys: tuple[bytes, ...]) -> None:
        self._public_url = public_url
        self._keys = keys

    def make(self, job_id: str, attempt: int) -> str:
        """Return the `notify_url` of one submit."""
        return f"{self._public_url}/callback/{job_id}.{attempt}.{_mac(self._keys[0], job_id, attempt)}"

    def verify(self, token: str) -> CallbackAddress:
        """Return what the last part of a callback's path stands for, in constant time.

        Raises:
            UntrustedError: Not made by us.
        """
        match = _TOKEN.fullmatch(token)
        if not match:
            raise UntrustedError("malformed callback address")
        job_id, attempt, mac = match[1], int(match[2]), match[3]
        genuine = [hmac.compare_digest(_mac(key, job_id, attempt), mac) for key in self._keys]
        if not any(genuine):
            raise UntrustedError("forged callback address")
        return CallbackAddress(job_id, attempt)


def _mac(key: bytes, job_id: str, attempt: int) -> str:
    digest = hmac.digest(key, f"callback:{job_id}.{attempt}".encode(), hashlib.sha256)
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
