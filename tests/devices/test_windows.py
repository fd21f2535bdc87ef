"""Windows alone: what the settings of a page are, what its flags mean, what is taken back.

The numbers are those of winspool.h and wingdi.h, written out here a second time.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerk_app.devices.printing.port import NOTHING_SENT, Condition, JobState
from clerk_app.devices.printing.windows_api import DevMode, RealWindows
from clerk_app.devices.printing.windows_port import Listed, WindowsFault, job_state
from clerk_app.devices.printing.windows_raw import WindowsRawPrinter
from clerk_app.devices.printing.windows_spooler import WindowsPrinter
from clerk_app.kernel.errors import Unavailable
from clerk_app.notices.fonts import installed
from clerk_app.notices.page import MM, Page
from clerk_app.notices.pdf import render_pdf
from tests.devices import windows_double
from tests.devices.windows_double import WindowsDouble, number_of
from tests.devices.windows_library import Call, yes

# ---------------------------------------------------------------- the settings of a page


def test_the_queue_is_told_which_paper_a_page_is_made_for(pdf: Path, tmp_path: Path) -> None:
    system = WindowsDouble("Q")
    WindowsPrinter("Q", system).submit(pdf, title="t", copies=1)
    small = Page(148 * MM, 210 * MM, 1, 1, ())
    half = render_pdf([small], tmp_path / "a5.pdf", installed(), title="t")
    WindowsPrinter("Q", system).submit(half, title="t", copies=2)
    assert [job.paper for job in system.out] == ["A4", "A5"]


def test_the_settings_lie_in_memory_as_windows_lays_them() -> None:
    assert ctypes.sizeof(DevMode) == 220
    places = {
        "dmSize": 68,
        "dmDriverExtra": 70,
        "dmFields": 72,
        "dmOrientation": 76,
        "dmPaperSize": 78,
        "dmCopies": 86,
        "dmDuplex": 94,
        "dmFormName": 102,
        "dmLogPixels": 166,
        "dmBitsPerPel": 168,
        "dmICMMethod": 188,
        "dmPanningHeight": 216,
    }
    assert {name: getattr(DevMode, name).offset for name in places} == places


_VERTICAL, _LANDSCAPE, _A3 = 2, 2, 8
_EVERYTHING_SET = 0x1 | 0x2 | 0x4 | 0x8 | 0x100 | 0x1000 | 0x10000
_DRIVERS_OWN = 32


class _Library:
    """winspool.drv and gdi32 as far as a page needs them: a queue set to A3, landscape, three
    copies, both sides. The driver's own part mirrors what it was told last."""

    def __init__(self, *, refuses: int = -1) -> None:
        self.refuses = refuses
        self.modes: list[int] = []
        self.settings: list[bytes] = []

    def __getattr__(self, name: str) -> Call:
        known: dict[str, Callable[..., int]] = {
            "DocumentPropertiesW": self._properties,
            "CreateDCW": self._create,
        }
        call = Call(known.get(name, yes))
        setattr(self, name, call)
        return call

    def _properties(
        self, _window: None, _queue: object, _name: str, out: Any, given: Any, mode: int
    ) -> int:
        self.modes.append(mode)
        if mode == self.refuses:
            return -1
        if mode == 0:
            return 220 + _DRIVERS_OWN
        if mode == 2:
            struct.pack_into(
                "<HHI2h6x1h6x1h", out, 68, 220, _DRIVERS_OWN, _EVERYTHING_SET, 2, 8, 3, 2
            )
        else:
            assert bytes(out) == bytes(given)
        out[220:252] = bytes(out)[94:96] * 16
        return 1

    def _create(self, _driver: str, _name: str, _out: None, settings: Any) -> int:
        self.settings.append(bytes(settings))
        return 77


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> _Library:
    made = _Library()
    monkeypatch.setattr(ctypes, "WinDLL", lambda _name, **_more: made, raising=False)
    return made


