"""What a scripted intake can say, said by keys in the real window, to the same deeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake import store
from clerk_app.intake.model import CaseState, Outcome
from clerk_app.journal.canonical import Body
from tests.ui import catalogue_support as support
from tests.ui.catalogue_support import BUNDLE_LETTERS, Hands, pack, paper
from tests.ui.hands import CTRL
from tests.ui.journey_support import PERSON
from ui.pictures import accessible_texts

PROMISE = {
    "code": "YS-0077",
    "name": "流动摊点备案（示例）",
    "sample": True,
    "type": "公共服务",
    "department": "示例县城市管理局",
    "handling": "承诺件",
    "promised_limit": {"value": 5, "unit": "工作日"},
    "materials": [
        paper("申请书"),
        paper("健康证明", "容缺后补", deferrable=True),
        paper("摊点照片"),
    ],
    "deferral": {"enabled": True, "bound_workdays": 3},
    "commitment": {"papers": ["健康证明"], "promises": ["持有有效健康证明"], "check_workdays": 10},
}
NUMBER = "WS511602202611240007"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    for hands in support.opened(tmp_path_factory):
        path = tmp_path_factory.mktemp("more") / "pack.json"
        path.write_text(json.dumps({**pack(), "items": [PROMISE]}, ensure_ascii=False), "utf-8")
        import_catalogue(hands.window.desk.counter, [path], partial=True)
        yield hands


@pytest.fixture
def hands(opened: Hands) -> Hands:
    support.at_rest(opened)
    opened.window.intake.presenter.leave_asking()
    opened.window.intake.focus_hand()
    return opened


def applicant(hands: Hands, name: str = PERSON[0]) -> None:
    hands.type(name)
    hands.press(Qt.Key.Key_Return)
    hands.type(PERSON[1])
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)


def at_promise(hands: Hands) -> None:
    applicant(hands)
    hands.type("ldtdba")
    hands.press(Qt.Key.Key_Return)
    assert [row.name for row in hands.window.intake.state.rows] == [
        "申请书", "健康证明", "摊点照片",
    ]  # fmt: skip


def receipt(hands: Hands, number: str) -> Body:
    counter = hands.window.desk.counter
    with counter.store.reading() as db:
        events = counter.journal.case_events(db, number)
    return next(e.body or {} for e in events if e.kind == "case.received")


def case(hands: Hands, number: str) -> CaseState:
    counter = hands.window.desk.counter
    with counter.store.reading() as db:
        return store.case(db, counter.viewer, number)


def done(hands: Hands) -> str:
    found = hands.window.intake.state.done
    assert found is not None, hands.window.intake.state.message
    return found.number


def test_arrival_is_one_key_and_one_digit_and_stands_in_the_receipt(hands: Hands) -> None:
    hands.press(Qt.Key.Key_R, CTRL)
    assert "申请人怎么来的" in accessible_texts(hands.window.intake)
    hands.press(Qt.Key.Key_4)
    assert hands.window.intake.applicant.arrival.title == "来：上门服务"
    at_promise(hands)
    hands.press(Qt.Key.Key_A)
    hands.press(Qt.Key.Key_Return)
    assert receipt(hands, done(hands))["arrival"] == "home_visit"


def test_papers_are_kept_at_the_window_by_one_key_and_nothing_is_accepted(hands: Hands) -> None:
    at_promise(hands)
    hands.press(Qt.Key.Key_A)
    assert "deposit" not in hands.window.intake.papers.acts.buttons
    hands.press(Qt.Key.Key_Up, CTRL)
    assert hands.window.intake.state.work.row == 0
    hands.press(Qt.Key.Key_2)
    assert hands.window.intake.papers.acts.buttons["deposit"].isVisible()
    hands.press(Qt.Key.Key_D)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    number = done(hands)
    assert receipt(hands, number)["deposit"] == 1
    state = case(hands, number)
    assert (state.outcome, state.accepted_on) == ("returned_for_correction", "")


def test_a_promise_is_given_for_a_paper_signed_and_printed(hands: Hands) -> None:
    at_promise(hands)
    hands.press(Qt.Key.Key_A)
    hands.press(Qt.Key.Key_Up, CTRL)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_6)
    assert not hands.window.intake.state.verdict.ready
    hands.press(Qt.Key.Key_K)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    number = done(hands)
    assert receipt(hands, number)["committed"] == ["健康证明"]
    kinds = [document.kind for document in case(hands, number).documents]
    assert "commitment" in kinds


def add_clerk(hands: Hands) -> str:
    """One who may approve nothing."""
    counter = hands.window.desk.counter
    body: Body = {"clerk": "c7", "name": "窗口乙", "roles": ["clerk"]}
    with counter.store.transaction() as db:
        counter.journal.append(db, "clerk.added", body, counter.act(db))
    return "c7"


def test_concealment_asks_for_facts_evidence_and_a_supervisor(hands: Hands) -> None:
    at_promise(hands)
    hands.press(Qt.Key.Key_M, CTRL)
    hands.press(Qt.Key.Key_4)
    hands.type("健康证明是伪造的")
    hands.press(Qt.Key.Key_Return)
    hands.type("发证机关书面答复查无此证")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_1)
    act = hands.window.intake.presenter
    assert act.state.verdict.word == "隐瞒或虚假，不予受理"
    right = act.state.work
    nobody = add_clerk(hands)
    act._refresh(replace(right, hidden_by=nobody))  # somebody without authority
    act.confirm()
    assert act.state.done is None
    assert act.state.message is not None
    act._refresh(right)
    hands.press(Qt.Key.Key_Return, CTRL)
    state = case(hands, done(hands))
    assert state.outcome == "not_accepted"
    assert "concealment" in state.reason_codes


def online_file(folder: Path, **more: Any) -> Path:
    content = {
        "online_number": NUMBER,
        "pre_reviewed_by": "预审甲",
        "pre_reviewed_at": "2026-11-24T09:00:00+08:00",
        "item": "YS-0077",
        "received_at": "2026-11-24T10:00:00+08:00",
        "applicant": {"name": "测试丁", "id_type": "resident_id", "id_number": PERSON[1]},
        "materials": [
            {"name": name, "state": "in_order"} for name in ("申请书", "健康证明", "摊点照片")
        ],
        **more,
    }
    path = folder / "online.json"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def test_an_online_case_is_read_shown_taken_in_once_and_the_draft_waits(
    hands: Hands, tmp_path: Path
) -> None:
    at_promise(hands)
    hands.press(Qt.Key.Key_1)
    before = hands.window.intake.state.work
    hands.press(Qt.Key.Key_O, CTRL)
    hands.type(str(online_file(tmp_path)))
    hands.press(Qt.Key.Key_Return)
    texts = accessible_texts(hands.window.intake)
    assert f"{NUMBER}（网上办事大厅）" in texts
    assert "测*丁" in texts
    assert "测试丁" not in " ".join(texts)
    assert hands.window.intake.state.done is None
    hands.press(Qt.Key.Key_Return)  # a scanner's Enter only reads again
    assert hands.window.intake.state.done is None
    hands.press(Qt.Key.Key_Return, CTRL)
    number = done(hands)
    assert receipt(hands, number)["arrival"] == "online"
    assert case(hands, number).linked == (NUMBER,)
    hands.press(Qt.Key.Key_Return)
    assert hands.window.intake.state.work == before
    hands.press(Qt.Key.Key_O, CTRL)
    hands.type(str(tmp_path / "online.json"))
    hands.press(Qt.Key.Key_Return)
    assert f"办件编号 {number}" in " ".join(accessible_texts(hands.window.intake))
    hands.press(Qt.Key.Key_Return, CTRL)
    assert hands.window.intake.state.done is None


def test_a_file_that_is_no_online_case_is_told_by_name(hands: Hands, tmp_path: Path) -> None:
    hands.press(Qt.Key.Key_O, CTRL)
    hands.type(str(online_file(tmp_path, online_number="")))
    hands.press(Qt.Key.Key_Return)
    message = hands.window.intake.state.message
    assert message is not None
    assert "online_number" in message.happened
    hands.press(Qt.Key.Key_Escape)
    hands.window.intake.presenter.dismiss()


def test_a_bundle_is_taken_in_by_keys_as_one_with_a_case_for_each_item(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type(BUNDLE_LETTERS)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_2)  # the place is rented: asked once for both
    hands.press(Qt.Key.Key_1)  # for a year or more
    hands.press(Qt.Key.Key_T)
    assert hands.screen == "intake"
    applicant(hands)
    intake = hands.window.intake
    assert [row.name for row in intake.state.rows] == [
        "《备案申请书》", "身份证", "场地租赁合同", "备案申请书", "位置图",
    ]  # fmt: skip
    for _ in range(4):
        hands.press(Qt.Key.Key_1)
        hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_2)  # the plan is not there: one item's paper alone
    hands.press(Qt.Key.Key_Return)
    # a program that died here begins again with the draft of the store, papers and all
    again = IntakePresenter(hands.window.desk.intake, ImmediateRunner(), lambda _state: None)
    assert again.state.work == intake.state.work
    assert [part.sign for part in again.state.parts] == ["accepted", "returned_for_correction"]
    texts = " ".join(accessible_texts(intake.side))
    assert "便利店备案（示例） 可以受理 承诺 12-01（周二）" in texts
    assert "门前临时停放点登记（示例） 需一次性告知补正" in texts
    hands.press(Qt.Key.Key_Return)
    first = done(hands)
    found = intake.state.done
    assert found is not None
    assert [part.outcome for part in found.parts] == ["accepted", "returned_for_correction"]
    numbers = [part.number for part in found.parts]
    for number, part in zip(numbers, found.parts, strict=True):
        state = case(hands, number)
        assert (state.siblings, state.bundle) == (tuple(numbers), "YS-B001")
        assert all(Path(d.path).read_bytes().startswith(b"%PDF") for d in part.documents)
    assert first == numbers[0]
    shown = " ".join(accessible_texts(intake.done))
    assert "一件事已收件，2 个事项各有编号" in shown
    assert "位置图" not in shown


def test_a_verdict_the_store_changed_takes_no_item_of_a_bundle_in(hands: Hands) -> None:
    act = hands.window.intake.presenter
    act.fill("name", PERSON[0])
    act.fill("number", PERSON[1])
    act.take("YS-B001", {"YS-0001:场地": "自有", "YS-0002:场地": "自有"})
    act.all_in_order()
    counter = hands.window.desk.counter
    with counter.store.reading() as db:
        before = len(store.case_rows(db, counter.viewer, limit=99))
    judged = act._judged
    changed = replace(judged[1][1], outcome=Outcome.RETURNED_FOR_CORRECTION)
    act._judged = (judged[0], (judged[1][0], changed))  # as the clerk was shown it
    act.confirm()
    assert act.state.done is None
    assert act.state.message is not None
    assert "“门前临时停放点登记（示例）”的结论变了" in act.state.message.happened
    with counter.store.reading() as db:
        assert len(store.case_rows(db, counter.viewer, limit=99)) == before


def test_papers_are_taken_in_for_another_hall_by_one_key(hands: Hands) -> None:
    hands.press(Qt.Key.Key_J, CTRL)
    hands.type("511600")
    hands.press(Qt.Key.Key_Return)
    hands.type("示例市城市管理局")
    hands.press(Qt.Key.Key_Return)
    assert hands.window.intake.applicant.collect.title == "代收：已填办理机关"
    at_promise(hands)
    hands.press(Qt.Key.Key_A)
    texts = " ".join(accessible_texts(hands.window.intake.side))
    assert "由示例市城市管理局决定是否受理。" in texts
    assert "期限从示例市城市管理局收到材料那天起算" in texts
    page = hands.window.intake.side.page.accessibleName()  # type: ignore[union-attr]
    assert "收件凭证" in page
    assert "示例市城市管理局" in page
    hands.press(Qt.Key.Key_Return)
    number = done(hands)
    state = case(hands, number)
    assert (state.state, state.for_hall, state.region) == (
        "collected",
        "示例市城市管理局",
        "511600",
    )
    assert receipt(hands, number)["for_hall"] == {"region": "511600", "name": "示例市城市管理局"}
    shown = " ".join(accessible_texts(hands.window.intake.done))
    assert "已代收，由示例市城市管理局决定" in shown
    assert "收件凭证" in shown


def test_an_order_nobody_wrote_is_refused_in_words_and_nothing_is_lost(hands: Hands) -> None:
    hands.press(Qt.Key.Key_G, CTRL)
    applicant(hands)  # the telephone's Enter leads on to the agent
    hands.type("测试乙")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Tab)
    hands.type("BB999")
    hands.press(Qt.Key.Key_Return)
    hands.type("ldtdba")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_A)
    before = hands.window.intake.state.work
    assert before.agent is not None
    assert before.agent.order == "BB999"
    hands.press(Qt.Key.Key_Return)
    state = hands.window.intake.state
    assert state.done is None
    assert state.message is not None
    assert "代办单" in state.message.happened
    assert state.work == before
