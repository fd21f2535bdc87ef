"""What was written but could not be read, told apart from fields the program does not know."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.catalogue.rules.reading import read_item
from clerk_app.catalogue.rules.unreadable import bars_intake, kept_words, unreadable
from tests.catalogue.test_reading import TIDY
from tests.catalogue.test_writing import FULL

PAPER = {"name": "申请表", "necessity": "必要"}


def places(changes: dict[str, Any]) -> tuple[str, ...]:
    return unreadable(read_item({**TIDY, **changes})[0])


def asked(*answers: object, **more: object) -> dict[str, Any]:
    return {"situations": [{"key": "甲", "answers": list(answers), **more}]}


@pytest.mark.parametrize(
    ("changes", "lost", "bars"),
    [
        ({}, [], False),
        ({"weather": 1, "fee2": {"amount": "x"}, "key": "K", "type_text": "x"}, [], False),
        ({"materials": [{**PAPER, "weight": 1, "electronic": True}]}, [], False),
        ({"listing": {"visits": 1, "colour": "红"}}, [], False),
        ({"itemCode": "B", "main_item": "甲", "group": "乙", "codes": {"code": "C"}}, [], False),
        ({"fields": [{"label": "甲", "name": "乙", "element": "e", "key": "k"}]}, [], False),
        ({"legal_limit": "尽快"}, ["legal_limit"], False),
        ({"legal_limit": {"value": 20}}, ["legal_limit"], False),
        ({"deferral": {"enabled": "看情况"}}, ["deferral.enabled"], False),
        ({"deferral": {"enabled": True, "odd": 1}}, [], False),
        ({"deferral": "可容缺"}, ["deferral"], False),
        ({"fee": {"charge": True, "amount": "x"}}, ["fee.amount"], False),
        ({"fee": "看情况"}, ["fee"], False),
        ({"fees": [{"name": "甲", "amount": "贵"}, {"amount": 1}]}, ["fees[0].amount", "fees[1]"],
         False),
        ({"limits": [{"value": 3}]}, ["limits[0]"], False),
        ({"special_procedures": [{"name": "听"}]}, ["special_procedures[0]"], False),
        ({"fields": [{"element": "a"}, {"element": "a"}]}, ["fields[1]"], False),
        ({"follow_ups": [{"code": "1"}]}, ["follow_ups[0]"], False),
        ({"materials_complete": "大概"}, ["materials_complete"], False),
        ({"materials": [PAPER, {"name": "乙", "necessity": "随便"}]}, ["materials[1].necessity"],
         False),
        ({"materials": [{**PAPER, "faults": [{"on_the_spot": "yes"}], "copies": "若干"}]},
         ["materials[0].copies", "materials[0].faults[0]"], False),
        ({"materials": [{**PAPER, "applies_when": ["筹建"]}]}, ["materials[0].applies_when"],
         True),
        ({"materials": "申请表"}, ["materials"], True),
        ({"situations": "是否代办"}, ["situations"], True),
        ({"situations": ["是否代办"]}, ["situations[0]"], True),
        (asked({}), ["situations[0]", "situations[0].answers[0]"], True),
        ({"situations": [{"key": "甲", "answers": "是"}]}, ["situations[0]",
         "situations[0].answers"], True),
        (asked("是", {"adds": ["申请表"]}), ["situations[0].answers[1]"], True),
        (asked("是", {"value": "否", "adds": 5}), ["situations[0].answers[1].adds"], True),
        (asked("是", {"value": "否", "removes": {}}), ["situations[0].answers[1].removes"], True),
        (asked("是", {"value": "否", "asks": [1]}), ["situations[0].answers[1].asks"], True),
        (asked("是", {"value": "否", "odd": 5}, odd=1), [], False),
    ],
)  # fmt: skip
def test_a_loss_is_named_by_its_place(
    changes: dict[str, Any], lost: list[str], bars: bool
) -> None:
    found = places(changes)
    assert sorted(found) == sorted(lost)
    assert bars_intake(found) is bars


def spots(raw: Any, path: str = "") -> list[str]:
    """Every place of a full item that holds something, found by walking it."""
    found = []
    entries = raw.items() if isinstance(raw, dict) else enumerate(raw)
    for name, value in entries:
        dot = f"{path}.{name}" if path else str(name)
        place = dot if isinstance(raw, dict) else f"{path}[{name}]"
        if isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict)):
            found += spots(value, place)
        if isinstance(raw, dict):
            found.append(place)
    return found


def changed(raw: Any, place: str, value: object) -> Any:
    copy = json.loads(json.dumps(raw))
    here, steps = copy, place.replace("]", "").replace("[", ".").split(".")
    for step in steps[:-1]:
        here = here[int(step) if step.isdigit() else step]
    here[steps[-1]] = value
    return copy


# such a value is read as text, as a list, or refuses the item
NOT_LOST = {"id", "code", "type", "name", "materials"}
ALL = [
    place
    for place in spots(FULL)
    if place not in NOT_LOST and not re.fullmatch(r"materials\[\d+\]\.name", place)
]


def test_the_walk_sees_the_whole_item() -> None:
    assert {"legal_limit.unit", "fields[1].options", "listing.in_hall", "fees[0].per"} < set(ALL)
    assert len(ALL) > 50


@given(st.sampled_from(ALL), st.sampled_from([{"甲": [1.5]}, [[1]], [{}, {}]]))
def test_whatever_is_written_wrongly_is_lost_at_its_place_or_under_it(
    place: str, value: object
) -> None:
    found, warnings = read_item(changed(FULL, place, value))
    lost = unreadable(found)
    known = [each for each in lost if each == place or each.startswith((f"{place}.", f"{place}["))]
    whole = [each for each in lost if each == place.rpartition(".")[0]]  # nothing of it is used
    only_unknown = [w for w in warnings if w.code == "unknown_field" and w.field.startswith(place)]
    assert known or whole or only_unknown, (place, value, found.extra)
    assert read_item(FULL)[0].extra == "{}"


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=6).map(lambda text: f"x{text}"), st.integers(), max_size=4
    )
)
def test_fields_nobody_knows_are_no_loss(more: dict[str, int]) -> None:
    item, _ = read_item({**FULL, **more, "materials": [{**PAPER, **more}]})
    assert unreadable(item) == ()
    assert len(json.loads(item.extra)) == 2 * len(more)


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("尽快，\n以告知为准。", "尽快，；以告知为准。"),
        ("甲\x00乙\u202e丙\ud800", "甲乙丙"),
        (
            {"value": "1-3", "unit": "工作日", "note": "不含公示", "odd": "x"},
            "1-3 工作日 不含公示",
        ),
        ({"value": 3, "unit": "周"}, "3 周"),
        ({"charge": False, "amount": 3}, "3"),
        (["一", "二"], ""),
        (True, ""),
        (12, "12"),
    ],
)
def test_kept_words_are_plain_text_on_one_line(kept: object, words: str) -> None:
    item = replace(read_item(TIDY)[0], extra=json.dumps({"legal_limit": kept}))
    assert kept_words(item, "legal_limit") == words
    assert kept_words(item, "fee") == ""
    assert kept_words(read_item(TIDY)[0], "legal_limit") == ""
