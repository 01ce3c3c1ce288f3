"""The verdict on a torture: what must hold, whatever went wrong, told from what the two foreign servers saw."""

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from bot.sandbox.telegram_client import Json, Person

from .stage import APISPACE_TOKEN, SECRET_KEY, TELEGRAM_TOKEN, Stage, is_picture

UNDERWAY = "Painting…"
QUESTION = "Which style"
LOST = "could not bring it"
CUT_OFF = {"status_after", "drop_after"}
JOB = re.compile(r"/(?:callback|media)/([0-9a-f]{26})\.")


@dataclass(frozen=True)
class Given:
    """An order somebody gave.

    Attributes:
        kind: Its command.
        prompt: What tells it from all others at the provider and in the picture's caption; '' if it has no words.
        photo: SHA-256 of the picture it starts from; it tells orders without words apart.
    """

    person: Person
    chat: int
    message_id: int
    kind: str
    prompt: str
    photo: str


def outcomes(messages: list[Json], message_id: int | None) -> list[Json]:
    """Return the replies to a command that tell how it ended; for None, those to nothing."""
    replies = [
        m for m in messages if m["from_bot"] and m["reply_to_message_id"] == message_id and m["kind"] != "service"
    ]
    return [m for m in replies if is_picture(m) or not (UNDERWAY in m["text"] or QUESTION in m["text"])]


def unanswered(orders: list[Given], old: list[Json], new: list[Json]) -> list[Given]:
    """Return the orders of a group that has moved of which nothing is seen, neither there nor here."""
    homeless = outcomes(new, None)
    left = [
        order
        for order in orders
        if not outcomes(old, order.message_id) and not any(order.prompt in m["text"] for m in homeless)
    ]
    words = sum(not is_picture(message) for message in homeless)
    return left[words:]


