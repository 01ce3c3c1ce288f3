"""A path at the provider that is wrong is told to the operators, once until it has worked again."""

from sandbox.telegram_client import Person
from tests.support.stage import Stage, a_photo


async def enlarged(stage: Stage, person: Person, shade: int = 0) -> None:
    """Let somebody ask for `/hd`, and hear that it is not available."""
    sent = await stage.telegram.photo(person, a_photo(shade), "/hd")
    await stage.changed(await stage.reply(person, sent["message_id"]), lambda seen: "not available" in seen["text"])


async def test_a_wrong_path_is_told_to_the_operators_once(stage: Stage, admin: Person, alice: Person) -> None:
    await stage.start(admin_ids=str(admin.id), apispace_hd_path="no-such-path")
    for _ in range(2):
        await enlarged(stage, alice)
    told = await stage.said(admin, "APISPACE_HD_PATH")
    assert "404" in told["text"]
    await stage.restart()
    await enlarged(stage, alice)
    await stage.stop()  # whatever was to be told has been
    assert len([m for m in await stage.bot_messages(admin) if "APISPACE_HD_PATH" in m["text"]]) == 1
    await stage.start(apispace_hd_path="img2img-sr")
    await stage.telegram.photo(alice, a_photo(1), "/hd")
    await stage.pictures(alice)
    await stage.restart(apispace_hd_path="no-such-path")
    await enlarged(stage, alice, 2)
    await stage.telegram.until(
        admin.chat_id, lambda seen: len([m for m in seen if "APISPACE_HD_PATH" in m["text"]]) == 2 or None
    )
