"""A device file that is slow, full, deaf or stuck: what real drivers of the system do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from clerk_app.devices.printing import device_file, escpos_talk
from clerk_app.devices.printing.device_file import DeviceFilePrinter, _FileLine
from clerk_app.devices.printing.escpos_talk import Broken, print_through
from clerk_app.devices.printing.port import Condition, Gone, JobState
from tests.devices.slip_machine import LineMachine
from tests.support.patience import comes_to_an_end

_WITHIN = 3.0
_SLIP = bytes(at % 251 for at in range(5000))


class _Driver:
    """The system's calls on one device, with a clock of their own: what is waited for passes at
    once. Every `pause` seconds it takes `most` bytes."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.most = 50
        self.pause = 0.0
        self.full = False
        self.says_ready = False
        self.full_at_first = False
        self.reads: int | bytes = errno.EAGAIN
        self.taken = bytearray()
        self._free_at = 0.0
        self._looks = 0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def select(
        self, read: list[int], write: list[int], _other: list[int], within: float
    ) -> tuple[list[int], list[int], list[int]]:
        self._looks += 1
        assert self._looks < 100_000, "looks without end"
        if read:
            return read, [], []
        if self.says_ready:
            return [], write, []
        at = float("inf") if self.full else self._free_at
        if at > self.now + within:
            self.now += within
            return [], [], []
        self.now = max(self.now, at)
        return [], write, []

    def write(self, _handle: int, data: memoryview) -> int:
        if self.full or (self.full_at_first and self._looks % 2):
            raise BlockingIOError(errno.EAGAIN, "full")
        took = bytes(data[: self.most])
        self.taken += took
        self._free_at = self.now + self.pause
        return len(took)

    def read(self, _handle: int, _most: int) -> bytes:
        if isinstance(self.reads, int):
            raise OSError(self.reads, "nothing to read")
        return self.reads


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> _Driver:
    made = _Driver()
    for name in ("os", "select", "time"):
        monkeypatch.setattr(device_file, name, made)
    monkeypatch.setattr(escpos_talk, "time", made)  # one clock for both
    return made


def test_a_slow_printer_is_waited_for_as_long_as_it_moves(driver: _Driver) -> None:
    driver.pause = _WITHIN / 2
    began = driver.now
    _FileLine(7).send(_SLIP, _WITHIN)
    assert bytes(driver.taken) == _SLIP
    assert driver.now - began > 10 * _WITHIN


def test_a_printer_that_stands_still_is_given_up_and_what_it_did_not_take_is_told(
    driver: _Driver,
) -> None:
    driver.pause = _WITHIN * 2
    with pytest.raises(Broken) as caught:
        _FileLine(7).send(_SLIP, _WITHIN)
    assert caught.value.unsent == len(_SLIP) - 50
    assert bytes(driver.taken) == _SLIP[:50]


def test_a_full_buffer_is_no_broken_line(driver: _Driver) -> None:
    driver.full_at_first = True
    _FileLine(7).send(_SLIP, _WITHIN)
    assert bytes(driver.taken) == _SLIP


@pytest.mark.parametrize("most", [50, 0])
def test_a_driver_that_says_ready_and_takes_nothing_is_given_up(
    driver: _Driver, most: int
) -> None:
    """It refuses each time, or it takes nought of it."""
    driver.says_ready = True
    driver.full, driver.most = most > 0, most
    with pytest.raises(Broken) as caught:
        _FileLine(7).send(_SLIP, _WITHIN)
    assert caught.value.unsent == len(_SLIP)
    assert bytes(driver.taken) == b""


@pytest.mark.parametrize("code", [errno.EAGAIN, errno.EINVAL])
def test_a_printer_that_can_only_listen_is_printed_on_all_the_same(
    driver: _Driver, code: int
) -> None:
    driver.reads = code
    line = _FileLine(7)
    assert line.receive(_WITHIN) == b""
    answer = print_through(line, _SLIP, within=0.1, patience=0.1)
    assert answer.state is JobState.UNKNOWN
    assert _SLIP in bytes(driver.taken)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENODEV])
def test_a_printer_that_was_pulled_out_is_a_broken_line(driver: _Driver, code: int) -> None:
    driver.reads = code
    with pytest.raises(Broken):
        _FileLine(7).receive(_WITHIN)


class _Opened:
    """How the system was asked for a device."""

    def __init__(self) -> None:
        self.flags: list[int] = []
        self._open = os.open

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        self.flags.append(flags)
        return self._open(path, flags, mode)


def test_a_device_is_opened_without_waiting_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A serial line without a carrier is not opened else, and paper that ends holds a write up."""
    machine = LineMachine()
    opened = _Opened()
    monkeypatch.setattr(os, "open", opened.open)
    printer = DeviceFilePrinter(machine.path, within=30.0, patience=30.0)
    assert printer.state().condition is Condition.READY
    monkeypatch.undo()
    machine.unplug()
    (flags,) = opened.flags
    assert flags & os.O_NONBLOCK
    assert flags & os.O_NOCTTY  # it does not become the terminal of this program


def test_a_real_line_that_takes_no_more_does_not_hold_the_clerk_up() -> None:
    machine = LineMachine()
    machine.stalls_after = 1000
    slip = bytes(1_000_000)  # more than any buffer on the way takes
    with comes_to_an_end(), pytest.raises(Gone) as caught:
        DeviceFilePrinter(machine.path, within=0.5, patience=0.5).write(slip)
    machine.unplug()
    assert 1000 <= caught.value.sent < len(slip)


def test_what_a_printer_said_before_it_was_asked_is_no_answer() -> None:
    machine = LineMachine()
    machine.condition = "paper_out"
    machine.say(b"\x12\x12\x12\x12")  # to a program that was closed meanwhile
    state = DeviceFilePrinter(machine.path, within=30.0, patience=30.0).state()
    machine.unplug()
    assert state.condition is Condition.PAPER_OUT
