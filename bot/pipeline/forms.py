"""Builds the forms of a delivery: a photo or a file, in the placeholder or in a new message; an address."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.job import Job, Kind
from bot.pipeline import keyboards
from bot.pipeline.messenger import Content, ContentRefusedError, Document, NoRightError, Photo, Text
from bot.pipeline.wording import caption
from bot.provider.results import Picture
from bot.texts import Texts

PHOTO_BYTES, PHOTO_SUM, PHOTO_RATIO = 10_000_000, 10_000, 20
"""Telegram's limits for an uploaded photo: bytes, width + height, ratio (Bot API, `sendPhoto`)."""


@dataclass(frozen=True, slots=True)
class Form:
    """Represents one form in which an outcome can be delivered, and its name for the metrics.

    Attributes:
        anew: Send a new message, although a placeholder exists.
    """

    name: str
    content: Content
    lost: bool = False
    anew: bool = False


def goes_as_photo(job: Job) -> bool:
    """Return whether a picture may be sent as a photo, which Telegram scales down."""
    return job.order.kind is not Kind.HD and not job.order.options.as_file


def thumbnail_of(job: Job) -> str:
    """Return the thumbnail of an enlarged picture, a small size of its source; '' if there is none or for a spoiler."""
    order = job.order
    if order.kind is not Kind.HD or order.options.spoiler or order.source is None:
        return ""
    return order.source.thumbnail


def needs_preview(job: Job) -> bool:
    """Return whether a picture that is sent as a file may be decoded to make a preview."""
    return not job.order.options.spoiler and not thumbnail_of(job)


def forms_of(texts: Texts, job: Job, picture: Picture, refusals: list[ContentRefusedError]) -> Iterator[Form]:
    """Yield the forms of a downloaded picture, best first; `refusals` tells why the earlier ones were refused."""
    name = f"huabot-{job.order.options.seed}.{picture.header.extension}"
    words, buttons = caption(texts, job, picture.header), keyboards.under(texts, job)
    photo, linked = None, job.order.options.linked
    if goes_as_photo(job) and _fits_photo(picture):
        photo = Photo(picture.file, words, name, buttons, spoiler=job.order.options.spoiler, linked=linked)
    for anew in (False, True) if job.placeholder_id is not None else (False,):
        if photo and not is_forbidden(refusals):
            yield Form("upload", photo, anew=anew)
        if not (anew and is_forbidden(refusals)):
            document = Document(picture.file, words, name, buttons, picture.preview, thumbnail_of(job), linked=linked)
            yield Form("document", document, anew=anew)


def link(texts: Texts, job: Job, words: str, url: str) -> Form:
    """Return the form that sends only the address of a picture, with words that explain why."""
    return Form("link", Text(texts.get(job.order.language, words, url=url), keyboards.under(texts, job)))


def is_forbidden(refusals: list[ContentRefusedError]) -> bool:
    """Return whether a form was refused because the bot has no right to send it in this chat."""
    return any(isinstance(refusal, NoRightError) for refusal in refusals)


def _fits_photo(picture: Picture) -> bool:
    width, height = picture.header.width, picture.header.height
    long, short = max(width, height), max(1, min(width, height))
    return long > 0 and picture.size <= PHOTO_BYTES and long + short <= PHOTO_SUM and long / short <= PHOTO_RATIO
