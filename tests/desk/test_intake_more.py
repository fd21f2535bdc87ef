"""What intake asks beside its steps: shown only where it can matter, and then decided upon."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from clerk_app.catalogue.model import CommitmentPolicy
from clerk_app.desk.case_port import Signer
from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.intake_draft import dump, load
from clerk_app.desk.intake_keys import COMMITTED
from clerk_app.desk.intake_port import OnlineSeen
from clerk_app.desk.intake_state import Ask, Matter, Step
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import Application, Decision, Outcome, PaperState, Party, Reason
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import Refused
from clerk_app.reporting.model import LinkedNumber
from clerk_app.reporting.rules.online_file import OnlineCase
from tests.desk.fakes import ITEM, LICENCE, LIST, NOW, TODAY, FakeIntake
from tests.desk.test_intake import GOOD_ID

PROMISING = replace(
    ITEM, content_hash="h3", commitment=CommitmentPolicy((LIST,), ("设备都在场",), 20)
)


def at_papers(port: FakeIntake | None = None) -> tuple[IntakePresenter, FakeIntake]:
    port = port or FakeIntake()
    act = IntakePresenter(port, ImmediateRunner(), lambda _state: None)
    act.fill("name", "测试甲")
    act.fill("number", GOOD_ID)
    act.applicant_done()
    act.search("测试")
    act.pick()
    act.answer(0)
    return act, port


def lacking(
    port: FakeIntake | None = None, name: str = LIST
) -> tuple[IntakePresenter, FakeIntake]:
    """Everything in order but one paper, which is missing."""
    act, port = at_papers(port)
    act.all_in_order()
    act.to_row([row.name for row in act.state.rows].index(name))
    act.mark(PaperState.MISSING)
    return act, port


def promising() -> FakeIntake:
    return FakeIntake(items={"T-1": PROMISING}, versions={("T-1", "h3"): PROMISING})


def test_in_the_plain_case_nothing_of_it_is_offered() -> None:
    act, port = at_papers()
    act.all_in_order()
    state = act.state
    assert (state.may_deposit, state.may_commit, state.may_sign) == (False, False, "")
    act.confirm()
    sent = port.decided[0]
    assert (sent.arrival, sent.deposit, sent.committed, sent.credit_approved_by) == (
        "",
        False,
        (),
        "",
    )


def test_how_the_applicant_came_is_asked_by_a_key_and_recorded() -> None:
    act, port = at_papers()
    act.ask_arrival()
    assert act.state.asking is not None
    assert [title for title, _ in act.state.asking.choices] == [
        "到窗口", "预约", "延时服务", "上门服务", "邮寄",
    ]  # fmt: skip
    assert act.state.asking.now == 0
    act.choose(3)
    assert act.state.arrival == "上门服务"
    act.all_in_order()
    act.confirm()
    assert port.decided[0].arrival == "home_visit"


def test_papers_kept_at_the_window_are_no_acceptance_and_say_until_when() -> None:
    act, port = lacking(name=LICENCE)
    assert act.state.may_deposit
    act.toggle_deposit()
    act.go_on()
    verdict = act.state.verdict
    assert verdict.sign == "returned_for_correction"
    # 24 November 2026 is a Tuesday: five workdays later is Tuesday 1 December
    assert "材料存在窗口，12-01（周二）前补齐；没有受理" in verdict.why
    act.confirm()
    assert port.decided[0].deposit


def test_what_is_kept_at_the_window_does_not_follow_into_an_acceptance() -> None:
    act, port = lacking(name=LICENCE)
    act.toggle_deposit()
    act.mark(PaperState.IN_ORDER)
    act.go_on()
    act.confirm()
    assert not port.decided[0].deposit


def test_deposit_is_no_way_round_a_deferral_that_is_open() -> None:
    """Only deferrable papers are wanting and the undertaking is signed: that is an acceptance."""
    act, _ = lacking()
    act.toggle_undertaking()
    assert act.state.verdict.sign == "conditionally_accepted"
    assert not act.state.may_deposit


def test_a_promise_stands_in_for_the_papers_the_item_names_and_must_be_signed() -> None:
    act, port = at_papers(promising())
    act.all_in_order()
    act.to_row([row.name for row in act.state.rows].index(LIST))
    act.promise()
    row = act.state.row
    assert row is not None
    assert (row.state, row.promised) == (COMMITTED, True)
    assert act.state.verdict.word == "还差一步"
    assert "按 K 记下" in act.state.verdict.how
    act.toggle_commitment()
    act.go_on()
    assert act.state.verdict.sign == "accepted"
    act.confirm()
    sent = port.decided[0]
    assert (sent.committed, sent.commitment_signed) == ((LIST,), True)
    assert LIST not in {paper.name for paper in sent.papers}


def test_a_state_takes_the_promise_back_and_another_paper_may_have_none() -> None:
    act, _ = at_papers(promising())
    act.all_in_order()
    act.to_row([row.name for row in act.state.rows].index(LIST))
    act.promise()
    act.mark(PaperState.IN_ORDER)
    assert act.state.work.committed == ()
    assert not act.state.may_commit
    act.to_row(0)
    act.promise()
    assert act.state.work.committed == ()
    assert act.state.message is not None
    assert "不能用告知承诺" in act.state.message.happened


def test_a_stale_list_asks_a_supervisor_only_where_a_paper_would_wait() -> None:
    act, port = at_papers(FakeIntake(stale=True))
    act.all_in_order()
    assert act.state.may_sign == ""
    act.to_row([row.name for row in act.state.rows].index(LIST))
    act.mark(PaperState.MISSING)
    act.toggle_undertaking()
    assert act.state.verdict.sign == "returned_for_correction"
    assert "按 Z" in act.state.verdict.how
    act.ask_signer()
    assert act.state.asking is not None
    assert act.state.asking.choices[0] == ("主管甲", "主管")
    act.choose(0)
    assert act.state.verdict.sign == "conditionally_accepted"
    act.confirm()
    assert port.decided[0].credit_approved_by == "c9"


def test_a_date_that_rests_on_no_published_calendar_waits_for_a_supervisor() -> None:
    """Late in December a promise of five workdays ends in a year nobody published."""

    class Late(FakeIntake):
        def now(self) -> datetime:
            return parse_stamp("2026-12-29T10:00:00+08:00")

    act, port = at_papers(Late())
    act.all_in_order()
    assert not act.state.verdict.ready
    assert "按 Z" in act.state.verdict.how
    act.confirm()
    assert port.decided == []
    act.ask_signer()
    assert act.state.asking is not None
    assert "暂定" in act.state.asking.detail
    act.choose(0)
    assert act.state.verdict.sign == "accepted"
    act.confirm()
    assert port.decided[0].provisional_approved_by == "c9"


def test_without_anyone_who_may_answer_it_is_said() -> None:
    helper = Signer("c3", "受托乙", acts=frozenset({"extend"}))
    act, _ = lacking(FakeIntake(stale=True, signers=(helper,)))
    act.ask_signer()
    assert act.state.asking is None
    assert act.state.message is not None
    assert "没有登记主管" in act.state.message.happened


def test_concealment_names_what_how_and_who_approves() -> None:
    act, port = at_papers()
    act.ask_matter()
    act.matter(Matter.CONCEALED)
    assert act.state.asking is not None
    assert act.state.asking.what is Ask.CONCEALED
    act.choose(0)
    assert act.state.work.matter is Matter.USUAL  # nothing written yet
    assert act.state.message is not None
    act.conceal("hidden", "租赁合同是伪造的")
    act.conceal("evidence", "出租人书面否认")
    act.choose(0)
    verdict = act.state.verdict
    assert (act.state.step, verdict.sign) == (Step.DECIDE, "not_accepted")
    assert verdict.word == "隐瞒或虚假，不予受理"
    assert verdict.article.endswith("第七十八条")
    assert "如实提供后可以再申请" in verdict.how
    act.confirm()
    found = port.decided[0].concealment
    assert found is not None
    assert (found.fact, found.evidence, found.approved_by) == (
        "租赁合同是伪造的",
        "出租人书面否认",
        "c9",
    )


def test_the_draft_holds_all_of_it() -> None:
    act, port = lacking(promising())
    act.promise()
    act.toggle_commitment()
    act.ask_arrival()
    act.choose(1)
    back = load(port.draft)
    assert back == act.state.work
    assert back is not None
    assert (back.arrival, back.committed, back.commitment_signed) == ("booking", (LIST,), True)


def test_a_draft_of_the_program_before_is_read() -> None:
    act, _ = at_papers()
    text = dump(act.state.work)
    for name in ("arrival", "deposit", "committed", "commitment_signed", "credit_by"):
        head, _, tail = text.partition(f', "{name}": ')
        text = head + tail[tail.index(",") :] if ", " in tail else head + "}"
    for name in ("provisional_by", "hidden", "evidence", "hidden_by"):
        text = text.replace(f', "{name}": ""', "")
    assert '"arrival"' not in text
    assert load(text) == act.state.work


# ---------------------------------------------------------------- online

APPLICATION = Application("T-1", NOW, Party("person", "测试丙", "resident_id", GOOD_ID))
CASE = OnlineCase(
    APPLICATION,
    LinkedNumber("WS-77", "网上办事大厅"),
    "预审员",
    parse_stamp("2026-11-23T09:00:00+08:00"),
)
ACCEPTED = Decision(Outcome.ACCEPTED, TODAY, TODAY, reasons=(Reason("complete", "材料齐全"),))


def online(seen: OnlineSeen) -> tuple[IntakePresenter, FakeIntake]:
    act, port = at_papers(FakeIntake(online={"/x.json": seen}))
    act.ask_online()
    act.read_online("/x.json")
    return act, port


def test_an_online_case_is_shown_before_it_is_taken_in_and_the_draft_stays() -> None:
    act, port = online(OnlineSeen(CASE, "测试许可", decision=ACCEPTED))
    draft, step = port.draft, act.state.step
    asking = act.state.asking
    assert asking is not None
    rows = dict(asking.rows)
    assert (rows["网上编号"], rows["申请人"], rows["事项"]) == (
        "WS-77（网上办事大厅）",
        "测*丙",
        "测试许可",
    )
    assert asking.ready
    assert "可以受理：材料齐全" in asking.detail
    assert port.imported == []
    act.take_online()
    assert port.imported == [CASE]
    assert act.state.done is not None
    assert act.state.done.online == "WS-77"
    act.next_citizen()
    assert (act.state.step, act.state.work.applicant.name) == (step, "测试甲")
    assert port.draft == draft
    assert [row.state for row in act.state.rows] == ["", "", "", ""]


def test_a_known_or_unlawful_online_case_is_not_taken_again() -> None:
    for seen, words in (
        (OnlineSeen(CASE, "测试许可", known="123"), "早已收过，办件编号 123"),
        (OnlineSeen(CASE, "", refused=Refused("unknown_item", "没有这个事项")), "没有这个事项"),
    ):
        act, port = online(seen)
        assert act.state.asking is not None
        assert words in act.state.asking.detail
        act.take_online()
        assert port.imported == []
        assert act.state.done is None


def test_a_bad_file_is_told_by_its_error_and_asked_again() -> None:
    act, _ = at_papers()
    act.ask_online()
    act.read_online("/y.json")
    assert act.state.message is not None
    assert "online_number" in act.state.message.happened
    assert act.state.asking is not None
    act.dismiss()
    assert act.state.asking is None
