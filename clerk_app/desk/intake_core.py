"""What happens after every key on the intake screen: judge, show, save, lay the page out.

Slow things go through the runner; of page and draft only the newest wish is worked on, so a
slow machine falls behind by one job at most, and the last keystroke is always the one kept.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.catalogue.rules.changes import changes
from clerk_app.desk import intake_draft as draft
from clerk_app.desk import intake_lines as lines
from clerk_app.desk.intake_state import IntakeState, ItemUpdate, Matter, Step, Work
from clerk_app.desk.messages import Message, explain
from clerk_app.desk.verdict import EMPTY, Verdict, judge, refused
from clerk_app.kernel.errors import ClerkError, Refused

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

    def _versions(self, work: Work) -> tuple[ServiceItem, ServiceItem | None]:
        """The version the work was opened under, and the one in use where that is another.

        A version this workstation does not have gives way to the one in use; an item that is
        no longer in use is finished under its own.
        """
        kept = None
        if work.item_hash:
            with suppress(Refused):
                kept = self._port.version(work.item, work.item_hash)
        try:
            new = self._port.item(work.item)
        except Refused:
            if kept is None:
                raise
            return kept, None
        if kept is None or kept.content_hash == new.content_hash:
            return new, None
        return kept, new

    def _item_back(self, versions: tuple[ServiceItem, ServiceItem | None]) -> None:
        """The item of a draft, or of work that undo brought back."""
        item, newer = versions
        work = self.state.work
        update = None
        if newer is not None:
            told = tuple(change.text for change in changes(item, newer))
            update = ItemUpdate(newer, told)
        self.state = replace(self.state, item=item, update=update)
        if item.content_hash == work.item_hash:
            self._refresh(work)
            return
        self._refresh(self._moved(work, item))
        self._tell(Message("事项更新过，已换成新的一版。", "请把情形和材料再看一遍。"))

    def show_update(self) -> None:
        """Show what changed in the newer version, or put it away again."""
        update = self.state.update
        if update is not None:
            self._set(replace(self.state, update=replace(update, shown=not update.shown)))

    def take_update(self) -> None:
        """Go on with the newer version; what was typed and ticked stays where it still fits."""
        update = self.state.update
        if update is None or self.state.busy or self.state.done:
            return
        work = self.state.work
        self._history = [*self._history[1 - HISTORY :], work]
        self.state = replace(self.state, item=update.item, update=None)
        self._refresh(self._moved(work, update.item))
        self._tell(Message("已换成新的一版。", "请把情形和材料再看一遍。"))

    def _moved(self, work: Work, item: ServiceItem) -> Work:
        """The work on another version: answers and papers it still knows."""
        answers = lines.answered(item, dict(work.answers))
        papers = tuple(lines.known(work.papers, item))
        work = replace(work, item_hash=item.content_hash, answers=answers, papers=papers)
        return replace(work, step=min(work.step, self._todo(work)), row=0, question=0)

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
        if len(work.answers) < len(lines.questions(work, item)):
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
        same = item is not None and (item.key, item.content_hash) == (work.item, work.item_hash)
        if work.item and not same:
            # undo went back to another item, or to another version of this one
            gone = {"item": None, "update": None, "rows": (), "message": None}
            self._set(replace(self.state, work=work, **gone))  # type: ignore[arg-type]  # by name
            self._runner.run(lambda: self._versions(work), self._item_back, self._item_gone)
            return
        if item is None:
            self.state = replace(self.state, update=None)
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
        ways = lines.questions(work, item) if item else ()
        count = len(ways)
        situation = ways[min(work.question, count - 1)] if count else None
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
