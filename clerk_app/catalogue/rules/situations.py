"""Which questions are asked for which answers, and whether every way through them ends.

An answer may lead to further questions (`Answer.asks`). A question that some answer leads to
is asked only after such an answer; the others are always asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clerk_app.catalogue.model import Answer, Necessity, ServiceItem, Situation


@dataclass(frozen=True, slots=True)
class SituationFault:
    """Something wrong with the questions of an item. `code` is that of the warning."""

    code: str
    message: str


def asked(item: ServiceItem, answers: Mapping[str, str]) -> tuple[Situation, ...]:
    """The questions to ask for these answers, in the order a clerk asks them.

    A further question follows the answer that leads to it; one that several answers lead to is
    asked once, at the first of them. Answers to questions that are not asked have no effect.
    """
    questions = {situation.key: situation for situation in item.situations}
    found: dict[str, Situation] = {}
    waiting = [situation.key for situation in reversed(roots(item.situations))]
    while waiting:
        key = waiting.pop()
        situation = questions.get(key)
        if situation is None or key in found:
            continue
        found[key] = situation
        answer = answer_of(situation, answers)
        if answer is not None:
            waiting.extend(reversed(answer.asks))
    return tuple(found.values())


def answer_of(situation: Situation, answers: Mapping[str, str]) -> Answer | None:
    """The answer given to a question, None where it has none or an unknown one."""
    given = answers.get(situation.key)
    return next((answer for answer in situation.answers if answer.value == given), None)


def given_answers(item: ServiceItem, answers: Mapping[str, str]) -> Iterator[Answer]:
    """The answers that count: those to questions that are asked."""
    for situation in asked(item, answers):
        answer = answer_of(situation, answers)
        if answer is not None:
            yield answer


def roots(situations: Iterable[Situation]) -> list[Situation]:
    """The questions that are always asked: no answer leads to them."""
    listed = list(situations)
    led_to = {key for situation in listed for answer in situation.answers for key in answer.asks}
    return [situation for situation in listed if situation.key not in led_to]


def every_path_ends(situations: Iterable[Situation]) -> bool:
    """Does every way of answering come to an end? It does unless questions lead to themselves."""
    return not _in_circles({situation.key: situation for situation in situations})


def situation_faults(item: ServiceItem) -> tuple[SituationFault, ...]:
    """Everything wrong with the questions of an item, each named.

    - `situation_cycle`: questions that lead back to themselves; they would never end;
    - `situation_unreachable`: no way of answering comes to the question;
    - `unknown_situation`: an answer leads to a question that is not there;
    - `unknown_material`: an answer names a paper that is not in the list;
    - `situational_unreachable`: a 情形必要 paper that no answer adds could never be due;
    - `added_and_removed`: one answer adds and removes the same paper.
    """
    return (*_faults_of_ways(item), *_faults_of_papers(item))


def _faults_of_ways(item: ServiceItem) -> Iterator[SituationFault]:
    questions = {situation.key: situation for situation in item.situations}
    circles = _in_circles(questions)
    for key in circles:
        yield SituationFault("situation_cycle", f"情形“{key}”问来问去又回到自己，问不完")
    for situation in item.situations:
        for answer in situation.answers:
            for key in answer.asks:
                if key not in questions:
                    said = f"情形“{situation.key}”答“{answer.label}”后要问“{key}”，但没有这个情形"
                    yield SituationFault("unknown_situation", said)
    reached = _reached(questions)
    for key in questions:
        if key not in reached and key not in circles:
            yield SituationFault("situation_unreachable", f"情形“{key}”怎样回答都问不到")


def _faults_of_papers(item: ServiceItem) -> Iterator[SituationFault]:
    known = {paper.name for paper in item.materials}
    answers = [answer for situation in item.situations for answer in situation.answers]
    for name in dict.fromkeys(n for answer in answers for n in answer.adds + answer.removes):
        if name not in known:
            yield SituationFault("unknown_material", f"情形里提到的“{name}”不在材料清单里")
    reached = _reached({situation.key: situation for situation in item.situations})
    added = {
        name
        for situation in item.situations
        if situation.key in reached
        for answer in situation.answers
        for name in answer.adds
    }
    for paper in item.materials:
        if paper.necessity is Necessity.SITUATIONAL and paper.name not in added:
            said = f"“{paper.name}”是情形必要，却没有一个情形会用到它"
            yield SituationFault("situational_unreachable", said)
    for answer in answers:
        for name in sorted(set(answer.adds) & set(answer.removes)):
            said = f"答“{answer.label}”既增加又去掉“{name}”，按去掉处理"
            yield SituationFault("added_and_removed", said)


def _reached(questions: Mapping[str, Situation]) -> set[str]:
    """Keys of the questions that some way of answering comes to."""
    waiting = [situation.key for situation in roots(questions.values())]
    reached: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in questions and key not in reached:
            reached.add(key)
            waiting.extend(key for answer in questions[key].answers for key in answer.asks)
    return reached


def _in_circles(questions: Mapping[str, Situation]) -> list[str]:
    """Keys of the questions that can lead back to themselves, in the item's order."""
    leads = {
        key: {k for answer in situation.answers for k in answer.asks if k in questions}
        for key, situation in questions.items()
    }
    left = {key for key, further in leads.items() if further}
    while True:  # what leads nowhere, or nothing leads to, is on no circle
        pointed = {k for key in left for k in leads[key] & left}
        going = {key for key in left if leads[key] & left} & pointed
        if going == left:
            return [key for key in questions if key in left and _comes_back(key, leads)]
        left = going


def _comes_back(start: str, leads: Mapping[str, set[str]]) -> bool:
    waiting, seen = list(leads[start]), set[str]()
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting.extend(leads[key])
    return False