class Verdict:
    """Judges one run.

    Args:
        stage: Where it happened.
        orders: All that was ordered.
        move: The old and the new id of the group that moved.
        kills: When the bot was ended.
        deadline: The bot's `JOB_DEADLINE`.
        seed: For the words of a failure.
    """

    def __init__(
        self, stage: Stage, orders: list[Given], move: tuple[int, int], kills: list[float], deadline: float, seed: int
    ) -> None:
        self._stage = stage
        self._orders = orders
        self._old, self._new = move
        self._kills = kills
        self._deadline = deadline
        self._run = f"seed {seed}, {len(orders)} orders, {len(kills)} kills"
        self._shown: dict[int, list[Json]] = {}
        self._jobs: dict[str, Given] = {}
        self._submits: list[Json] = []

    async def pronounce(self) -> None:
        """Return if everything holds."""
        self._submits = await self._stage.provider.submits()
        for chat in {order.chat for order in self._orders} | {self._old, self._new}:
            self._shown[chat] = await self._stage.telegram.messages(chat)
        await self._tell_jobs_apart()
        self._paid()
        calls = await self._stage.telegram.calls()
        self._told_once(calls)
        await self._told_the_right_one()
        self._first_words_stand(await self._stage.provider.callbacks())
        assert _too_early(calls, self._kills) == [], self._run
        assert _ill_mannered(calls) == [], self._run
        assert TELEGRAM_TOKEN not in str(await self._stage.provider.history()), self._run

    async def _tell_jobs_apart(self) -> None:
        """Find out which order each job is, by its words or by the photo that was fetched for it."""
        by_prompt = {order.prompt: order for order in self._orders if order.prompt}
        by_photo = {order.photo: order for order in self._orders if order.photo}
        for submit in self._submits:
            if prompt := submit["params"].get("text"):
                self._jobs[_job(submit["notify_url"])] = by_prompt[prompt]
        for fetch in await self._stage.provider.photos():
            if fetch["status"] == 200 and fetch["error"] is None:
                order = self._jobs.setdefault(_job(fetch["url"]), by_photo[fetch["sha256"]])
                assert order.photo == fetch["sha256"], f"{self._run}: a wrong photo for {order}"
        several = [order for order, count in Counter(self._jobs.values()).items() if count > 1]
        assert several == [], f"{self._run}: ordered once, taken in several times"

    def _paid(self) -> None:
        billed = Counter(_job(submit["notify_url"]) for submit in self._submits if submit["billed"])
        assert max(billed.values()) <= 2, f"{self._run}: paid more than twice: {billed.most_common(3)}"
        assert len(billed) <= len(self._orders), self._run

    def _told_once(self, calls: list[Json]) -> None:
        """Every order has its outcome; there are no more messages than sends that ended in doubt."""
        extra = orphans = 0
        for order in self._orders:
            if order.chat != self._old:
                extra += len(outcomes(self._shown[order.chat], order.message_id)) - 1
        movers = [order for order in self._orders if order.chat == self._old]
        assert unanswered(movers, self._shown[self._old], self._shown[self._new]) == [], self._run
        ended = sum(len(outcomes(self._shown[self._old], order.message_id)) for order in movers)
        extra += ended + len(outcomes(self._shown[self._new], None)) - len(movers)
        for chat, messages in self._shown.items():
            words = [m["text"] for m in messages if m["from_bot"] and m["kind"] == "text"]
            assert not any(LOST in text for text in words), f"{self._run}: a picture was not brought"
            if chat != self._old:  # what stood in the old chat when it moved stands there for ever
                orphans += sum(UNDERWAY in text or QUESTION in text for text in words)
        sends = [call for call in calls if call["method"].startswith("send")]
        doubtful = sum(call["fault"] in CUT_OFF for call in sends) + len(self._kills)
        assert extra <= doubtful, f"{self._run}: {extra} outcomes too many after {doubtful} cut-off sends"
        assert orphans <= doubtful, f"{self._run}: {orphans} placeholders left after {doubtful} cut-off sends"

    async def _told_the_right_one(self) -> None:
        """Every picture is the one that was ordered: by its words, its seed, or its very bytes."""
        given = {(order.chat, order.message_id): order for order in self._orders}
        moved = {order.prompt: order for order in self._orders if order.chat == self._old}
        seeds = {(self._jobs[job], submit["params"].get("seed")) for job, submit in self._known_submits()}
        results = await self._results()
        for chat, messages in self._shown.items():
            for message in filter(is_picture, messages):
                order = given.get((chat, message["reply_to_message_id"])) or moved.get(message["text"].split("\n")[0])
                assert order, f"{self._run}: a picture for nobody: {message}"
                assert order.prompt in message["text"], f"{self._run}: misdelivered {order}"
                if order.kind == "anime":
                    seed = int(message["text"].rpartition("seed ")[2].split()[0])
                    assert (order, seed) in seeds, f"{self._run}: misdelivered {order}"
                if order.kind == "hd":
                    brought = hashlib.sha256(await self._stage.telegram.file(message["file_id"])).hexdigest()
                    assert results[brought] is order, f"{self._run}: misdelivered {order}"

    def _known_submits(self) -> list[tuple[str, Json]]:
        submits = [(_job(submit["notify_url"]), submit) for submit in self._submits]
        return [(job, submit) for job, submit in submits if job in self._jobs]

    async def _results(self) -> dict[str, Given]:
        """Return whose picture each file in the provider's store is, by SHA-256, for `/hd`."""
        orders = {submit["uid"]: self._jobs[job] for job, submit in self._known_submits() if submit["uid"]}
        results = {}
        for callback in await self._stage.provider.callbacks():
            order = orders.get(callback["uid"])
            if order and order.kind == "hd" and callback["body"]["success"]:
                async with self._stage.session.get(callback["body"]["data"]["cdn"]) as response:
                    results[hashlib.sha256(await response.read()).hexdigest()] = order
        return results

    def _first_words_stand(self, callbacks: list[Json]) -> None:
        """There is a picture exactly where the first callback that the bot answered with 200 said so.

        A failure that came so late that the job may have expired says nothing: a picture may follow that. Nor is a
        first word known where the other one was under way at the same time, or may have been committed by a bot that
        was killed before it could answer.
        """
        jobs = {submit["uid"]: job for job, submit in self._known_submits() if submit["uid"]}
        began: dict[str, float] = {}
        for submit in self._submits:
            began.setdefault(_job(submit["notify_url"]), submit["at"])
        heard: dict[str, list[Json]] = {}
        for callback in callbacks:
            job = jobs.get(callback["uid"])
            if job is None or not (callback["ok"] or callback["status"] is None):
                continue
            if callback["body"]["success"] or callback["at"] < began[job] + self._deadline - 1:
                heard.setdefault(job, []).append(callback)
        words: dict[str, bool] = {}
        for job, entries in heard.items():
            first = next((entry for entry in entries if entry["ok"]), None)
            if first and not any(_contradicts(entry, first) for entry in entries):
                words[job] = first["body"]["success"]
        for job, said in words.items():
            order = self._jobs[job]
            told = outcomes(self._shown[order.chat], order.message_id)
            if order.chat == self._old:
                told += [m for m in outcomes(self._shown[self._new], None) if order.prompt in m["text"]]
            pictured = any(map(is_picture, told))
            seen = [message["text"] for message in told]
            assert pictured == said, f"{self._run}: the provider's first word on {order} was {said}, told was {seen}"


