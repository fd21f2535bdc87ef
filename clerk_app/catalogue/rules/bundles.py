"""一件事: several items as one form and one set of papers.

What is merged is a set of needs, each "this item needs this paper". Sets know no order and
hold nothing twice, so merging is free of order, free of grouping and idempotent by itself; the
one list a citizen sees is read off the set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from clerk_app.catalogue.model import (
    Bundle,
    ElementKind,
    FormField,
    Keep,
    Material,
    Necessity,
    Party,
    ServiceItem,
    Situation,
)
from clerk_app.catalogue.rules.names import is_catch_all, is_own_form
from clerk_app.catalogue.rules.papers import checklist
from clerk_app.catalogue.rules.situations import asked
from clerk_app.kernel.text import half_width

Answers = Mapping[str, Mapping[str, str]]
"""Item key → situation key → answer."""


@dataclass(frozen=True, slots=True)
class Need:
    """One item needs one paper, for the answers given. `place`: where in the item's list."""

    item: str
    paper: Material
    place: int = 0


@dataclass(frozen=True, slots=True)
class MergedPaper:
    """A paper asked for once. `paper` is what must be brought so that every item has enough.

    `needs` says which item needs it, and how: each still has its own counts and conditions.
    `produced_by` is the item of the bundle whose result it is: nobody has to bring it.
    """

    paper: Material
    needs: tuple[Need, ...]
    produced_by: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        """The items that need it."""
        return tuple(dict.fromkeys(need.item for need in self.needs))


@dataclass(frozen=True, slots=True)
class MergedField:
    """A data element asked for once, and the items whose forms it fills.

    `conflict` says why one answer cannot serve all of them; then each must be asked.
    """

    field: FormField
    items: tuple[str, ...]
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class MergedQuestion:
    """A question asked once: items that share its key, its words and its answers."""

    situation: Situation
    items: tuple[str, ...]


def needs(items: Iterable[ServiceItem], answers: Answers) -> frozenset[Need]:
    """Which item needs which paper. The union of two such sets is that of all their items."""
    return frozenset(
        Need(item.key, paper, place)
        for item in items
        for place, paper in enumerate(checklist(item, answers.get(item.key, {})))
    )


def merge(
    wanted: Iterable[Need],
    *,
    same: Iterable[Iterable[str]] = (),
    order: Iterable[str] = (),
    produced: Iterable[tuple[str, ...]] = (),
) -> tuple[MergedPaper, ...]:
    """One set of papers out of many: each paper once, the strictest copies and form winning.

    Papers are the same when they carry the same `shared_as`, or their names are alike but for
    width, case, blanks and 《》, or `same` lists their names together. An agent's paper is never
    the applicant's. `order` names the items in the order their papers are listed; the rest
    follow by key. `produced` are pairs of an item and the paper that it makes before the others
    need it. The hall's own forms (申请表) and names that can mean anything are one paper only
    where a mark or `same` says so: each body has its own. No item loses a paper it needs: every
    need is in exactly one merged paper which asks for at least as much.
    """
    unique = frozenset(wanted)
    places = {key: place for place, key in enumerate(order)}
    listed = sorted(unique, key=lambda need: _sort_key(need, places))
    groups: dict[tuple[str, Party], list[Need]] = {}
    marks = _marks(listed, same)
    for need in listed:
        groups.setdefault((marks[need], need.paper.party), []).append(need)
    made = _makers(produced, {need.item for need in unique} | places.keys())
    return tuple(
        MergedPaper(_strictest(group), tuple(group), _maker(group, made, places))
        for group in groups.values()
    )


def merged_papers(
    bundle: Bundle, items: Iterable[ServiceItem], answers: Answers
) -> tuple[MergedPaper, ...]:
    """The one set of papers of a bundle, for the answers given, in the order of its items.

    Each stands under a name of its own, by which it is handed in: where two bodies call their own
    forms the same, the item's name follows in brackets.
    """
    inside = list(items)
    keys = {name: item.key for item in inside for name in (item.id, item.code, item.key)}
    found = merge(
        needs(inside, answers),
        same=bundle.same_papers,
        order=[item.key for item in inside],
        produced=[(keys.get(pair[0], ""), *pair[1:]) for pair in bundle.produced if pair],
    )
    names = [merged.paper.name for merged in found]
    called = {item.key: item.name for item in inside}
    return tuple(
        merged if names.count(merged.paper.name) == 1 else _told_apart(merged, called)
        for merged in found
    )


