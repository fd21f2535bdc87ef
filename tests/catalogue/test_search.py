"""A clerk finds an item by a few letters. The oracle is a plain scan of the names."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, pinyin
from sqlalchemy import Connection, select

from clerk_app.catalogue import service
from clerk_app.catalogue.model import ImportReport
from clerk_app.catalogue.search import index
from clerk_app.catalogue.search.query import search
from clerk_app.catalogue.tables import catalogue_current
from tests.catalogue.conftest import WriteCatalogue

RealImport = tuple[Connection, ImportReport]
EVERYTHING = 10_000


Put = Callable[..., None]


@pytest.fixture
def put(db: Connection) -> Put:
    """Puts items of these names into the empty catalogue."""

    def put_names(*names: str, usable: bool = True) -> None:
        index.put(
            db,
            (index.Entry(f"K{n}", "h", "", f"K{n}", n, "", "", usable) for n in names),
        )

    return put_names


def found(db: Connection, text: str) -> list[str]:
    return [hit.name for hit in search(db, text)]


def plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def bare(text: str) -> str:
    return plain(re.sub(r"[（(].*?[)）]", "", text))


@pytest.mark.parametrize(
    "text", ["食品经营", "spjy", "shipinjingying", "食品jy", "sp经营", "shipin 经营", "ＳＰＪＹ"]
)
def test_food_licences_are_found_however_they_are_typed(
    real_import: RealImport, text: str
) -> None:
    hits = search(real_import[0], text)
    assert hits
    assert all("食品" in hit.name and "经营" in hit.name for hit in hits[:5])
    names = [bare(hit.name) for hit in search(real_import[0], text, EVERYTHING)]
    assert "食品经营许可证变更" in names


def test_a_name_is_found_without_its_bracketed_part(real_import: RealImport) -> None:
    keys = [hit.key for hit in search(real_import[0], "食品经营许可新办")]
    assert keys[0] == "R005"  # 食品（含保健食品）经营许可新办


def test_every_code_is_found_first_by_itself_and_among_those_of_its_prefix(
    real_import: RealImport, raw_rows: list[dict[str, Any]]
) -> None:
    db, _ = real_import
    codes = [row["item_code"] for row in raw_rows]
    for code in codes[::40]:
        assert search(db, code)[0].code == code
        assert search(db, code.lower())[0].code == code
        by_prefix = {hit.code for hit in search(db, code[:8], EVERYTHING)}
        assert by_prefix >= {other for other in codes if other.startswith(code[:8])}
    assert [hit.id for hit in search(db, "R005")] == ["R005"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_hanzi_find_exactly_the_names_that_hold_them(
    real_import: RealImport, raw_rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    db, _ = real_import
    name = plain(data.draw(st.sampled_from(raw_rows))["name"])
    start = data.draw(st.integers(0, len(name) - 1))
    text = name[start : start + data.draw(st.integers(1, 6))]
    got = {hit.key for hit in search(db, text, EVERYTHING)}
    here = catalogue_current.c
    expected = {
        row.key
        for row in db.execute(select(here.key, here.name))
        if text in plain(row.name) or text in bare(row.name)
    }
    # digits may also begin a code
    assert got >= expected if text.isascii() else got == expected


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_mixture_of_hanzi_syllables_and_initials_finds_its_name(
    real_import: RealImport, raw_rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    row = data.draw(st.sampled_from(raw_rows))
    name = "".join(char for char in plain(row["name"]) if "\u4e00" <= char <= "\u9fff")
    if name != plain(row["name"]):
        return
    sounds = [reading[0] for reading in pinyin(name, style=Style.NORMAL)]
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, min(len(name), start + 7)))
    ways = data.draw(st.lists(st.integers(0, 2), min_size=7, max_size=7))
    typed = "".join(
        (name[at], sounds[at], sounds[at][0])[way]
        for at, way in zip(range(start, end), ways, strict=False)
    )
    # the last syllable may be unfinished
    cut = data.draw(st.integers(0, len(sounds[end - 1]) - 1)) if ways[end - 1 - start] == 1 else 0
    typed = typed[: len(typed) - cut]
    keys = {hit.key for hit in search(real_import[0], typed, EVERYTHING)}
    assert row["item_code"] in keys, typed


def test_equal_comes_before_prefix_and_prefix_before_inside(db: Connection, put: Put) -> None:
    put("申请食品经营", "食品经营许可", "食品经营", "食品经营证", "药品经营")
    tiers = ["食品经营", "食品经营证", "食品经营许可", "申请食品经营"]
    for text in ("食品经营", "spjy", "shipinjingying"):
        assert found(db, text) == tiers
    # one tier only: the shorter name first, then the order of the names
    inside = ["药品经营", "食品经营", "食品经营证", "申请食品经营", "食品经营许可"]
    assert found(db, "jy") == inside


def test_of_several_words_the_first_tells_what_begins(db: Connection, put: Put) -> None:
    put("食品的经营许可证", "经营食品", "办食品经营")
    for text in ("食品 经营", "sp jy", "食品 jingying"):
        assert found(db, text) == ["食品的经营许可证", "经营食品", "办食品经营"], text
    assert found(db, "经营 食品")[0] == "经营食品"
    assert found(db, "食品 零售") == []


def test_items_ready_for_intake_come_before_those_that_are_not(db: Connection, put: Put) -> None:
    put("取水", usable=False)
    put("取水许可")
    assert found(db, "许") == ["取水许可"]
    assert found(db, "qu") == ["取水许可", "取水"]
    assert found(db, "取水") == ["取水", "取水许可"]  # equal beats ready


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("旅行社设立", "lvxing"),
        ("旅行社设立", "luxing"),
        ("行业协会登记", "hangye"),
        ("行业协会登记", "hyxh"),
        ("单位参保", "danweicanbao"),
        ("重新核发", "chongxin"),
        ("重点企业", "zhongdian"),
        ("西安市事项", "xian"),
        ("先进奖励", "xian"),
        ("证书核发", "zhsh"),
        ("Ａ级纳税人", "a级"),
        ("80周岁津贴", "80zs"),
        ("𬱖姓更正", "𬱖"),
        ("张挂、张贴宣传品", "张挂张贴"),
        ("张挂、张贴宣传品", "张挂、张"),
    ],
)
def test_a_name_answers_to_the_ways_it_is_typed(
    db: Connection, put: Put, name: str, typed: str
) -> None:
    put(name, "他人业务")
    assert found(db, typed) == [name]


def test_a_common_word_is_not_drowned_by_rare_readings(db: Connection, put: Put) -> None:
    put("户口登记", "经营许可")
    assert found(db, "hk") == ["户口登记"]  # 许 is hu only in books


@pytest.mark.parametrize("text", ["", "  ", "　", "、", "(", "zzzq", "龘", "%", "_", "'", "\x00"])
def test_text_that_names_nothing_finds_nothing(real_import: RealImport, text: str) -> None:
    assert search(real_import[0], text) == []


def test_the_limit_is_kept_and_no_item_comes_twice(real_import: RealImport) -> None:
    db, _ = real_import
    assert len(search(db, "许可", 7)) == 7
    assert search(db, "许可", 0) == []
    keys = [hit.key for hit in search(db, "登记", EVERYTHING)]
    assert len(keys) == len(set(keys)) > 20
    assert [hit.key for hit in search(db, "登记", 10)] == keys[:10]


def test_a_switch_of_the_catalogue_is_seen_by_the_next_search(
    db: Connection, write: WriteCatalogue
) -> None:
    assert search(db, "取水") == []
    service.import_items(db, [write({"id": "A", "name": "取水许可"})])
    assert [hit.key for hit in search(db, "qsxk")] == ["A"]
    service.import_items(db, [write({"id": "A", "name": "用水许可"})])
    assert search(db, "qsxk") == []
    assert [hit.name for hit in search(db, "ysxk")] == ["用水许可"]


def test_long_and_hostile_queries_are_answered_at_once(real_import: RealImport) -> None:
    before = time.thread_time()
    for text in ("a" * 100_000, "shi" * 5_000, "zh" * 500, "社" * 5_000, "a " * 5_000, "x社" * 99):
        search(real_import[0], text)
    # generous: a hundredth of this is usual, an exponential walk never ends
    assert time.thread_time() - before < 2


def test_searching_a_loaded_catalogue_does_not_import_the_pinyin_tables() -> None:
    code = (
        "import sys, clerk_app.catalogue.search.query, clerk_app.catalogue.search.suggest; "
        "from clerk_app.catalogue.rules.matching import locate; "
        "assert locate('取水', 'qu shui', 'qs') == ((0, 2),); "
        "sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
