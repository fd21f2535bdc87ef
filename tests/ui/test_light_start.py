"""The sign-in paints before anything heavy is loaded. Seen from outside, in fresh processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "sqlalchemy",
    "requests",
    "reportlab",
    "alembic",
    "PIL",
    "escpos",
    "pypdfium2",
    "sqlcipher3",
    "cryptography",
    "PySide6.QtNetwork",
    "ui.main_window",
)
PROGRAM = """
import json, sys
from PySide6.QtWidgets import QApplication
from clerk_app.kernel.clock import SystemClock
from tests.ui.support import FakeSignIn
heavy = json.loads(sys.argv[1])
seen = {}
class Port(FakeSignIn):
    def warm(self):
        seen["first"] = [name for name in heavy if name in sys.modules]
        import sqlalchemy
        import threading
        seen["thread"] = threading.current_thread() is not threading.main_thread()
from ui import app
before = app.Shell._painted
def painted(shell):
    before(shell)
    shell._runner.run(lambda: None, lambda _none: QApplication.quit(), print)
app.Shell._painted = painted
code = app.run(Port, clock=SystemClock())
print(json.dumps([code, seen]))
"""


def test_nothing_heavy_is_loaded_at_the_first_paint_and_the_worker_loads_it_after() -> None:
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(HEAVY)],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code, seen = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    assert seen == {"first": [], "thread": True}


RARE_NAME = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from clerk_app.desk.sign_in import ClerkChoice
from clerk_app.kernel.clock import SystemClock
from tests.ui.support import RARE, FakeSignIn
from ui import app, theme
seen = []
class Port(FakeSignIn):
    def clerks(self):
        return (ClerkChoice("c1", "\U00020006"),)
before = app.Shell._painted
def take(shell):
    return bytes(shell.sign_in.clerk.grab().toImage().constBits())
def painted(shell):
    seen.append(take(shell))
    before(shell)
    QTimer.singleShot(50, lambda: (seen.append(take(shell)), QApplication.quit()))
app.Shell._painted = painted
app.run(Port, clock=SystemClock())
print(len(theme.load_fonts(("HanaMinB.ttf",))), seen[0] != seen[1])
"""


def test_a_rare_name_is_drawn_as_soon_as_its_font_has_come(tmp_path: Path) -> None:
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))
    bare = tmp_path / "fonts.conf"  # a machine with no fonts of its own
    bare.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', "utf-8")
    env["FONTCONFIG_FILE"] = str(bare)
    done = subprocess.run(
        [sys.executable, "-c", RARE_NAME],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    missing, redrawn = done.stdout.split()[-2:]
    assert redrawn == "True" or missing == "1", done.stderr


def test_without_a_display_no_qt_application_is_made() -> None:
    program = (
        "from clerk_app.kernel.clock import SystemClock\n"
        "from clerk_app.kernel.errors import Unavailable\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from ui.app import run\n"
        "try:\n"
        "    run(lambda: 1 / 0, clock=SystemClock())\n"
        "except Unavailable as error:\n"
        "    print(error.code, QCoreApplication.instance())\n"
    )
    away = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {key: value for key, value in os.environ.items() if key not in away}
    env["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if sys.platform.startswith("linux"):
        assert done.stdout.strip() == "no_display None", done.stderr
