"""Reads messages: their command, sender, place and picture. Only reads, decides nothing."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from telegram import Chat, Document, ExternalReplyInfo, Message, PhotoSize, Sticker, User
from telegram.constants import MessageEntityType

from bot.errors import UserError
from bot.job import Kind, Source
from bot.pipeline.messenger import Place
from bot.sizes import SIDE
from bot.telegram.thumbnails import find_thumbnail

MAX_SOURCE_BYTES = 20 * 1024 * 1024
"""Size in bytes of the largest file that a bot may fetch (Bot API, `getFile`)."""

PICTURE_TYPES = frozenset({"image/jpeg", "image/jpg", "image/png", "image/webp"})
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
OTHER_PICTURE_ENDINGS = (
    *(".heic", ".heif", ".tif", ".tiff", ".gif", ".bmp", ".avif", ".jxl", ".jp2", ".svg", ".ico", ".psd"),
    *(".dng", ".raw", ".cr2", ".cr3", ".nef", ".arw"),
)
"""File name endings of pictures that the painter cannot read."""


@dataclass(frozen=True, slots=True)
class Command:
    """Represents a command at the beginning of a message.

    Attributes:
        name: The command without its slash, in lower case.
        text: All text after the command, newlines included.
        addressee: The bot that the command names, in lower case; '' if none.
    """

    name: str
    text: str
    addressee: str


@dataclass(frozen=True, slots=True)
class Photo:
    """Represents a picture in a message.

    Attributes:
        source: The picture that an order starts from.
        size: Width and height in pixels, or those of its thumbnail; None if the shape is unknown.
        spoiler: Whether the picture is covered until it is tapped.
    """

    source: Source
    size: tuple[int, int] | None
    spoiler: bool = False


def read_command(message: Message) -> Command | None:
    """Return the command that a message's text, or a photo's caption, begins with."""
    text = drop_surrogates(message.text or message.caption or "")
    for entity in message.entities or message.caption_entities:
        if entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0:
            # Lengths count UTF-16 units; a command is ASCII, so here they count characters too.
            name, _, addressee = text[1 : entity.length].lower().partition("@")
            return Command(name, text[entity.length :], addressee)
    return None


def drop_surrogates(text: str) -> str:
    """Return the text with surrogate pairs joined and lone surrogates, which cannot be stored or sent, replaced."""
    return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")


def is_from_people(message: Message) -> bool:
    """Return whether a person wrote a message, also in a chat's name; not a bot, and not a channel's forwarded post.

    Messages of anonymous administrators, and of people who write as their channel, come from a bot of Telegram's own.
    """
    if message.is_automatic_forward:
        return False
    return message.sender_chat is not None or (message.from_user is not None and not message.from_user.is_bot)


def sender_id(message: Message) -> int:
    """Return the id of the one who is charged: the chat in whose name the message was written, or the person."""
    speaker: Chat | User = message.sender_chat or message.from_user or message.chat
    return int(speaker.id)


def identity_of(message: Message) -> str:
    """Return a key that identifies a message in its chat: its number, if it has one.

    Ephemeral messages all have the number 0, and an ephemeral number that is reused when they are gone; messages that
    are still to be sent have 0, too (Bot API, `Message`). Their sender and time tell them apart.
    """
    if message.message_id:
        return str(message.message_id)
    ephemeral = message.api_kwargs.get("ephemeral_message_id", "")
    return f"0.{ephemeral}.{message.date.timestamp():.0f}.{sender_id(message)}"


def place_of(message: Message) -> Place:
    """Return where to answer a message. The thread id counts only in topics: replies elsewhere have one, too.

    An ephemeral message has no number to reply to, and only an ephemeral message may reply to it.
    """
    thread_id = message.message_thread_id if message.is_topic_message else None
    direct = message.direct_messages_topic
    return Place(message.chat.id, thread_id, message.message_id or None, direct.topic_id if direct else None)


def replied_to(message: Message) -> Message | None:
    """Return the message replied to. Every message in a topic replies to the topic's creation, which does not count."""
    replied = message.reply_to_message
    return None if replied and replied.forum_topic_created else replied


def language_code_of(message: Message) -> str | None:
    """Return the sender's language code as Telegram reports it, if it does; Telegram's own bots have none."""
    user = message.from_user
    return user.language_code if user and not user.is_bot else None


