"""A hall's own sentences over the shipped ones, and what it may not edit away."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.keeping import lost
from clerk_app.notices.kinds import EVERY
from clerk_app.notices.mandatory import MANDATORY, must_of
from clerk_app.notices.must import PLAIN
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
REVIEW = "自收到本决定书（告知书）之日起60日内，向哪个机关申请行政复议"
LAWSUIT = "六个月内，向哪个法院提起行政诉讼"
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
        ("one_time_notice", 'limit = "请在1{make_good_by}（含当日）补正。"', ("{make_good_by}",)),
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
    "name",
    [
        "acceptance.toml.txt",
        "acceptance.TOML",
        "Acceptance.toml",
        "acceptance .toml",
        "acceptance.txt",
        "denial (1).toml",
        "副本denial.toml",
    ],
)
def test_a_file_that_is_never_read_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('next = "改过"', encoding="utf-8")
    with pytest.raises(Misused, match=rf"{re.escape(name)} 不对应任何文书"):
        freeze(everyday("receipt"), hall=tmp_path)


def test_what_the_system_leaves_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    for name in (
        "Thumbs.db",
        "desktop.ini",
        ".acceptance.toml.swp",
        ".~lock.acceptance.toml#",
        "~$acceptance.toml",
        "说明.txt",
        "改动记录.docx",
        "README",
    ):
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
        ("denial", 'note = "本决定为终局决定。"', "本决定为终局"),
        ("non_acceptance", 'closing = "对本决定不得申请复议。"', "不得申请复议"),
        ("not_needed", 'closing = "本大厅不受理复议。"', "不受理复议"),
        ("denial", 'fetch = "凭本决定书领回，并放弃复议、诉讼。"', "放弃复议"),
        ("denial", 'note = "救济途径一栏的内容无效。"', "救济途径一栏的内容无效"),
        ("not_needed", 'note = "本告知书的期限不作数。"', "期限不作数"),
        ("denial", 'closing = "上述权利均作废。"', "上述权利均作废"),
        ("assistance_order", 'closing = "委托人应当向帮办人员支付200元。"', "200元"),
        ("assistance_order", 'closing = "每次收取一百元。"', "百元"),
        ("assistance_order", 'closing = "每件五元。"', "五元"),
        ("assistance_order", 'note = "本单一式两份，工本费10元。"', "10元"),
        ("assistance_order", 'closing = "请支付报酬。"', "支付报酬"),
        ("assistance_order", 'closing = "帮办人员收取代办费。"', "收取代办费"),
        ("assistance_order", FREE.replace('物。"', '物，红包除外。"'), "红包除外"),
        ("assistance_order", FREE.replace("免费，", "首次免费，"), "首次免费"),
        ("assistance_order", FREE.replace("免费，", "不免费，"), "“免费”"),
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
        ("denial", 'remedies_edition = "救济文字 第1版（2024年3月1日）"'),
        ("denial", 'fetch = "凭本决定书领回；逾期不领的，视为放弃领取材料的权利。"'),
        ("denial", 'note = "本决定书遗失作废，涂改无效，没有盖章的无效。"'),
        ("denial", 'closing = "人民法院已经受理的，不得再申请行政复议。"'),
        ("denial", 'closing = "已申请行政复议的，复议期间不得向人民法院起诉。"'),
        ("denial", 'closing = "任何单位不得阻碍当事人申请行政复议。"'),
        ("denial", 'closing = "行政复议机关不得收取任何复议费用。"'),
        ("denial", 'closing = "对不予受理行政复议申请不服的，可以起诉。"'),
        ("one_time_notice", 'closing = "交综合窗口，符合的予以受理；不清晰的，上述复印件无效。"'),
        ("receipt", 'next = "上述查询码失效的，请到窗口重发"'),
        ("not_needed", 'closing = "以前发的上述告知书作废的，以本告知书为准。"'),
        ("assistance_order", 'closing = "委托人可以随时撤回；撤回后以上委托失效。"'),
        ("assistance_order", 'closing = "不得以任何名义收取代办费、服务费、手续费。"'),
        ("assistance_order", 'closing = "严禁收取1元钱、加急费和好处费。"'),
        ("assistance_order", 'closing = "地址：三元桥状元路1号3单元，联系人：元媛。"'),
        ("assistance_order", 'closing = "事项本身的工本费10元，由委托人向收费单位缴纳。"'),
    ],
)
def test_what_only_sounds_so_is_allowed(kind: str, line: str, tmp_path: Path) -> None:
    write(tmp_path, kind, line)
    assert own(kind, tmp_path) != shipped(kind)


_OWN_EDITION = "救济文字 第3版（2027年1月5日）"
_BOTH = f"可自收到本决定书之日起60日内{_ORGAN}，或在{_COURT}。"


def says(folder: Path, kind: str, key: str, text: str) -> str:
    """The sentence in force, with an edition of its own."""
    told = {key: text, "remedies_edition": _OWN_EDITION} if "remedies" in key else {key: text}
    lines = [f"{name} = {json.dumps(each, ensure_ascii=False)}" for name, each in told.items()]
    write(folder, kind, "\n".join(lines))
    return own(kind, folder).texts[key]


@pytest.mark.parametrize("kind", ["denial", "non_acceptance", "not_needed"])
@pytest.mark.parametrize(
    "said",
    [
        # how halls write it
        "可在收到本决定书之日起60日内，向示例市人民政府申请行政复议；也可在收到本决定书之日起"
        "6个月内，直接向示例市中级人民法院提起行政诉讼。",
        f"可以自接到本决定书之日起60日内{_ORGAN}，或者自接到本决定书之日起6个月内向{{court}}"
        "提起行政诉讼。",
        "可自本决定书送达之日起六十日内向示例县人民政府申请行政复议，或者自本决定书送达之日起"
        "六个月内依法向示例区人民法院起诉。",
        "可自知道或者应当知道本决定之日起60日内向示例海关总署提出行政复议申请，"
        "或者在六个月内向示例铁路运输法院提起诉讼。",
        f"可自收到本决定书次日起 60 日内{_ORGAN}，或者于 6 个月内向{{court}}提起行政诉讼。",
        f"可自收到本决定书之日的次日起60日以内{_ORGAN}，或在{_COURT}。",
        f"可自收到本不予受理决定书之日起60日内{_ORGAN}，或在{_COURT}。",
        "可以在收到本决定书后60日内向示例市管委会申请复议，也可以在六个月内到示例区人民法院起诉。",
        f"不服本决定的，自收到本决定书之日起60日内，可以{_ORGAN}，或者自收到本决定书之日起"
        "六个月内，向{court}提起行政诉讼。",
        f"可以：\n1. 自收到本决定书之日起60日内{_ORGAN}；\n2. 自收到本决定书之日起"
        "六个月内向{court}提起行政诉讼。",
        "自收到本决定书之日起60日内（法律规定的期限超过60日的除外）向中国示例银行示例分行申请"
        f"行政复议，或在{_COURT}。",
        f"自收到之日起60日内向示例部{_ORGAN.removeprefix('{to_review_organ}')}，或在{_COURT}。",
        "可自收到本决定书之日起60日内{to_review_organ}（地址：示例路1号，电话：0000-0000000）申请"
        "行政复议，或在六个月内向{court}（地址：示例路2号）提起行政诉讼。",
        f"可自收到本决定书之日起60日内向国家税务总局无锡市税务局申请行政复议，或在{_COURT}。",
        "自收到本决定书之日起：\n（一）60日内，可以{to_review_organ}申请行政复议；\n（二）六个月内，"
        "可以向{court}提起行政诉讼。",
        # what stands beside it
        f"{_BOTH}网上复议申请可以用支付宝小程序提交；未经复议不得直接起诉的，依照法律规定。",
        f"{_BOTH}申请复议的，不收取费用；提起诉讼的，依照规定交纳诉讼费。",
        f"{_BOTH}行政复议不收取任何费用。",
        f"{_BOTH}提起行政诉讼的，应当按照规定预交案件受理费。",
        f"{_BOTH}《中华人民共和国行政复议法》自2024年1月1日起施行。",
        f"根据自2024年1月1日起施行的《中华人民共和国行政复议法》，{_BOTH}",
        f"{_BOTH}邮寄送达的，从签收之日起计算。",
        f"{_BOTH}因不可抗力耽误期限的，期限自障碍消除之日起继续计算。",
        f"{_BOTH}逾期的，复议机关不予受理，人民法院裁定驳回起诉。",
        f"{_BOTH}复议机关自受理申请之日起60日内作出行政复议决定。",
        f"{_BOTH}对复议决定不服的，可自收到复议决定书之日起15日内向{{court}}提起行政诉讼。",
        f"{_BOTH}复议地址：示例路1号（从地铁站起步行5分钟），工作日九时起接待。",
        f"{_BOTH}申请复议不影响您的其他权利，本决定不停止执行。",
        f"{_BOTH}逾期不申请也不起诉的，视为放弃权利，本决定发生法律效力。",
    ],
)
def test_remedies_in_ordinary_official_chinese_are_allowed(
    tmp_path: Path, kind: str, said: str
) -> None:
    for key in ("remedies", "plain_remedies"):
        assert says(tmp_path, kind, key, said) == said


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (_BOTH.replace("收到本决定书", "收到申请"), "不能写“自收到申请之日起”"),
        (_BOTH.replace("收到本决定书", "收到受理通知书"), "不能写“自收到受理通知书之日起”"),
        (_BOTH.replace("收到本决定书", "作出本决定"), "不能写“自作出本决定之日起”"),
        (_BOTH.replace("60日内", "60个工作日内"), REVIEW),
        (_BOTH.replace("{to_review_organ}", "向窗口或者邮局"), REVIEW),
        (_BOTH.replace("六个月", "三个月"), LAWSUIT),
        (_BOTH.replace("{court}", "{court}以外的机关"), LAWSUIT),
        (_BOTH.replace("60日内", "60日内（不得）"), REVIEW),
        (f"{_BOTH}以上救济途径自2020年1月1日起取消。", "起取消"),
        (f"{_BOTH}但是本决定为终局决定。", "本决定为终局"),
        (f"{_BOTH}不得申请复议和起诉。", "不得申请复议"),
        (f"{_BOTH}本大厅不接受复议申请。", "不接受复议"),
        (f"{_BOTH}复议机关一律驳回。", "一律驳回"),
        (f"{_BOTH}复议、诉讼前应当预交保证金。", "预交"),
        (f"{_BOTH}申请复议的，应当先交纳费用。", "交纳"),
        (f"{_BOTH}且应先经本机关同意。", "应先经本机关同意"),
        (f"{_BOTH}上述权利仅限本地户籍的申请人。", "权利仅限"),
        (f"{_BOTH}以上内容一律作废。", "以上内容一律作废"),
        (f"{_BOTH}请书面放弃上述救济。", "放弃上述救济"),
    ],
)
def test_remedies_that_are_denied_or_barred_are_refused_in_clear_words(
    tmp_path: Path, said: str, named: str
) -> None:
    for kind in ("denial", "non_acceptance", "not_needed"):
        with pytest.raises(Misused, match=re.escape(named)):
            says(tmp_path, kind, "remedies", said)


@pytest.mark.parametrize(
    "said",
    [
        "本大厅帮办代办服务免费，不收取任何费用。帮办人员不得收受委托人财物。",
        "帮办代办服务免费，不收任何费用，不得变相收费；帮办人员不得收受财物、吃请或者好处费。",
        "帮办代办服务免费，不收取任何费用，包括手续费、代办费；帮办人员不得收受财物。",
        "本服务由财政经费保障，免费提供，不收取任何费用；帮办人员不得收受财物。",
        "免费，不收取任何费用（不含事项本身依法收取的费用）；帮办人员不得收受财物。",
        "免费，不收取任何费用；帮办人员不得收受财物。如遇收费行为，请拨打12345举报。",
        "免费，不收取任何费用；帮办人员不得收受财物。税费由委托人自行缴纳。欢迎消费后评价。",
    ],
)
def test_a_hall_says_in_its_own_words_that_it_takes_no_money(tmp_path: Path, said: str) -> None:
    assert says(tmp_path, "assistance_order", "free", said) == said


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        (
            "acceptance",
            "closing",
            "领取结果时请带本通知书和有效身份证件；凭办件编号可以查询办理进度。",
        ),
        ("acceptance", "plain_closing", "带上这张纸和身份证件；报办件编号就能查办到哪一步。"),
        (
            "conditional_acceptance",
            "closing",
            "容缺材料全部补齐前，不发放办理结果。\n委托他人补齐的，受托人须出示授权委托书。",
        ),
        ("conditional_acceptance", "plain_closing", "请别人来补的，要带授权委托书。"),
    ],
)
def test_a_sentence_that_was_shipped_before_stops_no_paper(
    tmp_path: Path, kind: str, key: str, said: str
) -> None:
    assert says(tmp_path, kind, key, said) == said


def test_an_older_edition_with_all_the_facts_is_the_halls(tmp_path: Path) -> None:
    edition = 'remedies_edition = "救济文字 第2版（2026年3月1日）"'
    write(tmp_path, "denial", f"remedies = {OURS}\n{edition}")
    assert own("denial", tmp_path).texts["remedies_edition"] in edition


def test_a_lost_character_in_a_sentence_is_to_be_written_again(tmp_path: Path) -> None:
    write(tmp_path, "denial", 'closing = "请\ufffd窗口"')
    with pytest.raises(Misused, match=r"原来的字已经丢失，请照原件重新输入$"):
        own("denial", tmp_path)


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
