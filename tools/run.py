"""`make run`: the workstation with the sample hall; without a display, a day played off-screen."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from clerk_app.storage.key_file import new_password

ROOT = Path(__file__).parents[1]
HALL, NAME = "511602101000", "示例便民服务中心"


def main() -> int:
    """Run the main job; the exit code is the program's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/demo", help="where the off-screen day is left")
    out = Path(parser.parse_args().out)
    if not has_display():
        print(f"没有显示器：不开窗口，把一天演示到 {out}", flush=True)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        return _clerk_app("demo", "--out", str(out), environment=environment)
    return _window(out.parent / "sample")


def has_display() -> bool:
    """Whether a window can be shown here."""
    platform: str = sys.platform
    if platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def _window(folder: Path) -> int:
    """Open the window on a sample hall made at the first run; its password is made then too."""
    data, note = folder / "data", folder / "password.txt"
    if not data.exists():
        folder.mkdir(parents=True, exist_ok=True)
        password = new_password()
        environment = {**os.environ, "CLERK_PASSPHRASE": password}
        options = ("--hall", HALL, "--name", NAME, "--operator", "示例管理员", "--sample")
        code = _clerk_app("--data", str(data), "init", *options, environment=environment)
        if code:
            return code
        note.write_text(password + "\n", encoding="utf-8")
        note.chmod(0o600)
    print(f"示例大厅：用户 示例管理员，密码在 {note}", flush=True)
    return _clerk_app("--data", str(data), environment=dict(os.environ))


def _clerk_app(*args: str, environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "clerk_app", *args]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
