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
    """One line of the checklist as the clerk left it. `copies` counts pieces handed in, `pages`
    their pages where somebody counted them (0: nobody did). `counted`: the pieces were said, they
    are not what is taken where nothing is."""

    name: str
    state: PaperState
    fault: str = ""
    correction: str = ""
    copies: int = 0
    pages: int = 0
    counted: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Concealment:
    """隐瞒有关情况或者提供虚假材料 (行政许可法 art. 78); needs an approver."""

    fact: str
    evidence: str
    found_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class OtherHall:
    """The body elsewhere that decides an application this window only takes in (异地代收).

    `region` is its 行政区划 or hall code, 6 to 12 digits.
    """

    region: str
    name: str


@dataclass(frozen=True, slots=True)
class Application:
    """Everything the window knows when it decides. `received_at` is the clock of the act.

    `item_hash` names the version of the item it was opened under; empty: the one in use.
    `arrival` is an `Arrival`, empty for the window; `joint` 统一、联合、集中办理 (art. 26).
    `produced` are papers that another item of the same bundle makes: nobody has to bring them.
    `committed` are papers a 告知承诺 stands in for, by the item's policy. `deposit`: 容缺收件,
    papers stay at the window while those wanting are fetched; that accepts nothing.
    `credit_stale`: the list of 失信 held here is too old to rely on; `credit_approved_by` answers
    for that. `for_hall`: taken in for another hall, which decides.
    `agent_order`: the 帮办代办单 the agent acts on, `agent_authority` the words of its 委托.
    `provisional_approved_by` answers for dates that are 暂定. `reports_up` 上报件: this body
    examines first and reports to a higher one, which decides (art. 43).
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
    arrival: str = ""
    joint: bool = False
    produced: tuple[str, ...] = ()
    committed: tuple[str, ...] = ()
    commitment_signed: bool = False
    deposit: bool = False
    credit_stale: bool = False
    credit_approved_by: str = ""
    for_hall: OtherHall | None = None
    agent_order: str = ""
    agent_authority: str = ""
    provisional_approved_by: str = ""
    reports_up: bool = False


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

    `provisional` names the date fields that rest on an unpublished calendar (暂定). `check_on` is
    until when a 告知承诺 is checked, None where there is none or the item does not say.
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
    check_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One paper with what the clerk found: what screen and page show."""

    material: Material
    due: bool
    paper: CheckedPaper
    deferrable: bool


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A numbered paper of a case. `printed` counts how often it left the printer, `printed_on`
    is the legal day it first did: what counts of a notice is that it was given (art. 32(4)). A
    `past` one was given before the case was reopened, and counts no more."""

    number: str
    kind: str
    printed: int = 0
    printed_on: str = ""
    past: bool = False


class Action(StrEnum):
    """What can be done with a case after its first decision (`case act`)."""

    CORRECT = "correct"  # 当场更正
    SUPPLY = "supply"  # 补交材料
    SUSPEND = "suspend"  # 进入特别程序，停止计时
    RESUME = "resume"  # 特别程序结束，继续计时
    EXTEND = "extend"  # 延期
    OPINION = "opinion"  # 审查意见
    CHECK = "check"  # 告知承诺事后核查
    DECIDE = "decide"  # 准予，出结果
    DENY = "deny"  # 不予许可
    REFUSE = "refuse"  # 不受理、不予受理
    TRANSFER = "transfer"  # 移交
    CLOSE = "close"  # 办结
    DELIVER = "deliver"  # 送达
    WITHDRAW = "withdraw"  # 申请人撤回
    RETURN = "return"  # 退件
    REOPEN = "reopen"  # 补件重启
    DISPATCH = "dispatch"  # 寄出代收材料
    TAKE_OVER = "take_over"  # 接收代收材料
    SEND_BACK = "send_back"  # 退回代收窗口，没有人接收


class Stage(StrEnum):
    """Where a case is in its life; the first five are the outcomes of the window."""

    RECEIVED = "received"  # 已收件，尚未决定
    ACCEPTED = "accepted"
    CONDITIONALLY_ACCEPTED = "conditionally_accepted"
    RETURNED_FOR_CORRECTION = "returned_for_correction"
    NOT_ACCEPTED = "not_accepted"
    NOT_NEEDED = "not_needed"
    GRANTED = "granted"  # 准予，未办结
    DENIED = "denied"  # 不予许可，未办结
    CLOSED = "closed"  # 办结（通过）
    CLOSED_CONDITIONAL = "closed_conditional"  # 办结（容缺通过）
    CLOSED_DENIED = "closed_denied"  # 办结（不通过）
    DELIVERED = "delivered"  # 已送达
    WITHDRAWN = "withdrawn"  # 撤回
    GIVEN_BACK = "given_back"  # 退件
    COLLECTED = "collected"  # 已代收，决定的机关还没有收到
    HANDED_OVER = "handed_over"  # 已移交，由本系统以外的机关办理


class Arrival(StrEnum):
    """How an application came to the window."""

    WALK_IN = "walk_in"
    BOOKING = "booking"  # 预约
    AFTER_HOURS = "after_hours"  # 延时服务
    HOME_VISIT = "home_visit"  # 上门服务
    POST = "post"
    ONLINE = "online"
    OTHER_HALL = "other_hall"  # 异地代收


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A due paper as the case stands: what was last found of it.

    `listed` is what the last notice said of it, empty where none named it. `handed_on` is the day
    a piece last came, ISO; `again` that it came after the last notice. `make_good_by` where it
    was deferred, then `good_on` is the day it was wanting no more.
    """

    name: str
    state: PaperState
    fault: str = ""
    deferrable: bool = False
    listed: str = ""
    handed_on: str = ""
    again: bool = False
    make_good_by: str = ""
    good_on: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """One link of the chain of who held the papers of a case taken in for another hall.

    `holder` is the hall that has them; empty while they are on the way, then `way` and `waybill`
    say how and `to` where. Days are ISO, `until` empty while it lasts; the next link begins on the
    day the one before ends. `papers` are names with the pieces held; `missing` and `damaged` what
    was found so against the link before; `by` who signed for them.
    """

    holder: str
    since: str
    until: str = ""
    way: str = ""
    waybill: str = ""
    to: str = ""
    papers: tuple[tuple[str, int], ...] = ()
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """Time outside the clock (art. 45). Both end days count; `until` is empty while it runs. Of a
    hearing, `told_on` is the day the right to one was told, `asked_on` that it was asked for."""

    kind: str
    reason: str = ""
    since: str = ""
    until: str = ""
    workdays: int = 0
    told_on: str = ""
    asked_on: str = ""


