"""How long 10,000 items take to load, against raw inserts of the same rows in the same run.

    python -m tools.bench_import [--items 10000] [--rounds 3]

Ours: `catalogue.service.import_items` of a JSON file into the encrypted store as shipped, one
transaction: reading, judging, sealing, readings, words of the index, rows, index, switch.
Floor: the rows that ours made (versions, items in use, aliases, words of the index, all made
beforehand) by `executemany` over a bare `sqlcipher3` connection with the same key and settings,
one transaction. The two run in turn; CPU time of the thread, the best of the rounds.

Two files: `names` as published lists are (name, code, department, type, no papers), and
`papers` with the seven papers, questions and policy of the sample items. Goal: at most twice
the floor; at most 300 MB resident. Exit 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from clerk_app.catalogue.search import index
from clerk_app.catalogue.service import import_items
from clerk_app.kernel.paths import resource as shipped
from clerk_app.storage.engine import NAME, Store, connect, open_store
from clerk_app.storage.schema import metadata
from tools.bench_catalogue import items

GOAL, MOST_MB = 2.0, 300
KEY = bytes(32)
OUT = Path("out/bench/import.json")
TABLES = ("catalogue_items", "catalogue_current", "catalogue_aliases")
_WORDS = "INSERT INTO catalogue_search(rowid, words) VALUES (?, ?)"
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


@dataclass(frozen=True, slots=True)
class Found:
    """CPU and wall seconds of both, and what they wrote."""

    ours: float
    floor: float
    ours_wall: float
    floor_wall: float

    @property
    def share(self) -> float:
        return self.ours / self.floor


def catalogue(path: Path, count: int, *, papers: bool) -> None:
    """Write a made-up catalogue file."""
    sample = json.loads(shipped("seed/catalogue_sample.json").read_text(encoding="utf-8"))
    rows = []
    for number, item in enumerate(items(count)):
        row = {"code": item.code, "name": item.name, "department": item.department}
        if papers:
            whole = dict(sample["items"][number % len(sample["items"])])
            whole.pop("aliases", None)
            row = {**whole, **row}
        else:
            row["type"] = "公共服务"
        rows.append(row)
    document = {"format": "hall-catalogue", "version": 1, "items": rows}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def empty(folder: Path) -> Store:
    """A store with the tables and nothing in them."""
    folder.mkdir()
    store = open_store(folder / NAME, KEY, create=True)
    with store.transaction() as db:
        metadata.create_all(db)
    return store


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """CPU and wall seconds of one piece of work."""
    gc.collect()
    cpu, wall = time.thread_time(), time.perf_counter()
    work()
    return time.thread_time() - cpu, time.perf_counter() - wall


def load(store: Store, path: Path) -> None:
    with store.transaction() as db:
        report, _ = import_items(db, [path])
    assert report.imported, report  # noqa: S101 - a bench of nothing would be fast


def written(db: Connection) -> tuple[Rows, list[tuple[int, str]]]:
    """The rows of the tables, and the words of the index as they were made."""
    rows: Rows = {}
    for table in TABLES:
        found = db.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - names from above
        rows[table] = list(found.keys()), [tuple(row) for row in found]
    columns, current = rows["catalogue_current"]
    return rows, [index.words_of(dict(zip(columns, row, strict=True))) for row in current]


def raw(path: Path, rows: Rows, words: list[tuple[int, str]]) -> None:
    """The floor: one connection, one transaction, nothing but inserts."""
    connection = connect(path, KEY)
    connection.execute("BEGIN IMMEDIATE")
    for table, (columns, values) in rows.items():
        marks = ",".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})"  # noqa: S608
        connection.executemany(statement, values)
    connection.executemany(_WORDS, words)
    connection.execute("COMMIT")
    connection.close()


def measure(folder: Path, path: Path, rounds: int) -> Found:
    """Both in turn, each into a store of its own."""
    ours, floors = [], []
    for number in range(rounds):
        store = empty(folder / f"ours{number}")
        ours.append(timed(partial(load, store, path)))
        with store.reading() as db:
            rows, words = written(db)
        store.close()
        empty(folder / f"floor{number}").close()
        place = folder / f"floor{number}" / NAME
        floors.append(timed(partial(raw, place, rows, words)))
    best, least = min(ours), min(floors)
    return Found(best[0], least[0], best[1], least[1])


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", metavar="FILE", help="load one file and print the peak")
    args = parser.parse_args()
    if args.alone:
        return alone(Path(args.alone))
    found: dict[str, Found] = {}
    with tempfile.TemporaryDirectory() as name:
        for kind in ("names", "papers"):
            path = Path(name) / f"{kind}.json"
            catalogue(path, args.items, papers=kind == "papers")
            folder = Path(name) / kind
            folder.mkdir()
            found[kind] = measure(folder, path, args.rounds)
        command = [sys.executable, "-m", "tools.bench_import", "--alone", str(path)]
        memory = float(subprocess.run(command, capture_output=True, check=True).stdout)
    print(f"import of {args.items:,} items; CPU seconds (wall), best of {args.rounds}")
    for kind, each in found.items():
        print(
            f"  {kind:8} ours {each.ours:6.2f} ({each.ours_wall:6.2f})   "
            f"floor {each.floor:6.2f} ({each.floor_wall:6.2f})   {each.share:5.2f} x (goal {GOAL})"
        )
    print(f"  peak memory of a process that loads papers {memory:.0f} MB (goal {MOST_MB})")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    shares = {kind: round(each.share, 2) for kind, each in found.items()}
    OUT.write_text(json.dumps({"items": args.items, "shares": shares, "peak_mb": memory}))
    small = memory <= MOST_MB
    return 0 if small and all(each.share <= GOAL for each in found.values()) else 1


def alone(path: Path) -> int:
    """Load one file and print the most memory the process ever held, in MB."""
    with tempfile.TemporaryDirectory() as name:
        store = empty(Path(name) / "store")
        load(store, path)
        store.close()
    # not ru_maxrss, which a child begins with what its parent held
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(peak.split()[1]) / 1024)
    return 0


if __name__ == "__main__":
    sys.exit(main())
