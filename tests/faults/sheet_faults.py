"""Faults of sheets, looks, wording and type: what no page may lose."""

from __future__ import annotations

from tests.faults.fault import Fault

_NOTICES = "clerk_app/notices"
_SHEETS = "tests/notices/test_sheets.py"
_OWN = "tests/notices/test_own_wording.py"
_TYPE = "tests/notices/test_type.py"
_MUST = "tests/notices/test_mandatory.py"
_ROOM = "tests/notices/test_room.py"

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
        "look=document.template, names",
        "look=2, names",
        "tests/notices/test_issued_before.py tests/notices/test_template.py",
    ),
    Fault(
        "a line ends at the dot of a name",
        f"{_NOTICES}/breaking.py",
        "and not (look >= NAMES_LOOK and _at_a_dot(text, at))",
        "",
        "tests/notices/test_whole_names.py -k inside_a_part",
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
        "if not stub:\n        return strips",
        "if True:\n        return strips",
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
        "    if missing:\n",
        "    if not missing:\n",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a file of the hall that fits no kind is passed over in silence",
        f"{_NOTICES}/wording.py",
        "        if _is_strange(name):",
        "        if not name and _is_strange(name):",
        f"{_OWN} -k wrong",
    ),
    Fault(
        "a boxed character stands without the note",
        f"{_NOTICES}/render.py",
        "    if lacking:\n        document = _with_note",
        "    if not lacking and not said:\n        document = _with_note",
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
    Fault(
        "a row of a listing taller than the page runs off it",
        f"{_NOTICES}/flow.py",
        "if len(rows) <= WHOLE:",
        "if True:",
        f"{_ROOM} -k fullest",
    ),
    Fault(
        "a long note of a highlight stays in its column",
        f"{_NOTICES}/blocks.py",
        "_GLANCE = 3",
        "_GLANCE = 9999",
        f"{_ROOM} -k fullest",
    ),
    Fault(
        "the name of the hall runs into the code",
        f"{_NOTICES}/heads.py",
        "return y + low - top if meets else y",
        "return y",
        f"{_ROOM} -k name_of_the_hall",
    ),
    Fault(
        "the small line under the foot is not broken",
        f"{_NOTICES}/feet.py",
        "self._margins = pieces(versions, SEPARATOR, self._small, on.width, on)",
        "pass",
        f"{_ROOM} -k small_line",
    ),
    Fault(
        "the place of the seal does not grow with the name",
        f"{_NOTICES}/signing.py",
        "max(side, y + _CLEAR)",
        "side",
        f"{_ROOM} -k who_seals",
    ),
    Fault(
        "who seals stands on the words of the seal",
        f"{_NOTICES}/signing.py",
        "label.leading + _CLEAR + style.size * _ASCENT",
        "label.leading",
        f"{_ROOM} -k who_seals",
    ),
    Fault(
        "a line to sign on is as short as it comes",
        f"{_NOTICES}/signing.py",
        "while across > 1 and not _fit(wanted, across, room):",
        "while False:",
        f"{_ROOM} -k not_have_room",
    ),
    Fault(
        "a value is set in a half that is too narrow for it",
        f"{_NOTICES}/blocks.py",
        "elif waits <= left and width <= right and share_a_line(out[-1][0], row):",
        "elif waits <= left:",
        f"{_ROOM} -k value_is_whole",
    ),
    Fault(
        "a page is signed without a promise on it",
        f"{_NOTICES}/layout.py",
        "if on.since(3) and _signs(block, before):",
        "if False:",
        f"{_ROOM} -k promise",
    ),
    Fault(
        "the whole closing waits for the seal's page",
        f"{_NOTICES}/signing.py",
        "if len(held) > 1 or not (kept or block.contact):",
        "if True:",
        f"{_ROOM} -k half_empty",
    ),
    Fault(
        "large type is only half as large again",
        f"{_NOTICES}/sheets.py",
        "least=18.0,",
        "least=7.0,",
        f"{_ROOM} -k eighteen",
    ),
    Fault(
        "the note on boxes stands at the end",
        f"{_NOTICES}/render.py",
        "if document.template < _NOTE_ABOVE:",
        "if True:",
        f"{_ROOM} -k note_on_boxes",
    ),
)
