"""Runs the real bot with a clock that is `SKEW` seconds ahead; with `NEWER=True`, with one more migration."""

import os
import time

import uvloop

from bot import logs
from bot.clock import Clock
from bot.edges import Edges
from bot.runner import run
from bot.settings import Settings
from storage import migrate
from storage.migrate import Migration


def main() -> None:
    """Run the bot as `huabot run` does."""
    skew = float(os.environ["SKEW"])
    if os.environ["NEWER"] == "True":
        known = migrate.migrations("postgresql")
        adds = f"-- oldest: {known[-1].version}\nALTER TABLE jobs ADD COLUMN colour TEXT NOT NULL DEFAULT ''"
        later = Migration(known[-1].version + 1, "later.sql", adds)
        migrate.migrations = lambda _="": [*known, later]
    settings = Settings.read()
    logs.configure(log_format=settings.log_format, level=settings.log_level, secrets=settings.hidden)
    uvloop.run(run(settings, Edges(clock=Clock(wall=lambda: time.time() + skew))))


if __name__ == "__main__":
    main()
