"""打印, without its widgets: where every page stands, and what the clerk does about it.

One presenter for the whole window. It asks the workstation every few seconds and tells every
screen what it heard. Whatever speaks to a printer is done in `devices`, a runner of its own: a
printer that is silent keeps neither the window nor the store waiting.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from clerk_app.deeds.same_slip import NothingSince
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
    from collections.abc import Callable, Sequence

    from clerk_app.desk.paper_port import PaperPort
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.errors import ClerkError

T = TypeVar("T")


def _stays(_old: Message, _new: Message | None) -> None:
    """Nobody shows what is told."""


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
    slip: str = ""  # the 日清单 that was just made or asked for again, while that is told

    @property
    def look(self) -> str:
        """What 看文书 shows, as case/document: the slip that was just spoken of, which stands in
        no case and, once printed, in no list; else the page the hand is at."""
        if self.slip:
            return f"/{self.slip}"
        return f"{self.job.case}/{self.job.document}" if self.job else ""

    @property
    def badge(self) -> str:
        """What stands over every screen as long as a page is not out; empty where all are."""
        silent = sum(job.stage is Stage.UNANSWERED for job in self.facts.todo)
        if silent:  # first: a sheet may lie in the tray that somebody else takes
            return f"没有回答 {silent}"
        return f"待打印 {self.waits}" if self.waits else ""

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

    `show` draws the state, `tell` says a word over whatever screen there is, `instead` puts
    another in its place, or nothing, where it still stands.
    """

    def __init__(
        self,
        port: PaperPort,
        runner: Runner,
        devices: Runner,
        show: Callable[[PapersState], None],
        tell: Callable[[Message], None],
        instead: Callable[[Message, Message | None], None] = _stays,
    ) -> None:
        self._port, self._runner, self._devices = port, runner, devices
        self._show, self._tell_all, self._instead = show, tell, instead
        self._wrong: list[PaperJob] = []  # told over the screen, and still so
        self._about: PaperJob | None = None  # what the list says something of
        self._refusal: Message | None = None  # why the last key did nothing, told over the screen
        self._taken_off = ""  # the page 4 took off, as long as no other key was pressed
        self._daily_again = False  # the clerk was told that there is nothing new to count
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
        """This line; the slip that was spoken of is behind. A list that is drawn again says its
        line too: nobody moved then."""
        row = max(0, min(len(self.state.facts.todo) - 1, row))
        if row != self.state.row:
            self._taken_off = ""
            self._set(replace(self.state, row=row, slip=""))

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
        """4: it shall not come out any more; one that did not print is put away. Pressed once too
        often it would take off the page of the next citizen, which has come under the hand."""
        job = self.state.job
        if job is None or self._speaking:
            return
        if self._taken_off and job.document != self._taken_off:
            said = f"“{job.title}”没有撤下：刚撤下的是上一份。"
            self._tell(Message(said, whose(job), "要撤下它，先按 Esc，再按 4。"))
        elif job.id:
            self._run(lambda: self._port.drop(job.id), self._dropped)
        else:
            self._run(lambda: self._port.put_away(job.case, job.document), self._dropped)

    def later(self) -> None:
        """3: not now; it stays in the list, and the hand goes to the next."""
        before, self._taken_off = self.state.row, ""
        self.to_row(before + 1)
        self._set(replace(self.state, message=None, slip=""))
        job = self.state.job
        if job is not None and self.state.row == before:
            said = f"“{job.title}”留在这里，以后再说。"
            self._tell(Message(said, press="下面没有了；按 Esc 回去。", weight=Weight.TELL))

    def print_waiting(self) -> None:
        """A: everything that waits, in order; stops at the first trouble."""
        if not self.state.waits:
            self._tell(Message("没有待打印的。", weight=Weight.TELL))
            return
        self._speak(self._port.waiting, self._batched, self._refused)

    def daily(self) -> None:
        """R: 日清单 of today; where nothing was recorded since the latest, the clerk is told so,
        and R once more prints that one again."""
        again = self._daily_again
        self._speak(lambda: self._port.daily(again=again), self._issued, self._not_issued)

    def print_all(self, case: str) -> None:
        """Every paper of a case or of its 一件事 that was never printed."""
        self._speak(lambda: self._port.batch(case), self._batched_out, self._not_done)

    def reprint_last(self) -> None:
        """One key: what was printed last here, once more, marked 补打."""
        self._speak(self._port.reprint_last, self._reprinted, self._not_done)

    def dismiss(self) -> bool:
        """Esc: whether there was a message to put away."""
        there = self.state.message is not None
        self._daily_again, self._about, self._taken_off = False, None, ""
        self._set(replace(self.state, message=None, slip=""))
        return there

    # ------------------------------------------------------------ answers of the runner

    def _at(self, stages: frozenset[Stage], words: str) -> PaperJob | None:
        job = self.state.job
        if job is None:
            return None
        self._taken_off = ""
        if job.stage not in stages:
            self._tell(Message(f"{job.told}。", words))
            return None
        return job

    def _run(
        self, act: Callable[[], PaperJob], then: Callable[[PaperJob], None] | None = None
    ) -> None:
        who = self.state.job.who if self.state.job is not None else ""
        told = then or self._acted
        self._speak(act, lambda job: told(replace(job, who=job.who or who)), self._refused)

    def _dropped(self, job: PaperJob) -> None:
        self._taken_off = job.document
        self._acted(job)

    def _speak(
        self, act: Callable[[], T], then: Callable[[T], None], failed: Callable[[ClerkError], None]
    ) -> None:
        """One key at a time speaks to a printer: pressed again because nothing moved yet, a key
        would do to the page what the clerk never meant."""
        if self._speaking:
            return
        self._speaking, self._daily_again, self._taken_off = True, False, ""
        self._set(replace(self.state, busy=True))

        def work() -> T:
            try:
                return act()
            finally:  # a bug too: the next key is heard
                self._speaking = False

        def done(answer: T) -> None:
            self._set(replace(self.state, busy=False))
            if self._refusal is not None:  # of a key before, which a later one has overtaken
                self._instead(self._refusal, None)
                self._refusal = None
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
        """Say at once what went wrong with a page, whatever screen is in front, and take it back
        once it is no longer so."""
        before, bad = self.state.facts.stages, {Stage.FAILED, Stage.UNANSWERED}
        whose = {job.document: job.who for job in facts.todo}
        told = []
        for number, job in facts.stages.items():
            was = before.get(number)
            sent = was is not None and was.stage is Stage.SENT
            if job.stage in bad and sent and job.id not in facts.told:
                told.append(replace(job, who=whose.get(number, "")))
        told += [
            each for each in facts.news if each.document not in {job.document for job in told}
        ]
        self._tell_wrong(told, facts)
        at = self.state.job
        row = next(
            (n for n, job in enumerate(facts.todo) if at and job.document == at.document),
            max(0, min(self.state.row, len(facts.todo) - 1)),
        )
        message = self.state.message
        if self._about is not None:  # what the list said of a page that is elsewhere by now
            now = facts.stages.get(self._about.document)
            if now is not None and (now.id, now.stage) != (self._about.id, self._about.stage):
                message, self._about = None, None
        self._set(replace(self.state, facts=facts, loading=False, row=row, message=message))

    @property
    def wrong(self) -> tuple[PaperJob, ...]:
        """The pages that went wrong, were told over the screen, and still stand so."""
        return tuple(self._wrong)

    def take_over(self, wrong: tuple[PaperJob, ...]) -> None:
        """The pages an earlier window told over the screen: who stands in its place takes them
        back once it is no longer so."""
        self._wrong = list(wrong)

    def _tell_wrong(self, new: list[PaperJob], facts: PaperFacts) -> None:
        """One bar for all pages that went wrong. A page that came out, was put away or is tried
        again leaves it; a bar that a clerk put away comes back for another page only."""
        left = [each for each in self._wrong if _is_still(each, facts)]
        left = [each for each in left if each.document not in {job.document for job in new}]
        stood, self._wrong = self._wrong, [*left, *new]
        if new:
            self._tell_all(wrong_words(self._wrong))
        elif self._wrong != stood:
            words = wrong_words(self._wrong) if self._wrong else None
            self._instead(wrong_words(stood), words)

    def _acted(self, job: PaperJob) -> None:
        weight = Weight.TELL if job.stage is not Stage.UNANSWERED else Weight.WARN
        again = f"页上有“补打 {job.reprint} 次”。" if job.reprint and job.stage in OPEN else ""
        where = file_words(job)
        later = "还要打，到办件里按 P。" if job.stage is Stage.PUT_AWAY and job.case else ""
        self._tell(Message(f"{job.told}。", whose(job) + (where or again), later, weight))
        self._about = job if job.stage in OPEN else None
        self.refresh()

    def _issued(self, job: PaperJob) -> None:
        self._acted(job)
        self._set(replace(self.state, slip=job.document))

    def _not_issued(self, error: ClerkError) -> None:
        self._refused(error)
        if isinstance(error, NothingSince):
            self._daily_again = True
            self._set(replace(self.state, slip=error.number))

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
        self._refusal = elsewhere(error)
        self._tell_all(self._refusal)
        self.refresh()

    def _refused(self, error: ClerkError) -> None:
        self._tell(elsewhere(error))
        self.refresh()

    def _failed(self, error: ClerkError) -> None:
        self._tell_all(explain(error))

    def _tell(self, message: Message) -> None:
        self._about = None
        self._set(replace(self.state, message=message, slip=""))

    def _set(self, state: PapersState) -> None:
        self.state = state
        self._show(state)


