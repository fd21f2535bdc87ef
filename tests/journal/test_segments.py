"""A segment is taken whole and unaltered, or not at all."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.journal import keys
from clerk_app.journal.canonical import canonical
from clerk_app.journal.events import (
    Event,
    Header,
    check_event,
    device_id,
    genesis,
    make_event,
)
from clerk_app.journal.segments import Segment, decode, encode, encode_segment, seal, signed_part
from clerk_app.kernel.errors import Damaged

KEY = bytes(range(32))
PUBLIC = keys.public_key(KEY)
DEVICE = device_id(PUBLIC)
AT = "2026-03-02T10:05:00.000+08:00"


def chain_of(count: int) -> list[Event]:
    events: list[Event] = []
    previous = genesis(PUBLIC)
    for s in range(1, count + 1):
        header = Header(DEVICE, s, "case.decided", AT, "c1", case="51160200012600000163")
        event = make_event(header, {"n": s}, salt=bytes([s]) * 16, prev_hash=previous)
        previous = event.hash
        events.append(event)
    return events


def sealed(events: list[Event]) -> Segment:
    return seal(events, n=1, prev=genesis(PUBLIC).hex(), made_at=AT, private_key=KEY)


SEGMENT = sealed(chain_of(3))
BYTES = encode_segment(SEGMENT)


def test_a_segment_read_back_is_the_segment() -> None:
    assert decode(BYTES, public_key=PUBLIC, prev_hash=genesis(PUBLIC)) == SEGMENT


@given(st.integers(0, len(zlib.decompress(BYTES)) - 1), st.integers(1, 255))
@settings(max_examples=60)
def test_any_changed_byte_is_noticed(place: int, change: int) -> None:
    raw = bytearray(zlib.decompress(BYTES))
    raw[place] ^= change
    with pytest.raises(Damaged):
        decode(zlib.compress(bytes(raw)), public_key=PUBLIC, prev_hash=genesis(PUBLIC))


@given(st.integers(0, len(BYTES) - 1))
@settings(max_examples=60)
def test_a_torn_transfer_is_noticed(size: int) -> None:
    with pytest.raises(Damaged):
        decode(BYTES[:size], public_key=PUBLIC, prev_hash=genesis(PUBLIC))


def test_a_segment_of_another_key_is_refused() -> None:
    with pytest.raises(Damaged) as caught:
        decode(BYTES, public_key=keys.public_key(bytes(32)), prev_hash=genesis(PUBLIC))
    assert caught.value.code == "bad_signature"


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(Damaged):
        decode(zlib.compress(bytes(80 * 1024 * 1024)), public_key=PUBLIC)


def test_an_erased_body_breaks_neither_chain_nor_signature() -> None:
    bodies = [None, *[(e.body_bytes() or b"", e.salt or b"") for e in SEGMENT.events[1:]]]
    erased = encode(SEGMENT.signed, SEGMENT.signature, bodies)
    read = decode(erased, public_key=PUBLIC, prev_hash=genesis(PUBLIC))
    assert read.sha == SEGMENT.sha
    assert read.events[0].body is None
    assert [e.hash for e in read.events] == [e.hash for e in SEGMENT.events]


def test_a_gap_or_a_stranger_is_never_sealed() -> None:
    events = chain_of(3)
    with pytest.raises(TypeError):
        sealed([events[0], events[2]])
    with pytest.raises(TypeError):
        sealed([])


def test_a_changed_body_and_a_moved_event_are_told_apart() -> None:
    first, second = chain_of(2)
    other = Event(second.header, {"n": 9}, second.salt, second.body_hash, second.hash)
    with pytest.raises(Damaged) as caught:
        check_event(other, first.hash)
    assert caught.value.code == "bad_body"
    with pytest.raises(Damaged) as caught:
        check_event(second, bytes(32))
    assert caught.value.code == "bad_chain"


@pytest.mark.parametrize("name", ["n", "first_s", "last_s", "device", "prev"])
def test_a_signed_header_field_of_another_type_is_refused(name: str) -> None:
    header = {**SEGMENT.header.to_map(), name: ["x"]}
    data = canonical(header)
    signed = len(data).to_bytes(4, "big") + data
    with pytest.raises(Damaged) as caught:
        decode(encode(signed, keys.sign(KEY, signed), []), public_key=PUBLIC)
    assert caught.value.code == "bad_segment"


@pytest.mark.parametrize("name", ["operator", "at", "kind", "s", "alg", "case", "base_ver"])
def test_an_event_header_field_of_another_type_is_refused(name: str) -> None:
    fields = {**SEGMENT.events[0].header.to_map(), name: ["x"]}
    with pytest.raises(Damaged) as caught:
        Header.from_bytes(canonical(fields))
    assert caught.value.code == "bad_header"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("operator", "张三 13800000000"),
        ("case", "张三"),
        ("clock", "x" * 200),
        ("at", "2026-99-99T99:99:99.000+08:00"),
        ("at", "２０２６-03-02T10:05:00.000+08:00"),
    ],
)
def test_nothing_that_could_name_a_person_fits_in_a_header(name: str, value: str) -> None:
    fields = {**SEGMENT.events[0].header.to_map(), name: value}
    with pytest.raises(Damaged) as caught:
        Header.from_bytes(canonical(fields))
    assert caught.value.code == "bad_header"


@pytest.mark.parametrize("extra", [{"clock": ""}, {"case": ""}, {"base_ver": -5}])
def test_a_header_has_one_spelling(extra: dict[str, str | int]) -> None:
    fields = SEGMENT.events[0].header.to_map()
    fields.pop("case")
    with pytest.raises(Damaged):
        Header.from_bytes(canonical({**fields, **extra}))


def test_a_signed_segment_that_skips_an_event_is_refused() -> None:
    events = chain_of(3)
    whole = sealed(events)
    forged = Segment(whole.header, b"", b"", (events[0], events[2]))
    signed = signed_part(forged.header, forged.events)
    data = encode_segment(Segment(forged.header, signed, keys.sign(KEY, signed), forged.events))
    with pytest.raises(Damaged) as caught:
        decode(data, public_key=PUBLIC)
    assert caught.value.code == "bad_segment"
