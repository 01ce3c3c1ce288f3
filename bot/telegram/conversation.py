"""All that listens to people, wired: commands, answers, buttons."""

from functools import partial
from typing import Any

from telegram import Bot, Message
from telegram.ext import BaseHandler

from bot.clock import Clock
from bot.job import PAINTED, State
from bot.pipeline.cancel import Cancel
from bot.pipeline.intake import Intake
from bot.pipeline.original import Original
from bot.pipeline.plotting import Plotter
from bot.telegram.actions import Actions
from bot.telegram.buttons import Buttons, TakePress
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.commands import Commands
from bot.telegram.gallery import Gallery
from bot.telegram.handlers import OnAnswer, OnAnythingElse, OnCommand, OnCommandDo, OnMove, OnPress
from bot.telegram.menu import CommandMenu
from bot.telegram.messages import Command
from bot.telegram.operators import Operators
from bot.telegram.orders import Orders
from bot.telegram.personal import ERASE, Personal
from bot.telegram.questions import QuestionReplies
from bot.telegram.replies import Replies
from bot.telegram.settings_menu import SettingsMenu
from bot.telegram.styles import Styles
from bot.telegram.tongue import Tongue
from bot.texts import Texts
from storage.chats import Chats
from storage.erasures import Erasures
from storage.history import History
from storage.jobs import Jobs
from storage.statistics import Statistics
from storage.switches import Switches


def build_handlers(
    bot: Bot,
    *,
    intake: Intake,
    jobs: Jobs,
    history: History,
    erasures: Erasures,
    statistics: Statistics,
    chats: Chats,
    switches: Switches,
    cancel: Cancel,
    original: Original,
    replies: Replies,
    texts: Texts,
    clock: Clock,
    admins: frozenset[int],
) -> tuple[list[BaseHandler[Any, Any, Any]], CommandMenu]:
    """Return the handlers of everything people do, in the order in which they are asked, and the menu of commands."""
    tongue, styles = Tongue(chats, texts), Styles(texts)
    administrators = ChatAdmins(bot, clock)
    operators = Operators(admins, statistics, Plotter(), chats, switches, replies, texts, tongue)
    menu = CommandMenu(bot, chats, texts, admins=admins, operators=tuple(operators.commands))
    orders = Orders(intake, chats, administrators, replies, texts, tongue, styles)
    answers = QuestionReplies(intake, orders, jobs, replies, tongue, styles, clock)
    gallery = Gallery(history, replies, texts, tongue)
    personal = Personal(intake, jobs, erasures, chats, cancel, replies, texts, tongue, clock)
    settings = SettingsMenu(bot, chats, administrators, replies, texts, clock, tongue)
    actions = Actions(orders, answers, history, chats, gallery, original, cancel, replies, texts, clock)
    presses: dict[str, TakePress] = {"set": settings.press, ERASE: personal.erase}
    buttons = Buttons(intake, jobs, actions, presses, administrators, replies, texts, tongue)
    commands = Commands(bot, intake, orders, menu, replies, texts, tongue, clock)
    everybodys_quota = commands.for_allowed(personal.quota)

    async def quota(message: Message, command: Command) -> None:
        if not await operators.quota(message, command):
            await everybodys_quota(message, command)

    async def answer(message: Message) -> None:
        """Words belong to the question that they reply to; in private, else, to the newest one that is open."""

        async def no_reply() -> None:
            last = await answers.find_last(message)
            if await settings.answer(message, since=last.created_at if last else 0):
                return
            if last and last.state is State.DRAFT:
                await answers.take_words(message, last)
            elif message.chat.id > 0:
                await commands.anything_else(message)

        await answers.take(message, no_reply)

    everybodys: dict[str, OnCommandDo] = {
        "start": commands.start,
        "help": commands.help,
        **{kind: partial(orders.by_command, kind=kind) for kind in PAINTED},
        "history": commands.for_allowed(gallery.open),
        "settings": commands.for_allowed(settings.command),
        "quota": quota,
        "cancel": commands.for_allowed(personal.cancel),
        "privacy": commands.for_allowed(personal.privacy, or_in_private=True),
        "deleteme": commands.for_allowed(personal.delete_me, or_in_private=True),
    }
    handlers = [
        OnPress(buttons.press),
        OnMove(bot, commands.move),
        *(OnCommand(name, bot, do, only=admins) for name, do in operators.commands.items()),
        *(OnCommand(name, bot, do) for name, do in everybodys.items()),
        OnAnswer(bot, answer),
        OnAnythingElse(bot, commands.anything_else),
    ]
    return handlers, menu
