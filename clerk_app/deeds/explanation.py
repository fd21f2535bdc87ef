"""From a version of an item and the answers given to what a paper explains of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from clerk_app.catalogue.model import (
    Answer,
    ChannelLimit,
    Fee,
    FeeItem,
    FollowUp,
    LimitKind,
    Material,
    Necessity,
    Pace,
    Party,
    ServiceItem,
    Situation,
    SpecialProcedure,
    TimeLimit,
)
from clerk_app.catalogue.rules.limits import statutory_limit
from clerk_app.catalogue.rules.papers import (
    checklist,
    defer_workdays,
    is_deferrable,
    is_usable,
    unanswered,
)
from clerk_app.catalogue.rules.situations import answer_of, asked
from clerk_app.catalogue.rules.summary import counts_text, fee_text, limit_text
from clerk_app.catalogue.rules.unreadable import kept_words
from clerk_app.deeds.counter import Counter, Hall
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.notices.facts import DocumentFacts, FeeLine, FollowUpLine, PaperLine, Question
from clerk_app.notices.wording import OWN_FOLDER, freeze

GENERAL_LIMIT = "未公布，按《中华人民共和国行政许可法》第四十二条的一般期限"
CHARGE = "收费"
_LIMITS = {LimitKind.LEGAL: "法定办结时限", LimitKind.PROMISED: "承诺办结时限"}


def check_known_answers(item: ServiceItem, answers: Mapping[str, str]) -> None:
    """Each answer is one of a question that is asked; questions may stay open.

    Raises `Refused` (`unknown_answer`).
    """
    ways = {situation.key: situation for situation in asked(item, answers)}
    for key, value in answers.items():
        if key not in ways:
            raise Refused("unknown_answer", f"事项没有“{key}”这个情形，或者照其他回答不会问到")
        if answer_of(ways[key], answers) is None:
            choices = "、".join(answer.value for answer in ways[key].answers)
            raise Refused("unknown_answer", f"情形“{key}”没有“{value}”这个回答，只能答：{choices}")


def explanation(
    counter: Counter,
    here: Hall,
    item: ServiceItem,
    answers: Mapping[str, str],
    *,
    kind: str,
    number: str,
    sample: bool,
    follow_ups: tuple[FollowUp, ...],
) -> DocumentFacts:
    """Everything published of the item that any of its papers may say, with today's wording.

    Raises `Refused` (`unknown_answer`), `Misused` (`bad_wording`).
    """
    check_known_answers(item, answers)
    facts = DocumentFacts(
        kind=kind,
        number=number,
        case_number="",
        hall=here.name,
        window=f"{counter.window} 号窗口" if counter.window.isdigit() else counter.window,
        clerk=counter.clerk.name,
        phone=item.phone,
        supervision_phone=item.supervision_phone,
        department=item.department,
        item_name=item.name,
        item_code=item.code or item.id,
        item_version=item.version or item.content_hash[:8],
        item_hash=item.content_hash,
        item_type=str(item.type) if item.type else item.type_text,
        handling=str(item.handling) if item.handling else "",
        level=item.level,
        effective_from=item.effective_from,
        effective_to=item.effective_to,
        situation=_situation(item, answers),
        papers=tuple(_paper(item, material) for material in checklist(item, answers)),
        papers_open=not is_usable(item),
        questions=tuple(_questions(item, answers)),
        follow_ups=tuple(_follow_up(each) for each in follow_ups),
        issued_at=stamp(counter.clock.now()),
        sample=sample,
    )
    return freeze(_with_terms(facts, item), hall=counter.folder / OWN_FOLDER)


def _with_terms(facts: DocumentFacts, item: ServiceItem) -> DocumentFacts:
    """What holds of the item whatever the answers are. A limit or fee that could not be read is
    told in the words of the file: the general limit of the law is not what they say."""
    by_law = "" if item.legal_limit else kept_words(item, "legal_limit")
    promise = "" if item.promised_limit else kept_words(item, "promised_limit")
    limit = None if by_law else statutory_limit(item)
    listing = item.listing
    return replace(
        facts,
        legal_basis=item.legal_basis,
        conditions=item.conditions,
        quantity_limit=listing.quantity_limit if listing else "",
        stages=item.stages,
        flow=item.flow,
        promised_text=promise or limit_text(item.promised_limit),
        promised_note=_note(item.promised_limit),
        statutory_text=by_law or limit_text(limit),
        statutory_note=_note(limit) if item.legal_limit or not limit else GENERAL_LIMIT,
        other_limits=tuple(_channel_limit(each) for each in item.limits),
        special_procedures=tuple(special_words(each) for each in item.special_procedures),
        fee=_fee_words(item),
        fee_note=_fee_note(item),
        fees=tuple(_fee(each) for each in item.fees),
        result=item.result,
        delivery="、".join(item.delivery),
        channels="、".join(listing.channels) if listing else "",
        place=item.place,
        hours=item.hours,
    )


def _situation(item: ServiceItem, answers: Mapping[str, str]) -> str:
    """The questions and the answers given, in the item's own words."""
    words = []
    for situation in asked(item, answers):
        answer = answer_of(situation, answers)
        if answer is not None:
            asks = situation.question.endswith(("？", "?", "：", ":"))
            words.append(f"{situation.question}{'' if asks else '：'}{answer.label}")
    return "；".join(words)


