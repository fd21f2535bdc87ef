"""An enquiry (咨询) as every part of the program reads it: a question, not an application."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One line of the register (咨询台账). Empty text for what was not said.

    `closed_at` is set once an enquiry that stayed open was answered, with `answer`.
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
    documents: tuple[EnquiryDocument, ...] = ()

    @property
    def is_open(self) -> bool:
        """Somebody still owes this person an answer."""
        return not self.closed_at and self.outcome in {str(o) for o in Outcome if o.stays_open}
