"""The options in a prompt: what people and their keyboards type, and what it means."""

import time
from contextlib import suppress
from dataclasses import replace
from math import log
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.grammar import NONE, SAMPLERS, WrongOptionError, parse, render
from bot.job import Kind
from bot.looks import SHOWN
from bot.options import MAX_PROMPT, MAX_SEED, Options, ParsedPrompt
from bot.sizes import SHORTEST, SIDE, STEP, size_near, size_shaped
from bot.texts import Texts

TEXTS = Texts()
DEFAULTS = Options(seed=7)
OTHER_DEFAULTS = Options(seed=8, model="anime", width=768, height=512, negative="text", steps=50, guidance=9.25)
NAMES = (
    "ar",
    "size",
    "seed",
    "steps",
    "cfg",
    "scale",
    "model",
    "sampler",
    "fidelity",
    "no",
    "n",
    "w",
    "h",
    "q",
    "iw",
    "v",
)

WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "--",
            "---",
            "—",
            "–",
            "——",
            "—ar",
            "\n",
            " ",
            "\u200f",
            "\u200b",
            "🦊‍❄️",
            "雪",
            "فن",
            '"',
            "'",
            "“",
            "”",
            "«",
            ",",
            "=",
        ]
    ),
    st.sampled_from([f"{dash}{name}" for name in NAMES for dash in ("--", "—", "－－")]),
    st.sampled_from(
        ["16:9", "768x512", "42", "-1", "random", "0.4", "7,5", "art", "euler", '""', '"a b"', "“no, not”"]
    ),
)
SPEECH = st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "\n"])), max_size=14).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)
FITTING = st.lists(
    st.sampled_from(
        [
            "---", "a fox",
            "雪地里的红狐狸", "🦊", "—", "x--y", "лиса — в снегу", "ثعلب", "\n", "\n\n", "don't", '"so"',
            "--ar 16:9", "—ar 1:2", "--size=700x300", "--seed 42", "--seed random", "--steps 30", "--cfg 7,25",
            "--no text, blur", '--no "a \'b\'" ', '--no ""', "--no “«x»", '--no "--x', "--model anime", "--n 3",
            "--sampler 'euler a'", "--fidelity .4", "--", "-- --ar 1:1", '--no "\u200e"', "--no =:-x",
        ]
    ),
    max_size=8,
).map(" ".join)  # fmt: skip


def refusal(text: str, kind: Kind = Kind.DRAW) -> tuple[str, dict[str, str | int]]:
    """Return the code and the arguments of the error that a text gives."""
    with pytest.raises(UserError) as error:
        parse(text, DEFAULTS, kind)
    return error.value.code, error.value.params


def assert_is_clear(error: UserError, kind: Kind) -> None:
    assert error.code.startswith("option-")
    assert all(value and len(str(value)) < 100 for value in error.params.values())
    for hint in {"nearest", "example"} & error.params.keys():
        if error.params[hint] not in {NONE, "hd"} and error.code != "option-foreign":
            parse(str(error.params[hint]), DEFAULTS, kind)
    assert TEXTS.get("en", f"error-{error.code}", **error.params)


def assert_sends_again(text: str, defaults: Options, kind: Kind) -> ParsedPrompt:
    parsed = parse(text, defaults, kind)
    again = render(parsed, defaults, kind)
    assert parse(again, defaults, kind) == parsed
    assert render(parse(again, defaults, kind), defaults, kind) == again
    return parsed


@given(text=st.one_of(SPEECH, st.text(max_size=100)), kind=st.sampled_from(Kind), usual=st.booleans())
@example(text='--no “«x»” --no "--ar 1:1', kind=Kind.DRAW, usual=True)
@example(text="a\u200f--n 2\u200b--n 3 b", kind=Kind.DRAW, usual=True)
@example(text="--euler", kind=Kind.HD, usual=True)
def test_any_text_is_a_wish_that_can_be_sent_again_or_an_error(text: str, kind: Kind, usual: bool) -> None:
    defaults = DEFAULTS if usual else OTHER_DEFAULTS
    try:
        parsed = parse(text, defaults, kind)
    except UserError as error:
        assert_is_clear(error, kind)
        return
    assert_sends_again(text, defaults, kind)
    assert parsed.prompt == parsed.prompt.strip()
    assert parsed.options.width % STEP == parsed.options.height % STEP == 0
    assert 1 <= parsed.count <= 4


