"""Runs the bot behind a proxy as on a server: the shipped files, real processes, loopback sockets."""

import asyncio
import os
import signal
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from sandbox.apispace_client import APISpaceClient
from sandbox.patience import PATIENCE
from sandbox.processes import Process
from sandbox.telegram_client import Json, TelegramClient
from tests.support.programs import DEPLOY, program, run
from tests.support.stage import APISPACE_TOKEN, SECRET_KEY, TELEGRAM_TOKEN, free_port

NGINX = """
pid {folder}/nginx.pid;
error_log {folder}/main.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/huabot.conf;
}}
"""

STRIP = "# uri strip_prefix /huabot"
"""The line that both Caddyfiles ship commented out."""


@dataclass(frozen=True)
class World:
    """Bundles Telegram and the provider, as processes that trust the test's certificate."""

    telegram: TelegramClient
    telegram_url: str
    provider: APISpaceClient
    provider_url: str
    session: aiohttp.ClientSession
    certificate: Path
    key: Path


@dataclass(frozen=True)
class Front:
    """Represents a running proxy.

    Attributes:
        url: Its public address.
        log: The file with its stdout and stderr; its other logs are in the same folder.
    """

    url: str
    log: Path
    certificate: Path

    def written(self) -> str:
        """Return the contents of all its logs."""
        return "".join(path.read_text(encoding="utf-8") for path in self.log.parent.glob("*.log"))

    async def status(self, raw_path: str) -> tuple[int, bytes]:
        """Request a path exactly as it is written, including dots; return the status and the whole response."""
        address = urlsplit(self.url)
        tls = ssl.create_default_context(cafile=self.certificate) if address.scheme == "https" else None
        reader, writer = await asyncio.open_connection(address.hostname, address.port, ssl=tls)
        try:
            writer.write(f"GET {raw_path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
            answer = await asyncio.wait_for(reader.read(), 10)
        finally:
            writer.close()
            await writer.wait_closed()
        return int(answer.split(maxsplit=2)[1]), answer


@dataclass(frozen=True)
class Site:
    """Bundles a proxy and the bot behind it."""

    front: Front
    bot_url: str
    world: World

    async def paint(self) -> Json:
        """Order a picture and wait until it is delivered; return the provider's callback that the bot accepted."""
        telegram, provider = self.world.telegram, self.world.provider
        alice, before = await telegram.person("Alice"), len(await provider.history())
        await telegram.say(alice, "/draw a fox")
        await telegram.until(alice.chat_id, lambda messages: [m for m in messages if m["kind"] == "photo"])
        submit = await provider.wait("submit", after=before)
        return await provider.wait(
            "callback", lambda entry: entry["uid"] == submit["uid"] and entry["ok"], after=before
        )


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    """Start Telegram and the provider."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1")
    named = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate)
    code, output = run("openssl", *made, *named)
    assert code == 0, output
    trust = {"SSL_CERT_FILE": str(certificate)}
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=certificate)),
                timeout=aiohttp.ClientTimeout(total=20),
            )
        )

        async def server(name: str, *arguments: str) -> str:
            process = Process(name, f"sandbox.{name}", *arguments, log=folder / f"{name}.log", settings=trust)
            return await (await stack.enter_async_context(process)).address(10)

        telegram_url, provider_url = await asyncio.gather(
            server("telegram", "--token", TELEGRAM_TOKEN),
            server("apispace", "--token", APISPACE_TOKEN, "--sketch", "--paint-seconds", "0.05"),
        )
        telegram, provider = TelegramClient(telegram_url, session), APISpaceClient(provider_url, session)
        yield World(telegram, telegram_url, provider, provider_url, session, certificate, key)


@asynccontextmanager
async def front(name: str, world: World, upstream: int, folder: Path, *, path: str = "") -> AsyncIterator[Front]:
    """Start Caddy or nginx with the shipped file, in front of a port; it strips `path`, the end of `PUBLIC_URL`."""
    port = free_port()
    if name == "caddy":
        file = _taking_off(path, DEPLOY / "Caddyfile", STRIP)
        url, command, settings = _caddy(port, file, folder, path, HUABOT_UPSTREAM=f"127.0.0.1:{upstream}")
    else:
        url, command, settings = _nginx(world, port, upstream, folder, path)
    entrance = Front(url + path.rstrip("/"), folder / f"{name}.log", world.certificate)
    async with _running(command, settings, port, entrance):
        yield entrance


@asynccontextmanager
async def balancing_front(
    world: World, upstreams: Iterable[int], folder: Path, *, path: str = ""
) -> AsyncIterator[Front]:
    """Start Caddy with the shipped file for several processes, in front of their ports; `path` as in `front`."""
    port = free_port()
    addresses = " ".join(f"127.0.0.1:{upstream}" for upstream in upstreams)
    file = _taking_off(path, DEPLOY / "Caddyfile.replicas", STRIP)
    url, command, settings = _caddy(port, file, folder, path, HUABOT_UPSTREAMS=addresses)
    entrance = Front(url + path.rstrip("/"), folder / "caddy.log", world.certificate)
    async with _running(command, settings, port, entrance):
        yield entrance


@asynccontextmanager
async def _running(
    command: tuple[str, ...], settings: Mapping[str, str], port: int, entrance: Front
) -> AsyncIterator[None]:
    with entrance.log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, **settings}, cwd=entrance.log.parent, stdout=output, stderr=output
        )
    try:
        await _listening(process, port, entrance)
        yield
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)  # makes both nginx and Caddy exit at once
            await asyncio.wait_for(process.wait(), 15)


@asynccontextmanager
async def site(name: str, world: World, folder: Path) -> AsyncIterator[Site]:
    """Start a proxy, and the bot behind it."""
    port = free_port()
    async with front(name, world, port, folder) as entrance, bot(world, entrance, port, folder):
        yield Site(entrance, f"http://127.0.0.1:{port}", world)


@asynccontextmanager
async def bot(world: World, entrance: Front, port: int, folder: Path, **changes: str) -> AsyncIterator[Process]:
    """Run one process of the bot behind a proxy; the bot is ready inside the context."""
    settings = {
        "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_API_URL": world.telegram_url,
        "TELEGRAM_MODE": "webhook",
        "APISPACE_TOKEN": APISPACE_TOKEN,
        "APISPACE_URL": f"{world.provider_url}/aigc",
        "RESULT_ORIGINS": world.provider_url,
        "PUBLIC_URL": entrance.url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SECRET_KEY": SECRET_KEY,
        **changes,
    }
    async with Process("The bot", "bot", "run", log=folder / "bot.log", settings=settings) as process:

        async def ready() -> bool | None:
            try:
                async with world.session.get(f"http://127.0.0.1:{port}/readyz") as response:
                    return response.status == 200 or None
            except aiohttp.ClientError:
                return None

        await process.until(ready, PATIENCE)
        yield process


def _caddy(
    port: int, file: str, folder: Path, path: str, **settings: str
) -> tuple[str, tuple[str, ...], Mapping[str, str]]:
    """Configure Caddy with `PUBLIC_URL` as its address, as with Docker; HTTP, as its certificates need the internet."""
    url = f"http://127.0.0.1:{port}"
    config = folder / "Caddyfile"
    config.write_text(file.replace("\nhttps:// {", f"\nhttp://:{port} {{"), encoding="utf-8")
    homes = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    command = (program("caddy"), "run", "--adapter", "caddyfile", "--config", str(config))
    return url, command, {"HUABOT_DOMAIN": url + path, **homes, **settings}


def _nginx(
    world: World, port: int, upstream: int, folder: Path, path: str
) -> tuple[str, tuple[str, ...], Mapping[str, str]]:
    """Configure nginx: the names in its file are replaced, as the file's first line asks for; TLS stays."""
    file = _taking_off(path, DEPLOY / "nginx.conf", "# rewrite ^/huabot(/.*)$ $1;")
    for shipped, ours in (
        ("/etc/letsencrypt/live/bot.example.org/fullchain.pem", str(world.certificate)),
        ("/etc/letsencrypt/live/bot.example.org/privkey.pem", str(world.key)),
        ("/var/log/nginx/huabot.log", str(folder / "nginx.log")),
        ("listen 443", f"listen {port}"),
        ("listen [::]:443", f"listen [::1]:{port}"),
        ("listen 80;", f"listen {free_port()};"),
        ("listen [::]:80;", f"listen [::1]:{free_port()};"),
        ("server_name bot.example.org", "server_name localhost"),
        ("http://127.0.0.1:8080", f"http://127.0.0.1:{upstream}"),
    ):
        assert shipped in file
        file = file.replace(shipped, ours)
    (folder / "huabot.conf").write_text(file, encoding="utf-8")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder), encoding="utf-8")
    command = (program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;")
    return f"https://localhost:{port}", command, {}


def _taking_off(path: str, shipped: Path, comment: str) -> str:
    """Return the text of a shipped file; if there is a path, the line that strips it is uncommented."""
    text = shipped.read_text(encoding="utf-8")
    assert comment in text
    path = path.rstrip("/")
    return text.replace(comment, comment.removeprefix("# ").replace("/huabot", path)) if path else text


async def _listening(process: asyncio.subprocess.Process, port: int, entrance: Front) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            assert process.returncode is None, entrance.written()
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                await writer.wait_closed()
                return
