"""The peak memory of a piece of work, measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

_TELL = """
import resource, sys
from pathlib import Path
status = Path("/proc/self/status")
if status.exists():  # the usage call also counts what the parent held before it started this
    lines = status.read_text().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak // 1024)
"""


def peak_of(code: str, *args: object) -> tuple[str, str, int]:
    """Run `code` with arguments; the two words it prints, and its peak in MB."""
    done = subprocess.run(
        [sys.executable, "-c", code + _TELL, *map(str, args)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second, peak = done.stdout.split()
    return first, second, int(peak)
