"""The provider's JSON: every shape it is known to have, and whatever else may come."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.job import PAINTED, Kind, Order, Outcome
from bot.prompt import Options, Style
from bot.provider.wire import (
    AnimeLayout,
    MalformedError,
    SubmitAnswer,
    Verdict,
    error_class,
    read_callback,
    read_query,
    read_submit,
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
        (callback(data=STOPPED | {"reason": None}), Outcome.UNCHECKED, "", ()),
        (callback(data=STOPPED), Outcome.UNCHECKED, "", ()),
        (callback(data=PICTURE | {"safe": None}), Outcome.UNCHECKED, "", ()),
        (callback(data=PICTURE | {"cdn": "", "cos": ""}), Outcome.FAILED, "empty", ()),
        (callback(False, {"uid": UID, "reason": TRACEBACK}), Outcome.FAILED, "torch.cuda.OutOfMemoryError", ()),
        (callback("False", {"uid": UID, "reason": "oh no"}), Outcome.FAILED, "unnamed", ()),
        (callback("False", PICTURE), Outcome.FAILED, "unnamed", ()),
        (callback("", PICTURE), Outcome.FAILED, "unnamed", ()),
        (callback(False), Outcome.FAILED, "unnamed", ()),
    ],
)
def test_a_callback_s_shapes(body: bytes, outcome: Outcome, reason: str, urls: tuple[str, ...]) -> None:
    assert read_callback(body) == Verdict(outcome=outcome, uids=frozenset({UID}), reason=reason, urls=urls)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'"success"',
        b'{"success": null}',
        b'{"success": true',
        b"[" * 9_000,
        b'{"success": []}',
        b'{"data": {}}',
        b'{"success": true, "data": []}',
        b'{"success": 7}',
        b"NaN",
    ],
)
def test_what_is_no_callback_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedError):
        read_callback(body)


def test_both_uids_of_a_callback_are_told() -> None:
    assert read_callback(callback(data=PICTURE | {"uid": "other"})).uids == {UID, "other"}
    assert read_callback(b'{"success": false}').uids == frozenset()


def test_a_reason_never_tells_more_than_the_error_s_class() -> None:
    assert error_class(TRACEBACK) == "torch.cuda.OutOfMemoryError"
    assert error_class("<class 'a b'> https://secret") == "unnamed"
    assert len(read_callback(callback(data=STOPPED | {"reason": "x" * 5_000})).reason) <= 100


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


@settings(max_examples=400, deadline=None)
@given(ANYTHING.map(lambda body: json.dumps(body).encode()) | st.binary(max_size=60))
def test_any_body_is_a_verdict_or_malformed(body: bytes) -> None:
    try:
        verdict = read_callback(body)
    except MalformedError:
        return
    assert isinstance(verdict, Verdict)
    assert bool(verdict.urls) == (verdict.outcome is Outcome.PICTURE)
    assert verdict.outcome is not Outcome.EXPIRED


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
        ({"hello": "world"}, SubmitAnswer()),
        ({}, SubmitAnswer()),
    ],
)
def test_a_submit_s_answers(body: Any, answer: SubmitAnswer) -> None:
    assert read_submit(body) == answer


@pytest.mark.parametrize(
    "body",
    [None, [], "", 0, {"code": 0}, {"code": "0", "data": None}, {"code": 0, "data": {"uid": None}}, {"success": True}],
)
def test_an_answer_that_may_hide_an_accepted_order_is_malformed(body: Any) -> None:
    with pytest.raises(MalformedError):
        read_submit(body)


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
