"""Provides the seeds of the fuzzing: valid input for each parser."""

from collections.abc import Iterator
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"

WORDS = (
    b'{"uid": "a", "success": true, "data": {"uid": "a", "status": "finished", "safe": true, "cdn": "http://a/b"}}',
    b'{"code": 200, "data": {"uid": "a"}, "msg": ""}',
    b'{"ok": false, "error_code": 429, "description": "x", "parameters": {"retry_after": 3, "migrate_to_chat_id": -1}}',
    b'{"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}',
    b'{"model": "anime", "size": "512x512", "negative": "x", "daily": 3}',
    b"a fox --ar 16:9 --n 2 --seed 42 --no text, blur --model anime --steps 30 --cfg 9 --size 512x512 -- b",
    b"a fox \xe2\x80\x94ar=16:9 \xe2\x80\x9cx\xe2\x80\x9d \xf0\x9f\xa6\x8a \xe2\x80\xae",
    b"00000000000000000000000000.1.0123456789012345678901234567890123456789012",
    b"again:00000000000000000000000000:x.y",
    b"https://user@[::ffff:127.0.0.1]:8080/a?b#c",
    b"2001:db8::1%eth0",
    b"0-9,10-",
    b"jojo",
    b"\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xe1\0\x1aExif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\xff\xc0\0\x0b\x08\1\0\1\0",
    b"\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\2\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82",
    b"X\x0a\0\0\0\0\0\0\0\xff\0\0\xff\0\0",
)


def seeds() -> Iterator[bytes]:
    """Yield the seeds, recorded callbacks included."""
    yield from WORDS
    for path in sorted(SAMPLES.rglob("*.json")):
        yield path.read_bytes()
