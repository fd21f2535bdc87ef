"""A hall may amend the sentences; a slip of the pen is named, and old papers keep theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.kinds import KINDS
from clerk_app.notices.wording import Wording, freeze, shipped
from tests.notices.conftest import Printed, joined
from tests.notices.samples import of_kind


@pytest.mark.parametrize("kind", [kind.KIND for kind in KINDS])
def test_the_shipped_wording_of_every_kind_is_sound(kind: str) -> None:
    assert shipped(kind).texts["opening"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('opening = "请于{dead_line}前"', "dead_line"),
        ('opening = "请于{notice_due前"', "大括号"),
        ("opening = 3", "opening"),
        ("opening = ", "acceptance.toml"),
    ],
)
def test_a_slip_in_a_wording_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "acceptance.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Misused) as caught:
        shipped("acceptance", tmp_path)
    assert caught.value.code == "bad_wording"
    assert named in caught.value.message
    assert "acceptance.toml" in caught.value.message


def test_what_a_person_typed_is_never_read_as_a_placeholder() -> None:
    wording = Wording("receipt", {"opening": "收到{applicant}的材料"})
    assert wording.text("opening", {"applicant": "{phone}", "phone": "1"}) == "收到{phone}的材料"


def test_a_sentence_that_is_not_there_is_named() -> None:
    with pytest.raises(Misused, match="closing"):
        Wording("receipt", {}).text("closing", {})


def test_a_frozen_document_keeps_its_sentences_after_the_file_changed(
    printed: Printed, tmp_path: Path
) -> None:
    folder = tmp_path / "wording"
    folder.mkdir()
    old = dict(shipped("acceptance").texts) | {"note": "旧的一句。"}
    lines = [f"{key} = '''{text}'''" for key, text in old.items()]
    (folder / "acceptance.toml").write_text("\n".join(lines), encoding="utf-8")
    facts: DocumentFacts = freeze(of_kind("acceptance"), folder)
    assert "旧的一句。" in joined(printed(facts))
    assert "旧的一句。" not in joined(printed(replace(facts, wording=())))
