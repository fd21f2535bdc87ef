"""The calls of Windows themselves: winspool.drv and gdi32 through ctypes.

Importing this is safe anywhere; making a `RealWindows` elsewhere raises `Unavailable`. Written
from Microsoft's documentation; not yet run on a Windows machine.
"""

from __future__ import annotations

import ctypes
from ctypes import byref, c_char_p, c_int, c_short, c_ubyte, c_ushort, c_void_p, c_wchar_p, sizeof
from ctypes import c_uint32 as DWORD  # noqa: N812  # the names of Windows
from typing import Any

from clerk_app.devices.printing.windows_port import (
    ERROR_INVALID_PARAMETER,
    Listed,
    PageJob,
    RawJob,
    Sheet,
    WindowsFault,
)
from clerk_app.kernel.errors import Unavailable

_PAUSE, _DELETE, _RETAIN, _RELEASE = 1, 5, 8, 9
_LOGPIXELSX, _LOGPIXELSY = 88, 90
_PHYSICALOFFSETX, _PHYSICALOFFSETY = 112, 113
_SRCCOPY = 0x00CC0020
_GDI_ERROR = -1
_POINTS = 72
_DM_OUT, _DM_IN, _IDOK = 2, 8, 1
_DM_ORIENTATION, _DM_PAPERSIZE, _DM_COPIES, _DM_DUPLEX = 0x1, 0x2, 0x100, 0x1000
_DM_OWN_SIZE = 0x4 | 0x8 | 0x10000  # length, width, name of a form: they overrule the size
_PORTRAIT, _SIMPLEX = 1, 1
_PAPERS = {"A4": 9, "A5": 11}


class _PrinterInfo2(ctypes.Structure):
    _fields_ = (
        ("pServerName", c_wchar_p),
        ("pPrinterName", c_wchar_p),
        ("pShareName", c_wchar_p),
        ("pPortName", c_wchar_p),
        ("pDriverName", c_wchar_p),
        ("pComment", c_wchar_p),
        ("pLocation", c_wchar_p),
        ("pDevMode", c_void_p),
        ("pSepFile", c_wchar_p),
        ("pPrintProcessor", c_wchar_p),
        ("pDatatype", c_wchar_p),
        ("pParameters", c_wchar_p),
        ("pSecurityDescriptor", c_void_p),
        ("Attributes", DWORD),
        ("Priority", DWORD),
        ("DefaultPriority", DWORD),
        ("StartTime", DWORD),
        ("UntilTime", DWORD),
        ("Status", DWORD),
        ("cJobs", DWORD),
        ("AveragePPM", DWORD),
    )


class _JobInfo1(ctypes.Structure):
    _fields_ = (
        ("JobId", DWORD),
        ("pPrinterName", c_wchar_p),
        ("pMachineName", c_wchar_p),
        ("pUserName", c_wchar_p),
        ("pDocument", c_wchar_p),
        ("pDatatype", c_wchar_p),
        ("pStatus", c_wchar_p),
        ("Status", DWORD),
        ("Priority", DWORD),
        ("Position", DWORD),
        ("TotalPages", DWORD),
        ("PagesPrinted", DWORD),
        ("Submitted", c_ushort * 8),
    )


class _DocInfo(ctypes.Structure):
    _fields_ = (
        ("cbSize", c_int),
        ("lpszDocName", c_wchar_p),
        ("lpszOutput", c_wchar_p),
        ("lpszDatatype", c_wchar_p),
        ("fwType", DWORD),
    )


class _DocInfo1(ctypes.Structure):
    _fields_ = (
        ("pDocName", c_wchar_p),
        ("pOutputFile", c_wchar_p),
        ("pDatatype", c_wchar_p),
    )


