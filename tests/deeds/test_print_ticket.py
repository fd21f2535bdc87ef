"""叫号小票: what it says, that the ticket stands without it, that a second slip is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.call_ticket import call_next, close_ticket
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.print_jobs import confirm_printed, poll_job
from clerk_app.deeds.print_more import reprint_last
from clerk_app.deeds.print_slip import print_slip
from clerk_app.deeds.print_ticket import print_ticket
from clerk_app.deeds.printers import SLIP, choose_one
from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.devices.printing.port import (
    Answer,
    Condition,
    JobState,
    State,
    answer_of,
    gone,
    offline,
    state_of,
)
from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.escpos import slip_bytes
from clerk_app.notices.facts import DocumentFacts, TicketFacts
from clerk_app.notices.page import Page, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import SLIP_80
from clerk_app.notices.wording import freeze
from clerk_app.storage.spool import JobStage
from tests.deeds.tray import Tray
from tests.support.stores import AT, HALL_NAME, PASSPHRASE, HandClock, create


@dataclass
class Roll:
    """A ticket printer as a test sees it: the bytes it got, the trouble that waits."""

    name: str = "roll"
    trouble: ClerkError | None = None
    answer: JobState = JobState.DONE
    out: list[bytes] = field(default_factory=list)

    def find(self, _address: str) -> Roll:
        return self

    def write(self, data: bytes) -> Answer:
        if self.trouble:
            raise self.trouble
        self.out.append(data)
        return answer_of(self.answer)

    def state(self) -> State:
        return state_of(Condition.READY)


CLOCK = HandClock()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("tickets")
    create(folder / "w")
    with Workstation(CLOCK).open(folder / "w", PASSPHRASE) as counter:
        with pytest.raises(ClerkError) as caught:
            print_ticket(counter, take_ticket(counter).label)
        assert caught.value.code == "no_printer"
        choose_one(counter, SLIP, "tcp:10.1.0.9")
        yield counter


@pytest.fixture
def counter(opened: Counter) -> Counter:
    """A day of its own for every test, so that its tickets begin with A001."""
    CLOCK.move(24 * 3600)
    return opened


@pytest.fixture
def roll() -> Roll:
    return Roll()


def expected(counter: Counter, ticket: TicketFacts) -> tuple[Page, bytes]:
    """The slip that these facts, and no others, come to."""
    facts = DocumentFacts(
        kind="ticket", number=ticket.number, hall=HALL_NAME, issued_at=AT, ticket=ticket
    )
    (page,) = lay_out(freeze(facts), counter.fonts, journal_code="", sheet=SLIP_80)
    return page, slip_bytes(page, counter.fonts)


def test_the_slip_says_the_number_and_how_many_wait_and_no_name(
    counter: Counter, roll: Roll
) -> None:
    take_ticket(counter)  # A001 waits before it
    label = take_ticket(counter).label
    slip = print_ticket(counter, label, business="企业准营", find=roll.find)
    assert (label, slip.state, slip.reprint, slip.code) == ("A002", JobState.DONE, 0, "")
    said = TicketFacts("A002", "企业准营", "1", taken_at=f"{counter.today()} 10:05")
    page, first = expected(counter, said)
    assert roll.out == [first]
    runs = [mark for mark in page.marks if isinstance(mark, Run)]
    assert max(runs, key=lambda run: run.size).text == "A002"
    again = print_ticket(counter, "a002", find=roll.find)
    assert again.reprint == 1
    assert roll.out[1] == expected(counter, replace(said, mark="补打 1 次"))[1]


@pytest.mark.parametrize(
    ("trouble", "answer", "state", "code"),
    [
        (offline("没有开机"), JobState.DONE, JobState.FAILED, "printer_offline"),
        (gone(10, 90), JobState.DONE, JobState.UNKNOWN, "printer_gone"),
        (None, JobState.UNKNOWN, JobState.UNKNOWN, "printer_gone"),
    ],
)
def test_the_ticket_stands_where_the_printer_does_not_answer(
    counter: Counter,
    roll: Roll,
    trouble: ClerkError | None,
    answer: JobState,
    state: JobState,
    code: str,
) -> None:
    label = take_ticket(counter).label
    roll.trouble, roll.answer = trouble, answer
    slip = print_ticket(counter, label, find=roll.find)
    assert (slip.state, slip.code) == (state, code)
    assert f"ticket print {label}" in slip.said
    roll.trouble, roll.answer = None, JobState.DONE
    assert print_ticket(counter, label, find=roll.find).reprint == 1  # the first may be out


def test_only_a_ticket_of_today_that_still_waits_has_a_slip(counter: Counter, roll: Roll) -> None:
    take_ticket(counter)
    called = call_next(counter).label
    close_ticket(counter)
    for label, code in ((called, "ticket_closed"), ("A999", "unknown_ticket")):
        with pytest.raises(ClerkError) as caught:
            print_ticket(counter, label, find=roll.find)
        assert caught.value.code == code
    assert roll.out == []


@pytest.mark.parametrize(
    ("answer", "stage", "prints"),
    [(JobState.DONE, JobStage.PRINTED, 1), (JobState.UNKNOWN, JobStage.UNANSWERED, 0)],
)
def test_the_daily_slip_goes_through_the_ticket_printer_once(
    counter: Counter, roll: Roll, answer: JobState, stage: JobStage, prints: int
) -> None:
    number = issue_daily_slip(counter).number
    roll.answer = answer
    job = print_slip(counter, number, find=roll.find)
    assert (job.state, job.sheet, len(roll.out)) == (stage, "slip80", 1)
    found = find_document(counter, "", number)
    assert found.printed == prints
    (page,) = lay_out(found.facts, counter.fonts, journal_code=found.code, sheet=SLIP_80)
    assert roll.out == [slip_bytes(page, counter.fonts)]
    if prints:
        again = reprint_last(counter, "cups:HallA4", find=Tray().find)
        assert (again.number, again.sheet, again.reprint) == (number, "", 1)
    else:  # no printer of pages is asked about it
        assert poll_job(counter, job.id).needs_a_look
        confirm_printed(counter, job.id)
        assert find_document(counter, "", number).printed == 1


def test_a_daily_slip_the_ticket_printer_did_not_get_is_no_print(
    counter: Counter, roll: Roll
) -> None:
    number = issue_daily_slip(counter).number
    roll.trouble = offline("没有开机")
    with pytest.raises(ClerkError) as caught:
        print_slip(counter, number, find=roll.find)
    assert caught.value.code == "printer_offline"
    found = find_document(counter, "", number)
    assert (found.printed, found.out) == (0, 0)
