"""Events: what was done at a counter, in the order one device did it.

`body_hash = H(salt ‖ canonical body)`; `hash = H(prev_hash ‖ canonical header ‖ body_hash)`,
all raw 32 bytes; the first `prev_hash` of a device is H(its public key). The chain covers
`body_hash`, never a body, so that body and salt can be erased by law (个人信息保护法 art. 47)
without breaking it. H is named by `alg`, so that SM3 fits beside SHA-256.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from clerk_app.journal.canonical import Body, Value, canonical, parse
from clerk_app.kernel.errors import Damaged

ALGORITHMS = {"sha256": hashlib.sha256}
DEFAULT_ALGORITHM = "sha256"
SALT_BYTES = 16
HASH_BYTES = 32

_DEVICE = re.compile(r"[0-9a-f]{16}\Z")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00\Z", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_CLOCK = re.compile(r"[!-~]{0,160}\Z")
_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z")
_REQUIRED = {"alg", "device", "s", "kind", "at", "operator"}
_OPTIONAL = {"case", "base_ver", "clock"}


def _is_time(text: str) -> bool:
    if not _AT.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def digest(*parts: bytes, alg: str = DEFAULT_ALGORITHM) -> bytes:
    """H over the concatenation of `parts`. Raises `Damaged` (`unknown_alg`)."""
    make = ALGORITHMS.get(alg)
    if make is None:
        raise Damaged("unknown_alg", f"不认识的摘要算法：{alg}")
    h = make()
    for part in parts:
        h.update(part)
    return h.digest()


def genesis(public_key: bytes, alg: str = DEFAULT_ALGORITHM) -> bytes:
    """The `prev_hash` of a device's first event, and the `prev` of its first segment."""
    return digest(public_key, alg=alg)


def device_id(public_key: bytes) -> str:
    """The name of a device: the first 16 hex digits of SHA-256 of its Ed25519 public key."""
    return hashlib.sha256(public_key).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Header:
    """The part of an event that is never erased; it holds nothing personal.

    `s` counts from 1 without gaps per device; `case` is a case number; `operator` an opaque
    clerk id; `base_ver` the version of the case the clerk saw, for acts that exclude others;
    `clock` "boot id/monotonic ms/last anchor", for judging `at` later.
    """

    device: str
    s: int
    kind: str
    at: str
    operator: str
    case: str = ""
    base_ver: int = -1
    clock: str = ""
    alg: str = DEFAULT_ALGORITHM

    def __post_init__(self) -> None:
        if not _DEVICE.match(self.device) or self.s < 1 or not _KIND.match(self.kind):
            raise TypeError(f"bad header: device {self.device!r}, s {self.s}, kind {self.kind!r}")
        # never erased, so nothing that could name a person fits in: codes and numbers only
        if not _is_time(self.at) or not _CODE.match(self.operator):
            raise TypeError(f"bad header: at {self.at!r}, operator {self.operator!r}")
        if (self.case and not _CODE.match(self.case)) or not _CLOCK.match(self.clock):
            raise TypeError(f"bad header: case {self.case!r}, clock {self.clock!r}")

    def to_map(self) -> Body:
        """The header as it is hashed: absent fields are left out."""
        fields: Body = {
            "alg": self.alg,
            "device": self.device,
            "s": self.s,
            "kind": self.kind,
            "at": self.at,
            "operator": self.operator,
        }
        if self.case:
            fields["case"] = self.case
        if self.base_ver >= 0:
            fields["base_ver"] = self.base_ver
        if self.clock:
            fields["clock"] = self.clock
        return fields

    @classmethod
    def from_bytes(cls, data: bytes) -> Header:
        """Read a canonical header. Raises `Damaged` (`bad_header`, `not_canonical`)."""
        fields = parse(data)
        names = set(fields)
        if not names >= _REQUIRED or not names <= _REQUIRED | _OPTIONAL:
            raise Damaged("bad_header", "事件头的字段不对")
        for name, value in fields.items():
            if not isinstance(value, int if name in {"s", "base_ver"} else str):
                raise Damaged("bad_header", f"事件头的字段类型不对：{name}")
        try:
            header = cls(
                device=cast(str, fields["device"]),
                s=cast(int, fields["s"]),
                kind=cast(str, fields["kind"]),
                at=cast(str, fields["at"]),
                operator=cast(str, fields["operator"]),
                case=cast(str, fields.get("case", "")),
                base_ver=cast(int, fields.get("base_ver", -1)),
                clock=cast(str, fields.get("clock", "")),
                alg=cast(str, fields["alg"]),
            )
        except TypeError as error:
            raise Damaged("bad_header", "事件头的字段不对") from error
        if header.to_map() != fields:  # an empty field is left out, never written
            raise Damaged("bad_header", "事件头不是规定的写法")
        return header


@dataclass(frozen=True, slots=True)
class Event:
    """One event with its place in the chain. `body` and `salt` are None once erased by law."""

    header: Header
    body: Body | None
    salt: bytes | None
    body_hash: bytes
    hash: bytes

    @property
    def kind(self) -> str:
        return self.header.kind

    @property
    def case(self) -> str:
        return self.header.case

    def header_bytes(self) -> bytes:
        return canonical(self.header.to_map())

    def body_bytes(self) -> bytes | None:
        return None if self.body is None else canonical(self.body)


def make_event(header: Header, body: Body, *, salt: bytes, prev_hash: bytes) -> Event:
    """Place an event at the end of a chain. `salt` is 16 random bytes."""
    return seal(header, body, salt=salt, prev_hash=prev_hash)[0]


def seal(
    header: Header, body: Body, *, salt: bytes, prev_hash: bytes
) -> tuple[Event, bytes, bytes]:
    """`make_event`, with the canonical bytes of header and body as they were hashed."""
    if len(salt) != SALT_BYTES or len(prev_hash) != HASH_BYTES:
        raise TypeError("salt is 16 bytes, prev_hash 32")
    head, content = canonical(header.to_map()), canonical(body)
    body_hash = digest(salt, content, alg=header.alg)
    whole = digest(prev_hash, head, body_hash, alg=header.alg)
    return Event(header, body, salt, body_hash, whole), head, content


def chain(prev_hash: bytes, header: Header, body_hash: bytes) -> bytes:
    """The hash of an event, from the hash of the one before it."""
    return digest(prev_hash, canonical(header.to_map()), body_hash, alg=header.alg)


def check_event(event: Event, prev_hash: bytes) -> None:
    """Raise `Damaged` (`bad_body`, `bad_chain`) if body or place are not what was recorded."""
    body = event.body_bytes()
    if (body is None) != (event.salt is None):
        raise Damaged("bad_body", f"第 {event.header.s} 条事件的内容和盐不成对")
    if body is not None and event.salt is not None:
        expected = digest(event.salt, body, alg=event.header.alg)
        if expected != event.body_hash:
            raise Damaged("bad_body", f"第 {event.header.s} 条事件的内容被改动过")
    if chain(prev_hash, event.header, event.body_hash) != event.hash:
        raise Damaged("bad_chain", f"第 {event.header.s} 条事件接不上前一条")


def text(body: Body, key: str, default: str = "") -> str:
    """A text field of a body, or `default` where it is absent or of another type."""
    value: Value | None = body.get(key)
    return value if isinstance(value, str) else default


def number(body: Body, key: str, default: int = 0) -> int:
    """An integer field of a body, or `default` where it is absent or of another type."""
    value: Value | None = body.get(key)
    return value if isinstance(value, int) else default


def items(body: Body, key: str) -> list[Body]:
    """A list of objects in a body; anything else in it is passed over."""
    value: Value | None = body.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
