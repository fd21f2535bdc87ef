"""Faults of whose hands papers and results are in: what lies here, went back, who collects."""

from __future__ import annotations

from tests.faults.fault import Fault

_ACTS = "clerk_app/deeds/act_on_case.py"
_LOOKED_AT = "clerk_app/kernel/looked_at.py"
_COLLECTOR = "clerk_app/deeds/collector.py"
_PARTS = "clerk_app/notices/parts.py"
_BACK = "tests/deeds/test_handed_back.py"
_NAMED = "tests/deeds/test_named_people.py"
_WAYS = "tests/deeds/test_lawful_ways.py"

HANDED = (
    Fault(
        "what came later is not handed back",
        "clerk_app/deeds/act_facts.py",
        "        kept = kept_pieces(item.material(paper.name), paper.copies_in)",
        "        kept = 1",
        f"{_BACK} -k all_its_pieces",
    ),
    Fault(
        "what nobody asked for is not on the slip",
        "clerk_app/deeds/facts.py",
        "{RECEIPT, SLIP, MATERIAL_LIST, RETURN_SLIP}",
        "{RECEIPT, SLIP, MATERIAL_LIST}",
        f"{_BACK} -k nobody_asked_for",
    ),
    Fault(
        "what went back is said to be here",
        "clerk_app/intake/rules/acts.py",
        "        **_went_back(state),",
        "",
        f"{_BACK} tests/intake/test_acts.py",
    ),
    Fault(
        "pieces of the first round count in the second",
        "clerk_app/intake/rules/papers_now.py",
        "            later.append(body)\n        elif",
        "            later.clear()\n        elif",
        "tests/intake/test_papers_now.py",
    ),
    Fault(
        "the copy of a paper that was looked at goes back at once",
        _LOOKED_AT,
        "    return max(0, came - originals) if copies else 0",
        "    return 0",
        "tests/intake/test_kept.py",
    ),
    Fault(
        "the original that was looked at stays",
        _LOOKED_AT,
        "max(0, came - originals)",
        "max(0, came)",
        "tests/intake/test_kept.py",
    ),
    Fault(
        "what was looked at elsewhere was never seen",
        "clerk_app/intake/rules/papers_now.py",
        "max(first, paper.copies) - first + left",
        "left",
        "tests/intake/test_papers_now.py",
    ),
    Fault(
        "the receipt hands the copies back",
        _PARTS,
        "(kept if facts.since(3) else 0)",
        "(kept if facts.since(9) else 0)",
        f"{_BACK} -k copy_of_a_paper",
    ),
    Fault(
        "a copy on the slip is taken for the original",
        "clerk_app/notices/acts.py",
        'return "复印件" if kept and',
        'return "" if kept and',
        f"{_BACK} -k copy_of_a_paper",
    ),
    Fault(
        "an authority that ended collects",
        _COLLECTOR,
        '        if handed.proxy_reason:\n            return ""',
        '        if handed:\n            return "代办人"',
        f"{_NAMED} -k has_ended",
    ),
    Fault(
        "an order that is done collects",
        _COLLECTOR,
        "order.closed_on < day",
        "order.closed_on > day",
        f"{_NAMED} -k that_is_done",
    ),
    Fault(
        "an authority that leaves fetching out collects",
        _COLLECTOR,
        "if lets_collect(a.scope, item.name)",
        "if a.scope",
        f"{_NAMED} -k leaves_fetching_out",
    ),
    Fault(
        "who collects for another signs as the recipient",
        "clerk_app/notices/kinds/delivery_receipt.py",
        "bool(act.proxy_reason or act.proxy_authority)",
        "bool(act.proxy_reason)",
        f"{_NAMED} -k collects_for_another",
    ),
    Fault(
        "a clerk delivers to herself",
        _ACTS,
        "        require_two(self._db, self._counter, before, act)",
        "",
        f"{_NAMED} -k to_themselves",
    ),
    Fault(
        "a namesake of the clerk is taken for her",
        _COLLECTOR,
        "    if not _is_the_agent(state, handed.recipient):\n        return\n    order",
        "    if handed.recipient == counter.clerk.name:\n"
        '        raise Refused("delivered_to_self", "")\n'
        "    order",
        f"{_WAYS} -k namesake",
    ),
    Fault(
        "a clerk alone at her station can deliver nothing",
        _COLLECTOR,
        "not in _HANDED_OVER or handed.proxy_reason:",
        "not in _HANDED_OVER:",
        f"{_WAYS} -k who_is_the_agent",
    ),
    Fault(
        "fetching that is left to the client is an authority",
        _COLLECTOR,
        " and not _DOUBT.search(said)",
        "",
        f"{_WAYS} -k does_not_is_none",
    ),
    Fault(
        "the name of the item is an authority to fetch",
        _COLLECTOR,
        'scope.replace(item, "") if item else scope',
        "scope",
        f"{_WAYS} -k name_of_the_item",
    ),
    Fault(
        "an order nobody has seen here is an authority",
        _COLLECTOR,
        "        if order is None:\n            words",
        "        if order is None:\n            return application.agent_authority\n"
        "            words",
        f"{_WAYS} -k not_known_here",
    ),
    Fault(
        "papers that went back lie at the hall that reopens",
        "clerk_app/intake/rules/custody.py",
        '"holder": state.custody[-1].holder, "papers": []',
        '"holder": state.custody[-1].holder, "papers": paper_lines(state.custody[-1].papers)',
        f"{_WAYS} -k lies_nowhere",
    ),
    Fault(
        "what was brought again lies nowhere",
        "clerk_app/deeds/material_list.py",
        "            return True  # else what",
        "            return True\n        return False  # else what",
        f"{_WAYS} -k brought_again",
    ),
    Fault(
        "what went back was lost on the way",
        "clerk_app/intake/rules/papers_now.py",
        "in _lost(state) - gone:",
        "in _lost(state):",
        "tests/intake/test_papers_now.py",
    ),
    Fault(
        "a sent parcel is checked face to face",
        "clerk_app/notices/kinds/transfer_slip.py",
        '"runs_sent" if sent else "runs"',
        '"runs"',
        f"{_NAMED} -k face_to_face",
    ),
    Fault(
        "a telephone is on papers that need none",
        "clerk_app/deeds/facts.py",
        'applicant.phone if facts.kind == SLIP else ""',
        "applicant.phone",
        f"{_NAMED} -k telephone",
    ),
    Fault(
        "the number of an agent is told whole",
        "clerk_app/deeds/facts.py",
        'agent_id_masked=_number_told(agent) if agent else ""',
        'agent_id_masked=agent.id_number if agent else ""',
        f"{_NAMED} -k told_masked",
    ),
    Fault(
        "what nobody brought was received",
        "clerk_app/notices/kinds/acceptance.py",
        "len(facts.ready_papers) - waived",
        "len(facts.ready_papers)",
        f"{_NAMED} -k not_counted",
    ),
)
