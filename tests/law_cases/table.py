"""Reads the table of intake cases. Imports nothing of the program.

Each `*.toml` beside this file but `rules.toml` holds cases of one theme, each worked out by hand:

- `name` · `rules`: names of `rules.toml` · `law`: the article, or the local rule · `why`: the
  reasoning in one line · `note`: what the files cannot express;
- `intake`: the scripted intake file as published; `in_order` names papers that stand in its
  `materials` as in order, one piece each; the applicant is always the same made-up person;
- `now`: the machine's time, where it matters; else it is that of the receipt;
- `expect`: `error` and `exit`, or the result. A date that is not there must be null, `provisional`
  and `shortfalls` that are not there must be empty, an `article` that is not there must be null.
  `received_on` is the day written in `received_at` where it is not there. `reason` is the first
  code, `also` codes that follow, `says` a text of the first reason. A shortfall has `by` and
  `days` where it may come later, `fault` where the clerk wrote one;
- `counted`: how each date was counted (see `counter`), checked by a test.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ITEMS = HERE / "items.json"
APPLICANT = {"kind": "person", "name": "张测试"}
ACT = "《中华人民共和国行政许可法》"
LIMITS = ("notice_due", "promised_due", "statutory_due")
DAYS = ("received_on", "accepted_on", *LIMITS, "make_good_by")
KEYS = {"name", "rules", "law", "why", "note", "now", "in_order", "intake", "expect", "counted"}


@dataclass(frozen=True, repr=False)
class Case:
    """One scripted intake with its outcome by law."""

    theme: str
    raw: dict[str, Any]

    def __repr__(self) -> str:
        """What a red test shows: where it stands and why it must be so."""
        return f"{self.theme}.toml “{self.name}”：{self.raw['law']}。{self.raw['why']}"

    @property
    def name(self) -> str:
        return str(self.raw["name"])

    @property
    def rules(self) -> list[str]:
        return list(self.raw["rules"])

    @property
    def expect(self) -> dict[str, Any]:
        return dict(self.raw["expect"])

    @property
    def now(self) -> str:
        """The machine's time when it is entered."""
        return str(self.raw.get("now", self.raw["intake"]["received_at"]))

    @property
    def is_refused(self) -> bool:
        return "error" in self.expect

    @property
    def received_on(self) -> date:
        stated: date | None = self.expect.get("received_on")
        return stated or date.fromisoformat(self.raw["intake"]["received_at"][:10])

    def intake(self) -> dict[str, Any]:
        """The scripted intake file."""
        given = dict(self.raw["intake"])
        whole = [
            {"name": name, "state": "in_order", "copies": 1}
            for name in self.raw.get("in_order", [])
        ]
        return {"applicant": APPLICANT, **given, "materials": whole + given.get("materials", [])}

    def answer(self) -> dict[str, Any]:
        """What must be answered, in the published form."""
        expect = self.expect
        if self.is_refused:
            return {"error": expect["error"], "exit": expect["exit"]}
        days = {name: expect.get(name) for name in DAYS} | {"received_on": self.received_on}
        article = expect.get("article")
        return {
            "outcome": expect["outcome"],
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "provisional": sorted(expect.get("provisional", [])),
            "shortfalls": {
                each["name"]: (
                    each["deferrable"],
                    each["by"].isoformat() if "by" in each else None,
                )
                for each in expect.get("shortfalls", [])
            },
            "reason": expect["reason"],
            "article": ACT + article if article else None,
            "documents": sorted(expect["documents"]),
        }


def cases() -> list[Case]:
    """Every case of every theme, in the order of the files."""
    found = []
    for path in sorted(HERE.glob("*.toml")):
        if path.name != "rules.toml":
            content = tomllib.loads(path.read_text("utf-8"))
            assert content.keys() == {"case"}, path.name
            found += [Case(path.stem, raw) for raw in content["case"]]
    return found


def rules() -> dict[str, str]:
    """The names of the rules, each with what it says."""
    content = tomllib.loads((HERE / "rules.toml").read_text("utf-8"))
    return dict(content["rules"])


def items() -> list[dict[str, Any]]:
    """The rows of the small catalogue."""
    return list(json.loads(ITEMS.read_text("utf-8"))["items"])
