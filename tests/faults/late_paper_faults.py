"""Faults of what papers say of acts entered late, of concealment, of a hearing, of help."""

from __future__ import annotations

from tests.faults.fault import Fault

_TEST = "tests/deeds/test_late_papers.py"
_HELP_TEST = "tests/deeds/test_assistance_papers.py"
_REMARKS = "clerk_app/notices/remarks.py"

LATE_PAPERS = (
    Fault(
        "an act entered late has no mark",
        "clerk_app/deeds/act_facts.py",
        "late = entered_late(counter, act.on)",
        "late = False",
        _TEST,
    ),
    Fault(
        "limits that are over are promised without a word",
        _REMARKS,
        "over if is_over else told",
        "told",
        _TEST,
    ),
    Fault(
        "a limit that passed within the hall's limit for 补录 is promised without a word",
        _REMARKS,
        "return _issued_later(facts, body)",
        "return ()",
        "tests/deeds/test_grace_papers.py -k typed_in",
    ),
    Fault(
        "a limit still to come is told to be over",
        _REMARKS,
        "done <= parse_day(each) < entered",
        "done <= parse_day(each) <= entered",
        "tests/deeds/test_grace_papers.py -k still_to_come",
    ),
    Fault(
        "nobody says what 暂定 means",
        _REMARKS,
        "return (Paragraph(_PROVISIONAL, 0, small=True),)",
        "return ()",
        _TEST,
    ),
    Fault(
        "the evidence of concealment reaches no paper",
        "clerk_app/deeds/concealment.py",
        "        evidence=found.evidence,\n",
        "",
        _TEST,
    ),
    Fault(
        "the ban is printed a day too short",
        "clerk_app/intake/rules/refusing.py",
        "return received.replace(year=received.year + 1)",
        "return received.replace(year=received.year + 1) - timedelta(days=1)",
        _TEST,
    ),
    Fault(
        "an item of no public safety is told the ban",
        "clerk_app/notices/ways.py",
        'return "how_concealment_reapply"',
        "pass",
        _TEST,
    ),
    Fault(
        "an article is guessed for any hearing",
        "clerk_app/notices/kinds/suspension.py",
        "if act.told_on or act.asked_on else",
        "if act.special_kind else",
        _TEST,
    ),
    Fault(
        "a denial that was delivered is none any more",
        "clerk_app/intake/rules/cannot.py",
        "if stage is Stage.DELIVERED:",
        "if stage is None:",
        _TEST,
    ),
    Fault(
        "what was wrong of a paper put right is not told",
        "clerk_app/notices/paper_tables.py",
        "if fault and paper.fault else",
        "if False else",
        _TEST,
    ),
    Fault(
        "the name of a body is torn",
        "clerk_app/notices/signing.py",
        "return whole if len(whole) <= len(lines) else lines",
        "return lines",
        _TEST,
    ),
    Fault(
        "the seal stands on half a sheet without a word",
        "clerk_app/notices/signing.py",
        "kept = () if alone else block.paragraphs[-1:]",
        "kept = ()",
        "tests/notices/test_heads_and_ends.py -k telephones",
    ),
    Fault(
        "a case taken in on an order is not on its sheet",
        "clerk_app/deeds/staff_assistance.py",
        "return named + [each for each in taken if each.number != order.case]",
        "return named",
        _HELP_TEST,
    ),
    Fault(
        "help without an authority is called a commission",
        "clerk_app/notices/kinds/assistance_order.py",
        "wording = _beside(wording) if beside else wording",
        "pass",
        _HELP_TEST,
    ),
)
