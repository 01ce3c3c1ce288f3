"""The provider's JSON: every shape it is known to have, and whatever else may come."""

import json
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.job import PAINTED, Kind, Order, Outcome
from bot.options import Options, Style
from bot.provider.shallow_json import read_shallow
from bot.provider.wire import (
    LEVELS,
    AnimeLayout,
    MalformedError,
    SubmitAnswer,
    Verdict,
    error_class,
    read_callback,
    read_query,
    read_submit,
    status_in,
    submit_body,
)

UID = "0123456789abcdef0123456789abcdef"
CDN = "https://cdn.example.org/a.png"
COS = "https://cos.example.org/a.png"
TRACEBACK = "<class 'torch.cuda.OutOfMemoryError'> : CUDA out of memory at https://secret.example.org"

PICTURE = {"uid": UID, "cdn": CDN, "cos": COS, "safe": True, "reason": ""}
STOPPED = {"uid": UID, "cdn": "", "cos": "", "safe": False}

ORDER = Order(
    origin="m:1:2:0",
    kind=Kind.DRAW,
    chat_id=1,
    thread_id=None,
    message_id=2,
    owner_id=1,
    language="en",
    prompt='a "fox"\nin snow',
    options=Options(seed=7, width=768, height=512, negative="blurry"),
)


def callback(success: Any = True, data: Any = None, **more: Any) -> bytes:
    """Return a callback's body."""
    return json.dumps({"uid": UID, "success": success, "data": data, **more}).encode()


NOTIFY = "https://bot.example.org/callback/x"
PHOTO = "https://bot.example.org/media/y"
PARAMS = {
    "w": 768,
    "h": 512,
    "seed": 7,
    "sampler": "k_euler",
    "num_steps": 20,
    "negative_prompt": "blurry",
}
IN_WORDS = {"text": 'a "fox"\nin snow', "model": "art", "guidance_scale": 7.5}
ANIME = PARAMS | {"image_url": PHOTO, "style": "CatEar_style", "fidelity": 0.2}

LAYOUTS: tuple[AnimeLayout, ...] = ("params", "flat")


def body_of(kind: Kind, layout: AnimeLayout = "params", **options: Any) -> dict[str, Any]:
    """Return the body of a submit, as it is after its way through JSON."""
    of = replace(ORDER, kind=kind, options=replace(ORDER.options, **options))
    body = submit_body(of, NOTIFY, "" if kind is Kind.DRAW else PHOTO, layout)
    sent: dict[str, Any] = json.loads(json.dumps(body))
    return sent


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("kind", "task", "params"),
    [
        (Kind.DRAW, "txt2img.sd", PARAMS | IN_WORDS),
        (Kind.REMIX, "img2img.sd", PARAMS | IN_WORDS | {"url": PHOTO, "fidelity": 0.2}),
        (Kind.HD, "img2img.sr", {"url": PHOTO, "is_anime": False}),
    ],
)
def test_an_order_is_asked_for_as_the_provider_s_document_says(
    kind: Kind, task: str, params: dict[str, Any], layout: AnimeLayout
) -> None:
    assert body_of(kind, layout) == {"task": task, "params": params, "notify_url": NOTIFY}


def test_an_anime_is_asked_for_in_either_layout() -> None:
    assert body_of(Kind.ANIME, "params", style=Style.CATEAR) == {"params": ANIME, "notify_url": NOTIFY}
    assert body_of(Kind.ANIME, "flat", style=Style.CATEAR) == ANIME | {"notify_url": NOTIFY}


def test_the_styles_go_by_the_provider_s_names() -> None:
    names = {body_of(Kind.ANIME, style=style)["params"]["style"] for style in Style}
    assert names == {
        *("Chinese_style", "American_style", "Cute_style", "Gorgeous_style", "Horrible_style", "Avatar_style"),
        *("Fighting_style", "Machine_style", "Cyberfuture_style", "JOJO_style", "Bunny_style", "CatEar_style"),
    }


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", PAINTED)
def test_every_field_has_the_type_the_engine_wants(kind: Kind, layout: AnimeLayout) -> None:
    body = body_of(kind, layout, style=Style.JOJO, negative="", is_anime=True)
    fields = body | body.pop("params", {})
    whole, real = {"w", "h", "seed", "num_steps"}, {"fidelity", "guidance_scale"}
    for name, value in fields.items():
        wanted = bool if name == "is_anime" else int if name in whole else float if name in real else str
        assert type(value) is wanted, name
        assert value != "" or name == "negative_prompt", "the engine refuses it where a boolean belongs"


