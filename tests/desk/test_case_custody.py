"""异地代收 on the page of a case: what is said, offered, asked and kept."""

from __future__ import annotations

from datetime import date

from clerk_app.desk.case_fields import fields_of, raw_of
from clerk_app.desk.case_port import CaseFile
from clerk_app.intake.model import Action, CaseState, Custody, Stage
from clerk_app.intake.rules.act_file import CaseAct, Handover, Parcel, read_act
from clerk_app.kernel.working_days import Calendar
from tests.desk.test_case_words import case, sheet
from tests.support.items import event

HERE = Custody("测试镇便民服务中心", "2026-03-02", papers=(("申请表", 1),))
ROAD = Custody("", "2026-03-03", way="mail", waybill="EX1", papers=(("申请表", 1),))
FILE = CaseFile(case(), date(2026, 3, 5), Calendar.shipped())
AT = "2026-03-05T10:00:00+08:00"


def collected(*chain: Custody) -> CaseState:
    return case(Stage.COLLECTED, for_hall="测试市示例局", custody=chain)


def test_the_card_says_where_the_papers_are_and_what_to_press() -> None:
    here = sheet(collected(HERE), "2026-03-20")
    assert here.said.title == "代收的材料还在窗口"
    assert here.said.text.startswith("由测试市示例局决定，办理时限从它收到材料那天起算。")
    assert "按 F" in here.said.how
    road = sheet(collected(HERE, ROAD), "2026-03-20")
    assert road.said.title == "代收的材料在移交途中"
    assert "按 R" in road.said.how
    assert "按 Q" in road.said.how
    gone = sheet(
        case(Stage.HANDED_OVER, for_hall="测试市示例局", ended_on="2026-03-05"), "2026-03-20"
    )
    assert (gone.said.title, gone.said.text) == (
        "已移交测试市示例局",
        "2026-03-05 对方签收，由它决定和答复。",
    )


def test_the_journey_stands_in_the_time_line() -> None:
    made = (
        event("case.dispatched", {"to": "测试市示例局", "method": "mail", "waybill": "EX1"}),
        event("case.sent_back", {"reason": "地址有误", "missing": ["租赁合同"]}, s=2),
        event(
            "case.taken_over",
            {"by": "王测试", "damaged": [{"name": "申请表", "fault": "破损"}]},
            s=3,
        ),
    )
    found = sheet(collected(HERE), "2026-03-20", events=made).events
    assert [(each.words, each.detail) for each in found[:3]] == [
        ("寄出代收材料", "测试市示例局，邮寄，运单 EX1"),
        ("退回代收窗口", "缺：租赁合同，地址有误"),
        ("接收代收材料", "王测试签收，损坏：申请表：破损"),
    ]


def test_what_was_typed_is_the_act_of_the_file() -> None:
    def typed(action: Action, **values: str) -> CaseAct:
        given = {name.replace("_", "."): text for name, text in values.items()}
        fields = fields_of(action, FILE, collected(HERE), given)
        return read_act(str(action), {"at": AT, **raw_of(action, fields, given)})

    sent = typed(Action.DISPATCH, parcel_method="mail", parcel_waybill="EX1")
    assert sent.parcel == Parcel("mail", "EX1")
    came = typed(
        Action.TAKE_OVER,
        handover_by="王测试",
        handover_missing="租赁合同; 章程",
        handover_damaged="申请表：破损；照片: 折",
    )
    assert came.handover == Handover(
        "王测试", ("租赁合同", "章程"), (("申请表", "破损"), ("照片", "折"))
    )
    back = typed(Action.SEND_BACK, reason="没有人接收")
    assert (back.reason, back.handover) == ("没有人接收", None)
