"""Runs one torture, from its plan to its table."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import aiohttp

from tests.support import postgresql
from tests.torture.director import Director, Plan
from tests.torture.fleet import Fleet
from tests.torture.judge import Verdict
from tests.torture.programs import Tail, programs
from tests.torture.report import Run, look_for_leaks, render, story, table


async def torture(plan: Plan, folder: Path, say: Callable[[str], None]) -> tuple[Verdict, str]:
    """Carry out a plan in a folder; return the verdict, and the table as text."""
    limit = plan.jobs + plan.kills * (30 if plan.processes else 10) + 300
    with ExitStack() as stack:
        cluster = stack.enter_context(postgresql.own()) if plan.processes else None

        def fleet(folder: Path, session: aiohttp.ClientSession, settings: dict[str, Any]) -> Fleet:
            assert cluster
            return Fleet(folder, session, settings, cluster, plan.processes, plan.seed)

        return await _torture(plan, folder, say, limit, fleet if cluster else None)


async def _torture(
    plan: Plan,
    folder: Path,
    say: Callable[[str], None],
    limit: float,
    fleet: Callable[[Path, aiohttp.ClientSession, dict[str, Any]], Fleet] | None,
) -> tuple[Verdict, str]:
    async with asyncio.timeout(limit), programs(folder, fleet) as running:
        director = Director(running, plan, say)
        verdict = await director.run()
        provider = Tail(running.journals[1]).read()
        look_for_leaks(verdict, running.bot.log, provider)
        verdict.faults["exit"] += [f"exit code {code}" for code in running.bot.exits if code]
        shown = render(table(Run(plan, running.bot, director.seconds), verdict), verdict)
        return verdict, shown + story(verdict, running.journals[0], running.bot.log)
