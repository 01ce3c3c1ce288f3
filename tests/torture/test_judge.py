"""Tests the judge with small journals made by hand: one that breaks each promise, and journals of good runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.torture.judge import End, Judge, Verdict
from tests.torture.report import story

JOB, OTHER_JOB = "6" * 26, "7" * 26
NOTIFY, OTHER_NOTIFY = f"http://bot/callback/{JOB}.1.mac", f"http://bot/callback/{OTHER_JOB}.1.mac"
CDN, OTHER_CDN = "http://provider/cdn/a.png", "http://provider/cdn/b.png"
ALICE, BO = 7, 8
DEADLINE = 10.0


PLAIN = {"link_preview_options": {"is_disabled": True}}


def replying(message_id: int) -> dict[str, Any]:
    return {"message_id": message_id, "allow_sending_without_reply": True}


class Story:
    """Builds both journals of a small run; one second passes between entries."""

    def __init__(self) -> None:
        self.telegram: list[dict[str, Any]] = []
        self.provider: list[dict[str, Any]] = []
        self.ends: list[End] = []
        self.now = 1_000.0

    def _write(self, journal: list[dict[str, Any]], event: str, **fields: Any) -> None:
        self.now += 1
        journal.append({"n": len(journal), "at": self.now, "event": event, **fields})

    def say(
        self, text: str, message_id: int, person: int = ALICE, sha256: str | None = None, chat: int | None = None
    ) -> None:
        self._write(
            self.telegram,
            "say",
            chat_id=chat or person,
            message_id=message_id,
            kind="text",
            text=text,
            person_id=person,
            sha256=sha256,
            seen=True,
        )

    def call(self, method: str, message_id: int, chat: int = ALICE, **more: Any) -> None:
        entry = {"ok": True, "status": 200, "fault": None, "description": None, "sha256": None, "params": PLAIN, **more}
        entry.setdefault("received", self.now + 1)
        self._write(self.telegram, "call", method=method, chat_id=chat, message_id=message_id, **entry)

    def placeholder(self, message_id: int, reply_to: int, text: str = "🎨 Painting…", **more: Any) -> None:
        params = {"text": text, "reply_parameters": replying(reply_to), **PLAIN}
        self.call("sendMessage", message_id, params=params, **more)

    def picture(self, message_id: int, url: str = CDN, caption: str = "a fox · seed 1", **more: Any) -> None:
        params = {"media": {"type": "photo", "media": url, "caption": caption}, "message_id": str(message_id)}
        self.call("editMessageMedia", message_id, params=params, **more)

    def words(self, message_id: int, text: str, **more: Any) -> None:
        self.call("editMessageText", message_id, params={"text": text, "message_id": str(message_id), **PLAIN}, **more)

    def picture_anew(self, message_id: int, reply_to: int, url: str = CDN, **more: Any) -> None:
        params = {"photo": url, "caption": "a fox · seed 1", "reply_parameters": replying(reply_to)}
        self.call("sendPhoto", message_id, params=params, **more)

    def submit(
        self, uid: str = "u1", notify: str = NOTIFY, text: str = "a fox", url: str = CDN, kind: str = "draw"
    ) -> None:
        params = {"text": text, "seed": 1}
        more = {"status": 200, "fault": None, "callback_fault": None}
        self._write(self.provider, "submit", kind=kind, params=params, notify_url=notify, uid=uid, billed=True, **more)
        self._write(self.provider, "picture", uid=uid, path=url.removeprefix("http://provider"), sha256=f"sha of {uid}")

    def callback(
        self, uid: str = "u1", url: str = NOTIFY, cdn: str = CDN, status: int | None = 200, success: bool = True
    ) -> None:
        data = {"cdn": cdn, "safe": True, "request": {}} if success else {"request": {}}
        body = {"uid": uid, "success": success, "data": data}
        self._write(self.provider, "callback", uid=uid, url=url, body=body, status=status, ok=status == 200, ms=2.0)

    def judge(self) -> Verdict:
        return Judge(self.telegram, self.provider, self.ends, DEADLINE).judge()


def good() -> Story:
    """Return a story in which Alice's placeholder becomes her picture."""
    story = Story()
    story.say("/draw a fox", 1)
    story.placeholder(2, reply_to=1)
    story.submit()
    story.callback()
    story.picture(2)
    return story


def wrong_and_told(story: Story) -> None:
    story.say("/draw a heron --bogus 1", 7)
    story.placeholder(8, reply_to=7, text="🤔 I don't know the option")


def wrong_and_told_twice(story: Story) -> None:
    wrong_and_told(story)
    story.placeholder(9, reply_to=7, text="🤔 I don't know the option")


