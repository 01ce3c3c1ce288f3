"""Which updates reach which handler."""

from collections.abc import Awaitable
from typing import Any, cast

import pytest
from telegram import Bot, Message, Update

from bot.telegram.context import Contexts
from bot.telegram.handlers import Dispatcher, OnStrangeName, Routes
from bot.telegram.messages import Command

ALICE = {"id": 7, "is_bot": False, "first_name": "Alice"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Alice"}
GROUP = {"id": -100, "type": "supergroup", "title": "G"}


class Named:
    """All that the handlers ask of the bot."""

    id = 99
    username = "HuaBot"


BOT = cast("Bot", Named())


class Context:
    """What handlers get, here."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    async def attempt(self, work: Awaitable[None]) -> None:
        await work


class Reading:
    """Finds that nobody is known."""

    async def of_message(self, _: Message, command: Command) -> Context:
        return Context(command.text)

    async def of_change(self, *_: object) -> Context:
        return Context()

    async def of_press(self, *_: object) -> Context:
        return Context()


def update(text: str | None = None, part: str = "message", **of: Any) -> Update:
    """Return an update with a message whose first word is marked if it is a command."""
    raw = {"message_id": 1, "date": 1_770_000_000, "chat": PRIVATE, "from": ALICE, "text": text} | of
    if text and text.startswith("/"):
        raw["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return Update.de_json({"update_id": 1, part: raw}, None)


async def reach(of: Update) -> str:
    """Return which handler takes an update; '' if none does."""
    taken = []

    def noting(name: str) -> Any:
        async def note(*_: object) -> None:
            taken.append(name)

        return note

    commands = {name: noting(name) for name in ("draw", "hd")}
    routes = Routes(
        commands,
        {"stats": noting("stats")},
        *(noting(name) for name in ("answer", "else", "press", "move", "added")),
        met=lambda _: None,
    )
    handlers = [
        Dispatcher(BOT, cast("Contexts", Reading()), routes, frozenset({1})),
        OnStrangeName(BOT, noting("strange")),
    ]
    for handler in handlers:
        if found := handler.check_update(of):
            await handler.handle_update(of, None, found, None)
            break
    return "".join(taken)


@pytest.mark.parametrize(
    ("text", "in_private", "in_a_group"),
    [
        ("/draw a fox", "draw", "draw"),
        ("/DRAW a fox", "draw", "draw"),
        ("/draw@huabot a fox", "draw", "draw"),
        ("/hd@HuaBot", "hd", "hd"),
        ("/draw@otherbot a fox", "draw", "strange"),
        ("/unknown@otherbot", "else", "strange"),
        ("/drawing a fox", "else", ""),
        ("/unknown@huabot", "else", "else"),
        ("/unknown", "else", ""),
        ("/stats", "else", ""),
        ("good morning", "answer", ""),
    ],
)
async def test_who_is_spoken_to(text: str, in_private: str, in_a_group: str) -> None:
    assert await reach(update(text)) == in_private
    assert await reach(update(text, chat=GROUP)) == in_a_group


async def test_a_caption_is_as_good_as_a_text() -> None:
    size = {"file_id": "p", "file_unique_id": "p", "width": 800, "height": 600}
    entities = [{"type": "bot_command", "offset": 0, "length": 3}]
    assert await reach(update(photo=[size], caption="/hd please", caption_entities=entities)) == "hd"


@pytest.mark.parametrize("part", ["edited_message", "channel_post", "edited_channel_post", "business_message"])
async def test_only_new_messages_are_taken(part: str) -> None:
    assert await reach(update("/draw@huabot a fox", part)) == ""


async def test_other_bots_and_forwarded_posts_are_ignored() -> None:
    from_other: dict[str, Any] = {"from": {"id": 99, "is_bot": True, "first_name": "Other"}}
    channel = {"id": -200, "type": "channel", "title": "C"}
    assert await reach(update("/draw@huabot a fox", **from_other)) == ""
    assert await reach(update("/draw@huabot a fox", chat=GROUP, sender_chat=channel, is_automatic_forward=True)) == ""


async def test_a_move_is_heard_in_both_places() -> None:
    assert await reach(update(chat={"id": -5, "type": "group", "title": "G"}, migrate_to_chat_id=-100)) == "move"
    assert await reach(update(chat=GROUP, migrate_from_chat_id=-5)) == "move"


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
async def test_what_telegram_tells_is_nobody_s_talk(told: dict[str, Any]) -> None:
    for chat in (PRIVATE, GROUP):
        assert await reach(update(chat=chat, **told)) == ""


async def test_a_press_is_taken_whatever_it_carries() -> None:
    raw = {"id": "1", "from": ALICE, "chat_instance": "1"}
    assert await reach(Update.de_json({"update_id": 1, "callback_query": raw}, None)) == "press"
    assert await reach(Update.de_json({"update_id": 1, "callback_query": raw | {"data": "x"}}, None)) == "press"


@pytest.mark.parametrize(
    "other", [{}, {"chat_join_request": {"chat": GROUP, "from": ALICE, "date": 1, "user_chat_id": 7}}]
)
async def test_other_updates_reach_nobody(other: dict[str, Any]) -> None:
    assert await reach(Update.de_json({"update_id": 1} | other, None)) == ""


async def test_operators_commands_are_theirs_alone() -> None:
    admin = {"id": 1, "is_bot": False, "first_name": "Admin"}
    assert await reach(update("/stats", chat=GROUP, **{"from": admin})) == "stats"


async def test_words_in_a_group_are_an_answer_if_they_reply_to_us() -> None:
    for asked, handler in ((99, "answer"), (98, "")):
        asks = {"message_id": 2, "date": 1, "chat": GROUP, "from": {"id": asked, "is_bot": True, "first_name": "B"}}
        assert await reach(update("a fox", chat=GROUP, reply_to_message=asks)) == handler


@pytest.mark.parametrize(
    ("before", "after", "kind", "handler"),
    [
        ("left", "member", "supergroup", "added"),
        ("kicked", "administrator", "group", "added"),
        ("member", "administrator", "supergroup", ""),
        ("member", "left", "group", ""),
        ("left", "administrator", "channel", ""),
        ("kicked", "member", "private", ""),
    ],
)
async def test_a_group_that_adds_us_is_greeted(before: str, after: str, kind: str, handler: str) -> None:
    bot = {"id": 99, "is_bot": True, "first_name": "B"}
    rights = dict.fromkeys(
        [
            *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
            *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
            *("can_post_stories", "can_edit_stories", "can_delete_stories"),
        ],
        False,
    )
    states = [{"status": status, "user": bot, "until_date": 0, **rights} for status in (before, after)]
    chat = {"id": 7 if kind == "private" else -100, "type": kind}
    change = {"chat": chat, "from": ALICE, "date": 1, "old_chat_member": states[0], "new_chat_member": states[1]}
    assert await reach(Update.de_json({"update_id": 1, "my_chat_member": change}, None)) == handler
