"""The real bot on a machine whose clock is `SKEW` seconds off."""

import os
import time

import uvloop

from bot import logs
from bot.clock import Clock
from bot.edges import Edges
from bot.runner import run
from bot.settings import Settings


def main() -> None:
    """Run it, as `huabot run` does."""
    skew = float(os.environ["SKEW"])
    settings = Settings.read()
    logs.configure(log_format=settings.log_format, level=settings.log_level, secrets=settings.hidden)
    uvloop.run(run(settings, Edges(clock=Clock(wall=lambda: time.time() + skew))))


if __name__ == "__main__":
    main()
