"""一件事 taken in at the window: asked once, ticked once, decided for each item by itself."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.catalogue.model import Bundle, DeferralPolicy, Material, Necessity, ServiceItem
from clerk_app.desk.bundle import BundlePresenter
from clerk_app.desk.bundle_port import BundleFile
from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.intake_bundle import answers_by_item, handed_on, merged_item
from clerk_app.desk.intake_state import Step
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import PaperState
from clerk_app.kernel.errors import Refused
from tests.desk.catalogue_fakes import DEED, FOOD, PREMISES, SHOP, SHOPS, FakeBundles
from tests.desk.fakes import FakeIntake
from tests.desk.test_intake import GOOD_ID

WHOLE = BundleFile(replace(SHOPS, items=("B-1", "B-2")), {"B-1": SHOP, "B-2": FOOD})
LATER = replace(
    FOOD,
    materials=tuple(
        replace(m, necessity=Necessity.DEFERRABLE) if m.name in {"布局图", "身份证"} else m
        for m in FOOD.materials
    ),
    deferral=DeferralPolicy(enabled=True, bound_workdays=3),
)
PAPERS = ["《申请书》", "身份证", PREMISES, DEED, "申请书", "布局图"]


def port(file: BundleFile = WHOLE) -> FakeIntake:
    return FakeIntake(bundles={"B": file})


def taken(given: FakeIntake, answers: tuple[int, ...] = (1, 0)) -> IntakePresenter:
    """The applicant, then the bundle from its page, its questions answered there."""
    act = IntakePresenter(given, ImmediateRunner(), lambda _state: None)
    act.fill("name", "测试甲")
    act.fill("number", GOOD_ID)
    page = BundlePresenter(FakeBundles(), ImmediateRunner(), lambda _state: None)
    page.open("B")
    for at in answers:
        page.answer(at)
    act.take("B", handed_on(page.state.answers))
    return act


def row(act: IntakePresenter, name: str) -> None:
    act.to_row([each.name for each in act.state.rows].index(name))


def test_answers_of_the_page_are_not_asked_again_and_papers_stand_once() -> None:
    act = taken(port())
    assert act.state.step is Step.PAPERS
    assert [each.name for each in act.state.rows] == PAPERS
    assert act.state.rows[1].due == "原 1 复 2"
    assert act.state.head == "开便利店"


def test_in_intake_the_shared_question_is_asked_once_and_may_bring_another() -> None:
    act = taken(port(), answers=())
    assert act.state.step is Step.SITUATION
    assert act.state.situation is not None
    assert (act.state.situation.question, act.state.situation_count) == ("场所是谁的？", 1)
    act.answer(1)
    assert act.state.situation_count == 2
    assert act.state.situation.question == "租期满一年吗？"
    act.answer(1)
    assert [each.name for each in act.state.rows] == [each for each in PAPERS if each != PREMISES]


def test_every_item_has_its_verdict_and_its_own_clock_side_by_side() -> None:
    act = taken(port())
    act.all_in_order()
    shop, food = act.state.parts
    assert (shop.name, shop.sign, shop.days) == ("个体登记", "accepted", "")
    # 24 November 2026 is a Tuesday: five workdays later is Tuesday 1 December
    assert (food.name, food.sign, food.days) == ("食品许可", "accepted", "承诺 12-01（周二）")
    assert act.state.verdict.ready
    assert act.state.verdict.word == "可以受理"


def test_a_paper_one_item_lacks_returns_that_item_and_no_other() -> None:
    given = port()
    act = taken(given)
    act.all_in_order()
    row(act, "布局图")
    act.mark(PaperState.MISSING)
    assert [part.sign for part in act.state.parts] == ["accepted", "returned_for_correction"]
    assert act.state.parts[1].days == "最迟 12-01 告知"
    assert act.state.verdict.sign == "returned_for_correction"
    assert act.state.verdict.why == "2 个事项：1 个需一次性告知补正，1 个可以受理。"
    assert "“食品许可”交齐布局图" in act.state.verdict.how
    act.go_on()
    act.confirm()
    assert {k: str(v) for k, v in given.whole[0][1].items()} == {
        "B-1": "accepted",
        "B-2": "returned_for_correction",
    }


def test_one_act_takes_all_of_it_in_and_lists_numbers_and_papers() -> None:
    given = port()
    act = taken(given)
    act.all_in_order()
    act.confirm()
    application, _ = given.whole[0]
    assert application.item == "B"
    assert set(application.situations) == {
        ("B-1:place", "rent"),
        ("B-2:place", "rent"),
        ("B-1:lease", "yes"),
    }
    assert [paper.name for paper in application.papers] == PAPERS
    done = act.state.done
    assert done is not None
    assert [(part.number, part.outcome) for part in done.parts] == [
        ("N1", "accepted"),
        ("N2", "accepted"),
    ]
    assert len(done.papers) == 2
    act.rate(5)
    assert given.rated == [("N1", 5)]
    assert "N1 等 2 件" in act.state.last
    assert given.draft == ""


def test_nothing_goes_before_every_paper_was_looked_at() -> None:
    given = port()
    act = taken(given)
    act.confirm()
    assert given.whole == []
    assert act.state.verdict.word == "还有 6 份没看"


def test_the_draft_of_a_bundle_comes_back_as_it_was() -> None:
    given = port()
    act = taken(given)
    row(act, "身份证")
    act.mark(PaperState.IN_ORDER)
    row(act, "布局图")
    act.mark(PaperState.MISSING)
    again = IntakePresenter(port_with(given.draft), ImmediateRunner(), lambda _state: None)
    assert again.state.restored
    assert again.state.work == act.state.work
    assert [each.state for each in again.state.rows] == ["", "in_order", "", "", "", "missing"]
    assert [part.name for part in again.state.parts] == ["个体登记", "食品许可"]


def port_with(draft: str, file: BundleFile = WHOLE) -> FakeIntake:
    return FakeIntake(draft=draft, bundles={"B": file})


def test_a_draft_over_a_changed_item_keeps_what_fits_and_says_so() -> None:
    given = port()
    act = taken(given)
    act.all_in_order()
    newer = BundleFile(
        WHOLE.bundle,
        {"B-1": SHOP, "B-2": replace(FOOD, content_hash="n", materials=FOOD.materials[:2])},
    )
    again = IntakePresenter(port_with(given.draft, newer), ImmediateRunner(), lambda _state: None)
    assert again.state.message is not None
    assert "换成新的一版" in again.state.message.happened
    assert "布局图" not in [each.name for each in again.state.rows]


def test_undo_leads_back_from_the_bundle_to_the_single_item() -> None:
    act = taken(port())
    act.take("T-2", {})
    assert act.state.parts == ()
    act.undo()
    assert act.state.head == "开便利店"
    assert len(act.state.parts) == 2


def test_a_paper_waits_only_where_every_item_lets_it() -> None:
    file = BundleFile(WHOLE.bundle, {"B-1": SHOP, "B-2": LATER})
    item = merged_item(file, (("B-1:place", "own"),))
    soft = {m.name: m.defer_workdays for m in item.materials if m.deferrable}
    assert soft == {"布局图": 3}
    act = taken(port(file))
    act.all_in_order()
    row(act, "布局图")
    act.mark(PaperState.MISSING)
    act.toggle_undertaking()
    assert [part.sign for part in act.state.parts] == ["accepted", "conditionally_accepted"]
    # three workdays after Tuesday the 24th
    assert act.state.parts[1].days == "11-27（周五）前补齐，承诺 12-01（周二）"


def test_what_one_item_makes_for_another_is_not_listed() -> None:
    bundle = replace(WHOLE.bundle, produced=(("B-1", "布局图"),))
    file = BundleFile(bundle, WHOLE.items)
    assert "布局图" not in [m.name for m in merged_item(file, ()).materials]
    act = taken(port(file))
    act.all_in_order()
    assert [part.sign for part in act.state.parts] == ["accepted", "accepted"]


def test_a_bundle_with_an_item_missing_here_is_not_taken_in() -> None:
    given = port(BundleFile(SHOPS, WHOLE.items))
    act = taken(given)
    act.all_in_order()
    assert not act.state.verdict.ready
    assert "B-3" in act.state.verdict.why
    act.confirm()
    assert given.whole == []


def test_the_items_keep_their_answers_apart_where_only_the_key_is_the_same() -> None:
    other = replace(
        FOOD,
        situations=(replace(FOOD.situations[0], question="仓库是谁的？"),),
    )
    items = (SHOP, other)
    given = (("B-1:place", "own"), ("B-2:place", "rent"))
    assert answers_by_item(items, given) == {
        "B-1": {"place": "own"},
        "B-2": {"place": "rent"},
    }


def test_a_verdict_that_changed_in_the_store_is_told_and_nothing_is_lost() -> None:
    given = port()
    act = taken(given)
    act.all_in_order()
    given.fails = Refused("verdict_changed", "“食品许可”的结论变了")
    before = act.state.work
    act.confirm()
    assert act.state.message is not None
    assert "结论变了" in act.state.message.happened
    assert act.state.work == before
    assert act.state.done is None


def test_two_bodies_forms_of_one_name_are_two_papers_told_apart() -> None:
    """Each body has its own form, though both are called the same: no tick counts for both."""
    own = Material("申请表", Necessity.REQUIRED)
    items = {
        key: ServiceItem(key, f"事项{key}", content_hash=key, materials=(own,))
        for key in ("X", "Y")
    }
    given = port(BundleFile(Bundle("B", "一件事", ("X", "Y")), items))
    act = IntakePresenter(given, ImmediateRunner(), lambda _state: None)
    act.fill("name", "测试甲")
    act.take("B", {})
    assert [each.name for each in act.state.rows] == ["申请表（事项X）", "申请表（事项Y）"]
    act.mark(PaperState.IN_ORDER)
    row(act, "申请表（事项Y）")
    act.mark(PaperState.MISSING)
    assert [part.sign for part in act.state.parts] == ["accepted", "returned_for_correction"]


def test_a_bundle_that_was_put_away_is_no_bundle_of_what_comes_next() -> None:
    act = taken(port())
    act.ask_collect()
    assert act.state.message is not None
    assert act.state.message.happened == "一件事不能整件代收。"
    act.anew()
    act.ask_collect()
    assert act.state.asking is not None  # 替外地代收: by whom
    act.leave_asking()
    act.undo()
    assert [each.name for each in act.state.rows] == PAPERS  # and it comes back whole
