"""Service items (事项) as every part of the program reads them. Frozen, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ItemType(StrEnum):
    """事项类型: the eight of the exchange file; values are the file's own words."""

    LICENSING = "行政许可"
    CONFIRMATION = "行政确认"
    LEVY = "行政征收"
    PAYMENT = "行政给付"
    REWARD = "行政奖励"
    ADJUDICATION = "行政裁决"
    OTHER = "其他行政权力"
    PUBLIC_SERVICE = "公共服务"


class Pace(StrEnum):
    """即办件 / 承诺件."""

    ON_THE_SPOT = "即办件"
    PROMISED = "承诺件"


class Necessity(StrEnum):
    """必要性 of a material."""

    REQUIRED = "必要"
    OPTIONAL = "非必要"
    SITUATIONAL = "情形必要"
    DEFERRABLE = "容缺后补"


class LimitUnit(StrEnum):
    """Unit of a time limit. 即时 and 当日 both mean the same day and count as 0 workdays."""

    WORKDAY = "工作日"
    DAY = "日"
    IMMEDIATE = "即时"
    SAME_DAY = "当日"


class Keep(StrEnum):
    """收取 (kept in the file) or 核验 (looked at and handed back)."""

    COLLECTED = "收取"
    VERIFIED = "核验"


class Party(StrEnum):
    """Whose paper it is."""

    APPLICANT = "applicant"
    AGENT = "agent"


class OnTheSpot(StrEnum):
    """Whether a fault can be corrected at the window (行政许可法 art. 32(3))."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class OnExpiry(StrEnum):
    """What happens when a deferred paper does not come in time."""

    RETURN = "退件"
    SUSPEND = "暂停"
    TERMINATE = "终止"


class ClockStart(StrEnum):
    """When the clock of a conditionally accepted case starts."""

    ACCEPTANCE = "acceptance"
    MADE_GOOD = "made_good"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """法定时限 or 承诺时限. `note` is printed, never computed."""

    value: int
    unit: LimitUnit
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """收费. `amount_fen` is in fen (1/100 yuan), None when the source does not say."""

    charge: bool
    amount_fen: int | None = None
    per: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A common fault of one paper."""

    text: str
    on_the_spot: OnTheSpot = OnTheSpot.UNKNOWN


@dataclass(frozen=True, slots=True)
class Material:
    """One paper (材料) an item asks for. `originals` and `copies` are counts due."""

    name: str
    necessity: Necessity
    form: str = ""
    originals: int = 1
    copies: int = 0
    keep: Keep = Keep.COLLECTED
    electronic: bool = False
    source_channel: str = ""
    applies_when: str = ""
    deferrable: bool = False
    defer_workdays: int | None = None
    standard: str = ""
    how_to_get: str = ""
    party: Party = Party.APPLICANT
    faults: tuple[Fault, ...] = ()
    note: str = ""

    @property
    def count_due(self) -> int:
        """How many pieces the window takes or looks at, originals and copies together."""
        return max(1, self.originals + self.copies)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a situation question and what it does to the list of papers."""

    value: str
    label: str
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """情形: a question whose answer adds or removes papers."""

    key: str
    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class DeferralPolicy:
    """容缺 policy of one item; every number is local and comes from the catalogue."""

    enabled: bool = False
    bound_workdays: int | None = None
    before_promised_by: int | None = None
    on_expiry: OnExpiry = OnExpiry.RETURN
    grace_workdays: int = 0
    block_months: int = 0
    immediate_allowed: bool = False
    clock_starts: ClockStart = ClockStart.ACCEPTANCE


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """事项. Immutable: other content is another version with another `content_hash`.

    `key` is `code` where the item has one, else `id`; both are opaque text.
    `extra` holds, as canonical JSON text, every field the program does not know.
    """

    key: str
    name: str
    id: str = ""
    code: str = ""
    type: ItemType | None = None
    type_text: str = ""
    department: str = ""
    level: str = ""
    handling: Pace | None = None
    legal_basis: tuple[str, ...] = ()
    legal_limit: TimeLimit | None = None
    promised_limit: TimeLimit | None = None
    fee: Fee | None = None
    materials: tuple[Material, ...] = ()
    materials_complete: bool = True
    situations: tuple[Situation, ...] = ()
    deferral: DeferralPolicy = field(default_factory=DeferralPolicy)
    group: str = ""
    conditions: str = ""
    stages: tuple[str, ...] = ()
    result: str = ""
    delivery: tuple[str, ...] = ()
    cross_regional: str = ""
    version: str = ""
    effective_from: str = ""
    effective_to: str = ""
    sample: bool = False
    phone: str = ""
    place: str = ""
    extra: str = "{}"
    content_hash: str = ""

    def material(self, name: str) -> Material | None:
        """The paper of that exact name, or None."""
        return next((paper for paper in self.materials if paper.name == name), None)


@dataclass(frozen=True, slots=True)
class ImportWarning:
    """Something odd in a catalogue file that did not stop the item from loading."""

    code: str
    item: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did. Lists are in the order of the file."""

    imported: int
    updated: int
    unchanged: int
    warnings: tuple[ImportWarning, ...]
    refused: tuple[ImportWarning, ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line of a search result, best first."""

    key: str
    id: str
    code: str
    name: str
    department: str
    type: str
