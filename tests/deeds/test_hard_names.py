"""Names of hard characters from the counter to the page, over a real store."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.take_in import Taken, take_in
from clerk_app.desk.messages import explain
from clerk_app.intake import store as intake
from clerk_app.intake.model import OtherHall, Party
from clerk_app.kernel.errors import Refused, Unavailable
from tests.deeds.test_versions import ITEM, asked, load
from tests.notices.conftest import text_of
from tests.support.stores import PASSPHRASE, HandClock, create

NO_NAMES = ["", "·", "···", "\ufe0f", "\U000e0100", "\u0301", "\u2800"]
DECOMPOSED = unicodedata.normalize("NFD", "김철수")


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("names")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        yield opened


def taken(counter: Counter, name: str) -> Taken:
    return take_in(counter, asked(counter, applicant=Party("person", name)))


def kept(counter: Counter, number: str) -> str:
    with counter.store.reading() as db:
        return intake.case(db, counter.viewer, number).applicant


def pages(counter: Counter, made: Taken, folder: Path) -> list[str]:
    """What two readers read on each paper of the case, without blanks."""
    found = []
    for document in made.documents:
        path = folder / f"{document.number}.pdf"
        print_document(counter, made.number, document.number, path)
        found.append("".join(text_of(path, "-raw").split()))
        second = "".join(page.extract_text() for page in PdfReader(path).pages)
        found.append("".join(second.split()))
    return found


def test_a_decomposed_korean_name_prints_whole_and_is_kept_as_typed(
    counter: Counter, tmp_path: Path
) -> None:
    assert len(DECOMPOSED) == 8
    made = taken(counter, DECOMPOSED)
    assert kept(counter, made.number) == DECOMPOSED
    for text in pages(counter, made, tmp_path):
        assert "김철수" in text
        assert not any("\u1100" <= char <= "\u11ff" for char in text)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("m\u0300", ("U+0300",)),
        ("张\u0301三", ("U+0301",)),
        ("\u1112\u119e\u11ab", ("U+1112", "U+119E", "U+11AB")),
    ],
)
def test_what_cannot_be_composed_is_asked_about_and_then_boxed(
    counter: Counter, name: str, codes: tuple[str, ...], tmp_path: Path
) -> None:
    before = counter.journal.count
    with pytest.raises(Unavailable, match="missing_glyph") as caught:
        taken(counter, name)
    told = explain(caught.value)
    assert "字体" not in told.happened + told.means + told.press  # no font draws it
    assert "Alt X" in told.press
    assert counter.journal.count == before
    made = taken(replace(counter, boxed=True), name)
    assert kept(counter, made.number) == name
    for text in pages(counter, made, tmp_path):
        assert all(code in text for code in codes)


@pytest.mark.parametrize("name", NO_NAMES)
def test_nobody_is_taken_in_without_a_name(counter: Counter, name: str) -> None:
    before = counter.journal.count
    with pytest.raises(Refused) as caught:
        taken(counter, name)
    assert caught.value.code == "no_applicant"
    agent = asked(counter, agent=Party("person", name))
    with pytest.raises(Refused) as caught:
        take_in(counter, agent)
    assert caught.value.code == "no_agent_name"
    elsewhere = asked(
        counter, applicant=Party("person", name), for_hall=OtherHall("511699", "测试市示例局")
    )
    with pytest.raises(Refused) as caught:
        collect(counter, elsewhere)
    assert caught.value.code == "no_applicant"
    assert counter.journal.count == before


def test_names_that_print_alike_stay_two_and_the_form_is_told_once(
    counter: Counter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    formed, plain = taken(counter, "葛\U000e0100城"), taken(counter, "葛城")
    told = [record for record in caplog.records if record.name == "clerk.paper"]
    assert [record.levelname for record in told] == ["WARNING"]
    assert told[0].getMessage() == ("“申请人”里的 U+845B 带字形选择符：文书印常用字形，存档照原样")
    assert (kept(counter, formed.number), kept(counter, plain.number)) == (
        "葛\U000e0100城",
        "葛城",
    )
    for text in pages(counter, formed, tmp_path):
        assert "葛城" in text


def test_a_selector_with_nothing_before_it_is_told_and_two_are_one(
    counter: Counter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = taken(counter, "\ufe0f葛\ufe00\U000e0101城")
    told = [each.getMessage() for each in caplog.records if each.name == "clerk.paper"]
    assert told == [
        "“申请人”里的 U+845B 带字形选择符：文书印常用字形，存档照原样",
        "“申请人”里的字形选择符 U+FE0F 前面没有字：文书不印，存档照原样",
    ]
    for text in pages(counter, made, tmp_path):
        assert "葛城" in text
