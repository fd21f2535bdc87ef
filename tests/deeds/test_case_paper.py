"""催办单 and 材料接收清单: papers that say what stands, on a real encrypted store."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.material_list import issue_material_list
from clerk_app.deeds.print_document import find_document, print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.deeds.urge import urge
from clerk_app.deeds.watch import watch
from clerk_app.intake import store as intake
from clerk_app.intake.model import CaseState, CheckedPaper, OtherHall, PaperState
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.facts import DocumentFacts, ReminderFacts
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.stores import HALL_NAME, PASSPHRASE, HandClock, create

DAY = 24 * 3600
COMPLETE = (
    CheckedPaper("申请书", PaperState.IN_ORDER, copies=1, pages=3),
    CheckedPaper("租赁合同", PaperState.IN_ORDER, copies=2),
)
THERE = OtherHall("511602", "测试市示例局")
BY = date(2026, 4, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paper")
    create(folder / "w")
    looked_at = {"name": "租赁合同", "necessity": "必要", "keep": "核验"}
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, {**ITEM, "code": "T-2", "materials": [looked_at]})
        load(opened, folder, ITEM)
    return folder / "w"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()  # Monday 2 March 2026


@pytest.fixture
def counter(made: Path, tmp_path: Path, clock: HandClock) -> Iterator[Counter]:
    folder = Path(shutil.copytree(made, tmp_path / "w"))
    with Workstation(clock).open(folder, PASSPHRASE) as opened:
        yield opened


def case(counter: Counter, number: str) -> CaseState:
    with counter.store.reading() as db:
        return intake.case(db, counter.viewer, number)


def facts_of(counter: Counter, number: str, kind: str) -> DocumentFacts:
    return find_document(counter, number, kind).facts


def refusal(call: Callable[..., object], *args: Any, **more: Any) -> str:
    with pytest.raises(ClerkError) as caught:
        call(*args, **more)
    return caught.value.code


def act(counter: Counter, number: str, name: str, **fields: Any) -> None:
    act_on_case(counter, number, read_act(name, {"at": stamp(counter.clock.now()), **fields}))


def words(path: Path) -> str:
    return "".join("".join(p.extract_text() for p in PdfReader(path).pages).split())


def moved(state: CaseState) -> CaseState:
    """Everything of a case that a paper may not move."""
    return replace(state, documents=(), version=0)


# ---------------------------------------------------------------- 材料接收清单


def test_the_list_counts_pieces_and_pages_and_says_by_when_one_is_told(
    counter: Counter, tmp_path: Path
) -> None:
    number = collect(counter, asked(counter, papers=COMPLETE, for_hall=THERE)).number
    made = issue_material_list(counter, number)
    assert (made.number, made.copies) == (f"{number}-02", 2)
    said = facts_of(counter, number, "material_list")
    assert [(p.name, p.copies_in, p.pages) for p in said.papers] == [
        ("申请书", 1, 3),
        ("租赁合同", 2, 0),
    ]
    assert (said.collected_for, said.notice_due) == (THERE.name, "")
    print_document(counter, number, "material_list", tmp_path / "l.pdf")
    text = words(tmp_path / "l.pdf")
    for expected in (
        "材料接收清单（代收）",
        f"由{THERE.name}决定是否受理",
        "代收不等于受理",
        f"办理时限自{THERE.name}收到材料之日起计算",
    ):
        assert expected in text, expected
    assert "五个工作日" not in text


def test_what_was_sent_on_is_not_listed_here(counter: Counter) -> None:
    number = collect(counter, asked(counter, papers=COMPLETE, for_hall=THERE)).number
    act(counter, number, "dispatch", parcel={"method": "mail", "waybill": "EX1"})
    assert refusal(issue_material_list, counter, number) == "no_papers_here"
    missing = {"missing": ["申请书"]}
    act(counter, number, "take_over", handover={"by": "王测试", **missing})
    assert refusal(issue_material_list, counter, number) == "no_papers_here"


def test_what_was_lost_on_the_way_back_is_not_counted(counter: Counter) -> None:
    number = collect(counter, asked(counter, papers=COMPLETE, for_hall=THERE)).number
    act(counter, number, "dispatch", parcel={"method": "mail", "waybill": "EX1"})
    act(counter, number, "send_back", handover={"missing": ["申请书"]}, reason="没有人接收")
    issue_material_list(counter, number)
    said = facts_of(counter, number, "material_list")
    assert [(p.name, p.state, p.copies_in, p.pages) for p in said.papers] == [
        ("申请书", "missing", 0, 0),
        ("租赁合同", "in_order", 2, 0),
    ]


def test_after_the_notice_the_list_points_to_it_and_counts_what_came_since(
    counter: Counter, tmp_path: Path
) -> None:
    number = take_in(counter, asked(counter)).number  # 租赁合同 is missing
    issue_material_list(counter, number)
    print_document(counter, number, "material_list", tmp_path / "l.pdf")
    text = words(tmp_path / "l.pdf")
    assert "见《一次性告知书》" in text
    assert "本机关现已收到" in text
    assert "未收到或者需要补正的材料（1项）" in text
    act(
        counter, number, "supply",
        materials=[{"name": "租赁合同", "state": "in_order", "copies": 2, "pages": 9}],
    )  # fmt: skip
    made = issue_material_list(counter, number)
    assert made.number == case(counter, number).documents[-1].number
    said = facts_of(counter, number, made.number)
    assert [(p.name, p.copies_in, p.pages) for p in said.papers] == [
        ("申请书", 1, 0),
        ("租赁合同", 2, 9),
    ]
    assert (said.notice_given, said.notice_due) == (False, "")


def test_a_paper_only_looked_at_or_handed_back_lies_nowhere(counter: Counter) -> None:
    looked_at = CheckedPaper("租赁合同", PaperState.IN_ORDER, copies=1)
    number = take_in(counter, replace(asked(counter, papers=(looked_at,)), item="T-2")).number
    assert refusal(issue_material_list, counter, number) == "no_papers_here"
    number = take_in(counter, asked(counter)).number
    issue_material_list(counter, number)
    act(counter, number, "withdraw", reason="不办了")
    before = case(counter, number)
    assert refusal(issue_material_list, counter, number) == "no_papers_here"
    assert case(counter, number) == before


# ---------------------------------------------------------------- 催办单


def test_what_is_neither_late_nor_near_is_not_urged(counter: Counter) -> None:
    number = take_in(counter, asked(counter, papers=COMPLETE)).number
    before = case(counter, number)
    assert refusal(urge, counter, number, to="示例局", by_day=BY) == "nothing_to_urge"
    assert case(counter, number) == before


def test_a_reminder_says_who_what_and_by_when_and_moves_nothing(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    number = take_in(counter, asked(counter, papers=COMPLETE)).number
    clock.move(4 * DAY)  # Friday 6 March: one workday to the 9th, the promised day
    assert refusal(urge, counter, number, to=" ", by_day=BY) == "text_missing"
    yesterday = date(2026, 3, 5)
    assert refusal(urge, counter, number, to="示例局", by_day=yesterday) == "bad_period"
    before = case(counter, number)
    urge(counter, number, to="示例局", by_day=date(2026, 3, 6))
    assert facts_of(counter, number, "reminder").reminder == ReminderFacts(
        "审查和决定", "示例局", "2026-03-09", 0, "在办理期限内作出决定", "2026-03-06"
    )
    clock.move(5 * DAY)  # Wednesday 11 March: two workdays late
    made = urge(counter, number, to="示例局二科", by_day=BY, asked="请出具审查意见")
    assert made.number == f"{number}-03"
    assert facts_of(counter, number, made.number).reminder == ReminderFacts(
        "审查和决定", "示例局二科", "2026-03-09", 2, "请出具审查意见", "2026-04-01"
    )
    after = case(counter, number)
    assert moved(after) == moved(before)
    assert [d.kind for d in after.documents] == ["acceptance", "reminder", "reminder"]
    assert facts_of(counter, number, made.number).papers == ()
    print_document(counter, number, made.number, tmp_path / "r.pdf")
    text = words(tmp_path / "r.pdf")
    for expected in ("催办单", "示例局二科", "请出具审查意见", "2个工作日", "审查和决定"):
        assert expected in text, expected
    seal = text[text.index("（盖章）") :]
    assert HALL_NAME in seal  # who urges seals, not who is urged
    seen = {w.number: w.lamp for w in watch(counter, counter.clock.now()).cases}
    assert seen[number] == "red"


def test_silence_has_made_the_case_another_before_it_is_urged(
    counter: Counter, clock: HandClock
) -> None:
    """Never told by the fifth workday: accepted by law, so the reminder asks for a decision."""
    number = take_in(counter, asked(counter)).number  # nothing is printed
    clock.move(7 * DAY)  # Monday 9 March: told by today at the latest
    urge(counter, number, to="示例局", by_day=BY)
    due = facts_of(counter, number, "reminder").reminder
    assert due == ReminderFacts(
        "告知或者受理", "示例局", "2026-03-09", 0,
        "作出是否受理的决定，需要补正的一次告知申请人", "2026-04-01",
    )  # fmt: skip
    clock.move(DAY)
    made = urge(counter, number, to="示例局", by_day=BY)
    said = facts_of(counter, number, made.number).reminder
    assert said is not None
    assert said.step == "审查和决定"
    issue_material_list(counter, number)
    listed = facts_of(counter, number, "material_list")
    assert (listed.accepted_on, listed.notice_given) == ("2026-03-02", False)


def test_what_is_late_is_asked_for_at_once_and_why_it_is_late(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    number = take_in(counter, asked(counter, papers=COMPLETE)).number
    clock.move(7 * DAY)  # Monday 9 March, the promised day
    near = urge(counter, number, to="示例局", by_day=BY)
    clock.move(DAY)
    late = urge(counter, number, to="示例局", by_day=BY)
    for made, says, never in (
        (near, "在办理期限内作出决定。", "逾期原因"),
        (late, "立即作出决定，并书面说明逾期原因。", "在办理期限内"),
    ):
        print_document(counter, number, made.number, tmp_path / "r.pdf")
        text = words(tmp_path / "r.pdf")
        assert f"一、请办理{says}" in text
        assert never not in text


def test_a_case_laid_down_is_urged_no_more(counter: Counter) -> None:
    number = take_in(counter, asked(counter)).number
    act(counter, number, "withdraw", reason="不办了")
    assert refusal(urge, counter, number, to="示例局", by_day=BY) == "nothing_to_urge"
