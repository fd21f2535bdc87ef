"""ticket take, ticket print: a number for whoever waits, and its slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clerk_app.cli.ports import Call
from clerk_app.deeds.print_ticket import Slip, check_business, print_ticket
from clerk_app.deeds.printers import SLIP, address
from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.devices.printing.port import JobState
from clerk_app.kernel.errors import ClerkError


def take(call: Call) -> int:
    """The ticket stands whatever becomes of its slip: then the exit code is 0 too."""
    business = check_business(call.args.business)
    with call.open(writing=True) as counter:
        label = take_ticket(counter).label
        with counter.store.reading() as db:
            wanted = bool(address(db, SLIP))
        slip = None
        if wanted:
            try:
                slip = print_ticket(counter, label, business=business)
            except ClerkError as error:
                said = f"{label} 号已经取好，小票没有打：{error.message}"
                slip = Slip(label, 0, JobState.FAILED, said, error.code)
    call.answer(
        {"label": label, "slip": _document(slip) if slip else None},
        f"{label} 号",
        *([slip.said] if slip else ["没有选小票机，没有打小票"]),
    )
    return 0


def print_(call: Call) -> int:
    with call.open(writing=True) as counter:
        slip = print_ticket(counter, call.args.label, business=call.args.business)
    marked = f"（补打 {slip.reprint} 次）" if slip.reprint else ""
    call.answer(
        {"label": slip.label, "slip": _document(slip)}, f"{slip.label} 号{marked}", slip.said
    )
    return 0


def _document(slip: Slip) -> dict[str, Any]:
    return {
        "state": str(slip.state),
        "reprint": slip.reprint,
        "said": slip.said,
        "code": slip.code or None,
    }


HANDLERS: Mapping[str, Callable[[Call], int]] = {"ticket take": take, "ticket print": print_}
