"""Faults of what the papers of a real intake say."""

from __future__ import annotations

from tests.faults.fault import Fault

_DEED = "clerk_app/deeds/facts.py"
_FACTS = "clerk_app/notices/facts.py"
_TABLES = "clerk_app/notices/paper_tables.py"
_LATER_TEST = "tests/deeds/test_correction_papers.py"
_TEST = "tests/deeds/test_intake_papers.py"

MADE_PAPERS = (
    Fault(
        "a paper that is wrong hides that it is too few pieces",
        _TABLES,
        """    return f"{said.rstrip('。；')}；{few}" if few else said""",
        "    return said",
        _TEST,
    ),
    Fault(
        "pieces too few are called there in a notice",
        _FACTS,
        "few = self.asks_for_pieces and self.pieces_wanting(paper) > 0",
        "few = False",
        _TEST,
    ),
    Fault(
        "pieces are asked for after the acceptance",
        _FACTS,
        "self.kind in _BEFORE_ACCEPTANCE and not self.accepted_on",
        "self.kind in _BEFORE_ACCEPTANCE",
        _TEST,
    ),
    Fault(
        "no paper has the telephone of supervision",
        _DEED,
        "        supervision_phone=item.supervision_phone,\n",
        "",
        _TEST,
    ),
    Fault(
        "nobody is told what follows the grace",
        "clerk_app/notices/deferral.py",
        '    return paragraphs(wording, "grace", filled, indent=0)',
        "    return ()",
        _TEST,
    ),
    Fault(
        "a case that ends is said to rest",
        "clerk_app/notices/deferral.py",
        'policy = "退件"',
        "policy = facts.on_expiry",
        _TEST,
    ),
    Fault(
        "what the clerk wrote when refusing is not printed",
        "clerk_app/notices/ways.py",
        'told[0] = (f"{said}；{first}" if first else said, article)',
        "pass",
        "tests/notices/test_true_for_the_case.py -k first_ground",
    ),
    Fault(
        "a second notice looks like the first",
        "clerk_app/notices/kinds/one_time_notice.py",
        'return (Paragraph("".join(wording.some("again_fresh" if fresh else "again", filled))),)',
        "return ()",
        _TEST,
    ),
    Fault(
        "a later paper of a case has another code to ask by",
        _DEED,
        "return replace(facts, query_code=query_code(happened))",
        "return facts",
        _TEST,
    ),
    Fault(
        "a first paper of a case has another code to ask by",
        _DEED,
        "    if kind not in _WITH_CODE:\n        return {}\n    return",
        "    return {}\n    return",
        _TEST,
    ),
    Fault(
        "a list of an accepted case says that it is not accepted",
        "clerk_app/notices/kinds/material_list.py",
        "accepted = bool(facts.accepted_on) and facts.since(3)",
        "accepted = False",
        _TEST,
    ),
    Fault(
        "a refusal of what is no licence rests on nothing",
        "clerk_app/notices/ways.py",
        'return wording.some("basis_item", filled) if lacks and measured else ()',
        "return ()",
        _TEST,
    ),
    Fault(
        "a refusal stands under the name of the hall",
        "clerk_app/notices/parts.py",
        'return (facts.department if facts.since(3) else "") or facts.hall',
        "return facts.hall",
        _TEST,
    ),
    Fault(
        "an agent signs where there is none",
        "clerk_app/notices/promisor.py",
        "if facts.agent or not facts.since(3) else ()",
        "",
        _TEST,
    ),
    Fault(
        "an undertaking has two dates",
        "clerk_app/notices/promisor.py",
        'facts.applicant, "", seal_label',
        "facts.applicant, facts.received_on, seal_label",
        _TEST,
    ),
    Fault(
        "a notice does not say by which rule a paper is asked for",
        _TABLES,
        'f"依据：{paper.basis}" if paper.basis and facts.since(3) else ""',
        '""',
        _TEST,
    ),
    Fault(
        "a number that is no public code is printed whole",
        _DEED,
        "if public and check_uscc(party.id_number).verdict is Standing.VALID:",
        "if public:",
        _TEST,
    ),
    Fault(
        "a correction receipt lists papers as they came",
        "clerk_app/notices/kinds/correction_receipt.py",
        "supplied=ordered(act.supplied)",
        "supplied=act.supplied",
        _TEST,
    ),
    Fault(
        "fields that could change places take a line each",
        "clerk_app/notices/blocks.py",
        "elif waits <= right and width <= left and share_a_line(row, out[-1][0], swapped=True):",
        "elif waits < 0:",
        "tests/notices/test_everyday.py",
    ),
    Fault(
        "all that lies there is told to have come this time",
        "clerk_app/intake/rules/papers_later.py",
        "pieces = max(0, paper.copies - (0 if exchanged else _lying(before)))",
        "pieces = paper.copies",
        _LATER_TEST,
    ),
    Fault(
        "a paper nobody counted the pieces of is one piece",
        "clerk_app/deeds/act_on_case.py",
        "act = self._act = with_pieces(application, act, item)",
        "act = self._act",
        _LATER_TEST,
    ),
    Fault(
        "what a notice told to be missing is told to be new",
        _DEED,
        "    if paper.state == MISSING:\n        return not told.ready",
        "    if paper.state == MISSING:\n        return told.ready",
        _LATER_TEST,
    ),
    Fault(
        "fewer faults count as a new one",
        _DEED,
        "faults <= _faults(told)",
        "faults == _faults(told)",
        _LATER_TEST,
    ),
    Fault(
        "pieces that were asked for and did not come are told to have come",
        "clerk_app/notices/kinds/correction_receipt.py",
        'return ("accepted_few" if few else "accepted", "voucher")',
        'return ("accepted", "voucher")',
        _TEST,
    ),
    Fault(
        "papers are told to have come where the undertaking was signed",
        "clerk_app/notices/kinds/correction_receipt.py",
        "return key if ordinary or not facts.since(3) else other",
        "return key",
        _LATER_TEST,
    ),
)
