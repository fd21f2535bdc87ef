"""书面双告知书 of real cases: why not with its article, how, neither half ever empty."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.dual_notice import Told, issue_dual_notice
from clerk_app.deeds.print_document import find_document, print_document, print_facts
from clerk_app.deeds.staff_assistance import open_assistance
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import CheckedPaper, PaperState
from clerk_app.staff.model import Client, Help
from tests.deeds.test_case_paper import COMPLETE, act, case, moved, refusal, words
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.stores import PASSPHRASE, HandClock, create

SERVICE = {**ITEM, "code": "T-2", "name": "测试补贴", "type": "公共服务"}
BARE = {**SERVICE, "code": "T-3", "legal_basis": []}
CALLED = {
    **ITEM,
    "code": "T-4",
    "phone": "000-2222222",
    "supervision_phone": "000-12345",
    "materials": [
        {"name": "申请书", "necessity": "必要", "copies": 2},
        {
            "name": "租赁合同",
            "necessity": "必要",
            "standard": "须在有效期内",
            "how_to_get": "向出租人索取",
        },
    ],
}
LAW = "《中华人民共和国行政许可法》第三十二条第一款第"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dual")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        for item in (ITEM, SERVICE, BARE, CALLED):
            load(opened, folder, item)
    return folder / "w"


@pytest.fixture
def counter(made: Path, tmp_path: Path) -> Iterator[Counter]:
    folder = Path(shutil.copytree(made, tmp_path / "w"))
    with Workstation(HandClock()).open(folder, PASSPHRASE) as opened:
        yield opened


def page(counter: Counter, number: str, told: Told, folder: Path) -> str:
    made = issue_dual_notice(counter, number, told)
    assert (made.kind, made.copies) == ("dual_notice", 2)
    print_document(counter, number, made.number, folder / "d.pdf")
    return words(folder / "d.pdf")


def test_of_a_case_sent_back_it_says_paper_by_paper_why_and_how(
    counter: Counter, tmp_path: Path
) -> None:
    papers = (
        CheckedPaper("申请书", PaperState.IN_ORDER, copies=1),
        CheckedPaper("租赁合同", PaperState.DEFECTIVE, fault="已经过期", copies=1),
    )
    number = take_in(counter, replace(asked(counter, papers=papers), item="T-4")).number
    before = case(counter, number)
    text = page(counter, number, Told(ways=("可以先在网上预审",)), tmp_path)
    assert moved(case(counter, number)) == moved(before)
    for expected in (
        "书面双告知书",
        "你要办理的“测试许可”，目前不能办理。",
        f"为什么不能办1.申请书少1份（{LAW}（四）项）。2.租赁合同有误：已经过期（{LAW}（四）项）。",
        "怎样才能办1.可以先在网上预审。",
        "租赁合同：有误：已经过期。须在有效期内；向出租人索取。",
        "电话000-2222222",
        "监督电话：000-12345",
    ):
        assert expected in text, expected
    assert "批准人" not in text  # nobody need approve that papers are owed
    approved = page(counter, number, Told(approver=counter.clerk.id), tmp_path)
    assert f"批准人{counter.clerk.name}" in approved


def test_what_came_since_the_notice_is_no_reason_any_more(
    counter: Counter, tmp_path: Path
) -> None:
    papers = (
        CheckedPaper("申请书", PaperState.MISSING),
        CheckedPaper("租赁合同", PaperState.MISSING),
    )
    number = take_in(counter, asked(counter, papers=papers)).number
    came = [{"name": "租赁合同", "state": "in_order", "copies": 1}]
    act(counter, number, "supply", materials=came)
    text = page(counter, number, Told(), tmp_path)
    assert f"为什么不能办1.缺申请书（{LAW}（四）项）。" in text
    assert "租赁合同" not in text


def test_of_a_refusal_it_names_the_body_to_go_to(counter: Counter, tmp_path: Path) -> None:
    wrong = asked(counter, competent=False, target_agency="测试市水务局")
    number = take_in(counter, wrong).number
    assert refusal(issue_dual_notice, counter, number) == "approver_missing"
    text = page(counter, number, Told(approver=counter.clerk.id), tmp_path)
    assert f"（{LAW}（二）项）。" in text
    assert "怎样才能办1.该事项由测试市水务局办理，请向测试市水务局提出申请" in text
    assert f"批准人{counter.clerk.name}" in text
    assert "到本大厅综合窗口办理" not in text


def test_a_half_that_would_be_empty_stops_it(counter: Counter, tmp_path: Path) -> None:
    number = take_in(counter, asked(counter, papers=COMPLETE)).number
    assert refusal(issue_dual_notice, counter, number) == "can_be_done"
    act(
        counter, number, "deny",
        approver=counter.clerk.id, reason="场所不符合要求", basis="《测试条例》第九条",
    )  # fmt: skip
    before = case(counter, number)
    assert refusal(issue_dual_notice, counter, number) == "way_missing"
    assert refusal(issue_dual_notice, counter, number, Told(ways=(" ",))) == "way_missing"
    assert case(counter, number) == before
    text = page(counter, number, Told(ways=("换一处合格的场所",)), tmp_path)
    assert "为什么不能办1.场所不符合要求（《测试条例》第九条）。" in text
    assert "怎样才能办1.换一处合格的场所。" in text
    assert f"批准人{counter.clerk.name}" in text  # who approved the denial


def test_of_what_is_no_licence_the_law_of_licences_is_not_cited_by_itself(
    counter: Counter, tmp_path: Path
) -> None:
    number = take_in(counter, replace(asked(counter), item="T-2")).number
    text = page(counter, number, Told(), tmp_path)
    assert "1.缺租赁合同（本事项办理依据：《测试条例》第一条）。" in text
    assert "行政许可法" not in text
    typed = Told(why="年龄不到", article="《测试办法》第三条")
    text = page(counter, number, typed, tmp_path)
    assert "2.年龄不到（《测试办法》第三条）。" in text


def test_a_reason_without_any_basis_stops_it(counter: Counter) -> None:
    number = take_in(counter, replace(asked(counter), item="T-3")).number
    before = case(counter, number)
    assert refusal(issue_dual_notice, counter, number) == "basis_missing"
    act(counter, number, "withdraw", reason="不办了")
    assert refusal(issue_dual_notice, counter, number) == "can_be_done"
    assert len(case(counter, number).documents) == len(before.documents) + 1  # 退件单


def test_an_order_for_a_case_says_where_to_call(counter: Counter, tmp_path: Path) -> None:
    number = take_in(counter, replace(asked(counter), item="T-4")).number
    client = Client("测试𬱖䶮")
    order = open_assistance(counter, client, kind=Help.HELP, case=number).number
    found = find_document(counter, "", order)
    print_facts(counter, found.facts, found.code, found.out, tmp_path / "o.pdf")
    text = words(tmp_path / "o.pdf")
    for expected in (
        "窗口电话：000-2222222",
        "监督电话：000-12345",
        "事项编码T-4",
        f"服务内容帮办（办件{number}）",
    ):
        assert expected in text, expected


def test_who_may_not_sign_does_not_approve_it(counter: Counter) -> None:
    number = take_in(counter, asked(counter)).number
    assert refusal(issue_dual_notice, counter, number, Told(approver="没有这人")) == (
        "unknown_clerk"
    )
