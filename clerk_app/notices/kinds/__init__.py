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
    closure,
    commitment,
    conditional_acceptance,
    correction_receipt,
    delivery_receipt,
    denial,
    dual_notice,
    enquiry_notice,
    extension,
    guide,
    non_acceptance,
    not_needed,
    one_time_notice,
    post_licence_notice,
    receipt,
    return_slip,
    suspension,
    undertaking,
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
)
"""The documents of the later life of a case; what their act adds is `DocumentFacts.act`."""

EXPLAINING: tuple[Kind, ...] = (guide, enquiry_notice, post_licence_notice)
"""The documents that explain an item; they need no case."""


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises `Misused` (`unknown_document`) naming those there are."""
    every = (*KINDS, *LATER, *EXPLAINING)
    for kind in every:
        if name == kind.KIND:
            return kind
    known = "、".join(kind.KIND for kind in every)
    raise Misused("unknown_document", f"没有“{name}”这种文书，可打印的有：{known}")
