"""Strict reading of JSON that came over a network.

The reader of a request and the reader of a reply want the same checks and different errors,
so each check raises what the given `Fault` makes: `Misused` for what a client sent, `Damaged`
for what the hall answered. Refused: more bytes than the cap, anything but UTF-8, bool, null,
fractions, integers of 2^53 or more, a key twice, deep nesting, a field too many or too few.
A fault names fields, never values: values may be personal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from typing import Any, NoReturn

from clerk_app.kernel.errors import ClerkError, Damaged, Misused

Fault = Callable[[str], ClerkError]

MESSAGE_LIMIT = 32 * 1024 * 1024
"""Largest message either side reads, bytes."""
_INTEGER_LIMIT = 2**53
_DEPTH_LIMIT = 12


def asked(detail: str) -> ClerkError:
    """The fault of a request."""
    return Misused("bad_message", f"请求不合约定：{detail}")


def answered(detail: str) -> ClerkError:
    """The fault of a reply."""
    return Damaged("bad_reply", f"大厅的答复不合约定：{detail}")


def read_json(data: bytes, fault: Fault) -> object:
    """Parse `data`; what comes back holds only text, integers, lists and objects."""
    if len(data) > MESSAGE_LIMIT:
        raise fault(f"超过 {MESSAGE_LIMIT} 字节")
    try:
        value: object = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_key_twice,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise fault("不是规定的 JSON") from error
    _check(value, 0, fault)
    return value


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(text: str) -> NoReturn:
    raise ValueError(text[:20])


def _check(value: object, depth: int, fault: Fault) -> None:
    if depth > _DEPTH_LIMIT:
        raise fault("嵌套过深")
    if isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth, fault)
            _check(item, depth + 1, fault)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1, fault)
    elif isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise fault("有不成对的代理码") from error
    elif isinstance(value, bool) or not isinstance(value, int):
        raise fault("有约定之外的值类型")
    elif abs(value) >= _INTEGER_LIMIT:
        raise fault("整数过大")


class Fields:
    """One object of a message, whose set of keys was checked."""

    def __init__(
        self,
        value: object,
        where: str,
        fault: Fault,
        *,
        required: Collection[str],
        optional: Collection[str] = (),
    ) -> None:
        if not isinstance(value, dict):
            raise fault(f"{where} 应是对象")
        if missing := sorted(set(required) - set(value)):
            raise fault(f"{where} 缺少 {missing[0]}")
        if len(value) > len(required) + len(optional) or not set(value) <= {*required, *optional}:
            raise fault(f"{where} 有多余的字段")
        self._value: dict[str, object] = value
        self._where = where
        self._fault = fault

    def __contains__(self, name: str) -> bool:
        return name in self._value

    def text(self, name: str, pattern: re.Pattern[str]) -> str:
        """A text field that matches `pattern` from end to end."""
        value = self._value[name]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self._fault(f"{self._where}.{name} 写法不对")
        return value

    def number(self, name: str, low: int = 0, high: int = _INTEGER_LIMIT - 1) -> int:
        """An integer field from `low` to `high`."""
        value = self._value[name]
        if not isinstance(value, int) or not low <= value <= high:
            raise self._fault(f"{self._where}.{name} 不在允许的范围内")
        return value

    def flag(self, name: str) -> bool:
        """A field that is 0 or 1."""
        return self.number(name, 0, 1) == 1

    def one(self, name: str, required: Collection[str], optional: Collection[str] = ()) -> Fields:
        """A field that is an object."""
        where = f"{self._where}.{name}"
        return Fields(self._value[name], where, self._fault, required=required, optional=optional)

    def many(
        self, name: str, limit: int, required: Collection[str], optional: Collection[str] = ()
    ) -> list[Fields]:
        """A field that is a list of at most `limit` objects."""
        where = f"{self._where}.{name}"
        value = self._value[name]
        if not isinstance(value, list) or len(value) > limit:
            raise self._fault(f"{where} 应是不超过 {limit} 项的列表")
        return [
            Fields(item, where, self._fault, required=required, optional=optional)
            for item in value
        ]

    def texts(self, name: str, limit: int, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """A field that is a list of at most `limit` texts."""
        where = f"{self._where}.{name}"
        value = self._value[name]
        if not isinstance(value, list) or len(value) > limit:
            raise self._fault(f"{where} 应是不超过 {limit} 项的列表")
        if not all(isinstance(item, str) and pattern.fullmatch(item) for item in value):
            raise self._fault(f"{where} 写法不对")
        return tuple(value)

    def fault(self, name: str, detail: str) -> ClerkError:
        """The error for a field whose fault only its reader can see."""
        return self._fault(f"{self._where}.{name} {detail}")
