"""JSON catalogue files, one row in memory at a time, as strictly as the whole was ever read.

Each value is read by the JSON decoder of Python from a window of text that moves over the
file, so numbers, repeated keys and refusals are those of `json.loads`. A window that ends
inside a value is made longer and read again; no value may be longer than `VALUE_LIMIT`.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from clerk_app.catalogue.exchange.rows import MB, BrokenFile, Row
from clerk_app.kernel.errors import Misused

FORMAT: Final = "hall-catalogue"
VERSION: Final = 1
VALUE_LIMIT: Final = 2 * MB
"""Longest single row, and longest sum of what stands beside the rows, in characters."""

_STEP: Final = 64 * 1024
_NEAR: Final = 16
"""A fault this close to the end of the window may only be a value cut in two."""
_BLANK = re.compile(r"[ \t\n\r]*")
_DEEP = "有数字太长或不是数字，或层次太深"
_ROW_LISTS = ("items", "rows")
_BOM = codecs.BOM_UTF8


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are not JSON


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in a file: bytes before it, its line and column, both from 1."""

    byte: int = 0
    line: int = 1
    column: int = 1


class _Window:
    """A window of decoded text that moves over the file. Raises `BrokenFile`."""

    def __init__(self, name: str, file: BinaryIO, start: _Spot) -> None:
        self._name = name
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = 0
        self._base = start
        self._ended = False
        self._bad_bytes = False
        self.rows = 0
        file.seek(start.byte)
        if start.byte == 0 and file.read(len(_BOM)) != _BOM:
            file.seek(0)
        elif start.byte == 0:
            self._base = _Spot(len(_BOM))

    def peek(self) -> str:
        """The next character that is not blank, "" at the end."""
        while True:
            found = _BLANK.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def step(self) -> None:
        """Go past the character that was peeked."""
        self._at += 1

    def value(self) -> tuple[object, int]:
        """The next JSON value and its length in characters."""
        self.peek()
        while True:
            start = self._at
            try:
                value, end = _DECODER.raw_decode(self._text, start)
            except json.JSONDecodeError as error:
                if self._is_cut(error):
                    if self._more():
                        continue
                    self._stop_at_bad_bytes()
                # reading on may have moved the window
                raise self._not_json(self._at + error.pos - start) from error
            except (ValueError, RecursionError) as error:
                raise self._broken(_DEEP, start) from error
            # a number that ends where the window ends may go on
            if end < len(self._text) or not self._more():
                self._at += end - start
                return value, end - start

    def here(self) -> _Spot:
        """Where the window stands."""
        return self._spot(self._at)

    def expected(self) -> NoReturn:
        """Stop: what stands here is not JSON, or not UTF-8."""
        if self._at == len(self._text):
            self._stop_at_bad_bytes()
        raise self._not_json(self._at)

    def end(self) -> None:
        """Stop unless nothing but blanks is left."""
        if self.peek() or self._bad_bytes:
            self.expected()

    def broken(self, what: str) -> BrokenFile:
        """The error for something wrong here."""
        return self._broken(what, self._at)

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        unended = error.msg.startswith("Unterminated string")
        return unended or error.pos >= len(self._text) - _NEAR

    def _more(self) -> bool:
        """Read on; False at the end of what can be read as UTF-8."""
        if self._ended:
            return False
        kept = len(self._text) - self._at
        if kept > VALUE_LIMIT:
            raise self._broken(f"有一条超过 {VALUE_LIMIT // MB} 百万字，请分开写", self._at)
        data = self._file.read(max(_STEP, kept))
        try:
            fresh = self._decode.decode(data, final=not data)
        except UnicodeDecodeError as error:
            fresh = error.object[: error.start].decode("utf-8")
            self._bad_bytes = True
        self._ended = self._bad_bytes or not data
        self._base = self._spot(self._at)
        self._text = self._text[self._at :] + fresh
        self._at = 0
        return bool(fresh) or not self._ended

    def _spot(self, at: int) -> _Spot:
        done = self._text[:at]
        lines = done.count("\n")
        column = at - done.rindex("\n") if lines else self._base.column + at
        byte = self._base.byte + len(done.encode("utf-8"))
        return _Spot(byte, self._base.line + lines, column)

    def _stop_at_bad_bytes(self) -> None:
        if self._bad_bytes:
            line = self._spot(len(self._text)).line
            raise self._broken(f"第 {line} 行不是 UTF-8 文字", len(self._text))

    def _not_json(self, at: int) -> BrokenFile:
        spot = self._spot(at)
        return self._broken(f"第 {spot.line} 行第 {spot.column} 列不是正确的 JSON", at)

    def _broken(self, what: str, at: int) -> BrokenFile:
        spot = self._spot(at)
        return BrokenFile(
            self._name, what, after_rows=self.rows, line=spot.line, column=spot.column
        )


