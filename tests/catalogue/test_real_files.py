"""Published lists as they are: nothing is lost, nothing stops, and every oddity is counted.

Expected numbers are taken from the raw JSON here, never from the code that reads it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from sqlalchemy import Connection

from clerk_app.catalogue import store
from clerk_app.catalogue.model import ImportReport, Keep, Necessity, Party
from clerk_app.catalogue.rules.papers import is_usable

RealImport = tuple[Connection, ImportReport]
Raw = list[dict[str, Any]]

KNOWN_OF_ITEMS = {
    *("id", "name", "type", "department", "level", "handling", "legal_basis", "legal_limit"),
    *("promised_limit", "fee", "codes", "materials", "materials_complete", "stages"),
    *("onsite_visits", "service_object"),
}
KNOWN_OF_ROWS = {"department", "main_item", "name", "type", "item_code"}
OWN_FORMS = {
    *("《食品经营许可证》申请书", "《低保申请表》", "申请书"),
    *("《特困人员救助供养申请表》", "《临时救助申请表》", "申请表格", "《高龄津贴申请表》"),
    *("《高龄老人生活津贴申请表》", "《珠海市高龄老人政府津贴申请审批表》"),
    *("乙类大型医用设备配置许可申请表"),
    *("社会办医选择不实行告知承诺制申请书", "《乡村建设规划许可证申报表》"),
    *("中国（陕西）自由贸易试验区社会办医配置乙类大型医用设备备案登记表",),
    *("食品经营许可申请书", "食品经营许可变更申请书"),
}
CODE_KEYS = {"itemCode", "itemcode", "事项编码"}
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def passes_gb_32100(code: str) -> bool:
    """The check of GB 32100, written out once more as an independent oracle."""
    if len(code) != 18 or any(char not in USCC_LETTERS for char in code):
        return False
    if not code[2:8].isdigit():
        return False
    total = sum(USCC_LETTERS.index(code[n]) * int(3**n) for n in range(17))
    return USCC_LETTERS[(31 - total % 31) % 31] == code[17]


def test_all_925_real_items_load_and_none_is_refused(real_import: RealImport) -> None:
    db, report = real_import
    assert (report.imported, report.updated, report.unchanged) == (41 + 884, 0, 0)
    assert report.refused == ()
    assert store.count(db) == 925


def test_the_warnings_are_exactly_those_the_raw_files_call_for(
    real_import: RealImport, raw_items: Raw, raw_rows: Raw
) -> None:
    papers = [(item["id"], paper) for item in raw_items for paper in item["materials"]]
    usccs = [row["implementer_uscc"] for row in raw_rows if row["implementer_uscc"]]
    usccs += [
        item["codes"]["实施主体USCC"] for item in raw_items if "实施主体USCC" in item["codes"]
    ]
    expected = {
        "unknown_field": sum(len(item.keys() - KNOWN_OF_ITEMS) for item in raw_items)
        + sum(len(item["codes"].keys() - CODE_KEYS) for item in raw_items)
        + sum(len(row.keys() - KNOWN_OF_ROWS) for row in raw_rows),
        "missing_basis": sum(not item["legal_basis"] for item in raw_items) + len(raw_rows),
        "missing_handling": sum(item["handling"] is None for item in raw_items) + len(raw_rows),
        "incomplete_materials": len(raw_rows)
        + sum(not (item["materials"] and item["materials_complete"]) for item in raw_items),
        "situation_derived": len(
            {
                (item_id, phrase)
                for item_id, paper in papers
                if paper["necessity"] == "情形必要"
                for phrase in paper["applies_when"].split("/")
            }
        ),
        "odd_uscc": sum(not passes_gb_32100(code) for code in usccs),
        # no file says why a paper may be asked for; the hall's own form needs no reason
        "material_without_basis": len(
            {
                item_id
                for item_id, paper in papers
                if paper["necessity"] != "非必要" and paper["name"] not in OWN_FORMS
            }
        ),
        "catch_all_material": 3,  # 其他有关证明材料 twice, 其他需要提供的材料 once
        "promise_missing": sum(
            item["handling"] == "承诺件" and not item["promised_limit"] for item in raw_items
        ),
        "fee_without_basis": 1,  # 9 yuan a pair, by a basis that is not named
    }
    assert Counter(warning.code for warning in real_import[1].warnings) == expected
    # a slip in the sums above must not pass for a pass
    assert expected["situation_derived"] == 21
    assert expected["unknown_field"] == 41 * 4 + 3 + 884 * 4


def test_an_unknown_field_is_reported_once_per_item_and_kept_with_its_value(
    real_import: RealImport, raw_items: Raw, raw_rows: Raw
) -> None:
    db, report = real_import
    reported = [(w.item, w.field) for w in report.warnings if w.code == "unknown_field"]
    assert len(reported) == len(set(reported))
    for raw in raw_items:
        extra = json.loads(store.item(db, raw["id"]).extra)
        for name in raw.keys() - KNOWN_OF_ITEMS:
            assert extra[name] == raw[name]
    row = raw_rows[0]
    extra = json.loads(store.item(db, row["item_code"]).extra)
    assert extra == {name: row[name] for name in row.keys() - KNOWN_OF_ROWS}


def test_codes_are_keys_and_a_bodys_code_or_the_shared_base_code_never_is(
    real_import: RealImport, raw_items: Raw, raw_rows: Raw
) -> None:
    db, _ = real_import
    for raw in raw_items:
        codes = [raw["codes"][name] for name in CODE_KEYS & raw["codes"].keys()]
        item = store.item(db, raw["id"])
        assert item.key == (codes[0] if codes else raw["id"])
        assert store.item(db, item.key) == item
    first = store.item(db, raw_rows[0]["item_code"])
    assert (first.key, first.group) == (raw_rows[0]["item_code"], raw_rows[0]["main_item"])
    # two names repeat while their codes do not: both are there
    names = Counter(row["name"] for row in raw_rows)
    assert sum(count - 1 for count in names.values()) == 2


def test_situations_are_derived_from_words_split_at_the_slash(real_import: RealImport) -> None:
    item = store.item(real_import[0], "R044")
    keys = [situation.key for situation in item.situations]
    assert keys == ["社会办医", "筹建或在建", "自贸区内社会办医"]
    adds = {situation.key: situation.answers[0].adds for situation in item.situations}
    assert [situation.answers[0].value for situation in item.situations] == ["是"] * 3
    assert [situation.answers[1].adds for situation in item.situations] == [()] * 3
    assert adds["筹建或在建"] == ("营业执照",)
    assert adds["自贸区内社会办医"] == (
        "营业执照",
        "中国（陕西）自由贸易试验区社会办医配置乙类大型医用设备备案登记表",
    )


def test_counts_come_from_the_form_and_the_stated_copies(real_import: RealImport) -> None:
    db, _ = real_import

    def counts(item_id: str, name: str) -> tuple[int, int, Keep]:
        paper = store.item(db, item_id).material(name)
        assert paper
        return paper.originals, paper.copies, paper.keep

    assert counts("R039", "本人身份证") == (1, 3, Keep.COLLECTED)  # 原件及三份复印件
    assert counts("R039", "受托人身份证明") == (1, 1, Keep.COLLECTED)  # 原件和一份复印件
    assert counts("R039", "《高龄津贴申请表》") == (0, 3, Keep.COLLECTED)  # copies 3, no form
    assert counts("R040", "银行卡复印件") == (0, 3, Keep.COLLECTED)  # 复印件, copies 3
    assert counts("R005", "《食品经营许可证》申请书") == (1, 0, Keep.COLLECTED)  # 原件, copies 1
    assert counts("R042", "身份证") == (1, 1, Keep.VERIFIED)  # 原件、复印件（核对原件）
    assert counts("R043", "《济南市高校毕业生就业报到登记表》") == (
        1,
        0,
        Keep.VERIFIED,
    )  # 核对原件
    assert counts("R043", "学位证复印件") == (0, 1, Keep.COLLECTED)  # 复印件


def test_every_stated_number_of_copies_is_due(real_import: RealImport, raw_items: Raw) -> None:
    stated = 0
    for raw in raw_items:
        item = store.item(real_import[0], raw["id"])
        for paper, words in zip(item.materials, raw["materials"], strict=True):
            if "copies" in words:
                stated += 1
                assert words["copies"] in (paper.copies, paper.originals)
                assert paper.count_due >= words["copies"]
            assert paper.form == words.get("form", "")
    assert stated == 33


def test_papers_of_an_agent_are_known_by_their_words(real_import: RealImport) -> None:
    db, _ = real_import
    item = store.item(db, "R040")
    agents = {paper.name for paper in item.materials if paper.party is Party.AGENT}
    assert agents == {"委托证明", "受托人身份证明"}


def test_papers_keep_their_order_necessity_and_number(
    real_import: RealImport, raw_items: Raw
) -> None:
    for raw in raw_items:
        item = store.item(real_import[0], raw["id"])
        read = [(paper.name, paper.necessity.value) for paper in item.materials]
        assert read == [(paper["name"], paper["necessity"]) for paper in raw["materials"]]
        for paper in item.materials:
            assert not (paper.deferrable and paper.necessity is Necessity.REQUIRED)


def test_incomplete_lists_are_held_back_from_intake(
    real_import: RealImport, raw_items: Raw, raw_rows: Raw
) -> None:
    db, _ = real_import
    held_back = {raw["id"] for raw in raw_items if not is_usable(store.item(db, raw["id"]))}
    assert held_back == {
        *("R004", "R005", "R010", "R011", "R012", "R016", "R019", "R022", "R028", "R034")
    }
    assert not is_usable(store.item(db, raw_rows[100]["item_code"]))


def test_the_one_real_fee_is_kept_in_fen_with_its_unit(real_import: RealImport) -> None:
    fee = store.item(real_import[0], "R049").fee
    assert fee
    assert (fee.charge, fee.amount_fen, fee.per) == (True, 900, "对")


def test_limits_keep_unit_and_note(real_import: RealImport) -> None:
    item = store.item(real_import[0], "R013")
    assert item.legal_limit
    assert (item.legal_limit.value, item.legal_limit.unit.value) == (20, "日")
    assert item.legal_limit.note == "特殊情况经批准可延长10日"
