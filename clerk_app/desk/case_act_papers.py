"""The papers of an act in hand: states, faults, corrections, pieces."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk import case_papers as papers
from clerk_app.desk.case_act_core import ActCore
from clerk_app.desk.case_form import CORRECTION, FAULT, PAGES
from clerk_app.desk.intake_lines import pages_of
from clerk_app.desk.messages import Message
from clerk_app.intake.model import Action, PaperState
from clerk_app.intake.rules.fields import MAX_PAGES
from clerk_app.kernel.text import fault_in, to_mend

if TYPE_CHECKING:
    from clerk_app.desk.case_form import Form
    from clerk_app.desk.case_papers import Mark


class PaperActs(ActCore):
    """What the keys of the checklist do in the form of an act."""

    def move_row(self, by: int) -> None:
        """Up or Down in the papers."""
        if self.form is not None:
            self.to_row(self.form.row + by)

    def to_row(self, row: int) -> None:
        """This paper."""
        form = self.form
        if form is not None and not form.busy:
            row = max(0, min(len(form.rows) - 1, row))
            self._set(replace(form, row=row, asking=False, typing=""))

    def mark(self, state: PaperState) -> None:
        """1–5: what the paper in hand is like now."""
        form = self.form
        if form is None or self._seen is None or not form.in_papers or not form.rows:
            return
        row, mark = form.rows[form.row], form.typed.marks[form.row]
        if state not in row.offered:
            words = (
                "只记当场更正" if form.action is Action.CORRECT else "这份没有共享来源，不能免交"
            )
            press = "按 4。" if form.action is Action.CORRECT else "按 1、2、3 或 4。"
            self._set(replace(form, message=Message(f"{words}。", "", press)))
            return
        held = next(p for p in self._seen.papers if p.name == mark.name)
        material = papers.material_of(self._item, mark.name)
        made = papers.marked(mark, state, material, held, form.action)
        typing = ""
        if form.action is Action.CORRECT and not made.correction:
            typing = CORRECTION
        self._put(form, made, typing=typing)

    def fault(self, at: int) -> None:
        """Q W E …: a fault of the paper's own list; the one after the last is typed."""
        form = self.form
        if form is None or not form.in_papers or not form.rows:
            return
        row, mark = form.rows[form.row], form.typed.marks[form.row]
        if row.state not in {PaperState.DEFECTIVE, PaperState.CORRECTED_ON_THE_SPOT}:
            return
        corrects = form.action is Action.CORRECT
        if at >= len(row.faults):
            self._set(replace(form, typing=CORRECTION if corrects else FAULT))
        elif corrects:
            text = row.faults[at]
            self._put(form, replace(mark, fault=text, correction=text))
        else:
            self._put(form, replace(mark, fault=row.faults[at]))

    def typed_text(self, text: str) -> None:
        """What is wrong, or was put right, in the clerk's own words."""
        form = self.form
        if form is None or not form.typing:
            return
        if form.typing == PAGES:
            self._typed_pages(form, text)
            return
        bad = fault_in(text)
        if bad:
            self._set(
                replace(
                    form, message=Message(f"文字里有{bad}。", "", f"{to_mend(bad)}，再按 Enter。")
                )
            )
            return
        mark, text = form.typed.marks[form.row], text.strip()
        if text:
            corrects = form.typing == CORRECTION
            mark = replace(mark, correction=text) if corrects else replace(mark, fault=text)
        self._put(form, mark)

    def _typed_pages(self, form: Form, text: str) -> None:
        """Empty: nobody counted them."""
        pages = pages_of(text)
        if pages is None:
            told = Message(f"页数填 1–{MAX_PAGES} 的数字。", "没有数就空着。", "改好再按 Enter。")
            self._set(replace(form, message=told))
            return
        self._put(form, replace(form.typed.marks[form.row], pages=pages))

    def correction(self, answered: str) -> None:
        """The applicant will not (`declined`) or cannot (`impossible`) correct it here."""
        form = self.form
        if form is not None and form.in_papers and form.rows and form.rows[form.row].correctable:
            self._put(form, replace(form.typed.marks[form.row], correction=answered))

    def count(self, by: int) -> None:
        """+ and -: pieces that came."""
        form = self.form
        if form is None or not form.in_papers or not form.rows:
            return
        mark = form.typed.marks[form.row]
        if mark.state and PaperState(mark.state).is_handed_in:
            copies = max(0, min(papers.MOST_COPIES, mark.copies + by))
            pages = mark.pages if copies else 0  # what is not here has none
            self._put(form, replace(mark, copies=copies, pages=pages))

    def ask_pages(self) -> None:
        """S: how many pages the pieces that came have."""
        form = self.form
        if form is not None and form.in_papers and form.rows and form.typed.marks[form.row].copies:
            self._set(replace(form, typing=PAGES, message=None))

    def sign(self) -> None:
        """C: the applicant signed the undertaking; never by default."""
        form = self.form
        if form is not None and form.may_sign and form.in_papers:
            typed = replace(form.typed, signed=not form.typed.signed)
            self._refresh(replace(form, typed=typed))

    def _put(self, form: Form, mark: Mark, *, typing: str = "") -> None:
        marks = tuple(mark if each.name == mark.name else each for each in form.typed.marks)
        typed = replace(form.typed, marks=marks)
        self._refresh(
            replace(form, typed=typed, typing=typing, message=None, faults={}, asking=False)
        )

    def _next_paper(self, form: Form) -> bool:
        """Enter in the papers: the next one that is wanting and not marked, if this one is."""
        if not form.rows or not form.rows[form.row].state or self._seen is None:
            return False
        wanting = {paper.name for paper in self._seen.open_papers}
        left = [
            at
            for at, mark in enumerate(form.typed.marks)
            if at > form.row and mark.name in wanting and not mark.state
        ]
        if left:
            self._set(replace(form, row=left[0]))
        return bool(left)
