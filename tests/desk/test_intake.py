"""The intake screen without its widgets, on a hand-written port."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.intake_draft import dump, load
from clerk_app.desk.intake_lines import party
from clerk_app.desk.intake_state import IntakeState, Matter, PartyText, Step, Work
from clerk_app.desk.messages import Weight
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import CheckedPaper, PaperState
from clerk_app.kernel.errors import Misused, Unavailable
from tests.desk.fakes import FORM, LICENCE, LIST, OTHER, PHOTO, PROXY, FakeIntake

GOOD_ID, BAD_ID = "11010519491231002X", "110105194912310021"
GOOD_USCC = "91350100M000100Y43"
RARE = "欧阳𬱖𫖯㛃䶮"


class LateRunner:
    """Does the jobs only when told, as a slow disk would."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def run(self, job: object, then: object, failed: object) -> None:
        self.jobs.append(lambda: ImmediateRunner().run(job, then, failed))  # type: ignore[arg-type]  # handed on as they came

    def catch_up(self) -> None:
        while self.jobs:
            self.jobs.pop(0)()


def presenter(port: FakeIntake | None = None) -> tuple[IntakePresenter, FakeIntake]:
    port = port or FakeIntake()
    return IntakePresenter(port, ImmediateRunner(), lambda _state: None), port


def at_papers(answer: int = 0) -> tuple[IntakePresenter, FakeIntake]:
    act, port = presenter()
    act.fill("name", RARE)
    act.fill("number", GOOD_ID)
    act.applicant_done()
    act.search("测试")
    act.pick()
    act.answer(answer)
    return act, port


def names(state: IntakeState) -> list[str]:
    return [row.name for row in state.rows]


def test_enter_leads_from_step_to_step() -> None:
    act, _ = presenter()
    seen = [act.state.step]
    act.fill("name", "测试甲")
    act.applicant_done()
    seen.append(act.state.step)
    act.search("测试")
    act.pick()
    seen.append(act.state.step)
    act.answer(0)
    seen.append(act.state.step)
    act.all_in_order()
    seen.append(act.state.step)
    act.confirm()
    assert [*seen, act.state.step] == list(Step)


def test_without_a_name_nothing_goes_on_and_it_is_said() -> None:
    act, _ = presenter()
    act.applicant_done()
    assert act.state.step is Step.APPLICANT
    assert act.state.message is not None
    assert "姓名" in act.state.message.happened


@pytest.mark.parametrize("name", ["·", "...", "\ufe0f", "\U000e0100", "\u0301", "张\ufffd"])
def test_what_is_no_name_goes_no_further_in_the_window(name: str) -> None:
    act, port = presenter()
    act.fill("name", name)
    act.applicant_done()
    assert act.state.step is Step.APPLICANT
    assert act.state.message is not None
    assert "申请人姓名" in act.state.message.happened
    with pytest.raises(Misused, match="申请人姓名"):
        party(PartyText(name=name), port.now(), "申请人")
    act.fill("name", RARE)
    act.toggle_agent()
    act.fill("name", name, agent=True)
    act.applicant_done()
    assert act.state.step is Step.APPLICANT
    assert "代办人姓名" in act.state.message.happened


def test_a_name_with_a_form_of_its_own_goes_on_and_the_clerk_is_told() -> None:
    act, _ = presenter()
    act.fill("name", "葛\U000e0100城")
    act.applicant_done()
    assert act.state.step is Step.ITEM
    assert act.state.work.applicant.name == "葛\U000e0100城"
    assert act.state.message is not None
    assert act.state.message.weight is Weight.TELL
    assert "“申请人姓名”里的 U+845B 带字形选择符" in act.state.message.text
    assert "葛" not in act.state.message.text


def test_a_form_asked_for_of_nothing_is_told() -> None:
    act, _ = presenter()
    act.fill("name", "\ufe0f王葛\ufe00\ufe01")
    act.applicant_done()
    assert act.state.step is Step.ITEM
    assert act.state.message is not None
    assert "U+845B 带字形选择符，文书印常用字形" in act.state.message.text
    assert "字形选择符 U+FE0F 前面没有字，文书不印" in act.state.message.text


