"""The life of a case through the desk on a real encrypted store: lists, acts, papers, plans."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy import event as sqlalchemy_event

from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.staff_cover import set_cover, take_leave
from clerk_app.deeds.tell import tell
from clerk_app.desk.case_port import Filter
from clerk_app.desk.case_words import sheet_of
from clerk_app.desk.cases import CasesPresenter
from clerk_app.desk.frame import Badge
from clerk_app.desk.limits import LimitsPresenter
from clerk_app.desk.limits import Tab as LimitTab
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.opened_case_lists import CaseLists
from clerk_app.desk.owed import OwedPresenter
from clerk_app.desk.owed import Tab as OwedTab
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import Action, PaperState
from clerk_app.intake.rules.act_file import read_act
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, items
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.staff import store as staff
from tests.ui import case_support, journey_support
from tests.ui.case_support import Cases
from tests.ui.support import SetClock


@pytest.fixture
def clock() -> SetClock:
    return case_support.now()


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return Path(shutil.copytree(case_support.full_once(tmp_path_factory), tmp_path / "w"))


@pytest.fixture
def desk(folder: Path, clock: SetClock) -> Iterator[OpenedDesk]:
    opened = journey_support.opened(folder, clock)
    yield opened
    opened.close()


@pytest.fixture
def cases(desk: OpenedDesk, clock: SetClock) -> Cases:
    return Cases(desk, clock)


def screen(desk: OpenedDesk) -> CasesPresenter:
    return CasesPresenter(desk.cases, ImmediateRunner(), ImmediateRunner(), lambda _state: None)


def told(desk: OpenedDesk, number: str) -> list[Event]:
    with desk.counter.store.reading() as db:
        return desk.counter.journal.case_events(db, number)


def kinds(desk: OpenedDesk, number: str) -> list[str]:
    return [event.kind for event in told(desk, number)]


def tails(desk: OpenedDesk, which: Filter, text: str = "") -> list[str]:
    """The running numbers of a list, for short."""
    return [line.number[15:18] for line in desk.cases.cases(which, text).lines]


# ------------------------------------------------------------ lists


def test_each_list_holds_its_cases_in_the_order_of_their_days(desk: OpenedDesk) -> None:
    """The full hall, by hand: 006 was not told of by 20 November and stands first; 003 promised
    papers for the 12th, 001 its decision for the 16th, 005 papers for the 17th; 004 those of the
    19th, whose grace is not over: its clock stands still."""
    assert tails(desk, Filter.OVERDUE) == ["006", "003", "001", "005"]
    assert sorted(tails(desk, Filter.SOON)) == ["008"]
    assert tails(desk, Filter.WAITING) == [
        "003",
        "005",
        "004",
        "010",
        "011",
        "006",
        "007",
        "008",
        "013",
    ]
    assert tails(desk, Filter.CONFLICT) == []
    assert tails(desk, Filter.ALL) == [f"{n:03}" for n in range(13, 0, -1)]
    mine = tails(desk, Filter.MINE)
    assert sorted(mine) == [f"{n:03}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13)]
    assert mine[-2:] == ["002", "004"]  # their clocks stand still
    assert desk.cases.counts() == {
        Filter.MINE: 12,
        Filter.SOON: 1,
        Filter.OVERDUE: 4,
        Filter.WAITING: 9,
        Filter.CONFLICT: 0,
        Filter.ALL: 13,
    }


def test_the_rail_counts_who_owes_papers_and_what_is_overdue(desk: OpenedDesk) -> None:
    # by their dates alone: 004, late within its grace, is counted too
    assert desk.frame.facts().badges == (Badge("owed", 9), Badge("limits", 5, urgent=True))
    auditor = replace(desk.counter.clerk, roles=frozenset())
    with desk.counter.store.reading() as db:
        assert CaseLists(replace(desk.counter, clerk=auditor)).badges(db) == ()


def test_while_a_is_away_the_cases_of_a_are_those_of_b(desk: OpenedDesk, cases: Cases) -> None:
    counter = desk.counter
    with counter.store.transaction() as db:
        body: Body = {"clerk": "c2", "name": "测试窗口乙", "roles": ["clerk"]}
        counter.journal.append(db, "clerk.added", body, counter.act(db))
        b = staff.clerk(db, "c2")
    own = Cases(OpenedDesk(nullcontext(replace(counter, clerk=b))), cases.clock)
    number = own.take("SL-0024")  # seven workdays: due on 3 December
    assert tails(own.desk, Filter.MINE) == [number[15:18]]
    set_cover(counter, "c1", "c2", cases.clock.at.date())
    take_leave(counter, cases.clock.at.date(), cases.clock.at.date())
    mine = tails(own.desk, Filter.MINE)
    assert (len(mine), mine[0], mine[-1]) == (13, "003", "004")
    assert mine.index("012") < mine.index(number[15:18])  # due on 1 December
    assert own.desk.cases.counts()[Filter.MINE] == 13
    own.desk.close()


def test_a_list_is_narrowed_by_what_is_typed(desk: OpenedDesk) -> None:
    assert tails(desk, Filter.ALL, "林木") == ["012"]
    assert tails(desk, Filter.OVERDUE, "食品") == ["003", "001"]
    assert tails(desk, Filter.WAITING, "林木") == []
    assert tails(desk, Filter.MINE, "测试壬") == ["012"]
    assert desk.cases.cases(Filter.ALL, "%").lines == ()


def test_every_list_of_the_window_goes_along_an_index(desk: OpenedDesk) -> None:
    """No table is read from end to end and nothing is sorted aside, however many cases."""
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        statements.append((statement, parameters))

    sqlalchemy_event.listen(Engine, "before_cursor_execute", note)
    for which in Filter:
        for text in ("", "食品"):
            desk.cases.cases(which, text)
    desk.cases.counts()
    desk.owed.look()
    desk.limits.look()
    desk.frame.facts()
    sqlalchemy_event.remove(Engine, "before_cursor_execute", note)
    asked = [each for each in statements if " cases" in each[0] or "FROM events" in each[0]]
    assert len(asked) > 20
    bad = []
    with desk.counter.store.reading() as db:
        for statement, parameters in asked:
            if not statement.lstrip().startswith("SELECT"):
                continue
            for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                plan = str(row[3])
                whole = plan.startswith("SCAN") and "INDEX" not in plan
                if whole or "TEMP B-TREE" in plan:
                    bad.append((plan, statement))
    assert bad == []


# ------------------------------------------------------------ acts


def test_a_returned_case_is_supplied_to_acceptance_printed_and_shown(
    desk: OpenedDesk, cases: Cases, folder: Path
) -> None:
    number = cases.take(m0="missing", m1="defective")
    act = screen(desk)
    act.open_number(number, "supply")
    act.acting.all_came()
    act.acting.record()
    sheet = act.state.sheet
    assert sheet is not None
    assert (sheet.stage, sheet.said.sign) == ("已受理", "ok")
    assert {paper.state for paper in sheet.papers} == {"in_order"}
    assert [d.title for d in sheet.documents[-2:]] == ["补正回执", "受理通知书"]
    assert all(d.printed == 1 for d in sheet.documents)
    assert sheet.documents[act.state.document].title == "补正回执"
    pages = sorted(path.name for path in (folder / "printed").iterdir())
    assert any(name.endswith("-acceptance.pdf") for name in pages)
    printed = [e.body for e in told(desk, number) if e.kind == "document.printed"]
    assert {body["on"] for body in printed if body} == {"2026-11-24"}
    assert act.state.message is not None
    assert "受理通知书（2 份）" in act.state.message.means


def test_an_act_that_cannot_be_printed_stands_and_says_what_is_wanting(
    desk: OpenedDesk, cases: Cases, folder: Path
) -> None:
    number = cases.take("SL-0024")
    (folder / "printed").write_text("in the way")
    act = screen(desk)
    act.open_number(number, "withdraw")
    act.acting.fill("reason", "不办了")
    act.acting.ask()
    act.acting.record(surely=True)
    assert act.state.message is not None
    assert "有文书待打印" in act.state.message.means
    assert act.state.sheet is not None
    assert act.state.sheet.stage == "已撤回"
    (folder / "printed").unlink()
    act.move_document(9)
    act.reprint()
    assert act.state.sheet.documents[-1].printed == 1


def test_a_rule_that_refuses_leaves_store_and_form_as_they_were(
    desk: OpenedDesk, cases: Cases
) -> None:
    number = cases.deferred()
    before = kinds(desk, number)
    act = screen(desk)
    act.open_number(number, "return")
    act.acting.choose(1)
    act.acting.fill("reason", "等不及了")
    act.acting.ask()
    act.acting.record(surely=True)
    form = act.state.form
    assert form is not None
    assert form.message is not None
    assert form.message.happened == "容缺的材料补齐期限是 2026-12-01，还没有过，不能退件。"
    assert form.typed.values == {"abandoned": "no", "reason": "等不及了"}
    assert kinds(desk, number) == before


def test_somebody_else_who_acted_meanwhile_is_told_and_nothing_is_lost(
    desk: OpenedDesk, cases: Cases, clock: SetClock
) -> None:
    number = cases.take("SL-0024")
    act = screen(desk)
    act.open_number(number, "transfer")
    act.acting.fill("target", "示例局")
    act.acting.fill("reason", "要核查")
    elsewhere = read_act("opinion", {"at": stamp(clock.at), "reason": "可以", "agrees": True})
    act_on_case(desk.counter, number, elsewhere)
    act.acting.ask()
    act.acting.record()
    form = act.state.form
    assert form is not None
    assert form.message is not None
    assert form.message.happened == "这件刚才在别处办过，请看过现在的情况再办。"
    act.acting.escape()
    act.acting.escape()
    assert act.state.form is None
    act.act("transfer")
    act.acting.ask()
    act.acting.record()
    assert kinds(desk, number)[-2:] == ["case.opined", "case.transferred"]


def test_the_denial_of_what_is_no_licence_has_its_own_title(
    desk: OpenedDesk, cases: Cases
) -> None:
    titles = {}
    for item in ("SL-0024", "SL-0020"):
        number = cases.take(item)
        cases.act(number, Action.DENY, approver=cases.approver(), reason="不符合条件")
        titles[item] = sheet_of(desk.cases.case(number)).documents[-1].title
    assert titles == {"SL-0024": "不予许可决定书", "SL-0020": "不予办理决定书"}


def test_the_article_of_a_denial_stands_with_its_reason(desk: OpenedDesk, cases: Cases) -> None:
    number = cases.take("SL-0024")
    fields = {"reason": "不符合条件", "basis": "《示例条例》第九条"}
    cases.act(number, Action.DENY, approver=cases.approver(), **fields)
    papers = [each.body for each in told(desk, number) if each.kind == "document.issued"]
    paper = papers[-1] or {}
    assert paper["reasons"] == [
        {"code": "denied", "article": "《示例条例》第九条", "text": "不符合条件"}
    ]


def test_the_page_offers_who_may_sign_and_knows_the_item(desk: OpenedDesk, cases: Cases) -> None:
    file = desk.cases.case(cases.take("SL-0024"))
    assert [(s.id, s.supervisor) for s in file.signers] == [("c1", True)]
    assert file.item is not None
    assert file.item.key == "SL-0024"


# ------------------------------------------------------------ told, deemed, owed


def test_what_the_applicant_was_told_is_recorded_once(desk: OpenedDesk, cases: Cases) -> None:
    number = cases.take(m0="missing")
    key = "correction:2026-11-24"
    assert tell(desk.counter, number, key).key == key
    assert told(desk, number)[-1].kind == "case.told"
    assert told(desk, number)[-1].body == {"message": key}
    for wrong in (key, "correction:2026-11-23", "result:2026-11-24"):
        with pytest.raises(Refused, match="not_owed"):
            tell(desk.counter, number, wrong)
    assert kinds(desk, number).count("case.told") == 1
    with pytest.raises(Refused, match="unknown_case"):
        tell(desk.counter, "51160200012600000163", key)


def test_who_sees_no_cases_tells_nobody(desk: OpenedDesk, cases: Cases) -> None:
    number = cases.take(m0="missing")
    auditor = replace(desk.counter.clerk, roles=frozenset())
    with pytest.raises(Refused, match="not_allowed"):
        tell(replace(desk.counter, clerk=auditor), number, "correction:2026-11-24")


def test_reminders_leave_the_list_when_they_were_told(desk: OpenedDesk) -> None:
    act = OwedPresenter(desk.owed, ImmediateRunner(), lambda _state: None)
    act.go(OwedTab.MESSAGES)
    before = [line.number for line in act.state.lines]
    act.tell()
    assert [line.number for line in act.state.lines] == before[1:]
    act.go(OwedTab.DEFERRED)
    assert act.state.lines[0].note == "已通知"


def test_silence_is_listed_recorded_and_then_no_longer_to_record(desk: OpenedDesk) -> None:
    act = LimitsPresenter(desk.limits, ImmediateRunner(), lambda _state: None)
    act.go(LimitTab.DEEMING)
    silent = act.state.lines[0]
    assert (silent.number[15:18], silent.unrecorded) == ("006", True)
    assert act.state.sheet.alone
    act.deem()
    assert kinds(desk, silent.number)[-1] == "case.deemed"
    assert [line.number[15:18] for line in act.state.lines] == ["008"]
    assert not desk.limits.deem(silent.number)


def test_papers_that_came_are_marked_as_the_checklist_of_intake_marks_them(
    desk: OpenedDesk, cases: Cases
) -> None:
    number = cases.deferred("SL-0021")
    act = screen(desk)
    act.open_number(number, "supply")
    act.acting.mark(PaperState.IN_ORDER)
    act.acting.next()
    act.acting.record()
    supplied = next(e.body for e in told(desk, number) if e.kind == "case.supplied")
    assert supplied is not None
    (paper,) = items(supplied, "papers")
    held = sheet_of(desk.cases.case(number))
    assert paper["copies"] == 1
    assert held.stage == "容缺受理"
    assert held.said.sign == "ok"
