"""The register of enquiries in a real encrypted store, through the journal's own doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from clerk_app.enquiry import store
from clerk_app.enquiry.model import Contact, Enquiry, EnquiryDocument
from clerk_app.enquiry.projection import ENQUIRIES
from clerk_app.enquiry.rules import enquiry_number
from clerk_app.enquiry.tables import enquiry_series
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Role, Viewer
from clerk_app.storage.journal import Act, Journal, Received
from tests.support.items import memory_store
from tests.support.stores import Foreign, erased

CLERK = Viewer("c1", frozenset({Role.CLERK}))
AT = "2026-03-02T10:05:00.000+08:00"
ACT = Act(AT, "c1")
DAY = "2026-03-02"


def number(seq: int, station: str = "0001") -> str:
    return enquiry_number("511602", station, 2026, seq)


def recorded(seq: int, outcome: str = "answered", **more: str) -> Body:
    body = {"number": number(seq), "day": DAY, "way": "counter", "outcome": outcome, "window": "1"}
    return {**body, **more}


def handed(seq: int, n: int, to: str) -> Body:
    body: Body = {"number": number(seq), "n": n, "kind": "body", "to": to, "on": DAY}
    return {**body, "reason": "不归本窗口"}


@pytest.fixture
def journal() -> Journal:
    return Journal([ENQUIRIES])


@pytest.fixture
def db(journal: Journal) -> Iterator[Connection]:
    with memory_store() as connection:
        journal.new_device(connection)
        yield connection


def test_an_enquiry_stands_in_the_register_with_its_words_and_papers(
    db: Connection, journal: Journal
) -> None:
    body = recorded(1, item="T-1", item_name="事项", item_hash="h", department="局", ticket="A001")
    journal.append(db, "enquiry.recorded", body, ACT)
    words: Body = {"number": number(1), "subject": "怎样办", "caller": "示例𬱖", "phone": "12345"}
    journal.append(db, "enquiry.noted", words, ACT)
    paper: Body = {"number": f"{number(1)}-01", "kind": "enquiry_notice"}
    event = journal.append(db, "document.issued", paper, ACT)
    for _ in range(2):
        journal.append(db, "document.printed", paper, ACT)
    expected = Enquiry(
        number=number(1),
        day=DAY,
        at=AT,
        operator="c1",
        window="1",
        way="counter",
        outcome="answered",
        item="T-1",
        item_name="事项",
        item_hash="h",
        department="局",
        ticket="A001",
        subject="怎样办",
        caller="示例𬱖",
        phone="12345",
    )
    header = event.header
    expected = replace(expected, device=header.device)
    document = EnquiryDocument(f"{number(1)}-01", "enquiry_notice", header.device, header.s, 2)
    assert store.enquiry(db, CLERK, number(1)) == replace(expected, documents=(document,))
    assert store.enquiry_rows(db, CLERK) == [expected]


def test_papers_of_cases_are_none_of_an_enquirys(db: Connection, journal: Journal) -> None:
    case = "51160200012600000163"
    paper: Body = {"number": f"{case}-01", "kind": "acceptance"}
    journal.append(db, "document.issued", paper, ACT, case=case)
    journal.append(db, "document.issued", {"number": f"{number(1)}-01"}, ACT, case=case)
    assert db.exec_driver_sql("SELECT count(*) FROM enquiry_documents").scalar_one() == 0


def test_who_waits_longest_comes_first_until_the_answer(db: Connection, journal: Journal) -> None:
    for seq, outcome in enumerate(("no_item", "answered", "handed_over", "led_to_window"), 1):
        journal.append(db, "enquiry.recorded", recorded(seq, outcome), ACT)
    waiting = store.enquiry_rows(db, CLERK, only_open=True)
    assert [row.number for row in waiting] == [number(1), number(3)]
    assert all(row.is_open for row in waiting)
    later = Act("2026-03-03T09:00:00.000+08:00", "c2")
    journal.append(db, "enquiry.closed", {"number": number(1), "answer": "可以办"}, later)
    journal.append(db, "enquiry.closed", {"number": number(1), "answer": "又一次"}, ACT)
    row = store.enquiry(db, CLERK, number(1))
    assert (row.answer, row.closed_at, row.is_open) == ("可以办", later.at, False)
    assert row.closed_by == "c2"
    assert [r.number for r in store.enquiry_rows(db, CLERK, only_open=True)] == [number(3)]
    assert store.counts(db).open == 1


def test_handovers_stand_in_the_order_of_what_was_known(db: Connection, journal: Journal) -> None:
    journal.append(db, "enquiry.recorded", recorded(1, "no_item"), ACT)
    journal.append(db, "enquiry.recorded", recorded(2, "no_item"), ACT)
    for seq, n, to in ((1, 2, "乙局"), (2, 1, "丙局"), (1, 1, "甲局")):
        journal.append(db, "enquiry.handed_over", handed(seq, n, to), ACT)
    first = store.enquiry(db, CLERK, number(1))
    assert [(h.to, h.kind, h.on, h.operator, h.reason) for h in first.handovers] == [
        ("甲局", "body", DAY, "c1", "不归本窗口"),
        ("乙局", "body", DAY, "c1", "不归本窗口"),
    ]
    rows = store.enquiry_rows(db, CLERK, only_open=True)
    assert [[h.to for h in row.handovers] for row in rows] == [["甲局", "乙局"], ["丙局"]]


@pytest.mark.parametrize("ours_first", [True, False])
def test_two_windows_that_did_not_know_of_each_other_agree_in_the_end(
    db: Connection, journal: Journal, ours_first: bool
) -> None:
    """Both hand the question on and answer it: every window names the same holder and answer."""
    other = Foreign()
    other.add("enquiry.recorded", recorded(1, "no_item"))
    journal.receive(db, [Received(event, n) for n, event in enumerate(other.events, 1)])
    other.add("enquiry.handed_over", handed(1, 1, "别处"))
    other.add("enquiry.closed", {"number": number(1), "answer": "别处"})
    theirs = [Received(event, 2 + n) for n, event in enumerate(other.events[2:], 1)]

    def ours() -> str:
        made = journal.append(db, "enquiry.handed_over", handed(1, 1, "这里"), ACT)
        journal.append(db, "enquiry.closed", {"number": number(1), "answer": "这里"}, ACT)
        return made.header.device

    if ours_first:
        device = ours()
        journal.receive(db, theirs)
    else:
        journal.receive(db, theirs)
        device = ours()
    for _ in range(2):
        row = store.enquiry(db, CLERK, number(1))
        greater, smaller = ("这里", "别处") if device > other.device else ("别处", "这里")
        assert (row.handovers[-1].to, row.answer) == (greater, smaller)
        journal.rebuild(db)


def test_of_our_own_answers_the_first_stands_beyond_the_tenth(
    db: Connection, journal: Journal
) -> None:
    journal.append(db, "enquiry.recorded", recorded(1, "no_item"), ACT)
    for n in range(12):  # events 2 to 13: as text 10 would come before 2
        journal.append(db, "enquiry.closed", {"number": number(1), "answer": f"第{n}次"}, ACT)
    assert store.enquiry(db, CLERK, number(1)).answer == "第0次"


def test_first_contacts_are_told_with_their_workstation(db: Connection, journal: Journal) -> None:
    other = Foreign()
    other.add("enquiry.recorded", {**recorded(1, "no_item"), "number": number(1, "0002")})
    journal.receive(db, [Received(event, n) for n, event in enumerate(other.events, 1)])
    journal.append(db, "enquiry.recorded", recorded(1), ACT)
    journal.append(db, "enquiry.recorded", {**recorded(2, "no_item"), "day": "2026-03-05"}, ACT)
    journal.append(db, "enquiry.handed_over", handed(2, 1, "测试局"), ACT)
    journal.append(db, "enquiry.closed", {"number": number(2), "answer": "可以"}, ACT)
    own = frozenset({journal.own_device(db).device})
    found = {each.number: each for each in store.contacts(db, CLERK, own)}
    assert found == {
        number(1, "0002"): Contact(
            number(1, "0002"), DAY, other.device, "c1", "no_item", False, False
        ),
        number(1): Contact(number(1), DAY, "", "c1", "answered", False, False),
        number(2): Contact(number(2), "2026-03-05", "", "c1", "no_item", True, True),
    }
    for first, last, count in (
        (DAY, DAY, 2),
        ("2026-03-03", "9999", 1),
        ("", "2026-03-05", 3),
        ("2026-03-03", "2026-03-04", 0),
    ):
        assert len(store.contacts(db, CLERK, own, first=first, last=last)) == count


def test_counts_are_those_of_the_rows(db: Connection, journal: Journal) -> None:
    rows = [
        recorded(1, item="B", item_name="乙"),
        recorded(2, "no_item"),
        recorded(3, item="B", item_name="乙"),
        {**recorded(4, item="A", item_name="甲"), "day": "2026-03-03"},
    ]
    for body in rows:
        journal.append(db, "enquiry.recorded", body, ACT)
    of_day = store.counts(db, day=DAY)
    assert (of_day.total, of_day.open) == (3, 1)
    assert of_day.by_outcome == {"answered": 2, "no_item": 1}
    assert [(c.item, c.item_name, c.count) for c in of_day.by_item] == [
        ("B", "乙", 2),
        ("", "", 1),
    ]
    assert store.counts(db).total == 4
    assert [r.number for r in store.enquiry_rows(db, CLERK)] == [
        number(4), number(3), number(2), number(1)
    ]  # fmt: skip
    assert len(store.enquiry_rows(db, CLERK, day=DAY)) == 3
    assert [r.number for r in store.enquiry_rows(db, CLERK, limit=1, offset=1)] == [number(3)]


def test_the_series_goes_past_the_highest_number_of_its_own_station_and_year(
    db: Connection, journal: Journal
) -> None:
    for seq in (3, 1, 2):
        journal.append(db, "enquiry.recorded", recorded(seq), ACT)
    other = {**recorded(1), "number": number(9, "0002")}
    journal.append(db, "enquiry.recorded", other, ACT)
    assert store.last_sequence(db, "5116020001", 2026) == 3
    assert store.last_sequence(db, "5116020002", 2026) == 9
    assert store.last_sequence(db, "5116020001", 2027) == 0


def test_words_erased_by_law_leave_number_and_register(db: Connection, journal: Journal) -> None:
    """What a person said goes; the number is not given a second time, here or after a rebuild."""
    other = Foreign()
    other.add("enquiry.recorded", recorded(7, "no_item"))
    words: Body = {"number": number(7), "caller": "示例人", "phone": "12345", "subject": "家事"}
    gone = erased(other.add("enquiry.noted", words))
    received = [Received(e, n) for n, e in enumerate([*other.events[:2], gone], 1)]
    assert journal.receive(db, received) == 3
    for _ in range(2):
        row = store.enquiry(db, CLERK, number(7))
        assert (row.caller, row.phone, row.subject) == ("", "", "")
        assert store.last_sequence(db, "5116020001", 2026) == 7
        journal.rebuild(db)


def test_a_rebuild_makes_the_same_rows(db: Connection, journal: Journal) -> None:
    journal.append(db, "enquiry.recorded", recorded(1, "no_item"), ACT)
    journal.append(db, "enquiry.noted", {"number": number(1), "subject": "甲"}, ACT)
    journal.append(db, "document.issued", {"number": f"{number(1)}-01", "kind": "x"}, ACT)
    journal.append(db, "document.printed", {"number": f"{number(1)}-01"}, ACT)
    journal.append(db, "enquiry.handed_over", handed(1, 1, "测试局"), ACT)
    journal.append(db, "enquiry.closed", {"number": number(1), "answer": "乙"}, ACT)

    def rows() -> list[list[tuple[object, ...]]]:
        return [[tuple(r) for r in db.execute(select(table))] for table in ENQUIRIES.tables]

    before = rows()
    assert all(before)
    journal.rebuild(db)
    assert rows() == before


@pytest.mark.parametrize(
    "body", [{}, {"number": 3}, {"number": "ZX1"}, {"number": "51160200012600000163"}]
)
def test_a_number_of_another_program_is_kept_in_the_journal_only(
    db: Connection, journal: Journal, body: Body
) -> None:
    journal.append(db, "enquiry.recorded", body, ACT)
    assert store.counts(db).total == 0
    assert db.execute(select(enquiry_series)).all() == []
    assert journal.count(db) == 1


def test_only_who_may_see_cases_sees_who_asked(db: Connection) -> None:
    viewer = Viewer("c1", frozenset({Role.ADMINISTRATOR}))
    for ask in (
        store.enquiry_rows,
        lambda d, v: store.enquiry(d, v, number(1)),
        lambda d, v: store.contacts(d, v, frozenset()),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            ask(db, viewer)
    with pytest.raises(Refused, match="unknown_enquiry"):
        store.enquiry(db, CLERK, number(1))


def test_the_register_of_a_day_is_found_by_its_index(db: Connection) -> None:
    plan = db.exec_driver_sql(
        "EXPLAIN QUERY PLAN SELECT * FROM enquiries WHERE day = ? ORDER BY day DESC, number DESC",
        (DAY,),
    ).all()
    assert [row[3] for row in plan] == ["SEARCH enquiries USING INDEX enquiries_by_day (day=?)"]
