"""Checks a PostgreSQL server before several processes work on it."""

from bot.clock import SECOND, Clock
from bot.doctor.report import Report
from bot.errors import HuabotError, TransientError
from bot.provider.addresses import Signer
from bot.settings import Settings
from storage.database import Database
from storage.processes import Processes
from storage.server import look

APART = 2 * SECOND
"""Clock difference in microseconds above which a note is printed, although the bot follows the database's clock."""


async def examine_server(database: Database, settings: Settings, report: Report) -> bool:
    """Report problems of the server and which processes work on the database; return whether any process does."""
    try:
        server = await look(database)
        report.good(f"the database is PostgreSQL {server.version}")
        if not server.may_create:
            report.bad("the database's user may not make tables: grant CREATE on the schema public")
        off = (Clock().now() - server.now) // SECOND
        if abs(off) * SECOND > APART:
            report.note(f"the clock here is {abs(off)} s {'ahead of' if off > 0 else 'behind'} the database's")
        free = server.max_connections - server.reserved - server.others
        wanted = settings.database_pool + 1
        if wanted > free:
            report.bad(
                f"a process wants up to {wanted} connections (DATABASE_POOL and one), the database has {free} left "
                f"of max_connections = {server.max_connections}",
                may_pass=True,
            )
        else:
            report.good(f"connections: {free} left of {server.max_connections}, a process wants up to {wanted}")
        if not await database.has_table("processes"):
            return False
        living = await Processes(database, Clock()).living()
    except HuabotError as exc:
        report.bad(str(exc), may_pass=isinstance(exc, TransientError))
        return False
    keys = Signer(tuple(key.encode() for key in settings.signing_keys_given)).key_ids
    for process in living:
        report.note(f"a process works on it: {process.holder}, schema {process.version}")
        if keys.isdisjoint(process.key_id.split(",")):
            report.bad(f"{process.holder} has a different SECRET_KEY: all processes need the same one")
    return bool(living)