def test_a_wrong_number_is_told_and_keeps_the_verdict_from_being_ready() -> None:
    act, port = at_papers()
    act.all_in_order()
    act.fill("number", BAD_ID)
    act.check_number()
    assert "校验位不对" in act.state.number_fault
    assert act.state.verdict.word == "还差一步"
    act.confirm()
    assert port.decided == []
    act.fill("number", GOOD_ID)
    act.check_number()
    assert act.state.number_fault == ""
    assert act.state.verdict.ready


def test_a_credit_code_makes_the_applicant_an_organisation() -> None:
    act, _ = presenter()
    act.fill("name", "测试公司")
    act.fill("number", GOOD_USCC)
    act.check_number()
    assert act.state.work.applicant == PartyText("organisation", "uscc", "测试公司", GOOD_USCC)
    assert act.state.number_fault == ""


def test_the_checklist_says_what_is_due_in_words() -> None:
    act, _ = at_papers()
    assert [(r.name, r.necessity, r.due) for r in act.state.rows] == [
        (FORM, "必要", "原 1"),
        (LICENCE, "必要", "原 1"),
        (LIST, "可容缺", "复 2"),
        (PHOTO, "非必要", "1 份"),
    ]
    assert act.state.verdict.word == "还有 3 份没看"
    assert not act.state.verdict.ready


def test_one_key_marks_the_rest_and_leaves_what_is_not_required_alone() -> None:
    act, port = at_papers()
    act.mark(PaperState.MISSING)
    act.all_in_order()
    states = {r.name: r.state for r in act.state.rows}
    assert states == {FORM: "missing", LICENCE: "in_order", LIST: "in_order", PHOTO: ""}
    act.undo()
    act.undo()
    act.all_in_order()
    act.confirm()
    assert port.decided[0].papers == (
        CheckedPaper(FORM, PaperState.IN_ORDER, copies=1),
        CheckedPaper(LICENCE, PaperState.IN_ORDER, copies=1),
        CheckedPaper(LIST, PaperState.IN_ORDER, copies=2),
    )


def test_the_verdict_follows_every_tick_and_says_the_way_to_yes() -> None:
    act, _ = at_papers()
    act.all_in_order()
    assert act.state.verdict.sign == "accepted"
    assert "承诺 12-01（周二）前办结" in act.state.verdict.how
    act.to_row(2)
    act.mark(PaperState.MISSING)
    assert act.state.verdict.sign == "returned_for_correction"
    assert act.state.verdict.why == "1 份缺，其中 1 份可容缺。"
    assert "按 C" in act.state.verdict.how
    assert act.state.verdict.day == "最迟 12-01 告知"
    assert act.state.may_defer
    act.toggle_undertaking()
    assert act.state.verdict.sign == "conditionally_accepted"
    act.toggle_discredited()
    assert act.state.verdict.sign == "returned_for_correction"
    assert act.state.sums == (("in_order", "齐全 2"), ("missing", "缺 1（1 份可容缺）"))


def test_a_fault_that_can_be_corrected_here_is_one_more_step() -> None:
    act, port = at_papers()
    act.all_in_order()
    act.to_row(0)
    act.mark(PaperState.DEFECTIVE)
    assert act.state.verdict.why.endswith("有误，请写明错在哪里")
    act.fault(0)
    assert act.state.verdict.word == "还差一步"
    assert "按 4 当场更正" in act.state.verdict.how
    act.confirm()
    assert port.decided == []
    act.correction("declined")
    assert act.state.verdict.sign == "returned_for_correction"
    act.undo()
    act.mark(PaperState.CORRECTED_ON_THE_SPOT)
    assert act.state.verdict.sign == "accepted"
    assert act.state.rows[0].note == "当场更正：没有签名"


def test_a_fault_of_the_clerks_own_words() -> None:
    act, _ = at_papers()
    act.mark(PaperState.DEFECTIVE)
    act.fault(2)
    act.typed_fault("a\x00b")
    refused = act.state
    assert refused.typing_fault
    assert refused.message is not None
    act.typed_fault(" 公章盖反了 ")
    assert not act.state.typing_fault
    assert act.state.rows[0].fault == "公章盖反了"


def test_only_a_shared_paper_may_be_waived() -> None:
    act, _ = at_papers()
    act.mark(PaperState.WAIVED_SHARED)
    assert act.state.rows[0].state == ""
    act.to_row(1)
    act.mark(PaperState.WAIVED_SHARED)
    assert act.state.rows[1].state == "waived_shared"


