"""The styles of `--style`: words that are added to what is painted, in the painter's language. Pure."""

WATERCOLOUR = "watercolour painting, soft washes, paper texture"
OIL = "oil painting, visible brush strokes, canvas texture"
PENCIL = "pencil drawing, fine hatching, white paper"
PHOTO = "photograph, natural light, sharp focus, 50mm lens"

LOOKS = {
    "watercolour": WATERCOLOUR,
    "watercolor": WATERCOLOUR,
    "oil": OIL,
    "ink": "ink wash painting, flowing brush lines, white space",
    "pencil": PENCIL,
    "sketch": PENCIL,
    "pixel": "pixel art, 16-bit, limited palette",
    "photo": PHOTO,
    "realistic": PHOTO,
    "poster": "screen print poster, flat shapes, bold colours",
    "clay": "clay figure, stop motion, soft studio light",
    "neon": "neon lights, night, reflections, glow",
    "raw": "",
}
"""Their names without hyphens and blanks, and their words. `raw` takes a style away, as in Midjourney."""

SHOWN = ("watercolour", "oil", "ink", "pencil", "pixel", "photo", "poster", "clay", "neon")
"""Each of them once."""


def with_look(prompt: str, look: str) -> str:
    """Return a prompt with the words of a style behind it."""
    return ", ".join(part for part in (prompt, look) if part)
