"""Writing the index: rows of `catalogue_current` and their words, always both.

Everything happens in the caller's transaction. A few items cost a few items' work; only a
new format of the words makes the whole index anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, func, insert, select

from clerk_app.catalogue.rules import tokens
from clerk_app.catalogue.rules.ranking import SEQUENCE_BITS, shelf, shelf_of
from clerk_app.catalogue.rules.sound import Form, fold, fold_code, forms
from clerk_app.catalogue.rules.spelling import readings_of
from clerk_app.catalogue.tables import catalogue_aliases, catalogue_current, catalogue_usage
from clerk_app.storage.engine import Store
from clerk_app.storage.facts import fact, set_fact

FORMAT = "2"
"""Changes with `rules.tokens`, `rules.spelling` and `rules.ranking`: a store with another one
is indexed anew."""
_FACT = "search_format"
_BATCH = 400
_MANY = 200
"""Items from which on the index is packed into one piece afterwards."""
_BULK_BYTES = 32 << 20
_INSERT = "INSERT INTO catalogue_search(rowid, words) VALUES (?, ?)"
_COLUMNS = catalogue_current.columns.keys()
_INSERT_ROW = (
    f"INSERT INTO catalogue_current ({', '.join(_COLUMNS)}) "  # noqa: S608  names of columns
    f"VALUES ({', '.join('?' * len(_COLUMNS))})"
)
_DELETE = "DELETE FROM catalogue_search WHERE rowid = ?"

_T = TypeVar("_T")

ITEM, LOCAL = "item", "local"
"""Where an alias comes from: the catalogue, or this workstation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in use: what lists show of it and what it is found by."""

    key: str
    content_hash: str
    id: str
    code: str
    name: str
    department: str
    type: str
    usable: bool
    aliases: tuple[str, ...] = ()


def put(db: Connection, entries: Iterable[Entry]) -> None:
    """Make these items the ones in use, in place of what stood under their keys.

    Use counts and aliases added here stay; the aliases of the catalogue are replaced. Of two
    entries with one key the last counts.
    """
    ensure(db)
    last = {entry.key: entry for entry in entries}
    ranked = sorted(last.values(), key=lambda entry: (len(fold(entry.name)), entry.name))
    with _Bulk(db, len(ranked)):
        for batch in _batches(ranked):
            _replace_aliases(db, batch)
            _put(db, batch)


def drop(db: Connection, keys: Iterable[str]) -> None:
    """Take these items out of use. Their use counts and aliases added here wait for them."""
    ensure(db)
    for batch in _batches(list(dict.fromkeys(keys))):
        _remove(db, list(_ranks(db, batch).values()))
        here = catalogue_aliases.c
        db.execute(delete(catalogue_aliases).where(here.item_key.in_(batch), here.source == ITEM))


def refresh(db: Connection, keys: Iterable[str]) -> None:
    """Index items again whose use count or aliases changed. Keys not in use are passed over."""
    ensure(db)
    for batch in _batches(list(dict.fromkeys(keys))):
        _put(db, _entries(db, batch))


def is_ready(db: Connection) -> bool:
    """Whether the index is in the format this program writes."""
    return fact(db, _FACT) == FORMAT


def ensure(db: Connection) -> bool:
    """Make the index anew if it is in another format; whether it was."""
    if is_ready(db):
        return False
    rebuild(db)
    return True


def ensure_in(store: Store) -> bool:
    """`ensure` in a transaction of its own, begun only when there is something to do.

    Raises what `Store.transaction` raises.
    """
    with store.reading() as db:
        if is_ready(db):
            return False
    with store.transaction() as db:
        return ensure(db)


def rebuild(db: Connection) -> None:
    """Make the whole index anew from the items in use."""
    set_fact(db, _FACT, FORMAT)
    db.exec_driver_sql("INSERT INTO catalogue_search(catalogue_search) VALUES('delete-all')")
    here = catalogue_current.c
    order = select(here.key).order_by(func.length(here.name), here.name)
    keys = list(db.execute(order).scalars())
    with _Bulk(db, len(keys)):
        for batch in _batches(keys):
            _put(db, _entries(db, batch))


def forms_of(name: str, readings: str, aliases: str) -> Iterator[tuple[str, Form]]:
    """All forms an item is found by, each with the alias it belongs to, empty for the name."""
    for form in forms(name, readings):
        yield "", form
    for line in aliases.split("\n") if aliases else ():
        alias, _, spelled = line.partition("\t")
        for form in forms(alias, spelled):
            yield alias, form


def codes_of(*codes: str) -> set[str]:
    """Key, code and id as they are compared."""
    return {fold_code(code) for code in codes} - {""}


class _Bulk:
    """Many items: more memory while they are written, and one piece afterwards."""

    def __init__(self, db: Connection, count: int) -> None:
        self._db, self._many = db, count >= _MANY

    def _set(self, name: str, value: int | None = None) -> None:
        columns, values = ("", "") if value is None else (", rank", f", {value}")
        statement = f"INSERT INTO catalogue_search(catalogue_search{columns}) "
        self._db.exec_driver_sql(f"{statement}VALUES('{name}'{values})")

    def __enter__(self) -> None:
        if self._many:
            self._set("hashsize", _BULK_BYTES)

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        if self._many and kind is None:
            self._set("optimize")
            self._set("hashsize", 1 << 20)


def _batches(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _ranks(db: Connection, keys: Sequence[str]) -> dict[str, int]:
    here = catalogue_current.c
    rows = db.execute(select(here.key, here.rank).where(here.key.in_(keys)))
    return {row.key: row.rank for row in rows}


def _remove(db: Connection, ranks: Sequence[int]) -> None:
    if ranks:
        db.exec_driver_sql(_DELETE, [(rank,) for rank in ranks])
        db.execute(delete(catalogue_current).where(catalogue_current.c.rank.in_(ranks)))


def _entries(db: Connection, keys: Sequence[str]) -> list[Entry]:
    """The items in use as entries, in the order of the keys; aliases come with `_put`."""
    here = catalogue_current.c
    columns = (here.content_hash, here.id, here.code, here.name, here.department, here.type)
    rows = db.execute(select(here.key, *columns, here.usable).where(here.key.in_(keys)))
    found = {row.key: Entry(*row[:7], usable=bool(row.usable)) for row in rows}
    return [found[key] for key in keys if key in found]


def _replace_aliases(db: Connection, entries: Sequence[Entry]) -> None:
    here = catalogue_aliases.c
    keys = [entry.key for entry in entries]
    db.execute(delete(catalogue_aliases).where(here.item_key.in_(keys), here.source == ITEM))
    mine = {(key, alias) for key, found in _aliases(db, keys).items() for alias in found}
    rows = [
        {"item_key": entry.key, "alias": alias, "source": ITEM}
        for entry in entries
        for alias in dict.fromkeys(" ".join(alias.split()) for alias in entry.aliases)
        if fold(alias) and (entry.key, alias) not in mine
    ]
    if rows:
        db.execute(insert(catalogue_aliases), rows)


def _aliases(db: Connection, keys: Sequence[str]) -> dict[str, list[str]]:
    here = catalogue_aliases.c
    query = select(here.item_key, here.alias).where(here.item_key.in_(keys))
    found: dict[str, list[str]] = {}
    for row in db.execute(query.order_by(here.item_key, here.alias)):
        found.setdefault(row.item_key, []).append(row.alias)
    return found


def _put(db: Connection, entries: Sequence[Entry]) -> None:
    keys = [entry.key for entry in entries]
    before, aliases = _ranks(db, keys), _aliases(db, keys)
    use = catalogue_usage.c
    used = db.execute(select(use.key, use.uses, use.hall_uses).where(use.key.in_(keys)))
    uses = {row.key: (row.uses, row.hall_uses) for row in used}
    ranks = _Ranks(db)
    rows, words = [], []
    for entry in entries:
        own, hall = uses.get(entry.key, (0, 0))
        length = len(fold(entry.name))
        least = shelf(uses=own, hall_uses=hall, usable=entry.usable, length=length)
        row = _row(entry, aliases.get(entry.key, ()), ranks.place(least, before.get(entry.key)))
        rows.append(row)
        words.append(words_of(row))
    _remove(db, list(before.values()))
    if rows:
        db.exec_driver_sql(_INSERT_ROW, [tuple([row[c] for c in _COLUMNS]) for row in rows])
        db.exec_driver_sql(_INSERT, words)


class _Ranks:
    """Hands out ranks: an item that stays on its shelf keeps its own."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._next: dict[int, int] = {}

    def place(self, least: int, before: int | None) -> int:
        if before is not None and shelf_of(before) == least:
            return before
        if least not in self._next:
            here = catalogue_current.c.rank
            on_shelf = here.between(least, least + (1 << SEQUENCE_BITS) - 1)
            top = self._db.execute(select(func.max(here)).where(on_shelf)).scalar()
            self._next[least] = least if top is None else top + 1
        rank = self._next[least]
        self._next[least] = rank + 1
        return rank


def _row(entry: Entry, aliases: Sequence[str], rank: int) -> dict[str, Any]:
    """A row of `catalogue_current`."""
    return {
        "rank": rank,
        "key": entry.key,
        "content_hash": entry.content_hash,
        "id": entry.id,
        "code": entry.code,
        "name": entry.name,
        "department": entry.department,
        "type": entry.type,
        "usable": int(entry.usable),
        "readings": readings_of(entry.name),
        "aliases": "\n".join(f"{alias}\t{readings_of(alias)}" for alias in aliases),
    }


def words_of(row: dict[str, Any]) -> tuple[int, str]:
    """Rank and words of a row of `catalogue_current`: its row of `catalogue_search`."""
    return row["rank"], _words(row)


def _words(row: dict[str, Any]) -> str:
    return tokens.document(
        (form for _, form in forms_of(row["name"], row["readings"], row["aliases"])),
        codes_of(row["key"], row["id"], row["code"]),
        row["department"],
        row["type"],
        usable=bool(row["usable"]),
    )
