"""`python -m tools.fonts`: sources are checked, what is absent is said."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tools.fonts import EXIT_ABSENT, FOLDER, WrongSource, check, make, read_sources


def _recipe(folder: Path, file: Path, sha256: str, *, needed: bool = False) -> None:
    (folder / "fonts.toml").write_text(
        f"""
[thing]
family = "Thing"
licence = "OFL-1.1"
kind = "system"
package = "fonts-thing"
version = "1"
file = "{file}"
sha256 = "{sha256}"
needed = {str(needed).lower()}
without_it = "某些生僻字"
[[thing.outputs]]
file = "Thing.ttf"
""",
        encoding="utf-8",
    )


def test_a_known_source_is_installed_and_checked(tmp_path: Path) -> None:
    source = tmp_path / "source.ttf"
    source.write_bytes(b"font")
    _recipe(tmp_path, source, hashlib.sha256(b"font").hexdigest())
    assert check(tmp_path) == EXIT_ABSENT
    assert make(tmp_path, tmp_path / "cache") == 0
    assert (tmp_path / "Thing.ttf").read_bytes() == b"font"
    assert check(tmp_path) == 0
    (tmp_path / "Thing.ttf").write_bytes(b"another")
    assert check(tmp_path) == 5


def test_a_source_with_another_sha_is_refused_by_name(tmp_path: Path) -> None:
    source = tmp_path / "source.ttf"
    source.write_bytes(b"another font")
    _recipe(tmp_path, source, hashlib.sha256(b"font").hexdigest())
    with pytest.raises(WrongSource, match=r"source\.ttf"):
        make(tmp_path, tmp_path / "cache")
    assert not (tmp_path / "Thing.ttf").exists()


@pytest.mark.parametrize(("needed", "code"), [(False, 0), (True, EXIT_ABSENT)])
def test_an_absent_package_names_who_suffers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], needed: bool, code: int
) -> None:
    _recipe(tmp_path, tmp_path / "nowhere.ttf", "0" * 64, needed=needed)
    assert make(tmp_path, tmp_path / "cache") == code
    assert "某些生僻字" in capsys.readouterr().err
    record = json.loads((tmp_path / "installed.json").read_text(encoding="utf-8"))
    assert record["absent"][0]["files"] == ["Thing.ttf"]
    assert record["installed"] == {}
    assert check(tmp_path) == EXIT_ABSENT


def test_the_fonts_of_this_checkout_are_the_ones_that_were_made() -> None:
    told = json.loads((FOLDER / "installed.json").read_text(encoding="utf-8"))
    absent = {entry["family"] for entry in told["absent"]}
    assert absent <= {"Noto Serif SC"}  # where the npm client is missing; nothing else may be
    assert check(FOLDER) == (EXIT_ABSENT if absent else 0)


def test_every_font_names_its_licence_and_its_text_lies_beside_it() -> None:
    text = (FOLDER / "fonts.toml").read_text(encoding="utf-8")
    assert "http" not in text
    assert len(read_sources(FOLDER)) == text.count("licence_file")
    for line in text.splitlines():
        if line.startswith("licence_file"):
            assert (FOLDER / line.split('"')[1]).stat().st_size > 500