@pytest.mark.parametrize(
    ("body", "outcome", "reason", "urls"),
    [
        (callback(data=PICTURE), Outcome.PICTURE, "", (CDN, COS)),
        (callback(data=PICTURE | {"cos": None}), Outcome.PICTURE, "", (CDN,)),
        (callback(data=PICTURE | {"cdn": ""}), Outcome.PICTURE, "", (COS,)),
        (callback("True", PICTURE | {"safe": "True"}), Outcome.PICTURE, "", (CDN, COS)),
        (callback(data=PICTURE | {"new_key": {"deep": [1]}}, create_time=1.5), Outcome.PICTURE, "", (CDN, COS)),
        (callback(data=STOPPED | {"reason": "Porn"}), Outcome.REFUSED, "Porn", ()),
        (callback(data=STOPPED | {"reason": "Porn/Politics"}), Outcome.REFUSED, "Porn/Politics", ()),
        (callback("True", STOPPED | {"safe": "False", "reason": "Terrorism"}), Outcome.REFUSED, "Terrorism", ()),
        (callback(data=STOPPED | {"safe": "", "reason": "Porn"}), Outcome.REFUSED, "Porn", ()),
        (callback(data=PICTURE | {"safe": False, "reason": "Porn"}), Outcome.REFUSED, "Porn", ()),
        (callback(data=STOPPED | {"reason": "unknown"}), Outcome.UNCHECKED, "unknown", ()),
        (callback(data=STOPPED | {"reason": "timeout"}), Outcome.UNCHECKED, "timeout", ()),
        (callback(data=STOPPED | {"reason": "Timeout"}), Outcome.UNCHECKED, "Timeout", ()),
        (callback(data=STOPPED | {"reason": "Porn", "status": "finished"}), Outcome.REFUSED, "Porn", ()),
        (callback(data=PICTURE | {"status": "done"}), Outcome.PICTURE, "", (CDN, COS)),
        (callback(1, PICTURE | {"safe": 1}, status=200), Outcome.PICTURE, "", (CDN, COS)),
        (callback(data=PICTURE | {"cdn": "", "cos": ""}), Outcome.FAILED, "empty", ()),
        (callback(False, {"uid": UID, "reason": TRACEBACK}), Outcome.FAILED, "torch.cuda.OutOfMemoryError", ()),
        (callback("False", {"uid": UID, "reason": "oh no"}), Outcome.FAILED, "unnamed", ()),
        (callback("False", {"reason": "oh no", "status": "exception"}), Outcome.FAILED, "unnamed", ()),
    ],
)
def test_a_callback_s_shapes(body: bytes, outcome: Outcome, reason: str, urls: tuple[str, ...]) -> None:
    assert read_callback(body) == Verdict(outcome=outcome, uids=frozenset({UID}), reason=reason, urls=urls)


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b'{"success": true', b"[" * 9_000, b"not json", b'{"success": fals}']
)
def test_what_is_not_json_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedError):
        read_callback(body)


FAILED = {"uid": UID, "reason": TRACEBACK}


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[]",
        b"{}",
        b'"success"',
        b"NaN",
        b'{"success": null}',
        b'{"success": []}',
        b'{"data": {}}',
        b'{"success": 7}',
        callback(),
        callback(False),
        callback(data=[]),
        callback(data=[PICTURE]),
        callback(data="done"),
        callback(data={}),
        callback(data={"uid": UID, "safe": True}),
        callback(None, PICTURE),
        callback(None, FAILED),
        callback("perhaps", PICTURE),
        callback(7, FAILED),
        callback(False, {"uid": UID}),
        callback(False, {"uid": UID, "reason": ""}),
        callback(False, {"uid": UID, "reason": 3}),
        callback(False, FAILED | {"status": "working"}),
        callback(False, FAILED, status="pending"),
        callback(False, PICTURE),
        callback(data=PICTURE | {"safe": None}),
        callback(data=PICTURE | {"safe": "perhaps"}),
        callback(data=PICTURE | {"status": "WORKING"}),
        callback(data=PICTURE | {"cdn": None, "cos": None}),
        callback(data=PICTURE | {"cdn": ["x"], "cos": 7}),
        callback(data=PICTURE | {"cdn": "", "cos": "", "status": "uploading"}),
        callback(data=PICTURE | {"cdn": "https://x/" + "y" * 9_000, "cos": ""}),
        callback(data=STOPPED),
        callback(data=STOPPED | {"reason": None}),
        callback(data=STOPPED | {"status": "pending", "pending": 3}),
        callback(data=STOPPED | {"status": "queued", "reason": "unknown"}),
    ],
)
def test_what_is_no_end_is_none(body: bytes) -> None:
    assert read_callback(body) is None


