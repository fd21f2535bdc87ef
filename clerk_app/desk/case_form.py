"""The form of one act: what was typed so far, and how it is kept until it is recorded."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from clerk_app.desk.case_fields import GRAVE, PAPER_ACTS, Field, Kind
from clerk_app.desk.case_papers import Mark
from clerk_app.intake.model import Action
from clerk_app.intake.rules.life import ACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.desk.intake_state import PaperRow
    from clerk_app.desk.messages import Message

FORMAT = 1
MOST_KEPT = 20
"""Acts that were begun and not recorded, kept for later; the oldest goes first."""
FAULT, CORRECTION, PAGES = "fault", "correction", "pages"
"""What is being typed for the paper in hand."""
FOR_GOOD = "记录以后不能撤回。"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a hand put in: all of a form that is kept."""

    values: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    signed: bool = False
    override: bool = False

    @property
    def is_empty(self) -> bool:
        touched = any(mark.state for mark in self.marks)
        return not (touched or self.signed or any(self.values.values()))


@dataclass(frozen=True, slots=True)
class Form:
    """Everything the form shows. `at` counts the fields, `row` the papers; `typing` is what is
    typed for the paper in hand. `asking`: the one line before the act is recorded."""

    number: str
    action: Action
    typed: Typed = Typed()
    fields: tuple[Field, ...] = ()
    rows: tuple[PaperRow, ...] = ()
    at: int = 0
    row: int = 0
    typing: str = ""
    may_sign: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    asking: bool = False
    busy: bool = False
    message: Message | None = None
    confirm: str = ""

    @property
    def title(self) -> str:
        """The act in the hall's words."""
        return ACTS[self.action]

    @property
    def grave(self) -> bool:
        """Recorded by a key of its own, never by Enter."""
        return self.action in GRAVE

    @property
    def field(self) -> Field | None:
        """The field the hand is at."""
        return self.fields[self.at] if 0 <= self.at < len(self.fields) else None

    @property
    def in_papers(self) -> bool:
        """Is the hand in the papers?"""
        return self.field is not None and self.field.kind is Kind.PAPERS and not self.asking

    def value(self, name: str) -> str:
        """What was typed into a field."""
        return self.typed.values.get(name, "")


def confirm_words(form: Form) -> str:
    """The one line before recording: what will stand, and that it stands for good."""
    said = []
    if form.action in PAPER_ACTS:
        said.append(_marked(form.typed.marks))
    for each in form.fields:
        value = form.value(each.id).strip()
        if not value or each.kind is Kind.PAPERS:
            continue
        if each.kind is Kind.CHOICE:
            value = next((o.title for o in each.options if o.value == value), value)
        if each.id.endswith("approver"):
            value += "批准"
        said.append(value)
    words = "，".join(part for part in said if part)
    return f"{form.title}{'：' if words else ''}{words}。{FOR_GOOD}"


_PAPERS = (
    ("in_order", "齐全"),
    ("corrected_on_the_spot", "当场更正"),
    ("waived_shared", "免交"),
    ("defective", "有误"),
    ("missing", "缺"),
)


def _marked(marks: tuple[Mark, ...]) -> str:
    counts = ((word, sum(mark.state == state for mark in marks)) for state, word in _PAPERS)
    return "、".join(f"{word} {count} 份" for word, count in counts if count)


Kept = dict[tuple[str, str], Typed]
"""What was typed and not recorded, by case and act."""


def dump(kept: Kept) -> str:
    """The acts begun, as text of ASCII only; empty where there is none."""
    lines = [
        {"number": number, "action": action, **asdict(typed)}
        for (number, action), typed in list(kept.items())[-MOST_KEPT:]
        if not typed.is_empty
    ]
    return json.dumps({"format": FORMAT, "acts": lines}) if lines else ""


def load(content: str) -> Kept:
    """Read them back; nothing for none, and for what this program cannot read."""
    try:
        raw: dict[str, Any] = json.loads(content)
        if raw["format"] != FORMAT:
            return {}
        return {
            (str(line["number"]), str(line["action"])): Typed(
                {str(k): str(v) for k, v in line["values"].items()},
                tuple(Mark(**mark) for mark in line["marks"]),
                bool(line["signed"]),
                bool(line["override"]),
            )
            for line in raw["acts"]
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}
