"""The day at the counter, played whole: real store, real hall process, real paper."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest
from PIL import Image

from tests.support.commands import ROOT, python


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `demo` leaves behind."""
    out = tmp_path_factory.mktemp("demo") / "out"
    done = python("-m", "clerk_app", "demo", "--out", out, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    return out


def test_the_summary_is_what_the_hall_holds(day: Path) -> None:
    summary = json.loads((day / "summary.json").read_text("utf-8"))
    hall = summary["hall"]
    assert hall["cases"] == summary["counts"]["cases"] == 7
    assert hall["events"] == summary["journal"]["events"] == summary["exchange"]["pushed"]
    assert hall["head"] == summary["exchange"]["head"]
    assert summary["journal"]["ok"] is True
    assert sorted(hall["states"].values()) == [
        "accepted",
        "accepted",
        "accepted",
        "conditionally_accepted",
        "not_accepted",
        "not_needed",
        "returned_for_correction",
    ]
    assert all(hall["ratings"].values())
    assert len(set(hall["numbers"])) == 7


def test_the_pictures_show_every_screen_of_the_day(day: Path) -> None:
    summary = json.loads((day / "summary.json").read_text("utf-8"))
    names = [p.name[3:] for p in sorted(day.glob("[0-9][0-9]-*.png"))]
    assert len(summary["pictures"]) == len(names)
    assert names == [
        "sign-in.png",
        "intake-applicant.png",
        "intake-search.png",
        "intake-situation.png",
        "intake-shortfall.png",
        "intake-in-order.png",
        "intake-done.png",
        "cases.png",
    ]
    for picture in day.glob("[0-9][0-9]-*.png"):
        with Image.open(picture) as image:
            assert image.size == (1366, 768)
            assert len(image.convert("RGB").getcolors(1 << 20) or []) > 50  # not one flat colour


def test_the_day_also_plays_in_a_real_window(tmp_path: Path) -> None:
    words = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", sys.executable, "-m", "clerk_app"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QT_")}
    done = subprocess.run(
        [*words, "demo", "--out", str(tmp_path / "out"), "--json"],
        cwd=ROOT,
        env={**environment, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hall"]["cases"] == 7
    assert len(list((tmp_path / "out").glob("*.png"))) == 8


def test_every_paper_names_its_case_in_text_and_bars(day: Path) -> None:
    summary = json.loads((day / "summary.json").read_text("utf-8"))
    papers = sorted(day.glob("*.pdf"))
    assert [p.name for p in papers] == summary["files"]
    documents = [n for each in summary["hall"]["documents"].values() for n in each]
    assert sorted(p.name.rsplit("-", 1)[0] for p in papers) == sorted(documents)
    for paper in papers:
        number = paper.name[:20]
        text = subprocess.run(
            ["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True
        ).stdout
        assert number in text
        assert "示例" in text
        page = day / paper.stem
        words = ["pdftoppm", "-r", "150", "-l", "1", "-png", str(paper), str(page)]
        subprocess.run(words, check=True)
        (image, *_) = sorted(day.glob(f"{paper.stem}*.png"))
        read = subprocess.run(
            ["zbarimg", "-q", "--raw", str(image)], capture_output=True, text=True, check=True
        ).stdout
        image.unlink()
        assert number in read.split()


def test_the_citizen_with_a_rare_name_is_on_the_paper(day: Path) -> None:
    (acceptance, *_) = sorted(day.glob("*-acceptance.pdf"))
    text = subprocess.run(
        ["pdftotext", str(acceptance), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "𬱖䶮" in text


def hall_servers_under(parent: int) -> list[int]:
    """The processes below `parent` that serve a hall."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            fields = dict(
                line.split(":", 1) for line in status.read_text("utf-8").split("\n") if ":" in line
            )
            words = (status.parent / "cmdline").read_text("utf-8").split("\0")
            if int(fields["PPid"]) == parent and {"hall_server", "serve"} <= set(words):
                found.append(int(fields["Pid"]))
    return found


def test_with_the_hall_killed_before_the_push_the_demo_exits_4(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [sys.executable, "-m", "clerk_app", "demo", "--out", str(out), "--json"]
    demo = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        while demo.poll() is None and not list(out.glob("*.pdf")):
            sleep(0.02)  # the first paper is out: enrolled, and long before the push
        (hall,) = hall_servers_under(demo.pid)
        os.kill(hall, signal.SIGKILL)
        told, _ = demo.communicate(timeout=900)
    finally:
        demo.kill()
        demo.wait()
    assert demo.returncode == 4
    assert json.loads(told)["error"]["code"] == "no_hall"
    assert not (out / "summary.json").exists()


def test_make_run_without_a_display_plays_the_day(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    done = python("-m", "tools.run", "--out", out, DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "summary.json").exists()
    assert str(ROOT) not in done.stdout