@given(text=FITTING, usual=st.booleans())
def test_what_is_right_is_never_refused_and_can_be_sent_again(text: str, *, usual: bool) -> None:
    assert_sends_again(text, DEFAULTS if usual else OTHER_DEFAULTS, Kind.REMIX)


@given(st.text(alphabet=st.characters(exclude_characters="-－﹣—–"), max_size=100))
def test_text_without_dashes_is_the_prompt(text: str) -> None:
    assert parse(text, DEFAULTS, Kind.DRAW) == ParsedPrompt(text.strip(), DEFAULTS, sized=False, count=1)


@pytest.mark.parametrize(
    ("text", "prompt", "changes"),
    [
        ("a fox --ar 3:2", "a fox", {"width": 768, "height": 512}),
        ("a fox —ar 3:2", "a fox", {"width": 768, "height": 512}),
        ("a fox –ar 3:2", "a fox", {"width": 768, "height": 512}),
        ("红狐狸 ——ar 3：2", "红狐狸", {"width": 768, "height": 512}),
        ("红狐狸 －－ＡＲ　３：２", "红狐狸", {"width": 768, "height": 512}),
        ("a fox --ar=2/3 in the snow", "a fox in the snow", {"width": 512, "height": 768}),
        ("--AR 1.5:1 a fox", "a fox", {"width": 768, "height": 512}),
        ("--ar 1,5:1 a fox", "a fox", {"width": 768, "height": 512}),
        ("a fox --ar 3:2, in the snow", "a fox in the snow", {"width": 768, "height": 512}),
        ("--size 768x512 a fox", "a fox", {"width": 768, "height": 512}),
        ("лиса --size 768х512", "лиса", {"width": 768, "height": 512}),
        ("ثعلب \u200f--size 768×512\u200f في الثلج", "ثعلب \u200f في الثلج", {"width": 768, "height": 512}),
        ("a fox --size 640", "a fox", {"width": 640, "height": 640}),
        ("a fox --w 768 --h 512", "a fox", {"width": 768, "height": 512}),
        ("a fox --size 512x768 --width 640", "a fox", {"width": 640, "height": 768}),
        ("a fox --w 640 --ar 1:1", "a fox", {"width": 768, "height": 768}),
        ("a fox --q 2", "a fox", {"steps": 40}),
        ("a fox --quality .25", "a fox", {"steps": 5}),
        ("a fox --iw 1", "a fox", {"fidelity": 0.5}),
        ("a fox --iw 0.25", "a fox", {"fidelity": 0.2}),
        ("a fox --style raw", "a fox", {}),
        ("a fox --seed 42", "a fox", {"seed": 42}),
        ("a fox --seed ٤٢", "a fox", {"seed": 42}),
        ("a fox --seed 42 --seed -1", "a fox", {}),
        ("a fox --seed−1", "a fox", {}),
        ("a fox --seed random", "a fox", {}),
        ("--steps30 a fox", "a fox", {"steps": 30}),
        ("a fox --steps 30 --steps 40", "a fox", {"steps": 40}),
        ("a fox --cfg 9.5", "a fox", {"guidance": 9.5}),
        ("a fox --scale 9,5", "a fox", {"guidance": 9.5}),
        ("a fox --cfg_scale 9", "a fox", {"guidance": 9.0}),
        ("a fox --model Anime 🦊", "a fox 🦊", {"model": "anime"}),
        ("a fox --sampler Euler", "a fox", {"sampler": "k_euler"}),
        ("--sampler euler a fox", "a fox", {"sampler": "k_euler"}),
        ("a fox --sampler “euler a” 🦊", "a fox 🦊", {"sampler": "k_euler_a"}),
        ("a fox --sampler k-euler-a", "a fox", {"sampler": "k_euler_a"}),
        ("a fox --fidelity .4", "a fox", {"fidelity": 0.4}),
        ("a fox --no text, blurry hands --seed 1", "a fox", {"negative": "text, blurry hands", "seed": 1}),
        ("a fox --no “text, blur” in the snow", "a fox in the snow", {"negative": "text, blur"}),
        ("a fox --no 'don't' now", "a fox now", {"negative": "don't"}),
        ("a fox --no text\nin the snow", "a fox\nin the snow", {"negative": "text"}),
        ("a fox --no text -- in the snow", "a fox in the snow", {"negative": "text"}),
        ("狐狸 --no 文字，模糊", "狐狸", {"negative": "文字，模糊"}),
        ("--no text a fox --no blur", "", {"negative": "text a fox, blur"}),
        ("a fox\n--seed 1\nin the snow", "a fox\nin the snow", {"seed": 1}),
        ("a fox\n\nin  the snow --seed 1", "a fox\n\nin  the snow", {"seed": 1}),
        ("a fox — in the snow", "a fox — in the snow", {}),
        ("a fox – red", "a fox – red", {}),
        ("—Привет, сказала лиса", "—Привет, сказала лиса", {}),
        ("狐狸 ——雪地", "狐狸 ——雪地", {}),
        ("word--ar well—ar --- ---ar --16:9", "word--ar well—ar --- ---ar --16:9", {}),
        ("a fox -- --seed 1", "a fox --seed 1", {}),
        ("-- a -- b", "a -- b", {}),
        ("--seed 1 --steps 30", "", {"seed": 1, "steps": 30}),
        ("", "", {}),
    ],
)
def test_what_people_type(text: str, prompt: str, changes: dict[str, Any]) -> None:
    parsed = assert_sends_again(text, DEFAULTS, Kind.REMIX)
    assert (parsed.prompt, parsed.options, parsed.count) == (prompt, replace(DEFAULTS, **changes), 1)
    assert parsed.sized == ("width" in changes)


