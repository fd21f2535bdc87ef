"""The catalogue as the national exchange library wants it reported (上报).

Column names, lengths and which of them may not be empty are facts about that library. Codes
are local configuration and are handed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clerk_app.catalogue.model import (
    Directory,
    Listing,
    Material,
    ServiceItem,
    TimeLimit,
)
from clerk_app.catalogue.rules.limits import statutory_limit
from clerk_app.catalogue.rules.summary import fee_text

Codes = Mapping[str, Mapping[str, str]]
"""Table of codes → word of the catalogue → code."""
Row = dict[str, str]

DIRECTORY, BASIC, EXTEND = "up_task_directory", "up_task_general_basic", "up_task_general_extend"
MATERIAL, FEE, QUESTION = "up_task_general_material", "fee_project", "questions"

_COMMON = (
    "catalog_code", "task_name", "task_type", "by_law", "use_level", "task_state",
    "task_version", "row_guid", "cd_operation", "cd_time", "cd_batch", "data_source",
)  # fmt: skip
REQUIRED: Mapping[str, tuple[str, ...]] = {
    DIRECTORY: _COMMON,
    BASIC: (
        *_COMMON,
        "task_code", "dept_name", "dept_code", "dept_type", "power_source", "project_type",
        "server_type", "accept_condition", "handle_flow", "anticipate_day", "anticipate_type",
        "promise_day", "promise_type", "promise_explain", "special_procedure", "is_fee",
        "limit_scene_num", "transact_addr", "transact_time", "link_way", "supervise_way",
        "is_single_login",
    ),
    EXTEND: ("is_entry_center", "is_online", "is_express", "is_pay_online", "result_type"),
    MATERIAL: ("material_name", "order_num"),
    FEE: ("fee_name", "fee_stand", "order_num"),
    QUESTION: ("question", "answer", "order_num"),
}  # fmt: skip
"""The columns that may not be empty."""

LENGTHS: Mapping[str, int] = {
    "catalog_code": 12, "local_catalog_code": 50, "task_name": 1000, "task_type": 2,
    "use_level": 11, "task_state": 2, "row_guid": 50, "cd_operation": 2, "cd_batch": 32,
    "data_source": 3, "task_code": 36, "local_task_code": 50, "task_handle_item": 50,
    "dept_name": 200, "dept_code": 50, "dept_type": 2, "power_source": 2, "project_type": 2,
    "server_type": 32, "handle_type": 5, "anticipate_type": 2, "promise_type": 2,
    "special_procedure": 500, "transact_addr": 500, "transact_time": 500,
    "online_handle_depth": 20, "handle_area": 2, "result_type": 30, "town_code": 18,
    "town_name": 200, "village_code": 18, "village_name": 200, "material_name": 200,
    "material_format": 2, "is_need": 2, "source_explain": 500, "fill_explain": 500,
    "question": 1000,
}  # fmt: skip
"""Longest text of a column, in code points; where no length is known none is checked."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one upload carries: its number, time, source code and 同步类型."""

    number: str
    time: str
    source: str
    operation: str = "I"


@dataclass(frozen=True, slots=True)
class Gap:
    """A column that may not stand as it is. `why`: missing, too_long, not_a_number, no_code."""

    item: str
    table: str
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class National:
    """The rows of every table, and what keeps an item out of them.

    An item with a gap has no row in any table: half an item must not be reported.
    """

    tables: Mapping[str, tuple[Row, ...]]
    gaps: tuple[Gap, ...]


def report(items: Iterable[ServiceItem], codes: Codes, batch: Batch) -> National:
    """Report items: rows for those that satisfy every NOT NULL and length, gaps for the rest."""
    tables: dict[str, list[Row]] = {table: [] for table in REQUIRED}
    gaps: list[Gap] = []
    for item in items:
        rows = list(rows_of(item, codes, batch))
        found = list(dict.fromkeys(gap for table, row in rows for gap in _gaps(item, table, row)))
        gaps += found
        if not found:
            for table, row in rows:
                tables[table].append({name: value for name, value in row.items() if value})
    return National({table: tuple(rows) for table, rows in tables.items()}, tuple(gaps))


