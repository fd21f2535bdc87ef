"""What the kinds of documents share: dates, the facts block, remarks on papers, the closing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace

from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.looked_at import pieces_kept
from clerk_app.notices.dates import ACT_DAYS, act_day, day, day_text, issued_day
from clerk_app.notices.document import (
    Block,
    Closing,
    Document,
    Field,
    Fields,
    Highlight,
    Masthead,
    Note,
    Paragraph,
    Signature,
    Stub,
    Whose,
)
from clerk_app.notices.facts import (
    ActFacts,
    DayFacts,
    DocumentFacts,
    OrderFacts,
    PaperLine,
    ReminderFacts,
    TicketFacts,
)
from clerk_app.notices.remarks import entered_late, provisional
from clerk_app.notices.sheets import FIRST_TEMPLATE
from clerk_app.notices.wording import Wording

_NUMERALS = "零一二三四五六七八九"
BASIS_PENDING = "依据待核"
VERIFIED = "核验"
SIGNERS = ("经办人", "申请人签收", "日期")
ANY_COURT = "人民法院"
"""The court where the hall named none."""
QUERY_CODE = "\x00query_code"
"""Stands for the 查询码 of a paper that names none of its case until the page is laid out: then
the code of the event that issued it does."""
_YOU = {"person": "你", "organisation": "你单位"}
_SELF = {"person": "本人", "organisation": "本单位"}
"""How a paper speaks to the applicant, and the applicant on one; both where it is not known."""
_FOR_PHONES = "https://"
_LONGEST_LABEL = 5
"""Characters; a longer label would move every value under the head to the right."""
_IDENTITY_CARD = "居民身份证"
_GAP_BEFORE_UNIT = re.compile(r"(?<=[0-9]) (?=[\u4e00-\u9fff])")


def values(facts: DocumentFacts, title: str = "") -> dict[str, str]:
    """Every placeholder's value for this document."""
    dates = (
        "received_on",
        "accepted_on",
        "notice_due",
        "promised_due",
        "statutory_due",
        "make_good_by",
        "barred_until",
    )
    plain = [
        "hall",
        "window",
        "clerk",
        "phone",
        "supervision_phone",
        "department",
        "item_name",
        "item_code",
        "item_version",
        "situation",
        "applicant",
        "agent",
        "target_agency",
        "fee",
        "result",
        "delivery",
        "on_expiry",
        "collected_for",
        "evidence",
    ]
    articles = tuple(dict.fromkeys(r.article for r in facts.grounds if r.article))
    return {
        **{name: getattr(facts, name) for name in plain},
        **{name: day(facts, name) for name in dates},
        "title": title,
        "contact": "，".join(
            part for part in (facts.window, facts.phone and f"电话 {facts.phone}") if part
        )
        or "本大厅综合窗口",
        "legal_basis": "；".join(facts.legal_basis) or BASIS_PENDING,
        "under_article": f"根据{'、'.join(articles)}，" if articles else "",
        "you": _YOU.get(facts.applicant_kind, "你（单位）"),
        "self": _SELF.get(facts.applicant_kind, "本人（单位）"),
        "notice_before": facts.notice_before,
        "notice_before_on": (
            day_text(parse_day(facts.notice_before_on)) if facts.notice_before_on else ""
        ),
        "clock_limits": clock_limits(facts),
        "grace": str(facts.grace) if facts.grace else "",
        "committed": "、".join(facts.committed),
        "no_deferral": no_deferral(facts),
        "to_review_organ": f"向{facts.review_organ}" if facts.review_organ else "",
        "court": facts.court or ANY_COURT,
        **_counted(facts),
        **_act_values(facts),
        **_own_values(facts),
    }


