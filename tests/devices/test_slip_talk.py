"""What a slip printer says: answers, reports of its own, that the paper ended; or nothing."""

from __future__ import annotations

import os
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.devices.printing.device_file import DeviceFilePrinter, _FileLine
from clerk_app.devices.printing.escpos_talk import (
    Broken,
    ask_state,
    condition_of,
    print_through,
)
from clerk_app.devices.printing.port import Condition, Gone, JobState
from clerk_app.devices.printing.tcp9100 import TcpSlipPrinter
from clerk_app.kernel.errors import Unavailable
from tests.devices.rigs import FirmwareRig, line_rig, tcp_rig
from tests.devices.slip_machine import LineMachine, SocketMachine
from tests.support.patience import comes_to_an_end

SLIP = b"\x1b@" + b"\x1dv0\0\x10\0\xff\0" + b"\x10\x04\x01" * 1360 + b"\x1dVB\0"


@pytest.fixture(params=[tcp_rig, line_rig], ids=lambda make: make.__name__)
def rig(request: pytest.FixtureRequest) -> Iterator[FirmwareRig]:
    made: FirmwareRig = request.param()
    yield made
    made.end()


def test_a_printer_that_reports_by_itself_is_told_not_to_and_believed(rig: FirmwareRig) -> None:
    rig.machine.reports = True
    assert rig.printer.write(SLIP).state is JobState.DONE
    assert not rig.machine.reports
    assert rig.slips() == SLIP


def test_a_report_is_no_answer(rig: FirmwareRig) -> None:
    rig.machine.reports = True
    rig.machine.runs_out_after = 2000
    assert isinstance(rig.printer, TcpSlipPrinter | DeviceFilePrinter)
    rig.printer._patience = 2.0
    answer = rig.printer.write(SLIP)
    assert answer.state is JobState.UNKNOWN
    assert "缺纸" in answer.words


@pytest.mark.parametrize(
    ("sensor", "means"),
    [
        (0x00, JobState.DONE),
        (0x03, JobState.DONE),  # nearly out
        (0x0C, JobState.UNKNOWN),
        (0x0F, JobState.UNKNOWN),
        (0x04, JobState.UNKNOWN),
    ],
)
def test_paper_that_ends_with_the_slip_makes_it_one_to_look_at(
    sensor: int, means: JobState
) -> None:
    rig = tcp_rig()
    rig.machine.sensor = sensor
    answer = rig.printer.write(SLIP)
    assert answer.state is means
    assert ("缺纸" in answer.words) is (means is JobState.UNKNOWN)
    rig.end()


class _Script:
    """A line that answers each question with what is written for it, `step` bytes at a reading.
    `lies` is there before the first one; it breaks when it is given something for the
    `breaks_at`th time, and `waiting` bytes of before are on their way then."""

    def __init__(
        self,
        answers: dict[bytes, bytes],
        *,
        lies: bytes = b"",
        step: int = 256,
        breaks_at: int | None = None,
        waiting: int = 0,
    ) -> None:
        self._answers = answers
        self._lies = bytearray(lies)
        self._step = step
        self._breaks_at = breaks_at
        self._waiting = waiting
        self._given = 0
        self.sent = bytearray()
        self.waited: list[float] = []

    def send(self, data: bytes, within: float) -> None:  # noqa: ARG002
        self._given += 1
        if self._given == self._breaks_at:
            raise Broken(len(data) + self._waiting)
        self.sent += data
        self._lies += self._answers.get(data, b"")

    def receive(self, within: float) -> bytes:
        if not self._lies:
            self.waited.append(within)
            time.sleep(min(within, 0.02))
        got = bytes(self._lies[: self._step])
        del self._lies[: self._step]
        return got


