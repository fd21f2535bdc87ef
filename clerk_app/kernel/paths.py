"""Where files live: the program's own resources and the workstation's data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

OWN_WORDING = "wording"
"""The hall's own sentences, under the data folder: `<kind>.toml`."""


def resource(name: str) -> Path:
    """The path of a file under `resources/`: in a checkout or in the packaged folder."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root / "resources" / name


def default_data_dir() -> Path:
    """The platform's folder for this program's data, when `--data` is not given."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "window-clerk"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "window-clerk"
