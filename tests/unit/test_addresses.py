"""Signed addresses: only ours, only as we made them, each for its own purpose and its own time."""

import hmac
import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SECOND
from bot.errors import UntrustedError
from bot.job import new_job_id
from bot.provider.addresses import CallbackAddress, CallbackAddresses, MediaAddresses, Signer

OLD, NEW = b"the key of last year", b"the key of this year"
JOB = new_job_id(1_700_000_000_000_000)
ADDRESSES = CallbackAddresses("https://bot.example.org/hua", Signer((NEW, OLD)))
TOKEN = ADDRESSES.make(JOB, 1).rpartition("/")[2]
UNTIL = 1_700_000_600_000_001
MEDIA = MediaAddresses("https://bot.example.org/hua", Signer((NEW, OLD)))
PHOTO = MEDIA.make(JOB, UNTIL).rpartition("/")[2]

jobs = st.text("0123456789abcdef", min_size=26, max_size=26)
attempts = st.integers(1, 999_999)
moments = st.integers(1_600_000_000 * SECOND, 4_000_000_000 * SECOND)


def refused_everywhere(token: str) -> None:
    with pytest.raises(UntrustedError):
        ADDRESSES.verify(token)
    with pytest.raises(UntrustedError):
        MEDIA.verify(token, 0)


@given(jobs, attempts)
def test_what_we_made_is_what_we_read(job_id: str, attempt: int) -> None:
    address = ADDRESSES.make(job_id, attempt)
    base, _, token = address.rpartition("/")
    assert base == "https://bot.example.org/hua/callback"
    assert ADDRESSES.verify(token) == CallbackAddress(job_id, attempt)


@given(
    token=st.sampled_from([TOKEN, PHOTO]),
    position=st.integers(0, len(PHOTO)),
    cut=st.integers(0, 3),
    put=st.text(string.ascii_letters + string.digits + "._-~%/\n é٣", max_size=3),
)
def test_any_altered_token_is_refused(token: str, position: int, cut: int, put: str) -> None:
    altered = token[:position] + put + token[position + cut :]
    if altered != token:
        refused_everywhere(altered)


@given(st.text(max_size=100))
def test_any_text_is_refused(token: str) -> None:
    refused_everywhere(token)


@given(st.integers(2, 999_999), jobs)
def test_a_signature_holds_for_its_own_job_and_attempt_only(attempt: int, other: str) -> None:
    job_id, _, mac = TOKEN.split(".")
    with pytest.raises(UntrustedError):
        ADDRESSES.verify(f"{job_id}.{attempt}.{mac}")
    if other != job_id:
        with pytest.raises(UntrustedError):
            ADDRESSES.verify(f"{other}.1.{mac}")


def test_a_signature_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every key, so that neither how far it is right nor which key made it can be seen by the clock."""
    compared: list[bytes] = []
    compare = hmac.compare_digest

    def noted(genuine: bytes, given: bytes) -> bool:
        compared.append(given)
        return compare(genuine, given)

    monkeypatch.setattr(hmac, "compare_digest", noted)
    for token in (TOKEN, TOKEN[:-1] + ("A" if TOKEN[-1] != "A" else "Q")):
        compared.clear()
        with suppress(UntrustedError):
            ADDRESSES.verify(token)
        assert compared == [token.rpartition(".")[2].encode()] * 2


def test_while_a_key_is_rotated_both_verify_and_the_new_one_signs() -> None:
    before = CallbackAddresses("https://x.org", Signer((OLD,)))
    after = CallbackAddresses("https://x.org", Signer((NEW,)))
    old_token = before.make(JOB, 1).rpartition("/")[2]
    assert ADDRESSES.verify(old_token) == CallbackAddress(JOB, 1)
    assert after.verify(TOKEN) == CallbackAddress(JOB, 1)
    for keys, token in ((before, TOKEN), (after, old_token)):
        with pytest.raises(UntrustedError):
            keys.verify(token)


@given(jobs, moments, st.integers(0, 900 * SECOND))
def test_a_picture_s_address_is_good_until_it_expires(job_id: str, until: int, before: int) -> None:
    base, _, token = MEDIA.make(job_id, until).rpartition("/")
    assert base == "https://bot.example.org/hua/media"
    assert MEDIA.verify(token, until - before) == job_id
    assert MEDIA.verify(token, until) == job_id
    with pytest.raises(UntrustedError):
        MEDIA.verify(token, until + SECOND)


def test_a_picture_s_address_ends_with_a_second() -> None:
    end = -(-UNTIL // SECOND) * SECOND
    assert MEDIA.verify(PHOTO, end) == JOB
    with pytest.raises(UntrustedError):
        MEDIA.verify(PHOTO, end + 1)


@given(jobs, st.integers(1, 10**11))
def test_a_picture_s_signature_holds_for_its_own_job_and_time_only(other: str, seconds: int) -> None:
    job_id, expires, mac = PHOTO.split(".")
    for token in (f"{other}.{expires}.{mac}", f"{job_id}.{seconds}.{mac}"):
        if token != PHOTO:
            refused_everywhere(token)


@given(jobs, st.integers(1, 10**11))
def test_a_signature_is_good_for_one_purpose(job_id: str, number: int) -> None:
    callback = ADDRESSES.make(job_id, number).rpartition("/")[2]
    photo = MEDIA.make(job_id, number * SECOND).rpartition("/")[2]
    assert callback.rpartition(".")[0] == photo.rpartition(".")[0]
    with pytest.raises(UntrustedError):
        MEDIA.verify(callback, 0)
    with pytest.raises(UntrustedError):
        ADDRESSES.verify(photo)


def test_pictures_stay_reachable_while_a_key_is_rotated() -> None:
    before = MediaAddresses("https://x.org", Signer((OLD,)))
    old_token = before.make(JOB, UNTIL).rpartition("/")[2]
    assert MEDIA.verify(old_token, UNTIL) == JOB
    with pytest.raises(UntrustedError):
        before.verify(PHOTO, UNTIL)
