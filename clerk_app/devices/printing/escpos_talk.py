"""How an ESC/POS printer is spoken to over any two-way line: ask, send, make sure.

`DLE EOT 1..4` is answered at once, even by a printer that is out of paper. `GS r 1` is answered
in its turn, after everything sent before it was worked through: that answer is how a slip is
known to have been printed. Either may stay unanswered on a printer that only listens.

A printer may also report by itself (Automatic Status Back): four bytes, of which the last three
look like an answer to `GS r`. `GS a 0` puts an end to that; reports that came before are skipped.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
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
_NO_REPORTS = bytes((0x1D, 0x61, 0))
_PAPER_SENSOR = bytes((0x1D, 0x72, 1))
_PAPER_END = 0x0C
_FLOW = (0x11, 0x13)  # XON, XOFF: the only bytes that may stand inside a report
_BRIEFLY = 1.0
_MOST_READS = 64
_ALL_QUESTIONS = 4 * 3
"""Bytes that are asked with, at most."""


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


def begins_report(byte: int) -> bool:
    """Whether a byte is the first of a report: bit 4 set, 0, 1 and 7 clear. The three that follow
    have bits 4 and 7 clear.

    >>> begins_report(0x18), begins_report(0x12), begins_report(0x00)
    (True, False, False)
    """
    return byte & 0x93 == 0x10


class _Answers:
    """What a printer answers, without what it reports by itself. Raises `Broken` as its line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._of_report = 0

    def forget(self) -> None:
        """Pass over what lies there: answers to earlier questions."""
        for _ in range(_MOST_READS):  # a line that never ends is no printer
            lies = self._line.receive(0)
            for byte in lies:
                self._is_report(byte)
            if not lies:
                return

    def next(self, wanted: Callable[[int], bool], within: float) -> int | None:
        """The next answer of the wanted kind: a raster may hold bytes that look like a question,
        and its answers are passed over."""
        until = time.monotonic() + within
        while (left := until - time.monotonic()) > 0:
            for byte in self._read(left):
                if wanted(byte):
                    return byte
        return None

    def _read(self, within: float) -> bytes:
        return bytes(byte for byte in self._line.receive(within) if not self._is_report(byte))

    def _is_report(self, byte: int) -> bool:
        if self._of_report and byte in _FLOW:
            return True
        if self._of_report and is_sensor(byte):
            self._of_report -= 1
            return True
        self._of_report = 3 if begins_report(byte) else 0
        return begins_report(byte)


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
    return _state(line, _Answers(line), within)


def _state(line: Line, answers: _Answers, within: float) -> State:
    answers.forget()
    said = []
    for number in range(1, 5):
        line.send(_REALTIME + bytes((number,)), within)
        byte = answers.next(is_realtime, within)
        if byte is None:
            return state_of(Condition.UNKNOWN)
        said.append(byte)
    condition = condition_of(*said)
    if condition is Condition.READY and said[3] & 0x0C:
        return State(condition, "打印机就绪，纸快用完了")
    return state_of(condition)


def print_through(line: Line, data: bytes, *, within: float, patience: float) -> Answer:
    """Ask, send all of `data`, wait until the printer has worked through it.

    `within` bounds one question and one standstill, `patience` the printing; a printer that only
    listens is not waited for. Paper that ended with the slip makes it one to look at. Raises the
    `Unavailable` codes of the port: before the first byte those of the state, after it
    `printer_gone` with the number of bytes that can have arrived.
    """
    answers = _Answers(line)
    try:
        before = _state(line, answers, within).condition
        refuse_unready(before)
    except Broken as error:
        raise offline("打印机一接通就断开") from error
    given = after = 0  # of the slip, and of what follows it
    try:
        for at in range(0, len(data), _CHUNK):
            chunk = data[at : at + _CHUNK]
            given += len(chunk)
            line.send(chunk, within)
        after = len(_NO_REPORTS + _PAPER_SENSOR)
        line.send(_NO_REPORTS + _PAPER_SENSOR, within)
        mute = before is Condition.UNKNOWN
        answer = answers.next(is_sensor, min(patience, _BRIEFLY) if mute else patience)
        if answer is not None:
            stands = Condition.PAPER_OUT if answer & _PAPER_END else Condition.READY
        else:
            after += _ALL_QUESTIONS
            stands = before if mute else _state(line, answers, within).condition
    except Broken as error:
        sent = min(given, max(0, given + after - error.unsent))
        raise gone(sent, len(data)) from error
    if answer is not None and stands is Condition.READY:
        return answer_of(JobState.DONE)
    if stands in (Condition.READY, Condition.UNKNOWN):
        return answer_of(JobState.UNKNOWN)
    return Answer(
        JobState.UNKNOWN,
        f"小票打到一半停下了：{state_of(stands).words}。处理好后打印机可能接着打，"
        "请先看出纸口，小票不全再重新打印",
    )
