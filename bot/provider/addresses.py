"""Signed addresses of ours: `PUBLIC_URL/callback/{job}.{attempt}.{mac}` and `PUBLIC_URL/media/{job}.{expires}.{mac}`.

The provider signs nothing, so an address itself is the capability: to tell us what became of a job, or to
fetch the picture it starts from. A callback's address carries job and attempt: it finds its row even if the
submit's answer, and with it the uid, was lost.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import SECOND
from bot.errors import UntrustedError

_TOKEN = re.compile(r"([0-9a-f]{26})\.([1-9][0-9]{0,11})\.([A-Za-z0-9_-]{43})", re.ASCII)


class ExpiredError(UntrustedError):
    """Made by us, and too old."""


@dataclass(frozen=True, slots=True)
class CallbackAddress:
    """A verified address: which job, and which of its submits."""

    job_id: str
    attempt: int


class Signer:
    """Signs with the newest key, verifies with all (so that a key can be rotated).

    Args:
        keys: Secrets, at least one, newest first.
    """

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._keys = keys

    @property
    def key_ids(self) -> frozenset[str]:
        """Tell these keys from others, and nothing else."""
        return frozenset(_mac(key, "key", "id")[:8] for key in self._keys)

    def sign(self, purpose: str, text: str) -> str:
        """Return 43 characters that only a holder of the key can make, good for one purpose."""
        return _mac(self._keys[0], purpose, text)

    def sign_short(self, purpose: str, text: str) -> str:
        """Return 24 characters [0-9a-f] likewise, for where there is no room for more."""
        return _short_mac(self._keys[0], purpose, text)

    def accepts_short(self, purpose: str, text: str, mac: str) -> bool:
        """Whether one of our keys made such a short one, in constant time."""
        given = mac.encode(errors="replace")
        genuine = [hmac.compare_digest(_short_mac(key, purpose, text).encode(), given) for key in self._keys]
        return any(genuine)

    def accepts(self, purpose: str, text: str, mac: str) -> bool:
        """Whether one of our keys made this, in constant time."""
        return self.verifier(purpose, text)(mac)

    def verifier(self, purpose: str, text: str) -> Callable[[str], bool]:
        """Return `accepts` for one text, which is signed only once."""
        genuine = [_mac(key, purpose, text).encode() for key in self._keys]

        def accepts(mac: str) -> bool:
            given = mac.encode(errors="replace")
            matches = [hmac.compare_digest(each, given) for each in genuine]
            return any(matches)

        return accepts


class _Addresses:
    """Addresses of ours.

    Args:
        public_url: Base at which the provider reaches us, no slash at its end.
        signer: Signs them.
    """

    def __init__(self, public_url: str, signer: Signer) -> None:
        self._public_url = public_url
        self._signer = signer


class CallbackAddresses(_Addresses):
    """Where the provider tells us what became of a job."""

    def make(self, job_id: str, attempt: int) -> str:
        """Return the `notify_url` of one submit."""
        return f"{self._public_url}/callback/{_token(self._signer, 'callback', job_id, attempt)}"

    def verify(self, token: str) -> CallbackAddress:
        """Return what the last part of a callback's path stands for.

        Raises:
            UntrustedError: Not made by us.
        """
        return CallbackAddress(*_verified(self._signer, "callback", token))


class MediaAddresses(_Addresses):
    """Where the provider fetches the picture a job starts from, for a while."""

    def make(self, job_id: str, expires_at: int) -> str:
        """Return the address of a job's source.

        Args:
            job_id: The job.
            expires_at: UTC microseconds until which it is good, rounded up to a second.
        """
        return f"{self._public_url}/media/{_token(self._signer, 'media', job_id, -(-expires_at // SECOND))}"

    def verify(self, token: str, now: int) -> str:
        """Return the job whose source the last part of a path stands for.

        Raises:
            ExpiredError: No longer good.
            UntrustedError: Not made by us.
        """
        job_id, expires = _verified(self._signer, "media", token)
        if now > expires * SECOND:
            raise ExpiredError("expired media address")
        return job_id


def _token(signer: Signer, purpose: str, job_id: str, number: int) -> str:
    return f"{job_id}.{number}.{signer.sign(purpose, f'{job_id}.{number}')}"


def _verified(signer: Signer, purpose: str, token: str) -> tuple[str, int]:
    match = _TOKEN.fullmatch(token)
    if not match:
        raise UntrustedError("malformed address")
    job_id, number, mac = match[1], int(match[2]), match[3]
    if not signer.accepts(purpose, f"{job_id}.{number}", mac):
        raise UntrustedError("forged address")
    return job_id, number


def _short_mac(key: bytes, purpose: str, text: str) -> str:
    return _digest(key, purpose, text).hex()[:24]


def _mac(key: bytes, purpose: str, text: str) -> str:
    return urlsafe_b64encode(_digest(key, purpose, text)).rstrip(b"=").decode()


def _digest(key: bytes, purpose: str, text: str) -> bytes:
    """Return a MAC. `hmac.digest` would let other threads go first: it takes text of any length."""
    return hmac.new(key, f"{purpose}:{text}".encode(), "sha256").digest()
