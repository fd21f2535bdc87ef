"""Lint, types and import contracts are tests like any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

COMMANDS = {
    "ruff": [BIN / "ruff", "check", "--no-cache", "."],
    "ruff format": [BIN / "ruff", "format", "--no-cache", "--check", "."],
    "mypy": [BIN / "mypy"],
    "lint-imports": [BIN / "lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_it_finds_nothing(name: str) -> None:
    done = subprocess.run(
        [str(part) for part in COMMANDS[name]], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_nine_contracts_are_kept() -> None:
    done = subprocess.run(
        [str(BIN / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert "Contracts: 9 kept, 0 broken." in done.stdout, done.stdout[-3000:]
