"""Reading the values of a file somebody wrote by hand or by machine.

Every text is refused at the edge if it holds what cannot be stored, shown or printed. An error
names its field as a path (`materials[2].copies`), never the value: it may be a person's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clerk_app.intake.model import CheckedPaper, PaperState
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.text import fault_in, plain, refuse_no_name

PAPER = {"name", "state", "fault", "correction", "copies", "pages"}
MAX_COPIES = 9999
MAX_PAGES = 99_999
MAX_ENTRIES = 1000
"""Most papers and most answers of one file; real items have fewer than 60."""
MOMENT, DAY = "2026-03-02T10:05:00+08:00", "2026-03-02"
"""How a time and a day are written."""
_SHOWN_KEY = 40
_BLANK = "\u2800"
"""A braille cell without a dot: a symbol that shows nothing."""


def moment(text: str, name: str = "received_at") -> datetime:
    """The time of an act, in the years a case number can hold. Raises `Misused` (`bad_time`)
    naming the field and its shape: what was typed may be a person's."""
    try:
        at = parse_stamp(text)
    except Misused as error:
        raise Misused(error.code, f"{name} 应为带时区的时间，如 {MOMENT}") from error
    if not 2000 <= at.year <= 2099:
        raise Misused("bad_time", f"{name} 的年份应在 2000 到 2099 之间")
    return at


def papers(raw: object) -> tuple[CheckedPaper, ...]:
    """The lines of a checklist, no paper twice."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > MAX_ENTRIES:
        raise bad(f"materials 应为列表，最多 {MAX_ENTRIES} 份")
    papers = tuple(_paper(entry, f"materials[{index}]") for index, entry in enumerate(raw))
    names: set[str] = set()
    for index, paper in enumerate(papers):
        if paper.name in names:
            raise bad(f"materials[{index}].name：同一份材料写了两遍")
        names.add(paper.name)
    return papers


def _paper(raw: object, where: str) -> CheckedPaper:
    fields = mapping(raw, where, PAPER)
    name = wanted(fields, "name", where)
    try:
        state = PaperState(wanted(fields, "state", where))
    except ValueError as error:
        raise bad(f"{where}.state 应为 {'、'.join(PaperState)} 之一") from error
    copies = fields.get("copies")
    counted = copies is not None
    if copies is None:
        copies = 1 if state.is_handed_in else 0
    if isinstance(copies, bool) or not isinstance(copies, int) or not 0 <= copies <= MAX_COPIES:
        raise bad(f"{where}.copies 应为 0–{MAX_COPIES} 的整数")
    pages = fields.get("pages")
    pages = 0 if pages is None else pages
    if isinstance(pages, bool) or not isinstance(pages, int) or not 0 <= pages <= MAX_PAGES:
        raise bad(f"{where}.pages 应为 0–{MAX_PAGES} 的整数")
    copies = copies if state.is_handed_in else 0  # what was not handed in has no pieces
    pages = pages if copies else 0
    fault, correction = text_in(fields, "fault", where), text_in(fields, "correction", where)
    return CheckedPaper(name, state, fault, correction, copies, pages, counted)


def mapping(raw: object, where: str, known: set[str]) -> Mapping[str, Any]:
    """An object with no field but the known ones."""
    if not isinstance(raw, Mapping):
        raise bad(f"{where or '文件'}应为一个对象")
    unknown = sorted(shown(key) for key in raw if key not in known)
    if unknown:
        raise bad(f"{where or '文件'}里有不认识的字段：{unknown[0]}")
    return raw


def wanted(fields: Mapping[str, Any], name: str, where: str) -> str:
    """A text that must be there, with something in it that can be seen."""
    text = text_in(fields, name, where)
    if not is_visible(text):
        raise bad(f"缺少字段：{path_of(where, name)}")
    return text


def named(fields: Mapping[str, Any], name: str, where: str) -> str:
    """The name of a person or a body, empty where there is none. Raises `Misused` (`bad_text`)
    where nothing in it can be read: papers print it."""
    text = text_in(fields, name, where)
    refuse_no_name(text, path_of(where, name))
    return text


def wanted_name(fields: Mapping[str, Any], name: str, where: str) -> str:
    """As `named`, for one that must be there."""
    wanted(fields, name, where)
    return named(fields, name, where)


def is_visible(text: str) -> bool:
    """Does a text hold a letter, a digit or a sign? Blanks and marks alone are nothing."""
    return any(unicodedata.category(char)[0] in "LNPS" and char != _BLANK for char in text)


def text_in(fields: Mapping[str, Any], name: str, where: str) -> str:
    """A text, empty where there is none."""
    value, path = fields.get(name), path_of(where, name)
    return "" if value is None else plain(string(value, path), path)


def string(value: object, path: str) -> str:
    """A text and nothing else."""
    if not isinstance(value, str):
        raise bad(f"{path} 应为文字")
    return value


def flag(fields: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    """Yes or no."""
    value = fields.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise bad(f"{name} 应为 true 或 false")
    return value


def path_of(where: str, name: str) -> str:
    """How a field is named in an error."""
    return f"{where}.{name}" if where else name


def shown(key: object) -> str:
    """A key of the file as a message may carry it: short, and free of what cannot be shown."""
    text = str(key)
    return (ascii(text) if fault_in(text) else text)[:_SHOWN_KEY]


def bad(message: str) -> Misused:
    """The error for a file that is not in the agreed form."""
    return Misused("bad_intake_file", message)
