"""What can be changed at a running sandbox provider."""

from dataclasses import dataclass, fields
from typing import Any

LAYOUTS = ("params", "flat")


@dataclass(slots=True)
class Settings:
    """How gateway and engine work.

    Attributes:
        paint_seconds: How long a task takes, give or take 15 % by its seed.
        callback_interval: Seconds between two attempts at a callback.
        callback_retries: How often a failed callback is repeated.
        callback_timeout: Seconds that an attempt at a callback may take.
        concurrency: How many tasks are painted at once; with 0 all wait until it is set to more.
        sketch: Paint quick pictures, which cost next to no time.
        draw_path: Where draw orders are taken; every other path answers 404.
        remix_path: Where remix orders are taken.
        anime_path: Where anime orders are taken.
        hd_path: Where hd orders are taken.
        query_path: Where tasks are asked for.
        anime_layout: Where the parameters of an anime order stand: under `params`, or `flat` at top level.
        photo_tries: How often a photo is fetched before its task fails.
        photo_interval: Seconds between two tries.
        photo_timeout: Seconds that one try may take.
        photo_delay: Seconds between the start of a task and its first fetch.
        photo_head: Ask for the photo's headers first.
        photo_ranges: Fetch the photo as two ranges and put them together.
        photo_again: Seconds after which the photo is fetched once more, and that one painted; 0: never.
        photo_verdict: The label that moderation finds in every photo of remix and anime; "": none.
        result_bytes: The size results are padded to.
    """

    paint_seconds: float = 0.8
    callback_interval: float = 3.0
    callback_retries: int = 10
    callback_timeout: float = 3.0
    concurrency: int = 4
    sketch: bool = False
    draw_path: str = "txt2img"
    remix_path: str = "img2img"
    anime_path: str = "img2acg"
    hd_path: str = "img2img-sr"
    query_path: str = "query-image"
    anime_layout: str = "params"
    photo_tries: int = 3
    photo_interval: float = 1.0
    photo_timeout: float = 10.0
    photo_delay: float = 0.0
    photo_head: bool = False
    photo_ranges: bool = False
    photo_again: float = 0.0
    photo_verdict: str = ""
    result_bytes: int = 0

    def kind(self, path: str) -> str | None:
        """Return what is ordered at this path: `draw`, `remix`, `anime` or `hd`; None: it is no such path."""
        paths = {self.draw_path: "draw", self.remix_path: "remix", self.anime_path: "anime", self.hd_path: "hd"}
        return paths.get(path)

    def change(self, changes: dict[str, Any]) -> None:
        """Set the named settings.

        Raises:
            ValueError: One of the names or values is wrong; nothing was changed.
        """
        known = {each.name: type(getattr(self, each.name)) for each in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"no such setting: {name}")
            if not _fits(known[name], value) or (name == "anime_layout" and value not in LAYOUTS):
                raise ValueError(f"{name}: not {value!r}")
        for name, value in changes.items():
            setattr(self, name, known[name](value))


def _fits(kind: type, value: object) -> bool:
    if kind in {bool, str}:
        return isinstance(value, kind)
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
