"""Models the provider's JSON tolerantly, in and out. Sources: the provider's document and its recorded callbacks.

The field `request` of a callback echoes the whole order, including our own address: it is never read and never logged.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.job import Kind, Order, Outcome
from bot.looks import with_look
from bot.provider.shallow_json import read_shallow

TASKS = {Kind.DRAW: "txt2img.sd", Kind.REMIX: "img2img.sd", Kind.HD: "img2img.sr"}
"""The provider's task name for each kind; upstream has none for `/anime`."""

AnimeLayout = Literal["params", "flat"]
"""Where the parameters of `/anime` stand: under `params` like the other kinds', or beside `notify_url` as upstream."""

MODERATION_BROKE = frozenset({"unknown", "timeout"})
"""`reason` values which mean that the safety check itself failed, not the picture."""


LEVELS = 2
"""Levels of a callback that are read: the body and its `data`."""

LONGEST_ADDRESS = 2_048
"""Maximum length of a picture's address in characters; a longer one is ignored."""

LONGEST_NAME = 200
"""Maximum length of a task's uid in characters; a longer one is ignored, and no index would hold it."""


class MalformedError(ValueError):
    """Raised when a body cannot be understood."""


def _truth(value: Any) -> bool | None:
    """Read a boolean that may be text: the document shows `True` unquoted, the engine uses "" for false."""
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False, "": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, bool | int | float) and value in {0, 1} else None


def _text(value: Any) -> str | None:
    """Return text that can be stored: half a character (a lone surrogate) becomes a question mark."""
    return value.encode(errors="replace").decode().replace("\0", "").strip() if isinstance(value, str) else None


def _word(value: Any) -> str:
    return _text(value) or ""


def _name(value: Any) -> str:
    name = str(value) if isinstance(value, int) and not isinstance(value, bool) else _word(value)
    return name if len(name) <= LONGEST_NAME else ""


def _object(value: Any) -> Any:
    return value if isinstance(value, dict) else None


Truth = Annotated[bool | None, BeforeValidator(_truth)]
Text = Annotated[str | None, BeforeValidator(_text)]
Word = Annotated[str, BeforeValidator(_word)]
Name = Annotated[str, BeforeValidator(_name)]


class _Wire(BaseModel):
    """Reads a field that is missing or of another type as None or ''."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Result(_Wire):
    """Represents the fields that a callback's `data` and a query's `data` share."""

    uid: Name = ""
    status: Word = ""
    cdn: Text = None
    cos: Text = None
    safe: Truth = None
    reason: Word = ""

    @property
    def urls(self) -> tuple[str, ...]:
        """Return the addresses of the picture, the preferred one first."""
        return tuple(url for url in (self.cdn, self.cos) if url and len(url) <= LONGEST_ADDRESS)


class Callback(_Wire):
    """Represents the body that the provider posts to `notify_url`."""

    uid: Name = ""
    status: Word = ""
    success: Truth = None
    data: Annotated[Result | None, BeforeValidator(_object)] = None


class _Answer(_Wire):
    code: Annotated[str | None, BeforeValidator(lambda value: None if value is None else str(value).strip())] = None
    status: Any = None
    uid: Name = ""
    success: Truth = None
    data: Any = None


class Verdict(BaseModel):
    """Represents the result of a task, as a callback or a query reports it.

    Attributes:
        outcome: How the task ended.
        uids: Every uid the body names.
        reason: The moderation's labels, or our own word for the log.
        urls: Addresses of the same picture, the preferred one first.
    """

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    uids: frozenset[str]
    reason: str = ""
    urls: tuple[str, ...] = ()


def error_class(reason: str) -> str:
    """Return the class name in a traceback line of the engine: the only part that may be logged."""
    found = re.search(r"<class '([\w.]{1,80})'>", reason)
    return found[1] if found else "unnamed"


def submit_body(
    order: Order, notify_url: str, source_url: str = "", anime_layout: AnimeLayout = "params"
) -> dict[str, Any]:
    """Return the JSON of a submit.

    Args:
        order: What to paint.
        notify_url: Where the provider calls back.
        source_url: Where the provider fetches the source picture.
        anime_layout: Where the parameters of `/anime` stand.
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
        params |= {
            "text": with_look(options.translated or order.prompt, options.look),
            "model": options.model,
            "guidance_scale": options.guidance,
        }
    if order.kind is Kind.REMIX:
        params |= {"url": source_url, "fidelity": options.fidelity}
    if order.kind is Kind.ANIME and anime_layout == "flat":
        return params | {"notify_url": notify_url}
    task = {"task": TASKS[order.kind]} if order.kind in TASKS else {}
    return task | {"params": params, "notify_url": notify_url}


