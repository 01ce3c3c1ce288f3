"""Checks the bot's calls to Telegram: their rate, and what no call may do. Without I/O."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from tests.torture.shown import Entry

ON_ITS_WAY = 0.3
"""Seconds after a 429 within which a call may arrive that was sent before the bot received the 429."""


def too_early(calls: list[Entry], unheard: Callable[[Entry], bool]) -> Iterator[str]:
    """Yield the calls that came before a chat's `retry_after` had passed.

    After a 429 to a new message no new message may follow within that time; after a 429 to an edit, no call at all.

    Args:
        calls: All calls.
        unheard: Returns whether the bot may not have received a call's response.
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
    """Return whether a call fails if the command is deleted, shows a link preview, or lets Telegram convert a file."""
    params, method = call["params"], call["method"]
    reply = params.get("reply_parameters")
    needs_command = isinstance(reply, dict) and not reply.get("allow_sending_without_reply")
    previews = method in {"sendMessage", "editMessageText"} and not params["link_preview_options"]["is_disabled"]
    guesses = method == "sendDocument" and str(params.get("disable_content_type_detection")).lower() != "true"
    return needs_command or previews or guesses


def most_in_a_second(calls: list[Entry]) -> int:
    """Return the largest number of calls within one second, of those that Telegram's rate limits count."""
    times = sorted(call["received"] for call in calls if call["method"].startswith(("send", "edit", "delete")))
    most = first = 0
    for last, time in enumerate(times):
        while times[first] <= time - 1:
            first += 1
        most = max(most, last - first + 1)
    return most
