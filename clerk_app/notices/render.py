"""Facts to pages to PDF: the two calls the rest of the program makes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from clerk_app.kernel.errors import Misused
from clerk_app.kernel.text import has_selector, selectors_alone_in, variants_in
from clerk_app.notices.document import Document, Fields, Note, Stub
from clerk_app.notices.explaining import VERSION_LENGTH
from clerk_app.notices.facts import Added, DocumentFacts
from clerk_app.notices.fonts import FontSet, refuse_missing
from clerk_app.notices.kinds import kind_of, sheets_for
from clerk_app.notices.layout import paginate
from clerk_app.notices.must import EDITION
from clerk_app.notices.page import Page
from clerk_app.notices.parts import with_query_code
from clerk_app.notices.sheets import FIRST_TEMPLATE, TEMPLATE, Sheet
from clerk_app.notices.typeset import Typesetter
from clerk_app.notices.unbroken import is_dotted
from clerk_app.notices.wording import Wording, in_force

_LOG = logging.getLogger("clerk.paper")
_LABELS = {
    "number": "文书编号",
    "hall": "大厅",
    "window": "窗口",
    "clerk": "经办人",
    "department": "承办机关",
    "item_name": "申请事项",
    "situation": "办理情形",
    "legal_basis": "办理依据",
    "applicant": "申请人",
    "agent": "代办人",
    "id_kind": "证件类型",
    "agent_id_kind": "代办人证件类型",
    "papers": "材料",
    "reasons": "理由",
    "ways": "怎样才能办",
    "target_agency": "应向机关",
    "fee": "收费",
    "result": "结果",
    "delivery": "领取方式",
    "wording": "用语",
    "reason": "事由",
    "approver": "批准人",
    "basis": "依据",
    "length": "所需时间",
    "result_name": "结果名称",
    "result_number": "文号",
    "place": "地点",
    "method": "送达方式",
    "recipient": "签收人",
    "proxy_reason": "代收原因",
    "proxy_authority": "代收依据",
    "deliverer": "送达人",
    "target": "应向机关",
    "back": "退回的材料",
    "supplied": "补交的材料",
    "open": "尚缺的材料",
    "opinions": "意见",
    "commitments": "承诺内容",
}


BOXED_NOTE = "□ 内为该字的代码：字库里没有这个字，以代码所指的字为准。"
"""What a page says on which a character stands as its code."""
_NOTE_ABOVE = 3
"""The look since which it stands under the facts block."""


def lay_out(
    facts: DocumentFacts,
    fonts: FontSet,
    *,
    journal_code: str,
    reprint: int = 0,
    boxed: bool = False,
    sheet: Sheet | None = None,
) -> tuple[Page, ...]:
    """The pages of a document. The same facts give the same pages for ever.

    `journal_code` is the short form of the event's hash printed in the foot; `reprint` counts
    the reprints (补打 n 次). `sheet` is one of `sheets_for` the kind, the first where none is
    given. Raises `Misused` for an unknown kind, a sheet the kind does not go on
    (`unknown_sheet`) or a bad wording file, and `Unavailable` (`missing_glyph`) before anything
    is drawn, unless `boxed` or the facts are: then the character stands as its code in a box, and
    a note says so.
    """
    return _laid_out(facts, fonts, journal_code, reprint, sheet, boxed=boxed)[0]


def _laid_out(
    facts: DocumentFacts,
    fonts: FontSet,
    journal_code: str,
    reprint: int,
    sheet: Sheet | None,
    *,
    boxed: bool,
) -> tuple[tuple[Page, ...], str]:
    """The pages and the title."""
    boxed = boxed or facts.boxed
    fonts = fonts.of_look(facts.template)
    said = _said(facts)
    lacking = not fonts.has_all(said)
    if lacking and not boxed:
        refuse_missing(fonts, _texts(facts))
    chosen = _sheet(facts, sheet)
    document = with_query_code(_document(facts, plain=chosen.plain), journal_code)
    if lacking:
        document = _with_note(document, _codes(said, fonts))
    things = {facts.item_name, facts.situation, facts.hall, facts.department}
    things |= {paper.name for paper in facts.papers}
    names = frozenset(filter(is_dotted, said - things))
    typesetter = Typesetter(fonts, boxed=boxed, look=document.template, names=names)
    pages = paginate(
        document, typesetter, journal_code=journal_code, reprint=reprint, sheet=chosen
    )
    return pages, document.title


def _sheet(facts: DocumentFacts, wanted: Sheet | None) -> Sheet:
    known = sheets_for(kind_of(facts.kind).KIND)
    if wanted is None:
        return known[0]
    if wanted not in known:
        names = "、".join(sheet.title for sheet in known)
        raise Misused(
            "unknown_sheet",
            f"{kind_of(facts.kind).TITLE}不能印在{wanted.title}上，可以用：{names}",
        )
    return wanted


def _codes(said: Iterable[str], fonts: FontSet) -> str:
    """The code points that stand in boxes, as a reader may look them up."""
    lacking = {char for text in said for char in fonts.missing(text)}
    return "、".join(f"U+{ord(char):04X}" for char in sorted(lacking))


def _with_note(document: Document, codes: str) -> Document:
    """With the note on boxed characters and their codes under the facts block, where the first of
    them stands; without such a block, under the head. Pages of the looks before have it at their
    end."""
    blocks, note = list(document.blocks), f"{BOXED_NOTE}代码全文：{codes}。"
    if document.template < _NOTE_ABOVE:
        note = BOXED_NOTE
        at = len(blocks) - 1 if blocks and isinstance(blocks[-1], Stub) else len(blocks)
    else:
        named = (n for n, block in enumerate(blocks, 1) if isinstance(block, Fields))
        at = next(named, min(1, len(blocks)))
    blocks.insert(at, Note(note))
    return replace(document, blocks=tuple(blocks))


def refuse_unprintable(facts: DocumentFacts, fonts: FontSet) -> None:
    """Raise as `lay_out` does, without laying anything out: asked before a case is committed.
    Facts that are `boxed` are printed with the code in a box and are not refused for it."""
    if not facts.boxed:
        _refuse_missing(facts, fonts)
    _document(facts)


def as_printable(facts: DocumentFacts, fonts: FontSet, *, boxed: bool) -> DocumentFacts:
    """The facts as they may be committed: with `boxed`, where the clerk chose it and a character
    is in no font, the choice is among them, so that every page of them shows the code.

    A character whose form of its own is left out is told once a case, in the log. Raises as
    `refuse_unprintable`.
    """
    said = _said(facts)  # gathered once: this is on the way of every acceptance
    if not facts.boxed and not fonts.of_look(facts.template).has_all(said):
        if not boxed:
            _refuse_missing(facts, fonts)
        facts = replace(facts, boxed=True)
    _document(facts)
    if any(map(has_selector, said)):
        for label, codes in forms_dropped(facts):
            _tell_form(facts.case_number or facts.number, label, codes)
    return facts


def forms_dropped(facts: DocumentFacts) -> tuple[tuple[str, str], ...]:
    """(field, what is left out there) of the characters that ask for a form of their own by a
    variation selector, whose usual form the page shows, and of selectors with none before them."""
    formed, alone = dict[str, list[str]](), dict[str, list[str]]()
    for label, text in _texts(facts):
        formed.setdefault(label, []).extend(variants_in(text))
        alone.setdefault(label, []).extend(selectors_alone_in(text))
    return (
        *((label, f" {codes} 带字形选择符：文书印常用字形") for label, codes in _coded(formed)),
        *((label, f"字形选择符 {codes} 前面没有字：文书不印") for label, codes in _coded(alone)),
    )


def _coded(found: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for label, chars in found.items():
        if codes := "、".join(f"U+{ord(char):04X}" for char in dict.fromkeys(chars)):
            yield label, codes


@lru_cache(maxsize=256)
def _tell_form(case: str, label: str, codes: str) -> None:  # noqa: ARG001  # once a case
    """In the log; a command says it to whoever runs it."""
    _LOG.warning("“%s”里的%s，存档照原样", label, codes)


def lacks_glyph(facts: DocumentFacts, fonts: FontSet) -> bool:
    """Whether the page holds a character that no font has."""
    return not fonts.of_look(facts.template).has_all(_said(facts))


def _refuse_missing(facts: DocumentFacts, fonts: FontSet) -> None:
    if lacks_glyph(facts, fonts):
        refuse_missing(fonts.of_look(facts.template), _texts(facts))


def _said(facts: DocumentFacts) -> set[str]:
    said: set[str] = set()
    _gather(facts, said)
    return said


def _document(facts: DocumentFacts, *, plain: bool = False) -> Document:
    """The blocks, with the look the page was issued in and the versions it was made from."""
    if facts.template > TEMPLATE:
        raise Misused("newer_template", "这份文书的版式比本程序新，请升级程序后再打印")
    wording = in_force(facts)
    document = kind_of(facts.kind).compose(facts, wording.plainly() if plain else wording)
    if facts.template <= FIRST_TEMPLATE:
        return document
    return replace(
        document, template=facts.template, margin=_margin(facts, wording, document.foot)
    )


def _margin(facts: DocumentFacts, wording: Wording, foot: str) -> str:
    """The small line under the foot: catalogue, look, sentences, and the remedies' edition; the
    catalogue's version not again where the foot names it."""
    version = facts.item_hash[:VERSION_LENGTH] or facts.item_version
    told = facts.since(3) and f"事项版本 {version}" in foot
    parts = [f"事项版本 {version}"] if version and not told else []
    parts += [f"版式 {facts.template}", f"用语 {wording.version}"]
    edition = wording.texts.get(EDITION, "")
    return " · ".join([*parts, edition] if edition else parts)


