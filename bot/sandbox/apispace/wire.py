"""The wire of the provider: which orders it takes and how it words its answers and callbacks.

The bodies follow the recorded callbacks of the engine, field by field and in their order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.apispace.moderation import Judgement

Json = dict[str, Any]
Check = Callable[[object], str | None]


class Refused(Exception):  # noqa: N818 - the provider refuses; nothing of ours went wrong
    """A submit the provider does not take.

    Attributes:
        code: The non-zero code of the answer.
        msg: The provider's words.
    """

    def __init__(self, code: int, msg: str) -> None:
        super().__init__(msg)
        self.code = code
        self.msg = msg


@dataclass(frozen=True, slots=True)
class Order:
    """A valid order: its task, its params completed with the engine's defaults, and where to call back."""

    task: str
    params: Json
    notify_url: str

    @property
    def text(self) -> str:
        """The prompt."""
        return str(self.params["text"])


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a task: what it must satisfy, and its default (None: it is required)."""

    check: Check
    default: object = None


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


_TXT2IMG: dict[str, Param] = {
    "text": Param(_string(1)),
    "model": Param(_one_of("basic", "anime", "art"), "art"),
    "w": Param(_integer(64, 768, step=64), 512),
    "h": Param(_integer(64, 768, step=64), 512),
    "guidance_scale": Param(_number(1, 30), 7.5),
    "negative_prompt": Param(_string(0), ""),
    "sampler": Param(_one_of("ddim", "plms", "klms", "solver", "k_euler", "k_euler_a"), "k_euler"),
    "seed": Param(_integer(-1, 2**32 - 1), -1),
    "num_steps": Param(_integer(5, 100), 20),
    "is_anime": Param(_boolean, default=False),
    "use_circular": Param(_boolean, default=False),
}

TASKS: dict[str, tuple[str, dict[str, Param]]] = {"txt2img": ("txt2img.sd", _TXT2IMG)}
"""Endpoint path → name of its task and the parameters it takes."""

_VERSIONS = {"basic": "v1.5", "anime": "anime", "art": "dreamlike_v1"}

_ENGINE_DEFAULTS: Json = {
    "highres_info": None,
    "max_wh": 1024,
    "variation_seed": 0,
    "variation_strength": 0.0,
    "variations": [],
    "clip_skip": -1,
    "custom_embeddings": {},
    "tome_info": {
        "enable": False,
        "ratio": 0.5,
        "max_downsample": 1,
        "sx": 2,
        "sy": 2,
        "seed": -1,
        "use_rand": True,
        "merge_attn": True,
        "merge_crossattn": False,
        "merge_mlp": False,
    },
    "lora_scales": None,
    "lora_paths": None,
    "return_arrays": True,
}


def read_order(path: str, body: object) -> Order:
    """Return the order in the body of a submit.

    The copies of the params at top level, which the provider's sample shows, are ignored.

    Raises:
        Refused: The order is not one the provider takes.
    """
    task, known = TASKS[path]
    if not isinstance(body, Mapping):
        raise Refused(40000, "request body must be a JSON object")
    if body.get("task") != task:
        raise Refused(40001, f"task: must be {task}")
    given = body.get("params")
    if not isinstance(given, Mapping):
        raise Refused(40002, "params: must be an object")
    for name in given:
        if name not in known:
            raise Refused(40003, f"params.{name}: unexpected parameter")
    params: Json = {}
    for name, param in known.items():
        params[name] = given.get(name, param.default)
        complaint = param.check(params[name])
        if complaint:
            raise Refused(40004, f"params.{name}: {complaint}")
    notify_url = body.get("notify_url")
    if not isinstance(notify_url, str) or not _is_http(notify_url):
        raise Refused(40005, "notify_url: must be an http or https address")
    return Order(task, params, notify_url)


def _is_http(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def success(data: Json) -> Json:
    """Return the answer to an accepted submit or to a query."""
    return {"code": 0, "data": data, "msg": "success"}


def refusal(code: object, msg: str) -> Json:
    """Return the answer to a submit that is not taken."""
    return {"code": code, "data": None, "msg": msg}


@dataclass(frozen=True, slots=True)
class Timing:
    """When a task was created, started and ended, in Unix seconds."""

    create: float
    start: float
    end: float


def callback_body(uid: str, order: Order, judgement: Judgement, timing: Timing, cdn: str, cos: str) -> Json:
    """Return what the engine posts to `notify_url` when a task has ended.

    Args:
        uid: The task.
        order: What was ordered; it is echoed whole, with the callback address in it.
        judgement: How it ended; anything but a picture is reported without addresses.
        timing: When it ran.
        cdn: First address of the picture; "" is the engine's empty result.
        cos: Second address of the picture.
    """
    request = {"task": order.task, "model": _echo(order)}
    duration = timing.end - timing.create
    if judgement.verdict == "failed":
        return {
            "uid": uid,
            "success": False,
            "data": {
                "create_time": timing.create,
                "start_time": timing.start,
                "uid": uid,
                "reason": judgement.reason,
                "end_time": timing.end,
                "duration": duration,
                "request": request,
            },
        }
    safe = judgement.verdict == "picture"
    return {
        "uid": uid,
        "success": True,
        "data": {
            "uid": uid,
            "cdn": cdn if safe else "",
            "cos": cos if safe else "",
            "safe": safe,
            "reason": judgement.reason,
            "create_time": timing.create,
            "start_time": timing.start,
            "end_time": timing.end,
            "duration": duration,
            "elapsed_times": _elapsed(timing),
            "request": request,
        },
    }


def _echo(order: Order) -> Json:
    params = {name: value for name, value in order.params.items() if name != "model"}
    version = _VERSIONS[order.params["model"]]
    return {**params, **_ENGINE_DEFAULTS, "version": version, "callback_url": order.notify_url}


def _elapsed(timing: Timing) -> Json:
    total = timing.end - timing.start
    return {
        "pending": timing.start - timing.create,
        "run_algorithm": total,
        "algorithm_latencies": {
            "get_model": total * 0.16,
            "inference": total * 0.83,
            "cleanup": 8e-06,
            "__total__": total,
        },
        "upload": 5.555152893066406e-05,
        "audit": 2.5033950805664062e-05,
    }
