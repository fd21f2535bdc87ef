"""The journal: both doors, the order of folding, and what a check of it finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from clerk_app.intake.store import last_sequence
from clerk_app.intake.tables import cases
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, make_event
from clerk_app.kernel.errors import Damaged, Unavailable
from clerk_app.queueing.tables import tickets
from clerk_app.staff.tables import clerks
from clerk_app.storage.journal import Received, Verification, events_of, read_event
from clerk_app.storage.schema import devices, events, meta
from tests.support.stores import ACT, AT, CASE, OTHER_CASE, Foreign, Station, erased, station

RECEIVED: Body = {"item": "i1", "item_name": "食品", "received_on": "2026-03-02"}


def take(here: Station, events: Sequence[Event], *, first: int = 1) -> int:
    received = [Received(e, n) for n, e in enumerate(events, start=first)]
    with here.store.transaction() as db:
        return here.journal.receive(db, received)


def refusal(here: Station, events: Sequence[Event], *, first: int = 1) -> str:
    before = here.events(), here.rows()
    with pytest.raises(Damaged) as caught:
        take(here, events, first=first)
    assert (here.events(), here.rows()) == before
    assert here.first_bad() == ""
    return caught.value.code


def states(here: Station) -> dict[str, tuple[str, int]]:
    with here.store.reading() as db:
        rows = db.execute(select(cases.c.number, cases.c.state, cases.c.version)).all()
    return {number: (state, version) for number, state, version in rows}


def numbered(here: Station) -> list[tuple[int, int]]:
    """The events the hall has numbered: (s, number)."""
    with here.store.reading() as db:
        query = "SELECT s, hall_seq FROM events WHERE hall_seq IS NOT NULL ORDER BY hall_seq"
        return [(s, n) for s, n in db.exec_driver_sql(query)]


# -------------------------------------------------------------------- appending


def test_events_are_numbered_without_a_gap_and_each_holds_the_one_before(alone: Station) -> None:
    first = alone.record()
    second = alone.record("case.received", dict(RECEIVED), case=CASE, base_ver=0)
    assert (first.header.s, second.header.s) == (2, 3)
    again = make_event(
        second.header, dict(RECEIVED), salt=second.salt or b"", prev_hash=first.hash
    )
    assert again.hash == second.hash
    with alone.store.reading() as db:
        assert alone.journal.own_device(db).head_hash == second.hash
        assert read_event(db, second.header.device, 3) == second
        assert [e.header.s for e in events_of(db, second.header.device, 2, 3)] == [2, 3]
        assert alone.journal.unsent(db) == (3, AT)
        with pytest.raises(Unavailable):
            read_event(db, second.header.device, 4)


def test_the_same_body_twice_gives_no_equal_hash(alone: Station) -> None:
    first, second = alone.record(), alone.record()
    assert first.salt != second.salt
    assert first.body_hash != second.body_hash


def test_an_event_outside_the_form_writes_nothing(alone: Station) -> None:
    for body in ({"a": 1.5}, {"a": True}, {"A": "x"}, {"a": "\ud800"}):
        with pytest.raises(TypeError):
            alone.record(body=body)  # type: ignore[arg-type]  # what a bug would pass
    assert len(alone.events()) == 1


def test_an_unknown_kind_is_kept_and_stops_nothing(alone: Station) -> None:
    alone.record("future.kind", {"x": "一"}, case=CASE)
    alone.record("case.received", dict(RECEIVED), case=CASE)
    assert len(alone.events()) == 3
    assert alone.first_bad() == ""
    with alone.store.transaction() as db:
        assert [e.kind for e in alone.journal.case_events(db, CASE)] == [
            "future.kind",
            "case.received",
        ]
        assert alone.journal.rebuild(db) == 3


def test_a_new_identity_retires_the_old_and_starts_a_chain_of_its_own(alone: Station) -> None:
    alone.record()
    with alone.store.transaction() as db:
        old = alone.journal.own_device(db).device
        new = alone.journal.new_device(db)
    assert new != old
    assert alone.record().header.s == 1
    with alone.store.reading() as db:
        assert [h.device for h in alone.journal.heads(db)] == [old, new]
        retired = db.execute(select(devices.c.device).where(devices.c.retired == 1)).scalars()
        assert list(retired) == [old]
    assert alone.first_bad() == ""


def test_a_store_without_an_identity_is_damaged(alone: Station) -> None:
    alone.change("UPDATE devices SET retired = 1")
    with pytest.raises(Damaged) as caught:
        alone.record()
    assert caught.value.code == "no_device"


# -------------------------------------------------------------------- receiving


def test_an_event_of_ours_only_learns_its_number(alone: Station) -> None:
    mine = [alone.record("case.received", dict(RECEIVED), case=CASE), alone.record()]
    assert take(alone, mine, first=7) == 0
    assert numbered(alone) == [(2, 7), (3, 8)]
    assert take(alone, mine, first=7) == 0
    assert numbered(alone) == [(2, 7), (3, 8)]
    assert states(alone) == {CASE: ("received", 1)}
    with alone.store.reading() as db:
        assert alone.journal.unsent(db)[0] == 1


def test_events_of_another_device_are_chained_and_folded(alone: Station) -> None:
    other = Foreign()
    other.add("case.received", dict(RECEIVED), case=CASE)
    assert take(alone, other.events) == 2
    assert take(alone, other.events) == 0
    assert states(alone) == {CASE: ("received", 1)}
    assert alone.first_bad() == ""
    with alone.store.reading() as db:
        assert [(h.device, h.s) for h in alone.journal.heads(db)][1:] == [(other.device, 2)]


def test_a_gap_is_refused_and_nothing_of_the_page_is_taken(alone: Station) -> None:
    other = Foreign()
    other.add("note.made", {"n": 2})
    other.add("case.received", dict(RECEIVED), case=CASE)
    assert refusal(alone, [other.events[0], other.events[2]]) == "bad_chain"
    assert refusal(alone, other.events[1:]) == "bad_chain"
    with pytest.raises(Damaged, match=f"设备 {other.device} 缺第 1 条事件"):
        take(alone, other.events[1:])


def test_an_event_that_does_not_hold_the_one_before_is_refused(alone: Station) -> None:
    other = Foreign()
    event = other.add("note.made", {"n": 2})
    for bad in (
        replace(event, hash=bytes(32)),
        replace(event, header=replace(event.header, operator="c9")),
        replace(event, body={"n": 3}),
        replace(event, salt=bytes(15) + b"\1"),
        replace(event, salt=None),
        replace(event, body_hash=bytes(32)),
    ):
        assert refusal(alone, [other.events[0], bad]) in {"bad_chain", "bad_body"}
    assert take(alone, other.events) == 2


def test_two_versions_of_one_event_are_a_fork(alone: Station) -> None:
    other = Foreign()
    other.add("note.made", {"n": 2})
    take(alone, other.events)
    other.events.pop()
    other.add("note.made", {"n": 22})
    assert refusal(alone, other.events) == "forked"


def test_an_event_of_ours_that_we_do_not_know_is_a_fork(alone: Station) -> None:
    last = alone.record()
    header = replace(last.header, s=last.header.s + 1)
    unknown = make_event(header, {"text": "别处记的"}, salt=bytes(16), prev_hash=last.hash)
    assert refusal(alone, [unknown]) == "forked"


def test_what_a_former_identity_did_after_the_image_is_taken(alone: Station) -> None:
    last = alone.record()
    header = replace(last.header, s=last.header.s + 1, case=CASE, kind="case.received")
    later = make_event(header, dict(RECEIVED), salt=bytes(16), prev_hash=last.hash)
    with alone.store.transaction() as db:
        alone.journal.new_device(db)
    assert take(alone, [later]) == 1
    assert states(alone) == {CASE: ("received", 1)}
    assert alone.first_bad() == ""


def test_a_device_without_its_key_in_the_first_event_is_refused(alone: Station) -> None:
    for key in ("", "zz", bytes(32).hex()):
        other = Foreign()
        other.events.clear()
        other.add("workstation.initialised", {"public_key": key} if key else {})
        assert refusal(alone, other.events) == "bad_chain"


def test_a_body_erased_by_law_is_taken_and_counts_as_an_act_of_the_case(alone: Station) -> None:
    other = Foreign()
    other.add("case.received", dict(RECEIVED), case=CASE)
    other.add("case.decided", {"outcome": "accepted"}, case=CASE, base_ver=1)
    gone = [other.events[0], erased(other.events[1]), other.events[2]]
    assert take(alone, gone) == 3
    assert states(alone) == {CASE: ("accepted", 2)}
    with alone.store.reading() as db:
        assert read_event(db, other.device, 2).body is None
        names = db.execute(select(cases.c.item_name)).scalars().all()
    assert names == [""]
    assert alone.first_bad() == ""
    assert take(alone, other.events) == 0  # and it does not come back
    with alone.store.reading() as db:
        assert read_event(db, other.device, 2).body is None


def test_a_body_erased_here_stays_erased_after_a_rebuild(alone: Station) -> None:
    alone.record("case.received", {**RECEIVED, "applicant": {"name": "测试甲"}}, case=CASE)
    alone.record("ticket.taken", {"day": "2026-03-02", "label": "A001"})
    alone.change("UPDATE events SET body = NULL, salt = NULL WHERE s > 1")
    assert alone.first_bad() == ""
    with alone.store.transaction() as db:
        alone.journal.rebuild(db)
        assert db.execute(select(cases.c.applicant, cases.c.version)).all() == [("", 1)]
        assert db.execute(select(tickets)).all() == []


# -------------------------------------------------------------------- order


def test_the_first_decision_in_hall_order_stands_whoever_came_first_here(alone: Station) -> None:
    take(alone, [alone.record("case.received", dict(RECEIVED), case=CASE)])
    ours = alone.record("case.decided", {"outcome": "accepted"}, case=CASE, base_ver=1)
    assert states(alone) == {CASE: ("accepted", 2)}
    other = Foreign()
    theirs = other.add("case.decided", {"outcome": "not_needed"}, case=CASE, base_ver=1)
    take(alone, [other.events[0], theirs], first=2)
    assert states(alone) == {CASE: ("not_needed", 3)}
    take(alone, [ours], first=4)
    assert states(alone) == {CASE: ("not_needed", 3)}


def test_our_own_act_is_not_lost_when_the_hall_tells_of_another(alone: Station) -> None:
    alone.record("case.received", dict(RECEIVED), case=OTHER_CASE)
    alone.record("case.rated", {"level": 5}, case=OTHER_CASE)
    other = Foreign()
    other.add("future.kind", {"x": 1}, case=OTHER_CASE)
    take(alone, other.events)
    with alone.store.reading() as db:
        assert db.execute(select(cases.c.rating)).scalars().all() == [5]
        order = [(e.header.device, e.kind) for e in alone.journal.case_events(db, OTHER_CASE)]
    assert [kind for _, kind in order] == ["future.kind", "case.received", "case.rated"]


def test_a_number_the_hall_gives_anew_is_taken_from_the_event_that_had_it(
    alone: Station,
) -> None:
    a, b = Foreign(), Foreign()
    received = a.add("case.received", dict(RECEIVED), case=CASE)
    first = a.add("case.decided", {"outcome": "accepted"}, case=CASE, base_ver=1)
    second = b.add("case.decided", {"outcome": "not_needed"}, case=CASE, base_ver=1)
    take(alone, [a.events[0], b.events[0], received, first, second])
    assert states(alone) == {CASE: ("accepted", 3)}
    take(alone, [a.events[0], b.events[0], received, second, first])  # a restored hall
    assert states(alone) == {CASE: ("not_needed", 3)}
    assert sorted(n for _, n in numbered(alone)) == [1, 2, 3, 4, 5]


def test_when_the_hall_begins_its_log_anew_every_case_is_folded_anew(alone: Station) -> None:
    ours = alone.record("case.received", dict(RECEIVED), case=CASE)
    mine = alone.record("case.decided", {"outcome": "accepted"}, case=CASE, base_ver=1)
    other = Foreign()
    theirs = other.add("case.decided", {"outcome": "not_needed"}, case=CASE, base_ver=1)
    take(alone, [ours, mine, other.events[0], theirs])
    assert states(alone) == {CASE: ("accepted", 3)}
    with alone.store.transaction() as db:
        alone.journal.forget_hall_numbers(db)
        before = alone.rows_in(db)
        alone.journal.rebuild(db)
        assert alone.rows_in(db) == before
        assert alone.journal.unsent(db)[0] == 3
    assert numbered(alone) == []


# -------------------------------------------------------------------- rebuilding


def test_a_rebuild_gives_the_same_rows_and_touches_nothing_else(alone: Station) -> None:
    alone.record("clerk.added", {"clerk": "c1", "name": "甲", "roles": ["clerk"]})
    alone.record("ticket.taken", {"day": "2026-03-02", "label": "A001"})
    alone.record("ticket.called", {"day": "2026-03-02", "label": "A001", "window": "2"})
    alone.record("case.received", dict(RECEIVED), case=CASE)
    with alone.store.transaction() as db:
        db.execute(insert(meta).values(key="hall", value="511602101000"))
        before = alone.rows_in(db)
        for table in ("cases", "tickets", "clerks", "number_series"):
            db.exec_driver_sql(f"DELETE FROM {table}")
        assert alone.rows_in(db) != before
        assert alone.journal.rebuild(db) == 5
        assert alone.rows_in(db) == before
        assert db.execute(select(meta.c.value)).scalars().all() == ["511602101000"]
    assert all(before[name] for name in ("cases", "tickets", "clerks", "number_series"))


def test_a_clerk_of_another_workstation_is_no_clerk_here(alone: Station) -> None:
    alone.record("clerk.added", {"clerk": "c1", "name": "甲", "roles": ["clerk"]})
    other = Foreign()
    other.add("clerk.added", {"clerk": "c1", "name": "乙", "roles": ["administrator"]})
    take(alone, other.events)
    with alone.store.transaction() as db:
        assert db.execute(select(clerks.c.name, clerks.c.roles)).all() == [("甲", "clerk")]
        alone.journal.rebuild(db)
        assert db.execute(select(clerks.c.name, clerks.c.roles)).all() == [("甲", "clerk")]


# -------------------------------------------------------------------- verifying


@pytest.fixture(scope="module")
def long_journal(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """Ten events of ours, three of another; the other's device sorts either way."""
    with station(template, tmp_path_factory.mktemp("long") / "data") as found:
        for n in range(9):
            found.record(body={"text": f"第{n}条"})
        other = Foreign()
        other.add("note.made", {"n": 2})
        other.add("note.made", {"n": 3})
        take(found, other.events)
        yield found