class DevMode(ctypes.Structure):
    """DEVMODEW as it is for a printer. The driver's own part follows it in memory."""

    _fields_ = (
        ("dmDeviceName", c_ushort * 32),
        ("dmSpecVersion", c_ushort),
        ("dmDriverVersion", c_ushort),
        ("dmSize", c_ushort),
        ("dmDriverExtra", c_ushort),
        ("dmFields", DWORD),
        ("dmOrientation", c_short),
        ("dmPaperSize", c_short),
        ("dmPaperLength", c_short),
        ("dmPaperWidth", c_short),
        ("dmScale", c_short),
        ("dmCopies", c_short),
        ("dmDefaultSource", c_short),
        ("dmPrintQuality", c_short),
        ("dmColor", c_short),
        ("dmDuplex", c_short),
        ("dmYResolution", c_short),
        ("dmTTOption", c_short),
        ("dmCollate", c_short),
        ("dmFormName", c_ushort * 32),
        ("dmLogPixels", c_ushort),
        ("dmBitsPerPel", DWORD),
        ("dmPelsWidth", DWORD),
        ("dmPelsHeight", DWORD),
        ("dmNup", DWORD),
        ("dmDisplayFrequency", DWORD),
        ("dmICMMethod", DWORD),
        ("dmICMIntent", DWORD),
        ("dmMediaType", DWORD),
        ("dmDitherType", DWORD),
        ("dmReserved1", DWORD),
        ("dmReserved2", DWORD),
        ("dmPanningWidth", DWORD),
        ("dmPanningHeight", DWORD),
    )


class _Dib(ctypes.Structure):
    """BITMAPINFO of an 8-bit picture: the header and its 256 colours."""

    _fields_ = (
        ("biSize", DWORD),
        ("biWidth", ctypes.c_int32),
        ("biHeight", ctypes.c_int32),
        ("biPlanes", c_ushort),
        ("biBitCount", c_ushort),
        ("biCompression", DWORD),
        ("biSizeImage", DWORD),
        ("biXPelsPerMeter", ctypes.c_int32),
        ("biYPelsPerMeter", ctypes.c_int32),
        ("biClrUsed", DWORD),
        ("biClrImportant", DWORD),
        ("colours", (c_ubyte * 4) * 256),
    )


class RealWindows:
    """See `windows_port.Windows`."""

    def __init__(self) -> None:
        loader = getattr(ctypes, "WinDLL", None)
        if loader is None:
            raise Unavailable("printer_unknown", "这台电脑不是 Windows，请在设置里重新选打印机")
        self._spool = loader("winspool.drv", use_last_error=True)
        self._gdi = loader("gdi32", use_last_error=True)
        for name, takes in _SPOOL_CALLS.items():
            getattr(self._spool, name).argtypes = takes
        for name, (gives, takes) in _GDI_CALLS.items():
            call = getattr(self._gdi, name)
            call.restype, call.argtypes = gives, takes

    def printer(self, name: str) -> tuple[int, int]:
        """See `windows_port.Windows.printer`."""
        with _Queue(self._spool, name) as handle:
            info = self._read(_PrinterInfo2, self._spool.GetPrinterW, handle, 2)
            return info.Status, info.Attributes

    def job(self, name: str, job: Listed) -> int:
        """See `windows_port.Windows.job`."""
        with _Queue(self._spool, name) as handle:
            return self._status(handle, job)

    def retain(self, name: str, job: Listed) -> None:
        """See `windows_port.Windows.retain`."""
        self._control(name, job, _RETAIN)

    def release(self, name: str, job: Listed) -> None:
        """See `windows_port.Windows.release`."""
        self._control(name, job, _RELEASE)

    def pause(self, name: str, job: Listed) -> None:
        """See `windows_port.Windows.pause`."""
        self._control(name, job, _PAUSE)

    def delete(self, name: str, job: Listed) -> None:
        """See `windows_port.Windows.delete`."""
        self._control(name, job, _DELETE)

    def start_pages(self, name: str, title: str, paper: str) -> PageJob:
        """See `windows_port.Windows.start_pages`."""
        settings = self._settings(name, paper)
        device = self._gdi.CreateDCW("WINSPOOL", name, None, settings)
        if not device:
            raise _fault()
        document = _DocInfo(sizeof(_DocInfo), title, None, None, 0)
        number = self._gdi.StartDocW(device, byref(document))
        if number <= 0:
            fault = _fault()
            self._gdi.DeleteDC(device)
            raise fault
        return _Pages(self._gdi, device, number)

    def start_raw(self, name: str, title: str) -> RawJob:
        """See `windows_port.Windows.start_raw`."""
        queue = _Queue(self._spool, name)
        handle = queue.__enter__()
        document = _DocInfo1(title, None, "RAW")
        number = self._spool.StartDocPrinterW(handle, 1, byref(document))
        if number <= 0 or not self._spool.StartPagePrinter(handle):
            fault = _fault()
            if number > 0:  # begun: without a page it would stay on the queue
                self._spool.AbortPrinter(handle)
            queue.__exit__()
            raise fault
        return _Raw(self._spool, queue, handle, number)

    def _settings(self, name: str, paper: str) -> ctypes.Array[Any]:
        """The settings of the queue with ours: asked for, changed, given to the driver to make its
        own part agree."""
        with _Queue(self._spool, name) as handle:
            tell = self._spool.DocumentPropertiesW
            size = tell(None, handle, name, None, None, 0)
            _positive(size)
            room = ctypes.create_string_buffer(max(size, sizeof(DevMode)))
            _check(tell(None, handle, name, room, None, _DM_OUT) == _IDOK)
            one_sided(DevMode.from_buffer(room), paper)
            _check(tell(None, handle, name, room, room, _DM_IN | _DM_OUT) == _IDOK)
        return room

    def _control(self, name: str, job: Listed, command: int) -> None:
        """Looked at and told through one handle, which a spooler that starts anew does not
        know: between the two the number cannot become another's."""
        with _Queue(self._spool, name) as handle:
            self._status(handle, job)
            _check(self._spool.SetJobW(handle, job.number, 0, None, command))

    def _status(self, handle: c_void_p, job: Listed) -> int:
        info = self._read(_JobInfo1, self._spool.GetJobW, handle, job.number, 1)
        if info.pDocument != job.document:
            raise WindowsFault(ERROR_INVALID_PARAMETER)
        return int(info.Status)

    @staticmethod
    def _read(kind: type[Any], call: Any, *words: Any) -> Any:
        """Ask for the size, then for the structure; the texts it points to follow in `room`, which
        lives as long as the structure does."""
        needed = DWORD()
        call(*words, None, 0, byref(needed))
        if not needed.value:
            raise _fault()
        room = ctypes.create_string_buffer(needed.value)
        _check(call(*words, room, needed, byref(needed)))
        return kind.from_buffer(room)


