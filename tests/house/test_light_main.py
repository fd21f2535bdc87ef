"""The program's own entry stays light until a window has painted or a command needs more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_entry_imports_nothing_heavy() -> None:
    code = (
        "import sys, clerk_app.__main__, clerk_app.desk.entrance\n"
        "heavy = {'sqlalchemy', 'requests', 'reportlab', 'alembic', 'PIL', 'sqlcipher3'}\n"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
