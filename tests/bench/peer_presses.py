"""Runs python-telegram-bot as in its tutorial: its updater, and a handler that answers. Arguments: `<url> <token>`."""

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler


async def answer(update: Update, _: Any) -> None:
    """Answer one press."""
    if update.callback_query:
        await update.callback_query.answer()


async def tell(_: Any) -> None:
    """Print that polling begins."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def run(url: str, token: str) -> None:
    """Poll until the process is terminated."""
    application = Application.builder().token(token).base_url(f"{url}/bot").post_init(tell).build()
    application.add_handler(CallbackQueryHandler(answer))
    application.run_polling()


if __name__ == "__main__":
    run(*sys.argv[1:])
