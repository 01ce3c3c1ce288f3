"""Runs the floor of a journey with Huabot's packages, durable, without promises. Arguments as for `bare`.

It shows the cost of python-telegram-bot, aiosqlite, pydantic and structlog alone: an update and a response become
objects, a statement runs in a thread, a callback is validated, four events are logged as lines.
"""

import sys

import aiohttp
import structlog
from aiohttp import web
from pydantic import BaseModel
from telegram import Bot, InputMediaPhoto, Update

from bot import logs
from bot.metrics import Metrics
from bot.telegram.transport import AiohttpRequest
from tests.bench.bare import BOT_TOKEN, Background, Write, database, serve_at

log = structlog.get_logger(__name__)


class Data(BaseModel):
    """Holds the data of a callback."""

    cdn: str


class Callback(BaseModel):
    """Holds the body of a callback."""

    data: Data


class Packaged:
    """Handles placeholder, order, callback and edit, with a commit after each."""

    def __init__(self, session: aiohttp.ClientSession, bot: Bot, write: Write) -> None:
        self._session = session
        self._bot = bot
        self._write = write
        self._provider = sys.argv[2]
        self._start = Background().start
        self.url = ""

    async def update(self, request: web.Request) -> web.Response:
        """Store an order, respond, and continue in the background."""
        message = Update.de_json(await request.json(), self._bot).message
        assert message
        assert message.text
        sql = "INSERT INTO jobs (chat, state) VALUES (?, 'new') RETURNING id"
        ((job,),) = await self._write(sql, message.chat.id)
        log.info("order", job=job)
        self._start(self._order(job, message.chat.id, message.text.partition(" ")[2]))
        return web.Response()

    async def _order(self, job: int, chat: int, words: str) -> None:
        sent = await self._bot.send_message(chat, "painting…")
        await self._write("UPDATE jobs SET state = 'submitting', message = ? WHERE id = ?", sent.message_id, job)
        order = {"prompt": words, "notify_url": f"{self.url}/callback/{job}"}
        async with self._session.post(f"{self._provider}/txt2img", json=order) as response:
            uid = (await response.json())["uid"]
        await self._write("UPDATE jobs SET state = 'submitted', uid = ? WHERE id = ?", uid, job)
        log.info("submitted", job=job)

    async def callback(self, request: web.Request) -> web.Response:
        """Store an outcome, respond, and continue in the background."""
        job, url = int(request.match_info["job"]), Callback.model_validate_json(await request.read()).data.cdn
        await self._write("UPDATE jobs SET state = 'ready', url = ? WHERE id = ?", url, job)
        log.info("ended", job=job)
        self._start(self._deliver(job, url))
        return web.json_response({"ok": True})

    async def _deliver(self, job: int, url: str) -> None:
        ((chat, number),) = await self._write("SELECT chat, message FROM jobs WHERE id = ?", job)
        await self._bot.edit_message_media(InputMediaPhoto(url), chat_id=chat, message_id=number)
        await self._write("UPDATE jobs SET state = 'delivered' WHERE id = ?", job)
        log.info("delivered", job=job)


async def serve() -> None:
    """Serve until the process is terminated."""
    logs.configure(log_format="json", level="info")
    request = AiohttpRequest(Metrics(), aiohttp.ClientSession)
    bot = Bot(BOT_TOKEN, base_url=f"{sys.argv[1]}/bot", request=request)
    await request.initialize()
    async with aiohttp.ClientSession() as session, database() as write:
        await serve_at(Packaged(session, bot, write))


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())
