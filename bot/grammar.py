"""Parses and renders the options in a prompt: `a red fox --ar 16:9 --seed 42`. Pure.

- An option is `--` and a name, at the start or after a blank. Keyboards may replace `--`, so one or two em or en
  dashes before a Latin letter count, too. `word--word`, `well—known`, `—слово` and `---` are text.
- The value follows on the same line, after a blank, `=`, or nothing (`--n4`), bare or in quotes. Case is ignored,
  full-width characters count as their ASCII forms, a comma after a bare value is punctuation.
- Options of other painting bots are accepted: `--w` and `--h`, `--q` (steps), `--iw` (fidelity); an error names those
  without a counterpart here (`_FOREIGN`). An error offers the nearest valid option or value, where that is clear.
- `--no` takes all words up to the next option, the end of the line or the closing quote; `--no ""` avoids nothing.
- If an option is given twice, the last one wins (`--ar` and `--size` count as the same option); several `--no` are
  joined. Quotes do not hide options.
- A lone ASCII `--` ends the options: the rest is text. A lone em dash is punctuation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from bot.errors import UserError
from bot.job import Kind
from bot.looks import SHOWN
from bot.option_syntax import END, OPTION, cut_number, cut_value, joined, plain
from bot.option_values import (
    QUOTED_BACK,
    Bounds,
    NotAllowedError,
    Reader,
    nearest_word,
    read_decimal,
    read_image_weight,
    read_look,
    read_quality,
    read_ratio,
    read_seed,
    read_side,
    read_size,
    read_whole,
    read_word,
    read_words,
    written,
)
from bot.options import MAX_PROMPT, MAX_SEED, Options, ParsedPrompt, shorten
from bot.sizes import SHORTEST, SIDE, is_like, size_near

Looks = Mapping[str, str]

SAMPLERS = ("ddim", "plms", "klms", "solver", "k_euler", "k_euler_a")

NONE = "none"
"""The parameter `nearest` of an error if no valid option is near."""

_FOREIGN = (
    dict.fromkeys(("s", "stylize", "stylise"), "--cfg 9")
    | dict.fromkeys(("v", "version"), "--model art")
    | {"niji": "--model anime"}
    | dict.fromkeys(("hd", "uplight", "upbeta", "upscale"), "hd")
    | dict.fromkeys(("c", "chaos", "weird", "tile", "stop", "zoom", "video", "test", "exp", "p", "draft"), NONE)
    | dict.fromkeys(("fast", "relax", "turbo", "sref", "cref", "oref", "sw", "cw", "ow", "stealth", "public"), NONE)
)
"""Midjourney's options that are not supported here, with the nearest option that is; `hd` is the button."""


class WrongOptionError(UserError):
    """Raised for an option that is unknown here or has an invalid value.

    Attributes:
        instead: The whole text with the nearest valid option in place of the wrong one; '' if none is near.
    """

    instead = ""


_EVERYWHERE = frozenset({Kind.DRAW, Kind.REMIX, Kind.ANIME, Kind.PHOTO})
_WITH_A_PHOTO = _EVERYWHERE - {Kind.DRAW}
_WITH_WORDS = _EVERYWHERE - {Kind.ANIME}


