"""Runs the demo in the current folder (`python -m sandbox demo`) or the chat page (`python -m sandbox chat`)."""

import argparse
import asyncio
import os
import sys

from sandbox.chat.run import chat
from sandbox.chat.server import PORT
from sandbox.demo import demo
from sandbox.scenes.languages import CODES


def main() -> None:
    """Run the command from the command line, and exit with its exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="The bot's stand-ins for foreign servers.")
    commands = parser.add_subparsers(dest="command", required=True)
    shown = commands.add_parser("demo", help="show the bot at work against a Telegram and an APISpace of its own")
    shown.add_argument("--language", default="", choices=["", *CODES], help="the one that everybody speaks")
    shown.add_argument("--quick", action="store_true", help="paint quick pictures")
    page = commands.add_parser(
        "chat", help="talk to the bot in a browser, against a Telegram and an APISpace of its own"
    )
    page.add_argument("--port", type=int, default=PORT, help="where the page is; 0 takes a free port")
    page.add_argument("--quick", action="store_true", help="paint quick pictures, and wait for nobody to read")
    _open_standard_streams()
    options = parser.parse_args()
    sys.exit(asyncio.run(_done(options)))


async def _done(options: argparse.Namespace) -> int:
    if options.command == "demo":
        return await demo(language=options.language, quick=options.quick)
    return await chat(options.port, quick=options.quick)


def _open_standard_streams() -> None:
    """Open closed standard streams on the null device; else the next opened file would get their number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  it gets their number


if __name__ == "__main__":
    main()
