"""What the screens of a case's life need of the workstation: lists, one case, one act."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.desk.case_private import FullParty
    from clerk_app.intake.model import CaseState
    from clerk_app.intake.rules.act_file import CaseAct
    from clerk_app.journal.events import Event
    from clerk_app.kernel.working_days import Calendar
    from clerk_app.reporting.model import PanelRow

HERE, AT_HALL = "here", "at_hall"
"""Place of the record: 已存本机 → 已到大厅."""
PLACE_WORDS = {HERE: "已存本机", AT_HALL: "已到大厅"}


class Filter(StrEnum):
    """A list of cases; the ids are those of `actions.CASE_FILTERS`."""

    MINE = "mine"  # open cases I received, or whose B角 I am today
    SOON = "soon"  # due within the workdays of a yellow lamp
    OVERDUE = "overdue"  # a day of theirs is past
    WAITING = "waiting"  # the applicant owes papers: 补正 or 容缺
    CONFLICT = "conflict"  # two acts that exclude one another
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of a list. `applicant` is masked; dates are short, empty cells are —.

    `lamp` is one of `case_words.LAMP_SIGNS`, `left` says it in words (剩 3 天).
    """

    number: str
    grouped: str
    item: str
    applicant: str
    state: str
    received: str
    due: str
    printed: str  # 已印, 未印, 无
    place: str  # HERE or AT_HALL
    lamp: str = "normal"
    left: str = ""
    owner: str = ""  # who has it now


@dataclass(frozen=True, slots=True)
class CaseList:
    """What a list holds: its first lines, whether there are more, how many cases in all."""

    lines: tuple[CaseLine, ...]
    found: int
    total: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Someone who may be asked to approve (批准人). `acts` are what a letter lets them sign;
    a supervisor signs everything."""

    id: str
    name: str
    supervisor: bool = False
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case as it is recorded, with what is needed to say it in words.

    `today` is the legal day it was read on, `here` the events the hall has not numbered, `names`
    the clerks by id, `titles` those of the documents by number. `item` is the version it was
    opened under, None where this workstation never had it.
    """

    state: CaseState
    today: date
    calendar: Calendar
    person: bool = True
    events: tuple[Event, ...] = ()
    here: frozenset[tuple[str, int]] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    item: ServiceItem | None = None
    signers: tuple[Signer, ...] = ()

    @property
    def number(self) -> str:
        return self.state.number


@dataclass(frozen=True, slots=True)
class Reprinted:
    """A page that was made again; `times` counts 补打."""

    path: str
    times: int
    stage: str = ""  # of `paper_port.Stage`; empty: printed into the folder


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One document of an act; `path` is empty where it could not be printed, and where it went to
    a printer: `stage` (of `paper_port.Stage`) says then how far it is."""

    title: str
    number: str
    path: str
    copies: int = 1
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to. `trouble`: why a page is not printed; the act itself stands."""

    number: str
    stage: str
    documents: tuple[PrintedPage, ...] = ()
    trouble: str = ""


class UrgePort(Protocol):
    """What urges a case; called in the runner."""

    def urge(
        self, number: str, *, to: str, by_day: date, asked: str = "", boxed: bool = False
    ) -> Done:
        """Issue a 催办单 and print it. Raises as `deeds.urge`: nothing was written then. A page
        that could not be printed is no error. `boxed` as in `CasesPort.act`."""
        ...


class CasesPort(UrgePort, Protocol):
    """All but `now` are called in the runner."""

    def now(self) -> datetime:
        """The time of the workstation; cheap, called in the window's thread."""
        ...

    def cases(self, which: Filter, text: str = "") -> CaseList:
        """The first cases of a list whose number, item or applicant holds `text`. What is due
        first comes first; the newest first in `Filter.ALL`. Raises `Refused` (`not_allowed`)."""
        ...

    def counts(self) -> Mapping[Filter, int]:
        """How many cases each list holds."""
        ...

    def case(self, number: str) -> CaseFile:
        """One case. Raises `Refused` (`unknown_case`)."""
        ...

    def reprint(self, case: str, document: str) -> Reprinted:
        """Print a document again; logged and marked. Raises `Unavailable`; nothing is lost."""
        ...

    def act(self, number: str, act: CaseAct, *, boxed: bool = False) -> Done:
        """Record one act and print its documents. Raises as `deeds.act_on_case`: nothing was
        written then. A page that could not be printed is no error. With `boxed` a character no
        font has is printed as its code."""
        ...

    def material_list(self, number: str, *, boxed: bool = False) -> Done:
        """Issue a 材料接收清单 of what lies here and print it. Raises as `deeds.material_list`;
        otherwise as `urge`."""
        ...

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
        """Issue a 书面双告知书 and print it. Raises as `deeds.dual_notice`; else as `urge`."""
        ...

    def deem(self, number: str) -> bool:
        """Record that silence accepted the case; False when it has not, or is recorded."""
        ...

    def person(self, number: str) -> tuple[FullParty, ...]:
        """The parties in full; that they were shown is recorded. Raises as
        `deeds.show_person`: nothing is shown then."""
        ...

    def fields(self, number: str) -> tuple[PanelRow, ...]:
        """The reporting fields to copy by hand; recorded as well. Raises as
        `deeds.show_report`."""
        ...

    def forms(self) -> str:
        """The acts this clerk began and did not record, as `case_draft` keeps them."""
        ...

    def keep_forms(self, content: str) -> None:
        """Keep them; an empty text keeps none. Raises `Unavailable`."""
        ...
