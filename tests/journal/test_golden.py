"""Bytes once hashed or signed never change: files written once are compared for ever.

The golden files were written by the first version of the program from a key of 32 bytes 0x07.
Every expected value is computed here again from the published formulas alone, so that a file
and the code cannot drift together.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from clerk_app.journal import keys
from clerk_app.journal.canonical import canonical
from clerk_app.journal.events import Header, device_id, genesis, make_event
from clerk_app.journal.segments import decode, encode_segment, seal

GOLDEN = Path(__file__).with_name("golden")
KEY = bytes([7]) * 32


def _lines() -> list[dict[str, Any]]:
    text = (GOLDEN / "events_v1.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_the_golden_events_follow_the_published_formulas() -> None:
    previous = hashlib.sha256(keys.public_key(KEY)).digest()
    lines = _lines()
    assert len(lines) == 6
    for line in lines:
        salt = bytes.fromhex(line["salt"])
        body_hash = hashlib.sha256(salt + _dump(line["body"])).digest()
        previous = hashlib.sha256(previous + _dump(line["header"]) + body_hash).digest()
        assert (line["body_hash"], line["hash"]) == (body_hash.hex(), previous.hex())


def test_the_code_makes_the_golden_events_again() -> None:
    previous = genesis(keys.public_key(KEY))
    for line in _lines():
        header = Header.from_bytes(canonical(line["header"]))
        assert header.device == device_id(keys.public_key(KEY))
        event = make_event(
            header, line["body"], salt=bytes.fromhex(line["salt"]), prev_hash=previous
        )
        assert event.hash.hex() == line["hash"]
        previous = event.hash


def test_the_golden_segment_opens_and_its_bytes_are_made_again() -> None:
    data = (GOLDEN / "segment_v1.hseg").read_bytes()
    public = keys.public_key(KEY)
    segment = decode(data, public_key=public, prev_hash=genesis(public))
    assert [e.hash.hex() for e in segment.events] == [line["hash"] for line in _lines()]
    again = seal(
        segment.events,
        n=segment.header.n,
        prev=segment.header.prev,
        made_at=segment.header.made_at,
        private_key=KEY,
    )
    assert (again.signed, again.signature) == (segment.signed, segment.signature)
    assert zlib.decompress(encode_segment(again)) == zlib.decompress(data)


def test_the_golden_segment_follows_the_published_layout() -> None:
    raw = zlib.decompress((GOLDEN / "segment_v1.hseg").read_bytes())
    assert raw[:6] == b"HSEG1\n"
    (size,) = struct.unpack(">I", raw[6:10])
    signed, signature = raw[10 : 10 + size], raw[10 + size : 74 + size]
    Ed25519PublicKey.from_public_bytes(keys.public_key(KEY)).verify(signature, signed)
    expected = (GOLDEN / "segment_v1.sha256").read_text().strip()
    assert hashlib.sha256(signed).hexdigest() == expected
    at = 0
    frames: list[bytes] = []
    while at < len(signed):
        (length,) = struct.unpack(">I", signed[at : at + 4])
        frames.append(signed[at + 4 : at + 4 + length])
        at += 4 + length + (32 if len(frames) > 1 else 0)
    assert [json.loads(f)["s"] for f in frames[1:]] == [1, 2, 3, 4, 5, 6]
    assert json.loads(frames[0])["prev"] == hashlib.sha256(keys.public_key(KEY)).hexdigest()
