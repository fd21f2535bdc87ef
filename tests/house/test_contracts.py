"""Each import contract is kept, and would notice what it forbids."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).parent / "lint-imports"

PLANTS = {
    "1. Tiers": ("clerk_app/kernel/masking.py", "import clerk_app.sync.engine"),
    "2. Inside a feature": (
        "clerk_app/intake/tables.py",
        "import clerk_app.intake.store",
    ),
    "3. Qt stays in ui": ("clerk_app/desk/frame.py", "import PySide6"),
    "4. Models and rules are plain Python": (
        "clerk_app/intake/rules/fold.py",
        "import sqlalchemy",
    ),
    "5. Views talk to the desk": ("ui/labels.py", "import clerk_app.intake.store"),
    "6. The client never imports the server": (
        "clerk_app/cli/main.py",
        "import hall_server.halls",
    ),
    "7. What the server may not use": ("hall_server/halls.py", "import clerk_app.intake.store"),
    "8. HTTP only in sync": ("clerk_app/catalogue/exchange/files.py", "import requests"),
    "9. No cycles between siblings": (
        "clerk_app/deeds/counter.py",
        "import clerk_app.deeds.rate",
    ),
}
"""One forbidden import per contract."""


def lint(place: Path) -> str:
    """What lint-imports says of a tree."""
    return subprocess.run(
        [str(LINT), "--no-cache"], cwd=place, capture_output=True, text=True, check=False
    ).stdout


@lru_cache(maxsize=1)
def here() -> str:
    return lint(ROOT)


@pytest.mark.parametrize("contract", PLANTS)
def test_the_contract_is_kept(contract: str) -> None:
    assert re.search(rf"^{re.escape(contract)} KEPT", here(), re.M), here()[-3000:]


def test_there_are_nine_contracts_and_none_is_broken() -> None:
    assert "Contracts: 9 kept, 0 broken." in here()
    assert len(PLANTS) == 9


@pytest.mark.long
@pytest.mark.parametrize("contract", PLANTS)
def test_the_contract_notices_what_it_forbids(contract: str, tmp_path: Path) -> None:
    for name in ("clerk_app", "ui", "hall_server"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    name, line = PLANTS[contract]
    file = tmp_path / name
    text = file.read_text(encoding="utf-8")
    marker = "from __future__ import annotations\n"
    assert marker in text
    file.write_text(text.replace(marker, f"{marker}\n{line}\n", 1), encoding="utf-8")
    assert re.search(rf"^{re.escape(contract)} BROKEN", lint(tmp_path), re.M)
