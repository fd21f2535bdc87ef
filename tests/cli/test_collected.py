"""intake for another hall, and the acts of its papers, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.commands import Shell


def test_an_intake_for_another_hall_is_collected_and_sent(
    shell: Shell, application: Any, tmp_path: Path
) -> None:
    there = {"region": "511602", "name": "测试市示例局"}
    made = shell("intake", application(for_hall=there), "--out", tmp_path / "out")
    assert (made["outcome"], made["for_hall"], made["shortfalls"]) == ("collected", there, [])
    ((kind, path),) = ((d["kind"], d["path"]) for d in made["documents"])
    assert kind == "receipt"
    assert Path(path).exists()
    number, file = made["number"], tmp_path / "act.json"

    def act(name: str, code: int = 0, **fields: Any) -> Any:
        content = {"at": "2026-03-03T10:00:00+08:00", **fields}
        file.write_text(json.dumps(content), encoding="utf-8")
        return shell("case", "act", number, name, file, "--out", tmp_path / "out", code=code)

    sent = act("dispatch", parcel={"method": "counter"})
    assert [d["kind"] for d in sent["issued"]] == ["transfer_slip"]
    assert act("dispatch", 3, parcel={"method": "counter"})["error"]["code"] == "unlawful_act"
    shown = shell("case", "show", number)
    assert (shown["state_text"], shown["law"]["lamp"]) == ("已代收", "grey")
    assert [(c["holder"], c["since"], c["until"]) for c in shown["custody"]] == [
        ("示例便民服务中心", "2026-03-02", "2026-03-03"),
        (None, "2026-03-03", None),
    ]
    assert shown["law"]["may"] == ["take_over", "send_back"]
    wrong = application(for_hall={**there, "mood": "good"})
    assert shell.refused("intake", wrong, "--out", tmp_path / "out", code=2) == "bad_intake_file"
