"""The provider's JSON, in and out, as tolerant models. Sources: the provider's document and its recorded callbacks.

`request` in a callback echoes our whole order, our own address included: it is never read and never logged.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.job import Kind, Order, Outcome

TASKS = {Kind.DRAW: "txt2img.sd", Kind.REMIX: "img2img.sd", Kind.HD: "img2img.sr"}
"""The provider's name of each kind's task; upstream has none for `/anime`."""

AnimeLayout = Literal["params", "flat"]
"""Where `/anime`'s parameters stand: under `params` as for the others, or beside `notify_url` as upstream."""

MODERATION_BROKE = frozenset({"unknown", "timeout"})
"""`reason` values that say the safety check itself failed, not the picture."""


class MalformedError(ValueError):
    """A body that cannot be understood."""


def _truth(value: Any) -> Any:
    """Read a boolean that may be text: the document shows `True` unquoted, the engine uses "" for false."""
    if isinstance(value, str):
        return value.strip().lower() in {"true", "1"}
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


Truth = Annotated[bool, BeforeValidator(_truth)]
Text = Annotated[str, BeforeValidator(_text)]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Result(_Wire):
    """The part that a callback's `data` and a query's `data` share."""

    uid: Text = ""
    status: Text = ""
    cdn: Text = ""
    cos: Text = ""
    safe: Truth | None = None
    reason: Text = ""


class Callback(_Wire):
    """The body the provider posts to `notify_url`."""

    uid: Text = ""
    success: Truth
    data: Result | None = None


class _Answer(_Wire):
    code: Annotated[str, BeforeValidator(lambda value: str(value).strip())] | None = None
    uid: Text = ""
    success: Truth | None = None
    data: Any = None


class Verdict(BaseModel):
    """What a callback or a query says became of a task.

    Attributes:
        outcome: How it ended.
        uids: Every uid the body names.
        reason: Moderation's labels, or a word of ours for the log.
        urls: Addresses of the same picture, preferred first.
    """

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    uids: frozenset[str]
    reason: str = ""
    urls: tuple[str, ...] = ()


def error_class(reason: str) -> str:
    """Return the class name in a traceback line of the engine: all of it that may be logged."""
    found = re.search(r"<class '([\w.]{1,80})'>", reason)
    return found[1] if found else "unnamed"


def submit_body(
    order: Order, notify_url: str, source_url: str = "", anime_layout: AnimeLayout = "params"
) -> dict[str, Any]:
    """Return the JSON of a submit.

    Args:
        order: What to paint.
        notify_url: Where the provider calls back.
        source_url: Where it fetches the picture to start from.
        anime_layout: Where `/anime`'s parameters stand.
    """
    options = order.options
    params: dict[str, Any]
    if order.kind is Kind.HD:
        params = {"url": source_url, "is_anime": options.is_anime}
    else:
        params = {
            "w": options.width,
            "h": options.height,
            "seed": options.seed,
            "sampler": options.sampler,
            "num_steps": options.steps,
            "negative_prompt": options.negative,
        }
    if order.kind is Kind.ANIME:
        params |= {"image_url": source_url, "style": options.style, "fidelity": options.fidelity}
    if order.kind in {Kind.DRAW, Kind.REMIX}:
        params |= {"text": order.prompt, "model": options.model, "guidance_scale": options.guidance}
    if order.kind is Kind.REMIX:
        params |= {"url": source_url, "fidelity": options.fidelity}
    if order.kind is Kind.ANIME and anime_layout == "flat":
        return params | {"notify_url": notify_url}
    task = {"task": TASKS[order.kind]} if order.kind in TASKS else {}
    return task | {"params": params, "notify_url": notify_url}


class SubmitAnswer(BaseModel):
    """A parsed answer to a submit: a uid, or the code of a refusal; neither if it is no submit answer at all."""

    uid: str = ""
    code: str = ""


def read_submit(body: Any) -> SubmitAnswer:
    """Understand a submit's JSON: the gateway's `{code, data, msg}` or upstream's `{uid, msg, success}`.

    Raises:
        MalformedError: Accepted, as it seems, but without a name; or not an object.
    """
    try:
        answer = _Answer.model_validate(body)
    except ValidationError as exc:
        raise MalformedError("not an object") from exc
    data = answer.data if isinstance(answer.data, dict) else {}
    uid = _text(data.get("uid")) or answer.uid
    if answer.code not in {None, "", "None", "0", "200"}:
        return SubmitAnswer(code=answer.code or "")
    if answer.success is False:
        return SubmitAnswer(code="unsuccessful")
    if uid:
        return SubmitAnswer(uid=uid)
    if answer.code in {"0", "200"} or answer.success:
        raise MalformedError("accepted without a uid")
    return SubmitAnswer()


def _judge(success: bool, result: Result, uids: frozenset[str]) -> Verdict:  # noqa: FBT001
    urls = tuple(url for url in (result.cdn, result.cos) if url)
    if not success:
        return Verdict(outcome=Outcome.FAILED, uids=uids, reason=error_class(result.reason))
    if result.safe and urls:
        return Verdict(outcome=Outcome.PICTURE, uids=uids, urls=urls)
    if result.safe:
        return Verdict(outcome=Outcome.FAILED, uids=uids, reason="empty")
    reason = result.reason.strip()
    if result.safe is None or not reason or reason.lower() in MODERATION_BROKE:
        return Verdict(outcome=Outcome.UNCHECKED, uids=uids, reason=reason[:100])
    return Verdict(outcome=Outcome.REFUSED, uids=uids, reason=reason[:100])


def read_callback(body: bytes) -> Verdict:
    """Understand a callback's body.

    Raises:
        MalformedError: Not JSON, or not a callback.
    """
    try:
        callback = Callback.model_validate_json(body)
    except ValidationError as exc:
        raise MalformedError("not a callback") from exc
    result = callback.data or Result()
    return _judge(callback.success, result, frozenset(uid for uid in (callback.uid, result.uid) if uid))


FINAL = {"finished": True, "exception": False, "interrupted": False}
"""The query's final states, and whether the task succeeded. `not_found` may only mean *not yet*."""


def read_query(body: Any) -> Verdict | None:
    """Understand the answer to `query-image`.

    Returns:
        What became of the task; None while it is under way or unknown there.

    Raises:
        MalformedError: Not an answer to a query.
    """
    try:
        answer = _Answer.model_validate(body)
        result = Result.model_validate(answer.data if isinstance(answer.data, dict) else body)
    except ValidationError as exc:
        raise MalformedError("not a query's answer") from exc
    status = result.status.lower()
    if answer.code not in {None, "0", "200"} or not status:
        raise MalformedError(f"code {answer.code}, status {status[:20]!r}")
    if status not in FINAL:
        return None
    return _judge(FINAL[status], result, frozenset({result.uid} - {""}))
