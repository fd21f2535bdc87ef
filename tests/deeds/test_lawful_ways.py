"""Nobody is stopped who is right: a promise, a paper brought after all, a result that is fetched,
a case that was taken over and reopened."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds import collector
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.material_list import issue_material_list
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.take_in import item_for, next_number, receipt_body, take_in
from clerk_app.intake import store as intake
from clerk_app.intake.model import Application, CaseState, CheckedPaper, PaperState, Party
from clerk_app.intake.rules.bodies import decided_body
from clerk_app.intake.rules.decide import decide
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import Refused
from clerk_app.storage.journal import Entry
from tests.deeds import test_named_people as people
from tests.deeds.test_collect import THERE, Place, World
from tests.deeds.test_collect import application as collected
from tests.deeds.test_intake_papers import ITEM as HELPED
from tests.deeds.test_intake_papers import act, large, page
from tests.deeds.test_promise_papers import ITEM, NOTHING_TOLD, PERSON, PROMISED
from tests.deeds.test_versions import ITEM as TAKEN
from tests.support.stores import HALL, HALL_NAME, OPERATOR, PASSPHRASE, HandClock, create

DAY = 24 * 3600
TWO = {
    **ITEM,
    "code": "Q-8",
    "materials": [*ITEM["materials"], {"name": "体检证明", "necessity": "必要"}],
    "commitment": {**ITEM["commitment"], "papers": ["场所证明", "体检证明"]},
}
UNSIGNED = CheckedPaper("申请书", PaperState.DEFECTIVE, "没有签名", copies=1)
PROOF = CheckedPaper("场所证明", PaperState.IN_ORDER, copies=1)
BOTH: dict[str, Any] = {"committed": ("场所证明", "体检证明"), "commitment_signed": True}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lawful_ways")
    create(folder / "w")
    path = folder / "list.json"
    path.write_text(json.dumps([ITEM, NOTHING_TOLD, TWO, HELPED]), encoding="utf-8")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        import_catalogue(opened, [path])
        with opened.store.transaction() as db:
            body: Any = {"clerk": "c8", "name": people.HELPER, "roles": ["clerk"]}
            opened.journal.append(db, "clerk.added", body, opened.act(db))
    return folder / "w"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()  # Monday 2 March 2026


@pytest.fixture
def counter(made: Path, tmp_path: Path, clock: HandClock) -> Iterator[Counter]:
    folder = Path(shutil.copytree(made, tmp_path / "w"))
    with Workstation(clock).open(folder, PASSPHRASE) as opened:
        yield opened


def take(counter: Counter, *papers: CheckedPaper, item: str, **more: Any) -> str:
    asked = Application(item, counter.clock.now(), PERSON, papers=papers)
    return take_in(counter, replace(asked, **more)).number


def case(counter: Counter, number: str) -> CaseState:
    with counter.store.reading() as db:
        return intake.case(db, counter.viewer, number)


def kinds(counter: Counter, number: str) -> list[str]:
    return [document.kind for document in case(counter, number).documents]


def recorded(counter: Counter, asked: Application) -> str:
    """A case as a store may hold it from elsewhere or before: what is judged at receipt is not."""
    with counter.store.transaction() as db:
        item, here = item_for(db, asked), hall(db)
        number = next_number(db, here, asked)
        decision = decide(asked, item, counter.calendar, on=legal_day(asked.received_at))
        body = receipt_body(counter, asked, item, number, None, sample=False, late=False)
        body["notice_due"] = decision.notice_due.isoformat()
        said = Entry("case.decided", decided_body(asked, decision), number, 1)
        entries = (Entry("case.received", body, number, 0), said)
        counter.journal.append_all(db, entries, counter.act(db))
    return number


def line(name: str, copies: int = 1, state: str = "in_order") -> dict[str, Any]:
    return {"name": name, "state": state, "copies": copies}


# ---------------------------------------------------------------- a promise that tells nothing


@pytest.mark.parametrize("paper", [UNSIGNED, replace(UNSIGNED, state=PaperState.IN_ORDER)])
def test_a_promise_that_tells_nothing_is_judged_the_day_it_is_made(
    counter: Counter, paper: CheckedPaper
) -> None:
    """Also where the papers are given back for correction first: later nobody is stopped."""
    with pytest.raises(Refused, match="没有办理条件，也没有承诺内容") as caught:
        take(counter, paper, item="Q-3", **PROMISED)
    assert caught.value.code == "commitment_untold"
    assert case(counter, take(counter, paper, PROOF, item="Q-3")).number


def test_a_case_received_before_that_was_judged_is_accepted_without_the_paper(
    counter: Counter,
) -> None:
    asked = Application("Q-3", counter.clock.now(), PERSON, papers=(UNSIGNED,), **PROMISED)
    number = recorded(counter, asked)
    assert case(counter, number).state == "returned_for_correction"
    act(counter, number, "supply", materials=[line("申请书")])
    assert case(counter, number).state == "accepted"
    assert "acceptance" in kinds(counter, number)
    assert "commitment" not in kinds(counter, number)
    assert "以承诺代替提交的材料：场所证明" in page(counter, number, "acceptance")


# ---------------------------------------------------------------- a paper brought after all


def test_a_paper_that_was_brought_is_no_promise(counter: Counter) -> None:
    number = take(counter, UNSIGNED, item="Q-1", **PROMISED)
    act(counter, number, "supply", materials=[line("申请书"), line("场所证明")])
    assert case(counter, number).state == "accepted"
    assert case(counter, number).check_on == ""
    assert "commitment" not in kinds(counter, number)
    for text in (page(counter, number, "acceptance"), large(counter, number, "acceptance")):
        assert "以承诺代替" not in text
        assert "场所证明" in text  # among what was received


def test_what_is_still_promised_stands_alone(counter: Counter) -> None:
    number = take(counter, UNSIGNED, item="Q-8", **BOTH)
    act(counter, number, "supply", materials=[line("申请书"), line("场所证明")])
    assert "以承诺代替提交的材料：体检证明" in page(counter, number, "acceptance")
    assert find_document(counter, number, "acceptance").facts.committed == ("体检证明",)
    act_facts = find_document(counter, number, "commitment").facts.act
    assert act_facts is not None
    assert act_facts.open == ("体检证明",)


def test_a_faulty_paper_leaves_the_promise_as_it_is(counter: Counter) -> None:
    number = take(counter, UNSIGNED, item="Q-1", **PROMISED)
    faulty = {**line("场所证明", state="defective"), "fault": "已经过期"}
    act(counter, number, "supply", materials=[line("申请书"), faulty])
    assert case(counter, number).state == "accepted"
    assert "commitment" in kinds(counter, number)
    assert "以承诺代替提交的材料：场所证明" in page(counter, number, "acceptance")


# ---------------------------------------------------------------- who may fetch a result

HERSELF = Party("person", OPERATOR)
HELPER = Party("person", people.HELPER)


@pytest.mark.parametrize(
    "scope",
    [
        "代办测试许可，领取结果",
        "代办不动产登记、领取证书",
        "代办解除合同备案、领取结果",
        "代为签收文书",
        "代办测试许可并领证",
        "代办测试许可，结果由代办人代领",
        "全部手续",
    ],
)
def test_a_scope_that_plainly_names_fetching_is_an_authority(scope: str) -> None:
    assert collector.lets_collect(scope, "测试许可")


@pytest.mark.parametrize(
    "scope",
    [
        "代办测试许可",
        "代办测试许可，结果由本人领取",
        "代办测试许可，结果须本人到窗口领取",
        "结果本人领取",
        "代办测试许可，除领取结果外",
        "代办测试许可（不含领取结果）",
        "不含提交材料、领取结果",
        "全部手续（不含签收文书）",
        "全部手续，领取结果除外",
        "领取结果另行委托",
        "领取结果，由本人办理",
        "只代交测试许可申请材料",
        "代为提交全部申请材料",
        "代办测试许可，无权签收",
        "代办测试许可，不得代领",
        "不能办理领取结果",
        "代办人不能到场领取结果",
        "申请人自行领取",
        "代办失业金领取资格认证",
        # an authority perhaps, but not plainly: a reason is asked for
        "代办测试许可；本人不能到场的，代为领取结果",
        "代办测试许可，不能办理的退回材料由代办人领回，领取结果",
        "代本人提交材料、领取证照",
        "只领取结果",
        "",
    ],
)
def test_a_scope_that_does_not_is_none(scope: str) -> None:
    assert not collector.lets_collect(scope, "测试许可")


def test_the_name_of_the_item_is_no_authority() -> None:
    assert not collector.lets_collect("代办养老金领取", "养老金领取")
    assert collector.lets_collect("代办养老金领取，领取结果", "养老金领取")


def test_who_may_not_fetch_is_asked_why(counter: Counter) -> None:
    narrow = people.order(counter, scope="只代交测试许可材料")
    number = people.done(counter, agent=HELPER, agent_order=narrow)
    error = people.refused(counter, number, people.HELPER)
    assert error.code == "proxy_reason_missing"
    assert "没有写明可以领取结果" in error.message
    assert "代收原因" in error.message
    text = people.deliver(counter, number, people.HELPER, proxy_reason="申请人电话同意")
    assert "代收原因申请人电话同意" in text
    assert "代收依据" not in text


def test_an_order_not_known_here_asks_why(counter: Counter) -> None:
    papers = [
        CheckedPaper(name, PaperState.IN_ORDER, copies=count)
        for name, count in (("申请书", 1), ("营业执照", 2), ("租赁合同", 3))
    ]
    asked = Application("P-1", counter.clock.now(), PERSON, papers=tuple(papers), agent=HELPER)
    given = "授权委托书 委9号，权限：领取结果，2026年3月2日至2026年3月12日"
    number = recorded(
        counter, replace(asked, agent_order="ZX-B-2026-000009", agent_authority=given)
    )
    act(counter, number, "decide", approver=OPERATOR, result=people.LICENCE)
    act(counter, number, "close")
    error = people.refused(counter, number, people.HELPER)
    assert error.code == "proxy_reason_missing"
    assert "不在本机" in error.message
    text = people.deliver(counter, number, people.HELPER, proxy_reason="申请人电话同意")
    assert "代收原因申请人电话同意" in text
    assert "代收依据" not in text


def test_a_namesake_of_the_clerk_may_sign(counter: Counter) -> None:
    """A family member has the clerk's name: nobody else could deliver it at a small station."""
    number = people.done(counter)
    text = people.deliver(counter, number, OPERATOR, proxy_reason="申请人外出，其妻代收")
    assert f"代收人{OPERATOR}" in text
    named_alike = people.done(counter, agent=HERSELF)  # by no order: not this clerk
    assert "代收依据申请时登记的代办人" in people.deliver(counter, named_alike, OPERATOR)


