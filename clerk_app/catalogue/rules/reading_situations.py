"""Situations (情形): as files write them, or derived from words where they write none."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.catalogue.model import Answer, Situation
from clerk_app.catalogue.rules.reading_papers import Cases
from clerk_app.catalogue.rules.source import Source

YES, NO = "是", "否"


def read_situations(source: Source, cases: Cases) -> tuple[Situation, ...]:
    """The questions of an item. Without any, one per distinct phrase of the 情形必要 papers.

    Whether they hang together is judged over the whole item (`situations.situation_faults`).
    """
    return _read_written(source) or _derive(source, cases)


def _derive(source: Source, cases: Cases) -> tuple[Situation, ...]:
    """One yes/no question per phrase, the phrase its key, 是 adding the papers it names."""
    papers: dict[str, list[str]] = {}
    for name, said in cases.items():
        for phrase in said:
            papers.setdefault(phrase, []).append(name)
    for phrase in papers:
        message = f"由适用情形的文字得出一个问题：“{phrase}”，请核对"
        source.findings.warn("situation_derived", "situations", message)
    return tuple(
        Situation(
            key=phrase,
            question=f"是否属于“{phrase}”？",
            answers=(Answer(YES, YES, adds=tuple(names)), Answer(NO, NO)),
        )
        for phrase, names in papers.items()
    )


def _read_written(source: Source) -> tuple[Situation, ...]:
    found: dict[str, Situation] = {}
    for place, raw in source.entries("situations"):
        situation = _read_one(source, place, raw)
        if situation is None:
            source.findings.bad(place, raw, "情形，要有 key 和 answers")
        elif situation.key in found:
            source.findings.bad(place, raw, "情形，key 不能重复")
        else:
            found[situation.key] = situation
    return tuple(found.values())


def _read_one(source: Source, place: str, raw: object) -> Situation | None:
    if not isinstance(raw, Mapping):
        return None
    row = Source(raw, place, source.findings)
    question = row.label("question")
    key = row.label("key") or question
    answers: dict[str, Answer] = {}
    for spot, entry in row.entries("answers"):
        answer = _read_answer(row, spot, entry)
        if answer is None or answer.value in answers:
            row.findings.bad(spot, entry, "一个不重复的回答，要有 value")
        else:
            answers[answer.value] = answer
    if not key or not answers:
        return None
    help_text = row.text("help")
    row.finish()
    return Situation(key, question or key, tuple(answers.values()), help_text)


def _read_answer(row: Source, place: str, raw: object) -> Answer | None:
    if isinstance(raw, str):
        raw = {"value": raw}
    if not isinstance(raw, Mapping):
        return None
    entry = Source(raw, place, row.findings)
    label = entry.label("label")
    value = entry.label("value") or label
    if not value:
        return None
    effects = (entry.texts("adds"), entry.texts("removes"), entry.texts("asks"))
    answer = Answer(value, label or value, *effects)
    entry.finish()
    return answer
