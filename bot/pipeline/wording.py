"""Chooses the texts of the catalogue for each message. The prose itself is in `bot.texts`."""

from html import unescape

from bot import confirmation
from bot.clock import SECOND
from bot.job import Job, Kind, Order, Outcome
from bot.options import Style, shorten, units
from bot.pictures import Header
from bot.pipeline import keyboards
from bot.pipeline.messenger import MAX_COPIED, Button, Text
from bot.texts import Texts

CAPTION_PROMPT = 800
"""UTF-16 units of a prompt in a caption; Telegram takes 1,024 for the whole caption."""

MODERATION_LABELS = {"porn": "reason-porn", "politics": "reason-politics", "terrorism": "reason-terrorism"}
"""The texts for the upstream vendor's labels; other labels occur, and several are joined by a slash."""

OWN_REASONS = {
    "rejected": "failed-rejected",
    "unavailable": "failed-unavailable",
    "source-broken": "failed-source-broken",
    "source-gone": "failed-source-gone",
    "too-large": "failed-too-large",
    "too-many-pixels": "failed-too-many-pixels",
}


def style_name(texts: Texts, language: str, style: Style) -> str:
    """Return the name of a style in a language."""
    return texts.get(language, f"style-{style.name.lower()}")


def question(texts: Texts, job: Job, before: str = "") -> Text:
    """Return the question of a draft: for a style, words, what to do with a photo, or to confirm the order.

    Args:
        texts: The catalogues.
        job: The draft.
        before: The words that are to be changed; a button copies them where the answer need not be a reply.
    """
    order, language = job.order, job.order.language
    if order.options.confirm:
        reason = confirmation.read(order.options.confirm)
        words = texts.get(language, f"error-{reason.code}", **reason.params)
        return Text(words, keyboards.to_confirm(texts, job, str(reason.params.get("nearest", ""))))
    if order.kind is Kind.ANIME:
        return Text(addressed(texts, order, texts.get(language, "which-style")), keyboards.styles(texts, job))
    if order.kind is Kind.PHOTO:
        return Text(texts.get(language, "which-action"), keyboards.under(texts, job))
    if before and order.chat_id > 0 and units(before) <= MAX_COPIED:
        copying = Button(texts.get(language, "button-copy"), copy=before)
        return Text(texts.get(language, "which-other-words"), ((copying,),))
    words = texts.get(language, "which-words", command=order.kind)
    if order.options.look:
        words = f"{texts.get(language, 'style-adds', words=order.options.look)}\n{words}"
    if before:
        words = f"{texts.get(language, 'which-other-words')}\n{texts.get(language, 'words-before', words=before)}"
    if order.chat_id < 0 < order.owner_id:  # in a group, only a mentioned user gets the reply field
        words = f"{texts.get(language, 'mention', person=str(order.owner_id))} {words}"
    return Text(words, asks=True)


def addressed(texts: Texts, order: Order, words: str) -> str:
    """Return `words`, with a mention of the owner if a button in a group was pressed: no reply shows who ordered."""
    if not order.is_pressed or order.chat_id > 0 or order.owner_id < 0:
        return words
    return f"{texts.get(order.language, 'mention', person=str(order.owner_id))} {words}"


def asks_for_words(job: Job) -> bool:
    """Return whether a draft asks for words: such a question cannot be edited, only deleted."""
    return job.order.kind in {Kind.DRAW, Kind.REMIX} and job.order.is_draft and not job.order.options.confirm


def caption(texts: Texts, job: Job, header: Header | None = None, *, brief: bool | None = None) -> str:
    """Return the caption of a picture: what was asked for, and one line about how it was made.

    Args:
        texts: The catalogues.
        job: The picture's job.
        header: The picture's header, such as the size of an enlarged picture.
        brief: Leave out what few want to know: seed and seconds. If None, leave them out where others read along.
    """
    order, options = job.order, job.order.options
    brief = order.is_public if brief is None else brief
    line = _caption_line(texts, job, header, brief=brief)
    if order.kind in {Kind.HD, Kind.ANIME}:
        return texts.get(order.language, "caption-line", line=line)
    if job.forgotten:
        return texts.get(order.language, "caption-forgotten", line=line)
    if options.translated:
        half = CAPTION_PROMPT // 2
        both = {"prompt": shorten(order.prompt, half), "translated": shorten(options.translated, half)}
        return texts.get(order.language, "caption-translated", **both, line=line)
    return texts.get(order.language, "caption", prompt=shorten(order.prompt, CAPTION_PROMPT), line=line)


def _caption_line(texts: Texts, job: Job, header: Header | None, *, brief: bool) -> str:
    order, options = job.order, job.order.options
    text = texts.bind(order.language).label
    parts = []
    if options.count > 1:
        parts.append(text("caption-count", number=str(order.number), total=str(options.count)))
    if order.kind is Kind.HD:
        parts.append(text("caption-hd"))
        parts += [f"{header.width}×{header.height}"] if header and header.width else []
    else:
        made_by = unescape(style_name(texts, order.language, options.style)) if options.style else options.model
        parts += [made_by, f"{options.width}×{options.height}"]
        parts += [] if brief else [text("caption-seed", seed=str(options.seed))]
    if not brief:
        painted_in = max(1, round(((job.outcome_at or 0) - (job.submitted_at or job.created_at)) / SECOND))
        parts.append(text("caption-seconds", seconds=str(painted_in)))
    return " · ".join(parts)


def outcome_words(texts: Texts, job: Job) -> str:
    """Return the message for an outcome without a picture. All of them say that the order did not count."""
    return addressed(texts, job.order, _outcome_words(texts, job))


def _outcome_words(texts: Texts, job: Job) -> str:
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
