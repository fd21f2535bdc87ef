"""A character no font has: nothing is committed, unless the clerk chose its code in a box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_document import box_document, find_document, print_document
from clerk_app.deeds.print_more import save_pdf
from clerk_app.deeds.take_in import Taken, take_in
from clerk_app.intake import store as intake
from clerk_app.intake.model import Party
from clerk_app.kernel.errors import Unavailable
from clerk_app.notices.fonts import FILES, FontSet, installed
from clerk_app.notices.page import Face
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.stores import PASSPHRASE, HandClock, create

NO_FONT = "张\U000323af"
NOTE = "□内为该字的代码"


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("boxed")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        yield opened


def taken(counter: Counter, name: str) -> Taken:
    return take_in(counter, asked(counter, applicant=Party("person", name)))


def words(path: Path) -> str:
    return "".join("".join(p.extract_text() for p in PdfReader(path).pages).split())


def without_rare_font(counter: Counter, folder: Path) -> Counter:
    """The same workstation on a machine that lacks the font of rare characters."""
    folder.mkdir()
    for face, name in FILES.items():
        if face is not Face.RARE:
            (folder / name).symlink_to(installed().folder / name)
    poorer = replace(counter)
    vars(poorer)["fonts"] = FontSet(folder)
    return poorer


def test_the_refusal_names_the_character_and_where_it_stands(counter: Counter) -> None:
    before = counter.journal.count
    with counter.store.reading() as db:
        held = before(db)
    with pytest.raises(Unavailable, match=r"missing_glyph.*申请人.*U\+323AF"):
        taken(counter, NO_FONT)
    with counter.store.reading() as db:
        assert before(db) == held


def test_the_choice_is_in_the_facts_so_that_a_reprint_shows_the_code_too(
    counter: Counter, tmp_path: Path
) -> None:
    made = taken(replace(counter, boxed=True), NO_FONT)
    assert find_document(counter, made.number, "one_time_notice").facts.boxed
    for name in ("first", "again"):  # nobody has to choose a second time
        print_document(counter, made.number, "one_time_notice", tmp_path / f"{name}.pdf")
        text = words(tmp_path / f"{name}.pdf")
        assert "U+323AF" in text
        assert NOTE in text
    whole = taken(replace(counter, boxed=True), "张三测试")
    assert not find_document(counter, whole.number, "one_time_notice").facts.boxed


def test_a_page_committed_elsewhere_is_boxed_by_choice_once_and_for_all(
    counter: Counter, tmp_path: Path
) -> None:
    made = taken(counter, "测试\U00020001")
    poorer = without_rare_font(counter, tmp_path / "fonts")
    path = tmp_path / "a.pdf"
    with pytest.raises(Unavailable, match="missing_glyph"):
        print_document(poorer, made.number, "receipt", path)
    with counter.store.reading() as db:
        before = intake.case(db, counter.viewer, made.number)
    assert not box_document(counter, made.number, "receipt")  # nothing is missing there
    assert box_document(poorer, made.number, "receipt")
    assert not box_document(poorer, made.number, "receipt")
    with counter.store.reading() as db:
        after = intake.case(db, counter.viewer, made.number)
    assert replace(after, version=before.version) == before
    print_document(poorer, made.number, "receipt", path)
    assert "U+20001" in words(path)
    save_pdf(poorer, made.number, "receipt", tmp_path / "copy.pdf")
    assert "U+20001" in words(tmp_path / "copy.pdf")
    with pytest.raises(Unavailable, match="missing_glyph"):  # another document, not chosen for
        print_document(poorer, made.number, "one_time_notice", path)


def test_a_paper_of_no_case_is_boxed_too(counter: Counter, tmp_path: Path) -> None:
    clerk = replace(counter.clerk, name="测试\U00020001")
    issued = issue_daily_slip(replace(counter, clerk=clerk))
    poorer = without_rare_font(counter, tmp_path / "fonts")
    assert box_document(poorer, "", issued.number)
    found = find_document(poorer, "", issued.number)
    assert (found.facts.boxed, found.printed) == (True, 0)
