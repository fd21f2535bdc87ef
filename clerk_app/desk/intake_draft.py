"""A draft (草稿) as text: whatever was typed, in JSON of ASCII only, so that nothing is lost."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from clerk_app.desk.intake_state import Matter, PartyText, Step, Work
from clerk_app.intake.model import CheckedPaper, PaperState

FORMAT = 1


def dump(work: Work) -> str:
    """The draft; empty for work that holds nothing."""
    if work == Work():
        return ""
    return json.dumps({"format": FORMAT, **asdict(work)})


def load(text: str) -> Work | None:
    """Read a draft back; None for no draft and for one this program cannot read."""
    try:
        raw: dict[str, Any] = json.loads(text)
        if raw.pop("format") != FORMAT:
            return None
        raw["step"] = Step(raw["step"])
        raw["matter"] = Matter(raw["matter"])
        raw["applicant"] = PartyText(**raw["applicant"])
        raw["agent"] = PartyText(**raw["agent"]) if raw["agent"] else None
        raw["answers"] = tuple((str(key), str(value)) for key, value in raw["answers"])
        raw["committed"] = tuple(str(name) for name in raw.get("committed", ()))
        raw["papers"] = tuple(_paper(paper) for paper in raw["papers"])
        return Work(**raw)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _paper(raw: dict[str, Any]) -> CheckedPaper:
    return CheckedPaper(**{**raw, "state": PaperState(raw["state"])})
