"""A workstation reduced to what the hall sees of it: a key, a chain of events, segments."""

from __future__ import annotations

import hashlib
import itertools
from typing import Protocol

from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, Header, device_id, genesis, make_event
from clerk_app.journal.keys import public_key
from clerk_app.journal.segments import Segment, encode_segment, seal
from clerk_app.wire import enrolment, exchange
from clerk_app.wire.answers import body_of
from clerk_app.wire.messages import (
    EnrolReply,
    EnrolRequest,
    ExchangeReply,
    ExchangeRequest,
    FormerDevice,
    Head,
    Offer,
    Place,
)
from clerk_app.wire.signing import (
    HALL_SIGNATURE,
    check_answer,
    exchange_headers,
    query_headers,
)
from tests.support.hall import Reply

AT = "2026-03-02T10:05:00.000+08:00"
_numbers = itertools.count(1)


class Hall(Protocol):
    """A `HallProcess` or a `HallApp`."""

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply: ...


def fresh_hex() -> str:
    """32 hex digits nobody used in this run."""
    return f"{next(_numbers):032x}"


def case_number(sequence: int) -> str:
    """A case number of 20 digits; its check digits are not the hall's business."""
    return f"511602000126{sequence:06d}97"


class Station:
    """Records, seals, and speaks the protocol with the helpers the real client uses."""

    def __init__(self, seed: str = "") -> None:
        self.private_key = hashlib.sha256((seed or f"station {fresh_hex()}").encode()).digest()
        self.public_key = public_key(self.private_key)
        self.device = device_id(self.public_key)
        self.events: list[Event] = []
        self.segments: list[Segment] = []
        self.hall_key = b""
        self.cursor = Place()

    def record(
        self, kind: str = "case.received", case: str = "", body: Body | None = None
    ) -> Event:
        s = len(self.events) + 1
        previous = self.events[-1].hash if self.events else genesis(self.public_key)
        header = Header(self.device, s, kind, AT, "clerk-1", case)
        salt = hashlib.sha256(f"{self.device} {s}".encode()).digest()[:16]
        event = make_event(header, body or {}, salt=salt, prev_hash=previous)
        self.events.append(event)
        return event

    def seal(self) -> Segment:
        """Seal what is not sealed yet."""
        sealed = sum(len(segment.events) for segment in self.segments)
        segment = seal(
            self.events[sealed:],
            n=len(self.segments) + 1,
            prev=self.sha(len(self.segments)),
            made_at=AT,
            private_key=self.private_key,
        )
        self.segments.append(segment)
        return segment

    def work(self, events: int = 1, case: str = "") -> Segment:
        """Record some events and seal them."""
        for number in range(events):
            self.record(case=case, body={"item_name": f"事项 {number}"})
        return self.seal()

    def sha(self, n: int) -> str:
        return self.segments[n - 1].sha if n else genesis(self.public_key).hex()

    def offer(self, n: int) -> Offer:
        segment = self.segments[n - 1]
        return Offer(self.device, n, segment.sha, encode_segment(segment))

    def head(self) -> Head:
        return Head(self.device, len(self.segments), self.sha(len(self.segments)))

    def request(self, *offers: Offer, **fields: object) -> ExchangeRequest:
        values: dict[str, object] = {"cursor": self.cursor, "heads": (self.head(),), "limit": 500}
        return ExchangeRequest(
            fresh_hex(),
            self.device,
            segments=offers,
            **{**values, **fields},  # type: ignore[arg-type]  # a test's free hand
        )

    def send(self, hall: Hall, request: ExchangeRequest) -> ExchangeReply:
        body = exchange.write_request(request)
        reply = hall.call("POST", exchange.PATH, body, exchange_headers(self.private_key, body))
        return self.read(reply, request.request_id)

    def read(self, reply: Reply, request_id: str) -> ExchangeReply:
        body = body_of(reply.status, reply.headers["content-type"], reply.body)
        check_answer(self.hall_key, request_id, body, reply.headers[HALL_SIGNATURE.lower()])
        return exchange.read_reply(body, request_id)

    def push(self, hall: Hall, *ns: int) -> ExchangeReply:
        """Offer these segments; all of them where none is named."""
        wanted = ns or range(1, len(self.segments) + 1)
        return self.send(hall, self.request(*(self.offer(n) for n in wanted)))

    def pull(self, hall: Hall, limit: int = 500) -> list[ExchangeReply]:
        """Every page from the cursor on, each followed; the cursor moves along."""
        pages = []
        while True:
            reply = self.send(hall, self.request(limit=limit))
            self.cursor = exchange.follow(self.cursor, reply.changes)
            assert self.cursor == reply.cursor
            pages.append(reply)
            if not reply.more:
                return pages

    def ask(self, hall: Hall, path: str) -> bytes:
        """A signed query; the body of the answer."""
        nonce = fresh_hex()
        headers = query_headers(self.private_key, self.device, path, at=AT, nonce=nonce)
        reply = hall.call("GET", path, None, headers)
        body = body_of(reply.status, reply.headers["content-type"], reply.body)
        check_answer(self.hall_key, nonce, body, reply.headers[HALL_SIGNATURE.lower()])
        return body

    def enrol(self, hall: Hall, code: str, *, former: tuple[Station, ...] = ()) -> EnrolReply:
        parsed = enrolment.parse_code(code)
        request = self.enrol_request(parsed, former=former)
        body = enrolment.write_request(request)
        reply = hall.call("POST", enrolment.PATH, body, {"Content-Type": "application/json"})
        answer = body_of(reply.status, reply.headers["content-type"], reply.body)
        found = enrolment.read_reply(answer, code=parsed, nonce=request.nonce)
        self.hall_key = bytes.fromhex(found.hall_key)
        return found

    def enrol_request(
        self, code: enrolment.Code, *, former: tuple[Station, ...] = ()
    ) -> EnrolRequest:
        old = tuple(FormerDevice(f.device, f.public_key.hex()) for f in former)
        request = EnrolRequest(code.code_id, self.device, self.public_key.hex(), fresh_hex(), old)
        return enrolment.prove(request, code)
