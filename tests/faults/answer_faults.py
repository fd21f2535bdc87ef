"""Faults of the first decision after a later receipt, its clock, 责任追究 and a portal."""

from __future__ import annotations

from tests.faults.fault import Fault

REFUSING = "clerk_app/intake/rules/refusing.py"
STEPS = "clerk_app/intake/rules/steps.py"
ACCOUNT = "clerk_app/deeds/account.py"
SUPERVISION = "clerk_app/intake/rules/supervision.py"
ACTS = "clerk_app/intake/rules/act_file.py"
FIRST, ANSWERED = "tests/deeds/test_first_decision.py", "tests/deeds/test_account.py"
RULE, LIST = "tests/intake/test_refusing.py", "tests/intake/test_accounted.py"
SUB_CLOCKS = "tests/intake/test_sub_clocks.py"
ONLINE = "tests/reporting/test_online_file.py"

ANSWERS = (
    Fault(
        "an accepted case is refused",
        "clerk_app/intake/rules/life.py",
        "    Action.REFUSE: _BEFORE_ACCEPTANCE,",
        "    Action.REFUSE: LIVE,",
        RULE,
    ),
    Fault(
        "missing papers are a ground to refuse",
        ACTS,
        "    if value and value not in GROUNDS:",
        "    if value and not value:",
        RULE,
    ),
    Fault(
        "nobody signs a refusal after the one notice",
        REFUSING,
        '    return "override" if state.state == Stage.RETURNED_FOR_CORRECTION else ""',
        '    return "override" if state.state == Stage.COLLECTED else ""',
        RULE,
    ),
    Fault(
        "nobody says why the one notice did not refuse",
        REFUSING,
        "    if state.state == Stage.RETURNED_FOR_CORRECTION and not act.reason:",
        "    if state.state == Stage.COLLECTED and not act.reason:",
        RULE,
    ),
    Fault(
        "concealment is found by anybody",
        REFUSING,
        '        return "concealment"',
        '        return ""',
        RULE,
    ),
    Fault(
        "a refusal is older than what it follows",
        REFUSING,
        "    require_order(state, act.on)",
        "    iso(state.received_on)",
        RULE,
    ),
    Fault(
        "a refusal moves the day of receipt",
        REFUSING,
        "received_on=iso(state.received_on) or decision.received_on)",
        "received_on=decision.received_on)",
        RULE,
    ),
    Fault(
        "concealment found late bars nobody",
        "clerk_app/intake/projection.py",
        '        if body.get("concealment"):',
        '        if body.get("hidden"):',
        FIRST,
    ),
    Fault(
        "the hour at the window that collected counts",
        "clerk_app/intake/rules/papers_later.py",
        "came_at=_came_at(state))",
        "came_at=None)",
        FIRST,
    ),
    Fault(
        "a reopened case keeps the hour of its first receipt",
        STEPS,
        '        received_at=text(body, "received_at") or state.received_at,',
        "        received_at=state.received_at,",
        FIRST,
    ),
    Fault(
        "an hour tells of another day",
        "clerk_app/intake/rules/running.py",
        "    return same_day and is_after_hours(",
        "    return is_after_hours(",
        "tests/intake/test_acts.py",
    ),
    Fault(
        "silence forgets that the hall had closed",
        "clerk_app/intake/rules/silence.py",
        "after_hours=came_late(state))",
        "after_hours=False)",
        "tests/intake/test_silence.py",
    ),
    Fault(
        "a past day loses what was received anew",
        "clerk_app/intake/store.py",
        "where(here.opened_on <= day)",
        "where(here.received_on <= day)",
        FIRST,
    ),
    Fault(
        "an extension prints a day that had moved",
        "clerk_app/deeds/act_facts.py",
        "    before = as_of(before, act.on, counter.calendar)",
        "    before = as_of(before, date.min, counter.calendar)",
        FIRST,
    ),
    Fault(
        "a portal approves for the hall",
        "clerk_app/reporting/rules/online_file.py",
        "        if isinstance(where, Mapping) and (inner or outer) in where:",
        "        if isinstance(where, Mapping) and not where:",
        ONLINE,
    ),
    Fault(
        "anybody records responsibility",
        ACCOUNT,
        "    if not counter.clerk.roles & _MAY:",
        "    if not _MAY:",
        ANSWERED,
    ),
    Fault(
        "anybody is named as who found it",
        ACCOUNT,
        "        if not head.roles & _MAY:",
        "        if not _MAY:",
        ANSWERED,
    ),
    Fault(
        "who had the case clears it",
        ACCOUNT,
        "_is_one_of(entry.owner, (head, counter.clerk), events,",
        "_is_one_of(entry.owner, (), events,",
        ANSWERED,
    ),
    Fault(
        "what is not on the list is accounted for",
        ACCOUNT,
        "if each.finding is finding), None)",
        "if each.finding), None)",
        ANSWERED,
    ),
    Fault(
        "an entry is answered for twice",
        ACCOUNT,
        "        if entry.accounted is not None:",
        "        if entry.accounted is ...:",
        ANSWERED,
    ),
    Fault(
        "one answer clears what turned red on another day",
        SUPERVISION,
        "if (a.finding, a.since) == (str(finding), day))",
        "if a.finding == str(finding) and day)",
        LIST,
    ),
    Fault(
        "a body that reports up has a day more",
        "clerk_app/intake/rules/clock.py",
        "REVIEW_WORKDAYS = 20",
        "REVIEW_WORKDAYS = 21",
        SUB_CLOCKS,
    ),
    Fault(
        "a special procedure eats the days of the lower body",
        "clerk_app/intake/rules/sub_clocks.py",
        "(*state.suspensions, *stops(state, calendar, on))",
        "stops(state, calendar, on)",
        SUB_CLOCKS,
    ),
    Fault(
        "who reports up late is not noted",
        SUPERVISION,
        "    return (iso(state.reported_on) or end) > due",
        "    return end is None",
        SUB_CLOCKS,
    ),
    Fault(
        "what is not marked is reported up",
        "clerk_app/intake/rules/acts.py",
        "    if not state.terms.reports_up:",
        "    if not state.number:",
        SUB_CLOCKS,
    ),
    Fault(
        "a hearing counts from when it began, not from when it was asked for",
        "clerk_app/intake/rules/sub_clocks.py",
        "    asked = iso(running.asked_on) or iso(running.since)",
        "    asked = iso(running.since)",
        SUB_CLOCKS,
    ),
    Fault(
        "a hearing is asked for before anybody was told of it",
        "clerk_app/intake/rules/acts.py",
        "    if given and not told <= asked <= act.on.isoformat():",
        "    if given and not told:",
        SUB_CLOCKS,
    ),
)