class SubmitAnswer(BaseModel):
    """Represents a parsed answer to a submit: a uid, or the code of a refusal; neither if it is no such answer."""

    uid: str = ""
    code: str = ""


def status_in(body: Any) -> int:
    """Return the HTTP error status in the `code` or `status` of an answer's body; 0 if there is none.

    The gateway may answer 200 and mean 429. An order whose answer has a uid was taken, whatever the `status` is.
    """
    if not isinstance(body, dict):
        return 0
    data = body.get("data")
    taken = _name(body.get("uid")) or (_name(data.get("uid")) if isinstance(data, dict) else "")
    for said in (body.get("code"), None if taken else body.get("status")):
        found = re.match(r"\s*([3-5]\d\d)\b", str(said)[:40])
        if found:
            return int(found[1])
    return 0


def _is_good(code: str | None) -> bool:
    return code in {None, "", "None", "0"} or bool(re.fullmatch(r"2\d\d", code or ""))


def read_submit(body: Any) -> SubmitAnswer:
    """Parse the JSON of a submit's answer: the gateway's `{code, data, msg}` or upstream's `{uid, msg, success}`.

    Raises:
        MalformedError: The order seems to be accepted but has no uid, or the body is not an object.
    """
    try:
        answer = _Answer.model_validate(body)
    except ValidationError as exc:
        raise MalformedError("not an object") from exc
    data = answer.data if isinstance(answer.data, dict) else {}
    uid = _name(data.get("uid")) or answer.uid
    if not _is_good(answer.code):
        return SubmitAnswer(code=answer.code or "")
    if answer.success is False:
        return SubmitAnswer(code="unsuccessful")
    if uid:
        return SubmitAnswer(uid=uid)
    if answer.code in {"0", "200"} or answer.success:
        raise MalformedError("accepted without a uid")
    return SubmitAnswer()


FINAL = {"finished": True, "exception": False, "interrupted": False}
"""Maps each final state of a task to whether the task succeeded. `not_found` may only mean *not yet*."""

UNDER_WAY = frozenset({"pending", "working"})
"""The states in which a task has no result yet, even if the body has an address."""


def _judge(success: bool | None, result: Result, uids: frozenset[str]) -> Verdict | None:  # noqa: FBT001
    """Return the verdict for the known shapes of a final result; None for any other shape."""
    reason = result.reason
    if success is False and reason:
        return Verdict(outcome=Outcome.FAILED, uids=uids, reason=error_class(reason))
    if not success or result.safe is None:
        return None
    if result.safe and result.urls:
        return Verdict(outcome=Outcome.PICTURE, uids=uids, urls=result.urls)
    if result.safe:
        return Verdict(outcome=Outcome.FAILED, uids=uids, reason="empty") if result.cdn == "" else None
    if not reason:
        return None
    outcome = Outcome.UNCHECKED if reason.lower() in MODERATION_BROKE else Outcome.REFUSED
    return Verdict(outcome=outcome, uids=uids, reason=reason[:100])


def read_callback(body: bytes) -> Verdict | None:
    """Parse a callback's body, whatever it echoes.

    Returns:
        The result of the task; None if the body has none: the task is under way, or this is another message.

    Raises:
        MalformedError: The body is not JSON.
    """
    try:
        callback = Callback.model_validate(read_shallow(body, LEVELS))
    except ValidationError:
        return None
    except ValueError as exc:
        raise MalformedError("not JSON") from exc
    result = callback.data
    if result is None:
        return None
    status = (result.status or callback.status).lower()
    if status in UNDER_WAY or (status and status not in FINAL and not result.urls):
        return None
    return _judge(callback.success, result, frozenset({callback.uid, result.uid} - {""}))


def read_query(body: Any) -> Verdict | None:
    """Parse the answer to `query-image`.

    Returns:
        The result of the task; None while the task is under way or unknown to the provider.

    Raises:
        MalformedError: The body is not an answer to a query.
    """
    try:
        answer = _Answer.model_validate(body)
        result = Result.model_validate(answer.data if isinstance(answer.data, dict) else body)
    except ValidationError as exc:
        raise MalformedError("not a query's answer") from exc
    status = result.status.lower()
    if not _is_good(answer.code) or not status:
        raise MalformedError(f"code {(answer.code or '')[:20]}, status {status[:20]!r}")
    if status not in FINAL:
        return None
    uids = frozenset({result.uid} - {""})
    verdict = _judge(FINAL[status], result, uids)
    if verdict is None and FINAL[status] and not result.safe:
        return Verdict(outcome=Outcome.UNCHECKED, uids=uids)
    return verdict or Verdict(outcome=Outcome.FAILED, uids=uids, reason=error_class(result.reason))
