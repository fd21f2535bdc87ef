"""What is exported and loaded again is the same version, oddities included."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from clerk_app.catalogue.rules.content import content, unpack, unpack_bundle
from clerk_app.catalogue.rules.reading import read_item, read_packed
from clerk_app.catalogue.rules.reading_bundles import read_bundle
from clerk_app.catalogue.rules.writing import exchange_form
from clerk_app.journal.canonical import canonical
from tests.catalogue.test_reading import TIDY

SAMPLE = Path(__file__).parents[2] / "resources" / "seed" / "catalogue_sample.json"
Raw = list[dict[str, Any]]
FULL: dict[str, Any] = {
    **TIDY,
    "aliases": ["开饭馆"],
    "hours": "工作日 9:00—17:00",
    "supervision_phone": "12388",
    "flow": "受理—审核",
    "fields": [
        {"element": "name", "label": "名称"},
        {"element": "kind", "label": "业态", "kind": "choice", "options": ["店", "摊"]},
        {"element": "memo", "label": "备注", "required": False},
    ],
    "limits": [{"kind": "legal", "channel": "网上", "value": 15, "unit": "工作日"}],
    "fees": [{"name": "工本费", "amount": "4.50", "per": "本", "basis": "甲价1号"}],
    "special_procedures": [{"kind": "听证", "length": "二十日", "basis": "《测试条例》"}],
    "follow_ups": [{"name": "食品经营许可", "when": "餐饮"}],
    "directory": {"basic_code": "000119002000", "levels": ["县级"]},
    "listing": {"visits": 1, "online": True, "in_hall": False, "subjects": ["自然人"]},
}


def same(raw: dict[str, Any], **meta: Any) -> bool:
    item, _ = read_item(raw, pack_meta=meta)
    again, _ = read_item(json.loads(json.dumps(exchange_form(item))), pack_meta=meta)
    return again == item


def test_every_real_and_every_sample_item_comes_back_the_same(
    raw_items: Raw, raw_rows: Raw
) -> None:
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    assert all(same(raw) for raw in [*raw_items, *raw_rows])
    assert all(same(raw, **sample["meta"]) for raw in sample["items"])


def test_everything_an_item_can_say_comes_back_the_same() -> None:
    item, warnings = read_item(FULL)
    assert warnings == ()
    assert (item.fields[2].required, item.fees[0].amount_fen) == (False, 450)
    assert item.listing is not None
    assert (item.listing.online, item.listing.in_hall, item.listing.booking) == (True, False, None)
    assert same(FULL)


@pytest.mark.parametrize(
    "odd",
    [
        {"weather": {"a": [1]}},
        {"handling": "上报件"},
        {"fee": "看情况"},
        {"materials": [{"name": "表", "necessity": "随便", "weight": 1}, {"name": "书", "x": 2}]},
        {"situations": [{"key": "甲", "answers": [{"value": "是", "odd": 1}]}, "乙"]},
        {"situations": ["乙", {"key": "甲", "answers": [7, {"value": "是"}]}]},
        {"limits": [{"kind": "legal"}, {"kind": "promised", "value": 3, "unit": "工作日"}]},
        {"fees": [7, {"name": "工本费", "amount": 1, "basis": "甲价1号"}, {"odd": 1}]},
        {"follow_ups": [{"when": "餐饮"}, {"name": "食品经营许可"}]},
        {"codes": {"地方编码": "X"}},
        {"promised_limit": {"value": 3, "unit": "周"}},
        {"fields": [{"element": "a", "label": "甲", "odd": 1}, 7]},
        {"aliases": ["好", "坏\x00"]},
    ],
)
def test_oddities_are_put_back_where_they_stood(odd: dict[str, Any]) -> None:
    assert same({**TIDY, **odd})


def test_a_bundle_comes_back_the_same() -> None:
    raw = {
        "code": "Y",
        "name": "一件事",
        "items": ["A", "B"],
        "same_papers": [["甲", "乙"]],
        "z": 1,
    }
    bundle, _, _ = read_bundle(raw)
    assert read_bundle(exchange_form(bundle))[0] == bundle


def test_what_is_stored_is_canonical_named_by_its_hash_and_reads_back() -> None:
    item, data, _ = read_packed(FULL)
    assert canonical(json.loads(data)) == data == content(item)
    assert hashlib.sha256(data).hexdigest() == item.content_hash
    assert unpack(data, item.content_hash) == item
    bundle, data, _ = read_bundle({"code": "Y", "name": "一", "items": ["A", "B"]})
    assert unpack_bundle(data, bundle.content_hash) == bundle


def test_a_field_the_program_does_not_know_is_part_of_the_version() -> None:
    plain, odd = read_packed(FULL)[0], read_packed({**FULL, "weather": "晴"})[0]
    assert plain.content_hash != odd.content_hash
    again, data, _ = read_packed({**FULL, "weather": "雨"})
    assert again.content_hash != odd.content_hash
    assert json.loads(unpack(data, again.content_hash).extra) == {"weather": "雨"}


def test_the_bytes_of_a_version_never_change() -> None:
    # pinned: cases and papers name these versions for ever
    tidy, full = read_packed(TIDY)[0], read_packed(FULL)[0]
    assert tidy.content_hash == PINNED_TIDY
    assert full.content_hash == PINNED_FULL


PINNED_TIDY = "b757d78f1f217c6a152ad4f26db92b6e4546361c72c54e3b6d3700a3254ea40f"
PINNED_FULL = "6b2305033eaacb097f63b4add47cac8423ed81ba6b0b3f5339d3f53cead6d364"
