"""The exchange with the hall: everything done here reaches it exactly once, and what the hall
decided comes back. Repeating any of it is harmless.

A page of the change log and the cursor after it are applied in one transaction. An answer counts
only if the paired hall signed it for this very request.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from clerk_app.intake import store as intake
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import Damaged, Refused, Unavailable
from clerk_app.storage.engine import Store
from clerk_app.storage.facts import fact, mark, set_fact, set_mark
from clerk_app.storage.journal import Act, Journal, Received, read_event
from clerk_app.storage.practice import refuse_in_practice
from clerk_app.storage.stations import check_never_held
from clerk_app.sync.segments import (
    durable_events,
    heads,
    note_accepted,
    offers,
    own_devices,
    seal_new,
    shas,
)
from clerk_app.sync.transport import Transport
from clerk_app.wire import enrolment, exchange
from clerk_app.wire.enquiry import case_path, read_case, read_summary
from clerk_app.wire.messages import (
    GENESIS_LOG_HASH,
    Accepted,
    CaseView,
    Change,
    EnrolReply,
    EnrolRequest,
    ExchangeReply,
    ExchangeRequest,
    FormerDevice,
    Place,
    Summary,
)
from clerk_app.wire.signing import check_answer, exchange_headers, query_headers

FORKED = "大厅里有本机没有的记录：这份数据是旧备份或被复制过。本机停止编号，请恢复并重新配对"
MOST_ROUNDS = 10_000
"""An exchange that does not come to rest after so many steps is a fault of the hall."""


@dataclass(frozen=True, slots=True)
class Paired:
    """The hall this workstation now belongs to."""

    hall: str
    name: str
    station: str
    url: str


@dataclass(slots=True)
class Exchanged:
    """What one exchange did: events and bytes. `durable` is the number of our events that the
    hall's last backup elsewhere covers; `head` the hash at the end of the hall's log."""

    pushed: int = 0
    pulled: int = 0
    conflicts: int = 0
    head: str = GENESIS_LOG_HASH
    durable: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    requests: int = 0


def enrol(store: Store, journal: Journal, url: str, code: str, act: Act) -> Paired:
    """Pair this device with a hall by a one-time code, and take the station number it gives.

    The hall's key is pinned: from now on only its answers count. Raises `Misused` (`bad_code`,
    `bad_url`), `Refused` (`code_wrong`, `code_used`, `code_expired`, `other_hall`,
    `station_spent`, `practice`),
    `Unavailable` (`no_hall`, `not_a_hall`), `Damaged` (`foreign_answer`): nothing changes then.
    """
    with store.reading() as db:
        refuse_in_practice(db, "不能与大厅配对")
    secret = enrolment.parse_code(code)
    with store.reading() as db:
        own = journal.own_device(db)
        here = fact(db, "hall")
        former = tuple(
            FormerDevice(d.device, d.public_key.hex()) for d in own_devices(db) if d.retired
        )
    nonce = secrets.token_hex(16)
    request = enrolment.prove(
        EnrolRequest(secret.code_id, own.device, own.public_key.hex(), nonce, former), secret
    )
    transport = Transport(url)
    try:
        body = enrolment.write_request(request)
        answer = transport.post(enrolment.PATH, body, {"Content-Type": "application/json"})
    finally:
        transport.close()
    reply = enrolment.read_reply(answer.body, code=secret, nonce=nonce)
    if reply.hall != here:
        raise Refused("other_hall", f"配对码是另一个大厅（{reply.hall}）的，本机属于 {here}")
    _remember(store, journal, transport.url, reply, act)
    return Paired(reply.hall, reply.name, reply.station, transport.url)


def _remember(store: Store, journal: Journal, url: str, reply: EnrolReply, act: Act) -> None:
    with store.transaction() as db:
        if fact(db, "station") != reply.station:
            check_never_held(db, reply.station)
            set_fact(db, "station", reply.station)
            journal.append(db, "station.assigned", {"station": reply.station}, act)
        if fact(db, "hall_key") != reply.hall_key:  # another log: read it from its beginning
            set_mark(db, "cursor_seq", "")
            set_mark(db, "cursor_h", "")
            journal.forget_hall_numbers(db)
        set_fact(db, "hall_url", url)
        set_fact(db, "hall_key", reply.hall_key)


def synchronise(store: Store, journal: Journal, *, url: str = "", made_at: str) -> Exchanged:
    """Exchange with the hall until both sides have all of it.

    Raises `Unavailable` (`not_enrolled`, `no_hall`, `not_a_hall`), `Damaged`
    (`foreign_answer`, `bad_change_log`, `forked`), `Refused` (`practice`) or as the hall says.
    Whatever was exchanged before stays exchanged.
    """
    with store.transaction() as db:
        refuse_in_practice(db, "不与大厅交换")
        key, address = fact(db, "hall_key"), url or fact(db, "hall_url")
        if not key or not address:
            raise Unavailable("not_enrolled", "本机还没有与大厅配对，请先 enrol")
        seal_new(db, made_at, retired=False)
    done = Exchanged()
    transport = Transport(address)
    try:
        with _stopping_at_a_fork(store):
            _to_rest(store, journal, transport, bytes.fromhex(key), done)
            with store.transaction() as db:
                more = seal_new(db, made_at, retired=True)
            if more:
                _to_rest(store, journal, transport, bytes.fromhex(key), done)
    finally:
        done.bytes_sent, done.bytes_received = transport.sent, transport.received
        done.requests = transport.requests
        transport.close()
    with store.transaction() as db:
        set_fact(db, "synced_at", made_at)
        done.conflicts = intake.count_conflicts(db)
    return done


@contextmanager
def _stopping_at_a_fork(store: Store) -> Iterator[None]:
    """Two histories of one device: this workstation numbers nothing more until it is restored."""
    try:
        yield
    except (Damaged, Refused) as error:
        if error.code in {"forked", "fork"}:
            with store.transaction() as db:
                set_fact(db, "forked", "1")
        raise


def case_at_hall(store: Store, journal: Journal, number: str, at: str) -> CaseView:
    """What the hall holds of one case, asked over HTTP and signed by it."""
    return read_case(_query(store, journal, case_path(number), at))


def summary_of_hall(store: Store, journal: Journal, at: str) -> Summary:
    """Counts and head as the hall tells them, signed by it."""
    return read_summary(_query(store, journal, "/v1/summary", at))


def _query(store: Store, journal: Journal, path: str, at: str) -> bytes:
    with store.reading() as db:
        own = journal.own_device(db)
        url, key = fact(db, "hall_url"), fact(db, "hall_key")
    if not url or not key:
        raise Unavailable("not_enrolled", "本机还没有与大厅配对，请先 enrol")
    nonce = secrets.token_hex(16)
    transport = Transport(url)
    try:
        headers = query_headers(own.private_key, own.device, path, at=at, nonce=nonce)
        answer = transport.get(path, headers)
    finally:
        transport.close()
    check_answer(bytes.fromhex(key), nonce, answer.body, answer.signature)
    return answer.body


def _to_rest(
    store: Store, journal: Journal, transport: Transport, hall_key: bytes, done: Exchanged
) -> None:
    hall_has: dict[str, int] | None = None
    for _ in range(MOST_ROUNDS):
        reply = _round(store, journal, transport, hall_key, hall_has)
        _apply(store, journal, reply, done)
        hall_has = {a.device: a.n for a in reply.accepted}
        with store.reading() as db:
            waiting = offers(db, hall_has, only_known=True)
        if not waiting and not reply.more and not reply.reset:
            return
        _raise_problem(reply)
    raise Damaged("bad_change_log", "与大厅的交换没有尽头，已停止")


def _raise_problem(reply: ExchangeReply) -> None:
    """A problem the next round cannot cure by itself ends the exchange."""
    for problem in reply.problems:
        if problem.code != "gap":
            raise Refused(problem.code, f"大厅没有收下本机的记录：{problem.message}")


def _round(
    store: Store,
    journal: Journal,
    transport: Transport,
    hall_key: bytes,
    hall_has: dict[str, int] | None,
) -> ExchangeReply:
    """One request and its checked reply. The first asks only; segments follow what it says."""
    with store.reading() as db:
        own = journal.own_device(db)
        cursor = Place(int(mark(db, "cursor_seq", "0")), mark(db, "cursor_h", GENESIS_LOG_HASH))
        request = ExchangeRequest(
            request_id=secrets.token_hex(16),
            device=own.device,
            cursor=cursor,
            heads=heads(db),
            segments=() if hall_has is None else offers(db, hall_has),
        )
    body = exchange.write_request(request)
    answer = transport.post(exchange.PATH, body, exchange_headers(own.private_key, body))
    check_answer(hall_key, request.request_id, answer.body, answer.signature)
    reply = exchange.read_reply(answer.body, request.request_id)
    if not reply.reset and exchange.follow(cursor, reply.changes) != reply.cursor:
        raise Damaged("bad_change_log", "大厅变更记录的位置对不上")
    return reply


def _apply(store: Store, journal: Journal, reply: ExchangeReply, done: Exchanged) -> None:
    with store.transaction() as db:
        if reply.reset:  # the hall was restored, or is another: read its log from the beginning
            journal.forget_hall_numbers(db)
            place = Place()
        else:
            received = [Received(_event(db, change), change.seq) for change in reply.changes]
            done.pulled += journal.receive(db, received)
            place = reply.cursor
        set_mark(db, "anchor", reply.now)
        set_mark(db, "cursor_seq", str(place.seq))
        set_mark(db, "cursor_h", place.h)
        live = journal.own_device(db).device
        for accepted in reply.accepted:
            held = shas(db, accepted.device)
            if accepted.device == live:
                _check_fork(accepted, held)
            elif exchange.is_fork(accepted, held):
                continue  # more of a retired device than this image had: it comes by the log
            done.pushed += note_accepted(db, accepted)
        done.durable = durable_events(db)
        done.head = reply.head.h


def _event(db: Connection, change: Change) -> Event:
    """The event of a change; one of ours comes without its content and is looked up."""
    event = exchange.event_of(change)
    if event is None:
        try:
            event = read_event(db, change.device, change.s)
        except Unavailable as error:  # the hall holds work of ours that we do not
            raise Damaged("forked", FORKED) from error
    if event.hash.hex() != change.hash:
        raise Damaged("forked", f"设备 {change.device} 的第 {change.s} 条事件有两个版本")
    return event


def _check_fork(accepted: Accepted, own: list[str]) -> None:
    if exchange.is_fork(accepted, own):
        raise Damaged("forked", FORKED)