def whose(job: PaperJob) -> str:
    """Which page it is: who applied, and its number."""
    return f"{'，'.join(part for part in (job.who, job.document) if part)}。"


def file_words(job: PaperJob) -> str:
    """Where the file of a page is that went on no paper; it bears 补打 like any other page."""
    if not job.path:
        return ""
    marked = f"，页上写着“补打 {job.reprint} 次”" if job.reprint else ""
    return f"文件在 {job.path}{marked}。"


def reprinted_words(job: PaperJob) -> Message:
    """What a reprint came to."""
    if job.path:
        return Message(f"{job.told}。", file_words(job), weight=Weight.TELL)
    times = f"补打 {job.reprint} 次" if job.reprint else "首次打印"
    happened = f"{job.told}（{times}）。"
    return Message(happened, f"文书编号 {job.document}。", weight=Weight.TELL)


def wrong_words(jobs: Sequence[PaperJob]) -> Message:
    """What stands over every screen while pages went wrong: how many, and whose.

    >>> lost = PaperJob(1, "N", "N-01", "受理通知书", Stage.UNANSWERED, who="张*例")
    >>> wrong_words([lost]).happened
    '“受理通知书”没有回答（可能已打出）：张*例，N-01。'
    """
    look = any(job.stage is Stage.UNANSWERED for job in jobs)
    means, press = ("先看出纸口。", "按 Ctrl P 说打出没有。") if look else ("", PRINTS_KEY)
    if len(jobs) == 1:
        (job,) = jobs
        if not look and job.said:
            means = sentence(job.said)
        of = "，".join(part for part in (job.who, job.document) if part)
        return Message(f"{job.told}：{of}。", means, press)
    parts = []
    for stage in (Stage.FAILED, Stage.UNANSWERED):
        names = Counter(job.who or job.title for job in jobs if job.stage is stage)
        whose = "、".join(f"{name}（{n} 份）" if n > 1 else name for name, n in names.items())
        if names:
            parts.append(f"{names.total()} 份{STAGE_WORDS[stage]}：{whose}")
    return Message(f"{'；'.join(parts)}。", means, press)


