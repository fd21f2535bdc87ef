"""补正与容缺 on a hand-written port: who owes what, until when, and who must be told.

Dates counted by hand; March 2026 has no day of rest but weekends.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clerk_app.desk.owed import OwedPresenter, Tab
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import CaseState, HeldPaper, LegalTerms, PaperState, Stage
from clerk_app.kernel.errors import Refused, Unavailable
from tests.desk.fakes import FakeOwed
from tests.desk.test_case_words import case, given, wanting

OTHER = "51160200012600000260"


def deferred(by: str = "2026-03-09", **terms: Any) -> CaseState:
    made = case(
        Stage.CONDITIONALLY_ACCEPTED,
        conditional=True,
        papers=wanting(by=by),
        make_good_by=by,
    )
    return replace(made, terms=replace(LegalTerms(), **terms))


def returned(**fields: Any) -> CaseState:
    made = case(Stage.RETURNED_FOR_CORRECTION, papers=wanting(), documents=given("2026-03-03"))
    return replace(made, **{"number": OTHER, **fields})


def screen(*states: CaseState, on: str = "2026-03-04") -> tuple[OwedPresenter, FakeOwed]:
    numbers = frozenset(state.number for state in states)
    port = FakeOwed(date.fromisoformat(on), states, numbers)
    return OwedPresenter(port, ImmediateRunner(), lambda _state: None), port


@pytest.mark.parametrize(
    ("on", "terms", "until", "left", "lapse", "word"),
    [
        ("2026-03-04", {"on_expiry": "退件"}, "2026-03-09", 3, "退件", "容缺剩 3 天"),
        ("2026-03-09", {"on_expiry": "退件"}, "2026-03-09", 0, "退件", "容缺今天到期"),
        ("2026-03-10", {"on_expiry": "退件"}, "2026-03-09", -1, "应退件", "容缺超期 1 天"),
        ("2026-03-10", {"on_expiry": "终止"}, "2026-03-09", -1, "应终止", "容缺超期 1 天"),
        (
            "2026-03-09",
            {"on_expiry": "暂停", "grace_workdays": 3},
            "2026-03-09",
            0,
            "暂停，宽限 3 个工作日",
            "容缺今天到期",
        ),
        (
            "2026-03-12",
            {"on_expiry": "暂停", "grace_workdays": 3},
            "2026-03-12",
            0,
            "宽限中",
            "宽限中，迟 3 天",
        ),
        (
            "2026-03-13",
            {"on_expiry": "暂停", "grace_workdays": 3},
            "2026-03-09",
            -4,
            "宽限满，应退件",
            "容缺超期 4 天",
        ),
    ],
)
def test_what_was_promised_is_listed_with_its_day_and_what_happens_then(
    on: str, terms: dict[str, Any], until: str, left: int, lapse: str, word: str
) -> None:
    act, _ = screen(deferred(**terms), on=on)
    act.go(Tab.DEFERRED)
    (line,) = act.state.lines
    assert (line.until, line.left, line.lapse, line.word) == (until, left, lapse, word)
    assert (line.papers, line.applicant) == (("租赁合同",), "测*甲")
    assert line.late == lapse.startswith(("应", "宽限满"))


def test_a_correction_has_no_day_of_its_own_until_the_notice_is_wanting() -> None:
    act, _ = screen(returned(), deferred())
    (line,) = act.state.lines
    assert (line.until, line.lapse, line.note) == ("", "", "要通知")
    ungiven, _ = screen(returned(documents=()))
    (line,) = ungiven.state.lines
    assert (line.until, line.lapse, line.note) == ("2026-03-09", "视为受理", "—")
    assert line.detail.startswith("告知书还没有打印给申请人，2026-03-09 过后视为受理。")


def test_a_case_that_silence_accepted_is_owed_nothing() -> None:
    act, _ = screen(returned(documents=()), on="2026-03-10")
    assert act.state.lines == ()


def test_an_organisation_is_named_and_a_person_is_not() -> None:
    port = FakeOwed(date(2026, 3, 4), (returned(applicant="示例公司"),))
    act = OwedPresenter(port, ImmediateRunner(), lambda _state: None)
    assert act.state.lines[0].applicant == "示例公司"


def test_what_must_be_told_is_told_once_by_its_key() -> None:
    soon = deferred()
    act, port = screen(soon, returned())
    act.go(Tab.MESSAGES)
    assert [line.message.key for line in act.state.lines if line.message] == [
        "papers_soon:2026-03-09:3",
        "correction:2026-03-03",
    ]
    act.tell()
    assert port.told == [(soon.number, "papers_soon:2026-03-09:3")]
    port.states = (replace(soon, told=("papers_soon:2026-03-09:3",)), returned())
    act.refresh()
    assert [line.number for line in act.state.lines] == [OTHER]
    act.go(Tab.DEFERRED)
    assert act.state.lines[0].note == "已通知"
    act.tell()
    assert len(port.told) == 1
    assert act.state.message is not None


def test_a_scanned_receipt_or_paper_names_its_case_and_nothing_else_does() -> None:
    act, _ = screen()
    number = "51160200012600000163"
    assert act.scanned(number) == act.scanned(f"{number}-02") == number
    assert act.scanned("51160200012600000164") == ""
    assert act.state.message is not None
    assert act.scanned("6901234567892") == ""


def test_an_unread_list_is_not_an_empty_one() -> None:
    port = FakeOwed(fails=Unavailable("disk_error", "数据盘读不出来"))
    act = OwedPresenter(port, ImmediateRunner(), lambda _state: None)
    assert act.state.empty[0] == act.state.sums == "没有读出来"
    port.fails = None
    act.refresh()
    assert act.state.empty[0] == "没有待补正的办件"
    port.fails = Refused("not_allowed", "您的角色不能查看或办理办件")
    act.refresh()
    assert act.state.message is not None


def test_the_hand_stays_in_the_list_when_it_gets_shorter() -> None:
    papers = (HeldPaper("甲", PaperState.MISSING),)
    act, port = screen(returned(), returned(number="51160200012600000357", papers=papers))
    act.to_row(9)
    assert act.state.row == 1
    port.states = port.states[:1]
    act.refresh()
    assert act.state.row == 0
