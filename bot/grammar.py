"""The grammar of the options in a prompt: `a red fox --ar 16:9 --seed 42`. Pure.

- An option is `--` and a name, at the start or after a blank. What keyboards make of `--` counts too: one or two
  em or en dashes before a Latin letter. `word--word`, `well—known`, `—слово` and `---` are text.
- Its value follows on the same line, after a blank, `=`, or nothing (`--n4`), bare or in quotes. Case makes no
  difference, full-width signs are plain ones, a comma behind a bare value is punctuation.
- Habits of other painters are read: `--w` and `--h`, `--q` (steps), `--iw` (fidelity); what has no counterpart here
  (`_FOREIGN`) is named. What is wrong comes with the nearest that is right, where that is clear.
- `--no` takes all words up to the next option, the line's end or its closing quote; `--no ""` avoids nothing.
- Given twice, the last one wins (`--ar` and `--size` are one); several `--no` are joined. Quotes hide no option.
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
"""The nearest where nothing is near."""

_FOREIGN = (
    dict.fromkeys(("s", "stylize", "stylise"), "--cfg 9")
    | dict.fromkeys(("v", "version"), "--model art")
    | {"niji": "--model anime"}
    | dict.fromkeys(("hd", "uplight", "upbeta", "upscale"), "hd")
    | dict.fromkeys(("c", "chaos", "weird", "tile", "stop", "zoom", "video", "test", "exp", "p", "draft"), NONE)
    | dict.fromkeys(("fast", "relax", "turbo", "sref", "cref", "oref", "sw", "cw", "ow", "stealth", "public"), NONE)
)
"""What Midjourney takes and we do not, with what is nearest to it here; `hd` is the button."""


class WrongOptionError(UserError):
    """An option that cannot be.

    Attributes:
        instead: The whole text with the nearest in its place; '' where nothing is near.
    """

    instead = ""


_EVERYWHERE = frozenset({Kind.DRAW, Kind.REMIX, Kind.ANIME, Kind.PHOTO})
_WITH_A_PHOTO = _EVERYWHERE - {Kind.DRAW}
_WITH_WORDS = _EVERYWHERE - {Kind.ANIME}


class _Option(Enum):
    """The table: names (the usual one first), the commands, what is set, an example, the bounds, the reader.

    The provider's bounds for `--cfg` are unknown; ours are the usual ones.
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
        """What a value may be, in signs that need no language."""
        return (", " if self.read in {read_word, read_look} else " … ").join(map(str, self.bounds))

    def take(self, text: str, typed: str, own: Looks) -> tuple[Any, str]:
        """Return the value at the start of what follows the option, and the rest.

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
        """Return the value there if it is one of this option's, or the nearest that is; '' if neither."""
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
        """Return the value as it was typed, None if there is none, and the rest."""
        return cut_value(text, sides=self.sets == "size", words=self is _Option.NO)


_WRITTEN = frozenset(_Option) - {_Option.W, _Option.H, _Option.Q, _Option.IW, _Option.STYLE}
"""By what an order is written again: one option for each thing that can be set."""


def parse(text: str, defaults: Options, kind: Kind, own: Looks | None = None) -> ParsedPrompt:
    """Read a prompt with its options.

    Args:
        text: Everything after the command.
        defaults: What holds where nothing is given; its seed serves `--seed random`.
        kind: The command, which takes some of the options.
        own: The words of somebody's own styles, by their names.

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
    """Return the size that was given as a whole, by its sides, or not at all."""
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
    """Return what to send after a command for a parsed prompt: its words, then what differs from the defaults.

    A prompt in which something looks like an option goes last, behind a `--`.
    """
    options = " ".join(_given(parsed, defaults, kind))
    if OPTION.search(parsed.prompt) or END.search(parsed.prompt):
        return f"{options} -- {parsed.prompt}".lstrip()
    return f"{parsed.prompt} {options}".strip()


def _given(parsed: ParsedPrompt, defaults: Options, kind: Kind) -> Iterator[str]:
    size, usual_size = ((each.width, each.height) for each in (parsed.options, defaults))
    if parsed.sized or size != usual_size:
        yield "--size {}x{}".format(*size)
    for option in (option for option in _Option if option in _WRITTEN and kind in option.kinds):
        usual, value = (getattr(each, option.sets, "") for each in (defaults, parsed.options))
        if value != usual:
            yield f"--{option.names[0]} {written(value)}"
    if parsed.count > 1:
        yield f"--n {parsed.count}"


def _read(name: str, following: str, kind: Kind, own: Looks) -> tuple[_Option, Any, str]:
    """Return an option, its value, and what follows that.

    Raises:
        UserError: One of all.
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
    """Return a text with the nearest option in the place of a wrong one; '' if nothing of what was typed is near."""
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
