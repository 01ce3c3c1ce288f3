"""Defines the orders that the provider accepts: the endpoints, their parameters and their limits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]
Check = Callable[[object], str | None]


class Refused(Exception):  # noqa: N818 - the provider refuses; nothing of ours went wrong
    """Raised when the provider refuses a submit.

    Attributes:
        code: The non-zero code of the answer.
        msg: The provider's message.
    """

    def __init__(self, code: int, msg: str) -> None:
        super().__init__(msg)
        self.code = code
        self.msg = msg


@dataclass(frozen=True, slots=True)
class Order:
    """Represents a valid order.

    Attributes:
        kind: `draw`, `remix`, `anime` or `hd`.
        task: The engine's name for the task.
        params: The parameters, completed with the engine's defaults.
        notify_url: The callback address.
    """

    kind: str
    task: str
    params: Json
    notify_url: str

    @property
    def text(self) -> str:
        """The prompt; "" if the order has none."""
        return str(self.params.get("text", ""))

    @property
    def photo_url(self) -> str:
        """The address of the photo to start from; "" if the order has none."""
        return str(self.params.get("url") or self.params.get("image_url") or "")


@dataclass(frozen=True, slots=True)
class Param:
    """Describes one parameter of a task: its check, and its default (None: it is required)."""

    check: Check
    default: object = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Describes the orders accepted at one path.

    Attributes:
        task: The engine's name for the task.
        params: The parameters by name.
        named: Whether the order must name the task.
    """

    task: str
    params: Mapping[str, Param]
    named: bool = True


def _integer(low: int, high: int, step: int = 1) -> Check:
    def check(value: object) -> str | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return "must be an integer"
        if not low <= value <= high:
            return f"must be between {low} and {high}"
        return None if value % step == 0 else f"must be a multiple of {step}"

    return check


def _number(low: float, high: float) -> Check:
    def check(value: object) -> str | None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return "must be a number"
        return None if low <= value <= high else f"must be between {low:g} and {high:g}"

    return check


def _one_of(*names: str) -> Check:
    return lambda value: None if value in names else f"must be one of {', '.join(names)}"


def _string(least: int) -> Check:
    return lambda value: (
        None if isinstance(value, str) and len(value) >= least else f"must be a string of at least {least} characters"
    )


def _boolean(value: object) -> str | None:
    return None if isinstance(value, bool) else "value could not be parsed to a boolean"


def _address(value: object) -> str | None:
    return None if isinstance(value, str) and _is_http(value) else "must be an http or https address"


def _is_http(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


STYLES = (
    "Chinese_style",
    "American_style",
    "Cute_style",
    "Gorgeous_style",
    "Horrible_style",
    "Avatar_style",
    "Fighting_style",
    "Machine_style",
    "Cyberfuture_style",
    "JOJO_style",
    "Bunny_style",
    "CatEar_style",
)
"""The styles of anime orders, exactly as they must be spelled."""

_DIFFUSION: dict[str, Param] = {
    "w": Param(_integer(64, 768, step=64), 512),
    "h": Param(_integer(64, 768, step=64), 512),
    "negative_prompt": Param(_string(0), ""),
    "sampler": Param(_one_of("ddim", "plms", "klms", "solver", "k_euler", "k_euler_a"), "k_euler"),
    "seed": Param(_integer(-1, 2**32 - 1), -1),
    "num_steps": Param(_integer(5, 100), 20),
}

_PROMPTED: dict[str, Param] = {
    "text": Param(_string(1)),
    "model": Param(_one_of("basic", "anime", "art"), "art"),
    **_DIFFUSION,
    "guidance_scale": Param(_number(1, 30), 7.5),
    "is_anime": Param(_boolean, default=False),
    "use_circular": Param(_boolean, default=False),
}

_FIDELITY = Param(_number(0, 1), 0.2)

ENDPOINTS: dict[str, Endpoint] = {
    "draw": Endpoint("txt2img.sd", _PROMPTED),
    "remix": Endpoint(
        "img2img.sd",
        {"url": Param(_address), **_PROMPTED, "fidelity": _FIDELITY, "keep_alpha": Param(_boolean, default=True)},
    ),
    "anime": Endpoint(
        "img2acg",
        {"image_url": Param(_address), "style": Param(_one_of(*STYLES)), **_DIFFUSION, "fidelity": _FIDELITY},
        named=False,
    ),
    "hd": Endpoint("img2img.sr", {"url": Param(_address), "is_anime": Param(_boolean, default=False)}),
}
"""Kind of order → its endpoint."""


def given_params(kind: str | None, body: object, anime_layout: str) -> object:
    """Return the parameters in the body of a submit, from the place for this kind; unchecked, and perhaps None."""
    if not isinstance(body, Mapping):
        return None
    if kind == "anime" and anime_layout == "flat":
        return {name: value for name, value in body.items() if name not in {"task", "notify_url"}}
    return body.get("params")


def read_order(kind: str, body: object, anime_layout: str) -> Order:
    """Return the order in the body of a submit.

    The copies of the params at top level, shown in the provider's sample, are ignored.

    Raises:
        Refused: The provider does not accept the order.
    """
    endpoint = ENDPOINTS[kind]
    if not isinstance(body, Mapping):
        raise Refused(40000, "request body must be a JSON object")
    if endpoint.named and body.get("task") != endpoint.task:
        raise Refused(40001, f"task: must be {endpoint.task}")
    given = given_params(kind, body, anime_layout)
    if not isinstance(given, Mapping):
        raise Refused(40002, "params: must be an object")
    for name in given:
        if name not in endpoint.params:
            raise Refused(40003, f"params.{name}: unexpected parameter")
    params: Json = {}
    for name, param in endpoint.params.items():
        params[name] = given.get(name, param.default)
        complaint = param.check(params[name])
        if complaint:
            raise Refused(40004, f"params.{name}: {complaint}")
    notify_url = body.get("notify_url")
    complaint = _address(notify_url)
    if complaint:
        raise Refused(40005, f"notify_url: {complaint}")
    return Order(kind, endpoint.task, params, str(notify_url))
