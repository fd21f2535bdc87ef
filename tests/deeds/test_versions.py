"""A case and its papers stay under the version they were opened under."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.catalogue import store
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.intake import store as intake
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.kernel.errors import Refused
from tests.support.stores import PASSPHRASE, HandClock, create

ITEM: dict[str, Any] = {
    "code": "T-1",
    "name": "测试许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "示例局",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 5, "unit": "工作日"},
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "租赁合同", "necessity": "必要", "standard": "旧标准"},
    ],
}
NEWER = {
    **ITEM,
    "name": "测试许可（改名）",
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "承诺书", "necessity": "必要"},
    ],
}


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    create(tmp_path / "w")
    with Workstation(HandClock()).open(tmp_path / "w", PASSPHRASE) as opened:
        load(opened, tmp_path, ITEM)
        yield opened


def load(counter: Counter, folder: Path, item: dict[str, Any]) -> None:
    path = folder / "list.json"
    path.write_text(json.dumps([item]), encoding="utf-8")
    import_catalogue(counter, [path])


def asked(counter: Counter, **more: Any) -> Application:
    papers = (
        CheckedPaper("申请书", PaperState.IN_ORDER, copies=1),
        CheckedPaper("租赁合同", PaperState.MISSING),
    )
    applicant = Party("person", "测试𬱖䶮")
    return replace(Application("T-1", counter.clock.now(), applicant, papers=papers), **more)


def text_of(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def test_a_notice_printed_again_after_an_update_says_what_it_said(
    counter: Counter, tmp_path: Path
) -> None:
    taken = take_in(counter, asked(counter))
    number = next(each.number for each in taken.documents if each.kind == "one_time_notice")
    print_document(counter, taken.number, number, tmp_path / "first.pdf")
    load(counter, tmp_path, NEWER)
    print_document(counter, taken.number, number, tmp_path / "again.pdf")
    first, again = text_of(tmp_path / "first.pdf"), text_of(tmp_path / "again.pdf")
    assert "旧标准" in first
    assert "改名" not in again
    assert "承诺书" not in again
    assert "补打" in again
    assert again.replace("\u3000补打 1 次", "").splitlines() == first.splitlines()


def test_the_version_a_case_was_opened_under_can_be_read_for_ever(
    counter: Counter, tmp_path: Path
) -> None:
    taken = take_in(counter, asked(counter))
    load(counter, tmp_path, NEWER)
    with counter.store.reading() as db:
        state = intake.case(db, counter.viewer, taken.number)
        opened_under = store.item_version(db, state.item, state.item_hash)
    assert opened_under.material("租赁合同") is not None
    assert opened_under.name == "测试许可"


def test_an_intake_that_names_its_version_is_decided_under_it(
    counter: Counter, tmp_path: Path
) -> None:
    with counter.store.reading() as db:
        old = store.item(db, "T-1").content_hash
    load(counter, tmp_path, NEWER)
    kept = take_in(counter, asked(counter, item_hash=old))
    assert [shortfall.name for shortfall in kept.decision.shortfalls] == ["租赁合同"]
    # without a name the version in use counts, which does not know that paper
    with pytest.raises(Refused) as refused:
        take_in(counter, asked(counter))
    assert refused.value.code == "unknown_material"


def test_a_version_that_is_not_here_is_refused_and_nothing_is_written(counter: Counter) -> None:
    with pytest.raises(Refused) as refused:
        take_in(counter, asked(counter, item_hash="f" * 64))
    assert refused.value.code == "unknown_item_version"
    with counter.store.reading() as db:
        assert intake.last_sequence(db, "5116020001", 2026) == 0


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-03-03", "", "item_not_yet"),
        ("2026-03-02", "", ""),
        ("", "2026-03-02", ""),
        ("", "2026-03-01", "item_expired"),
        ("明年", "去年", ""),  # nobody can read that: it binds nobody
    ],
)
def test_an_item_is_taken_in_from_its_first_to_its_last_day(
    counter: Counter, tmp_path: Path, first: str, last: str, code: str
) -> None:
    dated = {**ITEM, "code": "T-2", "effective_from": first, "effective_to": last}
    load(counter, tmp_path, dated)
    assert counter.clock.now().date().isoformat() == "2026-03-02"
    if not code:
        assert take_in(counter, asked(counter, item="T-2")).number
        return
    with pytest.raises(Refused) as refused:
        take_in(counter, asked(counter, item="T-2"))
    assert refused.value.code == code


def test_the_day_of_receipt_is_what_counts_not_the_day_of_entry(
    counter: Counter, tmp_path: Path
) -> None:
    load(counter, tmp_path, {**ITEM, "effective_to": "2026-03-01"})
    earlier = counter.clock.now() - timedelta(days=1)
    assert take_in(counter, asked(counter, received_at=earlier)).number


def test_a_version_loaded_ahead_of_its_day_stops_nobody_today(
    counter: Counter, tmp_path: Path
) -> None:
    load(counter, tmp_path, {**NEWER, "effective_from": "2026-04-01"})
    taken = take_in(counter, asked(counter))
    assert [shortfall.name for shortfall in taken.decision.shortfalls] == ["租赁合同"]
    later = counter.clock.now() + timedelta(days=30)
    with pytest.raises(Refused) as refused:  # by then the newer one holds, without that paper
        take_in(counter, asked(counter, received_at=later))
    assert refused.value.code == "unknown_material"
