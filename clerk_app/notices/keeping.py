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
_THAT = "(?:以上|上述|上列|上面|前述|前款|本段|本句|此段|此句|这段|这句)"
_VOID = "(?:作废|无效|失效|不算|不作数|不适用|不执行|仅供参考)"
_TAKEN_BACK = re.compile(
    f"{_THAT}[^。；\\n]{{0,20}}?{_VOID}|{_VOID}的是?{_THAT}|放弃[^，。；\\n]{{0,8}}权利"
)
_AGAINST_REMEDIES = re.compile(
    "驳回|作废|无效|失效|拒收|不算|仅供参考|放弃|无权|取消|[缴交收付][^，。；\\n]{0,4}费|缴纳"
)
"""What takes a remedy back, or sets a payment before it."""
_START = re.compile("(?:[自从于][^，。；：\\n]*?|日)(?<!提)起(?![诉草])")
_RECEIPT = re.compile("收到|知道|送达")
_COURT = re.compile(r"\{court\}|向(?!人民法院)[^，。；：{}\n]{1,30}?法院")
"""The court the hall registered, or one by its name."""
_FREE = re.compile("不收取任何费用|不收取费用|不收费|免费|费用全免")
_CHARGE = re.compile("费|元|付款|缴纳|收取")
_OWN_CHARGE = re.compile(
    "(?:另|加)[行外]?收|加急费|服务费|代办费|帮办费|手续费|劳务费|辛苦费|小费"
)
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
    sought += [(f"“{phrase.split(OR)[0]}”", phrase) for phrase in phrases]
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


def taken_back(text: str) -> str:
    """The words by which a sentence takes back what the paper says, or a right; empty for none.

    >>> taken_back("以上内容作废。"), taken_back("未盖章无效")
    ('以上内容作废', '')
    """
    found = _TAKEN_BACK.search(text)
    return found[0] if found else ""


def against_remedies(text: str) -> list[str]:
    """What is wrong with a passage on 救济途径 beside words that lack: words that take it back, a
    period that begins otherwise than with receipt, no court.

    >>> against_remedies("自2020年1月1日起60日内向{court}提起行政诉讼")
    ['期限要自收到之日起算，不能写“自2020年1月1日起”']
    """
    faults = [f"不能写“{found[0]}”" for found in _AGAINST_REMEDIES.finditer(text)]
    for start in _START.finditer(text):
        clause = re.split(f"[{_PAUSE}\n]", text[: start.end()])[-1]
        if not _RECEIPT.search(clause) or re.search("[0-9０-９]年", clause):
            faults.append(f"期限要自收到之日起算，不能写“{start[0]}”")
    if not _COURT.search(text):
        faults.append("要写明向哪个法院起诉：{court}，或者法院的名称")
    return list(dict.fromkeys(faults))


def charge(text: str, *, strict: bool) -> str:
    """The words by which a service that is free asks for money; empty for none. `strict` takes any
    word for money, else only charges of the helper's own: those of the item itself may be told.

    >>> charge("服务免费，不收取任何费用。另收加急费100元。", strict=True)
    '另收'
    """
    rest = _FREE.sub("", text)
    found = _OWN_CHARGE.search(rest) or (_CHARGE.search(rest) if strict else None)
    return found[0] if found else ""


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
