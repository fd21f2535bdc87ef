"""What of Windows printing is used, behind a seam: flags, what a call answers, how it fails.

The numbers are those of winspool.h and winerror.h. `windows_api.py` calls the real system; the
tests put a stand-in behind the same seam.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Protocol

from clerk_app.devices.printing.port import (
    STATE_WORDS,
    Condition,
    JobState,
    State,
    offline,
    state_of,
    unknown_printer,
)
from clerk_app.kernel.errors import Unavailable

ERROR_INVALID_PARAMETER = 87
ERROR_INVALID_PRINTER_NAME = 1801

ATTRIBUTE_WORK_OFFLINE = 0x400
_PAUSED, _ERROR, _DELETING = 0x1, 0x2, 0x4
_JAM, _PAPER_OUT, _PAPER_PROBLEM = 0x8, 0x10, 0x40
_OFFLINE, _NOT_AVAILABLE, _DOOR_OPEN = 0x80, 0x1000, 0x400000
_OUTPUT_BIN_FULL, _NO_TONER, _USER_INTERVENTION = 0x800, 0x40000, 0x100000
_SERVER_OFFLINE = 0x2000000
_ATTENTION = (
    (_OUTPUT_BIN_FULL, "打印机出纸口的纸满了，请取走"),
    (_NO_TONER, "打印机没有墨粉或墨水了，请换好"),
    (_USER_INTERVENTION, STATE_WORDS[Condition.ATTENTION]),
)

JOB_DELETING, JOB_PRINTING, JOB_PRINTED, JOB_DELETED = 0x4, 0x10, 0x80, 0x100
JOB_COMPLETE = 0x1000
"""All of it was sent to the printer, which may not have printed it yet."""
_JOB_PAUSED, _JOB_ERROR, _JOB_OFFLINE, _JOB_PAPER_OUT = 0x1, 0x2, 0x20, 0x40
_JOB_BLOCKED, _JOB_USER_INTERVENTION = 0x200, 0x400
_JOB_TROUBLES = (
    (_JOB_PAPER_OUT, STATE_WORDS[Condition.PAPER_OUT]),
    (_JOB_OFFLINE, STATE_WORDS[Condition.OFFLINE]),
    (_JOB_USER_INTERVENTION, STATE_WORDS[Condition.ATTENTION]),
    (_JOB_BLOCKED, "打印机的驱动程序打不了这一份，请管理员看打印队列"),
    (_JOB_PAUSED, "这一份在打印队列里被暂停了，请管理员恢复"),
    (_JOB_ERROR, "打印机说打这一份时出错，请看它的屏幕和指示灯"),
)


class WindowsFault(Exception):
    """A call failed; `code` is what GetLastError says."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as dots: 8-bit grey, rows from the top, each padded to four bytes.

    `points` is the size of the page (width, height) in 1/72 inch.
    """

    width: int
    height: int
    grey: bytes
    points: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Listed:
    """A job on a queue: its number, and the document it was begun with. A spooler that starts
    anew counts from 1 again, so the number alone may be another program's job."""

    number: int
    document: str

    def __str__(self) -> str:
        """What is kept of a job, to be asked after later."""
        return f"{self.number} {self.document}"


def listed(job: str) -> Listed | None:
    """The job that was kept under this text; None where no document stands in it.

    >>> listed("12 受理通知书 01 [9f3a61c2]"), listed("12")
    (Listed(number=12, document='受理通知书 01 [9f3a61c2]'), None)
    """
    number, _, document = job.partition(" ")
    if not (number.isascii() and number.isdecimal() and document):
        return None
    return Listed(int(number), document)


def document_of(title: str) -> str:
    """A name for the queue that no other job has, of any program or day."""
    return f"{title} [{secrets.token_hex(4)}]"


class PageJob(Protocol):
    """A job of pages that is being drawn."""

    number: int

    def page(self, sheet: Sheet) -> None:
        """StartPage, StretchDIBits in the page's own size, EndPage."""
        ...

    def end(self) -> None:
        """EndDoc: from here on the job prints."""
        ...

    def abort(self) -> None:
        """AbortDoc: nothing of it prints that has not yet."""
        ...


class RawJob(Protocol):
    """A job of bytes that is being written."""

    number: int

    def write(self, data: bytes) -> int:
        """WritePrinter: how many bytes were taken."""
        ...

    def end(self) -> None:
        """EndDocPrinter: from here on the job prints."""
        ...

    def abort(self) -> None:
        """AbortPrinter: the spooler drops what it has."""
        ...


