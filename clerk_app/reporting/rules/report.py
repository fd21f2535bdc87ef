"""The national reporting fields of one case (上报 / 二次录入), checked.

Nothing is cut, nothing is made up: what is empty, too long or without a code is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from clerk_app.catalogue.rules.national import Batch
from clerk_app.intake.model import Stage
from clerk_app.intake.rules.life import words_of
from clerk_app.reporting.model import CaseFile, CaseReport, Codes, Gap, Line, PanelRow, Why
from clerk_app.reporting.rules.columns import (
    ACCEPT,
    COLUMNS,
    RESULT,
    SPECIAL,
    TITLES,
    UPLOAD,
    Column,
)
from clerk_app.reporting.rules.fill import Facts, read, rows_of

FORMAT, VERSION = "case-report", 1
DAY_LENGTH = len("2026-03-02")
_REQUIRED = {c.name for columns in COLUMNS.values() for c in columns if c.required}
_LATER = {
    (ACCEPT, "accept_date"): "还没有受理",
    (SPECIAL, "end_time"): "特别程序还没有结束",
    (RESULT, "is_delivery_results"): "还没有送达",
}


def report(file: CaseFile, codes: Codes, batch: Batch) -> CaseReport:
    """Every row the case has so far, with what may not stand as it is."""
    facts = read(file, batch)
    tables: dict[str, list[Line]] = {table: [] for table in COLUMNS}
    gaps: list[Gap] = []
    used: dict[str, None] = {}
    for table, words in rows_of(facts):
        line = Line({}, {})
        for column in COLUMNS[table]:
            value = words.get(column.name, "")
            if column.codes and value:
                used[column.codes] = None
                line.words[column.name] = value
                value = _code(codes, column.codes, value)
            if value:
                line.values[column.name] = value
        tables[table].append(line)
        gaps += _gaps(table, len(tables[table]), line)
    left_out = tuple(g for g in gaps if g.why is Why.NO_CODE and g.column not in _REQUIRED)
    known = [(name, codes[name]) for name in used if name in codes]
    return CaseReport(
        number=file.number,
        tables={table: tuple(lines) for table, lines in tables.items()},
        missing=tuple(g for g in gaps if g.why is not Why.TOO_LONG and g not in left_out),
        too_long=tuple(gap for gap in gaps if gap.why is Why.TOO_LONG),
        left_out=left_out,
        not_yet=() if tables[RESULT] else ((RESULT, f"办件{words_of(facts.state)}，还没有办结"),),
        unchecked=tuple(sorted((name, t.source) for name, t in known if not t.checked)),
        unset=tuple(sorted(name for name in used if name not in codes or not codes[name].codes)),
        day_only=tuple(_day_only(tables)),
        notes=tuple(_notes(facts)),
        sample=facts.state.sample,
    )


def panel(found: CaseReport) -> tuple[PanelRow, ...]:
    """The fields to copy into the platform by hand, in the order a clerk types them.

    Columns of the upload are left out, and those with nothing in them unless they must be filled.
    """
    rows = []
    for table, lines in found.tables.items():
        for place, line in enumerate(lines, start=1):
            group = TITLES[table] if len(lines) == 1 else f"{TITLES[table]} {place}"
            for column in COLUMNS[table]:
                value = line.values.get(column.name, "")
                words = line.words.get(column.name, "")
                if column.name not in UPLOAD and (value or words or column.required):
                    rows.append(PanelRow(group, column.label, column.name, value, words))
    return tuple(rows)


def as_document(found: CaseReport) -> dict[str, Any]:
    """The published form of a report: version 1 of the file."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "number": found.number,
        "complete": found.complete,
        "tables": {
            table: [line.values for line in lines] for table, lines in found.tables.items()
        },
        **gaps_document(found),
    }


def gaps_document(found: CaseReport) -> dict[str, Any]:
    """What is wrong with a report, without the fields themselves: it names nobody."""
    return {
        "missing": [_gap(gap) | {"why": str(gap.why)} for gap in found.missing],
        "too_long": [
            _gap(gap) | {"length": gap.length, "most": gap.most} for gap in found.too_long
        ],
        "left_out": [_gap(gap) | {"why": str(gap.why)} for gap in found.left_out],
        "not_yet": [{"table": table, "why": why} for table, why in found.not_yet],
        "day_only": [{"table": t, "row": row, "column": name} for t, row, name in found.day_only],
        "codes_unchecked": [{"codes": name, "source": said} for name, said in found.unchecked],
        "codes_unset": list(found.unset),
        "notes": list(found.notes),
    }


def _gap(gap: Gap) -> dict[str, Any]:
    named = {"table": gap.table, "row": gap.row, "column": gap.column, "label": gap.label}
    return {**named, "words": gap.words} if gap.words else named


def _code(codes: Codes, table: str, words: str) -> str:
    return codes[table].codes.get(words, "") if table in codes else ""


def _gaps(table: str, row: int, line: Line) -> Iterator[Gap]:
    for column in COLUMNS[table]:
        value = line.values.get(column.name, "")
        why, words = _wrong(table, column, value, line.words.get(column.name, ""))
        if why is not None:
            length = len(value)
            most = column.most
            yield Gap(table, row, column.name, column.label, why, words, length, most)


def _wrong(table: str, column: Column, value: str, words: str) -> tuple[Why | None, str]:
    """What is wrong with one value, and the words that explain it."""
    if not value and words:
        return Why.NO_CODE, words
    if not value and column.required:
        later = _LATER.get((table, column.name), "")
        return (Why.NOT_YET if later else Why.MISSING), later
    if column.most and len(value) > column.most:
        return Why.TOO_LONG, ""
    if column.whole and value and not (value.isascii() and value.isdecimal()):
        return Why.NOT_A_NUMBER, ""
    return None, ""


def _day_only(tables: dict[str, list[Line]]) -> Iterator[tuple[str, int, str]]:
    for table, lines in tables.items():
        for row, line in enumerate(lines, start=1):
            for column in COLUMNS[table]:
                if column.moment and len(line.values.get(column.name, "")) == DAY_LENGTH:
                    yield table, row, column.name


def _notes(facts: Facts) -> Iterable[str]:
    state = facts.state
    if state.sample:
        yield "示例办件，不能上报"
    if facts.file.item is None:
        yield "本机没有这个办件收件时的事项版本，事项的字段要另外补"
    if facts.erased:
        yield f"有 {facts.erased} 条记录的内容已依法删除，不在其中"
    if state.conflicts:
        yield f"有 {len(state.conflicts)} 处冲突还没有处理"
    if "promised_due" in state.provisional:
        yield "承诺办结时间是暂定的：那一年的放假安排还没有公布"
    if state.state in {Stage.NOT_ACCEPTED, Stage.NOT_NEEDED}:
        yield "没有受理的办件没有受理时间，是否上报以本省要求为准"
    if state.back_entered:
        yield "后补录入的办件，时间以收件记录为准"
