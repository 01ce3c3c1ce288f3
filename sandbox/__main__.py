"""`python -m sandbox demo`: the demo, in the folder one is in."""

import argparse
import asyncio
import os
import sys

from sandbox.demo import demo


def main() -> None:
    """Do what the command line says, and exit with what came of it."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="The bot's stand-ins for foreign servers.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="show the bot at work against a Telegram and an APISpace of its own")
    _open_standard_streams()
    parser.parse_args()
    sys.exit(asyncio.run(demo()))


def _open_standard_streams() -> None:
    """Let those that were closed lead nowhere; else the next file to be opened would be taken for them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  it gets their number


if __name__ == "__main__":
    main()
