"""Whatever own wording a hall is allowed, no fact of the hand-written list is lost by it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EVERY
from clerk_app.notices.mandatory import must_of
from clerk_app.notices.must import EDITION, PLAIN, REMEDIES
from clerk_app.notices.wording import freeze, own, shipped
from tests.notices import mandatory_common
from tests.notices.test_mandatory import missing, set_text
from tests.notices.told import told

OURS = "救济文字 示例大厅第9版（2027年1月1日）"
STRANGE = ("helper", "target_agency", "grace", "calls_again", "check_on", "collected_for")
"""Placeholders that most papers do not say."""


def reduced(kind: str, key: str, text: str) -> Iterator[str]:
    """The sentence with less in it, and with the same words turned round."""
    yield from ("", " \n", "。", "略")
    must = must_of(kind, key)
    words = [word.split("|")[0].replace("…", "") for word in must.words] if must else []
    if key.removeprefix(PLAIN) == REMEDIES:
        words = ["自收到", "60日内", "申请行政复议", "六个月内", "提起行政诉讼"]
    names = [f"{{{name}}}" for name in must.names] if must else []
    least = "".join(names) + "，".join(words)
    yield from ("".join(names), "，".join(words), least, f"{least}。另外说一句。")
    for name in STRANGE:
        yield f"{least}{{{name}}}"
        yield f"{text.rstrip()}{{{name}}}"
    for word in words:
        for before in ("不", "并非", "1", "十", "没有", "请不要相信"):
            yield text.replace(word, f"{before}{word}")
            yield least.replace(word, f"{before}{word}")
    lines = text.strip().splitlines()
    yield "".join(lines)
    for at in range(len(lines)):
        yield "\n".join([*lines[:at], *lines[at + 1 :]])
    parts = re.split("(?<=[，。；：])", text)
    for at in range(len(parts)):
        yield "".join([*parts[:at], *parts[at + 1 :]])
    marks = dict.fromkeys(re.findall(r"\{[^{}]*\}", text))
    for one, other in combinations(marks, 2):
        yield text.replace(one, "\0").replace(other, one).replace("\0", other)
    for mark in marks:
        yield text.replace(mark, "")


def _said(page: str) -> str:
    """Without the version of the wording in the margin."""
    return re.sub(r"用语[0-9a-f]{8}", "", page)


@pytest.mark.parametrize("kind", [kind.KIND for kind in EVERY])
def test_no_wording_that_is_accepted_loses_a_fact(
    kind: str, fonts: FontSet, tmp_path: Path
) -> None:
    facts, path = told(kind), tmp_path / f"{kind}.toml"
    lost: dict[tuple[str, str], list[str]] = {}
    accepted, refused = 0, []
    whole, texts = set_text(freeze(facts), fonts), dict(shipped(kind).texts)
    for key, text in texts.items():
        without = tuple(sorted({**texts, key: text.replace("{", "").replace("}", "") * 2}.items()))
        if key != EDITION and _said(
            set_text(replace(freeze(facts), wording=without), fonts)
        ) == _said(whole):
            continue  # this page does not say the sentence
        for less in dict.fromkeys(reduced(kind, key, text)):
            if less == text:
                continue
            said = {EDITION: OURS} if "remedies" in key else {}
            lines = [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in said.items()]
            if key not in said:
                lines.append(f"{key} = {json.dumps(less, ensure_ascii=False)}")
            path.write_text("\n".join(lines), encoding="utf-8")
            try:
                ours = freeze(facts, hall=tmp_path)
            except Misused as error:
                refused.append(error)
                continue
            accepted += 1
            page = set_text(ours, fonts)
            gone = [words for words in missing(page, kind) if words != mandatory_common.EDITION]
            if said:
                assert "".join(OURS.split()) in page
            if gone:
                lost[key, less] = gone
    assert lost == {}
    assert accepted > 0
    assert {error.code for error in refused} == {"bad_wording"}
    assert all(path.name in error.message for error in refused)


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        (
            "acceptance",
            "opening",
            "根据材料，{under_article}决定予以受理。“{item_name}”的材料齐全、符合法定形式。",
        ),
        (
            "receipt",
            "opening",
            "请注意：收件不等于受理。本厅收到“{item_name}”的下列材料，谢谢配合。",
        ),
        (
            "assistance_order",
            "free",
            "本大厅的帮办代办免费。不收取任何费用。帮办人员不得收受财物。有事请说。",
        ),
        ("one_time_notice", "limit", "请您务必在{make_good_by}前（含当日）补齐，谢谢。"),
        ("closure", "next", "怎样领取"),
        ("delivery_receipt", "opening", "以下文书送达，请您核对。"),
    ],
)
def test_a_hall_can_still_say_it_its_own_way(
    kind: str, key: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / f"{kind}.toml").write_text(f'{key} = "{text}"\n', encoding="utf-8")
    assert own(kind, tmp_path).texts[key] == text
