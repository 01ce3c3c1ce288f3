"""What the instruments of `make` have in common: how they speak, and how they are ended."""

import signal
import sys


def say(words: object) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def end_on_sigterm() -> None:
    """Take SIGTERM as what ends the program in order, so that everything it has started is ended, too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
