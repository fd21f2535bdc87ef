"""帮办代办 at the window: an agent who comes with a helper's order acts on that order only."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from clerk_app.catalogue.model import ServiceItem
from clerk_app.deeds.counter import Counter
from clerk_app.intake.model import Application
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.notices.dates import day_text
from clerk_app.staff import store
from clerk_app.staff.model import Authorisation, AuthorisationKind
from clerk_app.staff.rules import Acting, read_order_number, require_covering


def with_order(
    db: Connection, counter: Counter, application: Application, item: ServiceItem
) -> Application:
    """The application with the words of the authorisation its agent acts on, where an order is
    named; another is returned as it is.

    An agent may apply (行政许可法 art. 29); what a written authority names says 民法典 art. 165.
    Raises `Refused` (`agent_without_authority`): the order is not known or done, is for another
    person, helper or item, or gives no authority on that day.
    """
    if not application.agent_order:
        return application
    try:
        number = read_order_number(application.agent_order)
        order = store.assistance(db, counter.viewer, number)
        helper = order.helper
        if order.device in store.own_devices(db):
            helper = store.clerk(db, helper).name
    except (Misused, Refused) as error:
        raise Refused("agent_without_authority", error.message) from error
    agent, client = application.agent, application.applicant
    acting = Acting(
        agent=agent.name if agent else "",
        client=client.name,
        client_id=client.id_number,
        items=(item.name, item.key, item.code),
        day=legal_day(application.received_at),
    )
    found = require_covering(order, helper, acting)
    return replace(application, agent_order=number, agent_authority=words_of(found))


def words_of(given: Authorisation) -> str:
    """An authorisation as paper tells it.

    >>> from datetime import date
    >>> day = date(2026, 3, 2)
    >>> words_of(Authorisation("letter", "委3号", "代办申请", day, day))
    '授权委托书 委3号，权限：代办申请，2026年3月2日至2026年3月2日'
    """
    kind = "授权委托书" if given.kind == AuthorisationKind.LETTER else "口头委托"
    named = f" {given.reference}" if given.reference else ""
    scope = " ".join(given.scope.split())
    return f"{kind}{named}，权限：{scope}，{day_text(given.since)}至{day_text(given.until)}"
