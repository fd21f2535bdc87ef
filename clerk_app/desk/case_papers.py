"""The papers of an act: what came with the citizen, marked 1–5 as in the checklist of intake."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from clerk_app.catalogue.model import Material, Necessity
from clerk_app.desk.intake_keys import FAULTS, STATES
from clerk_app.desk.intake_lines import STATE_WORDS, necessity_of, pieces
from clerk_app.desk.intake_state import PaperRow
from clerk_app.intake.model import Action, CheckedPaper, PaperState
from clerk_app.intake.rules.decide import may_be_waived, offers_correction

if TYPE_CHECKING:
    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.intake.model import CaseState, HeldPaper

MOST_COPIES = 99


@dataclass(frozen=True, slots=True)
class Mark:
    """What the clerk found of one paper now; `state` is empty while nobody touched it."""

    name: str
    state: str = ""
    fault: str = ""
    correction: str = ""
    copies: int = 0
    pages: int = 0


def marks_of(seen: CaseState) -> tuple[Mark, ...]:
    """The papers of a case, those that are wanting first."""
    papers = sorted(seen.papers, key=lambda paper: not paper.state.is_wanting)
    return tuple(Mark(paper.name) for paper in papers)


def material_of(item: ServiceItem | None, name: str) -> Material:
    """The paper as the item describes it; a plain one where the item is not known here."""
    found = item.material(name) if item else None
    return found or Material(name, Necessity.REQUIRED)


def rows_of(
    marks: tuple[Mark, ...], seen: CaseState, item: ServiceItem | None, action: Action
) -> tuple[PaperRow, ...]:
    """The papers in words."""
    held = {paper.name: paper for paper in seen.papers}
    return tuple(
        _row(number, mark, held[mark.name], item, action)
        for number, mark in enumerate(marks, start=1)
    )


def marked(
    mark: Mark, state: PaperState, material: Material, held: HeldPaper, action: Action
) -> Mark:
    """The paper after a key 1–5. A handed-in paper counts as all its pieces; one that was
    corrected is corrected in what was found wrong with it."""
    copies = 0
    lies_here = state is PaperState.DEFECTIVE and not held.state.is_wanting
    if state.is_handed_in and not lies_here:  # a fault found in what lies here brings nothing
        copies = mark.copies or material.count_due
    fault = mark.fault if state is PaperState.DEFECTIVE else ""
    correction = ""
    if state is PaperState.CORRECTED_ON_THE_SPOT:
        fault = mark.fault or held.fault
        correction = mark.correction or (held.fault if action is Action.CORRECT else fault)
        correction = correction or ("" if action is Action.CORRECT else "已改正")
    pages = mark.pages if copies else 0
    return Mark(mark.name, str(state), fault, correction, copies, pages)


def all_came(
    marks: tuple[Mark, ...], seen: CaseState, item: ServiceItem | None
) -> tuple[Mark, ...]:
    """A: every paper that is wanting and not marked yet is in order."""
    wanting = {paper.name for paper in seen.open_papers}
    return tuple(
        replace(
            mark,
            state=str(PaperState.IN_ORDER),
            copies=material_of(item, mark.name).count_due,
        )
        if mark.name in wanting and not mark.state
        else mark
        for mark in marks
    )


def fault_in_marks(marks: tuple[Mark, ...], action: Action) -> tuple[int, str]:
    """The first paper that is not told enough of, and why; (-1, "") when every one is."""
    touched = [mark for mark in marks if mark.state]
    if not touched:
        verb = "按 4 标出更正了的材料" if action is Action.CORRECT else "按 1–5 标出交来的材料"
        return 0, f"还没有材料：{verb}。"
    for at, mark in enumerate(marks):
        if mark.state == PaperState.DEFECTIVE and not mark.fault.strip():
            return at, f"“{mark.name}”有误，请写明错在哪里。"
        corrected = mark.state == PaperState.CORRECTED_ON_THE_SPOT
        if corrected and not mark.correction.strip():
            return at, f"“{mark.name}”请写明更正了什么。"
    return -1, ""


def raw_papers(marks: tuple[Mark, ...]) -> list[dict[str, Any]]:
    """The papers that were touched, as an act file has them."""
    lines: list[dict[str, Any]] = []
    for mark in marks:
        if not mark.state:
            continue
        line: dict[str, Any] = {"name": mark.name, "state": mark.state, "copies": mark.copies}
        if mark.pages:
            line["pages"] = mark.pages
        if mark.fault.strip():
            line["fault"] = mark.fault.strip()
        if mark.correction.strip():
            line["correction"] = mark.correction.strip()
        lines.append(line)
    return lines


def offered_to(material: Material, action: Action) -> frozenset[str]:
    """The states a key may set."""
    if action is Action.CORRECT:
        return frozenset({str(PaperState.CORRECTED_ON_THE_SPOT)})
    states = {str(state) for state in STATES.values()}
    return frozenset(states if may_be_waived(material) else states - {PaperState.WAIVED_SHARED})


def _row(
    number: int, mark: Mark, held: HeldPaper, item: ServiceItem | None, action: Action
) -> PaperRow:
    material = material_of(item, mark.name)
    handed = bool(mark.state) and PaperState(mark.state).is_handed_in
    return PaperRow(
        number=number,
        name=mark.name,
        necessity=necessity_of(material, item) if item else "必要",
        due=pieces(material),
        copies_in=str(mark.copies) if handed else "—",
        pages=mark.pages,
        keep=str(material.keep),
        state=mark.state,
        note=_note(mark, held),
        wanting=mark.state in {PaperState.MISSING, PaperState.DEFECTIVE},
        short=handed and mark.copies < material.count_due,
        faults=tuple(fault.text for fault in material.faults[: len(FAULTS) - 1]),
        fault=mark.fault,
        offered=offered_to(material, action),
        correctable=bool(mark.state) and offers_correction(material, _checked(mark)),
        word="" if mark.state else _now(held),
    )


def _now(held: HeldPaper) -> str:
    """What stands there while nobody touched the row."""
    return f"原来{STATE_WORDS[held.state]}"


def _note(mark: Mark, held: HeldPaper) -> str:
    match mark.state:
        case "":
            until = f"，容缺到 {held.make_good_by}" if held.make_good_by else ""
            if held.state.is_wanting:
                return (held.fault or "未提交") + until
            return f"{held.handed_on} 交来" if held.handed_on else ""
        case PaperState.DEFECTIVE:
            tail = {"declined": "，申请人不愿当场改", "impossible": "，当场改不了"}
            return (mark.fault or "还没写错在哪里") + tail.get(mark.correction, "")
        case PaperState.CORRECTED_ON_THE_SPOT:
            return f"更正了：{mark.correction}" if mark.correction else "还没写更正了什么"
        case PaperState.MISSING:
            return "还是缺"
    return ""


def _checked(mark: Mark) -> CheckedPaper:
    return CheckedPaper(
        mark.name, PaperState(mark.state), mark.fault, mark.correction, mark.copies, mark.pages
    )
