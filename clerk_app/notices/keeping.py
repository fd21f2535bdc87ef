"""Whether an amended sentence still says what it must.

A word of a mandatory fact counts only where it is said for good: not behind a further digit
(160日), not in a clause with a negation (不免费), not on a line that falls away because it names
something this document may not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

CLAUSES = frozenset({"under_article", "clock_limits", "approved", "to_review_organ"})
"""Placeholders that are a clause of their own: absent, they leave no gap."""

MARK = re.compile(r"\{([^{}]*)\}")
GAP = "…"
"""In a phrase: other words of the same clause may stand here."""
OR = "|"
"""In a phrase: either will do."""
_PAUSE = "，。；：！？,;:!?"
_UNPAUSED = f"[^{_PAUSE}]*?"
_NEGATION = re.compile("[不无未非勿莫没否禁拒]|取消|停止|废止|免予|免除")
_HARMLESS = re.compile("不服|无误|勿忘|不要忘记?|不影响")
"""Words with a negation in them that take nothing back."""
_BODY = re.compile("向[^，。；{}]{0,30}?(政府|法院|委员会|厅|局)")
"""A body by its name, which may have 无 or 未 in it (无锡, 未央)."""
_FIGURE = "0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万两.．"


def lost(
    text: str, names: Sequence[str], phrases: Sequence[str], shipped: str
) -> tuple[list[str], list[str]]:
    """What `text` no longer says: placeholders and phrases that are missing, and those that stand
    on a line with a placeholder beside which the `shipped` sentence never has them.

    >>> lost("160日内申请行政复议", (), ("60日内…行政复议",), "60日内申请行政复议")[0]
    ['“60日内…行政复议”']
    """
    lines, known = text.splitlines(), _known(shipped)
    parts = {part for phrase in phrases for part in re.split(r"[…|]", phrase)}
    missing, loose = [], []
    sought = [(f"{{{name}}}", f"{{{name}}}") for name in names]
    sought += [(f"“{phrase}”", phrase) for phrase in phrases]
    for shown, phrase in sought:
        where = [line for line in lines if _says(line, phrase, parts)]
        if not where:
            missing.append(shown)
        elif not any(_stays(line, phrase, known, parts) for line in where):
            loose.append(shown)
    return missing, loose


def strangers(text: str, *shipped: str) -> list[str]:
    """Placeholders that no shipped sentence of this name uses: the line would fall away, or print
    a gap, where this document does not say them."""
    used = {name for each in shipped for name in MARK.findall(each)} | CLAUSES
    return [f"{{{name}}}" for name in dict.fromkeys(MARK.findall(text)) if name not in used]


def _known(shipped: str) -> list[str]:
    return [line for line in shipped.splitlines() if line.strip()]


def _stays(line: str, phrase: str, known: Sequence[str], parts: set[str]) -> bool:
    """Whether the line stands wherever a shipped line that says the phrase does."""
    here = set(MARK.findall(line)) - CLAUSES
    return any(here <= set(MARK.findall(other)) for other in known if _says(other, phrase, parts))


def _says(line: str, phrase: str, parts: set[str]) -> bool:
    line = _BODY.sub(r"向\1", line)
    return any(_sound(line, *found) for found in _found(line, phrase, parts))


def _found(line: str, phrase: str, parts: set[str]) -> Iterator[tuple[int, int, str]]:
    """Every place of the phrase: its ends, and the words in its gaps."""
    for each in phrase.split(OR):
        pieces = each.split(GAP)
        gap = f"({_UNPAUSED})"
        pattern = gap.join(re.escape(piece) for piece in pieces)
        strange = parts - set(pieces) - {""}
        for found in re.finditer(f"(?={pattern})", line):
            whole = re.match(pattern, line[found.start() :])
            if whole is None or any(part in gap for gap in found.groups() for part in strange):
                continue
            yield found.start(), found.start() + whole.end(), "".join(found.groups())


def _sound(line: str, start: int, end: int, between: str) -> bool:
    """Said for good: no further digit before it, no negation round it."""
    before, after = line[:start], line[end:]
    if before and before[-1] in _FIGURE and line[start] in "{" + _FIGURE:
        return False
    if MARK.fullmatch(line[start:end]):  # a value: what is said of it is a phrase of its own
        return True
    clause = re.split(f"[{_PAUSE}]", before)[-1] + between + re.split(f"[{_PAUSE}]", after)[0]
    return not _NEGATION.search(_HARMLESS.sub("", MARK.sub("", clause)))
