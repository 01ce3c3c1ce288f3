"""Orders as people give them: by a command, by a photo without a word. What is common to all orders is here, too."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from telegram import Message

from bot import preferences
from bot.errors import PermanentError, TransientError, UserError
from bot.grammar import parse
from bot.job import Kind, Order
from bot.options import MAX_SEED, Options, ParsedPrompt, new_seed, read_prompt
from bot.pipeline.intake import Intake
from bot.pipeline.worker import retry_until_committed
from bot.sizes import size_like
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.messages import (
    Command,
    Photo,
    drop_surrogates,
    find_photo,
    has_photo,
    identity_of,
    place_of,
    sender_id,
)
from bot.telegram.replies import Replies
from bot.telegram.styles import Styles
from bot.telegram.tongue import Tongue
from bot.texts import Texts
from storage.chats import Chats

PATIENCE = 60.0
"""Seconds for which a database that does not answer is asked again, where no update would come again."""

ALBUM_SECONDS = 1.0
"""The parts of an album come one by one; only then is it known that none of them carries a command."""

ALBUMS = 1_000

Refuse = Callable[[UserError], Awaitable[None]]
Taken = Callable[[], None]


async def patiently(do: Callable[[], Awaitable[None]], refuse: Refuse) -> None:
    """Do something with the database as soon as that answers; after a while give up, and tell so."""
    try:
        async with asyncio.timeout(PATIENCE):
            await retry_until_committed(do)
    except TimeoutError:
        await refuse(UserError("try-again"))


class Orders:
    """Reads orders and hands them to intake. What is wrong with one is told to whoever gave it."""

    def __init__(
        self,
        intake: Intake,
        chats: Chats,
        administrators: ChatAdmins,
        replies: Replies,
        texts: Texts,
        tongue: Tongue,
        styles: Styles,
    ) -> None:
        self._intake = intake
        self._chats = chats
        self._administrators = administrators
        self._replies = replies
        self._texts = texts
        self._tongue = tongue
        self._styles = styles
        self._albums: OrderedDict[str, Message | None] = OrderedDict()  # what is asked about; nothing after a command

    async def by_command(self, message: Message, command: Command, kind: Kind) -> None:
        """Take what a command orders."""
        if message.media_group_id:
            self._note_album(message.media_group_id, None)
        try:
            await self._intake.require_allowed(message.chat.id, sender_id(message))
            photo = None if kind is Kind.DRAW else find_photo(message, kind)
            defaults = await self._defaults(sender_id(message), photo)
            orders = await self.read(message, command.text, kind, photo, defaults)
        except UserError as refusal:
            await self.refuse(message, refusal)
        else:
            await self.take(orders, sender_id(message), partial(self.refuse, message))

    async def by_photo(self, message: Message) -> None:
        """Ask what to do with a photo that came without a word, or tell why nothing can be done with a file.

        Of an album once: about its first photo, if there is any.
        """
        album = message.media_group_id
        if album is None:
            await self._ask_about(message)
        elif album not in self._albums:
            self._note_album(album, message)
            self._replies.soon(self._ask_about_album(message, album))
        elif (first := self._albums[album]) and not has_photo(first) and has_photo(message):
            self._albums[album] = message

    async def take(self, orders: Sequence[Order], person_id: int, refuse: Refuse, taken: Taken | None = None) -> None:
        """Commit orders; tell that they are taken, or why not. Telegram may have to be asked first who may order here.

        Raises:
            TransientError: Not all were committed; repeating it is harmless.
        """
        chat_id = orders[0].chat_id
        chat = await self._chats.get(chat_id)
        may: bool | None = True
        if chat_id < 0 and chat.preferences.orderers == "admins" and person_id != chat_id:
            may = self._administrators.known(person_id, chat_id)
        if may is None:
            self._replies.soon(
                self.if_administrator(person_id, chat_id, lambda: self._take(orders, refuse, taken), refuse)
            )
        elif may:
            await self._take(orders, refuse, taken)
        else:
            await refuse(UserError("admins-only"))

    async def if_administrator(
        self, person_id: int, chat_id: int, do: Callable[[], Awaitable[None]], refuse: Refuse
    ) -> None:
        """Ask Telegram whether somebody administers a chat, then do something for them, or tell why not."""
        try:
            may = await self._administrators.include(person_id, chat_id)
        except (TransientError, PermanentError):
            await refuse(UserError("try-again"))
            return
        if may:
            await patiently(do, refuse)
        else:
            await refuse(UserError("admins-only"))

    async def refuse(self, message: Message, refusal: UserError) -> None:
        """Tell why something is not done; who may not order in a group is told so once."""
        language = await self._tongue.of_message(message)
        told_once = refusal.code == "not-allowed" and message.chat.id < 0
        if told_once and not await self._chats.refuse(int(refusal.params["id"])):
            return
        self._replies.send(place_of(message), self._texts.get(language, f"error-{refusal.code}", **refusal.params))

    async def _take(self, orders: Sequence[Order], refuse: Refuse, taken: Taken | None = None) -> None:
        try:
            for order in orders:
                await self._intake.accept(order)
        except UserError as refusal:
            await refuse(refusal)
        else:
            if taken:
                taken()

    async def _ask_about(self, message: Message) -> None:
        try:
            await self._intake.require_allowed(message.chat.id, sender_id(message))
            photo = find_photo(message, Kind.PHOTO)
            defaults = await self._defaults(sender_id(message), photo)
            (order,) = await self.read(message, drop_surrogates(message.caption or ""), Kind.PHOTO, photo, defaults)
            await self._take([order], partial(self.refuse, message))
        except UserError as refusal:
            await self.refuse(message, refusal)

    async def _ask_about_album(self, message: Message, album: str) -> None:
        await asyncio.sleep(ALBUM_SECONDS)
        chosen = self._albums.get(album, message)
        if chosen:
            await patiently(lambda: self._ask_about(chosen), partial(self.refuse, chosen))

    def _note_album(self, album: str, message: Message | None) -> None:
        self._albums[album] = message
        if len(self._albums) > ALBUMS:
            self._albums.popitem(last=False)

    async def read(
        self, message: Message, text: str, kind: Kind, photo: Photo | None, defaults: Options
    ) -> list[Order]:
        """Return what a message orders, picture by picture.

        Raises:
            UserError: What is wrong with it.
        """
        language = await self._tongue.of_message(message)
        parsed = self._parse(text, kind, defaults, language)
        place = place_of(message)
        return [
            Order(
                origin=f"m:{message.chat.id}:{identity_of(message)}:{number}",
                kind=kind,
                chat_id=place.chat_id,
                thread_id=place.thread_id,
                message_id=place.reply_to,
                owner_id=sender_id(message),
                language=language,
                prompt=parsed.prompt,
                options=replace(parsed.options, seed=(parsed.options.seed + number) % (MAX_SEED + 1)),
                source=photo.source if photo else None,
                direct_topic_id=place.direct_topic_id,
            )
            for number in range(parsed.count)
        ]

    async def _defaults(self, speaker: int, photo: Photo | None) -> Options:
        """Return the options that hold where nothing is said: the person's, at the photo's shape."""
        person = await self._chats.get(speaker)
        shape = size_like(*photo.size) if photo and photo.size else (512, 512)
        options = Options(new_seed(), width=shape[0], height=shape[1], spoiler=photo is not None and photo.spoiler)
        return preferences.apply(person.preferences, options, shaped=photo is not None)

    def _parse(self, text: str, kind: Kind, defaults: Options, language: str) -> ParsedPrompt:
        parsed = parse(text, defaults, kind)
        if kind is Kind.HD:
            drawn = self._styles.mean_drawn(text)
            return ParsedPrompt("", replace(defaults, is_anime=drawn), sized=False, count=1)
        sized, seeded = parsed.sized or defaults.sized, parsed.options.seed != defaults.seed or defaults.seeded
        options = replace(parsed.options, sized=sized, seeded=seeded)
        if kind is Kind.PHOTO:
            return replace(parsed, options=replace(options, count=parsed.count), count=1)
        if kind is Kind.ANIME:
            style = self._styles.read(parsed.prompt, language)
            if style is None:
                return replace(parsed, prompt="", options=replace(options, count=parsed.count), count=1)
            return replace(parsed, prompt="", options=replace(options, style=style))
        try:
            return replace(parsed, prompt=read_prompt(parsed.prompt, kind), options=replace(options, count=1))
        except UserError as refusal:
            if refusal.code != "prompt-missing":
                raise
            # The words are asked for.
            return replace(parsed, prompt="", options=replace(options, count=parsed.count), count=1)
