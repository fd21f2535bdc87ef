"""What one printed document says, frozen at the moment it was issued.

These values are the body of the event `document.issued`. A page is drawn from them alone,
so a reprint years later says what the first print said, whatever the catalogue says by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar

from clerk_app.journal.canonical import Body, Value
from clerk_app.kernel.errors import Damaged
from clerk_app.notices.records import (
    BACK_ENTERED,
    BARS,
    CONCEALMENT,
    CORRECTED,
    DEFECTIVE,
    DENIED,
    GIVEN_BACK,
    IN_ORDER,
    LICENSING,
    LICENSING_LAW,
    MISSING,
    NOT_COMPETENT,
    PAPER_STATES,
    READY_STATES,
    TYPED,
    UNCHANGED,
    WAIVED,
    WITHDRAWN,
    ActFacts,
    CountLine,
    DayFacts,
    FeeLine,
    FollowUpLine,
    OrderFacts,
    PaperLine,
    Question,
    Reason,
    ReminderFacts,
    TicketFacts,
)

__all__ = [
    "BACK_ENTERED",
    "BARS",
    "CONCEALMENT",
    "CORRECTED",
    "DEFECTIVE",
    "DENIED",
    "GIVEN_BACK",
    "IN_ORDER",
    "LICENSING",
    "LICENSING_LAW",
    "MISSING",
    "NOT_COMPETENT",
    "PAPER_STATES",
    "READY_STATES",
    "TYPED",
    "UNCHANGED",
    "WAIVED",
    "WITHDRAWN",
    "ActFacts",
    "CountLine",
    "DayFacts",
    "DocumentFacts",
    "FeeLine",
    "FollowUpLine",
    "OrderFacts",
    "PaperLine",
    "Question",
    "Reason",
    "ReminderFacts",
    "TicketFacts",
    "from_body",
]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything a page says. Dates are ISO text, `issued_at` an ISO time; empty = not said.

    `provisional` names the date fields that are 暂定. `query` is the content of the QR code:
    opaque, never a person's name or number. `ways` are sentences of 怎样才能办 that the act
    itself knows. `item_type` is 事项类型 in the catalogue's words: sentences of the licensing
    law stand on papers of 行政许可 only. `promised_text` and `statutory_text` are the lengths of
    the limits; their notes and that of the fee are printed, never computed. `clock_starts` is
    acceptance or made_good, `grace` the workdays after 暂停. `back_entered` (补录): entered
    later than the hall's limit; it is no ground. `returnable`: papers lie at the window for the
    applicant to fetch. `notice_given`: the one-time notice was issued with this receipt.
    `enquiry` is the number of an enquiry (咨询), for papers that belong to no case; `way` how the
    person asked. The fields from `handling` on explain an item on paper and are in words.
    `item_hash` is the whole content hash of the item's version. `papers_open`: the published
    list of papers is not complete. `enterprise` is the kind of business of 后置审批, chosen.
    `collected_for` is the body that decides, on a receipt of papers taken in for it (代收).
    `agent_order` is the 帮办代办单 the agent acted on, `agent_authority` its 委托 in words.
    `wording` holds the (key, sentence) pairs in force when the document was
    issued; empty means the sentences of the program (`wording.freeze` fills it, and with it
    `template`: the number of the look, 0 for a page issued before looks had numbers).
    `applicant_kind` is person or organisation, empty where not known. `query_code` is the 查询码
    of the case, one on all its papers; before it had one, papers printed their own. A notice that
    follows another names it: `notice_before` its number, `notice_before_on` its day.
    `block_months` is how long 容缺 is barred after a promise of papers was not kept (0: not).
    `id_kind` and `agent_id_kind` are the sort of paper (证件) an identity number stands on, in
    words. `applicant_phone` stands on a 代收移交单 only.
    `committed` are the papers a 告知承诺 stands in for, on a paper that accepts.
    `acted_on` is the day of a later act that was entered late (补录). Of concealment (行政许可法
    art. 78): its `evidence`, who found it (`found_by`) and who approved the refusal
    (`approved_by`), and until when the item may not be applied for again (`barred_until`), or
    that it may (`reapply`: it is known to touch no public safety); neither where nobody knows.
    `boxed`: the clerk chose to go on with a character no font has; it stands as its code, and the
    page says so. `review_organ` and `court` are where the hall says remedies are sought, empty
    where it named none. `reminder`, `order`, `day` and `ticket` are what a 催办单, a 代办单, a
    日清单 and a 叫号小票 add.
    """

    kind: str
    number: str
    case_number: str = ""  # empty for a paper of an enquiry or of an item
    hall: str = ""
    window: str = ""
    clerk: str = ""
    phone: str = ""
    supervision_phone: str = ""
    department: str = ""
    agency_number: str = ""
    item_name: str = ""
    item_code: str = ""
    item_version: str = ""
    situation: str = ""
    legal_basis: tuple[str, ...] = ()
    applicant: str = ""
    id_masked: str = ""
    agent: str = ""
    received_on: str = ""
    accepted_on: str = ""
    notice_due: str = ""
    promised_due: str = ""
    statutory_due: str = ""
    make_good_by: str = ""
    provisional: tuple[str, ...] = ()
    papers: tuple[PaperLine, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ways: tuple[str, ...] = ()
    target_agency: str = ""
    fee: str = ""
    result: str = ""
    delivery: str = ""
    on_expiry: str = ""
    issued_at: str = ""
    sample: bool = False
    query: str = ""
    wording: tuple[tuple[str, str], ...] = ()
    item_type: str = ""
    back_entered: bool = False
    promised_text: str = ""
    promised_note: str = ""
    statutory_text: str = ""
    statutory_note: str = ""
    fee_note: str = ""
    clock_starts: str = ""
    grace: int = 0
    returnable: bool = False
    notice_given: bool = False
    enquiry: str = ""
    way: str = ""
    handling: str = ""
    level: str = ""
    item_hash: str = ""
    effective_from: str = ""
    effective_to: str = ""
    conditions: str = ""
    quantity_limit: str = ""
    flow: str = ""
    stages: tuple[str, ...] = ()
    other_limits: tuple[str, ...] = ()
    special_procedures: tuple[str, ...] = ()
    fees: tuple[FeeLine, ...] = ()
    questions: tuple[Question, ...] = ()
    follow_ups: tuple[FollowUpLine, ...] = ()
    enterprise: str = ""
    channels: str = ""
    place: str = ""
    hours: str = ""
    papers_open: bool = False
    collected_for: str = ""
    agent_order: str = ""
    agent_authority: str = ""
    act: ActFacts | None = None
    template: int = 0
    reminder: ReminderFacts | None = None
    order: OrderFacts | None = None
    day: DayFacts | None = None
    ticket: TicketFacts | None = None
    boxed: bool = False
    review_organ: str = ""
    court: str = ""
    applicant_kind: str = ""
    query_code: str = ""
    notice_before: str = ""
    notice_before_on: str = ""
    block_months: int = 0
    id_kind: str = ""
    agent_id_masked: str = ""
    agent_id_kind: str = ""
    applicant_phone: str = ""
    committed: tuple[str, ...] = ()
    acted_on: str = ""
    evidence: str = ""
    found_by: str = ""
    approved_by: str = ""
    barred_until: str = ""
    reapply: bool = False

    @property
    def is_licence(self) -> bool:
        """行政许可; where the type was not said, an article of the licensing law says it."""
        if self.item_type:
            return self.item_type == LICENSING
        return any(LICENSING_LAW in reason.article for reason in self.reasons)

    @property
    def is_back_entered(self) -> bool:
        """补录, said by the flag or, in older events, among the reasons."""
        return self.back_entered or any(r.code == BACK_ENTERED for r in self.reasons)

    @property
    def grounds(self) -> tuple[Reason, ...]:
        """The reasons an outcome rests on: when it was entered is none of them."""
        return tuple(reason for reason in self.reasons if reason.code != BACK_ENTERED)

    def since(self, template: int) -> bool:
        """Whether the paper is of this look or a later one."""
        return self.template >= template

    def has_ground(self, code: str) -> bool:
        """Whether a reason of that code stands."""
        return any(reason.code == code for reason in self.grounds)

    @property
    def bars(self) -> tuple[str, ...]:
        """The reason codes that stand against any deferral."""
        return tuple(code for code in BARS if self.has_ground(code))

    @property
    def due_papers(self) -> tuple[PaperLine, ...]:
        """The papers asked for (应交)."""
        return tuple(paper for paper in self.papers if not paper.not_due)

    @property
    def ready_papers(self) -> tuple[tuple[int, PaperLine], ...]:
        """The papers in order, each with its number in the list (from 1)."""
        numbered = enumerate(self.papers, 1)
        return tuple((n, p) for n, p in numbered if not p.not_due and not self._is_asked(p))

    @property
    def short_papers(self) -> tuple[tuple[int, PaperLine], ...]:
        """The papers missing or defective, or of too few pieces where these are asked for, each
        with its number in the list (from 1)."""
        numbered = enumerate(self.papers, 1)
        return tuple((n, p) for n, p in numbered if not p.not_due and self._is_asked(p))

    def pieces_wanting(self, paper: PaperLine) -> int:
        """How many pieces of a paper too few came. Where nobody counted what came, nothing had to
        be handed in; papers of the looks before called all its pieces too few."""
        counted = paper.copies_in or not self.since(3)
        return paper.pieces_short if counted else 0

    @property
    def asks_for_pieces(self) -> bool:
        """Whether pieces too few are to be brought: until the application is accepted, what is not
        told now may not be asked for later (行政许可法 art. 32(4)). Once it is, the clerk took
        what had come for enough."""
        return self.since(3) and self.kind in _BEFORE_ACCEPTANCE and not self.accepted_on

    def _is_asked(self, paper: PaperLine) -> bool:
        few = self.asks_for_pieces and self.pieces_wanting(paper) > 0
        return few or not paper.ready

    def to_body(self) -> Body:
        """The canonical body: text, integers, lists and objects; empty values are left out."""
        return _body_of(self)


_BEFORE_ACCEPTANCE = frozenset(
    {"one_time_notice", "receipt", "material_list", "correction_receipt", "dual_notice"}
)
"""Kinds that say what is still to be brought."""
Added = ActFacts | ReminderFacts | OrderFacts | DayFacts | TicketFacts
"""What one kind of paper says beyond the rest."""
Part = PaperLine | Reason | Question | FeeLine | FollowUpLine | CountLine | Added
_R = TypeVar(
    "_R",
    "DocumentFacts",
    PaperLine,
    Reason,
    Question,
    FeeLine,
    FollowUpLine,
    CountLine,
    ActFacts,
    ReminderFacts,
    OrderFacts,
    DayFacts,
    TicketFacts,
)
_PERHAPS = " | None"


def from_body(body: Mapping[str, Value]) -> DocumentFacts:
    """Read the facts back.

    Raises `Damaged` (`bad_facts`) for a key this program does not know (a page drawn without
    it would say less than the first print) and for a value of the wrong type.
    """
    return _record(
        DocumentFacts,
        body,
        papers=tuple(_record(PaperLine, _object(part)) for part in _list(body, "papers")),
        reasons=tuple(_record(Reason, _object(part)) for part in _list(body, "reasons")),
        fees=tuple(_record(FeeLine, _object(part)) for part in _list(body, "fees")),
        questions=tuple(_record(Question, _object(part)) for part in _list(body, "questions")),
        follow_ups=tuple(
            _record(FollowUpLine, _object(part)) for part in _list(body, "follow_ups")
        ),
        wording=tuple(_pair(part) for part in _list(body, "wording")),
        act=_record(ActFacts, _object(body["act"])) if "act" in body else None,
        reminder=_record(ReminderFacts, _object(body["reminder"])) if "reminder" in body else None,
        order=_record(OrderFacts, _object(body["order"])) if "order" in body else None,
        day=_day(_object(body["day"])) if "day" in body else None,
        ticket=_record(TicketFacts, _object(body["ticket"])) if "ticket" in body else None,
    )


def _day(body: Mapping[str, Value]) -> DayFacts:
    counts = tuple(_record(CountLine, _object(part)) for part in _list(body, "counts"))
    return _record(DayFacts, body, counts=counts)


def _body_of(record: DocumentFacts | Part) -> Body:
    body: Body = {}
    names, values = _parts_of(type(record))
    for name, value in zip(names, values(record), strict=True):
        if value:
            body[name] = value if type(value) is str else _value_of(value)
    return body


_Parts = tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]
_PARTS: dict[type[Any], _Parts] = {}


