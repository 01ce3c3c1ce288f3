"""What a person typed after a command, as a value the provider can be asked with. Pure.

The bounds are the provider's: width and height at most 768, multiples of 64 (its document, "notes for
use"); seeds up to 2³²−1, 5 to 100 steps (the upstream vendor's document).
"""

import secrets
from dataclasses import dataclass

from bot.errors import UserError

MAX_PROMPT = 1_000
"""Characters (code points) of a prompt."""

MAX_SEED = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Options:
    """How a picture is painted. The defaults are the provider's documented ones.

    Attributes:
        seed: We choose it, because the provider never reports the one it drew: so a picture can be repeated.
        model: `art`, `anime` or `basic`.
        width: Pixels.
        height: Pixels.
        steps: Sampling steps.
        guidance: How closely the prompt is followed (`guidance_scale`).
        sampler: Sampling method.
        negative: What to avoid.
    """

    seed: int
    model: str = "art"
    width: int = 512
    height: int = 512
    steps: int = 20
    guidance: float = 7.5
    sampler: str = "k_euler"
    negative: str = ""


def new_seed() -> int:
    """Return a random seed in 0 … 2³²−1."""
    return secrets.randbelow(MAX_SEED + 1)


def read_prompt(text: str) -> str:
    """Return the prompt in what followed the command.

    Args:
        text: Everything after the command, newlines included.

    Returns:
        The text without white space around it; never empty, at most `MAX_PROMPT` characters.

    Raises:
        UserError: `prompt-missing`, `prompt-too-long`.
    """
    prompt = text.replace("\x00", "").strip()
    if not any(character.isprintable() and not character.isspace() for character in prompt):
        raise UserError("prompt-missing")
    if len(prompt) > MAX_PROMPT:
        raise UserError("prompt-too-long", length=len(prompt), limit=MAX_PROMPT)
    return prompt


def shorten(text: str, units: int) -> str:
    """Cut a text to at most `units` UTF-16 code units, at a word's end where one is near.

    Telegram counts the limits of messages and captions in these units.
    """
    if len(text.encode("utf-16-le")) <= units * 2:
        return text
    cut = text.encode("utf-16-le")[: (units - 1) * 2].decode("utf-16-le", errors="ignore")
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > len(cut) * 0.8 else cut).rstrip() + "…"
