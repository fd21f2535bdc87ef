"""Sealed segments: the same signed bytes over the wire, on a stick and in the archive.

Signed part, all lengths unsigned 32 bit big-endian:
    len ‖ segment header ‖ for each event: len ‖ event header ‖ body_hash (32 bytes)
Segment: magic ‖ len ‖ signed part ‖ signature (64 bytes) ‖ for each event: len ‖ body ‖ salt
    (16 bytes), or the length 2^32 − 1 alone where the body was erased.
The identity `sha` is SHA-256 of the signed part, uncompressed; erasing a body changes neither
it nor the signature. What travels is the segment compressed; a second sha names those bytes.
This layout can never change: a new one gets a new magic and stands beside it.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from clerk_app.journal.canonical import Body, canonical, parse
from clerk_app.journal.events import HASH_BYTES, SALT_BYTES, Event, Header, chain, check_event
from clerk_app.journal.keys import SIGNATURE_BYTES, is_signed, sign
from clerk_app.kernel.errors import Damaged

MAGIC = b"HSEG1\n"
PROTO = 1
SCHEMA = 1
EVENTS_PER_SEGMENT = 256
SIZE_LIMIT = 64 * 1024 * 1024
_ERASED = 0xFFFFFFFF
_FIELDS = {"proto", "device", "n", "prev", "first_s", "last_s", "schema", "made_at"}


@dataclass(frozen=True, slots=True)
class SegmentHeader:
    """Which events of which device, in what order. `prev` is the hex sha of the one before;
    for the first it is H(device public key)."""

    device: str
    n: int
    prev: str
    first_s: int
    last_s: int
    made_at: str
    schema: int = SCHEMA
    proto: int = PROTO

    def to_map(self) -> Body:
        return {name: getattr(self, name) for name in _FIELDS}


@dataclass(frozen=True, slots=True)
class Segment:
    """A sealed segment; `signed` is kept byte for byte and never made again."""

    header: SegmentHeader
    signed: bytes
    signature: bytes
    events: tuple[Event, ...]

    @property
    def sha(self) -> str:
        return hashlib.sha256(self.signed).hexdigest()


def seal(
    events: Sequence[Event], *, n: int, prev: str, made_at: str, private_key: bytes
) -> Segment:
    """Seal gapless events of one device. At most 256 of them; raises `TypeError` otherwise."""
    if not 1 <= len(events) <= EVENTS_PER_SEGMENT:
        raise TypeError(f"{len(events)} events in one segment")
    first, last = events[0].header, events[-1].header
    if [e.header.s for e in events] != list(range(first.s, first.s + len(events))) or any(
        e.header.device != first.device for e in events
    ):
        raise TypeError("a segment holds gapless events of one device")
    header = SegmentHeader(first.device, n, prev, first.s, last.s, made_at)
    signed = signed_part(header, events)
    return Segment(header, signed, sign(private_key, signed), tuple(events))


def signed_part(header: SegmentHeader, events: Sequence[Event]) -> bytes:
    """The bytes a device signs."""
    parts = [_framed(canonical(header.to_map()))]
    for event in events:
        parts += [_framed(event.header_bytes()), event.body_hash]
    return b"".join(parts)


def encode(signed: bytes, signature: bytes, bodies: Sequence[tuple[bytes, bytes] | None]) -> bytes:
    """A whole segment, compressed for transfer. `bodies` are (body, salt), None where erased."""
    parts = [MAGIC, _framed(signed), signature]
    for pair in bodies:
        parts.append(struct.pack(">I", _ERASED) if pair is None else _framed(pair[0]) + pair[1])
    return zlib.compress(b"".join(parts), 9)


def encode_segment(segment: Segment) -> bytes:
    """`encode` for a segment whose events are at hand."""
    bodies: list[tuple[bytes, bytes] | None] = []
    for event in segment.events:
        body = event.body_bytes()
        bodies.append(None if body is None or event.salt is None else (body, event.salt))
    return encode(segment.signed, segment.signature, bodies)


def read_header(signed: bytes) -> SegmentHeader:
    """The segment header at the start of a signed part. Raises `Damaged`."""
    return _segment_header(_Reader(signed).framed())


def decode(data: bytes, *, public_key: bytes, prev_hash: bytes | None = None) -> Segment:
    """Open a transferred segment and check everything that can be checked alone.

    Signature, framing, gapless `s`, one device, every body against its hash. With
    `prev_hash` (the hash of event `first_s − 1`, or the genesis hash) the chain is computed
    and each event carries its `hash`; without it the hashes are those of a chain that starts
    at zero bytes and mean nothing. Raises `Damaged` (`bad_segment`, `bad_signature`, …).
    """
    reader = _Reader(_inflate(data))
    if reader.take(len(MAGIC)) != MAGIC:
        raise Damaged("bad_segment", "不是本系统的数据段")
    signed = reader.framed()
    signature = reader.take(SIGNATURE_BYTES)
    if not is_signed(public_key, signed, signature):
        raise Damaged("bad_signature", "数据段的签名不对")
    inner = _Reader(signed)
    header = _segment_header(inner.framed())
    events: list[Event] = []
    previous = prev_hash if prev_hash is not None else bytes(HASH_BYTES)
    while not inner.at_end():
        event = _event(inner, reader, previous)
        _expect_next(header, event.header, len(events))
        check_event(event, previous)
        previous = event.hash
        events.append(event)
    if not reader.at_end() or header.first_s + len(events) - 1 != header.last_s or not events:
        raise Damaged("bad_segment", "数据段的长度和条数对不上")
    return Segment(header, signed, signature, tuple(events))


def _event(inner: _Reader, bodies: _Reader, previous: bytes) -> Event:
    header = Header.from_bytes(inner.framed())
    body_hash = inner.take(HASH_BYTES)
    length = bodies.length()
    body, salt = None, None
    if length != _ERASED:
        body, salt = parse(bodies.take(length)), bodies.take(SALT_BYTES)
    return Event(header, body, salt, body_hash, chain(previous, header, body_hash))


def _expect_next(segment: SegmentHeader, header: Header, position: int) -> None:
    if header.device != segment.device or header.s != segment.first_s + position:
        raise Damaged("bad_segment", "数据段里的事件不连续")


def _segment_header(data: bytes) -> SegmentHeader:
    fields = parse(data)
    if set(fields) != _FIELDS:
        raise Damaged("bad_segment", "数据段头的字段不对")
    for name, value in fields.items():
        wanted = str if name in {"device", "prev", "made_at"} else int
        if not isinstance(value, wanted):
            raise Damaged("bad_segment", f"数据段头的字段类型不对：{name}")
    return SegmentHeader(
        device=cast(str, fields["device"]),
        n=cast(int, fields["n"]),
        prev=cast(str, fields["prev"]),
        first_s=cast(int, fields["first_s"]),
        last_s=cast(int, fields["last_s"]),
        made_at=cast(str, fields["made_at"]),
        schema=cast(int, fields["schema"]),
        proto=cast(int, fields["proto"]),
    )


def _inflate(data: bytes) -> bytes:
    """Decompress with a cap, so that a bomb is refused before it fills the memory."""
    inflater = zlib.decompressobj()
    try:
        out = inflater.decompress(data, SIZE_LIMIT)
    except zlib.error as error:
        raise Damaged("bad_segment", "数据段解压失败") from error
    if not inflater.eof or inflater.unused_data:
        raise Damaged("bad_segment", "数据段不完整、过大或后面有多余内容")
    return out


def _framed(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


class _Reader:
    """Reads length-framed bytes; every shortage is `Damaged` (`bad_segment`)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise Damaged("bad_segment", "数据段不完整")
        part = self._data[self._at : end]
        self._at = end
        return part

    def length(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def framed(self) -> bytes:
        return self.take(self.length())

    def at_end(self) -> bool:
        return self._at == len(self._data)