@pytest.mark.parametrize(("text", "count"), [("--n 2", 2), ("--n4 fox", 4), ("--count 3", 3), ("--n 4 --n 1", 1)])
def test_how_many(text: str, count: int) -> None:
    assert assert_sends_again(text, DEFAULTS, Kind.DRAW).count == count


def test_a_given_size_is_kept_although_it_is_the_usual_one() -> None:
    assert parse("--size 512x512", DEFAULTS, Kind.REMIX).sized
    parsed = parse("fox --ar 1:1", replace(DEFAULTS, width=768, height=768), Kind.REMIX)
    assert render(parsed, DEFAULTS, Kind.REMIX).endswith("768x768")
    assert not parse("fox", DEFAULTS, Kind.REMIX).sized


def test_no_words_to_avoid_against_usual_ones() -> None:
    parsed = assert_sends_again('fox --no ""', OTHER_DEFAULTS, Kind.DRAW)
    assert parsed.options.negative == ""
    assert render(parsed, OTHER_DEFAULTS, Kind.DRAW) == 'fox --no ""'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("--seed 42 a fox --ar 16:9", "a fox --size 576x320 --seed 42"),
        ("a fox", "a fox"),
        ("--seed 7", ""),
        ("--n 2 -- a --ar b", "--n 2 -- a --ar b"),
        ("-- —dijo", "-- —dijo"),
        ("--cfg 7.50 --cfg 8.20 fox", "fox --cfg 8.2"),
    ],
)
def test_the_line_to_send_again(text: str, line: str) -> None:
    assert render(parse(text, DEFAULTS, Kind.DRAW), DEFAULTS, Kind.DRAW) == line


