"""An enquiry (咨询) as every part of the program reads it: a question, not an application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Way(StrEnum):
    """How the person asked."""

    COUNTER = "counter"
    PHONE = "phone"
    ONLINE = "online"
    LETTER = "letter"


class Outcome(StrEnum):
    """What the first contact did with the question (首问负责).

    `HANDED_OVER` (told to the body it belongs to) and `NO_ITEM` (记下来问: nobody here knows)
    stay open until an answer is recorded.
    """

    ANSWERED = "answered"
    LED_TO_WINDOW = "led_to_window"
    HANDED_OVER = "handed_over"
    NO_ITEM = "no_item"

    @property
    def stays_open(self) -> bool:
        return self in {Outcome.HANDED_OVER, Outcome.NO_ITEM}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a clerk notes of an enquiry.

    `item` is a key, code or id, empty when the question is about no item of the catalogue.
    `answers` may leave questions open. `subject` is the question in words, `follow` what was
    done or is to be done. Name and phone only of a person who wants to be called back.
    `on_paper` false: the answer was given by word only (电话咨询), the register is all.
    """

    item: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    way: Way = Way.COUNTER
    outcome: Outcome = Outcome.ANSWERED
    follow: str = ""
    enterprise: str = ""
    caller: str = ""
    phone: str = ""
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class EnquiryDocument:
    """A numbered paper of an enquiry. `device` and `s` name its event; `printed` counts prints."""

    number: str
    kind: str
    device: str
    s: int
    printed: int = 0


class HolderKind(StrEnum):
    """Who is to answer: a window of this hall, a body outside it, or a clerk by id."""

    WINDOW = "window"
    BODY = "body"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose turn it is to answer. `to` is the name of a window or a body, or the id of a clerk
    of the workstation `device` is."""

    kind: str
    to: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """One handing on of an open question (移交). `operator` at `device` did it, on the legal day
    `on`."""

    on: str
    device: str
    operator: str
    kind: str
    to: str
    reason: str

    @property
    def holder(self) -> Holder:
        return Holder(self.kind, self.to, self.device)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One line of the register (咨询台账). Empty text for what was not said.

    `operator` at `device` was asked first and answers for it (首问负责), whoever it is handed
    to. `closed_at` is set once an enquiry that stayed open was answered, with `answer`.
    """

    number: str
    day: str
    at: str
    operator: str
    window: str
    way: str
    outcome: str
    item: str = ""
    item_name: str = ""
    item_hash: str = ""
    department: str = ""
    ticket: str = ""
    subject: str = ""
    follow: str = ""
    caller: str = ""
    phone: str = ""
    answer: str = ""
    closed_at: str = ""
    device: str = ""
    closed_by: str = ""
    documents: tuple[EnquiryDocument, ...] = ()
    handovers: tuple[Handover, ...] = ()

    @property
    def is_open(self) -> bool:
        """Somebody still owes this person an answer."""
        return not self.closed_at and self.outcome in {str(o) for o in Outcome if o.stays_open}


@dataclass(frozen=True, slots=True)
class Contact:
    """What the report of first contacts needs of one enquiry. `workstation` tells whose clerk id
    `operator` is: empty for this workstation's own, else the device."""

    number: str
    day: str
    workstation: str
    operator: str
    outcome: str
    is_closed: bool
    is_handed_over: bool


@dataclass(frozen=True, slots=True)
class Age:
    """How long a question has waited, in workdays; the day it was asked is not counted."""

    workdays: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """The first contacts of one clerk: received = answered (at once) + closed (later) + open.

    `handed_on` are those of them that went to a window, a body or another clerk. The oldest open
    one, its day and age; empty and None where nothing is open.
    """

    workstation: str
    operator: str
    received: int = 0
    answered: int = 0
    handed_on: int = 0
    closed: int = 0
    open: int = 0
    oldest: str = ""
    oldest_day: date | None = None
    oldest_age: Age | None = None