def _questions(item: ServiceItem, answers: Mapping[str, str]) -> Iterator[Question]:
    """The open questions, and those their answers lead to, each once; an answer that leads to one
    names its number."""
    told = tuple(_open_questions(item, answers))
    numbers = {situation.key: number for number, (situation, _) in enumerate(told, 1)}
    for situation, after in told:
        yield _question(item, situation, after, numbers)


def _open_questions(
    item: ServiceItem, answers: Mapping[str, str]
) -> Iterator[tuple[Situation, str]]:
    by_key = {situation.key: situation for situation in item.situations}
    waiting = [(situation, "") for situation in unanswered(item, answers)]
    seen = set(answers)
    while waiting:
        situation, after = waiting.pop(0)
        if situation.key in seen:
            continue
        seen.add(situation.key)
        yield situation, after
        waiting += [
            (by_key[key], f"“{situation.question}”答“{answer.label}”")
            for answer in situation.answers
            for key in answer.asks
            if key in by_key
        ]


def _question(
    item: ServiceItem, situation: Situation, after: str, numbers: Mapping[str, int]
) -> Question:
    text = situation.question + (f"（{situation.help}）" if situation.help else "")
    choices = tuple(_choice(item, answer, numbers) for answer in situation.answers)
    return Question(text, choices, after)


def _choice(item: ServiceItem, answer: Answer, numbers: Mapping[str, int]) -> str:
    """One answer and what it brings, the papers with the number of pieces."""
    effects = []
    if answer.adds:
        effects.append("另交" + "、".join(_named(item, name) for name in answer.adds))
    if answer.removes:
        effects.append("不交" + "、".join(f"《{name}》" for name in answer.removes))
    if next_ones := sorted(numbers[key] for key in answer.asks if key in numbers):
        effects.append("并回答" + "、".join(f"第{number}题" for number in next_ones))
    return f"答“{answer.label}”：{'；'.join(effects) or '材料不变'}。"


def _named(item: ServiceItem, name: str) -> str:
    material = item.material(name)
    return f"《{name}》" + (f"（{counts_text(material)}）" if material else "")


def _paper(item: ServiceItem, material: Material) -> PaperLine:
    days = defer_workdays(item, material)
    barred = item.handling is Pace.ON_THE_SPOT and not item.deferral.immediate_allowed
    may = item.deferral.enabled and not barred and days is not None
    deferrable = may and is_deferrable(item, material)
    return PaperLine(
        name=material.name,
        necessity=str(material.necessity),
        form=material.form,
        originals=material.originals,
        copies=material.copies,
        keep=str(material.keep),
        due=counts_text(material),
        standard=material.standard,
        how_to_get=material.how_to_get,
        source=material.source_channel,
        basis=material.basis,
        blank_form=material.blank_form,
        sample=material.filled_sample,
        note=material.note,
        deferrable=deferrable,
        defer_workdays=days or 0 if deferrable else 0,
        optional=material.necessity is Necessity.OPTIONAL,
        of_agent=material.party is Party.AGENT,
    )


def _note(limit: TimeLimit | None) -> str:
    return limit.note if limit else ""


def _channel_limit(limit: ChannelLimit) -> str:
    words = limit_text(TimeLimit(limit.value, limit.unit))
    channel = f"（{limit.channel}）" if limit.channel else ""
    note = f"（{limit.note}）" if limit.note else ""
    return f"{_LIMITS[limit.kind]}{channel}：{words}{note}"


def special_words(procedure: SpecialProcedure) -> str:
    """特殊环节 as paper names it: what it is, how long it takes, by which rule."""
    name = f"（{procedure.name}）" if procedure.name else ""
    length = f"，所需时间：{procedure.length}" if procedure.length else ""
    basis = f"，依据：{procedure.basis}" if procedure.basis else ""
    return f"{procedure.kind}{name}{length}{basis}"


def _fee_words(item: ServiceItem) -> str:
    if item.fee is None and not item.fees:
        return kept_words(item, "fee")
    return fee_text(item.fee) or "收费"


def _fee_note(item: ServiceItem) -> str:
    """What the catalogue notes beside the fee, with what it says of amount or charge unread."""
    if item.fee is None:
        return kept_words(item, "fee") if item.fees else ""
    unread = (kept_words(item, f"fee.{name}") for name in ("charge", "amount", "amount_fen"))
    return "；".join(dict.fromkeys(filter(None, (item.fee.note, *unread))))


def fee_lines(item: ServiceItem) -> tuple[FeeLine, ...]:
    """What is charged, each with its legal ground; the one fee of an item that lists none, where
    its ground is known."""
    if item.fees or not (item.fee and item.fee.basis):
        return tuple(_fee(each) for each in item.fees)
    return (FeeLine(CHARGE, fee_text(item.fee), item.fee.basis),)


def _fee(fee: FeeItem) -> FeeLine:
    amount = ""
    if fee.amount_fen is not None:
        amount = fee_text(Fee(charge=True, amount_fen=fee.amount_fen, per=fee.per))
    reduction = fee.reduction_basis or ("可以减免" if fee.reducible else "")
    return FeeLine(
        fee.name, amount + (f"（{fee.note}）" if fee.note else ""), fee.basis, reduction
    )


def _follow_up(each: FollowUp) -> FollowUpLine:
    return FollowUpLine(each.name, each.code, each.department, each.when, each.basis, each.note)
