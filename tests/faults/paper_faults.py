"""Faults of the papers of the later life of a case (titles, law, dates, claims, lost facts) and of
the type of every paper: names, lines, marks, boxes, letters, slips."""

from __future__ import annotations

from tests.faults.fault import Fault

_KINDS = "clerk_app/notices/kinds"
_CONTENT = "tests/notices/test_later_content.py"
_EVERY = "tests/notices/test_later_kinds.py"
_NAMES = "tests/notices/test_whole_names.py"
_LINES = "tests/notices/test_breaking.py"
_MARKS = "tests/notices/test_marks.py"
_SLIPS = "tests/notices/test_slip_room.py"
_LETTER = "tests/notices/test_letter.py"

PAPER = (
    Fault(
        "the order of names moves lines",
        "clerk_app/notices/unbroken.py",
        "key=lambda name: (-len(name), name)",
        "key=len, reverse=True",
        "tests/notices/test_whole_names.py -k order_in_which",
    ),
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
        '"bring") if act.open else ("none_open"',
        '"bring") if not act.open else ("none_open"',
        f"{_CONTENT} -k correction_receipt",
    ),
    Fault(
        "a proxy signs as the one it is for",
        f"{_KINDS}/delivery_receipt.py",
        "by_proxy = bool(act.proxy_reason or act.proxy_authority)",
        "by_proxy = False",
        f"{_CONTENT} -k delivery",
    ),
    Fault(
        "a refused licence is promised on the closure slip",
        f"{_KINDS}/closure.py",
        "bool(act.result_name) and not refused",
        "bool(act.result_name)",
        f"{_CONTENT} -k promises_no_licence",
    ),
    Fault(
        "a long reason runs over the foot of the page",
        "clerk_app/notices/before.py",
        "if len(row) == 1 and len(lines)",
        "if len(row) == 9 and len(lines)",
        f"{_EVERY} -k longer_than_a_page",
    ),
    Fault(
        "the names of a paper are not told to the typesetter",
        "clerk_app/notices/render.py",
        "names = frozenset(filter(is_dotted, said - things))",
        "names = frozenset[str]()",
        f"{_NAMES} -k names_of_a_paper",
    ),
    Fault(
        "a name is whole only where it was told of",
        "clerk_app/notices/unbroken.py",
        "spans += _unknown(text, run.start(), run.end(), taken, fits)\n    return spans",
        "pass\n    return spans",
        f"{_NAMES} -k nobody_told_of",
    ),
    Fault(
        "a name longer than its line is cut inside a part",
        "clerk_app/notices/breaking.py",
        "dots = tuple(at for at in range(2, len(text)) if _at_a_dot(text, at))",
        "dots: tuple[int, ...] = ()",
        f"{_NAMES} -k after_a_dot",
    ),
    Fault(
        "a number is parted from what it counts",
        "clerk_app/notices/breaking.py",
        "return before in _DIGITS and after in _COUNTED",
        "return False",
        f"{_LINES} -k belongs_together",
    ),
    Fault(
        "a line begins with a mark of the tables before",
        "clerk_app/notices/breaking.py",
        "return (NO_START_NOW, NO_END_NOW) if look >= MARKS_LOOK else (NO_START, NO_END)",
        "return NO_START, NO_END",
        f"{_LINES} -k belongs_together",
    ),
    Fault(
        "a hanzi stands alone on a last line",
        "clerk_app/notices/breaking.py",
        "if where and look >= MARKS_LOOK and len(cuts) > 1:",
        "if False:",
        f"{_LINES} -k alone",
    ),
    Fault(
        "marks are closed up over what is drawn",
        "clerk_app/notices/typeset.py",
        "return -_CLOSED_UP if after in BLANK_RIGHT or after in BLANK_LEFT else 0.0",
        "return -_CLOSED_UP",
        f"{_MARKS} -k beside_each_other",
    ),
    Fault(
        "what a mark gave up is not counted at a line's end",
        "clerk_app/notices/typeset.py",
        "else (advance - gap - (",
        "else (advance - (",
        f"{_LINES} -k keep_to_the_room",
    ),
    Fault(
        "the code in a box is too small to read",
        "clerk_app/notices/typeset.py",
        "size = min(max(_CODE_SIZE, style.size * _CODE_SHARE)",
        "size = min(style.size * _CODE_SHARE",
        f"{_MARKS} -k two_rows",
    ),
    Fault(
        "a page does not say which character a box stands for",
        "clerk_app/notices/render.py",
        'f"{BOXED_NOTE}代码全文：{codes}。"',
        "BOXED_NOTE",
        f"{_MARKS} -k code_whole",
    ),
    Fault(
        "dates under each other are set in figures of unequal width",
        "clerk_app/notices/tables.py",
        "return on.style(FIGURE if even else CELL)",
        "return on.style(FIGURE if column.figures else CELL)",
        f"{_MARKS} -k figures",
    ),
    Fault(
        "short cells go to the end of an entry",
        "clerk_app/notices/tables.py",
        "if on.since(3):  # in the order of the columns",
        "if False:",
        f"{_MARKS} -k in_their_order",
    ),
    Fault(
        "words stand in the quiet zone of a slip's code",
        "clerk_app/notices/slips.py",
        "return placed, _QUIET * module",
        "return placed, _QUIET * 0.5 * module",
        f"{_SLIPS} -k four_modules",
    ),
    Fault(
        "the foot of a slip is cut within its parts",
        "clerk_app/notices/slips.py",
        "    if on.since(3):\n        return pieces(",
        "    if on.since(9):\n        return pieces(",
        f"{_SLIPS} -k no_part",
    ),
    Fault(
        "the number of a decision is in no place of a letter",
        f"{_KINDS}/denial.py",
        "agency_number=act_of(facts).result_number or facts.agency_number,",
        "agency_number=facts.agency_number,",
        f"{_LETTER} -k number",
    ),
    Fault(
        "the day of a letter ends where the seal's place does",
        "clerk_app/notices/letters.py",
        "_FROM_RIGHT = 4",
        "_FROM_RIGHT = 2",
        f"{_LETTER} -k four_characters",
    ),
    Fault(
        "nobody can sign on the line of a letter",
        "clerk_app/notices/letters.py",
        "    if on.since(3):\n        style = _SMALLER if signs",
        "    if on.since(9):\n        style = _SMALLER if signs",
        f"{_LETTER} -k sign_on",
    ),
    Fault(
        "who seals is set over the words of the seal",
        "clerk_app/notices/letters.py",
        "first = label + 3 * MM + style.size",
        "first = label - 9 * MM + style.size",
        f"{_LETTER} -k four_characters",
    ),
    Fault(
        "a long name runs out of the place of the seal",
        "clerk_app/notices/letters.py",
        "max(_SIDE, widest + 2 * _INSIDE)",
        "_SIDE",
        f"{_LETTER} -k four_characters",
    ),
)
