"""An acceptance waits for the disk exactly once: counted by the system itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from tests.support.commands import HALL, PASSPHRASE, ROOT
from tools.bench_intake import catalogue

BETWEEN = """
import os
from pathlib import Path
from clerk_app.bootstrap import Workstation
from clerk_app.deeds.take_in import take_in
from tools.bench_intake import application
with Workstation().open(Path({folder!r}), {passphrase!r}) as counter:
    take_in(counter, application(1))
    os.kill(os.getpid(), 0)  # seen in the trace, and nothing else
    take_in(counter, application(2))
    os.kill(os.getpid(), 0)
"""


@pytest.mark.long
def test_one_acceptance_is_one_commit_and_one_sync(tmp_path: Path) -> None:
    os.environ["CLERK_PASSPHRASE"] = PASSPHRASE
    folder = tmp_path / "data"
    words = ["--data", str(folder), "init", "--hall", HALL, "--name", "示例大厅"]
    assert run([*words, "--station", "0001"], Workstation()) == 0
    load = ["--data", str(folder), "catalogue", "import", str(catalogue(tmp_path))]
    assert run(load, Workstation()) == 0
    script = BETWEEN.format(folder=str(folder), passphrase=PASSPHRASE)
    traced = "kill,fsync,fdatasync,sync_file_range,msync,sync,syncfs"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", f"trace={traced}", sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    calls = re.findall(r"\b(kill|\w*sync\w*)\(", done.stderr)
    first = calls.index("kill")
    second = calls.index("kill", first + 1)
    assert len(calls[first + 1 : second]) == 1, calls[first : second + 1]
