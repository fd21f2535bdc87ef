"""Whether a record found elsewhere stands in for a paper.

国务院令第716号: what can be had by sharing must not be asked for again.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from clerk_app.catalogue.model import Material
from clerk_app.intake.rules.decide import may_be_waived
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused
from clerk_app.reporting.model import Found, RecordStatus


class Waiver(StrEnum):
    """The answer to: may this paper be `waived_shared`? Values are recorded."""

    YES = "yes"
    NO_RECORD = "no_record"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NO_PAPER = "no_paper"
    NOT_SHARED = "not_shared"


WORDS = {
    Waiver.YES: "可以免交",
    Waiver.NO_RECORD: "没有查到，不能免交",
    Waiver.REVOKED: "查到的记录已经撤销或注销，不能免交",
    Waiver.EXPIRED: "查到的记录已经过了有效期，不能免交",
    Waiver.NO_PAPER: "没有说是哪一份材料，不能判断能否免交",
    Waiver.NOT_SHARED: "这份材料的来源渠道不是共享或核发，不能免交",
}


def waiver(found: Found | None, paper: Material | None, today: date) -> Waiver:
    """Whether a paper may be waived for what was found.

    The last day of validity counts; a record without one counts as long as the register has it.
    """
    if found is None:
        return Waiver.NO_RECORD
    if found.status is not RecordStatus.VALID:
        return Waiver.REVOKED
    if found.valid_until and _day(found.valid_until) < today:
        return Waiver.EXPIRED
    if paper is None:
        return Waiver.NO_PAPER
    return Waiver.YES if may_be_waived(paper) else Waiver.NOT_SHARED


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except Misused:  # a day nobody can read is past: the paper is asked for
        return date.min
