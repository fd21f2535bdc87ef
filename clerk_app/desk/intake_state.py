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


@dataclass(frozen=True, slots=True)
class PartyText:
    """An applicant or agent as typed."""

    kind: str = "person"
    id_type: str = "resident_id"
    name: str = ""
    number: str = ""
    phone: str = ""


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
    word: str = ""  # what stands for the state while nobody looked at it; empty: 未看


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step with the answer given so far."""

    title: str
    answer: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """One document that was numbered; `path` is empty when the print failed."""

    kind: str
    title: str
    number: str
    path: str
    copies: int


@dataclass(frozen=True, slots=True)
class Handled:
    """What the decision came to."""

    number: str
    outcome: str
    documents: tuple[Handed, ...] = ()
    trouble: str = ""  # why a page is not printed; the case itself stands


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
    asking_matter: bool = False
    asking_agency: bool = False
    may_defer: bool = False  # the undertaking is worth asking for
    verdict: Verdict = EMPTY
    page_title: str = ""
    pages: tuple[Page, ...] = ()
    page_note: str = ""
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
