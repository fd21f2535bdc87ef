"""An enquiry recorded, numbered and put on paper, on a real workstation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.call_ticket import call_next
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.post_licence import issue_post_licence
from clerk_app.deeds.print_document import print_document, recorded
from clerk_app.deeds.print_guide import guide_facts, guide_pages
from clerk_app.deeds.record_enquiry import (
    close_enquiry,
    print_enquiry_document,
    record_enquiry,
)
from clerk_app.deeds.take_in import Issued, take_in
from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.enquiry import store
from clerk_app.enquiry.model import Asked, Outcome, Way
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.kernel.errors import Refused, Unavailable
from clerk_app.kernel.roles import Role
from clerk_app.notices.facts import DocumentFacts, Question, from_body
from clerk_app.notices.page import Run
from clerk_app.storage.facts import set_fact
from clerk_app.storage.journal import read_event
from tests.support.stores import PASSPHRASE, HandClock, create

ITEM: dict[str, Any] = {
    "code": "T-1",
    "name": "设立登记（测试）",
    "type": "行政许可",
    "department": "测试局",
    "handling": "承诺件",
    "legal_basis": ["《测试法》第一条"],
    "promised_limit": {"value": 5, "unit": "工作日"},
    "fee": {"charge": False},
    "conditions": "有住所",
    "stages": ["受理", "决定"],
    "result": "执照",
    "phone": "12345",
    "place": "一楼",
    "hours": "工作日",
    "materials": [
        {"name": "申请书", "necessity": "必要", "form": "原件", "originals": 1, "keep": "收取"},
        {
            "name": "住所证明",
            "necessity": "容缺后补",
            "form": "原件",
            "originals": 1,
            "keep": "收取",
            "deferrable": True,
            "defer_workdays": 3,
        },
        {
            "name": "委托书",
            "necessity": "情形必要",
            "form": "原件",
            "originals": 1,
            "keep": "收取",
        },
        {"name": "章程", "necessity": "情形必要", "form": "原件", "originals": 1},
    ],
    "situations": [
        {
            "key": "代办",
            "question": "是否委托代办？",
            "answers": [
                {"value": "是", "label": "是", "adds": ["委托书"]},
                {"value": "否", "label": "否"},
            ],
        },
        {
            "key": "公司",
            "question": "是公司吗？",
            "answers": [
                {"value": "是", "label": "是", "adds": ["章程"], "removes": ["住所证明"]},
                {"value": "否", "label": "否"},
            ],
        },
    ],
    "deferral": {"enabled": True, "bound_workdays": 10},
    "follow_ups": [
        {"name": "户外广告登记", "department": "城管局"},
        {"name": "酒类备案", "department": "商务局", "when": "从事酒类批发"},
        {"name": "食品许可", "department": "市场局", "when": "从事食品销售"},
    ],
}
FIRST, SECOND = "ZX51160200012600000177", "ZX51160200012600000274"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    folder = tmp_path / "w"
    create(folder)
    catalogue = tmp_path / "items.json"
    catalogue.write_text(json.dumps([ITEM]), encoding="utf-8")
    with Workstation(HandClock()).open(folder, PASSPHRASE) as opened:
        import_catalogue(opened, [catalogue])
        yield opened


def kinds(counter: Counter) -> list[str]:
    """The kinds of events of this workstation, from the first enquiry on."""
    with counter.store.reading() as db:
        rows = db.exec_driver_sql("SELECT kind, case_number FROM events ORDER BY s").all()
    found = [kind for kind, case in rows if not case]
    return found[found.index("enquiry.recorded") :] if "enquiry.recorded" in found else []


def paper(counter: Counter, number: str, n: int = 0) -> DocumentFacts:
    with counter.store.reading() as db:
        document = store.enquiry(db, counter.viewer, number).documents[n]
        return from_body(read_event(db, document.device, document.s).body or {})


def test_an_enquiry_about_an_item_is_numbered_registered_and_told(counter: Counter) -> None:
    asked = Asked(item="T-1", answers=(("代办", "是"),), subject="要几天", way=Way.PHONE)
    made = record_enquiry(counter, asked)
    assert (made.number, made.outcome) == (FIRST, Outcome.ANSWERED)
    assert [(d.kind, d.number, d.copies) for d in made.documents] == [
        ("enquiry_notice", f"{FIRST}-01", 1)
    ]
    assert kinds(counter) == ["enquiry.recorded", "enquiry.noted", "document.issued"]
    with counter.store.reading() as db:
        row = store.enquiry(db, counter.viewer, FIRST)
        body = db.exec_driver_sql(
            "SELECT body FROM events WHERE kind = 'enquiry.recorded'"
        ).scalar_one()
    assert (row.item, row.item_name, row.way, row.subject) == (
        "T-1", "设立登记（测试）", "phone", "要几天"
    )  # fmt: skip
    assert "要几天" not in body.decode()  # what can be erased stands in an event of its own
    facts = paper(counter, FIRST)
    assert facts.situation == "是否委托代办？是"
    assert [(p.name, p.due) for p in facts.papers] == [
        ("申请书", "原件1份"), ("住所证明", "原件1份"), ("委托书", "原件1份")
    ]  # fmt: skip
    assert [(p.deferrable, p.defer_workdays) for p in facts.papers] == [
        (False, 0), (True, 3), (False, 0)
    ]  # fmt: skip
    assert facts.questions == (
        Question(
            "是公司吗？",
            ("答“是”：另交《章程》（原件1份）；不交《住所证明》。", "答“否”：材料不变。"),
        ),
    )
    assert [line.name for line in facts.follow_ups] == ["户外广告登记", "酒类备案", "食品许可"]
    assert (facts.promised_text, facts.statutory_text) == ("5 个工作日", "20 个工作日")
    assert "未公布" in facts.statutory_note
    assert (facts.way, facts.enquiry, facts.case_number) == ("电话", FIRST, "")
    assert FIRST in facts.query


def test_numbers_have_no_gaps_and_a_refused_enquiry_burns_none(counter: Counter) -> None:
    assert record_enquiry(counter, Asked(item="T-1")).number == FIRST
    before = kinds(counter)
    for bad, code in (
        (Asked(item="T-9"), "unknown_item"),
        (Asked(item="T-1", answers=(("代办", "也许"),)), "unknown_answer"),
        (Asked(item="T-1", answers=(("颜色", "红"),)), "unknown_answer"),
        (Asked(item="T-1", enterprise="从事酒类"), "unknown_enterprise"),
        (Asked(), "subject_missing"),
    ):
        with pytest.raises(Refused, match=code):
            record_enquiry(counter, bad)
    assert kinds(counter) == before
    assert record_enquiry(counter, Asked(subject="问路", outcome=Outcome.NO_ITEM)).number == SECOND


def test_the_number_counts_anew_in_a_new_year(counter: Counter) -> None:
    record_enquiry(counter, Asked(item="T-1"))
    later = replace(counter, clock=HandClock(counter.clock.now().replace(year=2027)))
    made = record_enquiry(later, Asked(item="T-1"))
    assert made.number[12:20] == "27000001"


def test_an_enquiry_about_none_is_a_line_of_the_register(counter: Counter) -> None:
    asked = Asked(
        subject="老家的地怎么办",
        outcome=Outcome.HANDED_OVER,
        follow="转农业农村局",
        caller="示例人",
        phone="12345678",
    )
    made = record_enquiry(counter, asked)
    assert (made.item, made.documents) == (None, ())
    with counter.store.reading() as db:
        row = store.enquiry(db, counter.viewer, made.number)
    assert (row.follow, row.caller, row.phone, row.is_open) == (
        "转农业农村局", "示例人", "12345678", True
    )  # fmt: skip
    with pytest.raises(Refused, match="answer_missing"):
        close_enquiry(counter, made.number, " ")
    close_enquiry(counter, made.number, "已回电")
    with counter.store.reading() as db:
        assert not store.enquiry(db, counter.viewer, made.number).is_open
    with pytest.raises(Refused, match="enquiry_closed"):
        close_enquiry(counter, made.number, "再答")


def test_a_kind_of_enterprise_gives_its_own_list_and_no_other(counter: Counter) -> None:
    made = record_enquiry(counter, Asked(item="T-1", enterprise="从事酒类批发"))
    assert [(d.kind, d.number, d.copies) for d in made.documents] == [
        ("enquiry_notice", f"{FIRST}-01", 1), ("post_licence_notice", f"{FIRST}-02", 2)
    ]  # fmt: skip
    for n in (0, 1):
        facts = paper(counter, made.number, n)
        assert [line.name for line in facts.follow_ups] == ["户外广告登记", "酒类备案"]
        assert facts.enterprise == "从事酒类批发"


def test_an_answer_by_word_only_is_a_line_of_the_register(counter: Counter) -> None:
    by_word = Asked(item="T-1", way=Way.PHONE, on_paper=False, enterprise="从事酒类批发")
    made = record_enquiry(counter, by_word)
    assert (made.number, made.documents) == (FIRST, ())
    assert kinds(counter) == ["enquiry.recorded"]
    with pytest.raises(Refused, match="unknown_answer"):
        record_enquiry(counter, replace(by_word, answers=(("代办", "也许"),)))
    with pytest.raises(Refused, match="unknown_enterprise"):
        record_enquiry(counter, replace(by_word, enterprise="别的"))


def test_in_a_case_the_licences_that_follow_are_told_under_its_number(
    counter: Counter, tmp_path: Path
) -> None:
    answers = (("代办", "否"), ("公司", "是"))
    papers = tuple(CheckedPaper(n, PaperState.IN_ORDER, copies=1) for n in ("申请书", "章程"))
    person = Party("person", "测试𬱖䶮")
    taken = take_in(
        counter,
        Application("T-1", counter.clock.now(), person, situations=answers, papers=papers),
    )
    # the version of the case counts, not the one of the day
    file = tmp_path / "later.json"
    file.write_text(json.dumps([{**ITEM, "follow_ups": []}]), encoding="utf-8")
    import_catalogue(counter, [file])
    issued = issue_post_licence(counter, taken.number, "从事食品销售")
    assert issued == Issued("post_licence_notice", f"{taken.number}-02", 2)
    printed = print_document(counter, taken.number, issued.number, tmp_path / "p.pdf")
    assert printed.reprint == 0
    facts, _, times = recorded(counter, taken.number, "post_licence_notice")
    assert [line.name for line in facts.follow_ups] == ["户外广告登记", "食品许可"]
    assert (facts.applicant, facts.case_number, times) == ("测试𬱖䶮", taken.number, 1)
    with pytest.raises(Refused, match="unknown_enterprise"):
        issue_post_licence(counter, taken.number, "别的")
    with pytest.raises(Refused, match="unknown_case"):
        issue_post_licence(counter, "51160200012600099932", "")


def test_a_case_of_another_station_gets_no_list_of_licences_here(counter: Counter) -> None:
    """Its papers are numbered where it was taken in, or the number would be given twice."""
    answers = (("代办", "否"), ("公司", "是"))
    papers = tuple(CheckedPaper(n, PaperState.IN_ORDER, copies=1) for n in ("申请书", "章程"))
    person = Party("person", "测试甲")
    taken = take_in(
        counter,
        Application("T-1", counter.clock.now(), person, situations=answers, papers=papers),
    )
    with counter.store.transaction() as db:
        counter.journal.new_device(db)
        db.exec_driver_sql("UPDATE devices SET private_key = NULL WHERE retired = 1")
    with pytest.raises(Refused, match="other_station"):
        issue_post_licence(counter, taken.number, "从事食品销售")


def test_the_ticket_called_now_is_linked_at_the_counter_only(counter: Counter) -> None:
    assert record_enquiry(counter, Asked(item="T-1")).ticket == ""
    take_ticket(counter)
    called = call_next(counter)
    assert record_enquiry(counter, Asked(item="T-1")).ticket == called.label
    assert record_enquiry(counter, Asked(item="T-1", way=Way.PHONE)).ticket == ""


def test_a_second_print_is_a_reprint_of_the_same_words(counter: Counter, tmp_path: Path) -> None:
    made = record_enquiry(counter, Asked(item="T-1"))
    first = print_enquiry_document(counter, made.number, f"{made.number}-01", tmp_path / "1.pdf")
    again = print_enquiry_document(counter, made.number, "enquiry_notice", tmp_path / "2.pdf")
    assert (first.reprint, again.reprint) == (0, 1)
    assert first.path.stat().st_size > 1000
    assert kinds(counter)[-2:] == ["document.printed"] * 2
    with counter.store.reading() as db:
        assert store.enquiry(db, counter.viewer, made.number).documents[0].printed == 2
    for number, name in ((made.number, "acceptance"), (made.number, "x"), (SECOND, "guide")):
        with pytest.raises(Refused, match="unknown_"):
            print_enquiry_document(counter, number, name, tmp_path / "3.pdf")


def test_without_a_station_or_after_a_fork_nothing_is_numbered(counter: Counter) -> None:
    with counter.store.transaction() as db:
        set_fact(db, "forked", "1")
    with pytest.raises(Refused, match="forked"):
        record_enquiry(counter, Asked(item="T-1"))
    with counter.store.transaction() as db:
        set_fact(db, "forked", "")
        set_fact(db, "station", "")
    with pytest.raises(Refused, match="no_station"):
        record_enquiry(counter, Asked(item="T-1"))
    with counter.store.transaction() as db:
        set_fact(db, "sample", "1")
    made = record_enquiry(counter, Asked(item="T-1"))
    assert made.number[8:12] == "0000"
    assert paper(counter, made.number).sample
    with counter.store.transaction() as db:
        set_fact(db, "restored", "1")
    with pytest.raises(Refused, match="no_station"):
        record_enquiry(counter, Asked(item="T-1"))


def test_what_cannot_be_printed_is_not_recorded(counter: Counter, tmp_path: Path) -> None:
    bad = {**ITEM, "place": "一楼\uf8ff东"}  # a private character no font has
    file = tmp_path / "rare.json"
    file.write_text(json.dumps([bad]), encoding="utf-8")
    import_catalogue(counter, [file])
    with pytest.raises(Unavailable, match="missing_glyph"):
        record_enquiry(counter, Asked(item="T-1"))
    assert kinds(counter) == []


def test_only_who_may_take_cases_may_record_enquiries(counter: Counter) -> None:
    auditor = replace(counter, clerk=replace(counter.clerk, roles=frozenset({Role.AUDITOR})))
    with pytest.raises(Refused, match="not_allowed"):
        record_enquiry(auditor, Asked(item="T-1"))


def test_a_guide_is_of_the_version_and_the_answers_given(counter: Counter) -> None:
    facts = guide_facts(counter, "T-1", {"代办": "否", "公司": "是"})
    assert [p.name for p in facts.papers] == ["申请书", "章程"]
    assert facts.questions == ()
    assert facts.number == facts.item_hash[:8]
    assert (facts.case_number, facts.enquiry, facts.query) == ("", "", "")
    open_ones = guide_facts(counter, "T-1", {}).questions
    assert [q.text for q in open_ones] == ["是否委托代办？", "是公司吗？"]
    before = kinds(counter)
    pages = guide_pages(counter, "T-1", {})
    texts = "".join(m.text for page in pages for m in page.marks if isinstance(m, Run))
    assert "办事指南" in texts
    assert kinds(counter) == before  # nothing is recorded
    with pytest.raises(Refused, match="unknown_answer"):
        guide_facts(counter, "T-1", {"代办": "也许"})


def test_a_question_an_answer_leads_to_is_told_after_it(counter: Counter, tmp_path: Path) -> None:
    leading = {
        "key": "面积",
        "question": "超过一百平米吗？",
        "answers": [{"value": "是", "label": "是"}, {"value": "否", "label": "否"}],
    }
    company = {**ITEM["situations"][1]}
    company["answers"] = [{**company["answers"][0], "asks": ["面积"]}, company["answers"][1]]
    item = {**ITEM, "situations": [ITEM["situations"][0], company, leading]}
    file = tmp_path / "tree.json"
    file.write_text(json.dumps([item]), encoding="utf-8")
    import_catalogue(counter, [file])
    questions = guide_facts(counter, "T-1", {"代办": "否"}).questions
    assert [q.text for q in questions] == ["是公司吗？", "超过一百平米吗？"]
    assert questions[1].after == "“是公司吗？”答“是”"
    assert guide_facts(counter, "T-1", {"代办": "否", "公司": "否"}).questions == ()
    with pytest.raises(Refused, match="unknown_answer"):
        guide_facts(counter, "T-1", {"公司": "否", "面积": "是"})


def test_an_on_the_spot_item_offers_no_deferral(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "spot.json"
    file.write_text(json.dumps([{**ITEM, "handling": "即办件"}]), encoding="utf-8")
    import_catalogue(counter, [file])
    assert not any(p.deferrable for p in guide_facts(counter, "T-1", {}).papers)
