"""Defines Hypothesis strategies for the preferences that a user or group may have set."""

from typing import get_args

from hypothesis import strategies as st

from bot.looks import LONGEST_NAME, LONGEST_WORDS, MOST_OWN, folded_name, is_own_name
from bot.options import Tell
from bot.preferences import CHOICES, MAX_NEGATIVE, PRESETS, Orderers, Preferences, Pressers, one_line
from bot.texts import Texts

own_words = st.text(max_size=MAX_NEGATIVE).map(one_line)
own_styles = st.tuples(
    st.text(max_size=LONGEST_NAME).map(folded_name).filter(is_own_name),
    st.text(max_size=LONGEST_WORDS).map(one_line).filter(bool),
)
anything_set = st.builds(
    Preferences,
    language=st.sampled_from(["", *Texts().languages]),
    model=st.sampled_from(CHOICES["model"]),
    size=st.sampled_from(CHOICES["size"]),
    negative=st.sampled_from(list(PRESETS.values())) | own_words,
    as_file=st.booleans(),
    tell=st.sampled_from(get_args(Tell)),
    linked=st.booleans(),
    orderers=st.sampled_from(get_args(Orderers)),
    buttons=st.sampled_from(get_args(Pressers)),
    spoiler=st.booleans(),
    kept_hours=st.sampled_from([0, 1, 6, 24, 47]),
    daily=st.none() | st.integers(0, 1_000),
    at_once=st.booleans(),
    styles=st.lists(own_styles, max_size=MOST_OWN).map(tuple),
    asked_until=st.integers(0, 2**62),
)
