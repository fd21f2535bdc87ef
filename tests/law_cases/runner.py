"""Puts a case to the program: to its command line, and to its rules. Decides nothing itself."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from clerk_app.bootstrap import Workstation
from clerk_app.catalogue.model import ServiceItem
from clerk_app.catalogue.rules.reading import read_item
from clerk_app.cli.main import run
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.facts import documents_for
from clerk_app.intake.rules.decide import decide
from clerk_app.intake.rules.scripted import read_application
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.working_days import Calendar
from tests.law_cases.table import DAYS, ITEMS, Case
from tests.support.stores import HALL, HALL_NAME, PASSPHRASE, HandClock


@dataclass(frozen=True)
class OpenedOnce(Workstation):
    """A workstation that stays open: every command finds the same counter.

    Unlocking takes longer than an intake; that it unlocks is tested elsewhere.
    """

    counter: Counter = field(kw_only=True)

    @contextmanager
    def open(self, *_given: Any, **_named: Any) -> Iterator[Counter]:
        """The open counter, whoever asks."""
        yield self.counter


class Window:
    """The command line on one real encrypted store with the small catalogue."""

    def __init__(self, folder: Path, opener: Workstation, clock: HandClock) -> None:
        self._folder, self._opener, self._clock = folder, opener, clock

    def take(self, case: Case, place: Path) -> dict[str, Any]:
        """`intake FILE --out DIR --json`: its result, or its error with the exit code."""
        # some minutes after the act: cases of other years share this store, and a file that was
        # written before has a clock of its own, which no guard of the machine's clock judges
        later = _moment(case.now) + timedelta(minutes=2)
        self._clock.move((later - self._clock.now()).total_seconds())
        file = place / "intake.json"
        file.write_text(json.dumps(case.intake(), ensure_ascii=False), encoding="utf-8")
        code, result = self.call("intake", str(file), "--out", str(place / "out"))
        if code:
            return {"error": result["error"]["code"], "exit": code}
        return dict(result)

    def count(self) -> int:
        """How many events there are."""
        _, result = self.call("journal", "verify")
        assert result["ok"]
        return int(result["events"])

    def call(self, *words: str) -> tuple[int, Any]:
        """Run one command with --json: exit code and document."""
        out = StringIO()
        with redirect_stdout(out):
            code = run(["--data", str(self._folder), *words, "--json"], self._opener)
        return code, json.loads(out.getvalue())


@contextmanager
def window(folder: Path) -> Iterator[Window]:
    """Make a store, load the catalogue, and keep it open."""
    os.environ["CLERK_PASSPHRASE"] = PASSPHRASE
    clock = HandClock()
    fresh = Workstation(clock)
    first = Window(folder, fresh, clock)
    made = first.call("init", "--hall", HALL, "--name", HALL_NAME, "--station", "0001")
    assert made[0] == 0, made
    loaded = first.call("catalogue", "import", str(ITEMS))
    assert loaded[0] == 0, loaded
    assert loaded[1]["refused"] == []
    with fresh.open(folder, PASSPHRASE) as counter:
        yield Window(folder, OpenedOnce(clock, counter=counter), clock)


def by_rules(case: Case) -> dict[str, Any]:
    """The same through the plain rules, in the form of the command's result."""
    try:
        application = read_application(case.intake(), today=legal_day(_moment(case.now)))
        decision = decide(application, _items()[application.item], _calendar())
    except ClerkError as error:
        return {"error": error.code, "exit": error.exit_code}
    days = {name: getattr(decision, name) for name in DAYS}
    return {
        "outcome": str(decision.outcome),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "provisional": list(decision.provisional),
        "shortfalls": [
            {
                "name": each.name,
                "fault": each.fault,
                "deferrable": each.deferrable,
                "make_good_by": each.make_good_by.isoformat() if each.make_good_by else None,
            }
            for each in decision.shortfalls
        ],
        "reasons": [
            {"code": each.code, "article": each.article or None, "text": each.text}
            for each in decision.reasons
        ],
        "documents": [{"kind": kind} for kind in documents_for(application, decision)],
    }


@cache
def _items() -> dict[str, ServiceItem]:
    content = json.loads(ITEMS.read_text("utf-8"))
    read = [read_item(raw, pack_meta=content["meta"])[0] for raw in content["items"]]
    return {item.code: item for item in read}


@cache
def _calendar() -> Calendar:
    return Calendar.shipped()


def _moment(text: str) -> datetime:
    """The machine's clock always knows its offset, even where a file does not say one."""
    return datetime.fromisoformat(text if "+" in text else f"{text}+08:00")