def test_a_picture_of_other_defaults_can_be_sent_again() -> None:
    parsed = ParsedPrompt("a fox", replace(OTHER_DEFAULTS, sampler="plms", fidelity=0.25), sized=False, count=1)
    line = render(parsed, DEFAULTS, Kind.REMIX)
    assert parse(line, DEFAULTS, Kind.REMIX) == replace(parsed, sized=True)


@pytest.mark.parametrize(
    ("text", "option", "value", "allowed", "nearest"),
    [
        ("fox --ar 9:1", "--ar", "9:1", "1:3 … 3:1", "--ar 3:1"),
        ("fox --ar 1:9", "--ar", "1:9", "1:3 … 3:1", "--ar 1:3"),
        ("fox --ar 0:0", "--ar", "0:0", "1:3 … 3:1", NONE),
        ("fox --aspect wide", "--aspect", "wide", "1:3 … 3:1", NONE),
        ("fox --size 0x512", "--size", "0x512", "256x256 … 768x768", "--size 256x768"),
        ("fox --size 4000x10", "--size", "4000x10", "256x256 … 768x768", "--size 768x256"),
        ("fox --size 100x768", "--size", "100x768", "256x256 … 768x768", "--size 256x768"),
        ("fox --size 20000x20000", "--size", "20000x20000", "256x256 … 768x768", "--size 768x768"),
        ("fox --seed 4294967296", "--seed", "4294967296", f"0 … {MAX_SEED}", f"--seed {MAX_SEED}"),
        ("fox --seed -2", "--seed", "-2", f"0 … {MAX_SEED}", "--seed 0"),
        ("fox --steps 4", "--steps", "4", "5 … 100", "--steps 5"),
        ("fox --steps 101", "--steps", "101", "5 … 100", "--steps 100"),
        ("fox --steps 7.4", "--steps", "7.4", "5 … 100", "--steps 7"),
        ("fox --cfg 0.999", "--cfg", "0.999", "1 … 30", "--cfg 1"),
        ("fox --scale 59", "--scale", "59", "1 … 30", "--scale 30"),
        ("fox --scale 99", "--scale", "99", "1 … 30", NONE),
        ("fox --fidelity 40", "--fidelity", "40", "0 … 1", NONE),
        ("fox --cfg nan", "--cfg", "nan", "1 … 30", NONE),
        ("fox --fidelity 1.5", "--fidelity", "1.5", "0 … 1", "--fidelity 1"),
        ("fox --n 5", "--n", "5", "1 … 4", "--n 4"),
        ("fox --w 0", "--w", "0", "256 … 768", "--w 256"),
        ("fox --w 99999", "--w", "99999", "256 … 768", "--w 768"),
        ("fox --w wide", "--w", "wide", "256 … 768", NONE),
        ("fox --w 1000 --h 100", "--size", "1000x100", "256x256 … 768x768", "--size 768x256"),
        ("fox --q 9", "--q", "9", "0.25 … 5", "--q 5"),
        ("fox --iw 4", "--iw", "4", "0 … 3", "--iw 3"),
        ("fox --model sdxl", "--model", "sdxl", "art, anime, basic", NONE),
        ("fox --sampler dpm++2m", "--sampler", "dpm++2m", ", ".join(SAMPLERS), NONE),
        ("fox --style watercolur", "--style", "watercolur", ", ".join(SHOWN), "--style watercolour"),
        ("fox --style gothic", "--style", "gothic", ", ".join(SHOWN), NONE),
        ("fox --n 0", "--n", "0", "1 … 4", "--n 1"),
        ("fox --model artistic", "--model", "artistic", "art, anime, basic", "--model art"),
        ("fox --model anim", "--model", "anim", "art, anime, basic", "--model anime"),
        (
            "fox --sampler k_eulr",
            "--sampler",
            "k_eulr",
            "ddim, plms, klms, solver, k_euler, k_euler_a",
            "--sampler k_euler",
        ),
    ],
)
def test_a_value_that_cannot_be(text: str, option: str, value: str, allowed: str, nearest: str) -> None:
    code, params = refusal(text, Kind.REMIX)
    parse(str(params.pop("example")), DEFAULTS, Kind.REMIX)
    assert (code, params) == (
        "option-value",
        {"option": option, "value": value, "allowed": allowed, "nearest": nearest},
    )
    if nearest != NONE:
        parse(nearest, DEFAULTS, Kind.REMIX)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("--s 250", "--cfg 9"), ("--stylize 1000", "--cfg 9"), ("--v 6", "--model art"), ("--niji 5", "--model anime"),
        ("--hd", "hd"), ("--chaos 50", NONE), ("--fast", NONE),
    ],
)  # fmt: skip
def test_what_other_painters_take_is_named(text: str, nearest: str) -> None:
    code, params = refusal(f"fox {text}")
    assert (code, params) == ("option-foreign", {"option": text.split(maxsplit=1)[0], "nearest": nearest})


