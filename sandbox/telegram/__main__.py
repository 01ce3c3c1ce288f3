"""Runs the sandbox Telegram as a process: prints `ready <address>` and ends on SIGTERM or SIGINT."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from sandbox.journal import Journal
from sandbox.telegram.server import TelegramServer


async def _serve(port: int, log: Path | None, token: str, username: str) -> None:
    journal = Journal(log)
    server = TelegramServer(token, username, journal)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        address = await server.start(port=port)
        sys.stdout.write(f"ready {address}\n")
        sys.stdout.flush()
        await stopped.wait()
    finally:
        await server.stop()
        journal.close()


def main() -> None:
    """Read the command line, and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="where to listen; 0 takes a free port")
    parser.add_argument("--log", type=Path, help="file to append the journal to")
    parser.add_argument("--token", required=True, help="the bot's token")
    parser.add_argument("--username", default="huabot", help="the bot's user name")
    options = parser.parse_args()
    asyncio.run(_serve(options.port, options.log, options.token, options.username))


if __name__ == "__main__":
    main()
