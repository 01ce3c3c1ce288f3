"""Makes a `Provider` without a client, for tests that send no requests."""

from typing import cast

from bot.clock import Clock
from bot.deadlines import Deadlines
from bot.metrics import Metrics
from bot.provider.addresses import CallbackAddresses, MediaAddresses
from bot.provider.client import APISpace
from bot.provider.provider import Provider


def provider_door(clock: Clock, places: int = 8) -> Provider:
    """Return a `Provider` that has no client."""
    client, callbacks = cast("APISpace", None), cast("CallbackAddresses", None)
    deadlines = Deadlines(grace=1, query_interval=1, job=1, queue=1)
    return Provider(client, callbacks, cast("MediaAddresses", None), deadlines, clock, Metrics(), places=places)
