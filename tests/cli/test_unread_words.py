"""Limits and fees that nobody could read, on the paper a person takes home."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Shell

BASE: dict[str, Any] = {
    "code": "WD-1",
    "name": "测试经营许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "区测试局",
    "legal_basis": ["《测试条例》第一条"],
    "materials": [{"name": "申请表", "necessity": "必要"}],
}
LONG = "由受理机关根据现场核查结果确定，最长不超过三个月，另行书面告知申请人。"


def text_of(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", str(path), "-"], capture_output=True, check=True, timeout=60
    )
    return "".join(done.stdout.decode("utf-8").split())


def papers(shell: Shell, folder: Path, **changes: Any) -> dict[str, str]:
    """The guide and the enquiry notice of one item, as text."""
    file = folder / "catalogue.json"
    file.write_text(json.dumps({"items": [{**BASE, **changes}]}), encoding="utf-8")
    shell("catalogue", "import", file)
    guide = folder / "guide.pdf"
    shell("catalogue", "guide", BASE["code"], "--out", guide)
    made = shell("enquiry", "--item", BASE["code"], "--out", folder / "out")
    (notice,) = (each["path"] for each in made["documents"] if each["kind"] == "enquiry_notice")
    return {"guide": text_of(guide), "enquiry_notice": text_of(Path(notice))}


def test_the_words_of_the_file_stand_where_no_limit_or_fee_could_be_read(
    shell: Shell, tmp_path: Path
) -> None:
    said = papers(
        shell,
        tmp_path,
        legal_limit=LONG,
        promised_limit={"value": "1-3", "unit": "工作日", "note": "不含核查"},
        fee="按物价局文件",
    )
    for text in said.values():
        assert f"法定办结时限：{LONG}" in text
        assert text.count(LONG) == 1  # too long to be seen at a glance
        assert "。。" not in text
        assert "承诺办结时限：1-3工作日不含核查。" in text
        assert "收费标准和依据按物价局文件。" in text
        assert "一般期限" not in text
        assert "20个工作日" not in text
        assert "不收费" not in text


@pytest.mark.parametrize(
    ("kind", "said_of"),
    [("行政许可", {"guide", "enquiry_notice"}), ("公共服务", {"enquiry_notice"})],
)
def test_a_fee_nobody_published_is_said_to_be_unpublished(
    shell: Shell, tmp_path: Path, kind: str, said_of: set[str]
) -> None:
    said = papers(shell, tmp_path, type=kind)
    assert {name for name, text in said.items() if "收费标准和依据未公布。" in text} == said_of
    for text in said.values():
        assert "不收费" not in text
        assert ("一般期限" in text) is (kind == "行政许可")


def test_a_fee_that_is_charged_by_words_tells_the_words(shell: Shell, tmp_path: Path) -> None:
    fee = {"charge": True, "amount": "按面积核定", "note": "小微企业减半", "basis": "甲价1号"}
    for text in papers(shell, tmp_path, fee=fee).values():
        assert "收费标准和依据收费（小微企业减半；按面积核定）。" in text
