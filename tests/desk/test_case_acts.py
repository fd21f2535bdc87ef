"""The form of an act without its widgets, on a hand-written port: nothing typed is ever lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.desk.case_form import dump, load
from clerk_app.desk.case_port import Done, PrintedPage
from clerk_app.intake.model import Action, HeldPaper, PaperState, Stage
from clerk_app.intake.rules.act_file import Delivery, Result
from clerk_app.kernel.errors import Refused
from tests.desk.act_desk import AT, Desk, returned
from tests.desk.fakes import FakeCases
from tests.support.items import FORM

# ------------------------------------------------------------ one field after the other


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        (
            "suspend",
            ("5", "水质要检测", "8"),
            {"special": "检测", "reason": "水质要检测", "days": 8},
        ),
        (
            "suspend",
            ("1", "要听证", "20", "2026-03-02", ""),
            {"special": "听证", "reason": "要听证", "days": 20, "told_on": "2026-03-02"},
        ),
        (
            "extend",
            ("1", "专家没到齐", ""),
            {"approver": "c3", "reason": "专家没到齐", "workdays": 0},
        ),
        ("extend", ("1", "专家没到齐", "５"), {"workdays": 5}),
        (
            "opinion",
            ("2", "场地太小", "示例局"),
            {"agrees": False, "reason": "场地太小", "target": "示例局"},
        ),
        (
            "decide",
            ("测试许可证", "测许〔2026〕3号", "2027-03-04", "1"),
            {"result": Result("测试许可证", "测许〔2026〕3号", "2027-03-04"), "approver": "c3"},
        ),
        ("deny", ("不符合条件", "", "2"), {"reason": "不符合条件", "approver": "c4"}),
        ("transfer", ("示例局", "要现场核查"), {"target": "示例局", "reason": "要现场核查"}),
        ("withdraw", ("不办了",), {"reason": "不办了"}),
    ],
)
def test_the_fields_become_the_act_with_the_clock_of_the_workstation(
    name: str, typed: tuple[str, ...], expected: dict[str, Any]
) -> None:
    papers = (HeldPaper(FORM.name, PaperState.IN_ORDER),)
    desk = Desk(papers=papers)
    desk.begin(name)
    desk.type(*typed)
    assert desk.form.asking
    assert desk.form.confirm.endswith("记录以后不能撤回。")
    assert desk.port.acts == []
    desk.form_of.record(surely=True)
    assert desk.done.action == Action(name)
    assert (desk.done.at, desk.done.seen) == (AT, 7)
    assert {field: getattr(desk.done, field) for field in expected} == expected
    assert desk.act.state.form is None


def test_enter_stops_at_a_field_that_must_be_filled_and_says_so() -> None:
    desk = Desk()
    desk.begin("suspend")
    desk.form_of.next()
    assert desk.form.at == 0
    assert desk.form.faults == {"special": "请选“哪一种特别程序”。"}
    desk.type("5", "")
    assert desk.form.at == 1
    assert desk.form.faults == {"reason": "请填“为什么要做”。"}
    desk.type("水质要检测", "很多")
    assert desk.form.faults == {"days": "“预计多少个工作日”填 1–999 的数字。"}
    desk.form_of.fill("days", "\u202e8")
    desk.form_of.ask()
    assert not desk.form.asking


@pytest.mark.parametrize(
    ("text", "good"),
    [("2027-03-04", True), ("2027-3-4", False), ("", True), ("２０２７-03-04", True)],
)
def test_a_day_is_checked_in_its_field(text: str, good: bool) -> None:
    desk = Desk(papers=())
    desk.begin("decide")
    desk.type("测试许可证", "", text)
    assert (desk.form.at == 3) is good
    assert bool(desk.form.faults) is not good


def test_hidden_characters_never_leave_a_field() -> None:
    desk = Desk()
    desk.begin("withdraw")
    desk.type("不办\u202e了")
    assert "文字方向控制符" in desk.form.faults["reason"]


def test_only_who_may_sign_this_act_is_offered() -> None:
    desk = Desk(papers=())
    desk.begin("deny")
    assert [option.value for option in desk.form.fields[2].options] == ["c3", "c4"]
    desk.act.close()
    desk.begin("decide")
    assert [option.value for option in desk.form.fields[3].options] == ["c3"]


def test_the_result_is_named_as_the_item_names_it() -> None:
    desk = Desk(papers=())
    desk.begin("decide")
    assert desk.form.value("result.name") == "测试许可证"


# ------------------------------------------------------------ recording


def test_what_gives_up_is_recorded_by_a_key_of_its_own_and_never_by_enter() -> None:
    desk = Desk()
    desk.begin("withdraw")
    desk.type("不办了")
    desk.form_of.record()
    assert (desk.port.acts, desk.form.asking) == ([], True)
    desk.form_of.record(surely=True)
    assert desk.done.action is Action.WITHDRAW
    other = Desk()
    other.begin("transfer")
    other.type("示例局", "要核查")
    other.form_of.record()
    assert other.done.action is Action.TRANSFER


def test_ctrl_enter_in_a_field_asks_and_does_not_record() -> None:
    desk = Desk()
    desk.begin("transfer")
    desk.form_of.fill("target", "示例局")
    desk.form_of.fill("reason", "要核查")
    desk.form_of.record(surely=True)
    assert (desk.port.acts, desk.form.asking) == ([], True)


def test_a_refusal_is_told_in_words_and_nothing_typed_is_lost() -> None:
    desk = Desk()
    desk.begin("extend")
    desk.type("1", "专家没到齐", "30")
    desk.port.fails = Refused("extension_too_long", "延期最多 10 个工作日")
    desk.form_of.record()
    form = desk.form
    assert form.message is not None
    assert form.message.happened == "延期最多 10 个工作日。"
    assert (form.busy, form.asking) == (False, False)
    assert form.field is not None
    assert form.field.id == "workdays"
    assert form.typed.values == {"approver": "c3", "reason": "专家没到齐", "workdays": "30"}
    desk.port.fails = None
    desk.form_of.fill("workdays", "10")
    desk.form_of.next()
    desk.form_of.record()
    assert desk.done.workdays == 10


def test_an_extension_into_a_year_nobody_published_asks_for_a_supervisor() -> None:
    desk = Desk()
    desk.begin("extend")
    desk.type("1", "专家没到齐", "5")
    desk.port.fails = Refused("provisional_unapproved", "承诺办结日 2027-01-05 是暂定的")
    desk.form_of.record()
    ids = [field.id for field in desk.form.fields]
    assert ids == ["approver", "reason", "workdays", "provisional_approved_by"]
    assert desk.form.at == 3
    desk.port.fails = None
    desk.type("1")
    desk.form_of.record()
    assert (desk.done.workdays, desk.done.provisional_approved_by) == (5, "c3")


def test_what_came_of_it_is_told_with_its_papers_and_what_did_not_print() -> None:
    desk = Desk()
    page = PrintedPage("特别程序告知书", "n-02", "/x.pdf", 2)
    desk.port.done = Done("n", "已受理", (page, replace(page, path="")), "磁盘满了")
    desk.begin("suspend")
    desk.type("1", "要听证", "20", "", "")
    desk.form_of.record()
    told = desk.act.state.message
    assert told is not None
    assert told.happened == "已记录：进入特别程序。现在是“已受理”。"
    assert (
        told.means == "没有打印机，已存成 PDF：特别程序告知书（2 份）。有文书没有印成：磁盘满了。"
    )


def test_an_act_that_is_not_lawful_says_why_and_opens_nothing() -> None:
    desk = returned()
    desk.act.act("decide")
    assert desk.act.state.form is None
    assert desk.act.state.message is not None
    assert desk.act.state.message.happened == "办件现在是“待补正”，不能准予。"


# ------------------------------------------------------------ kept


def test_what_was_typed_is_there_again_after_escape_and_in_the_next_window() -> None:
    desk = Desk()
    desk.begin("suspend")
    desk.type("5", "水质要检测")
    desk.act.close()
    assert desk.act.state.form is None
    desk.begin("suspend")
    assert desk.form.typed.values == {"special": "检测", "reason": "水质要检测"}
    again = Desk(port=FakeCases(at=AT, kept=desk.port.kept))
    again.begin("suspend")
    assert again.form.typed.values == {"special": "检测", "reason": "水质要检测"}
    again.form_of.fill("days", "8")
    again.form_of.ask()
    again.form_of.record()
    assert again.port.kept == ""


def test_opening_a_form_keeps_nothing_and_a_broken_draft_is_none() -> None:
    desk = Desk(papers=())
    desk.begin("decide")
    assert desk.port.kept == ""
    assert (
        load("") == load("{") == load('{"format": 9}') == load('{"format": 1, "acts": [1]}') == {}
    )
    kept = returned()
    kept.begin("supply")
    kept.form_of.mark(PaperState.IN_ORDER)
    assert dump(load(kept.port.kept)) == kept.port.kept != ""


# ------------------------------------------------------------ delivery and return


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("1", "1", ""), Delivery("counter", recipient="测试甲乙")),
        (
            ("1", "2", "测试丙", "本人住院", "X1"),
            Delivery("counter", recipient="测试丙", id_number="X1", proxy_reason="本人住院"),
        ),
        (("2", "EM123"), Delivery("ems", waybill="EM123")),
        (("3", "1", "", "示例村"), Delivery("home", recipient="测试甲乙", place="示例村")),
        (("4",), Delivery("online")),
    ],
)
def test_delivery_asks_for_what_its_way_needs(typed: tuple[str, ...], expected: Delivery) -> None:
    desk = Desk(Stage.CLOSED, papers=(), deliver_due="2026-03-16", decided_on="2026-03-03")
    desk.begin("deliver")
    desk.type(*typed)
    shown = " ".join(option.detail for field in desk.form.fields for option in field.options)
    assert "测试甲乙" not in shown
    desk.form_of.record()
    assert desk.done.delivery == expected


@pytest.mark.parametrize("code", ["proxy_reason_missing", "delivered_to_self"])
def test_an_agent_who_is_refused_finds_where_to_say_why(code: str) -> None:
    desk = Desk(Stage.CLOSED, papers=(), agent="测试代办人", decided_on="2026-03-03")
    desk.begin("deliver")
    desk.type("1", "2", "", "")
    desk.port.fails = Refused(code, "委托权限没有写明可以领取结果")
    desk.form_of.record()
    assert desk.form.field is not None
    assert (desk.form.field.id, desk.form.field.required) == ("delivery.proxy_reason", False)
    desk.port.fails = None
    desk.type("申请人电话同意", "")
    desk.form_of.record()
    assert desk.done.delivery == Delivery(
        "counter", recipient="测试代办人", proxy_reason="申请人电话同意"
    )


def test_giving_back_asks_for_a_supervisor_unless_the_applicant_gives_up() -> None:
    given_up = returned()
    given_up.begin("return")
    given_up.type("1", "不办了")
    given_up.form_of.record(surely=True)
    assert (given_up.done.abandoned, given_up.done.approver) == (True, "")
    late = returned()
    late.begin("return")
    late.type("2", "一直没有来", "1")
    late.form_of.record(surely=True)
    assert (late.done.abandoned, late.done.approver) == (False, "c3")


# ------------------------------------------------------------ the page around it


def test_a_scan_never_puts_a_form_away() -> None:
    desk = Desk()
    desk.begin("suspend")
    desk.act.open_number("51160200012600000260")
    assert desk.form.action is Action.SUSPEND
    assert desk.act.state.message is not None


def test_silence_is_recorded_from_the_page() -> None:
    desk = Desk(Stage.RECEIVED, accepted_on="", promised_due="", notice_due="2026-03-03")
    desk.act.act("deem")
    assert desk.port.deemed == ["51160200012600000163"]
    other = Desk()
    other.act.act("deem")
    assert other.port.deemed == []
