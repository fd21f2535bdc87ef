"""Faults of what guards the later acts of a case: numbers, credit, halls, dates that are 暂定."""

from __future__ import annotations

from tests.faults.fault import Fault

NUMBERS = "clerk_app/deeds/document_numbers.py"
HALLS = "clerk_app/deeds/handover.py"
WHOSE = "clerk_app/intake/rules/collecting.py"
ACTS = "clerk_app/deeds/act_on_case.py"
FACTS = "clerk_app/deeds/act_facts.py"
COUNTED = "tests/deeds/test_document_numbers.py"
GUARDED = "tests/deeds/test_later_guards.py"
PAPERS = "tests/deeds/test_act_papers.py"

LATER_GUARDS = (
    Fault(
        "every successor numbers alike",
        NUMBERS,
        "            return block(first, end, rank)",
        "            return block(first, end, 1)",
        COUNTED,
    ),
    Fault(
        "a successor the hall has not named numbers",
        NUMBERS,
        " & here.hall_seq.is_not(None)",
        "",
        COUNTED,
    ),
    Fault(
        "who came before its forerunner is forgotten",
        NUMBERS,
        "            coming += waiting.pop(joined, [])",
        "            coming += []",
        COUNTED,
    ),
    Fault(
        "the first successor takes all numbers",
        NUMBERS,
        "(end - first + 1) // 2",
        "(end - first + 1)",
        COUNTED,
    ),
    Fault(
        "papers are issued without a station number",
        NUMBERS,
        "    numbering_station(db, hall(db))",
        "    hall(db)",
        COUNTED,
    ),
    Fault(
        "credit is looked at on the first day alone",
        ACTS,
        "known_credit(self._db, self._counter, application, self._act.on)",
        "replace(application)",
        GUARDED,
    ),
    Fault(
        "a promise broken since is forgotten",
        "clerk_app/deeds/take_in.py",
        "application.discredited or listed or bool(broken)",
        "application.discredited or listed",
        GUARDED,
    ),
    Fault(
        "who concealed comes by another hall",
        ACTS,
        "_RECEIVED_ANEW = frozenset({Action.TAKE_OVER, Action.REOPEN})",
        "_RECEIVED_ANEW = frozenset({Action.REOPEN})",
        GUARDED + " -k concealed",
    ),
    Fault(
        "who concealed comes by a reopening",
        ACTS,
        "_RECEIVED_ANEW = frozenset({Action.TAKE_OVER, Action.REOPEN})",
        "_RECEIVED_ANEW = frozenset({Action.TAKE_OVER})",
        GUARDED + " -k concealed",
    ),
    Fault(
        "an item nobody there knows is taken over",
        ACTS,
        "        if act.action in _RECEIVED_ANEW and not act.by_slip:",
        "        if act.action is Action.REOPEN:",
        GUARDED + " -k cannot_be_decided",
    ),
    Fault(
        "the window has no field for who answers for an extension",
        "clerk_app/desk/case_fields.py",
        "    if PROVISIONAL_BY in values:",
        "    if PROVISIONAL_BY in values and action in PAPER_ACTS:",
        "tests/desk/test_case_acts.py",
    ),
    Fault(
        "any hall takes over",
        HALLS,
        "    if not collected and not is_this_hall(",
        "    if not first and not is_this_hall(",
        GUARDED,
    ),
    Fault(
        "any hall writes down what came back",
        HALLS,
        "        if not collected:",
        "        if not first:",
        GUARDED,
    ),
    Fault(
        "a window beside the one that collected is another hall",
        HALLS,
        " or here.name == first",
        "",
        GUARDED,
    ),
    Fault(
        "a hall is another under another name",
        WHOSE,
        "    if where.region == here.region:",
        "    if where == here:",
        "tests/intake/test_collecting.py",
    ),
    Fault(
        "a hall of the name is this hall wherever it is",
        WHOSE,
        "    return where.name == here.name and here.region.startswith(region)",
        "    return where.name == here.name",
        "tests/intake/test_collecting.py",
    ),
    Fault(
        "a region written out is another region",
        WHOSE,
        'where.region.rstrip("0")',
        'where.region.rstrip("")',
        "tests/intake/test_collecting.py",
    ),
    Fault(
        "nobody answers for an extension into a year nobody published",
        FACTS,
        "    if act.action is Action.EXTEND:",
        "    if act.action is Action.RESUME:",
        GUARDED,
    ),
    Fault(
        "nobody answers for moved dates on the paper of a special procedure",
        FACTS,
        "        seen = as_of(before, act.on, calendar)",
        "        seen = before",
        GUARDED,
    ),
    Fault(
        "a moved date is printed as certain",
        FACTS,
        "    if act.action is Action.SUSPEND:\n        facts = _also_loose",
        "    if act.action is Action.RESUME:\n        facts = _also_loose",
        GUARDED,
    ),
    Fault(
        "a date that was moved is certain",
        "clerk_app/intake/rules/running.py",
        "loose = [n for n in _provisional(reading) if getattr(state, n)]",
        "loose = list[str]()",
        "tests/intake/test_grace.py",
    ),
    Fault(
        "the day of a check is certain",
        "clerk_app/intake/rules/decide.py",
        "    return dates.calendar.add_workdays(day, days)",
        "    return Due(dates.calendar.add_workdays(day, days).day, False)",
        "tests/intake/test_commitment.py",
    ),
    Fault(
        "a promise accepted later names no check",
        FACTS,
        "    if kind == COMMITMENT and decision is not None:",
        "    if kind == COMMITMENT and decision is None:",
        GUARDED,
    ),
    Fault(
        "reopened papers are nobody's",
        "clerk_app/intake/rules/acts.py",
        "        **reopened_body(state),",
        "",
        "tests/intake/test_custody.py",
    ),
    Fault(
        "an old reopening gets a holder",
        "clerk_app/intake/rules/custody.py",
        'if chain and "custody" in body else chain',
        "if chain else chain",
        "tests/intake/test_custody.py",
    ),
    Fault(
        "a special procedure is expected to end a day late",
        "clerk_app/intake/rules/running.py",
        "calendar.add_workdays(on - _DAY, days)",
        "calendar.add_workdays(on, days)",
        f"{PAPERS} -k special_procedure",
    ),
    Fault(
        "nobody answers for an expected date that is 暂定",
        FACTS,
        'return {**stand, **{n: iso(text(coming, n)) for n in texts(coming["provisional"])}}',
        "return stand if coming else {}",
        f"{PAPERS} -k no_published_calendar",
    ),
    Fault(
        "the letter of a denial has no number on the papers after it",
        FACTS,
        "after.result_number or earlier.number",
        "after.result_number",
        f"{PAPERS} -k after_a_denial",
    ),
    Fault(
        "a closure forgets who approved",
        FACTS,
        'or (earlier.approver if closing else "")',
        'or ""',
        f"{PAPERS} -k closure_repeats",
    ),
    Fault(
        "a closure forgets the extension",
        FACTS,
        "return after.extended_workdays if act.action is Action.CLOSE else 0",
        "return 0",
        f"{PAPERS} -k closure_repeats",
    ),
    Fault(
        "an opinion is signed with an account",
        "clerk_app/deeds/earlier.py",
        '            clerks[operator, text(body, "text")] = name',
        '            clerks[operator, text(body, "text")] = operator',
        f"{PAPERS} -k opinion",
    ),
    Fault(
        "the hall stands at the head of a denial",
        "clerk_app/notices/kinds/denial.py",
        "return replace(facts, hall=facts.department, window=where)",
        "return replace(facts, window=where)",
        f"{PAPERS} -k everyday_denial",
    ),
    Fault(
        "the post is said to have delivered at the minute of the act",
        FACTS,
        "if handed.method in _HANDED",
        "if handed.method",
        f"{PAPERS} -k by_post",
    ),
    Fault(
        "what is taken in for another is decided here, on paper",
        "clerk_app/deeds/facts.py",
        "application.for_hall.name if application.for_hall else item.department",
        "item.department",
        f"{PAPERS} -k another_body",
    ),
    Fault(
        "the body that decides seals papers it never had",
        "clerk_app/notices/kinds/return_slip.py",
        "if facts.since(3) and facts.collected_for:",
        "if facts.since(9) and facts.collected_for:",
        f"{PAPERS} -k taken_back",
    ),
)
