"""Which papers are due, for which answers, and which may come later (容缺)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from clerk_app.catalogue.model import Material, Necessity, ServiceItem, Situation
from clerk_app.catalogue.rules.limits import workdays_in
from clerk_app.catalogue.rules.situations import asked, every_path_ends, given_answers
from clerk_app.catalogue.rules.unreadable import bars_intake, unreadable
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused, Refused


def checklist(item: ServiceItem, answers: Mapping[str, str]) -> tuple[Material, ...]:
    """The papers to list for these answers, in the item's order: (base ∪ added) − removed.

    The base is every paper but 情形必要; those are listed only when an answer adds them.
    非必要 papers are listed though never due. Answers that are missing, unknown or given to a
    question that is not asked change nothing here: `check_answers` refuses them.
    """
    given = list(given_answers(item, answers))
    added = {name for answer in given for name in answer.adds}
    removed = {name for answer in given for name in answer.removes}
    return tuple(
        paper
        for paper in item.materials
        if paper.name not in removed
        and (paper.necessity is not Necessity.SITUATIONAL or paper.name in added)
    )


def due(item: ServiceItem, answers: Mapping[str, str]) -> tuple[Material, ...]:
    """The papers whose lack is a shortfall: the checklist without 非必要."""
    listed = checklist(item, answers)
    return tuple(paper for paper in listed if paper.necessity is not Necessity.OPTIONAL)


def unanswered(item: ServiceItem, answers: Mapping[str, str]) -> tuple[Situation, ...]:
    """The questions to ask that have no answer yet, in the order they are asked.

    An answer may bring further questions: none left means that the way is at its end.
    """
    return tuple(each for each in asked(item, answers) if each.key not in answers)


def check_answers(item: ServiceItem, answers: Mapping[str, str]) -> None:
    """Every question that is asked answered with one of its answers, and no other question.

    Raises `Refused`: `unknown_answer` (no such question or answer, or a question that these
    answers do not lead to), `situation_unanswered`.
    """
    questions = {situation.key: situation for situation in item.situations}
    for key, value in answers.items():
        if key not in questions:
            raise Refused("unknown_answer", f"事项没有“{key}”这个情形，请核对")
        known = [answer.value for answer in questions[key].answers]
        if value not in known:
            choices = "、".join(known)
            raise Refused("unknown_answer", f"情形“{key}”只能答：{choices}")
    ways = {situation.key for situation in asked(item, answers)}
    for key in answers:
        if key not in ways:
            raise Refused("unknown_answer", f"照其他回答，不会问到“{key}”这个情形，请核对")
    missing = unanswered(item, answers)
    if missing:
        names = "；".join(situation.question or situation.key for situation in missing)
        raise Refused("situation_unanswered", f"还有情形没有回答：{names}")


def is_deferrable(_item: ServiceItem, material: Material) -> bool:
    """Is the paper marked as one that may come later: 容缺后补 or `deferrable`, never 必要.

    The mark alone does not allow it: the item's policy must be enabled, and
    `defer_workdays` must give days.
    """
    if material.necessity is Necessity.REQUIRED:
        return False
    return material.deferrable or material.necessity is Necessity.DEFERRABLE


def defer_workdays(item: ServiceItem, material: Material) -> int | None:
    """Workdays within which a deferred paper must come, or None: it cannot be deferred.

    The least of the paper's own days, the policy's bound, promised − `before_promised_by`
    and promised, over those given; the promised limit counts only in workdays. Below 1, or
    with nothing that bounds it, there is no deferral.
    """
    promised = workdays_in(item.promised_limit, item.type)
    before = item.deferral.before_promised_by
    earlier = promised - before if promised is not None and before is not None else None
    bounds = (material.defer_workdays, item.deferral.bound_workdays, earlier, promised)
    least = min((days for days in bounds if days is not None), default=0)
    return least if least >= 1 else None


def is_bounded(item: ServiceItem, material: Material) -> bool:
    """Does anything say until when a deferred paper must come: workdays that `defer_workdays`
    knows, or a promise in natural days, which bounds by its end?"""
    if defer_workdays(item, material) is not None:
        return True
    given = (material.defer_workdays, item.deferral.bound_workdays)
    promised = item.promised_limit
    natural = promised is not None and workdays_in(promised, item.type) is None
    return natural and promised is not None and promised.value >= 1 and given == (None, None)


def is_usable(item: ServiceItem) -> bool:
    """May the item be taken in at the window?

    Its list of papers is complete and not empty, its questions come to an end, and nothing
    about which papers to ask for was lost in reading.
    """
    listed = item.materials_complete and bool(item.materials)
    return listed and every_path_ends(item.situations) and not bars_intake(unreadable(item))


def require_usable(item: ServiceItem) -> None:
    """Raises `Refused` (`item_incomplete`) while `is_usable` says no."""
    if not every_path_ends(item.situations):
        raise Refused("item_incomplete", f"事项“{item.name}”的情形问不完，改好后才能用于收件")
    lost = unreadable(item)
    if bars_intake(lost):
        where = "、".join(lost[:3])
        raise Refused(
            "item_incomplete",
            f"事项“{item.name}”有看不懂的材料或情形（{where}），改好后才能用于收件",
        )
    if not (item.materials_complete and item.materials):
        raise Refused("item_incomplete", f"事项“{item.name}”的材料清单不完整，补全后才能用于收件")


def require_effective(item: ServiceItem, day: date) -> None:
    """Both days of `effective_from` … `effective_to` count; a date nobody can read does not.

    Raises `Refused`: `item_not_yet` before the first day, `item_expired` after the last.
    """
    if _is_day(item.effective_from) and day < parse_day(item.effective_from):
        raise Refused("item_not_yet", f"事项“{item.name}”{item.effective_from} 起才能办")
    if _is_day(item.effective_to) and day > parse_day(item.effective_to):
        raise Refused("item_expired", f"事项“{item.name}”办到 {item.effective_to} 为止，已停办")


def is_effective(item: ServiceItem, day: date) -> bool:
    """Is the day one of those the version is for? See `require_effective`."""
    try:
        require_effective(item, day)
    except Refused:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        return bool(text) and bool(parse_day(text))
    except Misused:
        return False
