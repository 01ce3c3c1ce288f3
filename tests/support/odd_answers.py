"""Lists invalid responses of Telegram, or of a proxy in front of it, as effects of the sandbox's faults."""

from typing import Any

HTML = "<html><body>It works!</body></html>"
NOT_FOUND = '{"ok": false, "error_code": 404, "description": "Not Found"}'
CUT_OFF = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"ok":tr'
UNAUTHORIZED = '{"ok": false, "error_code": 401, "description": "Unauthorized"}'

Odd = tuple[str, Any]

NO_ANSWERS: list[Odd] = [
    *(("body", [200, text]) for text in ("", " ", "null", "true", "7", '"x"', "[]", "[null]", "{}", '{"ok": 1}')),
    *(
        ("body", [200, text])
        for text in ('{"ok": true}', '{"ok": true, "result": null}', '{"ok": false}', '{"ok": "x"}')
    ),
    ("body", [200, '{"ok": true, "resu']),
    ("body", [200, "[" * 100_000]),
    ("body", [200, '{"result": {"id": 1, "is_bot": true, "first_name": "x", "username": "x"}}']),
    ("body", [200, HTML]),
    ("body", [200, '{"ok": false, "error_code": "x", "description": 7, "parameters": []}']),
    ("body", [204, ""]),
    ("body", [302, '{"ok": true, "result": true}']),
    ("body", [400, HTML]),
    ("body", [401, HTML]),
    ("body", [403, '{"message": "no such route"}']),
    ("body", [404, HTML]),
    ("body", [404, NOT_FOUND]),
    ("body", [500, '{"ok": true, "result": {}}']),
    ("body", [502, "[]"]),
    ("status", 503),
    ("bulk", 20_000_000),
    ("raw", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    ("raw", 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n{"ok": true}'),
    ("raw", CUT_OFF),
    ("raw", 'HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"ok": true'),
    ("raw", "SSH-2.0-OpenSSH_9.2p1\r\n"),
    ("drop", None),
]
"""Responses to any call that leave unknown whether the call was carried out."""

NO_RESULTS: list[Any] = [True, 7, "x", [], [7], ["x"], [[]], [{}], {}, {"ok": True}, {"user": [], "url": 7, "id": {}}]
"""Results of the wrong type for almost every call."""

NOBODY: list[Any] = [
    *({"id": bot_id, "is_bot": True, "first_name": "x", "username": "huabot"} for bot_id in (None, True, "x", {}, -1)),
    *({"id": 1, "is_bot": True, "first_name": "x", "username": name} for name in (None, "", 7, {}, "<b>", "\ud800")),
    {"id": 1, "is_bot": True, "first_name": "x"},
]
"""Results of `getMe` that do not identify a bot."""
