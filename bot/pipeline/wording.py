"""Which words of the catalogue tell what. The prose itself lives in `bot.texts`."""

from bot.job import Job, Kind, Outcome
from bot.pipeline.messenger import Button, Press, Text
from bot.prompt import Style, shorten
from bot.texts import Texts

CAPTION_PROMPT = 800
"""UTF-16 units of a prompt in a caption; Telegram takes 1,024 for the whole caption."""

BUTTONS_A_ROW = 3

MODERATION_LABELS = {"porn": "reason-porn", "politics": "reason-politics", "terrorism": "reason-terrorism"}
"""The upstream vendor's labels; others appear, joined by a slash."""

OWN_REASONS = {
    "rejected": "failed-rejected",
    "unavailable": "failed-unavailable",
    "source-broken": "failed-source-broken",
    "source-gone": "failed-source-gone",
    "too-large": "failed-too-large",
}


def style_name(texts: Texts, language: str, style: Style) -> str:
    """Return what a style is called in a language."""
    return texts.get(language, f"style-{style.name.lower()}")


def style_question(texts: Texts, job: Job) -> Text:
    """Return the question that a draft asks, a button for each style."""
    language = job.order.language
    buttons = [
        Button(style_name(texts, language, style), Press("anime", job.id, style.name.lower())) for style in Style
    ]
    rows = tuple(tuple(buttons[at : at + BUTTONS_A_ROW]) for at in range(0, len(buttons), BUTTONS_A_ROW))
    return Text(texts.get(language, "which-style"), rows)


def caption(texts: Texts, job: Job) -> str:
    """Return the caption of a picture: what was asked for, and what made it."""
    order, options = job.order, job.order.options
    if order.kind is Kind.HD:
        return texts.get(order.language, "caption-hd")
    if order.kind is Kind.ANIME and options.style:
        style = style_name(texts, order.language, options.style)
        return texts.get(order.language, "caption-anime", style=style, size=_size(job), seed=str(options.seed))
    return texts.get(
        order.language,
        "caption",
        prompt=shorten(order.prompt, CAPTION_PROMPT),
        model=options.model,
        size=_size(job),
        seed=str(options.seed),
    )


def _size(job: Job) -> str:
    return f"{job.order.options.width}×{job.order.options.height}"


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
            command=job.order.kind,
        )
    if job.outcome is Outcome.UNCHECKED:
        return texts.get(language, "unchecked")
    if job.outcome is Outcome.EXPIRED:
        return texts.get(language, "expired")
    return texts.get(language, OWN_REASONS.get(job.reason, "failed"), command=job.order.kind)
