"""A hall's own sentences over the shipped ones, and what it may not edit away."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.keeping import lost
from clerk_app.notices.kinds import EVERY
from clerk_app.notices.mandatory import MANDATORY, PLAIN, must_of
from clerk_app.notices.page import Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import TEMPLATE
from clerk_app.notices.wording import check_own, freeze, own, shipped
from tests.notices.hard import everyday

OURS = (
    '"可自收到之日起60日内{to_review_organ}申请行政复议，'
    '六个月内向{court}提起行政诉讼。本厅改过。"'
)
SWAPPED = '"可自收到之日起60日内向{court}提起行政诉讼，六个月内{to_review_organ}申请行政复议。"'
REVIEW = "自收到…之日起60日内…{to_review_organ}…申请行政复议"
LAWSUIT = "六个月内…{court}…提起行政诉讼"
FREE = 'free = "免费，不收取任何费用；帮办人员不得收受财物。"'
_LONGER = "将许可决定期限延长{extension_workdays}个工作日。"
JOINED = 'opening = "“{item_name}”{under_article}{approved}' + f'{_LONGER}"'
_ORGAN = "{to_review_organ}申请行政复议"
_COURT = "六个月内向{court}提起行政诉讼"
SHIPPED_EDITION = 'remedies_edition = "救济文字 第2版（2026年11月28日）"'


def write(folder: Path, kind: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{kind}.toml").write_text(text, encoding="utf-8")


def test_the_halls_sentence_stands_in_the_place_of_the_shipped_one(
    fonts: FontSet, tmp_path: Path
) -> None:
    write(tmp_path, "acceptance", 'note = "青禾县的一句：申请人对真实性负责。"\n')
    facts = freeze(everyday("acceptance"), hall=tmp_path)
    text = "".join(
        mark.text
        for page in lay_out(facts, fonts, journal_code="")
        for mark in page.marks
        if isinstance(mark, Run)
    )
    assert "青禾县的一句：申请人对真实性负责。" in text
    assert "实质内容" not in text
    assert "决定予以受理" in text
    assert facts.template == TEMPLATE == 3


def test_a_hall_without_sentences_of_its_own_has_the_shipped_ones(tmp_path: Path) -> None:
    assert own("acceptance", tmp_path / "nothing") == shipped("acceptance")
    write(tmp_path, "receipt", 'sum = "材料共{count_pieces}件。"\n')
    assert own("acceptance", tmp_path) == shipped("acceptance")


def test_an_edit_counts_at_once_and_changes_the_version(tmp_path: Path) -> None:
    write(tmp_path, "acceptance", 'next = "第一句"\n')
    before = own("acceptance", tmp_path)
    write(tmp_path, "acceptance", 'next = "第二句话"\n')
    os.utime(tmp_path / "acceptance.toml", ns=(1, 1))
    after = own("acceptance", tmp_path)
    assert (before.texts["next"], after.texts["next"]) == ("第一句", "第二句话")
    assert len({before.version, after.version, shipped("acceptance").version}) == 3
    assert len(after.version) == 8


@pytest.mark.parametrize(
    ("kind", "text", "named"),
    [
        (
            "acceptance",
            'opening = "决定予以受理。"',
            ("opening", "{item_name}", "{under_article}"),
        ),
        (
            "acceptance",
            'plain_opening = "受理“{item_name}”。"',
            ("plain_opening", "{under_article}"),
        ),
        ("acceptance", 'opening_other = "受理。"', ("opening_other", "{item_name}")),
        ("acceptance", 'promise = ""', ("promise", "不能空着")),
        ("receipt", 'opening = "收到“{item_name}”的材料。"', ("opening", "收件不等于受理")),
        ("denial", 'remedies = "可以申请行政复议。"', ("remedies", "60日", "六个月", "行政诉讼")),
        ("one_time_notice", 'limit = "请尽快。"', ("limit", "{make_good_by}")),
        ("non_acceptance", 'remedies_edition = " "', ("remedies_edition", "不能空着")),
        ("non_acceptance", f"remedies = {OURS}", ("remedies_edition", "版次")),
        ("not_needed", f"plain_remedies = {OURS}", ("remedies_edition", "版次")),
        ("denial", f"remedies_other = {OURS}", ("remedies_other", "不是这种文书的句子")),
        ("denial", f"remedies = {OURS}\n{SHIPPED_EDITION}", ("remedies_edition", "版次")),
        ("post_licence_notice", 'foot = ""', ("foot", "不能空着")),
        ("acceptance", 'note = "请于{dead_line}前"', ("note", "dead_line")),
        ("acceptance", 'note = "请于{notice_due前"', ("note", "大括号")),
        ("acceptance", "note = ", ("acceptance.toml", "读不出来")),
        ("acceptance", 'remark = "多出来的一句"', ("remark", "不是这种文书的句子")),
        ("aceptance", 'note = "一句"', ("aceptance.toml", "不对应任何文书")),
        ("denial", 'law = ""', ("law", "不能空着")),
        ("denial", f"remedies = {OURS.replace('60日', '160日')}", (REVIEW,)),
        ("denial", f"remedies = {OURS.replace('申请', '不能申请')}", (REVIEW,)),
        ("denial", f"remedies = {SWAPPED}", (REVIEW, LAWSUIT)),
        ("denial", 'remedies_edition = "旧版"', ("remedies_edition", "版次和日期")),
        ("denial", 'remedies_edition = "救济文字 第2版"', ("版次和日期",)),
        ("assistance_order", FREE.replace("免费", "不免费"), ("free", "“免费”")),
        ("assistance_order", FREE.replace("。", "{grace}。"), ("free", "{grace}", "占位符")),
        ("extension", JOINED, ("opening", "{item_name}", "单独成行")),
        ("acceptance", 'note = "真实性\\u0000负责"', ("note", "U+0000", "请删去")),
        ("acceptance", 'note = "真实性\\u202e负责"', ("note", "U+202E")),
        ("acceptance", 'note = "真实性\\u200b负责"', ("note", "U+200B")),
        ("acceptance", 'next = "｛item_name｝"', ("next", "大括号", "半角")),
        ("acceptance", "next = 'a'\nnote = x", ("acceptance.toml", "第2行第8列写法不对")),
        ("acceptance", 'next = "a', ("acceptance.toml", "末尾不完整")),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_printed_instead(
    kind: str, text: str, named: tuple[str, ...], tmp_path: Path
) -> None:
    write(tmp_path, kind, text)
    with pytest.raises(Misused) as caught:
        freeze(everyday("acceptance" if kind == "aceptance" else kind), hall=tmp_path)
    assert caught.value.code == "bad_wording"
    for word in named:
        assert word in caught.value.message, caught.value.message


@pytest.mark.parametrize("kind", [kind.KIND for kind in EVERY])
def test_the_shipped_sentences_keep_what_is_mandatory(kind: str) -> None:
    texts = shipped(kind).texts
    assert MANDATORY[kind].keys() <= texts.keys()
    for key, text in texts.items():
        must = must_of(kind, key)
        if must:
            assert text.strip(), key
            assert lost(text, must.names, must.words, text) == ([], []), key


@pytest.mark.parametrize("kind", [kind.KIND for kind in EVERY])
def test_plain_words_stand_for_a_sentence_there_is(kind: str) -> None:
    texts = shipped(kind).texts
    plain = [key for key in texts if key.startswith(PLAIN)]
    assert [key for key in plain if key.removeprefix(PLAIN) not in texts] == []


def test_every_paper_a_person_takes_home_has_plain_words() -> None:
    """Left out: what stays at the window, and the ticket, whose words are few already."""
    bare = set()
    for kind in EVERY:
        if not any(key.startswith(PLAIN) for key in shipped(kind.KIND).texts):
            bare.add(kind.KIND)
    assert bare == {"daily_slip", "ticket"}


def test_remedies_tell_their_edition_and_its_day() -> None:
    for kind in ("denial", "non_acceptance", "not_needed"):
        assert shipped(kind).texts["remedies_edition"] == "救济文字 第2版（2026年11月28日）"


def test_amended_remedies_have_an_edition_of_their_own(tmp_path: Path) -> None:
    edition = 'remedies_edition = "救济文字 示例大厅第1版（2027年1月1日）"'
    write(tmp_path, "denial", f"remedies = {OURS}\n{edition}\n")
    assert own("denial", tmp_path).texts["remedies_edition"] in edition
    same = shipped("not_needed").texts["remedies"]
    write(tmp_path, "not_needed", f'remedies = "{same}"\n')  # the shipped one, written again
    assert own("not_needed", tmp_path) == shipped("not_needed")


def test_all_of_a_halls_sentences_can_be_looked_over_at_once(tmp_path: Path) -> None:
    check_own(tmp_path / "nothing")
    write(tmp_path, "receipt", 'sum = "材料共{count_pieces}件。"\n')
    check_own(tmp_path)
    write(tmp_path, "guide", 'opening = "指南"\n')
    write(tmp_path, "closure", 'opening = "办结"\n')
    with pytest.raises(Misused, match=r"closure\.toml.*；.*guide\.toml"):
        check_own(tmp_path)


def test_what_is_frozen_is_not_frozen_again(tmp_path: Path) -> None:
    facts = freeze(everyday("acceptance"))
    write(tmp_path, "acceptance", 'next = "改过"\n')
    assert freeze(facts, hall=tmp_path) == facts
    assert freeze(replace(facts, wording=()), hall=tmp_path) != facts


@pytest.mark.parametrize(
    "name", ["acceptance.toml.txt", "acceptance.TOML", "Acceptance.toml", "acceptance .toml"]
)
def test_a_file_that_is_never_read_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('next = "改过"', encoding="utf-8")
    with pytest.raises(Misused, match=rf"{re.escape(name)} 不对应任何文书"):
        freeze(everyday("receipt"), hall=tmp_path)


def test_what_the_system_leaves_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", ".acceptance.toml.swp"):
        (tmp_path / name).write_bytes(b"\0")
    assert own("acceptance", tmp_path) == shipped("acceptance")


def test_a_file_with_a_byte_order_mark_is_read_and_another_encoding_is_named(
    tmp_path: Path,
) -> None:
    path = tmp_path / "acceptance.toml"
    path.write_bytes('\ufeffnext = "改过"\n'.encode())
    assert own("acceptance", tmp_path).texts["next"] == "改过"
    path.write_bytes('next = "改过了"\n'.encode("gb18030"))
    with pytest.raises(Misused, match=r"acceptance\.toml 读不出来：不是 UTF-8"):
        own("acceptance", tmp_path)


def test_a_private_use_code_point_becomes_the_character_it_stands_for(tmp_path: Path) -> None:
    write(tmp_path, "acceptance", 'next = "领取\ue82b"\n')
    assert own("acceptance", tmp_path).texts["next"] == "领取\u9fb6"


@pytest.mark.parametrize(
    "amended",
    [
        "如不服本决定，可自收到本决定之日起60日内向无锡市人民政府申请行政复议，"
        "或者在六个月内向西安市未央区人民法院提起行政诉讼。",
        "对本决定不服的可自收到本决定之日起六十日内{to_review_organ}申请行政复议，"
        "也可以在6个月内向{court}提起行政诉讼。",
        "不服本决定的，自收到本决定之日起60日内向青禾县人民政府申请行政复议；自知道本决定之日起"
        "6个月内向有管辖权的人民法院提起行政诉讼。行政复议期间，本决定不停止执行。",
    ],
)
def test_a_hall_says_its_remedies_with_its_own_bodies_and_figures(
    tmp_path: Path, amended: str
) -> None:
    edition = "救济文字 第3版（2027年1月5日）"
    (tmp_path / "denial.toml").write_text(
        f'remedies = "{amended}"\nremedies_edition = "{edition}"\n', "utf-8"
    )
    assert own("denial", tmp_path).texts["remedies"] == amended


@pytest.mark.parametrize(
    "amended",
    [
        f"自收到之日起60日内不得{_ORGAN}，{_COURT}。",
        f"自收到之日起160日内{_ORGAN}，{_COURT}。",
        f"自收到之日起60日内{_ORGAN}，十{_COURT}。",
        # the start of the period, whom to ask, which court
        f"60日内可以{_ORGAN}，{_COURT}。",
        f"自2020年1月1日起60日内{_ORGAN}，{_COURT}。",
        f"自收到之日起60日内{_ORGAN}，或者自2020年1月1日起{_COURT}。",
        f"自2020年1月1日收到之日起60日内{_ORGAN}，{_COURT}。",
        f"自收到之日起60日内申请行政复议，{_COURT}。",
        f"自收到之日起60日内向窗口申请行政复议，{_COURT}。",
        f"自收到之日起60日内{_ORGAN}，六个月内提起行政诉讼。",
        f"自收到之日起60日内{_ORGAN}，六个月内向人民法院提起行政诉讼。",
        # taken back
        f"自收到之日起60日内{_ORGAN}须先缴费，{_COURT}。",
        f"自收到之日起60日内{_ORGAN}，{_COURT}将被驳回。",
        f"自收到之日起60日内{_ORGAN}，逾期或者提前{_COURT}。以上内容作废。",
        f"（本段仅供参考，本机关一概拒收）自收到之日起60日内{_ORGAN}，{_COURT}。",
    ],
)
@pytest.mark.parametrize("kind", ["denial", "non_acceptance", "not_needed"])
@pytest.mark.parametrize("key", ["remedies", "plain_remedies"])
def test_remedies_turned_round_are_refused(
    tmp_path: Path, kind: str, key: str, amended: str
) -> None:
    edition = "救济文字 第3版（2027年1月5日）"
    (tmp_path / f"{kind}.toml").write_text(
        f'{key} = "{amended}"\nremedies_edition = "{edition}"\n', "utf-8"
    )
    with pytest.raises(Misused, match=rf"{kind}\.toml.*{key}") as refused:
        own(kind, tmp_path)
    assert refused.value.code == "bad_wording"


@pytest.mark.parametrize(
    ("kind", "line", "named"),
    [
        ("denial", 'closing = "以上救济途径作废，请直接回家。"', "以上救济途径作废"),
        ("denial", 'fetch = "无效的是上述第一句。"', "无效的是上述"),
        ("receipt", 'next = "说明（本句以上仅供参考）"', "仅供参考"),
        ("delivery_receipt", 'note = "签收只证明收到，并且放弃一切权利。"', "放弃一切权利"),
        ("assistance_order", FREE.replace('物。"', '物。另收加急费100元。"'), "另收"),
        ("assistance_order", FREE.replace('物。"', '物。每件100元。"'), "元"),
        ("assistance_order", 'closing = "需要加快的，加收加急费。"', "加收"),
        ("denial", 'remedies_edition = "救济文字 第3版（2026年11月27日）"', "版次旧"),
    ],
)
def test_what_takes_a_mandatory_fact_back_is_refused(
    kind: str, line: str, named: str, tmp_path: Path
) -> None:
    write(tmp_path, kind, line)
    with pytest.raises(Misused, match=named):
        own(kind, tmp_path)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("assistance_order", 'closing = "事项本身收费的，由委托人按收费标准缴纳。"'),
        ("undertaking", 'foot = "未经承诺人签字或者盖章无效，以上承诺一式两份。"'),
        ("denial", 'remedies_edition = "救济文字 第3版（2026年11月28日）"'),
    ],
)
def test_what_only_sounds_so_is_allowed(kind: str, line: str, tmp_path: Path) -> None:
    write(tmp_path, kind, line)
    assert own(kind, tmp_path) != shipped(kind)


def test_an_edition_is_of_a_day_there_is(tmp_path: Path) -> None:
    (tmp_path / "denial.toml").write_text(
        'remedies_edition = "救济文字 第3版（2027年13月45日）"\n', "utf-8"
    )
    with pytest.raises(Misused):
        own("denial", tmp_path)


def test_what_an_editor_leaves_beside_a_file_stops_no_paper(tmp_path: Path) -> None:
    (tmp_path / "denial.toml~").write_text("x", "utf-8")
    (tmp_path / "denial.toml.bak").write_text("x", "utf-8")
    assert own("denial", tmp_path).texts
