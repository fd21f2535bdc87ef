"""告知承诺, the year after concealment, whoever acts for somebody away, and two at one case."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.errors import Refused
from clerk_app.storage.journal import Act
from tests.support.commands import PASSPHRASE, Shell

DUE = {"necessity": "必要", "form": "原件1份"}
ITEM: dict[str, Any] = {
    "id": "P-1",
    "name": "示例许可",
    "type": "行政许可",
    "department": "示例局",
    "handling": "承诺件",
    "legal_basis": ["示例依据"],
    "legal_limit": {"value": 20, "unit": "工作日"},
    "promised_limit": {"value": 8, "unit": "工作日"},
    "materials": [{"name": "申请书", **DUE}, {"name": "场所证明", **DUE}],
    "commitment": {
        "papers": ["场所证明"],
        "promises": ["场所真实、合法、安全"],
        "check_workdays": 10,
        "basis": "示例承诺办法",
    },
    "public_safety": True,
}
OTHER = {**ITEM, "id": "P-2", "name": "示例备案", "type": "公共服务"}
del OTHER["commitment"], OTHER["public_safety"]
KEPT = {
    **OTHER,
    "id": "P-3",
    "type": "行政许可",
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "退件"},
    "materials": [*ITEM["materials"], {"name": "清单", **DUE}],
}
ID = {"id_type": "resident_id", "id_number": "11010519491231002X"}


@pytest.fixture
def take(shell: Shell, tmp_path: Path) -> Any:
    """Takes in an item of these, with the papers named in order."""
    path = tmp_path / "items.json"
    content = {"format": "hall-catalogue", "version": 1, "items": [ITEM, OTHER, KEPT]}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    shell("catalogue", "import", path)

    def run(*papers: str, code: int = 0, **changes: Any) -> Any:
        asked = {
            "item": "P-1",
            "received_at": "2026-03-02T10:05:00+08:00",
            "applicant": {"kind": "person", "name": "测试申请人", **ID},
            "materials": [{"name": name, "state": "in_order"} for name in papers],
            **changes,
        }
        file = tmp_path / "intake.json"
        file.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
        return shell("intake", file, "--out", tmp_path / "out", code=code)

    return run


def promise(*papers: str, signed: bool = True) -> dict[str, Any]:
    return {"commitment": {"papers": list(papers), "signed": signed}}


def test_a_promise_stands_in_for_a_paper_and_is_checked_afterwards(
    shell: Shell, take: Any, tmp_path: Path
) -> None:
    done = take("申请书", **promise("场所证明"))
    assert (done["outcome"], done["shortfalls"]) == ("accepted", [])
    assert [r["code"] for r in done["reasons"]][:2] == ["complete", "commitment"]
    assert [d["kind"] for d in done["documents"]] == ["acceptance", "commitment"]
    # ten workdays after Monday 2 March
    assert "unchecked" not in findings(shell, "2026-03-16", done["number"])
    assert "unchecked" in findings(shell, "2026-03-17", done["number"])
    check = tmp_path / "check.json"
    check.write_text(
        json.dumps({"at": "2026-03-16T09:00:00+08:00", "reason": "现场与承诺一致"}), "utf-8"
    )
    shell("case", "act", done["number"], "check", check)
    assert "unchecked" not in findings(shell, "2026-03-17", done["number"])
    again = shell("case", "act", done["number"], "check", check, code=3)
    assert again["error"]["code"] == ("unlawful_act")


def findings(shell: Shell, day: str, number: str) -> list[str]:
    seen = shell("watch", "--at", f"{day}T18:00:00+08:00")
    return list(next(c["findings"] for c in seen["cases"] if c["number"] == number))


def test_without_a_signature_or_a_policy_there_is_no_promise(take: Any) -> None:
    unsigned = take("申请书", code=3, **promise("场所证明", signed=False))
    assert unsigned["error"]["code"] == "commitment_unsigned"
    foreign = take(code=3, **promise("申请书"))
    assert foreign["error"]["code"] == "commitment_not_allowed"
    barred = take("申请书", code=3, discredited=True, **promise("场所证明"))
    assert barred["error"]["code"] == "commitment_barred"
    none = take("申请书", code=3, item="P-2", **promise("场所证明"))
    assert none["error"]["code"] == "commitment_not_allowed"
    assert take("申请书")["outcome"] == "returned_for_correction"


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-03-03", 3), ("2027-03-02", 3), ("2027-03-03", 0)],
)
def test_the_year_after_concealment(take: Any, day: str, code: int) -> None:
    found = {"fact": "伪造", "evidence": "核验", "found_by": "甲", "approved_by": "乙"}
    assert take("申请书", concealment=found)["outcome"] == "not_accepted"
    at = f"{day}T10:05:00+08:00"
    again = take("申请书", "场所证明", code=code, received_at=at, provisional_approved_by="管理员")
    assert (
        again["error"]["code"] == "barred_for_a_year" if code else again["outcome"] == "accepted"
    )


def test_the_year_binds_that_person_and_that_kind_of_item_only(take: Any) -> None:
    found = {"fact": "伪造", "evidence": "核验", "found_by": "甲", "approved_by": "乙"}
    take("申请书", concealment=found)
    take("申请书", item="P-2", concealment=found)
    assert take("申请书", "场所证明", item="P-2")["outcome"] == "accepted"
    other = {"kind": "person", "name": "另一申请人", "id_type": "other", "id_number": "X1"}
    assert take("申请书", "场所证明", applicant=other)["outcome"] == "accepted"


def test_papers_may_lie_at_the_window_for_those_that_are_fetched(
    shell: Shell, take: Any, tmp_path: Path
) -> None:
    kept = take("申请书", item="P-3", deposit=True)
    assert (kept["outcome"], kept["accepted_on"]) == ("returned_for_correction", None)
    # 容缺收件: five workdays after Monday 2 March, and no clock runs
    assert (kept["make_good_by"], kept["promised_due"]) == ("2026-03-09", None)
    assert take("申请书", code=3, deposit=True)["error"]["code"] == "deposit_not_allowed"

    def act(action: str, day: str, code: int = 0, **more: Any) -> Any:
        file = tmp_path / "act.json"
        content = {"at": f"{day}T09:00:00+08:00", **more}
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return shell("case", "act", kept["number"], action, file, code=code)

    came: Any = {"materials": [{"name": "清单", "state": "in_order"}]}
    early = act("return", "2026-03-09", 3, reason="没有补来")
    assert early["error"]["code"] == "approver_missing"
    assert act("supply", "2026-03-10", 3, **came)["error"]["code"] == "deferral_expired"
    assert "papers_overdue" in findings(shell, "2026-03-10", kept["number"])
    assert act("supply", "2026-03-09", **came)["shortfalls"] == ["场所证明"]
    back = act("return", "2026-03-10", reason="没有补来")
    assert (back["state"], back["make_good_by"]) == ("given_back", "2026-03-09")


def test_an_act_by_whoever_did_not_see_the_last_one_is_refused(shell: Shell, take: Any) -> None:
    number = take("申请书", "场所证明")["number"]
    seen = 2  # receipt and decision
    with Workstation(shell.clock).open(shell.data, PASSPHRASE) as counter:
        raw = {"at": "2026-03-03T09:00:00+08:00", "special": "检验", "reason": "检验", "days": 3}
        act = replace(read_act("suspend", raw), seen=seen)
        act_on_case(counter, number, act)
        with pytest.raises(Refused) as caught:
            act_on_case(counter, number, replace(read_act("withdraw", raw), seen=seen))
        assert caught.value.code == "case_changed"


def test_who_covers_for_somebody_away_acts_for_them(shell: Shell, take: Any) -> None:
    number = take("申请书", "场所证明")["number"]
    with Workstation(shell.clock).open(shell.data, PASSPHRASE) as counter:
        act = counter.act()
        days = {"since": "2026-03-01", "until": "2026-03-31"}
        with counter.store.transaction() as db:
            counter.journal.append(
                db, "cover.set", {"a": "c9", "b": counter.clerk.id, "since": "2026-01-01"}, act
            )
            counter.journal.append(db, "leave.taken", {"clerk": "c9", **days}, act)
            body: Any = {"item_name": "别人收的", "received_on": "2026-03-02", "item": "P-1"}
            theirs = "51160200012600000260"
            other = Act(act.at, "c9", act.clock)
            counter.journal.append(db, "case.received", body, other, case=theirs, base_ver=0)
            day = "2026-03-02"
            opened: Any = {"outcome": "accepted", "accepted_on": day, "received_on": day}
            counter.journal.append(db, "case.decided", opened, other, case=theirs, base_ver=1)
        raw = {"at": "2026-03-03T09:00:00+08:00", "reason": "同意"}
        for case, whose in ((theirs, "c9"), (number, None)):
            act_on_case(counter, case, read_act("opinion", raw))
            with counter.store.reading() as db:
                last = counter.journal.case_events(db, case)[-1]
            assert (last.body or {}).get("for") == whose
    shown = shell("case", "show", theirs)["events"][-1]
    assert (shown["kind"], shown["operator"], shown["for"]) == ("case.opined", "c1", "c9")  # 代A