def lost(story: Story) -> None:
    story.say("/draw a heron", 3)


def pressed(story: Story, after: float, data: str = "hd:0123456789abcdef0123456789", query: str = "77") -> None:
    story.now += after - 1
    press = {"chat_id": ALICE, "message_id": 2, "person_id": ALICE, "data": data, "callback_query_id": query}
    story._write(story.telegram, "press", **press)


def pressed_twice_at_once_and_another_one(story: Story) -> None:
    """Let the second press be refused, and the third one bring a picture."""
    for query, answer in (("77", ""), ("78", "That is already on its way"), ("79", "")):
        pressed(story, 3, f"again:{JOB}", query)
        story._write(story.telegram, "answer", callback_query_id=query, text=answer)
    for number in (3, 4):
        notify, url = f"http://bot/callback/{str(number) * 26}.1.mac", f"http://provider/cdn/{number}.png"
        story.submit(f"u{number}", notify, url=url)
        story.callback(f"u{number}", notify, url)
        story.picture_anew(number, reply_to=2, url=url)


def pressed_before_it_was_heard_of(story: Story) -> None:
    pressed(story, 0.3)
    story.ends.append(End(story.now + 0.3, story.now + 0.4))


def press_lost_after_it_was_answered(story: Story) -> None:
    pressed_before_it_was_heard_of(story)
    story._write(story.telegram, "answer", callback_query_id="77", text="")


def press_lost_in_a_kill(story: Story) -> None:
    pressed(story, 3)
    story.ends.append(End(story.now + 0.3, story.now + 0.4))


def press_lost_for_no_reason(story: Story) -> None:
    pressed(story, 0.3)


def left_in_line(story: Story) -> None:
    story.say("/draw a heron", 3)
    story.placeholder(4, reply_to=3, text="⏳ In the queue: 2 pictures ahead of yours.")


def not_brought(story: Story) -> None:
    story.say("/draw a heron", 3)
    story.placeholder(4, reply_to=3, text="😔 The picture was painted, but I couldn't send it.")


def given_to_somebody_else(story: Story) -> None:
    story.say("/draw a heron", 1, BO)
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story.placeholder(2, reply_to=1, chat=BO)
    story.picture(2, CDN, chat=BO)


def of_nobody(story: Story) -> None:
    story.say("/draw a fox", 3)
    story.picture_anew(4, reply_to=3, url="http://provider/cdn/forged.png")


def with_another_seed(story: Story) -> None:
    story.telegram[-1]["params"]["media"]["caption"] = "a fox · seed 2"


def doubled(story: Story) -> None:
    story.picture_anew(5, reply_to=1)


def doubled_long_before_a_kill(story: Story) -> None:
    story.picture_anew(5, reply_to=1)
    story.ends.append(End(story.now + 5, story.now + 5))


def doubled_and_the_edit_was_cut_off(story: Story) -> None:
    story.telegram[-1]["fault"] = "status_after"  # an edit can be repeated: this is no excuse for a send
    story.picture_anew(5, reply_to=1)


def never_chosen(story: Story) -> None:
    """Leave a question unanswered: it may stay."""
    story.say("/anime", 3)
    story.placeholder(4, reply_to=3, text="🌸 Which style would you like?")


def never_chosen_and_asked_twice(story: Story) -> None:
    never_chosen(story)
    story.placeholder(5, reply_to=3, text="🌸 Which style would you like?")


def moved(story: Story) -> None:
    """Let a group become a supergroup just after an edit whose response was cut off by a kill."""
    group, new = -5, -6
    story.say("/draw a heron", 1, chat=group)
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story.placeholder(2, reply_to=1, chat=group)
    story.picture(2, OTHER_CDN, "a heron · seed 1", chat=group)
    story.ends.append(End(story.now + 0.1, story.now + 0.2))
    story._write(story.telegram, "migration", chat_id=group, migrate_to_chat_id=new)
    params = {"photo": OTHER_CDN, "caption": "a heron · seed 1"}
    story.call("sendPhoto", 1, chat=new, params=params)


