"""Sends addresses of our own network: as a picture's address, as a redirect, and as the address of a listed name."""

from sandbox.telegram_client import Json
from tests.attack.house import House
from tests.attack.inside_addresses import NUMBERS, listed_names, unlisted
from tests.attack.report import Row
from tests.attack.size import Size

LOOKED_AT = ("origin_not_listed", "result_unusable")
"""Log events for an address that leads to no picture."""


async def attack(house: House, size: Size) -> list[Row]:
    """Send callbacks with addresses of our network; the bot must process each, and connect to none."""
    # Telegram refuses all addresses, so the bot fetches each picture itself.
    refused = [400, "Bad Request: wrong file identifier/HTTP URL specified"]
    await house.telegram.fault("editMessageMedia", "error", refused, times=None)
    addresses = [_tellable(address) for address in unlisted(house.store.origin, house.canary.port)][:: size.every]
    house.store.redirects = [address for address in addresses if address and not set(address) & set("\r\n\t\0")]
    redirects = [f"{house.store.origin}/to/{number}" for number in range(len(house.store.redirects))]
    names = listed_names(house.canary.port)[:: size.every]
    rows = [
        await _row(house, "addresses that are not listed", addresses),
        await _row(house, "redirects to those", redirects, must_ask=True),
        await _row(house, f"listed names that lead inside, of {len(NUMBERS)} kinds", [f"{name}/x" for name in names]),
    ]
    await house.telegram.clear_faults()
    return rows


async def _row(house: House, attack: str, urls: list[str], *, must_ask: bool = False) -> Row:
    submits = await house.ordered(len(urls), f"/draw {attack}")
    jobs = set()
    for submit, url in zip(submits, urls, strict=False):
        await house.provider.send_callback(submit["notify_url"], _result(submit, url))
        jobs.add(house.job_of(submit))
    unseen = len(await house.not_told(jobs, *LOOKED_AT)) + len(urls) - len(jobs)
    bugs = await house.bugs()
    missing = len(urls) - len(house.store.asked) if must_ask else 0
    found = f"{len(house.canary.visits)} visits to the canary, {bugs} bugs"
    found += f", {unseen} not looked at" if unseen else ""
    found += f", {missing} redirects not asked for" if missing else ""
    return Row(attack, len(urls), found, not (house.canary.visits or unseen or bugs or missing))


def _result(submit: Json, url: str) -> Json:
    data = {"uid": submit["uid"], "status": "finished", "safe": True, "cdn": url, "cos": url}
    return {"uid": submit["uid"], "success": True, "data": data}


def _tellable(address: str) -> str:
    return address.encode("utf-8", "replace").decode()
