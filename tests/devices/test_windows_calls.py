"""What is called of Windows itself: how a page lies on the sheet, what a failed call leads to.

The libraries are stand-ins; the numbers are those of wingdi.h, written out a second time.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from clerk_app.devices.printing import windows_raw
from clerk_app.devices.printing.port import Condition, Gone, JobState
from clerk_app.devices.printing.windows_api import RealWindows
from clerk_app.devices.printing.windows_port import RawJob, Sheet, WindowsFault, condition_of
from clerk_app.devices.printing.windows_raw import WindowsRawPrinter
from clerk_app.devices.printing.windows_spooler import WindowsPrinter
from clerk_app.kernel.errors import Unavailable
from tests.devices import windows_double
from tests.devices.windows_double import WindowsDouble
from tests.devices.windows_library import Library

_ROWS = [bytes(10 * row + column for column in range(5)) for row in range(3)]
_SHEET = Sheet(5, 3, b"".join(row + bytes(3) for row in _ROWS), (72.0, 144.0))
"""Five dots by three, no two alike, on a page of one inch by two."""
_GDI_ERROR = -1


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    made = Library()
    monkeypatch.setattr(ctypes, "WinDLL", lambda _name, **_more: made, raising=False)
    return made


# ---------------------------------------------------------------- pages


def test_a_page_lies_upright_from_the_edge_of_the_paper_in_its_own_size(library: Library) -> None:
    job = RealWindows().start_pages("HallA4", "受理通知书 01", "A4")
    library.calls.clear()
    job.page(_SHEET)
    job.page(_SHEET)
    job.end()
    told = [name for name in library.calls if name != "GetDeviceCaps"]
    assert told == [*["StartPage", "StretchDIBits", "EndPage"] * 2, "EndDoc", "DeleteDC"]
    drawn, again = library.sheets
    assert drawn.rows == again.rows == _ROWS
    assert drawn.corner == (0, 0)
    assert drawn.size == (600, 600)  # an inch at 600 dots, two at 300
    assert drawn.colours[0] == bytes(4)
    assert drawn.colours[200] == bytes((200, 200, 200, 0))


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("StartPage", 0),
        ("StartPage", -1),
        ("StretchDIBits", 0),
        ("StretchDIBits", _GDI_ERROR),
        ("EndPage", 0),
        ("EndPage", -1),
    ],
)
def test_a_sheet_windows_does_not_draw_is_noticed_and_the_job_dropped(
    library: Library, name: str, answer: int
) -> None:
    job = RealWindows().start_pages("HallA4", "t", "A4")
    library.answers[name] = answer
    library.calls.clear()
    with pytest.raises(WindowsFault):
        job.page(_SHEET)
    assert library.calls[-1] == name
    library.calls.clear()
    job.abort()
    assert library.calls == ["AbortDoc", "DeleteDC"]  # the other way round nothing is dropped


def test_a_document_windows_does_not_end_is_dropped_and_let_go_of_once(library: Library) -> None:
    job = RealWindows().start_pages("HallA4", "t", "A4")
    library.answers["EndDoc"] = -1
    library.calls.clear()
    with pytest.raises(WindowsFault):
        job.end()
    job.abort()
    assert library.calls == ["EndDoc", "AbortDoc", "DeleteDC"]


@pytest.mark.parametrize("answer", [0, -1])
def test_a_document_windows_does_not_begin_leaves_no_device_open(
    library: Library, answer: int
) -> None:
    library.answers["StartDocW"] = answer
    with pytest.raises(WindowsFault):
        RealWindows().start_pages("HallA4", "t", "A4")
    assert library.calls[-2:] == ["StartDocW", "DeleteDC"]


# ---------------------------------------------------------------- slips


def test_the_bytes_of_a_slip_go_as_they_are_and_what_was_taken_is_told(library: Library) -> None:
    job = RealWindows().start_raw("POS-80", "小票")
    library.most_taken = 3
    assert job.write(b"\x1b@\0\n\r") == 3
    assert job.write(b"\n\r") == 2
    job.end()
    assert bytes(library.raw) == b"\x1b@\0\n\r"
    assert library.calls == [
        *("OpenPrinterW", "StartDocPrinterW", "StartPagePrinter"),
        *("WritePrinter", "WritePrinter", "EndPagePrinter", "EndDocPrinter", "ClosePrinter"),
    ]


@pytest.mark.parametrize("name", ["StartDocPrinterW", "StartPagePrinter"])
def test_a_slip_windows_does_not_begin_is_not_written_and_leaves_nothing_behind(
    library: Library, name: str
) -> None:
    library.answers[name] = 0
    with pytest.raises(WindowsFault):
        RealWindows().start_raw("POS-80", "小票")
    assert library.calls[-1] == "ClosePrinter"
    begun = name == "StartPagePrinter"
    assert library.calls.count("AbortPrinter") == begun  # a job without a page stays on the queue


def _written(job: RawJob) -> None:
    job.write(b"\x1b@")
    job.end()


@pytest.mark.parametrize("name", ["WritePrinter", "EndPagePrinter", "EndDocPrinter"])
def test_a_slip_windows_does_not_take_is_noticed_and_dropped(library: Library, name: str) -> None:
    job = RealWindows().start_raw("POS-80", "小票")
    library.answers[name] = 0
    with pytest.raises(WindowsFault):
        _written(job)
    library.calls.clear()
    job.abort()
    assert library.calls == ["AbortPrinter", "ClosePrinter"]


# ---------------------------------------------------------------- what the spooler takes

_SLIP = bytes(at % 251 for at in range(7000))
"""No part of it stands in the place of another."""


@pytest.mark.parametrize("most", [1, 100, 2047, 4096])
def test_a_spooler_that_takes_less_at_once_still_gets_the_whole_slip(most: int) -> None:
    system = WindowsDouble("POS-80")
    system.most_taken = most
    assert WindowsRawPrinter("POS-80", system).write(_SLIP).state is JobState.DONE
    (job,) = system.out
    assert bytes(job.data) == _SLIP


@pytest.mark.parametrize("takes", [0, 100, 2048, 6999])
def test_a_spooler_that_takes_no_more_is_left_no_half_slip(takes: int) -> None:
    system = WindowsDouble("POS-80")
    system.takes_in_all = takes
    with pytest.raises(Gone) as caught:
        WindowsRawPrinter("POS-80", system).write(_SLIP)
    assert (caught.value.sent, caught.value.total) == (takes, len(_SLIP))
    assert system.aborted == [1]
    assert system.jobs == {}
    assert system.out == []


def test_a_document_that_could_not_be_ended_may_have_come_out(pdf: Path) -> None:
    system = WindowsDouble("POS-80")
    system.fails_at_end = True
    with pytest.raises(Gone) as slip:
        WindowsRawPrinter("POS-80", system).write(_SLIP)
    assert slip.value.sent == len(_SLIP)
    with pytest.raises(Unavailable) as page:
        WindowsPrinter("POS-80", system).submit(pdf, title="t", copies=1)
    assert page.value.code == "printer_gone"
    assert system.aborted == [1, 2]
    assert system.jobs == {}


def test_a_slip_is_followed_to_its_end_and_leaves_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(windows_raw, "_STEP", 0.0)
    system = WindowsDouble("POS-80")
    system.at_once = False
    ended = windows_double.PRINTED | windows_double.RETAINED
    system.stages = [
        *(0, windows_double.PRINTING, windows_double.PRINTING | windows_double.COMPLETE),
        *(windows_double.COMPLETE, ended),
    ]
    answer = WindowsRawPrinter("POS-80", system, patience=60.0).write(_SLIP)
    assert answer.state is JobState.DONE
    assert system.stages == []
    assert system.jobs == {}  # another's name and number would be read off the queue


@pytest.mark.parametrize("status", [0, windows_double.PRINTING, windows_double.COMPLETE])
def test_a_slip_that_is_not_through_in_time_is_one_to_look_at(status: int) -> None:
    system = WindowsDouble("POS-80")
    system.at_once = False
    system.stages = [status]
    answer = WindowsRawPrinter("POS-80", system, patience=0.0).write(_SLIP)
    assert answer.state is JobState.UNKNOWN
    assert "请先看出纸口" in answer.words
    assert list(system.jobs) == [1]


# ---------------------------------------------------------------- one flag without its neighbours


@pytest.mark.parametrize(
    ("status", "means"),
    [
        (0x1, Condition.OFFLINE),  # PRINTER_STATUS_PAUSED
        (0x2, Condition.OFFLINE),  # ERROR
        (0x4, Condition.OFFLINE),  # PENDING_DELETION
        (0x8, Condition.JAMMED),  # PAPER_JAM
        (0x10, Condition.PAPER_OUT),  # PAPER_OUT
        (0x20, Condition.READY),  # MANUAL_FEED
        (0x40, Condition.PAPER_OUT),  # PAPER_PROBLEM
        (0x80, Condition.OFFLINE),  # OFFLINE
        (0x100, Condition.READY),  # IO_ACTIVE
        (0x200, Condition.READY),  # BUSY
        (0x400, Condition.READY),  # PRINTING
        (0x800, Condition.ATTENTION),  # OUTPUT_BIN_FULL
        (0x1000, Condition.OFFLINE),  # NOT_AVAILABLE
        (0x2000, Condition.READY),  # WAITING
        (0x4000, Condition.READY),  # PROCESSING
        (0x8000, Condition.READY),  # INITIALIZING
        (0x10000, Condition.READY),  # WARMING_UP
        (0x20000, Condition.READY),  # TONER_LOW
        (0x40000, Condition.ATTENTION),  # NO_TONER
        (0x100000, Condition.ATTENTION),  # USER_INTERVENTION
        (0x400000, Condition.COVER_OPEN),  # DOOR_OPEN
        (0x1000000, Condition.READY),  # POWER_SAVE
        (0x2000000, Condition.OFFLINE),  # SERVER_OFFLINE
    ],
)
def test_each_flag_of_a_queue_alone(status: int, means: Condition) -> None:
    assert condition_of(status, 0) is means
