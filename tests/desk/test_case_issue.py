"""催办单 and 材料接收清单 on the page of a case and on 时限, on hand-written ports."""

from __future__ import annotations

from datetime import date
from typing import Any

from clerk_app.desk.case_issue import ASKED, BY_DAY, TO
from clerk_app.desk.case_port import CaseFile
from clerk_app.desk.cases import CasesPresenter
from clerk_app.desk.limits import LimitsPresenter, Tab
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import Stage, Step
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.working_days import Calendar
from tests.desk.act_desk import PAPERS, case
from tests.desk.fakes import FakeCases
from tests.desk.test_limits import NUMBERS, hall, screen

NUMBER = "51160200012600000163"
HAD_BY = (Step("c3", "2026-03-02", why="收件"),)


class Desk:
    """The page of a case promised for Monday 16 March, on some day; c3 has it."""

    def __init__(self, today: str = "2026-03-16", **fields: Any) -> None:
        state = case(Stage.ACCEPTED, **{"steps": HAD_BY, "department": "示例局", **fields})
        self.port = FakeCases()
        self.port.file = CaseFile(
            state, date.fromisoformat(today), Calendar.shipped(), names={"c3": "示例主管"}
        )
        runner = ImmediateRunner()
        self.act = CasesPresenter(self.port, runner, runner, lambda _state: None)
        self.act.open_number(NUMBER)

    @property
    def form(self) -> Any:
        return self.act.state.issue

    @property
    def told(self) -> str:
        message = self.act.state.message
        return message.text if message is not None else ""


def test_who_has_it_and_its_day_are_proposed_and_the_paper_is_told_as_it_is() -> None:
    desk = Desk()
    desk.act.issue("urge")
    assert desk.form.title == "催办：审查和决定"
    assert (desk.form.value(TO), desk.form.value(BY_DAY)) == ("示例主管", "2026-03-16")
    assert "2026-03-16 到期" in desk.form.about
    for _ in desk.form.fields:
        desk.act.issuing.next()
    assert desk.form.asking
    assert desk.port.issued.urged == []  # not before its line is confirmed
    assert desk.form.confirm == (
        "催办谁：示例主管；请在哪天前答复：2026-03-16。编号以后不能收回，办件和期限都不变。"
    )
    desk.act.issuing.record()
    assert desk.port.issued.urged == [(NUMBER, "示例主管", "2026-03-16", "")]
    assert desk.form is None
    assert desk.told == f"已出催办单 {NUMBER}-09。 已送打印机：催办单（2 份）。"


def test_of_what_is_late_the_next_workday_is_proposed_and_how_late_is_said() -> None:
    desk = Desk("2026-03-20")  # Friday
    desk.act.issue("urge")
    assert desk.form.value(BY_DAY) == "2026-03-23"
    assert "已超 4 个工作日" in desk.form.about


def test_a_body_that_has_it_is_proposed_as_it_is_named() -> None:
    desk = Desk(steps=(Step("示例县林业局", "2026-03-03", why="审查"),))
    desk.act.issue("urge")
    assert desk.form.value(TO) == "示例县林业局"


def test_nothing_near_is_told_at_once_and_offered_nowhere() -> None:
    desk = Desk("2026-03-04")
    desk.act.issue("urge")
    assert desk.form is None
    assert desk.told.startswith("这件今天没有快到期或者超期的环节")
    sheet, near = desk.act.state.sheet, Desk().act.state.sheet
    assert sheet is not None
    assert near is not None
    assert [each.id for each in sheet.issues] == ["material_list"]
    assert [each.id for each in near.issues] == ["material_list", "urge"]


def test_why_not_and_how_is_offered_and_asked_for_only_where_it_cannot_be_done() -> None:
    fine = Desk("2026-03-04")
    fine.act.issue("dual_notice")
    assert fine.form is None
    assert fine.told.startswith("这件现在是“已受理”，没有不能办的决定，不能出书面双告知书")
    desk = Desk("2026-03-04", state=str(Stage.RETURNED_FOR_CORRECTION))
    sheet = desk.act.state.sheet
    assert sheet is not None
    assert [each.id for each in sheet.issues][:2] == ["dual_notice", "material_list"]
    desk.act.issue("dual_notice")
    desk.act.issuing.fill("how", "先去补证")
    desk.act.issuing.fill("approver", "示例主管")
    desk.act.issuing.record()
    assert desk.form.confirm.startswith("怎样才能办：先去补证；批准人：示例主管。出一份书面双告知")
    desk.port.issued.fails = Refused("way_missing", "请写明怎样才能办")
    desk.act.issuing.record()
    assert desk.form.faults["how"].startswith("请写明怎样才能办。")
    desk.port.issued.fails = None
    for _ in range(2):
        desk.act.issuing.record()
    assert desk.port.issued.dualled == [(NUMBER, "", "", "先去补证", "示例主管")]
    assert (
        desk.told
        == f"已出书面双告知书 {NUMBER}-09。 没有打印机，已存成 PDF：书面双告知书（2 份）。"
    )


