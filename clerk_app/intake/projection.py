"""Rows of cases and number series, derived from events. The only code that writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from clerk_app.intake.model import CaseState, Outcome
from clerk_app.intake.rules.fold import KINDS, dump_state, fold, read_state
from clerk_app.intake.rules.given import GIVEN_STATES, UNDERTAKEN, applicant_key
from clerk_app.intake.tables import cases, given_papers, series
from clerk_app.journal.events import Event, items, number, text
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
        given = read_case_number(event.case)
    except Misused:  # not a number of ours: a linked number of another system
        return
    station = given.county + given.station
    last = db.execute(
        select(series.c.last).where(series.c.station == station, series.c.year == given.year)
    ).scalar_one_or_none()
    if last is None or given.seq > last:
        row = insert(series).values(station=station, year=given.year, last=given.seq)
        db.execute(
            row.on_conflict_do_update(index_elements=["station", "year"], set_={"last": given.seq})
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


def note_given(db: Connection, event: Event) -> None:
    """The papers handed in with a case, under who applied. The first receipt stands."""
    body = event.body or {}
    party = body.get("applicant")
    who = party if isinstance(party, dict) else {}
    key = applicant_key(text(who, "id_type"), text(who, "id_number"))
    if not key or not event.case:
        return
    papers = [
        [text(paper, "name"), text(paper, "state")]
        for paper in items(body, "papers")
        if text(paper, "state") in GIVEN_STATES and number(paper, "copies") > 0
    ]
    named = {name: text(body, name) for name in ("item", "item_name", "item_hash")}
    row = insert(given_papers).values(
        case_number=event.case,
        applicant=key,
        given_on=text(body, "received_on"),
        outcome="",
        barred=0,
        papers=json.dumps(papers, ensure_ascii=False),
        **named,
    )
    db.execute(row.on_conflict_do_nothing())


def note_promised(db: Connection, event: Event) -> None:
    """What was decided, and which papers were promised. The first decision stands."""
    body = event.body or {}
    here = given_papers.c
    this = (here.case_number == event.case) & (here.outcome == "")
    held = db.execute(select(here.papers).where(this)).scalar_one_or_none()
    if held is None:
        return
    outcome = text(body, "outcome")
    promised = [
        [text(paper, "name"), UNDERTAKEN]
        for paper in items(body, "shortfalls")
        if outcome == Outcome.CONDITIONALLY_ACCEPTED
    ]
    papers = json.dumps([*json.loads(held), *promised], ensure_ascii=False)
    barred = int(bool(body.get("concealment")))
    db.execute(
        update(given_papers).where(this).values(outcome=outcome, barred=barred, papers=papers)
    )


def forget_given(db: Connection, case: str) -> None:
    """Remove what one case tells of papers before it is folded anew."""
    db.execute(delete(given_papers).where(given_papers.c.case_number == case))


CASES = Projector(kinds=_EveryKind(), tables=(cases,), forget=forget)
GIVEN = Projector(
    kinds={"case.received": note_given, "case.decided": note_promised},
    tables=(given_papers,),
    forget=forget_given,
)
NUMBERS = Projector(kinds={"case.received": note_number}, tables=(series,), erased=True)
