"""Rows of cases and number series, derived from events. The only code that writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert

from clerk_app.intake.model import CaseState, Outcome, Stage
from clerk_app.intake.rules.fold import KINDS, dump_state, fold, read_state
from clerk_app.intake.rules.given import GIVEN_STATES, UNDERTAKEN, applicant_key
from clerk_app.intake.rules.life import CLOSED, DECIDED, OPEN, REFUSED, stage_of
from clerk_app.intake.rules.silence import deem_on, paper_owed, waiting_on
from clerk_app.intake.tables import (
    case_counts,
    case_links,
    cases,
    credit_blocks,
    given_papers,
    series,
)
from clerk_app.journal.events import Event, items, number, text
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.ids import read_case_number
from clerk_app.storage.journal import Project, Projector
from clerk_app.storage.prepared import Prepared


def project(db: Connection, event: Event) -> None:
    """Fold one more event into its case."""
    project_all(db, [event])


def project_all(db: Connection, made: Sequence[Event]) -> None:
    """Fold what one act recorded: each case is read and written once."""
    states: dict[str, CaseState | None] = {}
    before: dict[str, str] = {}
    for event in made:
        if event.case:
            if event.case not in states:
                detail = _DETAIL.scalar(db, of=event.case)
                known = read_state(detail) if detail else None
                states[event.case], before[event.case] = known, known.state if known else ""
            states[event.case] = fold(states[event.case], event)
    for case, state in states.items():
        if state is not None:
            _PUT.run(db, **row_of(state))
            if state.state != before[case]:
                _COUNT.run(db, state=state.state, more=1)
                if before[case]:
                    _one_less(db, before[case])


def _one_less(db: Connection, state: str) -> None:
    """A case left a state; a state that holds none has no row, as after a rebuild."""
    _COUNT.run(db, state=state, more=-1)
    _NONE.run(db, state=state)


_NONE = Prepared(
    delete(case_counts).where(
        case_counts.c.state == bindparam("state"), case_counts.c.cases == literal_column("0")
    )
)
_MORE = insert(case_counts).values(state=bindparam("state"), cases=bindparam("more"))
_COUNT = Prepared(
    _MORE.on_conflict_do_update(
        index_elements=["state"], set_={"cases": case_counts.c.cases + _MORE.excluded.cases}
    )
)
_SERIES = insert(series).values(
    station=bindparam("station"), year=bindparam("year"), last=bindparam("last")
)
_NUMBER = Prepared(
    _SERIES.on_conflict_do_update(
        index_elements=["station", "year"],
        set_={"last": _SERIES.excluded.last},
        where=_SERIES.excluded.last > series.c.last,
    )
)
_GIVEN = Prepared(
    insert(given_papers)
    .values({c.name: bindparam(c.name) for c in given_papers.c})
    .on_conflict_do_nothing()
)
_THIS = (given_papers.c.case_number == bindparam("of")) & (given_papers.c.outcome == "")
_HELD = Prepared(select(given_papers.c.papers).where(_THIS))
_PROMISED = Prepared(
    update(given_papers)
    .where(_THIS)
    .values(outcome=bindparam("what"), barred=bindparam("bar"), papers=bindparam("those"))
)
_BARRED = Prepared(
    update(given_papers)
    .where(given_papers.c.case_number == bindparam("of"))
    .values(barred=literal_column("1"))
)
_DETAIL = Prepared(select(cases.c.detail).where(cases.c.number == bindparam("of")))
_ROW = insert(cases).values({c.name: bindparam(c.name) for c in cases.c})
_PUT = Prepared(
    _ROW.on_conflict_do_update(
        index_elements=["number"],
        set_={c.name: _ROW.excluded[c.name] for c in cases.c if c.name != "number"},
    )
)


def forget(db: Connection, case: str) -> None:
    """Remove the rows of one case before it is folded anew."""
    stood = db.execute(select(cases.c.state).where(cases.c.number == case)).scalar_one_or_none()
    if stood is not None:
        _one_less(db, stood)
        db.execute(delete(cases).where(cases.c.number == case))


def note_number(db: Connection, event: Event) -> None:
    """Move the series of a station past a number that was given."""
    try:
        given = read_case_number(event.case)
    except Misused:  # not a number of ours: a linked number of another system
        return
    station = given.county + given.station
    _NUMBER.run(db, station=station, year=given.year, last=given.seq)


def row_of(state: CaseState) -> dict[str, str | int]:
    """A case as lists ask for it. Every date is empty once nobody has to meet it."""
    stage = stage_of(state)
    is_open = stage in OPEN
    last = state.steps[-1] if state.steps else None
    return {
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
        "open": int(is_open),
        "owner": last.owner if last and not last.until else "",
        "waiting_on": waiting_on(state),
        "deem_on": deem_on(state),
        "deliver_on": _deliver_on(state, stage),
        "suspended": int(is_open and state.is_suspended),
        "conflicts": len(state.conflicts),
        "opened_on": state.opened_on,
    }


def _deliver_on(state: CaseState, stage: Stage | None) -> str:
    """Until when a result, or the paper of a refusal that was never printed, must be given."""
    if stage in DECIDED | CLOSED:
        return state.deliver_due
    return paper_owed(state) if stage in REFUSED else ""


def due_on(state: CaseState) -> str:
    """The next date this side must meet, ISO, or empty."""
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


def note_link(db: Connection, event: Event) -> None:
    """A number the case has in another system."""
    linked = text(event.body or {}, "number")
    if linked and event.case:
        row = insert(case_links).values(linked=linked, case_number=event.case)
        db.execute(row.on_conflict_do_nothing())


def forget_links(db: Connection, case: str) -> None:
    """Remove the linked numbers of one case before it is folded anew."""
    db.execute(delete(case_links).where(case_links.c.case_number == case))


def note_block(db: Connection, event: Event) -> None:
    """A promise of papers that was not kept bars 容缺 for the months the item says."""
    body = event.body or {}
    until = text(body, "blocked_until")
    here = given_papers.c
    who = db.execute(
        select(here.applicant).where(here.case_number == event.case)
    ).scalar_one_or_none()
    if until and who:
        row = insert(credit_blocks).values(
            case_number=event.case, applicant=who, until=until, why=text(body, "reason")
        )
        db.execute(row.on_conflict_do_nothing())


def forget_block(db: Connection, case: str) -> None:
    """Remove what one case bars before it is folded anew."""
    db.execute(delete(credit_blocks).where(credit_blocks.c.case_number == case))


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
    _GIVEN.run(
        db,
        case_number=event.case,
        applicant=key,
        given_on=text(body, "received_on"),
        outcome="",
        barred=0,
        papers=json.dumps(papers, ensure_ascii=False),
        **named,
    )


def note_promised(db: Connection, event: Event) -> None:
    """What was decided, and which papers were promised. The first decision stands,
    but for concealment, which may be found after the one notice."""
    body = event.body or {}
    held = _HELD.scalar(db, of=event.case)
    if held is None:
        if body.get("concealment"):
            _BARRED.run(db, of=event.case)
        return
    outcome = text(body, "outcome")
    promised = [
        [text(paper, "name"), UNDERTAKEN]
        for paper in items(body, "shortfalls")
        if outcome == Outcome.CONDITIONALLY_ACCEPTED
    ]
    papers = json.dumps([*json.loads(held), *promised], ensure_ascii=False)
    barred = int(bool(body.get("concealment")))
    _PROMISED.run(db, of=event.case, what=outcome, bar=barred, those=papers)


def forget_given(db: Connection, case: str) -> None:
    """Remove what one case tells of papers before it is folded anew."""
    db.execute(delete(given_papers).where(given_papers.c.case_number == case))


CASES = Projector(
    kinds=_EveryKind(), tables=(cases, case_counts), forget=forget, batch=project_all
)
GIVEN = Projector(
    kinds={"case.received": note_given, "case.decided": note_promised},
    tables=(given_papers,),
    forget=forget_given,
)
LINKS = Projector(kinds={"case.linked": note_link}, tables=(case_links,), forget=forget_links)
BLOCKS = Projector(
    kinds={"case.given_back": note_block}, tables=(credit_blocks,), forget=forget_block
)
"""After `GIVEN`, which knows whose case it is."""
NUMBERS = Projector(kinds={"case.received": note_number}, tables=(series,), erased=True)
