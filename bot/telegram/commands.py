"""What each command does: read, decide, commit; answers go out afterwards."""

from collections import OrderedDict
from dataclasses import replace
from typing import Any

import structlog
from telegram import Bot, BotCommand, Message
from telegram.error import TelegramError
from telegram.ext import Application

from bot.clock import SECOND, Clock
from bot.errors import UserError
from bot.job import Kind, Order
from bot.options import Wish, parse
from bot.pipeline.intake import Intake
from bot.prompt import MAX_SEED, Options, new_seed, read_prompt, size_like
from bot.telegram.buttons import Buttons
from bot.telegram.handlers import OnAnythingElse, OnCommand, OnMove, OnPress
from bot.telegram.messages import (
    Command,
    Photo,
    find_photo,
    language_code_of,
    place_of,
    read_command,
    speaker_of,
)
from bot.telegram.replies import Replies
from bot.telegram.styles import Styles
from bot.texts import Texts
from storage.chats import Chats

log = structlog.get_logger(__name__)

MENU = ("draw", "remix", "anime", "hd", "help", "start")

HINT_EVERY = 60 * SECOND
"""A chat that goes on talking past us is hinted at this often."""

REMEMBERED = 10_000


class Commands:
    """The handlers of everything people type."""

    def __init__(
        self, bot: Bot, intake: Intake, chats: Chats, buttons: Buttons, replies: Replies, texts: Texts, clock: Clock
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._chats = chats
        self._buttons = buttons
        self._replies = replies
        self._texts = texts
        self._clock = clock
        self._styles = Styles(texts)
        self._hinted: OrderedDict[int, int] = OrderedDict()

    def register(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        """Add the handlers, in the order in which they are asked."""
        application.add_handlers(
            [
                OnPress(self._buttons.press),
                OnMove(self.move),
                OnCommand("start", self._bot, self.start),
                OnCommand("help", self._bot, self.help),
                OnCommand("draw", self._bot, self.draw),
                OnCommand("remix", self._bot, self.remix),
                OnCommand("anime", self._bot, self.anime),
                OnCommand("hd", self._bot, self.hd),
                OnAnythingElse(self._bot, self.hint),
            ]
        )

    async def start(self, message: Message, command: Command) -> None:
        """`/start`: who this is, and that words and photos go to a third party."""
        await self._say(message, "start")

    async def help(self, message: Message, command: Command) -> None:
        """`/help`: all commands with an example each."""
        await self._say(message, "help", username=self._bot.username)

    async def draw(self, message: Message, command: Command) -> None:
        """`/draw <prompt>`: one picture from words."""
        await self._order(message, command, Kind.DRAW)

    async def remix(self, message: Message, command: Command) -> None:
        """`/remix <prompt>` with a photo: the photo, painted anew after the words."""
        await self._order(message, command, Kind.REMIX)

    async def anime(self, message: Message, command: Command) -> None:
        """`/anime [style]` with a photo: the portrait in one of twelve styles; without one, we ask."""
        await self._order(message, command, Kind.ANIME)

    async def hd(self, message: Message, command: Command) -> None:
        """`/hd` with a photo: up to four times as large."""
        await self._order(message, command, Kind.HD)

    async def hint(self, message: Message) -> None:
        """Anything we do not understand: one gentle hint, not one for each message."""
        if message.media_group_id:
            return  # another picture of the album may carry a command
        now = self._clock.now()
        last = self._hinted.pop(message.chat.id, None)
        self._hinted[message.chat.id] = now if last is None or now - last >= HINT_EVERY else last
        if len(self._hinted) > REMEMBERED:
            self._hinted.popitem(last=False)
        if self._hinted[message.chat.id] == now:
            bare_photo = (message.photo or message.document or message.sticker) and not read_command(message)
            await self._say(message, "hint-photo" if bare_photo else "hint")

    async def move(self, message: Message) -> None:
        """A group became a supergroup, told by a message in either of them."""
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        log.info("chat_moved", chat=old, to=new)
        await self._intake.move(old, new)

    async def publish_menu(self) -> None:
        """Register the command menu in every language; a failure is logged and does no harm."""
        # Telegram takes languages of two letters alone: all who read Chinese share one menu.
        for language in (each for each in self._texts.languages if len(each) == 2):
            menu = [BotCommand(name, self._texts.get(language, f"menu-{name}")) for name in MENU]
            try:
                await self._bot.set_my_commands(menu, language_code=None if language == "en" else language)
            except TelegramError as exc:
                log.warning("menu_not_published", language=language, error=type(exc).__name__)

    async def _order(self, message: Message, command: Command, kind: Kind) -> None:
        language = await self._language(message)
        try:
            for order in self._read(message, command, kind, language):
                await self._intake.accept(order)
        except UserError as refusal:
            self._reply(message, language, f"error-{refusal.code}", **refusal.params)

    def _read(self, message: Message, command: Command, kind: Kind, language: str) -> list[Order]:
        """Return what a message orders, picture by picture.

        Raises:
            UserError: What is wrong with it.
        """
        photo = None if kind is Kind.DRAW else find_photo(message, kind)
        wish = self._wish(command, kind, photo, language)
        options = wish.options
        place = place_of(message)
        return [
            Order(
                origin=f"m:{message.chat.id}:{message.message_id}:{number}",
                kind=kind,
                chat_id=place.chat_id,
                thread_id=place.thread_id,
                message_id=message.message_id,
                owner_id=speaker_of(message),
                language=language,
                prompt=wish.prompt,
                options=replace(options, seed=(options.seed + number) % (MAX_SEED + 1)),
                source=photo.source if photo else None,
            )
            for number in range(wish.count)
        ]

    def _wish(self, command: Command, kind: Kind, photo: Photo | None, language: str) -> Wish:
        width, height = size_like(*photo.size) if photo and photo.size else (512, 512)
        options = Options(new_seed(), width=width, height=height)
        if kind is Kind.ANIME:
            style = self._styles.read(command.text, language)
            return Wish("", replace(options, style=style) if style else options, sized=False, count=1)
        if kind is Kind.HD:
            drawn = self._styles.mean_drawn(command.text)
            return Wish("", replace(options, is_anime=drawn), sized=False, count=1)
        wish = parse(command.text, options, remix=kind is Kind.REMIX)
        prompt = read_prompt(wish.prompt, kind)
        return replace(wish, prompt=prompt, options=replace(wish.options, sized=wish.sized))

    async def _language(self, message: Message) -> str:
        """Return the catalogue of whoever speaks; somebody without a language is spoken to as their chat was."""
        code = language_code_of(message)
        known = None if code else await self._chats.find_language(message.chat.id)
        return known or self._texts.language_for(code)

    async def _say(self, message: Message, text: str, **params: str) -> None:
        language = await self._language(message)
        try:
            await self._intake.require_allowed(message.chat.id)
        except UserError as refusal:
            self._reply(message, language, f"error-{refusal.code}", **refusal.params)
        else:
            self._reply(message, language, text, **params)

    def _reply(self, message: Message, language: str, text: str, **params: str | int) -> None:
        self._replies.send(place_of(message), self._texts.get(language, text, **params))
