"""Faults of the head and the end of a paper: whose number is where, what stands over a seal."""

from __future__ import annotations

from tests.faults.fault import Fault

_HEADS = "tests/notices/test_heads_and_ends.py"
_ENDED = "tests/deeds/test_ended_papers.py"
_BLOCKS = "clerk_app/notices/blocks.py"
_SIGNING = "clerk_app/notices/signing.py"

HEADS = (
    Fault(
        "the applicant's number stands beside the agent",
        _BLOCKS,
        "    return not (first.whose and second.whose)",
        "    return True",
        f"{_HEADS} -k beside",
    ),
    Fault(
        "the applicant and their number take a line each",
        _BLOCKS,
        "        numbered = after is not None and after.whose is Whose.BEFORE",
        "        numbered = False",
        f"{_HEADS} -k who_took",
    ),
    Fault(
        "a seal stands under telephones alone",
        _SIGNING,
        "    if bound and block.paragraphs:",
        "    if False:",
        f"{_HEADS} -k telephones",
    ),
    Fault(
        "the seals of a promise stand one under the other",
        _SIGNING,
        "        if more.width + _BETWEEN_SEALS + area.width + 3 * MM <= on.width:",
        "        if not block.beside:",
        f"{_HEADS} -k seals",
    ),
    Fault(
        "the word of a machine names a paper",
        "clerk_app/deeds/facts.py",
        '    typed = "" if party.id_type.isascii() else party.id_type',
        "    typed = party.id_type",
        f"{_ENDED} -k machine",
    ),
    Fault(
        "an order for several items gives one telephone",
        "clerk_app/deeds/staff_assistance.py",
        "        phone=_each(item.phone for item in items),",
        "        phone=_each(item.phone for item in items[:1]),",
        f"{_ENDED} -k telephones",
    ),
    Fault(
        "what was terminated is said to have been given back",
        "clerk_app/notices/kinds/return_slip.py",
        'f"again{_ended(facts) or end}"',
        'f"again{end}"',
        f"{_ENDED} -k applied_for_again",
    ),
)
