"""Wires all handlers of user input: commands, answers and buttons."""

from functools import partial

import structlog
from telegram import Message

from bot.clock import Clock
from bot.job import PAINTED, Kind, State
from bot.pipeline.cancel import Cancel
from bot.pipeline.intake import Intake
from bot.pipeline.original import Original
from bot.pipeline.plotting import Plotter
from bot.provider.addresses import Signer
from bot.telegram.account import OwnBot
from bot.telegram.actions import BROUGHT_EVERY, Actions
from bot.telegram.buttons import Buttons
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.context import Contexts, MessageContext
from bot.telegram.cooldown import Cooldown
from bot.telegram.gallery import Gallery
from bot.telegram.handlers import Dispatcher, OnMessage, OnPress, Routes
from bot.telegram.introduction import GREET_EVERY, HINT_EVERY, START, Greeting, Introduction
from bot.telegram.menu import CommandMenu
from bot.telegram.names import Names
from bot.telegram.offers import ACTION as OFFER
from bot.telegram.offers import Offers
from bot.telegram.operators import Operators
from bot.telegram.orders import Orders
from bot.telegram.overview import Overview
from bot.telegram.personal import ERASE, Personal
from bot.telegram.questions import QuestionReplies
from bot.telegram.recipes import ACTION as RECIPE
from bot.telegram.recipes import Recipes
from bot.telegram.replies import Replies
from bot.telegram.settings_menu import SettingsMenu
from bot.telegram.style_menu import ACTION as STYLES
from bot.telegram.style_menu import StyleMenu
from bot.telegram.styles import Styles
from bot.texts import Texts
from storage.chats import Chats
from storage.erasures import Erasures
from storage.history import History
from storage.jobs import Jobs
from storage.statistics import Statistics
from storage.switches import Switches

log = structlog.get_logger(__name__)


def build_handlers(
    bot: OwnBot,
    *,
    intake: Intake,
    jobs: Jobs,
    history: History,
    erasures: Erasures,
    statistics: Statistics,
    chats: Chats,
    switches: Switches,
    overview: Overview,
    cancel: Cancel,
    original: Original,
    replies: Replies,
    texts: Texts,
    clock: Clock,
    signer: Signer,
    admins: frozenset[int],
    translates: bool,
    missing: frozenset[Kind] = frozenset(),
) -> tuple[Dispatcher, CommandMenu]:
    """Return the dispatcher of all updates, and the command menu.

    The kinds of pictures in `missing` are offered neither by a command nor by a button.
    """
    styles, administrators = Styles(texts), ChatAdmins(bot, clock)
    operators = Operators(admins, statistics, Plotter(), chats, switches, Names(bot), overview)
    menu = CommandMenu(bot, chats, texts, admins=admins, operators=tuple(operators.commands), missing=missing)
    orders = Orders(intake, administrators, styles, jobs.is_news, translates=translates)
    questions = QuestionReplies(intake, orders, jobs, styles, clock)
    gallery = Gallery(history, replies, texts)
    personal = Personal(intake, jobs, erasures, cancel, clock, translates=translates)
    settings = SettingsMenu(bot, administrators, menu, texts, clock)
    style_menu = StyleMenu(orders, jobs, settings, Cooldown("styled", clock, BROUGHT_EVERY, jobs.is_news))
    brought = Cooldown("brought", clock, BROUGHT_EVERY, jobs.is_news)
    hinted, told = (Cooldown(name, clock, HINT_EVERY, jobs.is_news) for name in ("hinted", "told"))
    offers = Offers(intake, orders, history)
    recipes = Recipes(bot, jobs, orders, signer, brought)
    others = {"how": recipes.tell, "change": offers.change, "reword": offers.reword}
    actions = Actions(orders, questions, gallery, original, cancel, texts, brought, others)
    introduction = Introduction(bot, intake, orders, offers, recipes, hinted, told, missing)
    greeting = Greeting(bot, intake, Cooldown("greeted", clock, GREET_EVERY, jobs.is_news))
    presses: dict[str, OnPress] = {
        "set": settings.press,
        ERASE: personal.erase,
        START: introduction.press,
        OFFER: offers.paint,
        STYLES: style_menu.press,
        RECIPE: recipes.paint,
    }
    buttons = Buttons(intake, jobs, actions, presses, administrators, missing)

    def allowed(do: OnMessage, *, or_in_private: bool = False) -> OnMessage:
        """Return a handler that answers only users who may order here; with `or_in_private`, everybody in private."""

        async def guarded(context: MessageContext) -> None:
            if not (or_in_private and context.chat.id > 0):
                await intake.require_allowed(context.chat, context.sender)
            await do(context)

        return guarded

    everybodys_quota = allowed(personal.quota)

    async def quota(context: MessageContext) -> None:
        if not await operators.quota(context):
            await everybodys_quota(context)

    async def answer(context: MessageContext) -> None:
        """Take words as the answer to the question that they reply to; else, in private, to the newest open one."""

        async def no_reply() -> None:
            last = await questions.find_last(context)
            if await settings.answer(context, since=last.created_at if last else 0):
                return
            if last and last.state is State.DRAFT and not last.order.options.confirm:
                await questions.take_words(context, last)
            elif context.chat.id > 0:
                await introduction.anything_else(context)

        await questions.take(context, no_reply)

    async def move(message: Message) -> None:
        """Follow a group that became a supergroup, announced by a message in either of them."""
        old, new = message.migrate_from_chat_id or message.chat.id, message.migrate_to_chat_id or message.chat.id
        log.info("chat_moved", chat=old, to=new)
        await intake.move(old, new)

    commands: dict[str, OnMessage] = {
        "start": allowed(introduction.start),
        "help": allowed(introduction.help),
        **{kind: partial(orders.by_command, kind=kind) for kind in PAINTED if kind not in missing},
        "history": allowed(gallery.open),
        "settings": allowed(settings.command),
        "styles": allowed(style_menu.command),
        "quota": quota,
        "cancel": allowed(personal.cancel),
        "id": personal.tell_id,
        "privacy": allowed(personal.privacy, or_in_private=True),
        "deleteme": allowed(personal.delete_me, or_in_private=True),
    }
    routes = Routes(
        commands,
        operators.commands,
        answer,
        introduction.anything_else,
        buttons.press,
        move,
        greeting.greet,
        menu.meet,
    )
    return Dispatcher(bot, Contexts(chats, texts, replies), routes, admins), menu
