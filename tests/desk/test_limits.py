"""时限 on a hand-written port: what to do today, what silence will accept, who answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clerk_app.desk.limits import LimitsPresenter, Tab
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import CaseState, Stage, Step, Suspension
from clerk_app.kernel.errors import Unavailable
from tests.desk.fakes import FakeLimits
from tests.desk.test_case_words import case

NUMBERS = tuple(f"5116020001260000{n}" for n in ("0163", "0260", "0357", "0454", "0551"))


def hall() -> tuple[CaseState, ...]:
    """One due today, one overdue, one suspended, one waiting for its notice, one silent."""
    steps = (
        Step("c1", "2026-03-02", "2026-03-02", "收件"),
        Step("示例局", "2026-03-02", "2026-03-10", "审查"),
        Step("c2", "2026-03-10", why="核查"),
    )
    made = (
        case(),
        case(promised_due="2026-03-12", steps=steps),
        case(suspensions=(Suspension("检测", "", "2026-03-05"),)),
        case(Stage.RECEIVED, received_on="2026-03-13", notice_due="2026-03-20"),
        case(Stage.RECEIVED),
    )
    return tuple(replace(state, number=n) for state, n in zip(made, NUMBERS, strict=True))


def screen(*states: CaseState, alone: bool = False) -> tuple[LimitsPresenter, FakeLimits]:
    port = FakeLimits(
        date(2026, 3, 16), states, {"c2": "林木"}, frozenset(NUMBERS[4:]), alone=alone
    )
    return LimitsPresenter(port, ImmediateRunner(), lambda _state: None), port


def numbers(act: LimitsPresenter, tab: Tab) -> list[str]:
    act.go(tab)
    return [line.number for line in act.state.lines]


def test_each_case_stands_in_the_list_it_belongs_to() -> None:
    act, _ = screen(*hall())
    assert numbers(act, Tab.TODAY) == [NUMBERS[0], NUMBERS[1], NUMBERS[4]]
    assert numbers(act, Tab.DEEMING) == [NUMBERS[4], NUMBERS[3]]
    assert numbers(act, Tab.SUSPENDED) == [NUMBERS[2]]
    assert set(numbers(act, Tab.ALL)) == set(NUMBERS)
    assert act.state.sheet.lamps == (
        ("overdue", "超期 2"),
        ("soon", "快到期 1"),
        ("normal", "正常 1"),
        ("suspended", "已暂停 1"),
    )
    assert act.state.sheet.day == "3月16日 周一·工作日"


def test_the_red_list_names_who_had_it_when_it_turned_red() -> None:
    act, _ = screen(*hall())
    act.go(Tab.RED)
    entries = [(line.number, line.owner, line.todo, line.day) for line in act.state.lines]
    assert (NUMBERS[1], "林木", "超过办理时限", "2026-03-12") in entries
    assert (NUMBERS[4], "c1", "逾期不告知，已视为受理", "2026-03-09") in entries
    overdue = next(line for line in act.state.lines if line.number == NUMBERS[1])
    assert overdue.word == "超 2 个工作日"


def test_silence_is_recorded_only_where_its_day_has_come() -> None:
    act, port = screen(*hall())
    act.go(Tab.DEEMING)
    act.deem()
    assert port.deemed == [NUMBERS[4]]
    assert act.state.message is not None
    act.to_row(1)
    act.deem()
    assert port.deemed == [NUMBERS[4]]
    assert act.state.message.happened == "这件没有到视为受理的那一天。"


def test_a_station_that_no_hall_confirmed_says_it_reckons_alone() -> None:
    alone, _ = screen(*hall(), alone=True)
    together, _ = screen(*hall())
    assert (alone.state.sheet.alone, together.state.sheet.alone) == (True, False)


def test_empty_and_unread_are_two_things() -> None:
    act, port = screen()
    assert act.state.empty[0] == "今天没有要赶的"
    failing = FakeLimits(fails=Unavailable("disk_error", "数据盘读不出来"))
    unread = LimitsPresenter(failing, ImmediateRunner(), lambda _state: None)
    assert unread.state.empty[0] == unread.state.sums == "没有读出来"
    port.fails = Unavailable("disk_error", "数据盘读不出来")
    act.refresh()
    assert act.state.empty[0] == "今天没有要赶的"
    assert act.state.message is not None
