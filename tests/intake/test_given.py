"""Papers given before: trust, last days, and how they are found again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert
from sqlalchemy.dialects import sqlite

from clerk_app.catalogue.model import Keep, Material, Necessity, Party, ServiceItem
from clerk_app.catalogue.rules.content import content, sealed
from clerk_app.catalogue.tables import catalogue_items
from clerk_app.intake import store
from clerk_app.intake.model import GivenPaper, Trust
from clerk_app.intake.projection import GIVEN
from clerk_app.intake.rules.given import (
    GIVEN_STATES,
    applicant_key,
    original_seen,
    still_valid,
    trust_of,
    valid_until,
)
from clerk_app.intake.tables import given_papers
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Role, Viewer
from clerk_app.storage.journal import Act, Journal, Received
from tests.support.items import memory_store
from tests.support.stores import CASE, OTHER_CASE, Foreign, erased

CLERK = Viewer("c1", frozenset({Role.CLERK}))
ACT = Act("2026-03-02T10:05:00.000+08:00", "c1")
GIVEN_ON = date(2026, 3, 2)
PERSON = "11010519491231002X"
LICENCE = Material(
    "营业执照",
    Necessity.REQUIRED,
    form="原件",
    keep=Keep.VERIFIED,
    source_channel="测试局核发",
)
CARD = Material(
    "身份证", Necessity.REQUIRED, form="原件", source_channel="公安机关核发", valid_days=30
)
COPY = Material("租赁合同", Necessity.DEFERRABLE, form="复印件", originals=0, copies=1)
MANDATE = Material("授权委托书", Necessity.REQUIRED, party=Party.AGENT)
PROMISE = Material("守法经营承诺书", Necessity.REQUIRED)
ITEM = ServiceItem(
    "T-1", "测试事项", department="测试局", materials=(LICENCE, CARD, COPY, MANDATE, PROMISE)
)


@pytest.mark.parametrize(
    ("material", "state", "trust"),
    [
        (LICENCE, "in_order", "A"),
        (LICENCE, "corrected_on_the_spot", "A"),
        (LICENCE, "undertaken", "D"),
        (CARD, "in_order", "B"),
        (COPY, "in_order", "C"),
        (COPY, "undertaken", "D"),
        (PROMISE, "in_order", "D"),
        (Material("声明书", Necessity.REQUIRED), "in_order", "D"),
        (Material("照片", Necessity.REQUIRED, form="电子", electronic=True), "in_order", "C"),
        (Material("表", Necessity.REQUIRED, form="原件或电子", electronic=True), "in_order", "B"),
        # its own department, but only a copy was at the window
        (
            Material("许可证", Necessity.REQUIRED, originals=0, copies=1, source_channel="测试局"),
            "in_order",
            "C",
        ),
        # near the name of the department is not the department
        (replace(LICENCE, source_channel="测试局或者公安机关核发"), "in_order", "B"),
        (replace(LICENCE, source_channel="政府部门核发"), "in_order", "B"),
        (replace(LICENCE, source_channel="测试局"), "in_order", "A"),
        # what was handed in is not stated: it may have been a copy
        (replace(LICENCE, form=""), "in_order", "C"),
        (replace(CARD, form=""), "in_order", "C"),
        (replace(CARD, form="纸质"), "corrected_on_the_spot", "C"),
        (replace(CARD, form="复印件", originals=1), "in_order", "C"),
        (replace(CARD, form="原件及复印件", copies=1), "in_order", "B"),
    ],
)
def test_how_far_a_paper_may_be_trusted(material: Material, state: str, trust: str) -> None:
    assert trust_of(material.name, state, material, "测试局") == Trust(trust)


def test_of_a_version_not_at_hand_nothing_better_than_a_copy_is_said() -> None:
    assert trust_of("身份证", "in_order", None, "") is Trust.UPLOADED
    assert trust_of("承诺书", "in_order", None, "") is Trust.SELF_DECLARED
    assert trust_of("身份证", "undertaken", None, "") is Trust.SELF_DECLARED
    assert trust_of("身份证", "in_order", CARD, "") is Trust.VERIFIED  # no department, no A


@given(
    st.booleans(), st.integers(0, 3), st.integers(0, 3), st.sampled_from(["", "复印件", "原件"])
)
def test_an_original_is_only_seen_where_one_was_due_and_named(
    electronic: bool, originals: int, copies: int, form: str
) -> None:
    material = Material(
        "甲",
        Necessity.REQUIRED,
        form=form,
        originals=originals,
        copies=copies,
        electronic=electronic,
    )
    assert original_seen(material) is (originals > 0 and form == "原件")


@pytest.mark.parametrize(
    ("days", "after", "valid"),
    [
        (30, 0, True),
        (30, 29, True),
        (30, 30, True),  # the last valid day
        (30, 31, False),  # the day after
        (0, 0, True),
        (0, 1, False),
        (-5, 0, True),
        (-5, 1, False),
    ],
)
def test_a_paper_counts_through_its_last_day(days: int, after: int, valid: bool) -> None:
    material = Material("甲", Necessity.REQUIRED, valid_days=days)
    until = valid_until(GIVEN_ON, material)
    assert still_valid(until, GIVEN_ON + timedelta(days=after)) is valid


def test_a_paper_whose_days_are_not_said_is_neither_valid_nor_not() -> None:
    until = valid_until(GIVEN_ON, CARD)
    assert until == date(2026, 4, 1)
    for material in (LICENCE, None):
        assert valid_until(GIVEN_ON, material) is None
    assert still_valid(None, GIVEN_ON) is None


@given(st.sampled_from(list(Trust)), st.sampled_from([None, False, True]))
def test_only_an_original_with_a_last_day_still_to_come_may_be_used_again(
    trust: Trust, valid: bool | None
) -> None:
    paper = GivenPaper("甲", GIVEN_ON, CASE, "事项", trust, still_valid=valid)
    assert paper.reusable == ((str(trust), valid) in {("A", True), ("B", True)})


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (PERSON, f"resident_id:{PERSON}"),
        ("１１０１０５ 19491231 002x", f"resident_id:{PERSON}"),
        ("110105491231002", f"resident_id:{PERSON}"),
        ("", ""),
        ("  ", ""),
        ("1\x002", ""),
    ],
)
def test_the_same_person_is_found_however_the_number_is_typed(typed: str, key: str) -> None:
    assert applicant_key("resident_id", typed) == key


def test_numbers_of_two_kinds_are_two_applicants() -> None:
    keys = {applicant_key(kind, "12345678") for kind in ("resident_id", "other", "uscc")}
    assert len(keys) == 3
    assert applicant_key("", "12345678") == applicant_key("other", "12345678")


# ---------------------------------------------------------------- rows


@pytest.fixture
def journal() -> Journal:
    return Journal([GIVEN])


@pytest.fixture
def db(journal: Journal) -> Iterator[Connection]:
    with memory_store() as connection:
        journal.new_device(connection)
        yield connection


def version(db: Connection, item: ServiceItem = ITEM) -> str:
    made = sealed(item)
    row = {
        "key": made.key,
        "content_hash": made.content_hash,
        "name": made.name,
        "department": made.department,
        "content": content(made).decode("utf-8"),
    }
    db.execute(insert(catalogue_items), row)
    return made.content_hash


def received(
    item_hash: str, *papers: tuple[str, str, int], who: str = PERSON, **more: str
) -> Body:
    return {
        "item": "T-1",
        "item_name": "测试事项",
        "item_hash": item_hash,
        "received_on": "2026-03-02",
        "applicant": {
            "kind": "person",
            "name": "示例人",
            "id_type": "resident_id",
            "id_number": who,
        },
        "papers": [{"name": n, "state": s, "copies": c} for n, s, c in papers],
    }


def asked(db: Connection, who: str = PERSON, **more: object) -> tuple[GivenPaper, ...]:
    return store.papers_given(db, CLERK, "resident_id", who, today=GIVEN_ON, **more)  # type: ignore[arg-type]


def test_what_an_applicant_gave_is_told_with_trust_and_last_day(
    db: Connection, journal: Journal
) -> None:
    body = received(
        version(db),
        ("营业执照", "in_order", 1),
        ("身份证", "corrected_on_the_spot", 1),
        ("授权委托书", "in_order", 1),
        ("守法经营承诺书", "defective", 1),
        ("体检表", "missing", 0),
        ("照片", "waived_shared", 0),
        ("户口簿", "in_order", 0),
    )
    journal.append(db, "case.received", body, ACT, case=CASE)
    decided: Body = {"outcome": "conditionally_accepted", "shortfalls": [{"name": "租赁合同"}]}
    journal.append(db, "case.decided", decided, ACT, case=CASE)
    found = {paper.name: paper for paper in asked(db, "１10105 491231 002")}
    assert {name: str(paper.trust) for name, paper in found.items()} == {
        "营业执照": "A", "身份证": "B", "租赁合同": "D"
    }  # fmt: skip
    card = found["身份证"]
    assert (card.given_on, card.case, card.item_name) == (GIVEN_ON, CASE, "测试事项")
    assert (card.valid_until, card.still_valid, card.reusable) == (date(2026, 4, 1), True, True)
    licence = found["营业执照"]
    assert (licence.valid_until, licence.still_valid) == (None, None)
    assert not licence.reusable  # nobody wrote how long it counts: not for ever
    assert not found["租赁合同"].reusable
    late = store.papers_given(db, CLERK, "resident_id", PERSON, today=date(2026, 4, 2))
    assert {p.name: p.still_valid for p in late} == {
        "营业执照": None, "身份证": False, "租赁合同": None
    }  # fmt: skip
    assert not any(p.reusable for p in late)
    assert asked(db, "110105194912310011") == ()
    assert asked(db, "") == ()


def test_only_papers_that_fit_what_is_wanted_are_told(db: Connection, journal: Journal) -> None:
    shared = Material("营业执照副本", Necessity.REQUIRED, shared_as="执照")
    body = received(
        version(db, ServiceItem("T-1", "甲", materials=(shared, CARD))),
        ("营业执照副本", "in_order", 1),
        ("身份证", "in_order", 1),
    )
    journal.append(db, "case.received", body, ACT, case=CASE)
    other_name = Material("统一信用代码证书", Necessity.REQUIRED, shared_as="执照")
    unmarked = Material("别的", Necessity.REQUIRED)
    assert [p.name for p in asked(db, wanted=[other_name])] == ["营业执照副本"]
    assert [p.name for p in asked(db, wanted=[CARD])] == ["身份证"]
    assert asked(db, wanted=[unmarked]) == ()


def test_the_newest_come_first_and_a_version_never_seen_is_told_low(
    db: Connection, journal: Journal
) -> None:
    papers = (("身份证", "in_order", 1), ("代办人身份证", "in_order", 1))
    older = {**received("0" * 64, *papers), "received_on": "2026-01-05"}
    journal.append(db, "case.received", older, ACT, case=OTHER_CASE)
    journal.append(db, "case.received", received(version(db), *papers), ACT, case=CASE)
    found = [p for p in asked(db) if p.name == "身份证"]
    assert [(p.case, str(p.trust)) for p in found] == [(CASE, "B"), (OTHER_CASE, "C")]
    assert [p.name for p in asked(db) if p.case == OTHER_CASE] == ["身份证"]  # not the agent's


def test_papers_of_a_case_with_concealment_are_never_offered_again(
    db: Connection, journal: Journal
) -> None:
    body = received(version(db), ("身份证", "in_order", 1))
    journal.append(db, "case.received", body, ACT, case=CASE)
    assert len(asked(db)) == 1
    decided: Body = {"outcome": "not_accepted", "concealment": {"fact": "变造"}}
    journal.append(db, "case.decided", decided, ACT, case=CASE)
    assert asked(db) == ()


def test_erased_by_law_they_are_forgotten(db: Connection, journal: Journal) -> None:
    other = Foreign()
    body = received(version(db), ("身份证", "in_order", 1))
    event = other.add("case.received", body, case=CASE)
    journal.receive(db, [Received(e, n) for n, e in enumerate(other.events, 1)])
    assert len(asked(db)) == 1
    another = Foreign()
    gone = erased(another.add("case.received", body, case=OTHER_CASE))
    journal.receive(db, [Received(another.events[0], 3), Received(gone, 4)])
    assert {p.case for p in asked(db)} == {CASE}
    assert event.body is not None
    journal.rebuild(db)
    assert {p.case for p in asked(db)} == {CASE}


def test_the_first_receipt_and_the_first_decision_stand(db: Connection, journal: Journal) -> None:
    item_hash = version(db)
    first = received(item_hash, ("身份证", "in_order", 1))
    journal.append(db, "case.received", first, ACT, case=CASE)
    second = received(item_hash, ("营业执照", "in_order", 1), who="110105194912310011")
    journal.append(db, "case.received", second, ACT, case=CASE)
    for outcome in ("accepted", "conditionally_accepted"):
        decided: Body = {"outcome": outcome, "shortfalls": [{"name": "租赁合同"}]}
        journal.append(db, "case.decided", decided, ACT, case=CASE)
    assert [p.name for p in asked(db)] == ["身份证"]


def test_an_applicant_without_a_number_leaves_no_row(db: Connection, journal: Journal) -> None:
    body = received("h", ("身份证", "in_order", 1), who="")
    journal.append(db, "case.received", body, ACT, case=CASE)
    journal.append(db, "case.decided", {"outcome": "accepted"}, ACT, case=CASE)
    assert db.exec_driver_sql("SELECT count(*) FROM given_papers").scalar_one() == 0


def test_they_are_found_by_their_index_and_never_by_a_scan(db: Connection) -> None:
    statement = store.given_query("resident_id:1").compile(
        dialect=sqlite.dialect(),
        compile_kwargs={"literal_binds": True},
    )
    row = {"given_on": "2026-03-02", "item": "i", "item_name": "n", "item_hash": "h"}
    rows = [
        {**row, "case_number": f"{n:020}", "applicant": f"resident_id:{n % 700}", "outcome": "",
         "barred": 0, "papers": json.dumps([["身份证", "in_order"]])}
        for n in range(2000)
    ]  # fmt: skip
    db.execute(insert(given_papers), rows)
    db.exec_driver_sql("ANALYZE")
    plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
    assert [line[3] for line in plan] == [
        "SEARCH given_papers USING INDEX given_papers_by_applicant (applicant=?)"
    ]


def test_only_who_may_see_cases_is_told(db: Connection) -> None:
    auditor = Viewer("c1", frozenset({Role.AUDITOR}))
    with pytest.raises(Refused, match="not_allowed"):
        store.papers_given(db, auditor, "resident_id", PERSON, today=GIVEN_ON)


def test_only_a_resident_number_of_fifteen_digits_is_an_old_one() -> None:
    assert applicant_key("other", "110105491231002") == "other:110105491231002"


def test_which_states_say_that_a_paper_was_given() -> None:
    assert {"in_order", "corrected_on_the_spot", "undertaken"} == GIVEN_STATES
