"""Takes orders by a command, or by a photo without words. The code that all orders share is here, too."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot import confirmation, preferences
from bot.clock import SECOND
from bot.errors import PermanentError, TransientError, UserError
from bot.grammar import WrongOptionError, parse
from bot.job import Kind, Order
from bot.options import MAX_SEED, Options, ParsedPrompt, is_unreadable, new_seed, read_prompt
from bot.pipeline.intake import Intake
from bot.pipeline.messenger import Place
from bot.pipeline.worker import retry_until_committed
from bot.sizes import size_like
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.context import Context, MessageContext
from bot.telegram.cooldown import IsNews
from bot.telegram.messages import Photo, find_photo, has_photo, identity_of
from bot.telegram.styles import Styles

PATIENCE = 60.0
"""Seconds for which a failing database is retried where Telegram would not deliver the update again."""

ALBUM_SECONDS = 1.0
"""Seconds to wait for all parts of an album: only then is it known that none of them carries a command."""

ALBUMS = 1_000

ALBUM_LASTS = 600 * SECOND
"""How long an album is known as already asked about (microseconds)."""

BY_WORDS = frozenset({Kind.DRAW, Kind.REMIX})

Taken = Callable[[], object]


async def retry_for_a_while(do: Callable[[], Awaitable[None]]) -> None:
    """Call `do`, and retry while the database does not answer.

    Raises:
        UserError: `try-again`, after `PATIENCE` seconds; or as `do`.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            await retry_until_committed(do)
    except TimeoutError:
        raise UserError("try-again") from None


@dataclass(frozen=True, slots=True)
class Said:
    """Represents words that are an order.

    Attributes:
        text: The text after the command.
        origin: The order's identity without the number of the picture; see `bot.job.Order`.
        place: Where the picture goes.
    """

    text: str
    origin: str
    place: Place


