"""A hall to test against: a real server process on loopback, or the application in this process.

hall = start_hall(tmp_path)          # uvicorn, port 0, own folder and key
code = hall.enrol_code()             # next station; or enrol_code("0007"), successor="0001"
... hall.url ...                     # http://127.0.0.1:PORT
hall.kill(); hall.start()            # the same store again, on another port
hall.stop()

app = HallApp(tmp_path)              # no socket: app.call("POST", "/v1/x", body, headers)
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import urlsplit

from clerk_app.kernel.clock import CHINA, SystemClock, stamp
from hall_server.app import create_app
from hall_server.enrolment import issue_code
from hall_server.halls import make_hall
from hall_server.intake import SegmentIntake
from hall_server.store.hall_store import KEY_VARIABLE, HallStore

HALL = "511602001000"
NAME = "测试县政务服务大厅"
KEY = bytes(range(32))
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30
_COMMAND = (sys.executable, "-m", "hall_server")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class StillClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 10, 5, tzinfo=CHINA)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic_ms(self) -> int:
        return 0

    def move(self, by: timedelta) -> None:
        self._now += by


def make_store(folder: Path, *, hall: str = HALL, key: bytes = KEY) -> None:
    """An initialised store with one hall."""
    with HallStore(folder, key, create=True) as store:
        store.write(lambda db: make_hall(db, hall, NAME, stamp(SystemClock().now())))


def new_code(
    store: HallStore,
    hall: str,
    station: str = "",
    *,
    successor: str = "",
    now: datetime | None = None,
) -> str:
    """A one-time code as it is printed."""
    at = now or SystemClock().now()
    issued = store.write(
        lambda db: issue_code(
            db,
            hall,
            "测试窗口",
            now=at,
            random_bytes=secrets.token_bytes(20),
            station=station,
            successor=successor,
        )
    )
    return issued.code.shown()


class HallProcess:
    """A real `python -m hall_server serve` of our own, over an own store."""

    def __init__(self, folder: Path, *, hall: str = HALL, key: bytes = KEY) -> None:
        self.folder = folder
        self.hall = hall
        self.key = key
        self.url = ""
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[bytes] | None = None

    def start(self) -> Self:
        """Start (again) and wait until it answers."""
        assert self._process is None, "already running"
        self._errors = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen(
            [*_COMMAND, "--data", str(self.folder), "serve", "--port", "0"],
            cwd=ROOT,
            env={**os.environ, KEY_VARIABLE: self.key.hex()},
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        assert self._process.stdout is not None
        said = json.loads(self._process.stdout.readline() or "{}")
        if "port" not in said:
            self._reap()
            raise AssertionError(f"the hall did not start: {said}")
        assert said["hall"] == self.hall
        self.url = f"http://127.0.0.1:{said['port']}"
        health = self.call("GET", "/v1/health")
        # it is our own child that answers there, not some other server
        assert health.status == 200
        assert self._process.poll() is None
        return self

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def enrol_code(self, station: str = "", *, successor: str = "") -> str:
        """A fresh one-time code, written beside the serving process as the command does."""
        with HallStore(self.folder, self.key) as store:
            return new_code(store, self.hall, station, successor=successor)

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request over a connection of its own."""
        address = urlsplit(self.url)
        assert address.hostname is not None
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, found, response.read())
        finally:
            connection.close()

    def stop(self) -> None:
        """Ask it to stop, as an operator would. Does nothing when it does not run."""
        if self._process is not None:
            self._process.terminate()
            self._reap()

    def kill(self) -> None:
        """kill −9."""
        if self._process is not None:
            self._process.kill()
            self._reap()

    def _reap(self) -> None:
        assert self._process is not None
        assert self._errors is not None
        self._process.wait(START_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()
        self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start_hall(tmp_path: Path, *, hall: str = HALL) -> HallProcess:
    """Make a store under `tmp_path` and serve it. Stop it, or use it as a context manager."""
    folder = tmp_path / "hall"
    make_store(folder, hall=hall)
    return HallProcess(folder, hall=hall).start()


class HallApp:
    """The server's application over a real store, called without a socket.

    Not for several threads at once. An error that is a bug comes out of `call` as itself.
    """

    def __init__(
        self,
        tmp_path: Path,
        *,
        hall: str = HALL,
        clock: StillClock | None = None,
        intake: type[SegmentIntake] = SegmentIntake,
    ) -> None:
        self.folder = tmp_path / "hall"
        self.hall = hall
        self.clock = clock or StillClock()
        self.url = "http://hall.invalid"
        if not self.folder.exists():
            make_store(self.folder, hall=hall)
        self.store = HallStore(self.folder, KEY, serve=True)
        self._app = create_app(self.store, self.clock, intake)
        self._loop = asyncio.new_event_loop()

    def use(self, intake: type[SegmentIntake]) -> None:
        """Serve the same store with another intake from now on."""
        self._app = create_app(self.store, self.clock, intake)

    def enrol_code(self, station: str = "", *, successor: str = "", hall: str = "") -> str:
        """A fresh one-time code."""
        now = self.clock.now()
        return new_code(self.store, hall or self.hall, station, successor=successor, now=now)

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request."""
        return self._loop.run_until_complete(self._call(method, path, body or b"", headers or {}))

    async def _call(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Reply:
        plain, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(dict(message))

        await self._app(scope, receive, send)
        found = {k.decode().lower(): v.decode("latin-1") for k, v in sent[0]["headers"]}
        return Reply(sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:]))

    def close(self) -> None:
        """Close the store. May be called twice."""
        self.store.close()
        if not self._loop.is_closed():
            self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
