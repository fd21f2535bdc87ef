"""A ticket printer that answers as ESC/POS printers do, behind a socket or a terminal line.

It reads the stream byte by byte as a printer's firmware does: DLE EOT is answered at once,
wherever it stands, even where a raster happens to hold those bytes; GS r is answered in its turn
and only by a printer that works. What is neither is the slip, kept in `printed`. Told to report
by itself, it sends four bytes every now and then, until GS a 0 forbids it.

It can be as unkind as real ones are: take no more in the middle and say nothing, hang up, turn a
caller away, or hold an old answer in its line.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import threading
import tty
from contextlib import suppress
from pathlib import Path

READY, PAPER_OUT, COVER_OPEN, JAMMED = "ready", "paper_out", "cover_open", "jammed"
_ANSWERS = {
    READY: (0x12, 0x12, 0x12, 0x12),
    PAPER_OUT: (0x1A, 0x32, 0x12, 0x7E),
    COVER_OPEN: (0x1A, 0x16, 0x12, 0x12),
    JAMMED: (0x1A, 0x52, 0x1A, 0x12),
}


class Firmware:
    """The printer without its plug."""

    def __init__(self) -> None:
        self.condition = READY
        self.mute = False
        self.reports = False
        self.sensor = 0
        self.runs_out_after: int | None = None
        self.vanishes_after: int | None = None
        self.stalls_after: int | None = None
        self.hangs_up = False
        self.turns_away = False
        self.printed = bytearray()
        self._raster = 0
        self._last = b"\0\0"
        self._hung_up = False
        self._stop = threading.Event()

    @property
    def gone(self) -> bool:
        """Whether it has taken as much as it was to take."""
        return self.vanishes_after is not None and len(self.printed) >= self.vanishes_after

    @property
    def stalled(self) -> bool:
        """Whether it takes no more, and keeps its line."""
        return self.stalls_after is not None and len(self.printed) >= self.stalls_after

    def take(self, byte: int) -> bytes:
        """One byte in; what comes back."""
        asked = self._last == b"\x10\x04" and 1 <= byte <= 4
        self._last = self._last[1:] + bytes((byte,))
        self.printed.append(byte)
        if self.runs_out_after is not None and len(self.printed) >= self.runs_out_after:
            self.condition = PAPER_OUT
        return self._report() + self._answer(byte, asked)

    def _report(self) -> bytes:
        if not self.reports or len(self.printed) % 400:
            return b""
        return bytes((0x10, 0, 0, 0x0F) if self.condition == READY else (0x18, 0, 0x0C, 0x0F))

    def _answer(self, byte: int, asked: bool) -> bytes:
        if asked:
            if not self._raster:
                del self.printed[-3:]
            else:
                self._raster -= 1
            return b"" if self.mute else bytes((_ANSWERS[self.condition][byte - 1],))
        if self._raster:
            self._raster -= 1
        elif self.printed.endswith(b"\x1dr\x01"):
            del self.printed[-3:]
            self._hung_up = self.hangs_up
            silent = self.condition != READY or self.mute
            return b"" if silent or self.hangs_up else bytes((self.sensor,))
        elif self.printed.endswith(b"\x1da\0"):
            del self.printed[-3:]
            self.reports = False
        elif self.printed[-8:-4] == b"\x1dv0\0":
            across, down = struct.unpack("<HH", self.printed[-4:])
            self._raster = across * down
        return b""


class SocketMachine(Firmware):
    """The printer on a port of the loopback."""

    def __init__(self) -> None:
        super().__init__()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)  # noqa: TID251
        self._thread.start()

    def unplug(self) -> None:
        """Nobody listens any more."""
        self._stop.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(120)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                if not self.turns_away:
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        while got := connection.recv(512):
            for byte in got:
                back = self.take(byte)
                if back:
                    connection.sendall(back)
                if self.gone:  # reset, as a printer whose power went looks from here
                    linger = struct.pack("ii", 1, 0)
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    return
                if self.stalled:
                    self._stop.wait()
                    return
                if self._hung_up:  # in good order: what was sent to it has arrived
                    self._hung_up = False
                    connection.shutdown(socket.SHUT_WR)


class LineMachine(Firmware):
    """The printer on a terminal line, which is a character device as /dev/usb/lp0 is."""

    def __init__(self, *, raw: bool = True) -> None:
        super().__init__()
        self._ours, other = os.openpty()
        if raw:
            tty.setraw(other)
        self.path = Path(os.ttyname(other))
        self.line = self._other = other
        self._thread = threading.Thread(target=self._serve, daemon=True)  # noqa: TID251
        self._thread.start()

    def say(self, lies: bytes) -> None:
        """Something it said to whoever asked before, and nobody read."""
        os.write(self._ours, lies)

    def unplug(self) -> None:
        """The device file is gone."""
        self._stop.set()
        self._thread.join(120)
        self._close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            ready, _, _ = select.select([self._ours], [], [], 0.05)
            if not ready:
                continue
            for byte in os.read(self._ours, 512):
                back = self.take(byte)
                if back:
                    os.write(self._ours, back)
                if self.gone:
                    self._close()
                    return
                if self.stalled:
                    self._stop.wait()
                    return

    def _close(self) -> None:
        for handle in (self._other, self._ours):
            with suppress(OSError):
                os.close(handle)
        self._other = self._ours = -1
