"""Defines the settings that can be changed while the sandbox provider runs."""

from dataclasses import dataclass, fields
from typing import Any

LAYOUTS = ("params", "flat")


@dataclass(slots=True)
class Settings:
    """Holds the settings of gateway and engine.

    Attributes:
        paint_seconds: Duration of a task in seconds, varied by up to 15 % by its seed.
        callback_interval: Seconds between two attempts at a callback.
        callback_retries: The number of retries of a failed callback.
        callback_timeout: The timeout of one attempt at a callback, in seconds.
        concurrency: The number of tasks painted at once; with 0, all tasks wait until it is raised.
        sketch: Paint quick pictures, which cost next to no time.
        draw_path: The path for draw orders; paths that are not configured answer 404.
        remix_path: The path for remix orders.
        anime_path: The path for anime orders.
        hd_path: The path for hd orders.
        query_path: The path for queries about tasks.
        anime_layout: The place of an anime order's parameters: under `params`, or `flat` at top level.
        photo_tries: The number of attempts to fetch a photo before its task fails.
        photo_interval: Seconds between two attempts.
        photo_timeout: The timeout of one attempt, in seconds.
        photo_delay: Seconds between the start of a task and its first fetch.
        photo_head: Send a HEAD request for the photo first.
        photo_ranges: Fetch the photo in two ranges, and join them.
        photo_again: Seconds after which the photo is fetched again, and the new copy painted; 0: never.
        photo_verdict: The label that moderation assigns to every photo of remix and anime orders; "": none.
        result_bytes: The size in bytes that results are padded to.
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
        """Return the kind of order at this path: `draw`, `remix`, `anime` or `hd`; None for other paths."""
        paths = {self.draw_path: "draw", self.remix_path: "remix", self.anime_path: "anime", self.hd_path: "hd"}
        return paths.get(path)

    def change(self, changes: dict[str, Any]) -> None:
        """Change the named settings.

        Raises:
            ValueError: A name or a value is wrong; no setting was changed.
        """
        known = {setting.name: type(getattr(self, setting.name)) for setting in fields(self)}
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