@pytest.mark.parametrize(("paper", "number"), [("A4", 9), ("A5", 11), ("", _A3)])
def test_each_copy_has_a_sheet_of_its_own_whatever_the_queue_is_set_to(
    library: _Library, paper: str, number: int
) -> None:
    RealWindows().start_pages("HallA4", "受理通知书 01", paper)
    assert library.modes == [0, 2, 8 | 2]  # how large, as it is, ours with the driver's
    (settings,) = library.settings
    (fields,) = struct.unpack_from("<I", settings, 72)
    orientation, size = struct.unpack_from("<2h", settings, 76)
    (copies,), (duplex,) = (
        struct.unpack_from("<h", settings, 86),
        struct.unpack_from("<h", settings, 94),
    )
    assert (orientation, size, copies, duplex) == (1, number, 1, 1)
    assert fields & (0x1 | 0x100 | 0x1000) == 0x1 | 0x100 | 0x1000
    # a length, a width or a form's name would overrule the size
    assert fields & (0x2 | 0x4 | 0x8 | 0x10000) == (0x2 if paper else 0x2 | 0x4 | 0x8 | 0x10000)
    assert settings[220:252] == b"\1\0" * 16  # the driver heard of it


@pytest.mark.parametrize("mode", [0, 2, 10])
def test_a_driver_that_does_not_say_its_settings_gets_no_page(
    library: _Library, mode: int
) -> None:
    library.refuses = mode
    with pytest.raises(WindowsFault):
        RealWindows().start_pages("HallA4", "t", "A4")
    assert library.settings == []


# ---------------------------------------------------------------- what became of a page


def test_what_was_sent_to_the_printer_is_not_printed_yet(pdf: Path) -> None:
    assert job_state(windows_double.COMPLETE) is JobState.PRINTING
    retained = windows_double.COMPLETE | windows_double.RETAINED
    assert job_state(retained) is JobState.PRINTING
    assert job_state(retained | windows_double.PRINTED) is JobState.DONE
    assert job_state(windows_double.COMPLETE | windows_double.DELETED) is JobState.UNKNOWN
    system = WindowsDouble("Q")
    system.at_once = False
    printer = WindowsPrinter("Q", system)
    job = printer.submit(pdf, title="t", copies=1)
    system.jobs[number_of(job)].status = windows_double.COMPLETE
    answer = printer.ask(job)
    assert answer.state is JobState.PRINTING
    assert "全部送到打印机" in answer.words
    printer.clear(job)
    assert number_of(job) in system.jobs
    assert printer.take_back(job).state is JobState.UNKNOWN


@pytest.mark.parametrize(
    ("flag", "word"),
    [
        (windows_double.JOB_PAPER_OUT, "缺纸"),
        (windows_double.JOB_OFFLINE, "没有联机"),
        (windows_double.JOB_USER_INTERVENTION, "要人处理"),
        (windows_double.JOB_BLOCKED, "驱动程序"),
        (windows_double.JOB_PAUSED, "暂停"),
        (windows_double.JOB_ERROR, "出错"),
    ],
)
def test_what_holds_a_page_up_is_said_by_its_own_flags(pdf: Path, flag: int, word: str) -> None:
    system = WindowsDouble("Q")
    system.at_once = False
    printer = WindowsPrinter("Q", system)
    job = printer.submit(pdf, title="t", copies=1)
    for state in (0, windows_double.PRINTING):
        system.jobs[number_of(job)].status = state | flag
        answer = printer.ask(job)
        assert answer.state is (JobState.PRINTING if state else JobState.QUEUED)
        assert word in answer.words
        assert "不要再按打印" in answer.words


