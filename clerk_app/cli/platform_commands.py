"""case report, case link, case import-online, lookup: the systems above and beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clerk_app.cli.intake_commands import intake_result, print_all, read_json
from clerk_app.cli.ports import Call
from clerk_app.deeds.import_online import Imported, import_online
from clerk_app.deeds.link_case import link_case
from clerk_app.deeds.look_up import Wanted, look_up
from clerk_app.deeds.report_case import ReportIncomplete, report_case
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.ids import read_case_number
from clerk_app.reporting.model import CaseReport, Gap, Why
from clerk_app.reporting.rules.online_file import read_online
from clerk_app.reporting.rules.report import gaps_document
from clerk_app.reporting.rules.sharing import WORDS
from clerk_app.reporting.shared_records import FolderRecords

_WHY = {
    Why.MISSING: "没有填",
    Why.NOT_YET: "还没有",
    Why.NO_CODE: "没有代码",
    Why.NOT_A_NUMBER: "不是整数",
    Why.TOO_LONG: "太长",
}


def report(call: Call) -> int:
    """The national reporting fields of one case; what is wrong with them is told, not mended."""
    args = call.args
    number = str(read_case_number(args.number))
    try:
        with call.open(writing=True) as counter:
            path = call.file_of(args.out)
            made = report_case(
                counter,
                number,
                path,
                batch=args.batch,
                source=args.source,
                strict=args.strict,
                force=args.force,
            )
    except ReportIncomplete as error:
        document = {
            "path": None,
            **_told(error.report),
            "error": {"code": error.code, "message": error.message},
        }
        call.answer(document, error.message, *_lines(error.report))
        return error.exit_code
    found = made.report
    wrong = len(found.missing) + len(found.too_long)
    head = f"已写 {made.path}" + (f"，{wrong} 处不合上报要求" if wrong else "，可以上报")
    call.answer({"path": str(made.path), **_told(found)}, head, *_lines(found))
    return 0


def link(call: Call) -> int:
    """The number a case has in another system."""
    number = str(read_case_number(call.args.number))
    with call.open(writing=True) as counter:
        made = link_case(counter, number, call.args.other, call.args.system)
    links = [{"number": each.number, "system": each.system} for each in made.links]
    lines = [f"{each.system}：{each.number}" for each in made.links]
    head = f"{number} 已登记关联编号" if made.new else f"{number} 早已登记，没有再写"
    call.answer({"number": number, "linked": links, "new": made.new}, head, *lines)
    return 0


def import_online_command(call: Call) -> int:
    """A pre-reviewed online case, taken in once however often its file is imported."""
    now = call.opener.clock.now()
    raw = read_json(Path(call.args.file), "bad_online_file")
    online = read_online(raw, now=now, today=legal_day(now))
    with call.open(writing=True) as counter:
        out = call.folder_of(call.args.out) if call.args.out is not None else None
        made = import_online(counter, online)
        day = legal_day(online.application.received_at)
        papers = made.taken.documents if made.taken else ()
        printed = print_all(counter, made.number, papers, out, day) if out else []
    number = online.link.number
    document: dict[str, Any] = {"online_number": number, "already": made.taken is None}
    if made.taken is not None:
        document |= intake_result(made.taken, printed)
        call.answer(
            document, f"{made.number}  {made.state.state}", *(str(p.path) for p in printed)
        )
        return 0
    document |= {
        "number": made.number,
        "state": made.state.state,
        "outcome": made.state.outcome or None,
        "same": made.same,
        "unprinted": [{"kind": d.kind, "number": d.number} for d in made.unprinted],
    }
    call.answer(document, *_known(made))
    return 0


def lookup(call: Call) -> int:
    """A shared register asked, on the record; whether a paper may be waived for what it says."""
    args = call.args
    case = str(read_case_number(args.case)) if args.case else ""
    wanted = Wanted(args.kind, args.id_type, args.id_number, case, args.item, args.paper)
    records = FolderRecords(Path(args.records))
    with call.open(writing=True) as counter:
        made = look_up(counter, records, wanted)
    found = made.found
    document: dict[str, Any] = {
        "kind": args.kind,
        "source": records.source,
        "found": None,
        "waivable": made.waivable,
        "why": str(made.waiver),
    }
    lines = [f"{args.kind}：{WORDS[made.waiver]}"]
    if found is not None:
        document["found"] = {
            "number": found.number,
            "issued_by": found.issued_by,
            "issued_on": found.issued_on or None,
            "valid_until": found.valid_until or None,
            "status": str(found.status),
        }
        until = f"，有效期至 {found.valid_until}" if found.valid_until else ""
        lines.append(f"{found.issued_by} {found.number}{until}")
    call.answer(document, *lines)
    return 0


def _known(made: Imported) -> list[str]:
    lines = [f"{made.number} 早已收过，没有再写"]
    if not made.same:
        lines.append("文件内容与收件时不同，没有采用；要改请在办件里更正或补交材料")
    lines += [f"还没有印过，可用 notice {d.kind} {made.number} 印" for d in made.unprinted]
    return lines


def _told(found: CaseReport) -> dict[str, Any]:
    rows = {table: len(lines) for table, lines in found.tables.items()}
    return {
        "number": found.number,
        "complete": found.complete,
        "sample": found.sample,
        "rows": rows,
        **gaps_document(found),
    }


def _lines(found: CaseReport) -> list[str]:
    """What is wrong, one line a column however many rows have it; no value of a person."""
    counts: dict[str, int] = {}
    for gap in (*found.missing, *found.too_long):
        counts[_name(gap)] = counts.get(_name(gap), 0) + 1
    lines = [f"{name}：{count} 处" for name, count in counts.items()]
    lines += [f"{table}：{why}" for table, why in found.not_yet]
    lines += list(found.notes)
    if found.unset:
        lines.append(f"没有代码、要按本省标准填的表：{'、'.join(found.unset)}")
    if found.unchecked:
        names = "、".join(name for name, _ in found.unchecked)
        lines.append(f"代码未按本省标准核对：{names}")
    return lines


def _name(gap: Gap) -> str:
    words = f"：{gap.words}" if gap.words and gap.why is Why.NOT_YET else ""
    return f"{gap.table}.{gap.column} {gap.label}（{_WHY[gap.why]}{words}）"