class _Undo(Exception):
    """Ends a transaction without a trace."""


def verify_after(here: Station, *statements: str) -> Verification:
    """What a check finds after these statements, which are then undone."""
    found: list[Verification] = []
    try:
        with here.store.transaction() as db:
            own = here.journal.own_device(db).device
            for statement in statements:
                changed = db.exec_driver_sql(statement.replace(":own", f"'{own}'"))
                assert changed.rowcount, statement
            found.append(here.journal.verify(db))
            raise _Undo
    except _Undo:
        return found[0]


def edited(text: str) -> str:
    body = '{"text":"' + text + '"}'
    return f"x'{body.encode().hex()}'"


AT_5 = "WHERE device = :own AND s = 5"


def swap(*columns: str) -> list[str]:
    """Statements that swap columns of events 4 and 5."""
    both = ", ".join(columns)
    first = f"(SELECT {both} FROM events AS e WHERE e.device = :own AND e.s = 9 - events.s)"
    where = "WHERE device = :own AND s IN (4, 5)"
    return [f"UPDATE events SET ({both}) = {first} {where}"]


@pytest.mark.parametrize(
    ("statements", "bad"),
    [
        ([f"UPDATE events SET body = {edited('改')} {AT_5}"], "5: bad_body"),
        ([f"UPDATE events SET salt = zeroblob(16) {AT_5}"], "5: bad_body"),
        ([f"UPDATE events SET salt = NULL {AT_5}"], "5: bad_body"),
        ([f"UPDATE events SET body = x'00' {AT_5}"], "5: not_canonical"),
        ([f"UPDATE events SET kind = 'case.decided' {AT_5}"], "5: bad_columns"),
        ([f"UPDATE events SET case_number = '{CASE}' {AT_5}"], "5: bad_columns"),
        ([f"UPDATE events SET header = x'7b7d' {AT_5}"], "5: bad_header"),
        ([f"UPDATE events SET header = CAST(replace(header, 'c1', 'c2') AS BLOB) {AT_5}"], "5: "),
        ([f"UPDATE events SET body = replace(body, '第', '弟') {AT_5}"], "5: bad_columns"),
        ([f"UPDATE events SET header = CAST(header AS TEXT) {AT_5}"], "5: bad_columns"),
        ([f"UPDATE events SET hash = 7 {AT_5}"], "5: bad_columns"),
        ([f"UPDATE events SET hash = zeroblob(32) {AT_5}"], "5: bad_chain"),
        ([f"UPDATE events SET body_hash = zeroblob(32) {AT_5}"], "5: bad_body"),
        ([f"DELETE FROM events {AT_5}"], "6: gap"),
        (["DELETE FROM events WHERE device = :own AND s = 1"], "2: gap"),
        (["DELETE FROM events WHERE device = :own AND s = 10"], "10: missing"),
        (["DELETE FROM events WHERE device = :own"], "1: missing"),
        (["UPDATE events SET s = 11 WHERE device = :own AND s = 10"], "11: gap"),
        (["UPDATE devices SET head_s = 9 WHERE device = :own"], "11: missing"),
        (["UPDATE devices SET head_s = 11 WHERE device = :own"], "11: missing"),
        (["UPDATE devices SET head_s = 0 WHERE device = :own"], "11: missing"),
        (["UPDATE devices SET head_hash = zeroblob(32) WHERE device = :own"], "11: missing"),
        (["UPDATE devices SET head_hash = NULL WHERE device = :own"], "11: missing"),
        (["UPDATE devices SET public_key = zeroblob(32) WHERE device = :own"], "1: bad_chain"),
        (["UPDATE devices SET private_key = zeroblob(32) WHERE device = :own"], "0: bad_key"),
        (["DELETE FROM devices WHERE device != :own"], "1: no_device"),
        (["DELETE FROM events WHERE device != :own AND s = 3"], "3: missing"),
        (["UPDATE events SET device = 'x' || substr(device, 2) WHERE s = 2"], "2: no_device"),
        (swap("body", "salt"), "4: bad_body"),
        (swap("header", "body", "salt", "body_hash"), "4: bad_columns"),
        (swap("body", "salt", "body_hash", "hash"), "4: bad_chain"),
    ],
    ids=str,
)
def test_every_change_behind_the_journals_back_is_found(
    long_journal: Station, statements: list[str], bad: str
) -> None:
    assert long_journal.first_bad() == ""
    found = verify_after(long_journal, *statements)
    assert not found.ok
    device, _, fault = found.first_bad.partition("/")
    assert len(device) == 16
    assert fault.startswith(bad), found.first_bad