def _told_apart(merged: MergedPaper, called: Mapping[str, str]) -> MergedPaper:
    name = f"{merged.paper.name}（{called[merged.items[0]]}）"
    return replace(merged, paper=replace(merged.paper, name=name))


def _makers(produced: Iterable[tuple[str, ...]], members: Set[str]) -> dict[str, list[str]]:
    """Mark of a paper → the items that make it. Only what a member makes is made here."""
    made: dict[str, list[str]] = {}
    for pair in produced:
        if len(pair) == 2 and pair[0] in members:
            made.setdefault(same_paper_mark(pair[1]), []).append(pair[0])
    return made


def _maker(group: list[Need], made: Mapping[str, list[str]], places: Mapping[str, int]) -> str:
    """The item that makes the paper in time, unless it asks for the paper itself.

    In time: it stands before every item that needs it, in the order of the bundle. So two items
    that each wait for the other's result make nothing, and both papers have to be brought.
    """
    asking = {need.item for need in group}
    first = min(places.get(key, len(places)) for key in asking)
    for mark in dict.fromkeys(same_paper_mark(need.paper.name) for need in group):
        for maker in made.get(mark, ()):
            if places.get(maker, len(places)) < first:
                return maker
    return ""


def merged_fields(items: Iterable[ServiceItem]) -> tuple[MergedField, ...]:
    """One form out of many: the same data element asked once, required if any item requires it.

    Where the kinds or the choices differ, one answer cannot serve all: the element is marked with
    its `conflict` and shows every choice there is.
    """
    groups: dict[str, list[tuple[str, FormField]]] = {}
    for item in _once(items):
        for field in item.fields:
            groups.setdefault(field.element, []).append((item.key, field))
    return tuple(_merged_field(group) for group in groups.values())


def merged_questions(items: Iterable[ServiceItem], answers: Answers) -> tuple[MergedQuestion, ...]:
    """The questions to ask now, each once, in the order of the items.

    Two items share a question when key, words and answer values agree: then one answer counts
    for both (`spread`). What an answer does to the papers stays each item's own.
    """
    groups: dict[tuple[str, str, tuple[str, ...]], list[tuple[str, Situation]]] = {}
    for item in _once(items):
        for situation in asked(item, answers.get(item.key, {})):
            values = tuple(sorted(answer.value for answer in situation.answers))
            mark = (situation.key, situation.question, values)
            groups.setdefault(mark, []).append((item.key, situation))
    return tuple(
        MergedQuestion(group[0][1], tuple(key for key, _ in group)) for group in groups.values()
    )


def spread(answers: Answers, question: MergedQuestion, value: str) -> dict[str, dict[str, str]]:
    """The answers after one answer was given to a shared question."""
    given = {key: dict(of_item) for key, of_item in answers.items()}
    for key in question.items:
        given.setdefault(key, {})[question.situation.key] = value
    return given


def members(bundle: Bundle, items: Mapping[str, ServiceItem]) -> tuple[ServiceItem, ...]:
    """The items of a bundle that are at hand, in its order, each once."""
    return tuple(items[key] for key in dict.fromkeys(bundle.items) if key in items)


def same_paper_mark(name: str) -> str:
    """Names with the same mark are one paper.

    >>> same_paper_mark("《申请表》") == same_paper_mark("申请表 ")
    True
    >>> same_paper_mark("身份证（复印件）") == same_paper_mark("身份证")
    False
    """
    return "".join(char for char in half_width(name).lower() if char not in "《》 \u3000\t")


def _once(items: Iterable[ServiceItem]) -> Iterator[ServiceItem]:
    yield from {item.key: item for item in items}.values()


def _sort_key(need: Need, places: Mapping[str, int]) -> tuple[int, str, int, str]:
    return places.get(need.item, len(places)), need.item, need.place, repr(need.paper)


