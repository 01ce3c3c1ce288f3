"""Requests the addresses at which the bot serves photos, as the provider does."""

from sandbox.telegram_client import Person
from tests.support.stage import Stage, source_url

Answer = tuple[int, dict[str, str], bytes]


async def asked(stage: Stage, url: str, method: str = "GET", **headers: str) -> Answer:
    """Request an address; return status, headers and body."""
    async with stage.session.request(method, url, headers=headers, allow_redirects=False) as response:
        return response.status, dict(response.headers), await response.read()


async def address_of(stage: Stage, person: Person, data: bytes, name: str = "fox.png") -> str:
    """Order a picture from a document; return the address at which the bot served it, once the picture has arrived."""
    sending = stage.telegram.document(person, data, "/hd", name=name)
    _, submit = await stage.ordered(sending)
    await stage.picture(person)
    return source_url(submit)
