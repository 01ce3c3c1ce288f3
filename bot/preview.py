"""Draws the preview of a large file: reads a picture from standard input, writes a small JPEG to standard output.

A separate program, run by `bot.provider.previews`: pixels are decoded here, so a picture that breaks a decoder or fills
the memory harms this program alone. The program depends on nothing else of this project.

Source: Bot API, `sendDocument`: a thumbnail is a JPEG of at most 320 × 320 pixels and 200 kB.
"""

import resource
import sys
from io import BytesIO

from PIL import Image, ImageOps

SIDE = 320
"""The longest side in pixels; a JPEG of this size has far less than 200 kB."""

MEMORY, CPU_SECONDS = 256 * 1024 * 1024, 10
"""Limits in bytes and seconds: a PNG or JPEG of 4096 × 4096 pixels takes some 150 MB and less than a second; a lossless
WebP of that size takes more, and gets no preview."""

FORMATS = ("PNG", "JPEG", "WEBP")


def draw() -> bytes:
    """Return the preview of the picture on standard input."""
    with Image.open(sys.stdin.buffer, formats=FORMATS) as picture:
        picture.draft("RGB", (SIDE, SIDE))  # a JPEG can be decoded at a reduced size
        colours = picture.convert("RGBA") if picture.mode == "P" else picture
        colours.thumbnail((SIDE, SIDE))
        small = ImageOps.exif_transpose(colours).convert("RGBA")
    paper = Image.new("RGBA", small.size, "white")
    file = BytesIO()
    Image.alpha_composite(paper, small).convert("RGB").save(file, "JPEG", quality=85)
    return file.getvalue()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    Image.MAX_IMAGE_PIXELS = None  # the limits above apply, whatever size the picture claims
    sys.stdout.buffer.write(draw())
