"""异地代收 and the order of an agent, from the hand to what the deed is given."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.intake_draft import dump, load
from clerk_app.desk.intake_port import Begin
from clerk_app.desk.intake_state import Ask, Handled, Matter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import Application, OtherHall, PaperState
from clerk_app.kernel.errors import Refused
from tests.desk.fakes import FORM, LICENCE, FakeIntake
from tests.desk.test_intake import GOOD_ID

HERE = OtherHall("110101000000", "测试大厅")
REGION, BODY = "511602", "示例市市场监督管理局"


@dataclass
class Collecting(FakeIntake):
    """Knows its own hall and takes in for others."""

    def begin(self) -> Begin:
        return replace(super().begin(), here=HERE)

    def decide(self, application: Application, *, boxed: bool = False) -> Handled:
        done = super().decide(application, boxed=boxed)
        if application.for_hall is None:
            return done
        return replace(done, outcome="collected", for_hall=application.for_hall.name)


def at_papers() -> tuple[IntakePresenter, Collecting]:
    port = Collecting()
    act = IntakePresenter(port, ImmediateRunner(), lambda _state: None)
    act.fill("name", "测试甲")
    act.fill("number", GOOD_ID)
    act.applicant_done()
    act.search("测试")
    act.pick()
    act.answer(0)
    return act, port


def collecting(act: IntakePresenter, region: str = REGION, name: str = BODY) -> None:
    act.ask_collect()
    act.collect_for(region, name)


def test_nothing_of_it_is_sent_unless_it_is_asked_for() -> None:
    act, port = at_papers()
    act.all_in_order()
    act.confirm()
    assert port.decided[0].for_hall is None
    assert port.decided[0].agent_order == ""


def test_the_card_says_who_decides_and_from_when_the_limits_run() -> None:
    act, port = at_papers()
    collecting(act)
    assert act.state.asking is None
    act.all_in_order()
    verdict = act.state.verdict
    assert (verdict.sign, verdict.ready, verdict.button) == ("collected", True, "代收并打印")
    assert verdict.why == "由示例市市场监督管理局决定是否受理。"
    assert verdict.how == (
        "期限从示例市市场监督管理局收到材料那天起算；今天给收件凭证，不等于受理。"
    )
    assert verdict.day == "不计期限"
    assert act.state.page_title == "收件凭证（代收）"
    assert port.previews[-1][0].for_hall == OtherHall(REGION, BODY)
    act.confirm()
    assert port.decided[0].for_hall == OtherHall(REGION, BODY)
    assert act.state.done is not None
    assert act.state.done.for_hall == BODY


def test_papers_nobody_looked_at_are_looked_at_first() -> None:
    act, port = at_papers()
    collecting(act)
    act.mark(PaperState.IN_ORDER)
    assert (act.state.verdict.sign, act.state.verdict.ready) == ("looking", False)
    act.confirm()
    assert port.decided == []


def test_what_is_wanting_is_counted_and_left_to_the_other_body() -> None:
    act, _ = at_papers()
    collecting(act)
    act.all_in_order()
    act.to_row([row.name for row in act.state.rows].index(LICENCE))
    act.mark(PaperState.MISSING)
    act.go_on()
    assert act.state.verdict.sign == "collected"
    assert act.state.verdict.why.endswith("有 1 份缺或有误，要不要补由它告知。")
    assert (act.state.may_deposit, act.state.may_defer, act.state.may_sign) == (False, False, "")


def test_what_only_the_other_body_decides_is_put_away_and_undo_brings_it_back() -> None:
    act, port = at_papers()
    act.all_in_order()
    act.ask_matter()
    act.matter(Matter.NOT_NEEDED)
    before = act.state.work
    collecting(act)
    assert act.state.work.matter is Matter.USUAL
    act.ask_matter()
    assert not act.state.asking_matter
    assert act.state.message is not None
    act.undo()
    assert act.state.work == before
    assert act.state.verdict.sign == "not_needed"
    assert port.decided == []


def test_a_bad_region_or_no_name_is_told_and_the_question_stays() -> None:
    act, _ = at_papers()
    for region, name, said in (
        ("51", BODY, "区划代码应为 6 到 12 位数字。"),
        ("５１", BODY, "区划代码应为 6 到 12 位数字。"),
        (REGION, " ", "还没有写由哪个机关办理。"),
        ("110101", "测试大厅", "这件由本大厅办理，不用代收。"),
    ):
        collecting(act, region, name)
        assert act.state.asking is not None
        assert act.state.asking.what is Ask.COLLECT
        assert act.state.message is not None
        assert act.state.message.happened == said
    collecting(act, "５１１６０２", BODY)
    assert (act.state.asking, act.state.work.for_region) == (None, "511602")
    collecting(act, "", "")
    assert (act.state.work.for_name, act.state.collects) == ("", "")


def test_with_nothing_left_at_the_window_there_is_nothing_to_collect() -> None:
    act, port = at_papers()
    collecting(act)
    for row in range(len(act.state.rows)):
        act.to_row(row)
        act.mark(PaperState.MISSING)
    act.go_on()
    assert act.state.verdict.word == "还差一步"
    assert act.state.verdict.why.startswith("没有留在窗口的材料")
    act.confirm()
    assert port.decided == []


def test_a_draft_keeps_the_body_and_the_order_and_an_old_draft_has_neither() -> None:
    act, port = at_papers()
    collecting(act)
    act.toggle_agent()
    act.fill("name", "测试乙", agent=True)
    act.fill("order", "BB1", agent=True)
    again = load(port.draft)
    assert again == act.state.work
    old = dump(replace(act.state.work, for_region="", for_name=""))
    for key in ("for_region", "for_name", "order"):
        old = old.replace(f', "{key}": ""', "").replace(f', "{key}": "BB1"', "")
    loaded = load(old)
    assert loaded is not None
    assert (loaded.for_name, loaded.agent and loaded.agent.order) == ("", "")


def test_an_order_without_authority_is_told_and_nothing_is_lost() -> None:
    act, port = at_papers()
    act.toggle_agent()
    act.fill("name", "测试乙", agent=True)
    act.fill("order", " ＢＢ０１ ", agent=True)
    act.applicant_done()
    act.all_in_order()
    port.fails = Refused("agent_without_authority", "代办单 BB01 没有授权办这件事")
    before = act.state.work
    act.confirm()
    message = act.state.message
    assert message is not None
    assert message.happened == "代办单 BB01 没有授权办这件事。"
    assert "代办单号" in message.press
    assert act.state.work == before
    assert not act.state.busy
    port.fails = None
    act.confirm()
    assert port.decided[0].agent_order == "BB01"
    assert FORM in [paper.name for paper in port.decided[0].papers]