def moved_between_two_presses(story: Story) -> None:
    """Let the first press's picture come to the new supergroup, after the second press's picture came to the group."""
    group, new = -5, -6
    story.say("/draw a heron", 1, chat=group)
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story.placeholder(2, reply_to=1, chat=group)
    story.picture(2, OTHER_CDN, "a heron · seed 1", chat=group)
    for query, action in (("77", "hd"), ("78", "again")):
        press = {"chat_id": group, "message_id": 2, "person_id": ALICE, "data": f"{action}:{OTHER_JOB}"}
        story._write(story.telegram, "press", callback_query_id=query, **press)
    made = {kind: f"http://provider/cdn/{kind}.png" for kind in ("hd", "draw")}
    for number, (kind, url) in enumerate(made.items()):
        notify = f"http://bot/callback/{str(number) * 26}.1.mac"
        story.submit(f"m{number}", notify, "a heron" if kind == "draw" else "", url, kind)
    story.picture_anew(3, reply_to=2, url=made["draw"], chat=group)
    story._write(story.telegram, "migration", chat_id=group, migrate_to_chat_id=new)
    story.call("sendPhoto", 1, chat=new, params={"photo": made["hd"], "caption": "Upscaled"})


def moved_beside_what_nobody_heard(story: Story) -> None:
    """Let an invalid order be lost with a process; the outcome that is shown names the other order in its button."""
    group, new = -5, -6
    for number, text in ((1, "/draw a heron --bogus 1"), (2, "/draw a heron")):
        story.say(text, number, chat=group)
    story._write(story.telegram, "migration", chat_id=group, migrate_to_chat_id=new)
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    retry = {"inline_keyboard": [[{"text": "🔁 Try again", "callback_data": f"retry:{OTHER_JOB}"}]]}
    params = {
        "text": "⌛ The picture took too long. I'll post it here if it still comes.",
        "reply_markup": retry,
        **PLAIN,
    }
    story.call("sendMessage", 1, chat=new, params=params)


def moved_beside_what_is_wrong(story: Story) -> None:
    """Let the second of two orders be invalid, and the new supergroup be told so before the first one's picture."""
    group, new = -5, -6
    for number, text in ((1, "/draw a heron"), (2, "/draw a heron --bogus 1")):
        story.say(text, number, chat=group)
    story._write(story.telegram, "migration", chat_id=group, migrate_to_chat_id=new)
    story.call("sendMessage", 1, chat=new, params={"text": "🤔 I don't know the option", **PLAIN})
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story.call("sendPhoto", 2, chat=new, params={"photo": OTHER_CDN, "caption": "a heron · seed 1"})


def moved_beside_one_that_never_got_its_turn(story: Story) -> None:
    """Let an order expire in the queue, its job unknown to the provider, before the other order's picture comes."""
    group, new = -5, -6
    for number, text in ((1, "/draw a heron"), (2, "/draw a crane")):
        story.say(text, number, chat=group)
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story._write(story.telegram, "migration", chat_id=group, migrate_to_chat_id=new)
    retry = {"inline_keyboard": [[{"text": "🔁 Try again", "callback_data": f"retry:{'3' * 26}"}]]}
    story.call(
        "sendMessage", 1, chat=new, params={"text": "⌛ The picture took too long.", "reply_markup": retry, **PLAIN}
    )
    story.call("sendPhoto", 2, chat=new, params={"photo": OTHER_CDN, "caption": "a heron · seed 1"})


def moved_and_doubled(story: Story) -> None:
    moved(story)
    story.ends.clear()


def taken_in_twice(story: Story) -> None:
    story.submit("u2", OTHER_NOTIFY, "a fox", OTHER_CDN)


def words_after_the_picture(story: Story) -> None:
    story.words(2, "😔 The image service couldn't finish this picture.")


def picture_after_a_refusal(story: Story) -> None:
    del story.telegram[-1]
    story.words(2, "🙈 Your picture was stopped by the safety check")
    story.picture(2)


def expired_after_the_picture(story: Story) -> None:
    story.words(2, "⌛ Too long. I'll post it here if it still comes.")


def not_what_was_told_first(story: Story) -> None:
    del story.telegram[-1]
    story.words(2, "😔 The image service couldn't finish this picture.")


def placeholder_left(story: Story) -> None:
    story.placeholder(6, reply_to=1)


def paid_three_times(story: Story) -> None:
    story.submit("u2")
    story.submit("u3")


def forged(story: Story) -> None:
    story.callback(url=f"http://bot/callback/{JOB}.1.made-up")


def forged_by_another_jobs_end(story: Story) -> None:
    story.say("/draw a heron", 1, BO)
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story.placeholder(2, reply_to=1, chat=BO)
    story.callback("u2", NOTIFY, OTHER_CDN)
    story.picture(2, OTHER_CDN, "a heron", chat=BO)


def without_its_command(story: Story) -> None:
    story.telegram[1]["params"]["reply_parameters"] = {"message_id": 1, "allow_sending_without_reply": False}


