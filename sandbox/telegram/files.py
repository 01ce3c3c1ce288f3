"""Provides the files of the sandbox Telegram: uploaded, fetched from addresses, or found by id.

Source: Bot API, "Sending files" and `getFile`.
"""

import asyncio
import contextlib
import io
import mimetypes
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiohttp
from PIL import Image

from sandbox.journal import Journal
from sandbox.telegram.content import StoredFile
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.media import Media
from sandbox.telegram.params import Upload
from sandbox.telegram.pictures import is_picture, renditions
from sandbox.telegram.settings import Settings
from sandbox.telegram.world import World

_MEGABYTE = 1024 * 1024
MAX_THUMBNAIL, THUMBNAIL_SIDE = 200_000, 320
MAX_PHOTO = 10 * _MEGABYTE
MAX_PHOTO_BY_URL = 5 * _MEGABYTE
MAX_DOCUMENT_BY_URL = 20 * _MEGABYTE
_DOCUMENTS_BY_URL = (b"GIF8", b"%PDF", b"PK\x03\x04")


class Files:
    """Turns the source named by a call (an upload, an address, a file_id) into stored files.

    Args:
        world: Stores the files.
        media: Stores documents.
        journal: Records fetches.
        session: The HTTP session for fetches.
        settings: Defines the timeout of a fetch.
        token: The bot's token, which is redacted in journalled addresses.
    """

    def __init__(
        self,
        world: World,
        media: Media,
        journal: Journal,
        session: aiohttp.ClientSession,
        settings: Settings,
        token: str,
    ) -> None:
        self._world = world
        self._media = media
        self._journal = journal
        self._session = session
        self._settings = settings
        self._token = token
        # Telegram caches the result for each address: photos, documents and failures.
        self._photos: dict[str, tuple[StoredFile, ...]] = {}
        self._documents: dict[str, StoredFile] = {}
        self._failures: dict[str, ApiError] = {}

    async def photo(self, source: Upload | str) -> tuple[StoredFile, ...]:
        """Return the sizes of a photo, smallest first.

        Raises:
            ApiError: The source cannot be fetched or found, or is not a photo.
        """
        if isinstance(source, Upload):
            if len(source.data) > MAX_PHOTO:
                raise bad_request(
                    f"file of size {len(source.data)} bytes is too big for a photo; "
                    f"the maximum size is {MAX_PHOTO} bytes"
                )
            return await self.store_photo(source.data)
        if not _is_address(source):
            return self._known_photo(source)
        if source not in self._photos:
            data = await self._fetch(source, MAX_PHOTO_BY_URL)
            if not is_picture(data):
                raise self._remember(source, "wrong type of the web page content")
            self._photos[source] = await self.store_photo(data)
        return self._photos[source]

    async def document(self, source: Upload | str, preview: Upload | str) -> StoredFile:
        """Return a document.

        Args:
            source: The source of the document.
            preview: An uploaded thumbnail; any other value, or an unsuitable file, is ignored.

        Raises:
            ApiError: The source cannot be fetched or found, or may not be sent by its address.
        """
        if isinstance(source, Upload):
            return await self._store_document(source, _thumbnail(preview))
        if not _is_address(source):
            return self._known_document(source)
        if source not in self._documents:
            data = await self._fetch(source, MAX_DOCUMENT_BY_URL)
            if not data.startswith(_DOCUMENTS_BY_URL):
                raise self._remember(source, "wrong type of the web page content")
            name = PurePosixPath(urlsplit(source).path).name or "file"
            mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            self._documents[source] = await self._store_document(Upload(name, mime_type, data))
        return self._documents[source]

    async def store_photo(self, data: bytes) -> tuple[StoredFile, ...]:
        """Store a photo in all its sizes, smallest first.

        Raises:
            ApiError: The data is not a picture that Telegram can show.
        """
        # Recompression would block the event loop for too long.
        sizes = await asyncio.to_thread(renditions, data)
        stored = tuple(
            self._world.add_file("photo", size.data, ".jpg", width=size.width, height=size.height) for size in sizes
        )
        for file in stored:
            self._world.photos[file.file_id] = stored
        return stored

    async def _store_document(self, upload: Upload, preview: bytes | None = None) -> StoredFile:
        guessed = mimetypes.guess_type(upload.name)[0]
        return await self._media.document(upload.data, upload.name, guessed or upload.mime_type, preview)

    def _known_photo(self, file_id: str) -> tuple[StoredFile, ...]:
        file = self._known(file_id)
        if file.kind != "photo":
            raise bad_request(f"can't use file of type {file.kind.capitalize()} as Photo")
        if file_id not in self._world.photos:
            raise bad_request("can't use file of type Thumbnail as Photo")
        return self._world.photos[file_id]

    def _known_document(self, file_id: str) -> StoredFile:
        file = self._known(file_id)
        if file.kind != "document":
            raise bad_request(f"can't use file of type {file.kind.capitalize()} as Document")
        return file

    def _known(self, file_id: str) -> StoredFile:
        file = self._world.files.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return file

    def _remember(self, url: str, reason: str) -> ApiError:
        self._failures[url] = bad_request(reason)
        return self._failures[url]

    async def _fetch(self, url: str, limit: int) -> bytes:
        if url in self._failures:
            raise self._failures[url]
        shown = url.replace(self._token, "<token>")
        status, data = None, b""
        try:
            timeout = aiohttp.ClientTimeout(total=self._settings.fetch_timeout)
            async with self._session.get(url, timeout=timeout) as response:
                status = response.status
                async for chunk in response.content.iter_chunked(1 << 16):
                    data += chunk
                    if len(data) > limit:
                        break
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self._journal.write("fetch", url=shown, status=status, size=len(data), error=type(error).__name__)
            raise self._remember(url, "failed to get HTTP URL content") from None
        self._journal.write("fetch", url=shown, status=status, size=len(data))
        if status != 200 or not data or len(data) > limit:
            raise self._remember(url, "failed to get HTTP URL content")
        return data


def _thumbnail(preview: Upload | str) -> bytes | None:
    """Return the bytes of a valid thumbnail: a JPEG of at most 320 × 320 pixels and 200 kB; else None."""
    if not isinstance(preview, Upload) or len(preview.data) > MAX_THUMBNAIL:
        return None
    with contextlib.suppress(OSError), Image.open(io.BytesIO(preview.data), formats=["JPEG"]) as opened:
        return preview.data if max(opened.size) <= THUMBNAIL_SIDE else None
    return None


def _is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))
