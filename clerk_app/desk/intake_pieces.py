"""The paper in the row in hand: how many pieces of it came, and how many pages they have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk import intake_lines as lines
from clerk_app.desk.intake_more import IntakeMore
from clerk_app.desk.intake_state import Step
from clerk_app.desk.messages import Message
from clerk_app.intake.rules.fields import MAX_PAGES

if TYPE_CHECKING:
    from clerk_app.catalogue.model import Material
    from clerk_app.intake.model import CheckedPaper


class IntakePieces(IntakeMore):
    """Counting, in the checklist."""

    def count(self, by: int) -> None:
        """+ and -: pieces handed in."""
        paper = self._paper()
        if paper is None or not paper.state.is_handed_in:
            return
        copies = max(0, min(99, paper.copies + by))
        pages = paper.pages if copies else 0  # what is not here has none
        self._do(lines.with_paper(self.state.work, replace(paper, copies=copies, pages=pages)))

    def ask_pages(self) -> None:
        """S: how many pages the pieces handed in have."""
        paper = self._paper()
        if paper is not None and paper.copies:
            self._set(replace(self.state, typing_pages=True, typing_fault=False, message=None))

    def typed_pages(self, text: str) -> None:
        """Enter: so many pages; empty: nobody counted them."""
        paper, pages = self._paper(), lines.pages_of(text)
        if paper is None or not self.state.typing_pages:
            return
        if pages is None:
            told = f"页数填 1–{MAX_PAGES} 的数字。"
            self._tell(Message(told, "没有数就空着。", "改好再按 Enter，按 Esc 不改。"))
            return
        self._set(replace(self.state, typing_pages=False))
        self._do(lines.with_paper(self.state.work, replace(paper, pages=pages)))

    # ------------------------------------------------------------ inside

    def _material(self) -> Material | None:
        work, item = self.state.work, self.state.item
        if item is None or work.step is not Step.PAPERS or self.state.done:
            return None
        materials = lines.listed(work, item)
        return materials[work.row] if 0 <= work.row < len(materials) else None

    def _paper(self) -> CheckedPaper | None:
        material = self._material()
        found = (p for p in self.state.work.papers if material and p.name == material.name)
        return next(found, None)
