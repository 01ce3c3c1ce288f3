"""Makes the table at the end of a torture, and looks for leaks and bugs in the log."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.torture.director import Plan
from tests.torture.fleet import Fleet
from tests.torture.judge import Verdict
from tests.torture.programs import SECRETS, Bot
from tests.torture.shown import Entry

SIGNED = ("/callback/0", "/media/0")
"""The beginnings of signed addresses: for centuries to come, every job id begins with 0."""

WORDS = "order <"
"""The beginning of every prompt."""

FAULTS = (
    ("lost", "lost"),
    ("misdelivered", "misdelivered"),
    ("doubled", "doubled"),
    ("outcomes overwritten", "overwritten"),
    ("placeholders left", "placeholder left"),
    ("paid more often", "paid more often"),
    ("forged accepted", "forged accepted"),
    ("sent before retry_after", "early"),
    ("secrets leaked", "leaked"),
    ("ill-mannered calls", "ill-mannered"),
    ("bugs in the log", "bug"),
    ("exits other than 0", "exit"),
)
"""The counts that must be 0: the name in the table, and the judge's kind."""

COUNTS = (
    "given",
    "accepted",
    "delivered",
    "late pictures",
    "expired",
    "refused",
    "refused at once",
    "refused, unheard",
    "taken back",
    "taken back, not told",
    "undeliverable",
    "never chosen",
    "doubled after a cut-off send",
    "placeholders left by a cut-off send",
    "paid twice",
    "most calls in a second",
)


@dataclass(frozen=True, slots=True)
class Run:
    """Holds what a run produced besides the journals."""

    plan: Plan
    bot: Bot | Fleet
    seconds: tuple[float, float]


def look_for_leaks(verdict: Verdict, log: Path, provider: list[Entry]) -> None:
    """Add the secrets that are found in the bot's log or in the provider's journal, and the bugs in the log."""
    token = SECRETS[0]
    if any(token in str(entry) for entry in provider):
        verdict.faults["leaked"].append("the bot token, to the provider")
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            verdict.faults["leaked"] += [f"{s!r}: {line[:300]}" for s in (*SECRETS, *SIGNED, WORDS) if s in line]
            if '_bug"' in line:
                verdict.faults["bug"].append(line[:2000])


def table(run: Run, verdict: Verdict) -> list[tuple[str, str]]:
    """Return the rows of the table."""
    bot, (ordering, settling) = run.bot, run.seconds
    return [
        ("seed", str(run.plan.seed)),
        *((name, str(verdict.counts[name])) for name in COUNTS),
        *((name, str(len(verdict.faults[kind]))) for name, kind in FAULTS),
        ("restarts", str(len(bot.ends))),
        ("longest recovery", f"{max(bot.recoveries):.1f} s"),
        ("peak memory", f"{bot.peak_mb:.0f} MB"),
        ("size of database", f"{bot.database_bytes / 1e6:.1f} MB"),
        ("size of log", f"{bot.log.stat().st_size / 1e6:.1f} MB"),
        ("orders a second", f"{verdict.counts['given'] / max(ordering, 1):.1f}"),
        ("time", f"{ordering:.0f} s, then {settling:.0f} s until all had ended"),
    ]


def story(verdict: Verdict, *files: Path, most: int = 150) -> str:
    """Return the last `most` lines of the files about the chats in which something was lost, and about their jobs."""
    chats = set(re.findall(r"chat=(-?\d+)", " ".join(verdict.faults["lost"])))
    if not chats:
        return ""
    lines = [line for file in files for line in file.read_text(encoding="utf-8", errors="replace").splitlines()]
    of_chats = re.compile(rf"(?<![\d-])(?:{'|'.join(chats)})\b")
    jobs = {job for line in lines if of_chats.search(line) for job in re.findall(r'"job": "(\w+)"', line)}
    theirs = re.compile("|".join([of_chats.pattern, *jobs]))
    found = [line[:500] for line in lines if theirs.search(line)]
    return "\n".join(["", "of the chats in which something was lost:", *found[-most:]])


def render(rows: list[tuple[str, str]], verdict: Verdict, *, most: int = 8) -> str:
    """Return the table and up to `most` faults of each kind as text."""
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows]
    for kind, words in verdict.faults.items():
        lines += [f"{kind}: {fault}" for fault in words[:most]]
        lines += [f"{kind}: and {len(words) - most} more"] if len(words) > most else []
    return "\n".join(lines)
