"""What is no answer, while the bot runs: what was asked for is asked for again, and nothing else comes of it."""

from typing import Any

import pytest

from sandbox.telegram_client import Group, Person
from tests.support.odd_answers import CUT_OFF, HTML, NO_RESULTS, NOT_FOUND, UNAUTHORIZED, Odd
from tests.support.stage import TELEGRAM_TOKEN, Stage, a_photo
from tests.support.studio import FREE
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = FREE

OK = '{"ok": true}'
SOME: list[Odd] = [("body", [200, OK]), ("body", [200, "[]"]), ("raw", CUT_OFF), ("bulk", 20_000_000)]


async def struck(stage: Stage, method: str) -> int:
    """Return how often a fault has changed an answer."""
    return sum(1 for call in await stage.telegram.calls(method) if call["fault"])


@pytest.mark.parametrize(
    ("effect", "value"),
    [
        *SOME,
        ("body", [404, NOT_FOUND]),
        ("body", [401, UNAUTHORIZED]),
        *(("result", result) for result in (True, "x", {}, [7, [], {}, {"update_id": True}, {"update_id": "7"}])),
        ("result", [{"update_id": 2**80, "message": {}}]),
    ],
)
async def test_updates(running: Stage, alice: Person, effect: str, value: Any) -> None:
    before = await struck(running, "getUpdates")
    await running.telegram.fault("getUpdates", effect, value)
    for _ in range(2):  # the poll that is open already is answered as it should be
        await answered(running, alice, "/quota")
    assert await struck(running, "getUpdates") == before + 1


@pytest.mark.parametrize("after", ["", "_after"])
@pytest.mark.parametrize(("effect", "value"), [*SOME[:2], ("body", [404, HTML])])
async def test_presses(running: Stage, alice: Person, effect: str, value: Any, after: str) -> None:
    menu = await answered(running, alice, "/settings")
    before = len(await running.telegram.calls("answerCallbackQuery"))
    await running.telegram.fault("answerCallbackQuery", effect + after, value)
    assert await running.made_up(alice, menu, "set::file.yes") == ""
    first, second = (await running.telegram.wait_calls("answerCallbackQuery", count=before + 2))[before:]
    assert (first["ok"], second["ok"]) == ((True, False) if after else (False, True))


A_FILE = {"file_id": "x", "file_unique_id": "x"}


@pytest.mark.parametrize(
    ("where", "effect", "value"),
    [
        *(("getFile", *odd) for odd in SOME),
        ("getFile", "body", [404, NOT_FOUND]),
        ("getFile", "body", [401, UNAUTHORIZED]),
        *(("getFile", "result", result) for result in [*NO_RESULTS, A_FILE]),
        *(("getFile", "result", A_FILE | {"file_path": path}) for path in (None, "", 7, True, [], {"a": 1})),
        *(("file", "body", [200, body]) for body in (OK, "null", "")),
        *(("file", "body", [status, HTML]) for status in (204, 301, 401, 403, 404)),
        ("file", "body", [401, UNAUTHORIZED]),
        ("file", "status", 200),
        ("file", "raw", CUT_OFF),
        ("file", "bulk", 20_000_000),
    ],
)
async def test_files(running: Stage, alice: Person, where: str, effect: str, value: Any) -> None:
    """A photo that is to be looked at first: it is looked at again."""
    before = await struck(running, where)
    await running.telegram.fault(where, effect, value)
    await running.telegram.document(alice, a_photo(), "/hd", name="fox.jpg")
    picture = await running.picture(alice)
    assert await running.bot_messages(alice) == [picture]
    assert await struck(running, where) == before + 1


@pytest.mark.parametrize("size", [None, "x", -1, True, 2**70, 1.5])
async def test_a_file_of_an_odd_size(running: Stage, alice: Person, size: Any) -> None:
    sent = await running.telegram.document(alice, a_photo(), "/hd", name="fox.jpg")
    await running.picture(alice)
    url = f"{running.telegram_url}/bot{TELEGRAM_TOKEN}/getFile"
    async with running.session.post(url, json={"file_id": sent["document"]["file_id"]}) as response:
        file = (await response.json())["result"]
    await running.telegram.fault("getFile", "result", file | {"file_size": size})
    await running.telegram.document(alice, a_photo(), "/hd", name="fox.jpg")
    await running.pictures(alice, 2)


@pytest.mark.parametrize(("effect", "value"), [*SOME[:2], *(("result", result) for result in NO_RESULTS)])
async def test_administrators(running: Stage, alice: Person, bo: Person, group: Group, effect: str, value: Any) -> None:
    """Nobody is taken for one, and nobody for none."""
    await running.telegram.fault("getChatAdministrators", effect, value, times=2)
    await answered(running, alice, "/settings", "This group's settings", group)
    await answered(running, bo, "/settings", "Only this group's administrators", group)
    await running.telegram.fault("getChat[AM]*", effect, value, times=2)
    await answered(running, alice, "/settings", "I couldn't check whether", group)
    await answered(running, alice, "/settings", "This group's settings", group)
