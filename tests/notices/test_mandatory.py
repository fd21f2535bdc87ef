"""Every kind says all it must, read back by two readers; two facts that change places are seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EVERY, Kind
from clerk_app.notices.page import Run
from clerk_app.notices.render import lay_out, render_document
from clerk_app.notices.wording import freeze
from tests.notices import mandatory
from tests.notices.conftest import text_of
from tests.notices.hard import everyday

every_kind = pytest.mark.parametrize("kind", EVERY, ids=[kind.KIND for kind in EVERY])


def set_text(facts: DocumentFacts, fonts: FontSet) -> str:
    """The text of the pages in the order it is set, without blanks."""
    pages = lay_out(facts, fonts, journal_code="9F3A61C2")
    runs = (mark.text for page in pages for mark in page.marks if isinstance(mark, Run))
    return "".join("".join(runs).split())


def missing(text: str, kind: str) -> list[str]:
    """What the kind must say and the text does not."""
    return [words for words in mandatory.KINDS[kind] if words not in text]


def given(facts: DocumentFacts, path: str) -> str:
    """A fact by its name; `order.helper` is one of the record `order`."""
    record, _, name = path.rpartition(".")
    return str(getattr(getattr(facts, record) if record else facts, name))


def put(facts: DocumentFacts, path: str, value: str) -> DocumentFacts:
    """The facts with one of them changed."""
    record, _, name = path.rpartition(".")
    if not record:
        return replace(facts, **{name: value})  # type: ignore[arg-type]  # the field is text
    return replace(facts, **{record: replace(getattr(facts, record), **{name: value})})


def test_every_kind_has_its_list_and_no_list_is_of_nothing() -> None:
    assert {kind.KIND for kind in EVERY} == set(mandatory.KINDS) == set(mandatory.SWAPS)
    assert all(len(words) >= 8 for words in mandatory.KINDS.values())


@every_kind
def test_two_readers_find_every_mandatory_fact(kind: Kind, fonts: FontSet, tmp_path: Path) -> None:
    facts = freeze(everyday(kind.KIND))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="9F3A61C2")
    raw = "".join(text_of(path, "-raw").split())
    second = "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
    for words in mandatory.NEVER.get(kind.KIND, ()):
        assert words not in raw
    assert missing(set_text(facts, fonts), kind.KIND) == []
    alone = {part for words in mandatory.KINDS[kind.KIND] for part in _parts(words)}
    assert {part for part in alone if part not in raw} == set()
    assert {part for part in alone if part not in second} == set()


def _parts(words: str) -> list[str]:
    """Values in pieces no longer than a table's cell: readers put cells in orders of their own."""
    return [words[at : at + 4] for at in range(0, len(words), 4) if len(words[at : at + 4]) == 4]


@every_kind
def test_two_facts_that_change_places_are_missed(kind: Kind, fonts: FontSet) -> None:
    facts = freeze(everyday(kind.KIND))
    one, other = mandatory.SWAPS[kind.KIND]
    first, second = given(facts, one), given(facts, other)
    assert first != second
    swapped = put(put(facts, one, second), other, first)
    assert missing(set_text(swapped, fonts), kind.KIND) != []
