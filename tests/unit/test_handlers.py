"""Which updates reach which handler."""

from typing import Any, cast

import pytest
from telegram import Bot, Update

from bot.telegram.handlers import OnAnythingElse, OnCommand, OnMove, OnPress, OnStrangeName

ALICE = {"id": 7, "is_bot": False, "first_name": "Alice"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Alice"}
GROUP = {"id": -100, "type": "supergroup", "title": "G"}


class Named:
    """All that the handlers ask of the bot."""

    username = "HuaBot"


BOT = cast("Bot", Named())


async def nothing(*_: Any) -> None:
    """What a handler does here."""


def update(text: str | None = None, part: str = "message", **of: Any) -> Update:
    """Return an update with a message whose first word is marked if it is a command."""
    raw = {"message_id": 1, "date": 1_770_000_000, "chat": PRIVATE, "from": ALICE, "text": text} | of
    if text and text.startswith("/"):
        raw["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return Update.de_json({"update_id": 1, part: raw}, None)


def reach(of: Update) -> set[str]:
    """Return the handlers that would take an update."""
    handlers = {
        "draw": OnCommand("draw", BOT, nothing),
        "hd": OnCommand("hd", BOT, nothing),
        "move": OnMove(BOT, nothing),
        "press": OnPress(nothing),
        "else": OnAnythingElse(BOT, nothing),
        "strange": OnStrangeName(BOT, nothing),
    }
    return {name for name, handler in handlers.items() if handler.check_update(of)}


@pytest.mark.parametrize(
    ("text", "in_private", "in_a_group"),
    [
        ("/draw a fox", {"draw", "else"}, {"draw"}),
        ("/DRAW a fox", {"draw", "else"}, {"draw"}),
        ("/draw@huabot a fox", {"draw", "else"}, {"draw", "else"}),
        ("/hd@HuaBot", {"hd", "else"}, {"hd", "else"}),
        ("/draw@otherbot a fox", {"draw", "else"}, {"strange"}),
        ("/unknown@otherbot", {"else"}, {"strange"}),
        ("/drawing a fox", {"else"}, set()),
        ("/unknown@huabot", {"else"}, {"else"}),
        ("/unknown", {"else"}, set()),
        ("good morning", {"else"}, set()),
    ],
)
def test_who_is_spoken_to(text: str, in_private: set[str], in_a_group: set[str]) -> None:
    assert reach(update(text)) == in_private
    assert reach(update(text, chat=GROUP)) == in_a_group


def test_a_caption_is_as_good_as_a_text() -> None:
    size = {"file_id": "p", "file_unique_id": "p", "width": 800, "height": 600}
    entities = [{"type": "bot_command", "offset": 0, "length": 3}]
    assert reach(update(photo=[size], caption="/hd please", caption_entities=entities)) == {"hd", "else"}


@pytest.mark.parametrize("part", ["edited_message", "channel_post", "edited_channel_post", "business_message"])
def test_only_new_messages_are_taken(part: str) -> None:
    assert reach(update("/draw@huabot a fox", part)) == set()


def test_other_bots_and_forwarded_posts_are_ignored() -> None:
    from_other: dict[str, Any] = {"from": {"id": 99, "is_bot": True, "first_name": "Other"}}
    channel = {"id": -200, "type": "channel", "title": "C"}
    assert reach(update("/draw@huabot a fox", **from_other)) == set()
    assert reach(update("/draw@huabot a fox", chat=GROUP, sender_chat=channel, is_automatic_forward=True)) == set()


def test_a_move_is_heard_in_both_places() -> None:
    assert reach(update(chat={"id": -5, "type": "group", "title": "G"}, migrate_to_chat_id=-100)) == {"move"}
    assert reach(update(chat=GROUP, migrate_from_chat_id=-5)) == {"move"}


@pytest.mark.parametrize(
    "told",
    [
        {"new_chat_members": [ALICE]},
        {"left_chat_member": ALICE},
        {"new_chat_title": "H"},
        {"group_chat_created": True},
        {"pinned_message": {"message_id": 9, "date": 1_769_000_000, "chat": GROUP, "text": "/draw@huabot a fox"}},
        {"forum_topic_created": {"name": "T", "icon_color": 7_322_096}},
        {"write_access_allowed": {}},
    ],
    ids=lambda told: next(iter(told)),
)
def test_what_telegram_tells_is_nobody_s_talk(told: dict[str, Any]) -> None:
    for chat in (PRIVATE, GROUP):
        assert reach(update(chat=chat, **told)) == set()


def test_a_press_is_taken_whatever_it_carries() -> None:
    raw = {"id": "1", "from": ALICE, "chat_instance": "1"}
    assert reach(Update.de_json({"update_id": 1, "callback_query": raw}, None)) == {"press"}
    assert reach(Update.de_json({"update_id": 1, "callback_query": raw | {"data": "x"}}, None)) == {"press"}


@pytest.mark.parametrize(
    "other", [{}, {"chat_join_request": {"chat": GROUP, "from": ALICE, "date": 1, "user_chat_id": 7}}]
)
def test_other_updates_reach_nobody(other: dict[str, Any]) -> None:
    assert reach(Update.de_json({"update_id": 1} | other, None)) == set()
