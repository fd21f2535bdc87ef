"""The item page without its widgets, on hand-written ports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clerk_app.catalogue.model import (
    ChannelLimit,
    FeeItem,
    FollowUp,
    LimitKind,
    LimitUnit,
    SpecialKind,
    SpecialProcedure,
)
from clerk_app.desk.guide_lines import RowKind
from clerk_app.desk.item_facts import sections
from clerk_app.desk.item_page import ItemPresenter
from clerk_app.desk.item_port import Person
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import GivenPaper, Trust
from clerk_app.kernel.errors import Unavailable
from tests.desk.catalogue_fakes import DEED, FOOD, PREMISES, SHOP, FakeItems
from tests.desk.fakes import ITEM, PROXY
from tests.desk.test_palette import LaterRunner


def page(key: str = "B-1", port: FakeItems | None = None) -> tuple[ItemPresenter, FakeItems]:
    port = port or FakeItems()
    act = ItemPresenter(port, ImmediateRunner(), lambda _state: None)
    act.open(key)
    return act, port


def titles(act: ItemPresenter, kind: RowKind) -> list[str]:
    return [row.title for row in act.state.rows if row.kind is kind]


def test_a_further_question_appears_under_the_answer_that_leads_to_it() -> None:
    act, _ = page()
    assert titles(act, RowKind.QUESTION) == ["场所是谁的？"]
    act.answer(1)
    questions = [row for row in act.state.rows if row.kind is RowKind.QUESTION]
    assert [(row.title, row.depth) for row in questions] == [
        ("场所是谁的？", 0),
        ("租期满一年吗？", 1),
    ]
    assert act.state.rows[act.state.at].title == "租期满一年吗？"


def test_the_papers_follow_each_answer_at_once() -> None:
    act, _ = page()
    assert titles(act, RowKind.PAPER) == ["《申请书》", "身份证", PREMISES]
    act.answer(1)
    assert titles(act, RowKind.PAPER) == ["《申请书》", "身份证", PREMISES, DEED]
    act.answer(1)
    assert titles(act, RowKind.PAPER) == ["《申请书》", "身份证", DEED]
    assert act.state.sums == "照现在的回答要 3 份材料"
    assert act.state.rows[act.state.at].kind is RowKind.PAPER


def test_an_answer_that_closes_a_way_takes_the_answers_on_it_away() -> None:
    act, _ = page()
    act.answer(1)
    act.answer(1)
    act.choose("q:place", "own")
    assert act.state.answers == (("place", "own"),)
    assert titles(act, RowKind.QUESTION) == ["场所是谁的？"]


@given(st.lists(st.tuples(st.sampled_from(["q:place", "q:lease"]), st.sampled_from("01"))))
def test_the_page_shows_what_the_answers_say_whatever_the_order_of_asking(
    acts: list[tuple[str, str]],
) -> None:
    """The oracle is written out here: what each pair of answers brings, from the item's list."""
    act, _ = page()
    values = {"q:place": ("own", "rent"), "q:lease": ("yes", "no")}
    place = lease = ""
    for row, digit in acts:
        value = values[row][int(digit)]
        act.choose(row, value)
        if row == "q:place":
            place = value
            lease = "" if value == "own" else lease
        elif place == "rent":
            lease = value
    wanted = ["《申请书》", "身份证"]
    if not (place == "rent" and lease == "no"):
        wanted.append(PREMISES)
    if place == "rent":
        wanted.append(DEED)
    assert titles(act, RowKind.PAPER) == wanted


def test_a_paper_opens_to_everything_the_catalogue_says_of_it() -> None:
    act, _ = page("T-1")
    act.answer(1)
    at = next(n for n, row in enumerate(act.state.rows) if row.title == "设备清单")
    while act.state.at != at:
        act.move(1 if at > act.state.at else -1)
    act.toggle()
    row = act.state.rows[at]
    assert row.id in act.state.opened
    assert (row.right, row.tone) == ("可容缺 5 个工作日", "accent")
    assert ("容缺", "可以在 5 个工作日内补交") in row.facts
    proxy = next(row for row in act.state.rows if row.title == PROXY)
    assert ("谁的材料", "代办人") in proxy.facts
    act.toggle()
    assert act.state.opened == frozenset()