def with_a_preview(story: Story) -> None:
    story.telegram[1]["params"]["link_preview_options"] = {"is_disabled": False}


REFUSED = {"ok": False, "status": 429, "description": "Too Many Requests: retry after 5"}


def edited_before_retry_after(story: Story) -> None:
    story.call("editMessageText", 2, **REFUSED)
    story.call("editMessageReplyMarkup", 2)


def sent_before_retry_after_of_an_edit(story: Story) -> None:
    story.call("editMessageText", 2, **REFUSED)
    story.call("sendMessage", 9, params={"text": "Hello", **PLAIN})


def sent_before_retry_after(story: Story) -> None:
    story.call("sendMessage", 9, **REFUSED)
    story.call("sendMessage", 10, params={"text": "Hello", **PLAIN})


@pytest.mark.parametrize(
    ("breach", "kind"),
    [
        (lost, "lost"),
        (press_lost_after_it_was_answered, "lost"),
        (press_lost_in_a_kill, "lost"),
        (press_lost_for_no_reason, "lost"),
        (wrong_and_told_twice, "doubled"),
        (left_in_line, "lost"),
        (not_brought, "lost"),
        (given_to_somebody_else, "misdelivered"),
        (of_nobody, "misdelivered"),
        (with_another_seed, "misdelivered"),
        (doubled, "doubled"),
        (doubled_long_before_a_kill, "doubled"),
        (doubled_and_the_edit_was_cut_off, "doubled"),
        (taken_in_twice, "doubled"),
        (never_chosen_and_asked_twice, "placeholder left"),
        (moved_and_doubled, "doubled"),
        (words_after_the_picture, "overwritten"),
        (picture_after_a_refusal, "overwritten"),
        (expired_after_the_picture, "overwritten"),
        (not_what_was_told_first, "overwritten"),
        (placeholder_left, "placeholder left"),
        (paid_three_times, "paid more often"),
        (forged, "forged accepted"),
        (forged_by_another_jobs_end, "forged accepted"),
        (without_its_command, "ill-mannered"),
        (with_a_preview, "ill-mannered"),
        (edited_before_retry_after, "early"),
        (sent_before_retry_after_of_an_edit, "early"),
        (sent_before_retry_after, "early"),
    ],
)
def test_a_broken_promise_is_red(breach: Callable[[Story], None], kind: str) -> None:
    story = good()
    breach(story)
    verdict = story.judge()
    assert not verdict.holds
    assert verdict.faults[kind]


def nothing(story: Story) -> None:
    pass


def paid_twice(story: Story) -> None:
    story.submit("u2", url=OTHER_CDN)


def repeated_edit(story: Story) -> None:
    story.picture(2)


def cut_off_send(story: Story) -> None:
    story.picture_anew(5, reply_to=1, fault="drop_after")


def cut_off_by_a_kill(story: Story) -> None:
    story.picture_anew(5, reply_to=1)
    story.ends.append(End(story.now + 0.1, story.now + 0.2))


def unheard_send(story: Story) -> None:
    story.picture_anew(5, reply_to=1)
    story._write(story.telegram, "unheard", call=story.telegram[-1]["n"])


def cut_off_by_a_kill_after_a_delay(story: Story) -> None:
    story.picture_anew(5, reply_to=1, fault="delay_after")
    story.ends.append(End(story.now + 0.52, story.now + 0.52))


def cut_off_placeholder(story: Story) -> None:
    story.placeholder(6, reply_to=1, fault="status_after")


def late_picture(story: Story) -> None:
    del story.telegram[-1]
    story.words(2, "⌛ Too long. I'll post it here if it still comes.")
    story.picture(2)


def taken_back(story: Story) -> None:
    story.say("/draw a heron", 3)
    story.placeholder(4, reply_to=3, text="⏳ In the queue: 2 pictures ahead of yours.")
    story.say("/cancel", 5)


def blocked(story: Story) -> None:
    story.say("/draw a heron", 3)
    params = {"text": "🎨 Painting…", "reply_parameters": replying(3), **PLAIN}
    story.call("sendMessage", 0, ok=False, status=403, params=params)


def wrong_and_told_by_two_processes(story: Story) -> None:
    wrong_and_told(story)
    story.now += 2
    story.ends.append(End(story.now, story.now + 0.1))
    story.placeholder(9, reply_to=7, text="🤔 I don't know the option")


