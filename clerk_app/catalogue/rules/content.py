"""The stored form of an item: canonical bytes, and the hash that names a version."""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from clerk_app.catalogue.model import Bundle, ServiceItem
from clerk_app.journal.canonical import parse
from clerk_app.kernel.errors import Damaged

Packed = TypeVar("Packed", ServiceItem, Bundle)


def content(entry: ServiceItem | Bundle) -> bytes:
    """The canonical bytes of everything an item or bundle says, without its hash.

    They are those of `journal.canonical`, written without looking at every value again: what
    an item is made of has no other form.
    """
    return _bytes(_encode(entry))


def _bytes(said: dict[str, Any]) -> bytes:
    said.pop("content_hash", None)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def sealed(entry: Packed) -> Packed:
    """The item with its own hash in it: SHA-256 of its canonical bytes, in hex.

    The hash names the version. It covers what the program read, unknown fields included, so
    order of keys and blanks in a file make no new version.
    """
    return pack(entry)[0]


def pack(entry: Packed, extra: str = "") -> tuple[Packed, bytes]:
    """The entry with its hash in it, and the bytes that are hashed and stored.

    `extra`, where given, is what the entry keeps of fields the program does not know.
    """
    extra = extra or entry.extra
    data = _bytes(_encode(entry) | {"extra": extra})
    mark = hashlib.sha256(data).hexdigest()
    return replace(entry, extra=extra, content_hash=mark), data


def unpack(data: bytes, expected_hash: str) -> ServiceItem:
    """Read a stored item back. Raises `Damaged` (`catalogue_damaged`) if the bytes are others."""
    return _unpack(ServiceItem, data, expected_hash)


def unpack_bundle(data: bytes, expected_hash: str) -> Bundle:
    """Read a stored bundle back. Raises as `unpack`."""
    return _unpack(Bundle, data, expected_hash)


def _unpack(kind: type[Packed], data: bytes, expected_hash: str) -> Packed:
    if hashlib.sha256(data).hexdigest() != expected_hash:
        raise Damaged("catalogue_damaged", "事项库里的一条事项与写入时不同，请重新导入")
    entry = cast(Packed, _decode(kind, parse(data)))
    return replace(entry, content_hash=expected_hash)


_Plan = tuple[Callable[[Any], tuple[Any, ...]], tuple[tuple[str, bool, bool], ...]]


_PLANS: dict[str, _Plan] = {}


def _plan(kind: type[Any]) -> _Plan:
    """How a record is written: its values in order; per field its name, whether "nothing said"
    is left out, and whether the value is or holds flags or records."""
    plan = _PLANS.get(kind.__qualname__)
    if plan is None:
        known = get_type_hints(kind)
        steps = tuple(
            (field.name, field.default is not MISSING, not _is_plain(known[field.name]))
            for field in fields(kind)
        )
        plan = attrgetter(*(name for name, _, _ in steps)), steps
        _PLANS[kind.__qualname__] = plan
    return plan


def _is_plain(kind: Any) -> bool:
    """JSON writes text, words, whole numbers and lists of text as they are."""
    parts = get_args(kind) or (kind,)
    return not any(part is bool or is_dataclass(part) for part in parts)


def _encode(thing: Any) -> dict[str, Any]:
    """Nothing said is left out: None, no text, no entries. Numbers and flags are written."""
    values, steps = _plan(type(thing))
    found: dict[str, Any] = {}
    for (name, has_default, converted), value in zip(steps, values(thing), strict=True):
        if value is None or (has_default and value in ("", ())):
            continue
        found[name] = _value(value) if converted else value
    return found


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return [_encode(entry) for entry in value]
    return _encode(value) if is_dataclass(value) else value


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
