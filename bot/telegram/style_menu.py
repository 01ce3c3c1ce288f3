"""Implements `/styles`: shows the built-in styles of `--style` and those that users save from pictures, by buttons."""

import unicodedata
from dataclasses import replace
from hashlib import sha256

from bot.derive import NoSuchButtonError
from bot.errors import UserError
from bot.job import Job, Kind
from bot.looks import LONGEST_NAME, LONGEST_WORDS, MOST_OWN, SHOWN, folded_name, is_own_name, style_words
from bot.options import shorten
from bot.pipeline.messenger import Button, ButtonData, Rows, Text
from bot.preferences import Preferences, one_line
from bot.telegram.context import Context, MessageContext, PressContext
from bot.telegram.cooldown import Cooldown
from bot.telegram.messages import replied_to
from bot.telegram.offers import shown_in
from bot.telegram.orders import Orders, Said, defaults
from bot.telegram.settings_menu import SettingsMenu
from storage.jobs import Jobs

ACTION = "styles"
"""The action of the buttons; the choice is a built-in style, or `own.` or `del.` and the mark of a user's style."""

A_ROW, LABEL = 3, 16
"""Built-in styles in a row; maximum UTF-16 units of the name of a user's style on a button."""


class StyleMenu:
    """Handles `/styles` and the buttons under its answer."""

    def __init__(self, orders: Orders, jobs: Jobs, settings: SettingsMenu, pressed: Cooldown) -> None:
        self._orders = orders
        self._jobs = jobs
        self._settings = settings
        self._pressed = pressed

    async def command(self, context: MessageContext) -> None:
        """Show all styles, or change the user's own by `/styles save NAME [WORDS]` and `/styles delete NAME`."""
        verb, name, words = [*context.command.text.split(maxsplit=2), "", "", ""][:3]
        if verb.casefold() == "save":
            await self._save(context, _folded(name), words)
        elif verb.casefold() == "delete":
            await self._delete(context, _folded(name))
        else:
            context.send(page(context, context.sender.preferences))

    async def press(self, context: PressContext) -> None:
        """Ask for the words of a picture in a style, or delete one of the user's styles."""
        buttons = {name: name for name in SHOWN}
        if context.chat.id == context.sender.id:
            own = [name for name, _ in context.sender.preferences.styles]
            buttons |= {f"{verb}.{_mark(name)}": name for name in own for verb in ("own", "del")}
        if not (name := buttons.get(context.data.choice, "")):
            raise NoSuchButtonError("no such style")
        if context.data.choice.startswith("del."):
            after = await self._settings.change(context, context.sender.id, lambda before: _without(before, name))
            context.popup()
            context.edit(context.message_id, page(context, after or context.sender.preferences))
            return
        if not await self._pressed.allow((context.place.chat_id, context.sender.id, context.data.choice)):
            raise UserError("press-already")
        said = Said(f"--style {name}", f"q:{context.query.id}", context.place)
        orders = self._orders.read(context, said, Kind.DRAW, None, defaults(context, None))
        await self._orders.take(context, orders, context.popup)

    async def _save(self, context: MessageContext, name: str, words: str) -> None:
        if not is_own_name(name):
            raise UserError("style-name", limit=LONGEST_NAME)
        words = one_line(words) or await self._words_shown(context)
        if not 0 < len(words) <= LONGEST_WORDS:
            raise UserError("style-words", limit=LONGEST_WORDS)
        others = [style for style in context.sender.preferences.styles if style[0] != name]
        if len(others) >= MOST_OWN:
            raise UserError("style-many", limit=MOST_OWN)
        await self._settings.change(context, context.sender.id, lambda before: _with(before, name, words))
        context.say("style-saved", name=name, words=words)

    async def _words_shown(self, context: MessageContext) -> str:
        """Return the style words of the picture that the message replies to; '' if there are none."""
        job_id = shown_in(replied_to(context.message))
        job = await self._jobs.find(job_id) if job_id else None
        if job is None or not _may_see(context, job):
            return ""
        if job.forgotten:
            raise UserError("press-forgotten")
        return one_line(style_words(job.order.options.translated or job.order.prompt, job.order.options.look))

    async def _delete(self, context: MessageContext, name: str) -> None:
        if name not in dict(context.sender.preferences.styles):
            raise UserError("style-none", name=shorten(name, LONGEST_NAME))
        await self._settings.change(context, context.sender.id, lambda before: _without(before, name))
        context.say("style-deleted", name=name)


def page(context: Context, preferences: Preferences) -> Text:
    """Return the page of all styles with their buttons; the user's own only in private."""
    ours = [Button(name, ButtonData(ACTION, choice=name)) for name in SHOWN]
    rows: Rows = tuple(tuple(ours[at : at + A_ROW]) for at in range(0, len(ours), A_ROW))
    if context.chat.id != context.sender.id:
        return Text(context.text("styles"), rows)
    delete = context.text.label("button-delete")
    for name, _ in preferences.styles:
        own = Button(shorten(name, LABEL), ButtonData(ACTION, choice=f"own.{_mark(name)}"))
        rows = (*rows, (own, Button(delete, ButtonData(ACTION, choice=f"del.{_mark(name)}"), "danger")))
    return Text(context.text("styles"), rows)


def _may_see(context: Context, job: Job) -> bool:
    return job.order.owner_id == context.sender.id or job.order.chat_id == context.chat.id


def _with(before: Preferences, name: str, words: str) -> Preferences:
    return replace(before, styles=(*_without(before, name).styles, (name, words))[-MOST_OWN:])


def _without(before: Preferences, name: str) -> Preferences:
    return replace(before, styles=tuple(style for style in before.styles if style[0] != name))


def _folded(name: str) -> str:
    return folded_name(unicodedata.normalize("NFKC", name.strip("\"'“”«»「」")))


def _mark(name: str) -> str:
    """Return a short ASCII mark for a name in any script, to be carried by a button."""
    return sha256(name.encode()).hexdigest()[:12]
