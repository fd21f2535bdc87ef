"""Facts to pages to PDF: the two calls the rest of the program makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from clerk_app.notices.document import Document
from clerk_app.notices.facts import ActFacts, DocumentFacts
from clerk_app.notices.fonts import FontSet, refuse_missing
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.layout import paginate
from clerk_app.notices.page import Page
from clerk_app.notices.typeset import Typesetter
from clerk_app.notices.wording import in_force

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
    "deliverer": "送达人",
    "target": "应向机关",
    "back": "退回的材料",
    "supplied": "补交的材料",
    "open": "尚缺的材料",
    "opinions": "意见",
    "commitments": "承诺内容",
}


def lay_out(
    facts: DocumentFacts,
    fonts: FontSet,
    *,
    journal_code: str,
    reprint: int = 0,
    boxed: bool = False,
) -> tuple[Page, ...]:
    """The pages of a document. The same facts give the same pages for ever.

    `journal_code` is the short form of the event's hash printed in the foot; `reprint` counts
    the reprints (补打 n 次). Raises `Misused` for an unknown kind or a bad wording file, and
    `Unavailable` (`missing_glyph`) before anything is drawn, unless `boxed`.
    """
    if not boxed:
        refuse_missing(fonts, _texts(facts))
    document = _document(facts)
    typesetter = Typesetter(fonts, boxed=boxed)
    return paginate(document, typesetter, journal_code=journal_code, reprint=reprint)


def refuse_unprintable(facts: DocumentFacts, fonts: FontSet) -> None:
    """Raise as `lay_out` does, without laying anything out: asked before a case is committed."""
    said: set[str] = set()
    _gather(facts, said)
    if not fonts.has_all(said):
        refuse_missing(fonts, _texts(facts))
    _document(facts)


def _document(facts: DocumentFacts) -> Document:
    return kind_of(facts.kind).compose(facts, in_force(facts))


def render_document(
    facts: DocumentFacts,
    out_path: Path,
    fonts: FontSet,
    *,
    journal_code: str,
    reprint: int = 0,
    boxed: bool = False,
) -> Path:
    """Write the document as PDF and return its path; raises as `lay_out` and `render_pdf`."""
    from clerk_app.notices.pdf import render_pdf

    pages = lay_out(facts, fonts, journal_code=journal_code, reprint=reprint, boxed=boxed)
    title = f"{title_of(facts)} {facts.number}"
    return render_pdf(pages, out_path, fonts, title=title)


def title_of(facts: DocumentFacts) -> str:
    """The title as it is printed; that of a denial (不予许可决定书) depends on the item.

    Raises `Misused` as `lay_out`.
    """
    return _document(facts).title


def _texts(facts: DocumentFacts | ActFacts) -> Iterator[tuple[str, str]]:
    """(label, text) of everything a person or a hall may have typed."""
    for field in fields(facts):
        label = _LABELS.get(field.name, field.name)
        value = getattr(facts, field.name)
        if isinstance(value, ActFacts):
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