@pytest.mark.parametrize(
    ("text", "option", "nearest"),
    [
        ("fox --stepz 30", "--stepz", "--steps 30"),
        ("fox —Sed 30", "--sed", "--seed 30"),
        ("fox --step 30", "--step", "--steps 30"),
        ("fox --aspect-ratio 16:9", "--aspect-ratio", "--aspect 16:9"),
        ("fox --modle art", "--modle", "--model art"),
        ("fox --modle animee", "--modle", "--model anime"),
        ("fox --modle sdxl", "--modle", "--model anime"),
        ("fox --smpler “euler a” here", "--smpler", '--sampler "euler a"'),
        ("fox --x" + "y" * 4_000, "--x" + "y" * 36 + "…", NONE),
        ("fox --lora x", "--lora", NONE),
    ],
)
def test_an_option_that_is_none(text: str, option: str, nearest: str) -> None:
    code, params = refusal(text)
    assert (code, params["option"]) == ("option-unknown", option)
    assert params["nearest"] == nearest
    if nearest != NONE:
        parse(nearest, DEFAULTS, Kind.DRAW)


@pytest.mark.parametrize(
    ("text", "kind", "option"),
    [
        ("--model art", Kind.ANIME, "--model"),
        ("--scale 7.5", Kind.ANIME, "--scale"),
        ("anime --ar 1:1", Kind.HD, "--ar"),
    ],
)
def test_a_command_takes_the_options_that_do_something_with_it(text: str, kind: Kind, option: str) -> None:
    assert refusal(text, kind) == ("option-not-here", {"option": option, "command": kind})


def test_what_only_a_remix_has_is_neither_taken_nor_proposed_elsewhere() -> None:
    assert refusal("fox --fidelity 99") == ("option-only-remix", {"option": "--fidelity", "command": "draw"})
    assert "fidelity" not in str(refusal("fox --fidelitty 0.4")[1]["nearest"])
    assert refusal("fox --fidelitty 0.4", Kind.REMIX)[1]["nearest"] == "--fidelity 0.4"


@pytest.mark.parametrize("text", ["--steps", "--steps --n 2", "--steps\n30", "--steps=", '--steps ""', "--steps -- 30"])
def test_a_value_that_is_missing(text: str) -> None:
    assert refusal(f"fox {text}") == ("option-missing-value", {"option": "--steps", "example": "--steps 30"})


@pytest.mark.parametrize("text", ["--no", "--no ,", "--no\ntext", "--no --n 2"])
def test_words_that_are_missing(text: str) -> None:
    code, params = refusal(f"fox {text}")
    assert (code, params["option"]) == ("option-missing-value", "--no")
    parse(str(params["example"]), DEFAULTS, Kind.DRAW)


def test_too_many_words_to_avoid() -> None:
    parse("--no " + "x" * MAX_PROMPT, DEFAULTS, Kind.DRAW)
    code, params = refusal("--no " + "x" * 600 + " --no " + "y" * 600, Kind.REMIX)
    assert (code, params) == ("prompt-too-long", {"length": 1_202, "limit": MAX_PROMPT, "command": "remix"})


