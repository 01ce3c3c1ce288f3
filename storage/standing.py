"""Tells what a process may do at present, among others that share its database."""

from dataclasses import dataclass

FOR_EVER = 1 << 62

LOOK_WHO_LEADS = 1.0
"""Seconds after which a process that does not lead checks whether it does now."""


@dataclass(slots=True)
class Standing:
    """Holds until when a process may act, and lead (UTC microseconds). A process without others always may.

    Attributes:
        acts_until: After this, the process claims and sends nothing: others may have taken it for dead.
        leads_until: After this, another process does the work that one process does for all.
    """

    acts_until: int = FOR_EVER
    leads_until: int = FOR_EVER

    def acts(self, now: int) -> bool:
        """Return whether the process may claim jobs and send messages."""
        return now < self.acts_until

    def leads(self, now: int) -> bool:
        """Return whether the process may do the work that one process does for all."""
        return now < self.leads_until and self.acts(now)
