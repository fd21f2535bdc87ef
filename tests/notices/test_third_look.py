"""What papers say since the third look: where remedies are sought, why a decision was made, how
one asks for progress; papers of the looks before say what they said."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from clerk_app.kernel.errors import Refused
from clerk_app.kernel.local_rules import URL_LIMIT
from clerk_app.notices.facts import DocumentFacts, Reason
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EVERY
from clerk_app.notices.page import Run
from clerk_app.notices.render import lay_out, render_document
from clerk_app.notices.sheets import A4_LARGE, Sheet
from clerk_app.notices.wording import freeze, shipped
from tests.notices.hard import everyday

REMEDIES = ("denial", "non_acceptance", "not_needed")
PLAIN_KINDS = (*REMEDIES, "suspension", "extension", "return", "closure", "correction_receipt")


def page(facts: DocumentFacts, fonts: FontSet, code: str = "9F3A61C2", **on: Sheet) -> str:
    pages = lay_out(facts, fonts, journal_code=code, sheet=on.get("sheet"))
    runs = (mark.text for each in pages for mark in each.marks if isinstance(mark, Run))
    return "".join("".join(runs).split())


def before(facts: DocumentFacts) -> DocumentFacts:
    return replace(freeze(facts), template=2)


@pytest.mark.parametrize("kind", ["receipt", "material_list"])
def test_one_asks_for_progress_by_a_code_that_is_the_foots(kind: str, fonts: FontSet) -> None:
    facts = freeze(everyday(kind))
    assert "查询码5B0C77AE" in page(facts, fonts, "5B0C77AE")
    assert "存证码5B0C77AE" in page(facts, fonts, "5B0C77AE")
    looked_at = page(facts, fonts, "")
    assert "查询码，或者出示" in looked_at
    assert "查询码欧" not in looked_at
    assert "query" not in looked_at
    assert "查询码9F3A61C2" not in page(before(everyday(kind)), fonts)


@pytest.mark.parametrize("kind", REMEDIES)
def test_remedies_name_the_organ_and_the_court_the_hall_set(kind: str, fonts: FontSet) -> None:
    facts = freeze(everyday(kind))
    bare = page(facts, fonts)
    assert "60日内申请行政复议，或在六个月内向人民法院提起行政诉讼" in bare
    named = replace(facts, review_organ="青禾县人民政府", court="青禾县人民法院")
    text = page(named, fonts)
    assert "60日内向青禾县人民政府申请行政复议，或在六个月内向青禾县人民法院提起行政诉讼" in text
    large = page(named, fonts, sheet=A4_LARGE)
    assert "60日内可以向青禾县人民政府申请行政复议" in large
    assert "或者在六个月内向青禾县人民法院提起行政诉讼" in large
    only = page(replace(facts, court="青禾县人民法院"), fonts)
    assert "60日内申请行政复议，或在六个月内向青禾县人民法院提起" in only


@pytest.mark.parametrize("kind", ["denial", "non_acceptance"])
def test_a_decision_without_a_written_reason_is_not_printed(kind: str, fonts: FontSet) -> None:
    silent = replace(everyday(kind), reasons=())
    with pytest.raises(Refused) as caught:
        page(freeze(silent), fonts)
    assert caught.value.code == "reason_unsaid"
    assert "请填写理由" in caught.value.message
    assert "当面说明" in page(before(silent), fonts)


def test_a_denial_prints_the_article_behind_its_reason(fonts: FontSet) -> None:
    facts = everyday("denial")
    reason = replace(facts.reasons[0], text="车辆不合格", article="《示例条例》第九条")
    assert "1.车辆不合格（《示例条例》第九条）。" in page(
        freeze(replace(facts, reasons=(reason,))), fonts
    )


def test_the_qr_says_whether_a_phone_can_use_it(fonts: FontSet) -> None:
    facts = freeze(everyday("receipt"))
    ours = replace(facts, query="hall:511602:51160200012600000176")
    phones = replace(facts, query="https://hall.example/q/51160200012600000176")
    assert "大厅扫码可调出本件" in page(ours, fonts)
    assert "扫码查进度" not in page(ours, fonts)
    assert "扫码查进度" in page(phones, fonts)
    assert "扫码查进度" in page(replace(ours, template=2), fonts)
    enquiry = page(freeze(everyday("enquiry_notice")), fonts)  # no scan opens an enquiry
    assert "大厅扫码核对" in enquiry
    assert "可调出" not in enquiry


def test_the_longest_web_address_is_read_by_two_readers(fonts: FontSet, tmp_path: Path) -> None:
    head, number = "https://hall.example/cx/", "51160200012600000176"
    url = head + "x" * (URL_LIMIT - len(head) - len(number)) + number
    facts = replace(freeze(everyday("receipt")), query=url)
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="9F3A61C2")
    document = pypdfium2.PdfDocument(path)
    image = document[0].render(scale=203 / 72, grayscale=True).to_pil().convert("1")
    document.close()
    assert url in {code.text for code in zxingcpp.read_barcodes(image.convert("L"))}
    image.save(tmp_path / "a.png")
    read = ["zbarimg", "-q", str(tmp_path / "a.png")]
    out = subprocess.run(read, capture_output=True, check=False, text=True).stdout
    assert f"QR-Code:{url}" in out


def test_a_notice_without_a_limit_says_so(fonts: FontSet) -> None:
    facts = everyday("one_time_notice")
    assert "补正期限：本事项没有规定" in page(freeze(facts), fonts)
    limited = replace(facts, make_good_by="2026-03-20")
    assert "没有规定" not in page(freeze(limited), fonts)


def test_a_correction_receipt_keeps_the_numbers_of_the_notice(fonts: FontSet) -> None:
    facts = freeze(everyday("correction_receipt"))
    assert "5车辆照片（右前方45°，彩色）整份未交" in page(facts, fonts)
    assert "1车辆照片（右前方45°，彩色）缺：整份未交" in page(replace(facts, template=2), fonts)


def test_the_other_hall_writes_what_it_found_on_lines(fonts: FontSet) -> None:
    facts = freeze(everyday("transfer_slip"))
    assert "_" not in page(facts, fonts)


def test_special_procedures_and_the_ground_of_the_fee_stand_on_an_acceptance(
    fonts: FontSet,
) -> None:
    for kind in ("acceptance", "conditional_acceptance"):
        facts = replace(everyday("acceptance"), kind=kind)
        text = page(freeze(facts), fonts)
        assert "特殊环节及时限·检验（车辆检验），所需时间：12个工作日" in text
        assert "证书工本费：10元/证；依据：《示例收费办法》第三条。" in text
        bare = replace(facts, special_procedures=(), fees=())
        assert "特殊环节及时限" not in page(freeze(bare), fonts)
        assert "特殊环节及时限" not in page(before(facts), fonts)


@pytest.mark.parametrize("kind", PLAIN_KINDS)
def test_large_pages_speak_plainly(kind: str, fonts: FontSet) -> None:
    """To a person, not to 你（单位）; what was decided stands there all the same."""
    facts = freeze(everyday(kind))
    assert "你（单位）" in page(facts, fonts)
    large = page(facts, fonts, sheet=A4_LARGE)
    assert "你（单位）" not in large
    assert "您" in large
    decided = {
        "denial": "本机关决定不予行政许可",
        "non_acceptance": "本机关决定不予受理",
        "not_needed": "本机关不予受理",
        "suspension": "不计入办理期限",
        "extension": "期限延长10个工作日",
        "return": "退件",
        "closure": "已经办结",
        "correction_receipt": "现在还不能受理",
    }
    assert decided[kind] in large


def test_no_plain_sentence_speaks_to_a_unit_and_help_takes_nothing() -> None:
    for kind in EVERY:
        for key, text in shipped(kind.KIND).texts.items():
            assert not (key.startswith("plain_") and "你" in text), (kind.KIND, key)
    assert "帮办人员不得收受财物" in shipped("assistance_order").texts["plain_free"]


def test_nobody_is_called_by_the_query_code(fonts: FontSet) -> None:
    facts = freeze(replace(everyday("receipt"), applicant="{query_code}"))
    pages = lay_out(facts, fonts, journal_code="9F3A61C2")
    words = "".join(m.text for m in pages[0].marks if isinstance(m, Run))
    assert "申请人{query_code}" in words
    assert "查询码9F3A61C2" in words


def test_the_basis_of_a_denial_stands_as_it_was_typed(fonts: FontSet) -> None:
    basis = "《示例条例》第三条、《中华人民共和国行政许可法》第三十四条"
    facts = replace(
        everyday("denial"), item_type="行政确认", reasons=(Reason("denied", basis, "不符合要求"),)
    )
    pages = lay_out(freeze(facts), fonts, journal_code="9F3A61C2")
    words = "".join(m.text for page in pages for m in page.marks if isinstance(m, Run))
    assert "《示例条例》第三条、《中华人民共和国行政许可法》第三十四条" in words
