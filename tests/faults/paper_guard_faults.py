"""Faults of paper that no clerk checks: how many come out, whose is in the preview, what a line
of a paper says in the rare case."""

from __future__ import annotations

from tests.faults.fault import Fault

_DEEDS = "tests/deeds/test_paper_guards.py"
_DESK = "tests/desk/test_paper_guards.py"
_NOTICES = "tests/notices/test_paper_guards.py"
_PREVIEW = "clerk_app/desk/paper_preview.py"

PAPER_GUARDS = (
    Fault(
        "one copy comes out where the kind has two",
        "clerk_app/deeds/print_jobs.py",
        "copies=asked.copies or kind.COPIES",
        "copies=asked.copies or 1",
        f"{_DEEDS} -k two_come_out",
    ),
    Fault(
        "a copy saved of what was printed passes for the first",
        "clerk_app/deeds/print_more.py",
        "sha = make_page(counter, facts, found.code, found.out, path, sheet=sheet)",
        "sha = make_page(counter, facts, found.code, 0, path, sheet=sheet)",
        f"{_DEEDS} -k copy_saved",
    ),
    Fault(
        "a slip that comes again is not marked",
        "clerk_app/deeds/print_slip.py",
        "journal_code=found.code, reprint=out, sheet=sheet",
        "journal_code=found.code, sheet=sheet",
        f"{_DEEDS} -k slip_of_the_day",
    ),
    Fault(
        "a signature is shown and nobody knows",
        "clerk_app/deeds/attach.py",
        "        counter.journal.append(db, SHOWN, body, counter.act(db))\n",
        "",
        f"{_DEEDS} -k every_showing",
    ),
    Fault(
        "the seal of the hall is asked for",
        "clerk_app/deeds/seal_document.py",
        "SealRequest(facts.number, facts.department, purpose",
        "SealRequest(facts.number, facts.hall, purpose",
        f"{_DEEDS} -k seal_asked_for",
    ),
    Fault(
        "the fifty-first number is that of a successor",
        "clerk_app/deeds/document_numbers.py",
        "    following = max(mine, default=first - 1) + 1\n    if following >= end:",
        "    following = max(mine, default=first - 1) + 1\n    if following > end:",
        f"{_DEEDS} -k fiftieth",
    ),
    Fault(
        "a slow answer puts the paper of the citizen before in the preview",
        _PREVIEW,
        "lambda copy: then(copy) if wish == self._wish else None",
        "then",
        f"{_DESK} -k slow_answer",
    ),
    Fault(
        "a slow refusal is told of the next paper",
        _PREVIEW,
        "lambda error: self._failed(error) if wish == self._wish else None",
        "self._failed",
        f"{_DESK} -k slow_refusal",
    ),
    Fault(
        "a page that was sent frees the keys of the next",
        _PREVIEW,
        "self._while_in_hand(self._handed)",
        "self._handed",
        "tests/desk/test_paper_guards.py -k neither_frees",
    ),
    Fault(
        "the printer's trouble with one page is told of the next",
        _PREVIEW,
        "if (copy.case, copy.document) == self._wish[:2]:",
        "if copy.case:",
        "tests/desk/test_paper_guards.py -k with_its_name",
    ),
    Fault(
        "the signature of one is shown beside the paper of the next",
        _PREVIEW,
        "lambda came: then(came) if document == self._wish[:2] else None",
        "then",
        f"{_DESK} -k signature_of_one",
    ),
    Fault(
        "the paper of the citizen before stays until the next is there",
        _PREVIEW,
        "self._set(PreviewState(printer=facts.printer))",
        "self._set(replace(self.state, printer=facts.printer))",
        f"{_DESK} -k until_the_next",
    ),
    Fault(
        "Enter pressed twice sends two pages",
        _PREVIEW,
        "if copy is None or state.busy:",
        "if copy is None:",
        f"{_DESK} -k enter_twice",
    ),
    Fault(
        "the hand goes to another page when a new one comes",
        "clerk_app/desk/papers.py",
        "if at and job.document == at.document",
        "if at and job.document != at.document",
        f"{_DESK} -k hand_stays",
    ),
    Fault(
        "the day of a paper to follow passes for settled",
        "clerk_app/notices/deferral.py",
        'mark = PROVISIONAL if "make_good_by" in facts.provisional else ""',
        'mark = ""',
        f"{_NOTICES} -k day_of_each_paper",
    ),
    Fault(
        "the stub does not name the number the paper is known by",
        "clerk_app/notices/parts.py",
        "number=facts.agency_number or facts.number",
        "number=facts.number",
        f"{_NOTICES} -k known_by",
    ),
    Fault(
        "a refusal does not say why the notice was silent",
        "clerk_app/notices/kinds/non_acceptance.py",
        "        *(Paragraph(text, 0) for text in untold(facts, wording, filled)),\n",
        "",
        f"{_NOTICES} -k why_the_notice",
    ),
    Fault(
        "a ticket does not say that nobody waits",
        "clerk_app/notices/kinds/ticket.py",
        'if ticket.ahead else ""',
        'if ticket.ahead != "0" else ""',
        f"{_NOTICES} -k how_many_wait",
    ),
    Fault(
        "the longer of two entries of a list is cut",
        "clerk_app/notices/blocks.py",
        "deepest = max(len(waiting), len(rows))",
        "deepest = len(waiting)",
        f"{_NOTICES} -k list_keeps",
    ),
    Fault(
        "large type loses that a paper may follow",
        "clerk_app/notices/tables.py",
        "told: list[Line] = [(line, remark) for line in _lines(name.remark, remark, room, on)]",
        "told: list[Line] = []",
        f"{_NOTICES} -k stands_small",
    ),
    Fault(
        "large type loses by what law a paper is asked for",
        "clerk_app/notices/tables.py",
        "        told += [(line, remark) for line in _lines(cell.remark, remark, room, on)]\n",
        "",
        f"{_NOTICES} -k stands_small",
    ),
)
