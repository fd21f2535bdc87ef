"""What happens after every key on the intake screen: judge, show, save, lay the page out.

Slow things go through the runner; of page and draft only the newest wish is worked on, so a
slow machine falls behind by one job at most, and the last keystroke is always the one kept.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clerk_app.catalogue.rules.changes import changes
from clerk_app.desk import intake_bundle as bundle
from clerk_app.desk import intake_collect as collecting
from clerk_app.desk import intake_draft as draft
from clerk_app.desk import intake_lines as lines
from clerk_app.desk.bundle_port import BundleFile
from clerk_app.desk.intake_state import IntakeState, ItemUpdate, Matter, Part, Step, Work
from clerk_app.desk.messages import Message, explain
from clerk_app.desk.verdict import EMPTY, NOT_YET, Verdict, judge, refused
from clerk_app.intake.model import OtherHall, Outcome
from clerk_app.kernel.errors import ClerkError, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.desk.case_port import Signer
    from clerk_app.desk.intake_bundle import Judged
    from clerk_app.desk.intake_port import IntakePort
    from clerk_app.desk.runner import Runner
    from clerk_app.intake.model import Decision
    from clerk_app.kernel.working_days import Calendar
    from clerk_app.notices.page import Page

    _Paged = tuple[tuple[Judged, ...], tuple[Page, ...] | ClerkError, tuple[int, ...]]
    """What a page was made of, the page or why there is none, and what of the name stands in
    boxes."""

HISTORY = 200
"""Steps that can be taken back."""
DOUBTS = {
    "credit_by": "本机的失信名单太旧，容缺须由主管确认申请人没有失信。",
    "provisional_by": "明年的放假安排还没有公布，文书上的日期是暂定的，须由主管同意出具。",
}
"""What a supervisor has to answer for: a field of the work → the question."""
SIGNED_FOR = {"credit_by": "override", "provisional_by": "provisional"}
"""A field of the work a supervisor answers in → what a letter must name to answer there."""
PAGE_TITLES = {
    Outcome.ACCEPTED: "受理通知书",
    Outcome.CONDITIONALLY_ACCEPTED: "容缺受理通知书",
    Outcome.RETURNED_FOR_CORRECTION: "一次性告知书",
    Outcome.NOT_ACCEPTED: "不予受理决定书",
    Outcome.NOT_NEEDED: "不受理告知书",
}


NO_PAPER = "请管理员改好用语文件，面前的群众先请到别的窗口。改好后按 Ctrl Enter 再试。"
"""What to do where the hall's own wording keeps the paper from being issued."""
BOXED_HERE = "印出来是方框加代码；确认时按 Alt X 才这样印。"


@dataclass(frozen=True, slots=True)
class Seen:
    """How the work was judged: the verdict, what was decided, and the parts of a bundle."""

    verdict: Verdict
    judged: tuple[Judged, ...] = ()
    parts: tuple[Part, ...] = ()


def is_loose(decision: Decision) -> bool:
    """Does a date that is 暂定 stand on its paper? An acceptance prints no day of notice."""
    accepted = decision.accepted_on is not None
    return any(not accepted or name != "notice_due" for name in decision.provisional)