def _parts_of(kind: type[Any]) -> _Parts:
    """The names of a record's fields and what reads them all at once."""
    if kind not in _PARTS:
        names = tuple(field.name for field in fields(kind))
        _PARTS[kind] = names, attrgetter(*names)
    return _PARTS[kind]


def _value_of(value: object) -> Value:
    if isinstance(value, bool):
        return 1
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [_value_of(part) for part in value]
    if isinstance(value, Part):
        return _body_of(value)
    raise TypeError(f"{type(value).__name__} cannot stand in a document")


def _plain_values(record: type[DocumentFacts | Part], body: Mapping[str, Value]) -> dict[str, Any]:
    """The values of a record's simple fields; records and pairs are read by the caller."""
    known = {field.name: str(field.type) for field in fields(record)}
    values: dict[str, Any] = {}
    for key, value in body.items():
        kind = known.get(key)
        if kind is None:
            raise Damaged("bad_facts", f"文书内容里有本程序不认识的项 {key}，请升级程序后再打印")
        if (kind == "str" and isinstance(value, str)) or (
            kind == "int" and isinstance(value, int)
        ):
            values[key] = value
        elif kind == "bool" and value == 1:
            values[key] = True
        elif kind.startswith("tuple") and isinstance(value, list):
            values[key] = _texts(key, value) if kind == "tuple[str, ...]" else ()
        elif kind.endswith(_PERHAPS) and isinstance(value, dict):
            values[key] = None
        else:
            raise Damaged("bad_facts", f"文书内容的 {key} 写法不对")
    return values


def _texts(key: str, value: list[Value]) -> tuple[str, ...]:
    texts = tuple(part for part in value if isinstance(part, str))
    if len(texts) != len(value):
        raise Damaged("bad_facts", f"文书内容的 {key} 写法不对")
    return texts


def _list(body: Mapping[str, Value], key: str) -> list[Value]:
    value = body.get(key, [])
    return value if isinstance(value, list) else []


def _object(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise Damaged("bad_facts", "文书内容的清单写法不对")
    return value


def _pair(value: Value) -> tuple[str, str]:
    match value:
        case [str(key), str(text)]:
            return key, text
    raise Damaged("bad_facts", "文书内容的用语写法不对")


def _record(kind: type[_R], body: Mapping[str, Value], **more: object) -> _R:
    try:
        return kind(**{**_plain_values(kind, body), **more})
    except TypeError as error:
        raise Damaged("bad_facts", "文书内容缺少必有的项") from error
