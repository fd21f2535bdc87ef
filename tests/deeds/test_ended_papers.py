"""What papers of a case that ended say, whose number is of which sort, and whom an order asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.dual_notice import Told, issue_dual_notice
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.staff_assistance import current_sheet, open_assistance
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import stamp
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE
from clerk_app.staff.model import Authorisation, AuthorisationKind, Client
from tests.notices.test_mandatory import set_text
from tests.support.stores import OPERATOR, HandClock

DAY = 24 * 3600
PERSON = Party("person", "测试申请人", "resident_id", "11010519491231002X")
ITEM: dict[str, Any] = {
    "code": "E-1",
    "name": "测试许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "示例局",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 10, "unit": "工作日"},
    "phone": "0000-1111111",
    "supervision_phone": "0000-9999999",
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "租赁合同", "necessity": "容缺后补", "deferrable": True, "defer_workdays": 3},
    ],
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "终止", "block_months": 3},
}
OTHER = {**ITEM, "code": "E-2", "name": "测试补贴", "phone": "0000-2222222"}
FORM = CheckedPaper("申请书", PaperState.IN_ORDER, copies=1)
LEASE = CheckedPaper("租赁合同", PaperState.IN_ORDER, copies=1)


ITEMS = (
    ITEM,
    OTHER,
)


def take(counter: Counter, *papers: CheckedPaper, **more: Any) -> str:
    asked = Application("E-1", counter.clock.now(), PERSON, papers=papers)
    return take_in(counter, replace(asked, **more)).number


def act(counter: Counter, number: str, name: str, **fields: Any) -> None:
    act_on_case(counter, number, read_act(name, {"at": stamp(counter.clock.now()), **fields}))


def both(counter: Counter, number: str, kind: str) -> tuple[str, str]:
    """The page, and the one in large type."""
    facts = find_document(counter, number, kind).facts
    pages = lay_out(facts, counter.fonts, journal_code="", sheet=A4_LARGE)
    large = "".join("".join(getattr(m, "text", "") for p in pages for m in p.marks).split())
    return set_text(facts, counter.fonts), large


@pytest.fixture
def terminated(counter: Counter, clock: HandClock) -> str:
    number = take(counter, FORM, undertaking_signed=True)
    clock.move(4 * DAY)  # Friday 6 March: the lease was promised by the 5th
    act(counter, number, "return", reason="催告后仍未交来")
    return number


def test_what_was_terminated_may_be_applied_for_again(counter: Counter, terminated: str) -> None:
    page, large = both(counter, terminated, "return")
    assert "终止办理后仍可以重新申请。" in page
    assert "终止办理以后还可以重新申请。" in large
    for text in (page, large):
        assert "退件后" not in text
        assert "退件以后" not in text


def test_why_not_of_what_was_terminated_calls_it_so(counter: Counter, terminated: str) -> None:
    issue_dual_notice(counter, terminated, Told(article="《示例办法》第七条", approver=OPERATOR))
    page, large = both(counter, terminated, "dual_notice")
    assert "1.本件已于2026年3月6日终止办理：逾期没有补齐材料；催告后仍未交来" in page
    assert "本次申请已经结束。还要办的，请重新申请，材料要全部重新提交" in page
    assert "退件" not in page
    assert "退件" not in large


def test_a_word_of_a_machine_names_no_paper(counter: Counter) -> None:
    told = {
        "foreign_pr": "证件号码*****4567",
        "permanent_residence": "证件号码*****4567（外国人永久居留身份证）",
        "taiwan_permit": "证件号码*****4567（台湾居民居住证）",
        "护照": "护照*****4567",
    }
    for id_type, expected in told.items():
        party = Party("person", "测试申请人", id_type, "C01234567")
        agent = Party("person", "测试代办人", id_type, "C01234567")
        number = take(counter, FORM, LEASE, applicant=party, agent=agent)
        page, _ = both(counter, number, "acceptance")
        assert expected in page, id_type
        assert "foreign_pr" not in page
        assert "permit" not in page


def test_an_order_for_two_items_gives_the_telephones_of_both(counter: Counter) -> None:
    letter = Authorisation(
        AuthorisationKind.LETTER,
        "委3号",
        "代办测试许可、测试补贴",
        date(2026, 3, 2),
        date(2026, 3, 31),
    )
    client = Client("测试申请人", "resident_id", "11010519491231002X")
    order = open_assistance(counter, client, authorisation=letter).number
    for item in ("E-1", "E-2"):
        agent = Party("person", OPERATOR)
        take(counter, FORM, LEASE, item=item, agent=agent, agent_order=order)
    page, _ = both(counter, "", current_sheet(counter, order))
    assert "窗口电话：0000-1111111、0000-2222222；监督电话：0000-9999999。" in page
