"""The papers of an item (材料) as files write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clerk_app.catalogue.model import Fault, Keep, Material, Necessity, OnTheSpot, Party
from clerk_app.catalogue.rules.source import ItemRefused, Source
from clerk_app.catalogue.rules.wording import counts_due, party_of, phrases, read_form
from clerk_app.kernel.working_days import MOST_WORKDAYS

Cases = dict[str, tuple[str, ...]]
"""Name of a 情形必要 paper → the phrases of its `applies_when`."""


def read_materials(source: Source) -> tuple[tuple[Material, ...], Cases]:
    """The papers in the order of the file, and the cases of those that depend on one.

    Papers are named in intake files and answers, so names are unique: a second paper of
    the same name gets a number (warning `duplicate_material`).
    Raises `ItemRefused`: `material_without_name`, `bad_text`.
    """
    papers: list[Material] = []
    names: set[str] = set()
    for place, raw in source.entries("materials"):
        paper = _read_material(source, place, raw)
        if paper.name in names:
            paper = replace(paper, name=_free_name(paper.name, names))
            message = f"材料名称重复，后一份记作“{paper.name}”"
            source.findings.warn("duplicate_material", f"{place}.name", message)
        names.add(paper.name)
        papers.append(paper)
    situational = (paper for paper in papers if paper.necessity is Necessity.SITUATIONAL)
    return tuple(papers), {paper.name: phrases(paper.applies_when) for paper in situational}


def _read_material(source: Source, place: str, raw: object) -> Material:
    if isinstance(raw, str):
        raw = {"name": raw}
    if not isinstance(raw, Mapping):
        raise ItemRefused("material_without_name", f"“{place}”不是材料的写法", place)
    row = Source(raw, place, source.findings)
    name = row.label("name")
    if not name:
        raise ItemRefused("material_without_name", f"“{place}”没有材料名称", f"{place}.name")
    necessity = _read_necessity(row, name)
    form = row.text("form")
    applies_when = row.text("applies_when")
    words = read_form(form)
    stated = row.whole("copies", "份数")
    originals, copies, mismatch = counts_due(
        words, originals=row.whole("originals", "份数"), copies=stated
    )
    if mismatch:
        message = f"“{name}”的份数 {stated} 与“{form}”不一致，按份数 {stated} 计"
        row.findings.warn("copies_mismatch", row.place("copies"), message)
    keep = row.word("keep", Keep) or (Keep.VERIFIED if words.looked_at else Keep.COLLECTED)
    paper = Material(
        name=name,
        necessity=necessity,
        form=form,
        originals=originals,
        copies=copies,
        keep=keep,
        electronic=words.electronic,
        source_channel=row.text("source_channel"),
        applies_when=applies_when,
        deferrable=_read_deferrable(row, name, necessity),
        defer_workdays=row.whole("defer_workdays", "工作日数", most=MOST_WORKDAYS),
        standard=row.text("standard"),
        how_to_get=row.text("how_to_get"),
        party=row.word("party", Party) or party_of(name, applies_when),
        faults=_read_faults(row),
        note=row.text("note"),
        basis=row.text("basis"),
        blank_form=row.text("blank_form"),
        filled_sample=row.text("filled_sample"),
        paper_size=row.text("paper_size"),
        shared_as=row.label("shared_as"),
        valid_days=row.whole("valid_days", "天数"),
    )
    row.finish()
    return paper


def _read_necessity(row: Source, name: str) -> Necessity:
    """必要性. Without a readable one the paper counts as 必要: asking beats overlooking."""
    _, value = row.take("necessity")
    necessity = row.word("necessity", Necessity)
    if value is None:
        message = f"“{name}”没有写明必要性，按“必要”处理"
        row.findings.warn("unknown_necessity", row.place("necessity"), message)
    return necessity or Necessity.REQUIRED


def _read_deferrable(row: Source, name: str, necessity: Necessity) -> bool:
    """A 必要 paper marked deferrable contradicts itself: it is not deferrable."""
    deferrable = row.flag("deferrable") is True
    if deferrable and necessity is Necessity.REQUIRED:
        message = f"“{name}”既是必要又可容缺，按必要、不可容缺处理"
        row.findings.warn("required_and_deferrable", row.place("deferrable"), message)
        return False
    return deferrable


def _read_faults(row: Source) -> tuple[Fault, ...]:
    faults = []
    for place, raw in row.entries("faults"):
        fault = _tidy_fault(raw)
        if fault is not None:
            faults.append(fault)
            continue
        entry = {"text": raw} if isinstance(raw, str) else raw
        if not isinstance(entry, Mapping):
            row.findings.bad(place, raw, "常见问题")
            continue
        inner = Source(entry, place, row.findings)
        text = inner.text("text")
        spot = entry.get("on_the_spot")
        if isinstance(spot, bool):
            inner.take("on_the_spot")
            curable = OnTheSpot.YES if spot else OnTheSpot.NO
        else:
            curable = inner.word("on_the_spot", OnTheSpot) or OnTheSpot.UNKNOWN
        inner.finish()
        if text:
            faults.append(Fault(text, curable))
        else:
            row.findings.bad(place, raw, "常见问题，要有 text")
    return tuple(faults)


_SPOTS = {word.value: word for word in OnTheSpot}


def _tidy_fault(raw: object) -> Fault | None:
    """The fault of an entry with nothing odd about it: nearly all of them."""
    if not isinstance(raw, dict) or raw.keys() != {"text", "on_the_spot"}:
        return None
    text, spot = raw["text"], raw["on_the_spot"]
    if not isinstance(text, str) or not isinstance(spot, str) or spot not in _SPOTS:
        return None
    tidy = bool(text) and text.isprintable() and text == text.strip()
    return Fault(text, _SPOTS[spot]) if tidy else None


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}（{number}）" in taken:
        number += 1
    return f"{name}（{number}）"
