"""The file of a pre-reviewed online case, and what is wrong with one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from clerk_app.intake.rules.scripted import read_application
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import ClerkError
from clerk_app.reporting.rules.online_file import OnlineCase, read_online, tells_the_same
from tests.reporting.halls import FILE, PERSON

NOW = datetime.fromisoformat("2026-03-02T10:05:00+08:00")


def read(raw: object) -> OnlineCase:
    return read_online(raw, now=NOW, today=legal_day(NOW))


def without(*names: str, **changes: Any) -> dict[str, Any]:
    return {**{k: v for k, v in FILE.items() if k not in names}, **changes}


def test_it_is_the_intake_file_with_what_the_portal_adds() -> None:
    found = read(FILE)
    own = {"online_number", "pre_reviewed_by", "pre_reviewed_at"}
    plain = read_application(without(*own, arrival="online"), today=legal_day(NOW))
    assert found.application == plain
    assert (found.link.number, found.link.system) == ("WS2026030200017", "网上办事大厅")
    assert found.about == {
        "pre_reviewed_by": "李示例",
        "pre_reviewed_at": "2026-03-02T09:30:00.000+08:00",
    }
    assert read(without(arrival="online")).application == found.application
    assert read(without(online_system=" 省平台 ")).link.system == "省平台"


@pytest.mark.parametrize(
    ("raw", "code", "names"),
    [
        ([], "bad_online_file", "对象"),
        (without("online_number"), "bad_online_file", "online_number"),
        (without(online_number=" "), "bad_online_file", "online_number"),
        (without(online_number=17), "bad_online_file", "online_number"),
        (without(online_number="长" * 51), "bad_text", "关联编号"),
        (without(online_number="A\u202e"), "bad_text", "online_number"),
        (without(online_system=""), "bad_online_file", "online_system"),
        (without("pre_reviewed_by"), "bad_online_file", "pre_reviewed_by"),
        (without("pre_reviewed_at"), "bad_online_file", "pre_reviewed_at"),
        (without(pre_reviewed_at="2026-03-02T09:30:00"), "bad_time", "时区"),
        (without(pre_reviewed_at="2026-03-02T10:05:01+08:00"), "bad_online_file", "还没有到"),
        (without(arrival="walk_in"), "bad_online_file", "arrival"),
        (without(credit_approved_by="王主管"), "bad_online_file", "credit_approved_by"),
        (without(provisional_approved_by=""), "bad_online_file", "provisional_approved_by"),
        (
            without(concealment={"fact": "x", "approved_by": "王主管"}),
            "bad_online_file",
            "concealment.approved_by",
        ),
        (without(agent={**PERSON, "order": "BB-1"}), "bad_online_file", "agent.order"),
        (without("applicant"), "bad_online_file", "applicant"),
        (without(pre_review="x"), "bad_online_file", "pre_review"),
        (without(materials=[{"name": "申请书"}]), "bad_online_file", "materials[0].state"),
        (without(applicant={**PERSON, "id_number": "1"}), "id_invalid", "applicant.id_number"),
    ],
)
def test_a_bad_file_names_its_field(raw: object, code: str, names: str) -> None:
    with pytest.raises(ClerkError) as caught:
        read(raw)
    assert caught.value.code == code
    assert names in caught.value.message
    assert "张测试" not in caught.value.message
    assert PERSON["id_number"] not in caught.value.message


def test_a_pre_review_of_this_very_moment_is_not_to_come() -> None:
    assert read(without(pre_reviewed_at="2026-03-02T02:05:00+00:00")).pre_reviewed_at == NOW


@pytest.mark.parametrize(
    "name", ["item", "received_at", "applicant", "agent", "situations", "papers", "arrival"]
)
def test_what_makes_two_receipts_the_same(name: str) -> None:
    receipt = {"item": "T-1", "papers": [], "item_hash": "a", "window": "1"}
    assert tells_the_same(receipt, {"item": "T-1", "papers": [], "item_hash": "b"})
    assert not tells_the_same(receipt, {"item": "T-1", "papers": [], name: "another"})
