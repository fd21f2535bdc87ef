"""The journal: the one source of truth, and the only door for writes.

`append` records an act done here; `receive` takes events from the hall, a stick or a backup.
Both call the projections of the features in the same transaction, so a row is never anything
but the events, read again.

The state of a case is the fold over its events in hall order, then those the hall has not
numbered yet. When a received event touches a case, that case is folded anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import (
    Connection,
    Integer,
    LargeBinary,
    Row,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from clerk_app.journal.canonical import Body, parse
from clerk_app.journal.events import (
    SALT_BYTES,
    Event,
    Header,
    check_event,
    device_id,
    genesis,
    seal,
)
from clerk_app.journal.keys import new_private_key, public_key
from clerk_app.kernel.errors import ClerkError, Damaged, Unavailable
from clerk_app.storage.prepared import Prepared
from clerk_app.storage.schema import devices, events

Project = Callable[[Connection, Event], None]
Forget = Callable[[Connection, str], None]


@dataclass(frozen=True, slots=True)
class Projector:
    """What one feature derives from events.

    `tables` are emptied before a rebuild; `forget` removes the rows of one case before that
    case is folded anew (None where no row depends on the order of a case's events: such a
    projector sees events as they come, and none whose body was erased by law). `batch` takes what
    one act recorded here together, with the same result. `own` keeps out
    events of other workstations; `erased` lets in those without a body, for what headers say.
    """

    kinds: Mapping[str, Project]
    tables: tuple[Table, ...] = ()
    forget: Forget | None = None
    own: bool = False
    erased: bool = False
    batch: Callable[[Connection, Sequence[Event]], None] | None = None


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
class Entry:
    """One event that an act records. `base_ver` as in `Header`. `more` tells what the body says
    beside of the events the act recorded before it, which are known only once they are sealed."""

    kind: str
    body: Body
    case: str = ""
    base_ver: int = -1
    more: Callable[[Sequence[Event]], Body] | None = None


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """The live device of this workstation, as its row stands."""

    device: str
    ordinal: int
    public_key: bytes
    private_key: bytes
    retired: int
    head_s: int
    head_hash: bytes


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

    def own_device(self, db: Connection) -> OwnDevice:
        """The live device of this workstation. Raises `Damaged` (`no_device`)."""
        rows = _OWN.rows(db)
        if len(rows) != 1:
            raise Damaged("no_device", "数据库里没有本机身份。请从备份恢复")
        return OwnDevice(*rows[0])

    def last_at(self, db: Connection) -> str:
        """When the last act of this device was recorded, as it is written; empty before one."""
        own = self.own_device(db)
        header = _HEADER.scalar(db, of=own.device, s=own.head_s)
        return Header.from_bytes(header).at if header else ""

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
        return self.append_all(db, [Entry(kind, body, case, base_ver)], act)[0]

    def append_all(self, db: Connection, entries: Sequence[Entry], act: Act) -> list[Event]:
        """Record what one act came to, in order, and project it: all that an acceptance leaves is
        written at once."""
        own = self.own_device(db)
        previous = own.head_hash
        made: list[Event] = []
        rows: list[dict[str, object]] = []
        for s, entry in enumerate(entries, start=own.head_s + 1):
            header = Header(
                device=own.device,
                s=s,
                kind=entry.kind,
                at=act.at,
                operator=act.operator,
                case=entry.case,
                base_ver=entry.base_ver,
                clock=act.clock,
            )
            salt = secrets.token_bytes(SALT_BYTES)
            body = {**entry.body, **entry.more(made)} if entry.more else entry.body
            event, head, content = seal(header, body, salt=salt, prev_hash=previous)
            previous = event.hash
            made.append(event)
            rows.append(_row(event, head, content, None))
        _INSERT.run_all(db, rows)
        _MOVE.run(db, of=own.device, s=own.head_s + len(made), hash=previous)
        self._project_all(db, made)
        return made

    def receive(self, db: Connection, received: Sequence[Received]) -> int:
        """Take events in hall order; returns how many were new here.

        An event of ours only learns its hall number. Should the hall have given that number to
        another event before (it was restored), the other waits for its new one. Raises
        `Damaged` (`bad_body`, `bad_chain`, `forked`): then nothing is taken.
        """
        touched: dict[str, None] = {}
        new = 0
        for item in received:
            touched.update(dict.fromkeys(_free_number(db, item)))
            new += self._take(db, item)
            touched[item.event.case] = None
        touched.pop("", None)
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
        if head.live:  # we alone add to this chain: the hall knows what we have forgotten
            raise Damaged("forked", f"本机忘了自己的第 {header.s} 条事件：数据库是旧的")
        if header.s != head.s + 1:
            raise Damaged("bad_chain", f"设备 {header.device} 缺第 {head.s + 1} 条事件")
        check_event(event, head.hash if head.s else _first_prev(db, event))
        _insert(db, event, item.hall_seq)
        self._project(db, event, own=head.own, forgetful=False if event.case else None)
        return 1

    # ---------------------------------------------------------------- folding

    def forget_hall_numbers(self, db: Connection) -> None:
        """The hall's log begins anew: no number counts until it is pulled again."""
        db.execute(update(events).values(hall_seq=None))
        self.rebuild(db)

    def rebuild(self, db: Connection) -> int:
        """Empty every projection and fold the whole journal again. Returns the events read."""
        for projector in self._projectors:
            for table in projector.tables:
                db.execute(delete(table))
        own = set(db.scalars(select(devices.c.device).where(devices.c.private_key.is_not(None))))
        count = 0
        for event in self._in_fold_order(db):
            self._project(db, event, own=event.header.device in own)
            count += 1
        return count

    def _refold(self, db: Connection, case: str) -> None:
        for projector in self._projectors:
            if projector.forget is not None:
                projector.forget(db, case)
        for event in self.case_events(db, case):
            self._project(db, event, forgetful=True)

    def _project(
        self, db: Connection, event: Event, *, own: bool = True, forgetful: bool | None = None
    ) -> None:
        """Project into all features, or only those that can (True) or cannot forget a case."""
        for projector in self._projectors:
            folds = projector.forget is not None
            if forgetful not in {None, folds} or (projector.own and not own):
                continue
            if event.body is None and not (folds or projector.erased):  # erased by law
                continue
            project = projector.kinds.get(event.kind)
            if project is not None:
                project(db, event)

    def _project_all(self, db: Connection, made: Sequence[Event]) -> None:
        """Project events of this device, one act's together where a feature can."""
        for projector in self._projectors:
            if projector.batch is not None:
                projector.batch(db, made)
                continue
            for event in made:
                project = projector.kinds.get(event.kind)
                if project is not None:
                    project(db, event)

    def case_events(self, db: Connection, case: str) -> list[Event]:
        """The events of a case in the order they are folded."""
        return list(self._in_fold_order(db, case))

    def _in_fold_order(self, db: Connection, case: str = "") -> Iterator[Event]:
        query = (
            select(events)
            .join(devices, devices.c.device == events.c.device)
            .order_by(
                events.c.hall_seq.is_(None),
                events.c.hall_seq,
                devices.c.ordinal,
                devices.c.device,
                events.c.s,
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
        count, first = 0, b""
        for (device,) in _OURS.rows(db):
            some = _UNSENT.scalar(db, of=device)
            if some and not count:
                first = _OLDEST.scalar(db, of=device)
            count += some
        return count, Header.from_bytes(first).at if first else ""

    def verify(self, db: Connection) -> Verification:
        """Check every body, every link and every device's head, from the first event on."""
        heads: list[Head] = []
        total = 0
        stray = _stray(db)
        if stray:
            return Verification(0, (), stray)
        for device in db.execute(select(devices).order_by(devices.c.ordinal.desc())).all():
            previous = genesis(device.public_key) if device.public_key else b""
            last = 0
            for row in db.execute(
                select(events).where(events.c.device == device.device).order_by(events.c.s)
            ):
                total += 1
                try:
                    previous = _verify_row(row, last, previous)
                except ClerkError as error:
                    return Verification(total, tuple(heads), f"{row.device}/{row.s}: {error.code}")
                last = row.s
            if (last, previous) != (device.head_s, device.head_hash or b""):
                bad = f"{device.device}/{last + 1}: missing"
                return Verification(total, tuple(heads), bad)
            if not _is_key_of(device):
                bad = f"{device.device}/0: bad_key"
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


def caseless_events(db: Connection, kinds: Sequence[str], holding: str) -> Iterator[Event]:
    """The events of these kinds that belong to no case and whose body holds this text, device by
    device, in their order."""
    here = events.c
    query = (
        select(events)
        .where(here.case_number == "", here.kind.in_(kinds))
        .where(func.instr(here.body, holding.encode()) > 0)
        .order_by(here.device, here.s)
    )
    for row in db.execute(query):
        yield _event(row)


def _stray(db: Connection) -> str:
    """The first event whose columns have another type (SQLite allows it: a text function turns
    bytes into text), or whose device is not listed; empty when there is none."""
    typed = {c.name: "integer" if isinstance(c.type, Integer) else "text" for c in events.c}
    typed |= {c.name: "blob" for c in events.c if isinstance(c.type, LargeBinary)}
    wrong = [func.typeof(events.c[name]).not_in((kind, "null")) for name, kind in typed.items()]
    listed = select(devices.c.device)
    row = db.execute(
        select(
            func.quote(events.c.device), func.quote(events.c.s), events.c.device.in_(listed)
        ).where(or_(*wrong, events.c.device.not_in(listed)))
    ).first()
    if row is None:
        return ""
    name = f"{row[0]}/{row[1]}".replace("'", "")
    return f"{name}: {'bad_columns' if row[2] else 'no_device'}"


def _is_key_of(device: Row[tuple[object, ...]]) -> bool:
    """Whether name, public and private key of a device belong together."""
    if device.private_key is not None and public_key(device.private_key) != device.public_key:
        return False
    return device.public_key is None or device_id(device.public_key) == device.device


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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is held of a device an event comes from. `live`: it is this workstation now."""

    s: int = 0
    hash: bytes = b""
    own: bool = False
    live: bool = False


def _head_of(db: Connection, device: str) -> _Known:
    row = db.execute(select(devices).where(devices.c.device == device)).one_or_none()
    if row is None:
        return _Known()
    own = row.private_key is not None
    return _Known(row.head_s, row.head_hash or b"", own, own and not row.retired)


def _free_number(db: Connection, item: Received) -> list[str]:
    """Take a hall number from the event that had it; returns the case it belongs to, if any."""
    header = item.event.header
    held = (events.c.hall_seq == item.hall_seq) & (
        (events.c.device != header.device) | (events.c.s != header.s)
    )
    cases = list(db.scalars(select(events.c.case_number).where(held)))
    if cases:
        db.execute(update(events).where(held).values(hall_seq=None))
    return cases


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


_OWN = Prepared(select(devices).where(devices.c.private_key.is_not(None), devices.c.retired == 0))
_HEADER = Prepared(
    select(events.c.header).where(events.c.device == bindparam("of"), events.c.s == bindparam("s"))
)
_OURS = Prepared(
    select(devices.c.device).where(devices.c.private_key.is_not(None)).order_by(devices.c.ordinal)
)
_UNNUMBERED = (events.c.device == bindparam("of")) & events.c.hall_seq.is_(None)
_UNSENT = Prepared(select(func.count()).select_from(events).where(_UNNUMBERED))
_OLDEST = Prepared(select(events.c.header).where(_UNNUMBERED).order_by(events.c.s).limit(1))
_INSERT = Prepared(insert(events).values({c.name: bindparam(c.name) for c in events.c}))
_MOVE = Prepared(
    update(devices)
    .where(devices.c.device == bindparam("of"))
    .values(head_s=bindparam("s"), head_hash=bindparam("hash"))
)


def _row(
    event: Event, head: bytes, content: bytes | None, hall_seq: int | None
) -> dict[str, object]:
    header = event.header
    return {
        "device": header.device,
        "s": header.s,
        "kind": header.kind,
        "case_number": header.case,
        "header": head,
        "body": content,
        "salt": event.salt,
        "body_hash": event.body_hash,
        "hash": event.hash,
        "hall_seq": hall_seq,
    }


def _insert(db: Connection, event: Event, hall_seq: int | None) -> None:
    _INSERT.run(db, **_row(event, event.header_bytes(), event.body_bytes(), hall_seq))
    _MOVE.run(db, of=event.header.device, s=event.header.s, hash=event.hash)
