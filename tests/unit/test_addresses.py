"""Callback addresses: only ours, and only as we made them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UntrustedError
from bot.job import new_job_id
from bot.provider.addresses import CallbackAddress, CallbackAddresses

OLD, NEW = b"the key of last year", b"the key of this year"
JOB = new_job_id(1_700_000_000_000_000)
ADDRESSES = CallbackAddresses("https://bot.example.org/hua", (NEW, OLD))
TOKEN = ADDRESSES.make(JOB, 1).rpartition("/")[2]

jobs = st.text("0123456789abcdef", min_size=26, max_size=26)
attempts = st.integers(1, 999_999)


@given(jobs, attempts)
def test_what_we_made_is_what_we_read(job_id: str, attempt: int) -> None:
    address = ADDRESSES.make(job_id, attempt)
    base, _, token = address.rpartition("/")
    assert base == "https://bot.example.org/hua/callback"
    assert ADDRESSES.verify(token) == CallbackAddress(job_id, attempt)


@given(
    position=st.integers(0, len(TOKEN)),
    cut=st.integers(0, 3),
    put=st.text(string.ascii_letters + string.digits + "._-~%/\n é٣", max_size=3),
)
def test_any_altered_token_is_refused(position: int, cut: int, put: str) -> None:
    altered = TOKEN[:position] + put + TOKEN[position + cut :]
    if altered != TOKEN:
        with pytest.raises(UntrustedError):
            ADDRESSES.verify(altered)


@given(st.text(max_size=100))
def test_any_text_is_refused(token: str) -> None:
    with pytest.raises(UntrustedError):
        ADDRESSES.verify(token)


@given(st.integers(2, 999_999), jobs)
def test_a_signature_holds_for_its_own_job_and_attempt_only(attempt: int, other: str) -> None:
    job_id, _, mac = TOKEN.split(".")
    with pytest.raises(UntrustedError):
        ADDRESSES.verify(f"{job_id}.{attempt}.{mac}")
    if other != job_id:
        with pytest.raises(UntrustedError):
            ADDRESSES.verify(f"{other}.1.{mac}")


def test_while_a_key_is_rotated_both_verify_and_the_new_one_signs() -> None:
    before = CallbackAddresses("https://x.org", (OLD,))
    after = CallbackAddresses("https://x.org", (NEW,))
    old_token = before.make(JOB, 1).rpartition("/")[2]
    assert ADDRESSES.verify(old_token) == CallbackAddress(JOB, 1)
    assert after.verify(TOKEN) == CallbackAddress(JOB, 1)
    for keys, token in ((before, TOKEN), (after, old_token)):
        with pytest.raises(UntrustedError):
            keys.verify(token)
