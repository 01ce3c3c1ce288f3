"""How long everything may take, and how much the provider may have at once."""

from dataclasses import dataclass

from bot.job import Job


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The settings `SUBMIT_GRACE`, `QUERY_INTERVAL`, `JOB_DEADLINE` and `QUEUE_DEADLINE`, in microseconds."""

    grace: int
    query_interval: int
    job: int
    queue: int

    def of(self, job: Job) -> int:
        """Return when a job that was posted expires (UTC microseconds)."""
        return (job.submitted_at or job.created_at) + self.job


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms the provider is given jobs.

    Attributes:
        places: Jobs that it may have at once (`PROVIDER_CONCURRENCY`).
        grace: How long an unknown answer to a POST is waited for (microseconds).
        deadline: When a job expires, from its first POST (microseconds).
    """

    places: int
    grace: int
    deadline: int
