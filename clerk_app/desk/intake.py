"""The intake screen (受理), without its widgets: from the applicant to the printed page.

Whatever is typed or ticked is work; every change of it is saved as a draft, judged anew and
shown (`intake_core`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk import intake_draft as draft
from clerk_app.desk import intake_lines as lines
from clerk_app.desk.actions import LACKS_GLYPH
from clerk_app.desk.bundle_port import BundleFile
from clerk_app.desk.intake_bundle import for_deed, merged_item, outcomes_of
from clerk_app.desk.intake_keys import LEVELS
from clerk_app.desk.intake_more import trouble_words
from clerk_app.desk.intake_papers import papers_words, still_so
from clerk_app.desk.intake_pieces import IntakePieces
from clerk_app.desk.intake_state import Handled, IntakeState, Matter, PartyText, Step, Work
from clerk_app.desk.messages import Message, Weight
from clerk_app.desk.papers import later_words
from clerk_app.intake.model import IdType, PaperState
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.text import fault_in, to_mend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clerk_app.catalogue.model import SearchHit, ServiceItem
    from clerk_app.desk.intake_port import Begin, IntakePort
    from clerk_app.desk.paper_port import PaperFacts, PaperJob
    from clerk_app.desk.runner import Runner

MOST_HITS = 9


class IntakePresenter(IntakePieces):
    """Drives the intake screen: one method per act of the hand."""

    def __init__(
        self, port: IntakePort, runner: Runner, show: Callable[[IntakeState], None]
    ) -> None:
        super().__init__(port, runner, show)
        self._asked = ""
        self._pick_when_told = False
        self._heard: dict[str, PaperJob] = {}  # the papers of the done case, as last heard of
        runner.run(port.begin, self._begun, self._failed)

    # ------------------------------------------------------------ applicant

    def fill(self, field: str, text: str, *, agent: bool = False) -> None:
        """A keystroke in name, number or phone of the applicant (or agent)."""
        self._fill(agent, **{field: text})

    def choose_id_type(self, id_type: str, *, agent: bool = False) -> None:
        """Another kind of identity number."""
        self._fill(agent, id_type=id_type)

    def toggle_organisation(self) -> None:
        """个人 or 单位."""
        person = self.state.work.applicant.kind == "organisation"
        kind, id_type = ("person", IdType.RESIDENT_ID) if person else ("organisation", IdType.USCC)
        self._fill(False, kind=kind, id_type=str(id_type))

    def toggle_agent(self) -> None:
        """With or without 代办人; what was typed of one is kept by undo only."""
        work = self.state.work
        agent = None if work.agent else PartyText()
        self._do(replace(work, agent=agent, step=Step.APPLICANT))

    def check_number(self, *, agent: bool = False) -> None:
        """The number was confirmed: say what is wrong with it, and whose number it is."""
        typed = self.state.work.agent if agent else self.state.work.applicant
        if typed is None:
            return
        today = legal_day(self._port.now())
        sorted_out = lines.sorted_out(typed, today)
        self._fill(agent, kind=sorted_out.kind, id_type=sorted_out.id_type)
        fault = lines.number_fault(sorted_out, today)
        if agent:
            self._set(replace(self.state, agent_fault=fault))
        else:
            self._set(replace(self.state, number_fault=fault))

    def applicant_done(self) -> None:
        """Enter in the last field of the applicant."""
        self.check_number()
        if self.state.work.agent:
            self.check_number(agent=True)
        if not self.state.work.applicant.name.strip():
            self._tell(Message("还没有填申请人姓名或名称。", "", "填好后按 Enter。"))
            return
        named = [(self.state.work.applicant, "申请人")]
        if self.state.work.agent:
            named.append((self.state.work.agent, "代办人"))
        for typed, who in named:
            if fault := lines.name_fault(typed, who):
                self._tell(Message(f"{fault}。", "", "改过后按 Enter。"))
                return
        self._advance()
        if note := "".join(lines.form_note(typed, who) for typed, who in named):
            self._tell(Message(note, "姓名照原样存档，没有改动。", "", Weight.TELL))

    # ------------------------------------------------------------ item

    def search(self, text: str) -> None:
        """A keystroke in the search field; the answer comes while the next key is down."""
        work = replace(self.state.work, query=text)
        self._set(replace(self.state, work=work, chosen=0))
        self._save()
        self._pick_when_told = False
        self._asked = text
        if not text.strip():
            self._set(replace(self.state, hits=(), answered=text))
            return
        self._runner.run(self._search_job, self._found, self._failed)

    def look_for(self, text: str) -> None:
        """From the search field of the frame: to the item step with this text."""
        if self.state.done is None and not self.state.busy:
            self.leave_asking()
            self._refresh(replace(self.state.work, step=Step.ITEM))
            self.search(text)

    def move_hit(self, by: int) -> None:
        """Up or Down in the hits."""
        last = len(self.state.hits) - 1
        chosen = max(0, min(last, self.state.chosen + by))
        self._set(replace(self.state, chosen=chosen))

    def pick(self, at: int | None = None) -> None:
        """Enter, or a digit with Alt: this item. A faster hand than the search waits for it."""
        state = self.state
        if state.answered != state.work.query:
            self._pick_when_told = True
            return
        at = state.chosen if at is None else at
        if not 0 <= at < len(state.hits):
            if state.item is not None and not state.work.query.strip():
                self._advance()  # back at the item by Ctrl+Up, and nothing else wanted
            return
        key = state.hits[at].key
        self._runner.run(lambda: self._look_up(key), self._item_told, self._failed)

    def take(self, key: str, answers: Mapping[str, str]) -> None:
        """From the page of an item: this item, with the answers that were given there."""
        if self.state.done is None and not self.state.busy:
            self.leave_asking()
            self._runner.run(lambda: (self._look_up(key), answers), self._item_taken, self._failed)

    def _item_taken(self, told: tuple[ServiceItem | BundleFile, Mapping[str, str]]) -> None:
        found, answers = told
        self._item_told(found)
        given = {**answers, **dict(self.state.work.answers)}
        file = self._bundle_of(self.state.work)
        item = merged_item(file, tuple(given.items())) if file is not None else self.state.item
        if item is None:
            return
        self._refresh(replace(self.state.work, answers=lines.answered(item, given)))
        self._advance()

    # ------------------------------------------------------------ situations

    def answer(self, at: int) -> None:
        """A digit: this answer to the question shown; then the next question, or the papers."""
        state = self.state
        if state.situation is None or not 0 <= at < len(state.situation.answers):
            return
        value = state.situation.answers[at].value
        given = {**dict(state.work.answers), state.situation.key: value}
        assert state.item is not None  # noqa: S101 - there is no situation without an item
        work = replace(state.work, answers=lines.answered(state.item, given), row=0)
        question = state.work.question + 1
        if question < len(lines.questions(work, state.item)):
            self._do(replace(work, question=question))
        else:
            self._do(work)
            self._advance()

    def same_answer(self) -> None:
        """Enter on a question that has its answer: keep it."""
        situation = self.state.situation
        if situation is None or not self.state.answer:
            return
        values = [answer.value for answer in situation.answers]
        self.answer(values.index(self.state.answer))

    # ------------------------------------------------------------ papers

    def move_row(self, by: int) -> None:
        """Up or Down in the checklist; from the decision back to the row last looked at."""
        if self.state.step is Step.DECIDE:
            by = 0
        row = max(0, min(len(self.state.rows) - 1, self.state.work.row + by))
        self._go(row=row)

    def to_row(self, row: int) -> None:
        """A click on a row."""
        if 0 <= row < len(self.state.rows):
            self._go(row=row)

    def mark(self, state: PaperState) -> None:
        """1–5: what the paper in the row is like."""
        material = self._material()
        row = self.state.row
        if material is None or row is None:
            return
        if str(state) not in row.offered:
            self._tell(Message("这份没有共享来源，不能免交。", "", "按 1、2、3 或 4。"))
            return
        work = lines.with_state(self.state.work, material, state)
        self._do(work)

    def fault(self, at: int) -> None:
        """Q W E …: a fault of the paper's own list; the one after the last is typed."""
        row = self.state.row
        if self._material() is None or row is None:
            return
        if row.state not in {"defective", "corrected_on_the_spot"}:
            return
        if at == len(row.faults):
            self._set(replace(self.state, typing_fault=True))
        elif at < len(row.faults):
            self._set_fault(row.faults[at])

    def typed_fault(self, text: str) -> None:
        """What is wrong, in the clerk's own words."""
        bad = fault_in(text)
        if bad:
            self._tell(Message(f"文字里有{bad}。", "", f"{to_mend(bad)}，再按 Enter。"))
            return
        self._set(replace(self.state, typing_fault=False))
        if text.strip():
            self._set_fault(text.strip())

    def leave_typing(self) -> None:
        """Esc in a field that was opened for one answer."""
        state = replace(self.state, typing_fault=False, typing_pages=False)
        self._set(replace(state, asking_matter=False, asking_agency=False))

    def correction(self, answered: str) -> None:
        """The applicant will not (`declined`) or cannot (`impossible`) correct it here."""
        material, row = self._material(), self.state.row
        if material is None or row is None or not row.correctable:
            return
        state = PaperState.DEFECTIVE
        work = self.state.work
        self._do(lines.with_state(work, material, state, fault=row.fault, correction=answered))

    def all_in_order(self) -> None:
        """A: every due paper nobody looked at yet is in order. 非必要 ones stay as they are."""
        work, item = self.state.work, self.state.item
        if item is None or work.step not in {Step.PAPERS, Step.DECIDE}:
            return
        materials = lines.listed(work, item)
        for row in lines.unseen(work, item):
            work = lines.with_state(work, materials[row], PaperState.IN_ORDER)
        self._do(replace(work, step=Step.DECIDE))

    def go_on(self) -> None:
        """Enter in the checklist: the next paper nobody looked at, else the decision."""
        work, item = self.state.work, self.state.item
        if item is None:
            return
        left = lines.unseen(work, item)
        after = [row for row in left if row > work.row] or list(left)
        if after:
            self._go(row=after[0])
        else:
            self._go(step=Step.DECIDE)

    def toggle_undertaking(self) -> None:
        """The applicant signed the undertaking; never by default."""
        work = self.state.work
        self._do(replace(work, undertaking_signed=not work.undertaking_signed))

    def toggle_discredited(self) -> None:
        """The applicant stands on the list of the discredited."""
        self._do(replace(self.state.work, discredited=not self.state.work.discredited))

    # ------------------------------------------------------------ other conclusions

    def ask_matter(self) -> None:
        """Ctrl+M: it need not be decided, or not here."""
        if self.state.item is None:
            self._tell(Message("先选好事项。", "才能说明依据和去处。"))
            return
        if self.state.collects:
            told = "代收不作决定，不受理、不归这里管都由办理机关说。"
            self._tell(Message(told, "", "不代收了按 Ctrl+J 清空。"))
            return
        if self._bundle_of(self.state.work) is not None:
            told = "一件事里的事项，要分别说明该不该办、归谁管。"
            self._tell(Message(told, "", "请在一件事里移到那个事项上，单独受理。"))
            return
        self._set(replace(self.state, asking_matter=True, asking_agency=False))

    def matter(self, matter: Matter) -> None:
        """Choose one; not competent asks for the agency that is."""
        if not self.state.asking_matter:
            return
        if matter is Matter.NOT_COMPETENT:
            self._set(replace(self.state, asking_agency=True))
            return
        if matter is Matter.CONCEALED:
            self.ask_concealed()
            return
        self._set(replace(self.state, asking_matter=False))
        work = replace(self.state.work, matter=matter, agency="")
        self._do(replace(work, step=self._todo(work)))

    def agency(self, name: str) -> None:
        """Which agency to go to; mandatory (行政许可法 art. 32(2))."""
        if not name.strip():
            self._tell(Message("须写明应向哪个机关申请。", "不能只说不归这里管。"))
            return
        self._set(replace(self.state, asking_matter=False, asking_agency=False))
        work = replace(self.state.work, matter=Matter.NOT_COMPETENT, agency=name.strip())
        self._do(replace(work, step=Step.DECIDE))

    # ------------------------------------------------------------ moving, undo, decision

    def back(self) -> None:
        """The step before; nothing is lost."""
        work, item = self.state.work, self.state.item
        if self.state.done or work.step is Step.APPLICANT:
            return
        if work.step is Step.SITUATION and work.question > 0:
            self._go(question=work.question - 1)
            return
        if work.step is Step.DECIDE and work.matter is not Matter.USUAL:
            usual = replace(work, matter=Matter.USUAL, agency="")
            self._do(replace(usual, step=self._todo(usual)))
            return
        step = Step(work.step - 1)
        if step is Step.SITUATION and item is not None and not item.situations:
            step = Step.ITEM
        if step is Step.SITUATION and item is not None:
            work = replace(work, question=len(lines.questions(work, item)) - 1)
        self._refresh(replace(work, step=step))

    def undo(self) -> None:
        """Take the last tick back."""
        if self._history and not self.state.busy:
            self._refresh(self._history.pop())

    def anew(self) -> None:
        """Put everything away; undo brings it back."""
        if self.state.work != Work():
            self._do(Work())

    def accept_draft(self) -> None:
        """Go on with what was brought back."""
        self._set(replace(self.state, restored=False))

    def box(self) -> None:
        """Alt+X, after the paper was refused for a character no font has: print it as its code."""
        if self.state.may_box:
            self.confirm(boxed=True)

    def confirm(self, *, boxed: bool = False) -> None:
        """Do what the verdict says."""
        state = self.state = replace(self.state, may_box=False)
        if state.busy or state.done:
            return
        if not state.verdict.ready or state.item is None:
            if state.item is not None and state.rows and lines.unseen(state.work, state.item):
                self.go_on()
            self._tell(Message(state.verdict.word + "。", state.verdict.why, state.verdict.how))
            return
        now, judged, port = self._port.now(), self._judged, self._port
        if file := self._bundle_of(state.work):
            try:
                whole = for_deed(lines.application(state.work, state.item, now), file)
            except ClerkError as error:
                self._failed(error)
                return
            expected = outcomes_of(judged)
            self._set(replace(state, busy=True, message=None))
            self._runner.run(
                lambda: port.decide_bundle(whole, expected, boxed=boxed),
                self._done,
                self._not_done,
            )
            return
        application = replace(judged[0][0], received_at=now)
        self._set(replace(state, busy=True, message=None))
        self._runner.run(lambda: port.decide(application, boxed=boxed), self._done, self._not_done)

    def rate(self, level: int) -> None:
        """The citizen chose a level; then the next citizen."""
        done = self.state.done
        if done is not None and level in {each[1] for each in LEVELS}:
            self._runner.run(
                lambda: self._port.rate(done.number, level), self._rated, self._failed
            )

    def papers_told(self, facts: PaperFacts) -> None:
        """What was heard of the printer, and of the papers just made."""
        later = later_words(facts)
        done = self.state.done
        numbers = [document.number for document in done.papers] if done is not None else []
        self._heard = {n: facts.stages[n] for n in numbers if n in facts.stages}
        stages = tuple((number, job.words) for number, job in self._heard.items())
        seen, message = self.state, self.state.message
        if done is not None and not still_so(message, done, self._heard):
            message = None
        if (later, stages, message) != (seen.print_later, seen.stages, seen.message):
            self._set(replace(seen, print_later=later, stages=stages, message=message))

    def next_citizen(self) -> None:
        """No rating: it is voluntary. Ready for the next."""
        if self.state.done is not None:
            self._after("")

    def dismiss(self) -> None:
        """Esc: the topmost layer only."""
        update = self.state.update
        if self.state.asking is not None:
            self.leave_asking()
        elif self.state.typing_fault or self.state.typing_pages or self.state.asking_matter:
            self.leave_typing()
        elif update is not None and update.shown:
            self._set(replace(self.state, update=replace(update, shown=False)))
        else:
            self._set(replace(self.state, message=None, restored=False))

    # ------------------------------------------------------------ answers of the runner

    def _begun(self, begin: Begin) -> None:
        self._calendar = begin.calendar
        self._known(begin)
        work = draft.load(begin.draft)
        self._content = self._kept = begin.draft if work else ""
        self.state = replace(self.state, loading=False, items=begin.items)
        if work is None:
            self._refresh(self.state.work)
            return
        self.state = replace(self.state, restored=True, work=work)
        if work.item:
            self._runner.run(lambda: self._versions(work), self._item_back, self._item_gone)
        else:
            self._refresh(work)
            if work.query:
                self.search(work.query)

    def _known(self, begin: Begin) -> None:
        """What the workstation knows of credit and of who may approve, as of now."""
        self._credit_stale, self._who = begin.credit_stale, begin.signers
        self._here = begin.here

    def _known_again(self, begin: Begin) -> None:
        self._known(begin)
        if not self.state.busy and self.state.done is None:
            message, lacks = self.state.message, self.state.may_box
            self._refresh(self.state.work)
            self._set(replace(self.state, message=message, may_box=lacks))

    def _search_job(self) -> tuple[str, tuple[SearchHit, ...]] | None:
        text = self._asked
        if text == self.state.answered:
            return None
        return text, self._port.search(text, MOST_HITS)

    def _found(self, answer: tuple[str, tuple[SearchHit, ...]] | None) -> None:
        if answer is None or answer[0] != self.state.work.query:
            return
        self._set(replace(self.state, answered=answer[0], hits=answer[1], chosen=0))
        if self._pick_when_told:
            self._pick_when_told = False
            self.pick()

    def _item_told(self, found: ServiceItem | BundleFile) -> None:
        item = self._opened(found, self.state.work)
        work = replace(self.state.work, query="", item=item.key, item_hash=item.content_hash)
        if self.state.item is None or self.state.item.key != item.key:
            work = replace(work, answers=(), papers=(), row=0, question=0)
            work = replace(work, undertaking_signed=False, matter=Matter.USUAL, agency="")
            work = replace(work, deposit=False, committed=(), commitment_signed=False)
            work = replace(work, credit_by="", provisional_by="", reports_up=False)
        self._asked = ""
        self.state = replace(
            self.state, item=item, update=None, hits=(), answered="", message=None
        )
        self._do(replace(work, step=self._todo(work)))

    def _done(self, done: Handled) -> None:
        self._history.clear()
        self._content = self._kept = ""
        message = trouble_words(done) if done.trouble else None
        work = replace(self.state.work, step=Step.PRINT)
        self._set(replace(self.state, work=work, busy=False, done=done, message=message))
        self._steps()

    def _not_done(self, error: ClerkError) -> None:
        self._set(replace(self.state, busy=False, may_box=error.code == LACKS_GLYPH))
        self._failed(error)
        # what the store alone knows may have made another verdict
        self._runner.run(self._port.begin, self._known_again, self._failed)

    def _rated(self, _nothing: None) -> None:
        self._after("，已评价")

    def _after(self, tail: str) -> None:
        done = self.state.done
        assert done is not None  # noqa: S101 - both ways here start from a done case
        self._runner.run(self._port.finish, _ignore, self._failed)
        many = f"等 {len(done.parts)} 件" if done.parts else ""
        last = f"上一件 {done.number} {many}已办，{papers_words(done, self._heard)}{tail}"
        self._wish = ()
        self._no_page()
        later = self.state.print_later
        self.state = IntakeState(
            loading=False, items=self.state.items, last=last, print_later=later
        )
        aside, self._aside = self._aside, None
        if aside is None:
            self._file = None
        self._refresh(aside or Work())
        self._runner.run(self._port.begin, self._known_again, self._failed)

    def _fill(self, agent: bool, **values: str) -> None:
        work = self.state.work
        if agent:
            if work.agent is None:
                return
            self.state = replace(self.state, agent_fault="")
            self._refresh(replace(work, agent=replace(work.agent, **values)))
        else:
            self.state = replace(self.state, number_fault="")
            self._refresh(replace(work, applicant=replace(work.applicant, **values)))

    def _set_fault(self, text: str) -> None:
        material, row = self._material(), self.state.row
        if material is None or row is None:
            return
        state = PaperState(row.state)
        self._do(lines.with_state(self.state.work, material, state, fault=text))

    def _advance(self) -> None:
        work, item = self.state.work, self.state.item
        step = self._todo(work)
        if step is Step.SITUATION and item is not None:
            given = dict(work.answers)
            ways = lines.questions(work, item)
            question = next(i for i, s in enumerate(ways) if s.key not in given)
            work = replace(work, question=question)
        self._refresh(replace(work, step=step))


def _ignore(_result: None) -> None:
    """Nothing to show."""
