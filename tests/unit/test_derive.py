"""What a button makes of a job, and the line that asks for the same picture again."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import ACTIONS, make
from bot.derive import NoSuchButtonError, recipe, siblings
from bot.errors import UserError
from bot.grammar import parse
from bot.job import Kind, Outcome, Source, State
from bot.options import MAX_SEED, Options, Style
from tests.support.orders import PHOTO, painted

SIDES = st.sampled_from(range(256, 769, 64))
OPTIONS = st.builds(
    Options,
    seed=st.integers(0, MAX_SEED),
    model=st.sampled_from(["art", "anime", "basic"]),
    width=SIDES,
    height=SIDES,
    steps=st.integers(5, 100),
    guidance=st.integers(100, 3000).map(lambda hundredths: hundredths / 100),
    sampler=st.sampled_from(["k_euler", "ddim"]),
    negative=st.sampled_from(["", "text, blur", "雪"]),
    fidelity=st.integers(0, 100).map(lambda hundredths: hundredths / 100),
)
PROMPTS = st.text(min_size=1, max_size=60).map(str.strip).filter(bool)


@given(OPTIONS, PROMPTS, OPTIONS, st.sampled_from([Kind.DRAW, Kind.REMIX]))
def test_the_line_asks_for_the_same_picture_whatever_the_sender_has_set(
    options: Options, prompt: str, others: Options, kind: Kind
) -> None:
    if kind is Kind.DRAW:
        options = replace(options, fidelity=0.2)  # which says nothing without a photo
    line = recipe(painted(kind, replace(options, sized=True), prompt), others.negative)
    command, _, text = line.partition(" ")
    parsed = parse(text, replace(others, steps=20, guidance=7.5, sampler="k_euler", fidelity=0.2), kind)
    assert (command, parsed.prompt) == (f"/{kind}", prompt)
    assert parsed.options == options


def test_the_line_for_photos() -> None:
    assert recipe(painted(Kind.ANIME, Options(seed=1, style=Style.JOJO))) == ("/anime JOJO --size 512x512 --seed 1")
    with_more = recipe(painted(Kind.ANIME, Options(seed=1, guidance=9, model="anime", style=Style.JOJO)))
    assert with_more == "/anime JOJO --size 512x512 --seed 1", "what the command would refuse is not in it"
    assert [recipe(painted(Kind.HD, Options(seed=1, is_anime=drawn))) for drawn in (False, True)] == [
        "/hd",
        "/hd anime",
    ]


def test_again_has_another_seed_and_nothing_else_new() -> None:
    job = painted(Kind.REMIX, Options(seed=7, width=768, negative="blur"))
    again = make(job, "again")
    assert again.options.seed != 7
    same = replace(again, options=replace(again.options, seed=7), parent="", action="")
    assert (same, again.parent, again.action) == (job.order, job.id, "again")


@pytest.mark.parametrize(
    ("outcome", "same"), [(Outcome.REFUSED, False), (Outcome.FAILED, True), (Outcome.EXPIRED, True)]
)
def test_the_same_once_more_unless_it_would_be_refused_again(outcome: Outcome, same: bool) -> None:
    retried = make(painted(outcome=outcome, file_id=None), "retry")
    assert (retried.options.seed == 7) is same


@pytest.mark.parametrize(
    ("kind", "as_file", "checked"), [(Kind.DRAW, False, True), (Kind.DRAW, True, False), (Kind.HD, False, False)]
)
def test_a_picture_is_the_source_of_what_is_made_of_it(kind: Kind, as_file: bool, checked: bool) -> None:
    job = painted(kind, Options(seed=7, as_file=as_file))
    for action, style in (("hd", None), ("remix", None), ("style", Style.JOJO)):
        assert make(job, action, style).source == Source("the-picture", checked)


def test_a_photo_without_a_word_is_its_own_picture() -> None:
    job = painted(Kind.PHOTO, prompt="", state=State.CANCELLED, outcome=None, file_id=None)
    made = {action: make(job, action, Style.JOJO if action == "style" else None) for action in ("hd", "remix", "style")}
    assert {order.source for order in made.values()} == {PHOTO}
    assert (made["hd"].is_draft, made["remix"].is_draft, made["style"].options.style) == (False, True, Style.JOJO)


@pytest.mark.parametrize("action", ["again", "vary", "retry"])
def test_forgotten_words_are_said_to_be(action: str) -> None:
    outcome = Outcome.FAILED if action == "retry" else Outcome.PICTURE
    with pytest.raises(UserError) as refusal:
        make(painted(prompt="", forgotten=True, outcome=outcome), action)
    assert refusal.value.code == "press-forgotten"


@pytest.mark.parametrize("action", ["vary", "hd", "remix", "style"])
def test_a_picture_that_is_gone_is_said_to_be(action: str) -> None:
    with pytest.raises(UserError) as refusal:
        make(painted(file_id=None), action, Style.JOJO)
    assert refusal.value.code == "press-no-picture"


@pytest.mark.parametrize("action", ["again", "vary", "retry"])
def test_a_photo_that_is_gone_is_said_to_be(action: str) -> None:
    job = painted(Kind.REMIX, outcome=Outcome.FAILED)
    with pytest.raises(UserError) as refusal:
        make(replace(job, order=replace(job.order, source=None)), action)
    assert refusal.value.code == "press-no-picture"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("action", [name for name, action in ACTIONS.items() if action.makes])
def test_whatever_is_pressed_under_whatever_makes_a_whole_order_or_is_refused(kind: Kind, action: str) -> None:
    """A made-up button may be under anything."""
    options = Options(seed=7, style=Style.JOJO if kind is Kind.ANIME else "", count=3)
    prompt = "a fox" if kind in {Kind.DRAW, Kind.REMIX} else ""
    for state, outcome in product(State, (None, *Outcome)):
        job = painted(kind, options, prompt, state=state, outcome=outcome)
        pointless = {
            "again": kind in {Kind.HD, Kind.PHOTO},
            "vary": kind not in {Kind.DRAW, Kind.REMIX} or job.is_cancelled,
            "retry": kind is Kind.PHOTO or outcome in {None, Outcome.PICTURE, Outcome.CANCELLED},
        }
        asks = action in {"remix", "change", "edit", "reword", "anime"}
        if action in {"edit", "reword"}:
            pointless[action] = kind not in {Kind.DRAW, Kind.REMIX}
        if pointless.get(action, job.is_cancelled and kind is not Kind.PHOTO):
            with pytest.raises(NoSuchButtonError):
                make(job, action, Style.CUTE)
            continue
        made = make(job, action, Style.CUTE if action == "style" else None)
        becomes = {"vary": Kind.REMIX, "hd": Kind.HD, "style": Kind.ANIME, "remix": Kind.REMIX, "change": Kind.REMIX}
        becomes["anime"] = Kind.ANIME
        assert made.kind == becomes.get(action, kind)
        assert made.is_draft == asks, "words are still to be asked for"
        assert bool(made.prompt) == (made.kind in {Kind.DRAW, Kind.REMIX} and not made.is_draft)
        assert (made.source is None) == (made.kind is Kind.DRAW)
        assert made.kind is not Kind.ANIME or made.options.style == {"style": Style.CUTE, "anime": ""}.get(
            action, Style.JOJO
        )
        as_it_is = (
            action in {"hd", "edit", "reword"}
            or (action == "retry" and outcome is not Outcome.REFUSED)
            or kind is Kind.PHOTO
        )
        assert made.options.seed != 7 or as_it_is
        assert made.options.count == 1 or made.is_draft or kind is Kind.PHOTO


@pytest.mark.parametrize(
    ("kind", "model", "drawn"),
    [
        (Kind.DRAW, "anime", True),
        (Kind.DRAW, "art", False),
        (Kind.REMIX, "anime", True),
        (Kind.ANIME, "", True),
        (Kind.PHOTO, "anime", False),
    ],
)
def test_what_was_drawn_is_made_large_as_a_drawing(kind: Kind, model: str, drawn: bool) -> None:
    large = make(painted(kind, Options(seed=7, model=model, count=3)), "hd")
    assert (large.kind, large.prompt, large.options.is_anime, large.options.count) == (Kind.HD, "", drawn, 1)


def test_several_pictures_of_one_order_are_orders_of_one_each() -> None:
    order = replace(painted().order, origin="p:9:0", parent="x", action="again", options=Options(MAX_SEED - 1, count=4))
    made = siblings(order)
    # Each of them is one of so many.
    assert [(sibling.origin, sibling.options.seed, sibling.options.count) for sibling in made] == [
        ("p:9:1", MAX_SEED, 4),
        ("p:9:2", 0, 4),
        ("p:9:3", 1, 4),
    ]
    assert [sibling.number for sibling in made] == [2, 3, 4]
    for sibling in made:
        assert (sibling.parent, sibling.action) == ("", "")
        assert replace(sibling, origin="", parent="", action="", options=order.options) == replace(
            order, origin="", parent="", action=""
        )


@pytest.mark.parametrize("action", ["style", "remix"])
def test_what_was_covered_stays_covered(action: str) -> None:
    covered = painted(options=Options(seed=7, width=768, height=512, steps=50, spoiler=True))
    options = make(covered, action, Style.JOJO).options
    assert (options.width, options.height, options.steps, options.spoiler) == (768, 512, Options(0).steps, True)
