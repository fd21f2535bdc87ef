"""The search box without its widgets, on hand-written ports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from clerk_app.catalogue.model import BUNDLE
from clerk_app.desk.actions import Action
from clerk_app.desk.case_port import Filter
from clerk_app.desk.palette import Chosen, PalettePresenter
from clerk_app.desk.palette_lines import Kind
from clerk_app.desk.palette_port import ItemHit, Wish
from clerk_app.desk.runner import ImmediateRunner, Runner
from clerk_app.kernel.errors import ClerkError, Refused
from tests.desk.catalogue_fakes import FakePalette, hit
from tests.desk.fakes import ITEM, FakeCases

COMMANDS = (Action("go:cases", "到“办件”", "Alt+3"), Action("lock", "锁屏", "Ctrl+L"))


@dataclass
class LaterRunner:
    """Does nothing until it is told to; `ClerkError` goes to `failed` as with the real one."""

    jobs: list[Callable[[], None]] = field(default_factory=list)

    def run(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[ClerkError], None],
    ) -> None:
        self.jobs.append(lambda: ImmediateRunner().run(job, then, failed))

    def work(self) -> None:
        """Everything queued, and what that queues."""
        while self.jobs:
            self.jobs.pop(0)()


class Box:
    """A presenter over fakes, and what it was left with."""

    def __init__(self, runner: Runner | None = None, port: FakePalette | None = None) -> None:
        self.port = port or FakePalette()
        self.cases = FakeCases()
        self.chosen: list[Chosen] = []
        self.act = PalettePresenter(
            self.port,
            self.cases,
            runner or ImmediateRunner(),
            lambda _state: None,
            self.chosen.append,
        )
        self.act.open(COMMANDS)

    @property
    def titles(self) -> list[str]:
        return [line.title for line in self.act.state.lines]

    @property
    def groups(self) -> list[str]:
        return [group.title for group in self.act.state.groups]


def test_empty_it_shows_favourites_then_the_latest_then_commands() -> None:
    port = FakePalette()
    port.keep("B-1", favourite=True)
    box = Box(port=port)
    assert box.groups == ["收藏", "最近办过", "命令"]
    assert box.titles == ["个体登记", ITEM.name, "到“办件”", "锁屏"]
    assert box.act.state.foot == "12,408 个事项，本机查找，断网可用"


def test_a_line_says_department_class_promise_papers_and_what_stands_at_the_right() -> None:
    box = Box()
    box.act.type("测试")
    line = box.act.state.lines[0]
    assert line.detail == "测试局·行政许可·承诺 5 个工作日·5 份材料"
    assert line.note == "用过 3 次"
    box.act.type("食品")
    assert (box.act.state.lines[0].note, box.act.state.lines[0].warns) == ("材料清单不全", True)
    box.act.type("便利店")
    assert box.act.state.lines[0].note == BUNDLE
    assert box.act.state.lines[0].detail == "政务局·3 个事项"


def test_found_by_what_people_call_it_the_line_says_so_with_its_marks() -> None:
    box = Box()
    box.act.type("摆")
    line = box.act.state.lines[0]
    assert line.title == "个体登记"
    assert line.detail.startswith("俗称：摆摊·登记局")
    assert [line.detail[a:b] for a, b in line.detail_marks] == ["摆"]


@pytest.mark.parametrize(
    ("typed", "found"), [("sp", ["锁屏"]), ("办件", ["到“办件”"]), ("zz", [])]
)
def test_commands_are_found_by_hanzi_and_initials_after_everything_else(
    typed: str, found: list[str]
) -> None:
    box = Box()
    box.act.type(typed)
    lines = [line for line in box.act.state.lines if line.kind is Kind.COMMAND]
    assert [line.title for line in lines] == found


def test_cases_come_after_items_and_only_from_the_second_letter_on() -> None:
    box = Box()
    box.act.type("测")
    assert box.cases.asked == []
    box.act.type("测试")
    assert box.cases.asked == [(Filter.ALL, "测试")]
    box.cases.cases = lambda *_asked: FakeCases().cases(Filter.ALL)  # type: ignore[method-assign]
    box.act.type("测试许")
    assert box.groups == ["事项", "办件"]
    case = box.act.state.lines[1]
    assert case.detail == "1·测*甲·11-24 收件"
    box.act.move(1)
    box.act.open_line()
    assert box.chosen == [Chosen(Kind.CASE, "1")]


def test_a_role_that_sees_no_cases_still_finds_items() -> None:
    box = Box()

    def refused(*_asked: object) -> None:
        raise Refused("not_allowed", "您的角色不能查看办件")

    box.cases.cases = refused  # type: ignore[method-assign, assignment]
    box.act.type("测试")
    assert box.titles == [ITEM.name]
    assert box.act.state.message is None


def test_enter_opens_and_control_enter_takes_and_a_bundle_is_never_taken_whole() -> None:
    box = Box()
    box.act.type("测试")
    box.act.open_line()
    box.act.open_line(take=True)
    box.act.type("便利店")
    box.act.open_line(take=True)
    assert box.chosen == [
        Chosen(Kind.ITEM, "T-1"),
        Chosen(Kind.ITEM, "T-1", take=True),
        Chosen(Kind.BUNDLE, "B"),
    ]


def test_only_the_newest_keystroke_is_worked_on_and_a_faster_enter_waits_for_it() -> None:
    runner = LaterRunner()
    box = Box(runner)
    runner.work()
    for text in ("个", "个体", "食", "食品"):
        box.act.type(text)
    box.act.open_line()
    assert box.chosen == []
    runner.work()
    assert [wish.text for wish in box.port.asked] == ["食品"]
    assert box.chosen == [Chosen(Kind.ITEM, "B-2")]


def test_an_answer_to_an_older_wish_is_not_shown_and_opens_nothing() -> None:
    runner = LaterRunner()
    box = Box(runner)
    runner.work()
    box.act.type("个体")
    job = runner.jobs.pop(0)
    box.act.open_line()
    box.act.type("食品")  # typed on: the Enter before it is forgotten
    job()
    runner.work()
    assert box.titles == ["食品许可"]
    assert box.chosen == []


def test_a_scanned_text_is_looked_for_and_never_opened() -> None:
    runner = LaterRunner()
    box = Box(runner)
    runner.work()
    box.act.type("测试")
    box.act.open_line()
    box.act.scanned()
    runner.work()
    assert box.titles == [ITEM.name]
    assert box.chosen == []


def test_alt_and_a_digit_open_the_line_that_shows_it() -> None:
    box = Box()
    box.act.type("")
    caps = [line.cap for line in box.act.state.lines]
    assert caps == ["", "Alt+2", "Alt+3"]
    box.act.open_line(2)
    assert box.chosen == [Chosen(Kind.COMMAND, "lock")]


def test_tab_goes_through_the_types_and_lists_them_without_a_letter() -> None:
    box = Box()
    seen = []
    for _ in range(4):
        box.act.next_type()
        seen.append(box.act.state.wish.type_)
    assert seen == [BUNDLE, "行政确认", "行政许可", ""]
    box.act.next_type()
    assert box.titles == ["开便利店"]
    box.act.next_department()
    assert box.act.state.filters == ("类别：一件事", "部门：监管局")
    assert (box.groups, box.titles) == (["这里没有事项"], [])


def test_a_favourite_is_kept_and_the_hand_stays_at_its_line() -> None:
    box = Box()
    box.act.next_type()
    box.act.next_type()
    box.act.next_type()
    box.act.move(1)
    before = box.act.state.line
    assert before is not None
    box.act.favourite()
    after = box.act.state.line
    assert after is not None
    assert (after.key, after.favourite) == (before.key, True)
    assert "★" in after.note or after.warns
    box.act.favourite()
    assert box.port.kept == [(before.key, True), (before.key, False)]


def test_without_a_hit_it_offers_what_may_be_meant_the_departments_and_a_note() -> None:
    box = Box()
    box.act.type("飞天扫帚")
    assert box.groups == ["没有叫这个的事项", "按部门找"]
    assert box.titles == ["记下来问：“飞天扫帚”", "监管局", "登记局"]
    box.act.open_line(1)
    assert box.act.state.wish == Wish(department="监管局")
    assert box.titles == ["食品许可"]


def test_what_may_be_meant_says_that_it_is_not_the_same() -> None:
    box = Box(port=FakePalette(near=(ItemHit(hit(ITEM, fuzzy=True)),)))
    box.act.type("测式许可")
    assert box.groups == ["没有完全一样的，是不是：", "都不是？", "按部门找"]
    box.act.open_line()
    assert box.chosen == [Chosen(Kind.ITEM, "T-1")]


def test_a_question_nobody_knows_the_item_of_is_written_down_and_its_number_told() -> None:
    box = Box()
    box.act.type("飞天扫帚")
    box.act.open_line()
    asked = box.act.state.message
    assert asked is not None
    assert asked.happened == "要记下来问吗？"
    assert box.port.noted == []
    box.act.open_line()
    assert box.port.noted == ["飞天扫帚"]
    message = box.act.state.message
    assert message is not None
    assert "ZX51160200012600000177" in message.text
    box.port.fails = Refused("no_station", "还没有站点号")
    box.act.open_line()
    box.act.open_line()
    assert box.act.state.message is not None
    assert box.act.state.message.happened == "还没有站点号。"
    assert box.chosen == []


def test_while_the_worker_is_busy_the_box_says_what_it_waits_for() -> None:
    held = ["正在导入事项库"]
    runner = LaterRunner()
    port, cases = FakePalette(), FakeCases()
    act = PalettePresenter(
        port, cases, runner, lambda _state: None, lambda _chosen: None, lambda: held[-1]
    )
    act.open()
    act.type("测试")
    told = act.state.message
    assert told is not None
    assert told.happened == "正在导入事项库，做完才能查。"
    held.append("")
    runner.work()
    assert act.state.message is None
    assert [line.title for line in act.state.lines] == [ITEM.name]


def test_a_hasty_enter_waits_for_the_cases_and_never_registers_a_name_as_a_question() -> None:
    runner = LaterRunner()
    box = Box(runner)
    box.cases.cases = lambda *_asked: FakeCases().cases(Filter.ALL, "2")  # type: ignore[method-assign]
    runner.work()
    box.act.type("测*甲")
    box.act.open_line()
    runner.jobs.pop(0)()  # the items are answered: there is none
    box.act.open_line()
    runner.work()
    assert box.chosen == [Chosen(Kind.CASE, "2")]
    assert box.port.noted == []


def test_the_hand_stays_inside_the_lines() -> None:
    box = Box()
    box.act.move(-1)
    assert box.act.state.at == 0
    box.act.move(99)
    assert box.act.state.at == len(box.act.state.lines) - 1
    box.act.type("测试")
    assert box.act.state.at == 0