class Windows(Protocol):
    """The calls. Each raises `WindowsFault`; those of a job error 87 where the job of that number
    is of another document, and then they touch nothing."""

    def printer(self, name: str) -> tuple[int, int]:
        """GetPrinter, level 2: (Status, Attributes)."""
        ...

    def job(self, name: str, job: Listed) -> int:
        """GetJob, level 1: Status, where pDocument is the job's. One that the spooler has
        forgotten: error 87."""
        ...

    def retain(self, name: str, job: Listed) -> None:
        """SetJob, JOB_CONTROL_RETAIN: the job stays listed after it has printed."""
        ...

    def release(self, name: str, job: Listed) -> None:
        """SetJob, JOB_CONTROL_RELEASE: a retained job leaves the list."""
        ...

    def pause(self, name: str, job: Listed) -> None:
        """SetJob, JOB_CONTROL_PAUSE: a job that has not begun does not begin."""
        ...

    def delete(self, name: str, job: Listed) -> None:
        """SetJob, JOB_CONTROL_DELETE: what has not printed of the job does not print."""
        ...

    def start_pages(self, name: str, title: str, paper: str) -> PageJob:
        """CreateDC with the settings of the queue, but one-sided, upright, one copy and on
        `paper` (A4, A5; empty: as the queue is set), then StartDoc."""
        ...

    def start_raw(self, name: str, title: str) -> RawJob:
        """OpenPrinter, StartDocPrinter with the data type RAW, StartPagePrinter."""
        ...


def printer_state(system: Windows, name: str) -> State:
    """How the queue stands; never raises."""
    try:
        status, attributes = system.printer(name)
    except WindowsFault as fault:
        if fault.code == ERROR_INVALID_PRINTER_NAME:
            return State(Condition.OFFLINE, f"没有叫“{name}”的打印机，请在设置里重新选打印机")
        return State(Condition.OFFLINE, "打印服务没有回答，请管理员看一下，或者换一台打印机")
    condition = condition_of(status, attributes)
    if condition is Condition.ATTENTION:
        return State(condition, next(words for flag, words in _ATTENTION if status & flag))
    return state_of(condition)


def condition_of(status: int, attributes: int) -> Condition:
    """What the flags of a queue say, the nearest cause first.

    >>> condition_of(0x400002, 0), condition_of(0, 0x400)
    (<Condition.COVER_OPEN: 'cover_open'>, <Condition.OFFLINE: 'offline'>)
    """
    if status & _DOOR_OPEN:
        return Condition.COVER_OPEN
    if status & (_PAPER_OUT | _PAPER_PROBLEM):
        return Condition.PAPER_OUT
    if status & _JAM:
        return Condition.JAMMED
    if any(status & flag for flag, _words in _ATTENTION):
        return Condition.ATTENTION
    away = _PAUSED | _ERROR | _DELETING | _OFFLINE | _NOT_AVAILABLE | _SERVER_OFFLINE
    if status & away or attributes & ATTRIBUTE_WORK_OFFLINE:
        return Condition.OFFLINE
    return Condition.READY


def refusal(name: str, fault: WindowsFault) -> Unavailable:
    """What a call that failed before anything was sent means for the clerk."""
    if fault.code == ERROR_INVALID_PRINTER_NAME:
        return unknown_printer(name)
    return offline("打印服务没有回答")


def job_state(status: int) -> JobState:
    """What the flags of a listed job say. A job may be printed and being deleted at once; one that
    is deleted while it prints may have come out in part.

    >>> job_state(0x104), job_state(0x14), job_state(0x84)
    (<JobState.FAILED: 'failed'>, <JobState.UNKNOWN: 'unknown'>, <JobState.DONE: 'done'>)
    """
    if status & JOB_PRINTED:
        return JobState.DONE
    began = status & (JOB_PRINTING | JOB_COMPLETE)
    if status & (JOB_DELETING | JOB_DELETED):
        return JobState.UNKNOWN if began else JobState.FAILED
    return JobState.PRINTING if began else JobState.QUEUED


def trouble_of(status: int) -> str:
    """What a job that has not ended waits for, by its own flags; empty where they say nothing.

    >>> trouble_of(0x50), trouble_of(0x10)
    ('打印机缺纸，请放纸', '')
    """
    return next((words for flag, words in _JOB_TROUBLES if status & flag), "")


def keep_listed(system: Windows, name: str, job: Listed) -> None:
    """Ask that the job stay listed after it has printed. A spooler that cannot forgets it, and
    the job then ends as `UNKNOWN`."""
    try:
        system.retain(name, job)
    except WindowsFault:
        return
