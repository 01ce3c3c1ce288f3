"""Which words of the catalogue tell an outcome. The prose itself lives in `bot.texts`."""

from bot.job import Job, Outcome
from bot.prompt import shorten
from bot.texts import Texts

CAPTION_PROMPT = 800
"""UTF-16 units of a prompt in a caption; Telegram takes 1,024 for the whole caption."""

MODERATION_LABELS = {"porn": "reason-porn", "politics": "reason-politics", "terrorism": "reason-terrorism"}
"""The upstream vendor's labels; others appear, joined by a slash."""

OWN_REASONS = {"rejected": "failed-rejected", "unavailable": "failed-unavailable"}


def caption(texts: Texts, job: Job) -> str:
    """Return the caption of a picture: the prompt, and what made it."""
    options = job.order.options
    return texts.get(
        job.order.language,
        "caption",
        prompt=shorten(job.order.prompt, CAPTION_PROMPT),
        model=options.model,
        size=f"{options.width}×{options.height}",
        seed=str(options.seed),
    )


def outcome_words(texts: Texts, job: Job) -> str:
    """Return the message for an outcome that is no picture. All of them say that it did not count."""
    language = job.order.language
    if job.outcome is Outcome.REFUSED:
        labels = [MODERATION_LABELS.get(label.strip().lower(), "reason-other") for label in job.reason.split("/")]
        known = [label for label in dict.fromkeys(labels) if label != "reason-other"] or ["reason-other"]
        return texts.get(
            language,
            "refused",
            reason=texts.get(language, "list-separator").join(texts.get(language, label) for label in known),
        )
    if job.outcome is Outcome.UNCHECKED:
        return texts.get(language, "unchecked")
    if job.outcome is Outcome.EXPIRED:
        return texts.get(language, "expired")
    return texts.get(language, OWN_REASONS.get(job.reason, "failed"))