def _counted(facts: DocumentFacts) -> dict[str, str]:
    """How many papers and pieces there are, and the numbers of those something is said of."""
    deferrable = [str(n) for n, paper in facts.short_papers if paper.deferrable and not facts.bars]
    numbered = enumerate(facts.papers, 1)
    few = [str(n) for n, paper in numbered if paper.ready and facts.pieces_wanting(paper)]
    pieces = sum(paper.copies_in for paper in facts.papers)
    looked_at = sum(pieces_back(facts, paper) for paper in facts.papers)
    return {
        "count_all": str(len(facts.due_papers)),
        "count_ready": str(len(facts.ready_papers)),
        "count_short": str(len(facts.short_papers)),
        "count_pieces": str(pieces),
        "count_looked_at": str(looked_at),
        "count_kept": str(pieces - looked_at),
        "deferrable_numbers": "、".join(deferrable),
        "few_numbers": "、".join(few),
    }


def pieces_back(facts: DocumentFacts, paper: PaperLine) -> int:
    """How many pieces were handed back at once: the originals of a paper that is looked at (核验).
    The copies asked for beside them stay; papers of the looks before called them handed back."""
    if paper.keep != VERIFIED:
        return 0
    kept = pieces_kept(paper.originals, paper.copies, paper.copies_in)
    return paper.copies_in - (kept if facts.since(3) else 0)


def _own_values(facts: DocumentFacts) -> dict[str, str]:
    """What a 催办单, 代办单, 日清单 or 叫号小票 says, under the names of its fields."""
    own: ReminderFacts | OrderFacts | DayFacts | TicketFacts | None = (
        facts.reminder or facts.order or facts.day or facts.ticket
    )
    if own is None:
        return {}
    told = {}
    for field in fields(own):
        value = getattr(own, field.name)
        if field.name in _OWN_DAYS and value:
            told[field.name] = day_text(parse_day(value))
        elif isinstance(value, tuple):
            told[field.name] = "、".join(part for part in value if isinstance(part, str))
        else:
            told[field.name] = str(value) if value else ""
    return told


_OWN_DAYS = frozenset({"due_on", "answer_by", "taken_on", "on"})


def _act_values(facts: DocumentFacts) -> dict[str, str]:
    """What the act says, under the names of its fields; lists in a line, and their lengths."""
    act = facts.act
    if act is None:
        return _UNSAID.copy()
    told = {name: act_day(facts, name) for name in ACT_DAYS}
    for field in fields(act):
        value = getattr(act, field.name)
        if isinstance(value, tuple):
            told[field.name] = "、".join(value)
            told[f"count_{field.name}"] = str(len(value) or "")
        elif field.name not in told:
            told[field.name] = str(value) if value else ""
    return told


_UNSAID = {
    name: ""
    for field in fields(ActFacts)
    for name in ((field.name, f"count_{field.name}") if field.default == () else (field.name,))
}
"""The names of what an act says, where there was none."""


def document(
    facts: DocumentFacts,
    title: str,
    copies: int,
    body: tuple[Block, ...],
    foot: str = "",
    *,
    rows: Fields | None = None,
    holders: str = "申请人一份，窗口存档一份",
    of_body: bool = False,
) -> Document:
    """The document round its body: masthead and facts block (or `rows` instead) in front.
    `holders` tells who keeps the copies. `of_body`: the body that decides stands at the head."""
    head = deciding_body(facts) if of_body else facts.hall
    masthead = Masthead(
        hall=head,
        title=title,
        number=facts.number,
        agency_number=facts.agency_number,
        case_number=facts.case_number,
        copies=f"一式{_NUMERALS[copies].replace('二', '两')}份：{holders}",
        query=facts.query,
        query_note=query_note(facts, "扫码查进度"),
    )
    named = rows or facts_block(facts)
    blocks: tuple[Block, ...] = (
        masthead,
        *((named,) if named.rows else ()),
        *entered_late(facts, body),
        *provisional(facts, (named, *body)),
        *body,
    )
    return Document(
        kind=facts.kind,
        title=title,
        number=facts.number,
        hall=head,
        blocks=blocks,
        foot=foot or "未盖章无效",
        sample=facts.sample,
    )


def deciding_body(facts: DocumentFacts) -> str:
    """Whose decision a paper is: the body that seals it, the hall where none is known. Papers of
    the looks before had the hall at their head."""
    return (facts.department if facts.since(3) else "") or facts.hall


