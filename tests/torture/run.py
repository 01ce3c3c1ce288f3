"""One torture, from its plan to its table."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from tests.torture.director import Director, Plan
from tests.torture.judge import Verdict
from tests.torture.programs import Tail, programs
from tests.torture.report import Run, look_for_leaks, render, table


async def torture(plan: Plan, folder: Path, say: Callable[[str], None]) -> tuple[Verdict, str]:
    """Carry a plan out in a folder; return the verdict, and the table as text."""
    async with asyncio.timeout(plan.jobs + plan.kills * 10 + 300), programs(folder) as running:
        director = Director(running, plan, say)
        verdict = await director.run()
        provider = Tail(running.journals[1]).read()
        look_for_leaks(verdict, running.bot.log, provider)
        verdict.faults["exit"] += [f"exit code {code}" for code in running.bot.exits if code]
        return verdict, render(table(Run(plan, running.bot, director.seconds), verdict), verdict)
