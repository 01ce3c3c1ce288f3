"""Puts markup, mentions and bidirectional control characters wherever the bot may repeat someone's words."""

import re
from collections.abc import Awaitable, Callable, Iterator

from sandbox.telegram.errors import ApiError
from sandbox.telegram.markup import parse_html, slice_units, units
from sandbox.telegram_client import Group, Json, Person
from tests.attack.house import OPERATOR, House
from tests.attack.report import Row
from tests.attack.size import Size
from tests.support.stage import a_photo

MARK = "zq7x"
"""A marker in all hostile texts, by which they are found again."""

HOSTILE = (
    f"<b>{MARK}</b>",
    f"</code></pre><a href='https://{MARK}.example'>free</a>",
    f'<a href="tg://user?id=1">{MARK}</a>',
    f"&lt;b&gt;{MARK}&amp;&#60;i&#62;",
    f"@{MARK}_bot @everyone",
    f"https://{MARK}.example/x?token=1",
    f"[{MARK}](tg://user?id=1) *{MARK}* __{MARK}__ ||{MARK}||",
    f"#{MARK} /{MARK} ${MARK.upper()} +15550100 {MARK}@example.org",
    f"\u202e{MARK} gnp.exe",
    f"\u2066\u2067\u202b{MARK}\u2069",
    f"{MARK}\x1b[31m\x07\u2028\u2029\x85\u200b",
    f"{{ $prompt }} {{{MARK}}} %s %(x)s ${{{MARK}}}",
    f"\0{MARK}\0prompt\0",
    f"'\"; DROP TABLE jobs; --{MARK}",
    f"{MARK}\u0301\u0301\u0301\u0301" * 40,
)

QUIET = frozenset({"bold", "italic", "code", "pre", "text_link"})
"""Types of entities in the bot's own texts."""

TURNS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}


SHAPES: tuple[Callable[[str, str], Json], ...] = (
    lambda words, uid: {"uid": uid, "success": True, "data": {"uid": uid, "safe": False, "reason": words}},
    lambda words, uid: {"uid": uid, "success": False, "data": {"uid": uid, "reason": words}},
    lambda words, uid: {"uid": words, "success": True, "data": {"uid": words, "status": words, "safe": True}},
    lambda words, uid: {
        "uid": uid,
        "success": True,
        "data": {"uid": uid, "safe": True, "cdn": f"https://{words.replace('/', '')}.example/x"},
    },
)
"""Callback bodies with the words as a reason, a status, a uid or an origin."""


async def attack(house: House, size: Size) -> list[Row]:
    """Put each text wherever a user, the provider or an operator may put words, and check all calls to Telegram."""
    chosen = HOSTILE[:: min(size.every, 4)]
    seen = len(await house.telegram.history())
    operator = await house.telegram.person("Operator", id=OPERATOR)
    tried = 0
    for words in chosen:
        mallory, group, acts = await _people(house, words)
        tried += acts
        for named in (mallory.id, group.id):
            await house.telegram.say(operator, f"/deny {named}")
            await house.telegram.say(operator, f"/allow {named}")
        for command in ("allow", "deny", "quota", "quota 7", "pause", "resume"):
            await house.telegram.say(operator, f"/{command} {words}")
    await house.telegram.say(operator, "/stats")
    wanted = len(chosen) * (len(SHAPES) + 1)
    await house.quiet()  # orders are paused until the operator's last command is handled
    ordered = await _provider(house, chosen)
    tried += ordered
    await house.quiet()
    calls = [entry for entry in (await house.telegram.history())[seen:] if entry["event"] == "call"]
    faults = [fault for call in calls for fault in _faults(call)]
    repeated = sum(MARK in str(call["params"].get("text", "")) + str(call["params"].get("media", "")) for call in calls)
    bugs = await house.bugs()
    found = f"{len(calls)} calls, {repeated} of them repeat some; {len(faults)} unquoted, {bugs} bugs"
    found += f", {wanted - ordered} never reached the provider" if ordered < wanted else ""
    found += f" ({faults[0]})" if faults else ""
    return [Row("words in every place", tried, found, bool(repeated) and ordered == wanted and not (faults or bugs))]


async def _people(house: House, words: str) -> tuple[Person, Group, int]:
    """Let a person who is named by these words send them; return the person, their group and the number of actions."""
    telegram = house.telegram
    mallory = await telegram.person(words[:60], language_code=words[:8])
    group = await telegram.group(words[:60], mallory)
    tried = 0
    for act in _said(house, mallory, group, words):
        await act
        tried += 1
    return mallory, group, tried


