"""What buttons carry, and what somebody may send back in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.options import Style
from bot.pipeline.messenger import ButtonData
from bot.telegram.callback_data import decode, encode

JOB = "60a24181e4000fa525faa3356a"

presses = st.builds(
    ButtonData,
    action=st.from_regex(r"[a-z]{1,12}", fullmatch=True),
    job_id=st.text("0123456789abcdef", min_size=26, max_size=26),
    choice=st.from_regex(r"([a-z0-9-]{1,20})?", fullmatch=True),
)

near_misses = st.builds(
    "{}:{}{}".format,
    st.sampled_from(["anime", "a", "", "Anime", "animé", "anime:", "a" * 13]),
    st.sampled_from([JOB, JOB[1:], JOB + "0", JOB.upper(), JOB[:-1] + "٣", JOB[:-1] + "g"]),
    st.sampled_from(["", ":", ":jojo", ":jojo\n", "\n", ":JOJO", ":cat-ear", ":a:b", ":" + "a" * 21, ":é"]),
)


@given(presses)
def test_what_is_written_is_what_is_read(press: ButtonData) -> None:
    data = encode(press)
    assert 1 <= len(data.encode()) <= 64
    assert decode(data) == press


@pytest.mark.parametrize("style", list(Style))
def test_every_style_fits_a_button(style: Style) -> None:
    press = ButtonData("anime", JOB, style.name.lower())
    assert len(encode(press).encode()) <= 64
    assert decode(encode(press)) == press
    assert Style.__members__[press.choice.upper()] is style


@given(st.none() | st.text(max_size=80) | near_misses)
def test_anything_is_one_of_our_buttons_or_none(data: str | None) -> None:
    press = decode(data)
    if press:
        assert encode(press) == data


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "anime",
        f"anime:{JOB}:",
        f"anime:{JOB}:jojo\n",
        f"ANIME:{JOB}:jojo",
        f"anime:{JOB[1:]}:jojo",
        f":{JOB}",
    ],
)
def test_what_is_no_button_of_ours(data: str | None) -> None:
    assert decode(data) is None
