"""assistance open | authorise | step | close | list: helpers' orders, free of charge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from clerk_app.cli.ports import Call
from clerk_app.cli.staff_commands import day_or, who
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.staff_assistance import (
    authorise_assistance,
    close_assistance,
    open_assistance,
    record_help_step,
)
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.masking import mask_id, mask_name, mask_phone
from clerk_app.staff import rules, store
from clerk_app.staff.model import Assistance, Authorisation, Client, Help


def assistance_open(call: Call) -> int:
    args = call.args
    client = Client(args.client, args.id_type, args.id_number, args.phone)
    with call.open(writing=True) as counter:
        made = open_assistance(
            counter,
            client,
            kind=Help(args.kind),
            helper=args.helper,
            authorisation=_authorisation(call, counter.today()),
            case=args.case,
        )
        document = _order(counter, made)
    call.answer(document, f"已开单：{made.number}，不收费")
    return 0


def assistance_authorise(call: Call) -> int:
    number = rules.read_order_number(call.args.number)
    with call.open(writing=True) as counter:
        given = _authorisation(call, counter.today())
        if given is None:
            raise Misused("wrong_usage", "请用 --authorised 说明是哪种委托")
        document = _order(counter, authorise_assistance(counter, number, given))
    call.answer(document, f"已登记委托：{number}，至 {given.until}")
    return 0


def assistance_step(call: Call) -> int:
    number = rules.read_order_number(call.args.number)
    with call.open(writing=True) as counter:
        day = day_or(call.args.on, counter.today())
        made = record_help_step(counter, number, call.args.what, day)
    document = {"number": number, "on": made.on.isoformat(), "what": made.what}
    call.answer(document, f"已登记：{number}")
    return 0


def assistance_close(call: Call) -> int:
    number = rules.read_order_number(call.args.number)
    with call.open(writing=True) as counter:
        document = _order(counter, close_assistance(counter, number, call.args.result))
    call.answer(document, f"已办完：{number}")
    return 0


def assistance_list(call: Call) -> int:
    with call.open(writing=False) as counter:
        with counter.store.reading() as db:
            found = store.assistance_rows(
                db, counter.viewer, only_open=call.args.open, limit=call.args.limit
            )
        rows = [_order(counter, each) for each in found]
    lines = [
        f"{row['number']}  {row['day']}  {'待办' if row['open'] else '已办完'}  {row['client']}"
        for row in rows
    ]
    call.answer(rows, *lines)
    return 0


def _authorisation(call: Call, today: date) -> Authorisation | None:
    """From the options. Raises `Misused` (`wrong_usage`) for half of one."""
    args = call.args
    if not args.authorised:
        if args.reference or args.scope or args.since or args.until:
            raise Misused("wrong_usage", "请用 --authorised 说明是哪种委托")
        return None
    if not args.until:
        raise Misused("wrong_usage", "请用 --until 说明委托到哪一天")
    since, until = day_or(args.since, today), parse_day(args.until)
    return Authorisation(args.authorised, args.reference, args.scope, since, until)


def _order(counter: Counter, order: Assistance) -> dict[str, Any]:
    """An order for a list: whoever it is for is masked, and it costs nothing."""
    with counter.store.reading() as db:
        own, names = store.own_devices(db), store.clerk_names(db)
    ours = names if order.device in own else {}
    return {
        "number": order.number,
        "day": order.day.isoformat(),
        "kind": order.kind,
        "helper": who(order.helper, ours),
        "case": order.case or None,
        "client": mask_name(order.client.name) or None,
        "id_number": mask_id(order.client.id_number) or None,
        "phone": mask_phone(order.client.phone) or None,
        "fee_fen": 0,
        "authorisations": [
            {
                "kind": each.kind,
                "reference": each.reference or None,
                "scope": each.scope,
                "since": each.since.isoformat(),
                "until": each.until.isoformat(),
            }
            for each in order.authorisations
        ],
        "steps": [{"on": step.on.isoformat(), "what": step.what} for step in order.steps],
        "open": order.is_open,
        "result": order.result or None,
        "closed_on": order.closed_on.isoformat() if order.closed_on else None,
    }


HANDLERS: Mapping[str, Callable[[Call], int]] = {
    "assistance open": assistance_open,
    "assistance authorise": assistance_authorise,
    "assistance step": assistance_step,
    "assistance close": assistance_close,
    "assistance list": assistance_list,
}
