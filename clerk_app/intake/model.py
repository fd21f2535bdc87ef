"""A case (办件) as every part of the program reads it. Frozen, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from clerk_app.catalogue.model import Material


class Outcome(StrEnum):
    """What the window decided on an application (行政许可法 art. 32).

    `NOT_ACCEPTED` 不予受理 is for want of competence (32(2)) and concealment (78) only: missing
    papers are never a ground for it. It is not 不予许可, a decision after review.
    """

    ACCEPTED = "accepted"
    CONDITIONALLY_ACCEPTED = "conditionally_accepted"
    RETURNED_FOR_CORRECTION = "returned_for_correction"
    NOT_ACCEPTED = "not_accepted"
    NOT_NEEDED = "not_needed"


class PaperState(StrEnum):
    """What the clerk found of one paper. 当场更正 is a state of a paper, not an outcome."""

    IN_ORDER = "in_order"
    MISSING = "missing"
    DEFECTIVE = "defective"
    CORRECTED_ON_THE_SPOT = "corrected_on_the_spot"
    WAIVED_SHARED = "waived_shared"

    @property
    def is_wanting(self) -> bool:
        return self in {PaperState.MISSING, PaperState.DEFECTIVE}

    @property
    def is_handed_in(self) -> bool:
        return self in {
            PaperState.IN_ORDER,
            PaperState.DEFECTIVE,
            PaperState.CORRECTED_ON_THE_SPOT,
        }


class IdType(StrEnum):
    """证件类型 of an applicant or agent."""

    RESIDENT_ID = "resident_id"
    USCC = "uscc"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Party:
    """申请人 or 代办人. `kind` is person or organisation; empty text where not given."""

    kind: str
    name: str
    id_type: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """One line of the checklist as the clerk left it. `copies` counts pieces handed in."""

    name: str
    state: PaperState
    fault: str = ""
    correction: str = ""
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Concealment:
    """隐瞒有关情况或者提供虚假材料 (行政许可法 art. 78); needs an approver."""

    fact: str
    evidence: str
    found_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Application:
    """Everything the window knows when it decides. `received_at` is the clock of the act.

    `item_hash` names the version of the item it was opened under; empty: the one in use.
    """

    item: str
    received_at: datetime
    applicant: Party
    competent: bool = True
    needed: bool = True
    target_agency: str = ""
    situations: tuple[tuple[str, str], ...] = ()
    agent: Party | None = None
    papers: tuple[CheckedPaper, ...] = ()
    undertaking_signed: bool = False
    discredited: bool = False
    concealment: Concealment | None = None
    item_hash: str = ""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One paper that is wanting. `make_good_by` 补齐期限 only when conditionally accepted."""

    name: str
    fault: str
    deferrable: bool
    make_good_by: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why. `article` is given for 行政许可 only."""

    code: str
    text: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the law says now, with its dates.

    `provisional` names the date fields that rest on an unpublished calendar (暂定).
    """

    outcome: Outcome
    received_on: date
    notice_due: date
    accepted_on: date | None = None
    promised_due: date | None = None
    statutory_due: date | None = None
    make_good_by: date | None = None
    provisional: tuple[str, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One paper with what the clerk found: what screen and page show."""

    material: Material
    due: bool
    paper: CheckedPaper
    deferrable: bool


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A numbered paper of a case. `printed` counts how often it left the printer."""

    number: str
    kind: str
    printed: int = 0


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as the fold over its events. Text dates are ISO; empty where there is none."""

    number: str
    version: int = 0
    item: str = ""
    item_name: str = ""
    item_hash: str = ""
    department: str = ""
    applicant: str = ""
    ticket: str = ""
    operator: str = ""
    received_on: str = ""
    received_at: str = ""
    state: str = "received"
    outcome: str = ""
    accepted_on: str = ""
    notice_due: str = ""
    promised_due: str = ""
    statutory_due: str = ""
    make_good_by: str = ""
    provisional: tuple[str, ...] = ()
    shortfalls: tuple[str, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    rating: int = 0
    sample: bool = False
    conflicts: tuple[str, ...] = field(default_factory=tuple)
    unknown_kinds: tuple[str, ...] = ()


class Trust(StrEnum):
    """可信等级 of a paper given before (国办函〔2016〕108号)."""

    ISSUED = "A"  # 实施机构产生
    VERIFIED = "B"  # 窗口已核验，可重复使用
    UPLOADED = "C"  # 需核原件
    SELF_DECLARED = "D"  # 自制承诺


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A paper an applicant gave at a window, and in which case.

    `valid_until` is the last day it counts, None where the catalogue does not say; then
    `still_valid` is None too.
    """

    name: str
    given_on: date
    case: str
    item_name: str
    trust: Trust
    shared_as: str = ""
    valid_until: date | None = None
    still_valid: bool | None = None

    @property
    def reusable(self) -> bool:
        """May the clerk use it again without the original? Only A and B, and only where a last
        day is known and not past: what has none is not valid for ever, nobody knows."""
        return self.was_original and self.still_valid is True

    @property
    def was_original(self) -> bool:
        """Was the original seen, or did this body issue it (A and B)?"""
        return self.trust in {Trust.ISSUED, Trust.VERIFIED}
