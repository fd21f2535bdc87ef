"""一件事 in the intake window: one form and one set of papers shown as if they were one item.

The merged item is only what the screen lists. What is decided is decided for each item by itself
(`intake.rules.fan_out`), with its own papers and its own days.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from clerk_app.catalogue.model import Answer, DeferralPolicy, Necessity, ServiceItem, Situation
from clerk_app.catalogue.rules.bundles import (
    MergedPaper,
    MergedQuestion,
    members,
    merged_papers,
    merged_questions,
    spread,
)
from clerk_app.catalogue.rules.papers import defer_workdays, is_deferrable
from clerk_app.catalogue.rules.situations import answer_of
from clerk_app.desk.intake_state import Part
from clerk_app.desk.verdict import LOOKING, WORDS, Verdict, judge, short_day
from clerk_app.intake.model import Outcome
from clerk_app.intake.rules.fan_out import fan_out
from clerk_app.kernel.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.catalogue.model import Material
    from clerk_app.desk.bundle_port import BundleFile
    from clerk_app.intake.model import Application, Decision
    from clerk_app.kernel.working_days import Calendar

Given = tuple[tuple[str, str], ...]
Judged = tuple["Application", "Decision"]
_WORST = (
    Outcome.RETURNED_FOR_CORRECTION,
    Outcome.NOT_ACCEPTED,
    Outcome.CONDITIONALLY_ACCEPTED,
    Outcome.ACCEPTED,
    Outcome.NOT_NEEDED,
)
"""Whichever keeps the citizen back most is what the whole matter is told as."""


def question_key(question: MergedQuestion) -> str:
    """What an answer to a shared question is kept under: its first item's, as `answers_of`
    reads it."""
    return f"{question.items[0]}:{question.situation.key}"


def answers_by_item(items: tuple[ServiceItem, ...], given: Given) -> dict[str, dict[str, str]]:
    """The answers kept, for every item that asks; an answer that nobody asks for is left out."""
    kept, answers = dict(given), dict[str, dict[str, str]]()
    answered: set[str] = set()
    while True:
        todo = (
            question
            for question in merged_questions(items, answers)
            if question_key(question) not in answered
            and answer_of(question.situation, {question.situation.key: _value(question, kept)})
        )
        question = next(todo, None)
        if question is None:
            return answers
        answered.add(question_key(question))
        answers = spread(answers, question, _value(question, kept))


def handed_on(answers: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The answers of the page of a bundle, as they are kept here."""
    return {f"{item}:{key}": v for item, own in answers.items() for key, v in own.items()}


def merged_item(file: BundleFile, given: Given) -> ServiceItem:
    """The bundle as one item, for these answers: questions and papers once each.

    What one item of it makes for the others is not listed: nobody brings it. A paper may come
    later only if every item that must have it lets it.
    """
    items = members(file.bundle, file.items)
    answers = answers_by_item(items, given)
    materials = tuple(
        _material(paper, file)
        for paper in merged_papers(file.bundle, items, answers)
        if not paper.produced_by
    )
    questions = tuple(_situation(each) for each in merged_questions(items, answers))
    marks = "\n".join((file.bundle.content_hash, *(item.content_hash for item in items)))
    return ServiceItem(
        key=file.bundle.key,
        name=file.bundle.name,
        code=file.bundle.key,
        content_hash=sha256(marks.encode()).hexdigest(),
        type_text="一件事",
        department=file.bundle.department,
        materials=materials,
        situations=questions,
        deferral=DeferralPolicy(enabled=any(m.deferrable for m in materials)),
    )


def for_deed(application: Application, file: BundleFile) -> Application:
    """The application as `take_in_bundle` reads it: each answer said for each item by name."""
    items = members(file.bundle, file.items)
    answers = answers_by_item(items, application.situations)
    return replace(application, situations=tuple(handed_on(answers).items()), item_hash="")


