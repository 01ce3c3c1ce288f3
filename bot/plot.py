"""Draws the operators' statistics: reads a report as JSON from standard input, writes a PNG to standard output.

A separate program, run by `bot.pipeline.plotting`: the plotting library is large and draws for a second or two,
during which it would block the bot. The program depends on nothing else of this project but the shape of the report,
which is that of `storage.statistics.Report`.
"""

import json
import math
import sys
from datetime import date, timedelta
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.typing import RcKeyType

INK, QUIET, FAINT, PAPER = "#1f2933", "#6b7785", "#e4e8ec", "#ffffff"

COMMANDS = {"draw": "#3b6fd8", "remix": "#f0913a", "anime": "#d9568f", "hd": "#2a9d8f"}

RESULTS = {
    "picture": ("picture", "#2a9d8f"),
    "refused": ("refused", "#f0913a"),
    "unchecked": ("unchecked", "#e9b949"),
    "failed": ("failed", "#d64545"),
    "expired": ("expired", "#9b5fc0"),
    "undeliverable": ("undeliverable", "#8a5a44"),
    "cancelled": ("cancelled", "#a9b4c0"),
    "under-way": ("under way", "#3b6fd8"),
}
"""The results of an order, from good to bad, each with its label and its colour."""

TYPICAL, SLOW = "#3b6fd8", "#9dbcf5"
GROUP, PRIVATE = "#2a9d8f", "#3b6fd8"

LEFT, RIGHT = 0.08, 0.965
"""The left and the right edge of the panels, as fractions of the picture's width."""

STYLE: dict[RcKeyType, Any] = {
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.titlelocation": "left",
    "axes.titlesize": 12.5,
    "axes.titleweight": "bold",
    "axes.titlecolor": INK,
    "axes.titlepad": 24,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 7,
}


def draw(report: dict[str, Any]) -> Figure:
    """Return the picture of a report, which must be saved within `STYLE`."""
    figure = Figure(figsize=(8, 6), dpi=200)
    first, last = (_date(report["days"][number]["day"]) for number in (0, -1))
    figure.text(LEFT, 0.935, f"{first:%-d %B} – {last:%-d %B %Y}", size=16, weight="bold")
    figure.text(
        RIGHT,
        0.935,
        f"{_count(report['orders'], 'order')} · {_count(report['people'], 'person', 'people')}",
        size=12,
        color=QUIET,
        ha="right",
    )
    if not report["orders"]:
        figure.text(0.5, 0.46, "no orders yet", size=20, color=QUIET, ha="center")
        return figure
    grid = figure.add_gridspec(2, 2, left=LEFT, right=RIGHT, top=0.8, bottom=0.065, hspace=0.54, wspace=0.2)
    orders, results, waits, chats = (figure.add_subplot(grid[place]) for place in range(4))
    _draw_orders(orders, report)
    _draw_results(results, report)
    _draw_waits(waits, report)
    _draw_chats(chats, report)
    return figure


def _draw_orders(axes: Axes, report: dict[str, Any]) -> None:
    axes.set_title("Orders a day")
    days = report["days"]
    below = [0] * len(days)
    for command, color in COMMANDS.items():
        heights = [day["orders"][command] for day in days]
        axes.bar(range(len(days)), heights, bottom=below, width=0.78, color=color, linewidth=0)
        below = [low + height for low, height in zip(below, heights, strict=True)]
    _name_colors(axes, COMMANDS)
    _scale(axes, "{:,.0f}", whole=True)
    _date_axis(axes, days)


def _draw_results(axes: Axes, report: dict[str, Any]) -> None:
    axes.set_title("What became of them")
    share = 100 * report["results"]["picture"] // report["orders"]
    axes.annotate(
        f"{share} % became pictures",
        (0, 1),
        (0, 6),
        xycoords="axes fraction",
        textcoords="offset points",
        size=9,
        color=QUIET,
    )
    shown = sorted(((number, result) for result, number in report["results"].items() if number), reverse=True)
    _draw_bars(axes, [(*RESULTS[result], number) for number, result in shown], rows=len(RESULTS))