HOSTILE = {
    "no": "--no " * 820, "n": "--n 2 " * 683, "dashes": "--" * 2_048, "long dashes": "—" * 4_096, "ends": "-- " * 1_365,
    "quotes after no": "--no \"'“«「" * 372, "spaces": " " * 4_096, "name": "--" + "a" * 4_094,
    "dashes in a name": "--a" + "-a" * 2_046, "seed": "--seed " + "9" * 4_089,
    "ratio": "--ar " + "9" * 2_000 + ":" + "9" * 2_000, "size": "--size " + "9" * 4_089,
    "model": "--model " + "ﷺ" * 4_088, "quotes": "--no " + "\"' " * 1_363, "lines": "a --n 2 \n" * 455,
    "marks": "\u200f" * 4_096, "spaces after no": "--no" + " " * 4_092,
    "equals": "--no=" + "= " * 2_045, "spaces after ar": "x --ar" + " " * 4_080 + "y",
    "a number among spaces": "x --ar " + " " * 1_990 + "1" * 60 + " " * 1_990 + "y",
    "digits": "x --size " + "1" * 2_000 + "." + "1" * 2_000 + "y",
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_no_time(hostile: str) -> None:
    began = time.process_time()
    for _ in range(5):
        with suppress(UserError):
            render(parse(hostile, DEFAULTS, Kind.REMIX), DEFAULTS, Kind.REMIX)
    assert time.process_time() - began < 0.5


SIZES = st.sampled_from(range(SHORTEST, SIDE + 1, STEP))


@given(width=st.integers(1, 10_000), height=st.integers(1, 10_000))
@example(width=1, height=10_000)
@example(width=768, height=212)
@example(width=287, height=256)
def test_pixels_become_the_nearest_size_there_is_or_an_error(width: int, height: int) -> None:
    if log(max(width, height) / min(width, height) / 3) > 0.2:
        with pytest.raises(UserError):
            parse(f"--size {width}x{height}", DEFAULTS, Kind.DRAW)
        return
    parsed = parse(f"--size {width}x{height}", DEFAULTS, Kind.DRAW)
    size = (parsed.options.width, parsed.options.height)
    assert size == size_near(width, height) == size_near(height, width)[::-1]
    assert all(SHORTEST <= side <= SIDE and side % STEP == 0 for side in size)
    assert (size[0] - size[1]) * (width - height) >= 0
    if max(width, height) <= SIDE and min(width, height) >= SHORTEST:
        assert abs(size[0] - width) < STEP
        assert abs(size[1] - height) < STEP


@given(width=SIZES, height=SIZES)
def test_a_size_there_is_stays(width: int, height: int) -> None:
    assert size_near(width, height) == (width, height)


@given(width=SIZES, height=SIZES)
def test_a_ratio_there_is_is_kept_exactly_and_large(width: int, height: int) -> None:
    across, down = size_shaped(width / height)
    assert across * height == down * width
    assert across >= width


@pytest.mark.parametrize(
    ("ratio", "size"),
    [
        ("1:1", (768, 768)), ("3:2", (768, 512)), ("2:3", (512, 768)), ("4:3", (768, 576)), ("5:4", (640, 512)),
        ("16:9", (576, 320)), ("9:16", (320, 576)), ("2:1", (768, 384)), ("3:1", (768, 256)), ("21:9", (768, 320)),
    ],
)  # fmt: skip
def test_the_sizes_of_usual_ratios(ratio: str, size: tuple[int, int]) -> None:
    parsed = parse(f"fox --ar {ratio}", DEFAULTS, Kind.DRAW)
    assert (parsed.options.width, parsed.options.height) == size


@pytest.mark.parametrize(
    "option", ["--w", "--h", "--size", "--ar", "--steps", "--seed", "--n", "--fidelity", "--q", "--iw"]
)
@pytest.mark.parametrize("digits", ["000000001" + "9" * 400, "9" * 3_900, "0" * 3_900, "٩" * 300, "0." + "9" * 3_000])
def test_a_number_of_any_length_is_read_or_refused(option: str, digits: str) -> None:
    for value in (digits, f"{digits}x{digits}", f"{digits}:1"):
        try:
            parse(f"a fox {option} {value}", DEFAULTS, Kind.REMIX)
        except UserError as error:
            assert_is_clear(error, Kind.REMIX)


def test_the_refusals_are_said_with_something_to_copy() -> None:
    for text in ("--foo", "--stepz", "--steps", "--steps 4", "--ar x", "--fidelity 1", "--v 6", "--fast"):
        code, params = refusal(text)
        for language in TEXTS.languages:
            said = TEXTS.get(language, f"error-{code}", **params)
            assert f"<code>{params['option']}</code>" in said
            for hint in ("nearest", "example"):
                if (
                    hint in params
                    and params[hint] != NONE
                    and (hint == "nearest" or params.get("nearest", NONE) == NONE)
                ):
                    assert f"<code>{params[hint]}</code>" in said
            assert len(said) < 400


def test_a_style_adds_its_words() -> None:
    assert (
        parse("a fox --style Water-Colour", DEFAULTS, Kind.DRAW).options.look
        == "watercolour painting, soft washes, paper texture"
    )
    assert parse("--style oil a fox --style raw", DEFAULTS, Kind.REMIX).options.look == ""


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("a fox --steps 101 in the snow", "a fox --steps 100 in the snow"),
        ("--ar 9 : 1 a fox", "--ar 3:1 a fox"),
        ("a fox --n=5 --ar 16:9", "a fox --n 4 --ar 16:9"),
        ("a fox --stepz 30\nin the snow", "a fox --steps 30 \nin the snow"),
        ("a fox --modle “animee” in the snow", "a fox --model anime in the snow"),
        ("a fox --modle sdxl", ""),
        ("a fox --model sdxl", ""),
        ("a fox --s 750, in the snow", "a fox --cfg 9 in the snow"),
        ("--niji a fox", "--model anime a fox"),
        ("a fox --v 6.1", "a fox --model art "),
        ("a fox --hd", ""),
        ("a fox --chaos 50", ""),
        ("a fox --w 1000 --h 100 -- sly", "a fox --w 1000 --h 100  --size 768x256 -- sly"),
        ("a fox --nop text, blur", "a fox --no text, blur "),
        ("a fox --steps 101 --steps 3 -- --x", "a fox --steps 100 --steps 3 -- --x"),
    ],
)
def test_what_is_nearest_can_stand_in_its_place(text: str, instead: str) -> None:
    with pytest.raises(WrongOptionError) as wrong:
        parse(text, DEFAULTS, Kind.REMIX)
    assert wrong.value.instead == instead


@given(SPEECH)
def test_what_stands_instead_is_nearer_to_right(text: str) -> None:
    """Each correction takes one wrong option away; in the end there is none, or one that nothing is near."""
    for _ in range(len(text) + 1):
        try:
            parse(text, DEFAULTS, Kind.REMIX)
        except WrongOptionError as wrong:
            text = wrong.instead
            if not text:
                return
        except UserError:
            return
        else:
            return
    pytest.fail("it goes on being wrong")


def test_a_style_of_ones_own() -> None:
    own = {"dusk": "golden hour, soft haze"}
    assert parse("a fox --style Dusk", DEFAULTS, Kind.DRAW, own).options.look == "golden hour, soft haze"
    with pytest.raises(WrongOptionError) as wrong:
        parse("a fox --style duskk", DEFAULTS, Kind.DRAW, own)
    assert wrong.value.params["nearest"] == "--style dusk"
    assert str(wrong.value.params["allowed"]).endswith(", neon, dusk")
