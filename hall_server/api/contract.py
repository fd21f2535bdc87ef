"""The schemas of the messages, for the OpenAPI document other hall systems build on.

The codecs in `clerk_app.wire` decide what is read; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from clerk_app.wire.messages import (
    CHANGES_PER_REPLY,
    HEADS_PER_REQUEST,
    PROTO,
    SEGMENTS_PER_REQUEST,
)
from clerk_app.wire.signing import HALL_SIGNATURE, JSON

Schema = dict[str, Any]


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _number(low: int = 0, high: int = 2**53 - 1) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def _list(items: Schema, limit: int = 0) -> Schema:
    return {"type": "array", "items": items} | ({"maxItems": limit} if limit else {})


def _object(optional: Collection[str] = (), **fields: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in fields if name not in optional],
        "properties": fields,
    }


_DEVICE = _text("[0-9a-f]{16}")
_SHA = _text("[0-9a-f]{64}")
_NONCE = _text("[0-9a-f]{32}")
_HALL = _text("[0-9]{12}")
_STATION = _text("[0-9]{4}")
_AT = {"type": "string", "format": "date-time"}
_ANY = {"type": "string"}
_FLAG = _number(0, 1)
_PROTO = {"type": "integer", "const": PROTO}
_PLACE = _object(seq=_number(), h=_SHA)
_FORMER = _object(device=_DEVICE, public_key=_SHA)
_HEAD = _object(device=_DEVICE, n=_number(), sha=_SHA)
_SEGMENT = _object(
    device=_DEVICE,
    n=_number(1),
    sha=_SHA,
    data={"type": "string", "contentEncoding": "base64"},
)
_CHANGE = _object(
    optional=("header", "body", "salt", "body_hash"),
    seq=_number(1),
    h=_SHA,
    device=_DEVICE,
    s=_number(1),
    hash=_SHA,
    header=_ANY,
    body=_ANY,
    salt=_NONCE,
    body_hash=_SHA,
)
_PROBLEM = _object(device=_DEVICE, n=_number(), code=_ANY, message=_ANY, next=_number())

ENROL_REQUEST = _object(
    optional=("former",),
    proto=_PROTO,
    code_id=_text("[0-9A-HJKMNP-TV-Z]{4}"),
    device=_DEVICE,
    public_key=_SHA,
    nonce=_NONCE,
    former=_list(_FORMER, 16),
    proof=_SHA,
)
ENROL_REPLY = _object(
    proto=_PROTO, hall=_HALL, name=_ANY, hall_key=_SHA, station=_STATION, now=_AT, mac=_SHA
)
EXCHANGE_REQUEST = _object(
    proto=_PROTO,
    request_id=_NONCE,
    device=_DEVICE,
    cursor=_PLACE,
    heads=_list(_HEAD, HEADS_PER_REQUEST),
    segments=_list(_SEGMENT, SEGMENTS_PER_REQUEST),
    limit=_number(1, CHANGES_PER_REPLY),
)
EXCHANGE_REPLY = _object(
    proto=_PROTO,
    request_id=_NONCE,
    now=_AT,
    hall=_HALL,
    accepted=_list(_object(device=_DEVICE, n=_number(), sha=_SHA, durable=_number())),
    problems=_list(_PROBLEM),
    changes=_list(_CHANGE, CHANGES_PER_REPLY),
    cursor=_PLACE,
    head=_PLACE,
    more=_FLAG,
    reset=_FLAG,
)
CASE = _object(
    number=_text("[0-9]{20}"),
    state=_ANY,
    outcome=_ANY,
    item_name=_ANY,
    received_on=_ANY,
    rating=_number(),
    documents=_list(_ANY),
    events=_list(
        _object(device=_DEVICE, s=_number(1), kind=_ANY, at=_AT, seq=_number(1), known=_FLAG)
    ),
)
SUMMARY = _object(
    hall=_HALL,
    now=_AT,
    events=_number(),
    cases=_number(),
    unknown=_number(),
    quarantined=_number(),
    head=_PLACE,
    devices=_list(_object(device=_DEVICE, station=_STATION, state=_ANY, n=_number(), s=_number())),
)
HEALTH = _object(proto=_PROTO, now=_AT)
REFUSAL = _object(code=_ANY, message=_ANY)


def operation(
    reply: Schema, *, request: Schema | None = None, headers: Collection[str] = ()
) -> Schema:
    """The part of an OpenAPI operation that FastAPI cannot see, since bodies are read raw."""
    said: Schema = {"content": {JSON: {"schema": reply}}, "description": "Answered"}
    if headers:
        said["headers"] = {HALL_SIGNATURE: {"schema": _text("[0-9a-f]{128}")}}
    refusal = {"content": {JSON: {"schema": REFUSAL}}, "description": "Refused, and why"}
    extra: Schema = {"responses": {"200": said, "4XX": refusal, "503": refusal}}
    if request is not None:
        extra["requestBody"] = {"required": True, "content": {JSON: {"schema": request}}}
    if headers:
        extra["parameters"] = [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
            for name in headers
        ]
    return extra