class _Queue:
    """An open printer handle."""

    def __init__(self, spool: Any, name: str) -> None:
        self._spool = spool
        self._name = name
        self._handle = c_void_p()

    def __enter__(self) -> c_void_p:
        _check(self._spool.OpenPrinterW(self._name, byref(self._handle), None))
        return self._handle

    def __exit__(self, *_what: object) -> None:
        self._spool.ClosePrinter(self._handle)


class _Pages:
    def __init__(self, gdi: Any, device: Any, number: int) -> None:
        self.number = number
        self._gdi = gdi
        self._device = device

    def page(self, sheet: Sheet) -> None:
        """The sheet in its own size, measured from the edge of the paper."""
        gdi, device = self._gdi, self._device
        across = gdi.GetDeviceCaps(device, _LOGPIXELSX) / _POINTS
        down = gdi.GetDeviceCaps(device, _LOGPIXELSY) / _POINTS
        left = -gdi.GetDeviceCaps(device, _PHYSICALOFFSETX)
        top = -gdi.GetDeviceCaps(device, _PHYSICALOFFSETY)
        width, height = round(sheet.points[0] * across), round(sheet.points[1] * down)
        picture = _dib(sheet)
        stride = len(sheet.grey) // sheet.height
        rows = range(len(sheet.grey) - stride, -1, -stride)  # a DIB begins at the bottom
        dots = b"".join(sheet.grey[at : at + stride] for at in rows)
        _positive(gdi.StartPage(device))
        drawn = gdi.StretchDIBits(
            *(device, left, top, width, height, 0, 0, sheet.width, sheet.height),
            *(dots, byref(picture), 0, _SRCCOPY),
        )
        if drawn in (0, _GDI_ERROR):
            raise _fault()
        _positive(gdi.EndPage(device))

    def end(self) -> None:
        """See `windows_port.PageJob.end`."""
        ended = self._gdi.EndDoc(self._device)
        fault = _fault()
        if ended > 0:
            self._gdi.DeleteDC(self._device)
            return
        raise fault

    def abort(self) -> None:
        """See `windows_port.PageJob.abort`."""
        self._gdi.AbortDoc(self._device)
        self._gdi.DeleteDC(self._device)


