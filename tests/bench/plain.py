"""Runs the peer of a journey: plain python-telegram-bot, durable, without promises. Arguments as for `bare`."""

import asyncio
import sys

import aiohttp
from aiohttp import web
from telegram import InputMediaPhoto, Update
from telegram.ext import Application, CommandHandler, ContextTypes

from tests.bench.bare import BOT_TOKEN, Write, database, serve_at


class Plain:
    """Handles placeholder, order, callback and edit, with a commit after each."""

    def __init__(self, session: aiohttp.ClientSession, write: Write) -> None:
        self._session = session
        self._write = write
        telegram_url, self._provider = sys.argv[1:3]
        self.application = (
            Application.builder()
            .token(BOT_TOKEN)
            .base_url(f"{telegram_url}/bot")
            .updater(None)
            .concurrent_updates(True)
            .build()
        )
        self.application.add_handler(CommandHandler("draw", self.draw))
        self.url = ""

    async def draw(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Order a picture."""
        assert update.message
        sql = "INSERT INTO jobs (chat, state) VALUES (?, 'new') RETURNING id"
        ((job,),) = await self._write(sql, update.message.chat.id)
        sent = await update.message.reply_text("painting…")
        await self._write("UPDATE jobs SET state = 'submitting', message = ? WHERE id = ?", sent.message_id, job)
        order = {"prompt": " ".join(context.args or ()), "notify_url": f"{self.url}/callback/{job}"}
        async with self._session.post(f"{self._provider}/txt2img", json=order) as response:
            uid = (await response.json())["uid"]
        await self._write("UPDATE jobs SET state = 'submitted', uid = ? WHERE id = ?", uid, job)

    async def update(self, request: web.Request) -> web.Response:
        """Handle an update."""
        await self.application.update_queue.put(Update.de_json(await request.json(), self.application.bot))
        return web.Response()

    async def callback(self, request: web.Request) -> web.Response:
        """Deliver a picture."""
        job, url = int(request.match_info["job"]), (await request.json())["data"]["cdn"]
        await self._write("UPDATE jobs SET state = 'ready', url = ? WHERE id = ?", url, job)
        ((chat, number),) = await self._write("SELECT chat, message FROM jobs WHERE id = ?", job)
        await self.application.bot.edit_message_media(InputMediaPhoto(url), chat_id=chat, message_id=number)
        await self._write("UPDATE jobs SET state = 'delivered' WHERE id = ?", job)
        return web.json_response({"ok": True})


async def serve() -> None:
    """Serve until the process is terminated."""
    async with aiohttp.ClientSession() as session, database() as write:
        plain = Plain(session, write)
        async with plain.application:
            await plain.application.start()
            await serve_at(plain)


if __name__ == "__main__":
    asyncio.run(serve())
