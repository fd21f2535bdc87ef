"""Runs commands as a person's script does: arguments in, exit code and JSON out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from clerk_app.kernel.clock import Clock, SystemClock

ROOT = Path(__file__).parents[2]
PASSPHRASE = "test-passphrase-1"
HALL = "511602101000"
SAMPLE = ROOT / "resources" / "seed" / "catalogue_sample.json"


@dataclass
class Shell:
    """A place to run commands in: one data folder, one passphrase."""

    data: Path
    capsys: pytest.CaptureFixture[str]
    clock: Clock

    def __call__(self, *args: str | Path, code: int = 0) -> Any:
        """Run a command with --json in this process; its JSON, after checking the exit code."""
        self.capsys.readouterr()
        words = ["--data", str(self.data), *map(str, args), "--json"]
        found = run(words, Workstation(self.clock))
        out, err = self.capsys.readouterr()
        assert found == code, (found, out, err)
        return json.loads(out)

    def refused(self, *args: str | Path, code: int) -> str:
        """Run a command that must fail; the error's code. It has a message for people too."""
        error = self(*args, code=code)["error"]
        assert error["message"]
        return str(error["code"])


def make_shell(
    data: Path, capsys: pytest.CaptureFixture[str], clock: Clock | None = None
) -> Shell:
    """A shell on a data folder."""
    os.environ["CLERK_PASSPHRASE"] = PASSPHRASE
    return Shell(data, capsys, clock or SystemClock())


def python(
    *args: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run `python …` as a process of its own, with the passphrase set."""
    environment = {**(os.environ if env is None else env), "CLERK_PASSPHRASE": PASSPHRASE}
    environment.update(changes)
    return subprocess.run(
        [sys.executable, *map(str, args)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
