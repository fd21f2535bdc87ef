"""Faults of sheets, looks, wording and type: what no page may lose."""

from __future__ import annotations

from tests.faults.fault import Fault

_NOTICES = "clerk_app/notices"
_SHEETS = "tests/notices/test_sheets.py"
_OWN = "tests/notices/test_own_wording.py"
_TYPE = "tests/notices/test_type.py"
_MUST = "tests/notices/test_mandatory.py"

SHEET = (
    Fault(
        "a page issued before gets the look of today",
        f"{_NOTICES}/sheets.py",
        "return self.template <= FIRST_TEMPLATE",
        "return False",
        "tests/notices/test_issued_before.py",
    ),
    Fault(
        "names are kept whole on pages that cut them",
        f"{_NOTICES}/render.py",
        "whole_names = document.template > FIRST_TEMPLATE",
        "whole_names = True",
        "tests/notices/test_issued_before.py tests/notices/test_template.py",
    ),
    Fault(
        "a line ends at the dot of a name",
        f"{_NOTICES}/breaking.py",
        "and not (whole_names and _at_a_dot(text, at))",
        "",
        f"{_TYPE} -k dot",
    ),
    Fault(
        "columns keep their width on a smaller sheet",
        f"{_NOTICES}/tables.py",
        "widths = [width * on.width / _WHOLE for width in given]",
        "widths = given[:]",
        f"{_SHEETS} -k hardest_facts_fit",
    ),
    Fault(
        "a column is narrower than its heading",
        f"{_NOTICES}/tables.py",
        "if at != widest and widths[at] < needed:",
        "if False:",
        f"{_SHEETS} -k narrower_than_its_heading",
    ),
    Fault(
        "an entry of large type is cut by the page",
        f"{_NOTICES}/tables.py",
        "<= on.room / 2",
        "<= 0",
        f"{_SHEETS} -k cut_by_a_page",
    ),
    Fault(
        "the stub is drawn over what is signed",
        f"{_NOTICES}/layout.py",
        "strips = _held(strips, stub.top - foot.depth, foot.bottom)",
        "pass",
        f"{_SHEETS} -k hardest_facts_fit",
    ),
    Fault(
        "a mandatory sentence may be emptied",
        f"{_NOTICES}/wording.py",
        "if not text.strip():",
        "if False:",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a mandatory placeholder may be edited away",
        f"{_NOTICES}/wording.py",
        "if name not in _MARK.findall(text)]",
        "if not name]",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a file of the hall that fits no kind is passed over in silence",
        f"{_NOTICES}/wording.py",
        "if other != path and not",
        "if False and not",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a boxed character stands without the note",
        f"{_NOTICES}/render.py",
        "if boxed and lacks_glyph",
        "if not boxed and lacks_glyph",
        f"{_TYPE} -k stands_as_its_code",
    ),
    Fault(
        "a private-use character is taken as it is",
        "clerk_app/kernel/text.py",
        "text = standard(text).strip()",
        "text = text.strip()",
        f"{_TYPE} -k private_use",
    ),
    Fault(
        "beyond U+FFFF the text cannot be copied",
        f"{_NOTICES}/embedding.py",
        "{chr(c).encode('utf-16-be').hex().upper()}",
        "{c:04X}",
        f"{_TYPE} -k found_again",
    ),
    Fault(
        "the parts of a composite glyph keep their old numbers",
        f"{_NOTICES}/embedding.py",
        'struct.pack_into(">H", whole, at + 2, new[part])',
        "pass",
        "tests/notices/test_embedding.py",
    ),
    Fault(
        "the reminder tells its own date for the answer",
        f"{_NOTICES}/kinds/reminder.py",
        'Highlight("请在此日前答复", filled["answer_by"])',
        'Highlight("请在此日前答复", filled["due_on"])',
        f"{_MUST} -k reminder",
    ),
    Fault(
        "the daily slip tells the first number twice",
        f"{_NOTICES}/kinds/daily_slip.py",
        'Field("末个编号", day.last_number',
        'Field("末个编号", day.first_number',
        f"{_MUST} -k daily_slip",
    ),
    Fault(
        "the list of papers does not count pages",
        f"{_NOTICES}/kinds/material_list.py",
        'Cell(str(paper.pages) if paper.pages else "—")',
        'Cell("—")',
        f"{_MUST} -k material_list",
    ),
    Fault(
        "a letter's lines leave the grid",
        f"{_NOTICES}/letters.py",
        "LINES, CHARACTERS = 22, 28",
        "LINES, CHARACTERS = 23, 28",
        f"{_SHEETS} -k letter",
    ),
)
