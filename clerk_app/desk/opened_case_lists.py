"""The lists of cases on a real workstation: every list has an index of its own in `intake.tables`.

Values that a partial index names are written into the query as they stand there (`open = 1`), so
that which plan is taken hangs on no bound value.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, or_, select

from clerk_app.desk.case_port import AT_HALL, HERE, CaseLine, CaseList, Filter
from clerk_app.desk.case_words import lamp_of
from clerk_app.desk.frame import Badge
from clerk_app.intake import store
from clerk_app.intake.model import Stage
from clerk_app.intake.rules.fold import read_state
from clerk_app.intake.rules.life import UNDER_REVIEW, words_of
from clerk_app.intake.rules.supervision import Lamp, Watched, watched
from clerk_app.intake.tables import cases
from clerk_app.journal.canonical import parse
from clerk_app.journal.events import text as text_of
from clerk_app.kernel.ids import group_digits
from clerk_app.kernel.masking import mask_name
from clerk_app.staff import store as staff
from clerk_app.storage.schema import events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from sqlalchemy import Row

    from clerk_app.deeds.counter import Counter
    from clerk_app.intake.model import CaseState

MOST = 500
"""Lines of one list; the search field narrows the rest."""
_HERE = cases.c
_EMPTY: ColumnElement[str] = literal_column("''")
_OPEN = _HERE.open == literal_column("1")
_RUNS = and_(
    _OPEN,
    _HERE.suspended == literal_column("0"),
    or_(*(_HERE.state == literal_column(f"'{stage}'") for stage in sorted(UNDER_REVIEW))),
)
_RETURNED = and_(_OPEN, _HERE.state == literal_column(f"'{Stage.RETURNED_FOR_CORRECTION}'"))

Look = tuple["Row[Any]", "CaseState", Watched]


class CaseLists:
    """Reads lists on the connection it is given."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def found(self, db: Connection, which: Filter, text: str) -> CaseList:
        """One list, masked. Raises `Refused` (`not_allowed`)."""
        counter = self._counter
        counter.viewer.require_cases()
        looks = list(islice(self._looks(db, which, text), MOST + 1))
        more, looks = len(looks) > MOST, looks[:MOST]
        if which in {Filter.SOON, Filter.OVERDUE}:
            looks.sort(key=_urgency)
        elif which is Filter.MINE:
            looks.sort(key=_standing)
        numbers = [row.number for row, _, _ in looks]
        people, here = persons(db, numbers), _not_at_hall(db, numbers)
        names = staff.clerk_names(db)
        lines = tuple(_line(look, people, here, names, counter.today()) for look in looks)
        found = self.count(db, which) if more and not text else len(lines)
        return CaseList(lines, found, store.count(db), more)

    def counts(self, db: Connection) -> Mapping[Filter, int]:
        """How many each list holds."""
        return {which: self.count(db, which) for which in Filter}

    def count(self, db: Connection, which: Filter) -> int:
        """How many one list holds."""
        match which:
            case Filter.MINE:
                return sum(
                    _count(db, and_(_OPEN, _HERE.operator == mine)) for mine in self._mine(db)
                )
            case Filter.WAITING:
                return _count(db, _HERE.waiting_on != _EMPTY) + _count(db, _RETURNED)
            case Filter.CONFLICT:
                return _count(db, _HERE.conflicts > literal_column("0"))
            case Filter.ALL:
                return store.count(db)
            case Filter.SOON | Filter.OVERDUE:
                return sum(1 for _ in self._looks(db, which, ""))

    def badges(self, db: Connection) -> tuple[Badge, ...]:
        """What the rail counts beside 补正与容缺 and 时限, along the indexes: read every few
        seconds, so no case is opened for it."""
        if not self._counter.viewer.may_see_cases():
            return ()
        within = self._within(Filter.OVERDUE)
        late = (
            _count(db, and_(_HERE.deem_on != _EMPTY, within(_HERE.deem_on)))
            + _count(db, and_(_RUNS, within(_HERE.due_on)))
            + _count(db, and_(_HERE.deliver_on != _EMPTY, within(_HERE.deliver_on)))
        )
        waiting = self.count(db, Filter.WAITING)
        return (Badge("owed", waiting), Badge("limits", late, urgent=True))

    def waiting_states(self, db: Connection) -> Iterator[CaseState]:
        """The cases whose applicant owes papers: deferred ones by their day, then returned."""
        self._counter.viewer.require_cases()
        for row in self._rows(db, Filter.WAITING, ""):
            yield read_state(row.detail)

    def unrecorded(self, db: Connection) -> frozenset[str]:
        """The cases that silence has accepted by today and nobody has recorded."""
        today = self._counter.today().isoformat()
        query = select(_HERE.number).where(_HERE.deem_on != _EMPTY, _HERE.deem_on < today)
        return frozenset(db.execute(query).scalars())

    def _looks(self, db: Connection, which: Filter, text: str) -> Iterator[Look]:
        """The rows of a list with what supervision says of each; dates only narrow what may be
        due, the lamp decides."""
        lamp = {Filter.SOON: Lamp.YELLOW, Filter.OVERDUE: Lamp.RED}.get(which)
        today, calendar = self._counter.today(), self._counter.calendar
        for row in self._rows(db, which, text):
            state = read_state(row.detail)
            look = watched(state, today, calendar)
            if lamp is None or look.lamp is lamp:
                yield row, state, look

    def _rows(self, db: Connection, which: Filter, text: str) -> Iterator[Row[Any]]:
        seen: set[str] = set()
        for query in self._queries(db, which):
            for row in db.execute(query.where(_matches(text)) if text.strip() else query):
                if row.number not in seen:
                    seen.add(row.number)
                    yield row

    def _queries(self, db: Connection, which: Filter) -> Iterator[Select[Any]]:
        """The queries of a list, each along one index in the order of that index."""
        whole = select(cases)
        match which:
            case Filter.MINE:
                for dated in (_HERE.due_on > _EMPTY, _HERE.due_on == _EMPTY):
                    for mine in self._mine(db):
                        own = and_(_OPEN, _HERE.operator == mine, dated)
                        yield whole.where(own).order_by(_HERE.due_on)
            case Filter.WAITING:
                yield whole.where(_HERE.waiting_on != _EMPTY).order_by(_HERE.waiting_on)
                yield whole.where(_RETURNED).order_by(_HERE.due_on)
            case Filter.CONFLICT:
                yield whole.where(_HERE.conflicts > literal_column("0")).order_by(_HERE.number)
            case Filter.ALL:
                yield whole.order_by(_HERE.received_on.desc(), _HERE.number.desc())
            case Filter.SOON | Filter.OVERDUE:
                within = self._within(which)
                yield whole.where(_HERE.deem_on != _EMPTY, within(_HERE.deem_on)).order_by(
                    _HERE.deem_on
                )
                yield whole.where(_RUNS, within(_HERE.due_on)).order_by(_HERE.due_on)
                yield whole.where(_HERE.deliver_on != _EMPTY, within(_HERE.deliver_on)).order_by(
                    _HERE.deliver_on
                )

    def _within(self, which: Filter) -> Callable[[Any], ColumnElement[bool]]:
        """The days a list is about; what is past may also be within a grace (宽限)."""
        today = self._counter.today()
        calendar = self._counter.calendar
        last = calendar.add_workdays(today, calendar.local.yellow_workdays).day
        if which is Filter.OVERDUE:
            return lambda day: and_(day > _EMPTY, day < today.isoformat())
        return lambda day: and_(day > _EMPTY, day <= last.isoformat())

    def _mine(self, db: Connection) -> tuple[str, ...]:
        """Me, and those whose B角 I am today."""
        me = self._counter.clerk.id
        return (me, *staff.acting_for(db, me, self._counter.today()))


