"""print, printers, numbers, attachment, seal, daily on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.kernel.clock import SystemClock
from clerk_app.storage import spool
from clerk_app.storage.spool import JobStage
from tests.deeds.test_attach import signature
from tests.support.commands import PASSPHRASE, SAMPLE, Shell

KIND = "one_time_notice"


@pytest.fixture
def taken(shell: Shell, application: Any, tmp_path: Path) -> str:
    """A case returned for correction, its pages made."""
    made = shell("intake", application({"营业执照": "missing"}), "--out", tmp_path / "in")
    assert made["documents"][0]["kind"] == KIND
    return str(made["number"])


def test_a_page_goes_to_the_chosen_printer_and_is_known_to_be_there(
    shell: Shell, taken: str, tmp_path: Path
) -> None:
    assert shell.refused("print", "document", taken, KIND, code=4) == "no_printer"
    assert shell.refused("printers", "set", "document", "lpt:1", code=2) == "bad_printer"
    pages = tmp_path / "pages"
    pages.mkdir()
    shell("printers", "set", "document", f"folder:{pages}")
    (document, slip, seal) = shell("printers", "list")
    assert (document["address"], document["state"]) == (f"folder:{pages}", "ready")
    assert slip["address"] is seal["address"] is None
    (job,) = shell("print", "document", taken, KIND)
    assert (job["state"], job["reprint"], job["number"]) == ("printed", 1, f"{taken}-01")
    assert [p.name for p in pages.iterdir()] == [f"一次性告知书 {taken}-01.pdf"]
    (last,) = shell("print", "last")
    assert (last["state"], last["reprint"]) == ("printed", 2)
    assert [j["job"] for j in shell("print", "jobs")] == [last["job"], job["job"]]
    assert shell("print", "jobs", "--open") == []
    assert shell.refused("print", "confirm", str(job["job"]), code=3) == "not_unanswered"
    assert shell.refused("print", "drop", str(job["job"]), code=3) == "not_open"
    assert shell.refused("print", "again", str(job["job"]), code=3) == "already_printed"
    assert shell.refused("print", "confirm", "999", code=3) == "unknown_job"
    assert shell("print", "case", taken) == []  # everything is printed
    again = shell("print", "case", taken, "--again")
    assert [j["state"] for j in again] == ["printed"] * len(again)
    shell("print", "pdf", taken, KIND, "--out", tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes()[:5] == b"%PDF-"
    shell("printers", "test", "--out", tmp_path / "test.pdf")
    assert (tmp_path / "test.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_page_nobody_answers_for_waits_for_the_clerk(
    shell: Shell, taken: str, tmp_path: Path
) -> None:
    with (  # as a program leaves it that was killed
        Workstation().open(shell.data, PASSPHRASE) as counter,
        counter.store.transaction() as db,
    ):
        job = spool.add(db, number=f"{taken}-01", kind=KIND, case_number=taken, copies=1)
        spool.move(db, job.id, (job.state,), JobStage.HANDED, printer="cups:gone@localhost:1")
    (tmp_path / "pages").mkdir()
    words = ("print", "document", taken, KIND, "--printer", f"folder:{tmp_path / 'pages'}")
    assert shell.refused(*words, code=3) == "print_open"
    (asked,) = shell("print", "ask")
    assert (asked["state"], asked["job"]) == ("unanswered", job.id)
    assert "可能已经打出" in asked["said"]
    (done,) = shell("print", "confirm", str(job.id))
    assert done["state"] == "printed"
    (again,) = shell(*words)
    assert (again["state"], again["reprint"]) == ("printed", 2)


def test_a_real_hall_has_no_simulated_printer(shell: Shell, taken: str) -> None:
    words = ("print", "document", taken, KIND, "--printer", "simulated:")
    assert shell.refused(*words, code=3) == "simulated_printer"
    assert shell.refused("printers", "test", "--printer", "simulated:", code=3) == (
        "simulated_printer"
    )
    for use in ("document", "slip"):
        assert shell.refused("printers", "set", use, "simulated:", code=3) == "simulated_printer"
    assert shell("print", "jobs") == []


def test_a_ticket_is_taken_whatever_its_printer_does(shell: Shell) -> None:
    assert shell("ticket", "take") == {"label": "A001", "slip": None}
    assert shell.refused("ticket", "print", "A001", code=4) == "no_printer"
    shell("printers", "set", "slip", "file:/dev/absent-slip-printer")
    taken = shell("ticket", "take", "--business", "企业准营")
    assert (taken["label"], taken["slip"]["code"]) == ("A002", "printer_offline")
    assert "ticket print A002" in taken["slip"]["said"]
    assert shell.refused("daily", "--slip", code=4) == "printer_offline"
    again = shell("ticket", "print", "A002")
    assert (again["slip"]["reprint"], again["slip"]["state"]) == (1, "failed")
    assert shell.refused("ticket", "take", "--business", "长" * 21, code=2) == "bad_text"
    assert shell("ticket", "take")["label"] == "A003"
    (shell.data / "wording").mkdir()
    (shell.data / "wording" / "ticket.toml").write_text('privacy = ""\n', encoding="utf-8")
    taken = shell("ticket", "take")
    assert (taken["label"], taken["slip"]["code"]) == ("A004", "bad_wording")


def test_a_batch_that_stops_names_what_remains(shell: Shell, taken: str, tmp_path: Path) -> None:
    words = ("print", "case", taken, "--again", "--printer", f"folder:{tmp_path / 'none'}")
    error = shell(*words, code=4)["error"]
    assert error["code"] == "printer_offline"
    assert f"{taken}-01" in error["message"]
    assert f"{taken}-02" in error["message"]


def test_numbers_are_leased_listed_and_printed(
    shell: Shell, application: Any, tmp_path: Path
) -> None:
    items = json.loads(SAMPLE.read_text("utf-8"))["items"]
    agency = next(item["department"] for item in items if item["code"] == "SL-0001")
    template = "示例告〔{year}〕{n}号"
    words = ("numbers", "lease", agency, template, "--first", "5", "--last", "5")
    assert shell.refused(*words, code=2) == "bad_block"
    year = str(SystemClock().now().year)
    made = shell(*words, "--year", year, "--kind", KIND)
    assert (made["next"], made["left"], made["usable"]) == (5, 1, True)
    assert shell.refused(*words, "--year", year, code=3) == "block_overlaps"
    file = application({"营业执照": "missing"})
    issued = shell("intake", file, "--out", tmp_path / "in")["documents"][0]
    page = PdfReader(issued["path"]).pages[0].extract_text().replace(" ", "")
    assert f"示例告〔{year}〕5号" in page
    (block,) = shell("numbers", "list")["blocks"]
    assert (block["left"], block["usable"], block["kinds"]) == (0, False, [KIND])
    out = tmp_path / "none"
    assert shell.refused("intake", file, "--out", out, code=3) == "agency_numbers_exhausted"
    assert len(shell("case", "list")) == 1


def test_an_attachment_is_added_listed_shown_and_checked(
    shell: Shell, taken: str, tmp_path: Path
) -> None:
    (tmp_path / "pad.png").write_bytes(signature())
    added = shell(
        *("attachment", "add", taken, tmp_path / "pad.png", "--for", "signature"),
        *("--document", KIND),
    )
    (listed,) = shell("attachment", "list", taken)
    assert (listed["sha256"], listed["document"]) == (added["sha256"], f"{taken}-01")
    shell("attachment", "show", taken, added["sha256"][:12], "--out", tmp_path / "back.png")
    assert (tmp_path / "back.png").read_bytes() == signature()
    assert shell("attachment", "check") == {"files": 1, "missing": [], "damaged": []}
    made = shell("backup", tmp_path / "b.zip")
    assert (made["attachments"], made["missing"]) == (1, [])
    (shell.data / "attachments" / added["sha256"]).unlink()
    assert shell("attachment", "check", code=5)["missing"] == [added["sha256"]]
    assert shell("backup", tmp_path / "c.zip")["missing"] == [added["sha256"]]


def test_a_sample_is_sealed_by_the_simulator(shell: Shell, taken: str, tmp_path: Path) -> None:
    assert shell.refused("seal", taken, KIND, code=4) == "no_printer"
    shell("printers", "set", "seal", "simulated:")
    made = shell("seal", taken, KIND, "--out", tmp_path / "sealed.pdf")
    assert (made["number"], made["simulated"]) == (f"{taken}-01", True)
    assert b"/ClerkSimulated" in (tmp_path / "sealed.pdf").read_bytes()
    assert shell.refused("seal", taken, KIND, code=3) == "already_sealed"


def test_the_day_is_counted_on_paper(shell: Shell, taken: str, tmp_path: Path) -> None:
    made = shell("daily", "--out", tmp_path / "day")
    assert made["counts"] == {"一次性告知补正": 1}
    assert Path(made["path"]).read_bytes()[:5] == b"%PDF-"
    assert len(made["head"]) == 8
    pages = tmp_path / "pages"
    pages.mkdir()
    sent = shell("daily", "--printer", f"folder:{pages}")
    assert sent["job"]["state"] == "printed"
    assert shell.refused("daily", "--day", "2099-01-01", "--out", pages, code=3) == "day_ahead"
