"""No clerk reads a code: every remark the catalogue can make has the hall's word."""

from __future__ import annotations

import re
from pathlib import Path

from clerk_app.desk.finding_words import WORDS

ROOT = Path(__file__).parents[2] / "clerk_app" / "catalogue"
REMARK = re.compile(
    r"(?:warn|Finding|ImportWarning|SituationFault|ItemRefused|note|_note|problem)\(\s*"
    r'"([a-z]+_[a-z_]+)"'
)


def test_every_remark_in_the_code_has_its_word() -> None:
    found = {
        code for path in ROOT.rglob("*.py") for code in REMARK.findall(path.read_text("utf-8"))
    }
    assert len(found) > 30
    assert found - WORDS.keys() == set()


def test_words_are_short_and_chinese() -> None:
    assert all(2 <= len(word) <= 9 for word in WORDS.values())
    assert not any(re.search("[a-z_]", word) for word in WORDS.values())
