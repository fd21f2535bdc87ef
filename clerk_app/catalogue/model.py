"""Service items (事项) as every part of the program reads them. Frozen, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

BUNDLE = "一件事"
"""What lists show as the type of a bundle."""


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


class ElementKind(StrEnum):
    """What a form field (数据元) holds. Values are the exchange file's words."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    ID_NUMBER = "id_number"
    USCC = "uscc"
    PHONE = "phone"
    ADDRESS = "address"


class SpecialKind(StrEnum):
    """特别程序: the eight whose time does not count (行政许可法 art. 45)."""

    HEARING = "听证"
    TENDER = "招标"
    AUCTION = "拍卖"
    INSPECTION = "检验"
    TESTING = "检测"
    QUARANTINE = "检疫"
    APPRAISAL = "鉴定"
    EXPERT_REVIEW = "专家评审"


class LimitKind(StrEnum):
    """Whose limit it is: the law's or the hall's own promise."""

    LEGAL = "legal"
    PROMISED = "promised"


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
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ChannelLimit:
    """A limit that holds for one channel or case only (网上, 窗口, 需现场核查的)."""

    kind: LimitKind
    value: int
    unit: LimitUnit
    channel: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One fee of several. Only what stands here may be charged; `basis` is its legal ground."""

    name: str
    amount_fen: int | None = None
    per: str = ""
    basis: str = ""
    reducible: bool = False
    reduction_basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the application form.

    `element` names the data element (数据元): items that share it ask for it once.
    """

    element: str
    label: str
    kind: ElementKind = ElementKind.TEXT
    required: bool = True
    options: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpecialProcedure:
    """A step outside the clock. `length` is in words and is told to the applicant."""

    kind: SpecialKind
    name: str = ""
    length: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """后置审批: what the holder of this result must still apply for before doing a business.

    `when` is the kind of enterprise or business it concerns; empty: everyone.
    """

    name: str
    code: str = ""
    department: str = ""
    when: str = ""
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """基本目录 elements of the national field library that the item does not hold itself."""

    basic_code: str = ""  # 基本编码, shared by all bodies that handle the item
    local_code: str = ""  # 地方基本编码
    levels: tuple[str, ...] = ()  # 行使层级
    state: str = ""  # 事项状态


@dataclass(frozen=True, slots=True)
class Listing:
    """实施清单 elements that are told or reported, never computed. `None`: not said."""

    local_code: str = ""
    handling_code: str = ""  # 业务办理项编码
    body_code: str = ""  # 实施主体编码
    body_kind: str = ""  # 实施主体性质
    entrusted_to: str = ""
    power_source: str = ""  # 权力来源
    subjects: tuple[str, ...] = ()  # 服务对象
    channels: tuple[str, ...] = ()  # 办理形式
    visits: int | None = None  # 到办事现场次数
    visit_reason: str = ""
    in_hall: bool | None = None  # 进驻大厅
    online: bool | None = None
    online_depth: str = ""
    express: bool | None = None
    pay_online: bool | None = None
    booking: bool | None = None
    terminals: bool | None = None  # 自助终端
    joint_bodies: str = ""  # 联办机构
    intermediary: str = ""  # 中介服务
    quantity_limit: str = ""
    result_kind: str = ""
    result_sample: str = ""
    topics: tuple[str, ...] = ()
    link: str = ""
    mobile_link: str = ""
    single_sign_on: bool | None = None
    town_code: str = ""
    town_name: str = ""
    village_code: str = ""
    village_name: str = ""


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
    basis: str = ""  # 要求提供的依据
    blank_form: str = ""  # 空白表格: where it is had
    filled_sample: str = ""  # 示例样表
    paper_size: str = ""
    shared_as: str = ""  # the same paper in other items carries the same mark
    valid_days: int | None = None  # how long a paper given once counts, in natural days

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
    asks: tuple[str, ...] = ()  # keys of the questions this answer leads to


@dataclass(frozen=True, slots=True)
class Situation:
    """情形: a question whose answer adds or removes papers, and may lead to further questions.

    A question that some answer leads to is asked only after that answer; the others always.
    """

    key: str
    question: str
    answers: tuple[Answer, ...]
    help: str = ""  # the question in plain words


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
class CommitmentPolicy:
    """告知承诺: a signed promise stands in for these papers, and is checked afterwards.

    Not 容缺: nothing is to be brought later. Every word of it is local, from the catalogue.
    """

    papers: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()  # 承诺内容
    check_workdays: int | None = None  # 事后核查, after acceptance
    basis: str = ""


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
    hours: str = ""  # 办理时间
    supervision_phone: str = ""
    flow: str = ""  # 办理流程 in words, beside `stages`
    aliases: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    limits: tuple[ChannelLimit, ...] = ()
    fees: tuple[FeeItem, ...] = ()
    special_procedures: tuple[SpecialProcedure, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    directory: Directory | None = None
    listing: Listing | None = None
    commitment: CommitmentPolicy | None = None
    public_safety: bool | None = None  # 直接关系公共安全、人身健康等 (行政许可法 art. 78)

    def material(self, name: str) -> Material | None:
        """The paper of that exact name, or None."""
        return next((paper for paper in self.materials if paper.name == name), None)


@dataclass(frozen=True, slots=True)
class Bundle:
    """一件事: items that a citizen sees as one matter. Versioned as items are."""

    key: str
    name: str
    items: tuple[str, ...]
    department: str = ""
    aliases: tuple[str, ...] = ()
    same_papers: tuple[tuple[str, ...], ...] = ()  # names that mean one paper
    produced: tuple[tuple[str, ...], ...] = ()  # (item, paper): made by one item for the others
    note: str = ""
    sample: bool = False
    extra: str = "{}"
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class ImportWarning:
    """Something odd in a catalogue file that did not stop the item from loading."""

    code: str
    item: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did. Lists are in the order of the file.

    `counts` says how often each code came; of very many only the first stand in the lists.
    """

    imported: int
    updated: int
    unchanged: int
    warnings: tuple[ImportWarning, ...]
    refused: tuple[ImportWarning, ...]
    counts: tuple[tuple[str, int], ...] = ()


class Stage(StrEnum):
    """What an import is at. Values are shown."""

    READING = "读取"
    INDEXING = "编索引"


Progress = Callable[[Stage, int, int], None]
"""Told the stage, how many are done and of how many."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line of a search result, best first."""

    key: str
    id: str
    code: str
    name: str
    department: str
    type: str
    alias: str = ""
    """What people call it, when that is what matched and the name did not."""
    matched: tuple[tuple[int, int], ...] = ()
    """Ranges of the name that were typed, begin and end, in order."""
    usable: bool = True
    uses: int = 0
    """How often it was taken in at this window."""
    favourite: bool = False
    fuzzy: bool = False
    """Not what was typed, but near it."""
