"""Fetches the provider's result for an order."""

from sandbox.telegram_client import Json
from tests.support.stage import Stage


async def painted(stage: Stage, submit: Json) -> tuple[bytes, str]:
    """Return the picture that the provider painted for an order, and its address."""
    callback = await stage.provider.wait("callback", lambda entry: entry["body"]["uid"] == submit["uid"])
    address = callback["body"]["data"]["cdn"]
    async with stage.session.get(address) as response:
        return await response.read(), address
