"""What a hall may not edit out of the papers of a promise: the day that counts, that one missed
day is enough, until when papers may still come, why a case ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.wording import own

BAD = [
    ("commitment", "check", "由行政机关核查。"),
    ("commitment", "plain_check", "机关在{check_on}核查承诺的内容。"),
    ("commitment", "consequences", "依法撤销据此作出的决定、记入信用记录。"),
    ("commitment", "promises_bare", "已经知晓。"),
    ("undertaking", "each_day", "请按期补齐。"),
    ("conditional_acceptance", "plain_each_day", "每项材料按表上各自的日期补齐。"),
    ("conditional_acceptance", "committed", "部分材料以承诺代替，由行政机关事后核查。"),
    ("acceptance", "committed", "以承诺代替提交的材料：{committed}。"),
    ("one_time_notice", "deposit", "材料由窗口收存。"),
    ("one_time_notice", "expiry", "逾期没有补正的，按“{on_expiry}”处理。"),
    ("one_time_notice", "expiry_grace", "宽限期满仍没有补正的，退件，退回收存的材料。"),
    ("correction_receipt", "limit_each", "请尽快补齐，最早一项为{make_good_by}。"),
    ("correction_receipt", "paused", "本件已于{paused_since}暂停办理。"),
    ("correction_receipt", "plain_paused", "最晚{grace_until}（含当日）补齐。"),
    ("correction_receipt", "moved", "{pauses}暂停办理。"),
    ("correction_receipt", "limit_grace", "最迟{grace_until}（含当日）补齐。"),
    ("correction_receipt", "limit_grace_bare", "最迟{grace_until}（含当日）补齐。"),
    ("correction_receipt", "expiry_bare", "逾期另行处理。"),
    ("correction_receipt", "special_runs", "{special_kind}（特别程序）正在进行。"),
    ("one_time_notice", "deposit_bare", "收件不是受理。"),
    ("one_time_notice", "limit_grace", "最迟{grace_until}（含当日）补正，逾期退件。"),
    ("one_time_notice", "expiry_grace_bare", "逾期没有补正的，退件。"),
    ("suspension", "plain_paused", "最晚{grace_until}（含当日）补齐。"),
    ("extension", "used_pauses", "{pauses}暂停办理。"),
    ("return", "opening_terminated", "“{item_name}”退件。"),
    ("return", "cause_return", "没有补齐材料。"),
    ("return", "cause_grace_over", "没有在承诺的期限内补齐容缺材料：{unkept}。"),
    ("return", "cause_deposit", "没有补正：{unkept}。"),
    ("return", "cause_abandoned", ""),
    ("return", "barred", "材料要一次交齐。"),
]


@pytest.mark.parametrize(("kind", "key", "text"), BAD, ids=[f"{k}-{key}" for k, key, _ in BAD])
def test_what_a_promise_must_say_is_not_edited_away(
    kind: str, key: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / f"{kind}.toml").write_text(f'{key} = "{text}"\n', encoding="utf-8")
    with pytest.raises(Misused, match=key) as caught:
        own(kind, tmp_path)
    assert caught.value.code == "bad_wording"


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        ("commitment", "check", "行政机关最晚在{check_on}核查。"),
        ("commitment", "closing", "由代办人签署的，须有申请人的授权委托书。"),
        ("correction_receipt", "limit_each", "最早一项{make_good_by}；任何一项逾期的，整件逾期。"),
        ("return", "cause_not_corrected", "告知后没有补正：{unkept}。"),
    ],
)
def test_a_hall_can_say_it_its_own_way(kind: str, key: str, text: str, tmp_path: Path) -> None:
    (tmp_path / f"{kind}.toml").write_text(f'{key} = "{text}"\n', encoding="utf-8")
    assert own(kind, tmp_path).texts[key] == text
