"""From the clerk's work to what rules and screen read: application, checklist, steps, sums."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.catalogue.model import ItemType, Material, Necessity, OnTheSpot
from clerk_app.catalogue.rules.papers import checklist, defer_workdays, is_deferrable
from clerk_app.catalogue.rules.situations import answer_of, asked
from clerk_app.catalogue.rules.summary import limit_text
from clerk_app.desk.intake_collect import other_hall
from clerk_app.desk.intake_keys import COMMITTED, FAULTS, STATES
from clerk_app.desk.intake_state import STEP_TITLES, Matter, PaperRow, PartyText, Step, StepLine
from clerk_app.intake.model import (
    Application,
    Arrival,
    CheckedPaper,
    Concealment,
    IdType,
    PaperState,
    Party,
)
from clerk_app.intake.rules.decide import may_be_waived, offers_correction
from clerk_app.intake.rules.fields import MAX_PAGES
from clerk_app.intake.rules.scripted import check_party
from clerk_app.kernel import identity, uscc
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.kernel.identity import Standing
from clerk_app.kernel.masking import mask_name
from clerk_app.kernel.text import (
    body_name,
    half_width,
    person_name,
    plain,
    selectors_alone_in,
    variants_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from clerk_app.catalogue.model import ServiceItem, Situation
    from clerk_app.desk.intake_state import Work
    from clerk_app.desk.verdict import Verdict

STATE_WORDS: dict[str, str] = {
    PaperState.IN_ORDER: "齐全",
    PaperState.MISSING: "缺",
    PaperState.DEFECTIVE: "有误",
    PaperState.CORRECTED_ON_THE_SPOT: "当场更正",
    PaperState.WAIVED_SHARED: "免交",
    COMMITTED: "告知承诺",
    "": "未看",
}
ARRIVALS: dict[str, str] = {
    # how an applicant may come; what comes from the portal is imported, and what is collected for
    # another hall is not decided here
    "": "到窗口",
    Arrival.BOOKING: "预约",
    Arrival.AFTER_HOURS: "延时服务",
    Arrival.HOME_VISIT: "上门服务",
    Arrival.POST: "邮寄",
}


def application(work: Work, item: ServiceItem, at: datetime) -> Application:
    """The work as the rules read it. Raises `Misused` (`bad_text`), `Refused` (`id_invalid`,
    `no_applicant`, `no_agent_name`): something the clerk still has to put right."""
    return Application(
        item=item.key,
        received_at=at,
        applicant=party(work.applicant, at, "申请人"),
        competent=work.matter is not Matter.NOT_COMPETENT,
        needed=work.matter is not Matter.NOT_NEEDED,
        target_agency=body_name(work.agency, "应向机关"),
        situations=work.answers,
        agent=party(work.agent, at, "代办人") if work.agent else None,
        papers=tuple(known(work.papers, item)),
        undertaking_signed=work.undertaking_signed,
        discredited=work.discredited,
        item_hash=item.content_hash,
        arrival=work.arrival,
        deposit=work.deposit,
        committed=committed(work, item),
        commitment_signed=work.commitment_signed,
        credit_approved_by=work.credit_by,
        provisional_approved_by=work.provisional_by,
        concealment=concealment(work),
        for_hall=other_hall(work),
        agent_order=order_of(work.agent),
        reports_up=work.reports_up and may_report(work, item),
    )


def order_of(agent: PartyText | None) -> str:
    """The number of the 帮办代办单 the agent acts on; empty without one."""
    return plain(half_width(agent.order), "代办单号").strip() if agent else ""


def committed(work: Work, item: ServiceItem) -> tuple[str, ...]:
    """The listed papers a 告知承诺 stands in for."""
    return tuple(m.name for m in listed(work, item) if m.name in work.committed)


def may_promise(item: ServiceItem, name: str) -> bool:
    """Whether a 告知承诺 may stand in for the paper, by the item's policy."""
    return item.commitment is not None and name in item.commitment.papers


def may_report(work: Work, item: ServiceItem) -> bool:
    """Whether a higher body may have to decide it (行政许可法 art. 43): a licence that is judged
    here on its papers. The parts of a 一件事 are each their own matter."""
    return item.type is ItemType.LICENSING and work.matter is Matter.USUAL


