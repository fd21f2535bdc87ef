"""What a workstation and a hall say to each other: protocol 1.

    POST /v1/enrol          pair a device with a hall, by a one-time code   (wire.enrolment)
    POST /v1/x              the exchange: push segments, pull the change log (wire.exchange)
    GET  /v1/cases/{number} what the hall knows of one case                  (wire.enquiry)
    GET  /v1/summary        counts, head of the log, devices                 (wire.enquiry)
    GET  /v1/health         {"proto", "now"}; unsigned, says only that this is a hall

Every message is one JSON object in UTF-8 with exactly the fields listed in its codec: a new
field is a new `proto`. Written in the journal's canonical form; read in any spelling that
means the same. No bool, null or fraction: 0/1, an absent key, integers. A refusal is
`{"code", "message"}` with a 4xx or 5xx status, whoever refuses (`wire.answers`).

Who is believed (`wire.signing`): a request because the device signed it, a reply because the
hall signed it together with the request's own `request_id` or nonce, so that a stale, foreign
or forged reply (a hotel's sign-in page with status 200) is never taken for an answer. Nothing
here hides what is said: a hall beyond the building's own network stands behind TLS.

Why repeating is safe: a segment is named by (device, n, sha) and stored once, so a lost reply
is cured by sending the same again. `accepted` tells the hall's head per device; it counts
only where its sha is that of one's own segment n. A mismatch, or an n beyond one's own, is a
fork. `durable` is the n covered by the hall's last backup elsewhere: keep segments until then.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PROTO = 1
GENESIS_LOG_HASH = "0" * 64
"""The `h` before the first entry of a hall's change log: 32 zero bytes."""

SEGMENTS_PER_REQUEST = 64
HEADS_PER_REQUEST = 64
CHANGES_PER_REPLY = 1000
SEGMENT_TRANSFER_LIMIT = 16 * 1024 * 1024
"""Largest compressed segment that travels inside an exchange, bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a hall's change log: after entry `seq`, where the chained hash is `h` (hex).

    `h = SHA256(h before ‖ event hash)`; the place before the first entry is (0, 32 zero bytes).
    """

    seq: int = 0
    h: str = GENESIS_LOG_HASH


@dataclass(frozen=True, slots=True)
class Head:
    """How far a device's segments reach for the one who says it: the last `n` and its sha.

    n = 0 has H(device public key) for its sha, as the first segment has for its `prev`.
    """

    device: str
    n: int
    sha: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A segment on its way to the hall. `sha` is its identity; `data` the transferred bytes."""

    device: str
    n: int
    sha: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ExchangeRequest:
    """One step of the exchange. `request_id` is 32 fresh hex digits, kept when repeating.

    `heads` name the own device and any retired one of the same workstation.
    """

    request_id: str
    device: str
    cursor: Place = Place()
    heads: tuple[Head, ...] = ()
    segments: tuple[Offer, ...] = ()
    limit: int = 500


@dataclass(frozen=True, slots=True)
class Accepted:
    """The hall's head of a device, and the n its last backup covers."""

    device: str
    n: int
    sha: str
    durable: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a segment (or, with n = 0, a device) was not taken. `next` is the n wanted now.

    Codes: `gap` (send from `next`) · `fork` (same n, other sha, rightly signed: two twins of
    one device) · `bad_chain` (does not follow the one before) · `bad_signature`,
    `bad_segment`, `bad_body`, `bad_header`, `not_canonical`, `unknown_alg` (the bytes are not
    a right segment) · `unknown_device` · `not_yours` (of another workstation) · `retired`
    (facts taken, nothing given) · `revoked` (facts held apart, nothing given).
    """

    device: str
    n: int
    code: str
    message: str
    next: int


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change log. For the asker's own events only the first five are given.

    `header` and `body` are the canonical texts; `salt`, `body_hash`, `hash`, `h` are hex.
    `body` and `salt` are empty where they were erased by law.
    """

    seq: int
    h: str
    device: str
    s: int
    hash: str
    header: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    salt: str = field(default="", repr=False)
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeReply:
    """What the hall answers. `cursor` is the place after `changes`; `head` the end of the log.

    `more`: ask again from `cursor`. `reset`: the asked cursor is not a place of this log (the
    hall was restored, or is another): `changes` is empty; walk back over own checkpoints to
    the last common place, and let `accepted` say which segments to offer again.
    """

    request_id: str
    now: str
    hall: str
    accepted: tuple[Accepted, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    cursor: Place
    head: Place
    more: bool = False
    reset: bool = False


@dataclass(frozen=True, slots=True)
class FormerDevice:
    """An earlier device of the same workstation, retired by a restore before it was ever
    enrolled: its key lets the hall take the facts it sealed."""

    device: str
    public_key: str


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """A device asks to belong to a hall. `proof` shows that it knows the code's secret."""

    code_id: str
    device: str
    public_key: str
    nonce: str
    former: tuple[FormerDevice, ...] = ()
    proof: str = ""


@dataclass(frozen=True, slots=True)
class EnrolReply:
    """The hall's side of the pairing. `mac` shows that it knows the code's secret too."""

    hall: str
    name: str
    hall_key: str
    station: str
    now: str
    mac: str = ""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One event of a case as the hall numbered it; `known` is false for a kind from a newer
    version, which is kept and shown as unknown."""

    device: str
    s: int
    kind: str
    at: str
    seq: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class CaseView:
    """What the hall knows of a case. Absent text is empty, an absent rating 0."""

    number: str
    state: str
    outcome: str
    item_name: str
    received_on: str
    rating: int
    documents: tuple[str, ...]
    events: tuple[CaseEvent, ...]


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device as the summary lists it; `state` is active, retired or revoked."""

    device: str
    station: str
    state: str
    n: int
    s: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a hall: `events` numbered in the log, `unknown` of them of a kind this server
    does not know, `quarantined` those whose body its fold could not take."""

    hall: str
    now: str
    events: int
    cases: int
    unknown: int
    quarantined: int
    head: Place
    devices: tuple[DeviceView, ...]
