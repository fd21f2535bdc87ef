"""The one byte form of headers and bodies. These bytes are hashed and signed: never change them.

UTF-8 JSON as `json.dumps(ensure_ascii=False, sort_keys=True, separators=(",", ":"))` over
strings, lists, objects and integers below 2^53 in size. No bool, null or float: those have
more than one spelling in the languages that will read the archive one day. Write 0/1, leave
the key out, use fen or text.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from clerk_app.kernel.errors import Damaged

Value = str | int | list["Value"] | dict[str, "Value"]
Body = dict[str, Value]

_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
_INTEGER_LIMIT = 2**53
_DEPTH_LIMIT = 12
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: object) -> bytes:
    """The canonical bytes of a header or a body.

    Raises `TypeError` for a value outside the form: that is a bug in the caller, found
    before anything is written.

    >>> canonical({"b": 1, "a": "张"}).decode()
    '{"a":"张","b":1}'
    """
    if not _is_plain(value, 0):
        _check(value, "", 0)  # finds out what it is, and where
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        _check(value, "", 0)
        raise


def parse(data: bytes) -> Body:
    """Read canonical bytes back; raise `Damaged` (`not_canonical`) if they are not canonical."""
    try:
        value: Any = json.loads(data.decode("utf-8"))
        if isinstance(value, dict) and canonical(value) == data:
            return value
    except (ValueError, TypeError, RecursionError) as error:
        raise Damaged("not_canonical", "记录的字节不是规定的写法") from error
    raise Damaged("not_canonical", "记录的字节不是规定的写法")


def _is_plain(value: object, depth: int) -> bool:
    """Whether a value is in the form, told quickly; `_check` has the last word on a no."""
    kind = type(value)
    if kind is str:
        return True
    if isinstance(value, int) and kind is int:
        return -_INTEGER_LIMIT < value < _INTEGER_LIMIT
    if depth >= _DEPTH_LIMIT:
        return False
    if isinstance(value, list) and kind is list:
        return all(type(item) is str or _is_plain(item, depth + 1) for item in value)
    if isinstance(value, dict) and kind is dict:
        for key, item in value.items():
            if not _is_key(key) or not (type(item) is str or _is_plain(item, depth + 1)):
                return False
        return True
    return False


@lru_cache(maxsize=4096)
def _is_key(key: object) -> bool:
    return isinstance(key, str) and _KEY.match(key) is not None


def _check(value: object, path: str, depth: int) -> None:
    if depth > _DEPTH_LIMIT:
        raise TypeError(f"{path}: nested deeper than {_DEPTH_LIMIT}")
    if isinstance(value, bool) or value is None or isinstance(value, float):
        raise TypeError(f"{path}: {type(value).__name__} has no canonical form")
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise TypeError(f"{path}: lone surrogate") from error
    elif isinstance(value, int):
        if abs(value) >= _INTEGER_LIMIT:
            raise TypeError(f"{path}: integer of 2^53 or more")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, f"{path}[{index}]", depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not _KEY.match(key):
                raise TypeError(f"{path}: key {key!r}; keys from user text become lists of pairs")
            _check(item, f"{path}.{key}", depth + 1)
    else:
        raise TypeError(f"{path}: {type(value).__name__} has no canonical form")
