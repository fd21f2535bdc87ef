"""Pages that were issued before looks had numbers print as they did, mark for mark."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from clerk_app.journal.canonical import canonical
from clerk_app.notices.facts import from_body
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Bars, Page, Rule, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import sheet_of

BEFORE = Path(__file__).parents[1] / "data" / "issued_before.jsonl"
"""Bodies of `document.issued` and the digest of their pages, written by the program before."""
SECOND = BEFORE.with_name("issued_template_2.jsonl")
"""The same of look 2: everyday and hardest facts of every kind, on every sheet it goes on."""


def stored(path: Path = BEFORE) -> list[dict[str, Any]]:
    """One object a line: body, reprint, and pages and sha256 of its sheet or sheets."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def digest(pages: Iterable[Page]) -> str:
    """Every mark with its place, in its order."""
    told = hashlib.sha256()
    for page in pages:
        told.update(f"{page.width:.3f} {page.height:.3f} {page.number}/{page.total}\n".encode())
        for mark in page.marks:
            told.update(_line(mark).encode())
    return told.hexdigest()


def _line(mark: Run | Rule | Bars) -> str:
    if isinstance(mark, Run):
        at = f"{mark.x:.3f} {mark.y:.3f} {mark.size:.2f} {mark.spacing:.4f} {mark.grey:.2f}"
        return f"run {at} {mark.face.value} {mark.text}\n"
    if isinstance(mark, Rule):
        at = f"{mark.x1:.3f} {mark.y1:.3f} {mark.x2:.3f} {mark.y2:.3f}"
        return f"rule {at} {mark.width:.3f} {mark.grey:.2f} {mark.dash:.2f}\n"
    return f"bars {mark.grey:.2f} {[tuple(f'{v:.3f}' for v in box) for box in mark.boxes]}\n"


def test_every_kind_issued_before_is_among_them() -> None:
    assert len({row["body"]["kind"] for row in stored()}) == 20
    assert all("template" not in row["body"] for row in stored())


@pytest.mark.parametrize("row", stored(), ids=lambda row: row["body"]["kind"])
def test_a_page_issued_before_prints_as_it_did(row: dict[str, Any], fonts: FontSet) -> None:
    facts = from_body(row["body"])
    pages = lay_out(facts, fonts, journal_code="9F3A61C2", reprint=row["reprint"])
    assert len(pages) == row["pages"]
    assert fonts.absent or digest(pages) == row["sha256"]  # other faces, other places
    assert json.loads(canonical(facts.to_body())) == row["body"]


def test_every_kind_of_the_second_look_is_among_them() -> None:
    assert len({row["body"]["kind"] for row in stored(SECOND)}) == 25
    assert {row["body"]["template"] for row in stored(SECOND)} == {2}
    assert sum(len(row["sheets"]) for row in stored(SECOND)) == 124


@pytest.mark.parametrize("row", stored(SECOND), ids=lambda row: row["body"]["kind"])
def test_a_page_of_the_second_look_prints_as_it_did(row: dict[str, Any], fonts: FontSet) -> None:
    facts = from_body(row["body"])
    for name, (count, sha256) in row["sheets"].items():
        pages = lay_out(
            facts,
            fonts,
            journal_code="9F3A61C2",
            reprint=row["reprint"],
            sheet=sheet_of(name),
        )
        assert (name, len(pages)) == (name, count)
        assert fonts.absent or (name, digest(pages)) == (name, sha256)
    assert json.loads(canonical(facts.to_body())) == row["body"]
