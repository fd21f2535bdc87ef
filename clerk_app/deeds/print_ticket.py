"""叫号小票: a ticket of this station on the chosen ticket printer. No name, no identity number.

The ticket stands whatever the printer does. That a slip is sent is recorded before it is: a
second slip of one ticket is marked 补打, also where nobody knows whether the first came out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from clerk_app.deeds.call_ticket import todays
from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.printers import chosen, refuse_simulated
from clerk_app.devices.printing import slip_printer
from clerk_app.devices.printing.port import NOTHING_SENT, Answer, JobState, SlipPrinter
from clerk_app.journal.canonical import Body, parse
from clerk_app.journal.events import text
from clerk_app.kernel.clock import parse_stamp, stamp
from clerk_app.kernel.errors import ClerkError, Refused, Unavailable
from clerk_app.kernel.text import plain
from clerk_app.notices.escpos import slip_bytes
from clerk_app.notices.facts import DocumentFacts, TicketFacts
from clerk_app.notices.kinds import ticket as kind
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import sheet_of
from clerk_app.notices.wording import OWN_FOLDER, freeze
from clerk_app.queueing.model import Ticket, TicketState
from clerk_app.queueing.rules import waiting_before
from clerk_app.storage.schema import events

PRINTED = "ticket.printed"
"""A slip was sent to the ticket printer. Its body: day, label, reprint, `business` where given."""
BUSINESS_LIMIT = 20
FindSlip = Callable[[str], SlipPrinter]
"""How a ticket printer is found by its address. Raises `Misused` (`bad_printer`)."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What came of a slip: `state` and sentence, `reprint` 0 for the first, else how many before.

    `code` is the error's where it did not come out, or may not have; else empty.
    """

    label: str
    reprint: int
    state: JobState
    said: str
    code: str = ""


def check_business(said: str) -> str:
    """What the citizen came for, as it may stand on a slip. Raises `Misused` (`bad_text`)."""
    return plain(said, "办理的业务", limit=BUSINESS_LIMIT)


def print_ticket(
    counter: Counter, label: str, *, business: str = "", find: FindSlip = slip_printer
) -> Slip:
    """Print the slip of a ticket of today; every slip after the first carries 补打.

    `business` is what the citizen came for; where it is not given, what the last slip said. A
    printer that does not answer is no error: `Slip.said` tells what to do.

    Raises `Unavailable` (`no_printer`), `Refused` (`unknown_ticket`, `ticket_closed`,
    `simulated_printer`), `Misused` (`bad_text`, `bad_printer`, `bad_wording`).
    """
    said = check_business(business)
    with counter.store.reading() as db:
        printers = chosen(db)
        if not printers.slip:
            raise Unavailable("no_printer", "还没有选小票机。请用 printers set slip 选好后再办")
        refuse_simulated(db, printers.slip)
        tickets = todays(db, counter)
        ticket = _of_today(tickets, label)
        before = _slips_of(db, counter, ticket)
        here = hall(db)
    printer = find(printers.slip)
    reprint = len(before)
    said = said or (text(before[0], "business") if before else "")
    facts = DocumentFacts(
        kind=kind.KIND,
        number=ticket.label,
        hall=here.name,
        issued_at=stamp(counter.clock.now()),
        sample=here.sample and not here.station,
        ticket=TicketFacts(
            ticket.label,
            said,
            str(waiting_before(tickets, ticket)),
            taken_at=f"{parse_stamp(ticket.taken_at):%Y-%m-%d %H:%M}",
            mark=f"补打 {reprint} 次" if reprint else "",
        ),
    )
    facts = freeze(facts, hall=counter.folder / OWN_FOLDER)
    sheet = sheet_of(printers.slip_sheet)
    (page,) = lay_out(facts, counter.fonts, journal_code="", boxed=True, sheet=sheet)
    data = slip_bytes(page, counter.fonts)
    body: Body = {"day": ticket.day, "label": ticket.label, "reprint": reprint}
    if said:
        body["business"] = said
    with counter.store.transaction() as db:
        counter.journal.append(db, PRINTED, body, counter.act(db))
    return _sent(printer, data, ticket.label, reprint)


def _sent(printer: SlipPrinter, data: bytes, label: str, reprint: int) -> Slip:
    again = f"{label} 号已经取好，不用重取。再打小票：ticket print {label}（印“补打”）"
    try:
        answer: Answer = printer.write(data)
    except ClerkError as error:
        lost = error.code in NOTHING_SENT
        state = JobState.FAILED if lost else JobState.UNKNOWN
        return Slip(label, reprint, state, f"{error.message}。{again}", error.code)
    if answer.state is JobState.DONE:
        return Slip(label, reprint, answer.state, answer.words)
    return Slip(label, reprint, answer.state, f"{answer.words}。{again}", "printer_gone")


def _of_today(tickets: tuple[Ticket, ...], label: str) -> Ticket:
    for ticket in tickets:
        if ticket.label == label.strip().upper():
            if ticket.state is TicketState.CLOSED:
                raise Refused("ticket_closed", f"{ticket.label} 号已经办完，不用再打小票")
            return ticket
    raise Refused("unknown_ticket", f"今天没有取过这个号：{label}")


def _slips_of(db: Connection, counter: Counter, ticket: Ticket) -> list[Body]:
    """The slips of a ticket that were sent, latest first; read from the end of today's."""
    own, here = counter.journal.own_device(db).device, events.c
    query = (
        select(here.body)
        .where(here.device == own, here.kind == PRINTED, here.body.is_not(None))
        .order_by(here.s.desc())
    )
    found = []
    for (body,) in db.execute(query):
        slip = parse(body)
        if text(slip, "day") != ticket.day:
            break
        if text(slip, "label") == ticket.label:
            found.append(slip)
    return found
