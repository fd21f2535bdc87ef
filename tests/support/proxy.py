"""A proxy between a workstation and its hall that misbehaves on demand, one request at a time."""

from __future__ import annotations

import http.client
import http.server
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

FAULTS = (
    "lose_request",
    "lose_reply",
    "cut_reply",
    "corrupt_reply",
    "captive_portal",
    "server_error",
    "repeat_request",
    "stale_reply",
    "forged_reply",
)
"""Each happens to one request; then the line is good again."""


@dataclass
class Line:
    """The line to a hall. `plan` names the fault of the next requests, in order."""

    target: str
    plan: list[str] = field(default_factory=list)
    url: str = ""
    happened: list[str] = field(default_factory=list)
    last: tuple[int, list[tuple[str, str]], bytes] | None = None


@contextmanager
def line_to(target: str) -> Iterator[Line]:
    """A running proxy on a free port."""
    line = Line(target)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self._pass("POST", body)

        def do_GET(self) -> None:
            self._pass("GET", b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def _pass(self, method: str, body: bytes) -> None:
            fault = line.plan.pop(0) if line.plan else ""
            if fault:
                line.happened.append(fault)
            if fault == "lose_request":
                self._drop()
                return
            if fault == "captive_portal":
                page = "<html>请先登录</html>".encode()
                self._answer(200, [("Content-Type", "text/html")], page)
                return
            if fault == "server_error":
                self._answer(502, [("Content-Type", "text/plain")], b"bad gateway")
                return
            if fault == "repeat_request":
                _forward(line.target, method, self.path, body, dict(self.headers))
            stale = line.last
            answer = _forward(line.target, method, self.path, body, dict(self.headers))
            line.last = answer
            status, headers, data = answer
            if fault == "lose_reply":
                self._drop()
            elif fault == "cut_reply":
                self._answer(status, headers, data, send=len(data) // 2)
            elif fault == "corrupt_reply" and data:
                place = len(data) // 2
                changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
                self._answer(status, headers, changed)
            elif fault == "forged_reply":
                self._answer(status, headers, data.replace(b'"durable":0', b'"durable":7'))
            elif fault == "stale_reply" and stale is not None:
                self._answer(*stale)
            else:
                self._answer(status, headers, data)

        def _answer(
            self,
            status: int,
            headers: list[tuple[str, str]],
            data: bytes,
            send: int | None = None,
        ) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() in {"content-type", "x-hall-signature"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data if send is None else data[:send])
            if send is not None:
                self._drop()

        def _drop(self) -> None:
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()

    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A dropped line is what we are here for."""

    server = Server(("127.0.0.1", 0), Handler)
    line.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)  # noqa: TID251
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _forward(
    target: str, method: str, path: str, body: bytes, headers: dict[str, str]
) -> tuple[int, list[tuple[str, str]], bytes]:
    address = urlsplit(target)
    assert address.hostname is not None
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
    try:
        kept = {k: v for k, v in headers.items() if k.lower().startswith(("x-", "content-type"))}
        connection.request(method, path, body or None, kept)
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()
    finally:
        connection.close()