_READY = {bytes((0x10, 4, n)): b"\x12" for n in range(1, 5)}
_ASKED = b"\x1da\0\x1dr\x01"
_PAPER_ASKED = bytes((0x10, 4, 4))


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (b"\x10\x00\x00\x0f", JobState.UNKNOWN),
        (b"\x10\x00\x00\x0f\x00", JobState.DONE),
        (b"\x10\x13\x00\x11\x00\x0f", JobState.UNKNOWN),  # XOFF and XON stand anywhere
        (b"\x10\x00\x10\x00\x00\x0f", JobState.UNKNOWN),  # torn by another report
        (b"\x10\x12\x00", JobState.DONE),  # torn by an answer
        (b"\xff\x80\x12", JobState.UNKNOWN),
    ],
)
def test_the_bytes_of_a_report_are_skipped_and_no_others(said: bytes, means: JobState) -> None:
    line = _Script({**_READY, _ASKED: said})
    patience = (
        30.0 if means is JobState.DONE else 0.1
    )  # only the answer that does not come is short
    assert print_through(line, b"slip", within=30.0, patience=patience).state is means
    assert bytes(line.sent).startswith(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04slip")


def test_reports_between_the_questions_do_not_confuse_them() -> None:
    report = b"\x10\x00\x00\x0f"
    answers = {question: report + answer + report for question, answer in _READY.items()}
    line = _Script({**answers, _ASKED: report + b"\0"})
    assert print_through(line, b"slip", within=30.0, patience=30.0).state is JobState.DONE


def test_a_printer_that_only_listens_is_not_waited_for() -> None:
    line = _Script({})
    assert print_through(line, b"slip", within=0.05, patience=15.0).state is JobState.UNKNOWN
    assert max(line.waited) <= 1.0
    assert bytes(line.sent).endswith(b"slip" + _ASKED)
    late = _Script({_ASKED: b"\0"})  # it knows this one question
    assert print_through(late, b"slip", within=0.05, patience=15.0).state is JobState.DONE


# ---------------------------------------------------------------- unkind printers


@pytest.mark.parametrize(
    ("answers", "means"),
    [
        ((0x12, 0x12, 0x12, 0x12), Condition.READY),
        ((0x12, 0x16, 0x12, 0x12), Condition.COVER_OPEN),
        ((0x12, 0x32, 0x12, 0x12), Condition.PAPER_OUT),  # stopped for the end of the paper
        ((0x12, 0x12, 0x12, 0x72), Condition.PAPER_OUT),  # the sensor of the end alone
        ((0x12, 0x12, 0x12, 0x7E), Condition.PAPER_OUT),
        ((0x12, 0x12, 0x12, 0x1E), Condition.READY),  # nearly out
        ((0x12, 0x12, 0x1A, 0x12), Condition.JAMMED),  # the cutter
        ((0x12, 0x12, 0x32, 0x12), Condition.JAMMED),  # an error that stays
        ((0x1A, 0x12, 0x12, 0x12), Condition.OFFLINE),
        ((0x1A, 0x36, 0x3A, 0x7E), Condition.COVER_OPEN),  # with the cover open all is said
    ],
)
def test_one_flag_alone_is_enough(answers: tuple[int, int, int, int], means: Condition) -> None:
    assert condition_of(*answers) is means
    asked = zip(_READY, answers, strict=True)
    line = _Script({question: bytes((answer,)) for question, answer in asked})
    assert ask_state(line, 30.0).condition is means


@pytest.mark.parametrize("step", [1, 256])
def test_answers_to_whoever_asked_before_are_passed_over(step: int) -> None:
    out_of_paper = b"\x1a\x32\x12\x7e\0"
    filled = _Script(_READY, lies=out_of_paper, step=step)
    assert ask_state(filled, 30.0).condition is Condition.READY
    ready = b"\x12\x12\x12\x12\0"
    emptied = _Script(_READY | {_PAPER_ASKED: b"\x7e"}, lies=ready, step=step)
    assert ask_state(emptied, 30.0).condition is Condition.PAPER_OUT
    mute = _Script({}, lies=ready, step=step)
    assert ask_state(mute, 0.05).condition is Condition.UNKNOWN  # it has not said a thing


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_a_line_that_breaks_before_the_slip_took_nothing(nth: int) -> None:
    line = _Script(_READY, breaks_at=nth)
    with pytest.raises(Unavailable) as caught:
        print_through(line, b"slip", within=30.0, patience=30.0)
    assert caught.value.code == "printer_offline"
    assert "什么都没有送出" in caught.value.message
    assert b"slip" not in bytes(line.sent)


@pytest.mark.parametrize(
    ("nth", "waiting", "sent"),
    [
        (5, 0, 0),
        (6, 0, 2048),
        (6, 48, 2000),
        (7, 0, 3000),
        (8, 0, 3000),
        (8, 6, 3000),  # what it was asked before is on its way too, and is not of the slip
    ],
)
def test_a_line_that_breaks_with_the_slip_may_have_printed_it(
    nth: int, waiting: int, sent: int
) -> None:
    line = _Script(_READY, breaks_at=nth, waiting=waiting)
    slip = bytes(3000)
    patience = 0.05 if nth == 8 else 30.0  # it does not answer, and breaks when it is asked why
    with pytest.raises(Gone) as caught:
        print_through(line, slip, within=30.0, patience=patience)
    assert (caught.value.sent, caught.value.total) == (sent, 3000)


def test_a_network_printer_that_turns_callers_away_took_nothing() -> None:
    machine = SocketMachine()
    machine.turns_away = True
    printer = TcpSlipPrinter("127.0.0.1", machine.port, within=30.0, patience=30.0)
    with pytest.raises(Unavailable) as caught:
        printer.write(SLIP)
    assert printer.state().condition is Condition.OFFLINE
    machine.unplug()
    assert caught.value.code == "printer_offline"
    assert "什么都没有送出" in caught.value.message
    assert bytes(machine.printed) == b""


def test_a_network_printer_that_hangs_up_after_the_slip_is_not_waited_for() -> None:
    machine = SocketMachine()
    machine.hangs_up = True
    printer = TcpSlipPrinter("127.0.0.1", machine.port, within=10.0, patience=10.0)
    with pytest.raises(Gone) as caught:
        printer.write(SLIP)
    machine.unplug()
    assert bytes(machine.printed) == SLIP
    assert caught.value.sent == len(SLIP)  # all of it may have come out


def test_a_network_printer_that_takes_no_more_does_not_hold_the_clerk_up() -> None:
    machine = SocketMachine()
    machine.stalls_after = 1000
    slip = bytes(4_000_000)  # more than any buffer on the way takes
    with comes_to_an_end(), pytest.raises(Gone) as caught:
        TcpSlipPrinter("127.0.0.1", machine.port, within=0.5, patience=0.5).write(slip)
    machine.unplug()
    assert 1000 <= caught.value.sent < len(slip)


# ---------------------------------------------------------------- device files

_TERMINALS_OWN = b"\x1b@a\nb\r\n\x03\x04\x11\x12\x13\x1a\x7f\x1c\x0a\x00"


def test_a_serial_line_carries_bytes_and_is_left_as_it_was_found() -> None:
    machine = LineMachine(raw=False)
    found = termios.tcgetattr(machine.line)
    assert found[1] & termios.OPOST
    assert found[3] & termios.ECHO
    printer = DeviceFilePrinter(machine.path, within=5.0, patience=5.0)
    assert printer.state().condition is Condition.READY
    assert printer.write(_TERMINALS_OWN).state is JobState.DONE
    assert bytes(machine.printed) == _TERMINALS_OWN
    assert termios.tcgetattr(machine.line) == found
    machine.unplug()


def test_a_device_that_gives_nothing_is_not_asked_without_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, times = os.read, []

    def counted(handle: int, most: int) -> bytes:
        times.append(handle)
        return read(handle, most)

    monkeypatch.setattr(os, "read", counted)
    handle = os.open(Path("/dev/null"), os.O_RDWR)
    line = _FileLine(handle)
    answer = print_through(line, b"slip", within=0.2, patience=0.2)
    os.close(handle)
    assert answer.state is JobState.UNKNOWN
    assert len(times) < 40
