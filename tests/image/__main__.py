"""`make image-test`: builds deploy/Dockerfile with Debian's buildah, twice, and lets people order from a bot in it.

Needs root, buildah and debootstrap (Debian 12). No container engine: the build and the bot run in a chroot. The base is
made once by debootstrap and kept; where packages come from is whatever this machine's apt and pip are set up to use.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from sandbox.apispace_client import APISpaceClient
from sandbox.processes import Process
from sandbox.telegram_client import TelegramClient
from tests.support.instrument import run, say
from tests.support.stage import APISPACE_TOKEN, ROOT, SECRET_KEY, TELEGRAM_TOKEN, free_port

BASE, IMAGE, CONTAINER = "localhost/huabot-base", "localhost/huabot-test", "huabot-test"
SUITE = "bookworm"
USER = "10001:10001"

UNWANTED = (
    "cc",
    "gcc",
    "c++",
    "ld",
    "as",
    "make",
    "pip",
    "pip3",
    "apt",
    "apt-get",
    "dpkg",
    "perl",
    "curl",
    "wget",
    "nc",
    "su",
)
"""Programs that the bot does not need; nor does it need any that take another user's rights."""

LOOK = """
import importlib.util, os, shutil, stat, sys
found = [name for name in sys.argv[1:] if shutil.which(name)]
found += [f"import {name}" for name in ("pip", "ensurepip", "setuptools") if importlib.util.find_spec(name)]
for top in ("/usr", "/opt", "/etc"):
    for folder, _, files in os.walk(top):
        for path in (os.path.join(folder, name) for name in files):
            mode = os.lstat(path).st_mode
            if stat.S_ISREG(mode) and mode & (stat.S_ISUID | stat.S_ISGID):
                found.append(path)
print(*found)
"""

CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
"""Whom this machine trusts, where `PIP_CERT` names no others; the base of the image trusts Debian's list alone."""

PIP_FILES = ("/etc/pip.conf", "/root/.config/pip")


class BuildError(Exception):
    """A step did not work; the message is what its program said last."""


