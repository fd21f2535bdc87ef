"""What silence means: deemed acceptance (行政许可法 art. 32(4)), and papers that never came.

Nothing here is done by a timer. What a day makes of a case is read off its events; a station
records a deemed acceptance once, keyed by the case.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from enum import StrEnum

from clerk_app.catalogue.model import OnExpiry
from clerk_app.intake.model import CaseState, Outcome, Stage
from clerk_app.intake.rules.clock import Days, Reading, iso, read_clock
from clerk_app.intake.rules.running import as_it_runs, came_late
from clerk_app.intake.rules.sub_clocks import with_review
from clerk_app.kernel.working_days import Due

_SILENT = frozenset({Stage.RECEIVED, Stage.RETURNED_FOR_CORRECTION})
PROOFS: Mapping[str, str] = {
    Outcome.ACCEPTED: "acceptance",
    Outcome.CONDITIONALLY_ACCEPTED: "conditional_acceptance",
    Outcome.NOT_ACCEPTED: "non_acceptance",
    Outcome.NOT_NEEDED: "not_needed",
}
"""The kind of document that proves a decision. A return has the one notice, which is counted by
`is_silent`."""

_OWING = frozenset({Stage.CONDITIONALLY_ACCEPTED, Stage.RETURNED_FOR_CORRECTION})


class Lapse(StrEnum):
    """What became of papers that were promised, on a given day."""

    NONE = ""
    RETURN = "return"  # 退件
    GRACE = "grace"  # 暂停，宽限中
    GRACE_OVER = "grace_over"  # 宽限期满，退件
    TERMINATE = "terminate"  # 终止


@dataclass(frozen=True, slots=True)
class Deemed:
    """A case that silence accepted: as of receipt, with the dates that follow."""

    accepted_on: date
    since: date
    """The last day a notice could have been given."""
    clock: Reading


def deem_on(state: CaseState) -> str:
    """The last day on which a notice still keeps the case from being accepted by silence, ISO;
    empty when nothing can make it so.

    What counts is a notice recorded as printed, by the end of that day, not an outcome that
    was only recorded.
    """
    return state.notice_due if is_silent(state) else ""


def is_silent(state: CaseState) -> bool:
    """Whether nothing but time stands between a case and acceptance by silence: where silence
    means that, nobody has decided, and no notice was given in time. A case whose last day is not
    known was told in time if it was told at all.
    """
    if not state.terms.deems or state.deemed or state.state not in _SILENT:
        return False
    given = state.notice_given_on
    return not given or (bool(state.notice_due) and given > state.notice_due)


def paper_given_on(state: CaseState) -> str:
    """The day the written proof of a decision was first printed (art. 32, last paragraph), ISO;
    empty where it never was."""
    kind = PROOFS.get(state.outcome, "")
    days = [
        d.printed_on for d in state.documents if d.kind == kind and d.printed_on and not d.past
    ]
    return min(days, default="")


def paper_owed(state: CaseState) -> str:
    """Until when the written proof of a decision that has none yet must be given, ISO; empty
    where none is owed. Silence cannot make a body competent, nor a matter one that needs a
    licence: a refusal without its paper stays a refusal, and somebody answers for it."""
    if state.outcome not in PROOFS or not state.terms.deems or state.deemed:
        return ""
    return "" if paper_given_on(state) else state.notice_due


def deemed(state: CaseState, today: date, calendar: Days) -> Deemed | None:
    """Whether silence has accepted the case by the beginning of `today`."""
    last = iso(deem_on(state))
    start = iso(state.received_on)
    if last is None or start is None or today <= last:
        return None
    clock = read_clock(state.terms, start, calendar, after_hours=came_late(state))
    return Deemed(start, last, clock)


def as_of(state: CaseState, today: date, calendar: Days) -> CaseState:
    """The case as the law sees it on a day: with what silence has made of it, and with its clock
    stopped or moved by papers that are late, and until when it must be reported up."""
    return with_review(_as_of(state, today, calendar), calendar, today)


def _as_of(state: CaseState, today: date, calendar: Days) -> CaseState:
    found = deemed(state, today, calendar)
    if found is None:
        return as_it_runs(state, today, calendar)
    promised, statutory = found.clock.promised, found.clock.statutory
    rests = [n for n, d in (("promised_due", promised), ("statutory_due", statutory)) if d]
    provisional = [n for n in rests if getattr(found.clock, n.removesuffix("_due")).provisional]
    return replace(
        state,
        state=str(Stage.ACCEPTED),
        outcome=str(Outcome.ACCEPTED),
        accepted_on=found.accepted_on.isoformat(),
        promised_due=promised.day.isoformat() if promised else "",
        statutory_due=statutory.day.isoformat() if statutory else "",
        provisional=tuple(provisional),
        deemed=True,
        reason_codes=(*state.reason_codes, "deemed"),
    )


def waiting_on(state: CaseState) -> str:
    """Until when the applicant owes papers that were promised (容缺受理), or for which others lie
    at the window (容缺收件), ISO, or empty."""
    return state.make_good_by if state.state in _OWING else ""


def grace_end(state: CaseState, calendar: Days) -> Due | None:
    """The last day of the grace after 暂停; None where the policy knows none."""
    last = iso(waiting_on(state))
    if last is None or state.terms.on_expiry != OnExpiry.SUSPEND:
        return None
    return calendar.add_workdays(last, state.terms.grace_workdays)


def lapse(state: CaseState, today: date, calendar: Days) -> Lapse:
    """What the item's policy says of promised papers on a day: the last day itself is in time."""
    last = iso(waiting_on(state))
    if last is None or today <= last:
        return Lapse.NONE
    if state.terms.on_expiry == OnExpiry.TERMINATE:
        return Lapse.TERMINATE
    end = grace_end(state, calendar)
    if end is None:
        return Lapse.RETURN
    return Lapse.GRACE if today <= end.day else Lapse.GRACE_OVER


def blocked_until(state: CaseState, today: date) -> date | None:
    """Until when 容缺 is barred after a promise was not kept: whole months, the last day counts;
    None where the item bars nothing."""
    months = state.terms.block_months
    if months <= 0:
        return None
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