def rows_of(item: ServiceItem, codes: Codes, batch: Batch) -> Iterator[tuple[str, Row]]:
    """Every row of one item, empty columns included; a word without a code is `?word`."""
    common = _directory(item, codes, batch)
    listing = item.listing or Listing()
    yield DIRECTORY, {**common, "row_guid": _guid(DIRECTORY, item)}
    yield BASIC, {**common, **_basic(item, listing, codes), "row_guid": _guid(BASIC, item)}
    yield EXTEND, _extend(item, listing, codes)
    for place, paper in enumerate(item.materials, start=1):
        yield MATERIAL, _material(item, paper, place, codes)
    yield from _fees(item)
    for place, situation in enumerate(item.situations, start=1):
        answers = "；".join(answer.label for answer in situation.answers)
        question = {"question": situation.question, "answer": answers, "order_num": str(place)}
        yield QUESTION, {"task_code": item.code, **question}


def _directory(item: ServiceItem, codes: Codes, batch: Batch) -> Row:
    own = item.directory or Directory()
    return {
        "catalog_code": own.basic_code,
        "local_catalog_code": own.local_code,
        "task_name": item.name,
        "task_type": _code(codes, "task_type", item.type.value if item.type else ""),
        "by_law": "；".join(item.legal_basis),
        "use_level": _many(codes, "level", own.levels or ((item.level,) if item.level else ())),
        "task_state": own.state,
        "task_version": item.version,
        "plan_effective_date": item.effective_from,
        "plan_cancel_date": item.effective_to,
        "cd_operation": batch.operation,
        "cd_time": batch.time,
        "cd_batch": batch.number,
        "data_source": batch.source,
    }


def _basic(item: ServiceItem, listing: Listing, codes: Codes) -> Row:
    legal, promised = statutory_limit(item), item.promised_limit
    charged = None if item.fee is None else item.fee.charge
    if item.fees:
        charged = any(fee.amount_fen != 0 for fee in item.fees)
    bases = [fee.basis for fee in item.fees] + [item.fee.basis if item.fee else ""]
    special = [" ".join(filter(None, (p.kind, p.name, p.length))) for p in item.special_procedures]
    return {
        "task_code": item.code,
        "local_task_code": listing.local_code,
        "task_handle_item": listing.handling_code,
        "dept_name": item.department,
        "dept_code": listing.body_code,
        "dept_type": listing.body_kind,
        "entrust_name": listing.entrusted_to,
        "power_source": listing.power_source,
        "project_type": _code(codes, "project_type", item.handling.value if item.handling else ""),
        "server_type": _many(codes, "subject", listing.subjects),
        "accept_condition": item.conditions,
        "handle_type": _many(codes, "channel", listing.channels),
        "handle_flow": item.flow or "；".join(item.stages),
        "anticipate_day": _days(legal),
        "anticipate_type": _unit(codes, legal),
        "anticipate_explain": legal.note if legal else "",
        "promise_day": _days(promised),
        "promise_type": _unit(codes, promised),
        "promise_explain": (promised.note or "无") if promised else "",
        "special_procedure": "；".join(special) or "无",
        "is_fee": _flag(charged),
        "fee_basis": "；".join(dict.fromkeys(filter(None, bases))),
        "limit_scene_num": "" if listing.visits is None else str(listing.visits),
        "transact_addr": item.place,
        "transact_time": item.hours,
        "link_way": item.phone,
        "supervise_way": item.supervision_phone,
        "is_single_login": _flag(listing.single_sign_on),
        "link_addr": listing.link,
        "mobile_terminal_url": listing.mobile_link,
    }


def _extend(item: ServiceItem, listing: Listing, codes: Codes) -> Row:
    return {
        "task_code": item.code,
        "is_entry_center": _flag(listing.in_hall),
        "is_online": _flag(listing.online),
        "online_handle_depth": listing.online_depth,
        "is_express": _flag(listing.express),
        "is_pay_online": _flag(listing.pay_online),
        "is_schedule": _flag(listing.booking),
        "is_service_terminals": _flag(listing.terminals),
        "handle_area": _code(codes, "region", item.cross_regional),
        "other_dept": listing.joint_bodies,
        "service_type": listing.intermediary,
        "limit_explain": listing.quantity_limit,
        "limit_scene_explain": listing.visit_reason,
        "result_type": listing.result_kind,
        "result_name": item.result,
        "result_guid": listing.result_sample,
        "user_topic_type": "、".join(listing.topics),
        "town_code": listing.town_code,
        "town_name": listing.town_name,
        "village_code": listing.village_code,
        "village_name": listing.village_name,
    }


