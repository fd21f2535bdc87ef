"""Papers of the later life of a case, as the real acts of a real encrypted store print them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.agency_numbers import lease_numbers
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import find_document, make_page, recorded
from clerk_app.deeds.take_in import take_in
from clerk_app.intake import store as intake
from clerk_app.intake.model import CaseState, CheckedPaper, OtherHall, PaperState
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import CHINA, stamp
from clerk_app.kernel.errors import ClerkError
from tests.deeds.test_versions import ITEM, asked, load
from tests.notices.conftest import text_of
from tests.support.stores import HALL_NAME, OPERATOR, PASSPHRASE, HandClock, create

DAY = 24 * 3600
COMPLETE = (
    CheckedPaper("申请书", PaperState.IN_ORDER, copies=1),
    CheckedPaper("租赁合同", PaperState.IN_ORDER, copies=1),
)
THERE = OtherHall("511602", "测试市示例局")
LICENCE = {"name": "示例许可证", "number": "示字000176号", "valid_until": "2031-03-09"}
SERVICE = {**ITEM, "code": "T-2", "name": "测试补贴", "type": "公共服务"}
UNNUMBERED = {**ITEM, "code": "T-4", "department": "示例所"}
DELIVERED = {
    **ITEM,
    "code": "T-3",
    "delivery": ["下载电子证照"],
    "phone": "0000-0000001",
    "supervision_phone": "0000-0000100",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acts")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        for item in (ITEM, SERVICE, DELIVERED, UNNUMBERED):
            load(opened, folder, item)
        lease_numbers(
            opened,
            "示例局",
            "示例许决〔{year}〕{n}号",
            first=7,
            last=9,
            year=2026,
            kinds=("denial",),
        )
    return folder / "w"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()  # Monday 2 March 2026, 10:05


@pytest.fixture
def counter(made: Path, tmp_path: Path, clock: HandClock) -> Iterator[Counter]:
    folder = Path(shutil.copytree(made, tmp_path / "w"))
    with Workstation(clock).open(folder, PASSPHRASE) as opened:
        yield opened


def accepted(counter: Counter, **more: Any) -> str:
    application = replace(asked(counter, papers=COMPLETE), **more)
    return take_in(counter, application).number


def act(counter: Counter, number: str, name: str, **fields: Any) -> None:
    at = {"at": stamp(counter.clock.now())}
    act_on_case(counter, number, read_act(name, {**at, **fields}))


def case(counter: Counter, number: str) -> CaseState:
    with counter.store.reading() as db:
        return intake.case(db, counter.viewer, number)


def page(counter: Counter, number: str, kind: str, folder: Path, sheet: str = "") -> str:
    """What poppler reads off the printed paper, without blanks."""
    out = folder / f"{kind}{sheet}.pdf"
    facts, code, reprint = recorded(counter, number, kind)
    make_page(counter, facts, code, reprint, out, sheet=sheet)
    return "".join(text_of(out, "-raw").split())


def pages(folder: Path, kind: str, sheet: str = "") -> list[str]:
    found = PdfReader(folder / f"{kind}{sheet}.pdf").pages
    return ["".join(each.extract_text().split()) for each in found]


def denied(counter: Counter, **more: Any) -> str:
    number = accepted(counter, **more)
    act(counter, number, "opinion", reason="现场核查不合格")
    act(
        counter, number, "deny",
        approver=OPERATOR, reason="经营场所不符合要求", basis="《测试条例》第三条",
    )  # fmt: skip
    return number


def granted(counter: Counter) -> str:
    number = accepted(counter)
    act(counter, number, "decide", approver=OPERATOR, result=LICENCE)
    return number


# ---------------------------------------------------------------- 特别程序告知书


def test_a_special_procedure_tells_its_expected_end_and_the_dates_it_moves(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    """Accepted on Monday 2 March: five workdays are the 9th, twenty are the 30th. Three workdays
    from Tuesday the 3rd end on Thursday the 5th and move both by three workdays."""
    number = accepted(counter)
    clock.move(DAY)
    act(counter, number, "suspend", special="检验", reason="用水抽样检验", days=3)
    text = page(counter, number, "suspension", tmp_path)
    for expected in (
        "程序种类检验",
        "所需时间3个工作日",
        "起止日期2026年3月3日至2026年3月5日（预计）",
        "承诺办结（预计顺延后），不迟于",
        "2026年3月12日",
        "原为2026年3月9日",
        "法定时限（预计顺延后），不迟于",
        "2026年4月2日",
        "原为2026年3月30日",
        "按特别程序实际结束的日期顺延",
        "凭办件编号和查询码向本窗口查询",
    ):
        assert expected in text, expected
    assert "另行告知" not in text  # nothing is issued when it ends
    assert case(counter, number).promised_due == "2026-03-09"  # expected, not yet so
    clock.move(2 * DAY)
    act(counter, number, "resume")
    after = case(counter, number)
    assert (after.promised_due, after.statutory_due) == ("2026-03-12", "2026-04-02")
    clock.move(DAY)
    act(counter, number, "suspend", special="听证", reason="申请人要求听证", days=1)
    again = page(counter, number, case(counter, number).documents[-1].number, tmp_path)
    assert "此前的特别程序不计入办理期限的时间：3个工作日" in again
    assert "2026年3月6日至2026年3月6日（预计）" in again
    assert "2026年3月13日原为2026年3月12日" in again.replace("法定时限（预计顺延后），不迟于", "")


def test_an_expected_date_that_rests_on_no_published_calendar_is_answered_for(
    made: Path, tmp_path: Path
) -> None:
    """Ten workdays from Tuesday 22 December 2026 end on Monday 4 January 2027 if only weekends are
    free: nobody has published that year, and the date is 暂定."""
    folder = Path(shutil.copytree(made, tmp_path / "w"))
    clock = HandClock(datetime(2026, 12, 21, 10, 5, tzinfo=CHINA))
    with Workstation(clock).open(folder, PASSPHRASE) as counter:
        number = accepted(counter, item="T-2")
        clock.move(DAY)
        why = {"special": "鉴定", "reason": "送检", "days": 10}
        with pytest.raises(ClerkError) as caught:
            act(counter, number, "suspend", **why)
        assert caught.value.code == "provisional_unapproved"
        act(counter, number, "suspend", **why, provisional_approved_by=OPERATOR)
        text = page(counter, number, "suspension", tmp_path)
        assert "至2027年1月4日（暂定）（预计）" in text
        assert "原为2026年12月28日" in text


# ---------------------------------------------------------------- 不予许可决定书


def test_an_everyday_denial_is_two_pages_headed_by_who_decides(
    counter: Counter, tmp_path: Path
) -> None:
    number = denied(counter)
    text = page(counter, number, "denial", tmp_path)
    assert "示例局不予许可决定书示例许决〔2026〕7号" in text
    assert f"办理窗口：{HALL_NAME}1号窗口" in text
    assert "申请人：" not in text  # the letter is addressed to the person
    assert "测试𬱖䶮：" in text
    first, last = pages(tmp_path, "denial")
    assert "（盖章）" in last
    assert "申请行政复议" in last
    assert first.startswith("办件编号")


def test_an_opinion_is_signed_with_a_name_and_never_with_an_account(
    counter: Counter, tmp_path: Path
) -> None:
    number = accepted(counter)
    act(counter, number, "opinion", reason="材料已核")
    act(counter, number, "opinion", reason="现场核查不合格", operator="示例所 李股长")
    act(counter, number, "opinion", reason="不同意", target="法制科")
    with counter.store.transaction() as db:  # as events of before hold it
        body: dict[str, Any] = {"on": "2026-03-02", "text": "旧意见", "agrees": 1}
        counter.journal.append(db, "case.opined", body, counter.act(db), case=number, base_ver=4)
    assert [o.by for o in case(counter, number).opinions][-1] == counter.clerk.id
    act(counter, number, "deny", approver=OPERATOR, reason="经营场所不符合要求")
    text = page(counter, number, "denial", tmp_path)
    for expected in (
        f"1.{OPERATOR}：材料已核。",
        "2.示例所李股长：现场核查不合格。",
        "3.法制科：不同意。",
        f"4.{OPERATOR}：旧意见。",
    ):
        assert expected in text, expected
    assert f"{counter.clerk.id}：" not in text


def test_an_item_that_is_no_licence_is_refused_in_one_plain_word(
    counter: Counter, tmp_path: Path
) -> None:
    number = denied(counter, item="T-2")
    text = page(counter, number, "denial", tmp_path)
    assert "示例局不予办理决定书" in text
    assert "批准（办理）" not in text
    act(counter, number, "close")
    assert "结果名称不予办理决定书" in page(counter, number, "closure", tmp_path)


# ---------------------------------------------------------------- 办结单


def test_a_closure_repeats_what_the_case_came_to(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    number = accepted(counter)
    act(counter, number, "extend", approver=OPERATOR, reason="情况复杂", workdays=5)
    clock.move(DAY)
    act(counter, number, "decide", approver=OPERATOR, result=LICENCE)
    clock.move(DAY)
    act(counter, number, "close")
    text = page(counter, number, "closure", tmp_path)
    for expected in (
        "示字000176号",
        "有效期至",
        "2031年3月9日",
        "作出日期2026年3月3日",
        "办结日期2026年3月4日",
        f"批准人{OPERATOR}",
        "办理期限经批准延长5个工作日",
        "领取人领取人证件号码",
    ):
        assert expected in text, expected


def test_after_a_denial_its_letter_is_named_with_its_number(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    number = denied(counter, item="T-3")
    clock.move(DAY)
    act(counter, number, "close")
    text = page(counter, number, "closure", tmp_path)
    for expected in (
        "结果名称不予许可决定书文号示例许决〔2026〕7号",
        "作出日期2026年3月2日",
        f"批准人{OPERATOR}",
        "领取人领取人证件号码",
    ):
        assert expected in text, expected
    assert "电子证照" not in text  # none was made
    act(counter, number, "deliver", delivery={"method": "counter", "recipient": "测试𬱖䶮"})
    text = page(counter, number, "delivery_receipt", tmp_path)
    assert "文书名称不予许可决定书文号示例许决〔2026〕7号" in text
    assert "作出日期2026年3月2日" in text


def test_a_denial_without_an_agencys_number_is_named_by_its_own(
    counter: Counter, tmp_path: Path
) -> None:
    number = denied(counter, item="T-4")
    act(counter, number, "close")
    assert f"文号{number}-02" in page(counter, number, "closure", tmp_path)
    act(counter, number, "deliver", delivery={"method": "counter", "recipient": "测试𬱖䶮"})
    text = page(counter, number, "delivery_receipt", tmp_path)
    assert f"文号{number}-02" in text
    assert f"已经收到不予许可决定书（{number}-02）" in text


# ---------------------------------------------------------------- 送达回证


def test_at_the_counter_the_place_is_the_window_and_the_minute_is_told(
    counter: Counter, tmp_path: Path
) -> None:
    number = granted(counter)
    act(counter, number, "close")
    act(counter, number, "deliver", delivery={"method": "counter", "recipient": "测试𬱖䶮"})
    text = page(counter, number, "delivery_receipt", tmp_path)
    assert "送达时间2026年3月2日10时05分" in text
    assert f"送达地点{HALL_NAME}1号窗口" in text


@pytest.mark.parametrize("sheet", ["a4", "a5", "a4-large"])
def test_a_signature_stands_on_the_page_that_says_what_was_delivered(
    sheet: str, counter: Counter, tmp_path: Path
) -> None:
    number = denied(counter, item="T-3")
    act(counter, number, "close")
    act(counter, number, "deliver", delivery={"method": "ems", "waybill": "EX176"})
    page(counter, number, "delivery_receipt", tmp_path, sheet)
    for each in pages(tmp_path, "delivery_receipt", sheet):
        assert ("受送达人签收" in each) == (
            "已经收到不予许可决定书（示例许决〔2026〕7号）" in each
        )


def test_by_post_the_place_is_written_by_hand_and_the_minute_is_nobodys(
    counter: Counter, tmp_path: Path
) -> None:
    number = granted(counter)
    act(counter, number, "close")
    act(counter, number, "deliver", delivery={"method": "ems", "waybill": "EX176"})
    text = page(counter, number, "delivery_receipt", tmp_path)
    assert "送达时间2026年3月2日" in text
    assert "10时05分" not in text
    assert text.count("送达地点") == 1
    said = find_document(counter, number, "delivery_receipt").facts.act
    assert said is not None
    assert said.place == ""


# ---------------------------------------------------------------- 代收


def test_what_is_taken_in_for_another_body_names_it_as_the_one_that_decides(
    counter: Counter, tmp_path: Path
) -> None:
    number = collect(counter, asked(counter, papers=COMPLETE, for_hall=THERE)).number
    receipt = page(counter, number, "receipt", tmp_path)
    assert f"承办机关{THERE.name}" in receipt
    assert f"代收大厅{HALL_NAME}" in receipt
    assert "示例局示" not in receipt.replace(THERE.name, "")
    assert f"（盖章）{HALL_NAME}" in receipt
    act(counter, number, "dispatch", parcel={"method": "mail", "waybill": "EX1"})
    slip = page(counter, number, "transfer_slip", tmp_path)
    assert f"承办机关{THERE.name}" in slip
    assert f"代收大厅{HALL_NAME}" in slip
    assert f"（盖章）{HALL_NAME}" in slip


def test_what_is_taken_back_before_it_left_is_sealed_by_the_hall_that_has_it(
    counter: Counter, tmp_path: Path
) -> None:
    number = collect(counter, asked(counter, papers=COMPLETE, for_hall=THERE)).number
    act(counter, number, "withdraw", reason="不办了")
    text = page(counter, number, "return", tmp_path)
    assert f"（盖章）{HALL_NAME}" in text
    assert "对退件有疑问" not in text
    assert "对本单有疑问的" in text
