"""Defines the content of a message: a text, media with a caption, or a service message.

Source: Bot API, `Message`, `PhotoSize`, `Document`, `Sticker`, `Video`, `Animation`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Represents a file on Telegram's servers.

    Attributes:
        kind: The field of a message that holds it: `photo`, `document`, `sticker`, `video`, `animation` or `voice`.
        name: The file name given by the sender, if any.
        mime_type: The type claimed by the sender, if any.
        width: Width in pixels, if the file has one.
        height: Height in pixels, likewise.
        traits: Further fields of files of this kind.
    """

    file_id: str
    file_unique_id: str
    kind: str
    path: str
    data: bytes
    name: str | None = None
    mime_type: str | None = None
    width: int | None = None
    height: int | None = None
    thumbnail: "StoredFile | None" = None
    traits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 of the file's bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def as_json(self) -> Json:
        """Return the file as the Bot API's object of its kind."""
        fields: Json = {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": len(self.data),
        }
        if self.width and self.kind != "document":
            fields |= {"width": self.width, "height": self.height}
        if self.kind in ("photo", "sticker"):
            return fields | dict(self.traits)
        return fields | self._claims() | dict(self.traits)

    def as_document(self) -> Json:
        """Return the `document` that accompanies an `animation` for backward compatibility."""
        fields = ("file_id", "file_unique_id", "file_size")
        return {name: self.as_json()[name] for name in fields} | self._claims()

    def _claims(self) -> Json:
        thumbnail = self.thumbnail.as_json() if self.thumbnail else None
        claims = {"file_name": self.name, "mime_type": self.mime_type, "thumbnail": thumbnail}
        return {name: value for name, value in claims.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Content:
    """Holds the content of a message.

    Attributes:
        text: The text, or the caption of media.
        entities: The entities of the text; offsets count UTF-16 units.
        photo: The sizes of a photo, smallest first.
        media: Any other file.
        service: The fields of a service message.
        spoiler: Whether the media are covered until they are tapped.
    """

    text: str = ""
    entities: tuple[Json, ...] = ()
    photo: tuple[StoredFile, ...] = ()
    media: StoredFile | None = None
    service: Json | None = None
    spoiler: bool = False

    @property
    def kind(self) -> str:
        """`text`, `service`, or the kind of the media."""
        if self.photo:
            return "photo"
        if self.media:
            return self.media.kind
        return "service" if self.service else "text"

    @property
    def file(self) -> StoredFile | None:
        """The media, or the largest size of the photo."""
        return self.photo[-1] if self.photo else self.media

    def as_json(self) -> Json:
        """Return the fields of a Bot API `Message` for this content."""
        fields: Json = dict(self.service or {})
        if self.photo:
            fields["photo"] = [size.as_json() for size in self.photo]
        if self.media:
            fields[self.media.kind] = self.media.as_json()
        if self.media and self.media.kind == "animation":
            fields["document"] = self.media.as_document()
        if self.spoiler:
            fields["has_media_spoiler"] = True
        if self.text:
            fields["text" if self.kind == "text" else "caption"] = self.text
        if self.entities:
            fields["entities" if self.kind == "text" else "caption_entities"] = list(self.entities)
        return fields
