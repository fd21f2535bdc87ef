"""deadline, check id, check uscc: facts anyone may ask, without a store."""

from __future__ import annotations

from clerk_app.cli.ports import Call
from clerk_app.kernel.clock import legal_day, parse_day
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.identity import Verdict, check_id
from clerk_app.kernel.uscc import check_uscc
from clerk_app.kernel.working_days import Calendar


def deadline(call: Call) -> int:
    start = parse_day(call.args.start)
    if call.args.workdays < 0:
        raise Misused("bad_workdays", "工作日数不能是负数")
    due = Calendar.shipped().add_workdays(start, call.args.workdays)
    call.answer(
        {"due": due.day.isoformat(), "provisional": due.provisional},
        due.day.isoformat() + ("（暂定：日历未公布）" if due.provisional else ""),
    )
    return 0


def identity(call: Call) -> int:
    today = legal_day(call.opener.clock.now())
    return _answer(call, check_id(call.args.number, today=today))


def credit_code(call: Call) -> int:
    return _answer(call, check_uscc(call.args.code))


def _answer(call: Call, verdict: Verdict) -> int:
    call.answer(
        {
            "verdict": str(verdict.verdict),
            "normalised": verdict.normalised,
            "reason": verdict.reason,
            "kind": verdict.kind,
            "warning": verdict.warning,
        },
        " ".join(filter(None, [str(verdict.verdict), verdict.normalised, verdict.reason])),
    )
    return 0
