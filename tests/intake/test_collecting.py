"""What may be taken in for a body elsewhere, and which body is this hall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from clerk_app.catalogue.model import Keep
from clerk_app.intake.model import OtherHall, Outcome
from clerk_app.intake.rules.collecting import (
    is_this_hall,
    kept_papers,
    nothing_decided,
    other_hall,
    require_collectable,
    wanting_papers,
)
from clerk_app.kernel.errors import Refused
from tests.support.items import FORM, LEASE, application, checked, item

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


def refused(rule: Callable[..., object], *args: object) -> str:
    with pytest.raises(Refused) as refusal:
        rule(*args)
    return refusal.value.code
