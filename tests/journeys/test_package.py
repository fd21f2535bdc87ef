"""The one-folder program that is shipped starts without this checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import HALL, PASSPHRASE, ROOT


@pytest.mark.long
def test_the_packaged_program_runs(tmp_path: Path) -> None:
    folders = ["--distpath", str(tmp_path / "dist"), "--workpath", str(tmp_path / "build")]
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", *folders, "build_installer.spec"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    program = str(tmp_path / "dist" / "clerk_app" / "clerk_app")
    environment = {"PATH": "/usr/bin:/bin", "CLERK_PASSPHRASE": PASSPHRASE, "LANG": "C.UTF-8"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [program, *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert run("--version").startswith("clerk_app 0.1.0")
    assert json.loads(run("--data", str(tmp_path / "none"), "doctor", "--json"))["ok"] is True
    data = str(tmp_path / "data")
    made = run("--data", data, "init", "--hall", HALL, "--name", "示例", "--sample", "--json")
    assert json.loads(made)["items"] >= 24
    assert json.loads(run("--data", data, "journal", "verify", "--json"))["ok"] is True
    assert not (tmp_path / "dist" / "clerk_app" / "_internal" / "hall_server").exists()
