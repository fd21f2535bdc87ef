"""What stays at the window of a paper that came: originals that are looked at go back at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.catalogue.model import Keep, Material, Necessity
from clerk_app.intake.model import CheckedPaper, PaperState
from clerk_app.intake.rules.kept import is_kept, kept_pieces

LEASE = Material("租赁合同", Necessity.REQUIRED, originals=1, copies=2)
CARD = Material("身份证", Necessity.REQUIRED, originals=1, copies=1, keep=Keep.VERIFIED)
BOOK = Material("户口簿", Necessity.REQUIRED, keep=Keep.VERIFIED)
COPY = Material("复印件", Necessity.REQUIRED, originals=0, copies=2, keep=Keep.VERIFIED)


@pytest.mark.parametrize(
    ("material", "came", "kept"),
    [
        (LEASE, 3, 3),
        (LEASE, 0, 0),
        (None, 2, 2),  # a paper the item does not know is nobody's to look at
        (CARD, 2, 1),
        (CARD, 3, 2),
        (CARD, 1, 0),  # the original alone
        (CARD, 0, 0),
        (BOOK, 1, 0),
        (BOOK, 2, 0),  # no copy is asked for
        (COPY, 2, 2),
    ],
)
def test_the_pieces_beyond_the_originals_stay(
    material: Material | None, came: int, kept: int
) -> None:
    assert kept_pieces(material, came) == kept


@pytest.mark.parametrize(
    ("material", "came", "state", "kept"),
    [
        (LEASE, 1, "in_order", True),
        (LEASE, 0, "in_order", True),  # nobody counted it
        (None, 1, "in_order", True),
        (LEASE, 1, "missing", False),
        (LEASE, 1, "waived_shared", False),
        (CARD, 2, "defective", True),
        (CARD, 1, "in_order", False),
        (CARD, 0, "in_order", False),
        (BOOK, 1, "in_order", False),
    ],
)
def test_whether_anything_of_a_paper_lies_here(
    material: Material | None, came: int, state: str, kept: bool
) -> None:
    paper = replace(CheckedPaper("材料", PaperState(state)), copies=came)
    assert is_kept(material, paper) is kept