@dataclass(slots=True)
class Outline:
    """What a first pass over a JSON file found; `broken` where it could not go on."""

    name: str
    starts: dict[str, tuple[_Spot, int]] = field(default_factory=dict)
    beside: dict[str, object] = field(default_factory=dict)
    bare: bool = False
    broken: BrokenFile | None = None

    @property
    def rows_under(self) -> str:
        """The name of the list that holds the rows; "" in a bare list."""
        return "" if self.bare else next(name for name in _ROW_LISTS if name in self.starts)

    @property
    def total(self) -> int:
        """How many rows can be read."""
        return self.starts[self.rows_under][1]


def outline(name: str, file: BinaryIO) -> Outline:
    """Go over the file once: check it, count its rows, take what stands beside them.

    Raises `BrokenFile` where no row list is found or the form is another one, `Misused`
    (`unsupported_catalogue_version`).
    """
    found = Outline(name)
    window = _Window(name, file, _Spot())
    try:
        first = window.peek()
        if first == "[":
            found.bare = True
            _count(window, found, "")
        elif first == "{":
            _read_object(window, found)
        else:
            window.value()
            raise BrokenFile(name, "应是事项的列表或一个对象")
        window.end()
    except BrokenFile as error:
        if not found.starts:
            raise
        found.broken = error
    _check_form(found)
    return found


def _read_object(window: _Window, found: Outline) -> None:
    window.step()
    room = VALUE_LIMIT
    if window.peek() == "}":
        window.step()
        return
    while True:
        if window.peek() != '"':
            window.expected()
        key, _ = window.value()
        if window.peek() != ":":
            window.expected()
        window.step()
        name = str(key)
        found.beside.pop(name, None)  # a repeated key: the last one counts
        found.starts.pop(name, None)
        if window.peek() == "[" and name in _ROW_LISTS:
            _count(window, found, name)
        else:
            found.beside[name], length = window.value()
            room -= length
            if room < 0:
                raise window.broken(f"事项以外的内容超过 {VALUE_LIMIT // MB} 百万字")
        after = window.peek()
        if after not in {",", "}"}:
            window.expected()
        window.step()
        if after == "}":
            return


def _count(window: _Window, found: Outline, name: str) -> None:
    start = window.here()
    window.rows = 0
    found.starts[name] = start, 0
    for _ in _elements(window):
        window.rows += 1
        found.starts[name] = start, window.rows


def _elements(window: _Window) -> Iterator[object]:
    """The elements of the list that starts here."""
    window.peek()
    window.step()
    if window.peek() == "]":
        window.step()
        return
    while True:
        yield window.value()[0]
        after = window.peek()
        if after not in {",", "]"}:
            window.expected()
        window.step()
        if after == "]":
            return


def _check_form(found: Outline) -> None:
    said = found.beside
    if "format" in said:  # elsewhere `version` is the publisher's own
        if said["format"] != FORMAT:
            raise BrokenFile(found.name, f"format 不是 {FORMAT}")
        version = said.get("version", VERSION)
        if version != VERSION or isinstance(version, bool):
            raise Misused(
                "unsupported_catalogue_version",
                f"“{found.name}”的版本 {str(version)[:40]} 不支持，本程序只认识版本 {VERSION}",
            )
    if not found.bare and not found.starts:
        raise BrokenFile(found.name, "没有 items 或 rows 列表")


def rows(path: Path, found: Outline) -> Iterator[Row]:
    """The rows, one at a time; then `BrokenFile` if the file breaks off."""
    start, total = found.starts[found.rows_under]
    with path.open("rb") as file:
        window = _Window(found.name, file, start)
        elements = _elements(window)
        for position in range(1, total + 1):
            yield Row(f"第 {position} 条", next(elements))
            window.rows = position
    if found.broken:
        raise found.broken