def of_a_task_that_was_repeated(story: Story) -> None:
    story.say("/draw a heron", 1, BO)
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story.submit("u3", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story.placeholder(2, reply_to=1, chat=BO)
    story.callback("u2", NOTIFY, OTHER_CDN)
    story.picture(2, OTHER_CDN, "a heron", chat=BO)


def moved_with_its_greeting(story: Story) -> None:
    """Let the bot's greeting come to the new supergroup, and a picture, too."""
    group, new = -5, -6
    story.say("/draw a heron", 1, chat=group)
    story._write(story.telegram, "migration", chat_id=group, migrate_to_chat_id=new)
    story.call("sendMessage", 1, chat=new, params={"text": "👋 <b>I paint pictures.</b>\n/draw paints", **PLAIN})
    story.submit("u2", OTHER_NOTIFY, "a heron", OTHER_CDN)
    story.call("sendPhoto", 2, chat=new, params={"photo": OTHER_CDN, "caption": "a heron · seed 1"})


def expired_by_a_post_that_never_came(story: Story) -> None:
    """Let a job expire: its deadline counts from a first POST that only the bot knows; a picture may still follow."""
    story.say("/draw a heron", 1, BO)
    story.placeholder(2, reply_to=1, chat=BO)
    notify = OTHER_NOTIFY.replace(".1.", ".2.")
    story.submit("u2", notify, "a heron", OTHER_CDN)
    story.callback("u2", notify, success=False)
    story.words(2, "⌛ The picture took too long. I'll post it here if it still comes.", chat=BO)
    story.callback("u2", notify, OTHER_CDN)
    story.picture(2, OTHER_CDN, "a heron", chat=BO)


def told_both_ways(story: Story) -> None:
    story.callback(success=False)


def other_chats_go_on(story: Story) -> None:
    story.call("editMessageText", 2, **REFUSED)
    story.call("sendMessage", 9, chat=BO, params={"text": "Hello", **PLAIN})


def edits_go_on_after_a_refused_message(story: Story) -> None:
    story.call("sendMessage", 9, **REFUSED)
    story.call("editMessageReplyMarkup", 2)


def unheard_refusal(story: Story) -> None:
    story.call("editMessageText", 2, **REFUSED)
    story.ends.append(End(story.now + 0.1, story.now + 0.2))
    story.call("editMessageReplyMarkup", 2)


@pytest.mark.parametrize(
    "happens",
    [
        nothing,
        paid_twice,
        repeated_edit,
        cut_off_send,
        cut_off_by_a_kill,
        cut_off_by_a_kill_after_a_delay,
        pressed_before_it_was_heard_of,
        pressed_twice_at_once_and_another_one,
        unheard_send,
        cut_off_placeholder,
        late_picture,
        taken_back,
        blocked,
        wrong_and_told,
        wrong_and_told_by_two_processes,
        of_a_task_that_was_repeated,
        told_both_ways,
        never_chosen,
        moved,
        moved_between_two_presses,
        moved_beside_what_nobody_heard,
        moved_beside_what_is_wrong,
        moved_beside_one_that_never_got_its_turn,
        moved_with_its_greeting,
        expired_by_a_post_that_never_came,
        other_chats_go_on,
        edits_go_on_after_a_refused_message,
        unheard_refusal,
    ],
)
def test_what_may_happen_is_not_red(happens: Callable[[Story], None]) -> None:
    story = good()
    happens(story)
    assert story.judge().holds, story.judge().faults


def test_what_became_of_orders_is_counted() -> None:
    story = good()
    for happens in (late_picture, paid_twice, taken_back, wrong_and_told):
        happens(story)
    counts = story.judge().counts
    assert counts["given"] == 3
    assert counts["delivered"] == 1
    assert counts["taken back"] == 1
    assert counts["refused at once"] == 1
    assert counts["paid twice"] == 1
    assert counts["accepted"] == 1
    assert counts["most calls in a second"] == 1


def test_what_was_lost_is_shown_with_its_story(tmp_path: Path) -> None:
    verdict, journal, log = Verdict(), tmp_path / "telegram.jsonl", tmp_path / "bot.log"
    journal.write_text('{"event": "say", "chat_id": -5}\n{"event": "say", "chat_id": 5}\n', encoding="utf-8")
    accepted = '{"job": "0a1b", "chat": -5, "event": "order_accepted"}'
    log.write_text(f'{accepted}\n{{"job": "0a1b", "event": "job_ended"}}\n{{"job": "0a1c"}}\n', encoding="utf-8")
    assert story(verdict, journal, log) == ""
    verdict.faults["lost"].append("Order(chat=-5, message_id=1)")
    assert story(verdict, journal, log).splitlines()[2:] == [
        '{"event": "say", "chat_id": -5}',
        accepted,
        '{"job": "0a1b", "event": "job_ended"}',
    ]
