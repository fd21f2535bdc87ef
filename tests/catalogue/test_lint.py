"""Publishing rules: each is broken by one change to a sound item, and named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.catalogue.model import (
    Answer,
    ChannelLimit,
    CommitmentPolicy,
    DeferralPolicy,
    Fee,
    FeeItem,
    Keep,
    LimitKind,
    LimitUnit,
    Material,
    Necessity,
    Pace,
    Situation,
    TimeLimit,
)
from clerk_app.catalogue.rules.lint import lint_item
from clerk_app.catalogue.rules.names import is_catch_all, is_own_form, says_something
from tests.support import items

FORM = Material("食品经营许可申请书", Necessity.REQUIRED)
LEASE = Material("租赁合同", Necessity.REQUIRED, basis="《测试条例》第二条")
SOUND = replace(
    items.item(FORM, LEASE, promised=items.workdays(20)),
    legal_basis=("《测试条例》第一条",),
)
WORKDAYS = LimitUnit.WORKDAY


def codes(**changes: Any) -> list[str]:
    return [found.code for found in lint_item(replace(SOUND, **changes))]


def limit(kind: LimitKind, days: int, channel: str = "网上") -> ChannelLimit:
    return ChannelLimit(kind, days, WORKDAYS, channel)


def test_a_sound_item_has_no_finding() -> None:
    assert lint_item(SOUND) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": None, "type_text": "办证"}, "unknown_type"),
        ({"handling": None}, "missing_handling"),
        ({"legal_basis": ()}, "missing_basis"),
        ({"materials_complete": False}, "incomplete_materials"),
        ({"promised_limit": None}, "promise_missing"),
        (
            {"handling": Pace.ON_THE_SPOT, "promised_limit": TimeLimit(2, WORKDAYS)},
            "on_the_spot_with_days",
        ),
        (
            {"fee": Fee(charge=False), "fees": (FeeItem("工本费", 900, basis="甲价1号"),)},
            "fee_contradiction",
        ),
        # a licence without a published limit has the 20 workdays of the law
        ({"promised_limit": TimeLimit(21, WORKDAYS)}, "promised_over_legal"),
        (
            {"legal_limit": TimeLimit(10, WORKDAYS), "promised_limit": TimeLimit(11, WORKDAYS)},
            "promised_over_legal",
        ),
        ({"limits": (limit(LimitKind.PROMISED, 21),)}, "promised_over_legal"),
        (
            {"limits": (limit(LimitKind.LEGAL, 5), limit(LimitKind.PROMISED, 6))},
            "promised_over_legal",
        ),
        ({"fee": Fee(charge=True, amount_fen=900)}, "fee_without_basis"),
        ({"fees": (FeeItem("工本费", 900),)}, "fee_without_basis"),
        ({"materials": (FORM, replace(LEASE, basis=""))}, "material_without_basis"),
        ({"materials": (FORM, replace(LEASE, name="其他相关材料"))}, "catch_all_material"),
        ({"effective_from": "2026-03-02", "effective_to": "2026-03-01"}, "effective_reversed"),
        (
            {"situations": (Situation("问", "问？", (Answer("是", "是", asks=("问",)),)),)},
            "situation_cycle",
        ),
        (
            {"materials": (FORM, replace(LEASE, necessity=Necessity.SITUATIONAL))},
            "situational_unreachable",
        ),
    ],
)
def test_one_fault_is_one_finding_that_blocks(changes: dict[str, Any], code: str) -> None:
    found = lint_item(replace(SOUND, **changes))
    assert [each.code for each in found] == [code]
    assert found[0].blocks


@pytest.mark.parametrize(
    "changes",
    [
        {"promised_limit": TimeLimit(20, WORKDAYS)},
        {"handling": Pace.ON_THE_SPOT, "promised_limit": TimeLimit(1, WORKDAYS)},
        {"handling": Pace.ON_THE_SPOT, "promised_limit": TimeLimit(1, LimitUnit.SAME_DAY)},
        {"promised_limit": None, "limits": (limit(LimitKind.PROMISED, 5),)},
        {"limits": (limit(LimitKind.LEGAL, 6), limit(LimitKind.PROMISED, 6))},
        {"limits": (limit(LimitKind.PROMISED, 20),)},
        {"fee": Fee(charge=False)},
        {"fee": Fee(charge=True, amount_fen=900, basis="测试价〔2026〕1号")},
        {"fees": (FeeItem("工本费", 900, basis="测试价〔2026〕1号"),)},
        {"fees": (FeeItem("工本费", 0),)},
        {"effective_from": "2026-03-01", "effective_to": "2026-03-01"},
        # what nobody must bring needs no ground
        {"materials": (FORM, replace(LEASE, basis="", necessity=Necessity.OPTIONAL))},
    ],
)
def test_the_neighbour_of_each_fault_is_sound(changes: dict[str, Any]) -> None:
    assert codes(**changes) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (
            {"materials": (FORM, replace(LEASE, source_channel="通过数据共享取得"))},
            "shared_paper_demanded",
        ),
        (
            {
                "materials": (FORM, replace(LEASE, necessity=Necessity.DEFERRABLE)),
                "deferral": DeferralPolicy(),
            },
            "deferral_without_policy",
        ),
        ({"commitment": CommitmentPolicy(("租赁合同",)), "conditions": ""}, "commitment_untold"),
    ],
)
def test_advice_does_not_block(changes: dict[str, Any], code: str) -> None:
    found = lint_item(replace(SOUND, **changes))
    assert [each.code for each in found] == [code]
    assert not found[0].blocks


def test_what_was_written_and_could_not_be_read_keeps_an_item_from_publishing() -> None:
    assert codes(extra='{"deferral.enabled":"也许"}') == ["unreadable_fields"]
    assert codes(extra='{"weather":"晴"}') == []  # a field of somebody else's


def test_a_shared_paper_that_is_only_looked_at_is_no_finding() -> None:
    seen = replace(LEASE, source_channel="通过数据共享取得", keep=Keep.VERIFIED)
    assert codes(materials=(FORM, seen)) == []


def test_findings_name_the_papers() -> None:
    papers = tuple(replace(LEASE, name=f"材料{n}", basis="") for n in range(5))
    (found,) = lint_item(replace(SOUND, materials=(FORM, *papers)))
    assert "5 份材料" in found.message
    assert all(name in found.message for name in ("“材料0”", "“材料2”", "等 5 项"))


@pytest.mark.parametrize(
    "name",
    [
        "其他材料",
        "其它证明材料",
        "有关材料",
        "相关资料",
        "法律、法规规定的其他材料",
        "审批机关要求提供的其他文件",
    ],
)
def test_a_name_that_can_mean_anything_is_a_catch_all(name: str) -> None:
    assert is_catch_all(name)


@pytest.mark.parametrize(
    "name",
    [
        "其他共有人身份证明",
        "相关人员健康证明",
        "有关部门出具的验收合格证",
        "其他组织登记证书",
        "材料清单",
    ],
)
def test_a_name_that_means_one_paper_is_none(name: str) -> None:
    assert not is_catch_all(name)


def test_the_halls_own_form_is_told_by_its_name() -> None:
    own = ("申请书", "《低保申请表》", "备案登记表（一式两份）", "申请审批表", "申报表")
    assert all(map(is_own_form, own))
    others = ("体检表", "申请人身份证", "登记证书", "户口登记表", "干部任免审批表", "申请人户口簿")
    assert not any(map(is_own_form, others))


@pytest.mark.parametrize("text", ["", "无", "/", "——", "-", "暂无。", "　", "无依据"])
def test_a_ground_that_says_nothing_is_none(text: str) -> None:
    assert not says_something(text)
    assert "missing_basis" in codes(legal_basis=(text,))
    assert "material_without_basis" in codes(materials=(FORM, replace(LEASE, basis=text)))


def test_a_ground_beside_an_empty_one_counts() -> None:
    assert codes(legal_basis=("/", "《测试条例》第一条")) == []