def empty_words(state: PapersState) -> tuple[str, str]:
    """What an empty list says: nothing is called printed where there is no paper."""
    title = "没有要打的"
    if state.facts.printer.known and not state.facts.printer.name:
        return title, "没有选打印机，文书都存成 PDF。"
    if any(job.stage is Stage.PUT_AWAY for job in state.facts.stages.values()):
        return title, "撤下的不再打；别的都打出来了。"
    return title, "送出去的都打出来了。"


def _is_still(told: PaperJob, facts: PaperFacts) -> bool:
    now = facts.stages.get(told.document)
    return now is not None and (now.id, now.stage) == (told.id, told.stage)


def batch_words(done: BatchDone) -> Message:
    """What printing many came to: the first trouble stopped it, and what remains is named."""
    if not done.sent and not done.remaining:
        told = "这件的文书打过了，或在打印机那里，或撤下了。"
        return Message(told, "", "还要再打，选中它按 P 补打。", Weight.TELL)
    sheets = done.sent - done.saved
    sent = f"已存成 PDF {done.saved} 份。" if done.saved else ""
    sent = f"已送 {sheets} 份。{sent}" if sheets or not sent else sent
    where = f"文件在 {done.folder}。" if done.saved else ""
    if not done.remaining:
        return Message(sent, where, weight=Weight.TELL)
    names = "、".join(done.remaining[:4])
    more = f"等 {len(done.remaining)} 份" if len(done.remaining) > 4 else ""
    means = where + sentence(done.trouble)
    return Message(f"{sent}还有没打的：{names}{more}。", means, PRINTS_KEY)


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
