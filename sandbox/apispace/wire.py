"""Defines the wire format of the provider's answers and callbacks.

The bodies follow the recorded callbacks of the engine, field by field and in the same order.
"""

from dataclasses import dataclass

from sandbox.apispace.moderation import Judgement
from sandbox.apispace.orders import Json, Order

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


def success(data: Json) -> Json:
    """Return the answer to an accepted submit, or to a query."""
    return {"code": 0, "data": data, "msg": "success"}


def refusal(code: object, msg: str) -> Json:
    """Return the answer to a refused submit."""
    return {"code": code, "data": None, "msg": msg}


@dataclass(frozen=True, slots=True)
class Timing:
    """Holds the times of a task: created, started and ended, in Unix seconds, and how long it fetched its photo."""

    create: float
    start: float
    end: float
    download: float = 0.0


def callback_body(uid: str, order: Order, judgement: Judgement, timing: Timing, cdn: str, cos: str) -> Json:
    """Return the body that the engine posts to `notify_url` when a task has ended.

    Args:
        uid: The id of the task.
        order: The order; it is echoed in full, including the callback address.
        judgement: The outcome; any outcome but a picture is reported without addresses.
        timing: The times of the task.
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
            "elapsed_times": _elapsed(timing, photo=bool(order.photo_url)),
            "request": request,
        },
    }


def _echo(order: Order) -> Json:
    params = {name: value for name, value in order.params.items() if name != "model"}
    if order.kind == "hd":
        return {**params, "max_wh": 1024, "callback_url": order.notify_url, "return_arrays": True}
    version = _VERSIONS[order.params.get("model", "anime")]
    return {**params, **_ENGINE_DEFAULTS, "version": version, "callback_url": order.notify_url}


def _elapsed(timing: Timing, *, photo: bool) -> Json:
    total = timing.end - timing.start
    download = {"download": timing.download} if photo else {}
    return {
        "pending": timing.start - timing.create,
        "run_algorithm": total,
        "algorithm_latencies": {
            **download,
            "get_model": total * 0.16,
            "inference": total * 0.83,
            "cleanup": 8e-06,
            "__total__": total,
        },
        "upload": 5.555152893066406e-05,
        "audit": 2.5033950805664062e-05,
    }
