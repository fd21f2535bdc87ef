"""Every act is declared once, with one key of its own."""

from __future__ import annotations

from clerk_app.desk.actions import ACTIONS, CALL_KEYS, RAIL, CallAct, cap


def test_no_key_means_two_things() -> None:
    keys = [each.key for each in CALL_KEYS]
    keys += [each.key for each in RAIL]
    keys += [each.key for each in ACTIONS]
    assert sorted(set(keys)) == sorted(keys)


def test_the_eight_call_keys_are_those_of_the_counter() -> None:
    assert [(each.key, each.title) for each in CALL_KEYS] == [
        ("F1", "呼叫"),
        ("F2", "重呼"),
        ("F3", "评价"),
        ("F4", "过号"),
        ("F5", "暂停"),
        ("F6", "转移"),
        ("F7", "挂起"),
        ("F8", "回呼"),
    ]
    assert [each.act for each in CALL_KEYS] == list(CallAct)


def test_the_rail_has_the_words_of_the_hall() -> None:
    words = ["叫号", "受理", "办件", "补正与容缺", "时限", "出件", "评价", "统计", "设置"]
    assert [entry.title for entry in RAIL] == words
    assert [entry.key for entry in RAIL] == [f"Alt+{number}" for number in range(1, 10)]


def test_a_key_cap_reads_as_on_the_keyboard() -> None:
    assert [cap(key) for key in ("F1", "Ctrl+K", "Ctrl+Return", "Shift+S", "Ctrl+=")] == [
        "F1",
        "Ctrl K",
        "Ctrl Enter",
        "Shift S",
        "Ctrl =",
    ]