def uids_of(body: bytes) -> frozenset[str]:
    """Return the uids in a callback that tells an end."""
    verdict = read_callback(body)
    assert verdict
    return verdict.uids


def test_what_is_too_long_for_a_uid_is_none() -> None:
    """PostgreSQL's index holds 2,700 bytes."""
    assert uids_of(callback(data=PICTURE | {"uid": "x" * 3_000})) == {UID}
    with pytest.raises(MalformedError):
        read_submit({"code": 200, "data": {"uid": "x" * 3_000}})


def test_both_uids_of_a_callback_are_told() -> None:
    assert uids_of(callback(data=PICTURE | {"uid": "other"})) == {UID, "other"}
    assert uids_of(b'{"success": false, "data": {"reason": "oh no"}}') == frozenset()


DEEP = "[" * 5_000 + "]" * 5_000
ECHOES = [
    r'{"text": "\ud83e \udd8a"}',
    '{"text": "' + "fox " * 200_000 + '"}',
    '{"text": "]}[{\\" \\\\"}',
    DEEP,
    '{"a":' * 100_000 + "1" + "}" * 100_000,
    '["[", {"a]": "}"}, [[["\\\\"]]]]',
    '{"t": NaN, "big": ' + "1" * 5_000 + "}",
    '"\n raw"',
]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("echo", ECHOES, ids=range(len(ECHOES)))
def test_the_echo_of_the_order_is_not_read(echo: str, first: bool) -> None:
    picture, request = f'"cdn": "{CDN}", "cos": "", "safe": true', f'"request": {echo}'
    inside = ", ".join([request, picture] if first else [picture, request])
    outside = ", ".join([request, f'"data": {{{picture}}}'] if first else [f'"data": {{{picture}}}', request])
    for body in (f'{{"success": true, "data": {{{inside}}}}}', f'{{"success": 1, {outside}}}'):
        verdict = read_callback(body.encode())
        assert verdict
        assert (verdict.outcome, verdict.urls) == (Outcome.PICTURE, (CDN,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-32-be"])
def test_a_callback_may_have_any_of_json_s_encodings(encoding: str) -> None:
    verdict = read_callback(callback(data=STOPPED | {"reason": "Porn"}).decode().encode(encoding))
    assert verdict
    assert verdict.outcome is Outcome.REFUSED


def test_bytes_that_are_no_text_do_no_harm() -> None:
    body = callback(data=PICTURE | {"reason": "?", "request": {"text": "?"}}).replace(b"?", b"\xff\xed\xa0\x80")
    verdict = read_callback(body)
    assert verdict
    assert verdict.urls == (CDN, COS)


def test_half_a_character_is_never_passed_on() -> None:
    odd = "\ud83e"
    for data in (STOPPED | {"reason": odd, "uid": odd}, PICTURE | {"cdn": CDN + odd}):
        verdict = read_callback(callback(data=data))
        assert verdict
        assert "".join((verdict.reason, *verdict.urls, *verdict.uids)).encode()


def test_of_two_fields_of_a_name_the_last_counts() -> None:
    body = callback(data=PICTURE).decode()
    verdict = read_callback(f'{{"success": false, {body[1:]}'.encode())
    assert verdict
    assert verdict.outcome is Outcome.PICTURE


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=6) | st.sampled_from(['"', "\\", '\\"', "[", "]}", "\ud83e"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a"\\[{]}', max_size=3), inner, max_size=3),
    max_leaves=25,
)


def outline(value: Any, levels: int = LEVELS) -> Any:
    """Return JSON's upper levels; what is deeper is None."""
    if not isinstance(value, dict | list):
        return value
    if not levels:
        return None
    if isinstance(value, list):
        return [outline(item, levels - 1) for item in value]
    return {name: outline(item, levels - 1) for name, item in value.items()}


@given(JSON, st.booleans())
def test_the_upper_levels_are_read_as_they_are(value: Any, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    if not escaped:
        text = text.encode(errors="replace").decode()
    assert outline(read_shallow(text.encode(), LEVELS)) == outline(json.loads(text))


MEGABYTE = 1_000_000
SLOW = {
    "open": '{"success":true,"data":{"request":' + "[" * MEGABYTE,
    "nested": '{"success":true,"data":{"request":' + '{"a":' * 140_000 + "1" + "}" * 140_000 + "}}",
    "zigzag": '{"success":true,"data":{"request":' + "[[][]" * 190_000,
    "empty": '{"success":true,"data":{"request":[' + "[]," * 330_000 + "1]}}",
    "quotes": '"' * MEGABYTE,
    "escapes": '{"a":"' + '\\"' * 499_000,
    "backslashes": "\\" * MEGABYTE,
    "digits": '{"success":' + "1" * MEGABYTE + "}",
    "fraction": '{"success":1.' + "1" * MEGABYTE + "}",
    "keys": "{" + ",".join(f'"{n}":{n}' for n in range(70_000)) + "}",
    "reason": '{"success":false,"data":{"reason":"' + "<class '" * 120_000 + '"}}',
}


@pytest.mark.parametrize("body", SLOW.values(), ids=SLOW)
def test_a_megabyte_is_read_in_no_time_whatever_it_is(body: str) -> None:
    data = body.encode()
    begun = time.process_time()
    with suppress(MalformedError):
        read_callback(data)
    assert time.process_time() - begun < 1, "a hundred milliseconds, where nobody else is at work"


def test_a_reason_never_tells_more_than_the_error_s_class() -> None:
    assert error_class(TRACEBACK) == "torch.cuda.OutOfMemoryError"
    assert error_class("<class 'a b'> https://secret") == "unnamed"
    verdict = read_callback(callback(data=STOPPED | {"reason": "x" * 5_000}))
    assert verdict
    assert len(verdict.reason) <= 100


NAMES = st.sampled_from(["uid", "success", "data", "status", "cdn", "cos", "safe", "reason", "code", "msg", "request"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["True", "False", "0", "", UID, CDN, "Porn", "finished", "exception", "pending", "\ud800", 0, 200]
    )
)
OBJECTS = st.dictionaries(
    NAMES | st.text(max_size=5),
    SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(NAMES, SCALARS, max_size=7),
    max_size=7,
)
ANYTHING = OBJECTS | SCALARS | st.lists(SCALARS, max_size=3)

TASK = st.fixed_dictionaries(
    {},
    optional={
        "uid": st.just(UID),
        "status": st.sampled_from(["pending", "working", "finished", "exception", "queued", 3]),
        "cdn": st.sampled_from(["", CDN, None, 7]),
        "cos": st.sampled_from(["", COS, None]),
        "safe": SCALARS,
        "reason": st.sampled_from(["", "Porn", "timeout", TRACEBACK, None, 7]),
    },
)


@settings(max_examples=400, deadline=None)
@given(
    ANYTHING.map(lambda body: json.dumps(body).encode()) | st.binary(max_size=60) | st.builds(callback, SCALARS, TASK)
)
def test_any_body_is_one_of_the_shapes_or_no_end(body: bytes) -> None:
    try:
        verdict = read_callback(body)
    except MalformedError:
        return
    if verdict is None:
        return
    told = json.loads(body)
    data = told["data"]
    words = {"true": True, "1": True, "false": False, "0": False, "": False}
    success, safe = (
        words.get(value.strip().lower()) if isinstance(value, str) else value
        for value in (told["success"], data.get("safe"))
    )
    assert str(data.get("status")).lower() not in {"pending", "working"}
    if verdict.outcome is Outcome.PICTURE:
        assert success == safe == 1
        assert verdict.urls
    elif verdict.outcome is Outcome.FAILED:
        assert (success == 0 and data["reason"]) or (success == safe == 1 and not data["cdn"].strip())
    else:
        assert success == 1
        assert safe == 0
        assert data["reason"]
        assert verdict.outcome in {Outcome.REFUSED, Outcome.UNCHECKED}
    assert bool(verdict.urls) == (verdict.outcome is Outcome.PICTURE)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_any_answer_is_understood_or_malformed(body: Any) -> None:
    try:
        answer = read_submit(body)
    except MalformedError:
        pass
    else:
        assert not (answer.uid and answer.code)
    try:
        verdict = read_query(body)
    except MalformedError:
        pass
    else:
        assert verdict is None or bool(verdict.urls) == (verdict.outcome is Outcome.PICTURE)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"code": 0, "data": {"uid": UID}, "msg": "success"}, SubmitAnswer(uid=UID)),
        ({"code": "0", "data": {"uid": UID}, "msg": "success"}, SubmitAnswer(uid=UID)),
        ({"code": 200, "data": {"uid": UID}}, SubmitAnswer(uid=UID)),
        ({"code": None, "data": {"uid": UID}}, SubmitAnswer(uid=UID)),
        ({"uid": UID, "msg": "", "success": True}, SubmitAnswer(uid=UID)),
        ({"uid": UID, "msg": "", "success": "True"}, SubmitAnswer(uid=UID)),
        ({"uid": "", "msg": "no", "success": False}, SubmitAnswer(code="unsuccessful")),
        ({"uid": UID, "msg": "no", "success": "False"}, SubmitAnswer(code="unsuccessful")),
        ({"code": 10009, "data": None, "msg": "quota"}, SubmitAnswer(code="10009")),
        ({"code": "10009", "msg": "quota"}, SubmitAnswer(code="10009")),
        ({"code": " 10009 ", "data": ""}, SubmitAnswer(code="10009")),
        ({"code": 1001, "data": {"uid": UID}}, SubmitAnswer(code="1001")),
        ({"code": 201, "data": {"uid": UID}}, SubmitAnswer(uid=UID)),
        ({"code": 0, "data": {"uid": 1234}}, SubmitAnswer(uid="1234")),
        ({"code": 0, "data": {"uid": UID}, "success": []}, SubmitAnswer(uid=UID)),
        ({"hello": "world"}, SubmitAnswer()),
        ({}, SubmitAnswer()),
    ],
)
def test_a_submit_s_answers(body: Any, answer: SubmitAnswer) -> None:
    assert read_submit(body) == answer


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "",
        0,
        {"code": 0},
        {"code": "0", "data": None},
        {"code": 0, "data": {"uid": None}},
        {"code": 200},
        {"success": True},
    ],
)
def test_an_answer_that_may_hide_an_accepted_order_is_malformed(body: Any) -> None:
    with pytest.raises(MalformedError):
        read_submit(body)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"code": 429}, 429),
        ({"code": "503", "msg": "busy"}, 503),
        ({"code": "429 Too Many Requests"}, 429),
        ({"status": 500}, 500),
        ({"status": "404"}, 404),
        ({"code": 0, "status": 429}, 429),
        ({"code": 401, "data": {"uid": UID}}, 401),
        ({"code": 0, "status": 500, "data": {"uid": UID}}, 0),
        ({"uid": UID, "status": "503"}, 0),
        ({"code": 0, "data": {"uid": UID}}, 0),
        ({"code": 200}, 0),
        ({"code": 4290}, 0),
        ({"code": 10009}, 0),
        ({"code": "E-500"}, 0),
        ({"status": "pending"}, 0),
        ({"code": True, "status": None}, 0),
        ([429], 0),
        (None, 0),
    ],
)
def test_a_status_in_the_body(body: Any, status: int) -> None:
    assert status_in(body) == status


