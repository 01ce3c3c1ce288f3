"""What a process may do at present, among others that share its database."""

from dataclasses import dataclass

FOR_EVER = 1 << 62

LOOK_WHO_LEADS = 1.0
"""Seconds after which a process that does not lead looks whether it does."""


@dataclass(slots=True)
class Standing:
    """Until when a process may act, and act for all (UTC microseconds). Alone, it always may.

    Attributes:
        acts_until: It claims and says nothing after that: others may have taken it for dead.
        leads_until: What one process does for all is done by another one after that.
    """

    acts_until: int = FOR_EVER
    leads_until: int = FOR_EVER

    def acts(self, now: int) -> bool:
        """Whether it may claim jobs, and speak."""
        return now < self.acts_until

    def leads(self, now: int) -> bool:
        """Whether it may do what one process does for all."""
        return now < self.leads_until and self.acts(now)
