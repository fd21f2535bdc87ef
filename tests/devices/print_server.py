"""A print server that says what it is told to say, in IPP (RFC 8010), as slowly as told."""

from __future__ import annotations

import http.server
import struct
import threading
import time

INTEGER, BOOLEAN, ENUM, OCTETS, NAME, KEYWORD, URI = 0x21, 0x22, 0x23, 0x30, 0x42, 0x44, 0x45
NO_VALUE = 0x13
CANCEL_JOB = 0x0008
_GET_PRINTER = 0x000B
Attribute = tuple[int, str, bytes]


def number(value: int) -> bytes:
    """An integer or enum as it travels."""
    return struct.pack(">i", value)


def printer(state: int, *reasons: str) -> list[Attribute]:
    """What a printer tells of itself."""
    first: list[Attribute] = [(ENUM, "printer-state", number(state))]
    names = ["printer-state-reasons", *[""] * len(reasons)]
    said = [(KEYWORD, name, each.encode()) for name, each in zip(names, reasons, strict=False)]
    return [*first, *said, (BOOLEAN, "printer-is-accepting-jobs", b"\1")]


def job(state: int, uuid: str = "", *, began: bool = False) -> list[Attribute]:
    """What it tells of a job. `began`: the printer had it in hand; else the time has no value, as
    CUPS says it."""
    said: list[Attribute] = [(ENUM, "job-state", number(state))]
    time_at = (INTEGER, number(60)) if began else (NO_VALUE, b"")
    said.append((time_at[0], "time-at-processing", time_at[1]))
    return said + ([(URI, "job-uuid", uuid.encode())] if uuid else [])


class _Answers(http.server.BaseHTTPRequestHandler):
    server: PrintServer

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        (operation,) = struct.unpack_from(">H", asked, 2)
        self.server.asked.append(operation)
        if operation == CANCEL_JOB and self.server.cancelled is not None:
            self.server.job = self.server.cancelled
        of_printer = operation == _GET_PRINTER
        out = struct.pack(">BBHI", 1, 1, 0, 1) + b"\4"
        for tag, name, value in self.server.printer if of_printer else self.server.job:
            label = name.encode()
            out += struct.pack(">BH", tag, len(label)) + label
            out += struct.pack(">H", len(value)) + value
        out += b"\3" + bytes(self.server.padding)
        self.send_response(200)
        self.send_header("Content-Length", str(len(out)))
        self.end_headers()
        for at in range(0, len(out), self.server.step):
            self.wfile.write(out[at : at + self.server.step])
            time.sleep(self.server.pause)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class PrintServer(http.server.ThreadingHTTPServer):
    """On a port of the loopback. `step` bytes at once with `pause` seconds between them, and
    `padding` bytes after the end of what is said. `asked` is every operation that came in, and
    `cancelled` what is told of the job once it was told to cancel it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.printer = printer(3, "none")
        self.job = job(9, "urn:uuid:a")
        self.cancelled: list[Attribute] | None = None
        self.asked: list[int] = []
        self.step, self.pause, self.padding = 1 << 20, 0.0, 0
        self.name = f"127.0.0.1:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)  # noqa: TID251
        self._thread.start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has gone: what these tests are about."""

    def end(self) -> None:
        """Nobody answers any more."""
        self.shutdown()
        self.server_close()
