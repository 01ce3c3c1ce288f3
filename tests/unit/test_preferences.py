"""What is set survives being stored; what buttons and files make up does no harm."""

import json
from dataclasses import asdict, fields, replace
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.options import MAX_PROMPT, Options, Tell
from bot.preferences import (
    CHOICES,
    MAX_NEGATIVE,
    PRESETS,
    Orderers,
    Preferences,
    apply,
    choose,
    chosen,
    one_line,
    read,
    write,
)
from bot.sizes import SHORTEST, SIDE, STEP
from bot.telegram.callback_data import ButtonData, decode, encode
from bot.texts import Texts
from tests.support.preferences import anything_set

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
offered = [(name, value) for name, values in CHOICES.items() for value in values]
NAMES = {"file": "as_file", "link": "linked", "keep": "kept_hours", "once": "at_once"}


@given(anything_set)
def test_what_is_written_is_what_is_read(preferences: Preferences) -> None:
    text = write(preferences)
    assert read(text) == preferences
    text.encode("ascii")  # any database takes it
    stored = json.loads(text)
    assert stored.keys() == {
        field.name for field in fields(Preferences) if getattr(preferences, field.name) != field.default
    }


@given(st.text() | json_values.map(json.dumps))
def test_any_text_is_read(text: str) -> None:
    assert read(write(read(text))) == read(text)


@given(anything_set, st.dictionaries(st.sampled_from([field.name for field in fields(Preferences)]), json_values))
def test_what_does_not_fit_is_as_if_it_had_not_been_set(preferences: Preferences, nonsense: dict[str, Any]) -> None:
    stored = {"from": "another version"} | asdict(preferences) | nonsense
    found = read(json.dumps(stored))
    for field in fields(Preferences):
        value = getattr(found, field.name)
        if field.name in nonsense:
            assert value == field.default or (
                value == nonsense[field.name] and type(value) is type(nonsense[field.name])
            )
        else:
            assert value == getattr(preferences, field.name)


NEVER = [
    '{"daily": true}',
    '{"daily": -1}',
    '{"daily": 1.0}',
    '{"daily": NaN}',
    '{"as_file": 1}',
    '{"at_once": "yes"}',
    '{"styles": [["dusk"]]}',
    '{"styles": [["dusk", ""]]}',
    '{"styles": [["oil", "haze"]]}',
    '{"styles": [["du sk", "haze"]]}',
    '{"styles": [["dusk", 7]]}',
    '{"styles": "dusk"}',
    json.dumps({"styles": [[f"dusk{number}", "haze"] for number in range(13)]}),
    json.dumps({"styles": [["dusk", "x" * 301]]}),
    '{"asked_until": false}',
    '{"language": "auto"}',
    '{"language": "tlh"}',
    '{"size": "64x64"}',
    '{"size": ["512x512"]}',
    '{"orderers": "nobody"}',
    '{"negative": "two\\nlines"}',
    '{"negative": "\\ud800"}',
    json.dumps({"negative": "x" * (MAX_NEGATIVE + 1)}),
    '{"daily": ' + "9" * 5_000 + "}",
    "[" * 100_000,
    "null",
    "{",
    "",
]


@pytest.mark.parametrize("stored", NEVER, ids=range(len(NEVER)))
def test_what_never_is_a_preference(stored: str) -> None:
    assert read(stored) == Preferences()


def test_the_choices_are_what_there_is() -> None:
    assert CHOICES["language"] == ("auto", *Texts().languages)
    assert CHOICES["tell"] == get_args(Tell)
    assert CHOICES["orderers"] == get_args(Orderers)
    assert CHOICES["negative"] == tuple(PRESETS)
    assert all(len(words) <= MAX_NEGATIVE <= MAX_PROMPT for words in PRESETS.values())
    for size in CHOICES["size"]:
        assert all(int(side) % STEP == 0 and SHORTEST <= int(side) <= SIDE for side in size.split("x"))


@pytest.mark.parametrize(("field", "value"), offered)
def test_a_choice_fits_a_button(field: str, value: str) -> None:
    press = ButtonData("set", choice=f"{field}.{value}")
    assert decode(encode(press)) == press
    assert len(encode(press).encode()) <= 64


@given(anything_set, st.sampled_from(offered))
def test_a_choice_sets_its_field_and_no_other(preferences: Preferences, choice: tuple[str, str]) -> None:
    field, value = choice
    after = choose(preferences, field, value)
    assert after is not None
    name = NAMES.get(field, field)
    before = replace(preferences, asked_until=0) if field == "negative" else preferences
    assert replace(after, **{name: getattr(preferences, name)}) == before
    assert chosen(after, field) == value
    assert choose(after, field, value) == after
    assert read(write(after)) == after


@given(anything_set, st.sampled_from(sorted(CHOICES)))
def test_what_holds_is_one_of_the_choices_or_none(preferences: Preferences, field: str) -> None:
    value = chosen(preferences, field)
    if value:
        assert choose(preferences, field, value) in {preferences, replace(preferences, asked_until=0)}
    else:
        assert field in {"negative", "daily"}


def test_at_first_the_first_choice_holds() -> None:
    assert {name: chosen(Preferences(), name) for name in CHOICES} == {name: CHOICES[name][0] for name in CHOICES}


@given(anything_set, st.text(max_size=12) | st.sampled_from(sorted(CHOICES)), st.text(max_size=12))
def test_made_up_choices_are_none(preferences: Preferences, field: str, value: str) -> None:
    assume((field, value) not in offered)
    assert choose(preferences, field, value) is None


@pytest.mark.parametrize("value", ["own", "-1", "٢٠", "10 ", "DEFAULT", "1000000000000"])
def test_near_misses_are_none(value: str) -> None:
    assert not any(choose(Preferences(), field, value) for field in CHOICES)


@given(anything_set, st.booleans())
def test_an_order_takes_what_is_set(preferences: Preferences, shaped: bool) -> None:
    plain = Options(7, width=256, height=704, steps=30, guidance=3, sampler="ddim", fidelity=0.5, is_anime=True)
    options = apply(preferences, plain, shaped=shaped)
    size = f"{options.width}x{options.height}"
    assert size == ("256x704" if shaped else preferences.size)
    assert (options.model, options.negative) == (preferences.model, preferences.negative)
    brought = ("as_file", "tell", "linked")
    assert [getattr(options, name) for name in brought] == [getattr(preferences, name) for name in brought]
    taken = {name: getattr(plain, name) for name in ("model", "negative", *brought, "width", "height")}
    assert replace(options, **taken) == plain


def test_who_has_set_nothing_orders_as_ever() -> None:
    assert apply(Preferences(), Options(7), shaped=False) == Options(7)


@given(st.text(max_size=400))
def test_words_to_avoid_are_one_line(text: str) -> None:
    words = one_line(text)
    assert one_line(words) == words
    assert len(words) <= len(text)
    assert len(words.splitlines()) <= 1
    assert words == words.strip()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  text,\n watermark\t", "text, watermark"),
        ("模糊\u2028文字\x00", "模糊 文字"),
        ("👩\u200d🚀 no", "👩\u200d🚀 no"),
        ("\u202eabc", "\u202eabc"),
        ("e\u0301", "e\u0301"),
        ("a\ud800b", "a b"),
        (" \u200b\u200d\n", ""),
        ("\u202e", ""),
        ("", ""),
    ],
)
def test_what_was_typed_as_words_to_avoid(typed: str, words: str) -> None:
    assert one_line(typed) == words
