"""How much more CPU the painted sign-in costs than a bare PySide6 window.

    python -m tools.bench_sign_in [--runs 9]

Both are fresh processes that end with their first paint, run alternately; CPU time of the
child (user and system), median. The promise: at most 1.7 times the bare window.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.7

BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
app.setStyle("Fusion")
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""
OURS = """
import os
from PySide6.QtWidgets import QApplication
from clerk_app.desk.sign_in import ClerkChoice, Place, StationStatus
from clerk_app.kernel.clock import SystemClock
class Port:
    def place(self): return Place("青禾县政务服务中心", "综合窗口 05", "0005")
    def clerks(self): return (ClerkChoice("c1", "周禾"), ClerkChoice("c2", "林晓"))
    def status(self): return StationStatus(7, SystemClock().now(), 1)
    def wait_seconds(self, clerk): return 0
from ui import app as shell
shell.Shell._painted = lambda self: QApplication.quit()
shell.run(Port, clock=SystemClock())
"""


def cpu_ms(program: str, cache: str) -> float:
    """CPU milliseconds of one fresh process; byte code is kept in `cache`, as when installed."""
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = cache
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], env=env, check=True, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def measure(runs: int) -> dict[str, float]:
    """Alternate the two; the first pair only warms the caches."""
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(runs + 1):
            bare.append(cpu_ms(BARE, cache))
            ours.append(cpu_ms(OURS, cache))
    low, high = statistics.median(bare[1:]), statistics.median(ours[1:])
    return {"bare_ms": round(low), "sign_in_ms": round(high), "ratio": round(high / low, 2)}


def main() -> int:
    """Print the numbers; exit 1 above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    found = measure(parser.parse_args().runs)
    print(json.dumps({**found, "limit": LIMIT}))
    return 0 if found["ratio"] <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
