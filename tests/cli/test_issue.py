"""case urge, case materials, assistance, --boxed, doctor on the hall's wording."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from tests.deeds.test_versions import ITEM, load
from tests.support.commands import Shell, make_shell
from tests.support.stores import PASSPHRASE, HandClock, create

AT = "2026-03-02T10:05:00+08:00"
DAY = 24 * 3600


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("issue")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
    return folder / "w"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def here(
    home: Path, clock: HandClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Shell:
    return make_shell(Path(shutil.copytree(home, tmp_path / "data")), capsys, clock)


def intake_file(folder: Path, name: str = "测试申请人", **paper: Any) -> Path:
    path = folder / "intake.json"
    content = {
        "item": "T-1",
        "received_at": AT,
        "applicant": {"name": name},
        "materials": [
            {"name": "申请书", "state": "in_order", "copies": 1, **paper},
            {"name": "租赁合同", "state": "in_order", "copies": 1},
        ],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def words(path: str) -> str:
    return "".join("".join(p.extract_text() for p in PdfReader(path).pages).split())


def test_a_case_is_urged_when_it_is_near_and_its_papers_are_listed_with_pages(
    here: Shell, clock: HandClock, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    number = here("intake", intake_file(tmp_path, pages=17), "--out", out)["number"]
    asked = ("case", "urge", number, "--to", "示例局", "--by-day", "2026-03-31")
    assert here.refused(*asked, code=3) == "nothing_to_urge"
    listed = here("case", "materials", number, "--out", out)
    assert (listed["kind"], listed["number"]) == ("material_list", f"{number}-02")
    assert "17" in words(listed["path"])
    clock.move(7 * DAY)  # Monday 9 March, the promised day
    made = here(*asked, "--asked", "请出具审查意见", "--out", out)
    assert (made["number"], made["copies"]) == (f"{number}-03", 2)
    text = words(made["path"])
    for expected in ("催办单", "示例局", "请出具审查意见", "2026年3月31日"):
        assert expected in text, expected
    assert here.refused("case", "urge", number, "--to", "示例局", "--by-day", "昨天", code=2)
    kinds = [d["kind"] for d in here("case", "show", number)["documents"]]
    assert kinds == ["acceptance", "material_list", "reminder"]


def test_why_a_case_cannot_be_done_and_how_it_can_is_a_paper_of_its_own(
    here: Shell, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    whole = here("intake", intake_file(tmp_path), "--out", out)["number"]
    assert here.refused("case", "dual-notice", whole, code=3) == "can_be_done"
    file = intake_file(tmp_path, state="missing", copies=0)
    number = here("intake", file, "--out", out)["number"]
    made = here("case", "dual-notice", number, "--how", "到社区先开证明", "--out", out)
    assert (made["kind"], made["copies"]) == ("dual_notice", 2)
    text = words(made["path"])
    for expected in (
        "书面双告知书",
        "为什么不能办1.缺申请书（《中华人民共和国行政许可法》第三十二条第一款第（四）项）。",
        "怎样才能办1.到社区先开证明",
    ):
        assert expected in text, expected


def test_an_order_has_its_paper_and_the_paper_is_printed_again(
    here: Shell, tmp_path: Path
) -> None:
    opened = ("assistance", "open", "--client", "测试委托人", "--authorised", "oral")
    more = ("--reference", "录音1", "--scope", "代办申请", "--until", "2026-03-31")
    order = here(*opened, *more)["number"]
    path = tmp_path / "order.pdf"
    first = here("assistance", "print", order, "--out", path)
    assert (first["kind"], first["reprint"]) == ("assistance_order", 0)
    text = words(str(path))
    for expected in ("帮办代办单", order, "测试委托人", "口头委托录音1，权限：代办申请", "免费"):
        assert expected in text, expected
    assert here("assistance", "print", order, "--out", path)["reprint"] == 1
    here("assistance", "step", order, "--what", "领表")
    again = here("assistance", "print", order, "--out", tmp_path / "again.pdf")
    assert (again["document"], again["reprint"]) == (f"{order}-02", 0)
    assert "测试𬱖䶮：领表。" in words(again["path"])
    assert "补打1次" in words(str(path))
    other = "DB51160200012600009998"
    assert here.refused("assistance", "print", other, "--out", path, code=2)


def test_a_name_no_font_has_is_taken_in_boxed_and_printed_so_again(
    here: Shell, tmp_path: Path
) -> None:
    file = intake_file(tmp_path, "测试\U000323af")
    out = tmp_path / "out"
    error = here("intake", file, "--out", out, code=4)["error"]
    assert error["code"] == "missing_glyph"
    assert "--boxed" in error["message"]
    made = here("intake", file, "--out", out, "--boxed")
    again = here("notice", "acceptance", made["number"], "--out", tmp_path / "again.pdf")
    for path in (made["documents"][0]["path"], again["path"]):
        assert "U+323AF" in words(path)
        assert "□内为该字的代码" in words(path)


def test_the_doctor_names_what_is_wrong_with_the_wording_of_the_hall(here: Shell) -> None:
    def wording(code: int = 0) -> dict[str, Any]:
        checks = here("doctor", code=code)["checks"]
        return dict(next(c for c in checks if c["name"] == "wording"))

    assert wording()["ok"]
    own = here.data / "wording"
    own.mkdir()
    (own / "receipt.toml").write_text('note = "随便"\n', encoding="utf-8")
    (own / "reminder.toml").write_text('asked = "请办{没有}"\n', encoding="utf-8")
    found = wording(code=4)
    assert not found["ok"]
    for expected in ("receipt.toml", "收件不等于受理", "reminder.toml", "{没有}"):
        assert expected in found["detail"], expected
    (own / "receipt.toml").unlink()
    (own / "reminder.toml").write_text('closing = "期限不变。"\n', encoding="utf-8")
    assert wording() == {"name": "wording", "ok": True, "detail": "本大厅改动了 1 种文书的用语"}
