"""日清单: what this workstation did on a day, counted from its journal, and the journal's head.

The slip is signed and kept on paper: a journal that is cut or rewritten later has another head.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, select

from clerk_app.deeds.clock_guard import require_sound_clock
from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.print_document import CODE_LENGTH
from clerk_app.deeds.take_in import Issued, numbering_station
from clerk_app.intake.model import Outcome
from clerk_app.journal.canonical import parse
from clerk_app.journal.events import Event, Header, number, text
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.notices.facts import CountLine, DayFacts, DocumentFacts
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.render import as_printable
from clerk_app.notices.wording import OWN_FOLDER, freeze
from clerk_app.numbering.store import own_devices
from clerk_app.storage.journal import caseless_events, read_event
from clerk_app.storage.schema import events

KIND = "daily_slip"
PREFIX = "RQ"
LAST_SLIP = 99
"""Slips of one workstation on one day."""
OUTCOMES = {
    Outcome.ACCEPTED: "受理",
    Outcome.CONDITIONALLY_ACCEPTED: "容缺受理",
    Outcome.RETURNED_FOR_CORRECTION: "一次性告知补正",
    Outcome.NOT_ACCEPTED: "不予受理",
    Outcome.NOT_NEEDED: "不需要办理",
}
ACTS = {
    "case.corrected": "补正材料",
    "case.supplied": "补交材料",
    "case.suspended": "暂停计时",
    "case.resumed": "恢复计时",
    "case.extended": "延期",
    "case.granted": "准予",
    "case.denied": "不予许可",
    "case.transferred": "移送",
    "case.closed": "办结",
    "case.delivered": "送达",
    "case.withdrawn": "撤回",
    "case.given_back": "退件",
    "case.dispatched": "代收移交",
    "case.taken_over": "接收代收件",
    "enquiry.recorded": "咨询",
}
"""What is counted beside the decisions, in this order on the slip; each act once."""
COLLECTED = "代收"
ISSUED = "document.issued"
"""What numbers a document."""
TAKEN, DECIDED, PRINTED = "case.received", "case.decided", "document.printed"
_COUNTED = frozenset({TAKEN, DECIDED, *ACTS})
"""What a slip counts beside pages printed again: no signing in, no ticket."""


def issue_daily_slip(counter: Counter, day: date | None = None) -> Issued:
    """Count a day of this workstation (today where none is given), and issue the slip.

    Counted is what stands in the journal of this workstation by the time of the machine; the
    head is that before the slip itself. Raises `Refused` (`not_allowed`, `no_station`,
    `day_ahead`, `day_before`: this workstation was not there yet, `numbers_exhausted`,
    `clock_back`, `clock_forward`), `Unavailable`
    (`missing_glyph`, `fonts_absent`, …).
    """
    counter.viewer.require_cases()
    today = counter.today()
    on = day or today
    if on > today:
        raise Refused("day_ahead", "还没有到这一天，不能出日清单")
    with counter.store.transaction() as db:
        require_sound_clock(db, counter, counter.clock.now())
        here = hall(db)
        station = numbering_station(db, here)
        own, devices = counter.journal.own_device(db), sorted(own_devices(db))
        if on < today:
            _refuse_before(db, devices, on)
        facts = DocumentFacts(
            kind=KIND,
            number=_next_number(db, f"{here.county}{station}", today),
            hall=here.name,
            window=f"{counter.window} 号窗口" if counter.window.isdigit() else counter.window,
            clerk=counter.clerk.name,
            issued_at=stamp(counter.clock.now()),
            sample=here.sample and not here.station,
            day=day_facts(
                list(events_on(db, devices, on)),
                on,
                held=own.head_s,
                head=own.head_hash.hex()[:CODE_LENGTH],
            ),
        )
        facts = freeze(facts, hall=counter.folder / OWN_FOLDER)
        facts = as_printable(facts, counter.fonts, boxed=counter.boxed)
        counter.journal.append(db, ISSUED, facts.to_body(), counter.act(db))
    return Issued(KIND, facts.number, kind_of(KIND).COPIES)


def unchanged_slip(counter: Counter) -> str:
    """The number of the latest 日清单 of today, where this workstation has recorded nothing since
    that a slip counts, but a print of the slip itself; empty where it has, or where there is none.
    A second number would say the same twice.

    Raises `Refused` (`not_allowed`, `no_station`).
    """
    counter.viewer.require_cases()
    with counter.store.reading() as db:
        here = hall(db)
        start = f"{PREFIX}{here.county}{numbering_station(db, here)}{counter.today():%Y%m%d}"
        own = counter.journal.own_device(db).device
        last = ("", 0)
        for event in caseless_events(db, (ISSUED,), start):
            numbered = text(event.body or {}, "number")
            if numbered.startswith(start) and event.header.device == own:
                last = max(last, (numbered, event.header.s))
        slip, at = last
        since = select(events.c.kind, events.c.body).where(events.c.device == own, events.c.s > at)
        for row in db.execute(since) if slip else ():
            body = parse(row.body) if row.kind == PRINTED and row.body is not None else {}
            again = number(body, "reprint") > 0 and text(body, "number") != slip
            if row.kind in _COUNTED or again:
                return ""
    return slip


def day_facts(happened: Sequence[Event], on: date, *, held: int, head: str) -> DayFacts:
    """What the acts of a day come to. `held` events stand in the journal, `head` is its code."""
    tally: Tally[str] = Tally()
    taken, reprints = [], 0
    for event in happened:
        body = event.body or {}
        if event.kind == TAKEN:
            taken.append(event.header.case)
            if "for_hall" in body:
                tally[COLLECTED] += 1
        elif event.kind == DECIDED:
            outcome = text(body, "outcome")
            if outcome in set(Outcome):
                tally[OUTCOMES[Outcome(outcome)]] += 1
        elif event.kind == PRINTED:
            reprints += number(body, "reprint") > 0
        elif event.kind in ACTS:
            tally[ACTS[event.kind]] += 1
    order = (*OUTCOMES.values(), COLLECTED, *ACTS.values())
    return DayFacts(
        on=on.isoformat(),
        counts=tuple(CountLine(name, tally[name]) for name in order if tally[name]),
        first_number=taken[0] if taken else "",
        last_number=taken[-1] if taken else "",
        reprints=reprints,
        events=held,
        head=head,
    )


def events_on(db: Connection, devices: Sequence[str], on: date) -> Iterator[Event]:
    """The events these devices recorded on a day, in their order; read from the end, so that a
    journal of many years costs no more than the days since."""
    here, day = events.c, on.isoformat()
    for device in devices:
        found: list[int] = []
        query = select(here.s, here.header).where(here.device == device).order_by(here.s.desc())
        for s, header in db.execute(query):
            at = Header.from_bytes(header).at[: len(day)]
            if at < day:
                break
            if at == day:
                found.append(s)
        for s in reversed(found):
            yield read_event(db, device, s)


def _refuse_before(db: Connection, devices: Sequence[str], on: date) -> None:
    """A slip of a day on which there was no journal would say that nothing was done.

    Raises `Refused` (`day_before`).
    """
    here = events.c
    first = [
        Header.from_bytes(header).at[: len("2026-03-02")]
        for device in devices
        for header in db.scalars(
            select(here.header).where(here.device == device).order_by(here.s).limit(1)
        )
    ]
    if first and on.isoformat() < min(first):
        raise Refused("day_before", f"本机从 {min(first)} 起才有记录，这一天之前没有日清单")


def _next_number(db: Connection, place: str, today: date) -> str:
    """The number of a slip: RQ, county and station, the day it is issued on, one more than the
    slips already issued under that day, however the clock went between them.

    Raises `Refused` (`numbers_exhausted`).
    """
    start = f"{PREFIX}{place}{today:%Y%m%d}"
    issued = [text(event.body or {}, "number") for event in caseless_events(db, (ISSUED,), start)]
    ends = [number.removeprefix(start) for number in issued if number.startswith(start)]
    n = 1 + max((int(end) for end in ends if end.isdecimal()), default=0)
    if n > LAST_SLIP:
        raise Refused("numbers_exhausted", "今天的日清单已经出了 99 份，不能再出")
    return f"{start}{n:02}"
