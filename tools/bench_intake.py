"""How much a whole acceptance costs beside the bare writing of the same rows.

    python -m tools.bench_intake [--times 300]

Ours: `deeds.take_in` of a licence with eight papers in order on the encrypted store as shipped:
reading the item, validation, number, case, events with their hashes, projections, one commit, and
the witness beside it. Raw: `sqlcipher3` with the same schema, key and settings, statements
prepared by their text, writing the very rows that acceptance left, in one transaction. Turn and
turn about in one run, garbage collection off. Beside both, told only: 49 kB appended to a file and
`fdatasync`, the floor of any program.

Goals: wall p50 at most 2 times and CPU p50 at most 3.5 times the raw writing. Exit 1 when missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from clerk_app.bootstrap import PROJECTORS, Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.kernel.clock import CHINA
from clerk_app.storage.engine import connect, open_store
from clerk_app.storage.journal import Journal
from clerk_app.storage.migrate import migrate
from tools.bench_catalogue import items

WALL, CPU = 2.0, 3.5
OUT = Path("out/bench/intake.json")
PASSPHRASE = "bench-passphrase"  # noqa: S105  of a folder that is thrown away
PAPERS = 8
TABLES = ("events", "cases", "given_papers", "number_series", "devices")
_SEEN = ("events", "cases", "given_papers")


def catalogue(folder: Path) -> Path:
    """One licence with eight papers, and nothing odd about it."""
    name = items(1)[0].name
    papers = [
        {
            "name": f"材料{n}",
            "necessity": "必要",
            "form": "原件1份",
            "source_channel": "申请人自备",
        }
        for n in range(1, PAPERS + 1)
    ]
    item = {
        "id": "B-1", "name": name, "type": "行政许可", "department": "示例局",
        "legal_basis": ["示例依据"], "legal_limit": {"value": 20, "unit": "工作日"},
        "promised_limit": {"value": 8, "unit": "工作日"}, "handling": "承诺件",
        "materials": papers,
    }  # fmt: skip
    path = folder / "items.json"
    content = {"format": "hall-catalogue", "version": 1, "items": [item]}
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def application(n: int) -> Application:
    """The `n`th citizen of the year, an hour after the one before."""
    at = datetime(2026, 3, 2, 9, tzinfo=CHINA) + timedelta(seconds=n)
    party = Party("person", f"测试申请人{n}", "other", f"X{n:08d}")
    papers = [
        CheckedPaper(f"材料{k}", PaperState.IN_ORDER, copies=1) for k in range(1, PAPERS + 1)
    ]
    return Application("B-1", at, party, papers=tuple(papers))


class Raw:
    """The same rows in one transaction, with nothing else done."""

    def __init__(self, path: Path) -> None:
        key = bytes(32)
        store = open_store(path, key, create=True)
        with store.transaction() as db:
            migrate(db, Journal(PROJECTORS))
        store.close()
        self._db = connect(path, key)

    def write(self, rows: dict[str, list[tuple[Any, ...]]]) -> None:
        """One transaction; a row that stands is written over."""
        execute = self._db.execute
        execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            for row in found:
                marks = ", ".join("?" * len(row))
                execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)  # noqa: S608
        execute("COMMIT")


def left_by(counter: Counter, number: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows an acceptance left, by table; the device's head and the series are one row each."""
    with counter.store.reading() as db:
        found = {}
        for table in TABLES:
            column = {"events": "case_number", "cases": "number", "given_papers": "case_number"}
            where = f" WHERE {column[table]} = '{number}'" if table in _SEEN else ""
            query = f"SELECT * FROM {table}{where}"  # noqa: S608  names of tables, an own number
            found[table] = [tuple(row) for row in db.exec_driver_sql(query)]
        return found


def measure(times: int, folder: Path) -> dict[str, Any]:
    """CPU and wall milliseconds of each, in turns."""
    station = Workstation()
    station.create(
        folder / "data",
        hall="511602101000",
        name="示例大厅",
        station="0001",
        operator="甲",
        passphrase=PASSPHRASE,
        sample=False,
    )
    os.environ["CLERK_PASSPHRASE"] = PASSPHRASE
    from clerk_app.cli.main import run

    shut = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    run(["--data", str(folder / "data"), "catalogue", "import", str(catalogue(folder))], station)
    os.dup2(shut, 1)
    raw = Raw(folder / "raw.db")
    floor = os.open(folder / "floor", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    took: dict[str, list[tuple[float, float]]] = {"ours": [], "raw": [], "floor": []}
    with station.open(folder / "data", PASSPHRASE) as counter:
        gc.collect()
        gc.disable()
        for n in range(times + 20):
            asked = application(n)
            number = _timed(took["ours"], partial(take_in, counter, asked)).number
            rows = left_by(counter, number)
            _timed(took["raw"], partial(raw.write, rows))
            _timed(took["floor"], partial(_append, floor))
        gc.enable()
    return {name: _figures(found[20:]) for name, found in took.items()}


def _append(file: int) -> None:
    os.write(file, bytes(49_000))
    os.fdatasync(file)


def _timed(into: list[tuple[float, float]], work: Callable[[], Any]) -> Any:
    wall, cpu = time.perf_counter(), time.thread_time()
    answer = work()
    into.append(((time.perf_counter() - wall) * 1e3, (time.thread_time() - cpu) * 1e3))
    return answer


def _figures(found: list[tuple[float, float]]) -> dict[str, float]:
    middle, late = len(found) // 2, int(len(found) * 0.99)
    wall, cpu = sorted(w for w, _ in found), sorted(c for _, c in found)
    return {
        "wall_p50": round(wall[middle], 3),
        "wall_p99": round(wall[late], 3),
        "cpu_p50": round(cpu[middle], 3),
        "cpu_p99": round(cpu[late], 3),
    }


def main() -> int:
    """Print the figures; exit 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, Any] = measure(args.times, Path(folder))
    ours, raw = figures["ours"], figures["raw"]
    ratios = {
        "wall": round(ours["wall_p50"] / raw["wall_p50"], 2),
        "cpu": round(ours["cpu_p50"] / raw["cpu_p50"], 2),
        "wall_of_floor": round(ours["wall_p50"] / figures["floor"]["wall_p50"], 2),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({**figures, "ratios": ratios}, indent=1), "utf-8")
    for name, found in figures.items():
        print(f"{name:6}", "  ".join(f"{key} {value:7.3f} ms" for key, value in found.items()))
    print(
        f"wall {ratios['wall']} times the raw writing (at most {WALL}), CPU {ratios['cpu']} times"
    )
    print(f"(at most {CPU}); {ratios['wall_of_floor']} times a bare append with fdatasync")
    return int(ratios["wall"] > WALL or ratios["cpu"] > CPU)


if __name__ == "__main__":
    sys.exit(main())
