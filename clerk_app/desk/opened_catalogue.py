"""The catalogue on a real workstation: search box, item page, bundle page. Runs in the worker."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text, tuple_

from clerk_app.catalogue import store
from clerk_app.catalogue.model import LimitUnit, SearchHit, TimeLimit
from clerk_app.catalogue.rules.summary import limit_text
from clerk_app.catalogue.search import usage
from clerk_app.catalogue.search.marks import highlighted
from clerk_app.catalogue.search.query import search
from clerk_app.catalogue.search.suggest import suggest
from clerk_app.catalogue.tables import (
    catalogue_bundles,
    catalogue_current,
    catalogue_items,
    catalogue_usage,
)
from clerk_app.deeds.print_guide import print_guide
from clerk_app.deeds.record_enquiry import (
    NOTICE,
    POST_LICENCE,
    print_enquiry_document,
    record_enquiry,
)
from clerk_app.desk.bundle_port import BundleFile
from clerk_app.desk.item_port import HASH_SHOWN, ItemFile, Noted, NotedPaper, Person, Version
from clerk_app.desk.palette_port import Found, ItemHit, PaletteStart, Wish
from clerk_app.enquiry.model import Asked, Outcome
from clerk_app.intake.store import papers_given
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.storage.faults import disk_faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.deeds.counter import Counter
    from clerk_app.deeds.take_in import Issued
    from clerk_app.intake.model import GivenPaper

MOST_RECENT, MOST_NEAR = 6, 5
MOST_KNOWN = 5_000
"""Versions whose facts are remembered."""


class OpenedCatalogue:
    """`PalettePort`, `ItemPort` and `BundlePort` on a `Counter`. Guides are printed into `out`."""

    def __init__(self, counter: Counter, out: Path) -> None:
        self._counter, self._out = counter, out
        self._facts = Facts()

    # ------------------------------------------------------------ the search box

    def start(self) -> PaletteStart:
        """Counts, filters, favourites and the latest."""
        with self._counter.store.reading() as db:
            kept = usage.favourites(db)
            mine = {hit.key for hit in kept}
            latest = tuple(h for h in usage.recent(db, MOST_RECENT) if h.key not in mine)
            kinds = select(catalogue_current.c.type).where(catalogue_current.c.type != "")
            return PaletteStart(
                items=store.count(db),
                types=tuple(sorted(db.execute(kinds.distinct()).scalars())),
                departments=store.departments(db),
                at_hand=self._facts.of(db, (*kept, *latest)),
            )

    def find(self, wish: Wish, limit: int) -> Found:
        """Hits; where there is none, what may have been meant."""
        with self._counter.store.reading() as db:
            if not wish.text.strip():
                return Found(self._facts.of(db, _listed(db, wish, limit)))
            where, kind = wish.department, wish.type_
            hits = search(db, wish.text, limit, department=where, type_=kind)
            hits = list(highlighted(db, wish.text, hits))
            if hits:
                return Found(self._facts.of(db, hits))
            near = suggest(db, wish.text, MOST_NEAR, department=where, type_=kind)
            return Found((), self._facts.of(db, near))

    def keep(self, key: str, favourite: bool) -> None:
        """★."""
        with self._counter.store.transaction() as db:
            usage.set_favourite(db, key, favourite)

    def note(self, words: str) -> str:
        """首问登记."""
        asked = Asked(subject=words, outcome=Outcome.NO_ITEM)
        return record_enquiry(self._counter, asked).number

    # ------------------------------------------------------------ the item page

    def item(self, key: str) -> ItemFile:
        """The version in use and the others, the latest loaded first."""
        with self._counter.store.reading() as db:
            found = store.item_on(db, key, self._counter.today())
            rows = catalogue_items.c
            query = select(rows.content_hash).where(rows.key == found.key)
            marks = list(db.execute(query.order_by(text("rowid DESC"))).scalars())
            kept = (each for each in marks if each != found.content_hash)
            versions = tuple(_version(store.item_version(db, found.key, each)) for each in kept)
        return ItemFile(found, versions)

    def version(self, key: str, content_hash: str) -> ServiceItem:
        """One version."""
        with self._counter.store.reading() as db:
            return store.item_version(db, key, content_hash)

    def given(self, key: str, person: Person) -> tuple[GivenPaper, ...]:
        """Papers of the applicant that fit the item."""
        counter = self._counter
        with counter.store.reading() as db:
            wanted = store.item_on(db, key, self._counter.today()).materials
            return papers_given(
                db,
                counter.viewer,
                person.id_type,
                person.number,
                today=counter.today(),
                wanted=wanted,
            )

    def print_guide(self, key: str, answers: Mapping[str, str]) -> str:
        """办事指南, of the version in use."""
        self._make_room()
        with self._counter.store.reading() as db:
            found = store.item_on(db, key, self._counter.today())
        path = self._out / f"guide-{found.content_hash[:HASH_SHOWN]}.pdf"
        print_guide(self._counter, found, answers, path)
        return str(path)

    def note_item(self, key: str, answers: Mapping[str, str]) -> Noted:
        """咨询告知书: recorded first, printed after; the record stands without the paper."""
        asked = Asked(item=key, answers=tuple(answers.items()), outcome=Outcome.ANSWERED)
        return self._record(asked, {NOTICE: "告知书"})

    def note_licences(self, key: str, answers: Mapping[str, str], enterprise: str) -> Noted:
        """咨询告知书 and 后置审批一次性告知书; without a kind the first holds the whole list."""
        given = tuple(answers.items())
        asked = Asked(item=key, answers=given, outcome=Outcome.ANSWERED, enterprise=enterprise)
        notice = "告知书" if enterprise else "写有后置审批的告知书"
        return self._record(asked, {NOTICE: notice, POST_LICENCE: "后置审批告知书"})

    def _record(self, asked: Asked, names: Mapping[str, str]) -> Noted:
        """Record, then print each paper; one that fails keeps no other back."""
        recorded = record_enquiry(self._counter, asked)
        papers = (self._put(recorded.number, each, names) for each in recorded.documents)
        return Noted(recorded.number, tuple(papers))

    def _put(self, enquiry: str, paper: Issued, names: Mapping[str, str]) -> NotedPaper:
        name = names[paper.kind]
        path = self._out / f"{paper.number}-{paper.kind}.pdf"
        try:
            self._make_room()
            print_enquiry_document(self._counter, enquiry, paper.number, path)
        except ClerkError as error:
            return NotedPaper(name, trouble=error.message)
        return NotedPaper(name, str(path))

    # ------------------------------------------------------------ the bundle page

    def bundle(self, key: str) -> BundleFile:
        """A bundle and those of its items that are here."""
        with self._counter.store.reading() as db:
            return bundle_file(db, key)

    def _make_room(self) -> None:
        with disk_faults():
            self._out.mkdir(parents=True, exist_ok=True)


def bundle_file(db: Connection, key: str) -> BundleFile:
    """A bundle in use and those of its items that are here. Raises `Refused`
    (`unknown_bundle`)."""
    found = store.bundle(db, key)
    if found is None:
        raise Refused("unknown_bundle", f"事项库里没有一件事“{key}”")
    return BundleFile(found, store.items_of(db, found.items))


def _listed(db: Connection, wish: Wish, limit: int) -> tuple[SearchHit, ...]:
    """The items of a department or a type, in the order of every list."""
    item, use = catalogue_current.c, catalogue_usage.c
    columns = (item.key, item.id, item.code, item.name, item.department, item.type, item.usable)
    query = select(*columns, use.uses, use.favourite).select_from(
        catalogue_current.outerjoin(catalogue_usage, use.key == item.key)
    )
    if wish.department:
        query = query.where(item.department == wish.department)
    if wish.type_:
        query = query.where(item.type == wish.type_)
    return tuple(
        SearchHit(*row[:6], usable=bool(row[6]), uses=row[7] or 0, favourite=bool(row[8]))
        for row in db.execute(query.order_by(item.rank).limit(limit))
    )


class Facts:
    """What a line of the search box says of an item beyond the index, by content hash.

    A version never changes, so what was read of it once holds. Contents are not checked here:
    a damaged one is told when it is opened.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, int | None]] = {}

    def of(self, db: Connection, hits: Sequence[SearchHit]) -> tuple[ItemHit, ...]:
        """The hits with promise and number of papers."""
        here = catalogue_current.c
        wanted = here.key.in_([hit.key for hit in hits])
        rows = db.execute(select(here.key, here.content_hash).where(wanted))
        marks = {row.key: row.content_hash for row in rows}
        self._read(db, [(k, mark) for k, mark in marks.items() if mark not in self._known])
        bare: tuple[str, int | None] = ("", None)
        return tuple(ItemHit(hit, *self._known.get(marks.get(hit.key, ""), bare)) for hit in hits)

    def _read(self, db: Connection, pairs: Sequence[tuple[str, str]]) -> None:
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        for table in (catalogue_items, catalogue_bundles) if pairs else ():
            rows = table.c
            named = tuple_(rows.key, rows.content_hash).in_(pairs)
            query = select(rows.content_hash, rows.content).where(named)
            for mark, content in db.execute(query):
                self._known[mark] = _facts(str(content))


def _facts(content: str) -> tuple[str, int | None]:
    """Pace and number of papers of an item's content, number of items of a bundle's."""
    try:
        raw: dict[str, Any] = json.loads(content)
        if "items" in raw:
            return "", len(raw["items"])
        limit = raw.get("promised_limit")
        pace = str(raw.get("handling") or "")
        if limit:
            promise = TimeLimit(int(limit["value"]), LimitUnit(limit["unit"]))
            pace = f"承诺 {limit_text(promise)}"
        return pace, len(raw.get("materials", ())) if raw.get("materials_complete", True) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", None


def _version(item: ServiceItem) -> Version:
    return Version(item.content_hash, item.version, item.effective_from, item.effective_to)
