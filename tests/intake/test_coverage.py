"""Every branch of the rules of a case's life is taken by a test of this folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = "clerk_app.intake.rules"


@pytest.mark.long
def test_every_branch_of_the_rules_is_taken(tmp_path: Path) -> None:
    """Runs the quick tests again in a process of their own: coverage counts from the import on."""
    data, report = tmp_path / "coverage", tmp_path / "report.json"
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "quick", "COVERAGE_FILE": str(data)}
    coverage = [sys.executable, "-m", "coverage"]
    run = [*coverage, "run", "--branch", f"--source={RULES}", "-m", "pytest", "-q", "tests/intake"]
    tested = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert tested.returncode == 0, tested.stdout.decode()[-2000:]
    told = subprocess.run(
        [*coverage, "json", "-q", "-o", str(report)], cwd=ROOT, env=environment, check=False
    )
    assert told.returncode == 0
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert len(files) >= 16
    open_ones = {
        name: (found["missing_lines"], found["missing_branches"])
        for name, found in files.items()
        if found["missing_lines"] or found["missing_branches"]
    }
    assert open_ones == {}
