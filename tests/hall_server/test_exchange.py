"""The exchange, told from the workstations' side: what is sent arrives once, in order, whole."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete

from clerk_app.journal.canonical import Body, canonical
from clerk_app.journal.events import Event, chain, genesis
from clerk_app.journal.keys import sign
from clerk_app.journal.segments import encode, seal
from clerk_app.kernel.errors import Refused
from clerk_app.wire import exchange
from clerk_app.wire.enquiry import SUMMARY_PATH, case_path, read_case, read_summary
from clerk_app.wire.messages import Head, Offer, Place
from clerk_app.wire.signing import exchange_headers, query_headers
from hall_server.devices import revoke
from hall_server.entities.case import refold
from hall_server.entities.registry import CaseFolding, CaseRow
from hall_server.halls import make_hall
from hall_server.store.tables import quarantine
from tests.hall_server.station import AT, Station, case_number, fresh_hex
from tests.support.hall import HALL, HallApp

Pair = Callable[[], Station]


def held(hall: HallApp, station: Station) -> int:
    """Events of a workstation that the hall has numbered, as its summary counts them."""
    found = read_summary(station.ask(hall, SUMMARY_PATH))
    return next(d.s for d in found.devices if d.device == station.device)


def log_by_hand(hashes: list[bytes]) -> list[str]:
    """The chained hashes of a change log, computed here and nowhere else."""
    h, out = bytes(32), []
    for event_hash in hashes:
        h = hashlib.sha256(h + event_hash).digest()
        out.append(h.hex())
    return out


def test_what_is_pushed_is_numbered_and_its_log_is_the_chain_of_the_event_hashes(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    one.work(3)
    reply = one.push(hall)
    assert [(a.n, a.sha, a.durable) for a in reply.accepted] == [(1, one.sha(1), 0)]
    assert reply.problems == ()
    assert [c.seq for c in reply.changes] == [1, 2, 3]
    assert [c.h for c in reply.changes] == log_by_hand([e.hash for e in one.events])
    assert [c.hash for c in reply.changes] == [e.hash.hex() for e in one.events]
    assert reply.head == reply.cursor == Place(3, reply.changes[-1].h)


def test_the_first_event_hangs_on_the_device_key_itself(hall: HallApp, paired: Pair) -> None:
    one = paired()
    event = one.record(body={"item_name": "办理"})
    one.seal()
    by_hand = hashlib.sha256(
        hashlib.sha256(one.public_key).digest()
        + canonical(event.header.to_map())
        + hashlib.sha256((event.salt or b"") + '{"item_name":"办理"}'.encode()).digest()
    )
    assert one.push(hall).changes[0].hash == by_hand.hexdigest()


def test_a_request_sent_twice_because_its_reply_was_lost_is_stored_once(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    one.work(2)
    request = one.request(one.offer(1))
    first = one.send(hall, request)
    again = one.send(hall, request)
    assert again.problems == ()
    assert again.accepted == first.accepted
    assert again.head == first.head
    assert read_summary(one.ask(hall, SUMMARY_PATH)).events == 2


def test_a_segment_that_comes_before_its_turn_is_named_a_gap_and_taken_later(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    for _ in range(3):
        one.work()
    reply = one.push(hall, 2, 3)
    assert [(p.n, p.code, p.next) for p in reply.problems] == [(2, "gap", 1)]
    assert reply.accepted[0].n == 0
    assert reply.accepted[0].sha == genesis(one.public_key).hex()
    assert one.push(hall, 3, 2, 1).problems[0].next == 1
    assert held(hall, one) == 0
    assert one.push(hall, 1, 2, 3).accepted[0].n == 3
    assert held(hall, one) == 3


def test_another_segment_under_a_number_that_is_taken_is_a_fork(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    twin = Station()
    twin.private_key, twin.public_key = one.private_key, one.public_key
    twin.device, twin.hall_key = one.device, one.hall_key
    one.work()
    twin.record(body={"item_name": "双胞胎"})
    twin.seal()
    one.push(hall)
    reply = twin.push(hall)
    assert [(p.n, p.code, p.next) for p in reply.problems] == [(1, "fork", 2)]
    assert exchange.is_fork(reply.accepted[0], [twin.sha(1)])
    assert not exchange.is_fork(reply.accepted[0], [one.sha(1)])
    # its head alone betrays it too, without a segment
    assert [p.code for p in twin.send(hall, twin.request()).problems] == ["fork"]
    assert held(hall, one) == 1


def test_a_segment_that_does_not_follow_the_one_before_is_refused(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    one.work()
    one.push(hall)
    one.work(2)
    hole = seal(one.events[2:], n=2, prev=one.sha(1), made_at=AT, private_key=one.private_key)
    elsewhere = seal(one.events[1:], n=2, prev="0" * 64, made_at=AT, private_key=one.private_key)
    for segment in (hole, elsewhere):
        one.segments[1] = segment
        reply = one.push(hall, 2)
        assert [(p.code, p.next) for p in reply.problems] == [("bad_chain", 2)]
    assert held(hall, one) == 1


def test_bytes_that_are_not_the_signed_segment_are_refused_and_the_right_ones_taken_later(
    hall: HallApp, paired: Pair
) -> None:
    one, other = paired(), paired()
    one.work(2)
    right = one.offer(1)
    segment = one.segments[0]
    unsigned = seal(one.events, n=1, prev=one.sha(0), made_at=AT, private_key=other.private_key)
    bodies = [(e.body_bytes() or b"", e.salt or b"") for e in segment.events]
    changed = encode(
        segment.signed, segment.signature, [(b'{"item_name":"x"}', bodies[0][1]), bodies[1]]
    )
    for data, code in (
        (right.data[:-5], "bad_segment"),
        (b"", "bad_segment"),
        (encode(unsigned.signed, unsigned.signature, bodies), "bad_signature"),
        (changed, "bad_body"),
    ):
        reply = one.send(hall, one.request(dataclasses.replace(right, data=data)))
        assert [(p.code, p.next) for p in reply.problems] == [(code, 1)]
    wrong_name = dataclasses.replace(right, sha="0" * 64)
    assert one.send(hall, one.request(wrong_name)).problems[0].code == "bad_segment"
    assert held(hall, one) == 0
    assert one.push(hall).problems == ()
    assert held(hall, one) == 2


def test_a_torn_copy_of_a_stored_segment_is_no_fork(hall: HallApp, paired: Pair) -> None:
    one = paired()
    one.work()
    one.push(hall)
    torn = Offer(one.device, 1, "1" * 64, one.offer(1).data[:-3])
    assert [p.code for p in one.send(hall, one.request(torn)).problems] == ["bad_segment"]


def test_a_header_whose_numbers_are_lists_is_refused_although_rightly_signed(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    one.work()
    header = canonical(one.segments[0].header.to_map() | {"first_s": [1]})
    old = canonical(one.segments[0].header.to_map())
    rest = one.segments[0].signed[4 + len(old) :]
    signed = len(header).to_bytes(4, "big") + header + rest
    data = encode(signed, sign(one.private_key, signed), [(b"{}", bytes(16))])
    offer = Offer(one.device, 1, hashlib.sha256(signed).hexdigest(), data)
    assert [p.code for p in one.send(hall, one.request(offer)).problems] == ["bad_segment"]


def test_a_request_signed_by_another_or_changed_on_the_way_is_refused(
    hall: HallApp, paired: Pair
) -> None:
    one, other = paired(), paired()
    one.work()
    body = exchange.write_request(one.request(one.offer(1)))
    for sent, key in ((body, other.private_key), (body + b" ", None)):
        headers = exchange_headers(key or one.private_key, body)
        reply = hall.call("POST", exchange.PATH, sent, headers)
        assert (reply.status, b"bad_signature" in reply.body) == (403, True)
    assert hall.call("POST", exchange.PATH, body, {}).status == 403
    assert held(hall, one) == 0


def test_a_device_nobody_enrolled_is_told_so(hall: HallApp) -> None:
    stranger = Station()
    stranger.work()
    with pytest.raises(Refused) as caught:
        stranger.push(hall)
    assert caught.value.code == "unknown_device"


def test_segments_of_another_workstation_or_of_a_stranger_are_not_taken(
    hall: HallApp, paired: Pair
) -> None:
    one, other, stranger = paired(), paired(), Station()
    one.work()
    other.work()
    stranger.work()
    reply = one.send(
        hall, one.request(other.offer(1), stranger.offer(1), one.offer(1), heads=(other.head(),))
    )
    assert {(p.device, p.code) for p in reply.problems} == {
        (other.device, "not_yours"),
        (stranger.device, "unknown_device"),
    }
    assert [a.device for a in reply.accepted] == [one.device]
    assert held(hall, other) == 0


def test_two_halls_of_one_server_see_nothing_of_each_other(hall: HallApp, paired: Pair) -> None:
    hall.store.write(lambda db: make_hall(db, "511602002000", "邻县大厅", AT))
    here, there = paired(), Station()
    there.enrol(hall, hall.enrol_code(hall="511602002000"))
    here.work(2, case_number(1))
    here.push(hall)
    there.work()
    there.push(hall)
    assert [c.seq for page in there.pull(hall) for c in page.changes] == [1]
    with pytest.raises(Refused) as caught:
        there.ask(hall, case_path(case_number(1)))
    assert caught.value.code == "not_found"
    reply = there.send(hall, there.request(here.offer(1)))
    assert [p.code for p in reply.problems] == ["unknown_device"]


def test_two_workstations_see_each_others_events_whole_and_their_own_by_hash_only(
    hall: HallApp, paired: Pair
) -> None:
    one, two = paired(), paired()
    one.record("case.received", case_number(1), {"item_name": "𬱖𫖯㛃䶮登记"})
    one.seal()
    two.record("ticket.called", "", {"ticket": "A001"})
    two.seal()
    one.push(hall)
    two.push(hall)
    for reader, writer in ((one, two), (two, one)):
        changes = [c for page in reader.pull(hall, limit=1) for c in page.changes]
        assert [c.seq for c in changes] == [1, 2]
        own = next(c for c in changes if c.device == reader.device)
        assert (own.header, own.body, own.salt, own.body_hash) == ("", "", "", "")
        assert exchange.event_of(own) is None
        foreign = exchange.event_of(next(c for c in changes if c.device == writer.device))
        assert foreign == writer.events[0]
        assert foreign.hash == chain(genesis(writer.public_key), foreign.header, foreign.body_hash)


def test_a_body_erased_by_law_travels_as_absent_and_breaks_no_chain(
    hall: HallApp, paired: Pair
) -> None:
    one, two = paired(), paired()
    segment = one.work(2)
    kept = segment.events[1]
    data = encode(
        segment.signed, segment.signature, [None, (kept.body_bytes() or b"", kept.salt or b"")]
    )
    offer = dataclasses.replace(one.offer(1), data=data)
    assert one.send(hall, one.request(offer)).problems == ()
    events = [exchange.event_of(c) for c in two.pull(hall)[0].changes]
    assert [e.body if e else None for e in events] == [None, {"item_name": "事项 1"}]
    assert [e.hash if e else b"" for e in events] == [e.hash for e in one.events]


def test_pages_are_gapless_whatever_their_size(hall: HallApp, paired: Pair) -> None:
    one, two = paired(), paired()
    for count in (3, 1, 4):
        one.work(count)
        one.push(hall)
        two.work(count)
        two.push(hall)
    for limit in (1, 5, 500):
        one.cursor = Place()
        pages = one.pull(hall, limit)
        changes = [c for page in pages for c in page.changes]
        assert [c.seq for c in changes] == list(range(1, 17))
        assert [c.h for c in changes] == log_by_hand([bytes.fromhex(c.hash) for c in changes])
        assert max(len(page.changes) for page in pages) <= limit
        for station in (one, two):
            assert [c.s for c in changes if c.device == station.device] == list(range(1, 9))


def test_a_cursor_that_is_no_place_of_this_log_gets_a_reset_and_its_segments_are_still_taken(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    one.work(2)
    one.push(hall)
    one.work()
    for n, cursor in enumerate((Place(9, "a" * 64), Place(2, "b" * 64), Place(0, "c" * 64))):
        one.cursor = cursor
        reply = one.push(hall)
        assert reply.reset
        assert reply.changes == ()
        assert reply.cursor == Place()
        assert reply.accepted[0].n == 2, n
    one.cursor = Place()
    assert not one.push(hall).reset


def test_an_event_of_an_unknown_kind_is_kept_shown_as_unknown_and_passed_on(
    hall: HallApp, paired: Pair
) -> None:
    one, two = paired(), paired()
    one.record("case.received", case_number(1), {"item_name": "事项"})
    one.record("case.teleported", case_number(1), {"to": "月球"})
    one.seal()
    assert one.push(hall).problems == ()
    case = read_case(one.ask(hall, case_path(case_number(1))))
    assert [(e.kind, e.known, e.seq) for e in case.events] == [
        ("case.received", True, 1),
        ("case.teleported", False, 2),
    ]
    assert case.state == "received"
    assert read_summary(one.ask(hall, SUMMARY_PATH)).unknown == 1
    passed_on = exchange.event_of(two.pull(hall)[0].changes[1])
    assert passed_on is not None
    assert passed_on.body == {"to": "月球"}


def test_an_odd_body_goes_to_quarantine_and_the_queue_moves_on(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    received: Body = {"item_name": "事项", "received_on": "2026-03-02"}
    one.record("case.received", case_number(1), received)
    one.record("case.decided", case_number(1), {"outcome": ["not", "text"]})
    one.record("case.received", "no-such-number", {})
    one.record("case.decided", case_number(1), {"outcome": "accepted"})
    one.seal()
    assert one.push(hall).problems == ()
    one.work()
    assert one.push(hall).accepted[0].n == 2
    assert read_case(one.ask(hall, case_path(case_number(1)))).outcome == "accepted"
    found = read_summary(one.ask(hall, SUMMARY_PATH))
    assert (found.events, found.quarantined, found.cases) == (5, 2, 1)


def test_an_event_that_breaks_the_fold_is_passed_over_and_the_next_one_folded(
    hall: HallApp, paired: Pair
) -> None:
    def fragile(state: list[str] | None, event: Event) -> list[str]:
        return [*(state or []), {"case.received": "received", "case.rated": "rated"}[event.kind]]

    one = paired()
    for kind in ("case.received", "case.decided", "case.rated"):
        one.record(kind, case_number(1), None)
    one.seal()
    one.push(hall)
    folding = CaseFolding(
        fold=fragile, row=lambda state: CaseRow(state="+".join(state or [])), fault_in=lambda _: ""
    )
    before = read_summary(one.ask(hall, SUMMARY_PATH)).quarantined
    hall.store.write(lambda db: db.execute(delete(quarantine)))
    for _ in range(2):  # folding again counts nothing twice
        hall.store.write(lambda db: refold(db, HALL, [case_number(1)], folding))
    assert read_case(one.ask(hall, case_path(case_number(1)))).state == "received+rated"
    assert (before, read_summary(one.ask(hall, SUMMARY_PATH)).quarantined) == (3, 1)


def test_a_rating_outside_the_scale_reaches_no_reader(hall: HallApp, paired: Pair) -> None:
    one = paired()
    one.record("case.rated", case_number(1), {"level": -7})
    one.seal()
    one.push(hall)
    assert read_case(one.ask(hall, case_path(case_number(1)))).rating == 0


def test_a_hall_set_back_to_an_earlier_day_is_noticed_and_healed_by_its_workstations(
    hall: HallApp, paired: Pair, tmp_path: Path
) -> None:
    one, two = paired(), paired()
    for station in (one, two):
        station.work(2)
        station.push(hall)
    hall.close()
    shutil.copytree(hall.folder, tmp_path / "old" / "hall")
    with HallApp(tmp_path) as today:
        for station in (two, one):
            station.work(3)
            station.push(today)
        one.pull(today)
        lost = one.cursor
    with HallApp(tmp_path / "old") as restored:
        reply = one.send(restored, one.request())
        assert reply.reset
        assert (reply.accepted[0].n, reply.head.seq) == (1, 4)
        for station in (one, two):
            station.cursor = Place()
            assert station.push(restored).accepted[0].n == 2
        changes = [c for page in one.pull(restored) for c in page.changes]
        recorded = [e.hash.hex() for e in one.events + two.events]
        assert sorted(c.hash for c in changes) == sorted(recorded)
        assert one.cursor.seq == lost.seq
        assert one.cursor != lost


def test_a_case_shows_what_was_decided_issued_and_rated_in_hall_order(
    hall: HallApp, paired: Pair
) -> None:
    one, two = paired(), paired()
    number = case_number(7)
    one.record(
        "case.received", number, {"item_name": "烟草专卖零售许可", "received_on": "2026-03-02"}
    )
    one.record("case.decided", number, {"outcome": "conditionally_accepted"})
    one.record("document.issued", number, {"number": number + "-01", "kind": "receipt"})
    one.record("document.printed", number, {"number": number + "-01"})
    one.record("document.issued", number, {"number": number + "-02", "kind": "undertaking"})
    one.seal()
    two.record("case.rated", number, {"level": 5})
    two.seal()
    one.push(hall)
    two.push(hall)
    case = read_case(two.ask(hall, case_path(number)))
    assert (case.item_name, case.received_on) == ("烟草专卖零售许可", "2026-03-02")
    assert (case.state, case.outcome) == ("conditionally_accepted", "conditionally_accepted")
    assert case.documents == (number + "-01", number + "-02")
    assert case.rating == 5
    assert [(e.device, e.s, e.seq) for e in case.events] == [
        *((one.device, s, s) for s in range(1, 6)),
        (two.device, 1, 6),
    ]


def test_a_successor_brings_the_segments_of_the_device_it_replaced(
    hall: HallApp, paired: Pair
) -> None:
    old, other = paired(), paired()
    for _ in range(3):
        old.work()
    old.push(hall, 1)
    new = Station()
    station = new.enrol(hall, hall.enrol_code(successor="0001")).station
    assert station not in {"0001", "0002"}
    new.work()
    reply = new.send(
        hall,
        new.request(old.offer(1), old.offer(2), new.offer(1), heads=(old.head(), new.head())),
    )
    assert reply.problems == ()
    assert {(a.device, a.n) for a in reply.accepted} == {(old.device, 2), (new.device, 1)}
    # the old one's events come whole: the restored image may never have held them
    assert exchange.event_of(reply.changes[0]) == old.events[0]
    assert other.send(hall, other.request(old.offer(3))).problems[0].code == "not_yours"
    last_words = old.push(hall)
    assert [p.code for p in last_words.problems] == ["retired"]
    assert last_words.accepted[0].n == 3
    assert last_words.changes == ()


def test_a_device_retired_before_it_was_ever_enrolled_still_hands_over_its_facts(
    hall: HallApp,
) -> None:
    old, new = Station(), Station()
    old.work(2)
    new.enrol(hall, hall.enrol_code("0042"), former=(old,))
    assert new.send(hall, new.request(old.offer(1), heads=(old.head(),))).problems == ()
    assert held(hall, new) == 0
    assert [c.device for c in new.pull(hall)[0].changes] == [old.device] * 2


def test_a_revoked_device_gets_nothing_and_what_it_sends_is_held_apart(
    hall: HallApp, paired: Pair
) -> None:
    thief, honest = paired(), paired()
    honest.work(2)
    honest.push(hall)
    thief.work()
    hall.store.write(lambda db: revoke(db, hall.hall, thief.device))
    reply = thief.push(hall)
    assert reply.accepted[0].n == 1
    assert reply.changes == ()
    assert [p.code for p in reply.problems] == ["revoked"]
    with pytest.raises(Refused) as caught:
        thief.ask(hall, SUMMARY_PATH)
    assert caught.value.code == "revoked"
    assert [c.device for c in honest.pull(hall)[0].changes] == [honest.device] * 2
    # nor can a device that takes over its station bring them into the log
    heir = Station()
    heir.enrol(hall, hall.enrol_code(successor="0001"))
    thief.work()
    assert heir.send(hall, heir.request(thief.offer(2))).problems[0].code == "not_yours"


def test_a_query_is_answered_once_to_its_own_device_only(hall: HallApp, paired: Pair) -> None:
    one, other = paired(), paired()
    headers = query_headers(one.private_key, one.device, SUMMARY_PATH, at=AT, nonce=fresh_hex())
    assert hall.call("GET", SUMMARY_PATH, None, headers).status == 200
    assert hall.call("GET", SUMMARY_PATH, None, headers).status == 403
    borrowed = query_headers(other.private_key, one.device, SUMMARY_PATH, at=AT, nonce=fresh_hex())
    assert hall.call("GET", SUMMARY_PATH, None, borrowed).status == 403
    elsewhere = query_headers(
        one.private_key, one.device, case_path(case_number(1)), at=AT, nonce=fresh_hex()
    )
    assert hall.call("GET", SUMMARY_PATH, None, elsewhere).status == 403
    assert hall.call("GET", SUMMARY_PATH).status == 400


def test_a_head_behind_the_halls_own_is_no_problem_of_the_hall(
    hall: HallApp, paired: Pair
) -> None:
    one = paired()
    one.work()
    one.work()
    one.push(hall)
    reply = one.send(hall, one.request(heads=(Head(one.device, 1, one.sha(1)),)))
    assert reply.problems == ()
    assert reply.accepted[0].n == 2
    assert exchange.is_fork(reply.accepted[0], [one.sha(1)])
