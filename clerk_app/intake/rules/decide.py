"""What the window decides (行政许可法 art. 32, 78; 容缺 by the item's own policy).

Plain functions: no database, no clock, no window. For 依申请 items that are not licences the
same engine runs with the item's parameters, and no article of the licensing law is cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clerk_app.catalogue.model import (
    ClockStart,
    ItemType,
    Material,
    OnTheSpot,
    Pace,
    Party,
    ServiceItem,
)
from clerk_app.catalogue.rules.limits import workdays_in
from clerk_app.catalogue.rules.papers import (
    check_answers,
    defer_workdays,
    due,
    is_bounded,
    is_deferrable,
    require_effective,
    require_usable,
)
from clerk_app.catalogue.rules.situations import given_answers
from clerk_app.intake.model import (
    Application,
    CheckedPaper,
    ChecklistLine,
    Decision,
    Outcome,
    PaperState,
    Reason,
    Shortfall,
)
from clerk_app.intake.rules.clock import (
    Reading,
    Reckoned,
    is_after_hours,
    read_clock,
    terms_of,
)
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.working_days import Calendar, Due

NOTICE_WORKDAYS = 5
"""A one-time notice is given on the spot or within 5 days (art. 32(4)); days are workdays (82)."""
NOT_HANDED_IN = "未提交"
"""What is said of a paper that did not come, where nothing else was."""
_ANSWERED = re.compile(r"(declined|impossible)(?![A-Za-z0-9_])")
_SHARED = ("共享", "核发")


@dataclass(slots=True)
class _Dates:
    """Computes dates and remembers which rest on an unpublished calendar."""

    calendar: Calendar
    provisional: list[str]
    came_at: datetime

    def keep(self, name: str, due: Due | Reckoned | None) -> date | None:
        if due is None:
            return None
        if due.provisional and name not in self.provisional:
            self.provisional.append(name)
        return due.day


def decide(
    application: Application,
    item: ServiceItem,
    calendar: Calendar,
    *,
    on: date | None = None,
    came_at: datetime | None = None,
) -> Decision:
    """Decide an application.

    Judged in this order: whether the matter needs deciding at all (32(1)), whether this body is
    competent (32(2)), concealment (78), then answers and papers. Nothing wanting: accepted
    (32(5)). Only deferrable papers wanting, policy and guards met, undertaking signed:
    conditionally accepted. Anything else: returned with the one notice that lists every
    shortfall (32(4)). The first reason is what led to the outcome: for a return that only the
    rules of deferral stood against, the first of those.

    `on` is the day it is decided, when papers came later: acceptance and its dates run from then
    (for a return that is the day the last listed paper arrived). Default: the day of receipt.
    `came_at` is the hour of a receipt after the first, for limits of the same day.

    `notice_due` is the day of receipt for what is answered at once (32(1), 32(2), 78), else
    `NOTICE_WORKDAYS` after it. With `clock_starts` = made_good no limit runs yet, so
    `promised_due` and `statutory_due` are empty.

    Raises `Refused`: `target_agency_missing`, `approval_missing`, `item_incomplete`,
    `item_not_yet`, `item_expired`, `situation_unanswered`, `unknown_answer`, `unknown_material`,
    `duplicate_material`, `agent_missing`, `fault_missing` (the notice must say what is wrong),
    `offer_correction`, `waiver_not_allowed`, `commitment_not_allowed`, `commitment_unsigned`,
    `commitment_barred`, `commitment_untold` (on the day of receipt alone: nobody is stopped
    later), `deposit_not_allowed`. Nothing is decided then.
    """
    refusal = _refusal(application, item)
    received = on or legal_day(application.received_at)
    if refusal is not None:
        outcome, reason = refusal
        return Decision(outcome, received, notice_due=received, reasons=(reason,))
    _check_commitment(application, item)
    if on is None and promised_instead(application) and not is_told(item):
        raise Refused(
            "commitment_untold",
            "本事项没有办理条件，也没有承诺内容，不能出告知承诺书；请先在事项里补上，或者按一般程序办",
        )
    lines = checklist(application, item)
    check_papers(lines, application, item)
    wanting = [line for line in lines if line.due and line.paper.state.is_wanting]
    dates = _Dates(calendar, [], came_at or application.received_at)
    notice_due = dates.keep("notice_due", calendar.add_workdays(received, NOTICE_WORKDAYS))
    assert notice_due is not None  # noqa: S101 - keep() returns None only for None
    if not wanting:
        return _accepted(application, item, received, notice_due, dates)
    hard = [m for m in wanting if not is_deferrable(item, m.material)]
    obstacles = () if hard else obstacles_to_deferral(wanting, application, item)
    if not hard and not obstacles:
        obstacles = _no_time(wanting, application, item, received, dates)
    if not hard and not obstacles:
        return _conditionally_accepted(wanting, application, item, received, notice_due, dates)
    return _returned(wanting, obstacles, application, item, received, notice_due, dates)


def checklist(application: Application, item: ServiceItem) -> tuple[ChecklistLine, ...]:
    """The papers of the item for these answers, each with what the clerk found.

    A due paper that is not named is missing. A known paper that is not due keeps what was
    recorded of it, without effect. Raises `Refused` (`item_incomplete`, `item_not_yet`,
    `item_expired`, `situation_unanswered`, `unknown_answer`, `unknown_material`,
    `duplicate_material`).
    """
    require_usable(item)
    require_effective(item, legal_day(application.received_at))
    answers = dict(application.situations)
    check_answers(item, answers)
    named = _named(application.papers, item)
    wanted = {material.name for material in due(item, answers)} - set(application.produced)
    wanted -= set(promised_instead(application))
    return tuple(
        ChecklistLine(
            material,
            due=material.name in wanted,
            paper=named.get(material.name) or CheckedPaper(material.name, PaperState.MISSING),
            deferrable=is_deferrable(item, material) and is_bounded(item, material),
        )
        for material in item.materials
        if material.name in wanted or material.name in named
    )


def promised_instead(application: Application) -> tuple[str, ...]:
    """The papers a 告知承诺 stands in for: one that was brought after all, and is in order, is a
    paper like any other."""
    there = {
        paper.name
        for paper in application.papers
        if paper.state.is_handed_in and not paper.state.is_wanting
    }
    return tuple(name for name in application.committed if name not in there)


def is_told(item: ServiceItem) -> bool:
    """Whether a 告知承诺书 of the item tells or promises anything: one that does neither is no
    ground to accept an application on (国办发〔2020〕42号)."""
    return bool(item.conditions.strip() or (item.commitment and item.commitment.promises))


def offers_correction(material: Material, paper: CheckedPaper) -> bool:
    """Whether the law says: let the applicant correct this here and now (art. 32(3)).

    `correction` is `declined` or `impossible`, alone or before a reason in words; any other text
    is no answer. A fault is curable if the item lists it so, in the same words but for blanks and
    punctuation.
    """
    if paper.state is not PaperState.DEFECTIVE or _ANSWERED.match(paper.correction):
        return False
    found = _letters(paper.fault)
    return any(
        _letters(fault.text) == found and fault.on_the_spot is OnTheSpot.YES
        for fault in material.faults
    )


def _letters(text: str) -> str:
    """The words of a fault: neither blanks nor a full stop make another fault of it."""
    return "".join(filter(str.isalnum, text))


def may_be_waived(material: Material) -> bool:
    """Whether a shared record stands in for the paper (国务院令第716号).

    The paper's own `source_channel` says so; a policy of the hall that allows more is not kept
    yet.
    """
    return any(word in material.source_channel for word in _SHARED)


def article(item: ServiceItem, text: str) -> str:
    """An article of the licensing law, for 行政许可 only; other items have other law."""
    return f"《中华人民共和国行政许可法》{text}" if item.type is ItemType.LICENSING else ""


def _refusal(application: Application, item: ServiceItem) -> tuple[Outcome, Reason] | None:
    if not application.needed:
        licence = item.type is ItemType.LICENSING
        text = f"申请事项依法不需要{'取得行政许可' if licence else '办理'}"
        return Outcome.NOT_NEEDED, Reason(
            "not_needed", text, article(item, "第三十二条第一款第（一）项")
        )
    if not application.competent:
        if not application.target_agency.strip():
            raise Refused("target_agency_missing", "不属本机关职权的，须写明应向哪个机关申请")
        text = f"申请事项依法不属于本机关职权范围，请向{application.target_agency}申请"
        return Outcome.NOT_ACCEPTED, Reason(
            "not_competent", text, article(item, "第三十二条第一款第（二）项")
        )
    if application.concealment is not None:
        if not application.concealment.approved_by.strip():
            raise Refused("approval_missing", "以隐瞒或虚假材料为由不予受理，须有负责人批准")
        text = f"隐瞒有关情况或者提供虚假材料：{application.concealment.fact}"
        return Outcome.NOT_ACCEPTED, Reason("concealment", text, article(item, "第七十八条"))
    return None


def _check_commitment(application: Application, item: ServiceItem) -> None:
    """告知承诺 is the item's to offer and the applicant's to sign, and not for whoever broke a
    promise before. Raises `Refused`: `commitment_not_allowed`, `commitment_unsigned`,
    `commitment_barred`."""
    if not application.committed:
        return
    allowed = item.commitment.papers if item.commitment else ()
    foreign = [name for name in application.committed if name not in allowed]
    if foreign:
        names = "、".join(foreign)
        raise Refused("commitment_not_allowed", f"按本事项规定不能以告知承诺代替：{names}")
    if not promised_instead(application):
        return  # brought after all: nothing is promised any more
    if application.discredited:
        raise Refused("commitment_barred", "申请人有失信记录，不适用告知承诺")
    if not application.commitment_signed:
        raise Refused("commitment_unsigned", "申请人还没有签告知承诺书")


def _deposit(
    application: Application, item: ServiceItem, day: date, calendar: Calendar
) -> Due | None:
    """容缺收件: until when papers lie at the window for those that are wanting. It is no
    acceptance, and no clock runs. Raises `Refused` (`deposit_not_allowed`): the item sets no
    bound."""
    if not application.deposit:
        return None
    bound = item.deferral.bound_workdays if item.deferral.enabled else None
    if not bound:
        raise Refused("deposit_not_allowed", "本事项没有容缺收件的期限，材料不能先存放在窗口")
    return calendar.add_workdays(day, bound)


def _named(papers: Iterable[CheckedPaper], item: ServiceItem) -> Mapping[str, CheckedPaper]:
    named: dict[str, CheckedPaper] = {}
    for paper in papers:
        if item.material(paper.name) is None:
            raise Refused("unknown_material", f"事项没有这份材料：{paper.name}")
        if paper.name in named:
            raise Refused("duplicate_material", f"材料写了两遍：{paper.name}")
        named[paper.name] = paper
    return named


def check_papers(
    lines: Iterable[ChecklistLine], application: Application, item: ServiceItem
) -> None:
    """Raises `Refused`: `agent_missing`, `fault_missing`, `offer_correction`,
    `waiver_not_allowed`."""
    answers = dict(application.situations)
    added = {name for answer in given_answers(item, answers) for name in answer.adds}
    for line in lines:
        if not line.due:
            continue
        material, paper = line.material, line.paper
        # only a paper an answer brought in: one that is always due tells nothing of an agent
        brought_in = material.party is Party.AGENT and material.name in added
        if brought_in and application.agent is None and paper.state.is_handed_in:
            raise Refused("agent_missing", f"“{material.name}”是代办人的材料，请先登记代办人")
        if paper.state is PaperState.DEFECTIVE and not paper.fault.strip():
            raise Refused("fault_missing", f"“{material.name}”有误，请写明错在哪里")
        if offers_correction(material, paper):
            raise Refused(
                "offer_correction",
                f"“{material.name}”的错误可以当场更正，应当允许申请人当场更正；"
                "申请人不愿或无法更正的，请注明",
            )
        if paper.state is PaperState.WAIVED_SHARED and not may_be_waived(material):
            raise Refused("waiver_not_allowed", f"“{material.name}”没有共享来源，不能免交")


def _accepted(
    application: Application, item: ServiceItem, day: date, notice_due: date, dates: _Dates
) -> Decision:
    reason = Reason(
        "complete",
        "申请材料齐全、符合法定形式，予以受理",
        article(item, "第三十二条第一款第（五）项"),
    )
    clock = _clock(application, item, day, dates)
    reasons = [reason]
    promised = promised_instead(application)
    if promised:
        text = f"申请人已书面告知承诺，不再提交：{'、'.join(promised)}，事后核查"
        reasons.append(Reason("commitment", text))
    return Decision(
        Outcome.ACCEPTED,
        day,
        notice_due=notice_due,
        accepted_on=day,
        promised_due=dates.keep("promised_due", clock.promised),
        statutory_due=dates.keep("statutory_due", clock.statutory),
        check_on=dates.keep("check_on", _check(application, item, day, dates)),
        provisional=tuple(dates.provisional),
        reasons=tuple(reasons),
    )


def _returned(
    wanting: list[ChecklistLine],
    obstacles: tuple[Reason, ...],
    application: Application,
    item: ServiceItem,
    received: date,
    notice_due: date,
    dates: _Dates,
) -> Decision:
    """The one notice that lists all that is wanting (32(4))."""
    held_until = dates.keep("make_good_by", _deposit(application, item, received, dates.calendar))
    return Decision(
        Outcome.RETURNED_FOR_CORRECTION,
        received,
        notice_due=notice_due,
        make_good_by=held_until,
        provisional=tuple(dates.provisional),
        shortfalls=tuple(_shortfall(line, None) for line in wanting),
        reasons=(*obstacles, *_wanting_reasons(wanting, item)),
    )


def _conditionally_accepted(
    wanting: Iterable[ChecklistLine],
    application: Application,
    item: ServiceItem,
    day: date,
    notice_due: date,
    dates: _Dates,
) -> Decision:
    shortfalls = []
    clock = _clock(application, item, day, dates)
    for line in wanting:
        by = dates.keep("make_good_by", _make_good_by(item, line.material, day, clock, dates))
        shortfalls.append(_shortfall(line, by))
    if item.deferral.clock_starts is not ClockStart.ACCEPTANCE:
        clock = Reading()  # no limit runs until the last paper has come
    text = "主要材料齐全且符合法定形式，所缺材料可以容缺后补，申请人已书面承诺按期补齐"
    return Decision(
        Outcome.CONDITIONALLY_ACCEPTED,
        day,
        notice_due=notice_due,
        accepted_on=day,
        promised_due=dates.keep("promised_due", clock.promised),
        statutory_due=dates.keep("statutory_due", clock.statutory),
        make_good_by=min(s.make_good_by for s in shortfalls if s.make_good_by is not None),
        check_on=dates.keep("check_on", _check(application, item, day, dates)),
        provisional=tuple(dates.provisional),
        shortfalls=tuple(shortfalls),
        reasons=(Reason("deferrable_missing", text),),
    )


def _check(application: Application, item: ServiceItem, day: date, dates: _Dates) -> Due | None:
    """Until when a 告知承诺 is checked, None where there is none or the item does not say."""
    days = item.commitment.check_workdays if item.commitment else None
    if not promised_instead(application) or days is None:
        return None
    return dates.calendar.add_workdays(day, days)


def obstacles_to_deferral(
    wanting: Iterable[ChecklistLine], application: Application, item: ServiceItem
) -> tuple[Reason, ...]:
    """Why papers that could be brought later may not be now; empty when they may (G1–G5).

    The article is that of the return they lead to (32(4)); 容缺 itself has no national law.
    """
    unbounded = [line for line in wanting if not line.deferrable]
    found: list[tuple[str, str]] = []
    if not item.deferral.enabled:
        found.append(("no_deferral_policy", "本事项没有容缺受理规定"))
    if item.handling is Pace.ON_THE_SPOT and not item.deferral.immediate_allowed:
        found.append(("on_the_spot_item", "即办件不适用容缺受理"))
    if item.deferral.enabled and unbounded:
        found.append(("bound_exceeded", f"没有可用的补齐期限，不能容缺：{_names(unbounded)}"))
    if application.discredited:
        found.append(("discredited", "申请人在失信名单内，不适用容缺受理"))
    if application.credit_stale and not application.credit_approved_by:
        found.append(("credit_stale", "本机的失信名单太旧，容缺须由主管确认申请人没有失信"))
    if not application.undertaking_signed:
        found.append(("undertaking_unsigned", "申请人未签容缺受理承诺书"))
    cited = article(item, "第三十二条第一款第（四）项")
    return tuple(Reason(code, text, cited) for code, text in found)


def _wanting_reasons(wanting: Iterable[ChecklistLine], item: ServiceItem) -> tuple[Reason, ...]:
    lines = list(wanting)
    cited = article(item, "第三十二条第一款第（四）项")
    missing = [line for line in lines if line.paper.state is PaperState.MISSING]
    hard = [m for m in missing if not is_deferrable(item, m.material)]
    reasons = []
    if hard:
        text = f"申请材料不齐全：缺{_names(hard)}"
        reasons.append(Reason("required_missing", text, cited))
    faulty = [line for line in lines if line.paper.state is PaperState.DEFECTIVE]
    if faulty:
        text = f"申请材料不符合法定形式：{_names(faulty)}"
        reasons.append(Reason("defective", text, cited))
    soft = [m for m in missing if m not in hard]
    if soft:
        text = f"标明可以后补的材料未交：{_names(soft)}"
        reasons.append(Reason("deferrable_missing", text, cited))
    return tuple(reasons)


def _names(lines: Iterable[ChecklistLine]) -> str:
    return "、".join(line.material.name for line in lines)


def _shortfall(line: ChecklistLine, by: date | None) -> Shortfall:
    return Shortfall(line.material.name, line.paper.fault or NOT_HANDED_IN, line.deferrable, by)


def _no_time(
    wanting: Iterable[ChecklistLine],
    application: Application,
    item: ServiceItem,
    day: date,
    dates: _Dates,
) -> tuple[Reason, ...]:
    """The obstacle where a promise in natural days leaves not one day for a paper."""
    clock = _clock(application, item, day, dates)
    short = [
        line
        for line in wanting
        if _make_good_by(item, line.material, day, clock, dates).day <= day
    ]
    if not short:
        return ()
    text = f"没有可用的补齐期限，不能容缺：{_names(short)}"
    return (Reason("bound_exceeded", text, article(item, "第三十二条第一款第（四）项")),)


def _make_good_by(
    item: ServiceItem, material: Material, day: date, clock: Reading, dates: _Dates
) -> Due | Reckoned:
    """Until when a deferred paper must come: the least of its workdays and the promised end, from
    which a promise in natural days goes back `before_promised_by` workdays."""
    ends: list[Due | Reckoned] = []
    workdays = defer_workdays(item, material)
    if workdays is not None:
        ends.append(dates.calendar.add_workdays(day, workdays))
    promised = clock.promised
    if promised is not None:
        before = item.deferral.before_promised_by or 0
        in_workdays = workdays_in(item.promised_limit, item.type) is not None
        back = promised.day if in_workdays else dates.calendar.back_workdays(promised.day, before)
        ends.append(Due(back, promised.provisional))
    return min(ends, key=lambda end: end.day)


def _clock(application: Application, item: ServiceItem, day: date, dates: _Dates) -> Reading:
    """The limits from a day of acceptance; what comes after hours has the next workday."""
    local, at = dates.calendar.local, dates.came_at
    late = day == legal_day(at) and is_after_hours(at, local.off_duty)
    terms = terms_of(item, joint=application.joint, local=local)
    return read_clock(terms, day, dates.calendar, after_hours=late)