def render_document(
    facts: DocumentFacts,
    out_path: Path,
    fonts: FontSet,
    *,
    journal_code: str,
    reprint: int = 0,
    boxed: bool = False,
    sheet: Sheet | None = None,
) -> Path:
    """Write the document as PDF and return its path; raises as `lay_out` and `render_pdf`."""
    from clerk_app.notices.pdf import render_pdf

    pages, title = _laid_out(facts, fonts, journal_code, reprint, sheet, boxed=boxed)
    return render_pdf(pages, out_path, fonts, title=f"{title} {facts.number}")


def document_pdf(
    facts: DocumentFacts,
    fonts: FontSet,
    *,
    journal_code: str,
    reprint: int = 0,
    sheet: Sheet | None = None,
) -> bytes:
    """The document as the content of a PDF file; raises as `lay_out`."""
    from clerk_app.notices.pdf import pdf_of

    pages, title = _laid_out(facts, fonts, journal_code, reprint, sheet, boxed=False)
    return pdf_of(pages, fonts, title=f"{title} {facts.number}")


def title_of(facts: DocumentFacts) -> str:
    """The title as it is printed; that of a denial (不予许可决定书) depends on the item.

    Raises `Misused` as `lay_out`.
    """
    return _document(facts).title


def _texts(facts: DocumentFacts | Added) -> Iterator[tuple[str, str]]:
    """(label, text) of everything a person or a hall may have typed."""
    for field in fields(facts):
        label = _LABELS.get(field.name, field.name)
        value = getattr(facts, field.name)
        if isinstance(value, Added):
            yield from _texts(value)
            continue
        for text in _strings(value):
            yield label, text


def _gather(value: Any, said: set[str]) -> None:
    """Every text in the facts, once: what `_strings` gives one by one."""
    parts = value if isinstance(value, tuple) else _parts(type(value))(value)
    for part in parts:
        if type(part) is str:
            said.add(part)
        elif isinstance(part, tuple) or hasattr(part, "__dataclass_fields__"):
            _gather(part, said)


def _parts(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    if kind not in _PARTS:
        _PARTS[kind] = attrgetter(*(field.name for field in fields(kind)))
    return _PARTS[kind]


_PARTS: dict[type[Any], Callable[[Any], tuple[Any, ...]]] = {}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            part = getattr(value, name)
            if part:
                yield from _strings(part)