def test_guide_and_notice_go_to_the_port_with_the_answers_and_say_where_the_paper_is() -> None:
    act, port = page()
    act.answer(0)
    act.print_guide()
    assert port.printed == [("B-1", {"place": "own"})]
    assert act.state.message is not None
    assert "guide.pdf" in act.state.message.text
    act.note()
    assert port.noted == [("B-1", {"place": "own"})]
    assert "ZX1" in act.state.message.text
    port.trouble = "磁盘满了"
    act.note()
    assert "告知书没有印成：磁盘满了" in act.state.message.text


LICENCES = (
    FollowUp("户外广告登记"),
    FollowUp("酒类备案", when="批发酒类"),
    FollowUp("食品许可", when="卖食品"),
    FollowUp("酒类零售备案", when="批发酒类"),
)


def with_licences(*follow_ups: FollowUp) -> tuple[ItemPresenter, FakeItems]:
    port = FakeItems()
    port.items["B-1"] = replace(SHOP, follow_ups=follow_ups)
    return page(port=port)


def test_the_licences_that_follow_are_told_for_the_kind_of_enterprise_chosen() -> None:
    act, port = with_licences(*LICENCES)
    act.answer(0)
    act.licences()
    assert [(row.number, row.title, row.detail) for row in act.state.rows if row.is_stop] == [
        ("1", "批发酒类", "还要办：户外广告登记、酒类备案、酒类零售备案"),
        ("2", "卖食品", "还要办：户外广告登记、食品许可"),
    ]
    act.answer(2)
    assert act.state.choosing
    act.answer(1)
    assert port.licences == [("B-1", {"place": "own"}, "卖食品")]
    assert (port.noted, port.printed) == ([], [])
    assert titles(act, RowKind.QUESTION) == ["场所是谁的？"]
    assert act.state.message is not None
    assert act.state.message.happened == "咨询已登记，告知书和后置审批告知书已印好。"
    assert act.state.message.means == (
        "咨询编号 ZX2，告知书文件在 notice.pdf，后置审批告知书文件在 licences.pdf"
    )
    act.licences()
    act.move(1)
    act.toggle()
    act.licences()
    act.to("e:批发酒类")
    assert [kind for _, _, kind in port.licences] == ["卖食品", "卖食品", "批发酒类"]


def test_one_paper_that_was_not_printed_is_told_beside_the_other() -> None:
    act, port = with_licences(*LICENCES)
    port.trouble = "磁盘满了"
    act.licences()
    act.answer(0)
    assert act.state.message is not None
    assert act.state.message.happened == "咨询已登记。"
    assert act.state.message.means == (
        "咨询编号 ZX2，告知书没有印成：磁盘满了，后置审批告知书文件在 licences.pdf"
    )


def test_while_the_kind_is_asked_for_nothing_else_is_done_and_escape_leaves() -> None:
    act, port = with_licences(*LICENCES)
    act.licences()
    act.note()
    act.print_guide()
    act.compare()
    act.choose("q:place", "own")
    assert act.state.choosing
    assert act.dismiss()
    assert (act.state.choosing, act.state.answers, act.state.message) == (False, (), None)
    assert (port.licences, port.noted, port.printed) == ([], [], [])
    act.answer(1)
    assert act.state.answers == (("place", "rent"),)


def test_licences_for_everyone_are_told_at_once_and_without_any_nothing_is() -> None:
    act, port = with_licences(FollowUp("户外广告登记"))
    act.licences()
    assert port.licences == [("B-1", {}, "")]
    assert not act.state.choosing
    act, port = page()
    assert not act.state.has_licences
    act.licences()
    assert (port.licences, act.state.message) == ([], None)


def test_a_page_that_cannot_be_printed_is_told_and_the_key_works_again() -> None:
    act, port = page()
    port.fails = Unavailable("disk_full", "磁盘满了")
    act.print_guide()
    assert act.state.message is not None
    assert act.state.message.happened == "磁盘满了。"
    assert not act.state.busy


def test_only_a_usable_item_is_taken() -> None:
    act, _ = page()
    act.answer(0)
    assert act.wanted() == ("B-1", (("place", "own"),))
    port = FakeItems()
    port.items["B-1"] = replace(SHOP, materials_complete=False)
    act, _ = page(port=port)
    assert not act.state.usable
    assert act.wanted() is None
    assert act.state.message is not None
    assert act.state.message.happened == "这个事项的材料清单不全。"


