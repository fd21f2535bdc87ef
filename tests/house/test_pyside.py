"""PySide6 6.12.0 corrupts the reference count of None on CPython 3.11: a void call in a loop
aborts the process. The pin keeps it out; this would notice it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_void_call_in_a_loop_leaves_none_alone() -> None:
    code = (
        "import sys; from PySide6.QtCore import QObject\n"
        "o = QObject(); before = sys.getrefcount(None)\n"
        "for _ in range(20000): o.blockSignals(False); o.setObjectName('x')\n"
        "sys.exit(abs(sys.getrefcount(None) - before) > 5000)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_broken_release_is_pinned_out() -> None:
    major, minor = (int(part) for part in version("PySide6-Essentials").split(".")[:2])
    assert (6, 8) <= (major, minor) < (6, 12)
    pins = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8")
    assert "PySide6_Essentials>=6.8.0.2,<6.12" in pins
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
