"""What kind of table a row of headings stands over, and what each of its columns is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clerk_app.catalogue.model import LimitUnit
from clerk_app.catalogue.rules.table_headers import Heading

IDENTITY: Final = ("code", "id", "name")
"""Fields that say which item a row is about, the surest first."""

GATHERED: Final = frozenset(
    {"legal_basis", "stages", "delivery", "aliases", "materials", "fee_standard", "fee_basis"}
)
"""Fields to which several columns or rows may add."""

HEADER_WORDS: Final = 3
"""Known headings a row must have to be the header of a table."""


class Kind(StrEnum):
    """What the rows of a table are. `BOTH`: an item's papers stand beside the item itself."""

    ITEMS = "items"
    PAPERS = "papers"
    BOTH = "both"
    SITUATIONS = "situations"


class Scope(StrEnum):
    """What a column speaks of."""

    ITEM = "item"
    PAPER = "paper"
    SITUATION = "situation"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is "" where the heading is not known: kept under its `label`."""

    scope: Scope
    field: str
    label: str
    unit: LimitUnit | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of table and its columns by number."""

    kind: Kind
    columns: Mapping[int, Column]


def is_header(headings: Iterable[Heading]) -> bool:
    """Whether a row of cells is a header."""
    return sum(heading.known for heading in headings) >= HEADER_WORDS


def layout(headings: Mapping[int, Heading], *, alone: bool) -> Layout:
    """Judge a header. `alone`: no other sheet holds items, so this one must."""
    kind, bare_is_paper = _kind(tuple(headings.values()), alone=alone)
    columns: dict[int, Column] = {}
    taken: set[tuple[Scope, str]] = set()
    labels: set[str] = set()
    left = {Kind.SITUATIONS: Scope.SITUATION, Kind.PAPERS: Scope.PAPER}.get(kind, Scope.ITEM)
    for number, heading in sorted(headings.items()):
        if heading.item == heading.paper == "name":  # 名称: of what, the others tell
            scope, field = (Scope.PAPER if bare_is_paper else Scope.ITEM), "name"
        else:
            scope, field = _meaning(heading, kind, left)
        left = left if scope is Scope.NOTHING else scope
        if (scope, field) in taken and field not in GATHERED:
            field = ""
        taken.add((scope, field))
        label = heading.text if field else _free(heading.text, labels)
        labels.add(label)
        columns[number] = Column(scope, field, label, heading.unit)
    return Layout(kind, columns)


def _kind(headings: tuple[Heading, ...], *, alone: bool) -> tuple[Kind, bool]:
    """The kind, and whether a bare 名称 is the name of a paper."""
    situations = {heading.situation for heading in headings}
    if "value" in situations and situations & {"key", "question"}:
        return Kind.SITUATIONS, False
    explicit = any(heading.paper == "name" != heading.item for heading in headings)
    bare = any(heading.paper == heading.item == "name" for heading in headings)
    told = any(heading.item in IDENTITY and not heading.paper for heading in headings)
    papers = any(heading.paper not in {"", "name"} and not heading.item for heading in headings)
    items = any(heading.item not in {"", *IDENTITY} and not heading.paper for heading in headings)
    bare_is_paper = bare and not explicit and papers and told and not items
    if not (papers and (explicit or bare_is_paper)):
        return Kind.ITEMS, False
    return (Kind.BOTH if items or alone else Kind.PAPERS), bare_is_paper


def _meaning(heading: Heading, kind: Kind, left: Scope) -> tuple[Scope, str]:
    """What a column speaks of and its field; an unknown one goes with the column to its left."""
    if heading.skipped and not (heading.item or heading.paper):
        return Scope.NOTHING, ""
    if kind is Kind.SITUATIONS and heading.situation:
        return Scope.SITUATION, heading.situation
    if kind in {Kind.PAPERS, Kind.BOTH} and heading.paper:
        return Scope.PAPER, heading.paper
    if heading.item and (kind in {Kind.ITEMS, Kind.BOTH} or heading.item in IDENTITY):
        return Scope.ITEM, heading.item
    return (left if kind is Kind.BOTH else _OWN[kind]), ""


_OWN: Final = {
    Kind.ITEMS: Scope.ITEM,
    Kind.PAPERS: Scope.PAPER,
    Kind.SITUATIONS: Scope.SITUATION,
}


def _free(label: str, taken: set[str]) -> str:
    if label not in taken:
        return label
    number = 2
    while f"{label}（{number}）" in taken:
        number += 1
    return f"{label}（{number}）"