def persons(db: Connection, numbers: list[str]) -> frozenset[str]:
    """Cases whose applicant is a natural person; unknown counts as one, so it is masked."""
    if not numbers:
        return frozenset()
    query = select(events.c.case_number, events.c.body).where(
        events.c.kind == "case.received", events.c.case_number.in_(numbers)
    )
    found = set(numbers)
    for row in db.execute(query):
        party = parse(row.body).get("applicant") if row.body is not None else None
        if isinstance(party, dict) and text_of(party, "kind") == "organisation":
            found.discard(row.case_number)
    return frozenset(found)


def applicants(db: Connection, numbers: list[str]) -> dict[str, str]:
    """Who applied in each case, masked as in a list; a case that is not here is left out."""
    if not numbers:
        return {}
    query = select(_HERE.number, _HERE.applicant).where(_HERE.number.in_(numbers))
    people = persons(db, numbers)
    return {
        row.number: mask_name(row.applicant, person=row.number in people)
        for row in db.execute(query)
    }


def _not_at_hall(db: Connection, numbers: list[str]) -> set[str]:
    """Cases with an event the hall has not numbered yet."""
    if not numbers:
        return set()
    query = select(events.c.case_number)
    query = query.where(events.c.case_number.in_(numbers), events.c.hall_seq.is_(None))
    return set(db.execute(query).scalars())


def _standing(look: Look) -> tuple[bool, bool, str]:
    """By the day, mine and those I stand in for together; what has none and what stands still
    come last."""
    row, _, seen = look
    return seen.lamp is Lamp.GREY, not row.due_on, row.due_on


def _urgency(look: Look) -> tuple[bool, str]:
    """What silence accepted first, then by the day."""
    row, _, seen = look
    due = seen.due.isoformat() if seen.due else ""
    return not (seen.state.deemed and row.deem_on), due


def _count(db: Connection, wanted: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(cases).where(wanted)
    return int(db.execute(query).scalar_one())


def _matches(text: str) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = []
    for word in text.split():
        digits = "".join(word.split("-"))
        parts.append(
            or_(
                _HERE.number.contains(digits, autoescape=True),
                _HERE.item_name.contains(word, autoescape=True),
                _HERE.applicant.contains(word, autoescape=True),
            )
        )
    return and_(*parts)


def _line(
    found: Look,
    people: frozenset[str],
    here: set[str],
    names: Mapping[str, str],
    today: date,
) -> CaseLine:
    row, state, look = found
    printed = "—"
    if state.documents:
        printed = "已印" if all(d.printed for d in state.documents) else "未印"
    lamp, left = lamp_of(look, today)
    due = look.due.isoformat() if look.due else ""
    return CaseLine(
        number=row.number,
        grouped=group_digits(row.number),
        item=row.item_name,
        applicant=mask_name(row.applicant, person=row.number in people),
        state=words_of(look.state),
        received=_short(row.received_on),
        due=_short(due),
        printed=printed,
        place=HERE if row.number in here else AT_HALL,
        lamp=lamp,
        left=left,
        owner=names.get(look.owner, look.owner),
    )


def _short(day: str) -> str:
    return day[5:] if day else "—"
