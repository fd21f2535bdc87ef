"""Lint and types are tests like any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

COMMANDS: dict[str, list[str | Path]] = {
    "ruff": [BIN / "ruff", "check", "--no-cache", "."],
    "ruff format": [BIN / "ruff", "format", "--no-cache", "--check", "."],
    "mypy": [BIN / "mypy"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_it_finds_nothing(name: str) -> None:
    done = subprocess.run(
        [str(part) for part in COMMANDS[name]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