def buildah(*arguments: str, check: bool = True) -> str:
    """Run buildah with the storage and the isolation that need no container engine."""
    environment = {**os.environ, "BUILDAH_ISOLATION": "chroot", "STORAGE_DRIVER": "vfs"}
    ended = subprocess.run(
        ["buildah", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if check and ended.returncode:
        raise BuildError(f"buildah {arguments[0]}: {ended.stderr[-2000:] or ended.stdout[-2000:]}")
    return ended.stdout.strip()


def make_base() -> None:
    """Make what stands for debian:bookworm-slim, with this machine's own sources of packages; once."""
    if buildah("images", "--format", "{{.ID}}", BASE, check=False):
        return
    with tempfile.TemporaryDirectory() as scratch:
        root = f"{scratch}/root"
        command = ["debootstrap", "--variant=minbase", SUITE, root]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise BuildError(f"debootstrap: {(ended.stdout + ended.stderr)[-2000:]}")
        shutil.rmtree(f"{root}/etc/apt")
        shutil.copytree("/etc/apt", f"{root}/etc/apt", symlinks=True)
        for kept in ("usr/share/doc", "usr/share/man", "usr/share/locale", "var/lib/apt/lists"):
            shutil.rmtree(f"{root}/{kept}", ignore_errors=True)
        container = buildah("from", "scratch")
        buildah("add", container, root, "/")
        buildah("config", "--cmd", "bash", container)
        buildah("commit", "--rm", container, BASE)


def build() -> None:
    """Build the image as it is shipped, twice: both must be the very same. Only the base's name is another.

    Raises:
        BuildError: A step failed, or what came of it differs.
    """
    first, second = _built(), _built()
    if first != second:
        raise BuildError(f"two builds of the same sources are two images: {first} and {second}")


def _built() -> str:
    """Build the image without anything kept from an earlier build, and return its id: a digest of all that is in it."""
    lent = []  # how pip finds packages on this machine: lent for the build, and not kept in the image
    given = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    if Path(certificates := given.get("PIP_CERT", CERTIFICATES)).exists():
        given["PIP_CERT"] = "/run/lent.pem"
        lent.append(f"--volume={certificates}:/run/lent.pem:ro")
    lent += [f"--volume={path}:{path}:ro" for path in PIP_FILES if Path(path).exists()]
    lent += [f"--env={name}={value}" for name, value in given.items()]
    anew = ("--no-cache", "--timestamp", "0")
    buildah("build", *anew, *lent, "--build-arg", f"BASE={BASE}", "-f", "deploy/Dockerfile", "-t", IMAGE, ".")
    return buildah("images", "--no-trunc", "--format", "{{.ID}}", IMAGE)


def settings(telegram_url: str, provider_url: str, port: int) -> dict[str, str]:
    """Return the settings of the bot in the image."""
    return {
        "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_API_URL": telegram_url,
        "APISPACE_TOKEN": APISPACE_TOKEN,
        "APISPACE_URL": f"{provider_url}/aigc",
        "RESULT_ORIGINS": provider_url,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "SECRET_KEY": SECRET_KEY,
    }


async def journey(folder: Path) -> None:
    """Run the doctor and the bot in the image; order a picture, back up."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)))

        async def server(name: str, *arguments: str) -> str:
            process = Process(name, f"sandbox.{name}", *arguments, log=folder / f"{name}.log")
            return await (await stack.enter_async_context(process)).address(30)

        telegram_url = await server("telegram", "--token", TELEGRAM_TOKEN)
        provider_url = await server("apispace", "--token", APISPACE_TOKEN, "--sketch", "--paint-seconds", "0.05")
        port = free_port()
        given = [f"--env={name}={value}" for name, value in settings(telegram_url, provider_url, port).items()]
        container = buildah("from", "--name", CONTAINER, IMAGE)
        stack.callback(buildah, "rm", container, check=False)
        shipped = json.loads(buildah("inspect", "--type", "image", IMAGE))["OCIv1"]["config"]
        start, command = shipped["Entrypoint"], shipped["Cmd"]
        inside = ["run", "--user", USER, *given, container, "--", *start]

        if found := buildah("run", "--user", USER, container, "--", "python", "-c", LOOK, *UNWANTED).split():
            raise BuildError(f"in the image, and needless there: {' '.join(found)}")
        say("no compiler, no pip, no package manager, nothing that takes another user's rights")
        say(buildah(*inside, "doctor"))
        bot = await asyncio.create_subprocess_exec(
            *("buildah", *inside, *command),
            env={**os.environ, "BUILDAH_ISOLATION": "chroot", "STORAGE_DRIVER": "vfs"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=(folder / "bot.log").open("ab"),
        )
        try:
            await ready(session, port, bot, folder)
            telegram, provider = TelegramClient(telegram_url, session), APISpaceClient(provider_url, session)
            alice = await telegram.person("Alice")
            await telegram.say(alice, "/draw a fox")
            await telegram.until(alice.chat_id, lambda seen: [m for m in seen if m["kind"] == "photo"])
            say(f"a picture was ordered, painted and delivered ({len(await provider.submits())} order)")
            said = buildah(*inside, "backup", "/data/backup.db")
            say(said or "a backup was made beside the running bot")
        finally:
            if bot.returncode is None:
                bot.terminate()
                await asyncio.wait_for(bot.wait(), 20)


async def ready(session: aiohttp.ClientSession, port: int, bot: asyncio.subprocess.Process, folder: Path) -> None:
    """Return when the bot is ready."""
    async with asyncio.timeout(60):
        while True:
            if bot.returncode is not None:
                raise BuildError((folder / "bot.log").read_text(encoding="utf-8")[-2000:])
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


def main() -> int:
    """Build, run, and say how long each took."""
    missing = [name for name in ("buildah", "debootstrap") if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        say(f"image-test needs root{''.join(f' and {name}' for name in missing)}: apt-get install buildah debootstrap")
        return 1
    try:
        for name, step in (("base", make_base), ("build", build)):
            began = time.monotonic()
            step()
            say(f"{name}: {time.monotonic() - began:.0f} s")
        with tempfile.TemporaryDirectory() as folder:
            run(journey(Path(folder)))
    except BuildError as exc:
        say(exc)
        return 1
    size = buildah("images", "--format", "{{.Size}}", IMAGE)
    say(f"the image works, and is the same when it is built again: {size}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
