"""How the bot behaves towards Telegram, call by call: its pace, and what no call may do. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from tests.torture.shown import Entry

ON_ITS_WAY = 0.3
"""Seconds after a 429 within which a call may come that had left before the bot heard of it."""


def too_early(calls: list[Entry], unheard: Callable[[Entry], bool]) -> Iterator[str]:
    """Yield the calls that came while Telegram wanted a chat left alone.

    After a 429 to a new message none may follow until it is over; after one to an edit, nothing at all.

    Args:
        calls: All of them.
        unheard: Whether the bot may not know what a call was answered.
    """
    waits: defaultdict[int, list[tuple[float, float, bool]]] = defaultdict(list)
    for call in sorted(calls, key=lambda call: call["received"]):
        chat, came = call["chat_id"], call["received"]
        if chat is None:
            continue
        new = call["method"].startswith(("send", "copy", "forward"))
        for told, until, everything in waits[chat]:
            if (everything or new) and told + ON_ITS_WAY < came < until - 0.05:
                yield f"{call['method']} to {chat}: {until - came:.2f} s too early"
        if call["status"] == 429 and not unheard(call):
            found = re.search(r"retry after (\d+)", call["description"] or "")
            waits[chat].append((call["at"], call["at"] + int(found[1] if found else 1), not new))


def ill_mannered(call: Entry) -> bool:
    """Whether a call needs the command to be still there, shows a link's preview, or lets a file be changed."""
    params, method = call["params"], call["method"]
    reply = params.get("reply_parameters")
    needs_command = isinstance(reply, dict) and not reply.get("allow_sending_without_reply")
    previews = method in {"sendMessage", "editMessageText"} and not params["link_preview_options"]["is_disabled"]
    guesses = method == "sendDocument" and str(params.get("disable_content_type_detection")).lower() != "true"
    return needs_command or previews or guesses


def most_in_a_second(calls: list[Entry]) -> int:
    """Return how many calls that Telegram counts came within one second at most."""
    times = sorted(call["received"] for call in calls if call["method"].startswith(("send", "edit", "delete")))
    most = first = 0
    for last, time in enumerate(times):
        while times[first] <= time - 1:
            first += 1
        most = max(most, last - first + 1)
    return most
