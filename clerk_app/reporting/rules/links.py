"""关联编号: the numbers one case has in other systems."""

from __future__ import annotations

from collections.abc import Iterable

from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, text
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.text import half_width, plain
from clerk_app.reporting.model import LinkedNumber

LINKED = "case.linked"
NUMBER_LIMIT = 50
"""办件编号 of the exchange library: at most 50 characters."""
SYSTEM_LIMIT = 100


def read_link(number: str, system: str) -> LinkedNumber:
    """A linked number as it is recorded. Raises `Misused` (`bad_link`, `bad_text`)."""
    number = plain(half_width(number), "关联编号", limit=NUMBER_LIMIT)
    system = plain(system, "系统名称", limit=SYSTEM_LIMIT)
    if not number or not system:
        raise Misused("bad_link", "关联编号和系统名称不能为空")
    return LinkedNumber(number, system)


def links_of(events: Iterable[Event]) -> tuple[LinkedNumber, ...]:
    """The linked numbers of a case in the order they were told, each once."""
    found: dict[LinkedNumber, None] = {}
    for event in events:
        if event.kind == LINKED and event.body is not None:
            link = LinkedNumber(text(event.body, "number"), text(event.body, "system"))
            if link.number:
                found[link] = None
    return tuple(found)


def link_body(link: LinkedNumber, **more: str) -> Body:
    """The body of `case.linked`; `more` is whatever else is known of the other system's work."""
    body: Body = {"number": link.number, "system": link.system}
    body.update({name: value for name, value in more.items() if value})
    return body
