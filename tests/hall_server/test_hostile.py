"""Whatever is sent, the answer is a refusal in the agreed form, never a crash."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clerk_app.wire import enrolment, exchange
from clerk_app.wire.signing import exchange_headers
from tests.hall_server.station import Station
from tests.support.hall import HallApp

Pair = Callable[[], Station]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallApp]:
    """One hall for the whole corpus: what is refused leaves nothing behind."""
    with HallApp(tmp_path_factory.mktemp("hostile")) as app:
        yield app


RAW = {
    "nothing": b"",
    "no JSON": b"hello",
    "a page": b"<html></html>",
    "not UTF-8": b'{"proto":"\xff\xfe"}',
    "a lone surrogate": b'{"proto":"\\ud800"}',
    "NUL": b"\x00",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "an integer of 5000 digits": b'{"proto":' + b"9" * 5000 + b"}",
    "an integer of 2^53": b'{"proto":9007199254740992}',
    "not a number": b'{"proto":NaN}',
    "infinity": b'{"proto":-Infinity}',
    "a fraction": b'{"proto":1.0}',
    "an exponent": b'{"proto":1e400}',
    "a flag": b'{"proto":true}',
    "a key twice": b'{"proto":1,"proto":1}',
    "deep lists": b"[" * 100_000,
    "deep closed lists": b"[" * 50_000 + b"]" * 50_000,
    "deep objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "a byte order mark": b'\xef\xbb\xbf{"proto":1}',
    "two documents": b"{}{}",
    "thirteen levels": b'{"a":' * 13 + b"1" + b"}" * 13,
}


@pytest.mark.parametrize("name", RAW)
@pytest.mark.parametrize("path", [exchange.PATH, enrolment.PATH])
def test_bytes_that_are_no_message_are_refused(hall: HallApp, path: str, name: str) -> None:
    reply = hall.call("POST", path, RAW[name], {"X-Signature": "0" * 128})
    assert reply.status == 400
    assert json.loads(reply.body)["code"] == "bad_message"


WRONG: list[Any] = [
    None, True, 1.5, -1, 2**53, "", "\u0000", "x" * 100_000, [], {}, [[]], [None], {"a": 1},
    "0" * 31 + "G", "٠" * 16, "0" * 16 + "\n",
]  # fmt: skip


def spoiled(message: dict[str, Any]) -> list[bytes]:
    """The message with each field, also inside, put wrong, left out, or one too many."""
    out: list[bytes] = []

    def put(part: dict[str, Any]) -> None:
        for name in list(part):
            kept = part[name]
            for value in WRONG:
                if value != kept and not (value == [] and isinstance(kept, list)):
                    part[name] = value
                    out.append(json.dumps(message).encode())
            del part[name]
            out.append(json.dumps(message).encode())
            part[name] = kept
            if isinstance(kept, dict):
                put(kept)
            elif isinstance(kept, list) and kept and isinstance(kept[0], dict):
                put(kept[0])
        part["more_than_agreed"] = 1
        out.append(json.dumps(message).encode())
        del part["more_than_agreed"]

    put(message)
    return out


def test_an_exchange_with_any_field_wrong_is_refused_even_when_signed(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    one.work()
    good = json.loads(exchange.write_request(one.request(one.offer(1))))
    tried = 0
    for body in spoiled(good):
        reply = hall.call("POST", exchange.PATH, body, exchange_headers(one.private_key, body))
        tried += 1
        if reply.status == 200:  # rightly written, but the bytes inside are no segment
            assert [p["code"] for p in json.loads(reply.body)["problems"]] == ["bad_segment"]
            continue
        assert reply.status in {400, 403}, body[:300]
        assert set(json.loads(reply.body)) == {"code", "message"}
    assert tried > 200
    # as it was, it is taken: the corpus was refused for its faults, not for something else
    body = json.dumps(good).encode()
    headers = exchange_headers(one.private_key, body)
    assert hall.call("POST", exchange.PATH, body, headers).status == 200


def test_an_enrolment_with_any_field_wrong_is_refused(hall: HallApp) -> None:
    request = Station().enrol_request(enrolment.parse_code(hall.enrol_code()))
    for body in spoiled(json.loads(enrolment.write_request(request))):
        assert hall.call("POST", enrolment.PATH, body).status in {400, 403}, body[:300]


def test_a_body_beyond_the_cap_is_refused_before_it_is_read(hall: HallApp) -> None:
    reply = hall.call("POST", exchange.PATH, b" " * (32 * 1024 * 1024 + 1))
    assert (reply.status, json.loads(reply.body)["code"]) == (413, "too_large")


def test_a_decompression_bomb_is_a_bad_segment(hall: HallApp, paired: Pair) -> None:
    import zlib

    one = paired()
    one.work()
    bomb = zlib.compress(bytes(80 * 1024 * 1024), 9)
    request = json.loads(exchange.write_request(one.request(one.offer(1))))
    request["segments"][0]["data"] = base64.b64encode(bomb).decode()
    body = json.dumps(request).encode()
    reply = hall.call("POST", exchange.PATH, body, exchange_headers(one.private_key, body))
    assert [p["code"] for p in json.loads(reply.body)["problems"]] == ["bad_segment"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/docs", 404),
        ("GET", "/v1/x", 400),
        ("DELETE", "/v1/enrol", 400),
        ("GET", "/v1/cases/1", 400),
        ("GET", "/v1/cases/" + "٣" * 20, 400),
        ("GET", "/v1/cases/" + "1" * 20, 400),
        ("GET", "/v1/cases/..%2f..%2fhall.db", 400),
        ("GET", "/v1/summary?limit=1", 400),
        ("GET", "/v1/health", 200),
    ],
)
def test_calls_that_are_not_in_the_contract_are_refused_in_its_form(
    hall: HallApp, method: str, path: str, status: int
) -> None:
    reply = hall.call(method, path)
    assert reply.status == status
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["cache-control"] == "no-store"


def test_the_openapi_document_names_the_calls_and_every_field_the_codecs_read(
    hall: HallApp, paired: Pair
) -> None:
    document = json.loads(hall.call("GET", "/openapi.json").body)
    paths = document["paths"]
    assert set(paths) == {
        "/v1/enrol", "/v1/x", "/v1/cases/{number}", "/v1/summary", "/v1/health",
    }  # fmt: skip
    one = paired()
    one.work()
    request = one.request(one.offer(1))
    said = json.loads(exchange.write_request(request))
    answer = one.send(hall, request)
    told = json.loads(exchange.write_reply(answer))
    body = "application/json"
    for message, schema in (
        (said, paths["/v1/x"]["post"]["requestBody"]["content"][body]["schema"]),
        (told, paths["/v1/x"]["post"]["responses"]["200"]["content"][body]["schema"]),
    ):
        assert set(message) == set(schema["properties"]) == set(schema["required"])
        for name, value in message.items():
            if isinstance(value, list) and value:
                inner = schema["properties"][name]["items"]
                assert set(inner["required"]) <= set(value[0]) <= set(inner["properties"])
    names = [p["name"] for p in paths["/v1/summary"]["get"]["parameters"]]
    assert names == ["X-Device", "X-At", "X-Nonce", "X-Signature"]
