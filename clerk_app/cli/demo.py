"""demo: a day at the counter with no display and no network but loopback.

Everything is the real thing: an encrypted store, the deeds the window uses, a hall server in a
process of its own, PDFs. `summary.json` is what the hall answers over HTTP after the push.
"""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import OnTheSpot, ServiceItem
from clerk_app.catalogue.rules.papers import defer_workdays, due, is_deferrable
from clerk_app.cli.ports import Call
from clerk_app.deeds.call_ticket import call_next, close_ticket, recall
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.rate import rate
from clerk_app.deeds.take_in import take_in
from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.intake import store as intake
from clerk_app.intake.model import (
    Application,
    CheckedPaper,
    PaperState,
    Party,
)
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Unavailable
from clerk_app.kernel.paths import resource
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import write_json
from clerk_app.sync import engine

HALL, NAME = "511602101000", "示例便民服务中心"
START_SECONDS = 60
ITEM = "SL-0001"


def demo(call: Call) -> int:
    """Play the day into `--out`. Exit 4 when the hall dies before the push."""
    out = call.folder_of(call.args.out)
    with disk_faults():
        for old in (*out.glob("*.pdf"), *out.glob("*.png"), out / "summary.json"):
            old.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="demo-") as name:
        folder = Path(name)
        with _hall(folder / "hall") as hall:
            summary = _day(call, folder / "data", hall, out)
    write_json(out / "summary.json", summary)
    call.answer(
        summary,
        f"演示完成：办件 {summary['counts']['cases']} 个，大厅已收 {summary['hall']['events']} 条",
        f"文书、画面和 summary.json 在 {out}",
    )
    return 0


def _day(call: Call, folder: Path, hall: _Hall, out: Path) -> dict[str, Any]:
    secret = secrets.token_urlsafe(12)
    call.opener.create(
        folder,
        hall=HALL,
        name=NAME,
        station="",
        operator="示例管理员",
        passphrase=secret,
        sample=True,
    )
    with call.opener.open(folder, secret, operator="示例管理员", signing_in=True) as counter:
        engine.enrol(counter.store, counter.journal, hall.url, hall.code(), counter.act())
        import_catalogue(counter, [resource("seed/catalogue_sample.json")])
        for application in _visitors(counter):
            _serve(counter, application, out)
        take_ticket(counter)  # someone waits when the window is opened
    pictures = call.draw(folder, out, secret) if call.draw else []
    with call.opener.open(folder, secret, operator="示例管理员") as counter:
        made_at = stamp(counter.clock.now())
        done = engine.synchronise(counter.store, counter.journal, made_at=made_at)
        seen = engine.summary_of_hall(counter.store, counter.journal, made_at)
        with counter.store.reading() as db:
            numbers = sorted(row.number for row in intake.case_rows(db, counter.viewer))
            verified = counter.journal.verify(db)
        views = [
            engine.case_at_hall(counter.store, counter.journal, number, made_at)
            for number in numbers
        ]
    outcomes: dict[str, int] = {}
    for view in views:
        outcomes[view.outcome] = outcomes.get(view.outcome, 0) + 1
    return {
        "hall": {
            "code": seen.hall,
            "events": seen.events,
            "cases": seen.cases,
            "head": seen.head.h,
            "numbers": [view.number for view in views],
            "states": {view.number: view.state for view in views},
            "ratings": {view.number: view.rating for view in views},
            "documents": {view.number: list(view.documents) for view in views},
        },
        "exchange": asdict(done),
        "counts": {"cases": len(numbers), **outcomes, "rated": sum(v.rating > 0 for v in views)},
        "journal": {"events": verified.events, "ok": verified.ok},
        "files": sorted(path.name for path in out.glob("*.pdf")),
        "pictures": sorted(path.name for path in pictures),
    }


def _serve(counter: Counter, application: Application, out: Path) -> None:
    """One citizen: a ticket, a call, a decision, paper, a rating."""
    take_ticket(counter)
    ticket = call_next(counter)
    recall(counter)
    taken = take_in(counter, application, ticket=ticket)
    for issued in taken.documents:
        path = out / f"{issued.number}-{issued.kind}.pdf"
        print_document(counter, taken.number, issued.number, path)
    rate(counter, taken.number, 5 if taken.decision.accepted_on else 3)
    close_ticket(counter)