def test_the_clerk_who_is_the_agent_says_why(counter: Counter) -> None:
    own = people.order(counter, helper="c1", scope="代办测试许可，领取结果")
    number = people.done(counter, agent=HERSELF, agent_order=own)
    error = people.refused(counter, number, OPERATOR)
    assert error.code == "delivered_to_self"
    assert "代收原因" in error.message
    text = people.deliver(counter, number, OPERATOR, proxy_reason="站里只有一人，送到家里")
    assert "代收原因站里只有一人，送到家里" in text


# ---------------------------------------------------------------- reopened after it was taken over


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    file = tmp_path / "list.json"
    file.write_text(json.dumps([TAKEN]), encoding="utf-8")
    with ExitStack() as stack:
        places: list[Place] = []
        for station, name in (("0001", HALL_NAME), ("0002", THERE.name)):
            clock, at = HandClock(), tmp_path / station
            Workstation(clock).create(
                at, hall=HALL, name=name, station=station, operator=OPERATOR,
                passphrase=PASSPHRASE, sample=False,
            )  # fmt: skip
            with Workstation(clock).open(at, PASSPHRASE) as counter:
                import_catalogue(counter, [file])
            counter = stack.enter_context(Workstation(clock).open(at, PASSPHRASE))
            places.append(Place(counter, at, clock))
        yield World(places)


