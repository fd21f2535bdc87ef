"""Cases on a real workstation. Runs in the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from clerk_app.deeds.print_document import print_document
from clerk_app.desk.cases import (
    AT_HALL,
    HERE,
    STATE_WORDS,
    CaseDocument,
    CaseEvent,
    CaseFile,
    CaseLine,
    CaseList,
    CasePaper,
    Reprinted,
)
from clerk_app.desk.opened_intake import page_path
from clerk_app.intake import store
from clerk_app.intake.rules.fold import read_state
from clerk_app.intake.tables import cases
from clerk_app.journal.canonical import parse
from clerk_app.journal.events import text as text_of
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.ids import group_digits
from clerk_app.kernel.masking import mask_name
from clerk_app.notices.kinds import kind_of
from clerk_app.staff import store as staff
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.schema import events

if TYPE_CHECKING:
    from pathlib import Path

    from clerk_app.deeds.counter import Counter
    from clerk_app.intake.model import CaseState
    from clerk_app.journal.events import Event

MOST = 500
"""Lines of one list; the newest. The search field narrows the rest."""
RATINGS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


class OpenedCases:
    """`desk.cases.CasesPort` on a `Counter`."""

    def __init__(self, counter: Counter, out: Path) -> None:
        self._counter, self._out = counter, out

    def cases(self, *, mine: bool, text: str) -> CaseList:
        """The newest lines of the filter, masked."""
        counter = self._counter
        counter.viewer.require_cases()
        wanted = _filter(counter.clerk.id if mine else "", text)
        with counter.store.reading() as db:
            total = store.count(db)
            found = db.execute(select(func.count()).select_from(cases).where(wanted)).scalar_one()
            query = select(cases).where(wanted)
            query = query.order_by(cases.c.received_on.desc(), cases.c.number.desc()).limit(MOST)
            rows = db.execute(query).all()
            numbers = [row.number for row in rows]
            persons = _persons(db, numbers)
            here = _not_at_hall(db, numbers)
        made = tuple(_line(row, row.number in persons, row.number in here) for row in rows)
        return CaseList(made, found, total)

    def case(self, number: str) -> CaseFile:
        """One case with its time line."""
        counter = self._counter
        with counter.store.reading() as db:
            state = store.case(db, counter.viewer, number)
            journal = counter.journal.case_events(db, number)
            person = number in _persons(db, [number])
            here = _unnumbered(db, number)
            names = {clerk.id: clerk.name for clerk in staff.all_clerks(db)}
        received = next((e.body or {} for e in journal if e.kind == "case.received"), {})
        return CaseFile(
            number=number,
            grouped=group_digits(number),
            item=state.item_name,
            department=state.department,
            applicant=mask_name(state.applicant, person=person),
            state=STATE_WORDS.get(state.state, state.state),
            place=HERE if here else AT_HALL,
            dates=_dates(state),
            events=tuple(_event(event, names, here) for event in journal),
            papers=_papers(received, state),
            documents=tuple(
                CaseDocument(d.kind, _title(d.kind), d.number, d.printed) for d in state.documents
            ),
        )

    def reprint(self, case: str, document: str) -> Reprinted:
        """补打, into the folder of the first print."""
        with disk_faults():
            self._out.mkdir(parents=True, exist_ok=True)
        with self._counter.store.reading() as db:
            state = store.case(db, self._counter.viewer, case)
        kind = next((d.kind for d in state.documents if d.number == document), "document")
        path = page_path(self._out, document, kind)
        printed = print_document(self._counter, case, document, path)
        return Reprinted(str(printed.path), printed.reprint)


def _filter(operator: str, text: str) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [cases.c.number != ""]
    if operator:
        parts.append(cases.c.operator == operator)
    for word in text.split():
        digits = "".join(word.split("-"))
        parts.append(
            or_(
                cases.c.number.contains(digits, autoescape=True),
                cases.c.item_name.contains(word, autoescape=True),
                cases.c.applicant.contains(word, autoescape=True),
            )
        )
    return and_(*parts)


def _persons(db: Connection, numbers: list[str]) -> set[str]:
    """Cases whose applicant is a natural person; unknown counts as one, so it is masked."""
    query = select(events.c.case_number, events.c.body).where(
        events.c.kind == "case.received", events.c.case_number.in_(numbers)
    )
    persons = set(numbers)
    for row in db.execute(query):
        party = parse(row.body).get("applicant") if row.body is not None else None
        if isinstance(party, dict) and text_of(party, "kind") == "organisation":
            persons.discard(row.case_number)
    return persons


def _not_at_hall(db: Connection, numbers: list[str]) -> set[str]:
    """Cases with an event the hall has not numbered yet."""
    query = select(events.c.case_number).distinct()
    query = query.where(events.c.case_number.in_(numbers), events.c.hall_seq.is_(None))
    return set(db.execute(query).scalars())


def _unnumbered(db: Connection, number: str) -> set[tuple[str, int]]:
    query = select(events.c.device, events.c.s).where(
        events.c.case_number == number, events.c.hall_seq.is_(None)
    )
    return {(row.device, row.s) for row in db.execute(query)}


def _line(row: Any, person: bool, here: bool) -> CaseLine:
    documents = read_state(row.detail).documents
    printed = "—"
    if documents:
        printed = "已印" if all(d.printed for d in documents) else "未印"
    return CaseLine(
        number=row.number,
        grouped=group_digits(row.number),
        item=row.item_name,
        applicant=mask_name(row.applicant, person=person),
        state=STATE_WORDS.get(row.state, row.state),
        received=_short(row.received_on),
        due=_short(row.due_on),
        printed=printed,
        place=HERE if here else AT_HALL,
    )


def _dates(state: CaseState) -> tuple[tuple[str, str], ...]:
    dates = (
        ("收件", state.received_on, ""),
        ("受理", state.accepted_on, ""),
        ("最迟告知", state.notice_due if not state.accepted_on else "", "notice_due"),
        ("最早补齐", state.make_good_by, "make_good_by"),
        ("承诺办结", state.promised_due, "promised_due"),
        ("法定到期", state.statutory_due, "statutory_due"),
    )
    return tuple(
        (label, day + ("（暂定）" if name in state.provisional else ""))
        for label, day, name in dates
        if day
    )


def _event(event: Event, names: dict[str, str], here: set[tuple[str, int]]) -> CaseEvent:
    header, body = event.header, event.body or {}
    words, detail = _EVENT_WORDS.get(event.kind, event.kind), ""
    match event.kind:
        case "case.received":
            window = text_of(body, "window")
            detail = f"{window} 号窗口" if window else ""
            ticket = text_of(body, "ticket")
            detail += f"，{ticket} 号" if ticket else ""
        case "case.decided":
            words = STATE_WORDS.get(text_of(body, "outcome"), "作出决定")
            reasons = body.get("reasons")
            first = reasons[0] if isinstance(reasons, list) and reasons else None
            detail = text_of(first, "text") if isinstance(first, dict) else ""
        case "document.issued" | "document.printed":
            detail = f"{_title(text_of(body, 'kind'))} {group_digits(text_of(body, 'number'))}"
            times = body.get("reprint")
            if isinstance(times, int) and times:
                words = f"补打（第 {times} 次）"
        case "case.rated":
            level = body.get("level")
            detail = RATINGS.get(level, "") if isinstance(level, int) else ""
    at = parse_stamp(header.at)
    return CaseEvent(
        at=f"{at:%m-%d %H:%M}",
        words=words,
        detail=detail,
        who=names.get(header.operator, header.operator),
        place=HERE if (header.device, header.s) in here else AT_HALL,
    )


_EVENT_WORDS = {
    "case.received": "收件",
    "case.decided": "作出决定",
    "document.issued": "出具文书",
    "document.printed": "打印",
    "case.rated": "评价",
}


def _papers(received: dict[str, Any], state: CaseState) -> tuple[CasePaper, ...]:
    named = received.get("papers")
    papers = named if isinstance(named, list) else []
    made = [
        CasePaper(
            text_of(paper, "name"),
            text_of(paper, "state"),
            text_of(paper, "fault") or text_of(paper, "correction"),
        )
        for paper in papers
        if isinstance(paper, dict)
    ]
    known = {paper.name for paper in made}
    made += [
        CasePaper(name, "missing", "未提交") for name in state.shortfalls if name not in known
    ]
    return tuple(made)


def _title(kind: str) -> str:
    try:
        return kind_of(kind).TITLE
    except ClerkError:  # a kind of a newer program
        return kind


def _short(day: str) -> str:
    return day[5:] if day else "—"
