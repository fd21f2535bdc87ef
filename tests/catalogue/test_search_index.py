"""The index in the store: what it costs, what it keeps, and how real names are found by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pypinyin import Style, pinyin
from sqlalchemy import Connection

from clerk_app.catalogue.model import SearchHit
from clerk_app.catalogue.rules import narrowing
from clerk_app.catalogue.rules.sound import fold
from clerk_app.catalogue.search import aliases, index, usage
from clerk_app.catalogue.search.marks import highlighted
from clerk_app.catalogue.search.query import FIRST, ODD, ROWS, Filters, Tier, question_of, search
from clerk_app.catalogue.search.suggest import suggest
from clerk_app.catalogue.tables import SEARCH_DDL
from clerk_app.kernel.errors import Misused
from clerk_app.storage.facts import set_fact
from tests.catalogue.conftest import catalogue_engine
from tests.catalogue.test_search import bare, plain
from tests.support.stores import make_template, opened

AT = "2026-03-0{}T10:00:00.000+08:00"


def entry(key: str, name: str, **more: Any) -> index.Entry:
    given: dict[str, Any] = {
        "id": "",
        "code": "",
        "department": "",
        "type": "",
        "usable": True,
    } | more
    return index.Entry(key=key, content_hash="h", name=name, **given)


def put(db: Connection, *names: str, **more: Any) -> None:
    index.put(db, [entry(name, name, **more) for name in names])


def marked(db: Connection, text: str) -> list[SearchHit]:
    """The hits with what of them was typed."""
    return list(highlighted(db, text, search(db, text)))


def found(db: Connection, text: str, limit: int = 20, **more: Any) -> list[str]:
    return [hit.name for hit in search(db, text, limit, **more)]


@contextmanager
def statements(db: Connection) -> Iterator[list[str]]:
    """What SQLite is asked meanwhile, whoever asks."""
    asked: list[str] = []
    raw: Any = db.connection.driver_connection
    raw.set_trace_callback(asked.append)
    try:
        yield asked
    finally:
        raw.set_trace_callback(None)


@pytest.fixture(scope="module")
def real(raw_rows: list[dict[str, Any]]) -> Iterator[Connection]:
    """The 884 real names alone, nobody having used any. Tests only read it."""
    engine = catalogue_engine()
    with engine.begin() as db:
        index.put(
            db,
            (
                entry(
                    row["item_code"],
                    row["name"],
                    code=row["item_code"],
                    department=row["department"],
                    type=row["type"],
                )
                for row in raw_rows
            ),
        )
        yield db
    engine.dispose()


# ------------------------------------------------------------ cost

QUERIES = [
    "s",
    "许可",
    "spjy",
    "shipinjingying",
    "xian",
    "511a",
    "食品jy",
    "食品 许可",
    "a",
    "zzq",
]


@pytest.mark.parametrize("text", QUERIES)
def test_a_search_asks_three_things_at_most(real: Connection, text: str) -> None:
    with statements(real) as asked:
        search(real, text)
        search(real, text, department="区公安分局", usable_only=True)
    ours = [line for line in asked if not line.lstrip().startswith("--")]
    assert 1 <= len(ours) <= 6


@pytest.mark.parametrize("text", QUERIES)
def test_no_table_is_read_from_end_to_end_and_nothing_is_sorted(
    real: Connection, text: str
) -> None:
    plan_of = "EXPLAIN QUERY PLAN " + ROWS
    for tier in Tier:
        filters = Filters(department="区公安分局") if tier is Tier.INSIDE else Filters()
        terms = narrowing.terms_of(text)
        asked = (narrowing.joined(terms),) if tier is Tier.EQUAL else terms
        question = question_of(asked, tier, filters)
        if question is None:
            continue
        plan = [row[3] for row in real.exec_driver_sql(plan_of, (question, FIRST))]
        assert plan
        scans = [line for line in plan if line.startswith("SCAN") and "VIRTUAL TABLE" not in line]
        assert not scans
        assert not any("TEMP B-TREE" in line for line in plan)


@pytest.mark.parametrize("limit", [1, 5, 20, 45, 200])
def test_what_begins_with_long_letters_comes_first_however_late_it_is_ranked(
    db: Connection, limit: int
) -> None:
    """More rows than are read at first, beginnings among them and behind them."""
    some = [chr(0x4E00 + n) for n in range(50)]
    early = [f"食品经营{char}" for char in some[:3]]
    within = [f"甲食品经营{char}" for char in some]
    late = [f"食品经营甲乙丙{char}" for char in some[:30]]
    put(db, *within, *late, *early)
    expected = [*sorted(early), *sorted(late), *sorted(within)]
    assert found(db, "shipinjing", limit) == expected[:limit]
    assert found(db, "shipinjingying", limit, usable_only=True) == expected[:limit]


def test_a_code_that_begins_so_counts_as_a_beginning_whatever_the_name_holds(
    db: Connection,
) -> None:
    put(db, "食品经营许可证的延续", "甲食品经营")
    index.put(db, [entry("K", "甲乙丙丁戊己庚辛食品经营", code="shipinjing-1")])
    assert found(db, "shipinjing") == [
        "食品经营许可证的延续",
        "甲乙丙丁戊己庚辛食品经营",
        "甲食品经营",
    ]


def test_words_that_only_overlap_elsewhere_are_no_hit(db: Connection) -> None:
    put(db, "食品经甲品经营", "食品甲经营乙食经营")
    for text in ("食品经营", "shipinjingying", "食品经y", "食品jy", "spjy"):
        assert found(db, text) == [], text
    assert found(db, "品经营") == ["食品经甲品经营"]


def test_a_search_reads_little_more_than_it_shows(db: Connection) -> None:
    put(db, *(f"食品经营许可{chr(0x4E00 + n)}" for n in range(400)), "城镇居民")
    reads = []
    raw: Any = db.connection.driver_connection

    def one(text: str) -> int:
        steps = 0

        def tick() -> int:
            nonlocal steps
            steps += 1
            return 0

        raw.set_progress_handler(tick, 10)
        try:
            search(db, text, 5)
        finally:
            raw.set_progress_handler(None, 10)
        return steps

    reads = [one("spjy"), one("许可"), one("shipinjingyingxuke")]
    assert max(reads) < 100  # a walk over all rows takes several hundred steps of ten


# ------------------------------------------------------------ what is kept


def test_the_migrated_index_is_the_declared_one(db: Connection, tmp_path: Path) -> None:
    asked = "SELECT sql FROM sqlite_master WHERE name = 'catalogue_search'"
    size = "SELECT v FROM catalogue_search_config WHERE k = 'pgsz'"
    with opened(make_template(tmp_path / "made")) as station, station.store.reading() as migrated:
        assert migrated.exec_driver_sql(asked).scalar_one() == SEARCH_DDL[0]
        assert migrated.exec_driver_sql(size).scalar_one() == 3900
    assert db.exec_driver_sql(asked).scalar_one() == SEARCH_DDL[0]
    assert db.exec_driver_sql(size).scalar_one() == 3900


def test_a_used_item_comes_first_however_many_are_ranked_before_it(db: Connection) -> None:
    late = "申领取水许可证的延续与换发登记"
    put(db, *(f"开办取水{chr(0x4E00 + n)}" for n in range(60)), late, "取水甲")
    assert late not in found(db, "qs", 5)
    usage.record_use(db, late, AT.format(1))
    # the word is inside: behind what begins with it, before all its likes
    assert found(db, "qs", 2) == ["取水甲", late]
    assert found(db, "qushui", 1) == ["取水甲"]
    assert found(db, "水", 1) == [late]
    usage.record_use(db, "开办取水七", AT.format(2))
    usage.record_use(db, "开办取水七", AT.format(3))
    assert found(db, "水", 2) == ["开办取水七", late]


def test_own_use_comes_before_the_halls_and_both_before_readiness_and_length(
    db: Connection,
) -> None:
    put(db, "取水甲", "取水乙甲", "取水丙甲乙", "取水")
    put(db, "取水丁", usable=False)
    usage.set_hall_uses(db, {"取水乙甲": 5, "取水丁": 6})
    usage.record_use(db, "取水丙甲乙", AT.format(1))
    assert found(db, "取") == ["取水丙甲乙", "取水丁", "取水乙甲", "取水", "取水甲"]
    assert found(db, "取水") == ["取水", "取水丙甲乙", "取水丁", "取水乙甲", "取水甲"]
    hits = search(db, "取水丙")
    assert [(hit.uses, hit.favourite, hit.usable) for hit in hits] == [(1, False, True)]


def test_use_and_local_aliases_outlive_the_item(db: Connection) -> None:
    put(db, "取水", "用水甲")
    usage.record_use(db, "用水甲", AT.format(1))
    usage.set_favourite(db, "用水甲", True)
    aliases.add_alias(db, "用水甲", "打井")
    index.drop(db, ["用水甲"])
    assert found(db, "水") == ["取水"]
    assert found(db, "打井") == []
    assert usage.recent(db) == usage.favourites(db) == ()
    put(db, "用水甲")
    assert found(db, "shui") == ["用水甲", "取水"]
    assert [hit.alias for hit in marked(db, "dj")] == ["打井"]
    assert [hit.key for hit in usage.favourites(db)] == ["用水甲"]


def test_the_latest_and_the_favourites_are_listed(db: Connection) -> None:
    put(db, "甲事项", "乙事项", "丙事项")
    for day, key in ((1, "甲事项"), (2, "乙事项"), (3, "甲事项"), (4, "已撤项")):
        usage.record_use(db, key, AT.format(day))
    usage.set_favourite(db, "乙事项", True)
    usage.set_favourite(db, "丙事项", True)
    assert [(hit.key, hit.uses) for hit in usage.recent(db, 5)] == [("甲事项", 2), ("乙事项", 1)]
    assert [hit.key for hit in usage.recent(db, 1)] == ["甲事项"]
    assert [hit.key for hit in usage.favourites(db)] == ["乙事项", "丙事项"]
    usage.set_favourite(db, "乙事项", False)
    assert [hit.key for hit in usage.favourites(db)] == ["丙事项"]


def test_aliases_are_found_like_names_and_shown(db: Connection) -> None:
    index.put(db, [entry("A", "社会保障卡申领", aliases=("办社保卡", "社保卡")), entry("B", "卡")])
    for text in ("办社保卡", "bsbk", "banshebaoka", "办shebao"):
        hits = marked(db, text)
        assert [(hit.key, hit.alias, hit.matched) for hit in hits] == [("A", "办社保卡", ())]
    assert marked(db, "社会")[0].alias == ""
    aliases.add_alias(db, "A", "  市民卡 ")
    aliases.add_alias(db, "A", "市民卡")
    assert [(a.text, a.source) for a in aliases.aliases(db, "A")] == [
        ("办社保卡", "item"),
        ("市民卡", "local"),
        ("社保卡", "item"),
    ]
    # another version of the item brings other aliases; those added here stay
    index.put(db, [entry("A", "社会保障卡申领", aliases=("医保卡",))])
    assert found(db, "社保卡") == []
    assert found(db, "yibaoka") == found(db, "smk") == ["社会保障卡申领"]
    assert aliases.remove_alias(db, "A", "市民卡")
    assert not aliases.remove_alias(db, "A", "市民卡")
    assert found(db, "smk") == []
    for bad in ("、", "  ", "字" * 61, "a\x00b"):
        with pytest.raises(Misused):
            aliases.add_alias(db, "A", bad)


def test_only_the_department_type_and_readiness_asked_for(db: Connection) -> None:
    put(db, "取水甲", department="水利局", type="行政许可")
    put(db, "取水乙甲", department="水利局", type="公共服务", usable=False)
    put(db, "取水丙甲乙", department="水利局（市）", type="行政许可")
    assert found(db, "qs", department="水利局") == ["取水甲", "取水乙甲"]
    assert found(db, "qs", type_="行政许可") == ["取水甲", "取水丙甲乙"]
    assert found(db, "qs", department="水利局", usable_only=True) == ["取水甲"]
    assert found(db, "qs", department="水利") == []


def test_an_index_of_another_format_is_made_anew(db: Connection) -> None:
    put(db, "取水", "用水")
    usage.record_use(db, "用水", AT.format(1))
    assert not index.ensure(db)
    db.exec_driver_sql("INSERT INTO catalogue_search(catalogue_search) VALUES('delete-all')")
    set_fact(db, "search_format", "0")
    assert found(db, "shui") == []
    assert index.ensure(db)
    assert found(db, "shui") == ["用水", "取水"]
    db.exec_driver_sql("INSERT INTO catalogue_search(catalogue_search) VALUES('delete-all')")
    set_fact(db, "search_format", "")
    index.put(db, [entry("又", "排水")])
    assert found(db, "shui") == ["用水", "取水", "排水"]


def test_what_was_typed_is_marked_in_the_name(db: Connection) -> None:
    put(db, "食品（含保健）经营、许可")
    name = "食品（含保健）经营、许可"
    for text, expected in (
        ("spjy", ["食品", "经营"]),
        ("hbj", ["含保健"]),
        ("jyxk", ["经营", "许可"]),
        ("经营许可", ["经营", "许可"]),
        ("许可 食品", ["食品", "许可"]),
        ("品h", ["品", "含"]),
    ):
        hit = marked(db, text)[0]
        assert [name[start:end] for start, end in hit.matched] == expected, text


def test_marks_come_with_the_lines_shown_and_only_there(db: Connection) -> None:
    put(db, "食品经营", "户口登记")
    hits = search(db, "spjy")
    assert [hit.matched for hit in hits] == [()]
    assert [hit.matched for hit in highlighted(db, "spjy", hits)] == [((0, 4),)]
    # a line that is no hit of the text, or gone since, stays as it was
    assert list(highlighted(db, "hk", hits)) == hits
    index.drop(db, ["食品经营"])
    assert list(highlighted(db, "spjy", hits)) == hits
    assert highlighted(db, "", hits) == tuple(hits)


def test_every_letter_that_folds_to_one_no_syllable_begins_with_is_looked_for() -> None:
    odd = {chr(n) for n in range(0x11000) if set(fold(chr(n))) & set("iuv")}
    assert odd == set("iuvIUVｉｕｖＩＵＶ")
    assert all(ODD.search(f"取{char}水") for char in odd)


def test_a_latin_name_is_not_found_from_inside_a_syllable(db: Connection) -> None:
    put(db, "经u许可", "昂贵", "ＩＣ卡办理")
    assert found(db, "ng") == found(db, "ing") == found(db, "ngu") == []
    assert found(db, "jingu") == found(db, "ux") == ["经u许可"]
    assert found(db, "ang") == ["昂贵"]
    assert found(db, "ick") == ["ＩＣ卡办理"]


def test_codes_with_marks_are_not_taken_for_others(db: Connection) -> None:
    codes = ["5-1", "5\ue02d1", "5\ue0801", "5\ue080\ue02d"]
    index.put(db, [entry(f"K{n}", "取水", code=code) for n, code in enumerate(codes)])
    for code in codes:
        assert [hit.code for hit in search(db, code)] == [code]


# ------------------------------------------------------------ near misses


@pytest.mark.parametrize(
    "text",
    ["shipinjingyng", "shipinjinging", "shipinjinngying", "sihpinjingying", "shipinjimgying",
     "sipinjingying", "shipinjinyinxu", "食平经营", "食经营", "食品的经营", "品食经营"],
)  # fmt: skip
def test_one_slip_still_suggests_what_was_meant(db: Connection, text: str) -> None:
    put(db, "食品经营许可", "户口登记", "药品零售")
    assert search(db, text) == []
    hits = suggest(db, text)
    assert [(hit.name, hit.fuzzy) for hit in hits] == [("食品经营许可", True)]


def test_two_slips_or_too_little_suggest_nothing(db: Connection) -> None:
    put(db, "食品经营许可")
    for text in ("zz", "q", "", "shaponjangying", "龘龘龘", "食平经劳"):
        assert suggest(db, text) == []
    assert suggest(db, "食平经营", 0) == []
    assert suggest(db, "食平经营", department="别处") == []


# ------------------------------------------------------------ the real names


def typed_initials(name: str) -> str:
    """Four letters as pypinyin reads the name without its brackets, or what there is."""
    chars = [char for char in bare(name) if not char.isascii()]
    return "".join(reading[0][0] for reading in pinyin("".join(chars), style=Style.NORMAL))[:4]


def test_real_items_are_found_by_the_first_four_initials(
    real: Connection, raw_rows: list[dict[str, Any]]
) -> None:
    places = []
    for row in raw_rows:
        hits = [hit.name for hit in search(real, typed_initials(row["name"]), 2000)]
        places.append(hits.index(row["name"]))
    five = sum(place < 5 for place in places) / len(places)
    twenty = sum(place < 20 for place in places) / len(places)
    print(json.dumps({"first 5": round(five, 4), "first 20": round(twenty, 4)}))
    assert five >= 0.85
    assert twenty >= 0.99


def test_three_hanzi_of_a_real_name_that_few_names_have_put_it_in_the_first_five(
    real: Connection, raw_rows: list[dict[str, Any]]
) -> None:
    holders: dict[str, set[str]] = {}
    for row in raw_rows:
        for text in {plain(row["name"]), bare(row["name"])}:
            for at in range(len(text) - 2):
                piece = text[at : at + 3]
                if all("\u4e00" <= char <= "\u9fff" for char in piece):
                    holders.setdefault(piece, set()).add(row["item_code"])
    rare = {piece: keys for piece, keys in holders.items() if len(keys) <= 5}
    assert len(rare) > 1000
    for piece, keys in rare.items():
        assert {hit.key for hit in search(real, piece, 5)} == keys, piece
