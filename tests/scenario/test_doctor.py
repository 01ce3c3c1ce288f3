"""`huabot doctor`, as an operator runs it: a process, its output, its exit code."""

import asyncio
import json
import os
import sys
from typing import Any

import psycopg
import pytest

from tests.support.stage import APISPACE_TOKEN, ROOT, TELEGRAM_TOKEN, Stage, free_port


async def doctor(
    stage: Stage, *arguments: str, answer: str = "", environment: dict[str, str] | None = None, **changes: Any
) -> tuple[int | None, str]:
    """Return how the doctor ends, and all it says."""
    names = {name.upper(): str(value) for name, value in (stage.options | changes).items() if value is not None}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", *arguments),
        env={**os.environ, **names, **(environment or {}), "PYTHONPATH": str(ROOT)},
        cwd=stage.database.parent,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        said, _ = await process.communicate(answer.encode())
    for secret in (TELEGRAM_TOKEN, APISPACE_TOKEN):
        assert secret.encode() not in said
    assert b"Traceback" not in said
    return process.returncode, said.decode()


@pytest.mark.sqlite_only
async def test_a_healthy_bot_is_told_so_and_nothing_is_ordered_or_made(stage: Stage) -> None:
    code, said = await doctor(stage, environment={"HTTPS_PROXY": "http://proxy.invalid:1"})
    assert (code, "BAD" in said) == (0, False), said
    assert said.endswith("\nNothing keeps the bot from working.\n")
    for name in ("TELEGRAM_API_URL", "APISPACE_URL", "RESULT_ORIGINS"):
        assert f"ok    {name}: http://127.0.0.1" in said
    assert "PUBLIC_URL leads to this bot" in said
    assert "HTTPS_PROXY: Huabot uses no proxy" in said
    assert "MB free for the database" in said
    assert await stage.provider.submits() == []
    assert list(stage.database.parent.iterdir()) == []


async def test_all_that_is_missing_is_told_at_once(stage: Stage) -> None:
    (stage.database.parent / ".env").write_text("ADMIN_ID=7\nPORT=http # usual\n", encoding="utf-8")
    code, said = await doctor(stage, telegram_token=None, public_url=None, port=None)
    assert code == 2
    assert "\nWhat is BAD has to be mended.\n" in said
    assert "TELEGRAM_TOKEN and PUBLIC_URL are missing: set them in" in said
    assert "PORT is wrong: it must be a whole number." in said
    assert "line 1: ADMIN_ID is no setting: ADMIN_IDS is meant?" in said
    assert "line 2: systemd keeps the comment behind PORT" in said


async def test_what_may_pass_is_another_exit_code_and_scripts_can_read_it(stage: Stage) -> None:
    await stage.provider_server.stop()
    code, said = await doctor(stage, "--json")
    found = json.loads(said)
    bad = [finding for finding in found["findings"] if finding["level"] == "bad"]
    assert code == found["exit"] == 1
    assert all(finding["may_pass"] and "connection refused" in finding["text"] for finding in bad)
    assert {finding["text"].split(":")[0] for finding in bad} == {"APISPACE_URL", "RESULT_ORIGINS"}


@pytest.mark.parametrize(
    ("token", "words", "exit_code"),
    [("123456", "shape of a bot token", 2), ("1:short", "has 5 characters after the colon", 1)],
)
async def test_the_token_s_shape(stage: Stage, token: str, words: str, exit_code: int) -> None:
    code, said = await doctor(stage, telegram_token=token, telegram_api_url="http://127.0.0.1:9")
    assert (code, words in said) == (exit_code, True), said


async def test_nothing_is_paid_without_a_yes(stage: Stage) -> None:
    code, said = await doctor(stage, "--paid", answer="\n")
    assert "This orders 4 pictures" in said
    assert (code, "nothing was ordered" in said, await stage.billed()) == (0, True, 0)


async def test_paid_orders_one_of_each_and_names_the_path_that_is_wrong(stage: Stage) -> None:
    code, said = await doctor(stage, "--paid", answer="y\n", apispace_hd_path="no-such-path")
    lines = {line.split()[2]: line for line in said.splitlines() if " --paid /" in line}
    for kind in ("draw", "remix", "anime"):
        line = lines[f"/{kind}:"]
        for word in ("ok", "cost 1 call", "answer after", "callback after", "download: ", "KB in"):
            assert word in line
        assert "not fetched" not in line
    assert "BAD" in lines["/hd:"]
    assert "cost nothing" in lines["/hd:"]
    assert "APISPACE_HD_PATH=no-such-path" in lines["/hd:"]
    assert (code, await stage.billed()) == (2, 3)


async def test_a_host_that_is_not_ours_has_to_be_mended(stage: Stage) -> None:
    code, said = await doctor(stage, host="192.0.2.1")
    assert (code, "BAD   HOST and PORT cannot be used" in said, "runs already" in said) == (2, True, False), said


@pytest.mark.on_both
async def test_beside_a_bot_that_runs_nothing_is_wrong(stage: Stage) -> None:
    await stage.run()
    code, said = await doctor(stage)
    assert (code, "PUBLIC_URL leads to this bot's callback route" in said) == (0, True), said


@pytest.mark.on_both
async def test_beside_a_bot_that_runs_nothing_is_paid(stage: Stage) -> None:
    await stage.run()
    code, said = await doctor(stage, "--paid", "--yes", port=free_port())
    assert (code, "stop the bot first" in said) == (1, True), said
    assert await stage.provider.submits() == []


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_what_is_wrong_with_a_shared_database(stage: Stage) -> None:
    await stage.run(telegram_mode="webhook")
    other = {"port": free_port(), "telegram_mode": "polling", "secret_key": "another-key-0123456789-0123456789"}
    code, said = await doctor(stage, **other)
    assert code == 2
    assert "ok    the database is PostgreSQL" in said
    assert "a process works on it: " in said
    assert "has a different SECRET_KEY: all processes need the same one" in said
    with psycopg.connect(stage.options["database_url"]) as connection:
        connection.execute("CREATE SCHEMA theirs")
        connection.execute("CREATE TABLE theirs.posts (id INTEGER)")
    try:
        code, said = await doctor(stage, database_url=f"{stage.options['database_url']}&options=-csearch_path%3Dtheirs")
        assert code == 2
        assert "has tables of another program (posts): give Huabot a database of its own" in said
    finally:
        with psycopg.connect(stage.options["database_url"]) as connection:
            connection.execute("DROP SCHEMA theirs CASCADE")
