"""帮办代办: a helper's order, free of charge, from its number to its result.

The 代办单 that client and helper sign is issued as the order is opened, under the order's own
number. What was done later is told by a new sheet of the order with a number of its own; each
sheet printed again says what it said.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import ServiceItem
from clerk_app.deeds.agents import words_of
from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.document_numbers import next_sheet
from clerk_app.deeds.facts import window_words
from clerk_app.deeds.take_in import numbering_station
from clerk_app.intake import store as intake
from clerk_app.intake.model import CaseState
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import text
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.kernel.ids import read_case_number
from clerk_app.kernel.masking import mask_id
from clerk_app.kernel.text import half_width, person_name, plain
from clerk_app.notices.dates import day_text
from clerk_app.notices.facts import DocumentFacts, OrderFacts, from_body
from clerk_app.notices.render import as_printable
from clerk_app.notices.wording import OWN_FOLDER, freeze
from clerk_app.staff import store
from clerk_app.staff.model import Assistance, Authorisation, Client, Help, HelpStep
from clerk_app.staff.projection import AUTHORISED, CLIENT, CLOSED, OPENED, STEP
from clerk_app.staff.rules import (
    check_authorisation,
    order_number,
    require_open,
    require_step,
)
from clerk_app.storage.journal import caseless_events

ORDER_KIND = "assistance_order"
SERVICES = {Help.HELP: "帮办", Help.ON_BEHALF: "代办"}
WORDS_LIMIT = 500
SHORT_LIMIT = 100


def open_assistance(
    counter: Counter,
    client: Client,
    *,
    kind: Help = Help.ON_BEHALF,
    helper: str = "",
    authorisation: Authorisation | None = None,
    case: str = "",
) -> Assistance:
    """Open an order under its own number (DB and 20 digits), gapless per station and year.

    `helper` is a clerk by id or name, empty: whoever opens it. What names the client stands in
    events of their own (with the paper), so that it can be erased by law without the number coming
    again. Raises `Refused` (`not_allowed`, `unknown_clerk`, `helper_cannot_act`, `client_missing`,
    `unknown_case`, `authorisation_incomplete`, `bad_period`, as `numbering_station`), `Misused`,
    `Unavailable` (`missing_glyph`, `fonts_absent`).
    """
    counter.viewer.require_cases()
    client = _evened(client)
    if not client.name:
        raise Refused("client_missing", "请写明帮谁办")
    if authorisation is not None:
        authorisation = _checked(authorisation)
    case = str(read_case_number(case)) if case else ""
    with counter.store.transaction() as db:
        if case:
            intake.case(db, counter.viewer, case)
        who = store.clerk(db, helper) if helper else counter.clerk
        if not who.viewer.may_see_cases():
            raise Refused("helper_cannot_act", "帮办人的角色不能办理办件")
        number = _next_number(db, counter)
        act = counter.act()
        body: Body = {
            "number": number,
            "day": counter.today().isoformat(),
            "kind": str(kind),
            "helper": who.id,
        }
        if case:
            body["case"] = case
        counter.journal.append(db, OPENED, body, act)
        said = {
            "name": client.name,
            "id_type": client.id_type,
            "id_number": client.id_number,
            "phone": client.phone,
        }
        known = {key: text for key, text in said.items() if text}
        counter.journal.append(db, CLIENT, {"number": number, **known}, act)
        if authorisation is not None:
            counter.journal.append(db, AUTHORISED, _authorised(number, authorisation), act)
        made = store.assistance(db, counter.viewer, number)
        facts = _order_paper(db, counter, made, who.name, number)
        counter.journal.append(db, "document.issued", facts.to_body(), act)
        return made


def authorise_assistance(
    counter: Counter, number: str, authorisation: Authorisation
) -> Assistance:
    """Add an authorisation to an order that had none, or whose ran out.

    Raises `Refused` (`unknown_order`, `order_closed`, `authorisation_incomplete`, `bad_period`,
    `not_allowed`), `Misused` (`bad_text`).
    """
    authorisation = _checked(authorisation)
    with counter.store.transaction() as db:
        require_open(store.assistance(db, counter.viewer, number))
        counter.journal.append(db, AUTHORISED, _authorised(number, authorisation), counter.act())
        return store.assistance(db, counter.viewer, number)


def record_help_step(counter: Counter, number: str, what: str, on: date | None = None) -> HelpStep:
    """Record one thing done under an order, today or on a day before.

    Raises `Refused` (`unknown_order`, `order_closed`, `agent_not_authorised`, `step_missing`,
    `bad_period`, `not_allowed`), `Misused` (`bad_text`).
    """
    what = plain(what, "办了什么", limit=WORDS_LIMIT, multiline=True)
    if not what:
        raise Refused("step_missing", "请写明办了什么")
    today = counter.today()
    day = on or today
    if day > today:
        raise Refused("bad_period", f"{day} 还没有到，办了再登记")
    with counter.store.transaction() as db:
        require_step(store.assistance(db, counter.viewer, number), day)
        body: Body = {"number": number, "what": what, "on": day.isoformat()}
        counter.journal.append(db, STEP, body, counter.act())
    return HelpStep(day, counter.clerk.id, what)


def close_assistance(counter: Counter, number: str, result: str) -> Assistance:
    """Close an order with what came of it; that needs no authorisation any more.

    Raises `Refused` (`unknown_order`, `order_closed`, `result_missing`, `not_allowed`), `Misused`.
    """
    result = plain(result, "结果", limit=WORDS_LIMIT, multiline=True)
    if not result:
        raise Refused("result_missing", "请写明办成了什么，或者为什么没有办成")
    with counter.store.transaction() as db:
        require_open(store.assistance(db, counter.viewer, number))
        body: Body = {"number": number, "result": result, "on": counter.today().isoformat()}
        counter.journal.append(db, CLOSED, body, counter.act())
        return store.assistance(db, counter.viewer, number)


def current_sheet(counter: Counter, number: str) -> str:
    """The number of the 代办单 that says how an order stands today: the last one, where nothing
    was done since, else a new one, which is issued here.

    Raises `Refused` (`unknown_order`, `not_allowed`, `client_missing`: erased by law; as
    `next_sheet`), `Unavailable` (`missing_glyph`, `fonts_absent`). Nothing is written then.
    """
    with counter.store.transaction() as db:
        order = store.assistance(db, counter.viewer, number)
        sheets = _sheets(db, number)
        last = sheets[-1] if sheets else None
        helper = last.order.helper if last and last.order else _names(db, order).get(order.helper)
        cases = _cases(db, counter, order)
        if last is not None and last.order == _said(db, order, cases, helper or ""):
            return last.number
        if not order.client.name:
            raise Refused("client_missing", "委托人的资料已依法删除，不能再出新的帮办代办单")
        issued = [sheet.number for sheet in sheets]
        following = next_sheet(db, counter, number, order.device, issued)
        facts = _order_paper(db, counter, order, helper or "", following)
        counter.journal.append(db, "document.issued", facts.to_body(), counter.act(db))
        return facts.number


def _sheets(db: Connection, number: str) -> list[DocumentFacts]:
    """The papers issued of an order, in their order."""
    found = []
    for event in caseless_events(db, ("document.issued",), number):
        said = text(event.body or {}, "number")
        if said == number or said.startswith(f"{number}-"):
            found.append(from_body(event.body or {}))
    return found


def _order_paper(
    db: Connection, counter: Counter, order: Assistance, helper: str, number: str
) -> DocumentFacts:
    """A 代办单 of an order as it stands. It belongs to the order and to no case."""
    here, client = hall(db), order.client
    cases = _cases(db, counter, order)
    items = [item for item in (_item_of(db, case) for case in cases) if item]
    names = dict.fromkeys(each.item_name for each in cases)
    facts = DocumentFacts(
        kind=ORDER_KIND,
        number=number,
        hall=here.name,
        window=window_words(counter.window),
        clerk=counter.clerk.name,
        phone=_each(item.phone for item in items),
        supervision_phone=_each(item.supervision_phone for item in items),
        applicant=client.name,
        id_masked=mask_id(client.id_number) if client.id_number else "",
        item_name="、".join(names),
        item_code=(items[0].code or items[0].id) if items and len(names) == 1 else "",
        issued_at=stamp(counter.clock.now()),
        sample=here.sample and not here.station,
        order=_said(db, order, cases, helper),
    )
    facts = freeze(facts, hall=counter.folder / OWN_FOLDER)
    return as_printable(facts, counter.fonts, boxed=counter.boxed)


def _each(told: Iterable[str]) -> str:
    """What several items say, each once."""
    return "、".join(dict.fromkeys(filter(None, told)))


def _said(db: Connection, order: Assistance, cases: list[CaseState], helper: str) -> OrderFacts:
    """What a 代办单 says of an order as it stands: who, what for, in which cases, each step with
    its day and who did it, and what came of it."""
    numbers = "、".join(each.number for each in cases)
    service, names = SERVICES[Help(order.kind)], _names(db, order)
    result = " ".join(order.result.split())
    if order.closed_on:
        result = f"{day_text(order.closed_on)}：{result}"
    return OrderFacts(
        helper=helper,
        taken_on=order.day.isoformat(),
        service=f"{service}（办件 {numbers}）" if numbers else service,
        authority="；".join(words_of(each) for each in order.authorisations),
        steps=tuple(_step(each, names.get(each.operator, "")) for each in order.steps),
        result=result,
    )


def _step(step: HelpStep, who: str) -> str:
    return f"{day_text(step.on)}{f' {who}' if who else ''}：{' '.join(step.what.split())}"


def _names(db: Connection, order: Assistance) -> dict[str, str]:
    """The names behind the clerk ids of an order; those of another workstation nobody here has."""
    return store.clerk_names(db) if order.device in store.own_devices(db) else {}


def _cases(db: Connection, counter: Counter, order: Assistance) -> list[CaseState]:
    """The case an order was opened for, then those taken in on it."""
    named = [intake.case(db, counter.viewer, order.case)] if order.case else []
    taken = intake.cases_on_order(db, counter.viewer, order.number, order.day)
    return named + [each for each in taken if each.number != order.case]


def _item_of(db: Connection, state: CaseState) -> ServiceItem | None:
    """The item of a case in the version it is handled under, where that is here: it says which
    telephones to ask at."""
    with suppress(ClerkError):
        return catalogue.item_version(db, state.item, state.item_hash)
    return None


def _next_number(db: Connection, counter: Counter) -> str:
    here = hall(db)
    station = numbering_station(db, here)
    year = counter.today().year
    last = store.last_order_sequence(db, here.county + station, year)
    return order_number(here.county, station, year, last + 1)


def _evened(client: Client) -> Client:
    return Client(
        name=person_name(client.name, "委托人姓名"),
        id_type=plain(client.id_type, "证件类型", limit=SHORT_LIMIT),
        id_number=half_width(plain(client.id_number, "证件号码", limit=SHORT_LIMIT)).upper(),
        phone=half_width(plain(client.phone, "电话", limit=SHORT_LIMIT)),
    )


def _checked(authorisation: Authorisation) -> Authorisation:
    evened = replace(
        authorisation,
        reference=plain(authorisation.reference, "委托书编号", limit=SHORT_LIMIT),
        scope=plain(authorisation.scope, "委托权限", limit=WORDS_LIMIT, multiline=True),
    )
    check_authorisation(evened)
    return evened


def _authorised(number: str, authorisation: Authorisation) -> Body:
    body: Body = {
        "number": number,
        "kind": str(authorisation.kind),
        "on": authorisation.since.isoformat(),
        "scope": authorisation.scope,
        "until": authorisation.until.isoformat(),
    }
    if authorisation.reference:
        body["reference"] = authorisation.reference
    return body
