"""What can be changed at a running sandbox provider."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(slots=True)
class Settings:
    """How the engine works.

    Attributes:
        paint_seconds: How long a task takes, give or take 15 % by its seed.
        callback_interval: Seconds between two attempts at a callback.
        callback_retries: How often a failed callback is repeated.
        concurrency: How many tasks are painted at once.
        sketch: Paint plain gradients, which cost no time, instead of pictures.
    """

    paint_seconds: float = 0.8
    callback_interval: float = 3.0
    callback_retries: int = 10
    concurrency: int = 4
    sketch: bool = False

    def change(self, changes: dict[str, Any]) -> None:
        """Set the named settings.

        Raises:
            ValueError: One of the names or values is wrong; nothing was changed.
        """
        known = {each.name: type(getattr(self, each.name)) for each in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"no such setting: {name}")
            if not isinstance(value, bool) if known[name] is bool else isinstance(value, bool) or value < 0:
                raise ValueError(f"{name}: not {value!r}")
        for name, value in changes.items():
            setattr(self, name, known[name](value))