class _Option(Enum):
    """Lists the options: names (the usual one first), commands, the field to set, an example, bounds, the reader.

    The provider's bounds for `--cfg` are unknown; those given here are the usual ones.
    """

    AR = ("ar", "aspect", "ratio"), _EVERYWHERE, "size", "16:9", ("1:3", "3:1"), read_ratio
    SIZE = ("size",), _EVERYWHERE, "size", "768x512", (f"{SHORTEST}x{SHORTEST}", f"{SIDE}x{SIDE}"), read_size
    SEED = ("seed",), _EVERYWHERE, "seed", "42", (0, MAX_SEED), read_seed
    STEPS = ("steps",), _EVERYWHERE, "steps", "30", (5, 100), read_whole
    CFG = ("cfg", "scale", "cfg-scale", "guidance"), _WITH_WORDS, "guidance", "9", (1, 30), read_decimal
    MODEL = ("model",), _WITH_WORDS, "model", "anime", ("art", "anime", "basic"), read_word
    SAMPLER = ("sampler",), _EVERYWHERE, "sampler", "ddim", SAMPLERS, read_word
    FIDELITY = ("fidelity",), _WITH_A_PHOTO, "fidelity", "0.4", (0, 1), read_decimal
    NO = ("no", "negative", "neg"), _EVERYWHERE, "negative", "text, blur", (), read_words
    N = ("n", "count", "repeat"), _EVERYWHERE, "count", "2", (1, 4), read_whole
    W = ("w", "width"), _EVERYWHERE, "width", "768", (SHORTEST, SIDE), read_side
    H = ("h", "height"), _EVERYWHERE, "height", "512", (SHORTEST, SIDE), read_side
    Q = ("q", "quality"), _EVERYWHERE, "steps", "2", (0.25, 5), read_quality
    IW = ("iw",), _WITH_A_PHOTO, "fidelity", "1", (0, 3), read_image_weight
    STYLE = ("style",), _WITH_WORDS, "look", "watercolour", SHOWN, read_look

    def __init__(
        self, names: tuple[str, ...], kinds: frozenset[Kind], sets: str, example: str, bounds: Bounds, read: Reader
    ) -> None:
        self.names, self.kinds, self.sets = names, kinds, sets
        self.example, self.bounds, self.read = example, bounds, read

    @property
    def allowed(self) -> str:
        """Return the allowed values in a notation that needs no translation."""
        return (", " if self.read in {read_word, read_look} else " … ").join(map(str, self.bounds))

    def take(self, text: str, typed: str, own: Looks) -> tuple[Any, str]:
        """Return the value at the start of the text after the option, and the rest of the text.

        Raises:
            UserError: `option-missing-value`.
            WrongOptionError: `option-value`.
        """
        value, rest = self.cut(text)
        if value is None:
            raise UserError("option-missing-value", option=typed, example=f"{typed} {self.example}")
        try:
            return self.read(value, (*self.bounds, *own.items())), rest
        except NotAllowedError as wrong:
            allowed = ", ".join((self.allowed, *own)) if self is _Option.STYLE else self.allowed
            raise WrongOptionError(
                "option-value",
                option=typed,
                value=shorten(value, QUOTED_BACK),
                allowed=allowed,
                nearest=f"{typed} {wrong}" if str(wrong) else NONE,
                example=f"{typed} {self.example}",
            ) from None

    def near(self, text: str) -> str:
        """Return the value at the start of the text if it is valid, else the nearest valid one; '' if there is none."""
        value, _ = self.cut(text)
        try:
            if value is not None:
                self.read(value, self.bounds)
        except NotAllowedError as wrong:
            return str(wrong)
        if value is None or len(value) > QUOTED_BACK:
            return ""
        return f'"{value}"' if " " in value and self is not _Option.NO else value

    def cut(self, text: str) -> tuple[str | None, str]:
        """Return the value as it was typed (None if it is missing), and the rest of the text."""
        return cut_value(text, sides=self.sets == "size", words=self is _Option.NO)


_WRITTEN = frozenset(_Option) - {_Option.W, _Option.H, _Option.Q, _Option.IW, _Option.STYLE}
"""The options that an order is rendered with: each value is written by one option only."""


def parse(text: str, defaults: Options, kind: Kind, own: Looks | None = None) -> ParsedPrompt:
    """Parse a prompt with its options.

    Args:
        text: Everything after the command.
        defaults: The options that apply unless others are given; their seed serves `--seed random`.
        kind: The command, which accepts some of the options.
        own: The words of the user's own styles, by name.

    Raises:
        WrongOptionError: `option-unknown`, `option-foreign`, `option-value`.
        UserError: `option-missing-value`, `option-only-remix`, `option-not-here`; `prompt-too-long` for the words of
            `--no`.
    """
    end = END.search(text)
    head, tail = (text[: end.start()], text[end.end() :]) if end else (text, "")
    found = list(OPTION.finditer(head))
    ends = [*(option.start() for option in found), len(head)][1:]
    pieces, given, avoided = [head[: found[0].start()] if found else head], dict[str, Any](), list[str]()
    for begin, stop in zip(found, ends, strict=True):
        following = head[begin.end() : stop]
        try:
            option, value, rest = _read(begin[1], following, kind, own or {})
        except WrongOptionError as wrong:
            wrong.instead = _instead(wrong, text, begin.start(), stop, following)
            raise
        pieces.append(rest)
        if option is _Option.NO:
            avoided += [value] if value else []
            value = ", ".join(avoided)
        if option.sets == "size":
            given = {name: value for name, value in given.items() if name not in {"width", "height"}}
        given[option.sets] = value
    if len(given.get("negative", "")) > MAX_PROMPT:
        raise UserError("prompt-too-long", length=len(given["negative"]), limit=MAX_PROMPT, command=kind)
    sized, count = not given.keys().isdisjoint({"size", "width", "height"}), given.pop("count", defaults.count)
    try:
        given["width"], given["height"] = _sides(given, defaults)
    except WrongOptionError as wrong:
        wrong.instead = f"{head} {wrong.params['nearest']} {text[end.start() :] if end else ''}"  # the last one wins
        raise
    options = replace(defaults, **{name: value for name, value in given.items() if value is not None})
    return ParsedPrompt(joined([*pieces, tail]), options, sized, count)


