"""One case in the hall's words on any day: lamp, card, clock, acts. Dates counted by hand.

The calendar of 2026 has no day of rest but weekends between 2 March and 3 April.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clerk_app.desk import actions as keys
from clerk_app.desk.case_clock import CellKind
from clerk_app.desk.case_port import CaseFile
from clerk_app.desk.case_words import CaseSheet, sheet_of
from clerk_app.intake.model import (
    Action,
    CaseState,
    HeldPaper,
    IssuedDocument,
    LegalTerms,
    Opinion,
    PaperState,
    Stage,
    Step,
    Suspension,
)
from clerk_app.intake.rules.life import ACTS, lawful
from clerk_app.kernel.working_days import Calendar
from tests.support.items import event

CALENDAR = Calendar.shipped()
LICENCE = LegalTerms(promised=(10, "工作日"), statutory=(20, "工作日"), licensing=True)
SERVICE = replace(LICENCE, licensing=False, deems=False)
NUMBER = "51160200012600000163"
PROOF = {
    Stage.ACCEPTED: (IssuedDocument("n-00", "acceptance", 1, "2026-03-02"),),
    Stage.CONDITIONALLY_ACCEPTED: (
        IssuedDocument("n-00", "conditional_acceptance", 1, "2026-03-02"),
    ),
}
"""The written proof of an acceptance, given on the day."""


def case(stage: Stage = Stage.ACCEPTED, **fields: Any) -> CaseState:
    """Received on Monday 2 March 2026; ten workdays promised."""
    accepted = stage in {Stage.ACCEPTED, Stage.CONDITIONALLY_ACCEPTED}
    plain = CaseState(
        NUMBER,
        version=2,
        item_name="测试事项",
        department="示例局",
        applicant="测试甲",
        operator="c1",
        received_on="2026-03-02",
        notice_due="2026-03-09",
        state=str(stage),
        outcome=str(stage),
        accepted_on="2026-03-02" if accepted else "",
        promised_due="2026-03-16" if accepted else "",
        statutory_due="2026-03-30" if accepted else "",
        terms=LICENCE,
        steps=(Step("c1", "2026-03-02", why="收件"),),
        documents=PROOF.get(stage, ()),
    )
    return replace(plain, **fields)


def sheet(state: CaseState, today: str, **more: Any) -> CaseSheet:
    return sheet_of(CaseFile(state, date.fromisoformat(today), CALENDAR, **more))


def wanting(name: str = "租赁合同", by: str = "") -> tuple[HeldPaper, ...]:
    paper = HeldPaper(name, PaperState.MISSING, "未提交", deferrable=bool(by), make_good_by=by)
    return (HeldPaper("申请书", PaperState.IN_ORDER), paper)


def deferred(by: str = "2026-03-09", **terms: Any) -> CaseState:
    return case(
        Stage.CONDITIONALLY_ACCEPTED,
        conditional=True,
        papers=wanting(by=by),
        make_good_by=by,
        terms=replace(LICENCE, **terms),
    )


def given(on: str) -> tuple[IssuedDocument, ...]:
    return (IssuedDocument("n-01", "one_time_notice", 1, on),)


# ------------------------------------------------------------ lamps


@pytest.mark.parametrize(
    ("state", "today", "lamp", "word"),
    [
        (case(), "2026-03-12", "normal", "剩 2 天"),
        (case(), "2026-03-13", "soon", "剩 1 天"),
        (case(), "2026-03-16", "soon", "今天到期"),
        (case(), "2026-03-17", "overdue", "超期 1 天"),
        (
            case(suspensions=(Suspension("听证", "", "2026-03-04"),)),
            "2026-03-20",
            "suspended",
            "已暂停",
        ),
        (case(Stage.RECEIVED), "2026-03-05", "normal", "2 天内告知"),
        (case(Stage.RECEIVED), "2026-03-09", "soon", "今天须告知"),
        (case(Stage.RECEIVED), "2026-03-10", "overdue", "视为受理"),
        (
            case(Stage.RETURNED_FOR_CORRECTION, documents=given("2026-03-09")),
            "2026-03-20",
            "normal",
            "等补正",
        ),
        (deferred(), "2026-03-05", "normal", "容缺剩 2 天"),
        (deferred(), "2026-03-09", "soon", "容缺今天到期"),
        (deferred(), "2026-03-10", "overdue", "容缺超期 1 天"),
        (
            case(Stage.CLOSED, closed_on="2026-03-04", deliver_due="2026-03-16"),
            "2026-03-13",
            "soon",
            "送达剩 1 天",
        ),
        (
            case(Stage.CLOSED, closed_on="2026-03-04", deliver_due="2026-03-16"),
            "2026-03-17",
            "overdue",
            "送达超期 1 天",
        ),
        (case(Stage.DELIVERED, delivered_on="2026-03-05"), "2026-03-20", "closed", "已办完"),
        (case(outcome="accepted", documents=()), "2026-03-10", "overdue", "没给凭证"),
        (case(Stage.CLOSED, outcome="accepted", documents=()), "2026-03-10", "normal", "正常"),
        (case(outcome="accepted", deemed=True), "2026-03-10", "overdue", "视为受理"),
        (
            case(Stage.NOT_NEEDED, outcome="not_needed", notice_due="2026-03-02"),
            "2026-03-03",
            "overdue",
            "没给凭证",
        ),
        (
            case(Stage.NOT_NEEDED, outcome="not_needed", notice_due="2026-03-02"),
            "2026-03-02",
            "soon",
            "凭证今天到期",
        ),
        (case(Stage.WITHDRAWN, ended_on="2026-03-05"), "2026-03-20", "closed", "已办完"),
    ],
)
def test_a_lamp_says_what_is_left_of_what(
    state: CaseState, today: str, lamp: str, word: str
) -> None:
    found = sheet(state, today)
    assert (found.lamp, found.lamp_word) == (lamp, word)


def test_on_a_day_of_rest_after_the_last_day_it_is_overdue_and_not_due_today() -> None:
    found = sheet(case(promised_due="2026-03-13"), "2026-03-14")
    assert (found.lamp, found.lamp_word) == ("overdue", "超期")


# ------------------------------------------------------------ the card


@pytest.mark.parametrize(
    ("state", "today", "sign", "title", "article"),
    [
        (case(), "2026-03-16", "ok", "2026-03-16 前作出决定", "《行政许可法》第四十二条"),
        (case(), "2026-03-18", "late", "已超过期限 2 个工作日", "《行政许可法》第四十二条"),
        (case(terms=SERVICE), "2026-03-16", "ok", "2026-03-16 前作出决定", ""),
        (
            case(suspensions=(Suspension("鉴定", "", "2026-03-04"),)),
            "2026-03-20",
            "paused",
            "鉴定，不计时",
            "《行政许可法》第四十五条",
        ),
        (
            case(Stage.RECEIVED),
            "2026-03-09",
            "wait",
            "须在 2026-03-09 前一次告知",
            "《行政许可法》第三十二条第一款第（四）项",
        ),
        (
            case(Stage.RECEIVED),
            "2026-03-10",
            "late",
            "逾期没有告知，已视为受理",
            "《行政许可法》第三十二条第一款第（四）项",
        ),
        (case(Stage.RECEIVED, terms=SERVICE), "2026-03-10", "wait", "已收件，还没有决定", ""),
        (
            case(Stage.RETURNED_FOR_CORRECTION),
            "2026-03-04",
            "late",
            "告知书还没有打印给申请人",
            "《行政许可法》第三十二条第一款第（四）项",
        ),
        (
            case(Stage.RETURNED_FOR_CORRECTION, terms=SERVICE),
            "2026-03-20",
            "late",
            "告知书还没有打印给申请人",
            "",
        ),
        (
            case(Stage.RETURNED_FOR_CORRECTION, documents=given("2026-03-03")),
            "2026-03-20",
            "wait",
            "已一次告知，等申请人补正",
            "《行政许可法》第三十二条第一款第（五）项",
        ),
        (deferred(), "2026-03-09", "conditional", "2026-03-09 前补齐容缺材料", ""),
        (deferred(on_expiry="退件"), "2026-03-10", "late", "补齐期限已过，应退件", ""),
        (deferred(on_expiry="终止"), "2026-03-10", "late", "补齐期限已过，应终止办理", ""),
        (
            deferred(on_expiry="暂停", grace_workdays=3),
            "2026-03-12",
            "late",
            "已过补齐期限，宽限到 2026-03-12",
            "",
        ),
        (
            deferred(on_expiry="暂停", grace_workdays=3),
            "2026-03-13",
            "late",
            "宽限期已满，应退件",
            "",
        ),
        (
            case(Stage.GRANTED, deliver_due="2026-03-16"),
            "2026-03-04",
            "ok",
            "已准予，还没有办结",
            "《行政许可法》第四十四条",
        ),
        (
            case(Stage.DENIED, deliver_due="2026-03-16"),
            "2026-03-04",
            "ok",
            "不予许可，还没有办结",
            "",
        ),
        (
            case(Stage.CLOSED, deliver_due="2026-03-16"),
            "2026-03-16",
            "ok",
            "2026-03-16 前送达",
            "《行政许可法》第四十四条",
        ),
        (
            case(Stage.CLOSED, deliver_due="2026-03-16"),
            "2026-03-17",
            "late",
            "应在 2026-03-16 前送达，已经过期",
            "《行政许可法》第四十四条",
        ),
        (case(Stage.GIVEN_BACK), "2026-03-17", "done", "已退件", ""),
        (case(Stage.NOT_ACCEPTED), "2026-03-17", "elsewhere", "不予受理", ""),
    ],
)
def test_the_card_says_what_the_law_says_and_cites_it_for_licences_only(
    state: CaseState, today: str, sign: str, title: str, article: str
) -> None:
    said = sheet(state, today).said
    assert (said.sign, said.title, said.article) == (sign, title, article)


def test_a_state_of_a_newer_program_is_shown_and_offers_nothing() -> None:
    found = sheet(case(state="archived"), "2026-03-04")
    assert (found.said.sign, found.acts) == ("unknown", ())


# ------------------------------------------------------------ acts


def test_every_act_of_the_law_has_a_key_of_its_own_and_its_words() -> None:
    assert [each.id for each in keys.CASE_ACTS] == [str(action) for action in Action]
    assert [each.title for each in keys.CASE_ACTS] == [ACTS[action] for action in Action]
    single = [each.key for each in keys.CASE_KEYS]
    assert sorted(set(single)) == sorted(single)
    for listed in (keys.CASE_FILTERS, keys.OWED_TABS, keys.LIMIT_TABS):
        assert [each.key for each in listed] == [str(n + 1) for n in range(len(listed))]


@pytest.mark.parametrize("stage", [*Stage])
def test_exactly_what_is_lawful_is_offered(stage: Stage) -> None:
    for suspended in (False, True):
        pauses = (Suspension("听证", "", "2026-03-03"),) if suspended else ()
        state = case(stage, suspensions=pauses, documents=given("2026-03-03"))
        offered = [each.id for each in sheet(state, "2026-03-04").acts]
        assert offered == [str(action) for action in lawful(state)]


def test_after_silence_the_acts_are_those_of_an_accepted_case_and_to_record_it() -> None:
    found = sheet(case(Stage.RECEIVED), "2026-03-10")
    assert [each.id for each in found.acts][-1] == "deem"
    assert "supply" not in {each.id for each in found.acts}
    assert "suspend" in {each.id for each in found.acts}
    assert found.likely == "deem"
    recorded = case(deemed=True)
    assert "deem" not in {each.id for each in sheet(recorded, "2026-03-10").acts}


@pytest.mark.parametrize(
    ("state", "today", "likely"),
    [
        (
            case(Stage.RETURNED_FOR_CORRECTION, documents=given("2026-03-03")),
            "2026-03-04",
            "supply",
        ),
        (deferred(), "2026-03-09", "supply"),
        (deferred(on_expiry="退件"), "2026-03-10", "return"),
        (deferred(on_expiry="暂停", grace_workdays=3), "2026-03-12", "supply"),
        (case(), "2026-03-04", ""),
        (case(Stage.GRANTED), "2026-03-04", "close"),
        (case(Stage.CLOSED), "2026-03-04", "deliver"),
        (case(Stage.WITHDRAWN), "2026-03-04", ""),
    ],
)
def test_the_likely_act_is_the_one_that_leads_on(
    state: CaseState, today: str, likely: str
) -> None:
    assert sheet(state, today).likely == likely


# ------------------------------------------------------------ the clock


def cells(found: CaseSheet) -> str:
    letters = {
        CellKind.START: "起",
        CellKind.PAST: "过",
        CellKind.TODAY: "今",
        CellKind.LEFT: "剩",
        CellKind.PAUSED: "停",
        CellKind.OVER: "超",
    }
    return "".join(letters[cell.kind] for cell in found.clock.cells)


def test_the_clock_draws_a_cell_per_workday_and_none_for_weekends() -> None:
    found = sheet(case(), "2026-03-06")
    assert cells(found) == "起过过过今剩剩剩剩剩剩"  # the 2nd, then ten workdays to the 16th
    assert found.clock.due == "2026-03-16"
    assert "还剩 6 个工作日" in found.clock.note
    assert cells(sheet(case(), "2026-03-18")) == "起过过过过过过过过过过超超"
    assert "已经超过期限" in sheet(case(), "2026-03-18").clock.note


def test_special_procedures_are_hatched_and_explained() -> None:
    pause = Suspension("听证", "", "2026-03-04", "2026-03-06", 3)
    found = sheet(case(suspensions=(pause,), promised_due="2026-03-19"), "2026-03-09")
    assert cells(found) == "起过停停停今剩剩剩剩剩剩剩剩"
    assert "特别程序停了 3 个工作日" in found.clock.note
    assert any("听证 2026-03-04 至 2026-03-06，3 个工作日不计入" in why for why in found.clock.why)
    running = sheet(case(suspensions=(Suspension("听证", "", "2026-03-04"),)), "2026-03-06")
    assert (running.clock.due, cells(running)) == ("", "起过停停停")
    assert dict(running.dates)["承诺办结"] == "2026-03-16（将顺延）"


def test_natural_days_are_counted_as_days_and_other_clocks_say_why_there_is_none() -> None:
    natural = replace(SERVICE, promised=(5, "日"), statutory=None)
    found = sheet(case(terms=natural, promised_due="2026-03-09", statutory_due=""), "2026-03-06")
    assert cells(found) == "起过过过今剩剩剩"  # the fifth day is a Saturday: to Monday the 9th
    assert "还剩 3 天" in found.clock.note
    assert sheet(case(Stage.RECEIVED), "2026-03-04").clock.cells == ()
    waits = sheet(deferred(clock_starts="made_good"), "2026-03-04")
    assert "补齐那天才开始" in waits.clock.note


def test_a_date_on_paper_that_the_sum_does_not_give_is_said() -> None:
    found = sheet(case(promised_due="2026-03-17"), "2026-03-06")
    assert found.clock.due == "2026-03-17"
    assert found.clock.why[-1] == "文书上写的是 2026-03-17，以文书为准"


# ------------------------------------------------------------ the rest of the page


def test_the_page_masks_people_and_says_who_did_what() -> None:
    made = (
        event("case.received", {"window": "3", "ticket": "A001"}, case=NUMBER),
        event(
            "case.delivered",
            {"method": "counter", "recipient": "测试乙丙", "proxy_reason": "本人住院"},
            case=NUMBER,
            s=2,
        ),
        event("case.granted", {"for": "c2", "approver_name": "示例主管"}, case=NUMBER, s=3),
        event("case.flown", {}, case=NUMBER, s=4),
    )
    state = case(agent="测试丁", conflicts=("0123456789abcdef/3",))
    found = sheet(state, "2026-03-04", events=made, names={"c1": "周禾", "c2": "林木"})
    assert (found.applicant, found.agent) == ("测*甲", "测*丁")
    first, second, third, fourth = found.events[:4]
    assert (first.words, first.detail) == ("收件", "3 号窗口，A001 号")
    assert second.detail == "窗口领取，测**丙签收，本人住院"
    assert (third.who, third.conflict) == ("周禾（代林木）", True)
    assert fourth.words == "别的程序记的动作"
    conflicts = next(each for each in found.sections if each.title.startswith("冲突"))
    assert conflicts.lines[0][0].endswith("准予")
    assert "有 1 处冲突" in found.said.text
    organisation = sheet(replace(state, applicant="示例公司"), "2026-03-04", person=False)
    assert organisation.applicant == "示例公司"


def test_documents_made_in_one_go_are_one_line_and_an_erased_event_says_so() -> None:
    made = [
        event("document.issued", {"number": f"n-0{n}", "kind": "receipt"}, case=NUMBER, s=n)
        for n in (1, 2)
    ]
    erased = replace(event("case.opined", {"text": "x"}, case=NUMBER, s=3), body=None, salt=None)
    found = sheet(case(), "2026-03-04", events=(*made, erased), titles={"n-01": "收件凭证"})
    assert found.events[0].detail == "收件凭证 01；receipt 02"
    assert (found.events[1].words, found.events[1].detail) == ("审查意见", "内容已依法删除")


def test_what_must_still_come_stands_below_what_happened() -> None:
    found = sheet(deferred(), "2026-03-04")
    assert [(each.kind, each.at, each.words) for each in found.events] == [
        ("now", "今天", "正在审查，容缺材料待补"),
        ("coming", "03-09 前", "补交租赁合同"),
        ("coming", "03-16 前", "作出决定"),
    ]


def test_a_day_that_has_passed_is_not_announced() -> None:
    found = sheet(deferred(), "2026-03-10")
    assert [each.at for each in found.events if each.kind == "coming"] == [
        "已过 03-09",
        "03-16 前",
    ]


def test_opinions_steps_visits_and_what_was_told_are_listed() -> None:
    state = case(
        opinions=(Opinion("示例局", "2026-03-04", "场地太小", agrees=False),),
        visits=("2026-03-02", "2026-03-04"),
        told=("papers_soon:2026-03-09:1",),
        committed=("健康证明",),
        check_on="2026-04-01",
    )
    sections = {each.title: each.lines for each in sheet(state, "2026-03-05").sections}
    assert sections["审查意见"] == (("示例局", "不同意：场地太小（2026-03-04）"),)
    assert sections["来过"] == (("2 次", "2026-03-02、2026-03-04"),)
    assert sections["通知过"] == (("提醒过补齐容缺材料", ""),)
    assert sections["责任环节"] == (("c1", "2026-03-02 至 现在  收件"),)
    assert sections["告知承诺"] == (("健康证明", "2026-04-01 前核查"),)
