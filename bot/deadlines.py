"""Defines the time limits of jobs, and how many of them the provider may have at once."""

from dataclasses import dataclass

from bot.job import Job


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Holds the settings `SUBMIT_GRACE`, `QUERY_INTERVAL`, `JOB_DEADLINE` and `QUEUE_DEADLINE`, in microseconds."""

    grace: int
    query_interval: int
    job: int
    queue: int

    def of(self, job: Job) -> int:
        """Return when a submitted job expires (UTC microseconds)."""
        return (job.submitted_at or job.created_at) + self.job


@dataclass(frozen=True, slots=True)
class Terms:
    """Limits the jobs that the provider is given.

    Attributes:
        places: How many jobs the provider may have at once (`PROVIDER_CONCURRENCY`).
        grace: How long to wait after a POST whose answer is unknown (microseconds).
        deadline: How long after its first POST a job expires (microseconds).
    """

    places: int
    grace: int
    deadline: int