@pytest.mark.parametrize(
    ("status", "condition", "word"),
    [
        (windows_double.BIN_FULL, Condition.ATTENTION, "满了"),
        (windows_double.NO_TONER, Condition.ATTENTION, "墨"),
        (windows_double.USER_INTERVENTION, Condition.ATTENTION, "要人处理"),
        (windows_double.SERVER_OFFLINE, Condition.OFFLINE, "没有联机"),
        (windows_double.USER_INTERVENTION | windows_double.PAPER_OUT, Condition.PAPER_OUT, "缺纸"),
    ],
)
def test_a_queue_that_needs_somebody_is_not_ready(
    pdf: Path, status: int, condition: Condition, word: str
) -> None:
    system = WindowsDouble("Q")
    system.status = status
    for printer in (WindowsPrinter("Q", system), WindowsRawPrinter("Q", system, patience=0.2)):
        assert printer.state().condition is condition
        assert word in printer.state().words
    with pytest.raises(Unavailable) as caught:
        WindowsRawPrinter("Q", system, patience=0.2).write(b"\x1b@")
    assert caught.value.code in NOTHING_SENT
    if condition is Condition.ATTENTION:
        assert caught.value.code == "printer_attention"
        printer = WindowsPrinter("Q", system)
        assert word in printer.ask(printer.submit(pdf, title="t", copies=1)).words


# ---------------------------------------------------------------- taken back


class _Quick(WindowsDouble):
    """A printer that becomes free just before the spooler is told this."""

    def __init__(self, before: str) -> None:
        super().__init__("Q")
        self.at_once = False
        self._before = before

    def pause(self, name: str, job: Listed) -> None:
        self._begin("pause", job.number)
        super().pause(name, job)

    def delete(self, name: str, job: Listed) -> None:
        self._begin("delete", job.number)
        super().delete(name, job)

    def _begin(self, now: str, number: int) -> None:
        paused = self.jobs[number].status & windows_double.JOB_PAUSED
        if now == self._before and not paused:
            self.jobs[number].status |= windows_double.PRINTING


@pytest.mark.parametrize(
    ("before", "means"), [("pause", JobState.UNKNOWN), ("delete", JobState.FAILED)]
)
def test_a_page_that_begins_while_it_is_taken_back_may_have_come_out(
    pdf: Path, before: str, means: JobState
) -> None:
    system = _Quick(before)
    printer = WindowsPrinter("Q", system)
    job = printer.submit(pdf, title="t", copies=1)
    assert printer.take_back(job).state is means
    begun = [n for n, each in system.jobs.items() if each.status & windows_double.PRINTING]
    assert bool(begun) is (means is JobState.UNKNOWN)


class _Late(WindowsDouble):
    """Deleting leaves the job listed with these flags, or the spooler dead."""

    left: int | None = None

    def delete(self, name: str, job: Listed) -> None:
        super().delete(name, job)
        if self.left is None:
            self.stopped = True
        else:
            self.jobs[job.number] = windows_double.Job(job.document, status=self.left)


@pytest.mark.parametrize(
    ("left", "means"),
    [
        (None, JobState.UNKNOWN),
        (windows_double.DELETED, JobState.FAILED),
        (windows_double.DELETED | windows_double.PRINTING, JobState.UNKNOWN),
        (windows_double.DELETED | windows_double.COMPLETE, JobState.UNKNOWN),
        (windows_double.DELETED | windows_double.PRINTED, JobState.DONE),
        (0, JobState.QUEUED),
    ],
)
def test_what_is_read_after_the_deletion_counts(
    pdf: Path, left: int | None, means: JobState
) -> None:
    system = _Late("Q")
    system.at_once, system.left = False, left
    printer = WindowsPrinter("Q", system)
    job = printer.submit(pdf, title="t", copies=1)
    assert printer.take_back(job).state is means


# ---------------------------------------------------------------- another's job


def _of_another(system: WindowsDouble, status: int) -> str:
    """The queue is emptied by hand, the spooler counts from 1, another program prints."""
    system.begin_anew()
    number = system.start_raw("Q", "别的程序的一份").number
    system.jobs[number].status = status
    assert number == 1
    return "别的程序的一份"


@pytest.mark.parametrize(
    "status", [0, windows_double.PRINTING, windows_double.PRINTED | windows_double.RETAINED]
)
def test_a_job_of_the_same_number_that_is_anothers_is_never_taken_for_ours(
    pdf: Path, status: int
) -> None:
    system = WindowsDouble("Q")
    system.at_once = False
    printer = WindowsPrinter("Q", system)
    job = printer.submit(pdf, title="受理通知书 01", copies=1)
    assert system.jobs[1].title.startswith("受理通知书 01")
    title = _of_another(system, status)
    assert printer.ask(job).state is JobState.UNKNOWN
    assert printer.take_back(job).state is JobState.UNKNOWN
    printer.clear(job)
    assert [(each.title, each.status) for each in system.jobs.values()] == [(title, status)]


