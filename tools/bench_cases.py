"""What the screens ask of a store that has aged: 1,000,000 cases beside 10,000.

    python -m tools.bench_cases [--many 1000000] [--few 10000] [--open 5000]

Both stores are encrypted as shipped and hold the same number of open cases; the rest is closed, as
after ten years. Every list of the window, the case page's row, the papers an applicant gave, the
next number and what supervision reads are asked of both in turn, in one run; CPU milliseconds.

Goal: no query's p50 at many cases is more than 2 times that at few. Exit 1 when one is.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from clerk_app.bootstrap import PROJECTORS
from clerk_app.deeds.counter import Counter
from clerk_app.desk.case_port import Filter
from clerk_app.desk.opened_case_lists import CaseLists
from clerk_app.intake import store
from clerk_app.intake.model import CaseState, HeldPaper, LegalTerms, PaperState, Step
from clerk_app.intake.projection import row_of
from clerk_app.intake.tables import cases, given_papers, series
from clerk_app.kernel.clock import SystemClock
from clerk_app.kernel.ids import case_number
from clerk_app.kernel.roles import Role
from clerk_app.kernel.working_days import Calendar
from clerk_app.staff.model import Clerk
from clerk_app.storage.engine import Store, open_store
from clerk_app.storage.journal import Journal
from clerk_app.storage.migrate import migrate

AT_MOST = 2.0
ROUNDS = 25
OUT = Path("out/bench/cases.json")
KEY = bytes(32)
TODAY = date(2026, 11, 27)
CLERK = Clerk("c1", "示例", frozenset({Role.CLERK, Role.SUPERVISOR}))
TERMS = LegalTerms((8, "工作日"), (20, "工作日"), licensing=True, on_expiry="退件")
PER_YEAR = 999_999


def states(count: int, open_: int) -> Iterator[CaseState]:
    """The last `open_` cases are open, in the stages an office has; the others were delivered."""
    dice = random.Random(5)  # noqa: S311  nothing secret
    for n in range(1, count + 1):
        is_open = n > count - open_
        number = case_number("511602", "0001", 2026 - (n - 1) // PER_YEAR, (n - 1) % PER_YEAR + 1)
        day = TODAY - timedelta(days=dice.randrange(9) if is_open else dice.randrange(10, 3600))
        due = (day + timedelta(days=11)).isoformat()
        stage = "delivered"
        if is_open:
            stage = ("accepted", "accepted", "conditionally_accepted", "returned_for_correction")[
                n % 4
            ]
        paper = HeldPaper("材料", PaperState.MISSING, "未提交", listed="未提交", make_good_by=due)
        yield CaseState(
            number=number,
            version=4,
            item=f"I-{n % 300}",
            item_name="示例事项" * 4,
            item_hash="0" * 64,
            department="示例局",
            applicant=f"申请人{n}",
            operator=f"c{n % 20}",
            received_on=day.isoformat(),
            received_at=f"{day}T09:00:00.000+08:00",
            state=stage,
            outcome=stage if is_open else "accepted",
            accepted_on=day.isoformat() if stage != "returned_for_correction" else "",
            notice_due=(day + timedelta(days=7)).isoformat(),
            promised_due=due,
            make_good_by=due if stage == "conditionally_accepted" else "",
            conditional=stage == "conditionally_accepted",
            papers=(paper,) if is_open and stage != "accepted" else (),
            terms=TERMS,
            steps=(Step("示例局", day.isoformat(), "" if is_open else day.isoformat()),),
            visits=(day.isoformat(),),
        )


def build(path: Path, count: int, open_: int) -> Store:
    """A store with these cases and nothing in its journal."""
    store_ = open_store(path, KEY, create=True)
    with store_.transaction() as db:
        migrate(db, Journal(PROJECTORS))
        Journal(PROJECTORS).new_device(db)
        db.execute(insert(series).values(station="5116020001", year=2026, last=count))
    rows: list[dict[str, Any]] = []
    given: list[dict[str, Any]] = []
    with store_.transaction() as db:
        for n, state in enumerate(states(count, open_)):
            rows.append(row_of(state))
            given.append(
                {
                    "case_number": state.number,
                    "applicant": f"other:X{n % max(1, count // 3)}",
                    "given_on": state.received_on,
                    "item": state.item,
                    "item_name": state.item_name,
                    "item_hash": state.item_hash,
                    "outcome": "accepted",
                    "barred": 0,
                    "papers": '[["材料", "in_order"]]',
                }
            )
            if len(rows) == 5000:
                _write(db, rows, given)
        if rows:
            _write(db, rows, given)
        db.exec_driver_sql(
            "INSERT INTO case_counts (state, cases) SELECT state, count(*) FROM cases GROUP BY 1"
        )
        db.exec_driver_sql("ANALYZE")
    return store_


def _write(db: Any, rows: list[dict[str, Any]], given: list[dict[str, Any]]) -> None:
    db.execute(insert(cases), rows)
    db.execute(insert(given_papers), given)
    rows.clear()
    given.clear()


def questions(counter: Counter) -> dict[str, Callable[[Any, int], object]]:
    """What screens ask, by name; the number varies what is asked for."""
    lists, viewer = CaseLists(counter), counter.viewer
    with counter.store.reading() as db:
        numbers = [row.number for row in store.case_rows(db, viewer, limit=200)]

    def listed(which: Filter) -> Callable[[Any, int], object]:
        return lambda db, _: lists.found(db, which, "")

    return {
        **{f"list {which}": listed(which) for which in Filter},
        "one case": lambda db, n: store.case(db, viewer, numbers[n % len(numbers)]),
        "next number": lambda db, _: store.last_sequence(db, "5116020001", 2026),
        "papers given": lambda db, n: store.papers_given(
            db, viewer, "other", f"X{n}", today=TODAY
        ),
        "barred from 容缺": lambda db, n: store.blocked_until(db, "other", f"X{n}", TODAY),
        "supervision": lambda db, _: list(store.watched_states(db, viewer)),
        "conflicts": lambda db, _: store.count_conflicts(db),
    }


def race(few: Counter, many: Counter) -> dict[str, dict[str, float]]:
    """CPU milliseconds of each question at both sizes, in turns."""
    asked = {"few": questions(few), "many": questions(many)}
    found: dict[str, dict[str, float]] = {}
    with few.store.reading() as small, many.store.reading() as large:
        gc.disable()
        for name in asked["few"]:
            took: dict[str, list[float]] = {"few": [], "many": []}
            for n in range(ROUNDS + 3):
                for size, db in (("few", small), ("many", large)):
                    start = time.thread_time()
                    asked[size][name](db, n)
                    took[size].append((time.thread_time() - start) * 1e3)
            middle = {size: sorted(times[3:])[ROUNDS // 2] for size, times in took.items()}
            ratio = middle["many"] / middle["few"]
            found[name] = {size: round(ms, 3) for size, ms in middle.items()}
            found[name]["ratio"] = round(ratio, 2)
        gc.enable()
    return found


def main() -> int:
    """Print the figures; exit 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--open", type=int, default=5_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, journal = Path(name), Journal(PROJECTORS)
        counters = []
        for size in (args.few, args.many):
            made = build(folder / f"{size}.db", size, args.open)
            calendar = Calendar.shipped()
            counters.append(Counter(folder, made, journal, SystemClock(), calendar, CLERK))
        figures = race(*counters)
        for counter in counters:
            counter.store.close()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")
    print(f"{args.open:,} open of {args.few:,} and of {args.many:,} cases, CPU ms p50")
    for question, found in figures.items():
        print(f"{question:16} {found['few']:9.3f} {found['many']:9.3f}  {found['ratio']:.2f}")
    return int(any(found["ratio"] > AT_MOST for found in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
