"""staff letter | leave | cover, assistance, enquiry handover and enquiry report."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from tests.support.commands import Shell, python
from tests.support.stores import PASSPHRASE, HandClock

CLERK, BOSS = "示例窗口员", "示例主管"
LETTER = "测政授〔2026〕1号"


@pytest.fixture(scope="module")
def passwords(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A hall with the sample clerks, and the passwords told once."""
    folder = tmp_path_factory.mktemp("staff") / "data"
    made = Workstation(HandClock()).create(
        folder,
        hall="511602101000",
        name="测试县便民服务中心",
        station="0001",
        operator="测试管理",
        passphrase=PASSPHRASE,
        sample=True,
    )
    return folder, dict(made.passwords)


class Desk(Shell):
    """A shell whose clerk changes: `sign_in` takes the password a sample clerk was told once."""

    passwords: dict[str, str]
    clerk = ""

    def sign_in(self, clerk: str) -> None:
        self.clerk = clerk
        os.environ["CLERK_PASSPHRASE"] = self.passwords[clerk]

    def __call__(self, *args: str | Path, code: int = 0) -> Any:
        who = ("--operator", self.clerk) if self.clerk else ()
        return super().__call__(*args, *who, code=code)


@pytest.fixture
def shell(
    passwords: tuple[Path, dict[str, str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    shutil.copytree(passwords[0], tmp_path / "data")
    monkeypatch.setenv("CLERK_PASSPHRASE", PASSPHRASE)
    made = Desk(tmp_path / "data", capsys, HandClock())
    made.passwords = passwords[1]
    return made


def said(shell: Desk, *args: str) -> str:
    shell.capsys.readouterr()
    who = ("--operator", shell.clerk) if shell.clerk else ()
    assert run(["--data", str(shell.data), *args, *who], Workstation(shell.clock)) == 0
    return shell.capsys.readouterr().out


GRANT = (
    "staff", "letter", "grant", LETTER, "--to", CLERK, "--scope", "decide,deny",
    "--scope", "extend", "--since", "2026-03-02", "--until", "2027-03-01",
)  # fmt: skip


def test_a_letter_is_granted_listed_and_revoked(shell: Desk) -> None:
    made = shell(*GRANT, "--department", "测试局")
    assert made == {
        "letter": LETTER,
        "grantor": {"id": "c1", "name": "测试管理"},
        "holder": {"id": "c2", "name": CLERK},
        "scope": ["decide", "deny", "extend"],
        "department": "测试局",
        "since": "2026-03-02",
        "until": "2027-03-01",
        "revoked_on": None,
        "state": "standing",
        "notes": [],
    }
    assert shell.refused(*GRANT, code=3) == "letter_exists"
    listed = said(shell, "staff", "letter", "list")
    assert listed.split()[:3] == [LETTER, "有效", CLERK]
    assert "测试局：准予、不予许可、延期" in listed
    revoked = shell("staff", "letter", "revoke", "测政授[2026]1号")
    assert (revoked["revoked_on"], revoked["state"]) == ("2026-03-02", "revoked")
    assert shell("staff", "letter", "list", "--of", CLERK)[0]["state"] == "revoked"
    assert shell("staff", "letter", "list", "--of", BOSS) == []
    shell.sign_in(CLERK)
    assert shell.refused(*GRANT, code=3) == "not_allowed"
    assert shell.refused("staff", "letter", "revoke", LETTER, code=3) == "not_allowed"
    assert len(shell("staff", "letter", "list")) == 1


def test_a_letter_of_less_than_a_year_is_pointed_out(shell: Desk) -> None:
    short = [*GRANT[:-1], "2027-02-28"]
    assert shell(*short)["notes"] == ["short_term"]


def test_wrong_letters_are_refused_with_their_code(shell: Desk) -> None:
    head, tail = GRANT[:6], GRANT[6:]
    for words, exit_code, code in (
        ([*head[:5], "没有这人", *tail], 3, "unknown_clerk"),
        ([*head, "--scope", "deside", *tail[4:]], 3, "unknown_authority"),
        ([*head, "--scope", ",", *tail[4:]], 3, "scope_missing"),
        ([*GRANT[:-1], "2026-03-01"], 3, "bad_period"),
        ([*GRANT[:-1], "morgen"], 2, "bad_date"),
        (["staff", "letter", "revoke", "没有"], 3, "unknown_letter"),
        (["staff", "letter"], 2, "wrong_usage"),
        (["staff"], 2, "wrong_usage"),
    ):
        assert shell.refused(*words, code=exit_code) == code
    assert shell("staff", "letter", "list") == []


def test_leave_and_cover_show_who_acts_on_which_day(shell: Desk) -> None:
    shell("staff", "cover", "set", "--a", CLERK, "--b", BOSS)
    shell.sign_in(CLERK)
    taken = shell(
        "staff", "leave", "take", "--since", "2026-03-03", "--until", "2026-03-04",
        "--reason", "家事",
    )  # fmt: skip
    assert (taken["clerk"]["name"], taken["uncovered"]) == (CLERK, [])
    boss = {"id": "c3", "name": BOSS}
    listed = shell("staff", "leave", "list")
    assert (listed["since"], listed["until"]) == ("2026-03-02", "2026-04-01")
    assert [(row["day"], row["clerk"]["id"], row["cover"]) for row in listed["days"]] == [
        ("2026-03-03", "c2", boss),
        ("2026-03-04", "c2", boss),
    ]
    assert [row["reason"] for row in listed["leaves"]] == ["家事"]
    on_the_day = shell("staff", "cover", "list", "--day", "2026-03-03")["covers"]
    assert on_the_day == [
        {"a": {"id": "c2", "name": CLERK}, "b": boss, "away": True, "acting": boss}
    ]
    assert shell("staff", "cover", "list")["covers"][0]["acting"] is None
    other = ("--since", "2026-03-09", "--until", "2026-03-09")
    assert (
        shell.refused("staff", "leave", "take", "--clerk", BOSS, *other, code=3) == "not_allowed"
    )
    assert shell.refused("staff", "cover", "set", "--a", BOSS, "--b", CLERK, code=3) == (
        "not_allowed"
    )
    shell.sign_in(BOSS)
    more = shell("staff", "leave", "take", "--since", "2026-03-04", "--until", "2026-03-04")
    assert more["uncovered"] == ["2026-03-04"]
    lines = said(shell, "staff", "leave", "list").splitlines()
    assert lines == [
        f"2026-03-03  {CLERK}  由 {BOSS} 替岗",
        f"2026-03-04  {CLERK}  没有人替岗",
        f"2026-03-04  {BOSS}  没有人替岗",
    ]
    back = shell("staff", "leave", "end", "--clerk", CLERK, "--on", "2026-03-04")
    assert back == {"clerk": {"id": "c2", "name": CLERK}, "on": "2026-03-04"}
    assert shell.refused("staff", "leave", "end", code=3) == "not_on_leave"
    shell("staff", "cover", "set", "--a", CLERK, "--none")
    assert shell("staff", "cover", "list")["covers"] == []
    assert shell.refused("staff", "cover", "set", "--a", CLERK, code=2) == "wrong_usage"
    nobody = ("--since", "2026-05-01", "--until", "2026-05-02")
    assert "没有人请假" in said(shell, "staff", "leave", "list", *nobody)
    assert shell("journal", "verify")["ok"] is True


def test_why_a_colleague_is_away_is_not_told(shell: Desk) -> None:
    days = ("--since", "2026-03-03", "--until", "2026-03-03")
    shell("staff", "leave", "take", "--clerk", BOSS, *days, "--reason", "病假")
    shell.sign_in(CLERK)
    (row,) = shell("staff", "leave", "list")["leaves"]
    assert (row["clerk"]["name"], row["reason"]) == (BOSS, None)


def test_an_open_question_is_handed_on_and_reported(shell: Desk) -> None:
    number = shell("enquiry", "--subject", "宅基地", "--way", "phone")["number"]
    answered = shell("enquiry", "--subject", "电价", "--outcome", "led_to_window")["number"]
    made = shell("enquiry", "handover", number, "--to", "测试局", "--reason", "大厅没有")
    assert made == {"number": number, "kind": "body", "to": "测试局", "on": "2026-03-02"}
    to_clerk = ("--to", CLERK, "--reason", "他管过", "--kind", "clerk")
    assert shell("enquiry", "handover", number, *to_clerk)["to"] == CLERK
    clock = shell.clock
    assert isinstance(clock, HandClock)
    clock.move(7 * 86400)
    told = shell("enquiry", "report")
    assert told["today"] == "2026-03-09"
    assert told["clerks"] == [
        {
            "clerk": {"id": "c1", "name": "测试管理"},
            "workstation": None,
            "received": 2,
            "answered": 1,
            "handed_on": 2,
            "closed": 0,
            "open": 1,
            "oldest": {
                "number": number,
                "day": "2026-03-02",
                "workdays": 5,
                "provisional": False,
            },
        }
    ]
    (waiting,) = told["open"]
    assert (waiting["number"], waiting["workdays"]) == (number, 5)
    assert waiting["first_contact"]["name"] == "测试管理"
    assert waiting["holder"] == {"kind": "clerk", "to": CLERK}
    assert [each["to"] for each in waiting["handovers"]] == ["测试局", "c2"]
    line = " ".join(said(shell, "enquiry", "report").split())
    assert line == "测试管理 首问 2 转交 2 答复 1 待答复 1 最久 5 个工作日"
    assert shell("enquiry", "report", "--since", "2026-03-03")["clerks"] == []
    assert shell("enquiry", "report", "--until", "2026-03-02")["clerks"][0]["received"] == 2
    shell("enquiry", "close", number, "--answer", "已回电")
    assert shell("enquiry", "report")["open"] == []
    for words, exit_code, code in (
        ((number, "--to", "局", "--reason", "x"), 3, "enquiry_closed"),
        ((answered, "--to", "局", "--reason", "x"), 3, "enquiry_closed"),
        (("ZX1", "--to", "局", "--reason", "x"), 2, "bad_enquiry_number"),
        ((number, "--to", "局"), 2, "wrong_usage"),
    ):
        assert shell.refused("enquiry", "handover", *words, code=exit_code) == code


def test_an_order_of_help_runs_through_the_commands(shell: Desk) -> None:
    made = shell(
        "assistance", "open", "--client", "张测试", "--id-type", "resident_id",
        "--id-number", "11010519491231002X", "--phone", "13800000000", "--helper", CLERK,
    )  # fmt: skip
    number = made["number"]
    assert number == "DB51160200012600000102"
    assert (made["client"], made["id_number"]) == ("张*试", "110***********002X")
    assert (made["fee_fen"], made["authorisations"], made["open"]) == (0, [], True)
    assert "张测试" not in str(made)
    step = ("assistance", "step", number, "--what", "交材料")
    assert shell.refused(*step, code=3) == "agent_not_authorised"
    letter = ("--authorised", "letter", "--reference", "1号", "--scope", "申请、领证")
    given = shell("assistance", "authorise", number, *letter, "--until", "2026-03-02")
    assert given["authorisations"] == [
        {
            "kind": "letter",
            "reference": "1号",
            "scope": "申请、领证",
            "since": "2026-03-02",
            "until": "2026-03-02",
        }
    ]
    assert shell(*step) == {"number": number, "on": "2026-03-02", "what": "交材料"}
    assert [row["number"] for row in shell("assistance", "list", "--open")] == [number]
    assert "张测试" not in said(shell, "assistance", "list")
    clock = shell.clock
    assert isinstance(clock, HandClock)
    clock.move(86400)
    assert shell.refused(*step, code=3) == "agent_not_authorised"
    shell(*step, "--on", "2026-03-02")
    done = shell("assistance", "close", number, "--result", "已领证")
    assert (done["result"], done["closed_on"], done["open"]) == ("已领证", "2026-03-03", False)
    assert shell("assistance", "list", "--open") == []
    assert len(shell("assistance", "list")[0]["steps"]) == 2
    assert shell.refused(*step, code=3) == "order_closed"


def test_wrong_orders_are_refused_with_their_code(shell: Desk) -> None:
    ask = ("assistance", "open", "--client")
    for words, exit_code, code in (
        ((*ask, " "), 3, "client_missing"),
        ((*ask, "张测试", "--until", "2026-03-09"), 2, "wrong_usage"),
        ((*ask, "张测试", "--authorised", "oral", "--scope", "x"), 2, "wrong_usage"),
        (
            (*ask, "张测试", "--authorised", "letter", "--scope", "x", "--until", "2026-03-09"),
            3,
            "authorisation_incomplete",
        ),
        ((*ask, "张测试", "--case", "1"), 2, "bad_case_number"),
        (("assistance", "step", "DB1", "--what", "x"), 2, "bad_order_number"),
        (("assistance", "list", "--limit=-1"), 2, "wrong_usage"),
        (("assistance",), 2, "wrong_usage"),
    ):
        assert shell.refused(*words, code=exit_code) == code
    assert shell("assistance", "list") == []


def test_the_options_cost_no_heavy_import() -> None:
    heavy = "{'sqlalchemy', 'reportlab', 'alembic', 'requests', 'PIL'}"
    program = (
        "import sys; import clerk_app.cli.staff_options; "
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    assert python("-c", program).stdout.strip() == "[]"
