"""A hall's own sentences over the shipped ones, and what it may not edit away."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EVERY
from clerk_app.notices.mandatory import MANDATORY, PLAIN, must_of
from clerk_app.notices.page import Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import TEMPLATE
from clerk_app.notices.wording import check_own, freeze, own, shipped
from tests.notices.hard import everyday

OURS = '"可在60日内申请行政复议，六个月内提起行政诉讼。本厅改过。"'
SHIPPED_EDITION = 'remedies_edition = "救济文字 第1版（2026年11月27日）"'


def write(folder: Path, kind: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{kind}.toml").write_text(text, encoding="utf-8")


def test_the_halls_sentence_stands_in_the_place_of_the_shipped_one(
    fonts: FontSet, tmp_path: Path
) -> None:
    write(tmp_path, "acceptance", 'note = "青禾县的一句。"\n')
    facts = freeze(everyday("acceptance"), hall=tmp_path)
    text = "".join(
        mark.text
        for page in lay_out(facts, fonts, journal_code="")
        for mark in page.marks
        if isinstance(mark, Run)
    )
    assert "青禾县的一句。" in text
    assert "真实性负责" not in text
    assert "决定予以受理" in text
    assert facts.template == TEMPLATE == 2


def test_a_hall_without_sentences_of_its_own_has_the_shipped_ones(tmp_path: Path) -> None:
    assert own("acceptance", tmp_path / "nothing") == shipped("acceptance")
    write(tmp_path, "receipt", 'sum = "共{count_pieces}件。"\n')
    assert own("acceptance", tmp_path) == shipped("acceptance")


def test_an_edit_counts_at_once_and_changes_the_version(tmp_path: Path) -> None:
    write(tmp_path, "acceptance", 'note = "第一句。"\n')
    before = own("acceptance", tmp_path)
    write(tmp_path, "acceptance", 'note = "第二句话。"\n')
    os.utime(tmp_path / "acceptance.toml", ns=(1, 1))
    after = own("acceptance", tmp_path)
    assert (before.texts["note"], after.texts["note"]) == ("第一句。", "第二句话。")
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
            assert [name for name in must.names if f"{{{name}}}" not in text] == [], key
            assert [word for word in must.words if word not in text] == [], key


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
        assert shipped(kind).texts["remedies_edition"] == "救济文字 第1版（2026年11月27日）"


def test_amended_remedies_have_an_edition_of_their_own(tmp_path: Path) -> None:
    edition = 'remedies_edition = "救济文字 示例大厅第1版（2027年1月1日）"'
    write(tmp_path, "denial", f"remedies = {OURS}\n{edition}\n")
    assert own("denial", tmp_path).texts["remedies_edition"] in edition
    same = shipped("not_needed").texts["remedies"]
    write(tmp_path, "not_needed", f'remedies = "{same}"\n')  # the shipped one, written again
    assert own("not_needed", tmp_path) == shipped("not_needed")


def test_all_of_a_halls_sentences_can_be_looked_over_at_once(tmp_path: Path) -> None:
    check_own(tmp_path / "nothing")
    write(tmp_path, "receipt", 'sum = "共{count_pieces}件。"\n')
    check_own(tmp_path)
    write(tmp_path, "guide", 'opening = "指南"\n')
    write(tmp_path, "closure", 'opening = "办结"\n')
    with pytest.raises(Misused, match=r"closure\.toml.*；.*guide\.toml"):
        check_own(tmp_path)


def test_what_is_frozen_is_not_frozen_again(tmp_path: Path) -> None:
    facts = freeze(everyday("acceptance"))
    write(tmp_path, "acceptance", 'note = "改过。"\n')
    assert freeze(facts, hall=tmp_path) == facts
    assert freeze(replace(facts, wording=()), hall=tmp_path) != facts
