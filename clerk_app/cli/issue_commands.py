"""case urge, case materials, case dual-notice, assistance print: papers that move nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clerk_app.cli.intake_commands import print_all
from clerk_app.cli.ports import Call
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.dual_notice import Told, issue_dual_notice
from clerk_app.deeds.material_list import issue_material_list
from clerk_app.deeds.print_document import box_document, find_document, print_facts
from clerk_app.deeds.staff_assistance import ORDER_KIND, current_sheet
from clerk_app.deeds.take_in import Issued
from clerk_app.deeds.urge import urge
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.ids import read_case_number
from clerk_app.notices.kinds import kind_of
from clerk_app.staff.rules import read_order_number


def case_urge(call: Call) -> int:
    args = call.args
    by_day = parse_day(args.by_day)

    def issue(counter: Counter, number: str) -> Issued:
        return urge(counter, number, to=args.to, by_day=by_day, asked=args.asked)

    return _issued(call, issue)


def case_materials(call: Call) -> int:
    return _issued(call, issue_material_list)


def case_dual_notice(call: Call) -> int:
    args = call.args
    told = Told(args.why, args.article, tuple(args.how), args.approver)

    def issue(counter: Counter, number: str) -> Issued:
        return issue_dual_notice(counter, number, told)

    return _issued(call, issue)


def assistance_print(call: Call) -> int:
    """The sheet that says how the order stands: a new one where something was done since the
    last, else 补打 of that."""
    number = read_order_number(call.args.number)
    with call.open(writing=True) as counter:
        path = call.file_of(call.args.out, ending=".pdf")
        sheet = current_sheet(counter, number)
        if counter.boxed:
            box_document(counter, "", sheet)
        found = find_document(counter, "", sheet)
        made = print_facts(counter, found.facts, found.code, found.out, path)
    document = {
        "kind": ORDER_KIND,
        "number": number,
        "document": sheet,
        "path": str(path),
        "reprint": made.reprint,
    }
    call.answer(
        document,
        f"已印：{path}" + (f"（补打 {made.reprint} 次）" if made.reprint else ""),
    )
    return 0


def _issued(call: Call, issue: Callable[[Counter, str], Issued]) -> int:
    """Issue one paper of a case and, with `--out`, make its page."""
    number = str(read_case_number(call.args.number))
    with call.open(writing=True) as counter:
        out = call.folder_of(call.args.out) if call.args.out is not None else None
        made = issue(counter, number)
        printed = print_all(counter, number, [made], out, counter.today()) if out else []
    path = str(printed[0].path) if printed else None
    call.answer(
        {"kind": made.kind, "number": made.number, "path": path, "copies": made.copies},
        f"{kind_of(made.kind).TITLE} {made.number}",
        *([path] if path else []),
    )
    return 0


HANDLERS: Mapping[str, Callable[[Call], int]] = {
    "case urge": case_urge,
    "case materials": case_materials,
    "case dual-notice": case_dual_notice,
    "assistance print": assistance_print,
}