def query_note(facts: DocumentFacts, words: str) -> str:
    """What the QR beside it is for: `words` where a phone can use it, else the hall's scanner.

    Papers of the looks before said `words` of every QR.
    """
    phone = facts.query.startswith(_FOR_PHONES)
    if phone or not facts.since(3):
        return words
    return "大厅扫码可调出本件" if facts.case_number else "大厅扫码核对"


def tight(facts: DocumentFacts, text: str) -> str:
    """A length as running text has it, without the blank between figure and unit."""
    return _GAP_BEFORE_UNIT.sub("", text) if facts.since(3) else text


def with_query_code(document: Document, code: str) -> Document:
    """The document with its 查询码: `code` for the mark that stands for it, which nobody can type;
    without a code the row is left out."""
    return replace(document, blocks=tuple(_coded(block, code) for block in document.blocks))


def _coded(block: Block, code: str) -> Block:
    if not isinstance(block, Fields) or all(row.value != QUERY_CODE for row in block.rows):
        return block
    return fields_of(
        *(replace(row, value=code) if row.value == QUERY_CODE else row for row in block.rows)
    )


def facts_block(facts: DocumentFacts, *second: Field) -> Fields:
    """Who asks for what, and when: the lines under every masthead; `second` after who asks."""
    rows = [
        Field("申请人", facts.applicant),
        id_field(facts),
        *second,
        agent_field(facts),
        Field("代办单号", facts.agent_order, wide=True),
        Field("委托", facts.agent_authority, wide=True),
        Field("承办机关", facts.department),
        Field("代收大厅", facts.hall if facts.collected_for and facts.since(3) else ""),
        Field("收件日期", day(facts, "received_on")),
        Field("受理日期", day(facts, "accepted_on")),
        *reversed(item_fields(facts, "申请事项", _code(facts))),
        Field("办理情形", facts.situation, wide=True),
        Field("办理依据", "；".join(facts.legal_basis) or BASIS_PENDING, wide=True),
    ]
    return Fields(tuple(row for row in rows if row.value))


def id_field(facts: DocumentFacts) -> Field:
    """The applicant's identity number under the name of the paper (证件) it stands on; behind it
    where the name is too long for a label."""
    kind, number = facts.id_kind, facts.id_masked
    if not kind or not number:
        return Field("证件号码", number, whose=Whose.BEFORE)
    if len(kind) > _LONGEST_LABEL:
        return Field("证件号码", f"{number}（{kind}）", wide=True)
    return Field(kind, number, whose=Whose.BEFORE)


def agent_field(facts: DocumentFacts) -> Field:
    """Who acts for the applicant, by name and number on one line, which no everyday paper has a
    second of to give; a paper that is no 居民身份证 is named."""
    kind, number = facts.agent_id_kind, facts.agent_id_masked
    if not number:
        return Field("代办人", facts.agent, whose=Whose.OWN)
    named = f"{kind} " if kind and kind != _IDENTITY_CARD else ""
    return Field("代办人", f"{facts.agent}（{named}{number}）", whose=Whose.OWN)


def with_code_field(facts: DocumentFacts) -> Fields:
    """The facts block of a paper by which one asks for progress: its 查询码 after who applies."""
    code = (Field("查询码", facts.query_code or QUERY_CODE),) if facts.since(3) else ()
    return facts_block(facts, *code)


def item_fields(facts: DocumentFacts, label: str, code: str) -> tuple[Field, ...]:
    """The item, and its code in a field of its own; before the third look behind the name."""
    if not facts.since(3):
        return (Field(label, facts.item_name + code, wide=True),)
    told = code.strip("　").removeprefix("编码 ")
    return (Field(label, facts.item_name, wide=True), Field("事项编码", told))


def fields_of(*rows: Field) -> Fields:
    """The rows that say something."""
    return Fields(tuple(row for row in rows if row.value))


