"""Names in the file of an act: of persons and bodies, each printed on a paper."""

from __future__ import annotations

from typing import Any

import pytest

from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.errors import Misused

AT = {"at": "2026-03-02T10:05:00+08:00"}
DOTS = "·\ufe0f…"

NAMED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("opinion", {"reason": "同意", "operator": DOTS}, "operator"),
    ("extend", {"reason": "复杂", "approver": DOTS}, "approver"),
    ("transfer", {"reason": "转办", "target": DOTS}, "target"),
    ("refuse", {"grounds": "not_competent", "target_agency": DOTS}, "target_agency"),
    ("deliver", {"delivery": {"method": "counter", "recipient": DOTS}}, "delivery.recipient"),
    ("take_over", {"handover": {"by": DOTS}}, "handover.by"),
    ("dispatch", {"parcel": {"method": "counter", "to": DOTS}}, "parcel.to"),
    (
        "refuse",
        {
            "grounds": "concealment",
            "approver": "某主管",
            "concealment": {"fact": "假证", "found_by": DOTS},
        },
        "concealment.found_by",
    ),
    ("decide", {"approver": "某主管", "result": {"name": DOTS}}, "result.name"),
)


@pytest.mark.parametrize(("action", "fields", "path"), NAMED, ids=[path for *_, path in NAMED])
def test_a_name_in_which_nothing_can_be_read_is_refused_by_its_field(
    action: str, fields: dict[str, Any], path: str
) -> None:
    with pytest.raises(Misused) as caught:
        read_act(action, {**AT, **fields})
    assert caught.value.code in {"bad_text", "bad_act_file"}
    assert path in caught.value.message
    assert "没有一个能读的字" in caught.value.message


def test_a_name_of_one_hanzi_or_with_a_form_of_its_own_is_one() -> None:
    given = {**AT, "delivery": {"method": "counter", "recipient": "〇"}}
    delivery = read_act("deliver", given).delivery
    assert delivery is not None
    assert delivery.recipient == "〇"
    formed = {**AT, "reason": "同意", "operator": "葛\U000e0100城"}
    assert read_act("opinion", formed).operator == "葛\U000e0100城"
