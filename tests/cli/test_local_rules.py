"""settings show | set: each number has a source, and so has a change."""

from __future__ import annotations

from tests.support.commands import Shell


def test_the_numbers_of_the_hall_are_shown_and_set_with_a_source(shell: Shell) -> None:
    shown = {each["name"]: each for each in shell("settings", "show")}
    assert {name: each["value"] for name, each in shown.items()} == {
        "off_duty": "17:30",
        "credit_days": "30",
        "yellow_workdays": "1",
        "back_entered_workdays": "1",
        "start_day_counts": "no",
        "query_url": "",
        "review_organ": "",
        "court": "",
    }
    assert all(each["source"] and each["words"] and not each["own"] for each in shown.values())
    made = shell("settings", "set", "off_duty", "17:00", "--source", "测试县规定第一条")
    assert made == {
        **shown["off_duty"],
        "value": "17:00",
        "source": "测试县规定第一条",
        "own": True,
    }
    assert shell("settings", "show")[0] == made
    refused = shell.refused("settings", "set", "off_duty", "25:00", "--source", "某文件", code=2)
    assert refused == "bad_setting"
    assert shell.refused("settings", "set", "off_duty", "17:00", code=2) == "wrong_usage"