def test_pieces_are_counted_and_a_shortage_shows() -> None:
    act, _ = at_papers()
    act.to_row(2)
    act.mark(PaperState.IN_ORDER)
    act.count(-1)
    assert (act.state.rows[2].copies_in, act.state.rows[2].short) == ("1", True)
    act.count(1)
    assert (act.state.rows[2].copies_in, act.state.rows[2].short) == ("2", False)


def test_an_agents_paper_without_an_agent_says_which_key() -> None:
    act, port = at_papers(answer=1)
    assert PROXY in names(act.state)
    act.all_in_order()
    assert "Ctrl+G" in act.state.verdict.how
    act.toggle_agent()
    asked = act.state
    act.fill("name", "测试乙", agent=True)
    act.applicant_done()
    assert [asked.step, act.state.step] == [Step.APPLICANT, Step.DECIDE]
    act.confirm()
    assert port.decided[0].agent is not None
    assert port.decided[0].agent.name == "测试乙"


def test_not_competent_needs_the_agency_that_is() -> None:
    act, port = at_papers()
    act.ask_matter()
    act.matter(Matter.NOT_COMPETENT)
    act.agency("  ")
    assert act.state.asking_agency
    act.agency("县自然资源局")
    assert act.state.verdict.sign == "not_accepted"
    assert "县自然资源局" in act.state.verdict.how
    act.confirm()
    assert port.decided[0].target_agency == "县自然资源局"
    assert not port.decided[0].competent


def test_not_needed_is_told_at_once_without_papers() -> None:
    act, port = at_papers()
    act.ask_matter()
    act.matter(Matter.NOT_NEEDED)
    assert act.state.verdict.sign == "not_needed"
    act.back()
    assert act.state.work.matter is Matter.USUAL
    assert act.state.step is Step.PAPERS
    assert port.decided == []


def test_undo_takes_back_tick_by_tick_and_even_starting_anew() -> None:
    act, _ = at_papers()
    act.mark(PaperState.MISSING)
    act.to_row(1)
    act.mark(PaperState.IN_ORDER)
    act.anew()
    assert act.state.work == Work()
    act.undo()
    assert [r.state for r in act.state.rows] == ["missing", "in_order", "", ""]
    act.undo()
    assert [r.state for r in act.state.rows] == ["missing", "", "", ""]


def test_every_keystroke_is_kept_and_comes_back() -> None:
    act, port = at_papers()
    act.mark(PaperState.DEFECTIVE)
    act.fault(1)
    kept = act.state
    again, _ = presenter(FakeIntake(draft=port.draft))
    assert again.state.work == kept.work
    assert again.state.rows == kept.rows
    assert again.state.restored
    assert again.state.verdict == kept.verdict


@pytest.mark.parametrize("text", ["", "x", "{}", '{"format":2}', '{"format":1,"step":99}'])
def test_a_draft_that_cannot_be_read_is_no_draft(text: str) -> None:
    assert load(text) is None
    act, _ = presenter(FakeIntake(draft=text))
    assert act.state.work == Work()
    assert not act.state.loading


def test_a_draft_holds_whatever_was_typed() -> None:
    work = Work(applicant=PartyText(name=f"{RARE}\ud800\x00", number="１"), query='"<b>')
    assert load(dump(work)) == work
    assert dump(Work()) == ""


def test_the_last_keystroke_is_the_one_kept_on_a_slow_disk() -> None:
    port, runner = FakeIntake(), LateRunner()
    act = IntakePresenter(port, runner, lambda _state: None)
    runner.catch_up()
    for end in range(1, 5):
        act.fill("name", "测试甲乙"[:end])
    assert port.draft == ""
    runner.catch_up()
    kept = load(port.draft)
    assert kept is not None
    assert kept.applicant.name == "测试甲乙"


def test_a_fast_hand_picks_the_hit_of_what_was_typed_not_of_what_was_answered() -> None:
    port, runner = FakeIntake(), LateRunner()
    act = IntakePresenter(port, runner, lambda _state: None)
    runner.catch_up()
    act.fill("name", "测试甲")
    act.applicant_done()
    act.search("测试")
    runner.catch_up()
    act.search("没有情形")
    act.pick()
    runner.catch_up()
    assert act.state.item == OTHER


