"""The journal: the one source of truth, and the only door for writes.

`append` records an act done here; `receive` takes events from the hall, a stick or a backup.
Both call the projections of the features in the same transaction, so a row is never anything
but the events, read again.

The state of a case is the fold over its events in hall order, then our own that the hall has
not numbered yet. When a received event touches a case, that case is folded anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from clerk_app.journal.canonical import Body, canonical, parse
from clerk_app.journal.events import (
    SALT_BYTES,
    Event,
    Header,
    check_event,
    device_id,
    genesis,
    make_event,
)
from clerk_app.journal.keys import new_private_key, public_key
from clerk_app.kernel.errors import ClerkError, Damaged, Unavailable
from clerk_app.storage.schema import devices, events

Project = Callable[[Connection, Event], None]
Forget = Callable[[Connection, str], None]


@dataclass(frozen=True, slots=True)
class Projector:
    """What one feature derives from events.

    `tables` are emptied before a rebuild; `forget` removes the rows of one case before that
    case is folded anew (None where no row depends on the order of a case's events).
    """

    kinds: Mapping[str, Project]
    tables: tuple[Table, ...] = ()
    forget: Forget | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """An event from the hall with its place in the hall's change log (from 1, gapless)."""

    event: Event
    hall_seq: int


@dataclass(frozen=True, slots=True)
class Act:
    """Who did something and when; `clock` lets the hall judge `at` later."""

    at: str
    operator: str
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one device's chain: how many events, and the hash of the last."""

    device: str
    s: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the whole journal found. `first_bad` is "device/s: code" or empty."""

    events: int
    heads: tuple[Head, ...] = field(default_factory=tuple)
    first_bad: str = ""

    @property
    def ok(self) -> bool:
        return not self.first_bad


class Journal:
    """Appends, receives, folds, verifies. Works on the connection it is given."""

    def __init__(self, projectors: Sequence[Projector]) -> None:
        self._projectors = tuple(projectors)

    # ---------------------------------------------------------------- devices

    def new_device(self, db: Connection) -> str:
        """Give this workstation a fresh identity and retire the one before. Returns its id."""
        private = new_private_key()
        public = public_key(private)
        device = device_id(public)
        last = db.execute(select(func.max(devices.c.ordinal))).scalar() or 0
        db.execute(update(devices).where(devices.c.private_key.is_not(None)).values(retired=1))
        db.execute(
            insert(devices).values(
                device=device,
                ordinal=last + 1,
                public_key=public,
                private_key=private,
                retired=0,
                head_s=0,
                head_hash=genesis(public),
            )
        )
        return device

    def own_device(self, db: Connection) -> Row[tuple[str, int, bytes, bytes, int, int, bytes]]:
        """The live device of this workstation. Raises `Damaged` (`no_device`)."""
        row = db.execute(
            select(devices).where(devices.c.private_key.is_not(None), devices.c.retired == 0)
        ).one_or_none()
        if row is None:
            raise Damaged("no_device", "数据库里没有本机身份。请从备份恢复")
        return row

    # ---------------------------------------------------------------- the two doors

    def append(
        self,
        db: Connection,
        kind: str,
        body: Body,
        act: Act,
        *,
        case: str = "",
        base_ver: int = -1,
    ) -> Event:
        """Record an act done here and project it, in the caller's transaction."""
        own = self.own_device(db)
        header = Header(
            device=own.device,
            s=own.head_s + 1,
            kind=kind,
            at=act.at,
            operator=act.operator,
            case=case,
            base_ver=base_ver,
            clock=act.clock,
        )
        salt = secrets.token_bytes(SALT_BYTES)
        event = make_event(header, body, salt=salt, prev_hash=own.head_hash)
        _insert(db, event, None)
        self._project(db, event)
        return event

    def receive(self, db: Connection, received: Sequence[Received]) -> int:
        """Take events in hall order; returns how many were new here.

        An event of ours only learns its hall number. Raises `Damaged` (`bad_body`,
        `bad_chain`, `forked`): then nothing is taken.
        """
        touched: dict[str, None] = {}
        new = 0
        for item in received:
            event = item.event
            new += self._take(db, item)
            if event.case:
                touched[event.case] = None
        for case in touched:
            self._refold(db, case)
        return new

    def _take(self, db: Connection, item: Received) -> int:
        event, header = item.event, item.event.header
        key = (events.c.device == header.device, events.c.s == header.s)
        known = db.execute(select(events.c.hash).where(*key)).scalar_one_or_none()
        if known is not None:
            if known != event.hash:
                raise Damaged("forked", f"设备 {header.device} 的第 {header.s} 条事件有两个版本")
            db.execute(update(events).where(*key).values(hall_seq=item.hall_seq))
            return 0
        head = _head_of(db, header.device)
        if header.s != head.s + 1:
            raise Damaged("bad_chain", f"设备 {header.device} 缺第 {head.s + 1} 条事件")
        check_event(event, head.hash if head.s else _first_prev(db, event))
        _insert(db, event, item.hall_seq)
        self._project(db, event, forgetful=None if not event.case else False)
        return 1

    # ---------------------------------------------------------------- folding

    def rebuild(self, db: Connection) -> int:
        """Empty every projection and fold the whole journal again. Returns the events read."""
        for projector in self._projectors:
            for table in projector.tables:
                db.execute(delete(table))
        count = 0
        for event in self._in_fold_order(db):
            self._project(db, event)
            count += 1
        return count

    def _refold(self, db: Connection, case: str) -> None:
        for projector in self._projectors:
            if projector.forget is not None:
                projector.forget(db, case)
        for event in self.case_events(db, case):
            self._project(db, event, forgetful=True)

    def _project(self, db: Connection, event: Event, *, forgetful: bool | None = None) -> None:
        """Project into all features, or only those that can (True) or cannot forget a case."""
        if event.body is None:  # erased by law: there is nothing left to derive from
            return
        for projector in self._projectors:
            project = projector.kinds.get(event.kind)
            if project is None or forgetful not in {None, projector.forget is not None}:
                continue
            project(db, event)

    def case_events(self, db: Connection, case: str) -> list[Event]:
        """The events of a case in the order they are folded."""
        return list(self._in_fold_order(db, case))

    def _in_fold_order(self, db: Connection, case: str = "") -> Iterator[Event]:
        query = (
            select(events)
            .join(devices, devices.c.device == events.c.device)
            .order_by(
                events.c.hall_seq.is_(None), events.c.hall_seq, devices.c.ordinal, events.c.s
            )
        )
        if case:
            query = query.where(events.c.case_number == case)
        for row in db.execute(query).all():
            yield _event(row)

    # ---------------------------------------------------------------- reading

    def heads(self, db: Connection) -> tuple[Head, ...]:
        """The end of every chain held here, ours first."""
        rows = db.execute(
            select(devices).order_by(devices.c.ordinal == 0, devices.c.ordinal, devices.c.device)
        )
        return tuple(Head(r.device, r.head_s, r.head_hash or b"") for r in rows)

    def count(self, db: Connection) -> int:
        return db.execute(select(func.count()).select_from(events)).scalar_one()

    def unsent(self, db: Connection) -> tuple[int, str]:
        """How many of our own events the hall has not numbered, and the oldest one's time."""
        mine = (
            select(events.c.header)
            .join(devices, devices.c.device == events.c.device)
            .where(devices.c.private_key.is_not(None), events.c.hall_seq.is_(None))
        )
        count = db.execute(select(func.count()).select_from(mine.subquery())).scalar_one()
        first = db.execute(mine.order_by(devices.c.ordinal, events.c.s).limit(1)).scalar()
        return count, Header.from_bytes(first).at if first is not None else ""

    def verify(self, db: Connection) -> Verification:
        """Check every body, every link and every device's head, from the first event on."""
        heads: list[Head] = []
        total = 0
        for device in db.execute(select(devices).order_by(devices.c.ordinal.desc())):
            previous = genesis(device.public_key) if device.public_key else b""
            last = 0
            for row in db.execute(
                select(events).where(events.c.device == device.device).order_by(events.c.s)
            ).all():
                total += 1
                try:
                    previous = _verify_row(row, last, previous)
                except ClerkError as error:
                    return Verification(total, tuple(heads), f"{row.device}/{row.s}: {error.code}")
                last = row.s
            if (last, previous) != (device.head_s, device.head_hash or b"") and device.head_s:
                bad = f"{device.device}/{last + 1}: missing"
                return Verification(total, tuple(heads), bad)
            heads.append(Head(device.device, last, previous))
        return Verification(total, tuple(heads))


def read_event(db: Connection, device: str, s: int) -> Event:
    """One event by its name. Raises `Unavailable` (`no_event`)."""
    row = db.execute(
        select(events).where(events.c.device == device, events.c.s == s)
    ).one_or_none()
    if row is None:
        raise Unavailable("no_event", f"没有事件 {device}/{s}")
    return _event(row)


def events_of(db: Connection, device: str, first: int, last: int) -> list[Event]:
    """The events `first`…`last` of one device, in order."""
    rows = db.execute(
        select(events)
        .where(events.c.device == device, events.c.s >= first, events.c.s <= last)
        .order_by(events.c.s)
    )
    return [_event(row) for row in rows]


def _verify_row(row: Row[tuple[object, ...]], last: int, previous: bytes) -> bytes:
    if row.s != last + 1:
        raise Damaged("gap", f"缺第 {last + 1} 条")
    event = _event(row)
    header = event.header
    if (header.device, header.s, header.kind, header.case) != (
        row.device,
        row.s,
        row.kind,
        row.case_number,
    ):
        raise Damaged("bad_columns", "事件的列和事件头不一致")
    check_event(event, previous)
    return event.hash


def _event(row: Row[tuple[object, ...]]) -> Event:
    return Event(
        header=Header.from_bytes(row.header),
        body=None if row.body is None else parse(row.body),
        salt=row.salt,
        body_hash=row.body_hash,
        hash=row.hash,
    )


def _head_of(db: Connection, device: str) -> Head:
    row = db.execute(select(devices).where(devices.c.device == device)).one_or_none()
    return Head(device, row.head_s, row.head_hash or b"") if row else Head(device, 0, b"")


def _first_prev(db: Connection, event: Event) -> bytes:
    """The genesis hash of a device first heard of: its key comes with the first event."""
    row = db.execute(
        select(devices.c.public_key).where(devices.c.device == event.header.device)
    ).scalar_one_or_none()
    if row is not None:
        return genesis(row)
    body = event.body or {}
    key = body.get("public_key")
    try:
        public = bytes.fromhex(key) if isinstance(key, str) else b""
    except ValueError:
        public = b""
    if device_id(public) != event.header.device:
        raise Damaged("bad_chain", f"设备 {event.header.device} 的第一条事件没有带它的公钥")
    db.execute(
        insert(devices).values(
            device=event.header.device,
            ordinal=0,
            public_key=public,
            retired=0,
            head_s=0,
            head_hash=genesis(public),
        )
    )
    return genesis(public)


def _insert(db: Connection, event: Event, hall_seq: int | None) -> None:
    header = event.header
    db.execute(
        insert(events).values(
            device=header.device,
            s=header.s,
            kind=header.kind,
            case_number=header.case,
            header=canonical(header.to_map()),
            body=event.body_bytes(),
            salt=event.salt,
            body_hash=event.body_hash,
            hash=event.hash,
            hall_seq=hall_seq,
        )
    )
    db.execute(
        update(devices)
        .where(devices.c.device == header.device)
        .values(head_s=header.s, head_hash=event.hash)
    )