def test_a_refusal_stands_at_the_field_it_is_about_and_what_was_typed_stays() -> None:
    desk = Desk()
    desk.act.issue("urge")
    desk.act.issuing.fill(BY_DAY, "2026-03-13")
    desk.act.issuing.fill(ASKED, "请出意见")
    desk.port.issued.fails = Refused("bad_period", "2026-03-13 已经过去")
    for _ in range(2):
        desk.act.issuing.record()
    assert desk.form.faults[BY_DAY].startswith("2026-03-13 已经过去。")
    assert (desk.form.at, desk.form.value(ASKED)) == (1, "请出意见")
    desk.act.issuing.fill(TO, "")
    desk.act.issuing.record()
    assert desk.form.faults[TO] == "请填“催办谁”。"
    desk.act.issuing.fill(TO, "示例局")
    desk.port.issued.fails = Misused("text_missing", "请写明催办谁")
    for _ in range(2):
        desk.act.issuing.record()
    assert desk.form.faults[TO].startswith("请写明催办谁。")
    desk.act.close()
    desk.act.issue("urge")
    assert desk.form.value(ASKED) == "请出意见"
    assert desk.port.issued.urged == []


def test_a_day_that_is_none_is_refused_where_it_was_typed() -> None:
    desk = Desk()
    desk.act.issue("urge")
    desk.act.issuing.fill(BY_DAY, "下周一")
    desk.act.issuing.ask()
    assert "写法如" in desk.form.faults[BY_DAY]
    desk.act.issuing.fill(BY_DAY, "２０２６-０３-１７")
    for _ in range(2):
        desk.act.issuing.record()
    assert desk.port.issued.urged[0][2] == "2026-03-17"


def test_a_list_is_numbered_after_its_line_and_printed() -> None:
    desk = Desk("2026-03-04")
    desk.act.issue("material_list")
    assert desk.port.issued.listed == []
    assert desk.form.confirm.startswith("出一份材料接收清单，编号打印。")
    desk.act.issuing.record()
    assert desk.port.issued.listed == [NUMBER]
    assert (
        desk.told
        == f"已出材料接收清单 {NUMBER}-09。 没有打印机，已存成 PDF：材料接收清单（2 份）。"
    )


def test_a_list_of_nothing_is_refused_in_words_and_put_away() -> None:
    desk = Desk()
    desk.port.issued.fails = Refused("no_papers_here", "这件没有材料存在窗口")
    desk.act.issue("material_list")
    desk.act.issuing.record()
    assert desk.form.message.happened == "这件没有材料存在窗口。"
    desk.act.close()  # the message
    desk.act.close()
    assert desk.form is None
    assert desk.act.state.sheet is not None


def test_a_missing_character_is_printed_as_its_code_by_choice_only() -> None:
    for name in ("urge", "material_list"):
        desk = Desk()
        desk.port.issued.no_glyph = True
        desk.act.issue(name)
        desk.act.issuing.box()  # nothing was refused yet
        assert not desk.form.boxed
        for _ in range(2):
            desk.act.issuing.record()
        assert desk.form.lacks_glyph
        assert "Alt X" in desk.form.message.text
        desk.act.issuing.box()
        assert desk.form.asking  # the line to confirm comes again
        assert not desk.port.issued.urged + desk.port.issued.listed
        desk.act.issuing.record()
        assert len(desk.port.issued.urged + desk.port.issued.listed) == 1


def test_the_page_stays_while_the_form_is_open() -> None:
    desk = Desk(papers=PAPERS)
    desk.act.issue("urge")
    desk.act.act("withdraw")
    desk.act.unmask()
    desk.act.fields()
    desk.act.issue("material_list")
    assert desk.form.title == "催办：审查和决定"
    assert (desk.act.state.form, desk.port.shown) == (None, [])
    desk.act.open_number("2")
    assert desk.told.startswith("先办完或放下手上这一件。")


def test_on_the_limits_the_case_in_the_line_is_urged() -> None:
    act, port = screen(*hall())
    act.go(Tab.TODAY)
    act.to_row([line.number for line in act.state.lines].index(NUMBERS[1]))
    act.urge()
    form = act.form
    assert form is not None
    assert (form.value(TO), form.value(BY_DAY)) == ("林木", "2026-03-17")  # since the 12th late
    act.fill(ASKED, "请当天办结")
    for _ in range(2):
        act.record()
    assert port.issued.urged == [(NUMBERS[1], "林木", "2026-03-17", "请当天办结")]
    assert port.issued.listed == []
    assert act.form is None
    assert act.state.message is not None
    assert act.state.message.happened == f"已出催办单 {NUMBERS[1]}-09。"


def test_on_the_limits_what_is_not_near_is_told_and_a_refusal_keeps_the_form() -> None:
    act, port = screen(*hall())
    act.go(Tab.SUSPENDED)
    act.urge()
    assert act.state.form is None
    assert act.state.message is not None
    assert act.state.message.happened.startswith("这件今天没有快到期或者超期的环节")
    act.go(Tab.TODAY)
    port.issued.fails = Refused("bad_period", "已经过去")
    act.urge()
    for _ in range(2):
        act.record()
    assert act.form is not None
    assert list(act.form.faults) == [BY_DAY]


def test_a_screen_that_was_not_read_urges_nothing() -> None:
    act = LimitsPresenter(screen()[1], ImmediateRunner(), lambda _state: None)
    act.urge()
    assert (act.form, act.state.message) == (None, None)
