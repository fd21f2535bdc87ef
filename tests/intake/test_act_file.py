"""The file of one act: what it must hold, what it may hold, and how errors name the field."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from clerk_app.intake.model import Action, CheckedPaper, PaperState
from clerk_app.intake.rules.act_file import (
    REQUIRED,
    CaseAct,
    Delivery,
    Override,
    Result,
    read_act,
    read_action,
)
from clerk_app.intake.rules.acts import judge
from clerk_app.kernel.errors import Misused
from tests.intake.stories import CALENDAR, case, day

AT = "2026-03-04T10:00:00+08:00"
ENOUGH: dict[str, dict[str, Any]] = {
    "correct": {"materials": [{"name": "申请表", "state": "in_order"}]},
    "supply": {"materials": [{"name": "申请表", "state": "in_order"}]},
    "suspend": {"special": "听证", "reason": "x", "days": 5},
    "resume": {},
    "extend": {"approver": "李示例", "reason": "x"},
    "opinion": {"reason": "同意"},
    "check": {"reason": "已核查"},
    "decide": {"approver": "李示例", "result": {"name": "许可证"}},
    "deny": {"approver": "李示例", "reason": "x"},
    "transfer": {"target": "示例科", "reason": "x"},
    "close": {},
    "deliver": {"delivery": {"method": "counter"}},
    "withdraw": {"reason": "x"},
    "return": {"reason": "x"},
    "reopen": {"approver": "李示例", "reason": "x"},
}
FIELDS = [(action, field) for action, fields in ENOUGH.items() for field in fields]


def read(action: str, **fields: Any) -> CaseAct:
    return read_act(action, {"at": AT, **ENOUGH[action], **fields})


def wrong(action: str, **fields: Any) -> Misused:
    with pytest.raises(Misused) as misuse:
        read(action, **fields)
    return misuse.value


@pytest.mark.parametrize("action", sorted(ENOUGH))
def test_what_the_table_asks_for_is_enough(action: str) -> None:
    assert read(action).action is Action(action)
    assert set(REQUIRED[Action(action)]) == set(ENOUGH[action])


def test_an_error_names_the_field_and_its_shape_and_not_what_was_typed() -> None:
    assert wrong("close", at="李示例 138").message == (
        "at 应为带时区的时间，如 2026-03-02T10:05:00+08:00"
    )
    assert wrong("supply", until="3月的某天").message == "until 应为日期，如 2026-03-02"
    result = {"name": "许可证", "valid_until": "三年"}
    assert wrong("decide", result=result).message == "result.valid_until 应为日期，如 2026-03-02"


def test_every_act_stands_in_the_table() -> None:
    assert set(REQUIRED) == set(Action)


@pytest.mark.parametrize(("action", "field"), FIELDS)
@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_without_what_is_required_the_field_is_named(
    action: str, field: str, empty: object
) -> None:
    error = wrong(action, **{field: empty})
    assert error.code == "bad_act_file"
    assert f"缺少字段：{field}" in error.message
    assert action in error.message


def test_an_undertaking_may_be_all_that_is_brought() -> None:
    signed = read_act("supply", {"at": AT, "undertaking_signed": True})
    assert (signed.papers, signed.undertaking_signed) == ((), True)
    for more in ({"undertaking_signed": False}, {}):
        with pytest.raises(Misused) as misuse:
            read_act("supply", {"at": AT, **more})
        assert "缺少字段：materials" in misuse.value.message
    with pytest.raises(Misused):
        read_act("correct", {"at": AT, "undertaking_signed": True})


def test_a_field_that_is_not_there_is_missing_too() -> None:
    with pytest.raises(Misused) as misuse:
        read_act("deny", {"at": AT, "approver": "李示例"})
    assert "缺少字段：reason" in misuse.value.message


def test_every_act_names_its_time() -> None:
    for missing in (None, ""):
        assert wrong("close", at=missing).message == "缺少字段：at"
    assert wrong("close", at="2026-03-04T10:00:00").code == "bad_time"
    assert wrong("close", at="1999-12-31T10:00:00+08:00").message.startswith("at ")
    assert read("close", at="2026-03-04T16:30:00+00:00").on == day("2026-03-05")


def test_a_whole_file_is_read_field_by_field() -> None:
    whole = read(
        "supply",
        operator="管理员",
        reason=" 补来的 ",
        materials=[{"name": "申请表", "state": "defective", "fault": "未签字", "copies": 2}],
        approver="李示例",
        until="2026-04-01",
        target="示例科",
        special="听证",
        days=1,
        workdays=999,
        agrees=False,
        result={"name": "许可证", "number": "示例1号", "valid_until": "2031-03-03"},
        delivery={
            "method": "ems", "recipient": "示例人", "id_number": "1", "waybill": "E1",
            "proxy_reason": "外出", "place": "住所",
        },
        override={"approver": "李示例", "reason": "漏看"},
        undertaking_signed=True,
        abandoned=True,
    )  # fmt: skip
    assert whole == CaseAct(
        Action.SUPPLY,
        datetime.fromisoformat(AT),
        operator="管理员",
        reason="补来的",
        papers=(CheckedPaper("申请表", PaperState.DEFECTIVE, "未签字", copies=2),),
        approver="李示例",
        until="2026-04-01",
        target="示例科",
        special="听证",
        days=1,
        workdays=999,
        agrees=False,
        result=Result("许可证", "示例1号", "2031-03-03"),
        delivery=Delivery("ems", "示例人", "1", "E1", "外出", "住所"),
        override=Override("李示例", "漏看"),
        undertaking_signed=True,
        abandoned=True,
    )


def test_what_is_not_said_has_its_default() -> None:
    assert read("close") == CaseAct(Action.CLOSE, datetime.fromisoformat(AT))
    assert read("close").agrees
    assert read("close").seen == -1  # no version was seen
    assert read("close", until=None, days=None, agrees=None, result=None) == read("close")
    assert read("decide").result == Result("许可证")
    assert read("deliver").delivery == Delivery("counter")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"mood": 1}, "mood"),
        ({"result": {"name": "x", "mood": 1}}, "result"),
        ({"delivery": {"method": "x", "mood": 1}}, "delivery"),
        ({"override": {"approver": "x", "reason": "y", "mood": 1}}, "override"),
        ({"result": {"number": "1"}}, "result.name"),
        ({"delivery": {"recipient": "x"}}, "delivery.method"),
        ({"override": {"reason": "x"}}, "override.approver"),
        ({"override": {"approver": "x"}}, "override.reason"),
        ({"result": "x"}, "result"),
        ({"delivery": []}, "delivery"),
        ({"override": 3}, "override"),
        ({"until": "20260401"}, "until"),
        ({"until": 3}, "until"),
        ({"result": {"name": "x", "valid_until": "2026-02-30"}}, "result.valid_until"),
        ({"result": {"name": "x", "number": 3}}, "result.number"),
        ({"days": 0}, "days"),
        ({"days": 1000}, "days"),
        ({"days": True}, "days"),
        ({"days": "3"}, "days"),
        ({"days": 1.5}, "days"),
        ({"workdays": -1}, "workdays"),
        ({"agrees": 1}, "agrees"),
        ({"abandoned": "yes"}, "abandoned"),
        ({"undertaking_signed": 0}, "undertaking_signed"),
        ({"materials": "x"}, "materials"),
        ({"operator": 3}, "operator"),
        ({"approver": 3}, "approver"),
        ({"target": 3}, "target"),
        ({"special": 3}, "special"),
        ({"reason": 3}, "reason"),
        ({"delivery": {"method": "x", "place": 3}}, "delivery.place"),
        ({"delivery": {"method": "x", "waybill": 3}}, "delivery.waybill"),
        ({"delivery": {"method": "x", "recipient": 3}}, "delivery.recipient"),
        ({"delivery": {"method": "x", "id_number": 3}}, "delivery.id_number"),
        ({"delivery": {"method": "x", "proxy_reason": 3}}, "delivery.proxy_reason"),
    ],
)
def test_what_is_wrong_is_named_as_a_path(fields: dict[str, Any], named: str) -> None:
    error = wrong("close", **fields)
    assert error.code == "bad_act_file"
    # the whole path and nothing but it
    assert re.search(rf"(?<![A-Za-z0-9_.]){re.escape(named)}(?![A-Za-z0-9_.])", error.message)


def test_the_most_and_least_of_a_count() -> None:
    assert read("close", days=1).days == 1
    assert read("close", workdays=999).workdays == 999


@pytest.mark.parametrize("raw", [None, [], "x", 3])
def test_a_file_is_an_object(raw: object) -> None:
    with pytest.raises(Misused) as misuse:
        read_act("close", raw)
    assert (misuse.value.code, misuse.value.message) == ("bad_act_file", "文件应为一个对象")


def test_a_text_that_cannot_be_kept_is_refused_by_name() -> None:
    error = wrong("deny", reason="不\x00行")
    assert error.code == "bad_text"
    assert "reason" in error.message


def test_an_act_nobody_knows_is_answered_with_those_there_are() -> None:
    for name in ("explode", "", "DENY"):
        with pytest.raises(Misused) as misuse:
            read_act(name, {"at": AT})
        assert misuse.value.code == "unknown_action"
        assert all(str(action) in misuse.value.message for action in Action)
    assert read_action("deny") is Action.DENY


def test_no_error_carries_a_value_of_the_file() -> None:
    for fields in ({"days": "秘密"}, {"agrees": "秘密"}, {"reason": ["秘密"]}):
        assert "秘密" not in wrong("close", **fields).message


def test_a_denial_may_name_the_article_it_rests_on_and_the_event_keeps_it() -> None:
    act = read("deny", basis="《示例条例》第九条")
    assert act.basis == "《示例条例》第九条"
    assert read("deny").basis == ""
    body = judge(case(), act, CALENDAR)
    assert body["basis"] == "《示例条例》第九条"
    assert "basis" not in judge(case(), read("deny"), CALENDAR)
    assert "basis" not in judge(case(), read("withdraw", basis="《示例条例》"), CALENDAR)
