"""How a bundle (一件事) in a catalogue file is read."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.catalogue.model import Bundle, ImportWarning
from clerk_app.catalogue.rules.content import pack
from clerk_app.catalogue.rules.source import Findings, ItemRefused, Source


def read_bundle(
    raw: object, *, pack_meta: Mapping[str, object] | None = None
) -> tuple[Bundle, bytes, tuple[ImportWarning, ...]]:
    """Read one bundle `{code or id, name, items: [codes or ids], …}` and its bytes to store.

    Raises `ItemRefused`: `not_an_item`, `missing_identity`, `bad_text`, `too_deep`.
    """
    if not isinstance(raw, Mapping):
        raise ItemRefused("not_an_item", "这一条不是一件事的写法（应为一个对象）", "")
    findings = Findings("")
    source = Source(raw, "", findings)
    key = source.label("code", "id")
    name = source.label("name")
    if not key:
        raise ItemRefused("missing_identity", "一件事既没有 id 也没有编码", "id")
    findings.item = key
    if not name:
        findings.warn("missing_name", "name", "没有名称，以编码代替")
    items = source.texts("items")
    same = _groups(source, "same_papers")
    produced = tuple(pair for pair in _groups(source, "produced") if len(pair) == 2)
    bundle = Bundle(
        key=key,
        name=name or key,
        items=tuple(dict.fromkeys(items)),
        department=source.text("department"),
        aliases=source.texts("aliases"),
        same_papers=tuple(group for group in same if len(group) > 1),
        produced=produced,
        note=source.text("note"),
        sample=source.flag("sample") is True or bool((pack_meta or {}).get("sample")),
    )
    source.finish()
    if len(bundle.items) < 2:
        findings.warn("bundle_empty", "items", "一件事至少要有两个事项")
    return *pack(bundle, findings.extra()), findings.warnings


def _groups(source: Source, name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(part for part in entry if isinstance(part, str))
        for _, entry in source.entries(name)
        if isinstance(entry, list)
    )
