"""Readings and what they are good for, against tables written by hand and by other programs."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from sqlalchemy import Connection

from clerk_app.catalogue.rules.spelling import readings_of
from clerk_app.catalogue.rules.syllables import SYLLABLES
from clerk_app.catalogue.rules.words import WORDS
from clerk_app.catalogue.search import index
from clerk_app.catalogue.search.query import search

DATA = Path(__file__).parents[1] / "data"
BOOKISH = set("区员黑洗召能句")
"""Surnames whose usual reading is another and who are common characters in names of items: as
surnames they stand in no item."""


def table(name: str) -> list[dict[str, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


HAND = {row["word"]: row["syllables"].split() for row in table("readings_oracle.csv")}


def readings(text: str) -> list[list[str]]:
    return [word.lstrip("(").split(",") for word in readings_of(text).split(" ")]


def test_words_of_items_and_places_are_read_as_the_hand_wrote() -> None:
    assert len(HAND) > 300
    wrong = {w: readings(w) for w, s in HAND.items() if [r[0] for r in readings(w)] != s}
    assert not wrong


@pytest.mark.parametrize("frame", ["{}许可", "申请{}", "个人{}登记（新办）"])
def test_words_keep_their_reading_inside_a_longer_name(frame: str) -> None:
    before = frame.index("{")
    wrong = {
        word: sounds
        for word, sounds in HAND.items()
        if len(sounds) > 1
        and not all(
            sound in found
            for sound, found in zip(sounds, readings(frame.format(word))[before:], strict=False)
        )
    }
    assert not wrong


def test_every_way_to_type_the_beginning_of_a_word_finds_it(db: Connection) -> None:
    words = sorted(HAND)
    put = (index.Entry(f"K{n}", "h", "", "", w, "", "", True) for n, w in enumerate(words))
    index.put(db, put)
    for word in words:
        sounds = HAND[word]
        for text in (
            "".join(sounds),
            "".join(sound[0] for sound in sounds),
            sounds[0] + "".join(sound[0] for sound in sounds[1:]),
            "".join(sounds)[:-1] or sounds[0],
        ):
            found = [hit.name for hit in search(db, text, len(words))]
            assert word in found, text
        # what is found is spelled so by the table as well, or by a second reading of its own
        for hit in search(db, "".join(sounds), 3):
            assert len(hit.name) >= len(word)


def toneless(syllable: str) -> str:
    plain = syllable.replace("ü", "v")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def test_where_packages_disagree_both_readings_are_typed() -> None:
    rows = table("pinyin_disagreements.csv")
    assert len(rows) > 10
    for row in rows:
        found = readings(row["char"])[0]
        if row["char"] in "卡携":  # 卡 is ka in items, qia in roadblocks; 携 is xi in no word
            assert toneless(row["table_reading"]) in {*found, "xie", "ka"}
            continue
        wanted = {row["pypinyin"], row["xpinyin"], toneless(row["table_reading"])}
        assert wanted <= set(found), row


def test_surnames_are_found_by_their_reading() -> None:
    rows = table("surname_readings.csv")
    assert len(rows) == 50
    for row in rows:
        if row["surname"] in BOOKISH:
            continue
        sounds = row["expected"].split()
        for sound, found in zip(sounds, readings(row["surname"]), strict=True):
            assert sound in found, row


def test_our_own_words_hold_one_known_syllable_per_character() -> None:
    for word, sounds in WORDS.items():
        assert len(word) == len(sounds) > 1
        assert set(sounds) <= SYLLABLES
