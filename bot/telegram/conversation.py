"""All that listens to people, wired: commands, answers, buttons."""

from telegram import Bot

from bot.clock import Clock
from bot.pipeline.intake import Intake
from bot.pipeline.line import Line
from bot.pipeline.original import Original
from bot.pipeline.plotting import Plotter
from bot.telegram.actions import Actions
from bot.telegram.administrators import Administrators
from bot.telegram.buttons import Buttons, Menu
from bot.telegram.commands import Commands
from bot.telegram.gallery import Gallery
from bot.telegram.operators import Operators
from bot.telegram.orders import Orders
from bot.telegram.personal import ERASE, Personal
from bot.telegram.replies import Replies
from bot.telegram.settings_menu import SettingsMenu
from bot.telegram.tongue import Tongue
from bot.texts import Texts
from storage.chats import Chats
from storage.history import History
from storage.jobs import Jobs
from storage.statistics import Statistics
from storage.switches import Switches


def converse(
    bot: Bot,
    *,
    intake: Intake,
    jobs: Jobs,
    history: History,
    statistics: Statistics,
    chats: Chats,
    switches: Switches,
    line: Line,
    original: Original,
    replies: Replies,
    texts: Texts,
    clock: Clock,
    admins: frozenset[int],
) -> Commands:
    """Return the handlers of everything people do."""
    tongue = Tongue(chats, texts)
    administrators = Administrators(bot, clock)
    orders = Orders(intake, jobs, chats, administrators, replies, texts, tongue, clock)
    gallery = Gallery(history, replies, texts, tongue)
    personal = Personal(intake, jobs, history, chats, line, replies, texts, tongue, clock)
    settings_menu = SettingsMenu(bot, chats, administrators, replies, texts, clock, tongue)
    operators = Operators(admins, statistics, Plotter(), chats, switches, replies, texts, tongue)
    actions = Actions(intake, orders, history, chats, gallery, original, line, replies, texts, clock)
    menus: dict[str, Menu] = {"set": settings_menu.press, ERASE: personal.erase}
    buttons = Buttons(intake, jobs, actions, menus, administrators, replies, texts, tongue)
    return Commands(
        bot,
        intake,
        chats,
        orders,
        buttons,
        personal,
        gallery,
        settings_menu,
        operators,
        replies,
        texts,
        tongue,
        clock,
        admins=admins,
    )
