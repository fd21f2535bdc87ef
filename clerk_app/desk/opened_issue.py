"""催办单, 材料接收清单, 书面双告知书 on a real workstation: numbered, then brought to paper.

Runs in the worker; nothing of it waits for a printer (`opened_papers`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.deeds.dual_notice import Told, issue_dual_notice
from clerk_app.deeds.material_list import issue_material_list
from clerk_app.deeds.urge import urge
from clerk_app.desk.case_port import Done

if TYPE_CHECKING:
    from datetime import date

    from clerk_app.deeds.counter import Counter
    from clerk_app.deeds.take_in import Issued
    from clerk_app.desk.opened_papers import OpenedPapers


class Issuing:
    """What a port of cases issues beside its acts. `papers` brings it to paper."""

    def __init__(self, counter: Counter, papers: OpenedPapers) -> None:
        self._counter, self._papers = counter, papers

    def urge(
        self, number: str, *, to: str, by_day: date, asked: str = "", boxed: bool = False
    ) -> Done:
        """Number a 催办单 and hand it over."""
        counter = replace(self._counter, boxed=boxed)
        return self._handed(number, urge(counter, number, to=to, by_day=by_day, asked=asked))

    def material_list(self, number: str, *, boxed: bool = False) -> Done:
        """Number a 材料接收清单 and hand it over."""
        counter = replace(self._counter, boxed=boxed)
        return self._handed(number, issue_material_list(counter, number))

    def dual_notice(
        self,
        number: str,
        *,
        why: str = "",
        article: str = "",
        how: str = "",
        approver: str = "",
        boxed: bool = False,
    ) -> Done:
        """Number a 书面双告知书 and hand it over."""
        counter = replace(self._counter, boxed=boxed)
        told = Told(why, article, (how,), approver)
        return self._handed(number, issue_dual_notice(counter, number, told))

    def _handed(self, number: str, issued: Issued) -> Done:
        page, trouble = self._papers.hand_over(number, issued, self._counter.today())
        return Done(number, "", (page,), trouble)