def test_an_event_hashed_anew_breaks_the_one_after_it(long_journal: Station) -> None:
    with long_journal.store.reading() as db:
        own = long_journal.journal.own_device(db).device
        before, victim = events_of(db, own, 4, 5)
    forged = make_event(victim.header, {"text": "改"}, salt=bytes(16), prev_hash=before.hash)
    found = verify_after(
        long_journal,
        f"UPDATE events SET body = {edited('改')}, salt = zeroblob(16),"
        f" body_hash = x'{forged.body_hash.hex()}', hash = x'{forged.hash.hex()}' {AT_5}",
    )
    assert found.first_bad == f"{own}/6: bad_chain"


def test_a_number_whose_body_was_erased_by_law_stays_used(alone: Station) -> None:
    with alone.store.transaction() as db:
        alone.journal.append(db, "case.received", {"item": "T"}, ACT, case=CASE)
        db.execute(update(events).where(events.c.case_number == CASE).values(body=None, salt=None))
        alone.journal.rebuild(db)
        assert last_sequence(db, "5116020001", 2026) == 1
        assert alone.journal.verify(db).ok


def test_a_whole_journal_tells_its_length_and_its_heads(long_journal: Station) -> None:
    with long_journal.store.reading() as db:
        found = long_journal.journal.verify(db)
        own = long_journal.journal.own_device(db)
    assert (found.ok, found.events, [h.s for h in found.heads]) == (True, 13, [10, 3])
    assert found.heads[0].hash == own.head_hash