class IntakeCore:
    """The state of the screen and everything that follows from a change of the work."""

    def __init__(
        self, port: IntakePort, runner: Runner, show: Callable[[IntakeState], None]
    ) -> None:
        self._port, self._runner, self._show = port, runner, show
        self._calendar: Calendar | None = None
        self._history: list[Work] = []
        self._content = self._kept = ""
        self._wish: tuple[Judged, ...] = ()
        self._turn = 0  # counts how often the page beside the papers was taken away
        self._made: tuple[int, tuple[Judged, ...]] = (0, ())
        self._judged: tuple[Judged, ...] = ()  # as shown: one, or one for each item of a bundle
        self._file: BundleFile | None = None  # of the bundle that is taken in
        self._who: tuple[Signer, ...] = ()
        self._credit_stale = False
        self._here = OtherHall("", "")
        self._doubt = "credit_by"  # what a supervisor has to answer for, a field of the work
        self._aside: Work | None = None  # what lay on the table when an online case came
        self.state = IntakeState()

    def _page_job(self) -> _Paged | None:
        """In the worker. The same page is made again only after it was taken away."""
        wish = self._wish
        if not wish or (self._turn, wish) == self._made:
            return None
        self._made = self._turn, wish
        try:
            pages = tuple(page for each in wish for page in self._port.preview(*each))
            return wish, pages, self._port.undrawn(wish[0][0].applicant.name)
        except ClerkError as error:
            return wish, error, ()

    def _page_told(self, answer: _Paged | None) -> None:
        if answer is None or answer[0] != self._wish:
            return  # the hand is elsewhere by now
        if isinstance(answer[1], ClerkError):
            stops = answer[1].code == "bad_wording"
            self._no_page(answer[1].message, NO_PAPER if stops else "", stops=stops)
            self._set(self.state)
        else:
            which = "、".join(f"{at}" for at in answer[2])
            note = f"姓名第 {which} 个字没有字形" if which else ""
            helps = BOXED_HERE if which else ""
            self._set(
                replace(
                    self.state, pages=answer[1], page_note=note, page_help=helps, page_stops=False
                )
            )

    def _no_page(self, note: str = "", helps: str = "", *, stops: bool = False) -> None:
        self._turn += 1
        self.state = replace(
            self.state, pages=(), page_note=note, page_help=helps, page_stops=stops
        )

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

    def _look_up(self, key: str) -> ServiceItem | BundleFile:
        """What stands under a key: an item, or a 一件事. Raises as `IntakePort.item`."""
        try:
            return self._port.item(key)
        except Refused as error:
            if error.code != "is_bundle":
                raise
            return self._port.bundle(key)

    def _versions(self, work: Work) -> tuple[ServiceItem | BundleFile, ServiceItem | None]:
        """The version the work was opened under, and the one in use where that is another.

        A version this workstation does not have gives way to the one in use; an item that is
        no longer in use is finished under its own. A bundle is taken in as it is today.
        """
        kept = None
        if work.item_hash:
            with suppress(Refused):
                kept = self._port.version(work.item, work.item_hash)
        try:
            new = self._look_up(work.item)
        except Refused:
            if kept is None:
                raise
            return kept, None
        if isinstance(new, BundleFile):
            return new, None
        if kept is None or kept.content_hash == new.content_hash:
            return new, None
        return kept, new

    def _item_back(self, versions: tuple[ServiceItem | BundleFile, ServiceItem | None]) -> None:
        """The item of a draft, or of work that undo brought back."""
        found, newer = versions
        work = self.state.work
        item = self._opened(found, work)
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

    def _opened(self, found: ServiceItem | BundleFile, work: Work) -> ServiceItem:
        """The item as the screen lists it; a bundle for the answers of the work."""
        if isinstance(found, BundleFile):
            self._file = found
            return bundle.merged_item(found, work.answers)
        self._file = None
        return found

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

    def _bundle_of(self, work: Work) -> BundleFile | None:
        """The 一件事 this work is on. One that was put away is kept for undo, and is no bundle of
        what lies on the table since."""
        file = self._file
        return file if file is not None and file.bundle.key == work.item else None

    def _refresh(self, work: Work) -> None:
        """Judge the work anew and show it."""
        if self.state.busy:
            return
        item = self.state.item if work.item else None
        if file := self._bundle_of(work):
            item = bundle.merged_item(file, work.answers)  # other answers, other papers
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
            self.state, work=work, item=item, message=None, may_box=False, typing_pages=False,
            can_undo=bool(self._history),
        )  # fmt: skip
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
        seen = Seen(EMPTY)
        if item is not None and self._calendar is not None:
            try:
                seen = self._decide(work, item, self._calendar)
            except ClerkError as error:
                seen = Seen(refused(error))
        self._judged = seen.judged
        if seen.judged:
            self._wish_page()
        else:
            self._wish = ()
            self._no_page()
            self.state = replace(self.state, page_title="")
        self.state = replace(self.state, verdict=seen.verdict, parts=seen.parts)
        self._offer()

    def _decide(self, work: Work, item: ServiceItem, calendar: Calendar) -> Seen:
        """What the law says of the work as it is. Raises `ClerkError`: one step is missing."""
        application = lines.application(work, item, self._port.now())
        left = len(lines.unseen(work, item))
        if not self._credit_stale:
            application = replace(application, credit_approved_by="")
        application = replace(application, credit_stale=self._credit_stale)
        if file := self._bundle_of(work):
            if application.for_hall is not None:
                raise Refused("bundle_not_collected", "一件事不能整件代收，请逐个事项代收")
            judged, parts, verdict = bundle.judge_bundle(application, file, calendar, left)
            return Seen(self._dated(verdict, judged, work), judged, parts)
        if application.for_hall is not None:
            application = replace(application, credit_stale=False)
            found, said = collecting.judge_collecting(application, item, self._here, left)
            return Seen(said, ((application, found),) if found is not None else ())
        decision, verdict = judge(application, item, calendar, left)
        if decision is None:
            return Seen(verdict)
        if decision.outcome is not Outcome.RETURNED_FOR_CORRECTION:
            application = replace(application, deposit=False)  # there is nothing to wait for
        judged = ((application, decision),)
        return Seen(self._dated(verdict, judged, work), judged)

    def _dated(self, verdict: Verdict, judged: tuple[Judged, ...], work: Work) -> Verdict:
        """A paper whose dates are 暂定 waits for a supervisor."""
        loose = any(is_loose(decision) for _, decision in judged)
        if not verdict.ready or not loose or work.provisional_by:
            return verdict
        how = "请主管答复，按 Z。"
        return replace(
            verdict, sign=NOT_YET, word="还差一步", why=DOUBTS["provisional_by"],
            how_title="下一步", how=how, ready=False,
        )  # fmt: skip

    def _offer(self) -> None:
        """What can matter now beside the papers, and nothing else."""
        work, item = self.state.work, self.state.item
        if work.for_region or work.for_name:  # whatever it is, the other body decides
            self.state = replace(
                self.state, may_report=False, may_defer=False, may_deposit=False,
                may_commit=False, may_sign="",
                arrival=lines.ARRIVALS.get(work.arrival, ""), collects=work.for_name,
            )  # fmt: skip
            return
        found = [decision for _, decision in self._judged]
        returned = [d for d in found if d.outcome is Outcome.RETURNED_FOR_CORRECTION]
        soft = any(s.deferrable for decision in found for s in decision.shortfalls)
        defers = bool(item and item.deferral.enabled)
        bound = bool(item and item.deferral.bound_workdays) and defers
        hides = self._credit_stale and defers and soft
        doubts = {
            "credit_by": hides or bool(work.credit_by),
            "provisional_by": any(is_loose(decision) for decision in found),
        }
        asked = [name for name, is_open in doubts.items() if is_open]
        unanswered = [name for name in asked if not getattr(work, name)]
        self._doubt = (unanswered or asked or ["credit_by"])[0]
        sign = DOUBTS[self._doubt] if asked else ""
        commits = bool(item) and bool(work.committed)
        words = lines.ARRIVALS.get(work.arrival, "")
        self.state = replace(
            self.state,
            may_defer=defers and (soft or work.undertaking_signed),
            may_deposit=bound and (bool(returned) or work.deposit),
            may_commit=commits,
            may_sign=sign,
            may_report=self._may_report(),
            arrival=words,
            collects="",
        )

    def _may_report(self) -> bool:
        """Where the item may be one that a higher body decides; asked once its papers are seen."""
        work, item = self.state.work, self.state.item
        if item is None or not lines.may_report(work, item):
            return False
        return work.reports_up or (bool(self._judged) and not lines.unseen(work, item))

    def _wish_page(self) -> None:
        judged = self._judged
        titles = [PAGE_TITLES[decision.outcome] for _, decision in judged]
        title = titles[0] if len(titles) == 1 else f"{len(titles)} 个事项的文书"
        if judged[0][0].for_hall is not None:
            title = collecting.TITLE
        self.state = replace(self.state, page_title=title)
        # the second of the act is no news to the page
        noon = {"hour": 12, "minute": 0, "second": 0, "microsecond": 0}
        wish = tuple(
            (replace(a, received_at=a.received_at.replace(**noon)), d)  # type: ignore[arg-type]  # by name
            for a, d in judged
        )
        if wish != self._wish:
            self._wish = wish
            self._runner.run(self._page_job, self._page_told, self._failed)

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
