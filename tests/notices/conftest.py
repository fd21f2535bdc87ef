"""The fonts of the program and documents rendered once, for the tests of the printed paper."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet, installed
from clerk_app.notices.page import Run
from clerk_app.notices.render import lay_out, render_document

Printed = Callable[..., Path]
Says = Callable[[DocumentFacts], str]


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    """`make setup` puts the fonts there: without them these tests fail, they never skip."""
    return installed()


@pytest.fixture
def printed(fonts: FontSet, tmp_path: Path) -> Printed:
    """Render facts to a PDF file."""

    def render(facts: DocumentFacts, *, reprint: int = 0, boxed: bool = False) -> Path:
        out = tmp_path / f"{facts.kind}-{len(list(tmp_path.iterdir()))}.pdf"
        return render_document(
            facts, out, fonts, journal_code="9F3A61C2", reprint=reprint, boxed=boxed
        )

    return render


@pytest.fixture
def says(fonts: FontSet) -> Says:
    """All text of the laid-out pages in the order it is set, without blanks."""

    def read(facts: DocumentFacts) -> str:
        pages = lay_out(facts, fonts, journal_code="9F3A61C2")
        runs = (mark.text for page in pages for mark in page.marks if isinstance(mark, Run))
        return "".join("".join(runs).split())

    return read


def text_of(path: Path, *options: str) -> str:
    """The text poppler reads from the file."""
    done = subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode("utf-8")


def joined(path: Path) -> str:
    """The text without blanks and line ends, for sentences that a line break may cut."""
    return "".join(text_of(path).split())
