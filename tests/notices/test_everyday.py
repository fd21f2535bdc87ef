"""An ordinary citizen's paper is one sheet: what follows on a second is lost or not read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.notices.fonts import FontSet
from clerk_app.notices.render import lay_out
from clerk_app.notices.wording import freeze
from tests.notices.hard import everyday

ONE_SHEET = (
    "acceptance",
    "one_time_notice",
    "conditional_acceptance",
    "undertaking",
    "non_acceptance",
    "not_needed",
    "correction_receipt",
    "suspension",
    "extension",
    "closure",
    "delivery_receipt",
    "return",
    "dual_notice",
    "transfer_slip",
    "material_list",
    "reminder",
)


@pytest.mark.parametrize("kind", ONE_SHEET)
def test_an_everyday_paper_is_one_sheet(kind: str, fonts: FontSet) -> None:
    pages = lay_out(freeze(everyday(kind)), fonts, journal_code="9F3A61C2", reprint=2)
    assert len(pages) == 1


@pytest.mark.parametrize("kind", ONE_SHEET)
def test_who_applies_and_who_acts_for_them_need_no_second_sheet(kind: str, fonts: FontSet) -> None:
    told = replace(
        everyday(kind), id_kind="居民身份证", agent_id_masked="110***********0036",
        applicant_phone="138-0000-0001" if kind == "transfer_slip" else "",
    )  # fmt: skip
    if told.act and kind == "delivery_receipt":
        told = replace(told, act=replace(told.act, proxy_authority="申请时登记的代办人"))
    assert len(lay_out(freeze(told), fonts, journal_code="9F3A61C2", reprint=2)) == 1
