"""Sealing our events into segments, and finding what the hall still lacks."""

from __future__ import annotations

from sqlalchemy import Connection, Row, func, insert, select, update

from clerk_app.journal import segments as layout
from clerk_app.journal.events import genesis
from clerk_app.storage.journal import events_of
from clerk_app.storage.schema import devices, events, segments
from clerk_app.wire.messages import SEGMENTS_PER_REQUEST, Accepted, Head, Offer

REQUEST_BYTES = 4 * 1024 * 1024


def own_devices(db: Connection) -> list[Row[tuple[object, ...]]]:
    """Every device this workstation is or was, the present one last."""
    query = select(devices).where(devices.c.private_key.is_not(None)).order_by(devices.c.ordinal)
    return list(db.execute(query).all())


def seal_new(db: Connection, made_at: str, *, retired: bool) -> int:
    """Seal what is not sealed yet, of the live device or of the retired ones.

    A retired device's events are sealed only after a pull: the hall may hold more of it than a
    restored image did, and then nothing of it is left to send. Returns the segments made.
    """
    made = 0
    for device in own_devices(db):
        if bool(device.retired) is not retired:
            continue
        n, sha, last = _last(db, device)
        if retired and last < device.head_s and _is_numbered(db, device.device, last + 1):
            continue
        while last < device.head_s:
            end = min(last + layout.EVENTS_PER_SEGMENT, device.head_s)
            segment = layout.seal(
                events_of(db, device.device, last + 1, end),
                n=n + 1,
                prev=sha,
                made_at=made_at,
                private_key=device.private_key,
            )
            _insert(db, segment)
            n, sha, last = n + 1, segment.sha, end
            made += 1
    return made


def _is_numbered(db: Connection, device: str, s: int) -> bool:
    query = select(events.c.hall_seq).where(events.c.device == device, events.c.s == s)
    return db.execute(query).scalar_one_or_none() is not None


def heads(db: Connection) -> tuple[Head, ...]:
    """How far the segments of our devices reach."""
    return tuple(Head(d.device, *_last(db, d)[:2]) for d in own_devices(db))


def offers(
    db: Connection, hall_has: dict[str, int], *, only_known: bool = False
) -> tuple[Offer, ...]:
    """The next segments the hall lacks, oldest device first, up to a request's size.

    With `only_known`, of devices the hall named in its answer alone.
    """
    found: list[Offer] = []
    size = 0
    for device in own_devices(db):
        if only_known and device.device not in hall_has:
            continue
        rows = db.execute(
            select(segments)
            .where(
                segments.c.device == device.device,
                segments.c.n > hall_has.get(device.device, 0),
            )
            .order_by(segments.c.n)
            .limit(SEGMENTS_PER_REQUEST)
        ).all()
        for row in rows:
            data = _bytes(db, row)
            size += len(data)
            if found and (size > REQUEST_BYTES or len(found) == SEGMENTS_PER_REQUEST):
                return tuple(found)
            found.append(Offer(row.device, row.n, row.sha, data))
    return tuple(found)


def shas(db: Connection, device: str) -> list[str]:
    """The identities of a device's segments, in order."""
    query = select(segments.c.sha).where(segments.c.device == device).order_by(segments.c.n)
    return [str(sha) for sha in db.execute(query).scalars()]


def note_accepted(db: Connection, accepted: Accepted) -> int:
    """Mark segments the hall holds; returns how many events are newly held there."""
    mine = (segments.c.device == accepted.device, segments.c.n <= accepted.n)
    new = db.execute(
        select(func.sum(segments.c.last_s - segments.c.first_s + 1)).where(
            *mine, segments.c.acked == 0
        )
    ).scalar()
    db.execute(update(segments).where(*mine).values(acked=1))
    db.execute(update(segments).where(*mine, segments.c.n <= accepted.durable).values(durable=1))
    return int(new or 0)


def durable_events(db: Connection) -> int:
    """How many of our events lie in segments that the hall's last backup elsewhere covers."""
    size = func.sum(segments.c.last_s - segments.c.first_s + 1)
    return int(db.execute(select(size).where(segments.c.durable == 1)).scalar() or 0)


def _last(db: Connection, device: Row[tuple[object, ...]]) -> tuple[int, str, int]:
    row = db.execute(
        select(segments.c.n, segments.c.sha, segments.c.last_s)
        .where(segments.c.device == device.device)
        .order_by(segments.c.n.desc())
        .limit(1)
    ).one_or_none()
    return (row.n, row.sha, row.last_s) if row else (0, genesis(device.public_key).hex(), 0)


def _insert(db: Connection, segment: layout.Segment) -> None:
    header = segment.header
    db.execute(
        insert(segments).values(
            device=header.device,
            n=header.n,
            sha=segment.sha,
            prev=header.prev,
            first_s=header.first_s,
            last_s=header.last_s,
            signed=segment.signed,
            signature=segment.signature,
            acked=0,
            durable=0,
        )
    )


def _bytes(db: Connection, row: Row[tuple[object, ...]]) -> bytes:
    """The transferred bytes: the signed part as it was sealed, with the bodies still held."""
    bodies: list[tuple[bytes, bytes] | None] = []
    for event in events_of(db, row.device, row.first_s, row.last_s):
        body = event.body_bytes()
        bodies.append(None if body is None or event.salt is None else (body, event.salt))
    return layout.encode(row.signed, row.signature, bodies)
