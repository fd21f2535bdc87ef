"""How many sheets, on which, marked how often, numbered and counted how: what no clerk checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.attach import attach, show_attachment
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.document_numbers import next_document
from clerk_app.deeds.print_document import find_document, print_document
from clerk_app.deeds.print_jobs import (
    confirm_printed,
    drop_job,
    poll_job,
    print_again,
    put_away,
    send_to_printer,
)
from clerk_app.deeds.print_more import reprint_last, save_pdf
from clerk_app.deeds.print_slip import print_slip, print_slip_again
from clerk_app.deeds.printers import SLIP, choose_one
from clerk_app.deeds.seal_document import seal_document
from clerk_app.deeds.take_in import take_in
from clerk_app.devices.printing.port import JobState
from clerk_app.devices.seal.port import Sealed, SealRequest
from clerk_app.devices.seal.simulated import SimulatedSeal
from clerk_app.intake import store as intake
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.escpos import slip_bytes
from clerk_app.notices.page import Page, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import SLIP_80
from clerk_app.storage import spool
from clerk_app.storage.journal import caseless_events
from clerk_app.storage.spool import JobStage, PrintJob
from tests.deeds.test_attach import signature
from tests.deeds.test_collect import Place, application
from tests.deeds.test_daily_slip import COMPLETE
from tests.deeds.test_print_jobs import ADDRESS, DAY, code, printed, text_of
from tests.deeds.test_print_ticket import Roll
from tests.deeds.test_versions import ITEM, asked, load
from tests.deeds.tray import Tray
from tests.support.stores import HALL, HALL_NAME, OPERATOR, PASSPHRASE, HandClock, create


@dataclass
class Counting(Tray):
    """A printer of pages that notes how many copies it was asked for."""

    copies: list[int] = field(default_factory=list)

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        self.copies.append(copies)
        return super().submit(pdf, title=title, copies=1)


CLOCK = HandClock()


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """One open workstation for all; every test takes in a case of its own."""
    folder = tmp_path_factory.mktemp("guards")
    create(folder / "w", clock=CLOCK)
    with Workstation(CLOCK).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        choose_one(opened, SLIP, "tcp:10.1.0.9")
        yield opened


@pytest.fixture
def case(counter: Counter) -> str:
    """A case with a one-time notice (01) and a receipt (02), none printed."""
    return take_in(counter, asked(counter)).number


@pytest.fixture
def tray() -> Counting:
    return Counting()


def failed(counter: Counter, case: str, tray: Tray, **more: object) -> PrintJob:
    """A notice that the printer refused."""
    tray.trouble = "off"
    with pytest.raises(ClerkError) as caught:
        send_to_printer(counter, case, "one_time_notice", ADDRESS, find=tray.find, **more)  # type: ignore[arg-type]
    assert code(caught) == "printer_offline"
    with counter.store.reading() as db:
        job = spool.newest_of(db, f"{case}-01")
    assert job is not None
    assert job.state is JobStage.FAILED
    return job


# ---------------------------------------------------------------- how many, on which sheet


def test_of_an_acceptance_two_come_out_where_nobody_says_how_many(
    counter: Counter, tray: Counting
) -> None:
    """One for the applicant, one for the file."""
    number = take_in(counter, asked(counter, papers=COMPLETE)).number
    job = send_to_printer(counter, number, "acceptance", ADDRESS, find=tray.find)
    assert (job.copies, tray.copies) == (2, [2])
    drop_job(counter, job.id, find=tray.find)


def test_what_failed_comes_again_on_the_same_sheet_and_as_often(
    counter: Counter, case: str, tray: Counting
) -> None:
    first = failed(counter, case, tray, sheet="a4-large", copies=3)
    again = print_again(counter, first.id, find=tray.find)
    assert (again.sheet, again.copies, again.reprint) == ("a4-large", 3, 0)
    assert tray.copies == [3, 3]
    assert "您办“测试许可”" in text_of(tray.jobs[again.spool_job].pdf)  # words of large type
    drop_job(counter, again.id, find=tray.find)


def test_a_page_that_was_sent_later_bars_the_one_before(
    counter: Counter, case: str, tray: Counting
) -> None:
    first = failed(counter, case, tray)
    second = send_to_printer(counter, case, "one_time_notice", ADDRESS, find=tray.find)
    for state in (JobStage.HANDED, JobStage.PRINTED):
        assert poll_job(counter, second.id, find=tray.find).state is state
        with pytest.raises(ClerkError) as caught:
            print_again(counter, first.id, find=tray.find)
        assert code(caught) == "already_printed"
        tray.work()
    assert len(tray.jobs) == len(tray.out) == 1


# ---------------------------------------------------------------- marked as what it is


def test_a_copy_saved_of_what_was_printed_says_that_it_is_one(
    counter: Counter, case: str, tray: Counting, tmp_path: Path
) -> None:
    save_pdf(counter, case, "receipt", tmp_path / "before.pdf")
    assert "补打" not in text_of((tmp_path / "before.pdf").read_bytes())
    job = send_to_printer(counter, case, "receipt", ADDRESS, copies=1, find=tray.find)
    tray.work()
    poll_job(counter, job.id, find=tray.find)
    save_pdf(counter, case, "receipt", tmp_path / "after.pdf")
    assert "补打 1 次" in text_of((tmp_path / "after.pdf").read_bytes())


def test_a_slip_of_the_day_that_comes_again_is_marked(counter: Counter) -> None:
    number, roll = issue_daily_slip(counter).number, Roll()
    first = print_slip(counter, number, find=roll.find)
    assert (first.state, len(roll.out)) == (JobStage.PRINTED, 1)
    again = print_slip(counter, number, find=roll.find)
    assert again.reprint == 1
    found = find_document(counter, "", number)

    def slip(reprint: int) -> Page:
        (page,) = lay_out(
            found.facts, counter.fonts, journal_code=found.code, reprint=reprint, sheet=SLIP_80
        )
        return page

    assert [("补打 1 次" in said_on(slip(n))) for n in (0, 1)] == [False, True]
    assert roll.out == [slip_bytes(slip(n), counter.fonts) for n in (0, 1)]


def said_on(page: Page) -> str:
    return "".join(mark.text for mark in page.marks if isinstance(mark, Run))


def test_a_slip_that_came_out_is_not_sent_again_as_one_that_did_not(counter: Counter) -> None:
    number, roll = issue_daily_slip(counter).number, Roll()
    job = print_slip(counter, number, find=roll.find)
    with pytest.raises(ClerkError) as caught:
        print_slip_again(counter, job.id, find=roll.find)
    assert code(caught) == "already_printed"
    assert len(roll.out) == 1


def test_a_reprint_takes_no_paper_of_another_workstation(tmp_path: Path) -> None:
    """The one printed last in the hall is not the one printed last here."""
    log: list[Event] = []
    tray = Tray()
    with ExitStack() as stack:
        places, first = [], []
        for station in ("0001", "0002"):
            at, clock = tmp_path / station, HandClock()
            Workstation(clock).create(
                at, hall=HALL, name=HALL_NAME, station=station, operator=OPERATOR,
                passphrase=PASSPHRASE, sample=False,
            )  # fmt: skip
            counter = stack.enter_context(Workstation(clock).open(at, PASSPHRASE))
            load(counter, tmp_path, ITEM)
            places.append(Place(counter, at, clock))
        for _ in range(3):  # the other has done more: its prints stand further on in its journal
            take_in(places[1].counter, application(places[1], for_hall=None))
        for place in places:
            first.append(take_in(place.counter, application(place, for_hall=None)).number)
            job = send_to_printer(
                place.counter, first[-1], "acceptance", ADDRESS, copies=1, find=tray.find
            )
            tray.work()
            poll_job(place.counter, job.id, find=tray.find)
        for place in (places[1], places[0]):
            place.exchange(log)
        assert printed(places[0].counter, first[1])  # it knows of the other's
        assert reprint_last(places[0].counter, ADDRESS, find=tray.find).number == f"{first[0]}-01"


def printed_late(counter: Counter, job: PrintJob, tray: Tray) -> None:
    tray.work()
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.PRINTED


def test_what_failed_and_was_then_saved_for_the_citizen_bars_no_reprint(
    counter: Counter, case: str, tray: Counting, tmp_path: Path
) -> None:
    """The receipt is in the printer, the notice fails and is saved instead; then the receipt
    comes out."""
    slow = send_to_printer(counter, case, "receipt", ADDRESS, copies=1, find=tray.find)
    failed(counter, case, tray)
    CLOCK.move(60)
    print_document(counter, case, "one_time_notice", tmp_path / "notice.pdf")
    CLOCK.move(60)
    printed_late(counter, slow, tray)
    again = reprint_last(counter, ADDRESS, find=tray.find)
    assert (again.number, again.reprint) == (f"{case}-02", 1)
    drop_job(counter, again.id, find=tray.find)


def test_what_failed_twice_and_was_put_away_bars_no_reprint(
    counter: Counter, case: str, tray: Counting
) -> None:
    printed_late(counter, send_to_printer(counter, case, "receipt", ADDRESS, find=tray.find), tray)
    other = take_in(counter, asked(counter)).number
    put_away(counter, other, "receipt")
    first = failed(counter, other, tray)
    second = failed(counter, other, tray)
    assert second.id > first.id
    assert drop_job(counter, second.id, find=tray.find).state is JobStage.PUT_AWAY
    again = reprint_last(counter, ADDRESS, find=tray.find)
    assert again.number == f"{case}-02"
    drop_job(counter, again.id, find=tray.find)


# ---------------------------------------------------------------- what is on the record


def test_every_showing_of_a_signature_is_on_the_record(counter: Counter, case: str) -> None:
    name = attach(counter, case, signature(), "signature", document="receipt").sha256

    def shown() -> list[Body]:
        with counter.store.reading() as db:
            found = list(caseless_events(db, ("attachment.shown",), case))
        return [event.body or {} for event in found]

    assert shown() == []
    show_attachment(counter, case, name)
    once = {"case": case, "sha256": name, "on": counter.today().isoformat()}
    assert shown() == [once]
    show_attachment(counter, case, name[:8])
    assert shown() == [once, once]


@dataclass
class Sealing:
    """A seal service of a real hall that notes what it was asked for."""

    name: str = "sealing"
    asked: list[SealRequest] = field(default_factory=list)

    def seal(self, request: SealRequest) -> Sealed:
        self.asked.append(request)
        return replace(SimulatedSeal().seal(request), simulated=False)


def test_the_seal_asked_for_is_that_of_the_body_that_decides(counter: Counter, case: str) -> None:
    """示例局 decides; the hall where its window is has no say in it."""
    service = Sealing()
    seal_document(counter, service, case, "one_time_notice")
    (asked_for,) = service.asked
    assert (asked_for.agency, asked_for.number) == ("示例局", f"{case}-01")


def test_cases_taken_in_for_another_hall_are_counted_by_themselves(counter: Counter) -> None:
    CLOCK.move(DAY)
    place = Place(counter, counter.folder, CLOCK)
    first, second = (collect(counter, application(place)).number for _ in range(2))
    day = find_document(counter, "", issue_daily_slip(counter).number).facts.day
    assert day is not None
    assert [(line.name, line.count) for line in day.counts] == [("代收", 2)]
    assert (day.first_number, day.last_number) == (first, second)


# ---------------------------------------------------------------- numbers


class _Undo(Exception):
    pass


def numbered(counter: Counter, case: str, *more: str) -> list[str]:
    """The ends of the numbers that a case would give until it gives no more, `more` being those of
    documents it has beside its own."""
    given: list[str] = []
    with suppress(_Undo), counter.store.transaction() as db:
        for end in more:
            body: Body = {"number": f"{case}-{end}", "kind": "extension"}
            counter.journal.append(db, "document.issued", body, counter.act(db), case=case)
        while len(given) <= 100:
            state = intake.case(db, counter.viewer, case)
            happened = counter.journal.case_events(db, case)
            try:
                number = next_document(db, counter, state, happened)
            except ClerkError as error:
                given.append(error.code)
                raise _Undo from error
            given.append(number.removeprefix(f"{case}-"))
            body = {"number": number, "kind": "extension"}
            counter.journal.append(db, "document.issued", body, counter.act(db), case=case)
    return given


def test_the_fiftieth_document_of_a_case_is_its_last(counter: Counter, case: str) -> None:
    """A successor counts from 51: one more would be two papers with one number."""
    given = numbered(counter, case)  # it has 01 and 02
    assert given[:2] == ["03", "04"]
    assert given[-3:] == ["49", "50", "numbers_exhausted"]
    assert len(given) == 49


def test_a_number_that_is_wanting_in_the_row_is_never_given(counter: Counter, case: str) -> None:
    """Of 01, 02 and 04 one may have been erased: what was 03 is on some paper."""
    assert numbered(counter, case, "04")[:2] == ["05", "06"]
    assert numbered(counter, case, "48")[:4] == ["49", "50", "numbers_exhausted"]


# ---------------------------------------------------------------- a clock, a printer at work


def test_a_page_is_confirmed_though_the_clock_went_back(
    counter: Counter, case: str, tray: Counting
) -> None:
    job = send_to_printer(counter, case, "receipt", ADDRESS, find=tray.find)
    with pytest.raises(ClerkError) as caught:
        confirm_printed(counter, job.id, find=tray.find)
    assert code(caught) == "not_unanswered"
    CLOCK.move(-3600)
    try:
        assert confirm_printed(counter, job.id, find=tray.find).state is JobStage.PRINTED
    finally:
        CLOCK.move(3600)


def test_a_page_the_printer_is_at_is_not_given_up(
    counter: Counter, case: str, tray: Counting
) -> None:
    job = send_to_printer(counter, case, "receipt", ADDRESS, find=tray.find)
    tray.jobs[job.spool_job].state = JobState.PRINTING
    for _ in range(2):
        with pytest.raises(ClerkError) as caught:
            drop_job(counter, job.id, find=tray.find)
        assert code(caught) == "not_taken_back"
    tray.jobs[job.spool_job].state = JobState.DONE
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.PRINTED
