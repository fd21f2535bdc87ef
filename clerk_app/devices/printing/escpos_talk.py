"""How an ESC/POS printer is spoken to over any two-way line: ask, send, make sure.

`DLE EOT 1..4` is answered at once, even by a printer that is out of paper. `GS r 1` is answered
in its turn, after everything sent before it was worked through: that answer is how a slip is
known to have been printed. Either may stay unanswered on a printer that only listens.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Protocol

from clerk_app.devices.printing.port import (
    Answer,
    Condition,
    JobState,
    State,
    answer_of,
    gone,
    offline,
    refuse_unready,
    state_of,
)
from clerk_app.kernel.errors import Unavailable

_CHUNK = 2048
_REALTIME = bytes((0x10, 0x04))
_PAPER_SENSOR = bytes((0x1D, 0x72, 1))


class Broken(Exception):
    """The line is gone. `unsent` bytes of what it was given surely did not arrive."""

    def __init__(self, unsent: int = 0) -> None:
        super().__init__(unsent)
        self.unsent = unsent


class Line(Protocol):
    """A line to a printer. Both raise `Broken` when it is gone; times are seconds."""

    def send(self, data: bytes, within: float) -> None:
        """Hand over all of `data`; slow is fine while it moves at least once in `within`."""
        ...

    def receive(self, within: float) -> bytes:
        """What came back, or nothing in time."""
        ...


class TalkingPrinter(ABC):
    """A `SlipPrinter` over any line. `within` (seconds) bounds each step, `patience` a whole
    slip."""

    def __init__(self, name: str, within: float, patience: float) -> None:
        self.name = name
        self._within = within
        self._patience = patience

    @abstractmethod
    def _line(self) -> AbstractContextManager[Line]:
        """The open line. Raises `Unavailable` (`printer_offline`, `printer_unknown`)."""

    def write(self, data: bytes) -> Answer:
        """See `SlipPrinter.write`."""
        with self._line() as line:
            return print_through(line, data, within=self._within, patience=self._patience)

    def state(self) -> State:
        """See `SlipPrinter.state`."""
        try:
            with self._line() as line:
                return ask_state(line, self._within)
        except (Unavailable, Broken):
            return state_of(Condition.OFFLINE)


def is_realtime(byte: int) -> bool:
    """Whether a byte is an answer to DLE EOT: bits 1 and 4 set, 0 and 7 clear.

    >>> is_realtime(0x12), is_realtime(0x00), is_realtime(0x0F)
    (True, False, False)
    """
    return byte & 0x93 == 0x12


def is_sensor(byte: int) -> bool:
    """Whether a byte is an answer to GS r: bits 4 and 7 clear."""
    return byte & 0x90 == 0


def condition_of(printer: int, cause: int, error: int, paper: int) -> Condition:
    """What the four answers to DLE EOT 1, 2, 3 and 4 say, the nearest cause first.

    >>> condition_of(0x1A, 0x32, 0x12, 0x7E)
    <Condition.PAPER_OUT: 'paper_out'>
    """
    if cause & 0x04:
        return Condition.COVER_OPEN
    if cause & 0x20 or paper & 0x60:
        return Condition.PAPER_OUT
    if error & 0x28:
        return Condition.JAMMED
    return Condition.OFFLINE if printer & 0x08 else Condition.READY


def ask_state(line: Line, within: float) -> State:
    """How the printer says it stands: `UNKNOWN` where it does not say. Raises `Broken`."""
    line.receive(0)  # an answer to an earlier question
    said = []
    for number in range(1, 5):
        line.send(_REALTIME + bytes((number,)), within)
        byte = _wait(line, within, realtime=True)
        if byte is None:
            return state_of(Condition.UNKNOWN)
        said.append(byte)
    condition = condition_of(*said)
    if condition is Condition.READY and said[3] & 0x0C:
        return State(condition, "打印机就绪，纸快用完了")
    return state_of(condition)


def print_through(line: Line, data: bytes, *, within: float, patience: float) -> Answer:
    """Ask, send all of `data`, wait until the printer has worked through it.

    `within` bounds one question and one standstill, `patience` the printing. Raises the
    `Unavailable` codes of the port: before the first byte those of the state, after it
    `printer_gone` with the number of bytes that can have arrived.
    """
    try:
        refuse_unready(ask_state(line, within).condition)
    except Broken as error:
        raise offline("打印机一接通就断开") from error
    given = 0
    try:
        for at in range(0, len(data), _CHUNK):
            chunk = data[at : at + _CHUNK]
            given += len(chunk)
            line.send(chunk, within)
        line.send(_PAPER_SENSOR, within)
        answered = _wait(line, patience, realtime=False) is not None
        stands = Condition.READY if answered else ask_state(line, within).condition
    except Broken as error:
        raise gone(max(0, given - error.unsent), len(data)) from error
    if answered:
        return answer_of(JobState.DONE)
    if stands in (Condition.READY, Condition.UNKNOWN):
        return answer_of(JobState.UNKNOWN)
    return Answer(
        JobState.UNKNOWN,
        f"小票打到一半停下了：{state_of(stands).words}。处理好后打印机可能接着打，"
        "请先看出纸口，小票不全再重新打印",
    )


def _wait(line: Line, within: float, *, realtime: bool) -> int | None:
    """The next answer of the wanted kind: a raster may hold bytes that look like a question,
    and its answers are passed over."""
    until = time.monotonic() + within
    while (left := until - time.monotonic()) > 0:
        for byte in line.receive(left):
            if is_realtime(byte) if realtime else is_sensor(byte):
                return byte
    return None
