"""Signs and verifies `PUBLIC_URL/callback/{job}.{attempt}.{mac}` and `PUBLIC_URL/media/{job}.{expires}.{mac}`.

The provider does not sign its requests, so the address itself is the capability to report the outcome of a job or to
fetch its source picture. A callback address carries the job id and the attempt, so that the job's row is found even
if the answer to the submit, and with it the uid, was lost.
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
    """Raised for an address that we signed and that has expired."""


@dataclass(frozen=True, slots=True)
class CallbackAddress:
    """Represents a verified callback address: the job, and which of its submits."""

    job_id: str
    attempt: int


class Signer:
    """Signs with the newest key and verifies with every key, so that a key can be rotated.

    Args:
        keys: Secrets, at least one, newest first.
    """

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._keys = keys

    @property
    def key_ids(self) -> frozenset[str]:
        """Return identifiers that distinguish these keys from others and reveal nothing else."""
        return frozenset(_mac(key, "key", "id")[:8] for key in self._keys)

    def sign(self, purpose: str, text: str) -> str:
        """Return a MAC of 43 characters that only a holder of the key can make, valid for one purpose."""
        return _mac(self._keys[0], purpose, text)

    def sign_short(self, purpose: str, text: str) -> str:
        """Return a MAC of 24 characters [0-9a-f], valid for one purpose, for places without room for more."""
        return _short_mac(self._keys[0], purpose, text)

    def accepts_short(self, purpose: str, text: str, mac: str) -> bool:
        """Return, in constant time, whether one of our keys made this short MAC."""
        given = mac.encode(errors="replace")
        genuine = [hmac.compare_digest(_short_mac(key, purpose, text).encode(), given) for key in self._keys]
        return any(genuine)

    def accepts(self, purpose: str, text: str, mac: str) -> bool:
        """Return, in constant time, whether one of our keys made this MAC."""
        return self.verifier(purpose, text)(mac)

    def verifier(self, purpose: str, text: str) -> Callable[[str], bool]:
        """Return a version of `accepts` for one text, which is signed only once."""
        genuine = [_mac(key, purpose, text).encode() for key in self._keys]

        def accepts(mac: str) -> bool:
            given = mac.encode(errors="replace")
            matches = [hmac.compare_digest(own, given) for own in genuine]
            return any(matches)

        return accepts


class _Addresses:
    """Holds the base URL and the signer of our addresses.

    Args:
        public_url: Base URL at which the provider reaches us, without a trailing slash.
        signer: Signs the addresses.
    """

    def __init__(self, public_url: str, signer: Signer) -> None:
        self._public_url = public_url
        self._signer = signer


class CallbackAddresses(_Addresses):
    """Makes and verifies the addresses to which the provider posts the outcome of a job."""

    def make(self, job_id: str, attempt: int) -> str:
        """Return the `notify_url` of one submit."""
        return f"{self._public_url}/callback/{_token(self._signer, 'callback', job_id, attempt)}"

    def verify(self, token: str) -> CallbackAddress:
        """Return the job and the attempt that the last part of a callback's path names.

        Raises:
            UntrustedError: The token was not made by us.
        """
        return CallbackAddress(*_verified(self._signer, "callback", token))


class MediaAddresses(_Addresses):
    """Makes and verifies the addresses from which the provider fetches source pictures, for a limited time."""

    def make(self, job_id: str, expires_at: int) -> str:
        """Return the address of a job's source picture.

        Args:
            job_id: The job.
            expires_at: When the address expires (UTC microseconds), rounded up to a second.
        """
        return f"{self._public_url}/media/{_token(self._signer, 'media', job_id, -(-expires_at // SECOND))}"

    def verify(self, token: str, now: int) -> str:
        """Return the job whose source picture the last part of a path names.

        Raises:
            ExpiredError: The address has expired.
            UntrustedError: The token was not made by us.
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
    """Return a MAC. `hmac.digest` is avoided: it takes text of any length, so it lets other threads run first."""
    return hmac.new(key, f"{purpose}:{text}".encode(), "sha256").digest()