def _visitors(counter: Counter) -> list[Application]:
    """Invented citizens whose papers lead to every outcome the counter knows."""
    with counter.store.reading() as db:
        item = catalogue.item(db, ITEM)
    now = counter.clock.now() - timedelta(seconds=1)
    answers = tuple((s.key, s.answers[0].value) for s in item.situations)
    whole = tuple(_papers(item, dict(answers)))
    base = Application(
        item=ITEM,
        received_at=now,
        applicant=Party("person", "示例申请人𬱖䶮"),
        situations=answers,
        papers=whole,
    )
    company = Party("organisation", "示例县㛃美餐饮服务有限责任公司")
    return [
        base,
        replace(
            base,
            applicant=company,
            papers=_without(item, whole, deferrable=True),
            undertaking_signed=True,
        ),
        replace(base, papers=_corrected(item, whole)),
        replace(base, papers=_without(item, whole, deferrable=False)),
        replace(base, competent=False, target_agency="示例市行政审批局"),
        replace(base, needed=False),
    ]


def _papers(item: ServiceItem, answers: dict[str, str]) -> Iterator[CheckedPaper]:
    for material in due(item, answers):
        yield CheckedPaper(material.name, PaperState.IN_ORDER, copies=material.count_due)


def _without(
    item: ServiceItem, papers: tuple[CheckedPaper, ...], *, deferrable: bool
) -> tuple[CheckedPaper, ...]:
    """The papers without one that can, or cannot, be brought later."""
    left_out = ""
    for paper in papers:
        material = item.material(paper.name)
        assert material is not None  # noqa: S101 - the papers are the item's own
        can = is_deferrable(item, material) and defer_workdays(item, material) is not None
        if can is deferrable:
            left_out = paper.name
            break
    return tuple(p for p in papers if p.name != left_out)


def _corrected(item: ServiceItem, papers: tuple[CheckedPaper, ...]) -> tuple[CheckedPaper, ...]:
    """The papers with one fault put right at the window."""
    changed = list(papers)
    for index, paper in enumerate(changed):
        material = item.material(paper.name)
        faults = material.faults if material else ()
        for fault in faults:
            if fault.on_the_spot is OnTheSpot.YES:
                state = PaperState.CORRECTED_ON_THE_SPOT
                changed[index] = CheckedPaper(paper.name, state, fault.text, "已当场更正", 1)
                return tuple(changed)
    return tuple(changed)


class _Hall:
    """A hall server in a process of its own, on a free port of this machine."""

    def __init__(self, folder: Path, url: str, environment: dict[str, str]) -> None:
        self._folder, self.url = folder, url
        self._environment = environment

    def code(self) -> str:
        """A one-time code for station 0001."""
        told = _hall_command(
            self._folder, self._environment,
            "enrol", "--hall", HALL, "--name", "示例窗口", "--station", "0001",
        )  # fmt: skip
        return str(told["code"])


@contextmanager
def _hall(folder: Path) -> Iterator[_Hall]:
    if getattr(sys, "frozen", False) or importlib.util.find_spec("hall_server") is None:
        raise Unavailable("no_hall_program", "安装版不带大厅服务器，演示请在源码目录里运行")
    environment = {**os.environ}
    told = _hall_command(
        folder, environment, "init", "--hall", HALL, "--name", NAME, "--print-key"
    )
    environment["HALL_SERVER_KEY"] = str(told["key"])
    process = subprocess.Popen(
        [sys.executable, "-m", "hall_server", "--data", str(folder), "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        line = process.stdout.readline()
        if not line:
            raise Unavailable("no_hall", "演示用的大厅服务器没有启动")
        port = json.loads(line)["port"]
        yield _Hall(folder, f"http://127.0.0.1:{port}", environment)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _hall_command(folder: Path, environment: dict[str, str], *args: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "hall_server", "--data", str(folder), *args],
        env=environment,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    if done.returncode:
        raise Unavailable("no_hall", "演示用的大厅服务器没有启动")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