def stub(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[Stub, ...]:
    """存根 | 回执: the receipt the window tears off and keeps; none on pages issued before."""
    if facts.template <= FIRST_TEMPLATE or "stub" not in wording.texts:
        return ()
    return (
        Stub(
            label=wording.text("stub_label", filled),
            title=wording.text("stub", filled),
            text="".join(wording.told("stub_text", filled)),
            number=facts.agency_number or facts.number,
            case_number=facts.case_number,
        ),
    )


def _code(facts: DocumentFacts) -> str:
    if not facts.item_code:
        return ""
    version = f"，版本 {facts.item_version}" if facts.item_version else ""
    return f"　编码 {facts.item_code}{version}"


def paragraphs(
    wording: Wording, key: str, filled: Mapping[str, str], *, indent: int = 2
) -> tuple[Paragraph, ...]:
    """A passage of the wording as paragraphs."""
    return tuple(Paragraph(line, indent) for line in wording.lines(key, filled))


def section(number: int, text: str) -> str:
    """一级标题 of a section.

    >>> section(2, "权利救济")
    '二、权利救济'
    """
    return f"{_NUMERALS[number]}、{text}"


def limits(facts: DocumentFacts) -> tuple[Highlight, ...]:
    """The two limits a citizen looks for first, each with the catalogue's note."""
    cells = [
        Highlight("承诺办结，不迟于", day(facts, "promised_due"), facts.promised_note),
        Highlight("法定时限，不迟于", day(facts, "statutory_due"), facts.statutory_note),
    ]
    return tuple(cell for cell in cells if cell.value)


def fees(facts: DocumentFacts) -> tuple[Highlight, ...]:
    """The fee with its note: who pays less, what the source adds."""
    return (Highlight("收费", facts.fee, facts.fee_note),) if facts.fee else ()


def fee_sentence(cell: Highlight) -> str:
    """The fee as running text, where the highlights have no room for it."""
    return f"{cell.label}：{cell.value}" + (f"（{cell.note}）。" if cell.note else "。")


def clock_limits(facts: DocumentFacts) -> str:
    """The lengths of the limits with their notes, where no date can be given yet."""
    told = (
        ("承诺办结时限", facts.promised_text, facts.promised_note),
        ("法定时限", facts.statutory_text, facts.statutory_note),
    )
    parts = [
        f"{label}为{length.replace(' ', '')}" + (f"（{note}）" if note else "")
        for label, length, note in told
        if length
    ]
    return f"，{'，'.join(parts)}" if parts else ""


def no_deferral(facts: DocumentFacts) -> str:
    """That 容缺 is barred for a time after a promise of papers was not kept
    (`silence.blocked_until`); empty where the item bars nothing."""
    if not facts.block_months:
        return ""
    ends = "终止办理" if facts.on_expiry == "终止" else "退件"
    return f"，{ends}后{facts.block_months}个月内不适用容缺受理"


def contact_parts(facts: DocumentFacts, *, hall: bool = False) -> tuple[str, ...]:
    """Where to ask: window, clerk, and the two telephones; the `hall` where the head names another
    body."""
    named = facts.hall if hall and deciding_body(facts) != facts.hall else ""
    return tuple(
        f"{label}{value}"
        for label, value in (
            ("办理大厅：", named),
            ("办理窗口：", facts.window),
            ("经办人：", facts.clerk),
            ("窗口电话：", facts.phone),
            ("监督电话：", facts.supervision_phone),
        )
        if value
    )


def closing(
    facts: DocumentFacts,
    wording: Wording,
    filled: Mapping[str, str],
    heading: str = "",
    first: tuple[str, ...] = (),
    *signers: tuple[str, ...],
    of_body: bool = False,
) -> tuple[Block, ...]:
    """The end of every paper of the hall: what to do (`first` before the sentences every such
    paper has), where to ask, the seal's place, a line of signatures for each of `signers`.
    `of_body` as `document` has it: then the hall is named here."""
    texts = [*first, *wording.lines("closing", filled)]
    contact = contact_parts(facts, hall=of_body)
    whole = facts.since(3)  # then each part is kept on a line
    if contact and not whole:
        texts.append("；".join(contact) + "。")
    return (
        Closing(
            tuple(texts),
            facts.department or facts.hall,
            issued_day(facts),
            heading,
            contact=contact if whole else (),
        ),
        *(Signature(labels) for labels in signers or (SIGNERS,)),
        Note(wording.text("note", filled)),
    )
