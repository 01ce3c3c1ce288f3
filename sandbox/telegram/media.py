"""Creates files other than photos: documents with thumbnails, stickers, videos, animations, voice messages.

Source: Bot API, `Document`, `Sticker`, `Video`, `Animation`, `Voice`. Animated stickers and clips contain
only the bytes that identify their format; nothing here plays them.
"""

import asyncio
import gzip
import io
import mimetypes
from pathlib import PurePosixPath
from typing import Any

from PIL import Image

from sandbox.telegram.content import StoredFile
from sandbox.telegram.errors import bad_request
from sandbox.telegram.pictures import Size, thumbnail
from sandbox.telegram.world import World

STICKERS = ("static", "animated", "video")
CLIPS = ("video", "animation", "voice")
_STICKER_SIDE = 512
_THUMBNAILED = 10 * 1024 * 1024
_MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\0" * 512
_OGG = b"OggS" + b"\0" * 512
_WEBM = b"\x1a\x45\xdf\xa3\x42\x82\x84webm" + b"\0" * 512
_TGS = b'{"tgs":1,"v":"5.5.2","fr":60,"ip":0,"op":60,"w":512,"h":512,"layers":[]}'


class Media:
    """Turns sent files into stored files.

    Args:
        world: Stores the files.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    async def document(
        self, data: bytes, name: str | None, mime_type: str | None, preview: bytes | None = None
    ) -> StoredFile:
        """Store a document unchanged; a picture gets a thumbnail, a large file one made from `preview`.

        Raises:
            ApiError: The file is empty.
        """
        if not data:
            raise bad_request("file must be non-empty")
        shown = data if len(data) <= _THUMBNAILED else preview
        size = await asyncio.to_thread(thumbnail, shown) if shown else None
        # Telegram takes the suffix of the path from the sender's name or type, not from the content.
        suffix = PurePosixPath(name).suffix if name else mimetypes.guess_extension(mime_type or "") or ""
        return self._world.add_file(
            "document", data, suffix, name=name, mime_type=mime_type, thumbnail=self._thumbnail(size)
        )

    async def sticker(self, kind: str, data: bytes) -> StoredFile:
        """Store a sticker; a static one is made from a picture, if one is given.

        Raises:
            ApiError: There is no such kind of sticker.
        """
        if kind not in STICKERS:
            raise bad_request(f"a sticker is one of {', '.join(STICKERS)}")
        width = height = _STICKER_SIDE
        if kind == "static":
            data, (width, height) = await asyncio.to_thread(_draw_sticker, data)
            suffix = ".webp"
        else:
            data, suffix = (gzip.compress(_TGS, mtime=0), ".tgs") if kind == "animated" else (_WEBM, ".webm")
        traits: dict[str, Any] = {"type": "regular", "is_animated": kind == "animated", "is_video": kind == "video"}
        return self._world.add_file(
            "sticker", data, suffix, width=width, height=height, traits={**traits, "emoji": "🎨", "set_name": "Sandbox"}
        )

    def clip(self, kind: str) -> StoredFile:
        """Store a `video`, an `animation` or a `voice` message.

        Raises:
            ApiError: There is no such kind of clip.
        """
        if kind not in CLIPS:
            raise bad_request(f"a clip is one of {', '.join(CLIPS)}")
        if kind == "voice":
            return self._world.add_file(kind, _OGG, ".oga", mime_type="audio/ogg", traits={"duration": 3})
        name = f"{kind}.mp4"
        return self._world.add_file(
            kind, _MP4, ".mp4", name=name, mime_type="video/mp4", width=640, height=360, traits={"duration": 3}
        )

    def _thumbnail(self, size: Size | None) -> StoredFile | None:
        if size is None:
            return None
        return self._world.add_file("photo", size.data, ".jpg", width=size.width, height=size.height)


def _draw_sticker(data: bytes) -> tuple[bytes, tuple[int, int]]:
    if data:
        with Image.open(io.BytesIO(data)) as opened:
            picture = opened.convert("RGBA")
    else:
        picture = Image.new("RGBA", (_STICKER_SIDE, _STICKER_SIDE), (220, 60, 40, 255))
    scale = _STICKER_SIDE / max(picture.size)
    picture = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=False, quality=80)
    return out.getvalue(), picture.size
