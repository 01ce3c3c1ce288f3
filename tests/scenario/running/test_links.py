"""Captions lead back to the bot where the person wants it, and nowhere else."""

import pytest

from sandbox.telegram_client import Group, Person
from tests.support.stage import Stage
from tests.support.talk import answered, painted, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100, "max_in_flight": None}

LINK = "\n@huabot"


async def test_captions_lead_back_where_it_is_wanted(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    before = await painted(running, alice, "/draw a fox")
    assert LINK not in before["text"]
    page = await answered(running, alice, "/settings", "Your settings")
    assert await running.pressed(alice, page, "🔗 Link in captions: no") == ""
    choice = await says(running, page, "Should captions name me?")
    assert await running.pressed(alice, choice, "yes") == ""
    await running.changed(page, lambda seen: "🔗 Link in captions: yes" in str(seen["buttons"]))
    for where in (None, group):
        picture = await painted(running, alice, "/draw an owl", where)
        assert picture["text"].endswith(LINK)
        assert picture["text"].startswith("an owl\n")
        assert LINK not in (await painted(running, bo, "/draw a hare", where))["text"]
    large = await painted(running, alice, "/hd", reply_to=before["message_id"])
    assert large["kind"] == "document"
    assert large["text"].endswith(LINK)
    assert await running.pressed(alice, before, "🔁") == ""
    again = await running.pictures(alice, 4)
    assert again[-1]["text"].endswith(LINK), "what is made by a button follows the setting, too"
    assert (await answered(running, alice, "/history"))["text"].endswith(LINK)


async def test_it_is_there_however_the_picture_comes(running: Stage, alice: Person) -> None:
    page = await answered(running, alice, "/settings", "Your settings")
    assert await running.made_up(alice, page, "set::link.yes") == ""
    for refused in (1, 2):
        for _ in range(refused):
            await running.telegram.fault("editMessageMedia", "error", [400, "Bad Request: wrong file identifier"])
        picture = await painted(running, alice, f"/draw {'x' * 1000}")
        assert picture["text"].endswith(LINK)
        assert picture["text"].count("@huabot") == 1
