"""winspool.drv and gdi32 as a program sees them: every call is kept, any can be made to fail.

The page they draw is put together as Windows documents it: a bitmap whose height is positive
begins with its lowest row, and the corner is measured from where the printer can print at all.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

RESOLUTION = {88: 600, 90: 300}  # LOGPIXELSX, LOGPIXELSY: finer across than down
MARGIN = {112: 100, 113: 59}  # PHYSICALOFFSETX, PHYSICALOFFSETY
SRCCOPY = 0x00CC0020
DEVMODE = 220
QUEUE, DEVICE, JOB = 55, 77, 7


def yes(*_words: object) -> int:
    """It went well."""
    return 1


class Call:
    """A function of a library of Windows; ctypes would keep its types here."""

    argtypes: object = None
    restype: object = None

    def __init__(self, does: Callable[..., int]) -> None:
        self._does = does

    def __call__(self, *words: Any) -> int:
        return self._does(*words)


@dataclass
class Drawn:
    """What lies on a sheet. `corner` and `size` are dots of the printer, from the edge of the
    paper; `rows` the picture's, from the top."""

    corner: tuple[int, int]
    size: tuple[int, int]
    rows: list[bytes]
    colours: list[bytes]


class Library:
    """Both libraries in one. `answers` is what a function gives instead of success."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.answers: dict[str, int] = {}
        self.sheets: list[Drawn] = []
        self.raw = bytearray()
        self.most_taken = 1 << 20
        self._known: dict[str, Callable[..., int]] = {
            "GetDeviceCaps": self._tell,
            "StretchDIBits": self._draw,
            "DocumentPropertiesW": self._properties,
            "CreateDCW": lambda *_words: DEVICE,
            "StartDocW": lambda *_words: JOB,
            "StartDocPrinterW": self._start,
            "WritePrinter": self._write,
        }

    def __getattr__(self, name: str) -> Call:
        does = self._known.get(name, yes)

        def call(*words: Any) -> int:
            self.calls.append(name)
            return self.answers[name] if name in self.answers else does(*words)

        made = Call(call)
        setattr(self, name, made)
        return made

    def _tell(self, device: int, what: int) -> int:
        assert device == DEVICE
        return {**RESOLUTION, **MARGIN}[what]

    def _properties(
        self, _window: None, _queue: object, _name: str, _out: Any, _given: Any, mode: int
    ) -> int:
        return DEVMODE if mode == 0 else 1

    def _start(self, _queue: object, level: int, document: Any) -> int:
        assert level == 1
        texts = ctypes.cast(document, ctypes.POINTER(ctypes.c_wchar_p))
        assert texts[1] is None
        assert texts[2] == "RAW"
        return JOB

    def _write(self, _queue: object, data: bytes, most: int, taken: Any) -> int:
        assert most == len(data)
        took = data[: self.most_taken]
        self.raw += took
        ctypes.cast(taken, ctypes.POINTER(ctypes.c_uint32))[0] = len(took)
        return 1

    def _draw(self, *words: Any) -> int:
        device, left, top, across, down, x, y, width, height, dots, header, usage, how = words
        assert isinstance(height, int)
        assert (device, x, y, usage, how) == (DEVICE, 0, 0, 0, SRCCOPY)
        where = ctypes.cast(header, ctypes.c_void_p).value
        assert where
        size, wide, tall, planes, depth, packed = struct.unpack(
            "<IiiHHI", ctypes.string_at(where, 20)
        )
        assert (size, wide, abs(tall), planes, depth, packed) == (40, width, height, 1, 8, 0)
        stride = (width + 3) // 4 * 4
        assert len(dots) == stride * height
        rows = [dots[at : at + width] for at in range(0, len(dots), stride)]
        colours = ctypes.string_at(where + 40, 1024)
        self.sheets.append(
            Drawn(
                (left + MARGIN[112], top + MARGIN[113]),
                (across, down),
                rows if tall < 0 else rows[::-1],
                [colours[at : at + 4] for at in range(0, 1024, 4)],
            )
        )
        return height