def _marks(listed: list[Need], same: Iterable[Iterable[str]]) -> dict[Need, str]:
    """The mark of each need; marks that mean one paper are made one (union of all ways)."""
    parent: dict[str, str] = {}

    def find(mark: str) -> str:
        while parent.setdefault(mark, mark) != mark:
            mark = parent[mark]
        return mark

    def join(one: str, other: str) -> None:
        low, high = sorted((find(one), find(other)))
        parent[high] = low

    said: set[str] = set()
    for names in same:
        marks = ["n" + same_paper_mark(name) for name in names]
        said.update(marks)
        for mark in marks[1:]:
            join(marks[0], mark)
    own: dict[Need, str] = {}
    for need in listed:
        mark = "n" + same_paper_mark(need.paper.name)
        alone = is_own_form(need.paper.name) or is_catch_all(need.paper.name)
        if alone and mark not in said:
            mark = f"i{len(need.item)} {need.item} {mark}"
        if need.paper.shared_as:
            join("s" + need.paper.shared_as, mark)
        own[need] = mark
    return {need: find(mark) for need, mark in own.items()}


_NEED_RANK = {
    Necessity.REQUIRED: 0,
    Necessity.SITUATIONAL: 1,
    Necessity.DEFERRABLE: 2,
    Necessity.OPTIONAL: 3,
}
"""How strict a need is, strictest first. A listed 情形必要 paper is due, like 必要."""


def _strictest(group: list[Need]) -> Material:
    """What satisfies every need: most pieces, an original over a copy, kept over looked at.

    It may come later only if it may for every item that must have it, and then within the
    fewest days.
    """
    papers = [need.paper for need in group]
    lead = min(papers, key=lambda paper: (_NEED_RANK[paper.necessity], paper.name, repr(paper)))
    due = [paper for paper in papers if paper.necessity is not Necessity.OPTIONAL] or papers
    days = [paper.defer_workdays for paper in due if paper.defer_workdays is not None]
    kept = any(paper.keep is Keep.COLLECTED for paper in papers)
    valid = [paper.valid_days for paper in papers if paper.valid_days is not None]
    return replace(
        lead,
        originals=max(paper.originals for paper in papers),
        copies=max(paper.copies for paper in papers),
        keep=Keep.COLLECTED if kept else Keep.VERIFIED,
        electronic=any(paper.electronic for paper in papers),
        deferrable=all(_may_wait(paper) for paper in due),
        defer_workdays=min(days) if days else None,
        form=_joined(paper.form for paper in papers),
        source_channel=_joined(paper.source_channel for paper in papers),
        paper_size=_joined(paper.paper_size for paper in papers),
        blank_form=_joined(paper.blank_form for paper in papers),
        filled_sample=_joined(paper.filled_sample for paper in papers),
        applies_when=_joined(paper.applies_when for paper in papers),
        standard=_joined(paper.standard for paper in papers),
        how_to_get=_joined(paper.how_to_get for paper in papers),
        basis=_joined(paper.basis for paper in papers),
        note=_joined(paper.note for paper in papers),
        faults=tuple({f.text: f for p in papers for f in p.faults}.values()),
        valid_days=min(valid) if valid else None,
    )


def _may_wait(paper: Material) -> bool:
    if paper.necessity is Necessity.REQUIRED:
        return False
    return paper.deferrable or paper.necessity is Necessity.DEFERRABLE


def _joined(texts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(text for text in sorted(texts) if text))


def _merged_field(group: list[tuple[str, FormField]]) -> MergedField:
    parts = sorted((field for _, field in group), key=repr)
    lead = parts[0]
    keys = tuple(sorted({key for key, _ in group}))
    choices = [field.options for field in parts if field.kind is ElementKind.CHOICE]
    every = tuple(dict.fromkeys(option for options in choices for option in options))
    conflict = ""
    if len({field.kind for field in parts}) > 1:
        conflict = "各事项对这一项的类型要求不同"
    elif any(set(options) != set(every) for options in choices):
        conflict = "各事项对这一项的选项不同"
    field = replace(
        lead,
        required=any(field.required for field in parts),
        options=every,
        note=_joined(field.note for field in parts),
    )
    return MergedField(field, keys, conflict)