def test_the_same_document_sent_again_is_another_job(pdf: Path) -> None:
    system = WindowsDouble("Q")
    system.at_once = False
    printer = WindowsPrinter("Q", system)
    first = printer.submit(pdf, title="受理通知书 01", copies=1)
    system.begin_anew()
    second = printer.submit(pdf, title="受理通知书 01", copies=1)
    assert number_of(first) == number_of(second) == 1
    assert printer.ask(first).state is JobState.UNKNOWN
    assert printer.ask(second).state is JobState.QUEUED


def test_a_job_kept_by_its_number_alone_is_not_known(pdf: Path) -> None:
    """As the version before kept them: nobody can say whose job that is."""
    system = WindowsDouble("Q")
    printer = WindowsPrinter("Q", system)
    number_of(printer.submit(pdf, title="t", copies=1))
    assert printer.ask("1").state is printer.take_back("1").state is JobState.UNKNOWN
    printer.clear("1")
    assert list(system.jobs) == [1]


def test_a_slip_is_not_followed_by_its_number_alone() -> None:
    class _Restarted(WindowsDouble):
        def ended(self, number: int) -> None:
            super().ended(number)
            _of_another(self, windows_double.PRINTED | windows_double.RETAINED)

    system = _Restarted("Q")
    answer = WindowsRawPrinter("Q", system, patience=0.2).write(b"\x1b@")
    assert answer.state is JobState.UNKNOWN
    assert list(system.jobs) == [1]


_AT_DOCUMENT, _AT_STATUS = 4, 7
_POINTER = ctypes.sizeof(ctypes.c_void_p)


class _Spooler(_Library):
    """One job is listed, as JOB_INFO_1 lays it: its texts follow the structure."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.told: list[int] = []
        self._document = ctypes.create_unicode_buffer(document)

    def __getattr__(self, name: str) -> Call:
        known: dict[str, Callable[..., int]] = {"GetJobW": self._job, "SetJobW": self._set}
        if name not in known:
            return super().__getattr__(name)
        call = Call(known[name])
        setattr(self, name, call)
        return call

    def _job(
        self, _queue: object, number: int, level: int, room: Any, _size: object, need: Any
    ) -> int:
        assert (number, level) == (7, 1)
        whole = _POINTER * 7 + 6 * 4 + 16  # a number and six texts, five numbers, the time
        text = bytes(self._document)
        if room is None:
            ctypes.cast(need, ctypes.POINTER(ctypes.c_uint32))[0] = whole + len(text)
            return 0
        where = ctypes.addressof(room)
        struct.pack_into("<I", room, 0, number)
        struct.pack_into("P", room, _POINTER * _AT_DOCUMENT, where + whole)
        struct.pack_into("<I", room, _POINTER * _AT_STATUS, windows_double.PRINTED)
        room[whole : whole + len(text)] = text
        return 1

    def _set(self, _queue: object, number: int, _level: int, _info: None, command: int) -> int:
        assert number == 7
        self.told.append(command)
        return 1


def test_windows_itself_is_asked_whose_job_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    spooler = _Spooler("受理通知书 01 [9f3a61c2]")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _name, **_more: spooler, raising=False)
    system = RealWindows()
    ours = Listed(7, "受理通知书 01 [9f3a61c2]")
    assert system.job("HallA4", ours) == windows_double.PRINTED
    system.delete("HallA4", ours)
    assert spooler.told == [5]
    other = Listed(7, "受理通知书 01 [00000000]")
    for call in (system.job, system.retain, system.release, system.pause, system.delete):
        with pytest.raises(WindowsFault) as caught:
            call("HallA4", other)
        assert caught.value.code == 87
    assert spooler.told == [5]
