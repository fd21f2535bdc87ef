"""The stored form of an item: canonical bytes, and the hash that names a version."""

from __future__ import annotations

import hashlib
import types
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from clerk_app.catalogue.model import ServiceItem
from clerk_app.journal.canonical import Body, Value, canonical, parse
from clerk_app.kernel.errors import Damaged


def content(item: ServiceItem) -> bytes:
    """The canonical bytes of everything an item says, without its hash."""
    return canonical(_encode(replace(item, content_hash="")))


def content_hash(item: ServiceItem) -> str:
    """The name of this version: SHA-256 of its canonical bytes, in hex.

    It covers what the program read, unknown fields included, so order of keys and blanks
    in a file make no new version.
    """
    return hashlib.sha256(content(item)).hexdigest()


def sealed(item: ServiceItem) -> ServiceItem:
    """The item with its own hash in it."""
    return replace(item, content_hash=content_hash(item))


def unpack(data: bytes, expected_hash: str) -> ServiceItem:
    """Read stored bytes back. Raises `Damaged` (`catalogue_damaged`) if they are others."""
    if hashlib.sha256(data).hexdigest() != expected_hash:
        raise Damaged("catalogue_damaged", "事项库里的一条事项与写入时不同，请重新导入")
    item = _decode(ServiceItem, parse(data))
    return replace(cast(ServiceItem, item), content_hash=expected_hash)


def _encode(thing: Any) -> Body:
    return {
        field.name: _value(value)
        for field in fields(thing)
        if not _left_out(field, value := getattr(thing, field.name))
    }


def _left_out(field: Field[Any], value: object) -> bool:
    """Nothing said: None, no text, no entries. Numbers and flags are always written."""
    return value is None or (value in ("", ()) and field.default is not MISSING)


def _value(value: Any) -> Value:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return [_value(entry) for entry in value]
    return _encode(value) if is_dataclass(value) else cast(Value, value)


@cache
def _kinds(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(kind: Any, value: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(option for option in get_args(kind) if option is not type(None))
    if get_origin(kind) is tuple:
        return tuple(_decode(get_args(kind)[0], entry) for entry in value)
    if is_dataclass(kind):
        known = _kinds(cast(type, kind))
        given = {name: _decode(known[name], value[name]) for name in known if name in value}
        return cast(type, kind)(**given)
    return kind(value)
