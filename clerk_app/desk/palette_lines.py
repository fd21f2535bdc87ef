"""The lines of the search box in words: items, cases, commands, and what to do without a hit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clerk_app.catalogue.model import BUNDLE
from clerk_app.catalogue.rules.matching import locate
from clerk_app.catalogue.rules.narrowing import terms_of
from clerk_app.catalogue.rules.spelling import readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clerk_app.desk.actions import Action
    from clerk_app.desk.case_port import CaseLine
    from clerk_app.desk.palette_port import ItemHit

Marks = tuple[tuple[int, int], ...]
SAID = "俗称："


class Kind(StrEnum):
    """What a line stands for; also what opening it does."""

    ITEM = "item"
    BUNDLE = "bundle"
    CASE = "case"
    COMMAND = "command"
    DEPARTMENT = "department"  # a filter, no end of the search
    NOTE = "note"  # 首问登记


GLYPHS = {
    Kind.ITEM: "intake",
    Kind.BUNDLE: "bundle",
    Kind.CASE: "cases",
    Kind.COMMAND: "chevron",
    Kind.DEPARTMENT: "hall",
    Kind.NOTE: "draft",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `marks` are ranges of `title`, `detail_marks` of `detail`."""

    kind: Kind
    key: str
    title: str
    marks: Marks = ()
    detail: str = ""
    detail_marks: Marks = ()
    note: str = ""
    warns: bool = False  # the note stands against taking it in
    favourite: bool = False
    cap: str = ""

    @property
    def glyph(self) -> str:
        """Its glyph."""
        return GLYPHS[self.kind]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    title: str
    remark: str
    lines: tuple[Line, ...]


def item_line(found: ItemHit, typed: str) -> Line:
    """An item or a bundle. Found by what people call it, the line says so."""
    hit = found.hit
    kind = Kind.BUNDLE if hit.type == BUNDLE else Kind.ITEM
    facts = [hit.department, hit.type if kind is Kind.ITEM else "", found.pace]
    if found.parts is not None:
        facts.append(f"{found.parts} {'个事项' if kind is Kind.BUNDLE else '份材料'}")
    detail = "·".join(fact for fact in facts if fact)
    detail_marks: Marks = ()
    if hit.alias:
        moved = len(SAID)
        detail_marks = tuple((a + moved, b + moved) for a, b in _marks(hit.alias, typed))
        detail = f"{SAID}{hit.alias}" + (f"·{detail}" if detail else "")
    return Line(
        kind,
        hit.key,
        hit.name,
        hit.matched,
        detail,
        detail_marks,
        note=_note(found),
        warns=not hit.usable,
        favourite=hit.favourite,
    )


def case_line(case: CaseLine) -> Line:
    """A case: its applicant stays masked."""
    detail = f"{case.grouped}·{case.applicant}·{case.received} 收件"
    return Line(Kind.CASE, case.number, case.item, detail=detail, note=case.state)


def command_lines(commands: Iterable[Action], typed: str) -> Iterator[Line]:
    """The commands whose words hold what was typed, by hanzi, pinyin or initials."""
    for command in commands:
        marks = _marks(command.title, typed) if typed.strip() else ()
        if marks or not typed.strip():
            yield Line(Kind.COMMAND, command.id, command.title, marks, note=command.key)


def department_lines(departments: Iterable[str]) -> Iterator[Line]:
    """Departments to narrow by."""
    for name in departments:
        yield Line(Kind.DEPARTMENT, name, name, detail="看这个部门的事项")


def note_line(typed: str) -> Line:
    """首问登记 of what was typed."""
    title = f"记下来问：“{typed.strip()}”"
    return Line(Kind.NOTE, typed.strip(), title, detail="首问登记，有了答复再告诉群众")


def _note(found: ItemHit) -> str:
    hit = found.hit
    if not hit.usable:
        return "材料清单不全"
    used = f"用过 {hit.uses:,} 次" if hit.uses else ""
    words = (BUNDLE if hit.type == BUNDLE else "", used, "★" if hit.favourite else "")
    return " ".join(word for word in words if word)


def _marks(text: str, typed: str) -> Marks:
    """What of the text was typed; empty when a word is not in it."""
    readings = readings_of(text)
    ranges: list[tuple[int, int]] = []
    for term in terms_of(typed):
        found = locate(text, readings, term.name) if term.name else None
        if found is None:
            return ()
        ranges.extend(found)
    return tuple(sorted(ranges))