def query(status: str, code: Any = 0, **data: Any) -> Any:
    """Return the answer to a query."""
    return {"code": code, "msg": "", "data": {"uid": UID, "status": status, "cdn": "", **data}}


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (query("finished", cdn=CDN, cos="", safe=True), Outcome.PICTURE),
        (query("finished", code="0", cdn=CDN, safe="True"), Outcome.PICTURE),
        (query("finished", code=None, cdn=CDN, safe=True), Outcome.PICTURE),
        ({"uid": UID, "status": "finished", "cdn": CDN, "safe": True}, Outcome.PICTURE),
        (query("FINISHED", safe=False, reason="Porn"), Outcome.REFUSED),
        (query("finished", safe=False, reason="timeout"), Outcome.UNCHECKED),
        (query("finished", safe=False, reason=""), Outcome.UNCHECKED),
        (query("finished", safe=True, cdn=None), Outcome.FAILED),
        (query("exception", reason=TRACEBACK), Outcome.FAILED),
        (query("interrupted"), Outcome.FAILED),
        (query("pending", pending=3), None),
        (query("working"), None),
        (query("not_found"), None),
    ],
)
def test_a_query_s_answers(body: Any, outcome: Outcome | None) -> None:
    verdict = read_query(body)
    assert (verdict.outcome if verdict else None) is outcome
    if verdict:
        assert verdict.uids == {UID}


@pytest.mark.parametrize("body", [None, [], {}, {"code": 500, "data": None}, query("finished", code=7), {"data": 3}])
def test_what_is_no_answer_to_a_query_is_malformed(body: Any) -> None:
    with pytest.raises(MalformedError):
        read_query(body)
