"""Rows of a page that explains: questions, papers, form fields, items, in the hall's words.

The item page and the page of a bundle are lists of such rows. What a row says is decided here;
the view draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clerk_app.catalogue.model import Keep, Necessity, OnTheSpot, Pace, Party
from clerk_app.catalogue.rules.papers import defer_workdays, is_deferrable
from clerk_app.catalogue.rules.situations import answer_of, asked
from clerk_app.catalogue.rules.summary import counts_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clerk_app.catalogue.model import Material, ServiceItem, Situation

Facts = tuple[tuple[str, str], ...]
CHOICE_KEYS = "1234567890"


class RowKind(StrEnum):
    """What a row is about."""

    HEADING = "heading"  # the hand passes over it
    TEXT = "text"  # so with this
    QUESTION = "question"
    PAPER = "paper"
    FIELD = "field"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a question; the key is empty for the eleventh and on: by mouse only."""

    key: str
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `facts` are shown while it is open; `right` and `tone` say its state."""

    id: str
    kind: RowKind
    title: str
    detail: str = ""
    number: str = ""
    right: str = ""
    tone: str = "text2"  # of `right`, and of `detail` when it warns
    warns: bool = False
    depth: int = 0
    choices: tuple[Choice, ...] = ()
    facts: Facts = ()

    @property
    def is_stop(self) -> bool:
        """Whether the hand stops here."""
        return self.kind not in {RowKind.HEADING, RowKind.TEXT}


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of the side: a title and its paragraphs."""

    title: str
    lines: tuple[str, ...]


def heading(title: str, detail: str = "") -> Row:
    """A title between rows."""
    return Row(f"h:{title}", RowKind.HEADING, title, detail)


def text_row(words: str) -> Row:
    """A sentence between rows."""
    return Row(f"t:{words}", RowKind.TEXT, words)


def question_row(
    situation: Situation, given: str, *, number: int, depth: int = 0, detail: str = ""
) -> Row:
    """A question in plain words with its answers; what is not answered yet says so."""
    known = any(answer.value == given for answer in situation.answers)
    choices = tuple(
        Choice(CHOICE_KEYS[at : at + 1], answer.value, answer.label, answer.value == given)
        for at, answer in enumerate(situation.answers)
    )
    return Row(
        f"q:{situation.key}",
        RowKind.QUESTION,
        situation.question,
        "，".join(part for part in (situation.help, detail) if part),
        number=str(number),
        right="" if known else "还没问",
        tone="warn",
        depth=depth,
        choices=choices,
    )


def depths(item: ServiceItem, answers: Mapping[str, str]) -> dict[str, int]:
    """How deep each question that is asked stands under the answers that lead to it."""
    found: dict[str, int] = {}
    for situation in asked(item, answers):
        found.setdefault(situation.key, 0)
        answer = answer_of(situation, answers)
        for key in answer.asks if answer else ():
            found.setdefault(key, found[situation.key] + 1)
    return found


def only_asked(item: ServiceItem, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to questions that are asked: another answer may have closed a way."""
    return {
        situation.key: answers[situation.key]
        for situation in asked(item, answers)
        if situation.key in answers
    }


def paper_row(
    paper: Material, number: int, *, wait: int | None = None, key: str = "", detail: str = ""
) -> Row:
    """A paper: what it is, how many, kept or looked at; all the rest when opened.

    `wait`: workdays it may come later, None: it may not.
    """
    need = {Necessity.SITUATIONAL: "必要", Necessity.DEFERRABLE: "必要"}
    optional = paper.necessity is Necessity.OPTIONAL
    necessity = need.get(paper.necessity, str(paper.necessity))
    counts = counts_text(paper)
    form = "" if all(part in counts for part in paper.form.split("；")) else paper.form
    words = (necessity, counts, str(paper.keep), form, detail)
    right = f"可容缺 {wait} 个工作日" if wait is not None else "可不交" if optional else ""
    return Row(
        f"p:{key or paper.name}",
        RowKind.PAPER,
        paper.name,
        "·".join(dict.fromkeys(word for word in words if word)),
        number=str(number),
        right=right,
        tone="accent" if wait is not None else "text2",
        facts=paper_facts(paper, wait),
    )


def may_wait(item: ServiceItem, paper: Material) -> int | None:
    """Workdays the paper may come later under the item's policy, None: it may not."""
    barred = item.handling is Pace.ON_THE_SPOT and not item.deferral.immediate_allowed
    if barred or not item.deferral.enabled or not is_deferrable(item, paper):
        return None
    return defer_workdays(item, paper)


def paper_facts(paper: Material, wait: int | None) -> Facts:
    """Everything the catalogue says of a paper, empty facts left out."""
    keep = {Keep.COLLECTED: "收取，存档", Keep.VERIFIED: "核验，看后退还"}
    facts = (
        ("谁的材料", "代办人" if paper.party is Party.AGENT else ""),
        ("份数", f"{counts_text(paper)}，{keep[paper.keep]}"),
        ("从哪里来", paper.source_channel),
        ("怎样算合格", paper.standard),
        ("怎样取得", paper.how_to_get),
        ("什么时候要", paper.applies_when),
        ("容缺", f"可以在 {wait} 个工作日内补交" if wait is not None else ""),
        ("常见问题", _faults(paper)),
        ("依据", paper.basis),
        ("空白表格", paper.blank_form),
        ("样表", paper.filled_sample),
        ("纸张", paper.paper_size),
        ("有效期", f"{paper.valid_days} 日" if paper.valid_days is not None else ""),
        ("备注", paper.note),
    )
    return tuple((label, text) for label, text in facts if text)


def _faults(paper: Material) -> str:
    can = {OnTheSpot.YES: "（可当场更正）", OnTheSpot.NO: "（不能当场更正）"}
    return "；".join(fault.text + can.get(fault.on_the_spot, "") for fault in paper.faults)


def first_stop(rows: Iterable[Row]) -> int:
    """Where the hand begins: the first question without an answer, else the first row."""
    stops = [at for at, row in enumerate(rows) if row.is_stop]
    rows = tuple(rows)
    open_ = [at for at in stops if rows[at].kind is RowKind.QUESTION and rows[at].right]
    return (open_ or stops or [0])[0]


def next_stop(rows: tuple[Row, ...], at: int, by: int) -> int:
    """The row the hand comes to; at an end it stays."""
    stops = [place for place, row in enumerate(rows) if row.is_stop]
    if not stops:
        return at
    if at not in stops:
        return min(stops, key=lambda place: abs(place - at))
    return stops[max(0, min(len(stops) - 1, stops.index(at) + by))]


def place_of(rows: tuple[Row, ...], row_id: str) -> int | None:
    """Where a row stands now, None: it is gone."""
    return next((at for at, row in enumerate(rows) if row.id == row_id), None)