def concealment(work: Work) -> Concealment | None:
    """What was concealed, when that is the conclusion; who found it is the clerk at the window,
    whom the deed names."""
    if work.matter is not Matter.CONCEALED:
        return None
    hidden, evidence = plain(work.hidden, "隐瞒的情况"), plain(work.evidence, "证据")
    return Concealment(hidden, evidence, "", work.hidden_by)


def party(typed: PartyText, at: datetime, who: str) -> Party:
    """A party as typed, evened out; raises as `application`."""
    name = person_name(typed.name, f"{who}姓名")
    if not name:
        raise Refused("no_applicant", f"还没有填{who}姓名或名称")
    number = plain(half_width(typed.number), "证件号码")
    phone = plain(half_width(typed.phone), "电话")
    id_type = typed.id_type if number else ""
    return check_party(Party(typed.kind, name, id_type, number, phone), legal_day(at))


def name_fault(typed: PartyText, who: str) -> str:
    """Why what was typed is no name, in words; empty when it is one, or none was typed."""
    try:
        person_name(typed.name, f"{who}姓名")
    except ClerkError as error:
        return error.message
    return ""


def form_note(typed: PartyText, who: str) -> str:
    """What the clerk is told of a name with variation selectors; empty for one without."""
    said = ""
    if variants := variants_in(typed.name):
        codes = "、".join(f"U+{ord(char):04X}" for char in variants)
        said = f"“{who}姓名”里的 {codes} 带字形选择符，文书印常用字形。"
    if alone := selectors_alone_in(typed.name):
        codes = "、".join(f"U+{ord(char):04X}" for char in alone)
        said += f"“{who}姓名”里的字形选择符 {codes} 前面没有字，文书不印。"
    return said


def number_fault(typed: PartyText, today: date) -> str:
    """What is wrong with a number, in words; empty when nothing is, or none was typed."""
    try:
        check_party(Party(typed.kind, "", typed.id_type, typed.number.strip()), today)
    except ClerkError as error:
        return error.message
    return ""


def sorted_out(typed: PartyText, today: date) -> PartyText:
    """The kind of party its number tells: a credit code makes it an organisation, and back."""
    if typed.id_type == IdType.OTHER or not typed.number.strip():
        return typed
    person = identity.check_id(typed.number, today=today).verdict
    organisation = uscc.check_uscc(typed.number).verdict
    good = {Standing.VALID, Standing.NORMALISE}
    if typed.kind == "person" and person not in good and organisation in good:
        return replace(typed, kind="organisation", id_type=str(IdType.USCC))
    if typed.kind == "organisation" and organisation not in good and person in good:
        return replace(typed, kind="person", id_type=str(IdType.RESIDENT_ID))
    return typed


def known(papers: Iterable[CheckedPaper], item: ServiceItem) -> Iterable[CheckedPaper]:
    """The papers the item still knows (a draft may be older), in the item's order."""
    named = {paper.name: paper for paper in papers}
    return (named[each.name] for each in item.materials if each.name in named)


def questions(work: Work, item: ServiceItem) -> tuple[Situation, ...]:
    """The questions to ask, further ones after the answers that lead to them."""
    return asked(item, dict(work.answers))