def test_the_changes_against_an_earlier_version_are_listed_and_go_with_escape() -> None:
    act, _ = page("B-2")
    act.compare()
    rows = [row for row in act.state.rows if row.kind is RowKind.FIELD]
    assert [(row.title, row.detail) for row in rows] == [("承诺时限", "9 个工作日 → 5 个工作日")]
    assert act.state.rows[0].title == "与第 1 版，2025-01-01 起，2025-12-31 止相比，1 处改动"
    assert act.dismiss()
    assert titles(act, RowKind.QUESTION) == ["场所是谁的？"]
    assert not act.dismiss()


def test_without_an_earlier_version_the_page_says_so() -> None:
    act, _ = page("T-1")
    act.compare()
    assert act.state.message is not None
    assert act.state.message.happened == "这个事项在本机只有这一版。"


def test_an_unknown_item_is_told_and_nothing_is_shown() -> None:
    act, _ = page("X")
    assert act.state.item is None
    assert act.state.message is not None
    assert act.state.title == "没有打开事项"
    act.answer(0)
    act.move(1)
    act.toggle()
    act.compare()
    act.print_guide()


def test_what_the_applicant_gave_before_stands_first_in_the_side() -> None:
    plain = GivenPaper("身份证", date(2026, 3, 2), "C-1", "另一件", Trust.ISSUED)
    dated = replace(plain, valid_until=date(2036, 3, 2), still_valid=True)
    port = FakeItems(
        papers=(
            dated,
            replace(dated, name="健康证", trust=Trust.VERIFIED),
            replace(dated, name="体检表", valid_until=date(2026, 3, 9), still_valid=False),
            replace(plain, name="营业执照", trust=Trust.VERIFIED),
            replace(dated, name="租赁合同", trust=Trust.UPLOADED),
            replace(plain, name="场所图", trust=Trust.SELF_DECLARED),
        )
    )
    act = ItemPresenter(port, ImmediateRunner(), lambda _state: None)
    act.open("B-1", Person("resident_id", "11010519491231002X"))
    assert [person.number for _, person in port.asked] == ["11010519491231002X"]
    assert act.state.side[0].lines == (
        "身份证：2026-03-02 交过，有效到 2036-03-02，A 级，可以再用",
        "健康证：2026-03-02 交过，有效到 2036-03-02，B 级，可以再用",
        "体检表：2026-03-02 交过，有效到 2026-03-09，A 级，过了有效期，要看原件",
        "营业执照：2026-03-02 交过，B 级，没有写有效期，看原件",
        "租赁合同：2026-03-02 交过，有效到 2036-03-02，C 级，要看原件",
        "场所图：2026-03-02 交过，D 级，要看原件",
    )
    words = repr((act.state.rows, act.state.side, act.state.title))
    assert "11010519491231002X" not in words


def test_a_slow_answer_for_another_item_is_not_shown() -> None:
    runner = LaterRunner()
    act = ItemPresenter(FakeItems(), runner, lambda _state: None)
    act.open("B-1")
    act.open("B-2")
    runner.jobs.pop(0)()
    assert act.state.file is None
    runner.work()
    assert act.state.item is not None
    assert act.state.item.key == "B-2"
    assert act.state.title == FOOD.name


def test_the_side_tells_limits_by_channel_what_is_outside_the_clock_fees_and_what_follows() -> (
    None
):
    item = replace(
        ITEM,
        limits=(ChannelLimit(LimitKind.PROMISED, 3, LimitUnit.WORKDAY, "网上"),),
        special_procedures=(SpecialProcedure(SpecialKind.TESTING, "水质", "7 日"),),
        fees=(FeeItem("工本费", 1000, "本", "某文件", reducible=True),),
        follow_ups=(FollowUp("卫生许可", department="卫健局", when="理发店"),),
        phone="0000-1",
        place="二楼",
    )
    side = {section.title: section.lines for section in sections(item)}
    assert "承诺 5 个工作日" in side["时限"]
    assert "网上：承诺 3 个工作日" in side["时限"]
    assert "不计入时限：检测（水质，7 日）" in side["时限"]
    assert side["收费"] == ("工本费 10 元/本（某文件；可以减免）",)
    assert side["拿到以后还要办（后置审批）"] == ("卫生许可：卫健局（理发店）",)
    assert side["在哪里办"] == ("地点 二楼", "咨询 0000-1")
    assert "内容指纹 h1" in side["版本"]
    assert "条件" not in side
