"""What a message holds: a text, media with a caption, or a service notice.

Source: Bot API, `Message`, `PhotoSize`, `Document`, `Sticker`, `Video`, `Animation`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the servers.

    Attributes:
        kind: `photo`, `document`, `sticker`, `video`, `animation` or `voice`, as a message calls it.
        name: As its sender called it, if at all.
        mime_type: As its sender claims, if at all.
        width: In pixels, of what has a size.
        height: Likewise.
        traits: Further fields of its kind.
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
        """SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def as_json(self) -> Json:
        """Return the Bot API's object of its kind."""
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
        """Return the `document` that comes with an `animation` for old bots' sake."""
        fields = ("file_id", "file_unique_id", "file_size")
        return {name: self.as_json()[name] for name in fields} | self._claims()

    def _claims(self) -> Json:
        thumbnail = self.thumbnail.as_json() if self.thumbnail else None
        claims = {"file_name": self.name, "mime_type": self.mime_type, "thumbnail": thumbnail}
        return {name: value for name, value in claims.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Content:
    """What a message shows.

    Attributes:
        text: The text, or the caption of media.
        entities: Of the text; offsets count UTF-16 units.
        photo: The sizes of a photo, smallest first.
        media: Any other file.
        service: The field of a service message.
        spoiler: The media are covered until they are tapped.
    """

    text: str = ""
    entities: tuple[Json, ...] = ()
    photo: tuple[StoredFile, ...] = ()
    media: StoredFile | None = None
    service: Json | None = None
    spoiler: bool = False

    @property
    def kind(self) -> str:
        """`text`, `service`, or what kind of media it is."""
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
        """Return the fields of a Bot API `Message` that hold it."""
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
