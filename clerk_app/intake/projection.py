"""Rows of cases and number series, derived from events. The only code that writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from clerk_app.intake.model import CaseState
from clerk_app.intake.rules.fold import KINDS, dump_state, fold, read_state
from clerk_app.intake.tables import cases, series
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.ids import read_case_number
from clerk_app.storage.journal import Project, Projector


def project(db: Connection, event: Event) -> None:
    """Fold one more event into its case."""
    if not event.case:
        return
    detail = db.execute(
        select(cases.c.detail).where(cases.c.number == event.case)
    ).scalar_one_or_none()
    state = fold(read_state(detail) if detail else None, event)
    row = {
        "number": state.number,
        "item": state.item,
        "item_name": state.item_name,
        "applicant": state.applicant,
        "state": state.state,
        "received_on": state.received_on,
        "due_on": due_on(state),
        "operator": state.operator,
        "rating": state.rating,
        "version": state.version,
        "detail": dump_state(state),
    }
    statement = insert(cases).values(row)
    db.execute(statement.on_conflict_do_update(index_elements=["number"], set_=row))


def forget(db: Connection, case: str) -> None:
    """Remove the rows of one case before it is folded anew."""
    db.execute(delete(cases).where(cases.c.number == case))


def note_number(db: Connection, event: Event) -> None:
    """Move the series of a station past a number that was given."""
    try:
        number = read_case_number(event.case)
    except Misused:  # not a number of ours: a linked number of another system
        return
    station = number.county + number.station
    last = db.execute(
        select(series.c.last).where(series.c.station == station, series.c.year == number.year)
    ).scalar_one_or_none()
    if last is None or number.seq > last:
        row = insert(series).values(station=station, year=number.year, last=number.seq)
        db.execute(
            row.on_conflict_do_update(
                index_elements=["station", "year"], set_={"last": number.seq}
            )
        )


def due_on(state: CaseState) -> str:
    """The next date the case must meet, ISO, or empty."""
    if state.state == "returned_for_correction":
        return state.notice_due
    dates = [d for d in (state.make_good_by, state.promised_due or state.statutory_due) if d]
    return min(dates) if dates else ""


class _EveryKind(Mapping[str, Project]):
    """Whatever happens to a case is folded: a kind of a newer version counts and is shown."""

    def __getitem__(self, _kind: str) -> Project:
        return project

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


CASES = Projector(kinds=_EveryKind(), tables=(cases,), forget=forget)
NUMBERS = Projector(kinds={"case.received": note_number}, tables=(series,), erased=True)
