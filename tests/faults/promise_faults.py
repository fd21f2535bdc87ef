"""Faults of the papers of a promise: 告知承诺, 容缺 with several days, 容缺收件, one not kept."""

from __future__ import annotations

from tests.faults.fault import Fault

_REAL = "tests/deeds/test_promise_papers.py"
_GRACE = "tests/deeds/test_grace_papers.py"
_WORDS = "tests/notices/test_promise_wording.py"
_WAYS = "tests/deeds/test_lawful_ways.py"
_DECIDE = "clerk_app/intake/rules/decide.py"
_FACTS = "clerk_app/deeds/facts.py"
_LATE = "clerk_app/deeds/promise_facts.py"
_RULES = "clerk_app/notices/mandatory.py"
_ACT_RULES = "clerk_app/notices/mandatory_acts.py"

PROMISE = (
    Fault(
        "a commitment is signed without its conditions",
        _FACTS,
        "return replace(facts, act=act, conditions=item.conditions)",
        "return replace(facts, act=act)",
        f"{_REAL} -k reads_them",
    ),
    Fault(
        "a commitment that tells nothing is printed",
        _DECIDE,
        "if on is None and promised_instead(application) and not is_told(item):",
        "if False:",
        f"{_REAL} -k tells_nothing",
    ),
    Fault(
        "a case received before that was judged is stopped",
        _DECIDE,
        "if on is None and promised_instead(application) and not is_told(item):",
        "if promised_instead(application) and not is_told(item):",
        f"{_WAYS} -k before_that",
    ),
    Fault(
        "such a case gets a commitment that tells nothing",
        "clerk_app/deeds/act_on_case.py",
        "{RECEIPT} if is_told(item) else {RECEIPT, COMMITMENT}",
        "{RECEIPT}",
        f"{_WAYS} -k before_that",
    ),
    Fault(
        "a paper that was brought is still promised",
        _DECIDE,
        "if name not in there)",
        "if name)",
        f"{_WAYS} -k was_brought",
    ),
    Fault(
        "a faulty paper ends the promise",
        _DECIDE,
        "if paper.state.is_handed_in and not paper.state.is_wanting",
        "if paper.state.is_handed_in",
        f"{_WAYS} -k faulty_paper",
    ),
    Fault(
        "an acceptance is silent on what a commitment stands in for",
        _FACTS,
        "committed=promised_instead(application) if facts.kind in _WITH_TERMS else (),",
        "committed=(),",
        f"{_REAL} -k stands_for",
    ),
    Fault(
        "papers with days of their own pass for papers of one day",
        "clerk_app/notices/deferral.py",
        'len(days - {""}) > 1',
        'len(days - {""}) > 9',
        f"{_REAL} -k one_missed_day",
    ),
    Fault(
        "a receipt in the grace tells a day that is past",
        _LATE,
        "if lapse(after, act.on, calendar) is Lapse.GRACE else None",
        "if False else None",
        f"{_REAL} -k in_the_grace",
    ),
    Fault(
        "a date that moved gives no reason",
        _LATE,
        "if b != _STILL) if moving",
        "if b == _STILL) if moving",
        f"{_REAL} -k in_the_grace",
    ),
    Fault(
        "a unit has no place for its seal",
        "clerk_app/notices/promisor.py",
        "facts.applicant_kind != ORGANISATION",
        "True",
        f"{_REAL} -k place_for_its_seal",
    ),
    Fault(
        "papers that lie at the window are told to be accepted for their policy",
        "clerk_app/notices/deferral.py",
        'return "expiry_grace" if has_grace(facts)',
        'return "expiry_grace" if not has_grace(facts)',
        f"{_REAL} -k lie_at_the_window",
    ),
    Fault(
        "the bar after a broken promise is not told",
        _LATE,
        'no_deferral_until=text(body, "blocked_until")',
        'no_deferral_until=""',
        f"{_REAL} -k by_which_day",
    ),
    Fault(
        "a paper whose day has not come is held against the applicant",
        "clerk_app/notices/kinds/return_slip.py",
        "(p.make_good_by or facts.make_good_by) < act.on",
        "(p.make_good_by or facts.make_good_by)",
        f"{_REAL} -k promised_to_end",
    ),
    Fault(
        "a hall edits away the end of the grace",
        _ACT_RULES,
        '        "paused": _PAUSED,\n',
        "",
        f"{_WORDS} -k paused",
    ),
    Fault(
        "a hall edits away that one missed day is enough",
        _RULES,
        'words("各自的期限|各自的日期|各项期限", ANY_LATE, "整件")',
        'words("各自的期限|各自的日期|各项期限")',
        f"{_WORDS} -k each_day",
    ),
    Fault(
        "a later notice in the grace tells a day that is past",
        "clerk_app/notices/kinds/one_time_notice.py",
        'return bool(act_of(facts).grace_until) and "limit_grace" in wording.texts',
        "return False",
        f"{_GRACE} -k later_notice",
    ),
    Fault(
        "a case that stands is told to stand since the last late paper",
        _LATE,
        "if spans and stop.since <= _next_day(spans[-1][1]):",
        "if False:",
        f"{_GRACE} -k without_a_gap",
    ),
    Fault(
        "a case that ran in between is told to have stood all the time",
        _LATE,
        "if spans and stop.since <= _next_day(spans[-1][1]):",
        "if spans:",
        f"{_GRACE} -k in_between",
    ),
    Fault(
        "nobody is told that a special procedure still runs",
        _LATE,
        "if not stop.until]",
        "if stop.until]",
        f"{_GRACE} -k tell_both",
    ),
    Fault(
        "a special procedure in the grace keeps its end to itself",
        "clerk_app/notices/kinds/suspension.py",
        'told(wording, "paused", filled) if act.paused_since else ()',
        "()",
        f"{_GRACE} -k tell_both",
    ),
    Fault(
        "an extension is silent on what late papers moved",
        "clerk_app/notices/kinds/extension.py",
        '"pauses": pauses_text(act)}',
        '"pauses": ""}',
        f"{_GRACE} -k tell_both",
    ),
    Fault(
        "papers nobody keeps are told to be kept",
        "clerk_app/notices/deferral.py",
        "and not _keeps(facts) else key",
        "and False else key",
        f"{_GRACE} -k nothing_is_kept",
    ),
    Fault(
        "a grace promised in writing is cut short",
        "clerk_app/intake/rules/acts.py",
        "if found is Lapse.GRACE:  #",
        "if False:  #",
        f"{_GRACE} -k promised_in_writing",
    ),
)
