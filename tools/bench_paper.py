"""What a printed page costs beside a stock reportlab canvas page of the same content.

    python -m tools.bench_paper [--times 60]

Ours: `render_document` from the stored facts of an acceptance with one page: sentences, blocks,
lines, positions, codes, file. Stock: a reportlab canvas with the same fonts as its `TTFont`s, the
same strings drawn at the same places (given to it, so that it lays out nothing), every bar and
module a `rect`, python-barcode and segno as they come. Every notice has its own number and query.
CPU of one thread; warm: turn and turn about in one process; first: fresh processes, turn about,
from the start of the process to the file.

Goals: warm at most 0.6 and first at most 0.7 of stock, at most 120 kB, and 200 notices in memory
that does not grow. Exit 1 when one is missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

WARM, FIRST, MOST_KB, GROWTH_KB = 0.6, 0.7, 120, 1500
OUT = Path("out/bench/paper.json")
FIRST_TIMES = 7
BATCH = 200
CODE = "9F3A61C2"
_CASE = "5116020001260000{:04d}"
_QUERY = "hall:511602001000:{:016d}"


def body() -> dict[str, Any]:
    """The stored body of the acceptance."""
    from clerk_app.notices.wording import freeze
    from tests.notices.samples import of_kind

    return dict(freeze(of_kind("acceptance")).to_body())


def ours(stored: dict[str, Any], n: int, out: Path) -> None:
    """The `n`th notice from its facts."""
    from clerk_app.notices.facts import from_body
    from clerk_app.notices.fonts import installed
    from clerk_app.notices.render import render_document

    case = _CASE.format(n)
    facts = replace(
        from_body(stored), case_number=case, number=f"{case}-01", query=_QUERY.format(n)
    )
    render_document(facts, out, installed(), journal_code=CODE)


def content(stored: dict[str, Any]) -> dict[str, Any]:
    """The page as plain strings and places: what the stock page is given."""
    from clerk_app.notices.facts import from_body
    from clerk_app.notices.fonts import installed
    from clerk_app.notices.page import Bars, Rule, Run
    from clerk_app.notices.render import lay_out

    fonts = installed()
    (page,) = lay_out(from_body(stored), fonts, journal_code=CODE)
    runs = [mark for mark in page.marks if isinstance(mark, Run)]
    boxes = [mark for mark in page.marks if isinstance(mark, Bars)]
    return {
        "size": [page.width, page.height],
        "fonts": {run.face: str(fonts.path(run.face)) for run in runs},
        "runs": [
            [r.x, page.height - r.y, r.size, r.face, r.text, r.spacing, r.grey] for r in runs
        ],
        "lines": [
            [r.x1, page.height - r.y1, r.x2, page.height - r.y2, r.width, r.grey]
            for r in page.marks
            if isinstance(r, Rule)
        ],
        "codes": [[bars.boxes[0][0], page.height - bars.boxes[0][1]] for bars in boxes],
    }


def stock(page: dict[str, Any], n: int, out: Path) -> None:
    """The `n`th notice drawn with reportlab's own calls."""
    import segno
    from barcode.codex import Code128
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for face, path in page["fonts"].items():
        if f"stock-{face}" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(f"stock-{face}", path))
    canvas = Canvas(
        str(out), pagesize=page["size"], initialFontName="stock-sans", pageCompression=1
    )
    canvas.setTitle("受理通知书")
    case = _CASE.format(n)
    for x, y, size, face, text, spacing, grey in page["runs"]:
        canvas.setFont(f"stock-{face}", size)
        canvas.setFillGray(grey)
        canvas.drawString(x, y, text, charSpace=spacing)
    for x1, y1, x2, y2, width, grey in page["lines"]:
        canvas.setLineWidth(width)
        canvas.setStrokeGray(grey)
        canvas.line(x1, y1, x2, y2)
    canvas.setFillGray(0)
    (bars, code) = page["codes"]
    (modules,) = Code128(case).build()
    unit = 170.0 / len(modules)
    for at, module in enumerate(modules):
        if module == "1":
            canvas.rect(bars[0] + at * unit, bars[1] - 24, unit, 24, stroke=0, fill=1)
    rows = segno.make(_QUERY.format(n), error="m", micro=False).matrix
    unit = 42.5 / len(rows)
    for row, line in enumerate(rows):
        for column, module in enumerate(line):
            if module:
                x, y = code[0] + column * unit, code[1] - (row + 1) * unit
                canvas.rect(x, y, unit, unit, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()


def warm(stored: dict[str, Any], page: dict[str, Any], folder: Path, times: int) -> list[float]:
    """CPU milliseconds p50 of both, turn and turn about."""
    sides: tuple[Callable[[int], None], ...] = (
        lambda n: ours(stored, n, folder / "ours.pdf"),
        lambda n: stock(page, n, folder / "stock.pdf"),
    )
    spent: list[list[float]] = [[], []]
    for n in range(times + 5):
        for side, run in enumerate(sides):
            began = time.process_time()
            run(n)
            if n >= 5:  # the first ones load and fill
                spent[side].append((time.process_time() - began) * 1000)
    return [sorted(each)[len(each) // 2] for each in spent]


def first(folder: Path) -> list[float]:
    """CPU milliseconds p50 from the start of a process to its first page, turn about."""
    spent: list[list[float]] = [[], []]
    for _ in range(FIRST_TIMES):
        for side, name in enumerate(("ours", "stock")):
            done = subprocess.run(
                [sys.executable, "-m", "tools.bench_paper", "--first", name, "--in", str(folder)],
                capture_output=True,
                check=True,
                text=True,
                timeout=120,
            )
            spent[side].append(float(done.stdout))
    return [sorted(each)[len(each) // 2] for each in spent]


def one_first(side: str, folder: Path) -> None:
    """What a fresh process does; prints the CPU it has used since it began."""
    given = json.loads((folder / f"{side}.json").read_text("utf-8"))
    run = ours if side == "ours" else stock
    run(given, 1, folder / f"first-{side}.pdf")
    print(time.process_time() * 1000)


def growth(stored: dict[str, Any], folder: Path) -> int:
    """Kilobytes of memory added by the second hundred of 200 notices."""
    marks = []
    for n in range(BATCH):
        ours(stored, n, folder / "batch.pdf")
        if n in {BATCH // 2 - 1, BATCH - 1}:
            gc.collect()
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            marks.append(pages * os.sysconf("SC_PAGE_SIZE") // 1024)
    return marks[1] - marks[0]


def main(argv: list[str] | None = None) -> int:
    """Measure, tell, and say whether every goal was reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--first", choices=("ours", "stock"))
    parser.add_argument("--in", dest="folder", type=Path)
    options = parser.parse_args(argv)
    if options.first:
        one_first(options.first, options.folder)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stored = body()
        page = content(stored)
        (folder / "ours.json").write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
        (folder / "stock.json").write_text(json.dumps(page, ensure_ascii=False), "utf-8")
        ours_first, stock_first = first(folder)
        ours_warm, stock_warm = warm(stored, page, folder, options.times)
        size = (folder / "ours.pdf").stat().st_size / 1024
        told = {
            "warm_ms": round(ours_warm, 2),
            "stock_warm_ms": round(stock_warm, 2),
            "warm_ratio": round(ours_warm / stock_warm, 3),
            "first_ms": round(ours_first, 1),
            "stock_first_ms": round(stock_first, 1),
            "first_ratio": round(ours_first / stock_first, 3),
            "size_kb": round(size, 1),
            "stock_size_kb": round((folder / "stock.pdf").stat().st_size / 1024, 1),
            "growth_kb": growth(stored, folder),
        }
    missed = [
        key
        for key, most in (
            ("warm_ratio", WARM),
            ("first_ratio", FIRST),
            ("size_kb", MOST_KB),
            ("growth_kb", GROWTH_KB),
        )
        if told[key] > most
    ]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(told | {"missed": missed}, indent=1), "utf-8")
    print(json.dumps(told | {"missed": missed}, indent=1))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