@dataclass(frozen=True, slots=True)
class LegalTerms:
    """What the clock of a case counts by, fixed when it was opened.

    Limits are (value, unit) or empty; `licensing` tells whether 日 means workdays. `joint`: 统一、
    联合、集中办理 (art. 26, 42(2)).
    """

    promised: tuple[int, str] | None = None
    statutory: tuple[int, str] | None = None
    licensing: bool = False
    joint: bool = False
    clock_starts: str = "acceptance"
    on_expiry: str = ""
    grace_workdays: int = 0
    block_months: int = 0
    deems: bool = True
    """Whether silence is acceptance: the licensing law says so, a hall may for other items."""
    off_duty: str = ""
    start_counts: bool = False
    """下班时间 and whether the first day counts, where the hall had rules of its own."""
    reports_up: bool = False
    """上报件: a higher body decides, this one examines first (art. 43)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of the work: whose turn it was (责任环节). `until` is empty while it lasts."""

    owner: str
    since: str
    until: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """审查意见 of one who looked at the case."""

    by: str
    on: str
    text: str
    agrees: bool = True


@dataclass(frozen=True, slots=True)
class Accounted:
    """责任追究: what was found and done about an entry of the red list, a `finding` since a day.

    `owner` had the case then, `by` is who found it, `on` the day. Days are ISO.
    """

    finding: str
    since: str
    owner: str = ""
    reason: str = ""
    measure: str = ""
    by: str = ""
    by_name: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as the fold over its events. Text dates are ISO; empty where there is none.

    `promised_due` and `statutory_due` are those last told on paper. `stage_before` is where a
    case that was given back or withdrawn stood. `acts` is the version after the last act that
    excludes others. `visits` counts the days a person came for it. `bundle` is the key of the
    一件事 it belongs to, `siblings` the cases of the same matter, its own among them.
    `agent_order` is the 帮办代办单 the agent acted on, `for_hall` the body that decides a case
    taken in for another hall, `region` its code, `custody` the chain of who held the papers,
    `taken_over` the event, as device/s, by which the station of that body received them.
    `paused_since` is read off the papers for a day
    (`silence.as_of`) and never kept: the day from which late papers stop the clock. `acted_on` is
    the latest day of an act that excludes others. `opened_on` is the day it was first known,
    which no act moves, as it moves `received_on`.
    `accounted` is who answered for what turned it red. `reported_on` is the day a 上报件 was
    reported up; `review_due`, until when it must be, is read off for a day and never kept.
    """

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
    papers: tuple[HeldPaper, ...] = ()
    terms: LegalTerms = LegalTerms()
    arrival: str = ""
    agent: str = ""
    back_entered: bool = False
    deemed: bool = False
    reason_codes: tuple[str, ...] = ()
    conditional: bool = False
    suspensions: tuple[Suspension, ...] = ()
    extended_workdays: int = 0
    steps: tuple[Step, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    overrides: int = 0
    result_name: str = ""
    result_number: str = ""
    decided_on: str = ""
    deliver_due: str = ""
    closed_on: str = ""
    delivered_on: str = ""
    ended_on: str = ""
    blocked_until: str = ""
    stage_before: str = ""
    visits: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    bundle: str = ""
    siblings: tuple[str, ...] = ()
    committed: tuple[str, ...] = ()
    check_on: str = ""
    checked_on: str = ""
    check_failed: bool = False
    acts: int = 0
    agent_order: str = ""
    for_hall: str = ""
    region: str = ""
    custody: tuple[Custody, ...] = ()
    taken_over: str = ""
    paused_since: str = ""
    acted_on: str = ""
    opened_on: str = ""
    accounted: tuple[Accounted, ...] = ()
    reported_on: str = ""
    review_due: str = ""

    @property
    def is_suspended(self) -> bool:
        """Does a special procedure run?"""
        return bool(self.suspensions) and not self.suspensions[-1].until

    @property
    def stands_still(self) -> bool:
        """Is no day counted now, for a special procedure or for papers that are late?"""
        return self.is_suspended or bool(self.paused_since)

    @property
    def is_on_the_way(self) -> bool:
        """Are the papers between two halls?"""
        return bool(self.custody) and not self.custody[-1].holder

    @property
    def open_papers(self) -> tuple[HeldPaper, ...]:
        """The due papers that are still wanting."""
        return tuple(paper for paper in self.papers if paper.state.is_wanting)

    @property
    def notice_given_on(self) -> str:
        """The day the first one-time notice was printed, or empty."""
        days = [
            d.printed_on
            for d in self.documents
            if d.kind == NOTICE and d.printed_on and not d.past
        ]
        return min(days) if days else ""


NOTICE = "one_time_notice"
"""The kind of document that is the one notice of art. 32(4)."""


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
