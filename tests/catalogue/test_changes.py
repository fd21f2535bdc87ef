"""What changed between two versions, and how two halls' lists differ."""

from __future__ import annotations

from dataclasses import fields, replace
from enum import StrEnum
from typing import Any

import pytest

from clerk_app.catalogue.model import (
    Answer,
    ChannelLimit,
    CommitmentPolicy,
    DeferralPolicy,
    Directory,
    Fee,
    FeeItem,
    FollowUp,
    FormField,
    LimitKind,
    LimitUnit,
    Listing,
    Material,
    Necessity,
    Pace,
    ServiceItem,
    Situation,
    SpecialKind,
    SpecialProcedure,
    TimeLimit,
)
from clerk_app.catalogue.rules.changes import Part, changes, drift
from tests.support import items

BASE = replace(
    items.item(items.FORM, items.LEASE, promised=items.workdays(10), situations=(items.BY_AGENT,)),
    fields=(FormField("name", "名称"),),
)
OTHER: dict[str, Any] = {
    "key": "T-2", "id": "X", "code": "X", "name": "别的", "type_text": "办证",
    "department": "别的局", "level": "乡级", "handling": Pace.ON_THE_SPOT,
    "legal_basis": ("《测试条例》",), "legal_limit": TimeLimit(9, LimitUnit.WORKDAY),
    "promised_limit": TimeLimit(9, LimitUnit.WORKDAY), "fee": Fee(charge=False),
    "materials": (items.FORM,), "materials_complete": False, "situations": (),
    "deferral": DeferralPolicy(enabled=True, bound_workdays=9), "group": "主", "conditions": "有",
    "stages": ("受理",), "result": "证", "delivery": ("窗口",), "cross_regional": "全国",
    "version": "2", "effective_from": "2026-01-01", "effective_to": "2027-01-01", "sample": True,
    "phone": "12345", "place": "一楼", "extra": '{"a":1}', "hours": "九点到五点",
    "supervision_phone": "12388", "flow": "一步", "aliases": ("摆摊",),
    "fields": (FormField("name", "名称", required=False),),
    "limits": (ChannelLimit(LimitKind.PROMISED, 3, LimitUnit.WORKDAY, "网上"),),
    "fees": (FeeItem("工本费", 900),),
    "special_procedures": (SpecialProcedure(SpecialKind.HEARING),),
    "follow_ups": (FollowUp("食品经营许可"),), "directory": Directory("000119"),
    "listing": Listing(visits=1), "commitment": CommitmentPolicy(("租赁合同",)),
    "public_safety": True,
}  # fmt: skip


def test_equal_versions_have_no_change() -> None:
    assert changes(BASE, replace(BASE, content_hash="d" * 64)) == ()


@pytest.mark.parametrize("name", sorted(OTHER))
def test_a_change_of_any_field_of_an_item_is_told(name: str) -> None:
    changed = replace(BASE, **{name: OTHER[name]})
    assert changed != BASE
    told = changes(BASE, changed)
    assert told
    assert all(each.text for each in told)
    assert changes(changed, BASE)


def test_every_field_of_an_item_is_tried_above() -> None:
    apart = {"type", "content_hash"}  # the text of the type stands for it; the hash says nothing
    assert {field.name for field in fields(ServiceItem)} == {*OTHER} | apart


@pytest.mark.parametrize("name", [f.name for f in fields(Material) if f.name != "name"])
def test_a_change_of_any_field_of_a_paper_is_told(name: str) -> None:
    before = getattr(items.LEASE, name)
    match before:
        case StrEnum():
            after: Any = next(each for each in type(before) if each is not before)
        case bool():
            after = not before
        case None | int():
            after = (before or 0) + 3
        case tuple():
            after = ()
        case _:
            after = f"{before}改"
    paper = replace(items.LEASE, **{name: after})
    told = changes(BASE, replace(BASE, materials=(items.FORM, paper)))
    assert len(told) == 1
    assert told[0].what.startswith("材料“租赁合同”的")
    assert told[0].part is Part.MATERIALS


def answers(**more: Any) -> tuple[Situation, ...]:
    yes, no = items.BY_AGENT.answers
    return (replace(items.BY_AGENT, answers=(replace(yes, **more), no)),)


@pytest.mark.parametrize(
    "questions",
    [
        (replace(items.BY_AGENT, question="委托吗？"),),
        (replace(items.BY_AGENT, help="找人来办"),),
        (replace(items.BY_AGENT, answers=items.BY_AGENT.answers[:1]),),
        (replace(items.BY_AGENT, answers=items.BY_AGENT.answers[::-1]),),
        answers(label="对"),
        answers(adds=()),
        answers(removes=("申请表",)),
        answers(asks=("代办",)),
        (items.BY_AGENT, Situation("新", "新？", (Answer("是", "是"),))),
    ],
)
def test_a_change_of_any_part_of_a_question_is_told(questions: tuple[Situation, ...]) -> None:
    assert len(changes(BASE, replace(BASE, situations=questions))) == 1


def test_changes_read_as_a_clerk_says_them() -> None:
    paper = replace(items.LEASE, necessity=Necessity.REQUIRED)
    new = replace(
        BASE,
        promised_limit=items.workdays(5),
        materials=(items.FORM, paper, Material("照片", Necessity.OPTIONAL)),
    )
    assert [change.text for change in changes(BASE, new)] == [
        "承诺时限：10 个工作日 → 5 个工作日",
        "材料“租赁合同”的必要性：容缺后补 → 必要",
        "材料“照片”：新增 本版新增",
    ]


def test_the_order_of_papers_alone_is_a_change() -> None:
    assert len(changes(BASE, replace(BASE, materials=BASE.materials[::-1]))) == 1


def item(key: str, name: str, basic: str = "", **more: Any) -> ServiceItem:
    directory = Directory(basic_code=basic) if basic else None
    return replace(BASE, key=key, code=key, name=name, directory=directory, **more)


def test_two_halls_are_compared_by_code_then_basic_code_then_name() -> None:
    a = [item("A1", "甲"), item("A2", "乙", "0002"), item("A3", "丙（新办）"), item("A4", "丁")]
    b = [
        item("A1", "甲", promised_limit=items.workdays(5)),
        item("B2", "乙的新名", "0002"),
        item("B3", "丙(新办)", legal_basis=("另一部",)),
        item("B5", "戊"),
    ]
    found = {each.key: each for each in drift(a, b)}
    assert [change.part for change in found["A1"].changes] == [Part.LIMITS]
    assert [change.part for change in found["A2"].changes] == [Part.NAME]
    assert [change.part for change in found["A3"].changes] == [Part.NAME, Part.BASIS]
    assert (found["A4"].only_in, found["B5"].only_in) == ("a", "b")
    assert len(found) == 5


def test_what_is_local_by_nature_is_no_drift() -> None:
    local = item("B1", "甲", phone="1", place="二楼", hours="全天", department="别的局")
    assert drift([item("A1", "甲")], [local]) == ()


def test_names_that_repeat_are_never_paired_by_name() -> None:
    a = [item("A1", "甲"), item("A2", "甲")]
    assert {each.only_in for each in drift(a, [item("B1", "甲")])} == {"a", "b"}
    assert drift(a, a) == ()
