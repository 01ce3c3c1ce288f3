"""kill −9 while photos are under way: every order goes on from where it stood."""

from sandbox.telegram_client import Person
from tests.support.stage import Stage, a_photo


async def test_killed_with_a_question_a_look_and_a_fetch_under_way(stage: Stage, alice: Person, bo: Person) -> None:
    """One order waits for its style, one file is being looked at, one photo is being fetched by the provider."""
    carol = await stage.telegram.person("Carol")
    await stage.provider.settings(photo_tries=100_000, photo_interval=0.1)
    process = await stage.run()
    photo = await stage.telegram.photo(alice, a_photo(1), "/anime")
    question = await stage.reply(alice, photo["message_id"], "Which style")
    await stage.telegram.fault("file", "delay", 60, times=None)
    document = await stage.telegram.document(bo, a_photo(2), "/remix in oils", name="fox.jpg")
    await stage.telegram.wait_calls("getFile", count=1)
    await stage.telegram.photo(carol, a_photo(3), "/hd")
    placeholder = await stage.said(carol, "Painting")
    await stage.telegram.wait_calls("getFile", count=2)
    process.kill()
    await process.wait()
    await stage.telegram.clear_faults()
    await stage.provider.wait("photo", lambda fetch: fetch["error"] is not None)
    await stage.run()
    (jojo,) = [button["data"] for row in question["buttons"] for button in row if button["text"] == "JoJo"]
    await stage.telegram.press(alice, question["message_id"], jojo)
    assert (await stage.picture(alice))["message_id"] == question["message_id"]
    assert (await stage.picture(bo))["reply_to_message_id"] == document["message_id"]
    assert (await stage.picture(carol))["message_id"] == placeholder["message_id"]
    for person in (alice, bo, carol):
        assert len(await stage.bot_messages(person)) == 1
    assert sorted(submit["kind"] for submit in await stage.provider.submits()) == ["anime", "hd", "remix"]
