"""Every driver through the same scenes. A new driver is one more rig in a tuple below.

A rig is a real or faithful other end (a CUPS server, a socket, a terminal line, a spooler that
answers as Windows documents) and the levers to put it into each scene.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clerk_app.devices.printing.device_file import DeviceFilePrinter
from clerk_app.devices.printing.port import Condition, Gone, JobState
from clerk_app.devices.printing.tcp9100 import TcpSlipPrinter
from clerk_app.devices.printing.windows_port import JOB_DELETING, job_state
from clerk_app.devices.printing.windows_raw import WindowsRawPrinter
from clerk_app.devices.printing.windows_spooler import WindowsPrinter
from clerk_app.kernel.errors import Unavailable
from tests.devices import cupsd, slip_machine, windows_double
from tests.devices.rigs import (
    CupsRig,
    DocLever,
    FirmwareRig,
    SimulatedRig,
    SimulatedSlipRig,
    SlipRig,
    WindowsRawRig,
    WindowsRig,
    line_rig,
    tcp_rig,
)
from tests.devices.slip_machine import LineMachine
from tests.devices.windows_double import WindowsDouble

SLIP = b"\x1b@" + b"\x1dv0\0\x48\0\xff\0" + b"\x10\x04\x01" * 6120 + b"\x1dVB\0"
"""A raster full of bytes that look like questions."""

# ---------------------------------------------------------------- printers of pages


@pytest.fixture(params=["cups", "windows", "simulated"])
def doc(request: pytest.FixtureRequest, pdf: Path) -> Iterator[DocLever]:
    rig: DocLever
    if request.param == "cups":
        rig = CupsRig(request.getfixturevalue("cups"), pdf)
    else:
        rig = WindowsRig() if request.param == "windows" else SimulatedRig()
    yield rig
    rig.end()


def test_a_page_is_printed_and_known_to_be(doc: DocLever, pdf: Path) -> None:
    assert doc.printer.state().condition is Condition.READY
    assert doc.printer.state().words == "打印机就绪"
    job = doc.printer.submit(pdf, title="受理通知书", copies=1)
    assert job
    cupsd.until(lambda: doc.printer.ask(job).state is JobState.DONE)


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        (Condition.PAPER_OUT, "缺纸"),
        (Condition.COVER_OPEN, "盖子"),
        (Condition.JAMMED, "卡纸"),
    ],
)
def test_a_printer_that_waits_keeps_the_page_says_why_and_goes_on(
    doc: DocLever, pdf: Path, condition: Condition, word: str
) -> None:
    doc.set(condition)
    assert doc.printer.state().condition is condition
    assert word in doc.printer.state().words
    job = doc.printer.submit(pdf, title="t", copies=1)
    answer = doc.printer.ask(job)
    assert answer.state in (JobState.QUEUED, JobState.PRINTING)
    assert word in answer.words
    assert "不要再按打印" in answer.words
    doc.ready()
    cupsd.until(lambda: doc.printer.ask(job).state is JobState.DONE)


def test_a_printer_that_is_off_takes_nothing(doc: DocLever, pdf: Path) -> None:
    doc.set(Condition.OFFLINE)
    assert doc.printer.state().condition is Condition.OFFLINE
    with pytest.raises(Unavailable) as caught:
        doc.printer.submit(pdf, title="t", copies=1)
    assert caught.value.code == "printer_offline"
    assert "什么都没有送出" in caught.value.message


def test_a_spooler_that_vanishes_with_a_page_in_hand_makes_nobody_claim_anything(
    doc: DocLever, pdf: Path
) -> None:
    doc.set_aside()
    job = doc.printer.submit(pdf, title="t", copies=1)
    doc.fall_silent()
    answer = doc.printer.ask(job)
    assert answer.state is JobState.UNKNOWN
    assert "请先看出纸口" in answer.words


def test_a_page_taken_off_the_queue_may_be_printed_again(doc: DocLever, pdf: Path) -> None:
    doc.set_aside()
    job = doc.printer.submit(pdf, title="t", copies=1)
    doc.cancel(job)
    assert doc.printer.ask(job).state is JobState.FAILED


def test_a_page_the_spooler_has_forgotten_is_unknown(doc: DocLever, pdf: Path) -> None:
    doc.set_aside()
    job = doc.printer.submit(pdf, title="t", copies=1)
    doc.forget(job)
    assert doc.printer.ask(job).state is JobState.UNKNOWN


def test_a_waiting_page_taken_back_never_comes_out(doc: DocLever, pdf: Path) -> None:
    doc.set_aside()
    job = doc.printer.submit(pdf, title="t", copies=1)
    answer = doc.printer.take_back(job)
    assert answer.state is JobState.FAILED
    assert "撤下" in answer.words
    doc.ready()
    later = doc.printer.submit(pdf, title="t", copies=1)
    cupsd.until(lambda: doc.printer.ask(later).state is JobState.DONE)
    assert doc.came_out(later)
    assert not doc.came_out(job)
    assert doc.printer.ask(job).state in (JobState.FAILED, JobState.UNKNOWN)


def test_what_is_printed_or_forgotten_is_not_taken_back(doc: DocLever, pdf: Path) -> None:
    printed = doc.printer.submit(pdf, title="t", copies=1)
    cupsd.until(lambda: doc.printer.ask(printed).state is JobState.DONE)
    assert doc.printer.take_back(printed).state in (JobState.DONE, JobState.UNKNOWN)
    assert doc.printer.take_back("nobody-knows").state is JobState.UNKNOWN
    doc.set_aside()
    waiting = doc.printer.submit(pdf, title="t", copies=1)
    doc.fall_silent()
    answer = doc.printer.take_back(waiting)
    assert answer.state is JobState.UNKNOWN
    assert "请先看出纸口" in answer.words


# ---------------------------------------------------------------- Windows alone


def test_windows_deletes_what_prints_and_claims_nothing(pdf: Path) -> None:
    system = WindowsDouble("Q")
    system.at_once = False
    printer = WindowsPrinter("Q", system)
    job = printer.submit(pdf, title="t", copies=1)
    system.jobs[windows_double.number_of(job)].status |= windows_double.PRINTING
    assert printer.take_back(job).state is JobState.UNKNOWN
    system.work()
    assert system.out == []


@pytest.mark.parametrize(
    "ends", [windows_double.DELETED, JOB_DELETING, JOB_DELETING | windows_double.DELETED]
)
def test_windows_a_page_deleted_while_it_prints_may_have_come_out(ends: int) -> None:
    assert job_state(ends) is JobState.FAILED
    assert job_state(ends | windows_double.PRINTING) is JobState.UNKNOWN
    assert job_state(ends | windows_double.PRINTED) is JobState.DONE


def test_windows_prints_each_copy_as_dots_in_the_size_of_the_page(pdf: Path) -> None:
    system = WindowsDouble("Q")
    WindowsPrinter("Q", system).submit(pdf, title="受理通知书 01", copies=2)
    (job,) = system.out
    assert job.title.startswith("受理通知书 01 [")
    assert len(job.sheets) == 2
    sheet = job.sheets[0]
    assert (sheet.width, sheet.height) in {(2480, 3508), (2481, 3508), (2480, 3507), (2481, 3509)}
    assert [round(side) for side in sheet.points] == [595, 842]
    stride = len(sheet.grey) // sheet.height
    assert stride % 4 == 0
    assert sheet.grey[:stride].count(255) >= sheet.width  # white at the top edge
    # the first character stands at 60 pt, its foot 100 pt from the top: 250 and 417 dots
    band = [sheet.grey[y * stride + 250 : y * stride + 300] for y in range(370, 425)]
    assert min(min(row) for row in band) < 64


def test_windows_falls_silent_between_two_pages(pdf: Path) -> None:
    system = WindowsDouble("Q")
    system.stops_after = 1
    with pytest.raises(Unavailable) as caught:
        WindowsPrinter("Q", system).submit(pdf, title="t", copies=2)
    assert caught.value.code == "printer_gone"
    assert "不知道" in caught.value.message


def test_windows_knows_no_such_queue(pdf: Path) -> None:
    system = WindowsDouble("Q")
    for print_it in (
        lambda: WindowsPrinter("other", system).submit(pdf, title="t", copies=1),
        lambda: WindowsRawPrinter("other", system).write(SLIP),
    ):
        with pytest.raises(Unavailable) as caught:
            print_it()
        assert caught.value.code == "printer_unknown"


def test_a_settled_page_leaves_the_list_of_windows_and_one_that_waits_stays(pdf: Path) -> None:
    system = WindowsDouble("Q")
    system.status = windows_double.PAPER_OUT
    printer = WindowsPrinter("Q", system)
    job = printer.submit(pdf, title="受理通知书 01", copies=1)
    printer.clear(job)
    assert list(system.jobs) == [windows_double.number_of(job)]
    system.status = 0
    system.work()
    assert printer.ask(job).state is printer.ask(job).state is JobState.DONE  # until it is written
    printer.clear(job)
    assert system.jobs == {}
    for gone in (job, "rubbish"):
        printer.clear(gone)


def test_windows_that_cannot_retain_makes_no_promise(pdf: Path) -> None:
    system = WindowsDouble("Q")
    system.can_retain = False
    printer = WindowsPrinter("Q", system)
    job = printer.submit(pdf, title="t", copies=1)
    assert len(system.out) == 1
    assert printer.ask(job).state is JobState.UNKNOWN


def test_a_torn_pdf_leaves_no_half_job_in_the_spooler(tmp_path: Path) -> None:
    system = WindowsDouble("Q")
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.4 torn")
    with pytest.raises(Exception, match=r"PDFium|load"):
        WindowsPrinter("Q", system).submit(torn, title="t", copies=1)
    assert system.jobs == {}


# ---------------------------------------------------------------- ticket printers


@pytest.fixture(
    params=[tcp_rig, line_rig, WindowsRawRig, SimulatedSlipRig], ids=lambda make: make.__name__
)
def slip(request: pytest.FixtureRequest) -> Iterator[SlipRig]:
    rig: SlipRig = request.param()
    yield rig
    rig.end()


def test_a_slip_is_printed_whole_and_known_to_be(slip: SlipRig) -> None:
    assert slip.printer.state().condition is Condition.READY
    assert slip.printer.write(SLIP).state is JobState.DONE
    assert slip.printer.write(b"\x1b@second\n").state is JobState.DONE
    assert slip.slips() == SLIP + b"\x1b@second\n"


@pytest.mark.parametrize(
    ("condition", "code", "word"),
    [
        (Condition.PAPER_OUT, "paper_out", "缺纸"),
        (Condition.COVER_OPEN, "cover_open", "盖子"),
        (Condition.JAMMED, "printer_jammed", "卡纸"),
        (Condition.OFFLINE, "printer_offline", "什么都没有送出"),
    ],
)
def test_a_printer_that_cannot_print_gets_nothing(
    slip: SlipRig, condition: Condition, code: str, word: str
) -> None:
    slip.set(condition)
    assert slip.printer.state().condition is condition
    with pytest.raises(Unavailable) as caught:
        slip.printer.write(SLIP)
    assert caught.value.code == code
    assert word in caught.value.message
    assert slip.slips() == b""


def test_a_printer_that_vanishes_half_way_is_named_with_what_was_sent(slip: SlipRig) -> None:
    slip.vanish_after(6000)
    long = SLIP * 4  # more than any buffer on the way takes
    with pytest.raises(Unavailable) as caught:
        slip.printer.write(long)
    assert caught.value.code == "printer_gone"
    assert isinstance(caught.value, Gone)
    assert caught.value.total == len(long)
    assert not any(each.isdigit() for each in caught.value.message)  # no clerk counts bytes
    assert 6000 <= caught.value.sent < len(long)  # never less than it took


def test_a_printer_that_does_not_answer_makes_no_promise(slip: SlipRig) -> None:
    slip.be_mute()
    assert slip.printer.write(SLIP).state is JobState.UNKNOWN
    cupsd.until(lambda: slip.slips() == SLIP)


# ---------------------------------------------------------------- some printers alone


@pytest.mark.parametrize("make", [tcp_rig, line_rig], ids=lambda make: make.__name__)
def test_paper_that_runs_out_in_the_middle_is_said(make: Callable[[], FirmwareRig]) -> None:
    rig = make()
    rig.machine.runs_out_after = 9000
    printer = rig.printer
    assert isinstance(printer, TcpSlipPrinter | DeviceFilePrinter)
    printer._patience = 3.0
    answer = printer.write(SLIP)
    assert answer.state is JobState.UNKNOWN
    assert "打到一半停下了" in answer.words
    assert "缺纸" in answer.words
    rig.end()


def test_paper_that_is_nearly_out_is_ready_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(slip_machine._ANSWERS, "ready", (0x12, 0x12, 0x12, 0x1E))
    rig = tcp_rig()
    assert rig.printer.state().condition is Condition.READY
    assert rig.printer.state().words == "打印机就绪，纸快用完了"
    rig.end()


def test_a_name_that_no_name_server_knows_is_unknown() -> None:
    with pytest.raises(Unavailable) as caught:
        TcpSlipPrinter("no such host", 9100, within=0.5).write(SLIP)
    assert caught.value.code == "printer_unknown"


def test_an_ordinary_file_is_never_written_into(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"dear")
    with pytest.raises(Unavailable) as caught:
        DeviceFilePrinter(letter, within=0.3, patience=0.3).write(SLIP)
    assert caught.value.code == "printer_unknown"
    assert letter.read_bytes() == b"dear"


def test_a_device_in_use_by_another_is_left_alone() -> None:
    import fcntl
    import os

    machine = LineMachine()
    other = os.open(machine.path, os.O_RDWR | os.O_NOCTTY)
    fcntl.flock(other, fcntl.LOCK_EX)
    with pytest.raises(Unavailable) as caught:
        DeviceFilePrinter(machine.path, within=0.5, patience=0.5).write(SLIP)
    os.close(other)
    machine.unplug()
    assert caught.value.code == "printer_offline"
    assert "占用" in caught.value.message
    assert bytes(machine.printed) == b""


def test_a_slip_in_a_windows_queue_that_stands_still_is_not_called_printed() -> None:
    rig = WindowsRawRig()
    rig.system.at_once = False
    assert rig.printer.write(SLIP).state is JobState.UNKNOWN
