"""催办: which step of a case waits, since when, and what is asked of whoever has it.

A reminder moves no limit (办理期限不因催办而改变). It is for what supervision shows as near or
late, and for a hearing whose day is: no other step that stands still has a day to be late against.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.life import CLOSED, DECIDED, REFUSED, UNDER_REVIEW, stage_of
from clerk_app.intake.rules.sub_clocks import hearing_of
from clerk_app.intake.rules.supervision import Calendar, Lamp, Watched
from clerk_app.kernel.errors import Refused

_URGENT = frozenset({Lamp.YELLOW, Lamp.RED})
INTAKE, REVIEW, REPORT, PROMISED, HEARING, DELIVERY, WRITTEN = (
    "告知或者受理",
    "审查和决定",
    "审查完毕报上级",
    "补齐容缺材料",
    "组织听证",
    "送达结果",
    "出具书面凭证",
)
ASKED = {
    INTAKE: "作出是否受理的决定，需要补正的一次告知申请人",
    REVIEW: "在办理期限内作出决定",
    REPORT: "审查完毕，把审查意见和全部材料报上级机关",
    PROMISED: "补齐承诺的材料；不能补齐的，按《容缺受理通知书》写明的后果处理",
    HEARING: "在期限内组织听证",
    DELIVERY: "把结果送达申请人，并登记送达",
    WRITTEN: "出具加盖印章、注明日期的书面凭证",
}
"""Per step, what is asked before its day is over where the clerk says nothing else."""
_WHY_LATE = "，并书面说明逾期原因"
ASKED_LATE = {
    INTAKE: f"立即作出是否受理的决定，需要补正的立即一次告知申请人{_WHY_LATE}",
    REVIEW: f"立即作出决定{_WHY_LATE}",
    REPORT: f"立即把审查意见和全部材料报上级机关{_WHY_LATE}",
    PROMISED: f"立即按《容缺受理通知书》写明的后果处理该办件{_WHY_LATE}",
    HEARING: f"立即组织听证{_WHY_LATE}",
    DELIVERY: f"立即把结果送达申请人并登记送达{_WHY_LATE}",
    WRITTEN: f"立即出具加盖印章、注明日期的书面凭证{_WHY_LATE}",
}
"""The same once its day is over: nobody can do in time what is late already."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The step that waits, the day it is or was due, how many workdays it is late (0: near), and
    what is asked."""

    step: str
    due: date | None
    late: int
    asked: str


def waiting(look: Watched, today: date, calendar: Calendar) -> Waiting:
    """What a reminder of this case says. `look` is supervision of `today`.

    Raises `Refused` (`nothing_to_urge`): nothing of it is late or near on that day.
    """
    step, due = _step(look), look.due
    if look.lamp not in _URGENT:
        step, due = HEARING, _hearing_by(look, calendar)
        if due is None or calendar.workdays_between(today, due) > calendar.local.yellow_workdays:
            near = f"，下一个日期是 {look.due}" if look.due else ""
            raise Refused("nothing_to_urge", f"这件今天没有快到期或者超期的环节{near}，不用催办")
    left = calendar.workdays_between(today, due) if due is not None else 0
    late = max(0, -left)
    return Waiting(step, due, late, ASKED_LATE[step] if late else ASKED[step])


def _hearing_by(look: Watched, calendar: Calendar) -> date | None:
    found = hearing_of(look.state, calendar)
    return found.hold_by if found is not None else None


def _step(look: Watched) -> str:
    """The work that the day of the lamp belongs to."""
    state, stage = look.state, stage_of(look.state)
    if stage in UNDER_REVIEW:
        if state.open_papers and look.due == iso(state.make_good_by):
            return PROMISED
        report = look.due == iso(state.review_due) and not state.reported_on
        return REPORT if report and look.due is not None else REVIEW
    if stage in DECIDED | CLOSED:
        return DELIVERY
    return WRITTEN if stage in REFUSED else INTAKE