def _said(house: House, mallory: Person, group: Group, words: str) -> Iterator[Awaitable[object]]:
    telegram = house.telegram
    for text in (
        f"/draw {words}",
        f"/draw a fox --no {words}",
        f"/draw a fox --{words}",
        f"/draw a fox --ar {words}",
        f"/draw a fox --model {words}",
        f"/remix {words}",
        f"/hd {words}",
        f"/start {words}",
        f"/history {words}",
        f"/quota {words}",
        f"/allow {words}",
        f"/{words}",
        words,
    ):
        yield telegram.say(mallory, text)
    yield telegram.say(mallory, f"/draw {words}", chat=group.id)
    yield telegram.photo(mallory, a_photo(), f"/anime {words}")
    yield telegram.document(mallory, a_photo(), f"/remix {words}", name=words.replace("\0", ""), mime_type="image/png")
    yield telegram.press(mallory, 1, words.replace("\0", "")[:60], made_up=True)
    yield telegram.raw_update(_update(house, mallory, words))


def _update(house: House, mallory: Person, words: str) -> Json:
    """Return an update with these words in every text field."""
    chat = {"id": mallory.id, "type": "private", "first_name": words, "last_name": words, "username": words}
    sender = {**chat, "is_bot": False, "language_code": words}
    message = {"message_id": 90_000, "date": 1_700_000_000, "chat": chat, "from": sender, "text": f"/draw {words}"}
    entity = {"type": "bot_command", "offset": 0, "length": 5}
    quote = {"text": words, "position": 0}
    return {
        "update_id": 800_000_000 + mallory.id % 1_000_000,
        "message": message | {"entities": [entity], "quote": quote},
    }


async def _provider(house: House, chosen: tuple[str, ...]) -> int:
    """Let the provider send the words, in every shape and as a refusal; return how many orders reached it for that."""
    submits = await house.ordered(len(chosen) * len(SHAPES), "/draw a fox for")
    for number, submit in enumerate(submits):
        body = SHAPES[number % len(SHAPES)](chosen[number // len(SHAPES)], submit["uid"])
        await house.provider.send_callback(submit["notify_url"], body)
    seen = len(await house.provider.submits())
    for words in chosen:
        await house.provider.fault("submit", "code", [words[:40], words], text=f"a fox refused {chosen.index(words)}")
        person = await house.telegram.person("Mallory")
        await house.telegram.say(person, f"/draw a fox refused {chosen.index(words)}")
    return len(submits) + len(await house.submits(len(chosen), seen, "a fox refused"))


def _faults(call: Json) -> Iterator[str]:
    """Yield the faults in the text of a call."""
    params = call["params"]
    media = params.get("media")
    said = [params.get("text"), params.get("caption"), media.get("caption") if isinstance(media, dict) else None]
    if "parse" in str(call.get("description")):
        yield f"{call['method']}: {call['description']}"
    if call["method"] == "answerCallbackQuery":
        return
    for html in filter(None, said):
        try:
            text, entities = parse_html(str(html))
        except ApiError as error:
            yield f"{error}: {html!r}"
            continue
        for entity in entities:
            if entity["type"] not in QUIET:
                yield f"a {entity['type']}: {html!r}"
            if entity["type"] == "text_link" and not re.fullmatch(r"tg://user\?id=[0-9]+", entity["url"]):
                yield f"a link: {html!r}"
        bare = _without_code(text, entities)
        if MARK in bare.lower() or "@everyone" in bare:
            yield f"outside of code: {bare!r}"
        if _turns(text):
            yield f"turns the rest: {text!r}"


def _without_code(text: str, entities: list[Json]) -> str:
    kept, at = "", 0
    for entity in sorted(entities, key=lambda entity: int(entity["offset"])):
        if entity["type"] in {"code", "pre"}:
            kept += slice_units(text, at, entity["offset"] - at)
            at = entity["offset"] + entity["length"]
    return kept + slice_units(text, at, units(text) - at)


def _turns(text: str) -> bool:
    """Return whether a line has an unbalanced bidirectional control character."""
    for line in text.split("\n"):
        ends: list[str] = []
        for sign in line:
            if sign in TURNS:
                ends.append(TURNS[sign])
            elif sign in TURNS.values() and (not ends or ends.pop() != sign):
                return True
        if ends:
            return True
    return False
