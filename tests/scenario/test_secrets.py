"""A whole bad day at the most talkative log level: nothing secret and nothing private comes out."""

import io

from bot import logs
from bot.settings import Settings
from sandbox.telegram_client import Person
from tests.support.stage import APISPACE_TOKEN, SECRET_KEY, TELEGRAM_TOKEN, Stage


async def bad_day(stage: Stage, alice: Person, bo: Person) -> None:
    """Let all kinds of things go wrong for people who order `marzipan`."""
    provider, telegram = stage.provider, stage.telegram
    await provider.fault("submit", "drop_after", text="marzipan lost")
    await provider.fault("submit", "code", [40001, "no marzipan here"], text="marzipan refused")
    await provider.fault("callback", "dead_cdn", text="marzipan dead")
    await provider.fault("callback", "lose", text="marzipan silent")
    await telegram.fault("editMessageMedia", "drop_after")
    await telegram.fault("editMessageMedia", "status", 502)
    await telegram.fault("editMessageMedia", "retry_after", 1)
    await telegram.fault("sendMessage", "drop")
    await telegram.raw_update({"update_id": 5, "message": {"message_id": 7, "text": "marzipan"}})
    prompts = ("lost", "refused", "dead", "boom", "nude", "silent", "plain")
    people = [await telegram.person("Somebody") for _ in prompts]
    for person, prompt in zip(people, prompts, strict=True):
        await telegram.say(person, f"/draw marzipan {prompt}")
    for person, words in zip(people, (None, "rejected", None, "finish", "revealing", "too long", None), strict=True):
        await (stage.said(person, words) if words else stage.pictures(person))
    submit = (await provider.submits())[0]
    base, _, token = submit["notify_url"].rpartition("/")
    await stage.post(f"{base}/{token[:-1]}", {})
    await stage.post(submit["notify_url"], "marzipan")
    await stage.post(submit["notify_url"], {"success": False, "data": {"reason": "marzipan"}})
    await telegram.say(alice, "marzipan?")
    await telegram.say(bo, "/draw")
    await stage.said(bo, "想画什么")


async def test_nothing_secret_or_private_is_written(
    stage: Stage, alice: Person, bo: Person, stream: io.StringIO
) -> None:
    await stage.start(apispace_query_path="", query_interval=0.2, job_deadline=5.0, log_level="debug")
    await bad_day(stage, alice, bo)
    async with stage.session.get(f"{stage.url}/metrics") as response:
        metrics = await response.text()
    await stage.stop()
    written = stream.getvalue()
    assert "job_delivered" in written
    tokens = [submit["notify_url"].rpartition("/")[2] for submit in await stage.provider.submits()]
    addresses = [entry["path"] for entry in await stage.provider.history() if entry["event"] == "cdn"]
    assert addresses
    signatures = [token.rpartition(".")[2] for token in tokens]
    for secret in (TELEGRAM_TOKEN, APISPACE_TOKEN, SECRET_KEY, *tokens, *signatures, *addresses, "marzipan"):
        assert secret not in written
        assert secret not in metrics
    assert logs.MASK not in written, "the second net caught something"


def test_settings_show_no_secret(stage: Stage) -> None:
    shown = repr(Settings(**stage.options)) + str(Settings(**stage.options))
    for secret in (TELEGRAM_TOKEN, APISPACE_TOKEN, SECRET_KEY):
        assert secret not in shown
