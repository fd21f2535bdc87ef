"""电子监察 over a simulated quarter: what it must say on chosen days, worked out by hand.

The first quarter of 2026: 1 to 3 January and 15 to 23 February are holidays, Sunday 4 January,
Saturdays 14 and 28 February are workdays.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.take_in import take_in
from clerk_app.deeds.watch import Watch, watch
from clerk_app.intake.rules.scripted import read_application
from clerk_app.kernel.clock import legal_day, parse_stamp
from tests.support.commands import PASSPHRASE, Shell

DUE = {"necessity": "必要", "form": "原件1份"}
ITEM: dict[str, Any] = {
    "id": "Q-1",
    "name": "示例许可",
    "type": "行政许可",
    "department": "示例局",
    "handling": "承诺件",
    "legal_basis": ["示例依据"],
    "legal_limit": {"value": 20, "unit": "工作日"},
    "promised_limit": {"value": 8, "unit": "工作日"},
    "materials": [
        {"name": "申请书", **DUE},
        {"name": "清单", "necessity": "容缺后补", "form": "原件1份", "defer_workdays": 5},
    ],
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "退件"},
}


def application(day: str, *papers: str, **more: Any) -> dict[str, Any]:
    return {
        "item": "Q-1",
        "received_at": f"{day}T10:05:00+08:00",
        "applicant": {"kind": "person", "name": "测试申请人"},
        "materials": [{"name": name, "state": "in_order"} for name in papers],
        **more,
    }


@pytest.fixture
def quarter(shell: Shell, tmp_path: Path) -> dict[str, str]:
    """Five cases of the quarter, by a letter."""

    def file(name: str, content: Any) -> Path:
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    catalogue = {"format": "hall-catalogue", "version": 1, "items": [ITEM]}
    shell("catalogue", "import", file("items", catalogue))
    out = tmp_path / "out"

    def take(name: str, content: Any) -> str:
        return str(shell("intake", file(name, content), "--out", out)["number"])

    def act(number: str, action: str, day: str, **more: Any) -> None:
        content = {"at": f"{day}T11:00:00+08:00", **more}
        shell("case", "act", number, action, file("act", content), "--out", out)

    found = {"late": take("late", application("2026-01-05", "申请书", "清单"))}
    with Workstation(shell.clock).open(shell.data, PASSPHRASE) as counter:
        raw = application("2026-02-11")  # the notice is never printed
        today = legal_day(counter.clock.now())
        found["silent"] = take_in(counter, read_application(raw, today=today)).number
    signed = application("2026-03-02", "申请书", undertaking_signed=True)
    found["promised"] = take("promised", signed)
    found["paused"] = take("paused", application("2026-03-02", "申请书", "清单"))
    act(found["paused"], "suspend", "2026-03-05", special="检测", reason="送检", days=5)
    act(found["paused"], "resume", "2026-03-13")
    found["granted"] = take("granted", application("2026-03-03", "申请书", "清单"))
    result = {"name": "示例许可证"}
    act(found["granted"], "decide", "2026-03-10", approver="管理员", result=result)
    act(found["granted"], "close", "2026-03-10")
    return found


CASES = {
    # eight workdays after Monday 5 January end on Thursday the 15th
    ("late", "2026-01-13"): ("green", "2026-01-15", set()),
    ("late", "2026-01-14"): ("yellow", "2026-01-15", set()),
    ("late", "2026-01-15"): ("yellow", "2026-01-15", set()),
    ("late", "2026-01-16"): ("red", "2026-01-15", {"overdue"}),
    # five workdays after Wednesday 11 February: 12, 13, 14, 24, 25
    ("silent", "2026-02-24"): ("yellow", "2026-02-25", set()),
    ("silent", "2026-02-25"): ("yellow", "2026-02-25", set()),
    # accepted as of 11 February: eight workdays are 12, 13, 14, 24, 25, 26, 27, 28
    ("silent", "2026-02-26"): ("red", "2026-02-28", {"deemed"}),
    ("silent", "2026-03-02"): ("red", "2026-02-28", {"overdue", "deemed"}),
    # five workdays after Monday 2 March
    ("promised", "2026-03-05"): ("green", "2026-03-09", set()),
    ("promised", "2026-03-09"): ("yellow", "2026-03-09", set()),
    ("promised", "2026-03-10"): ("red", "2026-03-09", {"papers_overdue"}),
    ("paused", "2026-03-04"): ("green", "2026-03-12", set()),
    ("paused", "2026-03-05"): ("grey", None, set()),
    ("paused", "2026-03-12"): ("grey", None, set()),
    # 5, 6, 9, 10, 11, 12, 13 March do not count: seven workdays after 12 March
    ("paused", "2026-03-13"): ("green", "2026-03-23", set()),
    ("paused", "2026-03-24"): ("red", "2026-03-23", {"overdue"}),
    # ten workdays after Tuesday 10 March
    ("granted", "2026-03-20"): ("green", "2026-03-24", set()),
    ("granted", "2026-03-24"): ("yellow", "2026-03-24", set()),
    ("granted", "2026-03-25"): ("red", "2026-03-24", {"delivery_overdue"}),
}


def test_the_quarter(shell: Shell, quarter: dict[str, str]) -> None:
    before = shell("journal", "verify")
    with Workstation(shell.clock).open(shell.data, PASSPHRASE, writing=False) as counter:

        def look(day: str) -> Watch:
            return watch(counter, parse_stamp(f"{day}T17:00:00+08:00"))

        for (name, day), expected in CASES.items():
            (found,) = (c for c in look(day).cases if c.number == quarter[name])
            findings = {str(f) for f in found.findings} - {"back_entered"}
            due = found.due.isoformat() if found.due else None
            assert (str(found.lamp), due, findings) == expected, (name, day)
        assert look("2026-01-04").cases == ()  # a day before anybody came
        told = {
            day: {m.key for m in look(day).messages if m.number == quarter["promised"]}
            for day in TOLD
        }
        assert told == TOLD
    seen = shell("watch", "--at", "2026-01-19T17:00:00+08:00")
    assert seen["red_list"] == [
        {
            "owner": "示例局",  # the body had it when its lamp turned red, not who took it in
            "number": quarter["late"],
            "finding": "overdue",
            "since": "2026-01-15",
            "workdays": 2,
            "accounted": None,
        }
    ]
    assert (seen["overdue"], seen["by"]) == ([quarter["late"]], "station")
    # watching wrote nothing, a deemed acceptance included
    assert shell("journal", "verify") == before
    shown = shell("case", "show", quarter["silent"])
    assert (shown["state"], shown["law"]["deemed"]) == ("returned_for_correction", True)


TOLD = {
    "2026-03-03": set(),
    "2026-03-04": {"papers_soon:2026-03-09:3"},
    "2026-03-05": {"papers_soon:2026-03-09:3"},
    "2026-03-06": {"papers_soon:2026-03-09:1"},
    "2026-03-09": {"papers_soon:2026-03-09:1"},
    "2026-03-10": {"papers_late:2026-03-09"},
}
"""Whom the call list names, of the promised papers due on Monday 9 March: T-3 and T-1."""


def test_what_was_found_about_a_red_lamp_is_recorded(
    shell: Shell, quarter: dict[str, str]
) -> None:
    """It has been late ever since: whatever today is, it is on the list."""
    late = quarter["late"]
    words = ("case", "account", late, "overdue", "--reason", "漏看", "--measure", "谈话提醒")
    assert shell.refused(*words, "--by", "没有这个人", code=3) == "unknown_clerk"
    lazy = ("case", "account", late, "lazy", *words[4:], "--by", "管理员")
    assert shell.refused(*lazy, code=2) == "unknown_finding"
    done = shell(*words, "--by", "管理员")
    assert (done["owner"], done["since"], done["measure"], done["by_name"]) == (
        "示例局",
        "2026-01-15",
        "谈话提醒",
        "管理员",
    )
    today = shell.clock.now().isoformat()
    listed = {e["number"]: e["accounted"] for e in shell("watch", "--at", today)["red_list"]}
    assert listed[late]["reason"] == "漏看"
    assert shell("case", "show", late)["accounted"] == [listed[late]]
    assert shell.refused(*words, "--by", "管理员", code=3) == "already_accounted"
