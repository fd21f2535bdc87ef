"""Faults of the papers of the later life of a case: titles, law, dates, claims, lost facts."""

from __future__ import annotations

from tests.faults.fault import Fault

_KINDS = "clerk_app/notices/kinds"
_CONTENT = "tests/notices/test_later_content.py"
_EVERY = "tests/notices/test_later_kinds.py"

PAPER = (
    Fault(
        "every refusal is called that of a licence",
        f"{_KINDS}/denial.py",
        "title = TITLE if licence else",
        "title = TITLE if True else",
        f"{_CONTENT} -k denial_of_another_item",
    ),
    Fault(
        "the licensing law is cited for any item",
        "clerk_app/notices/acts.py",
        "if not facts.is_licence:",
        "if False:",
        f"{_EVERY} -k dropped_for_another_item",
    ),
    Fault(
        "a moved date on an unpublished calendar passes for settled",
        "clerk_app/notices/dates.py",
        'if when not in {"old", "new"}',
        'if when not in {"old"}',
        f"{_CONTENT} -k provisional",
    ),
    Fault(
        "a line is printed though its fact is wanting",
        "clerk_app/notices/wording.py",
        "if line.strip() and not _gaps(line, values)",
        "if line.strip()",
        f"{_EVERY} -k leaves_no",
    ),
    Fault(
        "the act is lost when a paper is read back",
        "clerk_app/notices/facts.py",
        'if "act" in body else None',
        'if "acts" in body else None',
        "tests/notices/test_act_facts.py",
    ),
    Fault(
        "an approval is claimed that nobody gave",
        f"{_KINDS}/extension.py",
        'if act.approver else ""',
        'if act.reason else ""',
        f"{_CONTENT} -k claims_no_approval",
    ),
    Fault(
        "a withdrawal is told as a return",
        f"{_KINDS}/return_slip.py",
        "withdrawn = facts.has_ground(WITHDRAWN)",
        "withdrawn = False",
        f"{_CONTENT} -k withdrawal",
    ),
    Fault(
        "what is open is not said to stand against acceptance",
        f"{_KINDS}/correction_receipt.py",
        'return ("waiting", *until) if act.open else',
        'return ("waiting", *until) if not act.open else',
        f"{_CONTENT} -k correction_receipt",
    ),
    Fault(
        "a proxy signs as the one it is for",
        f"{_KINDS}/delivery_receipt.py",
        "by_proxy = bool(act.proxy_reason)",
        "by_proxy = False",
        f"{_CONTENT} -k delivery",
    ),
    Fault(
        "a refused licence is promised on the closure slip",
        f"{_KINDS}/closure.py",
        " and REFUSED not in act.result_name",
        "",
        f"{_CONTENT} -k promises_no_licence",
    ),
    Fault(
        "a long reason runs over the foot of the page",
        "clerk_app/notices/blocks.py",
        "if len(row) == 1 and len(lines)",
        "if len(row) == 9 and len(lines)",
        f"{_EVERY} -k longer_than_a_page",
    ),
)
