"""Ticket slips over the network: a raw TCP connection, port 9100 by custom."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
from collections.abc import Iterator

from clerk_app.devices.printing.escpos_talk import Broken, TalkingPrinter
from clerk_app.devices.printing.port import (
    offline,
    unknown_printer,
)

PORT = 9100
_PORTS_END = 65536
_BUFFER = 8192  # small, so that what was sent is not far ahead of what was printed
_SIOCOUTQ = 0x5411


class TcpSlipPrinter(TalkingPrinter):
    """A printer at `host:port`. `within` (seconds) bounds each step, `patience` a whole slip."""

    def __init__(
        self, host: str, port: int = PORT, *, within: float = 3.0, patience: float = 15.0
    ) -> None:
        super().__init__(f"{host}:{port}", within, patience)
        self._address = (host, port)

    @contextlib.contextmanager
    def _line(self) -> Iterator[_SocketLine]:
        if not 0 < self._address[1] < _PORTS_END:
            raise unknown_printer(self.name)
        try:
            connection = socket.create_connection(self._address, timeout=self._within)
        except (socket.gaierror, ValueError) as error:  # no name of a machine
            raise unknown_printer(self.name) from error
        except OSError as error:
            raise offline(f"连不上打印机 {self.name}") from error
        with connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
            yield _SocketLine(connection)


class _SocketLine:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def send(self, data: bytes, within: float) -> None:
        self._connection.settimeout(within)
        left = memoryview(data)
        try:
            while left:
                left = left[self._connection.send(left) :]
        except OSError as error:
            raise Broken(len(left) + self._waiting()) from error

    def receive(self, within: float) -> bytes:
        self._connection.settimeout(max(within, 0))
        try:
            got = self._connection.recv(256)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as error:
            raise Broken(self._waiting()) from error
        if not got:  # the printer closed its side
            raise Broken(self._waiting())
        return got

    def _waiting(self) -> int:
        """Bytes that the printer has not acknowledged, as far as the system tells."""
        if not sys.platform.startswith("linux"):
            return 0
        import fcntl

        try:
            raw = fcntl.ioctl(self._connection.fileno(), _SIOCOUTQ, b"\0\0\0\0")
        except OSError:
            return 0
        return int(struct.unpack("i", raw)[0])
