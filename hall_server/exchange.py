"""One step of the exchange: believe the device, take its segments, tell it what is new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from clerk_app.kernel.clock import Clock, stamp
from clerk_app.wire.exchange import read_request, write_reply
from clerk_app.wire.messages import (
    Accepted,
    Change,
    ExchangeReply,
    ExchangeRequest,
    Place,
    Problem,
)
from clerk_app.wire.signing import answer_headers, check_exchange
from hall_server.devices import Device, DeviceState, find, in_hall, unknown
from hall_server.halls import Hall, get_hall
from hall_server.intake import SegmentIntake, fork, stored_sha
from hall_server.store.hall_store import HallStore
from hall_server.store.tables import changes, events

PAGE_BYTES = 4 * 1024 * 1024
"""A page of changes ends after about so many bytes, whatever was asked."""
BODY_LIMIT = 4 * 1024 * 1024
"""A larger body stays in the archive and is not sent on: one event may not stop the pulling."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A body and the headers that vouch for it."""

    body: bytes
    headers: dict[str, str]


def exchange(
    store: HallStore,
    clock: Clock,
    body: bytes,
    signature: str,
    intake: type[SegmentIntake] = SegmentIntake,
) -> Answer:
    """Answer one exchange. Segments are on the disk before the answer exists.

    Raises `Misused` (`bad_message`), `Refused` (`unknown_device`, `bad_signature`),
    `Unavailable` (`store_unavailable`).
    """
    request = read_request(body)
    with store.reading() as db:
        sender = _known(db, request.device)
    check_exchange(sender.public_key, body, signature)
    now = stamp(clock.now())
    problems: tuple[Problem, ...] = ()
    if request.segments:
        problems = store.write(
            lambda db: intake(db, _known(db, request.device), now).take(request.segments)
        )
    with store.reading() as db:
        hall = get_hall(db, sender.hall)
        reply = _reply(db, hall, _known(db, request.device), request, problems, now)
    answer = write_reply(reply)
    return Answer(answer, answer_headers(hall.private_key, request.request_id, answer))


def _known(db: Connection, device: str) -> Device:
    found = find(db, device)
    if found is None:
        raise unknown()
    return found


def _reply(
    db: Connection,
    hall: Hall,
    sender: Device,
    request: ExchangeRequest,
    problems: tuple[Problem, ...],
    now: str,
) -> ExchangeReply:
    accepted, more_problems = _heads(db, sender, request, {p.device for p in problems})
    problems += more_problems
    page: tuple[Change, ...] = ()
    cursor, reset, head = request.cursor, False, hall.head
    if sender.state is DeviceState.ACTIVE:
        reset = not _is_place(db, hall, request.cursor)
        if reset:
            cursor = Place()
        else:
            page, cursor = _page(db, hall, sender, request)
    else:
        head = request.cursor
        message = "这台设备已停用，大厅只收下它的记录"
        problems += (Problem(sender.device, 0, sender.state.value, message, 0),)
    return ExchangeReply(
        request_id=request.request_id,
        now=now,
        hall=hall.hall,
        accepted=accepted,
        problems=problems,
        changes=page,
        cursor=cursor,
        head=head,
        more=not reset and cursor.seq < head.seq,
        reset=reset,
    )


def _heads(
    db: Connection, sender: Device, request: ExchangeRequest, told: set[str]
) -> tuple[tuple[Accepted, ...], tuple[Problem, ...]]:
    """The hall's head of every device the request names, and the forks its heads betray."""
    accepted, problems = [], []
    named = {head.device: head for head in request.heads}
    for device in {sender.device: 0, **named, **{o.device: 0 for o in request.segments}}:
        owner = in_hall(db, sender.hall, device)
        if owner is None or not sender.may_offer(owner):
            if device not in told:
                code = "unknown_device" if owner is None else "not_yours"
                problems.append(Problem(device, 0, code, "这台设备不属于本工作站", 0))
            continue
        accepted.append(owner.accepted())
        head = named.get(device)
        if head is None or device in told or not 1 <= head.n <= owner.n:
            continue
        if stored_sha(db, owner, head.n) != head.sha:
            problems.append(fork(owner, head.n))
    return tuple(accepted), tuple(problems)


def _is_place(db: Connection, hall: Hall, cursor: Place) -> bool:
    if cursor.seq == 0:
        return cursor == Place()
    h = db.scalar(
        select(changes.c.h).where(changes.c.hall_id == hall.hall, changes.c.seq == cursor.seq)
    )
    return h is not None and h.hex() == cursor.h


def _page(
    db: Connection, hall: Hall, sender: Device, request: ExchangeRequest
) -> tuple[tuple[Change, ...], Place]:
    rows = db.execute(
        select(changes.c.seq, changes.c.h, events)
        .join(
            events,
            (events.c.hall_id == changes.c.hall_id)
            & (events.c.device == changes.c.device)
            & (events.c.s == changes.c.s),
        )
        .where(changes.c.hall_id == hall.hall, changes.c.seq > request.cursor.seq)
        .order_by(changes.c.seq)
        .limit(request.limit)
    )
    page: list[Change] = []
    place, size = request.cursor, 0
    for row in rows:
        change = _change(row, whole=row.device != sender.device)
        page.append(change)
        place = Place(change.seq, change.h)
        size += len(change.header) + len(change.body) + 600
        if size > PAGE_BYTES:
            break
    return tuple(page), place


def _change(row: Row[Any], *, whole: bool) -> Change:
    start = Change(row.seq, row.h.hex(), row.device, row.s, row.hash.hex())
    if not whole:
        return start
    told = row.body is not None and len(row.body) <= BODY_LIMIT
    return replace(
        start,
        header=row.header.decode("utf-8"),
        body=row.body.decode("utf-8") if told else "",
        salt=row.salt.hex() if told else "",
        body_hash=row.body_hash.hex(),
    )
