"""Reads the vector files of `tests/data`; where each comes from is in its first lines."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a csv file whose comment lines start with #."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def law() -> dict[str, Any]:
    """`law_vectors.json`."""
    content: dict[str, Any] = json.loads((DATA / "law_vectors.json").read_text("utf-8"))
    return content
