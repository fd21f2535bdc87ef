"""已通知: the applicant was told what was owed, once and for all; and whom to call about what.

Messages leave through a `Messenger`. The first is the call list: a clerk reads it and calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.watch import watch
from clerk_app.intake import store
from clerk_app.intake.rules.messages import Owed, owed
from clerk_app.intake.rules.silence import as_of
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import text
from clerk_app.kernel.errors import Misused, Refused

TOLD = "case.told"
WAYS = {"phone": "电话", "sms": "短信", "counter": "当面", "letter": "书信", "online": "网上"}
"""How somebody was told, in the hall's words."""


@dataclass(frozen=True, slots=True)
class ToTell:
    """One message with whom to tell: the agent where one applied, else the applicant. A name or
    telephone that is not known is empty."""

    owed: Owed
    item: str
    name: str
    phone: str
    by_agent: bool = False


class Messenger(Protocol):
    """A way messages reach people."""

    def give(self, messages: Sequence[ToTell]) -> None:
        """Take these messages; what was told is recorded by `tell`, by whoever told it."""
        ...


class CallList:
    """The messages as a list to call from."""

    def __init__(self) -> None:
        self.messages: tuple[ToTell, ...] = ()

    def give(self, messages: Sequence[ToTell]) -> None:
        """Put them on the list in their order."""
        self.messages += tuple(messages)


def tell(counter: Counter, number: str, key: str, way: str = "") -> Owed:
    """Record that the applicant of a case was told a message, named by its key or, where only one
    of that kind is owed, by its kind. `way` is one of `WAYS`, empty where nobody says.

    What is owed is judged on the case as the law sees it today (art. 32(4)), in the transaction
    that records it: two clerks who call at once record it once. Raises `Refused`
    (`unknown_case`, `not_allowed`, `not_owed`: told already, or not owed today), `Misused`
    (`unknown_way`).
    """
    if way and way not in WAYS:
        raise Misused("unknown_way", f"通知方式应为 {'、'.join(WAYS)} 之一")
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        today = counter.today()
        state = as_of(store.case(db, counter.viewer, number), today, counter.calendar)
        messages = owed(state, today, counter.calendar)
        found = next((m for m in messages if key in {m.key, str(m.message)}), None)
        if found is None:
            raise Refused("not_owed", "这一条今天不用告诉申请人，或者已经记过了")
        body: Body = {"message": found.key, **({"by": way} if way else {})}
        counter.journal.append(db, TOLD, body, counter.act(db), case=number)
    return found


def give_messages(counter: Counter, at: datetime, messenger: Messenger) -> None:
    """Hand every message owed on the legal day of `at` to a messenger, most urgent case first.

    Raises `Refused` (`not_allowed`).
    """
    messages = watch(counter, at).messages
    with counter.store.reading() as db:
        messenger.give([_to_tell(db, counter, message) for message in messages])


def _to_tell(db: Connection, counter: Counter, message: Owed) -> ToTell:
    state = store.case(db, counter.viewer, message.number)
    received = next(
        (
            event.body or {}
            for event in counter.journal.case_events(db, message.number)
            if event.kind == "case.received"
        ),
        {},
    )
    for role in ("agent", "applicant"):
        party = received.get(role)
        if isinstance(party, dict) and text(party, "phone"):
            name, phone = text(party, "name"), text(party, "phone")
            return ToTell(message, state.item_name, name, phone, by_agent=role == "agent")
    return ToTell(message, state.item_name, state.applicant, "")
