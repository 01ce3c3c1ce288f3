"""The demo's judgement of a bot: one that does its work once is let pass, one that is careless is not."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.album import Album
from sandbox.apispace.server import APISpaceServer
from sandbox.apispace_client import APISpaceClient
from sandbox.painter.painter import sketch
from sandbox.processes import Bot, DidNotHappenError
from sandbox.scenes.cast import Cast, Figures
from sandbox.scenes.evidence import Evidence
from sandbox.scenes.stage import Stage
from sandbox.telegram.server import TelegramServer
from sandbox.telegram_client import Json, TelegramClient
from sandbox.transcript import Transcript

TOKEN = "1:telegram"
PROMPT = "a red fox"
PEOPLE = ("Alice", "Bob", "Zoe", "Xiaoming", "Olga", "Lucia")


class Puppet:
    """Does by hand what a bot does, well or badly, and has its own address for callbacks and photos."""

    def __init__(self, session: aiohttp.ClientSession, telegram_url: str, provider_url: str) -> None:
        self._session = session
        self._api = f"{telegram_url}/bot{TOKEN}"
        self._provider = f"{provider_url}/aigc"
        self.offered = b""
        self.url = ""

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/callback", self._take), web.get("/media", self._offer)]

    async def _take(self, _: web.Request) -> web.Response:
        return web.json_response({})

    async def _offer(self, _: web.Request) -> web.Response:
        return web.Response(body=self.offered, content_type="image/jpeg")

    async def call(self, method: str, **params: Any) -> None:
        async with self._session.post(f"{self._api}/{method}", json=params) as response:
            assert response.status == 200, await response.text()

    async def submit(self, path: str = "txt2img", task: str = "txt2img.sd", **params: Any) -> None:
        size = {"w": 512, "h": 512, "seed": 1, "num_steps": 20, "guidance_scale": 7.5, "negative_prompt": ""}
        order = {"text": PROMPT, "model": "art", "sampler": "k_euler", **size, **params}
        body = {"task": task, "params": order, "notify_url": f"{self.url}/callback"}
        headers = {"X-APISpace-Token": "t", "Authorization-Type": "apikey"}
        async with self._session.post(f"{self._provider}/{path}", json=body, headers=headers) as response:
            assert (await response.json())["code"] == 0, await response.text()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[tuple[Stage, Puppet]]:
    telegram_server, provider_server = TelegramServer(TOKEN), APISpaceServer("t")
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        stack.push_async_callback(telegram_server.stop)
        stack.push_async_callback(provider_server.stop)
        telegram_url, provider_url = await telegram_server.start(), await provider_server.start()
        telegram, provider = TelegramClient(telegram_url, session), APISpaceClient(provider_url, session)
        await provider.settings(paint_seconds=0.01, sketch=True)
        puppet = Puppet(session, telegram_url, provider_url)
        app = web.Application()
        app.router.add_routes(puppet.routes())
        runner = web.AppRunner(app)
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        puppet.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        alice, bob, zoe, xiaoming, olga, lucia = [await telegram.person(name) for name in PEOPLE]
        painters = await telegram.group("Painters", alice, bob)
        cast = Cast(alice, bob, zoe, xiaoming, olga, lucia, painters)
        transcript = stack.enter_context(Transcript(tmp_path / "transcript.txt"))
        bot = Bot(stack, {}, tmp_path / "bot.log", session, 1)
        evidence = Evidence(telegram, provider, session, 2.0)
        stage = Stage(telegram, provider, bot, transcript, Album(tmp_path), evidence, 2.0, Figures(), cast)
        yield await stage.scene("1  A scene"), puppet


async def placeholder(stage: Stage, puppet: Puppet, message: Json) -> Json:
    chat_id = message["chat"]["id"]
    reply = {"message_id": message["message_id"]}
    await puppet.call("sendMessage", chat_id=chat_id, text="Painting", reply_parameters=reply)
    picture = (await stage.telegram.messages(chat_id))[-1]
    return {"chat_id": chat_id, "message_id": picture["message_id"]}


async def painted(stage: Stage) -> str:
    """Return the address of the first picture that the provider has painted."""
    callback = await stage.evidence.callback((await stage.evidence.submit())["uid"])
    return str(callback["body"]["data"]["cdn"])


@pytest.mark.parametrize(
    ("orders", "copies", "complaint"),
    [(1, 0, ""), (2, 0, "2 times instead of once"), (1, 1, "should have come once")],
    ids=["once", "ordered twice", "delivered twice"],
)
async def test_a_picture_counts_once(stage: tuple[Stage, Puppet], orders: int, copies: int, complaint: str) -> None:
    watch, puppet = stage
    message = await watch.telegram.say(watch.cast.alice, f"/draw {PROMPT}")
    into = await placeholder(watch, puppet, message)
    order = await watch.ask(message, "Painting")
    for _ in range(orders):
        await puppet.submit()
    url = await painted(watch)
    for _ in range(copies):
        await puppet.call("sendPhoto", chat_id=message["chat"]["id"], photo=url)
    await puppet.call("editMessageMedia", **into, media=json.dumps({"type": "photo", "media": url, "caption": PROMPT}))

    if complaint:
        with pytest.raises(DidNotHappenError, match=complaint):
            await watch.picture(order, PROMPT, "picture.png")
    else:
        picture = await watch.picture(order, PROMPT, "picture.png")
        assert picture.path.exists()


@pytest.mark.parametrize("offered", ["the size that serves", "the thumbnail"])
async def test_the_provider_must_get_the_right_size(stage: tuple[Stage, Puppet], offered: str) -> None:
    watch, puppet = stage
    photo = await watch.telegram.photo(watch.cast.alice, sketch("a photo", width=1280, height=960, seed=1), "/remix")
    right = offered == "the size that serves"
    sides = {size["width"]: size["file_id"] for size in photo["photo"]}
    puppet.offered = await watch.telegram.file(sides[800 if right else 320])
    await puppet.submit("img2img", "img2img.sd", url=f"{puppet.url}/media", fidelity=0.2, keep_alpha=False)
    await painted(watch)

    if right:
        await watch.fetched(await watch.evidence.submit(), photo)
    else:
        with pytest.raises(DidNotHappenError, match="did not get the picture that was meant"):
            await watch.fetched(await watch.evidence.submit(), photo)


async def test_an_order_that_nobody_gave_is_noticed(stage: tuple[Stage, Puppet]) -> None:
    watch, puppet = stage
    await watch.all_settled(watch.evidence)
    await puppet.submit()
    with pytest.raises(DidNotHappenError, match="1 orders that nobody gave"):
        await watch.all_settled(watch.evidence)


async def test_pages_are_shown_one_after_the_other(stage: tuple[Stage, Puppet], tmp_path: Path) -> None:
    first, _ = stage
    second, third = await first.scene("2  Beside it"), await first.scene("3  Beside them")
    third.page.event("third")
    second.page.event("second")
    first.page.event("first")
    written = tmp_path / "transcript.txt"
    assert "first" in written.read_text("utf-8")
    assert "second" not in written.read_text("utf-8")
    first.page.close()
    assert "second" in written.read_text("utf-8")
    assert "third" not in written.read_text("utf-8")
    first.transcript.verdict("over", good=False)  # what happened beside what went wrong is told too
    assert written.read_text("utf-8").index("third") < written.read_text("utf-8").index("over")
