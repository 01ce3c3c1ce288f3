"""The job: one picture that somebody asked for, from the order to its delivery.

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
    """What is asked for: the command without its slash, or a photo that came without one."""

    DRAW = "draw"
    REMIX = "remix"
    ANIME = "anime"
    HD = "hd"
    PHOTO = "photo"  # only ever a draft: what to do with it is chosen by buttons, and becomes a job of its own


PAINTED = (Kind.DRAW, Kind.REMIX, Kind.ANIME, Kind.HD)
"""What the provider is asked for."""


class State(StrEnum):
    """Where a job stands; the comment names the next step."""

    DRAFT = "draft"  # ask for the choice that is missing; not charged
    ACCEPTED = "accepted"  # announce: send the placeholder, at most once
    QUEUED = "queued"  # submit, within the provider's pace
    SUBMITTING = "submitting"  # the POST is out, its answer unknown: wait, then one more try
    SUBMITTED = "submitted"  # wait for the callback, ask, expire
    READY = "ready"  # deliver the outcome
    DELIVERED = "delivered"  # none: the owner was told
    UNDELIVERABLE = "undeliverable"  # none: the owner cannot be told
    CANCELLED = "cancelled"  # none: nobody chose in time, or the owner wants it no more


FINAL = frozenset({State.DELIVERED, State.UNDELIVERABLE, State.CANCELLED})
"""States without a next step."""


class Outcome(StrEnum):
    """How it ended at the provider."""

    PICTURE = "picture"
    REFUSED = "refused"  # moderation said no; `reason` holds its labels
    UNCHECKED = "unchecked"  # moderation itself failed
    FAILED = "failed"  # `reason` holds a word of ours
    EXPIRED = "expired"  # nothing came in time; a late picture may replace this once
    CANCELLED = "cancelled"  # its owner took it back before it was submitted


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
"""The legal changes of state; every statement of `storage.jobs` keeps to them, and a property test holds it to that."""


@dataclass(frozen=True, slots=True)
class Source:
    """The picture an order starts from: Telegram keeps it, we only know its name there.

    Attributes:
        file_id: Telegram's id of the file.
        checked: Telegram made it a picture (a photo or a sticker); a document may be anything.
        thumbnail: Telegram's id of a small size of it; '' if none is known.
    """

    file_id: str
    checked: bool
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What a handler hands to intake: one picture asked for by one message or one press.

    Attributes:
        origin: Immutable identity of the order, `m:<chat>:<message>:<n>` of a message (see
            `bot.telegram.messages.identity_of`), `q:<press>:0` of a button; makes repeated updates harmless.
        kind: The command.
        chat_id: Where it was asked, and where the picture goes.
        thread_id: Forum topic, or None.
        message_id: The message that carried the command; None if it is ephemeral, or since its group has moved.
        owner_id: Who is charged: the user, or the chat an anonymous admin speaks for.
        language: Catalogue the owner is spoken to in.
        prompt: What to paint.
        options: How to paint it.
        source: The picture to start from; None for `/draw`.
        parent: Id of the job under which a button was pressed; '' for what was typed.
        action: What was pressed there: `again`, `vary`, `hd`, `anime-jojo`, `remix`, `retry`.
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
        """Whether it is the first picture, or the only one, of what was asked for at once."""
        return self.origin.endswith(":0")

    @property
    def number(self) -> int:
        """Which picture it is of those that were asked for at once, from 1."""
        number = self.origin.rpartition(":")[2]
        return int(number) + 1 if number.isdecimal() else 1

    @property
    def is_public(self) -> bool:
        """Whether others read along: in a group, but not in a channel's direct messages."""
        return self.chat_id < 0 and self.direct_topic_id is None

    @property
    def is_pressed(self) -> bool:
        """Whether it was given by a button, so that what replies to it replies to no message of its owner's."""
        return self.origin.startswith("q:")

    @property
    def is_draft(self) -> bool:
        """Whether something is still to be asked for: a style, words, what to do with a photo, or leave to paint."""
        if self.options.confirm:
            return True
        if self.kind is Kind.ANIME:
            return not self.options.style
        return self.kind is Kind.PHOTO or (self.kind is not Kind.HD and not self.prompt)


class Ahead(NamedTuple):
    """What there is before an order.

    Attributes:
        waiting: Orders that wait for the provider.
        at_provider: Orders that it has, or may have.
    """

    waiting: int
    at_provider: int


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the table `jobs`. Times are UTC microseconds.

    Attributes:
        id: Made by us: sortable by time, URL-safe.
        order: What was asked for.
        state: Names the next step.
        epoch: Counts the claims; a worker writes back only under the epoch it claimed.
        due_at: When the next step is due; None in a final state.
        tries: Failed tries of the present step.
        created_at: When the order was committed; for a draft, when it was chosen.
        placeholder_id: The bot's "painting…" message (before that, the question), if one is known to stand.
        attempt: Number of POSTs begun; part of the callback address.
        resubmitted: The one repetition after an unknown answer has been used.
        submitted_at: When the first POST that may have been received went out.
        uid: The provider's name for the task.
        uid_attempt: The attempt that got this uid.
        outcome: How it ended, once known.
        reason: Moderation's labels (refused) or a word of ours (failed; `question` of a cancelled draft that asked for
            words).
        result_urls: Addresses of the picture, preferred first.
        outcome_at: When the outcome was committed.
        file_id: The delivered file at Telegram.
        forgotten: Its words are not kept any more.
        strikes: How often the present step ended in a bug or with the process; every change of state begins at 0.
        waits: Its placeholder says that it waits.
        ahead: What was before it when it was taken in, where intake has just handed it on; kept nowhere.
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
        """Whether its owner took it back, told or not, or it was a draft that nobody answered."""
        return self.state is State.CANCELLED or self.outcome is Outcome.CANCELLED


DELETABLE = 47 * HOUR
"""How long after an order the message of its picture can be deleted: Telegram lets bots do so for two days (Bot API,
`deleteMessage`), and a question that became the picture is up to an hour older than the order."""


def deletion_of(job: Job, now: int) -> int | None:
    """Return when the message of a picture that is brought now is to be deleted (UTC microseconds); None for never."""
    hours = job.order.options.kept_hours
    return min(now + hours * HOUR, job.created_at + DELETABLE) if hours else None


def new_job_id(now: int) -> str:
    """Return an id of 26 characters [0-9a-f]: 13 digits of microseconds, then 52 random bits."""
    return f"{first_job_id(now)}{secrets.randbits(52):013x}"


def first_job_id(since: int) -> str:
    """Return what is not greater than the id of any job that was made at a moment (UTC microseconds) or later."""
    return f"{max(0, since):013x}"
