"""本地规定 and 责任记录 on a real store: what the window does is what the deed wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.desk.limits import BY, MEASURE, REASON, LimitsPresenter, Tab
from clerk_app.desk.local_rules import NOTE, ONLY_ADMINISTRATOR, SOURCE, VALUE, LocalRulesPresenter
from clerk_app.desk.opened_limits import OpenedLimits
from clerk_app.desk.opened_local_rules import OpenedLocalRules
from clerk_app.desk.opened_papers import OpenedPapers
from clerk_app.desk.runner import ImmediateRunner
from tests.deeds.test_account import DAY, late
from tests.staff.halls import ADMIN, BOSS, ONE, Place, make_hall, place
from tests.support.stores import CASE, OTHER_CASE


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hall(tmp_path_factory.mktemp("pages") / "hall")


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "here") as found:
        yield found


def rules(here: Place, clerk: str) -> LocalRulesPresenter:
    act = LocalRulesPresenter(
        OpenedLocalRules(here.at(clerk)), ImmediateRunner(), lambda _state: None
    )
    act.refresh()
    return act


def is_open(act: LocalRulesPresenter | LimitsPresenter) -> bool:
    return act.form is not None


def fields(act: LocalRulesPresenter | LimitsPresenter) -> dict[str, str]:
    assert act.form is not None
    return dict(act.form.values)


def test_every_rule_stands_with_value_unit_and_source(here: Place) -> None:
    seen = rules(here, ADMIN).state.seen
    assert [(each.title, each.said, each.standing) for each in seen.rules] == [
        ("下班时间", "17:30", "程序默认"),
        ("失信名单可以用多少天", "30 天", "程序默认"),
        ("期限前几个工作日亮黄灯", "1 个工作日", "程序默认"),
        ("收件后几个工作日之后才录入的，算后补录入", "1 个工作日", "程序默认"),
        ("办理期限是不是从当日起算", "当日不计入", "程序默认"),
        ("文书二维码的查询网址", "没有登记", "程序默认"),
        ("救济文字里的行政复议机关", "没有登记", "程序默认"),
        ("救济文字里的法院", "没有登记", "程序默认"),
    ]
    assert seen.rules[4].source == "《中华人民共和国民法典》第二百零一条：开始的当日不计入"


def test_an_administrator_changes_one_with_its_source(here: Place) -> None:
    act = rules(here, ADMIN)
    act.to_row(1)
    act.change()
    act.fill(VALUE, "60")
    act.next()
    act.fill(SOURCE, "测试县规定第一条")
    before = here.events()
    act.record()  # Ctrl+Enter from a field leads to the line to confirm, no further
    assert act.form is not None
    assert act.form.confirm.startswith("改成（天）：60；出处：测试县规定第一条。")
    assert here.events() == before
    act.record()
    rule = rules(here, ONE).state.seen.rules[1]
    assert (rule.said, rule.source) == ("60 天", "测试县规定第一条")
    assert rule.standing == "2026-03-02 起在本机改过，测试管理员改的"
    assert act.state.message is not None
    assert NOTE in act.state.message.text
    assert here.events() == before + 1


def test_a_bad_value_and_no_source_are_told_beside_their_field(here: Place) -> None:
    act, before = rules(here, ADMIN), here.events()
    act.change()
    act.fill(VALUE, "25:00")
    act.next()
    assert act.form is not None
    assert (act.form.at, act.form.faults) == (
        0, {VALUE: "应为 00:00 到 23:59 的时刻，例如 17:30。"},
    )  # fmt: skip
    act.fill(VALUE, "17:00")
    act.next()
    act.fill(SOURCE, "文" * 201)  # the deed alone knows how long a source may be
    act.record()
    act.record()
    assert act.form is not None
    assert list(act.form.faults) == [SOURCE]
    assert fields(act) == {VALUE: "17:00", SOURCE: "文" * 201}
    act.fill(SOURCE, " ")
    act.next()
    assert act.form.faults == {SOURCE: "请填“出处”。"}
    assert here.events() == before


@pytest.mark.parametrize("clerk", [ONE, BOSS])
def test_anybody_else_sees_them_and_is_told_who_may(here: Place, clerk: str) -> None:
    act = rules(here, clerk)
    assert len(act.state.lines) == 8
    assert act.state.who == ONLY_ADMINISTRATOR
    act.change()
    assert not is_open(act)
    assert act.state.message is not None
    assert act.state.message.happened == ONLY_ADMINISTRATOR


# ---------------------------------------------------------------- 责任记录


def red(here: Place, clerk: str = BOSS) -> LimitsPresenter:
    """Red: two cases promised until 16 March, ONE's and the supervisor's; now the 18th."""
    for number, who in ((CASE, ONE), (OTHER_CASE, BOSS)):
        late(here.counter, number, who)
    here.clock.move(16 * DAY)
    counter = here.at(clerk)
    port = OpenedLimits(counter, OpenedPapers(counter, counter.folder / "out", None))
    act = LimitsPresenter(port, ImmediateRunner(), lambda _state: None)
    act.go(Tab.RED)
    return act


def to_case(act: LimitsPresenter, number: str) -> None:
    act.to_row([line.number for line in act.state.lines].index(number))


def answer(act: LimitsPresenter, by: int) -> None:
    act.account()
    act.fill(REASON, "漏看了到期日")
    act.next()
    act.fill(MEASURE, "谈话提醒")
    act.next()
    act.choose(by)


def test_a_supervisor_answers_for_a_red_entry_and_the_line_says_who(here: Place) -> None:
    act = red(here)
    to_case(act, CASE)
    answer(act, 0)
    assert act.form is not None
    assert "由谁认定：测试主管" in act.form.confirm
    before = here.events()
    act.record()
    assert not is_open(act)
    assert here.events() == before + 1
    lines = {line.number: (line.answered, line.how) for line in act.state.lines}
    assert lines == {
        CASE: (True, "2026-03-18 测试主管登记了责任：谈话提醒。"),
        OTHER_CASE: (False, "还没有登记责任。"),
    }
    to_case(act, CASE)
    act.account()
    assert not is_open(act)


def test_what_the_deed_refuses_is_told_and_what_was_typed_stays(here: Place) -> None:
    act, before = red(here), here.events()
    to_case(act, OTHER_CASE)  # the supervisor's own
    answer(act, 1)
    act.record()
    assert act.form is not None
    assert act.form.message is not None
    assert "另一位主管或管理员" in act.form.message.text
    typed = {REASON: "漏看了到期日", MEASURE: "谈话提醒", BY: ADMIN}
    assert fields(act) == typed
    act.dismiss()
    act.dismiss()
    assert not is_open(act)
    act.account()
    assert fields(act) == typed
    act.fill(MEASURE, " ")
    act.ask()
    assert act.form.faults == {MEASURE: "请填“处理”。"}
    assert here.events() == before


def test_a_clerk_is_told_who_records_it(here: Place) -> None:
    act = red(here, ONE)
    act.account()
    assert not is_open(act)
    assert act.state.message is not None
    assert act.state.message.happened == "责任由主管或管理员登记，请由他们登录后登记。"
