"""Judges orders: a small table of words stands in for the real image moderation."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["picture", "refused", "unchecked", "failed"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Describes the outcome of a task: the shape of its callback, and the reason in it."""

    verdict: Verdict
    reason: str = ""


BROKEN = frozenset({"unknown", "timeout"})
"""Reasons that mean that the moderation itself failed."""

_RULES: tuple[tuple[tuple[str, ...], Judgement], ...] = (
    (("boom", "炸锅"), Judgement("failed")),
    (("unmoderated", "未审核"), Judgement("unchecked", "unknown")),
    (("nude", "naked", "porn", "裸体", "色情"), Judgement("refused", "Porn")),
    (("gore", "bloodbath", "血腥", "恐怖袭击"), Judgement("refused", "Terrorism")),
    (("coup", "政变"), Judgement("refused", "Politics")),
)


def judge(text: str) -> Judgement:
    """Return the outcome of a task with this prompt; harmless words give a picture.

    English words match as whole words ("couple" does not match "coup"), Chinese ones anywhere.
    """
    lowered = text.lower()
    words = "".join(letter if letter.isalnum() else " " for letter in lowered).split()
    for triggers, judgement in _RULES:
        if any(trigger in words if trigger.isascii() else trigger in lowered for trigger in triggers):
            return judgement
    return Judgement("picture")


def label(reason: str) -> Judgement:
    """Return the outcome of a task whose photo got this label."""
    return Judgement("unchecked" if reason in BROKEN else "refused", reason)


def traceback(task: str, error: str = "RuntimeError", words: str = "CUDA out of memory") -> str:
    """Return the reason of a failed task: a line of a developer's traceback, as recorded."""
    detail = f"<class '{error}'> | {error}('{words}') | '{words}'"
    return (
        f"{task} -> start -> run_algorithm : <class 'fastapi.exceptions.HTTPException'> | "
        f"HTTPException(status_code=406, detail=\"{detail}\") | ''"
    )
