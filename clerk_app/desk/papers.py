"""打印, without its widgets: where every page stands, and what the clerk does about it.

One presenter for the whole window. It asks the workstation every few seconds and tells every
screen what it heard. Whatever speaks to a printer is done in `devices`, a runner of its own: a
printer that is silent keeps neither the window nor the store waiting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from clerk_app.desk.messages import Message, Weight, elsewhere, explain, sentence
from clerk_app.desk.paper_port import (
    OPEN,
    STAGE_WORDS,
    BatchDone,
    PaperFacts,
    PaperJob,
    Stage,
    WordingSeen,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.paper_port import PaperPort
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.errors import ClerkError

T = TypeVar("T")
ASK_SECONDS, IDLE_SECONDS = 2, 10
"""Between two looks: while a page is on its way, and else."""
PRINTS_KEY = "按 Ctrl P 看“打印”。"
_MAY_CONFIRM = frozenset({Stage.UNANSWERED, Stage.SENT})
_MAY_REPRINT = frozenset({Stage.UNANSWERED, Stage.FAILED, Stage.WAITING})


_FIRST = 2
"""Faults of wording that are told over the screen; all stand in the settings."""
NOTHING = PaperFacts()


@dataclass(frozen=True, slots=True)
class PapersState:
    """Everything the list shows. `offered`: pages of an earlier run a clerk has to look for;
    `busy`: a key speaks to the printer."""

    facts: PaperFacts = NOTHING
    loading: bool = True
    row: int = 0
    offered: int = 0
    message: Message | None = None
    busy: bool = False

    @property
    def job(self) -> PaperJob | None:
        """The page the hand is at."""
        todo = self.facts.todo
        return todo[self.row] if 0 <= self.row < len(todo) else None

    @property
    def waits(self) -> int:
        """How many pages were never sent, or did not print."""
        wanted = {Stage.WAITING, Stage.FAILED}
        return sum(job.stage in wanted for job in self.facts.todo)


class PapersPresenter:
    """Keeps the pages true, and does what the clerk says of one of them.

    `show` draws the state, `tell` says a word over whatever screen there is.
    """

    def __init__(
        self,
        port: PaperPort,
        runner: Runner,
        devices: Runner,
        show: Callable[[PapersState], None],
        tell: Callable[[Message], None],
    ) -> None:
        self._port, self._runner, self._devices = port, runner, devices
        self._show, self._tell_all = show, tell
        self._asked, self._seconds = False, 0
        self._speaking = False
        self.state = PapersState()

    def start(self) -> None:
        """Once: what the last run left open is offered, never sent."""
        self._runner.run(self._port.start, self._started, self._failed)

    def tick(self) -> None:
        """A second went by."""
        self._seconds += 1
        waits = any(job.stage is Stage.SENT for job in self.state.facts.todo)
        if self._seconds % (ASK_SECONDS if waits else IDLE_SECONDS) == 0:
            self.refresh()

    def refresh(self) -> None:
        """Ask again, unless an answer is still on its way."""
        if not self._asked:
            self._asked = True
            self._runner.run(self._ask, self._heard, self._failed)

    def to_row(self, row: int) -> None:
        """This line."""
        last = len(self.state.facts.todo) - 1
        self._set(replace(self.state, row=max(0, min(last, row))))

    def confirm(self) -> None:
        """1: the clerk looked, the page is there. It counts as printed by her word."""
        job = self._at(_MAY_CONFIRM, "还没有打，不能说已打出。")
        if job is not None:
            self._run(lambda: self._port.confirm(job.id))

    def again(self) -> None:
        """2: to paper, once more or at last."""
        job = self._at(_MAY_REPRINT, "这份还在打印机那里，没有再送。")
        if job is None:
            return
        if job.id:
            self._run(lambda: self._port.again(job.id))
        else:
            self._run(lambda: self._port.send(job.case, job.document))

    def drop(self) -> None:
        """4: it shall not come out any more; one that did not print is put away."""
        job = self.state.job
        if job is not None and job.id:
            self._run(lambda: self._port.drop(job.id))
        elif job is not None:
            self._run(lambda: self._port.put_away(job.case, job.document))

    def later(self) -> None:
        """3: not now; it stays in the list, and the hand goes to the next."""
        self.to_row(self.state.row + 1)
        self._set(replace(self.state, message=None))

    def print_waiting(self) -> None:
        """A: everything that waits, in order; stops at the first trouble."""
        if not self.state.waits:
            self._tell(Message("没有待打印的。", weight=Weight.TELL))
            return
        self._speak(self._port.waiting, self._batched, self._refused)

    def daily(self) -> None:
        """R: 日清单 of today."""
        self._run(self._port.daily)

    def print_all(self, case: str) -> None:
        """Every paper of a case or of its 一件事 that was never printed."""
        self._speak(lambda: self._port.batch(case), self._batched_out, self._not_done)

    def reprint_last(self) -> None:
        """One key: what was printed last here, once more, marked 补打."""
        self._speak(self._port.reprint_last, self._reprinted, self._not_done)

    def dismiss(self) -> bool:
        """Esc: whether there was a message to put away."""
        there = self.state.message is not None
        self._set(replace(self.state, message=None))
        return there

    # ------------------------------------------------------------ answers of the runner

    def _at(self, stages: frozenset[Stage], words: str) -> PaperJob | None:
        job = self.state.job
        if job is None:
            return None
        if job.stage not in stages:
            self._tell(Message(f"“{job.title}”{STAGE_WORDS[job.stage]}。", words))
            return None
        return job

    def _run(self, act: Callable[[], PaperJob]) -> None:
        self._speak(act, self._acted, self._refused)

    def _speak(
        self, act: Callable[[], T], then: Callable[[T], None], failed: Callable[[ClerkError], None]
    ) -> None:
        """One key at a time speaks to a printer: pressed again because nothing moved yet, a key
        would do to the page what the clerk never meant."""
        if self._speaking:
            return
        self._speaking = True
        self._set(replace(self.state, busy=True))

        def work() -> T:
            try:
                return act()
            finally:  # a bug too: the next key is heard
                self._speaking = False

        def done(answer: T) -> None:
            self._set(replace(self.state, busy=False))
            then(answer)

        def refused(error: ClerkError) -> None:
            self._set(replace(self.state, busy=False))
            failed(error)

        self._devices.run(work, done, refused)

    def _started(self, facts: PaperFacts | None) -> None:
        if facts is None:
            self.refresh()
            return
        offered = sum(job.stage is Stage.UNANSWERED for job in facts.todo)
        self._set(replace(self.state, facts=facts, loading=False, offered=offered))
        left = len(facts.todo) - offered
        if left and not offered:
            said = f"有 {left} 份文书还没有打出来。"
            self._tell_all(Message(said, "办件都存好了。", PRINTS_KEY, Weight.TELL))
        # now, not when a citizen waits for the paper; and where it keeps nobody waiting
        self._devices.run(self._port.wording, self._worded, self._failed)

    def _worded(self, seen: WordingSeen) -> None:
        if not seen.fault:
            return
        told, waits = wording_words(seen), self.state.waits
        if waits:  # it takes the place of what was told of these
            also = f"另外，有 {waits} 份文书还没有打出来，按 Ctrl P 看。"
            told = replace(told, means=f"{told.means}{also}")
        self._tell_all(told)

    def _ask(self) -> PaperFacts:
        """In the worker. Whatever goes wrong, a bug too, the next look asks again."""
        try:
            return self._port.facts()
        finally:
            self._asked = False

    def _heard(self, facts: PaperFacts) -> None:
        """Say at once what went wrong with a page, whatever screen is in front."""
        before, bad = self.state.facts.stages, {Stage.FAILED, Stage.UNANSWERED}
        told = []
        for number, job in facts.stages.items():
            was = before.get(number)
            sent = was is not None and was.stage is Stage.SENT
            if job.stage in bad and sent and job.id not in facts.told:
                told.append(job)
        for job in (*told, *(each for each in facts.news if each not in told)):
            said = f"“{job.title}”{STAGE_WORDS[job.stage]}。"
            self._tell_all(Message(said, sentence(job.said) if job.said else "", PRINTS_KEY))
        at = self.state.job
        row = next(
            (n for n, job in enumerate(facts.todo) if at and job.document == at.document),
            max(0, min(self.state.row, len(facts.todo) - 1)),
        )
        self._set(replace(self.state, facts=facts, loading=False, row=row))

    def _acted(self, job: PaperJob) -> None:
        said = f"“{job.title}”{STAGE_WORDS[job.stage]}。"
        weight = Weight.TELL if job.stage is not Stage.UNANSWERED else Weight.WARN
        again = f"页上有“补打 {job.reprint} 次”。" if job.reprint and job.stage in OPEN else ""
        self._tell(Message(said, again, weight=weight))
        self.refresh()

    def _reprinted(self, job: PaperJob) -> None:
        self._tell_all(reprinted_words(job))
        self.refresh()

    def _batched(self, done: BatchDone) -> None:
        self._tell(replace(batch_words(done), press=""))  # the hand is on that page
        self.refresh()

    def _batched_out(self, done: BatchDone) -> None:
        self._tell_all(batch_words(done))
        self.refresh()

    def _not_done(self, error: ClerkError) -> None:
        self._tell_all(elsewhere(error))
        self.refresh()

    def _refused(self, error: ClerkError) -> None:
        self._tell(elsewhere(error))
        self.refresh()

    def _failed(self, error: ClerkError) -> None:
        self._tell_all(explain(error))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _set(self, state: PapersState) -> None:
        self.state = state
        self._show(state)


def reprinted_words(job: PaperJob) -> Message:
    """What a reprint came to."""
    times = f"补打 {job.reprint} 次" if job.reprint else "首次打印"
    happened = f"“{job.title}”{STAGE_WORDS[job.stage]}（{times}）。"
    where = f"文件在 {job.path}" if job.path else ""
    return Message(happened, where or f"文书编号 {job.document}。", weight=Weight.TELL)


def batch_words(done: BatchDone) -> Message:
    """What printing many came to: the first trouble stopped it, and what remains is named."""
    if not done.sent and not done.remaining:
        told = "这件的文书都已打过或在打印机那里。"
        return Message(told, "", "还要再打，选中它按 P 补打。", Weight.TELL)
    sent = f"已送 {done.sent} 份。"
    if not done.remaining:
        return Message(sent, weight=Weight.TELL)
    names = "、".join(done.remaining[:4])
    more = f"等 {len(done.remaining)} 份" if len(done.remaining) > 4 else ""
    return Message(f"{sent}还有没打的：{names}{more}。", sentence(done.trouble), PRINTS_KEY)


def wording_words(seen: WordingSeen) -> Message:
    """Which papers a fault in the hall's own sentences stops, and what it is.

    >>> wording_words(WordingSeen("", 1, ("用语文件 a.toml 不是文字",), ("受理通知书",))).happened
    '大厅用语有错，改好以前出不了：受理通知书。'
    """
    names = "、".join(seen.stopped[:4])
    more = f"等 {len(seen.stopped)} 种" if len(seen.stopped) > 4 else ""
    which = "所有文书" if seen.every else f"{names}{more}"
    happened = f"大厅用语有错，改好以前出不了：{which}。"
    first = "；".join(seen.faults[:_FIRST])
    rest = f"；还有 {len(seen.faults) - _FIRST} 处" if len(seen.faults) > _FIRST else ""
    return Message(
        happened, sentence(f"{first}{rest}"), "请管理员改好用语文件；按 Alt 0 看哪里不对。"
    )


def later_words(facts: PaperFacts) -> str:
    """Why paper cannot come out now; empty while it can."""
    return "" if facts.printer.ready else facts.printer.words
