"""`POST /v1/x`: the bytes of a request and of its reply, and the checks that need no store."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence

from clerk_app.journal.canonical import Body, Value, canonical, parse
from clerk_app.journal.events import Event, Header, digest
from clerk_app.kernel.errors import Damaged
from clerk_app.wire import patterns
from clerk_app.wire.messages import (
    CHANGES_PER_REPLY,
    HEADS_PER_REQUEST,
    PROTO,
    SEGMENT_TRANSFER_LIMIT,
    SEGMENTS_PER_REQUEST,
    Accepted,
    Change,
    ExchangeReply,
    ExchangeRequest,
    Head,
    Offer,
    Place,
    Problem,
)
from clerk_app.wire.strict import Fields, answered, asked, read_json

PATH = "/v1/x"

_PLACE = ("seq", "h")
_REQUEST = ("proto", "request_id", "device", "cursor", "heads", "segments", "limit")
_REPLY = (
    "proto", "request_id", "now", "hall", "accepted", "problems",
    "changes", "cursor", "head", "more", "reset",
)  # fmt: skip
_CHANGE = ("seq", "h", "device", "s", "hash")
_FOREIGN = ("header", "body", "salt", "body_hash")


def write_request(request: ExchangeRequest) -> bytes:
    """The body of a request. These bytes are signed as they are."""
    segments: list[Value] = [
        {
            "device": offer.device,
            "n": offer.n,
            "sha": offer.sha,
            "data": base64.b64encode(offer.data).decode("ascii"),
        }
        for offer in request.segments
    ]
    heads: list[Value] = [
        {"device": head.device, "n": head.n, "sha": head.sha} for head in request.heads
    ]
    return canonical(
        {
            "proto": PROTO,
            "request_id": request.request_id,
            "device": request.device,
            "cursor": place_map(request.cursor),
            "heads": heads,
            "segments": segments,
            "limit": request.limit,
        }
    )


def read_request(data: bytes) -> ExchangeRequest:
    """Raises `Misused` (`bad_message`)."""
    top = Fields(read_json(data, asked), "x", asked, required=_REQUEST)
    top.number("proto", PROTO, PROTO)
    return ExchangeRequest(
        request_id=top.text("request_id", patterns.NONCE),
        device=top.text("device", patterns.DEVICE),
        cursor=read_place(top.one("cursor", _PLACE)),
        heads=tuple(
            Head(
                head.text("device", patterns.DEVICE),
                head.number("n"),
                head.text("sha", patterns.SHA),
            )
            for head in top.many("heads", HEADS_PER_REQUEST, ("device", "n", "sha"))
        ),
        segments=tuple(
            Offer(
                offer.text("device", patterns.DEVICE),
                offer.number("n", 1),
                offer.text("sha", patterns.SHA),
                _data(offer),
            )
            for offer in top.many("segments", SEGMENTS_PER_REQUEST, ("device", "n", "sha", "data"))
        ),
        limit=top.number("limit", 1, CHANGES_PER_REPLY),
    )


def _data(offer: Fields) -> bytes:
    try:
        data = base64.b64decode(offer.text("data", patterns.BASE64), validate=True)
    except binascii.Error as error:
        raise offer.fault("data", "不是 base64") from error
    if len(data) > SEGMENT_TRANSFER_LIMIT:
        raise offer.fault("data", f"超过 {SEGMENT_TRANSFER_LIMIT} 字节")
    return data


def write_reply(reply: ExchangeReply) -> bytes:
    """The body of a reply. These bytes are signed as they are."""
    accepted: list[Value] = [
        {"device": a.device, "n": a.n, "sha": a.sha, "durable": a.durable} for a in reply.accepted
    ]
    problems: list[Value] = [
        {"device": p.device, "n": p.n, "code": p.code, "message": p.message, "next": p.next}
        for p in reply.problems
    ]
    changes: list[Value] = [_change_map(change) for change in reply.changes]
    return canonical(
        {
            "proto": PROTO,
            "request_id": reply.request_id,
            "now": reply.now,
            "hall": reply.hall,
            "accepted": accepted,
            "problems": problems,
            "changes": changes,
            "cursor": place_map(reply.cursor),
            "head": place_map(reply.head),
            "more": int(reply.more),
            "reset": int(reply.reset),
        }
    )


def _change_map(change: Change) -> Body:
    fields: Body = {name: getattr(change, name) for name in _CHANGE}
    if change.header:
        fields |= {"header": change.header, "body_hash": change.body_hash}
        if change.salt:
            fields |= {"body": change.body, "salt": change.salt}
    return fields


def read_reply(data: bytes, request_id: str) -> ExchangeReply:
    """Read a reply whose signature was checked. Raises `Damaged` (`bad_reply`).

    `request_id` is that of the request: a reply to another one is refused here too. The
    places and the chain of `changes` are checked by `follow`, which needs the cursor asked.
    """
    top = Fields(read_json(data, answered), "x", answered, required=_REPLY)
    top.number("proto", PROTO, PROTO)
    if top.text("request_id", patterns.NONCE) != request_id:
        raise answered("request_id 是另一次请求的")
    return ExchangeReply(
        request_id=request_id,
        now=top.text("now", patterns.AT),
        hall=top.text("hall", patterns.HALL),
        accepted=tuple(
            Accepted(
                a.text("device", patterns.DEVICE),
                a.number("n"),
                a.text("sha", patterns.SHA),
                a.number("durable"),
            )
            for a in top.many("accepted", 4096, ("device", "n", "sha", "durable"))
        ),
        problems=tuple(
            Problem(
                p.text("device", patterns.DEVICE),
                p.number("n"),
                p.text("code", patterns.WORD),
                p.text("message", patterns.LINE),
                p.number("next"),
            )
            for p in top.many("problems", 4096, ("device", "n", "code", "message", "next"))
        ),
        changes=tuple(
            _change(change) for change in top.many("changes", CHANGES_PER_REPLY, _CHANGE, _FOREIGN)
        ),
        cursor=read_place(top.one("cursor", _PLACE)),
        head=read_place(top.one("head", _PLACE)),
        more=top.flag("more"),
        reset=top.flag("reset"),
    )


def _change(fields: Fields) -> Change:
    whole = "header" in fields
    kept = "salt" in fields
    if whole != ("body_hash" in fields) or kept != ("body" in fields) or (kept and not whole):
        raise fields.fault("header", "和内容不成套")
    return Change(
        seq=fields.number("seq", 1),
        h=fields.text("h", patterns.SHA),
        device=fields.text("device", patterns.DEVICE),
        s=fields.number("s", 1),
        hash=fields.text("hash", patterns.SHA),
        header=fields.text("header", patterns.ANY) if whole else "",
        body_hash=fields.text("body_hash", patterns.SHA) if whole else "",
        body=fields.text("body", patterns.ANY) if kept else "",
        salt=fields.text("salt", patterns.SALT) if kept else "",
    )


def next_place(place: Place, event_hash: bytes) -> Place:
    """The place after one more event: `h = SHA256(h before ‖ event hash)`."""
    h = hashlib.sha256(bytes.fromhex(place.h) + event_hash).hexdigest()
    return Place(place.seq + 1, h)


def follow(cursor: Place, changes: Iterable[Change]) -> Place:
    """Walk the change log from `cursor`; the place reached. Raises `Damaged` (`bad_change_log`)
    at a hole, a repetition or a wrong hash: nothing of such a page may be applied."""
    for change in changes:
        expected = next_place(cursor, bytes.fromhex(change.hash))
        if (change.seq, change.h) != (expected.seq, expected.h):
            raise Damaged("bad_change_log", f"大厅变更记录在第 {cursor.seq + 1} 条处接不上")
        cursor = expected
    return cursor


def event_of(change: Change) -> Event | None:
    """The event of a change by another device; None for an own one, which carries no content.

    Raises `Damaged` (`bad_body`, `bad_header`, `not_canonical`) if body, salt and `body_hash`
    do not belong together or the header names another place. The event's own `hash` can be
    checked against the device's event before it (`journal.events.chain`).
    """
    if not change.header:
        return None
    header = Header.from_bytes(change.header.encode("utf-8"))
    if (header.device, header.s) != (change.device, change.s):
        raise Damaged("bad_header", f"大厅变更记录第 {change.seq} 条的事件头不对")
    body, salt = None, None
    if change.salt:
        body, salt = parse(change.body.encode("utf-8")), bytes.fromhex(change.salt)
        found = digest(salt, change.body.encode("utf-8"), alg=header.alg)
        if found.hex() != change.body_hash:
            raise Damaged("bad_body", f"大厅变更记录第 {change.seq} 条的内容不对")
    return Event(header, body, salt, bytes.fromhex(change.body_hash), bytes.fromhex(change.hash))


def accepted_head(reply: ExchangeReply, device: str) -> Accepted | None:
    """The hall's head of `device` in a reply, if it names one."""
    return next((a for a in reply.accepted if a.device == device), None)


def is_fork(accepted: Accepted, own_shas: Sequence[str]) -> bool:
    """Whether the hall holds another history of this device than this store does.

    `own_shas` are the shas of the own segments 1..n in order. True for an n beyond one's own
    or another sha at n: an image was restored or cloned, and numbering must stop until this
    workstation is enrolled anew.
    """
    if accepted.n == 0:
        return False
    return accepted.n > len(own_shas) or own_shas[accepted.n - 1] != accepted.sha


def place_map(place: Place) -> Body:
    """A place as it is written."""
    return {"seq": place.seq, "h": place.h}


def read_place(fields: Fields) -> Place:
    """A place as it is read."""
    return Place(fields.number("seq"), fields.text("h", patterns.SHA))
