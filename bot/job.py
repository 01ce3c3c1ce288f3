"""Defines the job: one picture that a user ordered, from the order to its delivery.

A job's row is the queue entry, the uid-to-chat mapping, the quota record and the history. Its state
names the next step, `due_at` says when that step is due.
"""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.clock import HOUR
from bot.options import Options


class Kind(StrEnum):
    """Names what is ordered: the command without its slash, or a photo that was sent without a command."""

    DRAW = "draw"
    REMIX = "remix"
    ANIME = "anime"
    HD = "hd"
    PHOTO = "photo"  # always a draft: a button chooses what to do with it, which becomes a job of its own


PAINTED = (Kind.DRAW, Kind.REMIX, Kind.ANIME, Kind.HD)
"""The kinds of pictures that the provider paints."""


class State(StrEnum):
    """Names the state of a job; the comment names the next step."""

    DRAFT = "draft"  # ask for the missing choice; not charged
    ACCEPTED = "accepted"  # announce: send the placeholder, at most once
    QUEUED = "queued"  # submit, within the provider's rate limit
    SUBMITTING = "submitting"  # the POST was sent, its answer is unknown: wait, then retry once
    SUBMITTED = "submitted"  # wait for the callback, query, expire
    READY = "ready"  # deliver the outcome
    DELIVERED = "delivered"  # none: the owner was told
    UNDELIVERABLE = "undeliverable"  # none: the owner cannot be told
    CANCELLED = "cancelled"  # none: no choice was made in time, or the owner cancelled the job


FINAL = frozenset({State.DELIVERED, State.UNDELIVERABLE, State.CANCELLED})
"""States without a next step."""


class Outcome(StrEnum):
    """Names how a job ended at the provider."""

    PICTURE = "picture"
    REFUSED = "refused"  # refused by moderation; `reason` holds its labels
    UNCHECKED = "unchecked"  # moderation itself failed
    FAILED = "failed"  # `reason` holds a code of this program
    EXPIRED = "expired"  # no result came in time; a late picture may replace this outcome once
    CANCELLED = "cancelled"  # the owner cancelled the job before it was submitted


LEGAL: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.ACCEPTED, State.READY, State.CANCELLED}),
    State.ACCEPTED: frozenset({State.QUEUED, State.READY, State.CANCELLED}),
    State.QUEUED: frozenset({State.SUBMITTING, State.READY, State.CANCELLED}),
    State.SUBMITTING: frozenset({State.SUBMITTED, State.QUEUED, State.READY}),
    State.SUBMITTED: frozenset({State.READY}),
    State.READY: frozenset({State.DELIVERED, State.UNDELIVERABLE, State.CANCELLED}),
    State.DELIVERED: frozenset({State.READY}),  # an expired job, by its late picture
    State.UNDELIVERABLE: frozenset({State.READY}),  # likewise
    State.CANCELLED: frozenset(),
}
"""The legal state transitions; every statement of `storage.jobs` keeps to them, which a property test checks."""


@dataclass(frozen=True, slots=True)
class Source:
    """Refers to the picture that an order starts from: Telegram stores the file, only its id is stored here.

    Attributes:
        file_id: Telegram's id of the file.
        checked: Telegram has processed the file as a picture (a photo or a sticker); a document may be anything.
        thumbnail: Telegram's id of a small version of the picture; '' if none is known.
    """

    file_id: str
    checked: bool
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Describes one picture ordered by one message or one press; a handler passes it to intake.

    Attributes:
        origin: Immutable identity of the order: `m:<chat>:<message>:<n>` for a message (see
            `bot.telegram.messages.identity_of`), `q:<press>:0` for a button; makes repeated updates harmless.
        kind: The command.
        chat_id: The chat of the order, to which the picture is delivered.
        thread_id: Forum topic, or None.
        message_id: The message that carried the command; None if it is ephemeral, or once its group has migrated.
        owner_id: Who is charged: the user, or the chat that an anonymous admin speaks for.
        language: The catalogue of the texts for the owner.
        prompt: What to paint.
        options: How to paint it.
        source: The picture to start from; None for `/draw`.
        parent: Id of the job under which a button was pressed; '' for a typed order.
        action: The button that was pressed there: `again`, `vary`, `hd`, `anime-jojo`, `remix`, `retry`.
        direct_topic_id: Topic of a channel's direct messages; None elsewhere.
    """

    origin: str
    kind: Kind
    chat_id: int
    thread_id: int | None
    message_id: int | None
    owner_id: int
    language: str
    prompt: str
    options: Options
    source: Source | None = None
    parent: str = ""
    action: str = ""
    direct_topic_id: int | None = None

    @property
    def is_first(self) -> bool:
        """Return whether this is the first, or the only, picture of those ordered at once."""
        return self.origin.endswith(":0")

    @property
    def number(self) -> int:
        """Return the number of this picture among those ordered at once, from 1."""
        number = self.origin.rpartition(":")[2]
        return int(number) + 1 if number.isdecimal() else 1

    @property
    def is_public(self) -> bool:
        """Return whether other users can read the chat: in a group, but not in a channel's direct messages."""
        return self.chat_id < 0 and self.direct_topic_id is None

    @property
    def is_pressed(self) -> bool:
        """Return whether a button gave the order: then no reply about it is a reply to a message of its owner."""
        return self.origin.startswith("q:")

    @property
    def is_draft(self) -> bool:
        """Return whether a choice is missing: a style, words, what to do with a photo, or the owner's confirmation."""
        if self.options.confirm:
            return True
        if self.kind is Kind.ANIME:
            return not self.options.style
        return self.kind is Kind.PHOTO or (self.kind is not Kind.HD and not self.prompt)


