"""catalogue lint, diff, export, publish, national: the catalogue as a whole."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from clerk_app.catalogue import store
from clerk_app.catalogue.model import ImportWarning
from clerk_app.catalogue.rules.changes import Drift, drift
from clerk_app.catalogue.rules.national import BASIC, Batch, National, report
from clerk_app.cli.ports import Call
from clerk_app.deeds.catalogue_files import (
    LOCAL,
    Listed,
    NothingReadable,
    NotPublishable,
    Remark,
    Written,
    catalogue_at,
    check_target,
    export_catalogue,
    publish_catalogue,
    remarks_on,
)
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.paths import resource
from clerk_app.storage.files import write_json

_SHOWN = 200
_WHY = {
    "missing": "没有填",
    "too_long": "太长",
    "not_a_number": "不是数字",
    "no_code": "没有对应的代码",
}


def lint(call: Call) -> int:
    """Every finding of every item and bundle in use, or of those of a file."""
    try:
        with call.open(writing=False) as counter:
            listed = catalogue_at(counter, call.args.of or LOCAL)
    except NothingReadable as error:
        refused = [_unread(each) for each in error.refused]
        call.answer({"refused": refused, "error": _error(error)}, error.message)
        return error.exit_code
    remarks = remarks_on(listed.items, listed.bundles)
    blocked = {remark.key for remark in remarks if remark.finding.blocks}
    count = len(listed.items) + len(listed.bundles)
    document = {
        "items": count,
        "bundles": len(listed.bundles),  # of them
        "publishable": count - len(blocked),
        "findings": [_remark(remark) for remark in remarks],
        "refused": [_unread(each) for each in listed.refused],
    }
    head = f"{len(listed.items)} 个事项，{len(listed.bundles)} 件一件事"
    head += f"，可以发布 {count - len(blocked)} 个{_unread_tail('', listed)}"
    lines = [f"读不出来：{each.item} {each.message}" for each in listed.refused]
    lines += [f"{'✗' if r.finding.blocks else '·'} {r.name}：{r.finding.message}" for r in remarks]
    call.answer(document, head, *_first(lines))
    return 0


def diff(call: Call) -> int:
    """How two lists differ; each is a file or `local`."""
    with call.open(writing=False) as counter:
        a, b = (catalogue_at(counter, name) for name in (call.args.a, call.args.b))
    found = drift(a.items, b.items)
    document = {
        "a": len(a.items),
        "b": len(b.items),
        "bundles_a": len(a.bundles),
        "bundles_b": len(b.bundles),
        "refused_a": [_unread(each) for each in a.refused],
        "refused_b": [_unread(each) for each in b.refused],
        "differ": sum(not each.only_in for each in found),
        "only_a": sum(each.only_in == "a" for each in found),
        "only_b": sum(each.only_in == "b" for each in found),
        "items": [_drift(each) for each in found],
    }
    head = "两边 {a} 与 {b} 个事项：不同 {differ}，只在前者 {only_a}，只在后者 {only_b}"
    lines = [head.format(**document) + _unread_tail("前者", a) + _unread_tail("后者", b)]
    if a.bundles or b.bundles:
        lines.append(f"一件事两边 {len(a.bundles)} 与 {len(b.bundles)} 件，不比较")
    call.answer(document, *lines, *_first(list(_drift_lines(found))))
    return 0


def export(call: Call) -> int:
    """The items in use as an exchange file, as they are; XLSX by the ending of the name."""
    with call.open(writing=False) as counter:
        path = call.file_of(call.args.file)
        written = export_catalogue(counter, path, force=call.args.force)
    _tell_written(call, written)
    return 0


def publish(call: Call) -> int:
    """A pack for other stations: only what the publishing rules let through."""
    args = call.args
    try:
        with call.open(writing=False) as counter:
            path = call.file_of(args.file)
            written = publish_catalogue(counter, path, force=args.force, leave_out=args.leave_out)
    except NotPublishable as error:
        document = {
            "blocked": error.blocked,
            "findings": [_remark(remark) for remark in error.remarks],
            "error": _error(error),
        }
        call.answer(document, error.message)
        return error.exit_code
    _tell_written(call, written)
    return 0


def national(call: Call) -> int:
    """The national reporting fields (上报), with what keeps items out of them.

    Without one item that satisfies them nothing is written (`nothing_usable`).
    """
    codes = tomllib.loads(resource("codes/national.toml").read_text(encoding="utf-8"))
    tables = {name: _words(table) for name, table in codes.items()}
    unchecked = sorted(name for name, table in codes.items() if not table["checked"])
    with call.open(writing=False) as counter:
        path = call.file_of(call.args.file)
        check_target(counter, path, force=call.args.force)
        now = stamp(counter.clock.now())
        batch = Batch(call.args.batch or now[:10].replace("-", ""), now, call.args.source)
        with counter.store.reading() as db:
            made = report(store.every_item(db), tables, batch)
    if not made.tables[BASIC]:
        said = "没有一个事项合上报要求，没有写出文件；先补全下面列出的内容"
        nothing = Refused("nothing_usable", said)
        _tell_national(call, path, made, unchecked, nothing)
        return nothing.exit_code
    write_json(path, {"tables": {name: list(rows) for name, rows in made.tables.items()}})
    _tell_national(call, path, made, unchecked)
    return 0


def _tell_national(
    call: Call, path: Path, made: National, unchecked: list[str], nothing: Refused | None = None
) -> None:
    short = sorted({gap.item for gap in made.gaps})
    rows = {name: len(rows) for name, rows in made.tables.items()}
    document: dict[str, Any] = {
        "path": None if nothing else str(path),
        "rows": rows,
        "items_left_out": len(short),
        "gaps": [
            {"item": g.item, "table": g.table, "column": g.column, "why": g.why} for g in made.gaps
        ],
        "codes_unchecked": unchecked,
    }
    counts: dict[str, int] = {}
    for gap in made.gaps:
        name = f"{gap.table}.{gap.column}（{_WHY[gap.why]}）"
        counts[name] = counts.get(name, 0) + 1
    lines = [f"不合要求 {name}：{count} 处" for name, count in sorted(counts.items())]
    head = f"已写 {path}：{rows[BASIC]} 个事项，不合要求 {len(short)} 个未写"
    if nothing:
        head, document["error"] = nothing.message, _error(nothing)
    note = f"代码未按本省标准核对：{'、'.join(unchecked)}" if unchecked else ""
    call.answer(document, head, *([note] if note else []), *_first(lines))


def _error(error: Refused) -> dict[str, str]:
    return {"code": error.code, "message": error.message}


def _unread(warning: ImportWarning) -> dict[str, str]:
    return {
        "code": warning.code,
        "item": warning.item,
        "field": warning.field,
        "message": warning.message,
    }


def _unread_tail(side: str, listed: Listed) -> str:
    return f"，{side}有 {len(listed.refused)} 条读不出来" if listed.refused else ""


def _words(table: dict[str, Any]) -> dict[str, str]:
    return {word: str(code) for word, code in table.items() if word not in {"source", "checked"}}


def _remark(remark: Remark) -> dict[str, Any]:
    finding = remark.finding
    return {
        "item": remark.key,
        "name": remark.name,
        "code": finding.code,
        "field": finding.field,
        "message": finding.message,
        "blocks": finding.blocks,
    }


def _tell_written(call: Call, written: Written) -> None:
    document = {
        "path": str(written.path),
        "items": written.items,
        "bundles": written.bundles,
        "left_out": list(written.left_out),
        "not_in_the_file": list(written.lost),
    }
    tail = f"，未写 {len(written.left_out)} 个" if written.left_out else ""
    head = f"已写 {written.path}：{written.items} 个事项，{written.bundles} 件一件事{tail}"
    call.answer(document, head, *_first([f"表格里放不下：{each}" for each in written.lost]))


def _drift(each: Drift) -> dict[str, Any]:
    return {
        "key": each.key,
        "other_key": each.other_key or None,
        "name": each.name,
        "only_in": each.only_in or None,
        "changes": [
            {"part": str(c.part), "what": c.what, "a": c.before, "b": c.after}
            for c in each.changes
        ],
    }


def _drift_lines(found: Iterable[Drift]) -> Iterable[str]:
    for each in found:
        if each.only_in:
            yield f"{'前者' if each.only_in == 'a' else '后者'}才有：{each.name}"
            continue
        yield each.name
        for change in each.changes:
            yield f"  [{change.part}] {change.text}"


def _first(lines: list[str]) -> list[str]:
    if len(lines) <= _SHOWN:
        return lines
    return [*lines[:_SHOWN], f"… 还有 {len(lines) - _SHOWN} 行（--json 可看全部）"]
