"""The forms in which a picture can be brought: as a photo or a file, in place of what stands or anew; as an address."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.job import Job, Kind
from bot.pipeline import keyboards
from bot.pipeline.messenger import Content, ContentRefusedError, Document, NoRightError, Photo, Text
from bot.pipeline.wording import caption
from bot.provider.results import Picture
from bot.texts import Texts

PHOTO_BYTES, PHOTO_SUM, PHOTO_RATIO = 10_000_000, 10_000, 20
"""Telegram's limits of an uploaded photo: bytes, width + height, ratio (Bot API, `sendPhoto`)."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form in which an outcome can be brought, and its name for the metrics.

    Attributes:
        anew: As a new message, although a placeholder stands.
    """

    name: str
    content: Content
    lost: bool = False
    anew: bool = False


def goes_as_photo(job: Job) -> bool:
    """Whether it may be a photo, which Telegram makes small."""
    return job.order.kind is not Kind.HD and not job.order.options.as_file


def thumbnail_of(job: Job) -> str:
    """Return the small size of its source that an enlarged picture shows; none where the picture is to be covered."""
    order = job.order
    if order.kind is not Kind.HD or order.options.spoiler or order.source is None:
        return ""
    return order.source.thumbnail


def needs_preview(job: Job) -> bool:
    """Whether a picture that is brought as a file may be decoded to show something for it."""
    return not job.order.options.spoiler and not thumbnail_of(job)


def forms_of(texts: Texts, job: Job, picture: Picture, refusals: list[ContentRefusedError]) -> Iterator[Form]:
    """Yield the forms of a picture at hand, best first; each knows why the ones before were refused."""
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
    """Return the address of a picture, with the words for why it is no more than that."""
    return Form("link", Text(texts.get(job.order.language, words, url=url), keyboards.under(texts, job)))


def is_forbidden(refusals: list[ContentRefusedError]) -> bool:
    """Whether a form was refused because we have no right to it here."""
    return any(isinstance(refusal, NoRightError) for refusal in refusals)


def _fits_photo(picture: Picture) -> bool:
    width, height = picture.header.width, picture.header.height
    long, short = max(width, height), max(1, min(width, height))
    return long > 0 and picture.size <= PHOTO_BYTES and long + short <= PHOTO_SUM and long / short <= PHOTO_RATIO