def _contradicts(callback: Json, first: Json) -> bool:
    """Whether a callback said the contrary of another one, and began before that was answered."""
    began = callback["at"] - callback["ms"] / 1000
    return bool(callback["body"]["success"] != first["body"]["success"] and began < first["at"])


def nothing_secret(log: bytes, run: str) -> None:
    """Return if a log holds no secret, no prompt, no signed address, and no exception."""
    for secret in (TELEGRAM_TOKEN, APISPACE_TOKEN, SECRET_KEY, "/callback/6", "/media/6", "order <"):
        assert secret.encode() not in log, f"{run}: {secret!r} in the log"
    assert b"Traceback" not in log, f"{run}: {log[log.find(b'Traceback') :][:3000].decode()}"


def _ill_mannered(calls: list[Json]) -> list[Json]:
    """Return the calls that need the command to be still there, show a link's preview, or let a file be changed."""
    bad = []
    for call in calls:
        params, method = call["params"], call["method"]
        reply = params.get("reply_parameters")
        needs_command = bool(reply) and not reply.get("allow_sending_without_reply")
        previews = method in {"sendMessage", "editMessageText"} and not params["link_preview_options"]["is_disabled"]
        guesses = method == "sendDocument" and params.get("disable_content_type_detection", "").lower() != "true"
        if needs_command or previews or guesses:
            bad.append(call)
    return bad


def _job(address: str) -> str:
    match = JOB.search(address)
    assert match, address
    return match[1]


def _too_early(calls: list[Json], kills: list[float]) -> list[str]:
    """Return the calls to a chat that came before Telegram's `retry_after` was over.

    What refused a new message holds for new messages, what refused an edit for everything.
    """
    waits: dict[int, list[tuple[float, float, bool]]] = defaultdict(list)
    early = []
    for call in sorted(calls, key=lambda call: call["received"]):
        chat, came = call["chat_id"], call["received"]
        if chat is None:
            continue
        # A call that was on its way already is no fault, nor one of a bot killed before it could note the wait.
        early += [
            f"{call['method']} to {chat} {until - came:.2f} s too early"
            for told, until, everything in waits[chat]
            if (everything or call["method"].startswith("send"))
            and told + 0.2 < came < until - 0.05
            and not any(told - 0.1 <= kill <= told + 0.3 for kill in kills)
        ]
        if call["fault"] == "retry_after":
            new = call["method"].startswith("send")
            waits[chat].append((call["at"], call["at"] + (1 if new else 2), not new))
    return early
