"""Every kind says all it must, read back by two readers; two facts that change places are seen."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EVERY, Kind
from clerk_app.notices.page import Run
from clerk_app.notices.render import lay_out, render_document
from clerk_app.notices.wording import freeze
from tests.notices import mandatory
from tests.notices.conftest import text_of
from tests.notices.mandatory_facts import FACTS
from tests.notices.told import given, put, told, type_of

every_kind = pytest.mark.parametrize("kind", EVERY, ids=[kind.KIND for kind in EVERY])


def set_text(facts: DocumentFacts, fonts: FontSet) -> str:
    """The text of the pages in the order it is set, without blanks."""
    pages = lay_out(facts, fonts, journal_code="9F3A61C2")
    runs = (mark.text for page in pages for mark in page.marks if isinstance(mark, Run))
    return "".join("".join(runs).split())


def missing(text: str, kind: str) -> list[str]:
    """What the kind must say and the text does not."""
    return [words for words in mandatory.KINDS[kind] if not _sought(words).search(text)]


@lru_cache(maxsize=1024)
def _sought(words: str) -> re.Pattern[str]:
    return re.compile(".{0,30}?".join(re.escape(part) for part in words.split("…")))


def test_every_kind_has_its_list_and_no_list_is_of_nothing() -> None:
    assert {kind.KIND for kind in EVERY} == set(mandatory.KINDS) == set(FACTS)
    assert all(len(words) >= 8 for words in mandatory.KINDS.values())
    assert all(len(set(facts)) == len(facts) >= 11 for facts in FACTS.values())


@every_kind
def test_two_readers_find_every_mandatory_fact(kind: Kind, fonts: FontSet, tmp_path: Path) -> None:
    """The label beside its value, as it is read from the file."""
    facts = freeze(told(kind.KIND))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="9F3A61C2")
    raw = "".join(text_of(path, "-raw").split())
    second = "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
    for words in mandatory.NEVER.get(kind.KIND, ()):
        assert words not in raw
    assert missing(set_text(facts, fonts), kind.KIND) == []
    assert missing(raw, kind.KIND) == []
    alone = {part for words in mandatory.KINDS[kind.KIND] for part in _parts(words)}
    assert {part for part in alone if part not in second} == set()


def _parts(words: str) -> list[str]:
    """Values in pieces no longer than a table's cell: readers put cells in orders of their own."""
    every = (part[at : at + 4] for part in words.split("…") for at in range(0, len(part), 4))
    return [part for part in every if len(part) == 4]


@every_kind
def test_two_facts_that_change_places_are_missed(
    kind: Kind, fonts: FontSet, request: pytest.FixtureRequest
) -> None:
    """Every pair of one type among the facts the list names; of pairs of text every seventh, and
    all of them with `--long`."""
    facts, unseen = freeze(told(kind.KIND)), []
    every = bool(request.config.getoption("--long"))
    tried = 0
    for one, other in combinations(FACTS[kind.KIND], 2):
        first, second = given(facts, one), given(facts, other)
        if first == second or type_of(first) != type_of(second):
            continue
        tried += 1
        if type_of(first) == "text" and tried % 7 and not every:
            continue
        swapped = put(put(facts, one, second), other, first)
        try:
            text = set_text(swapped, fonts)
        except ClerkError:
            continue  # it cannot be printed at all
        if not missing(text, kind.KIND):
            unseen.append((one, other))
    assert unseen == []
    assert tried >= 20


SAID_ANYWAY = {("material_list", "papers.0.keep")}
"""Facts that stand on the page when nobody said them: 收取 is what is done with a paper."""


@every_kind
def test_each_fact_that_is_left_out_is_missed(kind: Kind, fonts: FontSet) -> None:
    facts = freeze(told(kind.KIND))
    unseen = []
    for path in FACTS[kind.KIND]:
        if (kind.KIND, path) in SAID_ANYWAY:
            continue
        value = given(facts, path)
        try:
            text = set_text(put(facts, path, 0 if isinstance(value, int) else ""), fonts)
        except ClerkError:
            continue
        if not missing(text, kind.KIND):
            unseen.append(path)
    assert unseen == []
