"""What the intake screen (受理) shows, and the work of the clerk that is kept as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from clerk_app.desk.verdict import EMPTY, Verdict

if TYPE_CHECKING:
    from clerk_app.catalogue.model import SearchHit, ServiceItem, Situation
    from clerk_app.desk.messages import Message
    from clerk_app.intake.model import CheckedPaper
    from clerk_app.notices.page import Page


class Step(IntEnum):
    """The steps at the left."""

    APPLICANT = 0  # 申请人
    ITEM = 1  # 事项
    SITUATION = 2  # 情形
    PAPERS = 3  # 材料
    DECIDE = 4  # 决定
    PRINT = 5  # 打印


STEP_TITLES = ("申请人", "事项", "情形", "材料", "决定", "打印")


class Matter(StrEnum):
    """Whether the matter is decided on its papers at all."""

    USUAL = "usual"
    NOT_NEEDED = "not_needed"  # 依法不需要办理
    NOT_COMPETENT = "not_competent"  # 不属本机关职权
    CONCEALED = "concealed"  # 隐瞒有关情况或者提供虚假材料


class Ask(StrEnum):
    """What the middle of the screen asks beside the steps."""

    ARRIVAL = "arrival"  # 到达方式
    SIGNER = "signer"  # 主管答复
    CONCEALED = "concealed"  # 隐瞒或虚假: what, how it is known, who approves
    ONLINE = "online"  # 网上预审件
    COLLECT = "collect"  # 异地代收: for which body


@dataclass(frozen=True, slots=True)
class Asking:
    """One such question: its title, what stands below it, and answers chosen by digit.

    `values` are what the answers mean, `now` the place of the one in force, -1 where there is
    none. `rows` are facts as (name, value).
    """

    what: Ask
    title: str
    detail: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()
    now: int = -1
    rows: tuple[tuple[str, str], ...] = ()
    ready: bool = False


@dataclass(frozen=True, slots=True)
class PartyText:
    """An applicant or agent as typed."""

    kind: str = "person"
    id_type: str = "resident_id"
    name: str = ""
    number: str = ""
    phone: str = ""
    order: str = ""  # of an agent: the 帮办代办单 it acts on


@dataclass(frozen=True, slots=True)
class Work:
    """Everything the clerk put in. This is what a draft holds, and what undo brings back."""

    step: Step = Step.APPLICANT
    applicant: PartyText = PartyText()
    agent: PartyText | None = None
    query: str = ""
    item: str = ""  # key of the chosen item
    item_hash: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    question: int = 0
    papers: tuple[CheckedPaper, ...] = ()  # those that were looked at
    row: int = 0
    undertaking_signed: bool = False
    discredited: bool = False
    matter: Matter = Matter.USUAL
    agency: str = ""
    arrival: str = ""  # of `intake.model.Arrival`; empty: came to the window
    deposit: bool = False  # 容缺收件
    committed: tuple[str, ...] = ()  # papers a 告知承诺 stands in for
    commitment_signed: bool = False
    credit_by: str = ""  # who answers for a stale list of the discredited
    provisional_by: str = ""  # who answers for a date that rests on no published calendar
    hidden: str = ""  # what was concealed
    evidence: str = ""
    hidden_by: str = ""  # who approves the refusal
    for_region: str = ""  # 异地代收: region code of the body that decides
    for_name: str = ""
    reports_up: bool = False  # 上报件: a higher body decides (行政许可法 art. 43)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of the checklist, in words. `state` is empty while nobody looked at it."""

    number: int
    name: str
    necessity: str  # 必要, 可容缺, 非必要
    due: str
    copies_in: str
    keep: str
    state: str
    note: str = ""
    wanting: bool = False
    short: bool = False  # fewer pieces than due
    faults: tuple[str, ...] = ()
    fault: str = ""
    offered: frozenset[str] = frozenset()
    correctable: bool = False  # 应当允许当场更正
    promised: bool = False  # a 告知承诺 may stand in for it
    pages: int = 0  # of the pieces handed in; 0: nobody counted them
    word: str = ""  # what stands for the state while nobody looked at it; empty: 未看


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step with the answer given so far."""

    title: str
    answer: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """One document that was numbered; `path` is empty when the print failed, and where it went to
    a printer: `stage` (of `paper_port.Stage`) says then how far it is."""

    kind: str
    title: str
    number: str
    path: str
    copies: int
    stage: str = ""


@dataclass(frozen=True, slots=True)
class HandledPart:
    """One item of a 一件事: its own case, decision and papers."""

    name: str
    number: str
    outcome: str
    documents: tuple[Handed, ...] = ()


@dataclass(frozen=True, slots=True)
class Handled:
    """What the decision came to. `parts` has the cases of a 一件事; `number` is then the first
    of them. `online` is the number of the portal a case was imported from."""

    number: str
    outcome: str
    documents: tuple[Handed, ...] = ()
    trouble: str = ""  # why a page is not printed; the case itself stands
    parts: tuple[HandledPart, ...] = ()
    online: str = ""
    for_hall: str = ""  # taken in for this body, which decides

    @property
    def papers(self) -> tuple[Handed, ...]:
        """Every document, of all parts."""
        return self.documents + tuple(d for part in self.parts for d in part.documents)


@dataclass(frozen=True, slots=True)
class Part:
    """The verdict on one item of a 一件事, with its own days."""

    name: str
    sign: str
    word: str
    why: str
    days: str


@dataclass(frozen=True, slots=True)
class ItemUpdate:
    """The item has a newer version than the one this intake was opened under.

    The work stays on its version until the clerk takes the new one. `changes` in words.
    """

    item: ServiceItem
    changes: tuple[str, ...]
    shown: bool = False


@dataclass(frozen=True, slots=True)
class IntakeState:
    """Everything the screen shows. The view draws it and decides nothing."""

    work: Work = Work()
    loading: bool = True
    steps: tuple[StepLine, ...] = ()
    head: str = ""
    facts: str = ""  # department, kind, limits of the item
    saved: str = ""  # 已存本机 10:41
    restored: bool = False
    update: ItemUpdate | None = None
    message: Message | None = None
    number_fault: str = ""  # of the applicant's number
    agent_fault: str = ""
    items: int = 0
    hits: tuple[SearchHit, ...] = ()
    answered: str = ""  # the query the hits answer
    chosen: int = 0
    item: ServiceItem | None = None
    situation: Situation | None = None
    situation_count: int = 0
    answer: str = ""  # already given to this question
    rows: tuple[PaperRow, ...] = ()
    sums: tuple[tuple[str, str], ...] = ()  # (glyph id, words)
    typing_fault: bool = False
    typing_pages: bool = False
    asking_matter: bool = False
    asking_agency: bool = False
    asking: Asking | None = None
    may_defer: bool = False  # the undertaking is worth asking for
    may_deposit: bool = False  # 容缺收件 is open to this item and this verdict
    may_commit: bool = False  # a 告知承诺 stands in for a paper, and may be signed
    may_report: bool = False  # 上报件 may be said of it
    may_box: bool = False  # its paper was refused for a character no font has
    may_sign: str = ""  # what a supervisor has to answer for, in words; empty: nothing
    arrival: str = ""  # how the applicant came, in words
    collects: str = ""  # the body that decides, where papers are only taken in for it
    parts: tuple[Part, ...] = ()
    verdict: Verdict = EMPTY
    page_title: str = ""
    pages: tuple[Page, ...] = ()
    page_note: str = ""  # why there is no page, or what is amiss on it
    page_help: str = ""  # and what then
    page_stops: bool = False  # no paper of this kind can be issued now
    print_later: str = ""  # why paper cannot come out now; the case is stored all the same
    stages: tuple[tuple[str, str], ...] = ()  # where the papers of the done case stand, in words
    busy: bool = False
    can_undo: bool = False
    done: Handled | None = None
    last: str = ""  # 刚办完…

    @property
    def step(self) -> Step:
        """The step the hand is at."""
        return self.work.step

    @property
    def row(self) -> PaperRow | None:
        """The row of the checklist the hand is at."""
        return self.rows[self.work.row] if 0 <= self.work.row < len(self.rows) else None
