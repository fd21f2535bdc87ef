"""The documents this program can print.

To add one: a module here with KIND, TITLE, COPIES and `compose`; its name in a tuple below;
`resources/wording/<kind>.toml`; a line in docs/glossary.md. tests/notices/test_every_kind.py
(test_later_kinds.py for `LATER`) then renders it with everything a page must carry.
"""

from __future__ import annotations

from typing import Protocol

from clerk_app.kernel.errors import Misused
from clerk_app.notices.document import Document
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.kinds import (
    acceptance,
    assistance_order,
    closure,
    commitment,
    conditional_acceptance,
    correction_receipt,
    daily_slip,
    delivery_receipt,
    denial,
    dual_notice,
    enquiry_notice,
    extension,
    guide,
    material_list,
    non_acceptance,
    not_needed,
    one_time_notice,
    post_licence_notice,
    receipt,
    reminder,
    return_slip,
    suspension,
    ticket,
    transfer_slip,
    undertaking,
)
from clerk_app.notices.sheets import (
    A4_LARGE,
    A4_SHEET,
    A5_SHEET,
    SLIP_58,
    SLIP_80,
    Sheet,
)
from clerk_app.notices.wording import Wording


class Kind(Protocol):
    """What a module of this package offers."""

    KIND: str
    TITLE: str
    COPIES: int

    def compose(self, facts: DocumentFacts, wording: Wording) -> Document:
        """The document these facts make."""
        ...


KINDS: tuple[Kind, ...] = (
    receipt,
    acceptance,
    one_time_notice,
    conditional_acceptance,
    undertaking,
    non_acceptance,
    not_needed,
)
"""The documents the window issues when a case is taken in."""

LATER: tuple[Kind, ...] = (
    correction_receipt,
    suspension,
    extension,
    denial,
    closure,
    delivery_receipt,
    return_slip,
    commitment,
    dual_notice,
    transfer_slip,
)
"""The documents of the later life of a case; what their act adds is `DocumentFacts.act`."""

EXPLAINING: tuple[Kind, ...] = (guide, enquiry_notice, post_licence_notice)
"""The documents that explain an item; they need no case."""


DAILY: tuple[Kind, ...] = (material_list, reminder, assistance_order, daily_slip, ticket)
"""The documents of the hall's daily work; what they add is a record of their own in the facts."""

EVERY: tuple[Kind, ...] = (*KINDS, *LATER, *EXPLAINING, *DAILY)

_SMALL = frozenset(
    {
        "receipt",
        "material_list",
        "correction_receipt",
        "return",
        "closure",
        "delivery_receipt",
        "transfer_slip",
        "reminder",
        "assistance_order",
        "daily_slip",
    }
)
"""What also goes on half a sheet."""


def sheets_for(kind: str) -> tuple[Sheet, ...]:
    """The sheets a kind may be printed on; the first is meant where nobody chose."""
    if kind == ticket.KIND:
        return SLIP_80, SLIP_58
    small = (A5_SHEET,) if kind in _SMALL else ()
    slips = (SLIP_80, SLIP_58) if kind == daily_slip.KIND else ()
    return A4_SHEET, A4_LARGE, *small, *slips


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises `Misused` (`unknown_document`) naming those there are."""
    every = EVERY
    for kind in every:
        if name == kind.KIND:
            return kind
    known = "、".join(kind.KIND for kind in every)
    raise Misused("unknown_document", f"没有“{name}”这种文书，可打印的有：{known}")
