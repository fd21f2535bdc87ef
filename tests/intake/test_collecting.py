"""What may be taken in for a body elsewhere, and which body is this hall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clerk_app.catalogue.model import Keep
from clerk_app.intake.model import Concealment, OtherHall, Outcome, PaperState
from clerk_app.intake.rules.collecting import (
    is_this_hall,
    kept_papers,
    nothing_decided,
    other_hall,
    require_collectable,
    wanting_papers,
)
from clerk_app.kernel.errors import Refused
from tests.support.items import FORM, LEASE, PHOTO, application, checked, item

HERE = OtherHall("511602101000", "测试镇便民服务中心")
THERE = OtherHall("511602", "测试市示例局")


@pytest.mark.parametrize(
    ("region", "name", "expected"),
    [
        ("511602101000", "测试镇便民服务中心", True),
        ("511602101000", "换了一个叫法", True),  # the whole code is one hall's
        ("511602101", "测试镇便民服务中心", True),
        ("511602", "测试镇便民服务中心", True),
        ("511602000000", "测试镇便民服务中心", True),  # a region, written out
        ("511602", "测试市示例局", False),
        ("511602102000", "测试镇便民服务中心", False),  # of that name elsewhere
        ("511702", "测试镇便民服务中心", False),
    ],
)
def test_which_body_is_this_hall(region: str, name: str, expected: bool) -> None:
    assert is_this_hall(OtherHall(region, name), HERE) is expected


def test_a_body_is_named_whole_or_not_at_all() -> None:
    assert other_hall("", "") is None
    assert other_hall("511602", "测试市示例局") == THERE
    assert refused(other_hall, "5116", "测试市示例局") == "bad_region"
    assert refused(other_hall, "511602", "") == "no_body"


def test_what_is_decided_elsewhere_is_not_decided_here() -> None:
    asked = replace(application(checked(FORM)), for_hall=THERE)
    assert require_collectable(asked, HERE) == THERE
    assert refused(require_collectable, replace(asked, for_hall=None), HERE) == "own_hall"
    assert refused(require_collectable, replace(asked, for_hall=HERE), HERE) == "own_hall"
    unneeded = replace(asked, needed=False)
    assert refused(require_collectable, unneeded, HERE) == "collecting_decides_nothing"


def test_what_stays_and_what_is_wanting() -> None:
    service = item(FORM, LEASE)
    asked = replace(application(checked(FORM)), for_hall=THERE)
    assert kept_papers(asked, service) == ((FORM.name, 1),)
    assert [short.name for short in wanting_papers(asked, service)] == [LEASE.name]
    looked_at = item(replace(FORM, keep=Keep.VERIFIED), LEASE)
    assert refused(kept_papers, asked, looked_at) == "nothing_to_collect"
    day = date(2026, 3, 2)
    assert nothing_decided(day, ()).outcome is Outcome.ACCEPTED
    assert nothing_decided(day, ()).accepted_on is None


@pytest.mark.parametrize(
    "decides",
    [
        {"deposit": True},
        {"committed": ("申请表",)},
        {"concealment": Concealment("提供虚假材料", "核对记录", "c1", "c2")},
        {"competent": False},
        {"needed": False},
    ],
)
def test_nothing_that_decides_is_collected(decides: dict[str, Any]) -> None:
    asked = replace(application(checked(FORM)), for_hall=THERE, **decides)
    assert refused(require_collectable, asked, HERE) == "collecting_decides_nothing"


def test_a_body_without_its_region_is_asked_for_it() -> None:
    assert refused(other_hall, "", "测试市示例局") == "bad_region"


def test_what_is_wanting_says_why_and_what_is_not_asked_for_is_not_wanting() -> None:
    service = item(FORM, LEASE, PHOTO)
    faulty = checked(LEASE, PaperState.DEFECTIVE, "缺页")
    asked = replace(application(checked(PHOTO, PaperState.MISSING), faulty), for_hall=THERE)
    said = [
        (short.name, short.fault, short.deferrable) for short in wanting_papers(asked, service)
    ]
    assert said == [("申请表", "未提交", False), ("租赁合同", "缺页", True)]
    assert nothing_decided(date(2026, 3, 2), wanting_papers(asked, service)).shortfalls != ()


def test_a_fault_nobody_named_is_asked_for_here_too() -> None:
    asked = replace(application(checked(FORM, PaperState.DEFECTIVE)), for_hall=THERE)
    assert refused(wanting_papers, asked, item(FORM)) == "fault_missing"


def test_what_did_not_come_is_not_kept_and_pieces_are_counted() -> None:
    service = item(FORM, LEASE)
    papers = (checked(FORM, copies=3), checked(LEASE, PaperState.MISSING, copies=0))
    assert kept_papers(application(*papers), service) == (("申请表", 3),)
    assert kept_papers(application(checked(FORM, copies=0)), service) == (("申请表", 1),)
    assert kept_papers(application(checked("别的材料")), service) == (("别的材料", 1),)


def refused(rule: Callable[..., object], *args: object) -> str:
    with pytest.raises(Refused) as refusal:
        rule(*args)
    return refusal.value.code