class _Raw:
    def __init__(self, spool: Any, queue: _Queue, handle: c_void_p, number: int) -> None:
        self.number = number
        self._spool = spool
        self._queue = queue
        self._handle = handle

    def write(self, data: bytes) -> int:
        """See `windows_port.RawJob.write`."""
        taken = DWORD()
        _check(self._spool.WritePrinter(self._handle, data, len(data), byref(taken)))
        return taken.value

    def end(self) -> None:
        """See `windows_port.RawJob.end`."""
        _check(self._spool.EndPagePrinter(self._handle))
        _check(self._spool.EndDocPrinter(self._handle))
        self._queue.__exit__()

    def abort(self) -> None:
        """See `windows_port.RawJob.abort`."""
        self._spool.AbortPrinter(self._handle)
        self._queue.__exit__()


def one_sided(mode: DevMode, paper: str) -> None:
    """Each copy on a sheet of its own, upright, on the paper it was made for."""
    mode.dmOrientation, mode.dmCopies, mode.dmDuplex = _PORTRAIT, 1, _SIMPLEX
    mode.dmFields |= _DM_ORIENTATION | _DM_COPIES | _DM_DUPLEX
    if paper:
        mode.dmPaperSize = _PAPERS[paper]
        mode.dmFields = (mode.dmFields & ~_DM_OWN_SIZE) | _DM_PAPERSIZE


def _dib(sheet: Sheet) -> _Dib:
    picture = _Dib()
    picture.biSize = 40
    picture.biWidth, picture.biHeight = sheet.width, sheet.height
    picture.biPlanes, picture.biBitCount = 1, 8
    picture.biSizeImage = len(sheet.grey)
    picture.biClrUsed = 256
    for level in range(256):
        picture.colours[level][:3] = (level, level, level)
    return picture


def _fault() -> WindowsFault:
    return WindowsFault(int(getattr(ctypes, "get_last_error", int)()))


def _check(answer: int) -> None:
    if not answer:
        raise _fault()


def _positive(answer: int) -> None:
    if answer <= 0:
        raise _fault()


_SPOOL_CALLS: dict[str, tuple[Any, ...]] = {
    "OpenPrinterW": (c_wchar_p, c_void_p, c_void_p),
    "ClosePrinter": (c_void_p,),
    "GetPrinterW": (c_void_p, DWORD, c_void_p, DWORD, c_void_p),
    "GetJobW": (c_void_p, DWORD, DWORD, c_void_p, DWORD, c_void_p),
    "SetJobW": (c_void_p, DWORD, DWORD, c_void_p, DWORD),
    "DocumentPropertiesW": (c_void_p, c_void_p, c_wchar_p, c_void_p, c_void_p, DWORD),
    "StartDocPrinterW": (c_void_p, DWORD, c_void_p),
    "StartPagePrinter": (c_void_p,),
    "WritePrinter": (c_void_p, c_char_p, DWORD, c_void_p),
    "EndPagePrinter": (c_void_p,),
    "EndDocPrinter": (c_void_p,),
    "AbortPrinter": (c_void_p,),
}
_GDI_CALLS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "CreateDCW": (c_void_p, (c_wchar_p, c_wchar_p, c_wchar_p, c_void_p)),
    "DeleteDC": (c_int, (c_void_p,)),
    "StartDocW": (c_int, (c_void_p, c_void_p)),
    "EndDoc": (c_int, (c_void_p,)),
    "AbortDoc": (c_int, (c_void_p,)),
    "StartPage": (c_int, (c_void_p,)),
    "EndPage": (c_int, (c_void_p,)),
    "GetDeviceCaps": (c_int, (c_void_p, c_int)),
    "StretchDIBits": (
        c_int,
        (c_void_p, *(c_int,) * 8, c_char_p, c_void_p, DWORD, DWORD),
    ),
}