class Ahead(NamedTuple):
    """Counts the orders ahead of an order.

    Attributes:
        waiting: Orders that wait for the provider.
        at_provider: Orders that the provider has, or may have.
    """

    waiting: int
    at_provider: int


@dataclass(frozen=True, slots=True)
class Job:
    """Represents one row of the table `jobs`. Times are UTC microseconds.

    Attributes:
        id: Generated by this program: sortable by time, URL-safe.
        order: The order.
        state: Names the next step.
        epoch: Counts the claims; a worker writes back only under the epoch it claimed.
        due_at: When the next step is due; None in a final state.
        tries: Failed tries of the current step.
        created_at: When the order was committed; for a draft, when its choice was made.
        placeholder_id: The bot's "painting…" message (before that, the question), if one is known to exist.
        attempt: Number of POSTs begun; part of the callback address.
        resubmitted: The single retry after an unknown answer has been used.
        submitted_at: When the first POST that the provider may have received was sent.
        uid: The provider's id of the task.
        uid_attempt: The attempt that got this uid.
        outcome: How the job ended, once known.
        reason: Moderation's labels (refused) or a code of this program (failed; `question` for a cancelled draft that
            asked for words).
        result_urls: Addresses of the picture, preferred first.
        outcome_at: When the outcome was committed.
        file_id: Telegram's id of the delivered file.
        forgotten: The job's words are not stored any more.
        strikes: How often the current step ended in a bug or with the process; every state transition resets it to 0.
        waits: The placeholder says that the job waits.
        ahead: The orders ahead of the job when intake admitted it; known only on the job that intake returns or
            hands over, not stored.
    """

    id: str
    order: Order
    state: State
    epoch: int
    due_at: int | None
    tries: int
    created_at: int
    placeholder_id: int | None
    attempt: int
    resubmitted: bool
    submitted_at: int | None
    uid: str | None
    uid_attempt: int | None
    outcome: Outcome | None
    reason: str
    result_urls: tuple[str, ...]
    outcome_at: int | None
    file_id: str | None
    forgotten: bool
    strikes: int = 0
    waits: bool = False
    ahead: Ahead | None = field(default=None, compare=False)

    @property
    def is_cancelled(self) -> bool:
        """Return whether the owner cancelled the job (reported or not), or nobody answered the draft."""
        return self.state is State.CANCELLED or self.outcome is Outcome.CANCELLED


DELETABLE = 47 * HOUR
"""How long after an order the message of its picture can be deleted: Telegram lets bots delete messages for two days
(Bot API, `deleteMessage`), and a question that became the picture is up to an hour older than the order."""


def deletion_of(job: Job, now: int) -> int | None:
    """Return when the message of a picture that is delivered now must be deleted (UTC microseconds); None for never."""
    hours = job.order.options.kept_hours
    return min(now + hours * HOUR, job.created_at + DELETABLE) if hours else None


def new_job_id(now: int) -> str:
    """Return an id of 26 characters [0-9a-f]: 13 digits of microseconds, then 52 random bits."""
    return f"{first_job_id(now)}{secrets.randbits(52):013x}"


def first_job_id(since: int) -> str:
    """Return a lower bound for the ids of all jobs created at `since` (UTC microseconds) or later."""
    return f"{max(0, since):013x}"