def judge_bundle(
    application: Application, file: BundleFile, calendar: Calendar, unseen: int
) -> tuple[tuple[Judged, ...], tuple[Part, ...], Verdict]:
    """Decide every item as things stand, and say each and all of it.

    Raises `Refused` (`bundle_incomplete`) and as `fan_out`. An item that cannot be decided yet
    says why in its part; the whole then waits for it.
    """
    items = members(file.bundle, file.items)
    missing = [key for key in dict.fromkeys(file.bundle.items) if key not in file.items]
    if missing:
        raise Refused("bundle_incomplete", f"本机没有这些事项，不能一起收件：{'、'.join(missing)}")
    applications = fan_out(for_deed(application, file), file.bundle, items)
    judged: list[Judged] = []
    parts: list[Part] = []
    waiting: Verdict | None = None
    for each, item in zip(applications, items, strict=True):
        decision, said = judge(each, item, calendar, 0)
        parts.append(Part(item.name, said.sign, said.word, said.why, _days(decision)))
        if decision is None:
            waiting = waiting or replace(said, why=f"“{item.name}”：{said.why}")
        else:
            judged.append((each, decision))
    if waiting is not None:
        return (), tuple(parts), waiting
    return tuple(judged), tuple(parts), _whole(tuple(judged), file, unseen)


def outcomes_of(judged: tuple[Judged, ...]) -> dict[str, Outcome]:
    """What the clerk was shown, by item."""
    return {application.item: decision.outcome for application, decision in judged}


def _whole(judged: tuple[Judged, ...], file: BundleFile, unseen: int) -> Verdict:
    outcomes = [decision.outcome for _, decision in judged]
    worst = next(each for each in _WORST if each in outcomes)
    counts = "，".join(
        f"{outcomes.count(each)} 个{WORDS[each]}" for each in _WORST if each in outcomes
    )
    said = f"{len(judged)} 个事项：{counts}。"
    items = {item.key: item.name for item in file.items.values()}
    names = [
        f"“{items[application.item]}”交齐"
        + "、".join(shortfall.name for shortfall in decision.shortfalls)
        for application, decision in judged
        if decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    ]
    how = "；".join(names) + "，即可受理。" if names else "各事项分别编号、分别计时。"
    title = "怎样变成可以受理" if names else "群众会问的"
    button = "一起收件并打印"
    if unseen:
        step = "逐份按 1–5 定状态，按 Enter 看下一份；其余都齐全按 A。"
        why = f"照现在的勾选，{said}"
        return Verdict(LOOKING, f"还有 {unseen} 份没看", why, "下一步", step, button=button)
    word = WORDS[worst] if len(set(outcomes)) == 1 else f"有事项{WORDS[worst]}"
    return Verdict(str(worst), word, said, title, how, button=button, ready=True)


def _days(decision: Decision | None) -> str:
    """Its own clock, short."""
    if decision is None:
        return ""
    words = []
    if decision.make_good_by and decision.accepted_on:
        words.append(f"{short_day(decision.make_good_by)}前补齐")
    if decision.promised_due:
        words.append(f"承诺 {short_day(decision.promised_due)}")
    elif decision.statutory_due:
        words.append(f"法定 {short_day(decision.statutory_due)}")
    if decision.outcome is Outcome.RETURNED_FOR_CORRECTION:
        words.append(f"最迟 {decision.notice_due:%m-%d} 告知")
    return "，".join(words)


def _value(question: MergedQuestion, kept: Mapping[str, str]) -> str:
    return kept.get(question_key(question), "")


def _situation(question: MergedQuestion) -> Situation:
    """The question with what it does left out: the papers are merged for the answers given."""
    own = question.situation
    answers = tuple(Answer(answer.value, answer.label) for answer in own.answers)
    return Situation(question_key(question), own.question, answers)


def _material(merged: MergedPaper, file: BundleFile) -> Material:
    paper = merged.paper
    due = [n for n in merged.needs if n.paper.necessity is not Necessity.OPTIONAL]
    if not due:
        return replace(paper, necessity=Necessity.OPTIONAL)
    by_key = {item.key: item for item in file.items.values()}
    days = [_wait(by_key[need.item], need.paper) for need in due]
    known = [each for each in days if each is not None]
    if len(known) == len(days):
        return replace(
            paper,
            necessity=Necessity.DEFERRABLE,
            deferrable=True,
            defer_workdays=min(known),
        )
    return replace(paper, necessity=Necessity.REQUIRED, deferrable=False, defer_workdays=None)


def _wait(item: ServiceItem, paper: Material) -> int | None:
    """Workdays the item lets the paper come later, None where it does not."""
    may = item.deferral.enabled and is_deferrable(item, paper)
    return defer_workdays(item, paper) if may else None