def reopened(world: World) -> str:
    here, there = world.places
    number = collect(here.counter, collected(here)).number
    here.act(number, "dispatch", parcel={"method": "mail", "waybill": "X1"})
    world.exchange(0, 1)
    there.act(number, "take_over", handover={"by": "王测试"})
    world.exchange(1)
    there.act(number, "withdraw", reason="先不办了")
    there.act(number, "reopen", approver="c1", reason="又来办")
    return number


def test_what_went_back_lies_nowhere_after_a_reopening(world: World) -> None:
    here, there = world.places
    number = reopened(world)
    last = there.case(number).custody[-1]
    assert (last.holder, last.papers, last.until) == (THERE.name, (), "")
    assert {p.name: (p.state.value, p.fault) for p in there.case(number).papers} == {
        "申请书": ("missing", ""),
        "租赁合同": ("missing", ""),
    }
    with pytest.raises(Refused) as caught:
        issue_material_list(there.counter, number)
    assert caught.value.code == "no_papers_here"
    world.exchange(1, 0)
    assert here.case(number).custody[-1].papers == ()


def test_what_is_brought_again_lies_there_and_was_not_lost(world: World) -> None:
    _, there = world.places
    number = reopened(world)
    there.act(number, "supply", materials=[line("申请书")])
    notice = find_document(there.counter, number, "one_time_notice").facts
    assert [(p.name, p.state, p.fault) for p in notice.papers] == [
        ("申请书", "in_order", ""),
        ("租赁合同", "missing", ""),
    ]
    issue_material_list(there.counter, number)
    listed = find_document(there.counter, number, "material_list").facts
    assert [(p.name, p.copies_in) for p in listed.papers if p.ready] == [("申请书", 1)]
