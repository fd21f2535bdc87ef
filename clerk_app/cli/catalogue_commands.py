"""catalogue import, search, show."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clerk_app.catalogue import store
from clerk_app.catalogue.model import (
    ImportReport,
    ImportWarning,
    Material,
    ServiceItem,
    Stage,
    TimeLimit,
)
from clerk_app.catalogue.rules.papers import (
    checklist,
    defer_workdays,
    due,
    is_deferrable,
    is_usable,
    unanswered,
)
from clerk_app.catalogue.rules.summary import describe
from clerk_app.catalogue.search import index
from clerk_app.catalogue.search.query import search as find
from clerk_app.catalogue.search.suggest import suggest
from clerk_app.cli.bundle_answer import bundle_document
from clerk_app.cli.ports import Call
from clerk_app.deeds.import_catalogue import NothingUsable, import_catalogue
from clerk_app.kernel.errors import Misused


def import_(call: Call) -> int:
    files = [Path(name) for name in call.args.files]
    with call.open(writing=True) as counter:
        try:
            report = import_catalogue(
                counter, files, progress=_progress(call), partial=call.args.partial
            )
        except NothingUsable as error:
            document = {
                **_report(error.report),
                "error": {"code": error.code, "message": error.message},
            }
            call.answer(document, error.message, *_lines(error.report))
            return error.exit_code
    call.answer(_report(report), *_lines(report))
    return 0


def search(call: Call) -> int:
    text, limit = call.args.text, call.args.limit
    where, kind = call.args.department or "", call.args.type or ""
    with call.open(writing=False) as counter:
        index.ensure_in(counter.store)
        with counter.store.reading() as db:
            hits = find(db, text, limit, department=where, type_=kind)
            if not hits:
                hits = suggest(db, text, limit, department=where, type_=kind)
    document = [
        {"id": h.id, "code": h.code, "name": h.name, "department": h.department, "type": h.type}
        | ({"fuzzy": True} if h.fuzzy else {})
        for h in hits
    ]
    lines = [f"{h.code or h.id}  {h.name}  {h.department}" for h in hits]
    if hits and hits[0].fuzzy:
        lines.insert(0, f"没有找到“{text}”，您要找的可能是：")
    call.answer(document, *(lines or ["没有找到，请换几个字再试"]))
    return 0


def show(call: Call) -> int:
    given = _answers(call.args.situation or [])
    with call.open(writing=False) as counter, counter.store.reading() as db:
        bundle = store.bundle(db, call.args.id)
        if bundle is not None:
            document, lines = bundle_document(bundle, store.items_of(db, bundle.items), given)
            call.answer(document, *lines)
            return 0
        item = store.item(db, call.args.id)
    answers = dict(given)
    known = {s.key: {a.value for a in s.answers} for s in item.situations}
    for key, value in answers.items():
        if value not in known.get(key, set()):
            raise Misused("unknown_answer", f"没有这个情形或答案：{key}={value}")
    wanted = {m.name for m in due(item, answers)}
    listed = checklist(item, answers)
    document = {
        "id": item.id,
        "code": item.code,
        "name": item.name,
        "department": item.department,
        "type": str(item.type or item.type_text),
        "handling": str(item.handling) if item.handling else None,
        "usable": is_usable(item),
        "level": item.level,
        "legal_basis": list(item.legal_basis),
        "legal_limit": _limit(item.legal_limit),
        "promised_limit": _limit(item.promised_limit),
        "fee": asdict(item.fee) if item.fee else None,
        "conditions": item.conditions,
        "stages": list(item.stages),
        "result": item.result,
        "delivery": list(item.delivery),
        "deferral": asdict(item.deferral),
        "effective_from": item.effective_from or None,
        "effective_to": item.effective_to or None,
        **_details(item),
        "other": json.loads(item.extra),
        "situations": [
            {
                "key": s.key,
                "question": s.question,
                "answers": [
                    {"value": a.value, "label": a.label, "asks": list(a.asks)} for a in s.answers
                ],
                "help": s.help,
            }
            for s in item.situations
        ],
        "unanswered": [s.key for s in unanswered(item, answers)],
        "materials": [_material(item, m, m.name in wanted) for m in listed],
        "version": item.content_hash,
    }
    lines = [*describe(item), *(f"{'□' if m.name in wanted else '－'} {m.name}" for m in listed)]
    call.answer(document, *lines)
    return 0


def _details(item: ServiceItem) -> dict[str, Any]:
    return {
        "aliases": list(item.aliases),
        "limits": [asdict(each) for each in item.limits],
        "fees": [asdict(each) for each in item.fees],
        "special_procedures": [asdict(each) for each in item.special_procedures],
        "follow_ups": [asdict(each) for each in item.follow_ups],
        "fields": [asdict(each) for each in item.fields],
        "place": item.place,
        "hours": item.hours,
        "phone": item.phone,
        "supervision_phone": item.supervision_phone,
        "flow": item.flow,
        "cross_regional": item.cross_regional,
        "directory": asdict(item.directory) if item.directory else None,
        "listing": asdict(item.listing) if item.listing else None,
    }


def _material(item: ServiceItem, material: Material, is_due: bool) -> dict[str, Any]:
    return {
        "name": material.name,
        "necessity": str(material.necessity),
        "due": is_due,
        "form": material.form,
        "originals": material.originals,
        "copies": material.copies,
        "keep": str(material.keep),
        "party": str(material.party),
        "deferrable": is_deferrable(item, material),
        "defer_workdays": defer_workdays(item, material),
        "source_channel": material.source_channel,
        "standard": material.standard,
        "how_to_get": material.how_to_get,
        "applies_when": material.applies_when,
        "faults": [{"text": f.text, "on_the_spot": str(f.on_the_spot)} for f in material.faults],
        "note": material.note,
        "basis": material.basis,
        "blank_form": material.blank_form,
        "filled_sample": material.filled_sample,
        "valid_days": material.valid_days,
    }


def _limit(limit: TimeLimit | None) -> dict[str, Any] | None:
    if limit is None:
        return None
    return {"value": limit.value, "unit": str(limit.unit), "note": limit.note}


def _answers(pairs: list[str]) -> list[tuple[str, str]]:
    answers: list[tuple[str, str]] = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise Misused("bad_situation", f"--situation 应写成 问题=答案：{pair}")
        answers.append((key, value))
    return answers


def _report(report: ImportReport) -> dict[str, Any]:
    return {
        "imported": report.imported,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "warnings": [_warning(w) for w in report.warnings],
        "refused": [_warning(w) for w in report.refused],
        "counts": dict(report.counts),
    }


def _warning(warning: ImportWarning) -> dict[str, str]:
    return {
        "code": warning.code,
        "item": warning.item,
        "field": warning.field,
        "message": warning.message,
    }


def _lines(report: ImportReport) -> list[str]:
    head = f"新增 {report.imported}，更新 {report.updated}，未变 {report.unchanged}"
    refused = [f"未收：{w.item} {w.message}" for w in report.refused]
    told = sum(count for _, count in report.counts) - len(report.refused)
    return [head, f"提醒 {told} 条（--json 可看全部）", *refused]


def _progress(call: Call) -> Any:
    if not sys.stderr.isatty() or call.args.json:
        return None

    def show_progress(stage: Stage, done: int, total: int) -> None:
        end = "" if done < total else "\n"
        print(f"\r{stage} {done}/{total}", end=end, file=sys.stderr, flush=True)

    return show_progress


def template(call: Call) -> int:
    """Write the workbook a hall fills in. Raises `Refused` (`file_exists`)."""
    from clerk_app.catalogue.exchange.template import write_template

    path = call.file_of(call.args.file)
    if path.suffix.lower() != ".xlsx":
        raise Misused("not_xlsx", f"模板是表格文件，文件名应以 .xlsx 结尾：{path.name}")
    write_template(path, force=call.args.force)
    call.answer({"file": str(path)}, f"已写好模板：{path}")
    return 0
