"""不予受理, 报上级 and 听证 on the page of a case: what is asked, and the act it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clerk_app.desk.case_fields import fields_of, raw_of
from clerk_app.desk.case_port import CaseFile, Signer
from clerk_app.intake.model import Action, CaseState, Concealment, LegalTerms, Stage, Suspension
from clerk_app.intake.rules.act_file import CaseAct, read_act
from clerk_app.kernel.working_days import Calendar
from tests.desk.test_case_words import case, sheet
from tests.support.items import event

BOSS = Signer("c9", "王主管", supervisor=True)
FILE = CaseFile(case(), date(2026, 3, 5), Calendar.shipped(), signers=(BOSS,))
AT = "2026-03-05T10:00:00+08:00"
UP = LegalTerms(promised=(30, "工作日"), licensing=True, reports_up=True)


def asked(action: Action, state: CaseState, **values: str) -> list[str]:
    given = {name.replace("__", "."): text for name, text in values.items()}
    return [field.id for field in fields_of(action, FILE, state, given)]


def typed(action: Action, state: CaseState, **values: str) -> CaseAct:
    given = {name.replace("__", "."): text for name, text in values.items()}
    fields = fields_of(action, FILE, state, given)
    return read_act(str(action), {"at": AT, **raw_of(action, fields, given)})


def test_each_ground_asks_what_it_needs() -> None:
    received, told = case(Stage.RECEIVED), case(Stage.RETURNED_FOR_CORRECTION)
    refuse = Action.REFUSE
    hidden = [f"concealment.{name}" for name in ("fact", "evidence", "found_by")]
    assert asked(refuse, received) == ["grounds"]
    assert asked(refuse, received, grounds="not_needed") == ["grounds"]
    assert asked(refuse, received, grounds="not_competent") == ["grounds", "target_agency"]
    assert asked(refuse, received, grounds="concealment") == ["grounds", *hidden, "approver"]
    assert asked(refuse, told, grounds="not_needed") == ["grounds", "reason", "approver"]
    assert asked(refuse, told, grounds="concealment") == [
        "grounds", *hidden, "reason", "approver",
    ]  # fmt: skip


def test_what_was_typed_is_the_act_of_the_file() -> None:
    received = case(Stage.RECEIVED)
    other = typed(Action.REFUSE, received, grounds="not_competent", target_agency="某局")
    assert (other.grounds, other.target_agency) == ("not_competent", "某局")
    found = typed(
        Action.REFUSE, received, grounds="concealment", approver="c9",
        concealment__fact="租赁合同系伪造", concealment__found_by="李示例",
    )  # fmt: skip
    assert found.approver == "c9"
    assert found.concealment == Concealment("租赁合同系伪造", "", "李示例", "")


def test_a_received_case_says_which_key_answers_it_without_papers() -> None:
    said = sheet(case(Stage.RECEIVED), "2026-03-03").said
    assert "按 0" in said.how


def test_the_time_line_says_who_answered_for_it() -> None:
    body = {
        "outcome": "not_accepted", "reasons": [{"code": "x", "text": "请向某局申请"}],
        "reason": "区划调整", "approver_name": "王主管",
    }  # fmt: skip
    done = event("case.decided", body)  # type: ignore[arg-type]  # a list of texts
    found = sheet(case(Stage.NOT_ACCEPTED), "2026-03-05", events=(done,)).events[0]
    assert (found.words, found.detail) == ("不予受理", "请向某局申请；王主管批准；区划调整")


def test_only_a_marked_case_is_asked_whether_it_is_reported_up() -> None:
    plain, up = case(Stage.ACCEPTED), case(Stage.ACCEPTED, terms=UP)
    assert "report_up" not in asked(Action.TRANSFER, plain)
    assert "report_up" in asked(Action.TRANSFER, up)
    assert "report_up" not in asked(Action.TRANSFER, replace(up, reported_on="2026-03-04"))
    words = {"target": "示例市局", "reason": "报上级"}
    assert typed(Action.TRANSFER, up, report_up="yes", **words).report_up
    assert not typed(Action.TRANSFER, up, report_up="no", **words).report_up


def test_a_hearing_asks_its_days_and_the_clock_tells_them() -> None:
    accepted = case(Stage.ACCEPTED)
    assert "told_on" not in asked(Action.SUSPEND, accepted, special="检测")
    assert asked(Action.SUSPEND, accepted, special="听证")[-2:] == ["told_on", "asked_on"]
    runs = Suspension("听证", "", "2026-03-06", told_on="2026-03-02", asked_on="2026-03-05")
    heard = case(Stage.ACCEPTED, suspensions=(runs,))
    why = sheet(heard, "2026-03-09").clock.why
    assert "申请人可以在 2026-03-09 前申请听证（第四十七条）" in why
    assert "听证须在 2026-04-02 前组织（第四十七条）" in why


def test_the_clock_tells_until_when_it_is_reported_up() -> None:
    up = case(Stage.ACCEPTED, terms=UP, promised_due="2026-04-14")
    line = "须在 2026-03-30 前审查完毕报上级"
    assert f"{line}（第四十三条）" in sheet(up, "2026-03-09").clock.why
    done = replace(up, reported_on="2026-03-20")
    assert f"{line}，已在 2026-03-20 报上级（第四十三条）" in sheet(done, "2026-03-23").clock.why
