"""Runs the sandbox APISpace as a process: prints `ready <address>` and ends on SIGTERM or SIGINT."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from sandbox.apispace.server import APISpaceServer
from sandbox.journal import Journal


def main() -> None:
    """Read the command line, and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.apispace", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", required=True, help="the X-APISpace-Token that is let in")
    parser.add_argument("--log", type=Path, help="append the journal to this file as JSON lines")
    parser.add_argument("--paint-seconds", type=float, default=0.8)
    parser.add_argument("--sketch", action="store_true", help="paint quick pictures")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    journal = Journal(arguments.log)
    server = APISpaceServer(arguments.token, journal=journal)
    server.settings.change({"paint_seconds": arguments.paint_seconds, "sketch": arguments.sketch})
    try:
        base = await server.start(port=arguments.port)
        sys.stdout.write(f"ready {base}\n")
        sys.stdout.flush()
        await stopped.wait()
    finally:
        await server.stop()
        journal.close()


if __name__ == "__main__":
    main()