class Orders:
    """Reads orders and passes them to intake.

    Args:
        translates: Whether prompts that the painter cannot read are translated.
    """

    def __init__(
        self, intake: Intake, administrators: ChatAdmins, styles: Styles, is_news: IsNews, *, translates: bool
    ) -> None:
        self._intake = intake
        self._translates = translates
        self._is_news = is_news
        self._administrators = administrators
        self._styles = styles
        self._albums: OrderedDict[str, MessageContext | None] = OrderedDict()  # asked about; None after a command

    async def by_command(self, context: MessageContext, kind: Kind) -> None:
        """Take the order of a command.

        Raises:
            UserError: The order is refused; the error says why.
            TransientError: The order was not stored; Telegram must deliver the update again.
        """
        if context.message.media_group_id:
            self._note_album(context.message.media_group_id, None)
            await self._is_news(f"album:{context.message.media_group_id}", ALBUM_LASTS)
        await self._intake.require_allowed(context.chat, context.sender)
        photo = None if kind is Kind.DRAW else find_photo(context.message, kind)
        await self.take(context, self.read(context, said(context), kind, photo, defaults(context, photo)))

    async def by_photo(self, context: MessageContext) -> None:
        """Ask what to do with a photo that came without words. Raises as `by_command`.

        For an album, ask once: about its first photo, if there is one.
        """
        album = context.message.media_group_id
        if album is None:
            await self._ask_about(context)
        elif album not in self._albums:
            if not await self._is_news(f"album:{album}", ALBUM_LASTS):
                return  # another process has taken it by a command, or asks about it
            self._note_album(album, context)
            context.later(self._ask_about_album(album))
        elif (first := self._albums[album]) and not has_photo(first.message) and has_photo(context.message):
            self._albums[album] = context

    async def take(self, context: Context, orders: Sequence[Order], taken: Taken | None = None) -> None:
        """Commit orders; later, if Telegram must be asked first whether the user may order in this chat.

        Args:
            context: The update with the orders.
            orders: The orders, all in one chat.
            taken: Called after the commit.

        Raises:
            UserError: The orders are refused; the error says why.
            TransientError: Not all orders were committed; repeating the call is harmless.
        """
        person, chat = context.sender.id, orders[0].chat_id
        accept = partial(self._accept, context, orders, taken)
        if chat > 0 or context.chat.preferences.orderers != "admins" or person == chat:
            await accept()
            return
        may = self._administrators.known(person, chat)
        if may is None:
            context.later(self._accept_for_administrator(person, chat, accept))
        elif may:
            await accept()
        else:
            raise UserError("admins-only")

    async def administers(self, person_id: int, chat_id: int) -> bool:
        """Return whether a user administers a chat. Raises `UserError` (`try-again`) if that is unknown."""
        try:
            return await self._administrators.include(person_id, chat_id)
        except (TransientError, PermanentError):
            raise UserError("try-again") from None

    def read(self, context: Context, said: Said, kind: Kind, photo: Photo | None, defaults: Options) -> list[Order]:
        """Return the orders in a text, one for each picture; or one draft, if the user must confirm it first.

        Args:
            context: The update with the order.
            said: The text.
            kind: The kind of the orders.
            photo: The picture to start from.
            defaults: The values of the options that the text does not set.

        Raises:
            UserError: The text is not a valid order; the error says why.
        """
        try:
            parsed = self._parse(said.text, kind, defaults, context)
        except WrongOptionError as wrong:
            parsed = _unconfirmed(self._correct(wrong, kind, defaults, context), wrong)
        else:
            if kind in BY_WORDS and self._is_unreadable(parsed.prompt):
                parsed = _unconfirmed(parsed, confirmation.unread())
        place = said.place
        return [
            Order(
                origin=f"{said.origin}:{number}",
                kind=kind,
                chat_id=place.chat_id,
                thread_id=place.thread_id,
                message_id=place.reply_to,
                owner_id=context.sender.id,
                language=context.language,
                prompt=parsed.prompt,
                options=replace(parsed.options, seed=(parsed.options.seed + number) % (MAX_SEED + 1)),
                source=photo.source if photo else None,
                direct_topic_id=place.direct_topic_id,
            )
            for number in range(parsed.count)
        ]

    def ask_if_unreadable(self, order: Order) -> Order:
        """Return an order by words that were never painted; it must be confirmed if the painter cannot read them."""
        if not self._is_unreadable(order.prompt):
            return order
        return replace(order, options=replace(order.options, confirm=confirmation.write(confirmation.unread())))

    def _is_unreadable(self, prompt: str) -> bool:
        return not self._translates and is_unreadable(prompt)

    async def _accept(self, context: Context, orders: Sequence[Order], taken: Taken | None = None) -> None:
        for order in orders:
            chat, owner = await context.parties(order)
            options = preferences.in_chat(chat.preferences, order.options)
            await self._intake.accept(replace(order, options=options), chat, owner)
        if taken:
            taken()

    async def _accept_for_administrator(
        self, person_id: int, chat_id: int, accept: Callable[[], Awaitable[None]]
    ) -> None:
        if not await self.administers(person_id, chat_id):
            raise UserError("admins-only")
        await retry_for_a_while(accept)

    async def _ask_about(self, context: MessageContext) -> None:
        await self._intake.require_allowed(context.chat, context.sender)
        photo = find_photo(context.message, Kind.PHOTO)
        await self._accept(context, self.read(context, said(context), Kind.PHOTO, photo, defaults(context, photo)))

    async def _ask_about_album(self, album: str) -> None:
        await asyncio.sleep(ALBUM_SECONDS)
        if chosen := self._albums.get(album):
            await chosen.attempt(retry_for_a_while(partial(self._ask_about, chosen)))

    def _note_album(self, album: str, context: MessageContext | None) -> None:
        self._albums[album] = context
        if len(self._albums) > ALBUMS:
            self._albums.popitem(last=False)

    def _correct(self, wrong: WrongOptionError, kind: Kind, defaults: Options, context: Context) -> ParsedPrompt:
        """Parse a text with the option nearest to the wrong one; raise `wrong` if that is no order either."""
        try:
            parsed = self._parse(wrong.instead, kind, defaults, context)
        except UserError:
            raise wrong from None
        says_all = parsed.options.style if kind is Kind.ANIME else kind in BY_WORDS and parsed.prompt
        if not says_all or self._is_unreadable(parsed.prompt):
            raise wrong
        return parsed

    def _parse(self, text: str, kind: Kind, defaults: Options, context: Context) -> ParsedPrompt:
        parsed = parse(text, defaults, kind, dict(context.sender.preferences.styles))
        if kind is Kind.HD:
            drawn = self._styles.mean_drawn(text)
            return ParsedPrompt("", replace(defaults, is_anime=drawn), sized=False, count=1)
        sized, seeded = parsed.sized or defaults.sized, parsed.options.seed != defaults.seed or defaults.seeded
        options = replace(parsed.options, sized=sized, seeded=seeded, count=parsed.count)
        asking = replace(parsed, options=options, count=1)
        if kind is Kind.PHOTO:
            return asking
        if kind is Kind.ANIME:
            style = self._styles.read(parsed.prompt, context.language)
            if style is None:
                return replace(asking, prompt="")
            return replace(parsed, prompt="", options=replace(options, style=style))
        try:
            return replace(parsed, prompt=read_prompt(parsed.prompt, kind), options=options)
        except UserError as refusal:
            if refusal.code != "prompt-missing":
                raise
            return replace(asking, prompt="")


def _unconfirmed(parsed: ParsedPrompt, reason: UserError) -> ParsedPrompt:
    """Return an order as one draft of all its pictures, which are painted when the owner confirms it."""
    options = replace(parsed.options, confirm=confirmation.write(reason), count=parsed.count)
    return replace(parsed, options=options, count=1)


def defaults(context: Context, photo: Photo | None) -> Options:
    """Return the default options: the user's preferences, in the photo's shape."""
    shape = size_like(*photo.size) if photo and photo.size else (512, 512)
    options = Options(new_seed(), width=shape[0], height=shape[1], spoiler=photo is not None and photo.spoiler)
    return preferences.apply(context.sender.preferences, options, shaped=photo is not None)


def said(context: MessageContext) -> Said:
    """Return the text of a message as the words of an order."""
    origin = f"m:{context.place.chat_id}:{identity_of(context.message)}"
    return Said(context.command.text, origin, context.place)
