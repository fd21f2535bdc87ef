"""Pages through a real CUPS on the loopback: printed, waiting, cancelled, lost, refused."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.devices.printing.cups import CupsPrinter, queues
from clerk_app.devices.printing.ipp import JobSaid
from clerk_app.devices.printing.port import Condition, JobState
from clerk_app.kernel.errors import Unavailable
from tests.devices import cupsd
from tests.devices.conftest import WORDS
from tests.support.patience import comes_to_an_end


@pytest.fixture
def printer(cups: cupsd.Cupsd) -> CupsPrinter:
    return CupsPrinter(cupsd.QUEUE, server=cups.server)


@pytest.fixture(autouse=True)
def _quiet_after(cups: cupsd.Cupsd) -> Iterator[None]:
    """The next test finds the queue idle, enabled and empty."""
    yield
    cups.go()
    if cups.process.poll() is not None:
        cups.again()
    printer = CupsPrinter(cupsd.QUEUE, server=cups.server)
    asked = ["lpstat", "-h", cups.server, "-o"]
    cupsd.until(lambda: subprocess.run(asked, capture_output=True, check=True).stdout == b"")
    cupsd.until(lambda: printer.state().condition is Condition.READY)


def _done(printer: CupsPrinter, job: str) -> bool:
    return printer.ask(job).state is JobState.DONE


def test_the_page_that_comes_out_is_the_file_that_went_in(
    cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path
) -> None:
    assert printer.state().condition is Condition.READY
    job = printer.submit(pdf, title="受理通知书 5116-01", copies=2)
    named, _, uuid = job.partition(" ")
    assert named.startswith("HallA4-")
    assert uuid.startswith("urn:uuid:")
    cupsd.until(lambda: _done(printer, job))
    assert printer.ask(job).words == "已打印"
    number = named.removeprefix("HallA4-")
    paper = cups.tray / f"{number}-2.pdf"
    assert paper.read_bytes() == pdf.read_bytes()
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True).stdout
    assert "".join(text.decode().split()) == "".join(WORDS.split())

    options = (cups.tray / f"{number}.options").read_text("utf-8").split()
    assert {"media=A4", "sides=one-sided"} <= set(options)
    # by its title an operator finds the page among others on the server
    assert (cups.tray / f"{number}.title").read_text("utf-8") == "受理通知书 5116-01"


@pytest.mark.parametrize(
    ("reason", "condition", "word"),
    [
        ("media-empty-error", Condition.PAPER_OUT, "缺纸"),
        ("media-needed", Condition.PAPER_OUT, "缺纸"),
        ("media-empty-warning", Condition.READY, "缺纸"),  # there may be a second tray
        ("cover-open-error", Condition.COVER_OPEN, "盖子"),
        ("cover-open-report", Condition.READY, "盖子"),
        ("media-jam-error", Condition.JAMMED, "卡纸"),
        ("output-area-full-error", Condition.ATTENTION, "要人处理"),
        ("offline-report", Condition.OFFLINE, "联机"),
    ],
)
def test_a_printer_that_stops_keeps_the_page_and_says_why(
    cups: cupsd.Cupsd,
    printer: CupsPrinter,
    pdf: Path,
    reason: str,
    condition: Condition,
    word: str,
) -> None:
    cups.hold(reason)
    try:
        job = printer.submit(pdf, title="t", copies=1)
        cupsd.until(lambda: word in printer.ask(job).words)
        assert printer.state().condition is condition
        answer = printer.ask(job)
        assert answer.state is JobState.PRINTING
        assert "不要再按打印" in answer.words
    finally:
        cups.go()
    cupsd.until(lambda: _done(printer, job))
    cupsd.until(lambda: printer.state().words == "打印机就绪")


def test_a_stopped_queue_takes_nothing(cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path) -> None:
    cups.say("cupsdisable", cupsd.QUEUE)
    try:
        assert printer.state().condition is Condition.OFFLINE
        with pytest.raises(Unavailable) as caught:
            printer.submit(pdf, title="t", copies=1)
        assert caught.value.code == "printer_offline"
        waiting = subprocess.run(
            ["lpstat", "-h", cups.server, "-o"], capture_output=True, check=True
        )
        assert waiting.stdout == b""
    finally:
        cups.say("cupsenable", cupsd.QUEUE)


def test_a_queue_that_takes_no_jobs_is_told_apart(
    cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path
) -> None:
    cups.say("cupsreject", cupsd.QUEUE)
    try:
        assert printer.state().condition is Condition.OFFLINE
        with pytest.raises(Unavailable) as caught:
            printer.submit(pdf, title="t", copies=1)
        assert caught.value.code == "printer_offline"
        assert "暂不接收" in caught.value.message
    finally:
        cups.say("cupsaccept", cupsd.QUEUE)


def test_a_queue_of_another_name_is_unknown(cups: cupsd.Cupsd, pdf: Path) -> None:
    printer = CupsPrinter("NoSuch", server=cups.server)
    with pytest.raises(Unavailable) as caught:
        printer.submit(pdf, title="t", copies=1)
    assert caught.value.code == "printer_unknown"
    assert "NoSuch" in caught.value.message


def test_a_cancelled_page_is_not_called_printed(
    cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path
) -> None:
    cups.hold("media-empty-error")
    try:
        printer.submit(pdf, title="t", copies=1)
        second = printer.submit(pdf, title="t", copies=1)
        assert printer.ask(second).state is JobState.QUEUED
        cups.say("cancel", second.partition(" ")[0])
        assert printer.ask(second).state is JobState.FAILED
    finally:
        cups.go()


def test_a_page_the_server_has_forgotten_is_unknown(
    cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path
) -> None:
    job = printer.submit(pdf, title="t", copies=1)
    cupsd.until(lambda: _done(printer, job))
    named, _, _uuid = job.partition(" ")
    other = f"{named} urn:uuid:00000000-0000-0000-0000-000000000000"
    assert printer.ask(other).state is JobState.UNKNOWN  # the number was given out anew
    assert printer.ask("HallA4-99999").state is JobState.UNKNOWN
    assert printer.ask("rubbish").state is JobState.UNKNOWN
    cups.say("cancel", "-x", "-a", cupsd.QUEUE)
    assert printer.ask(job).state is JobState.UNKNOWN


def test_a_killed_server_is_offline_and_nobody_claims_to_know_what_became_of_the_page(
    cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path
) -> None:
    cups.hold("media-empty-error")
    job = printer.submit(pdf, title="t", copies=1)
    cups.kill()
    assert printer.state().condition is Condition.OFFLINE
    answer = printer.ask(job)
    assert answer.state is JobState.UNKNOWN
    assert "没有回答" in answer.words
    with pytest.raises(Unavailable) as caught:
        printer.submit(pdf, title="t", copies=1)
    assert caught.value.code == "printer_offline"
    cups.go()
    cups.again()
    # CUPS writes its list of jobs down every half minute: killed before that, it has forgotten
    # the page and gives its number out again
    later = printer.submit(pdf, title="t", copies=1)
    cupsd.until(lambda: _done(printer, later))
    assert printer.ask(job).state is JobState.UNKNOWN


_LP = """#!/bin/sh
[ "$LC_ALL" = C ] && echo "request id is HallA4-77777 (1 file(s))" && exit
echo "Anfrage-ID ist HallA4-77777 (1 Datei(en))"
"""


def test_lp_is_spoken_to_in_one_language(
    printer: CupsPrinter, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lp").write_text(_LP, "utf-8")
    (tmp_path / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert printer.submit(pdf, title="t", copies=1) == "HallA4-77777"


def test_a_computer_without_lp_says_so(
    printer: CupsPrinter, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable) as caught:
        printer.submit(pdf, title="t", copies=1)
    monkeypatch.undo()
    assert caught.value.code == "printer_offline"
    assert "cups-client" in caught.value.message


def test_a_settled_page_leaves_nothing_at_the_server(
    cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path
) -> None:
    spool = cups.root / "spool"
    cups.hold("media-empty-error")
    waiting = printer.submit(pdf, title="t", copies=1)
    printer.clear(waiting)  # not before it has ended
    assert printer.ask(waiting).state in (JobState.QUEUED, JobState.PRINTING)
    cups.go()
    cupsd.until(lambda: _done(printer, waiting))
    number = int(waiting.partition(" ")[0].rpartition("-")[2])
    # the page; a file with the words of the job joins it within half a minute
    assert f"d{number:05}-001" in [left.name for left in spool.glob(f"*{number:05}*")]
    other = f"{waiting.partition(' ')[0]} urn:uuid:00000000-0000-0000-0000-000000000000"
    printer.clear(other)  # another's of the same number
    assert _done(printer, waiting)
    printer.clear(waiting)
    assert list(spool.glob(f"*{number:05}*")) == []
    printer.clear(waiting)
    printer.clear("rubbish")


def test_an_lp_nobody_may_start_says_so(
    printer: CupsPrinter, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lp").write_text(_LP, "utf-8")
    (tmp_path / "lp").chmod(0o644)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable) as caught:
        printer.submit(pdf, title="t", copies=1)
    monkeypatch.undo()
    assert caught.value.code == "printer_offline"
    assert "这个账户" in caught.value.message


def test_a_server_that_never_answers_does_not_hold_the_clerk_up(pdf: Path) -> None:
    import socket

    with comes_to_an_end(), socket.create_server(("127.0.0.1", 0)) as deaf:
        server = f"127.0.0.1:{deaf.getsockname()[1]}"
        printer = CupsPrinter("Q", server=server, within=0.2)
        assert printer.state().condition is Condition.OFFLINE
        assert printer.ask("Q-1").state is JobState.UNKNOWN
        with pytest.raises(Unavailable) as caught:
            printer.submit(pdf, title="t", copies=1)
        assert caught.value.code == "printer_offline"


def test_a_page_in_the_printers_hand_is_taken_off_and_nobody_claims_that_nothing_came_out(
    cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path
) -> None:
    cups.hold("media-empty-error")
    job = printer.submit(pdf, title="t", copies=1)
    cupsd.until(lambda: printer.ask(job).state is JobState.PRINTING)
    assert printer.take_back(job).state is JobState.UNKNOWN
    cups.go()
    later = printer.submit(pdf, title="t", copies=1)
    cupsd.until(lambda: _done(printer, later))
    assert printer.ask(job).state is JobState.UNKNOWN


def test_a_page_cancelled_by_somebody_while_it_prints_may_have_come_out(
    cups: cupsd.Cupsd, printer: CupsPrinter, pdf: Path
) -> None:
    cups.hold("media-empty-error")
    try:
        job = printer.submit(pdf, title="t", copies=2)
        cupsd.until(lambda: printer.ask(job).state is JobState.PRINTING)
        cups.say("cancel", job.partition(" ")[0])
        cupsd.until(lambda: printer.ask(job).state is not JobState.PRINTING)
        assert printer.ask(job).state is JobState.UNKNOWN
    finally:
        cups.go()
    later = printer.submit(pdf, title="t", copies=1)  # the queue hears that there is paper
    cupsd.until(lambda: _done(printer, later))


class _Told(CupsPrinter):
    """A queue whose server says this of every job."""

    said = JobSaid(0, "")

    def _said(self, job: str) -> JobSaid:  # noqa: ARG002
        return self.said


@pytest.mark.parametrize(
    ("state", "began", "means"),
    [
        (7, False, JobState.FAILED),
        (8, False, JobState.FAILED),
        (7, True, JobState.UNKNOWN),
        (8, True, JobState.UNKNOWN),
        (9, True, JobState.DONE),
        (77, False, JobState.UNKNOWN),
    ],
)
def test_what_ended_without_being_printed_is_free_only_if_the_printer_never_had_it(
    state: int, began: bool, means: JobState
) -> None:
    printer = _Told("Q")
    printer.said = JobSaid(state, "", began)
    assert printer.ask("Q-7").state is means


def test_whoever_chooses_a_printer_is_told_what_there_is(cups: cupsd.Cupsd) -> None:
    assert queues(cups.server, within=30.0) == (cupsd.QUEUE,)
    assert queues("localhost:1", within=30.0) == ()
