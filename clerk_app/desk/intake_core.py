"""What happens after every key on the intake screen: judge, show, save, lay the page out.

Slow things go through the runner; of page and draft only the newest wish is worked on, so a
slow machine falls behind by one job at most, and the last keystroke is always the one kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk import intake_draft as draft
from clerk_app.desk import intake_lines as lines
from clerk_app.desk.intake_state import IntakeState, Matter, Step, Work
from clerk_app.desk.messages import Message, explain
from clerk_app.desk.verdict import EMPTY, Verdict, judge, refused
from clerk_app.kernel.errors import ClerkError

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.desk.intake_port import IntakePort
    from clerk_app.desk.runner import Runner
    from clerk_app.intake.model import Application, Decision
    from clerk_app.kernel.working_days import Calendar
    from clerk_app.notices.page import Page

HISTORY = 200
"""Steps that can be taken back."""


class IntakeCore:
    """The state of the screen and everything that follows from a change of the work."""

    def __init__(
        self, port: IntakePort, runner: Runner, show: Callable[[IntakeState], None]
    ) -> None:
        self._port, self._runner, self._show = port, runner, show
        self._calendar: Calendar | None = None
        self._history: list[Work] = []
        self._content = self._kept = ""
        self._wish: tuple[Application, Decision] | None = None
        self._made: tuple[Application, Decision] | None = None
        self.state = IntakeState()

    def _page_job(self) -> tuple[tuple[Application, Decision], tuple[Page, ...]] | None:
        wish = self._wish
        if wish is None or wish == self._made:
            return None
        self._made = wish
        return wish, self._port.preview(*wish)

    def _page_told(
        self, answer: tuple[tuple[Application, Decision], tuple[Page, ...]] | None
    ) -> None:
        if answer is not None and answer[0] == self._wish:
            self._set(replace(self.state, pages=answer[1], page_note=""))

    def _page_failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, pages=(), page_note=error.message))

    def _save_job(self) -> str | None:
        content = self._content
        if content == self._kept:
            return None
        self._port.save_draft(content)
        self._kept = content
        return content

    def _saved(self, content: str | None) -> None:
        if content:
            self._set(replace(self.state, saved=f"已存本机 {self._port.now():%H:%M:%S}"))

    def _failed(self, error: ClerkError) -> None:
        self._tell(explain(error))

    def _item_back(self, item: ServiceItem) -> None:
        """The item of a draft, or of work that undo brought back."""
        work = self.state.work
        self.state = replace(self.state, item=item)
        if item.content_hash == work.item_hash:
            self._refresh(work)
            return
        keys = {s.key: {a.value for a in s.answers} for s in item.situations}
        answers = tuple((k, v) for k, v in work.answers if v in keys.get(k, set()))
        papers = tuple(lines.known(work.papers, item))
        work = replace(work, item_hash=item.content_hash, answers=answers, papers=papers)
        step = min(work.step, self._todo(work))
        self._refresh(replace(work, step=step, row=0, question=0))
        self._tell(Message("事项更新过，已换成新的一版。", "请把情形和材料再看一遍。"))

    def _item_gone(self, error: ClerkError) -> None:
        work = replace(self.state.work, step=Step.ITEM, item="", item_hash="", answers=())
        self._refresh(work)
        self._failed(error)

    def _todo(self, work: Work) -> Step:
        """The first step with something left to do."""
        item = self.state.item
        if not work.applicant.name.strip():
            return Step.APPLICANT
        if item is None:
            return Step.ITEM
        if work.matter is not Matter.USUAL:
            return Step.DECIDE
        if len(work.answers) < len(item.situations):
            return Step.SITUATION
        return Step.PAPERS if lines.unseen(work, item) else Step.DECIDE

    def _go(self, **values: object) -> None:
        """Move the hand only: no step of undo."""
        if not self.state.busy and not self.state.done:
            step = {"step": Step.PAPERS} if "row" in values else {}
            self._refresh(replace(self.state.work, **step, **values))  # type: ignore[arg-type]  # fields of Work by name

    def _do(self, work: Work) -> None:
        """A change that can be taken back."""
        if self.state.busy or self.state.done:
            return
        self._history = [*self._history[1 - HISTORY :], self.state.work]
        self._refresh(work)

    def _refresh(self, work: Work) -> None:
        """Judge the work anew and show it."""
        if self.state.busy:
            return
        item = self.state.item if work.item else None
        if work.item and (item is None or item.key != work.item):
            # undo went back to another item
            self._set(replace(self.state, work=work, item=None, rows=(), message=None))
            self._runner.run(lambda: self._port.item(work.item), self._item_back, self._item_gone)
            return
        self.state = replace(
            self.state, work=work, item=item, message=None, can_undo=bool(self._history)
        )
        rows = lines.paper_rows(work, item) if item else ()
        self.state = replace(self.state, rows=rows, sums=lines.sums(rows))
        self._question()
        self._judge()
        self._steps()
        self._save()

    def _question(self) -> None:
        work, item = self.state.work, self.state.item
        count = len(item.situations) if item else 0
        situation = item.situations[min(work.question, count - 1)] if item and count else None
        answer = dict(work.answers).get(situation.key, "") if situation else ""
        facts = lines.item_facts(item) if item else ""
        self.state = replace(
            self.state,
            situation=situation,
            situation_count=count,
            answer=answer,
            head=item.name if item else "",
            facts=facts,
        )

    def _judge(self) -> None:
        work, item = self.state.work, self.state.item
        verdict: Verdict = EMPTY
        decision: Decision | None = None
        if item is not None and self._calendar is not None:
            try:
                application = lines.application(work, item, self._port.now())
            except ClerkError as error:
                verdict = refused(error)
            else:
                left = len(lines.unseen(work, item))
                decision, verdict = judge(application, item, self._calendar, left)
                self._wish_page(application, decision)
        if decision is None:
            self._wish = None
            self.state = replace(self.state, pages=(), page_note="", page_title="")
        soft = any(s.deferrable for s in decision.shortfalls) if decision else False
        may = bool(item and item.deferral.enabled) and (soft or work.undertaking_signed)
        self.state = replace(self.state, verdict=verdict, may_defer=may)

    def _wish_page(self, application: Application, decision: Decision | None) -> None:
        if decision is None:
            return
        titles = {
            "accepted": "受理通知书",
            "conditionally_accepted": "容缺受理通知书",
            "returned_for_correction": "一次性告知书",
            "not_accepted": "不予受理决定书",
            "not_needed": "不受理告知书",
        }
        self.state = replace(self.state, page_title=titles[decision.outcome])
        # the second of the act is no news to the page
        at = application.received_at.replace(hour=12, minute=0, second=0, microsecond=0)
        wish = (replace(application, received_at=at), decision)
        if wish != self._wish:
            self._wish = wish
            self._runner.run(self._page_job, self._page_told, self._page_failed)

    def _steps(self) -> None:
        state = self.state
        made = lines.steps(state.work, state.item, state.rows, state.verdict)
        self._set(replace(state, steps=made))

    def _save(self) -> None:
        content = draft.dump(self.state.work)
        if content != self._content:
            self._content = content
            self._runner.run(self._save_job, self._saved, self._failed)

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _set(self, state: IntakeState) -> None:
        self.state = state
        self._show(state)
