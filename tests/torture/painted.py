"""Reads from the provider's journal, and nothing else, its orders and its callbacks."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.torture.shown import Entry, State

ADDRESS = re.compile(r"/(?:callback|media)/([0-9a-f]{26})\.(\d+)\.")

ENDED = ("finished", "exception", "interrupted")
"""The states of an ended task in the provider's response to a query."""


def job_in(address: str) -> str:
    """Return the job id in one of the bot's signed addresses; '' if the address is not one of them."""
    match = ADDRESS.search(address)
    return match[1] if match else ""


def attempt_in(address: str) -> int:
    """Return the attempt in one of the bot's signed addresses; 0 if the address is not one of them."""
    match = ADDRESS.search(address)
    return int(match[2]) if match else 0


REFUSED = {403, 429}
"""The statuses of a POST that exceeded the rate limit: it was not accepted, and the order can still be cancelled."""


@dataclass(slots=True)
class Job:
    """Represents one job as the provider knows it: everything that was posted with one of its addresses.

    Attributes:
        began: The time of the first POST.
        kind: The kind of picture.
        prompt: The prompt.
        billed: The number of accepted POSTs.
        submits: The number of received POSTs.
        posted: The number of POSTs that the bot has made, by the newest address: some may never have arrived.
        seeds: The seeds of the POSTs.
        sources: SHA-256 of the source pictures that were fetched.
        callbacks: All callbacks about the job, with the bot's responses.
        asked: The times of queries by which the bot learned that the task had ended.
        in_doubt: The times of the POSTs that no rate limit refused: the provider may have accepted each.
    """

    id: str
    began: float
    kind: str
    prompt: str
    billed: int = 0
    submits: int = 0
    posted: int = 0
    seeds: set[int] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    callbacks: list[Entry] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    in_doubt: list[float] = field(default_factory=list)


class Painted:
    """Collects the provider's side; `feed` it entries of the provider's journal, oldest first.

    Attributes:
        jobs: The jobs by id.
        job_of: The job id by uid.
        forged: Forged callbacks that the bot accepted.
    """

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.job_of: dict[str, str] = {}
        self.forged: list[Entry] = []
        self._addresses: set[str] = set()
        self._pictures: defaultdict[str, set[str]] = defaultdict(set)  # path or SHA-256 → uids

    def feed(self, entry: Entry) -> None:
        """Process one entry."""
        match entry["event"]:
            case "submit" if isinstance(entry["notify_url"], str) and (job_id := job_in(entry["notify_url"])):
                self._submit(entry, job_id)
            case "photo" if entry["status"] in {200, 206} and not entry["error"] and entry["sha256"]:
                if (job := self.jobs.get(job_in(entry["url"]))) and (entry["range"] is None):
                    job.sources.add(entry["sha256"])
            case "picture":
                self._pictures[entry["path"]].add(entry["uid"])
                self._pictures[entry["sha256"]].add(entry["uid"])
            case "callback":
                self._callback(entry)
            case "query" if entry["status"] in ENDED and not entry["fault"] and entry["uid"] in self.job_of:
                self.jobs[self.job_of[entry["uid"]]].asked.append(entry["at"])

    def jobs_shown(self, state: State) -> set[str]:
        """Return the jobs that a picture may belong to; several only if their pictures are equal to the byte."""
        key = urlsplit(state.url).path if state.url.startswith("http") else state.upload
        return {self.job_of[uid] for uid in self._pictures.get(key, ())}

    def _submit(self, entry: Entry, job_id: str) -> None:
        params = entry["params"] if isinstance(entry["params"], dict) else {}
        job = self.jobs.get(job_id)
        if job is None:
            job = self.jobs[job_id] = Job(job_id, entry["at"], entry["kind"], str(params.get("text", "")))
        job.submits += 1
        job.posted = max(job.posted, attempt_in(entry["notify_url"]))
        if entry["status"] not in REFUSED:
            job.in_doubt.append(entry["at"])
        job.billed += bool(entry["billed"])
        if isinstance(seed := params.get("seed"), int):
            job.seeds.add(seed)
        if entry["uid"]:
            self.job_of[entry["uid"]] = job_id
        self._addresses.add(entry["notify_url"])

    def _callback(self, entry: Entry) -> None:
        if entry["url"] not in self._addresses:
            if entry["status"] == 200:
                self.forged.append(entry)
            return
        job_id = job_in(entry["url"])
        whose = self.job_of.get(entry["uid"] or "", job_id)
        if whose == job_id:
            self.jobs[job_id].callbacks.append(entry)
        elif entry["status"] == 200 and self.jobs[whose].submits == 1:  # of several tasks, the bot knows the newest
            self.forged.append(entry)  # the outcome of another job, sent to this job's address


def brings(callback: Entry) -> bool | None:
    """Return whether a callback brings a picture; None if it is not final."""
    body = callback["body"]
    if not isinstance(body, dict) or not isinstance(data := body.get("data"), dict) or "request" not in data:
        return None
    return bool(body["success"] and data.get("safe") and data.get("cdn"))