def has_photo(message: Message) -> bool:
    """Return whether a message is a photo, or a file that may be a picture."""
    return bool(message.photo or (message.document and not message.animation and _may_be_a_picture(message.document)))


def has_file(message: Message) -> bool:
    """Return whether a message has a file that users may expect the bot to work on. Still stickers are small talk."""
    return bool(message.photo or message.document or message.animation or message.video or message.video_note) or (
        _moves(message.sticker)
    )


def is_meant_as_picture(message: Message) -> bool:
    """Return whether a message is meant as a picture, even one the bot cannot work on; no text file, no sticker."""
    document = message.document
    if message.photo or message.animation or message.video or message.video_note:
        return True
    if document is None:
        return False
    ending = PurePath(document.file_name or "").suffix.lower()
    says = (document.mime_type or "").lower().startswith(("image/", "video/"))
    return says or ending in OTHER_PICTURE_ENDINGS or _may_be_a_picture(document)


def find_photo(message: Message, kind: Kind) -> Photo:
    """Return the picture that a command refers to: in its own message, or in the message it replies to.

    Args:
        message: The message with the command.
        kind: The kind of the order, which determines the size to use.

    Raises:
        UserError: `photo-missing`, or why the file there cannot be used.
    """
    found, replied = None, replied_to(message)
    for part in (message, replied, message.external_reply):
        found = found or (part and _photo_in(part, kind))
    if found:
        return found
    if replied or message.external_reply:
        raise UserError("photo-not-there", command=kind)
    raise UserError("photo-missing", command=kind)


def _photo_in(part: Message | ExternalReplyInfo, kind: Kind) -> Photo | None:
    if part.photo:
        chosen = _smallest_that_serves(part.photo, kind)
        photo = _with_thumbnail(_photo(chosen, (chosen.width, chosen.height), kind, checked=True), part.photo, kind)
        return replace(photo, spoiler=bool(part.has_media_spoiler))
    if part.sticker:
        if _moves(part.sticker):
            raise UserError("photo-moves", command=kind)
        return _photo(part.sticker, (part.sticker.width, part.sticker.height), kind, checked=True)
    if part.animation or part.video or part.video_note:  # an animation has a `document`, too
        raise UserError("photo-moves", command=kind)
    if part.document:
        if not _may_be_a_picture(part.document):
            raise UserError("photo-wrong-type", command=kind)
        thumbnail = part.document.thumbnail
        size = (thumbnail.width, thumbnail.height) if thumbnail else None
        return _with_thumbnail(_photo(part.document, size, kind, checked=False), part.document, kind)
    return None


def _with_thumbnail(photo: Photo, picture: tuple[PhotoSize, ...] | Document, kind: Kind) -> Photo:
    """Return a photo with a thumbnail, if it may be enlarged to a file, which needs one; else unchanged."""
    if kind not in {Kind.HD, Kind.PHOTO}:
        return photo
    return replace(photo, source=replace(photo.source, thumbnail=find_thumbnail(picture)))


def _photo(file: PhotoSize | Document | Sticker, size: tuple[int, int] | None, kind: Kind, *, checked: bool) -> Photo:
    if (file.file_size or 0) > MAX_SOURCE_BYTES:
        raise UserError("photo-too-large", command=kind)
    return Photo(Source(file.file_id, checked), size if size and min(size) > 0 else None)


def _moves(sticker: Sticker | None) -> bool:
    return sticker is not None and (sticker.is_animated or sticker.is_video)


def _smallest_that_serves(sizes: tuple[PhotoSize, ...], kind: Kind) -> PhotoSize:
    by_size = sorted(sizes, key=lambda size: size.width * size.height)
    enough = [size for size in by_size if kind not in {Kind.HD, Kind.PHOTO} and max(size.width, size.height) >= SIDE]
    return enough[0] if enough else by_size[-1]


def _may_be_a_picture(document: Document) -> bool:
    """Return whether a document may be a picture by its declared type or name; its content is checked later."""
    if document.mime_type and document.mime_type.lower() != "application/octet-stream":
        return document.mime_type.lower() in PICTURE_TYPES
    ending = PurePath(document.file_name or "").suffix.lower()
    return ending in {"", *PICTURE_ENDINGS}
