"""Ticket slips through a character device: /dev/usb/lp0 of Linux's usblp, or a serial line."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from clerk_app.devices.printing.escpos_talk import Broken, TalkingPrinter
from clerk_app.devices.printing.port import (
    offline,
    unknown_printer,
)

_OPENING = {
    errno.EBUSY: "打印机正被别的程序占用",
    errno.EACCES: "这个账户无权使用打印机（请管理员把账户加进 lp 组）",
    errno.EPERM: "这个账户无权使用打印机（请管理员把账户加进 lp 组）",
}
_NOT_THERE = "打印机没有接上，或者没有开机"
_MUTE = {errno.EAGAIN, errno.EINVAL}
"""What a printer answers that has nothing to say, or that can only listen."""
_PAUSE = 0.05


class DeviceFilePrinter(TalkingPrinter):
    """A printer behind a device file. `within` bounds a standstill, `patience` a whole slip."""

    def __init__(self, path: Path, *, within: float = 3.0, patience: float = 15.0) -> None:
        super().__init__(str(path), within, patience)
        self._path = path

    @contextlib.contextmanager
    def _line(self) -> Iterator[_FileLine]:
        """The open device, ours alone. A file of any other kind is never written into."""
        if sys.platform == "win32":
            raise unknown_printer(self.name)
        import fcntl

        try:
            if not stat.S_ISCHR(self._path.stat().st_mode):
                raise unknown_printer(self.name)
            handle = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except (OSError, ValueError) as error:  # the second: no name of a file
            number = error.errno if isinstance(error, OSError) else None
            reason = _OPENING.get(number or 0, _NOT_THERE)
            raise offline(reason) from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise offline(_OPENING[errno.EBUSY]) from error
            with _bytes_as_they_are(handle):
                yield _FileLine(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _bytes_as_they_are(handle: int) -> Iterator[None]:
    """A serial line belongs to a terminal: left as the system sets it up, it doubles line ends,
    keeps answers back until a line is whole and sends them to the printer again. Speed, parity and
    flow control stay as the administrator set them."""
    if not os.isatty(handle):
        yield
        return
    import termios

    try:
        found = termios.tcgetattr(handle)
        raw = termios.tcgetattr(handle)
        raw[0] &= ~(termios.BRKINT | termios.ICRNL | termios.INLCR | termios.IGNCR)
        raw[0] &= ~(termios.ISTRIP | termios.PARMRK)
        raw[1] &= ~termios.OPOST
        raw[3] &= ~(termios.ECHO | termios.ECHONL | termios.ICANON)
        raw[3] &= ~(termios.IEXTEN | termios.ISIG)
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        termios.tcsetattr(handle, termios.TCSANOW, raw)
    except termios.error as error:
        raise offline(_OPENING.get(error.args[0], _NOT_THERE)) from error
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):  # unplugged meanwhile
            termios.tcsetattr(handle, termios.TCSANOW, found)


class _FileLine:
    def __init__(self, handle: int) -> None:
        self._handle = handle

    def send(self, data: bytes, within: float) -> None:
        left = memoryview(data)
        until = time.monotonic() + within
        while left:
            wait = until - time.monotonic()
            _, ready, _ = select.select([], [self._handle], [], max(wait, 0))
            if not ready:
                raise Broken(len(left))
            try:
                taken = os.write(self._handle, left)
            except BlockingIOError:
                taken = 0
            except OSError as error:
                raise Broken(len(left)) from error
            if taken:
                left = left[taken:]
                until = time.monotonic() + within
            elif wait > 0:  # "ready" and full all the same: some drivers are so
                time.sleep(min(wait, _PAUSE))
            else:
                raise Broken(len(left))

    def receive(self, within: float) -> bytes:
        """What came back. A printer that cannot be read from has nothing to say."""
        ready, _, _ = select.select([self._handle], [], [], max(within, 0))
        if not ready:
            return b""
        got = b""
        try:
            got = os.read(self._handle, 256)
        except OSError as error:
            if error.errno not in _MUTE:
                raise Broken from error
        if not got:  # "ready" without end and nothing to read: some drivers are so
            time.sleep(min(max(within, 0), _PAUSE))
        return got
