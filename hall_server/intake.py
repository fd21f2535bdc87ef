"""Taking segments in: facts are never refused, and nothing is taken twice.

A segment right in signature, framing and chain is kept whatever its events say: a kind this
server does not know is kept and shown as unknown, a body its fold cannot read goes to
quarantine. All of a request is taken inside the writer's one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from clerk_app.journal.events import Event
from clerk_app.journal.segments import Segment, decode
from clerk_app.kernel.errors import Damaged
from clerk_app.wire import patterns
from clerk_app.wire.exchange import next_place
from clerk_app.wire.messages import Offer, Place, Problem
from hall_server.devices import Device, DeviceState, in_hall
from hall_server.entities import case
from hall_server.store.tables import changes, devices, events, halls, quarantine, segments

HEADER_LIMIT = 16 * 1024
"""Longest event header, bytes: a header holds codes, never text."""


class SegmentIntake:
    """The segments of one request, taken in the order they stand in it."""

    def __init__(self, db: Connection, sender: Device, now: str) -> None:
        self._db = db
        self._sender = sender
        self._now = now
        self._touched: set[str] = set()

    def take(self, offers: Sequence[Offer]) -> tuple[Problem, ...]:
        """Take what can be taken; the first problem of each device ends that device's turn."""
        problems: dict[str, Problem] = {}
        for offer in offers:
            if offer.device not in problems:
                problem = self._one(offer)
                if problem is not None:
                    problems[offer.device] = problem
        case.refold(self._db, self._sender.hall, self._touched)
        return tuple(problems.values())

    def _one(self, offer: Offer) -> Problem | None:
        owner = in_hall(self._db, self._sender.hall, offer.device)
        if owner is None:
            return Problem(offer.device, offer.n, "unknown_device", "本大厅没有登记这台设备", 0)
        if not self._sender.may_offer(owner):
            return Problem(offer.device, offer.n, "not_yours", "这台设备不属于本工作站", 0)
        if offer.n <= owner.n:
            return self._again(owner, offer)
        if offer.n > owner.n + 1:
            return self._gap(owner, offer)
        try:
            segment = self._open(owner, offer)
        except Damaged as error:
            return Problem(offer.device, offer.n, error.code, error.message, owner.n + 1)
        return self._follow(owner, offer, segment)

    def _again(self, owner: Device, offer: Offer) -> Problem | None:
        """The segment is here already, or this n is taken by another: a fork, if the device
        really signed the other one."""
        if stored_sha(self._db, owner, offer.n) == offer.sha:
            return None
        try:
            self._open(owner, offer)
        except Damaged as error:
            return Problem(offer.device, offer.n, error.code, error.message, owner.n + 1)
        return fork(owner, offer.n)

    def _gap(self, owner: Device, offer: Offer) -> Problem | None:
        wanted = owner.n + 1
        return Problem(offer.device, offer.n, "gap", f"请从第 {wanted} 段重发", wanted)

    def _open(self, owner: Device, offer: Offer) -> Segment:
        """Raises `Damaged` for bytes that are not the segment the offer names."""
        try:
            segment = decode(offer.data, public_key=owner.public_key, prev_hash=owner.hash)
        except TypeError as error:
            # a header whose numbers are lists: rightly signed, still not a segment
            raise Damaged("bad_segment", "数据段头的字段类型不对") from error
        header = segment.header
        if (header.device, header.n, segment.sha) != (offer.device, offer.n, offer.sha):
            raise Damaged("bad_segment", "数据段和它的名目对不上")
        if any(len(event.header_bytes()) > HEADER_LIMIT for event in segment.events):
            raise Damaged("bad_header", "事件头过长")
        return segment

    def _follow(self, owner: Device, offer: Offer, segment: Segment) -> Problem | None:
        header = segment.header
        if header.prev != owner.sha or header.first_s != owner.s + 1:
            wanted = owner.n + 1
            return Problem(offer.device, offer.n, "bad_chain", "数据段接不上前一段", wanted)
        self._store(owner, offer, segment)
        return None

    def _store(self, owner: Device, offer: Offer, segment: Segment) -> None:
        held = DeviceState.REVOKED in (owner.state, self._sender.state)
        self._archive(owner, offer, held=held)
        if not held:
            self._number(owner.hall, segment.events)
        last = segment.events[-1]
        head = replace(owner, n=offer.n, sha=offer.sha, s=last.header.s, hash=last.hash)
        self._db.execute(
            update(devices)
            .where(devices.c.hall_id == owner.hall, devices.c.device == owner.device)
            .values(n=head.n, sha=head.sha, s=head.s, hash=head.hash)
        )

    def _archive(self, owner: Device, offer: Offer, *, held: bool) -> None:
        self._db.execute(
            insert(segments).values(
                hall_id=owner.hall,
                device=owner.device,
                n=offer.n,
                sha=offer.sha,
                data=offer.data,
                sender=self._sender.device,
                arrived_at=self._now,
                held=int(held),
            )
        )

    def _number(self, hall: str, new: Sequence[Event]) -> None:
        """Keep events and give them the next places of the hall's log. The counter's row stays
        locked until the commit, so no reader ever sees a number before a smaller one."""
        counter = self._db.execute(
            update(halls)
            .where(halls.c.hall_id == hall)
            .values(seq=halls.c.seq + len(new))
            .returning(halls.c.seq, halls.c.h)
        ).one()
        place = Place(counter.seq - len(new), counter.h.hex())
        log, odd = [], []
        for event in new:
            place = next_place(place, event.hash)
            number = event.case if patterns.CASE.fullmatch(event.case) else ""
            if number:
                self._touched.add(number)
            elif event.case:
                odd.append({"hall_id": hall, "seq": place.seq, "code": "odd_case"})
            log.append(
                {
                    "hall_id": hall,
                    "seq": place.seq,
                    "h": bytes.fromhex(place.h),
                    "device": event.header.device,
                    "s": event.header.s,
                    "case_number": number,
                }
            )
        self._db.execute(insert(events), [_event_row(hall, event) for event in new])
        self._db.execute(insert(changes), log)
        if odd:
            self._db.execute(insert(quarantine), odd)
        self._db.execute(
            update(halls).where(halls.c.hall_id == hall).values(h=bytes.fromhex(place.h))
        )


def stored_sha(db: Connection, owner: Device, n: int) -> str | None:
    """The identity of a segment the hall holds."""
    return db.scalar(
        select(segments.c.sha).where(
            segments.c.hall_id == owner.hall,
            segments.c.device == owner.device,
            segments.c.n == n,
        )
    )


def fork(owner: Device, n: int) -> Problem:
    """The problem of a device with two histories."""
    message = f"第 {n} 段与大厅已有的不同：这台设备的数据曾被复制或还原，请重新配对"
    return Problem(owner.device, n, "fork", message, owner.n + 1)


def _event_row(hall: str, event: Event) -> dict[str, object]:
    return {
        "hall_id": hall,
        "device": event.header.device,
        "s": event.header.s,
        "kind": event.kind,
        "header": event.header_bytes(),
        "body": event.body_bytes(),
        "salt": event.salt,
        "body_hash": event.body_hash,
        "hash": event.hash,
    }