def _draw_waits(axes: Axes, report: dict[str, Any]) -> None:
    axes.set_title("Waiting for a picture")
    days = report["days"]
    if not report["waits"]:
        axes.text(0.5, 0.5, "no pictures yet", transform=axes.transAxes, ha="center", size=11, color=QUIET)
        axes.set_axis_off()
        return
    longest = max(day["waits"]["p95"] for day in days if day["waits"])
    unit, seconds = ("min", 60) if longest >= 300 else ("s", 1)
    places = range(len(days))
    typical, slow = (
        [day["waits"][name] / seconds if day["waits"] else math.nan for day in days] for name in ("p50", "p95")
    )
    axes.fill_between(places, typical, slow, color=SLOW, alpha=0.28, linewidth=0)
    for values, color in ((slow, SLOW), (typical, TYPICAL)):
        axes.plot(places, values, color=color, linewidth=2, marker="o", markersize=3.2, solid_capstyle="round")
    _name_colors(axes, {"half within (p50)": TYPICAL, "95 % within (p95)": SLOW})
    _scale(axes, f"{{:,g}} {unit}")
    _date_axis(axes, days)


def _draw_chats(axes: Axes, report: dict[str, Any]) -> None:
    axes.set_title("Busiest chats")
    _name_colors(axes, {"group": GROUP, "private": PRIVATE})
    chats = [(row["chat_id"], row["orders"]) for row in report["busiest"]]
    _draw_bars(axes, [(str(chat), GROUP if chat < 0 else PRIVATE, number) for chat, number in chats], rows=5)


def _draw_bars(axes: Axes, bars: list[tuple[str, str, int]], rows: int) -> None:
    """Draw a line for each bar: its name, the bar on a track, its number."""
    most = max(number for _, _, number in bars)
    left, length = 0.4, 0.4
    for place, (name, color, number) in enumerate(bars):
        axes.text(0, place, name, va="center", size=9.5)
        axes.barh(place, length, height=0.42, left=left, color=FAINT, alpha=0.5, linewidth=0)
        axes.barh(place, length * number / most, height=0.42, left=left, color=color, linewidth=0)
        axes.text(1, place, f"{number:,}", va="center", ha="right", size=9.5)
    axes.set_xlim(0, 1)
    axes.set_ylim(rows - 0.5, -0.6)
    axes.set_axis_off()


def _name_colors(axes: Axes, colors: dict[str, str]) -> None:
    """Draw a legend of the colors in a line under the title."""
    handles = [axes.plot([], [], "o", color=color, markersize=6)[0] for color in colors.values()]
    axes.legend(
        handles,
        list(colors),
        loc="lower left",
        bbox_to_anchor=(-0.018, 1.0),
        ncols=len(colors),
        frameon=False,
        fontsize=9,
        labelcolor=QUIET,
        handletextpad=0.1,
        columnspacing=0.9,
        borderaxespad=0.25,
        borderpad=0,
        handlelength=1.2,
    )


def _scale(axes: Axes, form: str, *, whole: bool = False) -> None:
    axes.set_ylim(bottom=0)
    axes.grid(axis="y")
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=whole, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: form.format(value)))


def _date_axis(axes: Axes, days: list[dict[str, Any]]) -> None:
    """Label the last day and every seventh day before it."""
    named = range(len(days) - 1, -1, -7)
    axes.set_xlim(-0.7, len(days) - 0.3)
    axes.set_xticks(list(named), [f"{_date(days[place]['day']):%-d %b}" for place in named])


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def main() -> None:
    """Read a report, draw it, and write the picture."""
    with rc_context(STYLE):
        draw(json.load(sys.stdin)).savefig(sys.stdout.buffer, format="png")


if __name__ == "__main__":
    main()
