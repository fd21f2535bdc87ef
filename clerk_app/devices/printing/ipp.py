"""What is said to a print server in IPP (RFC 8010, RFC 8011): how is the job, how is the queue,
take the job off.

`lpstat` cannot tell a finished job from a cancelled one, nor a dead server from an unknown
queue; the server itself can. Only what the answers need is spoken here.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

_CANCEL_JOB, _GET_JOB, _GET_PRINTER = 0x0008, 0x0009, 0x000B
_GET_PRINTERS = 0x4002
"""Of CUPS alone."""
_OPERATION, _END = 0x01, 0x03
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_NAME = 0x42
_KEYWORD, _URI, _CHARSET, _LANGUAGE = 0x44, 0x45, 0x47, 0x48
_NUMBERS = (_INTEGER, _ENUM)
_FIRST_VALUE_TAG = 0x10
_NOT_FOUND, _GONE = 0x0406, 0x0407
_LAST_SUCCESS = 0x00FF
_PORT, _PORTS_END = 631, 65536
_MOST_BYTES = 1_000_000
"""More than any answer to what is asked here."""
_NO_ANSWER = (OSError, ValueError, http.client.HTTPException)
"""What the library raises for a server that is away, and for a name or port that is none."""


class Silent(Exception):
    """The server does not answer, or does not answer in IPP."""


class NotFound(Exception):
    """The server answers and knows no such queue or job."""


@dataclass(frozen=True, slots=True)
class JobSaid:
    """`state` by RFC 8011 5.3.7: 3 pending, 4 held, 5 processing, 6 stopped, 7 canceled,
    8 aborted, 9 completed. `uuid` is empty where the server gives none; `began`: the printer had
    it in hand once."""

    state: int
    uuid: str
    began: bool = False


@dataclass(frozen=True, slots=True)
class QueueSaid:
    """`state` by RFC 8011 5.4.11: 3 idle, 4 processing, 5 stopped. `reasons` are those of an error
    and `hints` all of a lesser severity, both without it: `media-empty`, not
    `media-empty-error`. A reason that names no severity is an error (5.4.12)."""

    state: int
    reasons: frozenset[str]
    accepting: bool
    hints: frozenset[str] = frozenset()


def ask_job(server: str, queue: str, number: int, *, within: float) -> JobSaid:
    """How a job is. Raises `Silent` and `NotFound`. `within` is in seconds and bounds the whole
    answer."""
    wanted = ("job-state", "job-uuid", "time-at-processing")
    said = _ask(server, queue, _GET_JOB, wanted, within, _attribute(_INTEGER, "job-id", number))
    uuids = [uuid for uuid in said.get("job-uuid", []) if isinstance(uuid, str)]
    began = bool(_numbers(said, "time-at-processing"))
    return JobSaid(_state_in(said, "job-state"), uuids[0] if uuids else "", began)


def cancel_job(server: str, queue: str, number: int, user: str, *, within: float) -> None:
    """Ask that a job of `user` be taken off. Whether it was is what `ask_job` says afterwards: a
    refusal is no error here. Raises `NotFound`."""
    more = _attribute(_INTEGER, "job-id", number) + _attribute(_NAME, "requesting-user-name", user)
    with contextlib.suppress(Silent):
        _ask(server, queue, _CANCEL_JOB, (), within, more)


def purge_job(server: str, queue: str, number: int, user: str, *, within: float) -> None:
    """Ask that a job of `user` that has ended be forgotten with its files: Cancel-Job with the
    `purge-job` of CUPS, which other servers pass over. A refusal is no error here. Raises
    `NotFound`."""
    more = b"".join(
        (
            _attribute(_INTEGER, "job-id", number),
            _attribute(_NAME, "requesting-user-name", user),
            _attribute(_BOOLEAN, "purge-job", b"\x01"),
        )
    )
    with contextlib.suppress(Silent):
        _ask(server, queue, _CANCEL_JOB, (), within, more)


def ask_queue(server: str, queue: str, *, within: float) -> QueueSaid:
    """How a queue is. Raises `Silent` and `NotFound`. `within` as in `ask_job`."""
    wanted = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
    said = _ask(server, queue, _GET_PRINTER, wanted, within)
    reasons = [each for each in said.get("printer-state-reasons", []) if isinstance(each, str)]
    lesser = [each for each in reasons if each.endswith(_LESSER)]
    return QueueSaid(
        _state_in(said, "printer-state"),
        frozenset(each.removesuffix("-error") for each in reasons if each not in lesser),
        all(_numbers(said, "printer-is-accepting-jobs")),
        frozenset(each.rpartition("-")[0] for each in lesser),
    )


def list_queues(server: str, *, within: float) -> tuple[str, ...]:
    """The names of all queues of a CUPS server. Raises `Silent`. `within` as in `ask_job`."""
    try:
        said = _ask(server, "", _GET_PRINTERS, ("printer-name",), within)
    except NotFound:  # so CUPS says that it has none
        return ()
    return tuple(each for each in said.get("printer-name", []) if isinstance(each, str))


def host_and_port(server: str) -> tuple[str, int]:
    """`host:port`, the port being 631 where none is named. Raises `ValueError` for a port that
    is none.

    >>> host_and_port("print.hall:8631"), host_and_port("localhost")
    (('print.hall', 8631), ('localhost', 631))
    """
    host, colon, port = server.rpartition(":")
    if not (colon and port.isascii() and port.isdecimal()):
        return server, _PORT
    if not 0 < int(port) < _PORTS_END:
        raise ValueError(port)
    return host, int(port)


_LESSER = ("-warning", "-report")
"""Nothing that keeps a page from being printed."""
_Said = dict[str, list[int | str]]


def _numbers(said: _Said, name: str) -> list[int]:
    return [value for value in said.get(name, []) if isinstance(value, int)]


def _state_in(said: _Said, name: str) -> int:
    """Raises `Silent` where no state is told: that is no answer."""
    states = _numbers(said, name)
    if not states:
        raise Silent
    return states[0]


class _Wire:
    """A connection whose answer is read by one deadline. A deadline for each read alone would let
    a server that sends a byte now and then hold the window up for hours."""

    def __init__(self, host: str, port: int, within: float) -> None:
        self._until = time.monotonic() + within
        self.socket = socket.create_connection((host, port), within)

    def sendall(self, data: bytes) -> None:
        self.socket.settimeout(self._left())
        self.socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self))

    def receive_into(self, room: memoryview) -> int:
        self.socket.settimeout(self._left())
        return self.socket.recv_into(room)

    def close(self) -> None:
        """Nothing: http.client lets go of a line before the answer is read."""

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Reading(io.RawIOBase):
    def __init__(self, wire: _Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]  # what BufferedReader gives
        return self._wire.receive_into(room)


def _ask(
    server: str,
    queue: str,
    operation: int,
    wanted: tuple[str, ...],
    within: float,
    more: bytes = b"",
) -> _Said:
    try:
        host, port = host_and_port(server)
        connection = http.client.HTTPConnection(host, port)
        path = f"/printers/{quote(queue)}"
    except _NO_ANSWER as error:
        raise Silent from error
    body = b"".join(
        (
            struct.pack(">BBHIB", 1, 1, operation, 1, _OPERATION),
            _attribute(_CHARSET, "attributes-charset", "utf-8"),
            _attribute(_LANGUAGE, "attributes-natural-language", "en"),
            _attribute(_URI, "printer-uri", f"ipp://localhost{path}"),
            more,
            *(
                _attribute(_KEYWORD, "requested-attributes" if first == 0 else "", name)
                for first, name in enumerate(wanted)
            ),
            bytes((_END,)),
        )
    )
    try:
        connection.sock = wire = _Wire(host, port, within)
        with contextlib.closing(wire.socket):
            connection.request("POST", path, body, {"Content-Type": "application/ipp"})
            answer = connection.getresponse()
            content = answer.read(_MOST_BYTES + 1)
    except _NO_ANSWER as error:
        raise Silent from error
    if answer.status != http.client.OK or len(content) > _MOST_BYTES:
        raise Silent
    return _read(content)


def _attribute(tag: int, name: str, value: int | str | bytes) -> bytes:
    raw = struct.pack(">i", value) if isinstance(value, int) else value
    raw = raw.encode(errors="replace") if isinstance(raw, str) else raw
    label = name.encode()
    return struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(raw)) + raw


def _read(content: bytes) -> _Said:
    try:
        _version, status, _request = struct.unpack_from(">HHI", content)
        found = _gather(content) if status <= _LAST_SUCCESS else {}
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Silent from error
    if status in (_NOT_FOUND, _GONE):
        raise NotFound
    if status > _LAST_SUCCESS:
        raise Silent
    return found


def _gather(content: bytes) -> _Said:
    found: _Said = {}
    name = ""
    for tag, label, raw in _values(content, 8):
        name = label or name
        if tag in _NUMBERS:
            found.setdefault(name, []).append(struct.unpack(">i", raw)[0])
        elif tag == _BOOLEAN:
            found.setdefault(name, []).append(raw[0])
        else:
            found.setdefault(name, []).append(raw.decode(errors="replace"))
    return found


def _values(content: bytes, at: int) -> Iterator[tuple[int, str, bytes]]:
    """(tag, name, value) of each value; a further value of a set has an empty name."""
    while content[at] != _END:
        tag = content[at]
        at += 1
        if tag < _FIRST_VALUE_TAG:  # a new group of attributes
            continue
        (length,) = struct.unpack_from(">H", content, at)
        label = content[at + 2 : at + 2 + length].decode()
        at += 2 + length
        (length,) = struct.unpack_from(">H", content, at)
        yield tag, label, content[at + 2 : at + 2 + length]
        at += 2 + length