def _sides(given: dict[str, Any], defaults: Options) -> tuple[int, int]:
    """Return the size, given as a whole or by its sides, or the default size if neither is given."""
    width, height = given.pop("size", (defaults.width, defaults.height))
    if given.keys().isdisjoint({"width", "height"}):
        return width, height
    asked = given.get("width", width), given.get("height", height)
    size = size_near(*asked)
    if not is_like(size, *asked):
        near = "--size {}x{}".format(*size)
        shown, allowed = "{}x{}".format(*asked), _Option.SIZE.allowed
        raise WrongOptionError(
            "option-value", option="--size", value=shown, allowed=allowed, nearest=near, example=near
        )
    return size


def render(parsed: ParsedPrompt, defaults: Options, kind: Kind) -> str:
    """Return the text to send after a command: the prompt, then the options that differ from the defaults.

    A prompt that contains text in the form of an option goes last, after a `--`.
    """
    options = " ".join(_given(parsed, defaults, kind))
    if OPTION.search(parsed.prompt) or END.search(parsed.prompt):
        return f"{options} -- {parsed.prompt}".lstrip()
    return f"{parsed.prompt} {options}".strip()


def _given(parsed: ParsedPrompt, defaults: Options, kind: Kind) -> Iterator[str]:
    size, usual_size = ((options.width, options.height) for options in (parsed.options, defaults))
    if parsed.sized or size != usual_size:
        yield "--size {}x{}".format(*size)
    for option in (option for option in _Option if option in _WRITTEN and kind in option.kinds):
        usual, value = (getattr(options, option.sets, "") for options in (defaults, parsed.options))
        if value != usual:
            yield f"--{option.names[0]} {written(value)}"
    if parsed.count > 1:
        yield f"--n {parsed.count}"


def _read(name: str, following: str, kind: Kind, own: Looks) -> tuple[_Option, Any, str]:
    """Return an option, its value, and the text after the value.

    Raises:
        UserError: The option or its value is wrong.
    """
    name = plain(name).casefold().replace("_", "-")
    typed = f"--{name}"
    options = {name: option for option in _Option for name in option.names}
    option = options.get(name)
    shown = shorten(typed, QUOTED_BACK)
    possible = [name for name, option in options.items() if kind in option.kinds]
    if option is None and possible and name in _FOREIGN:
        raise WrongOptionError("option-foreign", option=shown, nearest=_FOREIGN[name])
    if option is None and possible:
        near = nearest_word(name[:QUOTED_BACK], [name for name in possible if len(name) > 1])
        nearest = f"--{near} {options[near].near(following) or options[near].example}" if near else NONE
        raise WrongOptionError("option-unknown", option=shown, nearest=nearest)
    if option is None or kind not in option.kinds:
        raise UserError("option-only-remix" if kind is Kind.DRAW else "option-not-here", option=shown, command=kind)
    value, rest = option.take(following, typed, own if option is _Option.STYLE else {})
    return option, value, rest


def _instead(wrong: WrongOptionError, text: str, begin: int, stop: int, following: str) -> str:
    """Return the text with the nearest option in place of the wrong one; '' if nothing typed is near a valid option."""
    nearest = str(wrong.params["nearest"])
    name, _, value = nearest.partition(" ")
    if not value:
        return ""
    option = next(option for option in _Option if name.removeprefix("--") in option.names)
    if wrong.code == "option-foreign":
        rest = cut_number(following)
    elif option.near(following) or wrong.code == "option-value":
        rest = option.cut(following)[1]
    else:
        return ""
    return f"{text[:begin]}{nearest} {rest.lstrip(' ')}{text[stop:]}"
