"""Slips: room round the code, parts that stay whole, nothing that separates at a line's end."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PIL import ImageOps

from clerk_app.notices.escpos import rasterise
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Bars, Page, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import SLIP_58, SLIP_80, Sheet
from clerk_app.notices.wording import freeze
from tests.notices.daily import daily

SLIPS = (SLIP_80, SLIP_58)
LONG_QUERY = "https://zwfw.example.gov.cn/queue?number=A038&hall=511602001&on=20260302"


def page_of(kind: str, sheet: Sheet, fonts: FontSet, query: str = "") -> Page:
    facts = daily(kind)
    facts = replace(facts, query=query or facts.query)
    (page,) = lay_out(freeze(facts), fonts, journal_code="9F3A61C2", reprint=2, sheet=sheet)
    return page


def lines(page: Page) -> list[str]:
    told: dict[float, str] = {}
    for run in sorted((m for m in page.marks if isinstance(m, Run)), key=lambda r: (r.y, r.x)):
        told[run.y] = told.get(run.y, "") + run.text
    return list(told.values())


@pytest.mark.parametrize("query", ["", LONG_QUERY])
@pytest.mark.parametrize("sheet", SLIPS, ids=["80", "58"])
def test_four_modules_are_free_round_the_code(sheet: Sheet, query: str, fonts: FontSet) -> None:
    """Of the dots as they are printed: not a black one within four modules of the code."""
    page = page_of("ticket", sheet, fonts, query)
    (code,) = (mark for mark in page.marks if isinstance(mark, Bars))
    picture = rasterise(page, fonts)
    alone = rasterise(replace(page, marks=(code,)), fonts)
    ink = ImageOps.invert(alone.convert("L")).getbbox()
    assert ink
    left, top, right, bottom = ink
    module = min(box[3] for box in code.boxes) * 203 / 72
    quiet = round(4 * module)
    assert module == pytest.approx(round(module), abs=0.01)
    across, rest = divmod(right - left, round(module))
    assert rest == 0
    assert across * (round(module) + 1) > 176  # no larger one goes into the place kept for it
    assert left >= quiet
    assert right + quiet <= picture.width
    around = picture.crop((left - quiet, top - quiet, right + quiet, bottom + quiet)).copy()
    around.paste(1, (quiet, quiet, quiet + right - left, quiet + bottom - top))
    assert around.convert("L").getextrema() == (255, 255)
    assert [each.text for each in zxingcpp.read_barcodes(picture.convert("L"))] == [
        query or daily("ticket").query
    ]


@pytest.mark.parametrize("kind", ["ticket", "daily_slip"])
@pytest.mark.parametrize("sheet", SLIPS, ids=["80", "58"])
def test_no_part_of_head_and_foot_is_cut(kind: str, sheet: Sheet, fonts: FontSet) -> None:
    told = lines(page_of(kind, sheet, fonts))
    parts = ["补打 2 次", "存证码 9F3A61C2", "版式 3"]
    parts += ["监督电话 12345"] if kind == "ticket" else []
    for part in parts:
        assert any(part in text for text in told), (part, told)
    if kind == "daily_slip":
        assert sum("补打 2 次" in text for text in told) == 2
    assert [text for text in told if text.strip().startswith("·")] == []
    assert [text for text in told if text.strip().endswith("·")] == []
