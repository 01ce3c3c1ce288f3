"""What an operator does after the documents: in a shell, with programs in the places of those of a server, and else."""

import asyncio
import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from bot.provider.addresses import Signer
from tests.support.postgresql import PROGRAMS, own
from tests.support.programs import ROOT, program
from tests.support.stage import opened

DOCUMENT = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")

STAND_IN = """#!/bin/sh
echo "$(basename "$0") $*" >> "$LOG"
case "$*" in *"$FAILS"*) exit 22;; esac
"""
"""Notes what it was told, and fails where that is asked for."""

IN_THE_CONTAINER = 'case "$*" in *" exec -T postgres "*) shift 6; exec "$@";; esac\n'
"""What is told to the container of PostgreSQL is done here."""


class Shell:
    """A shell in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log, self._programs = folder / "log", folder / "programs"
        self._programs.mkdir()
        self.settings: dict[str, str] = {}

    def has(self, name: str, text: str = STAND_IN) -> None:
        """Let there be a program of this name."""
        path = self._programs / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def run(self, command: str, fails: str = "in no case") -> list[str]:
        """Run a command; return what the programs in it were told."""
        self._log.write_text("", encoding="utf-8")
        path = f"{self._programs}:{os.environ['PATH']}:{PROGRAMS[-1] if PROGRAMS else ''}"
        settings = os.environ | {"PATH": path, "LOG": str(self._log)}
        words = [program("bash"), "-c", f"umask 022; {command}"]
        subprocess.run(words, cwd=self.folder, env=settings | self.settings | {"FAILS": fails}, check=False, timeout=30)
        return self._log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def documented(words: str) -> str:
    """Return the one command that holds these words."""
    (command,) = re.findall(rf"^(.*{re.escape(words)}.*?)(?:  +#.*)?$", DOCUMENT, re.MULTILINE)
    return str(command)


def test_an_update_of_several_services_stops_at_the_first_that_fails(shell: Shell) -> None:
    shell.has("systemctl")
    shell.has("curl")
    command = documented("for port in 8081 8082")
    assert len(shell.run(command)) == 4
    assert [line.split()[0] for line in shell.run(command, fails="8081/readyz")] == ["systemctl", "curl"]
    assert shell.run(command, fails="restart huabot@8081") == ["systemctl restart huabot@8081"]


def test_an_update_of_several_containers_stops_at_the_first_that_fails(shell: Shell) -> None:
    shell.has("docker")
    command = documented("docker compose -f compose.replicas.yaml build && for")
    assert [line.split()[-1] for line in shell.run(command)] == ["build", "bot1", "bot2", "bot3"]
    assert [line.split()[-1] for line in shell.run(command, fails="bot1")] == ["build", "bot1"]
    assert [line.split()[-1] for line in shell.run(command, fails="build")] == ["build"]


def test_a_backup_out_of_a_container_is_for_its_owner_alone_and_costs_no_earlier_one(shell: Shell) -> None:
    command = documented("exec -T bot python -m bot backup -")
    shell.has("docker", f"{STAND_IN}echo a whole backup\n")
    assert shell.run(command) == ["docker compose exec -T bot python -m bot backup -"]
    (backup,) = shell.folder.glob("*.backup")
    assert (backup.read_text(encoding="utf-8"), backup.stat().st_mode & 0o777) == ("a whole backup\n", 0o600)
    shell.run(command, fails="backup")
    assert [file.read_text(encoding="utf-8") for file in shell.folder.glob("*.backup")] == ["a whole backup\n"]


def test_the_list_of_those_who_are_forgotten_is_for_its_owner_alone(shell: Shell) -> None:
    command = documented("--entrypoint cat bot /data/huabot.db.erased")
    shell.has("docker", f"{STAND_IN}echo 7\n")
    assert len(shell.run(command)) == 1
    assert (shell.folder / "huabot.db.erased").stat().st_mode & 0o777 == 0o600


async def test_what_was_under_way_in_a_restored_dump_ends_unpaid_and_is_told(shell: Shell, tmp_path: Path) -> None:
    shell.has("docker", STAND_IN + IN_THE_CONTAINER)
    (tmp_path / "storage").symlink_to(ROOT / "storage")
    with own() as cluster:
        cluster.execute("CREATE DATABASE huabot")
        shell.settings = {"PGHOST": str(cluster.folder), "PGPORT": str(cluster.port)}
        async with opened(tmp_path, cluster.url("huabot")) as stage:
            alice = await stage.telegram.person("Alice", "en")
            await stage.start()
            await stage.telegram.say(alice, "/draw a fox")
            await stage.picture(alice)
            async with stage.painting():
                await stage.telegram.say(alice, "/draw a hare")
                await stage.submitted(2)
                await asyncio.to_thread(shell.run, documented("pg_dump -U huabot huabot"))
            await stage.pictures(alice, 2)
            await stage.stop()

            for words in ("dropdb", "createdb", "cat huabot.sql"):
                assert len(await asyncio.to_thread(shell.run, documented(words))) == 1
            await stage.start()
            await stage.telegram.say(alice, "/draw a wolf")
            assert (await stage.pictures(alice, 3))[-1]["text"].startswith("a wolf")
            assert "1 request of yours" in (await stage.said(alice, "restored from a backup"))["text"]
            await stage.telegram.say(alice, "/quota")
            await stage.said(alice, "28 of 30 pictures left")  # the hare does not count any more
            assert await stage.billed() == 3


def test_while_keys_are_rotated_every_process_accepts_what_any_other_has_signed() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("several processes learn")[2]
    steps = ["old", *re.findall(r"`((?:old|new)(?:,(?:old|new))?)`", text)]
    assert steps[-1] == "new"
    for before, after in pairwise(steps):
        one, other = (Signer(tuple(key.encode() for key in keys.split(","))) for keys in (before, after))
        assert other.accepts("callback", "job", one.sign("callback", "job")), after
        assert one.accepts("callback", "job", other.sign("callback", "job")), after