def answered(item: ServiceItem, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The answers that count, in the order they are asked. One to a question that is no longer
    asked, or that the item does not know, is dropped."""
    return tuple(
        (situation.key, given[situation.key])
        for situation in asked(item, given)
        if answer_of(situation, given) is not None
    )


def listed(work: Work, item: ServiceItem) -> tuple[Material, ...]:
    """The papers on the checklist for the answers given."""
    return checklist(item, dict(work.answers))


def unseen(work: Work, item: ServiceItem) -> tuple[int, ...]:
    """Rows of the checklist that are due and that nobody looked at."""
    seen = {paper.name for paper in work.papers} | set(work.committed)
    return tuple(
        row
        for row, material in enumerate(listed(work, item))
        if material.necessity is not Necessity.OPTIONAL and material.name not in seen
    )


def paper_rows(work: Work, item: ServiceItem) -> tuple[PaperRow, ...]:
    """The checklist in words."""
    seen = {paper.name: paper for paper in work.papers}
    return tuple(
        _promised(_row(number, material, seen.get(material.name), item), work, item)
        for number, material in enumerate(listed(work, item), start=1)
    )


def _promised(row: PaperRow, work: Work, item: ServiceItem) -> PaperRow:
    """The line of a paper that a 告知承诺 may stand in for, or does."""
    if not may_promise(item, row.name):
        return row
    offered = row.offered | {COMMITTED}
    if row.name not in work.committed:
        return replace(row, offered=offered, promised=True)
    signed = "承诺书已签" if work.commitment_signed else "承诺书还没签，按 K 记下"
    return replace(
        row,
        offered=offered,
        promised=True,
        state=COMMITTED,
        copies_in="—",
        note=f"不再提交，事后核查；{signed}",
        wanting=not work.commitment_signed,
        short=False,
        correctable=False,
    )


def _row(
    number: int, material: Material, paper: CheckedPaper | None, item: ServiceItem
) -> PaperRow:
    state = str(paper.state) if paper else ""
    offered = {str(state) for state in STATES.values()}
    if not may_be_waived(material):
        offered.discard(PaperState.WAIVED_SHARED)
    handed = paper is not None and paper.state.is_handed_in
    return PaperRow(
        number=number,
        name=material.name,
        necessity=necessity_of(material, item),
        due=pieces(material),
        copies_in=str(paper.copies) if paper and handed else "—",
        pages=paper.pages if paper else 0,
        keep=str(material.keep),
        state=state,
        note=_note(material, paper),
        wanting=paper is not None and paper.state.is_wanting,
        short=handed and paper is not None and paper.copies < material.count_due,
        faults=tuple(fault.text for fault in material.faults[: len(FAULTS) - 1]),
        fault=paper.fault if paper else "",
        offered=frozenset(offered),
        correctable=paper is not None and offers_correction(material, paper),
    )


def pieces(material: Material) -> str:
    """Pieces due, short.

    >>> pieces(Material("身份证", Necessity.REQUIRED, form="原件及复印件", copies=2))
    '原 1 复 2'
    """
    if not material.originals and "印件" not in material.form:
        return f"{material.count_due} 份"
    parts = (("原", material.originals), ("复", material.copies))
    return " ".join(f"{noun} {count}" for noun, count in parts if count)


def necessity_of(material: Material, item: ServiceItem) -> str:
    """必要, 可容缺 or 非必要, as the row says it."""
    if material.necessity is Necessity.OPTIONAL:
        return "非必要"
    soft = (
        item.deferral.enabled
        and is_deferrable(item, material)
        and defer_workdays(item, material) is not None
    )
    return "可容缺" if soft and item.deferral.enabled else "必要"


def _note(material: Material, paper: CheckedPaper | None) -> str:
    """The second line: what is wrong, or where the paper comes from."""
    if paper is None:
        return material.standard or material.source_channel
    match paper.state:
        case PaperState.DEFECTIVE:
            tail = {"declined": "，申请人不愿当场改", "impossible": "，当场改不了"}
            return (paper.fault or "还没写错在哪里") + tail.get(paper.correction, "")
        case PaperState.CORRECTED_ON_THE_SPOT:
            return f"当场更正：{paper.fault}" if paper.fault else "当场更正"
        case PaperState.MISSING:
            return "缺" if material.necessity is not Necessity.OPTIONAL else "没有交，不影响受理"
        case PaperState.WAIVED_SHARED:
            return f"免交：{material.source_channel}"
        case _:
            return material.source_channel


def with_state(
    work: Work, material: Material, state: PaperState, *, fault: str = "", correction: str = ""
) -> Work:
    """The work after one paper was looked at. A handed-in paper counts as all its pieces."""
    before = {paper.name: paper for paper in work.papers}.get(material.name)
    copies = pages = 0
    if state.is_handed_in:
        kept = before is not None and before.state.is_handed_in
        copies = before.copies if before and kept else material.count_due
        pages = before.pages if before and kept else 0
    if state is PaperState.CORRECTED_ON_THE_SPOT:
        fault = fault or (before.fault if before else "")
        correction = fault or "已改正"
    paper = CheckedPaper(material.name, state, fault, correction, copies, pages)
    return with_paper(work, paper)


def with_paper(work: Work, paper: CheckedPaper) -> Work:
    """The work with one line of the checklist replaced."""
    others = tuple(each for each in work.papers if each.name != paper.name)
    kept = tuple(name for name in work.committed if name != paper.name)
    return replace(work, papers=(*others, paper), committed=kept)


def pages_of(text: str) -> int | None:
    """Pages as typed; 0 where nothing was, None for what is no number of pages.

    >>> pages_of("１２"), pages_of(" "), pages_of("0"), pages_of("约十页")
    (12, 0, None, None)
    """
    digits = half_width(text).strip()
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(MAX_PAGES)):
        return None
    return int(digits) if 1 <= int(digits) <= MAX_PAGES else None


def with_promise(work: Work, name: str) -> Work:
    """The work with a 告知承诺 in place of one paper, or without it again."""
    if name in work.committed:
        return replace(work, committed=tuple(each for each in work.committed if each != name))
    papers = tuple(each for each in work.papers if each.name != name)
    return replace(work, papers=papers, committed=(*work.committed, name))


def sums(rows: Iterable[PaperRow]) -> tuple[tuple[str, str], ...]:
    """The sum line: glyph id and words, only for what there is."""
    rows = tuple(rows)

    def count(*states: str) -> int:
        return sum(row.state in states for row in rows if row.necessity != "非必要")

    fine = count("in_order", "corrected_on_the_spot", "waived_shared")
    found = [("in_order", f"齐全 {fine}")]
    if count(COMMITTED):
        found.append((COMMITTED, f"承诺 {count(COMMITTED)}"))
    if count("defective"):
        found.append(("defective", f"有误 {count('defective')}"))
    if count("missing"):
        soft = sum(row.state == "missing" and row.necessity == "可容缺" for row in rows)
        tail = f"（{soft} 份可容缺）" if soft else ""
        found.append(("missing", f"缺 {count('missing')}{tail}"))
    if count(""):
        found.append(("unseen", f"未看 {count('')}"))
    return tuple(found)


def item_facts(item: ServiceItem) -> str:
    """Department, kind and limits in one line."""
    pace = str(item.handling) if item.handling else ""
    kind = item.type.value if item.type else item.type_text
    legal = limit_text(item.legal_limit)
    promised = limit_text(item.promised_limit)
    parts = (
        f"承诺 {promised}" if promised else "",
        f"法定 {legal}" if legal else "",
        kind,
        pace,
        item.department,
    )
    return "  ".join(part for part in parts if part)


def steps(
    work: Work, item: ServiceItem | None, rows: tuple[PaperRow, ...], verdict: Verdict
) -> tuple[StepLine, ...]:
    """The steps with the answers given so far; names masked, the screen faces the hall."""
    person = work.applicant.kind == "person"
    who = mask_name(work.applicant.name, person=person)
    if work.agent and work.agent.name:
        who += f"，代办 {mask_name(work.agent.name)}"
    labels = _answer_labels(work, item) if item else ""
    papers = "·".join(words for _, words in sums(rows)) if item and rows else ""
    todo = len(questions(work, item)) - len(work.answers) if item else 0
    answers = (
        (who, bool(work.applicant.name.strip())),
        (item.name if item else "", item is not None),
        (labels or ("无需选择" if item and not item.situations else ""), bool(item) and todo <= 0),
        (papers, bool(rows) and not any(r.state == "" and r.necessity != "非必要" for r in rows)),
        (verdict.word if work.step >= Step.PAPERS else "", work.step > Step.DECIDE),
        ("", False),
    )
    return tuple(
        StepLine(title, answer, done)
        for title, (answer, done) in zip(STEP_TITLES, answers, strict=True)
    )


def _answer_labels(work: Work, item: ServiceItem) -> str:
    given = dict(work.answers)
    return "·".join(
        answer.label
        for situation in questions(work, item)
        for answer in situation.answers
        if given.get(situation.key) == answer.value
    )


def can_correct(material: Material, fault: str) -> bool:
    """Whether the item says this fault can be put right at the window."""
    return any(f.text == fault and f.on_the_spot is OnTheSpot.YES for f in material.faults)
