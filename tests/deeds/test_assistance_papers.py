"""帮办代办单 as real orders print them: cases taken in on one, help without an authority."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.staff_assistance import current_sheet, open_assistance
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE
from clerk_app.staff.model import Authorisation, AuthorisationKind, Client, Help
from tests.deeds.test_versions import ITEM
from tests.notices.test_mandatory import set_text
from tests.support.stores import OPERATOR, PASSPHRASE, HandClock, create

CALLED = {**ITEM, "phone": "0000-1111111", "supervision_phone": "0000-2222222"}
OTHER = {**CALLED, "code": "T-2", "name": "测试补贴", "type": "公共服务"}
CLIENT = Client("测试申请人", "other", "X1")
LETTER = Authorisation(
    AuthorisationKind.LETTER,
    "委3号",
    "代为办理测试许可、测试补贴",
    date(2026, 3, 2),
    date(2026, 3, 31),
)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    create(tmp_path / "w")
    with Workstation(HandClock()).open(tmp_path / "w", PASSPHRASE) as opened:
        path = tmp_path / "list.json"
        path.write_text(json.dumps([CALLED, OTHER]), encoding="utf-8")
        import_catalogue(opened, [path])
        yield opened


def take(counter: Counter, order: str, **more: Any) -> str:
    names = ("申请书", "租赁合同")
    papers = tuple(CheckedPaper(name, PaperState.IN_ORDER, copies=1) for name in names)
    applicant = Party("person", "测试申请人", "other", "X1")
    asked = Application("T-1", counter.clock.now(), applicant, papers=papers)
    agent = Party("person", OPERATOR)
    return take_in(counter, replace(asked, agent=agent, agent_order=order, **more)).number


def both(counter: Counter, sheet: str) -> tuple[str, str]:
    """The page, and the one in large type."""
    facts = find_document(counter, "", sheet).facts
    pages = lay_out(facts, counter.fonts, journal_code="", sheet=A4_LARGE)
    large = "".join("".join(getattr(m, "text", "") for p in pages for m in p.marks).split())
    return set_text(facts, counter.fonts), large


def test_a_case_taken_in_on_an_order_stands_on_its_next_sheet(counter: Counter) -> None:
    order = open_assistance(counter, CLIENT, authorisation=LETTER).number
    other = open_assistance(counter, CLIENT, authorisation=LETTER).number
    assert "办理事项" not in both(counter, order)[0]
    first = take(counter, order)
    sheet = current_sheet(counter, order)
    assert sheet == f"{order}-02"
    text = both(counter, sheet)[0]
    for expected in (
        f"服务内容代办（办件{first}）",
        "办理事项测试许可",
        "事项编码T-1",
        "窗口电话：0000-1111111",
        "监督电话：0000-2222222",
    ):
        assert expected in text, expected
    assert current_sheet(counter, order) == sheet  # nothing happened since
    second = take(counter, order, item="T-2")
    text = both(counter, current_sheet(counter, order))[0]
    assert f"服务内容代办（办件{first}、{second}）" in text
    assert "办理事项测试许可、测试补贴" in text
    assert current_sheet(counter, other) == other


def test_help_without_an_authority_is_no_commission(counter: Counter) -> None:
    order = open_assistance(counter, CLIENT, kind=Help.HELP).number
    for text in both(counter, order):
        assert "委托" not in text
        assert "申请人测试申请人" in text
        assert "一式两份：申请人一份，窗口存档一份" in text
        assert "帮办人员不得收受财物" in text
    assert f"{OPERATOR}帮助测试申请人办事" in both(counter, order)[0]


def test_to_act_for_somebody_is_one(counter: Counter) -> None:
    order = open_assistance(counter, CLIENT, authorisation=LETTER).number
    text = both(counter, order)[0]
    assert f"{OPERATOR}受测试申请人委托" in text
    assert "只在委托的范围内办理" in text