def _material(item: ServiceItem, paper: Material, place: int, codes: Codes) -> Row:
    medium = "纸质"
    if paper.electronic:
        medium = "纸质/电子" if paper.originals + paper.copies else "电子"
    return {
        "task_code": item.code,
        "material_name": paper.name,
        "order_num": str(place),
        "material_format": _code(codes, "medium", medium),
        "is_need": _code(codes, "necessity", str(paper.necessity)),
        "page_num": str(paper.count_due),
        "page_format": paper.paper_size,
        "source_explain": paper.source_channel,
        "accept_stand": paper.standard,
        "fill_explain": paper.how_to_get,
        "by_law": paper.basis,
        "form_guid": paper.blank_form,
        "example_guid": paper.filled_sample,
        "remark": paper.note,
    }


def _fees(item: ServiceItem) -> Iterator[tuple[str, Row]]:
    for place, fee in enumerate(item.fees, start=1):
        yield (
            FEE,
            {
                "task_code": item.code,
                "fee_name": fee.name,
                "fee_stand": _stand(fee.amount_fen, fee.per) or fee.note,
                "by_law": fee.basis,
                "is_desc": _flag(fee.reducible),
                "desc_explain": fee.reduction_basis,
                "order_num": str(place),
            },
        )
    if not item.fees and item.fee is not None and item.fee.charge:
        stand = fee_text(item.fee) if item.fee.amount_fen is not None else item.fee.note
        row = {"fee_name": "收费", "fee_stand": stand, "by_law": item.fee.basis}
        yield FEE, {"task_code": item.code, **row, "order_num": "1"}


def _stand(amount_fen: int | None, per: str) -> str:
    if amount_fen is None:
        return ""
    yuan = f"{amount_fen // 100}.{amount_fen % 100:02d} 元"
    return f"{yuan}/{per}" if per else yuan


_NO_CODE = "?"
_WHOLE = frozenset({"task_version", "anticipate_day", "promise_day", "limit_scene_num"})


def _gaps(item: ServiceItem, table: str, row: Row) -> Iterator[Gap]:
    for column in REQUIRED[table]:
        if not row.get(column):
            yield Gap(item.key, table, column, "missing")
    for column, value in row.items():
        if value.startswith(_NO_CODE) and column in _CODED:
            yield Gap(item.key, table, column, "no_code")
        elif len(value) > LENGTHS.get(column, len(value)):
            yield Gap(item.key, table, column, "too_long")
        elif column in _WHOLE and value and not value.isdecimal():
            yield Gap(item.key, table, column, "not_a_number")


_CODED = frozenset({
    "task_type", "use_level", "project_type", "server_type", "handle_type", "anticipate_type",
    "promise_type", "handle_area", "material_format", "is_need",
})  # fmt: skip


def _code(codes: Codes, table: str, word: str) -> str:
    return codes.get(table, {}).get(word, _NO_CODE + word) if word else ""


def _many(codes: Codes, table: str, words: Iterable[str]) -> str:
    found = [_code(codes, table, word) for word in words]
    bad = [code for code in found if code.startswith(_NO_CODE)]
    return bad[0] if bad else ",".join(dict.fromkeys(found))


def _days(limit: TimeLimit | None) -> str:
    return "" if limit is None else str(limit.value)


def _unit(codes: Codes, limit: TimeLimit | None) -> str:
    return _code(codes, "unit", str(limit.unit)) if limit else ""


def _flag(value: bool | None) -> str:
    return "" if value is None else "1" if value else "0"


def _guid(table: str, item: ServiceItem) -> str:
    """The same version of an item has the same row id in every upload."""
    name = f"{table}\n{item.key}\n{item.content_hash}"
    return hashlib.sha256(name.encode()).hexdigest()[:32]
