"""What the provider was asked for and what it told, from its journal alone."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.torture.shown import Entry, State

ADDRESS = re.compile(r"/(?:callback|media)/([0-9a-f]{26})\.(\d+)\.")

ENDED = ("finished", "exception", "interrupted")
"""What the provider says of a task that has ended, if it is asked."""


def job_in(address: str) -> str:
    """Return the job that one of the bot's signed addresses is about; '' if it is none."""
    match = ADDRESS.search(address)
    return match[1] if match else ""


def attempt_in(address: str) -> int:
    """Return which of its job's POSTs one of the bot's signed addresses was made for."""
    match = ADDRESS.search(address)
    return int(match[2]) if match else 0


REFUSED = {403, 429}
"""What a POST is answered with that came too soon: it was not taken, and the order may still be taken back."""


@dataclass(slots=True)
class Job:
    """One job, as the provider knows it: everything that was posted with one of its addresses.

    Attributes:
        began: When the first POST came.
        kind: What is to be made.
        prompt: Its words.
        billed: How many POSTs were accepted.
        submits: How many there were.
        posted: How many the bot has made, as the newest address says: some may never have come.
        seeds: What they had as a seed.
        sources: SHA-256 of what was fetched as the picture to start from.
        callbacks: All that was told about it, as it was answered.
        asked: When the bot asked for its end, and was told it.
        in_doubt: When POSTs came that were not refused for their pace: the provider may have taken each.
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
    """The provider's side; `feed` it entries of its journal, oldest first.

    Attributes:
        jobs: By id.
        job_of: The job of every uid.
        forged: Callbacks that were taken although nobody may send them.
    """

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.job_of: dict[str, str] = {}
        self.forged: list[Entry] = []
        self._addresses: set[str] = set()
        self._pictures: defaultdict[str, set[str]] = defaultdict(set)  # path, or digest, → uids

    def feed(self, entry: Entry) -> None:
        """Take one entry."""
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
        """Return the jobs that a picture may be of; several only if they were painted alike, to the byte."""
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
            self.forged.append(entry)  # another job's end, at this one's address


def brings(callback: Entry) -> bool | None:
    """Whether a callback says that there is a picture; None if it says nothing final."""
    body = callback["body"]
    if not isinstance(body, dict) or not isinstance(data := body.get("data"), dict) or "request" not in data:
        return None
    return bool(body["success"] and data.get("safe") and data.get("cdn"))
