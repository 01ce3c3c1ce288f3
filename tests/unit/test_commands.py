"""Commands as Telegram tells them: by entities, in UTF-16 units."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity, User

from bot.telegram.commands import Command, is_from_bot, read_command

COMMAND = MessageEntity.BOT_COMMAND


def message(
    text: str | None, *entities: MessageEntity, sender: User | None = None, chat: Chat | None = None
) -> Message:
    """Return a private message."""
    return Message(
        message_id=1,
        date=datetime(2026, 1, 1, tzinfo=UTC),
        chat=Chat(7, Chat.PRIVATE),
        from_user=sender or User(7, "Alice", is_bot=False),
        sender_chat=chat,
        text=text,
        entities=entities,
    )


def typed(text: str) -> Message:
    """Return a message with the entities that Telegram finds in it."""
    found = re.match(r"/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]{3,32})?", text)
    entities = [MessageEntity(COMMAND, 0, len(found[0]))] if found else []
    tail = text.encode("utf-16-le")
    entities += [MessageEntity(MessageEntity.ITALIC, len(tail) // 2 - 1, 1)] if len(tail) > 80 else []
    return message(text, *entities)


names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,20}", fullmatch=True)
rests = st.text(max_size=60).map(lambda text: re.sub(r"^[A-Za-z0-9_@]+", " ", text))


@given(name=names, rest=rests, addressee=st.sampled_from(["", "@huabot", "@HuaBot"]))
def test_what_is_typed_is_what_is_read(name: str, rest: str, addressee: str) -> None:
    assert read_command(typed(f"/{name}{addressee}{rest}"), "huabot") == Command(name.lower(), rest)


@given(name=names, rest=rests, other=st.from_regex(r"[A-Za-z0-9_]{3,20}", fullmatch=True))
def test_other_bots_commands_are_not_for_us(name: str, rest: str, other: str) -> None:
    if other.lower() != "huabot":
        assert read_command(typed(f"/{name}@{other}{rest}"), "huabot") is None


def test_lines_and_emoji_are_kept() -> None:
    assert read_command(typed("/draw 🦊 a fox\n\n  in the snow 🏔\n"), "huabot") == Command(
        "draw", " 🦊 a fox\n\n  in the snow 🏔\n"
    )


@pytest.mark.parametrize(
    "other",
    [
        message(None),
        message(""),
        message("a fox"),
        message("/draw but nobody marked it"),
        message("🦊 /draw a fox", MessageEntity(COMMAND, 3, 5)),
        message("#draw a fox", MessageEntity(MessageEntity.HASHTAG, 0, 5)),
    ],
)
def test_what_is_no_command(other: Message) -> None:
    assert read_command(other, "huabot") is None


def test_a_command_inside_formatted_text_is_a_command() -> None:
    # Of two entities at one place the longer one comes first.
    bold = message("/draw a fox", MessageEntity(MessageEntity.BOLD, 0, 11), MessageEntity(COMMAND, 0, 5))
    assert read_command(bold, "huabot") == Command("draw", " a fox")


def test_bots_are_told_from_people_and_from_anonymous_admins() -> None:
    assert not is_from_bot(message("x"))
    assert is_from_bot(message("x", sender=User(99, "Other", is_bot=True)))
    admin = User(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
    assert not is_from_bot(message("x", sender=admin, chat=Chat(-5, Chat.SUPERGROUP)))