def test_the_page_is_made_once_for_the_same_facts() -> None:
    act, port = at_papers()
    act.all_in_order()
    before = len(port.previews)
    act.to_row(1)
    act.to_row(2)
    assert len(port.previews) == before
    assert len(act.state.pages) == 1
    act.mark(PaperState.MISSING)
    assert len(port.previews) == before + 1
    assert act.state.page_title == "一次性告知书"


def test_the_page_comes_back_when_the_same_facts_come_back() -> None:
    act, _ = at_papers()
    act.all_in_order()
    act.to_row(0)
    act.mark(PaperState.MISSING)
    assert act.state.pages
    act.mark(PaperState.DEFECTIVE)  # what is wrong with it is not said yet: no page
    assert not act.state.pages
    act.mark(PaperState.MISSING)
    assert (act.state.page_title, len(act.state.pages)) == ("一次性告知书", 1)


def test_a_page_that_cannot_be_made_says_why_and_is_tried_again() -> None:
    act, port = at_papers()
    port.no_page = Unavailable("missing_glyph", "字库里没有的字")
    act.all_in_order()
    assert (act.state.pages, act.state.page_note) == ((), "字库里没有的字")
    port.no_page = None
    act.to_row(0)
    act.mark(PaperState.MISSING)
    act.undo()
    assert (len(act.state.pages), act.state.page_note) == (1, "")


def test_a_character_no_font_has_is_printed_as_its_code_only_when_the_clerk_says_so() -> None:
    act, port = at_papers()
    act.all_in_order()
    act.box()  # nothing was refused: the key does nothing
    assert port.decided == []
    port.fails = Unavailable("missing_glyph", "“姓名”里有字库没有的字：U+0F40")
    act.confirm()
    assert act.state.message is not None
    assert "Alt X" in act.state.message.press
    assert port.decided == []
    port.fails = None
    act.box()
    assert (len(port.decided), port.boxed) == (1, True)
    act.next_citizen()
    act.box()
    assert len(port.decided) == 1  # the next citizen's paper is asked for anew


def test_a_full_disk_is_told_and_what_was_typed_stays() -> None:
    act, port = at_papers()
    act.all_in_order()
    port.fails = Unavailable("disk_full", "磁盘已满")
    act.confirm()
    assert act.state.done is None
    assert not act.state.busy
    assert act.state.message is not None
    assert act.state.message.happened == "磁盘已满。"
    assert [r.state for r in act.state.rows][:3] == ["in_order"] * 3


def test_a_page_that_was_not_printed_leaves_the_case_standing() -> None:
    act, port = at_papers()
    port.trouble = "没有纸"
    act.all_in_order()
    act.confirm()
    assert act.state.done is not None
    assert act.state.message is not None
    assert "没有纸" in act.state.message.happened


def test_the_rating_is_free_and_either_way_the_next_citizen_can_come() -> None:
    act, port = at_papers()
    act.all_in_order()
    act.confirm()
    act.next_citizen()
    assert (port.rated, port.finished, act.state.step) == ([], 1, Step.APPLICANT)
    assert act.state.last.startswith("上一件 N 已办")
    act, port = at_papers()
    act.all_in_order()
    act.confirm()
    act.rate(9)
    act.rate(5)
    assert (port.rated, port.finished) == ([("N", 5)], 1)
    assert act.state.work == Work()


def test_nobody_decides_twice() -> None:
    port, runner = FakeIntake(), LateRunner()
    act = IntakePresenter(port, runner, lambda _state: None)
    runner.catch_up()
    act.fill("name", "测试甲")
    act.applicant_done()
    act.search("没有情形")
    act.pick()
    runner.catch_up()
    act.all_in_order()
    runner.catch_up()
    act.confirm()
    act.confirm()
    act.mark(PaperState.MISSING)
    runner.catch_up()
    assert len(port.decided) == 1
    assert [p.state for p in port.decided[0].papers] == [PaperState.IN_ORDER]


def test_confirming_with_unseen_papers_goes_to_the_first_of_them() -> None:
    act, port = at_papers()
    act.mark(PaperState.IN_ORDER)
    act.confirm()
    assert port.decided == []
    assert act.state.work.row == 1
    assert act.state.message is not None
    assert act.state.message.happened == "还有 2 份没看。"
